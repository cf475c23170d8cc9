"""Plan files: what is read, and how everything wrong in one is told with its line."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import DamagedFileError
from incuanalysis.plans.library import target_lines
from incuanalysis.plans.reading import read_plan
from tests.plans.making import raw, target, words_of, write

ROOT = Path(__file__).resolve().parents[2]


def told(path, words):
    with pytest.raises(DamagedFileError) as caught:
        read_plan(path, words)
    return caught.value


def wrong(tmp_path, words, **changes):
    """Return the message, and the text of the line that the first problem names."""
    path = write(tmp_path, raw(**changes))
    error = told(path, words)
    line = int(re.search(r"line (\d+), column", error.message)[1])
    assert f"第{line}行" in error.zh
    return error.message, path.read_text("utf-8").splitlines()[line - 1]


def test_a_plan_is_read(tmp_path, words):
    plan = read_plan(write(tmp_path, raw()), words)
    assert (plan.id, len(plan.targets), plan.targets[0].lines["high"].value) == ("mine", 5, 1.5)


def test_the_example_of_the_documentation_is_a_plan(tmp_path, words):
    text = (ROOT / "docs" / "writing-a-plan.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    path = tmp_path / "example.yml"
    path.write_text(example, encoding="utf-8")
    plan = read_plan(path, words)
    lines = target_lines(plan, words)
    assert lines["printed"].tolist() == [
        "0.8万平方米", "1万平方米", "1.2万平方米", "1.6万平方米", "2万平方米", "2.4万平方米", "2—3家",
    ]  # fmt: skip
    assert lines["cites"].iloc[4] == "二、（一）、三、1"


ONE = raw()["targets"][0]


@pytest.mark.parametrize(
    ("change", "message", "line"),
    [
        ({"indicator": "new_carier_area"}, "nearest: new_carrier_area", "indicator: new_carier_area"),
        ({"unit": "公斤"}, "one of 平方米", "unit: 公斤"),
        ({"unit": "家"}, "dimension (area)", "unit: 家"),
        ({"due": "2025-12"}, "2022-01 to 2024-12", "due: 2025-12"),
        ({"due": "2023-13"}, "a month such as", "due: 2023-13"),
        ({"lines": {"low": {"value": 3}, "base": {"value": 2}}}, "base not below low (3)", "base:"),
        ({"lines": {"base": {"value": 3}, "high": {"value": 2}}}, "high not below base (3)", "high:"),
        ({"lines": {"base": {"value": 3, "high": 2}}}, "not below 3", "high: 2"),
        ({"lines": {"base": {"value": float("inf")}}}, "finite", "value: .inf"),
        ({"baseline": {"at": "2022-01", "value": float("nan")}}, "finite", "value: .nan"),
        ({"lines": {"bse": {"value": 3}}}, "one of low, base, high", "bse:"),
        ({"comparator": "at_most", "lines": {"low": {"value": 1}, "base": {"value": 2}}}, "lower is better", "base:"),
        ({"naem": words_of("x")}, "nearest: name", "naem:"),
        ({"cites": [{"secton": "x"}]}, "nearest: section", "secton: x"),
        ({"task": 7}, "number of a task", "task: 7"),
        ({"schedule": {"kind": "calendar", "shares": {"2022-06": 0.4, "2022-12": 0.9}}}, "1 as the share", "0.9"),
        ({"schedule": {"kind": "calendar", "shares": {"2022-06": 0.4, "2022-09": 0.3}}}, "0.4 to 1", "0.3"),
        ({"schedule": {"kind": "calendar", "shares": {"2023-06": 1}}}, "due month", "2023-06"),
        ({"schedule": {"kind": "calendar"}}, "ending in 1", "schedule"),
        ({"schedule": {"kind": "even", "shares": {"2022-12": 1}}}, "calendar", "shares"),
        ({"baseline": {"at": "2023-01"}}, "not after the due month", "at: 2023-01"),
    ],
)
def test_what_is_wrong_in_a_target_is_told_with_its_line(tmp_path, words, change, message, line):
    found, text = wrong(tmp_path, words, targets=[ONE | change])
    assert message in found
    assert line in text


@pytest.mark.parametrize(
    ("change", "message", "line"),
    [
        ({"region": "999999"}, "the id of a region", "region: '999999'"),
        ({"region": "洞头区"}, "330305 (洞头区)", "region: 洞头区"),
        ({"id": "other"}, "the file's name, 'mine'", "id: other"),
        ({"last": "2021-12"}, "not before `first`", "last: 2021-12"),
        ({"tragets": []}, "nearest: targets", "tragets:"),
        ({"targets": []}, "at least one entry", "targets"),
        ({"targets": [ONE, ONE | {"due": "2023-12"}]}, "entry 1 has", "id: a22"),
        ({"targets": [ONE, ONE | {"id": "b"}]}, "'a22' has it", "low:"),
        ({"targets": [target("x", "2022-12", 2), target("y", "2023-12", 1)]}, "running total", "base:"),
        ({"milestones": [raw()["milestones"][0] | {"indicator": "tenants"}]}, "both `indicator`", "indicator: tenants"),
        ({"milestones": [raw()["milestones"][0] | {"due": "2030-01"}]}, "2022-01 to 2024-12", "due: 2030-01"),
        ({"tasks": [raw()["tasks"][0], raw()["tasks"][0]]}, "entry 1 has", "number: 1"),
        ({"thresholds": {"behind": 20.0}}, "0 <= behind < far_behind", "thresholds"),
    ],
)
def test_what_is_wrong_in_a_plan_is_told_with_its_line(tmp_path, words, change, message, line):
    found, text = wrong(tmp_path, words, **change)
    assert message in found
    assert line in text


def test_lower_is_better_turns_the_lines_round(tmp_path, words):
    lines = {"low": {"value": 30}, "base": {"value": 20}, "high": {"value": 10}}
    one = target("t", "2024-12", 1, indicator="tenants_left", unit="家", comparator="at_most", lines=lines)
    assert read_plan(write(tmp_path, raw(targets=[one])), words).targets[0].lines["low"].value == 30


def test_a_site_s_target_is_no_repeat_of_the_district_s(tmp_path, words):
    site = ONE | {"id": "s", "scope": {"kind": "site", "name": words_of("某园")}}
    assert len(read_plan(write(tmp_path, raw(targets=[ONE, site], tasks=[])), words).targets) == 2


def test_all_problems_are_told_together_in_the_order_of_lines(tmp_path, words):
    two = [ONE | {"unit": "公斤", "due": "2030-01"}, ONE | {"id": "z", "indicator": "nonsense", "extra": 1}]
    error = told(write(tmp_path, raw(region="000", targets=two)), words)
    lines = [int(number) for number in re.findall(r"line (\d+), column", error.message)]
    assert len(lines) >= 5
    assert lines == sorted(lines)
    assert error.exit_code == 4


def test_twenty_problems_are_shown_and_the_others_counted(tmp_path, words):
    many = [ONE | {"id": f"t{n}", "unit": "公斤", "due": "2030-01"} for n in range(30)]
    error = told(write(tmp_path, raw(targets=many)), words)
    assert error.message.count("line ") - error.message.count("lines") <= 22
    assert "more: correct these first" in error.message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id: mine\nid: mine\n", "line 1 has it"),
        ("id: [", "Line"),
        ("- a\n- b\n", "expected"),
        ("", "expected"),
        ("targets: &a [*a]\n", "refer to each other"),
        ("a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
            f"{y}: &{y} [*{x},*{x},*{x},*{x},*{x},*{x},*{x},*{x},*{x}]\n" for x, y in zip("abcdefgh", "bcdefghi", strict=True)
        ), "refer to each other"),
        ("id: mine\n\tregion: 1\n", "tabs"),
        ("id：mine\nregion: x", "colon"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_plan_is_one_message(tmp_path, words, text, message):
    path = tmp_path / "mine.yml"
    path.write_text(text, encoding="utf-8")
    assert message in told(path, words).message


def test_a_missing_file_and_another_encoding_are_one_message(tmp_path, words):
    assert "cannot be read" in told(tmp_path / "none.yml", words).message
    path = tmp_path / "mine.yml"
    path.write_bytes("id: 洞头".encode("gb18030"))
    assert "UTF-8" in told(path, words).message


junk = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 3000) | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(raw())), junk)
def test_no_content_gives_anything_but_a_plan_or_one_message(tmp_path_factory, words, field, content):
    path = write(tmp_path_factory.mktemp("p"), raw(**{field: content}))
    with suppress(DamagedFileError):
        read_plan(path, words)


@given(st.sampled_from(sorted(ONE)), junk)
def test_no_field_of_a_target_gives_anything_but_a_plan_or_one_message(tmp_path_factory, words, field, content):
    path = write(tmp_path_factory.mktemp("p"), raw(targets=[ONE | {field: content}]))
    with suppress(DamagedFileError):
        read_plan(path, words)

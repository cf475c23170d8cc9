"""Reading schemes: a bad file is one message with line and reason; the example of the documentation runs."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml

from incuanalysis.errors import BadInputError, DamagedFileError
from incuanalysis.evaluation.schemes import Evidence, grade, list_schemes, open_scheme, read_scheme, score
from incuanalysis.project import Project
from incuanalysis.vocabulary.words import Vocabulary

ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs" / "writing-a-scheme.md").read_text("utf-8")
EXAMPLE = next(block for block in re.findall(r"```yaml\n(.*?)```", DOC, re.DOTALL) if block.startswith("id:"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "incu.toml").write_text("", "utf-8")
    (tmp_path / "data" / "schemes").mkdir(parents=True)
    return tmp_path


def write(folder: Path, text: str, name: str = "example_2024") -> Path:
    path = folder / "data" / "schemes" / f"{name}.yml"
    path.write_text(text, "utf-8")
    return path


def test_the_example_of_the_documentation_is_read_scored_and_graded(folder: Path) -> None:
    write(folder, EXAMPLE)
    project = Project(folder)
    assert "example_2024" in set(list_schemes(project=project)["id"])
    facts = {
        "desks": 60,
        "service_events": 12,
        "review": [Evidence(p, reviewer=f"评审人{n}", date="2025-01-08") for n, p in enumerate((20, 14, 16, 18))],
        "new_tenants": 10,
        "carrier_financing": 5000,
        "doctors": 1,
        "masters": 2,
        "let_area": 800,
        "area_in_use": 1000,
        "new_hnte": 2,
        "accident": False,
    }
    made = score("example_2024", facts, "incubator", on=dt.date(2024, 12, 31), carrier="甲", project=project)
    points = {item.id: item.points for item in made.items}
    assert points == {
        "desks": 6, "events": 10, "review": 17, "new_tenants": 10, "financing": 10, "talents": 7, "occupancy": 10,
        "hnte": 2,
    }  # fmt: skip
    assert made.total_known == 72
    found = grade(made, open_scheme("example_2024", project=project)).iloc[0]
    assert (found["grade_zh"], found["open_zh"]) == ("合格", "")


SLIPS = [
    ("indicator: service_events}", "indicator: service_event}", ["service_events", "科技服务活动"]),
    ("id: example_2024 ", "id: other_2024 ", ["example_2024"]),
    ("full_marks: 100 ", "full_marks: 110 ", ["100"]),
    ("    marks: 40\n", "    marks: 45\n", ["40"]),
    ("marks: {incubator: 20, makerspace: 30}", "marks: {incubator: 20, makerspace: 31}", ["makerspace", "61"]),
    ("marks: {incubator: 20, makerspace: 30}", "marks: {incubator: 20, makerspce: 30}", ["makerspace"]),
    ("marks: {incubator: 20, makerspace: 30}", "marks: {incubator: 20}", ["missing makerspace"]),
    ("at: 50, base: 5,", "at: 50, base: 15,", ["cap is below the base", "封顶分低于基础分"]),
    ("kind: threshold", "kind: treshold", ["threshold"]),
    ("points: 0}, {from: 60, below: 80", "points: 0}, {from: 50, below: 80", ["overlaps", "重叠"]),
    ("points: 0}, {from: 60, below: 80", "points: 0}, {from: 65, below: 80", ["gap", "中断"]),
    ("{from: 80, points: 10}", "{from: 80, points: 9}", ["10"]),
    ("en: pass}, from: 60}", "en: pass}, from: 90}", ["overlaps", "重叠"]),
    ("en: fail}, below: 60}", "en: fail}, below: 55}", ["gap", "60"]),
    ("en: fail}, below: 60}", "en: fail}, below: 65}", ["overlap", "60"]),
    ("en: fail}, below: 60}", "en: fail}, from: 10}", ["lowest grade"]),
    ("not_above: pass", "not_above: fine", ["excellent, pass, fail"]),
    ("  - {grade: fail, text", "  - {grade: fall, text", ["excellent, pass, fail"]),
    ("input: {fact: desks}", "input: {fact: desk}", ["desks"]),
    ("unit: 亿元}", "unit: 平方米}", ["万元"]),
    ("unit: 亿元}", "unit: 亿圆}", ["亿元"]),
    ("target: 1}", "target: 0}", ["above 0"]),
    ("target: 1}", "target: 一}", ["a number"]),
    ("target: 1}", "traget: 1}", ["traget"]),
    ("marks: 20\n", "marks: -20\n", ["above 0"]),
    ("kind: review}", "kind: yes_no}", ["review"]),
    ("is: true}", "at_least: 1}", ["a number"]),
    ("valid_to: 2025-12-31", "valid_to: 2023-12-31", ["2024-01-01"]),
    ("valid_to: 2025-12-31", "valid_to: 2025-13-31", ["2025-13-31"]),
    ("      - id: events", "      - id: desks", ["not used yet"]),
    ("  accident: {zh", "  extra: {zh: 另, en: other, unit: 个}\n  accident: {zh", ["uses"]),
    ("  desks: {zh: 工位数", "  tenants: {zh: 工位数", ["no indicator"]),
    ("trim: 1}", "trim: 0}", ["1"]),
    ("source:\n", "sources:\n", ["sources"]),
]


@pytest.mark.parametrize(("right", "wrong", "said"), SLIPS, ids=[wrong.strip() for _, wrong, _ in SLIPS])
def test_a_slip_is_refused_with_its_line_and_the_reason(
    folder: Path, words: Vocabulary, right: str, wrong: str, said: list[str]
) -> None:
    assert right in EXAMPLE
    text = EXAMPLE.replace(right, wrong, 1)
    with pytest.raises(DamagedFileError) as caught:
        read_scheme(write(folder, text), words)
    message = caught.value.message
    for part in said:
        assert part in message
    line = EXAMPLE[: EXAMPLE.index(right)].count("\n") + 1
    told = re.search(r"Line (\d+)", message)
    assert told is not None
    named = int(told[1])
    # a sum is told where the sum stands, a fact of the wrong kind where it is used; everything else at its own line
    elsewhere = {"makerspace: 31": "    marks: 60", "kind: yes_no}": "input: {fact: review}"}
    place = next((at for part, at in elsewhere.items() if part in wrong), None)
    assert named == (line if place is None else EXAMPLE[: EXAMPLE.index(place)].count("\n") + 1), message


@pytest.mark.parametrize(
    "text",
    ["", "[]", "5", "id: x", "groups: 5", "id: [1]", "{", "a: b: c", "\t", "groups: [{items: [{rule: 5}]}]", "bonus: {items: [5]}", "facts: {1: 2}", "? [1, 2]\n: 3"],
)  # fmt: skip
def test_what_is_no_scheme_is_one_clear_message(folder: Path, words: Vocabulary, text: str) -> None:
    with pytest.raises(DamagedFileError):
        read_scheme(write(folder, text), words)


def test_conditions_that_cannot_be_are_refused(folder: Path, words: Vocabulary) -> None:
    base = "id: example_2024\nours: true\nname: {zh: 名, en: name}\nconditions:\n"
    for line, said in [
        ("  - {id: a, need: 3, of: [{input: {indicator: tenants}, at_least: 1}]}", "1 to 1"),
        ("  - {id: a, input: {indicator: tenants}}", "exactly one of at_least"),
        ("  - {id: a, input: {indicator: tenants}, at_least: 1, at_most: 2}", "exactly one of at_least"),
        ("  - {id: a, input: {indicator: tenants}, is: true}", "yes/no"),
        ("  - {id: a, input: {indicator: tenants}, at_least: 1, relief: r}", "reliefs"),
        ("  - {id: a, input: {indicator: tenants}, at_least: 1, variants: [b]}", "variant"),
        ("  - {id: a, name: {zh: 甲, en: a}}", "exactly one of input, of, unseen"),
        ("  - {id: a, of: [{input: {indicator: tenants}, at_least: 1}]}", "`need` together with `of`"),
    ]:
        with pytest.raises(DamagedFileError, match="Line 5, ") as caught:
            read_scheme(write(folder, base + line), words)
        assert said in caught.value.message


def test_versions_of_a_family_are_picked_by_the_day(folder: Path) -> None:
    write(folder, EXAMPLE)
    later = EXAMPLE.replace("id: example_2024", "id: example_2026", 1)
    later = later.replace("valid_from: 2024-01-01", "valid_from: 2026-01-01").replace("valid_to: 2025-12-31\n", "")
    write(folder, later, "example_2026")
    project = Project(folder)
    assert open_scheme("example", dt.date(2025, 12, 31), project=project).id == "example_2024"
    assert open_scheme("example", dt.date(2026, 1, 1), project=project).id == "example_2026"
    with pytest.raises(BadInputError, match="no scheme is valid"):
        open_scheme("example", dt.date(2023, 1, 1), project=project)
    with pytest.raises(BadInputError, match="2 schemes are valid"):
        open_scheme("example", project=project)
    assert "example_2024" not in set(list_schemes(dt.date(2026, 1, 1), project=project)["id"])


def test_an_unknown_scheme_is_answered_with_the_nearest() -> None:
    with pytest.raises(BadInputError, match="qingdao_benchmark_2022") as caught:
        open_scheme("qingdao_benchmark")
    assert "没有方案" in caught.value.zh


def test_a_name_is_never_a_path(folder: Path) -> None:
    write(folder, EXAMPLE)
    with pytest.raises(BadInputError, match="no scheme"):
        open_scheme("../schemes/example_2024", project=Project(folder))


def test_a_changed_file_is_read_again(folder: Path) -> None:
    project = Project(folder)
    write(folder, EXAMPLE)
    assert open_scheme("example_2024", project=project).name.zh == "某区孵化载体年度评价"
    write(folder, EXAMPLE.replace("某区孵化载体年度评价,", "另一区孵化载体年度评价,", 1))
    assert open_scheme("example_2024", project=project).name.zh == "另一区孵化载体年度评价"


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "schemes").glob("*.yml")), ids=lambda path: path.stem)
def test_carried_schemes_have_full_marks_that_add_up_for_every_variant(path: Path, words: Vocabulary) -> None:
    scheme = read_scheme(path, words)
    raw = yaml.safe_load(path.read_text("utf-8"))
    assert scheme.full_marks == raw.get("full_marks")
    for variant in scheme.variants or (None,):
        base = [item for group, item in scheme.items(variant) if group is not None and item.marks is not None]
        if scheme.full_marks is not None:
            assert sum(float(item.full(variant) or 0) for item in base) == scheme.full_marks

"""The dated limits of stay and age."""

from __future__ import annotations

from pathlib import Path

import pytest

from incuanalysis.errors import BadInputError, DamagedFileError
from incuanalysis.intake.checks.limits import Limits, month_of, open_limits
from incuanalysis.project import Project
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.words import Vocabulary

ENTRY = """
  - id: {id}
    kind: {kind}
    months: {months}
    carriers: [{carriers}]
    technologies: [{technologies}]
    region: "{region}"
    valid_from: {valid_from}
    valid_to: {valid_to}
    use: {use}
    document: 测试办法
    source: made for the test
"""


def entry(id: str, **changed: str) -> str:
    values = {
        "kind": "stay",
        "months": "48",
        "carriers": "incubator",
        "technologies": "",
        "region": "000000",
        "valid_from": "2018-12",
        "valid_to": "null",
        "use": "true",
    }
    return ENTRY.format(id=id, **(values | changed))


def limits_of(tmp_path: Path, words: Vocabulary, *entries: str) -> Limits:
    path = tmp_path / "limits.yml"
    path.write_text("limits:" + "".join(entries), encoding="utf-8")
    return Limits.read(path, words.regions)


def test_the_carried_limits_are_readable_and_each_says_where_it_was_seen(project: Project) -> None:
    limits = list(open_limits(project))
    assert {limit.kind for limit in limits} == {"stay", "age_at_entry"}
    assert all(limit.source and limit.document for limit in limits)


def test_a_number_that_was_not_seen_in_its_document_is_off(project: Project) -> None:
    assert not [limit.id for limit in open_limits(project) if limit.use and "not seen" in limit.source]


def test_a_limit_holds_in_its_time_and_region_only(tmp_path: Path, words: Vocabulary) -> None:
    limits = limits_of(tmp_path, words, entry("a", region="330000", valid_to="2025-05"))
    assert [one.id for one in limits.at(Month(2020, 1), "330302")] == ["a"]
    assert limits.at(Month(2018, 11), "330302") == ()
    assert limits.at(Month(2025, 6), "330302") == ()
    assert limits.at(Month(2020, 1), "320000") == ()


def test_the_nearest_region_and_the_named_technology_go_first(tmp_path: Path, words: Vocabulary) -> None:
    limits = limits_of(
        tmp_path,
        words,
        entry("nation"),
        entry("nation_long", months="60", technologies="生物医药"),
        entry("city", months="36", region="330300"),
        entry("unused", months="12", region="330302", use="false"),
    )
    month = Month(2022, 6)

    def months(region: str, kind: str = "incubator", technology: str = "") -> int | None:
        found = limits.find("stay", month, region, kind, technology)
        return found.months if found else None

    assert months("330302") == 36
    assert months("320000") == 48
    assert months("320000", technology="生物医药与医疗器械") == 60
    assert months("320000", kind="makerspace") is None
    assert months("320000", kind="") is None
    assert months("999999") == 48
    assert limits.find("age_at_entry", month, "320000", "incubator", "") is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"months": "0"}, "months"),
        ({"months": "四十八"}, "months"),
        ({"kind": "rent"}, "kind"),
        ({"region": "987654"}, "region"),
        ({"valid_from": "2018年"}, "valid_from"),
        ({"valid_to": "2018-11"}, "valid_to is before"),
        ({"carriers": "hotel"}, "carriers"),
        ({"use": "maybe"}, "use"),
    ],
)
def test_a_damaged_entry_is_named_with_its_field(
    tmp_path: Path, words: Vocabulary, changed: dict[str, str], field: str
) -> None:
    with pytest.raises(DamagedFileError) as raised:
        limits_of(tmp_path, words, entry("good"), entry("broken", **changed))
    assert "limits.yml" in raised.value.message
    assert "'broken'" in raised.value.message
    assert field in raised.value.message


def test_dates_without_a_month_are_no_months() -> None:
    for text in ("2018", "", "2018-x", "2018-13"):
        with pytest.raises(BadInputError):
            month_of(text)

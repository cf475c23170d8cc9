"""Finding plans, and their targets as a table."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import DamagedFileError, UnknownNameError
from incuanalysis.plans.library import list_plans, open_plan, plans_of, target_lines
from incuanalysis.plans.series import find_series, series_of
from incuanalysis.project import Project
from tests.plans.making import plan, raw, target, write


@pytest.fixture
def place(tmp_path):
    write(tmp_path / "data" / "plans", raw())
    return Project(tmp_path)


def test_a_project_s_plan_is_found_by_its_id(place):
    assert open_plan("mine", place).region == "330305"
    assert "mine" in [each.id for each in list_plans(place)]


@pytest.mark.parametrize("id", ["mien", "../data/plans/mine", "mine.yml", "", "/etc/passwd"])
def test_an_unknown_id_is_refused_and_never_a_path(place, id):
    with pytest.raises(UnknownNameError) as caught:
        open_plan(id, place)
    assert "行动计划" in caught.value.zh


def test_a_changed_file_is_read_again_and_an_unchanged_one_is_not(place):
    first = open_plan("mine", place)
    assert open_plan("mine", place) is first
    path = write(place.root / "data" / "plans", raw(last="2025-12"))
    os.utime(path, ns=(1, 1))
    assert open_plan("mine", place).last == "2025-12"


def test_a_damaged_plan_is_told_when_the_list_is_read(place):
    (place.root / "data" / "plans" / "bad.yml").write_text("id: bad", encoding="utf-8")
    with pytest.raises(DamagedFileError, match=r"bad\.yml"):
        list_plans(place)


def test_plans_of_a_region_hold_in_their_months(place):
    def ids(*arguments, **options):
        return [each.id for each in plans_of(*arguments, project=place, **options) if each.id == "mine"]

    assert ids("洞头区", "2023-05") == ids("330305") == ["mine"]
    assert ids("洞头区", "2021-12") == ids("洞头区", "2025-01") == ids("鹿城区") == ids("北岙街道") == []
    assert ids("北岙街道", "2023-05", above=True) == ["mine"]


def test_target_lines_are_exact_and_in_the_canonical_unit(words):
    lines = target_lines(plan(), words)
    assert lines["line"].tolist()[:3] == ["low", "base", "high"]
    first = lines.iloc[0]
    assert (first["value"], first["unit"], first["printed"]) == (5000.0, "平方米", "0.5万平方米")
    national = lines[lines["target"] == "national"].iloc[0]
    assert (national["value"], national["value_high"], national["printed"]) == (2, 3, "2—3家")


@given(st.decimals(min_value=0, max_value=10**6, places=4), st.sampled_from(["平方米", "㎡", "万平方米", "万㎡"]))
def test_the_unit_of_entry_does_not_matter(words, value, unit):
    entered = float(words.units.convert(value, "万平方米", unit))
    (row,) = target_lines(plan(targets=[target("t", "2024-12", entered, unit=unit)]), words).to_dict("records")
    assert row["value"] == pytest.approx(float(value) * 10000, rel=1e-14)


def test_targets_that_follow_one_another_are_a_series_with_increments(words):
    area, *others = series_of(plan(), words)
    assert [each.id for each in area.targets] == ["a22", "a23", "a24"]
    assert len(others) == 2
    assert [area.total(year, "base", words).year_value for year in (2022, 2023, 2024)] == [10000, 10000, 15000]
    assert area.total(2023, "high", words) is None
    assert find_series("新增孵化面积（万平方米）", [area, *others], words) is area
    assert find_series("a23", [area, *others], words) is area

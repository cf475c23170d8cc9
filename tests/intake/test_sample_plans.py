"""The sheets on the action plans in the demonstration: every target is reported, sensibly, and read back as it is meant."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incuanalysis.intake.returns.ingest import ingest
from incuanalysis.intake.sample.annexes import annexes
from incuanalysis.intake.sample.formats import encode
from incuanalysis.intake.sample.headline import COURSES, SITES, fill_headlines, headline_quarters, rows_of
from incuanalysis.intake.sample.key import period_of
from incuanalysis.intake.sample.registers import carrier_register
from incuanalysis.intake.sample.world import District, World, canonical, make_world
from incuanalysis.intake.store import Store
from incuanalysis.plans.library import list_plans, target_lines
from incuanalysis.plans.model import Plan
from incuanalysis.project import Project
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary

#: A target by the year is reported as the year's running total.
AS_REPORTED = {"per_year": "ytd"}
SEEDS = st.integers(1, 1_000_000)


@pytest.fixture(scope="module")
def world(words: Vocabulary) -> World:
    made = make_world(words.regions, 1)
    for district in made.districts:
        fill_headlines(made, district, 1)
    return made


@pytest.fixture(scope="module")
def plans(project: Project) -> dict[str, Plan]:
    return {plan.region: plan for plan in list_plans(project) if plan.region in COURSES}


def _values(world: World, district: District, indicator: str, basis: str, carrier: str = "") -> list[int]:
    values = world.headlines[carrier or district.id, indicator, basis]
    return [values[month] for month in sorted(values)]


def _district(world: World, id: str) -> District:
    return next(district for district in world.districts if district.id == id)


def test_every_target_of_the_five_plans_is_reported_in_its_basis_each_quarter(world, plans):
    assert set(plans) == set(COURSES) == {district.id for district in world.districts}
    for district in world.districts:
        plan = plans[district.id]
        whole = Period.from_ints(int(plan.first.replace("-", "")), int(plan.last.replace("-", "")))
        ends = {int(quarter.last) for quarter in headline_quarters(district) if whole.contains(quarter)}
        assert len(ends) == whole.months // 3
        for target in plan.targets:
            basis = AS_REPORTED.get(str(target.basis), str(target.basis))
            entity = target.scope.name.zh if target.scope.kind == "site" else district.id
            reported = set(world.headlines[entity, target.indicator, basis])
            assert ends <= reported, target.id
            if basis in ("stock", "share"):
                assert (district.plan - 1) * 100 + 12 in reported, target.id


def test_nothing_is_reported_that_no_plan_asks_for(plans):
    for region, courses in COURSES.items():
        wanted = {(t.indicator, AS_REPORTED.get(str(t.basis), str(t.basis))) for t in plans[region].targets}
        assert {(course.indicator, course.basis) for course in courses} == wanted
        sites = {t.scope.name.zh for t in plans[region].targets if t.scope.kind == "site"}
        assert {course.carrier for course in courses if course.carrier} == sites == set(SITES.get(region, ()))


def test_some_targets_are_met_early_some_at_last_and_some_never(world, plans, words):
    early, late, missed = 0, 0, 0
    for region, plan in plans.items():
        lines = target_lines(plan, words)
        for line in lines[(lines["line"] == "base") & (lines["due"] == plan.last)].to_dict("records"):
            basis = AS_REPORTED.get(line["basis"], line["basis"])
            entity = line["scope_name"] if line["scope"] == "site" else region
            values = world.headlines[entity, line["indicator"], basis]
            met = sorted(m for m, base in values.items() if canonical(line["indicator"], base) >= line["value"])
            due = int(plan.last.replace("-", ""))
            early += bool(met) and met[0] < due
            late += bool(met) and met[0] == due
            missed += not met
    assert min(early, late, missed) >= 8, (early, late, missed)


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS)
def test_running_totals_never_fall_and_begin_anew_only_with_a_year(world, seed):
    for district in world.districts:
        fill_headlines(world, district, seed)
        for (entity, indicator, basis), values in world.headlines.items():
            if entity != district.id and entity not in SITES.get(district.id, ()):
                continue
            for one, other in pairwise(sorted(values)):
                if basis == "since_start" or (basis == "ytd" and one // 100 == other // 100):
                    assert 0 <= values[one] <= values[other], (indicator, other)


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS)
def test_figures_of_one_thing_agree_with_each_other(world, seed):
    district = _district(world, "330302")
    fill_headlines(world, district, seed)

    def told(indicator, basis="since_start", carrier=""):
        return _values(world, district, indicator, basis, carrier)

    parts = zip(told("technology_output", "ytd"), told("technology_input", "ytd"), strict=True)
    assert told("technology_trade", "ytd") == [one + other for one, other in parts]
    for part, whole in (
        ("new_provincial_firm_rd_centres", "new_firm_rd_centres"),
        ("college_graduates_attracted", "students_and_skilled_attracted"),
        ("new_large_hnte", "new_hnte"),
    ):
        assert all(one <= other for one, other in zip(told(part), told(whole), strict=True)), part
    park = told("new_provincial_carriers", carrier=SITES["330302"][0])
    assert all(one <= other for one, other in zip(park, told("new_provincial_carriers"), strict=True))
    for new, stock in (
        ("new_provincial_carriers", "provincial_or_above_carriers"),
        ("new_innovation_platforms", "innovation_platforms"),
        ("new_provincial_firm_rd_centres", "provincial_firm_rd_centres"),
    ):
        levels = told(stock, "stock")
        assert [level - levels[0] for level in levels] == told(new), stock


def test_what_the_returns_report_too_is_their_sum(world):
    for district in world.districts:
        for course in (course for course in COURSES[district.id] if course.source):
            for quarter in headline_quarters(district):
                if course not in rows_of(district, quarter):
                    continue
                first = Period.parse(f"{district.plan}-01").first if course.basis == "since_start" else quarter.first
                said = world.headlines[district.id, course.indicator, course.basis][int(quarter.last)]
                assert said == (world.value(district.id, course.source, Period(first, quarter.last)) or 0)


def test_the_sheets_are_read_back_as_they_are_meant(world, words, project, tmp_path: Path):
    returns = tmp_path / "returns"
    returns.mkdir()
    meant = {}
    for district in world.districts:
        fill_headlines(world, district, 1)
        register = carrier_register(world, district, district.years[0] - 1)
        (returns / register.name).write_bytes(encode(register.pages, "xlsx"))
        for quarter in headline_quarters(district):
            name = f"{district.name}{quarter.label()}（演示数据）.xlsx"
            if not (pages := annexes(world, district, quarter, words)):
                continue  # before its plan began 洞头区 has nothing to say of it
            (returns / name).write_bytes(encode(pages, "xlsx"))
            for page in pages:
                for spot in page.spots:
                    key = (name, page.name, spot.line.carrier, spot.field.indicator, period_of(spot), spot.field.basis)
                    meant[key] = canonical(spot.field.indicator, spot.base or 0)
    store = Store(tmp_path / "store")
    result = ingest(project, [returns], store, workers=1)
    assert all(file.quarantined == 0 for file in result.files)
    names = dict(zip(store.table("files")["file"], store.table("files")["name"], strict=True))
    registers = store.table("registers")
    parks = dict(zip(registers["id"], registers["name"], strict=True))
    read = {}
    for row in store.select(revisions=True).to_dict("records"):
        carrier = parks[row["carrier"]] if isinstance(row["carrier"], str) else ""
        key = (Path(names[row["file"]]).name, row["sheet"], carrier, row["indicator"], row["period"], row["basis"])
        read[key] = row["value"]
    assert read.keys() == meant.keys()
    assert all(read[key] == pytest.approx(value, rel=1e-12) for key, value in meant.items())
    checks = store.table("checks")
    assert not len(checks), checks
    assert not len(store.table("findings"))

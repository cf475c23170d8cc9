"""What units write beside their numbers in the demonstration, and what its registers say of carriers: read back as meant."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incuanalysis.intake.returns.ingest import ingest
from incuanalysis.intake.returns.register import wide
from incuanalysis.intake.sample.formats import encode
from incuanalysis.intake.sample.layouts import Document, monthly, quarterly
from incuanalysis.intake.sample.particulars import HEADINGS, heading_of
from incuanalysis.intake.sample.registers import carrier_register
from incuanalysis.intake.sample.texts import causes, written
from incuanalysis.intake.sample.wordings import FIELD_OF_CAUSE, PAIRS
from incuanalysis.intake.sample.world import District, World, make_world
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary

YEAR = {"330305": 2023, "330302": 2023, "330483": 2019, "420700": 2024, "370200": 2021}
EVERY = set(FIELD_OF_CAUSE.values())
LINKS = {"makerspace", "incubator", "accelerator", "park"}


@pytest.fixture(scope="module")
def world(words: Vocabulary) -> World:
    return make_world(words.regions, 1)


@pytest.fixture(scope="module")
def documents(world: World) -> list[Document]:
    """The returns of a September and of the third quarter, after two registers of carriers."""
    found = []
    for district in world.districts:
        year = YEAR[district.id]
        quarter = Period.parse(f"{year}Q3")
        number = (year - district.years[0]) * 4 + 2
        found += [carrier_register(world, district, one) for one in (year - 1, district.years[-1])]
        found += [monthly(world, district, Period(quarter.last, quarter.last))]
        found += quarterly(world, district, quarter, number)
    return found


@pytest.fixture(scope="module")
def store(documents: list[Document], project: Project, tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("texts")
    returns = folder / "returns"
    returns.mkdir()
    for document in documents:
        (returns / document.name).write_bytes(encode(document.pages, document.format))
    made = Store(folder / "store")
    result = ingest(project, [returns], made, workers=1)
    # a district's sums stand in both sheets of a workbook
    assert set(made.table("quarantine")["code"]) <= {"same_elsewhere"}
    assert [f.path for f in result.files if f.cells != f.stored + f.quarantined + f.labels] == []
    return made


def _texts_in(documents: list[Document], texts: set[str]) -> list[str]:
    cells = [cell for document in documents for page in document.pages for row in page.rows for cell in row]
    return sorted(cell for cell in cells if cell in texts)


def _written(world: World, district: District, period: Period) -> dict[str, tuple[str, str]]:
    return {town.id: written(world, district, town.id, EVERY, period) for town in district.towns}


def test_each_text_of_a_return_is_stored_for_its_unit_in_its_month_or_quarter(world, documents, store):
    texts = store.table("texts")
    told = sorted(texts["text"])
    assert told == _texts_in(documents, set(told))
    assert set(texts["field"]) == {"reasons", "measures"}
    assert texts["demo"].all()
    assert texts["carrier"].isna().all()
    for district in world.districts:
        towns = {town.id for town in district.towns}
        own = texts[texts["region"].isin(towns)]
        assert set(own["last"]) == {YEAR[district.id] * 100 + 9}
        assert 0 < own["region"].nunique() < len(towns) or district.id in ("330302", "420700"), district.name
    assert texts["region"].isin([town.id for district in world.districts for town in district.towns]).all()


def test_towns_of_dongtou_write_in_september_2023_and_not_all_of_them(world, store):
    texts = store.table("texts")
    dongtou = world.districts[0]
    monthly_ones = texts[texts["region"].str.startswith("330305") & (texts["first"] == 202309)]
    assert 2 <= monthly_ones["region"].nunique() < len(dongtou.towns)


def test_what_a_town_writes_is_of_something_it_is_behind_in_and_shown_in_the_return(world):
    reasons = {reason: cause for cause, pairs in PAIRS.items() for reason, _ in pairs}
    seen: Counter[str] = Counter()
    silent = 0
    for district in world.districts:
        for year in district.years:
            whole = Period.of_year(year)
            for period in (*whole.split("month"), *whole.split("quarter")):
                for town in district.towns:
                    behind = causes(world, district, town.id, period)
                    reason, _ = written(world, district, town.id, EVERY, period)
                    silent += not reason
                    for text in filter(None, reason.split("；")):
                        cause = reasons[text.removeprefix("一是").removeprefix("二是")]
                        assert cause in behind, (district.name, town.label, str(period))
                        seen[cause] += 1
    assert silent > sum(seen.values()) / 2
    assert len(seen) >= 12, seen


def test_a_cause_that_the_return_does_not_show_is_not_written_of(world):
    district = world.districts[0]
    for month in Period.of_year(2023).split("month"):
        for town in district.towns:
            assert written(world, district, town.id, {"tenants"}, month) == ("", "")


def test_a_cause_is_spoken_of_in_the_same_words_within_a_quarter(world):
    reasons = {reason: cause for cause, pairs in PAIRS.items() for reason, _ in pairs}
    district, words, again = world.districts[1], {}, 0
    for month in Period.parse("2023Q2").split("month"):
        for town, (reason, _) in _written(world, district, month).items():
            for text in filter(None, reason.split("；")):
                bare = text.removeprefix("一是").removeprefix("二是")
                place = (town, reasons[bare])
                again += place in words
                assert words.setdefault(place, bare) == bare
    assert again > 3


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(1, 1_000_000))
def test_texts_are_the_same_whenever_they_are_asked_for_and_hold_no_colon(words, seed):
    world = make_world(words.regions, seed, small=True)
    for district in world.districts:
        for period in (Period.parse(f"{district.years[-1]}-09"), Period.parse(f"{district.years[-1]}Q3")):
            texts = _written(world, district, period)
            assert texts == _written(world, district, period)
            assert not any("：" in text or "{" in text for pair in texts.values() for text in pair)


def test_the_note_below_a_monthly_table_names_only_units_of_the_district(world):
    district = next(one for one in world.districts if one.id == "330483")
    notes = []
    for month in Period.of_year(2019).split("month"):
        row = monthly(world, district, month).pages[0].rows[-2]
        notes.append(str(row[0]))
        assert row[0].startswith("说明：")
        named = row[0].removeprefix("说明：").partition("本年累计")[0]
        if "投用面积" in row[0]:
            assert set(named.split("、")) <= {town.label for town in district.towns}
    assert len(set(notes)) > 1


def test_registers_read_back_say_what_a_map_of_the_cluster_shows(store):
    registers = wide(store.table("registers"), "carriers")
    wanted = ["type", "industry", "operator", "services", "policies", "platforms", "address", "signed", "opened"]
    for field in wanted:
        told = registers[field].notna()
        assert told.any(), field
    for field in ("services", "policies", "platforms", "operator"):
        assert registers[field].isna().any(), field
    assert registers["services"].dropna().map(lambda value: isinstance(value, list) and len(value) >= 2).all()
    assert not any("phone" in column or "contact" in column for column in registers)
    assert {"signed", "building", "completed", "in_use"} <= set(registers["status"])
    months = pd.concat([registers[field] for field in ("signed", "completed", "opened")]).dropna()
    assert months.str.fullmatch(r"\d{4}-\d{2}").all()


def test_all_links_of_the_chain_occur_and_one_region_lacks_one(world, store):
    registers = wide(store.table("registers"), "carriers")
    found: dict[str, set[Any]] = {}
    for district in world.districts:
        inside = {district.id, *(town.id for town in district.towns)}
        found[district.id] = set(registers[registers["region"].isin(inside)]["type"])
    assert found.pop("420700") == LINKS - {"park"}
    assert all(links == LINKS for links in found.values()), found


def test_free_and_ready_area_stand_in_the_register_and_the_latter_is_part_of_the_former(store):
    rows = store.select(indicators=["free_lettable_area", "ready_area"])
    december = rows[rows["period"].str.endswith("-12") & rows["carrier"].notna()]
    areas = december.pivot_table(index=["carrier", "period"], columns="indicator", values="value")
    assert len(areas) > 100
    assert (areas["ready_area"] <= areas["free_lettable_area"]).all()
    assert (areas["ready_area"] > 0).all()


def test_a_carrier_that_is_not_open_says_less_the_earlier_it_is_and_has_no_figures(world):
    district = world.districts[0]
    last = district.years[-1]
    rows = carrier_register(world, district, last).pages[0].rows
    at = {heading: HEADINGS.index(heading) for heading in ("载体名称", "状态", "运营机构", "竣工时间")}
    planned = [row for row in rows if "新设" in str(row[0])]
    assert [row[at["状态"]] for row in planned] == ["竣工", "竣工", "在建", "签约"]
    assert [bool(row[at["竣工时间"]]) for row in planned] == [True, True, False, False]
    assert all(value is None for row in planned for value in row[len(HEADINGS) :])
    before = carrier_register(world, district, last - 2).pages[0].rows
    assert [row[at["状态"]] for row in before if "新设" in str(row[0])] == ["在建", "签约"]


def test_headings_of_forms_differ_and_are_all_known(world, words: Vocabulary):
    register = words.registers.get("carriers")
    known = {heading for field in register.fields for heading in (field.zh, *field.aliases)}
    forms = {district.id: [heading_of(district, heading) for heading in HEADINGS] for district in world.districts}
    assert len({tuple(form) for form in forms.values()}) > 2
    for form in forms.values():
        assert set(form[1:]) <= known
        assert form[0] in register.name_aliases


def test_nothing_written_says_where_the_sample_was_made(documents):
    for document in documents:
        text = "".join(str(cell) for page in document.pages for row in page.rows for cell in row if cell)
        assert str(Path.home()) not in text
        assert "演示" in text

"""The published files, read plainly: what they say of themselves must hold without the package's loader."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "data/published"
COLUMNS = ["region", "period", "indicator", "basis", "value", "unit", "qualifier", "source", "note"]
REASONS = {
    "target", "derived_by_source", "one_operator", "one_carrier",
    "no_definite_period", "suspect", "context", "not_a_number",
}  # fmt: skip
ROWS = {
    "csty2017-9-16-incubators": 192,
    "csty2018-9-16-incubators": 160,
    "csty2019-9-14-incubators": 160,
    "csty2023-9-12-incubators": 160,
    "csty2024-9-12-incubators": 160,
    "csty2023-9-14-makerspaces": 192,
    "csty2024-9-14-makerspaces": 192,
    "national-series": 105,
    "evaluation-grades": 66,
    "cities-and-districts": 191,
}
YEARBOOKS = [name for name in ROWS if name.startswith("csty")]
PERIOD = re.compile(r"\d{4}(H[12]|Q[1-4]|-(0[1-9]|1[0-2])(\.\.\d{4}-(0[1-9]|1[0-2]))?)?")
Row = dict[str, str]


def load(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def load_yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


TABLES = {path.stem: load(path) for path in sorted(FOLDER.glob("*.csv")) if path.name != "not_observations.csv"}
CARDS = {name: load_yaml(FOLDER / f"{name}.source.yml") for name in TABLES}
LEFT_OUT = load(FOLDER / "not_observations.csv")
INDICATORS = {entry["id"]: entry for entry in load_yaml(ROOT / "data/vocabulary/indicators.yml")["indicators"]}
UNITS = {entry["id"]: entry for entry in load_yaml(ROOT / "data/vocabulary/units.yml")["units"]}
REGIONS = {row["id"] for row in load(ROOT / "data/vocabulary/regions.csv")}
CLASSES = [entry["class"] for entry in load_yaml(ROOT / "data/vocabulary/sources.yml")["classes"]]
EVERY_TABLE = pytest.mark.parametrize("name", sorted(TABLES))


def value(name: str, region: str, indicator: str, period: str, source: str = "") -> str:
    found = [
        row["value"]
        for row in TABLES[name]
        if (row["region"], row["indicator"], row["period"]) == (region, indicator, period)
        and row["source"].startswith(source)
    ]
    assert len(found) == 1, found
    return found[0]


def test_the_files_hold_as_many_rows_as_were_transcribed() -> None:
    assert {name: len(rows) for name, rows in TABLES.items() if name in ROWS} == ROWS
    assert len(LEFT_OUT) == 176


@EVERY_TABLE
def test_the_columns_are_the_agreed_ones(name: str) -> None:
    assert list(TABLES[name][0]) == COLUMNS


@EVERY_TABLE
def test_every_indicator_and_unit_is_known_and_they_fit_each_other(name: str) -> None:
    for row in TABLES[name]:
        canonical = UNITS[INDICATORS[row["indicator"]]["unit"]]
        assert UNITS[row["unit"]]["dimension"] == canonical["dimension"], row


@EVERY_TABLE
def test_every_region_is_known(name: str) -> None:
    assert {row["region"] for row in TABLES[name]} <= REGIONS


@EVERY_TABLE
def test_every_value_is_plausible_in_the_canonical_unit(name: str) -> None:
    for row in TABLES[name]:
        if row["value"]:
            indicator = INDICATORS[row["indicator"]]
            factor = Decimal(UNITS[row["unit"]]["factor"]) / Decimal(UNITS[indicator["unit"]]["factor"])
            low, high = indicator["range"]
            assert low <= Decimal(row["value"]) * factor <= high, row


@EVERY_TABLE
def test_an_empty_value_is_a_blank_and_nothing_else_is(name: str) -> None:
    for row in TABLES[name]:
        assert row["qualifier"] in {"exact", "about", "over", "under", "blank"}
        assert (row["value"] == "") == (row["qualifier"] == "blank"), row


@EVERY_TABLE
def test_every_qualified_number_keeps_what_was_printed(name: str) -> None:
    for row in TABLES[name]:
        if row["qualifier"] in {"about", "over", "under"}:
            assert "printed" in row["note"] or "rounded" in row["note"], row


@EVERY_TABLE
def test_periods_are_in_the_notation_and_flows_since_january_begin_in_january(name: str) -> None:
    for row in TABLES[name]:
        assert PERIOD.fullmatch(row["period"]), row
        if row["basis"] == "ytd":
            assert re.fullmatch(r"(\d{4})-01\.\.\1-\d\d", row["period"]), row
        if row["basis"] == "stock":
            assert ".." not in row["period"], row


@EVERY_TABLE
def test_every_source_is_in_its_card_with_a_ranked_class(name: str) -> None:
    sources = CARDS[name]["sources"]
    assert {row["source"] for row in TABLES[name]} <= sources.keys()
    for key, source in sources.items():
        assert re.fullmatch(r"[a-z0-9-]+", key)
        assert source["class"] in CLASSES
        assert source["title"]
        assert source["producer"]


def test_a_source_key_stands_in_one_card_only() -> None:
    keys = Counter(key for card in CARDS.values() for key in card["sources"])
    assert [key for key, times in keys.items() if times > 1] == []


@EVERY_TABLE
def test_no_key_stands_twice(name: str) -> None:
    keys = Counter(tuple(row[c] for c in ("region", "indicator", "period", "basis", "source")) for row in TABLES[name])
    assert [key for key, times in keys.items() if times > 1] == []


@EVERY_TABLE
def test_no_target_of_a_plan_is_among_the_observations(name: str) -> None:
    for row in TABLES[name]:
        text = " ".join(row.values())
        assert "TARGET" not in text
        assert "SUSPECT" not in text


def test_what_is_no_observation_has_a_reason_from_the_list_and_a_source_in_a_card() -> None:
    for row in LEFT_OUT:
        assert row["reason"] in REASONS, row
        assert row["source"] in CARDS[row["file"].removesuffix(".csv")]["sources"], row
    assert {row["reason"] for row in LEFT_OUT} == REASONS


@pytest.mark.parametrize("name", YEARBOOKS)
def test_a_yearbook_table_has_the_nation_and_31_provinces_in_every_column(name: str) -> None:
    regions = defaultdict(set)
    for row in TABLES[name]:
        regions[row["indicator"]].add(row["region"])
    for found in regions.values():
        assert len(found) == 32
        assert "000000" in found


@pytest.mark.parametrize("name", YEARBOOKS)
def test_provinces_add_up_to_the_nation_as_the_card_declares(name: str) -> None:
    (check,) = CARDS[name]["checks"]
    assert check["kind"] == "parts_add_up"
    rows = [row for row in TABLES[name] if row["value"]]
    for indicator in {row["indicator"] for row in rows}:
        column = [row for row in rows if row["indicator"] == indicator]
        unit = column[0]["unit"]
        tolerance = check["tolerance"].get(unit, check["tolerance"].get(UNITS[unit]["dimension"]))
        whole = sum(Decimal(row["value"]) for row in column if row["region"] == check["whole"])
        parts = sum(Decimal(row["value"]) for row in column if row["region"] != check["whole"])
        assert abs(whole - parts) <= tolerance, (name, indicator, whole, parts)


def test_blanks_of_the_yearbooks_are_tibets_venture_capital_of_2016_and_2018_only() -> None:
    blanks = [
        (row["region"], row["period"], row["indicator"]) for rows in TABLES.values() for row in rows if not row["value"]
    ]
    assert blanks == [("540000", "2016", "venture_capital"), ("540000", "2018", "venture_capital")]


def test_the_impossible_pair_of_tibet_2016_is_kept_as_printed_with_a_note() -> None:
    rows = {
        row["indicator"]: row
        for row in TABLES["csty2017-9-16-incubators"]
        if row["region"] == "540000" and row["indicator"] in {"tenants", "resident_firms"}
    }
    assert (rows["tenants"]["value"], rows["resident_firms"]["value"]) == ("12", "11")
    assert all("as printed" in row["note"] for row in rows.values())


def test_venture_capital_and_financing_never_stand_in_one_table() -> None:
    for name in YEARBOOKS:
        found = {row["indicator"] for row in TABLES[name]}
        assert not {"venture_capital", "financing"} <= found


@pytest.mark.parametrize(
    ("name", "region", "indicator", "period", "expected"),
    [
        ("csty2024-9-12-incubators", "330000", "incubators", "2023", "652"),
        ("csty2024-9-12-incubators", "330000", "tenants", "2023", "22842"),
        ("csty2024-9-12-incubators", "000000", "financing", "2023", "10771133"),
        ("csty2023-9-12-incubators", "320000", "incubators", "2022", "1150"),
        ("csty2019-9-14-incubators", "320000", "incubators", "2018", "695"),
        ("csty2018-9-16-incubators", "350000", "incubators", "2017", "115"),
        ("csty2017-9-16-incubators", "110000", "venture_capital", "2016", "7023222.13"),
        ("csty2017-9-16-incubators", "000000", "tenant_rd", "2016", "41477144.91"),
        ("csty2024-9-14-makerspaces", "650000", "makerspace_fiscal_subsidy", "2023", "2685.76"),
        ("csty2023-9-14-makerspaces", "000000", "makerspaces", "2022", "9409"),
        ("cities-and-districts", "330300", "new_carrier_area", "2023-01..2023-09", "200"),
        ("cities-and-districts", "320000", "incubators", "2018-12", "720"),
        ("cities-and-districts", "420703400", "carrier_tenants", "2024-07", "200"),
        ("cities-and-districts", "371000", "tech_sme_incubated", "2022Q1", "163"),
        ("national-series", "000000", "new_incubators", "2014-01..2016-12", "1787"),
        ("national-series", "yangtze-delta", "incubators_and_makerspaces", "2018", "2601"),
        ("evaluation-grades", "000000", "grade_a_national_incubators", "2019", "235"),
    ],
)
def test_single_figures_are_as_printed(name: str, region: str, indicator: str, period: str, expected: str) -> None:
    assert value(name, region, indicator, period) == expected


def test_the_grades_of_a_year_add_up_to_the_number_evaluated() -> None:
    for period in ("2017", "2019"):
        grades = [value("evaluation-grades", "000000", f"grade_{g}_national_incubators", period) for g in "abcd"]
        evaluated = value("evaluation-grades", "000000", "evaluated_national_incubators", period)
        assert sum(map(int, grades)) == int(evaluated)

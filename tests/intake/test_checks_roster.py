"""What a roster of firms says of itself."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.intake.checks.codes import code_fault, credit_check
from incuanalysis.intake.checks.financing import check_financing, financing_counts
from incuanalysis.intake.checks.limits import Limits
from incuanalysis.intake.checks.roster import check_roster
from incuanalysis.vocabulary.periods import Month, Period
from incuanalysis.vocabulary.words import Vocabulary

ON = Month(2024, 6)
CODE = "91350100M000100Y43"
OTHER_CODE = "9135010000000000" + "A" + credit_check("9135010000000000A")
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.fixture(scope="module")
def limits(tmp_path_factory: pytest.TempPathFactory, words: Vocabulary) -> Limits:
    entry = """
  - {{id: {id}, kind: {kind}, months: {months}, carriers: [incubator], technologies: [{technologies}], region: "000000",
     valid_from: 2018-12, valid_to: null, use: true, document: 测试办法, source: made for the test}}
"""
    path: Path = tmp_path_factory.mktemp("limits") / "limits.yml"
    entries = [
        entry.format(id="stay", kind="stay", months=48, technologies=""),
        entry.format(id="long", kind="stay", months=60, technologies="生物医药"),
        entry.format(id="age", kind="age_at_entry", months=24, technologies=""),
    ]
    path.write_text("limits:" + "".join(entries), encoding="utf-8")
    return Limits.read(path, words.regions)


def roster(*firms: dict[str, Any]) -> pd.DataFrame:
    """Make a roster; the fields of the first firm stand in row 1, column by column."""
    rows = []
    for number, firm in enumerate(firms):
        fields = {"carrier": "鹿城孵化器", **firm}
        cells = {field: f"{chr(66 + place)}{number + 1}" for place, field in enumerate(fields)}
        rows.append(
            {"name": f"企业{number}", "region": "330302", "file": "名册.xls", "sheet": "名册", "cells": cells} | fields
        )
    return pd.DataFrame(rows)


def told(*firms: dict[str, Any], limits: Limits, types: dict[str, str] | None = None) -> list[str]:
    found = check_roster(roster(*firms), ON, limits, types)
    for one in found:
        assert "{" not in one.finding.text() + one.finding.text("en")
        # Nothing of a roster's names or codes may reach a message.
        assert "企业0" not in str(one.finding.facts)
        assert CODE not in str(one.finding.facts)
    return [one.finding.code for one in found]


def test_a_roster_in_order_is_left_alone(limits: Limits) -> None:
    firm = {"credit_code": CODE, "founded": "2021-01-05", "entered": "2021-09-01", "state": "tenant"}
    assert told(firm, limits=limits) == []


@pytest.mark.parametrize(
    ("entered", "more", "expected"),
    [
        ("2020-06-30", {}, []),
        ("2020-05-31", {}, ["roster_stay_over"]),
        ("2020-05", {}, ["roster_stay_over"]),
        ("2020", {}, []),
        ("2019", {}, ["roster_stay_over"]),
        ("2020-05", {"technology": "生物医药"}, []),
        ("2019-05", {"technology": "生物医药"}, ["roster_stay_over"]),
        ("2019-05", {"state": "graduate"}, []),
        ("2019-05", {"state": None, "graduated": "2023-01"}, []),
        ("2019-05", {"state": None}, ["roster_stay_over"]),
    ],
)
def test_a_tenant_past_the_limit_is_told(
    limits: Limits, entered: str, more: dict[str, Any], expected: list[str]
) -> None:
    assert told({"entered": entered, "state": "tenant"} | more, limits=limits) == expected


def test_a_stay_says_how_long_and_by_which_document(limits: Limits) -> None:
    [one] = check_roster(roster({"state": "tenant", "entered": "2019-06-01"}), ON, limits)
    assert one.finding.cell == "D1"
    assert "60个月" in one.finding.text()
    assert "测试办法" in one.finding.text()
    assert "鹿城孵化器" in one.finding.text()


def test_a_firm_too_old_at_entry_is_told(limits: Limits) -> None:
    assert told({"founded": "2020-01", "entered": "2022-02", "state": "tenant"}, limits=limits) == ["roster_too_old"]
    assert told({"founded": "2020-01", "entered": "2022-01", "state": "tenant"}, limits=limits) == []
    assert told({"founded": "2020", "entered": "2022-12", "state": "tenant"}, limits=limits) == []


def test_tenants_without_an_applicable_limit_are_counted_once_a_file(limits: Limits) -> None:
    firms = [{"carrier": "鹿城众创空间", "entered": "2015-01", "state": "tenant"}] * 3
    found = check_roster(roster(*({"name": f"n{i}", **firm} for i, firm in enumerate(firms))), ON, limits)
    assert [(one.finding.code, one.finding.facts["count"]) for one in found] == [("roster_no_limit", "3")]
    types = {"鹿城众创空间": "incubator"}
    assert told(firms[0], limits=limits, types=types) == ["roster_stay_over"]


def test_a_tenant_that_has_graduated_is_told(limits: Limits) -> None:
    assert told({"state": "tenant", "graduated": "2023-05-01"}, limits=limits) == ["roster_two_states"]
    assert told({"state": "tenant", "is_graduate": True}, limits=limits) == ["roster_two_states"]
    assert told({"state": "tenant", "is_graduate": False}, limits=limits) == []


def test_a_firm_in_two_rows_as_tenant_and_graduate_is_told(limits: Limits) -> None:
    rows = [{"credit_code": CODE, "state": "tenant"}, {"credit_code": CODE, "state": "graduate"}]
    assert told(*rows, limits=limits) == ["roster_two_states"]
    assert told(rows[0], {"credit_code": OTHER_CODE, "state": "graduate"}, limits=limits) == []


def test_a_firm_that_is_a_tenant_of_two_carriers_is_told(limits: Limits) -> None:
    one = {"credit_code": CODE, "state": "tenant", "carrier": "甲孵化器"}
    two = {"credit_code": f" {CODE.lower()}", "state": "tenant", "carrier": "乙孵化器"}
    [found] = check_roster(roster(one, two), ON, limits)
    assert found.finding.code == "roster_two_carriers"
    assert found.finding.facts["other_carrier"] == "甲孵化器"
    assert told(one, {**two, "state": "left"}, limits=limits) == []
    assert told(one, {**two, "carrier": "甲 孵化器"}, limits=limits) == []
    by_name = {"name": "演示甲", "state": "tenant", "carrier": "丙孵化器"}
    assert told({**one, "name": "演示 甲"}, by_name, limits=limits) == ["roster_two_carriers"]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"founded": "2021-05-01", "entered": "2021-04-30"}, ["roster_dates"]),
        ({"founded": "2021-05-20", "entered": "2021-05"}, []),
        ({"entered": "2022-01", "graduated": "2021-12", "state": "graduate"}, ["roster_dates"]),
        ({"founded": "2022-01", "graduated": "2021-12", "state": "graduate"}, ["roster_dates"]),
        ({"graduated": "2023-01", "left": "2022-12", "state": "left"}, []),
        ({"entered": "2024-07"}, ["roster_future"]),
        ({"entered": "去年"}, []),
    ],
)
def test_dates_out_of_order_are_told(limits: Limits, dates: dict[str, str], expected: list[str]) -> None:
    assert told(dates, limits=limits) == expected


@pytest.mark.parametrize("code", [CODE, "D2143569-X", CODE.lower()])
def test_right_codes_pass(code: str) -> None:
    assert code_fault(code) is None


@pytest.mark.parametrize("code", [CODE[:-1] + "4", CODE[:-1], "9135O100M000100Y43", "330302000012345", "无"])
def test_wrong_codes_are_told(limits: Limits, code: str) -> None:
    assert told({"credit_code": code, "state": "left"}, limits=limits) == ["roster_credit_code"]


@given(first=st.text(ALPHABET, min_size=17, max_size=17), place=st.integers(0, 16), other=st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(first: str, place: int, other: str) -> None:
    code = first + credit_check(first)
    assert code_fault(code) is None
    changed = code[:place] + other + code[place + 1 :]
    assert (code_fault(changed) is None) == (changed == code)


def cases() -> pd.DataFrame:
    return roster(
        {"credit_code": CODE, "financed_on": "2024-02-01", "financed": 300.0, "round": "A"},
        {"credit_code": CODE, "financed_on": "2024-05", "financed": 500.0, "round": "B"},
        {"credit_code": CODE, "financed_on": "2024-05", "financed": 500.0, "round": "B"},
        {"name": "演示乙", "financed_on": "2024-06-30", "financed": 100.0, "carrier": "乙孵化器"},
        {"name": "演示丙", "financed_on": "2023-12-31", "financed": 900.0},
        {"name": "演示丁"},
    )


def test_a_firm_financed_twice_is_one_firm_and_two_cases() -> None:
    counts = financing_counts(cases(), Period.parse("2024H1"))
    found = {
        (None if pd.isna(row.carrier) else row.carrier): (row.firms, row.cases, row.amount)
        for row in counts.itertuples()
    }
    assert found == {None: (2, 3, 900.0), "鹿城孵化器": (1, 2, 800.0), "乙孵化器": (1, 1, 100.0)}
    assert financing_counts(cases(), Period.parse("2022")).empty


@pytest.mark.parametrize(
    ("indicator", "value", "carrier", "expected"),
    [
        ("firms_financed", 2.0, None, None),
        ("firms_financed", 3.0, None, "2"),
        ("financing_events", 3.0, None, None),
        ("financing_events", 2.0, None, "3"),
        ("firms_financed", 2.0, "c1", "1"),
        ("firms_financed", 1.0, "c1", None),
        ("firms_financed", 9.0, "c9", None),
        ("firms_financed", None, None, None),
    ],
)
def test_reported_numbers_are_compared_with_the_roster(
    words: Vocabulary, indicator: str, value: float | None, carrier: str | None, expected: str | None
) -> None:
    reported = pd.DataFrame(
        [
            {
                "region": "330302",
                "carrier": carrier,
                "indicator": indicator,
                "first": 202401,
                "last": 202406,
                "basis": "ytd",
                "value": value,
                "file": "季报.xls",
                "sheet": "表1",
                "cell": "C5",
            }
        ]
    )
    found = check_financing(cases(), reported, words, {"鹿城孵化器": "c1"})
    assert [one.finding.facts["counted"] for one in found] == ([] if expected is None else [expected])
    for one in found:
        assert one.finding.code == "roster_differs"
        assert "{" not in one.finding.text() + one.finding.text("en")


@pytest.mark.parametrize(
    ("first", "last", "received", "expected"),
    [
        (202401, 202406, None, 1),
        (202401, 202406, "2024-07-05", 1),
        (202401, 202406, "2024-06-30", 0),  # the period was not over
        (202312, 202312, "2024-07-05", 0),  # firms that have gone since are not in the roster
    ],
)
def test_a_roster_is_compared_only_where_it_can_be_complete(
    words: Vocabulary, first: int, last: int, received: str | None, expected: int
) -> None:
    row = {"region": "330302", "carrier": None, "indicator": "firms_financed", "first": first, "last": last}
    reported = pd.DataFrame([row | {"basis": "period", "value": 7.0, "file": "季报.xls", "sheet": None, "cell": "C5"}])
    day = dt.date.fromisoformat(received) if received else None
    assert len(check_financing(cases(), reported, words, received=day)) == expected

"""Standards: each condition on both sides of its number, groups, judgements, readiness and recognition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError, DamagedFileError, UnknownNameError
from incuanalysis.evaluation.standards import (
    assess,
    carrier_facts,
    facts_of,
    next_level,
    open_standards,
    read_standard,
    readiness,
    recognitions,
    summarise,
)
from incuanalysis.evaluation.standards.read import open_facts, read_facts

ON = dt.date(2024, 3, 31)
BOOK = open_facts()
STANDARDS = open_standards()

GENERAL = {
    "operating_years": 3, "statistics_years": 2, "own_area": 10000, "tenant_area": 7500, "fund_size": 500,
    "funded_tenants": 5, "fund_cases": 3, "service_staff": 10, "professional_staff": 8, "mentors": 5, "patent_tenants": 25,
    "ip_tenants": 0, "tenants": 50, "graduates_cumulative": 20,
}  # fmt: skip
SPECIALISED = GENERAL | {
    "tenants": 30, "graduates_cumulative": 15, "funded_tenants": 3, "mentors": 3, "field_tenants": 23,
    "technical_platforms": 1, "patent_tenants": 15,
}  # fmt: skip
MAKERSPACE = {
    "operating_years": 1.5, "makerspace_area": 500, "makerspace_workstations": 0, "desk_and_public_area": 375,
    "makerspace_served": 20, "makerspace_new_firms": 10, "makerspace_financed": 0, "typical_cases": 3,
    "makerspace_staff": 3, "mentors": 3, "service_events": 10, "torch_statistics": 1,
}  # fmt: skip
BENCHMARK = {
    "level_rank": 2, "passed_last_assessment": 1, "national_makerspace": 0, "torch_statistics": 0, "smes_cumulative": 50,
    "hnte_fostered": 0, "fund_size": 5000, "equity_funded_tenants": 5, "tenants": 50,
}  # fmt: skip
# item of the ten → the facts just at the threshold
TEN = {
    "revenue": {"resident_revenue_2y": 50000}, "tax": {"resident_tax_2y": 6000}, "financed": {"firms_financed_10m": 4},
    "awards": {"award_firms": 2}, "contests": {"contest_firms": 20, "contest_winners": 2},
    "ip": {"patent_tenants": 25, "ip_tenants": 0}, "rd": {"resident_rd_intensity": 3, "tenant_rd_intensity": 0},
    "headquarters": {"headquarters": 2}, "unicorns": {"unicorns": 2}, "gazelles": {"gazelles": 3},
}  # fmt: skip


def _facts(values: Mapping[str, object], carrier: str = "a", month: str = "2023-12") -> pd.DataFrame:
    return pd.DataFrame(
        [[carrier, f, v, month] for f, v in values.items()], columns=["carrier", "fact", "value", "month"]
    )


def _run(standard: str, values: Mapping[str, object], *, hardship: bool = False) -> pd.DataFrame:
    carriers = pd.DataFrame([{"carrier": "a", "hardship": hardship}])
    return assess(STANDARDS[standard], carriers, _facts(values), None, ON, BOOK).set_index("condition")


@pytest.mark.parametrize(
    ("standard", "values"),
    [
        ("national_general_2018", GENERAL),
        ("national_specialised_2018", SPECIALISED),
        ("national_makerspace", MAKERSPACE),
    ],
)
def test_whoever_is_exactly_at_every_threshold_meets_the_standard(standard: str, values: dict[str, float]) -> None:
    rows = _run(standard, values)
    top = rows[rows["parent"] == ""]
    # 50 tenants on 10,000 m² are five on every 1,000, more than three; all others are exactly at the limit
    assert top["holds"].all(), top[~top["holds"]]["text_zh"].to_list()


@pytest.mark.parametrize(
    ("standard", "values", "fact", "below", "condition"),
    [
        ("national_general_2018", GENERAL, "operating_years", 35 / 12, "operation"),
        ("national_general_2018", GENERAL, "statistics_years", 1, "statistics"),
        ("national_general_2018", GENERAL, "own_area", 9999.99, "area"),
        ("national_general_2018", GENERAL, "tenant_area", 7499.99, "tenant_area_share"),
        ("national_general_2018", GENERAL, "fund_size", 499.99, "fund"),
        ("national_general_2018", GENERAL, "funded_tenants", 4, "funded_share"),
        ("national_general_2018", GENERAL, "fund_cases", 2, "fund_cases"),
        ("national_general_2018", GENERAL, "professional_staff", 7, "professional_share"),
        ("national_general_2018", GENERAL, "professional_staff", 4, "professional_per_tenants"),
        ("national_general_2018", GENERAL, "mentors", 4, "mentors_per_tenants"),
        ("national_general_2018", GENERAL, "patent_tenants", 24, "ip"),
        ("national_general_2018", GENERAL, "tenants", 49, "tenants"),
        ("national_general_2018", GENERAL | {"own_area": 17000}, "tenants", 50, "tenant_density"),
        ("national_general_2018", GENERAL, "graduates_cumulative", 19, "graduates"),
        ("national_specialised_2018", SPECIALISED, "tenants", 29, "tenants"),
        ("national_specialised_2018", SPECIALISED | {"own_area": 15001}, "tenants", 30, "tenant_density"),
        ("national_specialised_2018", SPECIALISED, "graduates_cumulative", 14, "graduates"),
        ("national_specialised_2018", SPECIALISED, "field_tenants", 22, "one_field"),
        ("national_specialised_2018", SPECIALISED, "technical_platforms", 0, "platform"),
        ("national_makerspace", MAKERSPACE, "operating_years", 17 / 12, "operation"),
        ("national_makerspace", MAKERSPACE, "makerspace_area", 499, "site"),
        ("national_makerspace", MAKERSPACE, "desk_and_public_area", 374, "desk_share"),
        ("national_makerspace", MAKERSPACE, "makerspace_served", 19, "served"),
        ("national_makerspace", MAKERSPACE, "makerspace_new_firms", 9, "results"),
        ("national_makerspace", MAKERSPACE, "typical_cases", 2, "cases"),
        ("national_makerspace", MAKERSPACE, "makerspace_staff", 2, "staff"),
        ("national_makerspace", MAKERSPACE, "mentors", 2, "mentors"),
        ("national_makerspace", MAKERSPACE, "service_events", 9, "events"),
        ("national_makerspace", MAKERSPACE, "torch_statistics", 0, "statistics"),
    ],
)
def test_whoever_is_just_below_a_threshold_fails_it(
    standard: str, values: dict[str, float], fact: str, below: float, condition: str
) -> None:
    row = _run(standard, values | {fact: below}).loc[condition]
    assert row["state"] == "failed"
    assert row["text_zh"].startswith(("否", "2项")) or "还差" in row["text_zh"]


def test_the_other_arm_of_an_alternative_is_enough() -> None:
    assert _run("national_general_2018", GENERAL | {"patent_tenants": 0, "ip_tenants": 15}).loc["ip", "state"] == "met"
    assert _run("national_makerspace", MAKERSPACE | {"makerspace_area": 100, "makerspace_workstations": 30}).loc[
        "site", "holds"
    ]
    assert _run("national_makerspace", MAKERSPACE | {"makerspace_new_firms": 0, "makerspace_financed": 5}).loc[
        "results", "holds"
    ]


@pytest.mark.parametrize(
    ("fact", "enough", "below", "condition"),
    [
        ("own_area", 8000, 7999, "area"),
        ("fund_size", 400, 399, "fund"),
        ("graduates_cumulative", 16, 15, "graduates"),
        ("patent_tenants", 20, 19, "ip"),
    ],
)
def test_in_hardship_regions_the_eased_numbers_are_a_fifth_lower(
    fact: str, enough: float, below: float, condition: str
) -> None:
    assert _run("national_general_2018", GENERAL | {fact: enough}, hardship=True).loc[condition, "holds"]
    assert not _run("national_general_2018", GENERAL | {fact: below}, hardship=True).loc[condition, "holds"]
    assert not _run("national_general_2018", GENERAL | {fact: enough}).loc[condition, "holds"]


def test_what_is_missing_is_told_in_units() -> None:
    rows = _run("national_general_2018", GENERAL | {"tenants": 47, "professional_staff": 7, "own_area": 9500})
    assert rows.loc["tenants", "text_zh"] == "47家，要求不少于50家，还差3家"
    assert rows.loc["area", "text_zh"].endswith("还差500平方米")
    assert rows.loc["professional_share", "text_zh"] == "占比70%，要求不低于80%，还差1人"
    assert rows.loc["tenants", "gap"] == 3


@pytest.mark.parametrize("standard", ["wenzhou_municipal_general_2018", "wenzhou_municipal_specialised_2018"])
def test_wenzhou_asks_two_thirds_of_the_area_exactly(standard: str) -> None:
    values = {"own_area": 6000, "tenant_area": 4000}
    assert _run(standard, values).loc["tenant_area_share", "holds"]
    assert not _run(standard, values | {"tenant_area": 3999.99}).loc["tenant_area_share", "holds"]


@pytest.mark.parametrize(
    ("standard", "area", "tenants"),
    [("wenzhou_municipal_general_2018", 5000, 30), ("wenzhou_municipal_specialised_2018", 3000, 20)],
)
def test_the_numbers_of_wenzhou_hold_and_what_was_not_seen_is_unknown(standard: str, area: int, tenants: int) -> None:
    values = {
        "own_area": area, "tenant_area": area, "tenants": tenants, "operating_years": 1, "own_premises": 0, "lease_years": 5
    }  # fmt: skip
    rows = _run(standard, values)
    assert rows.loc[["area", "tenants", "operation", "premises"], "holds"].all()
    assert set(rows.loc[["graduates", "fund"], "text_zh"]) == {"未见公开条件"}
    short = _run(standard, values | {"own_area": area - 1, "tenants": tenants - 1, "lease_years": 4})
    assert not short.loc[["area", "tenants", "premises"], "holds"].any()


@pytest.mark.parametrize("item", TEN)
def test_each_of_the_ten_of_qingdao_holds_at_its_threshold_and_fails_below(item: str) -> None:
    assert _run("qingdao_benchmark_leading_2022", BENCHMARK | TEN[item]).loc[item, "holds"]
    for fact, value in TEN[item].items():
        if value:
            below = _run("qingdao_benchmark_leading_2022", BENCHMARK | TEN[item] | {fact: value - 1})
            assert below.loc[item, "state"] == "failed"


def test_any_five_of_ten_are_enough_and_four_are_not() -> None:
    zero = {fact: 0 for facts in TEN.values() for fact in facts}
    four = zero | {f: v for item in list(TEN)[:4] for f, v in TEN[item].items()}
    assert _run("qingdao_benchmark_leading_2022", BENCHMARK | four).loc["results", "text_zh"].endswith("还差1项")
    for item in list(TEN)[4:]:
        assert _run("qingdao_benchmark_leading_2022", BENCHMARK | four | TEN[item]).loc["results", "holds"]


def test_five_of_ten_can_be_told_while_others_lack_data_and_stay_open_otherwise() -> None:
    five = {f: v for item in list(TEN)[:5] for f, v in TEN[item].items()}
    assert _run("qingdao_benchmark_leading_2022", BENCHMARK | five).loc["results", "state"] == "met"
    four = {f: v for item in list(TEN)[:4] for f, v in TEN[item].items()}
    assert _run("qingdao_benchmark_leading_2022", BENCHMARK | four).loc["results", "state"] == "no_data"


@pytest.mark.parametrize(
    ("change", "condition"),
    [
        ({"level_rank": 1}, "status"),
        ({"passed_last_assessment": 0}, "status"),
        ({"smes_cumulative": 49, "hnte_fostered": 9}, "fostered"),
        ({"fund_size": 4999}, "fund"),
        ({"equity_funded_tenants": 4}, "equity"),
    ],
)
def test_the_basic_conditions_of_qingdao_fail_below(change: dict[str, float], condition: str) -> None:
    assert _run("qingdao_benchmark_leading_2022", BENCHMARK).loc[condition, "holds"]
    assert _run("qingdao_benchmark_leading_2022", BENCHMARK | change).loc[condition, "state"] == "failed"


def test_the_growing_class_of_qingdao_has_lower_numbers_and_an_unseen_list() -> None:
    rows = _run("qingdao_benchmark_growing_2022", BENCHMARK | {"fund_size": 1000, "equity_funded_tenants": 3})
    assert rows.loc[["fund", "equity"], "holds"].all()
    assert rows.loc["results", "state"] == "unknown"


def test_a_fact_without_data_is_named_and_one_that_is_too_old_is_told_with_its_month() -> None:
    values = {fact: value for fact, value in GENERAL.items() if fact != "mentors"}
    assert _run("national_general_2018", values).loc["mentors_per_tenants", "text_zh"] == "缺少“创业导师”数据"
    old = assess(
        STANDARDS["national_general_2018"],
        pd.DataFrame({"carrier": ["a"]}),
        _facts(GENERAL, month="2022-12"),
        None,
        ON,
        BOOK,
    )
    row = old.set_index("condition").loc["tenants"]
    assert (row["state"], row["month"]) == ("no_data", "2022-12")
    assert old.set_index("condition").loc["operation", "state"] == "met"


def test_a_share_of_nothing_is_no_share() -> None:
    rows = _run("national_general_2018", GENERAL | {"tenants": 0, "funded_tenants": 0})
    assert rows.loc["funded_share", "state"] == "no_data"


def _judgement(**change: object) -> pd.DataFrame:
    row: dict[str, object] = {
        "carrier": "a", "standard": "dongtou_seven_ones", "condition": "environment", "holds": True, "on": "2024-01-05",
        "by": "评审组", "document": "纪要3号",
    }  # fmt: skip
    return pd.DataFrame([row | change])


def test_a_reviewers_judgement_is_told_with_date_and_document_and_counts_from_its_day() -> None:
    standard, carriers = STANDARDS["dongtou_seven_ones"], pd.DataFrame({"carrier": ["a"]})
    rows = assess(standard, carriers, _facts({}), _judgement(), ON, BOOK).set_index("condition")
    assert rows.loc["environment", "text_zh"] == "评审认定符合（2024-01-05，纪要3号）"
    assert bool(rows.loc["environment", "holds"])
    before = assess(standard, carriers, _facts({}), _judgement(), dt.date(2024, 1, 4), BOOK).set_index("condition")
    assert pd.isna(before.loc["environment", "holds"])


def test_a_judgement_fills_missing_data_but_does_not_overrule_data() -> None:
    standard, carriers = STANDARDS["dongtou_seven_ones"], pd.DataFrame({"carrier": ["a"]})
    said = _judgement(condition="space", holds=True)
    assert (
        assess(standard, carriers, _facts({}), said, ON, BOOK).set_index("condition").loc["space", "state"] == "judged"
    )
    rows = assess(standard, carriers, _facts({"carrier_area": 100}), said, ON, BOOK).set_index("condition")
    assert rows.loc["space", "state"] == "failed"


@pytest.mark.parametrize("column", ["on", "by", "document"])
def test_a_judgement_without_date_person_or_document_is_refused(column: str) -> None:
    with pytest.raises(BadInputError, match=column):
        assess(
            STANDARDS["dongtou_seven_ones"],
            pd.DataFrame({"carrier": ["a"]}),
            _facts({}),
            _judgement(**{column: ""}),
            ON,
            BOOK,
        )


def test_the_seven_ones_are_marked_as_ours() -> None:
    rows = _run("dongtou_seven_ones", {})
    assert len(rows) == 7
    assert not rows["stated"].any()


def test_contradicting_and_unknown_facts_are_refused() -> None:
    twice = pd.concat([_facts({"tenants": 5}), _facts({"tenants": 6})])
    with pytest.raises(BadInputError, match="two values"):
        assess(STANDARDS["national_general_2018"], pd.DataFrame({"carrier": ["a"]}), twice, None, ON, BOOK)
    with pytest.raises(UnknownNameError, match="tenant"):
        _run("national_general_2018", {"tenantz": 1})
    with pytest.raises(BadInputError, match="number"):
        _run("national_general_2018", {"tenants": "很多"})


def test_readiness_takes_type_focus_region_and_date_into_account() -> None:
    carriers = pd.DataFrame(
        [
            {"carrier": "a", "type": "incubator", "focus": "specialised", "region": "330305", "level": "municipal"},
            {"carrier": "b", "type": "makerspace", "focus": None, "region": "370211", "level": "none"},
        ]
    )
    rows = readiness(STANDARDS, carriers, _facts({}), None, ON, BOOK)
    by = rows.groupby("carrier")["standard"].agg(set).to_dict()
    assert by["a"] == {
        "national_specialised_2018", "wenzhou_municipal_specialised_2018", "zhejiang_provincial_2021", "dongtou_seven_ones"
    }  # fmt: skip
    assert by["b"] == {"national_makerspace", "qingdao_benchmark_leading_2022", "qingdao_benchmark_growing_2022"}
    later = readiness(STANDARDS, carriers, _facts({}), None, dt.date(2025, 7, 1), BOOK)
    assert "national_standard_2025" in set(later["standard"])


def test_the_next_level_without_a_standard_says_that_none_was_seen() -> None:
    carriers = pd.DataFrame(
        [
            {"carrier": "a", "type": "incubator", "focus": "general", "region": "420704", "level": "municipal"},
            {"carrier": "n", "type": "incubator", "focus": "general", "region": "420704", "level": "national"},
            {"carrier": "p", "type": "incubator", "focus": "general", "region": "420704", "level": "provincial"},
        ]
    )
    facts = pd.concat([_facts(GENERAL | {"tenants": 49}, carrier) for carrier in "anp"])
    summary = summarise(readiness(STANDARDS, carriers, facts, None, ON, BOOK), STANDARDS)
    rows = next_level(summary, carriers).set_index("carrier")
    assert rows.loc["a", "missing_zh"] == "省级条件：未见公开条件"
    assert "n" not in rows.index
    assert rows.loc["p", "missing_zh"] == "在孵企业：49家，要求不少于50家，还差1家"
    assert rows.loc["p", "holds"] is False or not bool(rows.loc["p", "holds"])


def test_observations_and_the_register_become_facts() -> None:
    row = {
        "carrier": "a",
        "indicator": "tenants",
        "first": 202312,
        "last": 202312,
        "basis": "stock",
        "value": 12.0,
        "source": "s",
    }
    rows = pd.DataFrame(
        [
            row,
            row | {"carrier": None},
            row | {"indicator": "makerspace_served", "first": 202301, "last": 202312, "basis": "period"},
            row | {"indicator": "service_events", "first": 202310, "last": 202312, "basis": "period"},
            row | {"indicator": "service_events", "first": 202301, "last": 202309, "basis": "ytd"},
        ]
    )
    facts = facts_of(rows, BOOK.words)
    assert facts["fact"].to_list() == ["tenants", "makerspace_served"]
    register = pd.DataFrame(
        [{"id": "a", "founded": "2022-10", "level": "none", "operator": "乙", "industry": ["x", "y"], "platforms": []}]
    )
    found = carrier_facts(register, ON).set_index("fact")["value"].to_dict()
    assert found == {"operating_years": 17 / 12, "level_rank": 0.0, "operator_named": 1.0, "leading_industries": 2.0}


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.sampled_from(sorted(GENERAL)), st.integers(0, 20000), max_size=14),
    st.sampled_from(sorted(set(GENERAL) - {"tenants", "own_area", "service_staff"})),
    st.integers(0, 500),
)
def test_more_of_a_good_thing_never_loses_a_condition_and_order_does_not_matter(
    values: dict[str, float], fact: str, more: int
) -> None:
    before = _run("national_general_2018", values | {fact: 10})
    after = _run("national_general_2018", values | {fact: 10 + more})
    assert not (before["holds"].fillna(False) & ~after["holds"].fillna(True)).any()
    facts = _facts(values)
    mixed = facts.sample(frac=1, random_state=more)
    carriers = pd.DataFrame({"carrier": ["b", "a"]})
    one = assess(STANDARDS["national_general_2018"], carriers, facts, None, ON, BOOK)
    other = assess(STANDARDS["national_general_2018"], carriers[::-1], mixed, None, ON, BOOK)
    pd.testing.assert_frame_equal(one, other)


@given(st.integers(1, 3_000_000))
@settings(max_examples=40, deadline=None)
def test_the_unit_of_entry_does_not_matter(area: int) -> None:
    plain = _facts({"own_area": area})
    in_tens = plain.assign(value=area / 10000, unit="万平方米")
    carriers = pd.DataFrame({"carrier": ["a"]})
    rows = [assess(STANDARDS["national_general_2018"], carriers, facts, None, ON, BOOK) for facts in (plain, in_tens)]
    assert rows[0]["state"].to_list() == rows[1]["state"].to_list()


_STEPS = ["carrier", "standard", "step", "on", "by", "document"]


def test_recognition_goes_from_applied_over_checked_to_recognised_and_may_begin_again() -> None:
    steps = pd.DataFrame(
        [
            ["a", "s", "applied", "2023-01-10", "王", "1号"],
            ["a", "s", "declined", "2023-02-10", "王", "2号"],
            ["a", "s", "applied", "2023-06-01", "王", "3号"],
            ["a", "s", "checked", "2023-06-20", "王", "4号"],
            ["a", "s", "recognised", "2023-07-01", "王", "5号"],
        ],
        columns=_STEPS,
    )
    last = recognitions(steps.sample(frac=1, random_state=1), dt.date(2023, 12, 31)).iloc[0]
    assert (last["state_zh"], last["round"], last["document"], last["applied"]) == ("已认定", 2, "5号", "2023-06-01")
    assert pd.isna(last["declined"])
    assert recognitions(steps, dt.date(2023, 3, 1)).iloc[0]["state"] == "declined"
    assert recognitions(steps, dt.date(2022, 3, 1)).empty


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["a", "s", "recognised", "2023-01-10", "王", "1号"], "cannot follow"),
        (["a", "s", "applied", "2023-01-10", "王", ""], "document"),
        (["a", "s", "applied", "一月", "王", "1号"], "no date"),
        (["a", "s", "granted", "2023-01-10", "王", "1号"], "Unknown step"),
    ],
)
def test_a_step_that_cannot_be_is_refused(row: list[str], said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        recognitions(pd.DataFrame([row], columns=_STEPS), ON)


GOOD = """id: mine
name: {zh: 试, en: Trial}
level: municipal
carrier_types: [incubator]
region: "330300"
source: {document: {zh: 文, en: Doc}}
stated: true
conditions:
  - id: tenants
    name: {zh: 在孵企业, en: Tenants}
    fact: tenants
    value: 30
    unit: 家
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("fact: tenants", "fact: tenant", 11, "tenants"),
        ("value: 30", "value: 很多", 12, "number"),
        ("unit: 家", "unit: 平方米", 13, "dimension"),
        ("unit: 家", "unit: 户", 13, "unit id"),
        ('region: "330300"', 'region: "999999"', 5, "region"),
        ("id: mine", "id: other", 1, "file's name"),
        ("    unit: 家", "    unit: 家\n    eased: true", 14, "hardship"),
        ("    unit: 家", "    unit: 家\n    judged: true", 9, "exactly one"),
        ("    value: 30", '    op: "yes"', 12, "yes or no"),
        ("    unit: 家", "    unit: 家\n    per: {fact: nothing, every: 10}", 14, "indicator"),
        ("stated: true", "stated: true\nvalid_from: 2022-02\nvalid_to: 2021-01", 9, "month"),
        ("stated: true", "stated: true\ncolour: red", 8, "field of this name"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    path = tmp_path / "mine.yml"
    path.write_text(GOOD, "utf-8")
    assert read_standard(path, BOOK).name.zh == "试"
    path.write_text(GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(DamagedFileError, match=said) as caught:
        read_standard(path, BOOK)
    assert f"第{line}行" in caught.value.text


def test_a_fact_that_is_an_indicator_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "facts.yml"
    path.write_text("facts:\n  - {id: tenants, zh: 在孵, en: T, definition: {zh: 甲, en: a}}\n", "utf-8")
    with pytest.raises(DamagedFileError, match="第2行"):
        read_facts(path, BOOK.words)


def test_every_standard_that_says_its_numbers_are_stated_names_where_they_were_seen() -> None:
    for standard in STANDARDS.values():
        numbers = [condition for condition in standard.walk() if condition.value is not None]
        if standard.stated and numbers:
            assert standard.source.url or standard.source.number, standard.id

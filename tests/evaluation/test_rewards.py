"""Rewards and investments: due, paid, open and outcome, exactly."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError, DamagedFileError, UnknownNameError
from incuanalysis.evaluation.rewards import investments, ledger, open_rewards, read_rewards, totals
from incuanalysis.vocabulary.words import open_vocabulary

ON = dt.date(2023, 12, 31)
UNITS = open_vocabulary().units
RULES = open_rewards()
# an amount and a deadline as a bureau of its own might declare them
OWN = {**RULES, "own": RULES["qingdao_hnte"].model_copy(update={"id": "own", "amount": "5.1", "months": 6})}


def _events(*rows: dict[str, object]) -> pd.DataFrame:
    base: dict[str, object] = {"event": "e1", "rule": "own", "recipient": "甲孵化器", "date": "2023-03-31"}
    return pd.DataFrame([base | row for row in rows])


def _payments(*rows: dict[str, object]) -> pd.DataFrame:
    base: dict[str, object] = {"event": "e1", "amount": "5.1", "paid_on": "2023-06-01", "document": "拨款1号"}
    return pd.DataFrame([base | row for row in rows])


def test_where_the_amount_is_not_stated_the_count_is_known_and_the_amount_is_not() -> None:
    found = ledger(_events({"rule": "qingdao_hnte", "count": 3}), None, RULES, ON).iloc[0]
    assert (found["count"], found["due"], found["open"], found["state"]) == (3, None, None, "amount_unknown")
    sums = totals(ledger(_events({"rule": "qingdao_hnte", "count": 3}), None, RULES, ON)).iloc[0]
    assert (sums["count"], sums["due"], sums["unstated"]) == (3, Decimal(0), 1)


def test_an_upper_limit_is_no_amount_until_one_is_decided() -> None:
    assert ledger(_events({"rule": "shaanxi_grade_a"}), None, RULES, ON)["due"].iloc[0] is None
    assert ledger(_events({"rule": "shaanxi_grade_a", "amount": "20"}), None, RULES, ON)["due"].iloc[0] == 20


@pytest.mark.parametrize(
    ("payments", "on", "state", "still"),
    [
        ([], ON, "overdue", "5.1"),
        ([], dt.date(2023, 9, 30), "open", "5.1"),
        ([{"amount": "2.0"}], dt.date(2023, 9, 30), "partly", "3.1"),
        ([{"amount": 2.0}, {"amount": 3.1, "document": "拨款2号"}], ON, "paid", "0"),
        ([{"amount": "6"}], ON, "more_than_due", "0"),
        ([{"paid_on": "2024-01-01"}], ON, "overdue", "5.1"),
    ],
)
def test_the_state_follows_from_what_is_due_and_paid_by_the_day(
    payments: list[dict[str, object]], on: dt.date, state: str, still: str
) -> None:
    found = ledger(_events({}), _payments(*payments) if payments else None, OWN, on).iloc[0]
    assert (found["state"], found["open"], found["due_by"]) == (state, Decimal(still), "2023-09-30")


def test_the_sum_is_exact_where_floats_are_not() -> None:
    payments = _payments({"amount": 0.1}, {"amount": 0.2})
    assert ledger(_events({}), payments, OWN, ON)["paid"].iloc[0] == Decimal("0.3")


def test_amounts_in_other_units_become_wan_yuan() -> None:
    found = ledger(_events({}), _payments({"amount": "51000", "unit": "元"}), OWN, ON, UNITS).iloc[0]
    assert (found["paid"], found["state"]) == (Decimal("5.1"), "paid")
    with pytest.raises(BadInputError, match="万元"):
        ledger(_events({}), _payments({"unit": "元"}), OWN, ON)


def test_a_payment_without_an_event_is_listed_and_not_lost() -> None:
    found = ledger(_events({}), _payments({"event": "e9", "recipient": "乙"}), OWN, ON)
    assert found["state"].to_list() == ["overdue", "without_event"]
    assert totals(found, ["recipient"])["paid"].sum() == Decimal("5.1")


def test_an_outcome_is_kept() -> None:
    assert ledger(_events({"outcome": "用于公共平台"}), None, OWN, ON)["outcome"].iloc[0] == "用于公共平台"


@pytest.mark.parametrize(
    ("events", "payments", "error", "said"),
    [
        ([{}, {}], [], BadInputError, "twice"),
        ([{"rule": "owm"}], [], UnknownNameError, "own"),
        ([{"date": "三月"}], [], BadInputError, "date"),
        ([{"amount": "很多"}], [], BadInputError, "number"),
        ([{}], [{"amount": -1}], BadInputError, "below 0"),
        ([{}], [{"document": ""}], BadInputError, "document"),
        ([{"count": -1}], [], BadInputError, "count"),
    ],
)
def test_entries_that_cannot_be_are_refused(
    events: list[dict[str, object]], payments: list[dict[str, object]], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        ledger(_events(*events), _payments(*payments) if payments else None, OWN, ON)


_money = st.decimals(min_value=0, max_value=1000, places=4)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["own", "qingdao_hnte"]), st.lists(_money, max_size=3)), max_size=6),
    st.integers(0, 99),
)
def test_totals_conserve_what_was_paid_and_order_does_not_matter(
    entries: list[tuple[str, list[Decimal]]], seed: int
) -> None:
    events = _events(*({"event": f"e{n}", "rule": rule} for n, (rule, _) in enumerate(entries)))
    if not entries:
        events = pd.DataFrame(columns=["event", "rule", "recipient", "date"])
    rows = [{"event": f"e{n}", "amount": amount, "document": f"{n}-{k}"} for n, (_, paid) in enumerate(entries) for k, amount in enumerate(paid)]  # fmt: skip
    payments = _payments(*rows) if rows else None
    found = ledger(events, payments, OWN, ON)
    mixed = ledger(
        events.sample(frac=1, random_state=seed), None if payments is None else payments.sample(frac=1, random_state=seed), OWN, ON
    )  # fmt: skip
    pd.testing.assert_frame_equal(found, mixed)
    for by in (["rule"], ["recipient", "state"], []):
        assert sum(totals(found, by)["paid"], Decimal(0)) == sum((row["amount"] for row in rows), Decimal(0))


def _investment(**change: object) -> pd.DataFrame:
    row: dict[str, object] = {
        "investment": "i1", "recipient": "甲公司", "amount": "300", "date": "2022-05-01", "review_due": "2023-05-01",
        "reviewed_on": "2023-04-20", "outcome": "达到预期", "returned": "20.5", "document": "报告1号",
    }  # fmt: skip
    return pd.DataFrame([row | change])


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, "reviewed"),
        ({"reviewed_on": None}, "due"),
        ({"reviewed_on": None, "review_due": "2024-05-01"}, "not_due"),
        ({"reviewed_on": None, "review_due": ""}, "no_date"),
        ({"reviewed_on": "2024-02-01"}, "due"),
    ],
)
def test_each_investment_says_whether_its_evaluation_was_made(change: dict[str, object], state: str) -> None:
    listed, summary = investments(_investment(**change), ON)
    assert listed["state"].to_list() == [state]
    assert summary["amount"].sum() == Decimal(300)
    assert summary["outcome"].to_list() == ["达到预期" if state == "reviewed" else ""]


def test_an_evaluation_without_outcome_or_document_is_refused_and_later_investments_are_left_out() -> None:
    with pytest.raises(BadInputError, match="no outcome"):
        investments(_investment(outcome=""), ON)
    assert investments(_investment(date="2024-01-01"), ON)[0].empty


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('amount: "30"', "amount: 30", "text"),
        ('amount: "30"', 'amount: "三十"', "pattern"),
        ('amount: "30"', "at_most: true", "amount"),
        ("stated: true", "stated: true\n  - {id: mine, name: {zh: 甲, en: a}, event: x, recipient: {zh: 乙, en: b}, source: {document: {zh: 文, en: Doc}}, stated: true}", "once"),
    ],
)  # fmt: skip
def test_a_bad_rule_is_refused_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = """rules:
  - id: mine
    name: {zh: 试, en: Trial}
    event: something
    recipient: {zh: 载体, en: Carrier}
    amount: "30"
    source: {document: {zh: 文, en: Doc}}
    stated: true
"""
    path = tmp_path / "rewards.yml"
    path.write_text(text, "utf-8")
    assert read_rewards(path)["mine"].each == 30
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(DamagedFileError, match=said) as caught:
        read_rewards(path)
    assert "第" in caught.value.text

"""Rewards, subsidies and state investment: what is due by declared rules, what was paid to whom and when, and the outcome.

Amounts are exact: ``Decimal`` in 万元. An amount that a document does not state stays unknown; counts are still known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
from pydantic import Field

from incuanalysis.errors import BadInputError, UnknownNameError
from incuanalysis.evaluation.standards.facts import require
from incuanalysis.evaluation.standards.model import Source, Words
from incuanalysis.evaluation.standards.read import FOLDER
from incuanalysis.project import Project, find_project
from incuanalysis.vocabulary.matching import nearest
from incuanalysis.vocabulary.part import ID, Part
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.units import UnitBook
from incuanalysis.vocabulary.yamlfile import read_written

__all__ = ["LEDGER_COLUMNS", "RewardRule", "investments", "ledger", "open_rewards", "read_rewards", "totals"]

LEDGER_COLUMNS = [
    "rule", "event", "recipient", "date", "count", "due", "due_by", "paid", "paid_on", "open", "state", "outcome", "document",
]  # fmt: skip
#: State of an entry → Chinese and English.
STATES = {
    "paid": ("已兑付", "paid"),
    "partly": ("部分兑付", "partly paid"),
    "open": ("待兑付", "open"),
    "overdue": ("逾期未兑付", "overdue"),
    "amount_unknown": ("应兑付，金额未公布", "due, amount not stated"),
    "paid_unstated": ("已付，应付金额未公布", "paid, amount due not stated"),
    "more_than_due": ("超出应付金额", "more than due"),
    "without_event": ("有付款，无对应事项", "paid without an event"),
}


class RewardRule(Part):
    """What one event entitles to (``data/standards/rewards.yml`` explains the keys)."""

    id: str = ID
    name: Words
    event: str = ID
    recipient: Words
    amount: str | None = Field(default=None, pattern=r"^\d+(\.\d+)?$")
    at_most: bool = False
    months: int | None = Field(default=None, ge=1)
    source: Source
    stated: bool

    @property
    def each(self) -> Decimal | None:
        """The amount for one event in 万元; None where it is not stated or only an upper limit."""
        return None if self.amount is None or self.at_most else Decimal(self.amount)


class _File(Part):
    rules: Annotated[tuple[RewardRule, ...], Field(strict=False)]


def read_rewards(path: Path) -> dict[str, RewardRule]:
    """Read ``rewards.yml``.

    Raises
    ------
    DamagedFileError
        With the line: for an id that stands twice, or ``at_most`` without an amount.
    """
    written = read_written(path)
    rules: dict[str, RewardRule] = {}
    for number, rule in enumerate(written.validated(_File).rules):
        if rule.id in rules:
            raise written.damaged(("rules", number, "id"), rule.id, "不重复的编号", "an id that stands once")
        if rule.at_most and rule.amount is None:
            raise written.damaged(("rules", number, "at_most"), "true", "写明amount", "an `amount`")
        rules[rule.id] = rule
    return rules


def open_rewards(project: Project | None = None) -> dict[str, RewardRule]:
    """Read the project's rules, by id.

    Examples
    --------
    >>> open_rewards()["qingdao_hnte"].amount is None
    True
    """
    return read_rewards((project or find_project()).find(f"{FOLDER}/rewards.yml"))


def ledger(
    events: pd.DataFrame,
    payments: pd.DataFrame | None,
    rules: Mapping[str, RewardRule],
    on: dt.date,
    units: UnitBook | None = None,
) -> pd.DataFrame:
    """Return what is due and what was paid, one row an event.

    Parameters
    ----------
    events
        What entitles: ``event`` (its own id), ``rule, recipient, date`` (ISO); optional ``count`` (default 1), ``amount`` (where
        it was decided case by case), ``unit`` and ``outcome``.
    payments
        ``event, amount, paid_on`` (ISO), ``document``; optional ``unit`` and ``recipient``.
    rules
        By id.
    on
        The day; later events and payments are left out.
    units
        Needed where amounts come in other units than 万元.

    Returns
    -------
    DataFrame
        In :data:`LEDGER_COLUMNS`, by date and event: ``due, paid, open`` are ``Decimal`` in 万元 (``due`` and ``open`` are None
        where the amount is not stated), ``paid_on`` is the last payment's date, ``state`` a key of :data:`STATES`. Payments
        whose event is not on the list follow, with state ``without_event``.

    Raises
    ------
    UnknownNameError
        For an unknown rule.
    BadInputError
        If an event stands twice, an amount is no number or below 0, or a date is none.

    Examples
    --------
    >>> events = pd.DataFrame({"event": ["e1"], "rule": ["qingdao_hnte"], "recipient": ["甲"], "date": ["2021-12-01"]})
    >>> ledger(events, None, open_rewards(), dt.date(2022, 1, 1))[["count", "due", "state"]].values.tolist()
    [[1, None, 'amount_unknown']]
    """
    require(events, ("event", "rule", "recipient", "date"), "events")
    if events["event"].duplicated().any():
        twice = events.loc[events["event"].duplicated(), "event"].iloc[0]
        raise BadInputError(f"The event {twice!r} stands twice in the ledger.", f"事项“{twice}”重复登记。")
    paid = _payments(payments, on, units)
    rows = []
    for row in events.to_dict("records"):
        date = _day(row["date"], f"event {row['event']}")
        if date <= on:
            rows.append(_entry(row, date, paid.pop(str(row["event"]), None), rules, on, units))
        else:
            paid.pop(str(row["event"]), None)
    rows.sort(key=lambda row: (row["date"], str(row["event"])))
    for event, payment in sorted(paid.items()):
        rows.append({"event": event, "state": "without_event", "count": 0, **payment})
    made = pd.DataFrame(rows, columns=LEDGER_COLUMNS).astype(object)
    return made.where(made.notna(), None)


def totals(entries: pd.DataFrame, by: Iterable[str] = ("rule",)) -> pd.DataFrame:
    """Return sums over a ledger, exactly.

    Parameters
    ----------
    entries
        What :func:`ledger` returned.
    by
        Columns to group by, such as ``rule`` or ``recipient``.

    Returns
    -------
    DataFrame
        The columns of ``by``, ``entries, count, due`` (sum of the stated amounts), ``unstated`` (how many entries have no
        stated amount, so that ``due`` is not all), ``paid, open``; one row a group, sorted.
    """
    groups: dict[tuple[str, ...], dict[str, Any]] = {}
    keys = list(by)
    for row in entries.to_dict("records"):
        key = tuple("" if row[column] is None else str(row[column]) for column in keys)
        zero = Decimal(0)
        total = groups.setdefault(
            key, {"entries": 0, "count": 0, "due": zero, "unstated": 0, "paid": zero, "open": zero}
        )
        total["entries"] += 1
        total["count"] += int(row["count"] or 0)
        total["unstated"] += row["due"] is None and row["state"] != "without_event"
        for column in ("due", "paid", "open"):
            total[column] += row[column] or zero
    rows = [{**dict(zip(keys, key, strict=True)), **total} for key, total in sorted(groups.items())]
    return pd.DataFrame(rows, columns=[*keys, "entries", "count", "due", "unstated", "paid", "open"])


def investments(rows: pd.DataFrame, on: dt.date, units: UnitBook | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the evaluation of state capital's investments (国有资本投资后评价).

    Parameters
    ----------
    rows
        ``investment`` (id), ``recipient, amount, date``; optional ``unit, review_due`` (ISO), ``reviewed_on, outcome`` (in words,
        as the review says), ``returned`` (万元, or ``unit``), ``document``.
    on
        The day; later investments are left out, later reviews count as not yet done.
    units
        Needed where amounts come in other units than 万元.

    Returns
    -------
    list, summary : DataFrame
        The list has ``investment, recipient, amount, date, review_due, reviewed_on, outcome, returned, document, state``
        (``reviewed``, ``due``: the review's day is past, ``not_due``, ``no_date``: none is set). The summary has ``outcome`` (empty: not
        reviewed), ``investments, amount, returned``. A review without an outcome or document is refused.
    """
    require(rows, ("investment", "recipient", "amount", "date"), "investments")
    made = []
    for row in rows.to_dict("records"):
        what = f"investment {row['investment']}"
        date = _day(row["date"], what)
        if date > on:
            continue
        due, reviewed = (_day(row[c], what) if _given(row.get(c)) else None for c in ("review_due", "reviewed_on"))
        done = reviewed is not None and reviewed <= on
        if done and not (_given(row.get("outcome")) and _given(row.get("document"))):
            raise BadInputError(
                f"The review of {row['investment']} on {reviewed} has no outcome or no document.",
                f"“{row['investment']}”{reviewed}的后评价缺少结果或文件，须补齐。",
            )
        state = "reviewed" if done else "no_date" if due is None else "due" if due <= on else "not_due"
        made.append(
            {
                "investment": row["investment"], "recipient": row["recipient"], "amount": _amount(row, "amount", what, units),
                "date": date.isoformat(), "review_due": due.isoformat() if due else None,
                "reviewed_on": reviewed.isoformat() if done and reviewed else None, "outcome": row["outcome"] if done else "",
                "returned": _amount(row, "returned", what, units) if _given(row.get("returned")) else None,
                "document": row["document"] if done else None, "state": state,
            }
        )  # fmt: skip
    made.sort(key=lambda row: (row["date"], str(row["investment"])))
    sums: dict[str, dict[str, Any]] = {}
    for row in made:
        total = sums.setdefault(row["outcome"], {"investments": 0, "amount": Decimal(0), "returned": Decimal(0)})
        total["investments"] += 1
        total["amount"] += row["amount"]
        total["returned"] += row["returned"] or Decimal(0)
    columns = [
        "investment", "recipient", "amount", "date", "review_due", "reviewed_on", "outcome", "returned", "document", "state",
    ]  # fmt: skip
    summary = [{"outcome": outcome, **total} for outcome, total in sorted(sums.items())]
    frame = pd.DataFrame(made, columns=columns).astype(object)
    return frame.where(frame.notna(), None), pd.DataFrame(
        summary, columns=["outcome", "investments", "amount", "returned"]
    )


def _entry(
    row: dict[Any, Any],
    date: dt.date,
    payment: dict[str, Any] | None,
    rules: Mapping[str, RewardRule],
    on: dt.date,
    units: UnitBook | None,
) -> dict[str, Any]:
    rule = rules.get(str(row["rule"]))
    if rule is None:
        raise UnknownNameError("rule of rewards", str(row["rule"]), nearest(str(row["rule"]), list(rules)))
    what = f"event {row['event']}"
    count = int(row["count"]) if _given(row.get("count")) else 1
    if count < 0:
        raise BadInputError(f"The {what} has the count {count}.", f"事项“{row['event']}”的数量为负数。")
    due = _amount(row, "amount", what, units) if _given(row.get("amount")) else None
    if due is None and rule.each is not None:
        due = rule.each * count
    due_by = _later(date, rule.months) if rule.months else None
    paid = payment["paid"] if payment else Decimal(0)
    return {
        "rule": rule.id, "event": row["event"], "recipient": row["recipient"], "date": date.isoformat(), "count": count,
        "due": due, "due_by": due_by.isoformat() if due_by else None, "paid": paid,
        "paid_on": payment["paid_on"] if payment else None, "open": None if due is None else max(due - paid, Decimal(0)),
        "state": _state(due, paid, due_by, on), "outcome": row["outcome"] if _given(row.get("outcome")) else "",
        "document": payment["document"] if payment else None,
    }  # fmt: skip


def _state(due: Decimal | None, paid: Decimal, due_by: dt.date | None, on: dt.date) -> str:
    if due is None:
        return "paid_unstated" if paid else "amount_unknown"
    if paid >= due:
        return "paid" if paid == due else "more_than_due"
    if due_by is not None and due_by < on:
        return "overdue"
    return "partly" if paid else "open"


def _payments(payments: pd.DataFrame | None, on: dt.date, units: UnitBook | None) -> dict[str, dict[str, Any]]:
    """Return event → what was paid by the day: sum, last date, last document, recipient."""
    made: dict[str, dict[str, Any]] = {}
    if payments is None or payments.empty:
        return made
    require(payments, ("event", "amount", "paid_on", "document"), "payments")
    rows = [(_day(row["paid_on"], f"payment for {row['event']}"), row) for row in payments.to_dict("records")]
    for day, row in sorted(rows, key=lambda pair: (pair[0], str(pair[1]["document"]))):
        if day > on:
            continue
        if not _given(row["document"]):
            raise BadInputError(
                f"The payment for {row['event']} on {day} has no document.",
                f"事项“{row['event']}”{day}的付款缺少文件。",
            )
        entry = made.setdefault(str(row["event"]), {"paid": Decimal(0)})
        entry["paid"] += _amount(row, "amount", f"payment for {row['event']}", units)
        entry.update(paid_on=day.isoformat(), document=row["document"], recipient=row.get("recipient"))
    return made


def _amount(row: Mapping[Any, Any], column: str, what: str, units: UnitBook | None) -> Decimal:
    """Return an amount in 万元, exactly; a float counts by its shortest text."""
    try:
        amount = Decimal(str(row[column]))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0:
        raise BadInputError(
            f"The {what}: {column} is {row[column]!r}; a number not below 0 was expected.",
            f"{what}的金额为“{row[column]}”，应为不小于0的数。",
        )
    unit = row.get("unit")
    if not _given(unit) or unit == "万元":
        return amount
    if units is None:
        raise BadInputError(f"The {what} is in {unit}; only 万元 is read here.", f"{what}的单位为{unit}，应为万元。")
    return units.convert(amount, str(unit), "万元")


def _day(value: object, what: str) -> dt.date:
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        raise BadInputError(
            f"The {what} has the date {value!r}. Expected 2023-09-30.", f"{what}的日期“{value}”应写作2023-09-30。"
        ) from None


def _later(date: dt.date, months: int) -> dt.date:
    """Return the same day some months later, or that month's last day where it is shorter."""
    last = Month(date.year, date.month).plus(months).last_day()
    return last.replace(day=min(date.day, last.day))


def _given(value: object) -> bool:
    return value is not None and value != "" and not pd.isna(value)

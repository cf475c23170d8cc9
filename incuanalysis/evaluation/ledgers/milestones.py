"""The ledger of milestones: tested on data where the plan names an indicator, else decided and dated by a person."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incuanalysis.evaluation.ledgers.dates import given_day, last_full_month, month_end
from incuanalysis.evaluation.ledgers.records import Record, read_records
from incuanalysis.evaluation.ledgers.states import Label
from incuanalysis.plans.model import Milestone, Plan
from incuanalysis.vocabulary.matching import normalise
from incuanalysis.vocabulary.periods import Month

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MILESTONE_COLUMNS", "Lookup", "milestone_ledger"]

Lookup = Callable[[str, Month], float | None]
"""(Indicator id, month) → the value at the month's end in the indicator's canonical unit; None if it was not reported."""

MILESTONE_COLUMNS = (
    "plan", "milestone", "name", "name_en", "test", "test_en", "due", "tested_on", "indicator", "at_least", "status",
    "reached_on", "late", "value", "value_at", "holds", "decided_on", "document", "by", "note", "at",
)  # fmt: skip

_DECISIONS: Mapping[str, Label] = {
    "reached": Label("已实现", "Reached"),
    "not_reached": Label("未实现", "Not reached"),
    "withdrawn": Label("撤回", "Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class _Tested:
    status: str
    reached: Month | None = None
    value: float | None = None
    at: Month | None = None
    holds: bool | None = None


def milestone_ledger(
    plan: Plan, lookup: Lookup, decisions: pd.DataFrame | None, on: object, *, as_of: object = None
) -> pd.DataFrame:
    """Return where a plan's milestones stand on a day.

    Parameters
    ----------
    plan
        The plan.
    lookup
        (Indicator id, month) → value at that month's end, canonical unit, None or nan where it was not reported.
    decisions
        Records of people, kind ``milestone``: ``plan``, ``milestone``, ``state`` (``reached``, ``not_reached``,
        ``withdrawn``, or 已实现, 未实现, 撤回), ``date`` and, where there are any, ``document``, ``by``, ``note``,
        ``recorded_at``. A decision that was withdrawn is none.
    on
        The day of the ledger: data count up to the last month that is over, decisions up to the day.
    as_of
        Only decisions that had been recorded by this day; what the lookup knows is the caller's to choose.

    Returns
    -------
    DataFrame
        ``plan``, ``milestone``, ``name``, ``test`` (each also ``_en``), ``due``, ``tested_on`` (``data``,
        ``decision``), ``indicator``, ``at_least``, ``status`` (an id of ``MILESTONE_STATES``), ``reached_on`` (month
        in which the data first showed it, or the day of the decision), ``late`` (reached after it was due), ``value``
        and ``value_at`` (last known value and its month), ``holds`` (whether that still meets the test),
        ``decided_on``, ``document``, ``by``, ``note`` (of the decision), ``at``.

    Raises
    ------
    BadInputError
        If a decision cannot be used.

    Notes
    -----
    A milestone with an indicator is reached in the first month whose value is at least ``at_least``, and stays reached
    when the value falls later (``holds`` says so). Past its due month it is missed when that month or a later one was
    reported, else not reported. A decision does not overrule data; it is shown beside them. A milestone without an
    indicator rests on the last decision; without one it is 待认定, whatever the date.
    """
    import pandas as pd

    day = given_day(on, "on")
    found = read_records(
        decisions, "milestone", ("plan", "milestone"), _DECISIONS, tuple(_DECISIONS), on=day, as_of=as_of
    )
    last = {record.key: record for record in found}
    last = {key: record for key, record in last.items() if record.status != "withdrawn"}
    rows = [
        _row(plan, milestone, last.get((normalise(plan.id), normalise(milestone.id))), lookup, day)
        for milestone in plan.milestones
    ]
    frame = pd.DataFrame.from_records(rows, columns=list(MILESTONE_COLUMNS))
    return frame.astype({"at_least": "float64", "value": "float64", "late": "boolean", "holds": "boolean"})


def _row(plan: Plan, milestone: Milestone, decision: Record | None, lookup: Lookup, day: dt.date) -> dict[str, Any]:
    end = month_end(milestone.due)
    on_data = milestone.indicator is not None and milestone.at_least is not None
    reached: dt.date | None = None
    if on_data:
        tested = _test(plan, milestone, lookup, last_full_month(day))
        if tested.reached:
            reached = tested.reached.last_day()
        reached_on = str(tested.reached) if tested.reached else None
    else:
        tested = _decided(decision, overdue=day > end)
        if decision and tested.status == "reached":
            reached = decision.on
        reached_on = reached.isoformat() if reached else None
    texts = decision.texts if decision else {}
    return {
        "plan": plan.id,
        "milestone": milestone.id,
        "name": milestone.name.zh,
        "name_en": milestone.name.en,
        "test": milestone.test.zh,
        "test_en": milestone.test.en,
        "due": milestone.due,
        "tested_on": "data" if on_data else "decision",
        "indicator": milestone.indicator,
        "at_least": milestone.at_least,
        "status": tested.status,
        "reached_on": reached_on,
        "late": reached > end if reached else None,
        "value": tested.value,
        "value_at": str(tested.at) if tested.at else None,
        "holds": tested.holds,
        "decided_on": decision.on.isoformat() if decision else None,
        **{name: texts.get(name) for name in ("document", "by", "note")},
        "at": day.isoformat(),
    }


def _decided(decision: Record | None, *, overdue: bool) -> _Tested:
    if decision is None:
        return _Tested("pending")
    if decision.status == "reached":
        return _Tested("reached")
    return _Tested("missed" if overdue else "not_due_yet")


def _test(plan: Plan, milestone: Milestone, lookup: Lookup, last: Month) -> _Tested:
    """Test a milestone on the months from the plan's first to the last one that is over."""
    first, due = _month(plan.first), _month(milestone.due)
    indicator, least = milestone.indicator or "", milestone.at_least or 0.0
    reached: Month | None = None
    known: tuple[Month, float] | None = None
    for step in range(last.ordinal - first.ordinal + 1):
        month = first.plus(step)
        value = lookup(indicator, month)
        if value is None or math.isnan(value):
            continue
        known = (month, float(value))
        if reached is None and value >= least:
            reached = month
    at, value = known or (None, None)
    holds = None if value is None else value >= least
    if reached is not None:
        return _Tested("reached", reached, value, at, holds)
    if last < due:
        return _Tested("not_due_yet" if at or last < first else "not_reported", None, value, at, holds)
    return _Tested("missed" if at is not None and at >= due else "not_reported", None, value, at, holds)


def _month(text: str) -> Month:
    end = month_end(text)
    return Month(end.year, end.month)

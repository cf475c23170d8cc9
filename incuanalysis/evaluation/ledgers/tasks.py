"""The ledger of tasks: one row a task and responsible unit, with status, milestone, evidence and date."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.ledgers.dates import given_day, month_end
from incuanalysis.evaluation.ledgers.records import (
    Record,
    Standing,
    in_force,
    last_said,
    lines_of,
    read_records,
    standing,
)
from incuanalysis.evaluation.ledgers.states import NOT_REPORTED, TASK_STATES
from incuanalysis.evaluation.ledgers.units import Unit, expand, named, unit_list
from incuanalysis.plans.model import Plan, Task
from incuanalysis.vocabulary.matching import normalise

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "COMPLETION_COLUMNS",
    "TASK_COLUMNS",
    "WRITTEN_TASK_STATES",
    "completion_by_task",
    "completion_by_unit",
    "ledgers",
    "task_ledger",
    "unplaced_records",
]

#: Statuses that a person can give a task.
WRITTEN_TASK_STATES = tuple(id for id in TASK_STATES if id != NOT_REPORTED)

TASK_COLUMNS = (
    "plan", "task", "group", "group_en", "title", "title_en", "unit", "kind", "league", "region", "state", "role",
    "status", "milestone", "evidence", "on", "days_since", "done_on", "due", "due_stated", "overdue", "document",
    "note", "at",
)  # fmt: skip

COMPLETION_COLUMNS = (
    "unit", "kind", "league", "region", "state", "tasks", "lead", "joint", *TASK_STATES, "overdue", "counted",
    "completion", "completion_lead",
)  # fmt: skip

_BY_TASK_COLUMNS = (
    "task", "group", "group_en", "title", "title_en", "status", "units", *TASK_STATES, "overdue", "overdue_units",
    "due", "due_stated",
)  # fmt: skip

_KIND = "task_status"
_OPEN = {"not_started", "under_way", "behind", NOT_REPORTED}


@dataclass(frozen=True, slots=True)
class _Duty:
    """What one unit has to do of one task, as ``lead`` or ``joint``."""

    task: Task
    unit: Unit
    role: str

    @property
    def key(self) -> tuple[str, str]:
        """The key of its records."""
        return str(self.task.number), normalise(self.unit.name)


def task_ledger(
    plan: Plan,
    records: pd.DataFrame | None,
    units: pd.DataFrame | None,
    on: object,
    *,
    as_of: object = None,
) -> pd.DataFrame:
    """Return the ledger of a plan's tasks as it stands on a day.

    Parameters
    ----------
    plan
        The plan.
    records
        Records of people, kind ``task_status``: ``plan``, ``task`` (number), ``unit``, ``status`` (id or Chinese
        name), ``date`` (or ``on``); where there are any ``milestone``, ``evidence``, ``note``, ``document`` (required for
        ``changed``), ``due`` (the deadline that the document sets), ``recorded_at``. Those of other plans are left out.
    units
        The assessed units: ``unit``, ``kind``, ``league``, ``region``, ``state``, ``name`` where ``unit`` is an id, and
        ``first``, ``last`` where they are dated.
        Without them 各街道（乡镇） stays one row.
    on
        The day of the ledger; the last record up to it counts.
    as_of
        Only what had been recorded by this day.

    Returns
    -------
    DataFrame
        ``plan``, ``task``, ``group``, ``title`` (each also ``_en``), ``unit``, ``kind``, ``league``, ``region``,
        ``state`` of the unit, ``role`` (``lead``, ``joint``), ``status`` (an id of ``TASK_STATES``;
        ``not_reported`` without a record), ``milestone``, ``evidence``, ``on`` (of the last record), ``days_since``
        (days from it), ``done_on`` (since when it has been done), ``due`` (month in force), ``due_stated`` (False: the
        plan names none and its last month is used), ``overdue``, ``document``, ``note``, ``at`` (the ledger's day).
        Ordered by task, lead units first, as the plan names them.

    Raises
    ------
    BadInputError
        If a record cannot be used; the message names its place.

    Notes
    -----
    A unit that is named both by itself and in a group, or as lead and as joint, has one row; lead goes first.
    A task that was changed is overdue only by the last deadline that a document set; where none did, it has no deadline
    until a later record resumes it, and then the plan's stands again.
    """
    day = given_day(on, "on")
    return ledgers(plan, records, units, [day], as_of=as_of)[0]


def ledgers(
    plan: Plan,
    records: pd.DataFrame | None,
    units: pd.DataFrame | None,
    days: Sequence[dt.date],
    *,
    as_of: object = None,
) -> list[pd.DataFrame]:
    """Return the ledger of each day, as :func:`task_ledger` does; the records are read once."""
    if not days:
        return []
    known = unit_list(lines_of(units))  # who a record means does not depend on the day
    read = _placed(_records(plan, records, max(days), as_of), known)
    return [_ledger(plan, [record for record in read if record.on <= day], units, day) for day in days]


def _ledger(plan: Plan, read: list[Record], units: pd.DataFrame | None, day: dt.date) -> pd.DataFrame:
    import pandas as pd

    listed = unit_list(in_force(units, day))
    states = _standing(plan, read)
    rows = [_row(plan, duty, states.get(duty.key), day) for duty in _duties(plan, listed)]
    ledger = pd.DataFrame.from_records(rows, columns=list(TASK_COLUMNS))
    return ledger.astype({"task": "int64", "days_since": "Int64", "due_stated": bool, "overdue": bool})


def unplaced_records(
    plan: Plan, records: pd.DataFrame | None, units: pd.DataFrame | None, on: object
) -> list[dict[str, Any]]:
    """Return the records of a plan that belong to no row of its ledger: a task or unit that it does not name.

    Returns
    -------
    list of dict
        The records as given, with ``place``, the number of the record from 1; so that none is lost unseen.
    """
    listed = unit_list(in_force(units, on))
    known = {duty.key for duty in _duties(plan, listed)}
    read = _placed(_records(plan, records, on, None), unit_list(lines_of(units)))
    placed = {(record.key, record.place) for record in read}
    lost = {place for key, place in placed if key not in known}
    return [{"place": place, **row} for place, row in enumerate(lines_of(records), start=1) if place in lost]


def completion_by_unit(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return each unit's completion of tasks, in the order in which the units stand in the ledger.

    Parameters
    ----------
    ledger
        From :func:`task_ledger`.

    Returns
    -------
    DataFrame
        ``unit``, ``kind``, ``league``, ``region``, ``state``, ``tasks``, ``lead`` and ``joint`` (number of tasks), one
        column a status with the number of tasks, ``overdue``, ``counted`` (tasks but those changed by a document),
        ``completion`` (share of ``counted`` that is done, missing where there are none), ``completion_lead`` (of
        those that it leads). Numbers of statuses add up to ``tasks``.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for unit, part in ledger.groupby("unit", sort=False):
        first = part.iloc[0]
        lead = part[part["role"] == "lead"]
        counts = Counter(part["status"])
        counted = len(part) - counts["changed"]
        rows.append(
            {
                "unit": unit,
                **{name: first[name] for name in ("kind", "league", "region", "state")},
                "tasks": len(part),
                "lead": len(lead),
                "joint": len(part) - len(lead),
                **{status: counts[status] for status in TASK_STATES},
                "overdue": int(part["overdue"].sum()),
                "counted": counted,
                "completion": counts["done"] / counted if counted else None,
                "completion_lead": _done_share(lead),
            }
        )
    frame = pd.DataFrame.from_records(rows, columns=list(COMPLETION_COLUMNS))
    return frame.astype({"completion": "float64", "completion_lead": "float64"})


def completion_by_task(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return where each task as a whole stands.

    Parameters
    ----------
    ledger
        From :func:`task_ledger`.

    Returns
    -------
    DataFrame
        ``task``, ``group``, ``group_en``, ``title``, ``title_en``, ``status`` (of the whole), ``units``, one column
        a status with the number of units, ``overdue`` (whether the whole is), ``overdue_units`` (a task that is done
        as a whole may have some), ``due`` (the last of the units'), ``due_stated``.

    Notes
    -----
    The lead units decide for the whole, all units where none leads (a rule of ours): done when all of them are done,
    behind when one of them is, not reported or not started when all of them are; units whose part was changed by a document
    are left out unless all were.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    parts: dict[int, list[dict[str, Any]]] = {}
    for row in ledger.to_dict("records"):
        parts.setdefault(row["task"], []).append(row)
    for task, part in parts.items():
        lead = [row for row in part if row["role"] == "lead"]
        status, overdue = _whole(lead or part)
        counts = Counter(row["status"] for row in part)
        first = part[0]
        rows.append(
            {
                "task": task,
                **{name: first[name] for name in ("group", "group_en", "title", "title_en")},
                "status": status,
                "units": len(part),
                **{state: counts[state] for state in TASK_STATES},
                "overdue": overdue,
                "overdue_units": sum(row["overdue"] for row in part),
                "due": max(row["due"] for row in part),
                "due_stated": bool(first["due_stated"]),
            }
        )
    return pd.DataFrame.from_records(rows, columns=list(_BY_TASK_COLUMNS))


def _whole(deciding: list[dict[str, Any]]) -> tuple[str, bool]:
    """Return status and whether overdue of what the deciding units say."""
    states = [row["status"] for row in deciding if row["status"] != "changed"]
    overdue = any(row["overdue"] for row in deciding)
    if not states:
        return "changed", overdue
    if all(status == states[0] for status in states):
        return states[0], overdue
    if "behind" in states:
        return "behind", overdue
    return ("not_started" if set(states) <= {"not_started", NOT_REPORTED} else "under_way"), overdue


def _done_share(part: pd.DataFrame) -> float | None:
    counted = part[part["status"] != "changed"]
    return float((counted["status"] == "done").mean()) if len(counted) else None


def _records(plan: Plan, records: pd.DataFrame | None, on: object, as_of: object) -> list[Record]:
    """Return the plan's records under (plan, task, unit)."""
    keys = ("plan", "task", "unit")
    found = read_records(records, _KIND, keys, TASK_STATES, WRITTEN_TASK_STATES, on=on, as_of=as_of)
    return [record for record in found if record.key[0] == normalise(plan.id)]


def _placed(read: list[Record], listed: dict[str, Unit]) -> list[Record]:
    """Return records under (task, unit's name)."""
    names = {unit: named(unit, listed) for unit in {record.key[2] for record in read}}
    return [replace(record, key=(record.key[1], names[record.key[2]])) for record in read]


def _standing(plan: Plan, records: list[Record]) -> dict[tuple[str, ...], Standing]:
    """Return (task, unit) → where it stands."""
    twice = [number for number, times in Counter(task.number for task in plan.tasks).items() if times > 1]
    if twice:
        raise BadInputError(
            f"Plan {plan.id}: the task number {twice[0]} is used twice; give each task a number of its own.",
            f"行动计划{plan.id}：任务序号{twice[0]}重复，各项任务的序号应互不相同。",
        )
    return standing(records)


def _duties(plan: Plan, listed: dict[str, Unit]) -> list[_Duty]:
    """Return what each unit has to do, by task, each unit of a task once."""
    found: dict[tuple[str, str], _Duty] = {}
    for task in sorted(plan.tasks, key=lambda task: task.number):
        for role, entries in (("lead", task.lead), ("joint", task.joint)):
            for entry in entries:
                for unit in expand(entry, listed):
                    duty = _Duty(task, unit, role)
                    found.setdefault(duty.key, duty)
    return list(found.values())


def _row(plan: Plan, duty: _Duty, state: Standing | None, day: dt.date) -> dict[str, Any]:
    """Return one row of the ledger."""
    task, unit = duty.task, duty.unit
    last = state.last if state else None
    status = last.status if last else NOT_REPORTED
    due = (state.due if state else None) or task.due or plan.last
    lapsed = status == "changed" and state is not None and state.due is None
    return {
        "plan": plan.id,
        "task": task.number,
        "group": task.group.zh if task.group else None,
        "group_en": task.group.en if task.group else None,
        "title": task.title.zh,
        "title_en": task.title.en,
        "unit": unit.name,
        "kind": unit.kind or None,
        "league": unit.league or None,
        "region": unit.region or None,
        "state": unit.state or None,
        "role": duty.role,
        "status": status,
        **last_said(last, day),
        "done_on": state.since.isoformat() if state and status == "done" else None,
        "due": due,
        "due_stated": bool((state and state.due) or task.due),
        "overdue": (status in _OPEN or (status == "changed" and not lapsed)) and day > month_end(due),
        "at": day.isoformat(),
    }

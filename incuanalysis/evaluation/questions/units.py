"""Answers about a region and its units: progress, outlook, contests, tasks."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from incuanalysis.errors import NoDataError, UnknownNameError
from incuanalysis.evaluation.contests import Contest, contest, open_contests
from incuanalysis.evaluation.ledgers import completion_by_unit, task_ledger
from incuanalysis.evaluation.progress import histories, outlook, progress
from incuanalysis.evaluation.progress.history import Entity, months_between
from incuanalysis.evaluation.questions.inquiry import Inquiry
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month

__all__ = ["contests_of", "outlook_of", "progress_of", "tasks_of"]


def progress_of(inquiry: Inquiry, months: Sequence[Month] = ()) -> pd.DataFrame:
    """Return the progress of every target line at the inquiry's month, of the region and of the units of a breakdown.

    A region within that of the plan is held to what the breakdown assigns it, never to the whole of the plan.

    Parameters
    ----------
    inquiry
        The region and month.
    months
        Other months at whose ends it is evaluated instead.

    Returns
    -------
    DataFrame
        As :func:`incuanalysis.evaluation.progress.measured.progress` gives it.

    Raises
    ------
    NoDataError
        If the plan is that of a region above, and assigns the region nothing.
    """
    plan, breakdown = inquiry.the_plan(), inquiry.breakdown
    rows = None if breakdown is None else breakdown.rows
    found = progress(
        plan,
        inquiry.observations,
        plan.region,
        list(months) or [inquiry.month],
        inquiry.words,
        rows,
        as_of=inquiry.as_of,
        parts=_parts(inquiry),
    )
    return _own(inquiry, found)


def _own(inquiry: Inquiry, found: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the inquiry's region, where the plan is that of one above."""
    plan = inquiry.the_plan()
    if plan.region == inquiry.region:
        return found
    own = found[found["region"] == inquiry.region].reset_index(drop=True)
    if own.empty:
        name, whose = (inquiry.words.regions.get(one).name for one in (inquiry.region, plan.region))
        raise NoDataError(
            f"The plan {plan.id!r} is that of {whose}, and no part of its targets is assigned to {name}. "
            "`incu form breakdown` writes the form, `incu plans breakdown ID FILE` imports it.",
            f"计划“{plan.id}”是{whose}的，目标没有分解到{name}，不能评价。"
            "incu form breakdown生成任务分解表，填好后用incu plans breakdown导入。",
        )
    return own


def _parts(inquiry: Inquiry) -> dict[str, Entity]:
    """Return target → whose number it is, where that is not simply the region.

    A site is a carrier that the register knows under the plan's name. What a target says of platforms or of a class of
    firms is the region's number all the same: its indicator counts nothing else.
    """
    register = inquiry.register("carriers")
    known = {
        name: Entity(region, id) for id, name, region in register[["id", "name", "region"]].itertuples(index=False)
    }
    parts = {}
    for target in inquiry.the_plan().targets:
        if target.scope.kind in ("firms", "platform"):
            parts[target.id] = Entity(inquiry.region)
        elif target.scope.name is not None and target.scope.name.zh in known:
            parts[target.id] = known[target.scope.name.zh]
    return parts


def outlook_of(inquiry: Inquiry) -> pd.DataFrame:
    """Return where every target of the region will probably stand at its deadline.

    Returns
    -------
    DataFrame
        As :func:`incuanalysis.evaluation.progress.outlook.outlook` gives it.
    """
    plan, breakdown = inquiry.the_plan(), inquiry.breakdown
    rows = None if breakdown is None else breakdown.rows
    found = outlook(
        plan,
        inquiry.observations,
        plan.region,
        inquiry.month,
        inquiry.words,
        rows,
        as_of=inquiry.as_of,
        parts=_parts(inquiry),
    )
    return _own(inquiry, found)


def contests_of(inquiry: Inquiry, which: str = "six_contests", *, firmness: bool = False) -> pd.DataFrame:
    """Rank the assessed units of the region by the items of a contest, by level and by progress on the quarter before.

    Parameters
    ----------
    inquiry
        The region and month.
    which
        Id of a contest in ``data/standards/contests.yml``.
    firmness
        Add how firm each place is: for the internal note only.

    Returns
    -------
    DataFrame
        As :func:`incuanalysis.evaluation.contests.contest` gives it; ``entity`` is the unit's name.
    """
    rules = _contest(which, inquiry)
    units = inquiry.units
    units = units[units["kind"].isin(["town", "park"])]
    if units.empty:
        name = inquiry.words.regions.get(inquiry.region).name
        raise NoDataError(
            f"{name} has no assessed units on file. List them in data/records/assessed_units.csv.",
            f"{name}没有考核单位，请在data/records/assessed_units.csv中登记。",
        )
    before = inquiry.month.plus(-3)
    indicators = list(dict.fromkeys(item.indicator for item in rules.items))
    known = [one for one in indicators if one in inquiry.words.indicators]
    entities = [Entity(str(unit)) for unit in units["unit"]]
    start = Month(int(inquiry.plan.first[:4]), int(inquiry.plan.first[5:])) if inquiry.plan else Month(before.year, 1)
    # A running total needs what came before it.
    months = months_between(min(start, before), inquiry.month)
    held = histories(inquiry.observations, months, inquiry.words, start, entities=entities, indicators=known)
    states = {"ranked": "", "entrusted": "entrusted", "no_task": "no_task", "transition": "transition"}
    rows, flowing = [], set()
    for indicator in indicators:
        basis = inquiry.words.indicators.get(indicator).basis if indicator in known else Basis.STOCK
        # Units are held to the year's tasks: of what flows, the year so far counts.
        running = Basis.PER_YEAR if basis in (Basis.PERIOD, Basis.YTD) else basis
        if running is Basis.PER_YEAR:
            flowing.add(indicator)
        for number, unit in enumerate(units.to_dict("records")):
            league = unit["league"] or unit["kind"]
            for month in (before, inquiry.month):
                value = held.value(entities[number], indicator, month, running) if indicator in known else None
                rows.append([unit["name"], league, states[unit["state"]], indicator, str(month), value])
    frame = pd.DataFrame(rows, columns=["entity", "league", "state", "indicator", "month", "value"])
    found = contest(frame, rules, str(inquiry.month), str(before), firmness=firmness)
    if before.year == inquiry.month.year or not flowing:
        return found
    # A year's amount starts anew in January: what was added since the quarter before is the amount so far.
    anew = frame["indicator"].isin(flowing) & (frame["month"] == str(before))
    fresh = frame.assign(value=frame["value"].where(~anew, 0.0))
    fresh = contest(fresh, rules, str(inquiry.month), str(before), firmness=firmness)
    moving = found["kind"] == "progress"
    return pd.concat([found[~moving], fresh[moving]]).sort_index()


def _contest(which: str, inquiry: Inquiry) -> Contest:
    contests = open_contests(inquiry.project)
    if which not in contests:
        raise UnknownNameError("contest", which, list(contests))
    return contests[which]


def tasks_of(inquiry: Inquiry) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the ledger of the plan's tasks and its completion by unit.

    Returns
    -------
    (ledger, completion)
        As :func:`incuanalysis.evaluation.ledgers.task_ledger` and
        :func:`incuanalysis.evaluation.ledgers.completion_by_unit` give them.
    """
    ledger = task_ledger(inquiry.the_plan(), inquiry.record("task_status"), inquiry.units, inquiry.day)
    return ledger, completion_by_unit(ledger)

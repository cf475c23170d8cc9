"""Answers about a region and its units: progress, outlook, contests, tasks."""

from __future__ import annotations

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


def progress_of(inquiry: Inquiry) -> pd.DataFrame:
    """Return the progress of every target line at the inquiry's month, of the region and of the units of a breakdown.

    Returns
    -------
    DataFrame
        As :func:`incuanalysis.evaluation.progress.measured.progress` gives it.
    """
    plan, breakdown = inquiry.the_plan(), inquiry.breakdown
    rows = None if breakdown is None else breakdown.rows
    return progress(
        plan,
        inquiry.observations,
        inquiry.region,
        [inquiry.month],
        inquiry.words,
        rows,
        as_of=inquiry.as_of,
        parts=_parts(inquiry),
    )


def _parts(inquiry: Inquiry) -> dict[str, Entity]:
    """Return target → whose number it is, for targets of a site that the register knows under the name of the plan."""
    register = inquiry.register("carriers")
    known = {
        name: Entity(region, id) for id, name, region in register[["id", "name", "region"]].itertuples(index=False)
    }
    return {
        target.id: known[target.scope.name.zh]
        for target in inquiry.the_plan().targets
        if target.scope.name is not None and target.scope.name.zh in known
    }


def outlook_of(inquiry: Inquiry) -> pd.DataFrame:
    """Return where every target of the region will probably stand at its deadline.

    Returns
    -------
    DataFrame
        As :func:`incuanalysis.evaluation.progress.outlook.outlook` gives it.
    """
    plan, breakdown = inquiry.the_plan(), inquiry.breakdown
    rows = None if breakdown is None else breakdown.rows
    return outlook(
        plan,
        inquiry.observations,
        inquiry.region,
        inquiry.month,
        inquiry.words,
        rows,
        as_of=inquiry.as_of,
        parts=_parts(inquiry),
    )


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
    rows = []
    for indicator in indicators:
        basis = inquiry.words.indicators.get(indicator).basis if indicator in known else Basis.STOCK
        # Units are held to the year's tasks: of what flows, the year so far counts.
        running = Basis.PER_YEAR if basis in (Basis.PERIOD, Basis.YTD) else basis
        for number, unit in enumerate(units.to_dict("records")):
            league = unit["league"] or unit["kind"]
            for month in (before, inquiry.month):
                value = held.value(entities[number], indicator, month, running) if indicator in known else None
                rows.append([unit["name"], league, states[unit["state"]], indicator, str(month), value])
    frame = pd.DataFrame(rows, columns=["entity", "league", "state", "indicator", "month", "value"])
    return contest(frame, rules, str(inquiry.month), str(before), firmness=firmness)


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

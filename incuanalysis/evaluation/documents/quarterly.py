"""The quarterly bulletin: how targets and tasks stand at a quarter's end, who ranks where, what is behind and why."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from incuanalysis.errors import NoDataError
from incuanalysis.evaluation.contests import Contest, composite, open_contests
from incuanalysis.evaluation.documents.leagues import (
    LEAGUE_COLUMNS,
    added,
    firmness,
    places_by_quarter,
    quarters_of,
)
from incuanalysis.evaluation.documents.monthly import Silent, reported_texts, silent_units
from incuanalysis.evaluation.documents.targets import BEHIND, current, judged, own_rows, unit_rows
from incuanalysis.evaluation.documents.written import Objection, Text, objections_of, texts_of
from incuanalysis.evaluation.ledgers import completion_by_task, task_ledger, task_map
from incuanalysis.evaluation.questions import Inquiry, contests_of, progress_of
from incuanalysis.plans.model import Plan
from incuanalysis.vocabulary.periods import Month, Period

__all__ = ["KIND", "ContestResult", "Quarterly", "evaluate"]

KIND = "quarterly_bulletin"
_CHANGES = (
    "score_before", "place_before", "of_before", "moved", "gain", "place_gain", "of_gain", "margin", "firmness",
)  # fmt: skip


@dataclass(frozen=True)
class ContestResult:
    """A contest that the plan names: places by item (:func:`incuanalysis.evaluation.contests.contest`) and over all items."""

    rules: Contest
    places: pd.DataFrame
    whole: pd.DataFrame


@dataclass(frozen=True)
class Quarterly:
    """What the quarterly bulletin says.

    Parameters
    ----------
    plan, period, month
        The plan, the quarter and its last month.
    targets, before
        Rows of :func:`incuanalysis.evaluation.progress.progress` with ``name``: every line of the region's current
        targets at the quarter's end, and of the same targets three months earlier.
    unit_targets
        Every line of the units' current targets, with ``name``, ``unit_id`` and ``unit_name``.
    units
        A row an assessed unit in the columns of :func:`incuanalysis.evaluation.documents.leagues.places_by_quarter`,
        and ``place_before``, ``of_before``, ``moved``, ``gain`` (percentage points that the quarter added), ``place_gain``,
        ``of_gain``, ``margin`` and ``firmness`` (internal).
    places
        Places by quarter, the last quarter included.
    contests
        Of the contests that the plan names those in which somebody has reported.
    behind
        Of the region and of units: what is behind, the worst first, with ``reasons`` and ``measures`` as reported.
    silent
        Units that have not reported all.
    ledger, tasks, lights
        The plan's tasks by unit, as a whole, and their lights quarter by quarter; empty where the plan has none.
    texts, objections
        What people wrote for this bulletin and about it.
    names
        Unit id → name.
    """

    plan: Plan
    period: Period
    month: Month
    targets: pd.DataFrame
    before: pd.DataFrame
    unit_targets: pd.DataFrame
    units: pd.DataFrame
    places: pd.DataFrame
    contests: tuple[ContestResult, ...]
    behind: pd.DataFrame
    silent: tuple[Silent, ...]
    ledger: pd.DataFrame
    tasks: pd.DataFrame
    lights: pd.DataFrame
    texts: tuple[Text, ...]
    objections: tuple[Objection, ...]
    names: dict[str, str]

    @property
    def judged(self) -> pd.DataFrame:
        """One row a target of the region: the line that it is judged by."""
        return judged(self.targets)

    def written(self, section: str) -> tuple[Text, ...]:
        """Return the texts of a section, the office's own first; units by name."""
        return tuple(
            Text(one.section, self.names.get(one.unit, one.unit), one.text)
            for one in self.texts
            if one.section == section
        )


def evaluate(inquiry: Inquiry) -> Quarterly:
    """Return what the bulletin of the inquiry's quarter says.

    Raises
    ------
    NoDataError
        If no plan holds for the region, or the store is empty.
    """
    month, plan = inquiry.month, inquiry.the_plan()
    months = quarters_of(month, Month(int(plan.first[:4]), int(plan.first[5:])))
    earlier = month.plus(-3)
    everything = progress_of(inquiry, sorted({*months, earlier}))
    rows = current(everything[everything["month"] == int(month)], inquiry, month)
    # of the same targets, so that what a quarter added can be told
    past = current(everything[everything["month"] == int(earlier)], inquiry, month)
    names = dict(zip(inquiry.units["unit"], inquiry.units["name"], strict=True))
    names[inquiry.region] = inquiry.words.regions.get(inquiry.region).name
    own, units = own_rows(rows, inquiry.region), _named(unit_rows(rows, inquiry.region), names)
    places = places_by_quarter(inquiry, everything, months)
    gains = added(judged(units), judged(unit_rows(past, inquiry.region)))
    late = _named(pd.concat([judged(own), judged(units)]), names)
    late = late[late["status"].isin(BEHIND)]
    late = late.assign(severity=late["status"].map({status: place for place, status in enumerate(BEHIND)}))
    late = late.sort_values(["severity", "gap_points"], kind="stable", na_position="last").reset_index(drop=True)
    ledger, tasks, lights = _tasks(inquiry, months)
    return Quarterly(
        plan,
        inquiry.period,
        month,
        own,
        own_rows(past, inquiry.region),
        units,
        _standing(places, gains, inquiry.period),
        places,
        _contests(inquiry),
        reported_texts(late, inquiry, month),
        silent_units(judged(units), names),
        ledger,
        tasks,
        lights,
        texts_of(inquiry, KIND),
        objections_of(inquiry, KIND),
        names,
    )


def _named(rows: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    id = rows["carrier"].where(rows["carrier"].notna(), rows["region"])
    return rows.assign(unit_id=id, unit_name=[names.get(str(one), str(one)) for one in id])


def _standing(places: pd.DataFrame, gains: pd.Series[float], period: Period) -> pd.DataFrame:
    """Return the last quarter's board with what changed since the one before."""
    last, before = str(period), str(period.shifted(-3))
    now = places[places["period"] == last].reset_index(drop=True)
    then = places.loc[places["period"] == before, ["unit", "score", "place", "of"]]
    now = now.merge(then, on="unit", how="left", suffixes=("", "_before"))
    now["moved"] = now["place_before"] - now["place"]
    by_tasks = now["score"] - now["score_before"]
    now["gain"] = now["unit"].map(gains).astype("float64").where(now["basis"] == "targets", by_tasks)
    # a unit without a place by level has none by progress either
    ranked = now["gain"].where(now["place"].notna()).astype("float64").round(9)
    by_league = ranked.groupby(now["league"])
    now["place_gain"] = by_league.rank(method="min", ascending=False)
    now["of_gain"] = by_league.transform("count").astype("float64")
    return now.join(firmness(now))[[*LEAGUE_COLUMNS, *_CHANGES]]


def _contests(inquiry: Inquiry) -> tuple[ContestResult, ...]:
    named = {one.id for one in inquiry.the_plan().standards}
    found = []
    for id, rules in open_contests(inquiry.project).items():
        if id not in named:
            continue
        try:
            places = contests_of(inquiry, id, firmness=True)
        except NoDataError:  # nobody to rank
            continue
        if (places["status"] == "ranked").any():
            found.append(ContestResult(rules, places, composite(places, rules)))
    return tuple(found)


def _tasks(inquiry: Inquiry, months: list[Month]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    plan, records = inquiry.the_plan(), inquiry.record("task_status")
    ledger = task_ledger(plan, records, inquiry.units, inquiry.day)
    if ledger.empty:
        return ledger, pd.DataFrame(), pd.DataFrame()
    lights = task_map(plan, records, inquiry.units, [str(month) for month in months])
    quarters = {str(month): str(Period(month.plus(-2), month)) for month in months}
    return ledger, completion_by_task(ledger), lights.assign(month=lights["month"].map(quarters))

"""Leagues of units quarter by quarter: who ranks where by what is done of the year, and by what the quarter added.

Units with targets of a breakdown are ranked by these; a league in which nobody has any (departments) by its part in the
plan's tasks. Both ways of adding up are the project's own, and so is the rule of how firm a place is.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from incuanalysis.evaluation.documents.targets import current, judged, standing_of_units, unit_rows
from incuanalysis.evaluation.ledgers.tasks import ledgers
from incuanalysis.evaluation.questions import Inquiry
from incuanalysis.plans.units import assessed_units
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month, Period

__all__ = ["COUNTS", "LEAGUE_COLUMNS", "added", "firmness", "places_by_quarter", "quarters_of", "standing_by_tasks"]

#: Tasks of a unit by how they stand; they add up to ``targets``.
COUNTS = ("targets", "done", "on_schedule", "behind", "in_progress", "not_reported")
_HEAD = ["period", "unit", "name", "kind", "league", "state"]
LEAGUE_COLUMNS = [*_HEAD, "basis", *COUNTS, "score", "place", "of"]
_ANEW = frozenset({Basis.PER_YEAR, Basis.PERIOD, Basis.YTD})
# Sums that are equal on paper may differ in the last binary digits.
_DIGITS = 9
# Per cent of a unit's own score below which an ordinary correction of a return would do (as in contests).
_NARROW = 5.0


def quarters_of(month: Month, first: Month, most: int = 6) -> list[Month]:
    """Return the quarter ends up to a month, from a plan's first month on, the last ``most`` of them.

    Examples
    --------
    >>> [str(one) for one in quarters_of(Month(2023, 9), Month(2023, 1))]
    ['2023-03', '2023-06', '2023-09']
    """
    found = [month.plus(-3 * back) for back in range(most - 1, -1, -1)]
    return [one for one in found if first <= one] or [month]


def places_by_quarter(inquiry: Inquiry, progress: pd.DataFrame, months: Sequence[Month]) -> pd.DataFrame:
    """Return how each assessed unit stood at each quarter's end, and its place in its league.

    Parameters
    ----------
    inquiry
        Whose units they are.
    progress
        Rows of :func:`incuanalysis.evaluation.progress.progress` at the months.
    months
        Quarter ends, the last one that of the document: it decides by what a league is ranked.

    Returns
    -------
    DataFrame
        In :data:`LEAGUE_COLUMNS`: a row a quarter (``2023Q3``) and unit. ``basis`` is ``targets``, ``tasks``, or empty for
        a league that has neither; ``score`` is in per cent; ``place`` and ``of`` are missing where a unit is not ranked or
        has reported nothing.
    """
    tasks = ledgers(
        inquiry.the_plan(), inquiry.record("task_status"), inquiry.units, [one.last_day() for one in months]
    )
    boards = []
    for month, ledger in zip(months, tasks, strict=True):
        assessed = assessed_units(inquiry.records, inquiry.words, inquiry.region, month, inquiry.as_of)
        if assessed.empty:
            continue
        rows = judged(unit_rows(current(progress[progress["month"] == int(month)], inquiry, month), inquiry.region))
        by_targets = standing_of_units(rows, rows.iloc[[]], assessed).assign(basis="targets")
        by_tasks = standing_by_tasks(ledger, assessed).assign(basis="tasks")
        quarter = str(Period(month.plus(-2), month))
        rest = _without_any(assessed, {*by_targets["unit"], *by_tasks["unit"]})
        parts = (by_targets, by_tasks, rest)
        boards += [part.assign(period=quarter)[LEAGUE_COLUMNS] for part in parts if len(part)]
    if not boards:
        return pd.DataFrame(columns=LEAGUE_COLUMNS)
    return _of_one_basis(pd.concat(boards, ignore_index=True), str(Period(months[-1].plus(-2), months[-1])))


def _of_one_basis(boards: pd.DataFrame, last: str) -> pd.DataFrame:
    """Keep for each league one basis, that of the last quarter; for its units without any, a row all the same.

    A unit that is alone has no place.
    """
    now = boards[boards["period"] == last]
    kept = []
    for league in dict.fromkeys(now["league"]):
        own = now[(now["league"] == league) & (now["targets"] > 0)]
        basis = next((one for one in ("targets", "tasks") if (own["basis"] == one).any()), "")
        rows = boards[boards["league"] == league]
        chosen = rows[(rows["basis"] == basis) & (rows["targets"] > 0)]
        held = pd.MultiIndex.from_frame(chosen[["period", "unit"]])
        rest = rows.drop_duplicates(["period", "unit"])
        rest = rest[~pd.MultiIndex.from_frame(rest[["period", "unit"]]).isin(held)]
        blank = dict.fromkeys(COUNTS, 0) | dict.fromkeys(("score", "place"), float("nan"))
        kept += [chosen, rest.assign(**blank, of=float(chosen["of"].max()) if len(chosen) else 0.0, basis=basis)]
    if not kept:
        return boards.iloc[[]]
    found = pd.concat([part for part in kept if len(part)], ignore_index=True)
    found["place"] = found["place"].where(found["of"] != 1)
    return found


def _without_any(assessed: pd.DataFrame, held: set[str]) -> pd.DataFrame:
    """Return rows for the assessed units that neither targets nor tasks name."""
    rows = assessed[~assessed["unit"].isin(held)][["unit", "name", "kind", "league", "state"]].copy()
    rows["league"] = rows["league"].where(rows["league"].astype("str") != "", rows["kind"])
    return rows.assign(basis="", **dict.fromkeys(COUNTS, 0), score=float("nan"), place=float("nan"), of=0.0)


def standing_by_tasks(ledger: pd.DataFrame, assessed: pd.DataFrame) -> pd.DataFrame:
    """Return how each assessed unit stands with the plan's tasks, and its place in its league.

    Parameters
    ----------
    ledger
        From :func:`incuanalysis.evaluation.ledgers.task_ledger`.
    assessed
        :attr:`Inquiry.units`.

    Returns
    -------
    DataFrame
        As :func:`incuanalysis.evaluation.documents.targets.standing_of_units`: ``score`` is the share of a unit's tasks
        that are done or under way within their deadline; ``behind`` has those past it too, ``in_progress`` those not
        begun. Tasks changed by a document do not count. A unit that has reported on none has no score.
    """
    part = ledger[(ledger["status"] != "changed") | ledger["overdue"]]
    open_ = ~part["overdue"]
    told = pd.DataFrame(
        {
            "name": part["unit"],
            "targets": 1,
            "done": part["status"] == "done",
            "on_schedule": (part["status"] == "under_way") & open_,
            "behind": (part["status"] == "behind") | (part["overdue"] & (part["status"] != "done")),
            "in_progress": (part["status"] == "not_started") & open_,
            "not_reported": (part["status"] == "not_reported") & open_,
            "silent": part["status"] == "not_reported",
        }
    )
    sums = told.groupby("name", sort=False).sum().astype("int64").reset_index()
    reported = sums["silent"] < sums["targets"]
    sums["score"] = (100 * (sums["done"] + sums["on_schedule"]) / sums["targets"]).where(reported)
    rows = assessed[["unit", "name", "kind", "league", "state"]].merge(sums.drop(columns="silent"), on="name")
    rows["league"] = rows["league"].where(rows["league"].astype("str") != "", rows["kind"])
    ranked = rows["score"].where(rows["state"] == "ranked").astype("float64").round(_DIGITS)
    by_league = ranked.groupby(rows["league"])
    rows["place"], rows["of"] = (
        by_league.rank(method="min", ascending=False),
        by_league.transform("count").astype(float),
    )
    return rows.sort_values(["league", "place", "name"], kind="stable", na_position="last").reset_index(drop=True)


def added(now: pd.DataFrame, before: pd.DataFrame) -> pd.Series[float]:
    """Return unit → by how many percentage points the quarter brought its year's tasks forward, on average.

    Both ends are measured against what is due by the end of this quarter's year, so that January does not undo what was
    done; of what counts by the year nothing was done before January. A target without a value at either end, or of which
    less is better, is left out.

    Parameters
    ----------
    now, before
        Judged rows of units' targets at the quarter's end and three months earlier, of the same targets.
    """
    keys = ["region", "carrier", "target", "line"]
    pair = now[now["status"] != "not_due_yet"].merge(
        before[[*keys, "month", "actual"]], on=keys, how="left", suffixes=("", "_before")
    )
    pair = pair[(pair["comparator"] != "at_most") & (pair["year_value"] > 0)]
    anew = pair["basis"].isin(_ANEW) & (pair["month"] // 100 != pair["month_before"] // 100)
    then = pair["actual_before"].astype("float64").mask(anew, 0.0) / pair["year_value"]
    gain = 100 * (pair["completion_year"].astype("float64").clip(0, 1) - then.clip(0, 1))
    return gain.groupby(pair["carrier"].where(pair["carrier"].notna(), pair["region"])).mean().dropna()


def firmness(rows: pd.DataFrame) -> pd.DataFrame:
    """Return by how many points a score would have to change to change a unit's place in its league, and what that is.

    Returns
    -------
    DataFrame
        ``margin`` (percentage points) and ``firmness`` (``tied``, ``narrow``: up to 5 % of the unit's own score would do;
        ``firm``; empty without a place or a neighbour), in the index of ``rows``.
    """
    found = pd.DataFrame({"margin": float("nan"), "firmness": ""}, index=rows.index)
    for _, league in rows[rows["place"].notna()].groupby("league", sort=False):
        scores = league["score"].round(_DIGITS)
        for at, own in scores.items():
            others = (scores.drop(at) - own).abs()
            if others.empty:
                continue
            margin = float(others.min())
            said = "tied" if margin == 0 else "narrow" if margin <= own * _NARROW / 100 else "firm"
            found.loc[at, ["margin", "firmness"]] = [margin, said]
    return found

"""The targets that a document speaks of: the region's own at a month, and how its units stand with theirs."""

from __future__ import annotations

import pandas as pd

from incuanalysis.evaluation.questions import Inquiry
from incuanalysis.plans.series import series_of
from incuanalysis.vocabulary.periods import Month

__all__ = ["BEHIND", "current", "judged", "own_rows", "standing_of_units", "unit_rows"]

#: Statuses that ask for reasons, the worst first.
BEHIND = ("missed", "far_behind", "behind")
_COUNTS = ("targets", "done", "on_schedule", "behind", "in_progress", "not_reported")


def own_rows(progress: pd.DataFrame, region: str) -> pd.DataFrame:
    """Return the rows that are the region's own: not those of its towns, departments or of carriers with tasks."""
    return progress[progress["region"].eq(region) & progress["carrier"].isna()].reset_index(drop=True)


def unit_rows(progress: pd.DataFrame, region: str) -> pd.DataFrame:
    """Return the rows of the units that the breakdown assigns something."""
    return progress[progress["region"].ne(region) | progress["carrier"].notna()].reset_index(drop=True)


def current(progress: pd.DataFrame, inquiry: Inquiry, month: Month) -> pd.DataFrame:
    """Return the rows that a month works towards, with ``name``, in the plan's order.

    Of targets that follow one another (end of 2022, 2023, 2024) that is the one due in the month's year, else the next
    one; where all are past, the last.

    Parameters
    ----------
    progress
        Rows of :func:`incuanalysis.evaluation.progress.progress`.
    inquiry
        Whose plan it is.
    month
        The month.
    """
    names: dict[str, str] = {}
    for series in series_of(inquiry.the_plan(), inquiry.words):
        target = series.target_for(month.year) or series.targets[-1]
        names[target.id] = series.label
    kept = progress[progress["target"].isin(names)]
    order = {target.id: place for place, target in enumerate(inquiry.the_plan().targets)}
    kept = kept.assign(name=kept["target"].map(names), place=kept["target"].map(order))
    return kept.sort_values("place", kind="stable").drop(columns="place").reset_index(drop=True)


def judged(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each entity and target: the base line where it has one, else the low one."""
    at = rows["line"].map({"base": 0, "low": 1, "high": 2})
    keys = ["region", "carrier", "target", "month"]
    ordered = rows.assign(at=at).sort_values("at", kind="stable")
    kept = ordered[~ordered[keys].duplicated()].index
    return rows.loc[sorted(kept)].reset_index(drop=True)


def standing_of_units(
    units: pd.DataFrame, before: pd.DataFrame, assessed: pd.DataFrame, *, complete: bool = False
) -> pd.DataFrame:
    """Return how each assessed unit stands with what it was assigned, and its place in its league.

    The score is the mean over its targets of what is done of the year's task, each at most 100; targets without a value
    do not count in it and are told beside it. This way of adding up is the project's own.

    Parameters
    ----------
    units, before
        Rows of units at this month and at an earlier one, one line of each target (:func:`judged`).
    assessed
        :attr:`Inquiry.units`.
    complete
        A unit that has not reported all of its targets gets no place: otherwise not reporting could save one.

    Returns
    -------
    DataFrame
        ``unit, name, kind, league, state, targets, done, on_schedule, behind, in_progress, not_reported, score, place,
        of, place_before, moved``; places are missing where a unit is not ranked or has reported nothing.
    """
    now, then = _scores(units), _scores(before)
    rows = assessed[["unit", "name", "kind", "league", "state"]].copy()
    rows["league"] = rows["league"].where(rows["league"].astype("str") != "", rows["kind"])
    rows = rows.merge(now, on="unit", how="left").merge(
        then[["unit", "score"]], on="unit", how="left", suffixes=("", "_before")
    )
    rows[list(_COUNTS)] = rows[list(_COUNTS)].fillna(0).astype("int64")
    rows = rows[(rows["targets"] > 0) | (rows["kind"] == "town")].reset_index(drop=True)
    if complete:
        rows["score_ranked"] = rows["score"].where(rows["not_reported"] == 0)
    rows["place"], rows["of"] = _places(rows, "score_ranked" if complete else "score")
    rows = rows.drop(columns="score_ranked", errors="ignore")
    rows["place_before"], _ = _places(rows, "score_before")
    rows["moved"] = rows["place_before"] - rows["place"]
    ordered = rows.sort_values(["league", "place", "name"], kind="stable", na_position="last")
    return ordered.reset_index(drop=True)


def _places(rows: pd.DataFrame, column: str) -> tuple[pd.Series[float], pd.Series[float]]:
    """Return competition ranks within leagues and how many are ranked there."""
    # scores that are equal on paper may differ in the last binary digits
    ranked = rows[column].where(rows["state"] == "ranked").round(9)
    grouped = ranked.groupby(rows["league"])
    return grouped.rank(method="min", ascending=False), grouped.transform("count").astype("float64")


def _scores(rows: pd.DataFrame) -> pd.DataFrame:
    """Return unit → how many of its targets stand how, and the mean of what is done of the year's task in per cent."""
    rows = rows[rows["status"] != "not_due_yet"]
    if rows.empty:
        return pd.DataFrame(columns=["unit", *_COUNTS, "score"]).astype({"unit": "str", "score": "float64"})
    status = rows["status"]
    told = pd.DataFrame(
        {
            "unit": rows["carrier"].where(rows["carrier"].notna(), rows["region"]),
            "targets": 1,
            "done": status == "done",
            "on_schedule": status.isin(["ahead", "on_schedule"]),
            "behind": status.isin(BEHIND),
            "in_progress": status == "in_progress",
            "not_reported": status == "not_reported",
            "score": 100 * rows["completion_year"].clip(0, 1),
        }
    )
    grouped = told.groupby("unit", sort=False)
    return grouped[list(_COUNTS)].sum().join(grouped["score"].mean()).reset_index()

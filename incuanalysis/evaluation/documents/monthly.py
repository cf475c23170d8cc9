"""The monthly brief: how the targets stand at a month's end, which are behind and why, and who has not reported."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from incuanalysis.evaluation.documents.targets import BEHIND, current, judged, own_rows, standing_of_units, unit_rows
from incuanalysis.evaluation.questions import Inquiry, outlook_of, progress_of
from incuanalysis.plans.model import Plan
from incuanalysis.vocabulary.periods import Month

__all__ = ["Monthly", "Silent", "early_warnings", "evaluate", "reported_texts", "silent_units"]


@dataclass(frozen=True)
class Silent:
    """A unit that has not reported something for the month: of how many targets, and when it last reported any."""

    unit: str
    name: str
    missing: int
    of: int
    last: Month | None


@dataclass(frozen=True)
class Monthly:
    """What the monthly brief says.

    Parameters
    ----------
    plan, month
        The plan and the month.
    targets
        Rows of :func:`incuanalysis.evaluation.progress.progress` with ``name``: every line of the region's current
        targets at the month's end.
    before
        The same a month earlier.
    units
        As :func:`incuanalysis.evaluation.documents.targets.standing_of_units`; empty without a breakdown.
    unit_targets
        The judged lines of the units' current targets, with ``name``.
    behind
        Of the region and of units: what is behind, the widest gap first, with ``unit_name``, ``reasons`` and
        ``measures`` as the unit reported them, empty where it did not.
    warnings
        Current targets that are not behind, or behind, whose projection misses the line, as
        :func:`incuanalysis.evaluation.progress.outlook` gives them, with ``name``.
    silent
        Units that have not reported.
    """

    plan: Plan
    month: Month
    targets: pd.DataFrame
    before: pd.DataFrame
    units: pd.DataFrame
    unit_targets: pd.DataFrame
    behind: pd.DataFrame
    warnings: pd.DataFrame
    silent: tuple[Silent, ...]

    @property
    def judged(self) -> pd.DataFrame:
        """One row a target: the line that it is judged by."""
        return judged(self.targets)


def evaluate(inquiry: Inquiry) -> Monthly:
    """Return what the brief of the inquiry's month says.

    Raises
    ------
    NoDataError
        If no plan holds for the region, or the store is empty.
    """
    month, plan = inquiry.month, inquiry.the_plan()
    earlier = month.plus(-1)
    everything = progress_of(inquiry, [earlier, month])
    rows = current(everything[everything["month"] == int(month)], inquiry, month)
    past = current(everything[everything["month"] == int(earlier)], inquiry, month)
    own, units = own_rows(rows, inquiry.region), judged(unit_rows(rows, inquiry.region))
    standing = standing_of_units(units, judged(unit_rows(past, inquiry.region)), inquiry.units)
    if units.empty:
        standing = standing.iloc[[]]
    names = dict(zip(inquiry.units["unit"], inquiry.units["name"], strict=True))
    names[inquiry.region] = inquiry.words.regions.get(inquiry.region).name
    return Monthly(
        plan,
        month,
        own,
        own_rows(past, inquiry.region),
        standing,
        units,
        reported_texts(_behind(pd.concat([judged(own), units]), names), inquiry, month),
        early_warnings(inquiry, own),
        silent_units(units, names),
    )


def _behind(rows: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    late = rows[rows["status"].isin(BEHIND)].copy()
    id = late["carrier"].where(late["carrier"].notna(), late["region"])
    late["unit_id"] = id
    late["unit_name"] = [names.get(str(one), str(one)) for one in id]
    return late.sort_values("gap_points", kind="stable", na_position="last").reset_index(drop=True)


def reported_texts(rows: pd.DataFrame, inquiry: Inquiry, month: Month, months: int = 3) -> pd.DataFrame:
    """Add the ``reasons`` and ``measures`` that each row's unit wrote, the latest of the last ``months`` months."""
    texts = inquiry.texts
    since = int(month.plus(1 - months))
    recent = texts[texts["last"].between(since, int(month))].sort_values("last", kind="stable")
    written: dict[tuple[str, str], str] = {}
    for region, carrier, field, text in recent[["region", "carrier", "field", "text"]].itertuples(index=False):
        written[str(region if pd.isna(carrier) else carrier), str(field)] = str(text)
    added = {name: [written.get((str(unit), name), "") for unit in rows["unit_id"]] for name in ("reasons", "measures")}
    return rows.assign(**added)


def early_warnings(inquiry: Inquiry, own: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of the region's current targets whose projected median falls short at the due month."""
    seen = outlook_of(inquiry)
    seen = own_rows(seen, inquiry.region)
    open_lines = own[~own["status"].isin(["done", "missed", "not_due_yet"])][
        ["target", "line", "name", "status", "comparator"]
    ]
    found = seen.merge(open_lines, on=["target", "line"])
    short = found["median"].notna() & (found["median"] < found["target_value"]) & found["comparator"].ne("at_most")
    over = found["median"].notna() & (found["median"] > found["target_value"]) & found["comparator"].eq("at_most")
    return found[short | over].sort_values("chance", kind="stable").reset_index(drop=True)


def silent_units(units: pd.DataFrame, names: dict[str, str]) -> tuple[Silent, ...]:
    """Return the units with tasks that have not reported all of them, those that reported nothing first."""
    found = []
    due = units[units["status"] != "not_due_yet"]
    id = due["carrier"].where(due["carrier"].notna(), due["region"])
    for unit, rows in due.groupby(id, sort=False):
        missing = int((rows["status"] == "not_reported").sum())
        if missing:
            last = rows["actual_at"].dropna()
            month = Month.from_int(int(last.max())) if len(last) else None
            found.append(Silent(str(unit), names.get(str(unit), str(unit)), missing, len(rows), month))
    return tuple(sorted(found, key=lambda one: (one.missing < one.of, -one.missing)))

"""The yearly assessment of units: scores and places, how each came about, what was not done, and what is proposed."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from incuanalysis.evaluation.documents.monthly import reported_texts
from incuanalysis.evaluation.documents.targets import BEHIND, current, judged, own_rows, standing_of_units, unit_rows
from incuanalysis.evaluation.documents.written import Objection, Text, objections_of, seen_by, texts_of
from incuanalysis.evaluation.lifecycle.criticism import criticism
from incuanalysis.evaluation.questions import Inquiry, progress_of, tasks_of
from incuanalysis.plans.model import Plan
from incuanalysis.vocabulary.periods import Month

__all__ = ["KIND", "Annual", "evaluate"]

KIND = "annual_assessment"


@dataclass(frozen=True)
class Annual:
    """What the yearly assessment says.

    Parameters
    ----------
    plan, month
        The plan, and the year's last month.
    targets
        Rows of :func:`incuanalysis.evaluation.progress.progress` with ``name``: every line of the region's targets.
    units
        As :func:`incuanalysis.evaluation.documents.targets.standing_of_units`; empty without a breakdown.
    shares
        The tasks that the scores are made of: the judged line of each target of a unit, with ``name``, ``unit_name`` and
        ``points`` (0 to 100, missing where nothing was reported or the year asks for nothing).
    late
        Of the region and of units: missed and behind, with ``unit_name``, ``reasons`` and ``measures`` as reported.
    treatment
        As :func:`incuanalysis.evaluation.lifecycle.criticism.criticism`, by the units' names; without proposals where the
        plan does not name public criticism.
    praise
        Units proposed for praise: ranked, everything reported, every task of the year done.
    criticism_stated
        Whether the plan names public criticism.
    tasks
        Completion of the plan's tasks by unit; empty where the plan has none.
    texts, objections
        What people wrote.
    """

    plan: Plan
    month: Month
    targets: pd.DataFrame
    units: pd.DataFrame
    shares: pd.DataFrame
    late: pd.DataFrame
    treatment: pd.DataFrame
    praise: tuple[str, ...]
    criticism_stated: bool
    tasks: pd.DataFrame
    texts: tuple[Text, ...] = ()
    objections: tuple[Objection, ...] = ()

    @property
    def year(self) -> int:
        """The year that is assessed."""
        return self.month.year

    @property
    def judged(self) -> pd.DataFrame:
        """One row a target of the region: the line that it is judged by."""
        return judged(self.targets)

    @property
    def ranked(self) -> pd.DataFrame:
        """The units that have a place."""
        return self.units[self.units["place"].notna()]


def evaluate(inquiry: Inquiry) -> Annual:
    """Return what the assessment of the inquiry's year says.

    Raises
    ------
    NoDataError
        If no plan holds for the region, or the store is empty.
    """
    month, plan = inquiry.month, inquiry.the_plan()
    rows = current(progress_of(inquiry), inquiry, month)
    own, units = own_rows(rows, inquiry.region), judged(unit_rows(rows, inquiry.region))
    standing = standing_of_units(units, units.iloc[[]], inquiry.units, complete=True)
    if units.empty:
        standing = standing.iloc[[]]
    names = dict(zip(inquiry.units["unit"], inquiry.units["name"], strict=True))
    names[inquiry.region] = inquiry.words.regions.get(inquiry.region).name
    shares = _shares(units, names)
    late = _named(pd.concat([judged(own), units]), names)
    late = late[late["status"].isin(BEHIND)]
    late = late.assign(severity=[BEHIND.index(str(one)) for one in late["status"]])
    late = late.sort_values(["severity", "gap_points"], kind="stable", na_position="last").reset_index(drop=True)
    stated = any("通报批评" in one.zh for one in plan.consequences)
    treatment = _treatment(inquiry, standing, shares)
    if not stated:
        treatment = treatment.assign(proposal_zh="", proposal_en="")
    return Annual(
        plan,
        month,
        own,
        standing,
        shares,
        reported_texts(late, inquiry, month),
        treatment[(treatment["proposal_zh"] != "") | (treatment["decided"] != "")].reset_index(drop=True),
        _praise(standing),
        stated,
        tasks_of(inquiry)[1] if plan.tasks else pd.DataFrame(),
        texts_of(inquiry, KIND),
        objections_of(inquiry, KIND),
    )


def _named(rows: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    id = rows["carrier"].where(rows["carrier"].notna(), rows["region"])
    return rows.assign(unit_id=id, unit_name=[names.get(str(one), str(one)) for one in id])


def _shares(units: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Return the tasks that count in the scores, with their points, unit by unit."""
    due = _named(units[units["status"] != "not_due_yet"], names)
    due = due.assign(points=100 * due["completion_year"].astype("float64").clip(0, 1))
    order = {unit: place for place, unit in enumerate(due["unit_id"].drop_duplicates())}
    return due.sort_values("unit_id", key=lambda ids: ids.map(order), kind="stable").reset_index(drop=True)


def _praise(standing: pd.DataFrame) -> tuple[str, ...]:
    done = standing["place"].notna() & (standing["not_reported"] == 0) & (standing["done"] == standing["targets"])
    return tuple(str(name) for name in standing.loc[done, "name"])


def _treatment(inquiry: Inquiry, standing: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """Return who is proposed for public criticism: a task that fell due was missed, or a person found poor execution."""
    year, missed = inquiry.month.year, []
    over = shares[shares["due"] <= int(inquiry.month)]
    for unit, name in standing[["unit", "name"]].itertuples(index=False):
        own = over[over["unit_id"] == unit]
        late = list(own.loc[own["status"] == "missed", "name"])
        failed = True if late else None if (own["status"] == "not_reported").any() else False
        missed.append({"unit": name, "year": year, "missed": failed, "what": "、".join(late) or None})
    frame = pd.DataFrame(missed, columns=["unit", "year", "missed", "what"])
    found, decided = (_of_units(inquiry, kind, year) for kind in ("finding", "criticism"))
    return criticism(frame, found, decided, seen_by(inquiry))


def _of_units(inquiry: Inquiry, kind: str, year: int) -> pd.DataFrame:
    """Return the year's records of a kind about units of the region, by the units' names."""
    names = dict(zip(inquiry.units["unit"], inquiry.units["name"], strict=True))
    names |= {name: name for name in inquiry.units["name"]}
    rows = inquiry.record(kind)
    rows = rows[(rows["year"] == year) & rows["unit"].isin(names)]
    return rows.assign(unit=rows["unit"].map(names)).rename(columns={"date": "on"})

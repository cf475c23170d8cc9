"""The review of a plan at its end: what was reached of it, by whom, how the data stand, and what the plan leaves open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from incuanalysis.evaluation.documents.monthly import reported_texts
from incuanalysis.evaluation.documents.targets import judged, own_rows, unit_rows
from incuanalysis.evaluation.documents.written import Text, texts_of
from incuanalysis.evaluation.ledgers import completion_by_task, milestone_ledger
from incuanalysis.evaluation.ledgers.milestones import Lookup
from incuanalysis.evaluation.progress import contributions, histories
from incuanalysis.evaluation.progress.history import Entity, months_between
from incuanalysis.evaluation.progress.schedule import month_of
from incuanalysis.evaluation.questions import Inquiry, progress_of, tasks_of
from incuanalysis.plans.model import Plan, Target
from incuanalysis.plans.series import series_of
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month

__all__ = ["KIND", "PlanReview", "evaluate", "known_figures", "month_gaps", "unit_contributions"]

KIND = "plan_review"
_RETURNS = "return"
_FLOWS = (Basis.PERIOD, Basis.YTD)
# Sums of decimal fractions that are equal on paper differ in the last binary digits.
_NOTHING = 1e-9
_GAP_COLUMNS = ("target", "months", "known", "missing", "first", "last")
_UNIT_COLUMNS = (
    "target", "indicator", "unit", "unit_id", "unit_name", "actual", "expected", "gap", "part", "whole", "place",
)  # fmt: skip


@dataclass(frozen=True)
class PlanReview:
    """What the review of a plan says.

    Parameters
    ----------
    plan, month
        The plan, and the month at whose end it is seen.
    over
        Whether the plan's last month is reached.
    returned
        Whether the store has any return of the region's; without, what has no number is not published, not unreported.
    targets
        Rows of :func:`incuanalysis.evaluation.progress.progress`: every line of all of the region's targets, in the
        plan's order, each as it stood at its due month (or by ``month``); ``met_at`` may be later than that.
    course
        The same for every month of the plan up to ``month``, of the last target of each series.
    missed
        The judged lines of targets that were due and not reached, with ``reasons`` and ``measures`` as reported.
    units
        What units brought to the last target of each series (:func:`unit_contributions`).
    assigned
        Whether the plan's targets were broken down to units.
    gaps
        Months without a number (:func:`month_gaps`).
    milestones, tasks
        As :func:`incuanalysis.evaluation.ledgers.milestone_ledger` and ``completion_by_task`` give them.
    task_records
        Whether anybody reported on any task.
    figures
        The latest published figure of each indicator of the region (:func:`known_figures`).
    texts
        What people wrote for this document.
    """

    plan: Plan
    month: Month
    over: bool
    returned: bool
    targets: pd.DataFrame
    course: pd.DataFrame
    missed: pd.DataFrame
    units: pd.DataFrame
    assigned: bool
    gaps: pd.DataFrame
    milestones: pd.DataFrame
    tasks: pd.DataFrame
    task_records: bool
    figures: pd.DataFrame
    texts: tuple[Text, ...]

    @property
    def judged(self) -> pd.DataFrame:
        """One row a target: the line that it is judged by."""
        return judged(self.targets)

    @property
    def main(self) -> pd.DataFrame:
        """The rows of :attr:`targets` of the last target of each series."""
        ids = set(self.gaps["target"])
        return self.targets[self.targets["target"].isin(ids)].reset_index(drop=True)

    @property
    def due(self) -> pd.DataFrame:
        """The judged rows of targets that are due by the month."""
        rows = self.judged
        return rows[rows["due"] <= int(self.month)]

    @property
    def late(self) -> pd.DataFrame:
        """The judged rows of targets that were met only after their due month."""
        rows = self.due
        return rows[(rows["status"] == "missed") & (rows["met_at"] > rows["due"])]

    @property
    def unknown_baselines(self) -> tuple[Target, ...]:
        """The last targets of their series whose value at the start is not known."""
        main = set(self.gaps["target"])
        targets = (one for one in self.plan.targets if one.id in main and one.baseline is not None)
        return tuple(one for one in targets if one.baseline is not None and one.baseline.value is None)


def evaluate(inquiry: Inquiry) -> PlanReview:
    """Return what the review of the inquiry's plan says.

    Raises
    ------
    NoDataError
        If no plan holds for the region, or there is no store.
    """
    plan, month = inquiry.the_plan(), inquiry.month
    first, last = month_of(plan.first), month_of(plan.last)
    months = list(months_between(first, min(month, last))) if month >= first else []
    rows = progress_of(inquiry, list(dict.fromkeys([*months, *_due_months(plan, month), month])))
    main = [series.targets[-1].id for series in series_of(plan, inquiry.words)]
    ends = _ordered(_at_the_end(rows, month), plan)
    own, units = own_rows(ends, inquiry.region), judged(unit_rows(ends, inquiry.region))
    past = rows[rows["target"].isin(main) & rows["month"].isin([int(one) for one in months])]
    course = own_rows(_ordered(past, plan), inquiry.region)
    missed = judged(own)
    missed = missed[missed["status"] == "missed"]
    missed = missed.assign(unit_id=missed["carrier"].where(missed["carrier"].notna(), missed["region"]))
    ledger, _ = tasks_of(inquiry)
    # on its last day a milestone is still to come: the review looks back on it
    after = inquiry.day + dt.timedelta(days=1)
    records = inquiry.record("task_status")
    source_class = inquiry.observations["source_class"].astype("str")
    return PlanReview(
        plan,
        month,
        month >= last,
        bool(source_class.str.startswith(_RETURNS).any()),
        own,
        course,
        reported_texts(missed, inquiry, month, months=12),
        unit_contributions(own, units[units["target"].isin(main)], inquiry),
        inquiry.breakdown is not None,
        month_gaps(course, main, months, plan),
        milestone_ledger(plan, _lookup(inquiry, plan), inquiry.record("milestone"), after, as_of=inquiry.as_of),
        completion_by_task(ledger),
        bool(len(records) and (records["plan"] == plan.id).any()),
        known_figures(inquiry),
        texts_of(inquiry, KIND),
    )


def _due_months(plan: Plan, month: Month) -> list[Month]:
    return sorted({due for due in (month_of(target.due) for target in plan.targets) if due <= month})


def _at_the_end(rows: pd.DataFrame, month: Month) -> pd.DataFrame:
    """Return each line as it stood at the end of its due month (or by now), with the month in which it was first met.

    What was added after a deadline does not make it kept; ``met_at`` shows that the line was met later.
    """
    keys = ["region", "carrier", "target", "line"]
    end = rows["due"].clip(upper=int(month))
    now = rows.loc[rows["month"] == int(month), [*keys, "met_at"]]
    ends = rows[rows["month"] == end].drop(columns="met_at")
    return ends.merge(now, on=keys, how="left")


def _ordered(rows: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    order = {target.id: place for place, target in enumerate(plan.targets)}
    at = rows["target"].map(order)
    return rows.assign(at=at).sort_values("at", kind="stable").drop(columns="at").reset_index(drop=True)


def _lookup(inquiry: Inquiry, plan: Plan) -> Lookup:
    """Return how to read the region's own number of an indicator at a month's end."""
    wanted = sorted({one.indicator for one in plan.milestones if one.indicator is not None})
    first = month_of(plan.first)
    months = months_between(first, max(first, inquiry.month))
    entity = Entity(inquiry.region)
    held = histories(inquiry.observations, months, inquiry.words, first, entities=[entity], indicators=wanted)

    def value(indicator: str, month: Month) -> float | None:
        basis = inquiry.words.indicators.get(indicator).basis
        return held.value(entity, indicator, month, Basis.SINCE_START if basis in _FLOWS else basis)

    return value


def unit_contributions(own: pd.DataFrame, units: pd.DataFrame, inquiry: Inquiry) -> pd.DataFrame:
    """Return what each unit brought to the region's targets, the largest part of each target first.

    Parameters
    ----------
    own
        The region's rows at the month.
    units
        Judged rows of its units at the month.
    inquiry
        For names, and for what can be added up.

    Returns
    -------
    DataFrame
        One row a target and unit: ``target, indicator, unit, unit_id, unit_name, actual, expected, gap, part, whole,
        place``. ``gap`` is what the unit is above (below) what it was due to bring, ``part`` its per cent of the region's
        number; of what cannot be added up there are no rows. A last row without ``unit_id`` is what the units leave over
        of the region's number.
    """
    names = dict(zip(inquiry.units["unit"], inquiry.units["name"], strict=True))
    whole = judged(own).set_index("target")
    found = []
    for target, rows in units.groupby("target", sort=False):
        if target not in whole.index or pd.isna(whole.loc[target, "actual"]):
            continue
        indicator = str(rows["indicator"].iloc[0])
        if inquiry.words.indicators.get(indicator).rollup_regions != "sum" or not rows["actual"].notna().any():
            continue
        entities = [
            Entity(str(region), None if pd.isna(carrier) else str(carrier))
            for region, carrier in zip(rows["region"], rows["carrier"], strict=True)
        ]
        total, due = float(whole.loc[target, "actual"]), float(whole.loc[target, "expected"])
        parts = contributions(
            dict(zip(entities, rows["actual"].astype("float64"), strict=True)),
            dict(zip(entities, rows["expected"].astype("float64"), strict=True)),
            total,
            due,
        )
        id = parts["carrier"].where(parts["carrier"].notna(), parts["region"])
        rest = id.isna()
        parts = parts.assign(
            target=target,
            indicator=indicator,
            unit=str(rows["unit"].iloc[0]),
            unit_id=id,
            unit_name=[names.get(str(one), str(one)) if isinstance(one, str) else "" for one in id],
            part=100 * parts["actual"] / total if total else np.nan,
            whole=total,
        )
        left = parts[rest & (parts["actual"].abs() > _NOTHING * max(abs(total), 1.0))]
        ordered = parts[~rest].sort_values("part", ascending=False, kind="stable", na_position="last")
        ordered = ordered if left.empty else pd.concat([ordered, left], ignore_index=True)
        found.append(ordered.assign(place=range(1, len(ordered) + 1)))
    if not found:
        return pd.DataFrame(columns=list(_UNIT_COLUMNS))
    return pd.concat(found, ignore_index=True)[list(_UNIT_COLUMNS)]


def month_gaps(course: pd.DataFrame, main: list[str], months: list[Month], plan: Plan) -> pd.DataFrame:
    """Return for each target how many months of the plan up to its due month have a number.

    Returns
    -------
    DataFrame
        ``target``; ``months``, ``known``: how many; ``missing``: the months without, as a tuple of year × 100 + month;
        ``first``, ``last``: the first and last month with a number (missing where there is none).
    """
    due = {target.id: month_of(target.due) for target in plan.targets}
    told = judged(course) if len(course) else course
    rows = []
    for target in main:
        wanted = [int(month) for month in months if month <= due[target]]
        mine = told[told["target"] == target]
        known = set(mine.loc[mine["actual"].notna(), "month"].astype("int64"))
        have = [month for month in wanted if month in known]
        missing = tuple(month for month in wanted if month not in known)
        rows.append((target, len(wanted), len(have), missing, have[0] if have else None, have[-1] if have else None))
    return pd.DataFrame(rows, columns=list(_GAP_COLUMNS)).astype({"first": "Int64", "last": "Int64"})


def known_figures(inquiry: Inquiry) -> pd.DataFrame:
    """Return the latest published figure of each indicator of the region itself, the latest first.

    Returns
    -------
    DataFrame
        Rows of observations with ``within``: whether the figure falls in the plan's span.
    """
    rows = inquiry.observations
    published = ~rows["source_class"].astype("str").str.startswith(_RETURNS)
    rows = rows[published & (rows["region"] == inquiry.region) & rows["carrier"].isna() & rows["value"].notna()]
    rows = rows[(rows["last"] <= int(inquiry.month)) & ~rows["demo"]]
    rows = rows.sort_values(["last", "first"], ascending=False, kind="stable").drop_duplicates("indicator")
    first = int(month_of(inquiry.the_plan().first))
    return rows.assign(within=rows["last"] >= first).reset_index(drop=True)

"""The yearly evaluation of carriers: who took part, scores and grades, where points were lost, what follows, who is near the next level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from incuanalysis.errors import NoDataError
from incuanalysis.evaluation.documents.targets import current, judged, own_rows, unit_rows
from incuanalysis.evaluation.documents.written import Objection, Text, objections_of, seen_by, texts_of
from incuanalysis.evaluation.questions import Inquiry, lifecycle_of, progress_of, readiness_of, scores_of
from incuanalysis.evaluation.questions.carriers import Scored
from incuanalysis.evaluation.schemes import open_scheme
from incuanalysis.evaluation.schemes.model import Scheme
from incuanalysis.evaluation.standards import open_standards
from incuanalysis.plans.model import Plan
from incuanalysis.vocabulary.periods import Month

__all__ = ["KIND", "NEAR", "CarrierEvaluation", "Step", "evaluate", "losses_of", "results_of"]

KIND = "carrier_evaluation"
#: So many open conditions at most, and a carrier is near the next level; ours.
NEAR = 2
_RESULTS = [
    "carrier", "name", "variant", "class_name", "level", "total", "total_known", "max_possible", "rank", "field",
    "computed", "settled", "recorded", "document", "grade", "how", "open_zh", "reason_zh", "proposal_zh",
]  # fmt: skip


@dataclass(frozen=True)
class Step:
    """What a carrier fulfils of the conditions of its next level, and what it lacks.

    ``conditions`` are those of the one standard that it lacks least of, without the parts of groups; ``open`` is how many
    of them fail or lack data, ``unseen`` how many have no published number. Without a published standard there are none.
    """

    carrier: str
    name: str
    level: str
    next: str
    standard: str = ""
    source: str = ""
    stated: bool = True
    conditions: pd.DataFrame | None = None
    open: int = 0
    unseen: int = 0

    @property
    def known(self) -> bool:
        """Whether conditions of the level are on file, with a number at least for one of them."""
        return self.conditions is not None and len(self.conditions) > self.unseen

    @property
    def near(self) -> bool:
        """Whether at most :data:`NEAR` conditions are open."""
        return self.known and self.open <= NEAR


@dataclass(frozen=True)
class CarrierEvaluation:
    """What the evaluation of carriers says.

    Parameters
    ----------
    scheme, month
        The scheme, and the year's last month.
    register
        The region's carriers: ``carrier, name, type, level``.
    scored
        The scores; None where there is nothing to score.
    results
        One row a carrier that took part, by class and place: ``grade`` is the one on record, else the scheme's where it
        is settled, else empty; ``how`` says which (``recorded``, ``computed``, ``open``).
    left_out
        Who did not take part → why.
    losses
        By item, the largest first: ``name``, ``count`` (carriers with points), ``share`` (of the full marks that they
        missed, in per cent), ``lost`` (points a carrier), ``no_data`` (carriers without data).
    following
        What follows from the grades on record of the year, in the columns of
        :func:`incuanalysis.evaluation.lifecycle.lifecycle` with ``name``; empty without grades.
    steps
        The way of each carrier to its next level.
    plan, targets, carrier_targets
        The plan if one holds; the region's current targets; those that the breakdown gives to carriers, with ``unit_name``.
    texts, objections
        What people wrote.
    """

    scheme: Scheme
    month: Month
    register: pd.DataFrame
    scored: Scored | None
    results: pd.DataFrame
    left_out: Mapping[str, str]
    losses: pd.DataFrame
    following: pd.DataFrame
    steps: tuple[Step, ...]
    plan: Plan | None
    targets: pd.DataFrame
    carrier_targets: pd.DataFrame
    texts: tuple[Text, ...] = ()
    objections: tuple[Objection, ...] = ()

    @property
    def year(self) -> int:
        """The year that is evaluated."""
        return self.month.year


def evaluate(inquiry: Inquiry, scheme: str = "default_bureau") -> CarrierEvaluation:
    """Return what the evaluation of the inquiry's year says.

    Parameters
    ----------
    inquiry
        The region and year.
    scheme
        Id of a scheme, or the family of schemes of which the one valid on the year's last day is taken.

    Raises
    ------
    NoDataError
        If the register has no carrier of the region.
    BadInputError
        If there is no such scheme, or it has no grades.
    """
    known = open_scheme(scheme, inquiry.day, project=inquiry.project)
    ready = readiness_of(inquiry)
    register = _register(inquiry)
    year = inquiry.month.year
    exempt = inquiry.carrier_records("exemption")
    exempt = exempt[exempt["year"] == year]
    excused = dict(zip(exempt["carrier"], exempt["reason"], strict=True))
    names = dict(zip(register["carrier"], register["name"], strict=True))
    left_out = {names[id]: f"免评：{reason}" for id, reason in excused.items() if id in names}
    scored: Scored | None = None
    try:
        scored = scores_of(inquiry, known.id, without=tuple(excused))
        left_out |= dict(scored.why)
    except NoDataError:
        left_out |= {name: "没有数据" for id, name in names.items() if id not in excused}
    following = _following(inquiry, year)
    targets, carrier_targets = _targets(inquiry, names)
    return CarrierEvaluation(
        known,
        inquiry.month,
        register,
        scored,
        results_of(known, scored, register, following),
        left_out,
        losses_of(scored),
        following,
        tuple(_steps(inquiry, ready.conditions, ready.next, names)),
        inquiry.plan,
        targets,
        carrier_targets,
        texts_of(inquiry, KIND),
        objections_of(inquiry, KIND),
    )


def _register(inquiry: Inquiry) -> pd.DataFrame:
    rows = inquiry.register("carriers").rename(columns={"id": "carrier"})
    for column in ("type", "level"):
        if column not in rows:
            rows[column] = None
    return rows[["carrier", "name", "type", "level"]].reset_index(drop=True)


def _following(inquiry: Inquiry, year: int) -> pd.DataFrame:
    try:
        rows = lifecycle_of(inquiry, seen_by(inquiry))
    except NoDataError:
        return pd.DataFrame(columns=["carrier", "year", "round", "grade", "name", "document"])
    return rows[rows["year"] == year].reset_index(drop=True)


def results_of(scheme: Scheme, scored: Scored | None, register: pd.DataFrame, following: pd.DataFrame) -> pd.DataFrame:
    """Return one row a carrier that took part, as :attr:`CarrierEvaluation.results` says, given grades on record."""
    if scored is None:
        return pd.DataFrame(columns=_RESULTS)
    rows = scored.grades.merge(register, on="carrier", how="left")
    last = following[following["grade"] != ""].sort_values("round").drop_duplicates("carrier", keep="last")
    given = dict(zip(last["carrier"], last["grade"], strict=True))
    rows["recorded"] = [given.get(one, "") for one in rows["carrier"]]
    rows["computed"] = rows["grade_zh"]
    known = rows["recorded"] != ""
    rows["how"] = known.map({True: "recorded", False: ""}).where(
        known, rows["settled"].map({True: "computed", False: "open"})
    )
    rows["grade"] = rows["recorded"].where(known, rows["computed"].where(rows["settled"], ""))
    rows["class_name"] = [
        scheme.variants[one].zh if isinstance(one, str) and one in scheme.variants else "" for one in rows["variant"]
    ]
    order = {id: place for place, id in enumerate(scheme.variants)}
    rows["at"] = [order.get(one, len(order)) for one in rows["variant"]]
    rows = rows.sort_values(["at", "rank", "name"], kind="stable", na_position="last").drop(columns="at")
    return rows.reindex(columns=_RESULTS).reset_index(drop=True)


def losses_of(scored: Scored | None) -> pd.DataFrame:
    """Return by item how many points were lost, as :attr:`CarrierEvaluation.losses` says."""
    columns = ["name", "count", "share", "lost", "no_data"]
    if scored is None:
        return pd.DataFrame(columns=columns)
    items = scored.scores.items()
    items = items[~items["bonus"].astype("bool") & items["full"].notna()]
    rows = []
    for name, part in items.groupby("name", sort=False):
        told = part[part["points"].notna()]
        full, points = float(told["full"].sum()), float(told["points"].sum())
        rows.append(
            {
                "name": name,
                "count": len(told),
                "share": 100 * (full - points) / full if full else None,
                "lost": (full - points) / len(told) if len(told) else None,
                "no_data": len(part) - len(told),
            }
        )
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values("share", ascending=False, kind="stable", na_position="last").reset_index(drop=True)


def _steps(inquiry: Inquiry, conditions: pd.DataFrame, following: pd.DataFrame, names: Mapping[str, str]) -> list[Step]:
    standards = open_standards(inquiry.project)
    whole = conditions[conditions["parent"] == ""]
    parts = {key: part.reset_index(drop=True) for key, part in whole.groupby(["carrier", "standard"], sort=False)}
    found: dict[str, Step] = {}
    for row in following.to_dict("records"):
        carrier, standard = str(row["carrier"]), str(row["standard"])
        step = Step(carrier, names.get(carrier, carrier), str(row["level"]), str(row["next"]))
        if standard:
            own, told = parts[carrier, standard], standards[standard]
            unseen = int((own["state"] == "unknown").sum())
            lacking = int((own["holds"].ne(True) | own["holds"].isna()).sum()) - unseen
            stated = bool(told.stated and own["stated"].all())
            step = Step(
                carrier,
                step.name,
                step.level,
                step.next,
                told.name.zh,
                told.source.cite(),
                stated,
                own,
                lacking,
                unseen,
            )
        before = found.get(carrier)
        if before is None or (step.known and (not before.known or step.open < before.open)):
            found[carrier] = step
    return sorted(found.values(), key=lambda one: (not one.known, one.open, one.name))


def _targets(inquiry: Inquiry, names: Mapping[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    if inquiry.plan is None:
        return pd.DataFrame(), pd.DataFrame()
    try:
        rows = current(progress_of(inquiry), inquiry, inquiry.month)
    except NoDataError:
        return pd.DataFrame(), pd.DataFrame()
    given = unit_rows(rows, inquiry.region)
    given = judged(given[given["carrier"].notna()])
    given = given.assign(unit_name=[names.get(str(one), str(one)) for one in given["carrier"]])
    return own_rows(rows, inquiry.region), given

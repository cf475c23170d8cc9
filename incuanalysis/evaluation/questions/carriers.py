"""Answers about the carriers of a region: scores, readiness for a higher level, dynamic management."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass

import pandas as pd

from incuanalysis.errors import NoDataError
from incuanalysis.evaluation.lifecycle import lifecycle, open_lifecycle, rules_for
from incuanalysis.evaluation.progress import histories
from incuanalysis.evaluation.progress.history import Entity
from incuanalysis.evaluation.questions.inquiry import Inquiry
from incuanalysis.evaluation.schemes import grade, open_scheme, score
from incuanalysis.evaluation.schemes.model import Scheme
from incuanalysis.evaluation.schemes.outcome import Scores
from incuanalysis.evaluation.standards import (
    carrier_facts,
    facts_of,
    next_level,
    open_standards,
    readiness,
    recognitions,
    summarise,
)
from incuanalysis.evaluation.standards.read import open_facts
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month

__all__ = ["Ready", "Scored", "lifecycle_of", "readiness_of", "scores_of"]

# Variants of schemes → what the register says of such carriers.
_VARIANTS = {"comprehensive": "general", "general": "general", "specialised": "specialised", "makerspace": "makerspace"}


@dataclass(frozen=True)
class Scored:
    """Carriers scored by a scheme: each with its items, and their grades over the field.

    ``left_out`` names carriers of a class that the scheme has no marks for, or of which nothing is known; ``why`` says
    of each which. ``settled`` of the grades says whether what is not known can still change the grade; nothing is
    proposed until it cannot.
    """

    scheme: Scheme
    scores: Scores
    grades: pd.DataFrame
    names: Mapping[str, str]
    left_out: tuple[str, ...]
    why: Mapping[str, str]


@dataclass(frozen=True)
class Ready:
    """What carriers fulfil: every condition, a line a carrier and standard, the next level, and applications under way."""

    conditions: pd.DataFrame
    summary: pd.DataFrame
    next: pd.DataFrame
    recognitions: pd.DataFrame
    names: Mapping[str, str]


def scores_of(inquiry: Inquiry, scheme: str = "default_bureau", *, without: Collection[str] = ()) -> Scored:
    """Score the carriers of the region for the year of the inquiry's period.

    Numbers are those of carriers in the store; points of experts come from the records of people. Carriers ``without``
    (ids) take no part: they are neither scored nor left out.

    Raises
    ------
    NoDataError
        If the store knows no carrier of the region.
    """
    known = open_scheme(scheme, inquiry.day, project=inquiry.project)
    carriers = _carriers(inquiry)
    carriers = carriers[~carriers["carrier"].isin(list(without))].reset_index(drop=True)
    facts = _year_facts(inquiry)
    wanted = {leaf.key for one in known.inputs() for leaf in one.leaves}
    rows = facts[facts["indicator"].isin(wanted)].rename(columns={"indicator": "fact"})
    rows = rows[["carrier", "fact", "value", "unit", "source"]]
    experts = inquiry.carrier_records("expert_points")
    experts = experts[(experts["scheme"] == known.id) & (experts["year"] == inquiry.month.year)]
    if not experts.empty:
        given = experts.rename(columns={"item": "fact", "points": "value"})
        rows = pd.concat([rows, given[["carrier", "fact", "value", "reviewer", "date"]]], ignore_index=True)
    carriers["variant"] = [_variant(known, row) for row in carriers.to_dict("records")]
    fitting = carriers[carriers["variant"].notna()] if known.variants else carriers
    rows = rows[rows["carrier"].isin(fitting["carrier"])].reset_index(drop=True)
    if rows.empty:
        name = inquiry.words.regions.get(inquiry.region).name
        raise NoDataError(
            f"The store has none of the numbers that {known.id} asks for, for carriers of {name} in {inquiry.month.year}.",
            f"数据仓中没有{name}各载体{inquiry.month.year}年的相关数据，无法按“{known.name.zh}”评分。",
        )
    if known.variants:
        rows["variant"] = rows["carrier"].map(dict(zip(fitting["carrier"], fitting["variant"], strict=True)))
    scores = score(known, rows, on=inquiry.day, project=inquiry.project)
    names = dict(zip(carriers["carrier"], carriers["name"], strict=True))
    scored = set(rows["carrier"])
    why = {
        names[row["carrier"]]: _why_not(known, row)
        for row in carriers.to_dict("records")
        if row["carrier"] not in scored
    }
    return Scored(known, scores, _settled(grade(scores, known), known), names, tuple(why), why)


def _settled(grades: pd.DataFrame, scheme: Scheme) -> pd.DataFrame:
    """Say of each grade whether it stands whatever the missing data are; propose nothing for those that may change."""
    lowest = scheme.grading.grades[-1].id if scheme.grading else ""
    vetoed = (grades["grade"] != grades["by_score"]) & (grades["grade"] == lowest)
    settled = (grades["open_zh"] == "") | vetoed
    proposals = {name: grades[name].where(settled, "") for name in ("proposal_zh", "proposal_en")}
    return grades.assign(**proposals, settled=settled)


def _why_not(scheme: Scheme, carrier: Mapping[Hashable, object]) -> str:
    if not scheme.variants or isinstance(carrier["variant"], str):
        return "没有数据"
    if carrier.get("type") == "incubator" and {"general", "specialised"} & {
        _VARIANTS.get(id) for id in scheme.variants
    }:
        return "登记未注明综合或专业"
    return "方案不适用该类载体"


def readiness_of(inquiry: Inquiry) -> Ready:
    """Hold the carriers of the region against the standards that are valid on the inquiry's day."""
    carriers = _carriers(inquiry)
    book, standards = open_facts(inquiry.project), open_standards(inquiry.project)
    own = _one_each(inquiry.observations[inquiry.observations["last"] <= int(inquiry.month)])
    facts = pd.concat([facts_of(own, inquiry.words), carrier_facts(carriers, inquiry.day)], ignore_index=True)
    judged = inquiry.carrier_records("standard_judgement").rename(columns={"date": "on"})
    judged = judged.assign(by=judged["reviewer"], holds=judged["state"] == "holds")
    conditions = readiness(standards, carriers, facts, judged if len(judged) else None, inquiry.day, book)
    summary = summarise(conditions, standards)
    steps = inquiry.carrier_records("recognition").rename(columns={"date": "on"})
    names = dict(zip(carriers["carrier"], carriers["name"], strict=True))
    return Ready(conditions, summary, next_level(summary, carriers), recognitions(steps, inquiry.day), names)


def lifecycle_of(inquiry: Inquiry, on: dt.date | None = None) -> pd.DataFrame:
    """Return what follows from the grades on record, year by year.

    Parameters
    ----------
    inquiry
        The region and month.
    on
        The day by which decisions count; by default the last of the inquiry's month.

    Returns
    -------
    DataFrame
        As :func:`incuanalysis.evaluation.lifecycle.lifecycle` gives it, with ``name``.

    Raises
    ------
    NoDataError
        If no grade of a carrier of the region is on record.
    """
    grades = inquiry.carrier_records("grade")
    grades = grades[grades["year"] <= inquiry.month.year]
    if grades.empty:
        name = inquiry.words.regions.get(inquiry.region).name
        columns = ", ".join(column.name for column in inquiry.records.columns("grade"))
        raise NoDataError(
            f"No grades of carriers of {name} are on record up to {inquiry.month.year}. Write them to "
            f"data/records/grade.csv (columns: {columns}).",
            f"没有{name}各载体截至{inquiry.month.year}年的评价等次记录，请登记到data/records/grade.csv，列为{columns}。",
        )
    grades = grades.assign(incident=grades["incident"] == "yes", round=grades["round"].fillna(1))
    decisions = inquiry.carrier_records("lifecycle_decision").rename(columns={"date": "on"})
    rules = rules_for(inquiry.region, open_lifecycle(inquiry.project), inquiry.words.regions)
    # an exemption of a carrier that was never graded says nothing of its way, and no rule could be chosen for it
    exempted = inquiry.carrier_records("exemption")
    exempted = exempted[exempted["carrier"].isin(grades["carrier"])]
    found = lifecycle(grades, decisions if len(decisions) else None, exempted, rules, on or inquiry.day)
    register = inquiry.register("carriers")
    names = dict(zip(register["id"], register["name"], strict=True))
    return found.assign(name=[names.get(one, one) for one in found["carrier"]])


def _carriers(inquiry: Inquiry) -> pd.DataFrame:
    register = inquiry.register("carriers")
    if register.empty:
        name = inquiry.words.regions.get(inquiry.region).name
        raise NoDataError(
            f"The register has no carrier of {name}. Take in its list of carriers by `incu ingest`.",
            f"载体登记中没有{name}的载体，请先用incu ingest收录载体名单。",
        )
    carriers = register.rename(columns={"id": "carrier"})
    for column in ("type", "level", "focus"):
        if column not in carriers:
            carriers[column] = None
    return carriers


def _variant(scheme: Scheme, carrier: Mapping[Hashable, object]) -> str | None:
    """Return the scheme's variant for a carrier, by its type and focus; None where it has none."""
    told = {carrier.get("focus"), carrier.get("type")}
    return next((id for id in scheme.variants if _VARIANTS.get(id, id) in told), None)


def _year_facts(inquiry: Inquiry) -> pd.DataFrame:
    """Return each carrier's numbers of the year: states at its latest month, flows from January to the month asked for.

    What flows counts only where the reports since January leave no gap: a part of the year is not the year's amount.
    """
    rows = inquiry.observations
    rows = rows[rows["carrier"].notna() & rows["value"].notna() & (rows["last"] <= int(inquiry.month))]
    year = rows[rows["first"] >= int(Month(inquiry.month.year, 1))]
    stocks = _one_each(year[year["basis"].isin([Basis.STOCK, Basis.SHARE, Basis.SINCE_FOUNDING])])
    stocks = stocks.sort_values("last", kind="stable").drop_duplicates(["carrier", "indicator"], keep="last")
    flows = _one_each(year[year["basis"].isin([Basis.YTD, Basis.PERIOD])])
    if flows.empty:
        return stocks
    places = flows[["region", "carrier"]].drop_duplicates("carrier")
    entities = [Entity(str(row.region), str(row.carrier)) for row in places.itertuples()]
    months = [inquiry.month]
    held = histories(rows, months, inquiry.words, Month(inquiry.month.year, 1), entities=entities)
    whose = {entity.carrier: entity for entity in entities}
    added = []
    for (carrier, indicator), part in flows.groupby(["carrier", "indicator"], sort=False):
        value = held.value(whose[carrier], str(indicator), inquiry.month, Basis.PER_YEAR)
        if value is None:
            continue
        last = part.sort_values("last", kind="stable").iloc[[-1]]
        whole = last["basis"].iloc[0] == Basis.YTD or len(part) == 1
        source = str(last["source"].iloc[0]) + ("" if whole else f"等{len(part)}份")
        unit = inquiry.words.indicators.get(str(indicator)).unit
        added.append(last.assign(value=value, unit=unit, source=source, first=int(Month(inquiry.month.year, 1))))
    return pd.concat([stocks, *added], ignore_index=True)


def _one_each(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one report of each carrier's figure at a month's end: the last that came in, whoever sent it."""
    ordered = rows.sort_values(["recorded_at", "sequence"], kind="stable")
    flow = ordered["basis"].isin([Basis.PERIOD, Basis.YTD])
    key = ordered[["carrier", "indicator", "basis", "last"]].assign(first=ordered["first"].where(flow, 0))
    return ordered[~key.duplicated(keep="last")]

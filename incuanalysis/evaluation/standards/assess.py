"""Each condition of a standard for each carrier: met, failed, without data, decided by a reviewer, or unknown.

Data decide where there are data. A reviewer's judgement decides conditions that are a matter of judgement, and
those for which data are missing; it never overrules data.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import pandas as pd

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.standards.facts import FactBook, require
from incuanalysis.evaluation.standards.model import Condition, Standard
from incuanalysis.evaluation.standards.values import Known, Values, plain, whole

__all__ = ["CONDITION_COLUMNS", "STATES", "assess"]

#: State → Chinese and English.
STATES = {
    "met": ("满足", "met"),
    "failed": ("不满足", "not met"),
    "no_data": ("缺数据", "no data"),
    "judged": ("评审认定", "reviewer's judgement"),
    "unknown": ("未见公开条件", "condition not published"),
}
CONDITION_COLUMNS = [
    "carrier", "standard", "condition", "parent", "name_zh", "name_en", "state", "holds", "actual", "required", "unit",
    "gap", "gap_unit", "month", "stated", "text_zh", "text_en", "judged_on", "judged_by", "document",
]  # fmt: skip


@dataclass
class _Result:
    state: str
    holds: bool | None
    zh: str
    en: str
    numbers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Asked:
    """What a condition is decided from."""

    standard: Standard
    carrier: str
    hardship: bool
    values: Values
    judgements: dict[str, dict[str, Any]]


def assess(
    standard: Standard,
    carriers: pd.DataFrame,
    facts: pd.DataFrame | Values,
    judgements: pd.DataFrame | None,
    on: dt.date,
    book: FactBook,
) -> pd.DataFrame:
    """Return every condition of a standard for every carrier.

    Parameters
    ----------
    standard
        The standard.
    carriers
        ``carrier`` (id); optional ``hardship`` (true for a carrier of a hardship region, as recognised there).
    facts
        ``carrier, fact, value, month`` and optionally ``unit, source``; or these as read for the day already.
    judgements
        What reviewers decided: ``carrier, standard, condition, holds`` (true or false), ``on`` (ISO date), ``by`` and
        ``document``. Of several, the last one by ``on`` counts.
    on
        The day of the assessment.
    book
        What the facts mean.

    Returns
    -------
    DataFrame
        One row a carrier and condition in :data:`CONDITION_COLUMNS`; parts of a group name it as ``parent``.
        ``state`` is a key of :data:`STATES`; ``holds`` is true, false or missing; ``gap`` is what is missing, in
        ``gap_unit``: for a share in the numerator's unit, the whole staying as it is.

    Raises
    ------
    BadInputError
        If a judgement has no date, person or document, or facts contradict each other.
    """
    require(carriers, ("carrier",), "carriers")
    values = facts if isinstance(facts, Values) else Values(facts, book, on)
    judged = _judged(judgements, standard.id, on)
    rows: list[dict[str, Any]] = []
    for row in carriers.sort_values("carrier", kind="stable").to_dict("records"):
        carrier = str(row["carrier"])
        hardship = row.get("hardship")
        asked = _Asked(standard, carrier, bool(not pd.isna(hardship) and hardship), values, judged.get(carrier, {}))
        for condition in standard.conditions:
            _decide(condition, asked, "", rows)
    frame = pd.DataFrame(rows, columns=CONDITION_COLUMNS)
    return frame.astype({"holds": "boolean", "actual": "float64", "required": "float64", "gap": "float64"})


def _decide(condition: Condition, asked: _Asked, parent: str, rows: list[dict[str, Any]]) -> _Result:
    """Decide a condition, with a row for it before those of its parts."""
    place = len(rows)
    rows.append({})
    judgement: dict[str, Any] = {}
    if condition.parts:
        parts = [_decide(part, asked, condition.id, rows) for part in condition.parts]
        result = _group(condition, parts)
    elif condition.judged:
        result = _Result("judged", None, "待评审认定", "awaiting a reviewer's judgement")
    elif condition.unknown:
        result = _Result("unknown", None, *STATES["unknown"])
    else:
        result = _number(condition, asked)
    if result.holds is None and condition.id in asked.judgements:
        judgement = asked.judgements[condition.id]
        holds = bool(judgement["holds"])
        said, said_en = ("符合", "holds") if holds else ("不符合", "does not hold")
        where = f"{judgement['on']}，{judgement['document']}"
        result = _Result("judged", holds, f"评审认定{said}（{where}）", f"judged: {said_en} ({where})", result.numbers)
    rows[place] = {
        "carrier": asked.carrier, "standard": asked.standard.id, "condition": condition.id, "parent": parent,
        "name_zh": condition.name.zh, "name_en": condition.name.en, "state": result.state, "holds": result.holds,
        "stated": condition.stated and asked.standard.stated, "text_zh": result.zh, "text_en": result.en,
        "unit": condition.unit, "judged_on": judgement.get("on"), "judged_by": judgement.get("by"),
        "document": judgement.get("document"), **result.numbers,
    }  # fmt: skip
    return result


def _group(condition: Condition, parts: list[_Result]) -> _Result:
    """Any m of n, or all: true or false as soon as the open parts cannot change it."""
    needed = condition.at_least if condition.any_of else len(parts)
    yes, still_open = sum(part.holds is True for part in parts), sum(part.holds is None for part in parts)
    numbers = {"actual": float(yes), "required": float(needed), "unit": "项", "gap_unit": "项"}
    met = f"{len(parts)}项中满足{yes}项，要求{needed}项"
    met_en = f"{yes} of {len(parts)} hold, {needed} required"
    if yes >= needed:
        return _Result("met", True, met, met_en, numbers)
    numbers["gap"] = float(needed - yes)
    if yes + still_open < needed:
        return _Result("failed", False, f"{met}，还差{needed - yes}项", f"{met_en}; {needed - yes} short", numbers)
    states = {part.state for part in parts if part.holds is None}
    state = next(state for state in ("no_data", "judged", "unknown") if state in states)
    tail, tail_en = f"，{still_open}项未定", f"; {still_open} undecided"
    return _Result(state, None, met + tail, met_en + tail_en, numbers)


def _number(condition: Condition, asked: _Asked) -> _Result:
    """Compare a fact with what is required; the arithmetic is exact."""
    values, book, standard = asked.values, asked.values.book, asked.standard
    known = {fact: values.get(asked.carrier, fact, standard.max_age) for fact in condition.facts}
    for fact, found in known.items():
        if found.value is None:
            return _missing(fact, found, standard.max_age, book)
    fact = str(condition.fact)
    actual = known[fact].value or Fraction()
    month = min((found.month for found in known.values() if found.month), default=None)
    if condition.op == "yes":
        numbers = {"actual": float(actual), "month": month}
        if actual:
            return _Result("met", True, "是", "yes", numbers)
        return _Result("failed", False, "否", "no", numbers)
    required = condition.required or Fraction()
    if condition.eased and asked.hardship and standard.hardship is not None:
        required *= Fraction(str(standard.hardship))
    if condition.share_of:
        return _share(condition, actual, known[condition.share_of].value or Fraction(), required, month, book)
    actual = values.converted(actual, fact, condition.unit)
    if condition.per:
        base = known[condition.per.fact].value or Fraction()
        if base <= 0:
            return _no_base(condition.per.fact, book, "比例", "ratio")
        # every so many: counted in proportion, whole things rounded up
        required = required * base / Fraction(str(condition.per.every))
    required = whole(required, book.dimension(fact)) if condition.op == ">=" else required
    return _compared(condition, actual, required, month)


def _compared(condition: Condition, actual: Fraction, required: Fraction, month: str | None) -> _Result:
    unit = condition.unit
    holds = actual >= required if condition.op == ">=" else actual <= required
    gap = abs(required - actual) if not holds else Fraction()
    numbers = {
        "actual": float(actual),
        "required": float(required),
        "month": month,
        "gap_unit": unit,
        "gap": float(gap),
    }
    word, word_en = ("不少于", "at least") if condition.op == ">=" else ("不超过", "at most")
    zh = f"{plain(actual)}{unit}，要求{word}{plain(required)}{unit}"
    en = f"{plain(actual)}, required {word_en} {plain(required)}"
    if holds:
        return _Result("met", True, zh, en, numbers)
    short, short_en = ("还差", "short") if condition.op == ">=" else ("超出", "too many")
    tail = f"，{short}{plain(gap, up=True)}{unit}"
    return _Result("failed", False, zh + tail, f"{en}; {plain(gap, up=True)} {short_en}", numbers)


def _share(
    condition: Condition, part: Fraction, base: Fraction, required: Fraction, month: str | None, book: FactBook
) -> _Result:
    """Compare a share by the numerator that it would need, so that the shortfall is told in things."""
    fact = str(condition.fact)
    if base <= 0:
        return _no_base(str(condition.share_of), book, "占比", "share")
    needed = whole(required * base, book.dimension(fact))
    holds = part >= required * base if condition.op == ">=" else part <= required * base
    gap = Fraction() if holds else abs(needed - part)
    unit = book.unit(fact)
    # a third has no short decimals: the fraction is shown as the document prints it
    said = condition.value if isinstance(condition.value, str) else f"{plain(required * 100)}%"
    numbers = {
        "actual": float(100 * part / base), "required": float(100 * required), "month": month, "gap": float(gap),
        "gap_unit": unit,
    }  # fmt: skip
    word, word_en = ("不低于", "at least") if condition.op == ">=" else ("不高于", "at most")
    zh, en = (
        f"占比{plain(100 * part / base)}%，要求{word}{said}",
        f"{plain(100 * part / base)}%, required {word_en} {said}",
    )
    if holds:
        return _Result("met", True, zh, en, numbers)
    short, short_en = ("还差", "short") if condition.op == ">=" else ("超出", "too many")
    tail = f"，{short}{plain(gap, up=True)}{unit}"
    return _Result("failed", False, zh + tail, f"{en}; {plain(gap, up=True)} {short_en}", numbers)


def _no_base(fact: str, book: FactBook, word: str, word_en: str) -> _Result:
    """Of nothing there is neither a share nor a number for every so many: the condition is neither met nor failed."""
    zh, en = f"{book.name(fact)}为0，{word}无法计算", f"{book.name(fact, 'en')} is 0, so there is no {word_en}"
    return _Result("no_data", None, zh, en)


def _missing(fact: str, found: Known, max_age: int, book: FactBook) -> _Result:
    zh, en = f"缺少“{book.name(fact)}”数据", f"no data on {book.name(fact, 'en')}"
    if found.month:
        zh += f"（最近一次为{found.month}，已超过{max_age}个月）"
        en += f" (the last is of {found.month}, more than {max_age} months ago)"
    return _Result("no_data", None, zh, en, {"month": found.month})


def _judged(judgements: pd.DataFrame | None, standard: str, on: dt.date) -> dict[str, dict[str, dict[str, Any]]]:
    """Return carrier → condition → the last judgement by the day."""
    last: dict[str, dict[str, dict[str, Any]]] = {}
    if judgements is None or judgements.empty:
        return last
    require(judgements, ("carrier", "standard", "condition", "holds", "on", "by", "document"), "judgements")
    rows = judgements[judgements["standard"] == standard].to_dict("records")
    for row in rows:
        for column in ("holds", "on", "by", "document"):
            if pd.isna(row[column]) or row[column] == "":
                raise BadInputError(
                    f"The judgement on {row['carrier']}, {row['condition']} has no {column!r}. "
                    "A judgement counts with result, date, person and document.",
                    f"对“{row['carrier']}”条件“{row['condition']}”的认定缺少“{column}”，须写明结论、日期、认定人和文件。",
                )
    for row in sorted(rows, key=lambda row: str(row["on"])):
        if dt.date.fromisoformat(str(row["on"])[:10]) <= on:
            last.setdefault(str(row["carrier"]), {})[str(row["condition"])] = {**row, "on": str(row["on"])[:10]}
    return last

"""What the sections of the review share: names in the report's language, and the word for what has no number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from incuanalysis.display.items import Cell, Table
from incuanalysis.display.sentences import dates, lists
from incuanalysis.display.tables.formats import ABSENT
from incuanalysis.evaluation.ledgers.states import MILESTONE_STATES, TARGET_STATES, TASK_STATES, Label

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.plan_review import PlanReview
    from incuanalysis.plans.model import Milestone, Target

__all__ = [
    "LINES",
    "absent_word",
    "annex_labels",
    "counts",
    "labels",
    "names",
    "readings",
    "see",
    "span",
    "told_absent",
    "when",
]

#: Line of a target → what it is called after the target's name.
LINES: Mapping[str, tuple[str, str]] = {
    "low": ("（低线）", " (low line)"), "base": ("", ""), "high": ("（高线）", " (high line)"),
}  # fmt: skip
_STATES: Mapping[str, Mapping[str, Label]] = {
    "target": TARGET_STATES, "milestone": MILESTONE_STATES, "task": TASK_STATES,
}  # fmt: skip
#: Without any return nobody was asked: what has no number was not published, which is not the same as not reported.
_UNPUBLISHED = Label("未公布", "Not published")


def names(data: PlanReview, report: Report) -> dict[str, str]:
    """Return target id → name in the report's language."""
    return {one.id: report.say(one.name.zh, one.name.en) for one in data.plan.targets}


def labels(data: PlanReview, what: str) -> dict[str, Label]:
    """Return the names of the states of a ``target``, ``milestone`` or ``task``."""
    states = dict(_STATES[what])
    return states if data.returned else {**states, "not_reported": _UNPUBLISHED}


def absent_word(data: PlanReview, report: Report) -> str:
    """Return 未报 or 未公布, or the English for it."""
    name = labels(data, "target")["not_reported"].name(report.language)
    return name if report.language == "zh" else name.lower()


def counts(data: PlanReview, report: Report, states: list[str], what: str = "target") -> str:
    """Count states in words: 已完成5项，未完成2项."""
    book = labels(data, what)
    told = {book[id].name(report.language): states.count(id) for id in book if id in states}
    if report.language != "zh":
        told = {name.lower(): count for name, count in told.items()}
    return lists.counted(told, language=report.language)


def told_absent(table: Table, data: PlanReview) -> Table:
    """Return a table that says 未公布 where the builder says 未报, if nobody was asked to report."""
    if data.returned:
        return table
    said = dict(zip(ABSENT["not_reported"], (_UNPUBLISHED.zh, _UNPUBLISHED.en), strict=True))
    rows = tuple(
        tuple(
            replace(cell, text=said[cell.text]) if isinstance(cell, Cell) and cell.text in said else cell
            for cell in row
        )
        for row in table.rows
    )
    return replace(table, rows=rows)


def span(data: PlanReview, report: Report) -> str:
    """Return the plan's years: 2019—2022年."""
    first, last = data.plan.first[:4], data.plan.last[:4]
    if first == last:
        return report.say(f"{first}年", first)
    return report.say(f"{first}—{last}年", f"{first}–{last}")


def when(data: PlanReview, report: Report) -> str:
    """Return up to when the review looks: 截至2022年末; By the end of December 2022."""
    return dates.as_of(data.month, report.language, year=True)


# Rows of a table that stands in the text; a longer one is an annex.
_SHORT = 12


def annex_labels(data: PlanReview, report: Report) -> dict[str, str]:
    """Return what is too long for the text → its label, in the order of the sections."""
    rows = {
        "targets": len(data.targets),
        "units": len(data.units),
        "milestones": len(data.milestones),
        "tasks": len(data.tasks) if data.task_records else 0,
        "gaps": len(data.gaps) if data.gaps["known"].sum() else 0,
        "readings": len(readings(data, report)),
    }
    long = [name for name, count in rows.items() if count > _SHORT]
    return {name: report.say(f"附件{number}", f"Annex {number}") for number, name in enumerate(long, start=1)}


def see(what: str, data: PlanReview, report: Report) -> str:
    """Return where a long table stands; empty where it is in the text."""
    label = annex_labels(data, report).get(what)
    return report.say(f"逐项见{label}。", f" See {label}.") if label else ""


def readings(data: PlanReview, report: Report) -> list[dict[str, str]]:
    """Return each reading of the plan once, with all that it holds for."""
    english = report.language != "zh"
    told: dict[tuple[str, str], list[str]] = {}
    items: list[Target | Milestone] = [*data.plan.targets, *data.plan.milestones]
    for one in items:
        if one.reading is not None:
            chosen, other = one.reading.chosen, one.reading.other
            key = (chosen.en, other.en) if english else (chosen.zh, other.zh)
            told.setdefault(key, []).append(one.name.en if english else one.name.zh)
    return [
        {"what": lists.join(shared, most=2, word="项", language=report.language), "chosen": chosen, "other": other}
        for (chosen, other), shared in told.items()
    ]

"""The tables that are too long for the text, at the document's end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.display.items import Table
from incuanalysis.display.plan_review.data import gap_table, reading_table
from incuanalysis.display.plan_review.duties import milestone_table, task_table
from incuanalysis.display.plan_review.results import target_table, unit_table
from incuanalysis.display.plan_review.words import annex_labels

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.display.documents import TraceBook
    from incuanalysis.evaluation.documents.plan_review import PlanReview

__all__ = ["annexes"]

_TABLES = {
    "units": unit_table,
    "milestones": milestone_table,
    "tasks": task_table,
    "gaps": gap_table,
    "readings": reading_table,
}


def annexes(data: PlanReview, report: Report, traces: TraceBook) -> tuple[Table, ...]:
    """Return the annexes in the order of their numbers."""
    return tuple(
        target_table(data, report, traces, label) if name == "targets" else _TABLES[name](data, report, label)
        for name, label in annex_labels(data, report).items()
    )

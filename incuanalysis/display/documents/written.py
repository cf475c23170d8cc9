"""What people wrote, as it stands: texts of a section, objections and how they were decided. Without any, that is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.items import Prose
from incuanalysis.display.sentences import lists
from incuanalysis.intake.forms.naming import full_width
from incuanalysis.plans.bureaus import document_data

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.written import Objection, Text

__all__ = ["objected", "own_words", "written"]

_DECISIONS = {"upheld": "予以采纳", "partly": "部分采纳", "rejected": "不予采纳", "": "正在处理"}


def own_words(texts: Sequence[Text], section: str) -> str:
    """Return what was written for a section as Markdown paragraphs, those of units with their name; empty without any."""
    said = []
    for one in texts:
        if one.section == section:
            lead = f"{full_width(one.unit)}：" if one.unit else ""
            lines = [line.strip() for line in one.text.splitlines() if line.strip()]
            said += [lists.as_markdown(f"{lead if first else ''}{line}") for line, first in _with_first(lines)]
    return "\n\n".join(said)


def _with_first(lines: Sequence[str]) -> list[tuple[str, bool]]:
    return [(line, number == 0) for number, line in enumerate(lines)]


def written(report: Report, kind: str, texts: Sequence[Text], section: str, what: str) -> Prose:
    """Return a section that people write: their text, else 未提供 and, in drafts, what to fill in.

    Parameters
    ----------
    report
        The report that is made.
    kind
        Kind of document.
    texts
        What was written for the document.
    section
        One of :data:`incuanalysis.plans.kinds.SECTIONS`.
    what
        What is to be filled in: 主要做法.
    """
    if said := own_words(texts, section):
        return Prose(stamp(report), said)
    state = document_data(report.project, report.region.id, kind, report.period, report.unit or "").state
    hint = f"（草稿提示：待补写{what}。）" if state == "draft" else ""
    return Prose(stamp(report), f"未提供。{hint}")


def objected(objections: Sequence[Objection], kind_name: str = "本通报") -> str:
    """Say as Markdown which objections came in and how they were decided; empty without any."""
    if not objections:
        return ""
    items = []
    for one in objections:
        reason = f"，理由：{one.reason.rstrip('。')}" if one.reason else ""
        document = f"（{one.document}）" if one.document else ""
        said = lists.sentence(
            f"{full_width(one.unit)}对“{one.item}”提出异议：{one.claim.rstrip('。')}",
            f"{_DECISIONS[one.decision]}{reason}{document}",
        )
        items.append(f"- {lists.as_markdown(said)}")
    return f"**异议处理。**{lists.as_markdown(f'收到对{kind_name}的异议{len(objections)}件。')}\n\n" + "\n".join(items)

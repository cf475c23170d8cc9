"""What comes next: as people wrote it, with the deadlines of the ledger; where to object; what was corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.display import documents
from incuanalysis.display.charts.common import stamp
from incuanalysis.display.items import Item, Prose
from incuanalysis.display.monthly_monitoring.first_page import lines_of
from incuanalysis.display.quarterly_bulletin.wording import annex_labels, cut, not_given, shown_texts, task_words
from incuanalysis.display.sentences import dates, lists
from incuanalysis.display.sentences.gaps import gap_words
from incuanalysis.evaluation.documents.quarterly import KIND
from incuanalysis.vocabulary.periods import Month

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.quarterly import Quarterly

__all__ = ["afterwards", "next_steps"]

_TASKS, _TARGETS = 8, 8
_DECISIONS = {"upheld": "予以采纳", "partly": "部分采纳", "rejected": "不予采纳", "": "正在核查"}


def next_steps(data: Quarterly, report: Report) -> Prose:
    """Return what was written of next steps, then what falls due by plan and ledger."""
    text = shown_texts(data.written("next_steps"))
    text = text or not_given(report, "未提供下一步工作安排。", "next_steps", "本单位")
    parts = [text, _targets(data, report), _tasks(data)]
    return Prose(stamp(report), "\n\n".join(part for part in parts if part))


def _targets(data: Quarterly, report: Report) -> str:
    """Name the targets that fall due by the end of the next quarter and are not reached."""
    rows = data.judged
    soon = rows[(rows["due"] > int(data.month)) & (rows["due"] <= int(data.month.plus(3)))]
    if soon.empty:
        return ""
    open_ = soon[soon["status"] != "done"]
    until = dates.month_end(data.month.plus(3), year=True)
    if open_.empty:
        return f"**到期指标。**{until}前到期的指标{len(soon)}项，均已完成。"
    items = []
    for line in lines_of(open_, report):
        gap = gap_words(line) or "本季度未报"
        items.append(f"- {lists.as_markdown(lists.sentence(f'{line.name}：{gap}'))}")
    where = annex_labels(data).get("targets", "")
    shown = cut(items, _TARGETS, f"- 其余{{n}}项见{where}。")
    return f"**到期指标。**{until}前到期的指标{len(soon)}项，尚未完成{len(open_)}项。\n\n" + "\n".join(shown)


def _tasks(data: Quarterly) -> str:
    """Name the tasks that fall due next or are past their deadline, and count those still open."""
    if data.tasks.empty:
        return ""
    open_ = data.tasks[~data.tasks["status"].isin(["done", "changed"])]
    if open_.empty:
        return "**重点任务。**台账中的重点任务均已完成或已按文件调整。"
    due = open_["due"].map(lambda text: int(Month(int(text[:4]), int(text[5:7]))))
    soon = open_[~open_["overdue"] & (due <= int(data.month.plus(3)))]
    late = open_[open_["overdue"]]
    said = [f"台账中尚未完成的重点任务{len(open_)}项"]
    if len(late):
        said.append(f"其中已逾期{len(late)}项")
    if len(soon):
        said.append(f"{dates.month_end(data.month.plus(3), year=True)}前到期{len(soon)}项")
    unsaid = int((~open_["due_stated"].astype(bool)).sum())
    note = f"（{unsaid}项计划未列时限，按计划期末计）" if unsaid else ""
    where = annex_labels(data).get("tasks", "")
    items = []
    for row in [*late.to_dict("records"), *soon.to_dict("records")]:
        when = dates.month_end(Month(int(row["due"][:4]), int(row["due"][5:7])), year=True)
        told = f"{task_words(row)}，时限{when}"
        items.append(f"- {lists.as_markdown(lists.sentence(told))}")
    lead = f"**重点任务。**{'，'.join(said)}{note}，进展见{where}。"
    return "\n\n".join(part for part in (lead, "\n".join(cut(items, _TASKS, f"- 其余{{n}}项见{where}。"))) if part)


def afterwards(data: Quarterly, report: Report) -> tuple[Item, ...]:
    """Return where to object, what was objected to and decided; nothing where there is none."""
    parts = [lists.as_markdown(documents.objections(report, KIND))]
    names = data.names
    for one in data.objections:
        said = f"{names.get(one.unit, one.unit)}对“{one.item}”提出异议：{one.claim}"
        decided = _DECISIONS.get(one.decision, one.decision)
        basis = f"（{one.document}）" if one.document and one.decision else ""
        parts.append("**异议处理。**" + lists.as_markdown(lists.sentence(said, f"{decided}{basis}", one.reason)))
    text = "\n\n".join(part for part in parts if part)
    return (Prose(stamp(report), text),) if text else ()

"""Words that the sections of the quarterly bulletin share."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from incuanalysis.display.documents import letterhead
from incuanalysis.display.sentences import dates, lists
from incuanalysis.display.sentences.ranks import Placed
from incuanalysis.evaluation.contests import UNRANKED
from incuanalysis.evaluation.documents.quarterly import KIND
from incuanalysis.intake.forms.naming import full_width

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.quarterly import Quarterly
    from incuanalysis.evaluation.documents.written import Text

__all__ = [
    "annex_labels",
    "cut",
    "fresh_tasks",
    "not_given",
    "placed",
    "quarter",
    "quarter_before",
    "shown_texts",
    "task_words",
    "why_unranked",
]

#: Sections that people write → what a draft asks for.
_SECTIONS = {"practices": "主要做法", "reasons": "原因", "next_steps": "下一步工作安排"}


def quarter(data: Quarterly, *, year: bool = True) -> str:
    """Name the period: 2023年三季度."""
    return dates.period(data.period, year=year)


def quarter_before(data: Quarterly) -> str:
    """Name the quarter before; that of another year with its year."""
    before = data.period.shifted(-3)
    return dates.period(before, year=before.first.year != data.period.first.year)


def why_unranked(row: Mapping[Hashable, Any]) -> str:
    """Say why a unit has no place; empty where it has one."""
    if row["state"] != "ranked":
        return UNRANKED[str(row["state"])][0]
    if not row["targets"]:
        return "未分解任务，不参加排名"
    if pd.notna(row["place"]):
        return ""
    return "未报数，不排名" if pd.isna(row["score"]) else "为组内唯一参加单位，不排名"


def placed(rows: pd.DataFrame, column: str = "place") -> list[Placed]:
    """Return the units of a league with their places, and why they have none."""
    return [
        Placed(str(row["name"]), None if pd.isna(row[column]) else int(row[column]), reason=why_unranked(row))
        for row in rows.to_dict("records")
    ]


def annex_labels(data: Quarterly) -> dict[str, str]:
    """Return which annexes there are, by what they hold: targets, places, tasks, contests."""
    held = {
        "targets": len(data.targets) + len(data.unit_targets),
        "places": len(data.units),
        "tasks": len(data.tasks),
        "contests": len(data.contests),
    }
    return {name: f"附件{number}" for number, name in enumerate((one for one, size in held.items() if size), start=1)}


def shown_texts(texts: Iterable[Text]) -> str:
    """Return texts as Markdown: the office's own as paragraphs, each unit's as an item under its name."""
    own, units = [], []
    for one in texts:
        parts = [lists.as_markdown(part.strip()) for part in one.text.splitlines() if part.strip()]
        if not parts:
            continue
        if one.unit:
            units.append(f"- **{lists.as_markdown(full_width(one.unit))}**：{''.join(parts)}")
        else:
            own += parts
    return "\n\n".join([*own, *(["\n".join(units)] if units else [])])


def not_given(report: Report, said: str, section: str, who: str = "各单位") -> str:
    """Say that no text was given for a section; a draft adds how to fill it in."""
    if letterhead(report, KIND).state != "draft":
        return said
    hint = f"（草稿提示：待{who}补报{_SECTIONS[section]}。）"
    return f"{said}{lists.as_markdown(hint)}"


def cut(items: Sequence[str], most: int, rest: str) -> list[str]:
    """Return the first items, and a line on how many are not listed: ``rest`` has {n} for their number."""
    shown = list(items[:most])
    return [*shown, rest.format(n=len(items) - most)] if len(items) > most else shown


def fresh_tasks(data: Quarterly) -> bool:
    """Tell whether anybody reported on a task of the plan within the quarter."""
    days = data.ledger["on"].dropna() if len(data.ledger) else []
    return bool(len(days)) and str(max(days)) >= f"{data.period.first}-01"


def task_words(row: Mapping[Hashable, Any]) -> str:
    """Name a task of the plan: 第3项“…”."""
    return f"第{row['task']}项“{row['title']}”"

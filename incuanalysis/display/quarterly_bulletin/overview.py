"""Introduction, and how targets, units' tasks and the plan's tasks stand as a whole."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.items import Headline, Headlines, Item, Prose
from incuanalysis.display.monthly_monitoring.first_page import lines_of
from incuanalysis.display.numbers import percent
from incuanalysis.display.quarterly_bulletin.wording import annex_labels, fresh_tasks, quarter, shown_texts
from incuanalysis.display.sentences import dates, lists
from incuanalysis.display.sentences.change import change_words
from incuanalysis.display.sentences.progress import completion_words, lines_words
from incuanalysis.evaluation.documents.targets import BEHIND, judged
from incuanalysis.evaluation.ledgers.states import TASK_STATES, label
from incuanalysis.vocabulary.basis import Basis

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.quarterly import Quarterly

__all__ = ["introduction", "overview"]

# Targets told in sentences: what is behind and what is done come first.
_TOLD = 8
_MATTERS = (
    "missed", "far_behind", "behind", "done", "ahead", "on_schedule", "in_progress", "not_reported", "not_due_yet",
)  # fmt: skip
_REACHED = ("done", "ahead", "on_schedule")
_ANEW = frozenset({Basis.PER_YEAR, Basis.PERIOD, Basis.YTD})


def introduction(data: Quarterly, report: Report) -> Prose:
    """Say on what the bulletin rests, for when, and what it covers."""
    number = f"（{data.plan.document.number}）" if data.plan.document.number else ""
    held = data.unit_targets
    covered = [f"{report.name}本级指标{len(data.judged)}项" if len(data.judged) else ""]
    if len(held):
        covered.append(f"{held['unit_id'].nunique()}个单位的分解任务{len(judged(held))}项")
    if len(data.tasks):
        covered.append(f"重点任务{len(data.tasks)}项")
    what = "、".join(part for part in covered if part)
    text = (
        f"根据《{data.plan.name()}》{number}，现将{quarter(data)}（{dates.as_of(data.month, year=True)}）"
        f"孵化载体建设情况通报如下。"
    )
    scope = f"本次通报涉及{what}，数据来自各单位报送的报表和任务台账。" if what else ""
    return Prose(
        stamp(report),
        "\n\n".join(part for part in (lists.as_markdown(text + scope), shown_texts(data.written("preface"))) if part),
    )


def overview(data: Quarterly, report: Report) -> tuple[Item, ...]:
    """Say how many targets stand how, against the schedule and against the year, and where the main ones stand."""
    parts = [lists.as_markdown(_counts(data)), _told(data, report), lists.as_markdown(_below(data))]
    parts.append(shown_texts(data.written("summary")))
    text = "\n\n".join(part for part in parts if part)
    return (_cards(data, report), Prose(stamp(report), text))


def _cards(data: Quarterly, report: Report) -> Headlines:
    status = data.judged["status"]
    year = data.judged["completion_year"]
    reached = int(status.isin(_REACHED).sum())
    of = int(year.notna().sum())
    cards = [
        ("targets", "通报指标", len(status), ""),
        ("reached", "已完成和达序时", reached, f"占{percent(100 * reached / len(status))}" if len(status) else ""),
        ("year", "完成当年任务", int((year >= 1).sum()), f"已报{of}项中"),
        ("behind", "滞后", int(status.isin(BEHIND).sum()), _unreported(status)),
    ]
    return Headlines(
        stamp(report),
        tuple(Headline(id, name, float(value), "项", f"{value}项", "", note) for id, name, value, note in cards),
    )


def _unreported(status: pd.Series[str]) -> str:
    silent = int((status == "not_reported").sum())
    return f"另有未报{silent}项" if silent else ""


def _counts(data: Quarterly) -> str:
    rows = data.judged
    if rows.empty:
        return "本季度没有到期或在办的指标。"
    reached, year = int(rows["status"].isin(_REACHED).sum()), rows["completion_year"]
    clauses = [f"{dates.as_of(data.month)}，{lists.by_status(rows['status'])}"]
    clauses.append(f"与序时进度相比，已完成和达到序时的{reached}项，占{percent(100 * reached / len(rows))}")
    if year.notna().any():
        clauses.append(f"与当年任务相比，已报的{int(year.notna().sum())}项中完成的{int((year >= 1).sum())}项")
    before = judged(data.before)
    if len(before) and before["actual"].notna().any():
        was = int(before["status"].isin(_REACHED).sum())
        moved = reached - was
        clauses.append(
            f"已完成和达到序时的比上季度末{'增加' if moved > 0 else '减少'}{abs(moved)}项"
            if moved
            else "已完成和达到序时的项数与上季度末相同"
        )
    return lists.sentence(*clauses)


def _told(data: Quarterly, report: Report) -> str:
    """Say where the main targets stand, an item each."""
    main = judged(data.targets)
    order = main.assign(rank=main["status"].map({one: place for place, one in enumerate(_MATTERS)}))
    chosen = set(order.sort_values("rank", kind="stable")["target"].head(_TOLD))
    earlier = judged(data.before).set_index("target")["actual"].to_dict()
    items = []
    for target, rows in data.targets.groupby("target", sort=False):
        if target not in chosen:
            continue
        said = [lines_words(lines_of(rows, report), lead=False), *_more(rows, earlier.get(target), data)]
        items.append(f"- {lists.as_markdown(lists.sentence('，'.join(part for part in said if part)))}")
    if not items:
        return ""
    where = annex_labels(data).get("targets", "")
    left = main["target"].nunique() - len(items)
    lead = f"主要指标{dates.as_of(data.month)}进展如下" + (f"（其余{left}项见{where}）" if left else "") + "。"
    return f"{lead}\n\n" + "\n".join(items)


def _more(rows: pd.DataFrame, before: float | None, data: Quarterly) -> list[str]:
    """Say the year's share, where the target is due later, and the change on the quarter before."""
    row = judged(rows).iloc[0]
    if pd.isna(row["actual"]):
        return []
    said = []
    later = row["due"] // 100 > data.month.year and row["comparator"] != "at_most" and row["unit"] != "%"
    if later and len(rows) == 1 and pd.notna(row["completion_year"]):
        said.append(f"为当年应达数的{completion_words(float(row['completion_year']))}")
    anew = row["basis"] in _ANEW and data.month.month == 3
    if before is not None and not math.isnan(before) and not anew:
        said.append(change_words(float(row["actual"]), float(before), str(row["unit"]), "quarter", rate=False))
    return said


def _below(data: Quarterly) -> str:
    """Say how the units' tasks and the plan's tasks stand."""
    parts = []
    if len(data.unit_targets):
        rows = judged(data.unit_targets)
        told = lists.by_status(rows["status"], what="任务")
        parts.append(f"分解到{rows['unit_id'].nunique()}个单位的{told}")
    if len(data.tasks):
        counts = data.tasks["status"].value_counts()
        listed = lists.counted({label(TASK_STATES, id): int(counts.get(id, 0)) for id in TASK_STATES})
        late = int(data.tasks["overdue"].sum())
        parts.append(f"行动计划{len(data.tasks)}项重点任务中，{listed}" + (f"，其中逾期{late}项" if late else ""))
        if not fresh_tasks(data):
            parts.append(
                "本季度没有收到任务进展报告，按此前的报告计" if counts.get("not_reported", 0) < len(data.tasks) else ""
            )
    return lists.sentence(*parts)

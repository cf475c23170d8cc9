"""The first page: title with three findings, and the overall state."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.items import Headline, Headlines, Prose, Title
from incuanalysis.display.numbers import percent, points
from incuanalysis.display.sentences import dates, lists
from incuanalysis.display.sentences.target import TargetLine, target_line
from incuanalysis.evaluation.documents.targets import BEHIND

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.monthly import Monthly

__all__ = ["headlines", "lines_of", "overview", "title"]

_NAMED = 3


def title(data: Monthly, report: Report) -> Title:
    """Return the title: how the targets stand, what is behind, who has not reported."""
    return Title(
        stamp(report),
        f"{report.name}行动计划{dates.month(data.month)}监测简报",
        "",
        "",
        (_state(data), _late(data), _units(data)),
        ("演示数据",) if report.inquiry.demo else (),
    )


def _state(data: Monthly) -> str:
    when = dates.as_of(data.month)
    return lists.sentence(f"{when}，{lists.by_status(data.judged['status'])}")


def _late(data: Monthly) -> str:
    late = data.judged[data.judged["status"].isin(BEHIND)].sort_values("gap_points", kind="stable")
    if late.empty:
        return (
            "没有滞后于序时进度的指标。"
            if not data.judged["status"].eq("not_reported").all()
            else "各项指标均未报，不能判断进度。"
        )
    said = [_short(row) for row in late.head(_NAMED).to_dict("records")]
    more = f"等{len(late)}项" if len(late) > _NAMED else ""
    return lists.sentence(f"滞后的有{'、'.join(said)}{more}" if len(late) > 1 else f"滞后的1项：{said[0]}")


def _short(row: Mapping[Hashable, Any]) -> str:
    if row["status"] == "missed":
        return f"{row['name']}到期未完成"
    return f"{row['name']}滞后{points(abs(row['gap_points']))}"


def _units(data: Monthly) -> str:
    ranked = data.units[data.units["place"].notna()]
    clauses = []
    if len(ranked):
        behind = ranked[ranked["behind"] > 0]
        clauses.append(f"{len(ranked)}个单位参加排名，有滞后事项的{len(behind)}个")
    if data.silent:
        names = [one.name for one in data.silent]
        clauses.append(f"数据未报齐的单位{lists.named(names, '个', most=_NAMED)}")
    elif len(data.units):
        clauses.append("有任务的单位均已报数")
    if not clauses:
        clauses.append("目标尚未分解到单位，本期不作单位排名")
    return lists.sentence(*clauses)


def headlines(data: Monthly, report: Report) -> Headlines:
    """Return the headline numbers: how many targets stand how."""
    status = data.judged["status"]
    reached = int(status.isin(["done", "ahead", "on_schedule"]).sum())
    cards = [
        ("targets", "本期监测指标", len(status), ""),
        ("reached", "已完成和达序时", reached, f"占{percent(100 * reached / len(status))}" if len(status) else ""),
        ("behind", "滞后", int(status.isin(BEHIND).sum()), ""),
        ("not_reported", "未报", int((status == "not_reported").sum()), ""),
    ]
    return Headlines(
        stamp(report),
        tuple(Headline(id, label, float(value), "项", f"{value}项", "", note) for id, label, value, note in cards),
    )


def lines_of(rows: pd.DataFrame, report: Report) -> list[TargetLine]:
    """Return the lines of one target as the sentences need them."""
    book = report.words.indicators
    return [
        target_line(row, str(row["name"]), direction=book.get(str(row["indicator"])).direction)
        for row in rows.to_dict("records")
    ]


def overview(data: Monthly, report: Report) -> Prose:
    """Say how many of the targets stand how, and which have been reached."""
    if data.judged.empty:
        return Prose(stamp(report), "本月没有到期或在办的指标。")
    done = list(data.judged.loc[data.judged["status"] == "done", "name"])
    reached = f"已完成的有{lists.join(done, most=_NAMED, word='项')}" if done else ""
    said = lists.sentence(_state(data).rstrip("。"), reached)
    return Prose(stamp(report), lists.as_markdown(f"本简报按《{data.plan.name()}》的目标监测。{said}"))

"""Title with three findings, the chart of scores, and the opening sentence: what a reader of the first page learns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display.annual_assessment.wording import league_name, placed, units_word, why_unranked
from incuanalysis.display.charts.bullet import bullet
from incuanalysis.display.charts.common import stamp
from incuanalysis.display.charts.league import league
from incuanalysis.display.documents.written import own_words
from incuanalysis.display.items import Chart, Prose, Title
from incuanalysis.display.numbers import digits
from incuanalysis.display.sentences import lists
from incuanalysis.display.sentences.ranks import first_and_last

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.annual_assessment import Annual

__all__ = ["chart", "named_document", "opening", "places", "title"]

_NAMED = 3
_DRAWN = 8


def title(data: Annual, report: Report) -> Title:
    """Return the title: who is first and last, how the region's targets stand, and what is proposed."""
    return Title(
        stamp(report),
        f"关于{report.name}{data.year}年度孵化载体建设目标任务考核结果的通报",
        "",
        "",
        (_places(data, report), _targets(data, report), _consequences(data)),
        ("演示数据",) if report.inquiry.demo else (),
    )


def _places(data: Annual, report: Report) -> str:
    ranked = data.ranked
    if ranked.empty:
        why = "行动计划目标尚未分解到单位" if data.units.empty else "承担任务的单位均未报数或不参加排名"
        return f"{why}，本年度没有单位位次。"
    scores = ranked["score"]
    mean = (
        f"平均{digits(float(scores.mean()), places=1)}分"
        if len(ranked) > 1
        else f"得{digits(float(scores.iloc[0]), places=1)}分"
    )
    return lists.sentence(f"{len(ranked)}个单位参加考核排名，{mean}", *places(data, report, brief=True))


def places(data: Annual, report: Report, *, brief: bool = False) -> list[str]:
    """Say of each league who is first and last; ``brief``: of the first two leagues."""
    leagues = list(data.ranked.groupby("league", sort=False))
    said = []
    for id, rows in leagues[:2] if brief else leagues:
        lead = f"{league_name(report, str(id))}中" if len(leagues) > 1 else ""
        said.append(lead + first_and_last(placed(rows), word=units_word(report, str(id))))
    return said


def _targets(data: Annual, report: Report) -> str:
    rows = data.judged
    if rows.empty:
        return f"{report.name}本年没有到期或在办的目标。"
    missed = list(rows.loc[rows["status"] == "missed", "name"])
    late = list(rows.loc[rows["status"].isin(["behind", "far_behind"]), "name"])
    return lists.sentence(
        f"{report.name}{lists.by_status(rows['status'])}",
        f"到期未完成的有{lists.join(missed, most=_NAMED, word='项')}" if missed else "",
        f"滞后的有{lists.join(late, most=_NAMED, word='项')}" if late else "",
    )


def _consequences(data: Annual) -> str:
    proposed = list(
        data.treatment.loc[(data.treatment["decided"] == "") & (data.treatment["proposal_zh"] != ""), "unit"]
    )
    decided = list(data.treatment.loc[data.treatment["decided"] != "", "unit"])
    silent = list(data.units.loc[data.units["not_reported"] > 0, "name"])
    said = [
        f"拟表扬{lists.named(list(data.praise), '个单位', most=_NAMED)}" if data.praise else "",
        f"已决定处理{lists.named(decided, '个单位', most=_NAMED)}" if decided else "",
        f"拟通报批评{lists.named(proposed, '个单位', most=_NAMED)}" if proposed else "",
        f"任务未报齐{lists.named(silent, '个单位', most=_NAMED)}" if silent else "",
    ]
    return lists.sentence(*said) or "没有拟表扬或拟通报批评的单位。"


def chart(data: Annual, report: Report) -> tuple[Chart, ...]:
    """Return the chart of the units' scores; of the region's targets where no unit has a place; nothing without numbers."""
    ranked = data.ranked
    if len(ranked) > 1:
        rows = data.units.assign(
            entity=data.units["name"],
            value=data.units["score"].where(data.units["place"].notna()),
            status=["ranked" if pd.notna(place) else "unranked" for place in data.units["place"]],
            reason_zh=[why_unranked(row) for row in data.units.to_dict("records")],
            reason_en="",
        )
        rows = rows[rows["targets"] > 0]
        names = {str(one): league_name(report, str(one)) for one in rows["league"].unique()}
        source = "各单位报送的报表；未报的任务不计入得分，计分方法为本报告自定"
        return (league(rows, report, "综合得分", "分", leagues=names, source=source),)
    if data.targets["actual"].notna().any():
        return (bullet(data.targets, report, most=_DRAWN),)
    return ()


def opening(data: Annual, report: Report) -> Prose:
    """Say by what the year was assessed; what the office wrote as a preface stands before it."""
    units = int((data.units["targets"] > 0).sum())
    whom = f"对承担任务的{units}个单位" if units else f"对{report.name}"
    said = (
        f"依据{named_document(data)}，{whom}{data.year}年度孵化载体建设目标任务完成情况进行了考核。现将结果通报如下。"
    )
    preface = own_words(data.texts, "preface")
    return Prose(stamp(report), "\n\n".join(part for part in (preface, lists.as_markdown(said)) if part))


def named_document(data: Annual) -> str:
    """Name the plan with its number."""
    number = data.plan.document.number
    return f"《{data.plan.name()}》{f'（{number}）' if number else ''}"

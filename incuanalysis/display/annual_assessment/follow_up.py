"""What was not done, named by unit; what is proposed or decided of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.items import Prose
from incuanalysis.display.monthly_monitoring.first_page import lines_of
from incuanalysis.display.sentences import lists
from incuanalysis.display.sentences.gaps import problem_words
from incuanalysis.display.sentences.grades import decision_words, proposal_words
from incuanalysis.intake.forms.naming import full_width

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.annual_assessment import Annual

__all__ = ["problems", "use"]

# Named one by one in the text: of the region, of its units.
_OWN, _UNITS = 6, 12


def problems(data: Annual, report: Report) -> Prose:
    """Name what was missed or is behind, with the reasons that units reported, and what was not reported."""
    parts = [part for part in (_late(data, report), _silent(data, report)) if part]
    return Prose(stamp(report), "\n\n".join(parts) or "没有到期未完成或滞后的任务，任务数据均已报齐。")


def _late(data: Annual, report: Report) -> str:
    if data.late.empty:
        return "没有到期未完成或滞后的任务。"
    own = data.late["unit_id"] == report.region.id
    shown = pd.concat([data.late[own].head(_OWN), data.late[~own].head(_UNITS)])
    rows = shown.to_dict("records")
    items = []
    for line, row in zip(lines_of(shown, report), rows, strict=True):
        said = lists.sentence(f"{full_width(str(row['unit_name']))}：{problem_words(line)}")
        items.append(f"- {lists.as_markdown(said)}{_written(row)}")
    count = len(data.late)
    missed = int((data.late["status"] == "missed").sum())
    lead = "，".join(
        part
        for part in (
            f"到期未完成的任务{missed}项" if missed else "",
            f"滞后的任务{count - missed}项" if missed < count else "",
        )
        if part
    )
    lead += f"，列出{len(rows)}项" if count > len(rows) else ""
    mute = sum(not row["reasons"] for row in rows)
    note = f"（其中{mute}项所属单位未报送说明）" if mute else ""
    return f"**未完成事项。**{lead}{note}。\n\n" + "\n".join(items)


def _written(row: Mapping[Hashable, Any]) -> str:
    said = [f"{label}：{row[name]}" for name, label in (("reasons", "原因"), ("measures", "措施")) if row[name]]
    return lists.as_markdown(f"该单位报送的说明：{lists.sentence(*said)}") if said else ""


def _silent(data: Annual, report: Report) -> str:
    absent = data.units[data.units["not_reported"] > 0]
    own = list(data.judged.loc[data.judged["status"] == "not_reported", "name"])
    said = [f"{row['name']}{row['not_reported']}项" for row in absent.to_dict("records")]
    if not said and not own:
        return ""
    text = lists.sentence(
        f"有任务未报数的单位{len(said)}个：{lists.join(said, most=_UNITS)}" if said else "",
        f"{report.name}本级未报{lists.named(own, '项', most=_OWN)}" if own else "",
        "未报的任务不按零计算，完成情况不能判断",
    )
    return f"**数据未报。**{lists.as_markdown(text)}"


def use(data: Annual, report: Report) -> Prose:
    """Say what is proposed and what was decided; nothing is decided but by a record with its document."""
    items = []
    if data.praise:
        said = proposal_words(list(data.praise), "拟表扬", "个单位")
        items.append(
            f"{lists.sentence(said)}条件为分解任务数据报齐且当年全部完成，不含行动计划列出的重点任务（本报告自定）。"
        )
    for row in data.treatment[data.treatment["decided"] != ""].to_dict("records"):
        items.append(
            lists.sentence(decision_words(row["unit"], row["decided"].removeprefix("决定"), str(row["document"])))
        )
    open_ = data.treatment[(data.treatment["decided"] == "") & (data.treatment["proposal_zh"] != "")]
    for row in open_.to_dict("records"):
        items.append(lists.sentence(f"{full_width(str(row['unit']))}：{row['proposal_zh']}，{row['basis_zh']}"))
    if not items:
        items.append("没有拟表扬或拟通报批评的单位，也没有登记处理决定。")
    if data.criticism_stated:
        end = "行动计划规定对未完成年度计划或执行政策不力的单位通报批评；执行政策不力只凭登记的认定，不由数据推算。"
    else:
        end = "行动计划未列通报批评，本次不提出通报批评意见。"
    end += "以上“拟”为建议，处理以正式决定为准。"
    return Prose(stamp(report), "\n".join(f"- {lists.as_markdown(one)}" for one in items) + f"\n\n{end}")

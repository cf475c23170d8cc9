"""A block for each leading industry: its bases, what it lacks, where there is space, and what is on offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.cluster_atlas.space import roomy
from incuanalysis.display.cluster_atlas.wording import area, heading, joined, rate, stage_name, stages_said
from incuanalysis.display.items import Item, Prose
from incuanalysis.display.numbers import percent
from incuanalysis.display.sentences import lists

if TYPE_CHECKING:
    import pandas as pd

    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.atlas import Atlas, Industry

__all__ = ["MOST", "industries"]

#: Industries with a block; the others are in the table.
MOST = 12
_NAMED = 8


def industries(data: Atlas, report: Report) -> tuple[Item, ...]:
    """Return the blocks; nothing without bases."""
    if data.bases.empty:
        return ()
    top = heading(data, report, "industries", "主导产业分述", "Leading industries")
    if not data.industries:
        none = report.say("在册载体均未登记主导产业，不能分产业说明。", "No base has a leading industry on file.")
        return (top, Prose(stamp(report), none))
    blocks = [_block(number, one, data, report) for number, one in enumerate(data.industries[:MOST], start=1)]
    left = len(data.industries) - MOST
    if left > 0:
        blocks.append(
            report.say(f"其余{left}个产业见分产业孵化链条表。", f"The other {left} are in the table by industry.")
        )
    return (top, Prose(stamp(report), "\n\n".join(blocks)))


def _block(number: int, one: Industry, data: Atlas, report: Report) -> str:
    count, in_use = len(one.bases), int(one.bases["active"].sum())
    held = [
        report.say(f"{stage_name(stage, report)}{n}家", f"{stage_name(stage, report).lower()} {n}")
        for stage, n in one.stages[["stage", "count"]].itertuples(index=False)
        if n
    ]
    listed = report.say("：", ": ") + joined(held, report) if held else ""
    clauses = [
        report.say(f"在册载体{count}家，投用{in_use}家{listed}", f"{count} bases, {in_use} in use{listed}"),
        report.say(f"缺{stages_said(one.missing, report)}", f"missing: {stages_said(one.missing, report)}")
        if one.missing
        else report.say("四个环节齐备", "all four stages are there"),
    ]
    text = lists.sentence(*clauses, language=report.language)
    gap = report.say("", " ")
    text += gap + _room(one.bases, data, report)
    text += gap + _offer(one.bases, report)
    lead = report.say(f"{number}. {one.name}。", f"{number}. {one.name}.")
    return f"**{lists.as_markdown(lead)}**{gap}{lists.as_markdown(text)}"


def _room(rows: pd.DataFrame, data: Atlas, report: Report) -> str:
    free = data.total("free", rows)
    if free is None:
        return report.say("空置可租面积未报。", "The free area was not reported.")
    share = rate(rows)
    zh = f"空置可租面积{area(free, report)}" + (f"，空置率{percent(share)}" if share is not None else "")
    en = f"Free area {area(free, report)}" + (f" ({percent(share)})" if share is not None else "")
    if (named := roomy(rows, report)) and int((rows["free"] > 0).sum()) > 1:
        zh, en = f"{zh}，较多的载体为{named}", f"{en}, most of it in {named}"
    elif named:
        zh, en = f"{zh}，在{named}", f"{en}, in {named}"
    return report.say(f"{zh}。", f"{en}.")


def _offer(rows: pd.DataFrame, report: Report) -> str:
    said = []
    for column, zh, en in (("services", "专业服务", "Services"), ("platforms", "公共技术平台", "Technical platforms")):
        names = list(dict.fromkeys(name for entry in rows[column] for name in entry))
        if names:
            said.append(
                report.say(f"{zh}有{joined(names, report, _NAMED, '项')}", f"{en}: {joined(names, report, _NAMED)}")
            )
        else:
            said.append(report.say(f"{zh}未登记", f"{en.lower()} not on file"))
    policies = int((rows["policies"] != "").sum())
    said.append(
        report.say(f"登记了扶持政策的载体{policies}家", f"policies on file for {policies}")
        if policies
        else report.say("扶持政策未登记", "policies not on file")
    )
    return lists.sentence(*said, language=report.language)

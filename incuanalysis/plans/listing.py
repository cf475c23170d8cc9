"""Plans as lists: what ``incu plans`` prints, as records for a program and as lines for people."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from incuanalysis.intake.forms.style import text_width
from incuanalysis.plans.breakdown import LINE_NAMES, Breakdown
from incuanalysis.plans.library import print_value, target_lines
from incuanalysis.plans.model import LINES, Plan, Reading
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.words import Vocabulary

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "WIDTH",
    "breakdown_lines",
    "broken",
    "milestone_records",
    "milestone_table",
    "plan_lines",
    "plan_record",
    "plan_table",
    "target_records",
    "target_table",
    "task_records",
    "task_table",
    "text_table",
]

#: Columns of a terminal that lists keep within; a Chinese character takes two.
WIDTH = 100
_TARGET_FIELDS = (
    "id", "name", "indicator", "comparator", "line", "value", "value_high", "unit", "printed", "due", "basis", "scope",
    "section",
)  # fmt: skip
_COMPARATORS = {"at_least": "≥", "about": "约", "exact": "=", "at_most": "≤"}
_SCOPES = {"district": "全域", "site": "场地", "platform": "平台", "firms": "企业"}
_CARRIERS = {"makerspace": "众创空间", "incubator": "孵化器", "accelerator": "加速器", "park": "科创园"}
_CLOSING, _OPENING, _MOST_MOVED = frozenset("、，。；：！？）”》」〉】—％%"), frozenset("（“《「〈【"), 8
_EVERY = {"month": "每月", "quarter": "每季度", "year": "每年", "unstated": "周期未写明"}


def text_table(heads: Sequence[str], rows: Sequence[Sequence[str]], flexible: Sequence[int]) -> list[str]:
    r"""Return a table as lines of at most :data:`WIDTH` columns; cells of flexible columns break over lines.

    Parameters
    ----------
    heads
        The headings.
    rows
        Cells as text.
    flexible
        Numbers of the columns (from 0) that may be narrowed.

    Examples
    --------
    >>> print("\n".join(text_table(["指标", "值"], [["新增孵化面积", "2万平方米"]], [0])))
    指标          值
    新增孵化面积  2万平方米
    """
    texts = [[" ".join(cell.split()) for cell in row] for row in (heads, *rows)]
    widths = [int(max(text_width(row[column]) for row in texts)) for column in range(len(heads))]
    spare = WIDTH - 2 * (len(heads) - 1) - sum(widths)
    while spare < 0:
        # the widest of the flexible columns gives way, down to what still reads
        widest = max(flexible, key=lambda column: widths[column])
        if widths[widest] <= 12:
            break
        widths[widest] -= 1
        spare += 1
    lines = []
    for row in texts:
        cells = [_broken(cell, width) for cell, width in zip(row, widths, strict=True)]
        for number in range(max(map(len, cells))):
            parts = [cell[number] if number < len(cell) else "" for cell in cells]
            line = "  ".join(
                part + " " * (width - int(text_width(part))) for part, width in zip(parts, widths, strict=True)
            )
            lines.append(line.rstrip())
    return lines


def _broken(text: str, width: int) -> list[str]:
    """Break a text into pieces no wider than a column, none of which begins with a closing mark or inside a number."""
    lines = []
    while text_width(text) > width:
        cut, used = 0, 0
        while used + (wide := int(text_width(text[cut]))) <= width:
            cut, used = cut + 1, used + wide
        at = cut
        while at > 1 and cut - at < _MOST_MOVED and not _may_break(text[at - 1], text[at]):
            at -= 1
        at = at if at > 1 and _may_break(text[at - 1], text[at]) else cut
        lines.append(text[:at])
        text = text[at:]
    return [*lines, text]


def broken(text: str) -> list[str]:
    """Break a sentence into lines of at most :data:`WIDTH` columns."""
    return _broken(text, WIDTH)


def _may_break(before: str, after: str) -> bool:
    inside = before.isascii() and after.isascii() and before != " "
    return not (inside or before.isdigit() or after in _CLOSING or before in _OPENING)


def plan_record(plan: Plan, words: Vocabulary) -> dict[str, Any]:
    """Return what ``incu plans list --json`` says of a plan."""
    return {
        "id": plan.id,
        "title": plan.document.title.zh,
        "title_en": plan.document.title.en,
        "number": plan.document.number,
        "date": plan.document.date.isoformat(),
        "region": plan.region,
        "region_name": words.regions.name(plan.region),
        "first": plan.first,
        "last": plan.last,
        "targets": len(plan.targets),
        "target_lines": sum(len(target.lines) for target in plan.targets),
        "milestones": len(plan.milestones),
        "tasks": len(plan.tasks),
    }


def plan_table(plans: Sequence[Plan], words: Vocabulary) -> list[str]:
    """Return the list of plans as lines."""
    records = [plan_record(plan, words) for plan in plans]
    rows = [
        [
            str(r["id"]), str(r["region_name"]), f"{r['first']}—{r['last']}", str(r["targets"]), str(r["milestones"]),
            str(r["tasks"]), str(r["title"]),
        ]
        for r in records
    ]  # fmt: skip
    return text_table(["编号", "地区", "起止", "目标", "定性目标", "任务", "名称"], rows, [6])


def plan_lines(plan: Plan, words: Vocabulary) -> list[str]:
    """Return what a plan is, as lines for people."""
    document, limits = plan.document, plan.thresholds
    gaps = f"快于序时{limits.ahead:g}、滞后{limits.behind:g}、严重滞后{limits.far_behind:g}个百分点"
    small = f"目标值低于{limits.small:g}的不评进度（{'文件写明' if limits.stated else '本项目设定'}）"
    facts = [
        ("名称", document.title.zh),
        ("文号", document.number or "未见"),
        ("印发", f"{document.issuer}，{document.date.year}年{document.date.month}月{document.date.day}日"),
        ("地区", f"{words.regions.name(plan.region)}（{plan.region}）"),
        ("计划期", f"{plan.first}—{plan.last}"),
        ("计入载体", "、".join(_CARRIERS[kind] for kind in plan.carrier_types)),
        ("缺口结转", "上年缺口并入下年" if plan.carry_over == "cumulative" else "上年缺口不结转"),
        ("低线", plan.low_line.zh if plan.low_line else "无"),
        ("高线", plan.high_line.zh if plan.high_line else "无"),
        ("线的来源", "文件写明" if plan.lines_stated else "文件未写明低线、高线的后果，以上为本项目的处理"),
        ("进度界限", f"{gaps}；{small}"),
        ("内容", f"{len(plan.targets)}项目标、{len(plan.milestones)}项定性目标、{len(plan.tasks)}项任务"),
        *(("通报评价", f"{each.name.zh}（{_EVERY[each.every]}）") for each in plan.rhythm),
    ]
    for standard in plan.standards:
        items = "、".join(item.zh for item in standard.items) or "文件未列条目"
        facts.append(("标准", f"{standard.name.zh}：{items}{'' if standard.stated else '（文件未给出数值）'}"))
    facts += [("后果", each.zh) for each in plan.consequences]
    facts += [("说明", each.zh) for each in plan.notes]
    facts += [("两读", _read(name, reading)) for name, reading in _readings(plan)]
    lines = []
    for name, text in facts:
        label = name + "　" * (4 - len(name))
        for number, piece in enumerate(_broken(" ".join(text.split()), WIDTH - 10)):
            lines.append(f"{label if number == 0 else '　' * 4}  {piece}")
    return lines


def _readings(plan: Plan) -> list[tuple[str, Reading]]:
    named: list[tuple[str, Reading | None]] = []
    named += [(target.name.zh, target.reading) for target in plan.targets]
    named += [(milestone.name.zh, milestone.reading) for milestone in plan.milestones]
    named += [(task.title.zh, task.reading) for task in plan.tasks]
    return [(name, reading) for name, reading in named if reading is not None]


def _read(name: str, reading: Reading) -> str:
    return f"{name}：采用：{reading.chosen.zh.rstrip('。')}；另一读法：{reading.other.zh.rstrip('。')}。"


def target_records(plan: Plan, words: Vocabulary) -> list[dict[str, Any]]:
    """Return the targets, one record per line: the fields of ``incu plans targets --json``.

    ``value`` and ``value_high`` are in ``unit``, the indicator's canonical one; ``printed`` is as the document has it.
    """
    found = []
    for row in target_lines(plan, words).to_dict("records"):
        high = row["value_high"]
        full = {**row, "id": row["target"], "value_high": None if math.isnan(high) else high}
        found.append({name: full[name] for name in _TARGET_FIELDS})
    return found


def target_table(plan: Plan) -> list[str]:
    """Return the targets as lines for people, one for each target and line."""
    rows = []
    for target in plan.targets:
        for line in (each for each in LINES if each in target.lines):
            scope = target.scope.name.zh if target.scope.name else _SCOPES[target.scope.kind]
            printed = print_value(target.lines[line], target.unit)
            sign = "" if target.lines[line].high is not None else _COMPARATORS[target.comparator]
            rows.append([
                target.name.zh, LINE_NAMES[line], f"{sign}{printed}", target.due,
                Basis(target.basis).label(), scope, target.section,
            ])  # fmt: skip
    return text_table(["目标", "线", "目标值", "期限", "口径", "范围", "出处"], rows, [0, 5, 6])


def task_records(plan: Plan) -> list[dict[str, Any]]:
    """Return the tasks: the fields of ``incu plans tasks --json``."""
    return [
        {
            "number": task.number,
            "group": task.group.zh if task.group else None,
            "title": task.title.zh,
            "title_en": task.title.en,
            "lead": list(task.lead),
            "joint": list(task.joint),
            "due": task.due,
            "section": task.cites[0].section,
        }
        for task in plan.tasks
    ]


def task_table(plan: Plan) -> list[str]:
    """Return the tasks as lines for people."""
    rows = [
        [
            str(task.number),
            task.title.zh,
            "、".join(task.lead) or "未分牵头",
            "、".join(task.joint),
            task.cites[0].section,
        ]
        for task in plan.tasks
    ]
    return text_table(["序号", "任务", "牵头单位", "配合（责任）单位", "出处"], rows, [1, 2, 3, 4])


def milestone_records(plan: Plan) -> list[dict[str, Any]]:
    """Return the milestones: the fields of ``incu plans milestones --json``."""
    return [
        {
            "id": each.id,
            "name": each.name.zh,
            "name_en": each.name.en,
            "test": each.test.zh,
            "test_en": each.test.en,
            "due": each.due,
            "indicator": each.indicator,
            "at_least": each.at_least,
            "section": each.cites[0].section,
        }
        for each in plan.milestones
    ]


def milestone_table(plan: Plan) -> list[str]:
    """Return the milestones as lines for people."""
    rows = [
        [each.name.zh, each.due, each.test.zh, "数据" if each.indicator else "人工认定", each.cites[0].section]
        for each in plan.milestones
    ]
    return text_table(["定性目标", "期限", "判断标准", "依据", "出处"], rows, [0, 2, 4])


def breakdown_lines(rows: pd.DataFrame, breakdown: Breakdown, plan: Plan) -> list[str]:
    """Return rows of a breakdown as lines for people, then what must be known of them."""
    names = {target.id: target.name.zh for target in plan.targets}
    bases = {"period": "当年", "since_start": "累计", "since_founding": "累计"}
    cells = [
        [
            str(r["year"]), names.get(r["target"], r["indicator"]), LINE_NAMES[r["line"]], r["unit_name"], r["printed"],
            bases.get(r["basis"], Basis(r["basis"]).label()), r["date"], r["document"],
        ]
        for r in rows.to_dict("records")
    ]  # fmt: skip
    table = text_table(["年份", "目标", "线", "单位", "目标值", "口径", "下达日期", "文号"], cells, [1, 3, 7])
    return [*table, *(zh for zh, _ in breakdown.notes)]

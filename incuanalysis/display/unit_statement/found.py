"""What was found in the unit's returns, and what it has not reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.items import Item, Prose
from incuanalysis.display.sentences import lists
from incuanalysis.display.unit_statement.figures import file_marks

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.unit_statement import Statement

__all__ = ["found"]

# Entries of each list: a statement has two pages at most.
_MOST = 4
_CELLS, _NAMED = 6, 8


def found(data: Statement, report: Report) -> tuple[Item, ...]:
    """Return what was not used, what looks odd and what is missing; or that there is nothing of this."""
    marks = file_marks(data)
    parts = [_waiting(data, marks), _remarked(data, marks), _missing(data)]
    text = "\n\n".join(part for part in parts if part)
    nothing = "本期没有未采用的数据，核验没有发现疑问，也没有漏报。"
    if data.unit.kind == "department" and not text:
        nothing = "部门不单独报送指标数据，没有需要核验的事项。"
    return (Prose(stamp(report), text or nothing),)


def _waiting(data: Statement, marks: Mapping[str, str]) -> str:
    items = []
    for one in data.waiting:
        cells = "、".join(one.cells[:_CELLS]) + (f"等{len(one.cells)}格" if len(one.cells) > _CELLS else "")
        printed = "、".join(f"“{text}”" for text in one.printed if text)
        where = _where(marks, one.file, one.sheet, cells)
        items.append(f"{where}{f'（原填{printed}）' if printed else ''}：{one.text}")
    return _listed(f"未采用的数据{data.cells}格", items)


def _remarked(data: Statement, marks: Mapping[str, str]) -> str:
    items = [f"{_where(marks, one.file, one.sheet, one.cell)}：{one.text}" for one in data.remarked]
    return _listed(f"已采用但需核实的{len(items)}处", items)


def _missing(data: Statement) -> str:
    said = []
    if data.silent:
        said.append(f"有目标而未报的{lists.named(list(data.silent), '项', most=_NAMED)}")
    if left := [name for name in data.absent if name not in data.silent]:
        said.append(f"上期已报而本期未报的{lists.named(left, '项', most=_NAMED)}")
    if not said:
        return ""
    return "**未报数据。**" + lists.as_markdown(lists.sentence(*said, "未报的不按零计算"))


def _where(marks: Mapping[str, str], file: str, sheet: str, cell: str) -> str:
    if file in marks:
        return f"{marks[file]}{' '.join(part for part in (sheet, cell) if part)}"
    return " ".join(part for part in (file, sheet, cell) if part)


def _listed(lead: str, items: Sequence[str]) -> str:
    if not items:
        return ""
    more = f"，列出{_MOST}条" if len(items) > _MOST else ""
    lines = [f"- {lists.as_markdown(' '.join(item.split()))}" for item in items[:_MOST]]
    return f"**{lead}{more}。**\n\n" + "\n".join(lines)

"""The sheet of the internal version that says where each number comes from, one line a cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from incuanalysis.publishing.bundles import clean_text, listed
from incuanalysis.publishing.tabledata import TableCell, TableColumn, TableData

if TYPE_CHECKING:
    from incuanalysis.publishing.bundles import Facts

__all__ = ["trace_table"]

_HEADS = (
    ("数据", "Number"),
    ("数值", "Value"),
    ("取得方式", "How"),
    ("文件", "File"),
    ("工作表", "Sheet"),
    ("单元格", "Cell"),
    ("原值", "As printed"),
    ("来源", "Source"),
    ("登记日期", "Recorded on"),
)
_PARTS = ("file", "sheet", "cell", "value", "source", "recorded_at")


def trace_table(specs: Sequence[Mapping[str, Any]], facts: Facts) -> tuple[TableData, dict[str, int]]:
    """Return the table of traces, and for each trace the row (from 0) that it begins at.

    Parameters
    ----------
    specs
        ``application/vnd.incu.traces+json`` of the notebook's lists of traces.
    facts
        What the document says of itself.
    """
    rows: list[tuple[TableCell, ...]] = []
    starts: dict[str, int] = {}
    title = ""
    for spec in specs:
        title = title or clean_text(spec.get("title")).strip()
        for trace in listed(spec.get("traces")):
            starts.setdefault(clean_text(trace.get("id")), len(rows))
            named = [TableCell(clean_text(trace.get(name))) for name in ("label", "value", "how")]
            held = [
                [TableCell(clean_text(cell.get(part))) for part in _PARTS] for cell in listed(trace.get("cells"))
            ] + [
                [TableCell(""), TableCell(""), TableCell(""), TableCell(""), TableCell(clean_text(step)), TableCell("")]
                for step in listed(trace.get("steps"))
            ]
            rows += [(*named, *line) for line in held or [[TableCell("")] * len(_PARTS)]]
    columns = tuple(TableColumn(zh if facts.chinese else en) for zh, en in _HEADS)
    caption = title or ("数据出处" if facts.chinese else "Where the numbers come from")
    return TableData(caption, columns, tuple(rows), landscape=True), starts

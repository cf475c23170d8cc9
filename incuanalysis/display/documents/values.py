"""How the value of a target came about, in words, for the list of where numbers come from."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from incuanalysis.display.numbers import scale_of
from incuanalysis.display.sentences import dates
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month

if TYPE_CHECKING:
    from incuanalysis.display.documents.tracing import TraceBook

__all__ = ["LINES", "how_words", "trace_values"]

#: A line of a target → what stands after the target's name.
LINES = {"low": "（低线）", "base": "", "high": "（高线）"}
_HOW: Mapping[str, str] = {
    str(Basis.STOCK): "月末数",
    str(Basis.YTD): "本年累计报送数",
    str(Basis.SINCE_START): "计划以来累计报送数",
    str(Basis.SINCE_FOUNDING): "历年累计报送数",
}


def how_words(row: Mapping[Hashable, Any]) -> str:
    """Say how the value of a row of progress came about: as reported, or the sum of how many units."""
    if row["made_of"] == "sum":
        return f"所属单位合计（{row['reported']}个单位已报）"
    return _HOW.get(str(row["how"]), "")


def trace_values(rows: pd.DataFrame, traces: TraceBook, column: str = "actual") -> dict[tuple[int, str], str]:
    """Keep where the value of each row of progress comes from.

    Parameters
    ----------
    rows
        Rows of :func:`incuanalysis.evaluation.progress.progress` with ``name`` and ``unit_name``, as they stand in a table.
    traces
        The document's traces.
    column
        The table's column with the value.

    Returns
    -------
    dict
        (row, column) → the trace's id, for :func:`incuanalysis.display.tables.build.build_table`.
    """
    found = {}
    for number, row in enumerate(rows.to_dict("records")):
        if not row["cells"] or pd.isna(row["actual"]):
            continue
        when = dates.month(Month.from_int(int(row["month"])))
        label = f"{row['unit_name']} {row['name']} {when}"
        value = scale_of([row["actual"]], str(row["unit"])).text(row["actual"])
        if id := traces.add(label, value, how_words(row), str(row["cells"])):
            found[number, column] = id
    return found

"""Where the numbers of a document come from: gathered while its tables are made, listed at its end.

The internal version names every cell. The published one names the cells of the body that the report is about, and says
of the others only how many bodies reported and when the last of them did.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.furniture import Trace, TraceCell, Traces
from incuanalysis.intake.returns.tables import read_table

if TYPE_CHECKING:
    from incuanalysis.display.context import Report

__all__ = ["TraceBook"]

# A sum over hundreds of cells is told by its first ones; the store has them all.
_MOST = 60


class TraceBook:
    """The traces of one document.

    Parameters
    ----------
    report
        The report that is made.
    owner
        Region id or carrier id whose cells may be shown in the published version; by default the report's region.
    """

    def __init__(self, report: Report, owner: str | None = None) -> None:
        self._report = report
        self._owner = owner or report.region.id
        self._traces: list[Trace] = []
        rows = report.inquiry.observations
        self._rows = rows
        self._places = {
            place: number
            for number, place in enumerate(
                _place(*cell) for cell in zip(rows["file"], rows["sheet"], rows["cell"], strict=True)
            )
        }
        files = read_table(report.inquiry.store, "files")
        self._names = dict(zip(files["file"], files["name"], strict=True))

    def __len__(self) -> int:
        """Return how many numbers have a trace."""
        return len(self._traces)

    def add(self, label: str, value: str, how: str = "", cells: str = "", steps: Sequence[str] = ()) -> str:
        """Keep where a number comes from.

        Parameters
        ----------
        label
            Whose number it is, of what and when: 昆鹏街道 在孵企业 2023年9月.
        value
            As printed.
        how
            How it came about, in words.
        cells
            ``file#sheet!cell`` joined by ``; ``, as :func:`incuanalysis.evaluation.progress.progress` gives them.
        steps
            The arithmetic, a line each.

        Returns
        -------
        str
            The trace's id, for :class:`incuanalysis.display.items.Cell`; empty where there is nothing to say.
        """
        places = [self._places[one] for one in cells.split("; ") if one in self._places] if cells else []
        return self.add_rows(label, value, how, self._rows.iloc[places], steps)

    def add_rows(
        self, label: str, value: str, how: str = "", rows: pd.DataFrame | None = None, steps: Sequence[str] = ()
    ) -> str:
        """Keep where a number comes from, given the observations that it rests on; otherwise as :meth:`add`."""
        rows = self._rows.iloc[[]] if rows is None else rows
        shown = rows if self._report.internal else rows[self._own(rows)]
        said = [how] if how else []
        said += self._others(rows, shown)
        if len(shown) > _MOST:
            said.append(
                f"列出前{_MOST}格，共{len(shown)}格" if self._zh else f"the first {_MOST} of {len(shown)} cells"
            )
        if not (said or steps or len(shown)):
            return ""
        id = f"t{len(self._traces) + 1}"
        cells = tuple(self._cell(row) for row in shown.head(_MOST).to_dict("records"))
        self._traces.append(Trace(id, label, value, ("；" if self._zh else "; ").join(said), cells, tuple(steps)))
        return id

    def item(self) -> Traces:
        """Return the list, to be shown at the document's end."""
        return Traces(
            stamp(self._report), "数据出处" if self._zh else "Where the numbers come from", tuple(self._traces)
        )

    def items(self) -> tuple[Traces, ...]:
        """Return the list as an item to be shown at the document's end; nothing where no number has a trace."""
        return (self.item(),) if self._traces else ()

    @property
    def _zh(self) -> bool:
        return self._report.language == "zh"

    def _own(self, rows: pd.DataFrame) -> pd.Series[bool]:
        own = (rows["carrier"] == self._owner) | ((rows["region"] == self._owner) & rows["carrier"].isna())
        published = ~rows["source_class"].astype("str").str.startswith("return")
        return own | published

    def _others(self, rows: pd.DataFrame, shown: pd.DataFrame) -> list[str]:
        rest = rows.drop(shown.index)
        if rest.empty:
            return []
        bodies = len(rest[["region", "carrier"]].drop_duplicates())
        last = str(rest["recorded_at"].max())[:10]
        if self._zh:
            return [f"据{bodies}个单位报送，最近一次{last}收到"]
        return [f"from the returns of {bodies} bodies, the last received on {last}"]

    def _cell(self, row: dict[Any, Any]) -> TraceCell:
        file = _text(row["file"])
        printed = _text(row["printed"]) or _text(row["value"])
        name = _text(self._names.get(file)) or file
        return TraceCell(
            name, _text(row["sheet"]), _text(row["cell"]), _text(row["source"]), _text(row["recorded_at"])[:10], printed
        )


def _place(file: object, sheet: object, cell: object) -> str:
    return _text(file) + (f"#{_text(sheet)}" if _text(sheet) else "") + (f"!{_text(cell)}" if _text(cell) else "")


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)

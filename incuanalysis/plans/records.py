"""What people decide and write: CSV files in ``data/records/``, each row with who, when and document.

Rows are only added; a later row about the same thing takes an earlier one's place on reading (:func:`latest`), so
that ``as_of`` can go back. The files open in spreadsheet programs, and what these make of them on saving (another
encoding, 2023/9/5 for 2023-09-05) is read too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from incuanalysis.errors import BadInputError, DamagedFileError, UnknownNameError
from incuanalysis.files import atomic_write
from incuanalysis.intake.catalogue import writing
from incuanalysis.plans.celltypes import OddCellError, cell_text, cell_value, day_text, typed_text
from incuanalysis.plans.kinds import COMMON, KINDS, Column, RecordKind
from incuanalysis.plans.recordfile import file_bytes, read_lines
from incuanalysis.project import Project
from incuanalysis.vocabulary.matching import nearest

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FOLDER", "Records", "latest", "open_records"]

FOLDER = "data/records"
_DTYPES = {"number": "float64", "integer": "Int64"}


@dataclass(frozen=True)
class Records:
    """The records in a folder.

    Parameters
    ----------
    folder
        ``data/records`` of a project; made at the first row.
    kinds
        Kinds by name.

    Examples
    --------
    >>> import tempfile
    >>> records = Records(Path(tempfile.mkdtemp()))
    >>> row = {"carrier": "海创", "year": 2023, "reason": "=搬迁", "date": "2024-01-05", "document": "洞科〔2024〕1号"}
    >>> records.append("exemption", [row], by="张三", on="2024-01-08")
    1
    >>> records.read("exemption")[["carrier", "year", "reason", "recorded_at"]].values.tolist()
    [['海创', 2023, '=搬迁', '2024-01-08']]
    >>> len(records.read("exemption", as_of="2024-01-07"))
    0
    """

    folder: Path
    kinds: Mapping[str, RecordKind] = field(default_factory=lambda: KINDS)

    def path(self, kind: str) -> Path:
        """Return the file of a kind.

        Raises
        ------
        UnknownNameError
            If there is no such kind.
        """
        if kind not in self.kinds:
            raise UnknownNameError("kind of records", kind, nearest(kind, self.kinds))
        return self.folder / f"{kind}.csv"

    def columns(self, kind: str) -> tuple[Column, ...]:
        """Return all columns of a kind's file, those of every kind last."""
        self.path(kind)
        return (*self.kinds[kind].columns, *COMMON)

    def append(self, kind: str, rows: Iterable[Mapping[str, Any]] | pd.DataFrame, by: str, on: dt.date | str) -> int:
        """Add rows: all of them, or none where one of them does not fit.

        Parameters
        ----------
        kind
            One of the kinds.
        rows
            Mappings or a frame, in the kind's columns and ``document``; what is not given stays empty.
        by
            Who records them.
        on
            The day of recording.

        Returns
        -------
        int
            Number of rows added.

        Raises
        ------
        BadInputError
            If a row does not fit; says which one, what was found and what was expected.
        DamagedFileError
            If the file that is there cannot be read; it stays as it is.
        BusyError
            If another process has been writing for a minute.
        """
        path, columns = self.path(kind), self.columns(kind)
        given = rows if isinstance(rows, list | tuple) else _as_mappings(rows)
        fresh = [_checked(kind, number, row, columns, by, on) for number, row in enumerate(given, start=1)]
        if not fresh:
            return 0
        with writing(self.folder):
            old = [cells for _, cells in read_lines(path, columns)] if path.is_file() else []
            atomic_write(path, file_bytes([*old, *fresh], columns))
        return len(fresh)

    def read(self, kind: str, as_of: dt.date | str | None = None) -> pd.DataFrame:
        """Return the rows of a kind in the order in which they were recorded.

        Parameters
        ----------
        kind
            One of the kinds.
        as_of
            Only rows recorded by the end of this day.

        Returns
        -------
        DataFrame
            The kind's columns, ``document``, ``recorded_at``, ``by`` and ``row`` (line of the file). Texts, dates and
            months are text, empty where there is nothing; numbers ``float64``, whole ones ``Int64``.

        Raises
        ------
        DamagedFileError
            If the file is not as it should be: with line, what was found and what was expected.
        """
        import pandas as pd

        path, columns = self.path(kind), self.columns(kind)
        rows: list[list[Any]] = []
        for line, cells in read_lines(path, columns) if path.is_file() else ():
            row: list[Any] = []
            for cell, column in zip(cells, columns, strict=True):
                try:
                    row.append(cell_value(typed_text(cell, column), column))
                except OddCellError as odd:
                    zh, en = odd.args
                    raise DamagedFileError(
                        f"{path}, line {line}, column {column.name!r}: found {cell!r}; expected {en}.",
                        f"{path} 第{line}行“{column.name}”列：现为“{cell}”；要求：{zh}。",
                    ) from None
            rows.append([*row, line])
        names = [*(column.name for column in columns), "row"]
        frame = pd.DataFrame(rows, columns=names)
        frame = frame.astype({c.name: _DTYPES.get(c.type, "str") for c in columns} | {"row": "int64"})
        if as_of is not None:
            frame = frame[frame["recorded_at"] <= day_text(as_of)]
        return frame.sort_values(["recorded_at", "row"], kind="stable", ignore_index=True)


def open_records(project: Project, store: Path | None = None) -> Records:
    """Return the records that go with a store.

    Parameters
    ----------
    project
        The project; its records lie in ``data/records``.
    store
        Folder of another store than the project's own. Records that lie in its folder ``records`` are taken instead;
        without that folder, the project's.

    Examples
    --------
    >>> import tempfile
    >>> other = Path(tempfile.mkdtemp())
    >>> open_records(Project(Path("bureau")), other).folder.as_posix()
    'bureau/data/records'
    >>> (other / "records").mkdir()
    >>> open_records(Project(Path("bureau")), other).folder == other / "records"
    True
    """
    own = None if store is None or store == project.store else store / "records"
    return Records(own if own is not None and own.is_dir() else project.root / FOLDER)


def latest(frame: pd.DataFrame, keys: Sequence[str], date: str = "recorded_at") -> pd.DataFrame:
    """Keep the last row of each thing: by a date, then by the order of recording.

    Parameters
    ----------
    frame
        What :meth:`Records.read` returned.
    keys
        Columns that say which thing a row is about.
    date
        Column of the date that decides.
    """
    ordered = frame.sort_values([date, "recorded_at", "row"], kind="stable")
    return ordered.drop_duplicates(list(keys), keep="last").sort_index().reset_index(drop=True)


def _as_mappings(rows: Any) -> list[Mapping[str, Any]]:
    if hasattr(rows, "to_dict"):
        found: list[Mapping[str, Any]] = rows.drop(columns="row", errors="ignore").to_dict("records")
        return found
    return list(rows)


def _checked(
    kind: str, number: int, row: Mapping[str, Any], columns: Sequence[Column], by: str, on: dt.date | str
) -> list[str]:
    """Return a row's cells as they are written."""
    names = [column.name for column in columns]
    if odd := [name for name in row if name not in names]:
        raise BadInputError(
            f"{kind}, row {number}: unknown column {odd[0]!r}. Expected: {', '.join(names)}.",
            f"{kind} 第{number}条：没有“{odd[0]}”这一列。可用的列：{'、'.join(names)}。",
        )
    # whoever moves rows from elsewhere may bring their own day and name with them
    full = {**row, "recorded_at": row.get("recorded_at") or on, "by": row.get("by") or by}
    cells = []
    for column in columns:
        value = full.get(column.name)
        try:
            cells.append(typed_text(cell_text(value), column))
        except OddCellError as odd_value:
            zh, en = odd_value.args
            raise BadInputError(
                f"{kind}, row {number}: {column.name} is {cell_text(value)!r}; expected {en}.",
                f"{kind} 第{number}条：{column.name}现为“{cell_text(value)}”；要求：{zh}。",
            ) from None
    return cells

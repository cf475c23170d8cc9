"""What people decide and write: CSV files in ``data/records/``, each row with who, when and document.

Rows are only added; a later row about the same thing takes an earlier one's place on reading (:func:`latest`), so
that ``as_of`` can go back. The files open in spreadsheet programs, and what these make of them on saving (another
encoding, 2023/9/5 for 2023-09-05) is read too.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from incuanalysis.errors import BadInputError, DamagedFileError, UnknownNameError
from incuanalysis.files import atomic_write
from incuanalysis.intake.catalogue import writing
from incuanalysis.plans.kinds import COMMON, KINDS, Column, RecordKind
from incuanalysis.project import Project
from incuanalysis.vocabulary.matching import nearest

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FOLDER", "Records", "latest", "open_records"]

FOLDER = "data/records"
# What a spreadsheet program would compute; full-width signs too, and after blanks or our own mark.
_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠\t\r]")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]0?0:00(?::00)?)?")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:月|[-/.月]0?1日?)?")
_DTYPES = {"number": "float64", "integer": "Int64"}
_EXPECTED = {
    "number": ("数字", "a number"),
    "integer": ("整数", "a whole number"),
    "date": ("日期，如2023-09-30", "a date such as 2023-09-30"),
    "month": ("月份，如2023-09", "a month such as 2023-09"),
}


_LONGEST = 32_000  # characters of a text; a cell of a spreadsheet holds 32,767


class _OddError(ValueError):
    """A value that a column cannot hold."""


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
            old = [cells for _, cells in _cells(path, columns)] if path.is_file() else []
            out = io.StringIO(newline="")
            table = csv.writer(out, lineterminator="\r\n")
            table.writerow([column.name for column in columns])
            table.writerows(
                [_escaped(cell, column) for cell, column in zip(cells, columns, strict=True)]
                for cells in [*old, *fresh]
            )
            atomic_write(path, out.getvalue().encode("utf-8-sig"))
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
        for line, cells in _cells(path, columns) if path.is_file() else ():
            row: list[Any] = []
            for cell, column in zip(cells, columns, strict=True):
                try:
                    row.append(_value(_typed(cell, column), column))
                except _OddError as odd:
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
            frame = frame[frame["recorded_at"] <= _day(as_of)]
        return frame.sort_values(["recorded_at", "row"], kind="stable", ignore_index=True)


def open_records(project: Project) -> Records:
    """Return the records of a project."""
    return Records(project.root / FOLDER)


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
            cells.append(_typed(_text(value), column))
        except _OddError as odd_value:
            zh, en = odd_value.args
            raise BadInputError(
                f"{kind}, row {number}: {column.name} is {_text(value)!r}; expected {en}.",
                f"{kind} 第{number}条：{column.name}现为“{_text(value)}”；要求：{zh}。",
            ) from None
    return cells


def _text(value: object) -> str:
    """Write any value as the text of a cell."""
    if value is None or (isinstance(value, float) and math.isnan(value)) or str(value) in ("<NA>", "NaT"):
        return ""
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, float):
        return f"{int(value)}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


def _typed(text: str, column: Column) -> str:
    """Return a cell's text in the one spelling of its type; raise ``_OddError`` if it is none."""
    if not text:
        if column.required:
            raise _OddError("填写此项", "a value")
        return ""
    if column.choices and text not in column.choices:
        raise _OddError(f"{'、'.join(column.choices)}之一", f"one of {', '.join(column.choices)}")
    if len(text) > _LONGEST:
        raise _OddError(f"不超过{_LONGEST}字", f"at most {_LONGEST} characters")
    try:
        match column.type:
            case "date":
                found = _DATE.fullmatch(text)
                return dt.date(*map(int, found.groups())).isoformat() if found else _odd(column)
            case "month":
                found = _MONTH.fullmatch(text)
                return f"{dt.date(int(found[1]), int(found[2]), 1):%Y-%m}" if found else _odd(column)
            case "integer":
                return str(int(text)) if re.fullmatch(r"[+-]?\d+", text, re.ASCII) else _odd(column)
            case "number":
                return text if math.isfinite(float(text)) and "_" not in text else _odd(column)
    except (ValueError, OverflowError):
        return _odd(column)
    return text


def _odd(column: Column) -> str:
    raise _OddError(*_EXPECTED[column.type])


def _value(text: str, column: Column) -> Any:
    if column.type == "integer":
        return int(text) if text else None
    if column.type == "number":
        return float(text) if text else math.nan
    return text


def _day(on: dt.date | str) -> str:
    try:
        return _typed(_text(on), Column("date", "date", required=True))
    except _OddError:
        raise BadInputError(
            f"{on!r} is no date. Expected one such as 2023-09-30.", f"“{on}”不是日期。日期写作2023-09-30。"
        ) from None


def _escaped(cell: str, column: Column) -> str:
    """Mark a text that a spreadsheet program would take for a formula; numbers stay numbers."""
    plain = column.type in ("number", "integer")
    return cell if plain or not _FORMULA.match(cell) else f"'{cell}"


def _unescaped(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def _cells(path: Path, columns: Sequence[Column]) -> list[tuple[int, list[str]]]:
    """Return (line, cells in the order of the columns) of a file."""
    names = [column.name for column in columns]
    try:
        raw = path.read_bytes()
        # a spreadsheet program that saves a CSV file may write it in the system's own encoding
        text = raw.decode("utf-8-sig") if _is_utf8(raw) else raw.decode("gb18030")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = [name.strip() for name in next(reader, [])]
        while header and not header[-1]:
            header.pop()
        needed = [column.name for column in columns if column.required]
        missing = [name for name in needed if name not in header]
        unknown = [name for name in header if name not in names]
        if missing or unknown or len(set(header)) != len(header):
            raise _damaged(path, 1, ", ".join(header) or "—", ", ".join(names))
        rows = []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if any(cell.strip() for cell in cells[len(header) :]):
                raise _damaged(path, reader.line_num, f"{len(cells)} cells", f"{len(header)}")
            by_name = dict(zip(header, map(_unescaped, cells), strict=False))
            rows.append((reader.line_num, [_text(by_name.get(name)) for name in names]))
        return rows
    except csv.Error as error:
        raise _damaged(path, reader.line_num, str(error), "comma-separated values") from None
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(path, 1, str(error), "a CSV file in UTF-8") from None


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def _damaged(path: Path, line: int, found: str, expected: str) -> DamagedFileError:
    return DamagedFileError(
        f"{path}, line {line}: found {found}; expected {expected}.",
        f"{path} 第{line}行：现为{found}；要求：{expected}。",
    )

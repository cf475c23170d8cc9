"""Sheets of cells: what every file becomes before anyone asks what it means."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["CellError", "CellValue", "Sheet", "cell_name", "column_letters"]


class CellError(str):
    """A cell that holds an error of the spreadsheet program, or a formula without a stored result.

    The text is what the program shows (``#REF!``) or the formula as written (``=A1+B1``); it is never computed.
    """

    __slots__ = ()


CellValue = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | CellError | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet (or table of a page or document, or text file) as a grid of values.

    Parameters
    ----------
    name
        The sheet's name; empty where the file has none.
    rows
        Values by row and column from the sheet's first cell A1; rows may differ in length; None is an empty cell.
        A merged cell has its value in its first cell only.
    merged
        (first row, first column, last row, last column) of merged ranges, counted from 0, ends included.
    hidden
        The sheet is hidden in its file.
    member
        Path inside an archive; empty otherwise.
    """

    name: str
    rows: list[list[CellValue]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False
    member: str = ""

    @property
    def label(self) -> str:
        """The sheet's name, after the archive member's path where there is one."""
        return f"{self.member}/{self.name}".rstrip("/") if self.member else self.name

    def filled(self) -> int:
        """Return the number of non-empty cells."""
        return sum(len([1 for value in row if value is not None]) for row in self.rows)


@lru_cache(maxsize=16384)
def column_letters(column: int) -> str:
    """Return a column's letters, counted from 0.

    Examples
    --------
    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return a cell's name as spreadsheet programs show it; row and column are counted from 0.

    Examples
    --------
    >>> cell_name(4, 2)
    'C5'
    """
    return f"{column_letters(column)}{row + 1}"

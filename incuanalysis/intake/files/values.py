"""Values as the spreadsheet readers give them → values of cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from incuanalysis.intake.cells import CellError, CellValue
from incuanalysis.intake.files.sheetxml import MARK

__all__ = ["clip_merged", "plain_row", "text_or_none"]

# Beyond it a float no longer holds every whole number, and the number was not typed as one.
_WHOLE = float(1 << 53)


def plain_row(row: Iterable[Any], marked: bool = False) -> list[CellValue]:
    """Return a row's values: whole floats as int, texts of blanks as None, marked texts as errors.

    Examples
    --------
    >>> plain_row([12.0, 0.5, " ", "甲 ", True])
    [12, 0.5, None, '甲 ', True]
    """
    values: list[CellValue] = [
        (int(value) if value.is_integer() and -_WHOLE < value < _WHOLE else value)
        if type(value) is float
        else (None if not value or value.isspace() else value)
        if type(value) is str
        else value
        for value in row
    ]
    if marked:
        return [CellError(v[len(MARK) :]) if isinstance(v, str) and v.startswith(MARK) else v for v in values]
    return values


def text_or_none(text: str) -> str | None:
    """Return the text, None if it is empty or of blanks only."""
    return text if text and not text.isspace() else None


def clip_merged(
    ranges: Iterable[tuple[int, int, int, int]], rows: int, columns: int
) -> tuple[tuple[int, int, int, int], ...]:
    """Return merged ranges (first row, first column, last row, last column) within the grid, without those of one cell.

    Examples
    --------
    >>> clip_merged([(0, 0, 1048575, 1), (9, 9, 9, 10), (1, 1, 1, 1)], rows=3, columns=4)
    ((0, 0, 2, 1),)
    """
    kept = []
    for top, left, bottom, right in ranges:
        last = (min(bottom, rows - 1), min(right, columns - 1))
        if top <= last[0] and left <= last[1] and (top, left) != last:
            kept.append((top, left, *last))
    return tuple(kept)

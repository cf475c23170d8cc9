"""A hidden sheet of our own in a workbook: rows of texts between a first row that names it and a digest of them all.

A sheet that was damaged or pasted over is recognised. It is no secret and no proof: whoever takes a workbook in checks
who sent it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from incuanalysis.intake.cells import CellValue

__all__ = ["OWN_SHEET", "MarksError", "begins", "seal", "unseal"]

OWN_SHEET = "_incu"


class MarksError(ValueError):
    """A hidden sheet that does not hold what it should."""


def seal(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the rows of a hidden sheet with their digest as the last one.

    Examples
    --------
    >>> unseal(seal([["incu_form", "1"], ["row", "3"]]), ["incu_form", "1"])
    [['row', '3']]
    """
    return [*map(list, rows), ["digest", _digest(rows)]]


def begins(rows: Sequence[Sequence[CellValue]], first: Sequence[str]) -> bool:
    """Tell whether a sheet begins like a hidden one of ours, of whatever version."""
    return bool(rows) and bool(rows[0]) and rows[0][0] == first[0]


def unseal(rows: Sequence[Sequence[CellValue]], first: Sequence[str]) -> list[list[str]]:
    """Return the texts of a hidden sheet, without its first row and the digest.

    Parameters
    ----------
    rows
        The sheet's cells, as a spreadsheet program may have kept them.
    first
        The first row that it should have: what it is and of which version.

    Raises
    ------
    MarksError
        If it is not what :func:`seal` wrote.
    """
    texts = [line for row in rows if (line := _texts(row))]
    if len(texts) < 2 or texts[0] != list(first) or texts[-1] != ["digest", _digest(texts[:-1])]:
        raise MarksError("the digest does not hold")
    return texts[1:-1]


def _texts(row: Sequence[CellValue]) -> list[str]:
    """Return a row's cells as the text that was written, whatever a spreadsheet program made of them."""
    texts = ["" if cell is None else str(_whole(cell)) for cell in row]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _whole(cell: CellValue) -> CellValue:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _digest(rows: Sequence[Sequence[str]]) -> str:
    lines = ("\x1f".join(_texts(row)) for row in rows)
    return hashlib.sha256("\x1e".join(lines).encode("utf-8", "replace")).hexdigest()

"""How much a file may hold: beyond that it is refused with a clear line instead of filling the memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from incuanalysis.intake.files.opened import Unreadable, refuse

__all__ = ["MAX_FILE", "MAX_GRID", "MAX_MEMBERS", "MAX_TEXT", "Budget", "bounding", "keep_box", "oversize"]

MAX_FILE = 100 << 20
"""Bytes of a received file."""
MAX_TEXT = 40 << 20
"""Bytes of a text file or web page, and of a sheet's or document's XML that has to be taken apart in Python."""
MAX_GRID = 2_000_000
"""Cells of the rectangle from A1 to the last filled cell, for all sheets of a file together."""
_MAX_UNPACKED = 300 << 20
_MAX_RATIO = 250
# What a large but honest workbook has; small files may be compressed as much as they like.
_RATIO_FROM = 30 << 20
MAX_MEMBERS = 10_000
"""Members of an archive, with those of archives in it."""
# A cell beyond so many empty rows or columns belongs to no table.
_ROW_GAP, _COLUMN_GAP = 500, 60
_MAX_STRAY = 1000
_UNITS = {
    "bytes": (" MB", " MB"),
    "cells": ("个单元格", " cells"),
    "files": ("个文件", " files"),
    "signs": ("个字符", " characters"),
}


def oversize(
    found: int, limit: int, unit: Literal["bytes", "cells", "files", "signs"], code: str = "file_too_large"
) -> Unreadable:
    """Return the refusal of a file that holds too much, to be raised.

    Examples
    --------
    >>> print(oversize(3_000_000, MAX_GRID, "cells"))
    文件过大：3000000个单元格，上限为2000000个单元格；请只保留要报送的表格，另存为 .xlsx 后重新发送。
    """
    zh, en = _UNITS[unit]
    if unit == "bytes":
        found, limit = found >> 20, limit >> 20
    return refuse(code, found=found, limit=limit, unit=zh, unit_en=en)


@dataclass(slots=True)
class Budget:
    """What a file may still unpack, with everything that is packed in it.

    Parameters
    ----------
    received
        Size of the received file in bytes.
    """

    received: int
    unpacked: int = 0
    members: int = 0
    grid: int = 0

    def unpack(self, size: int) -> None:
        """Count bytes that are about to be unpacked.

        Raises
        ------
        Unreadable
            ``file_bomb`` when they are too many in all, or too many for the file's size.
        """
        self.unpacked += size
        limit = _MAX_UNPACKED
        if self.unpacked > _RATIO_FROM:
            limit = min(limit, max(_RATIO_FROM, self.received * _MAX_RATIO))
        if self.unpacked > limit:
            raise oversize(self.unpacked, limit, "bytes", "file_bomb")

    def count_members(self, count: int) -> None:
        """Count members of an archive.

        Raises
        ------
        Unreadable
            ``file_bomb`` when they are too many.
        """
        self.members += count
        if self.members > MAX_MEMBERS:
            raise oversize(self.members, MAX_MEMBERS, "files", "file_bomb")

    def take_grid(self, cells: int) -> None:
        """Count a sheet's cells.

        Raises
        ------
        Unreadable
            ``file_too_large`` when the sheets have too many in all.
        """
        self.grid += cells
        if self.grid > MAX_GRID:
            raise oversize(self.grid, MAX_GRID, "cells")


def bounding(places: Collection[tuple[int, int]]) -> tuple[int, int]:
    """Return (rows, columns) of the rectangle from A1 that holds these cells (row, column from 0)."""
    return max((row for row, _ in places), default=-1) + 1, max((column for _, column in places), default=-1) + 1


def keep_box(places: Collection[tuple[int, int]], limit: int) -> tuple[int, int]:
    """Return (rows, columns) of the rectangle from A1 that leaves out stray cells far from the table.

    Parameters
    ----------
    places
        (row, column) of every filled cell, counted from 0.
    limit
        Cells that the rectangle may have; nothing is left out while it has no more.

    Raises
    ------
    Unreadable
        ``file_too_large`` when no such rectangle is small enough, or when it would leave out more than stray cells.

    Examples
    --------
    >>> keep_box([(0, 0), (1, 1), (2, 1), (1048575, 16383)], 2_000_000)
    (3, 2)
    >>> keep_box([(0, 0), (1, 1)], 2_000_000)
    (2, 2)
    """
    height, width = bounding(places)
    if height * width <= limit:
        return height, width
    whole = height * width
    kept = places
    height = _before_gap(sorted({row for row, _ in kept}), _ROW_GAP)
    kept = [place for place in kept if place[0] < height]
    width = bounding(kept)[1]
    if height * width > limit:
        width = _before_gap(sorted({column for _, column in kept}), _COLUMN_GAP)
        kept = [place for place in kept if place[1] < width]
    if height * width > limit or len(places) - len(kept) > _MAX_STRAY:
        raise oversize(whole, MAX_GRID, "cells")
    return bounding(kept)


def _before_gap(places: list[int], gap: int) -> int:
    """Return the number of lines up to the first gap (the first place counts as beside the edge)."""
    return next((a + 1 for a, b in pairwise(places) if b - a > gap), places[-1] + 1)

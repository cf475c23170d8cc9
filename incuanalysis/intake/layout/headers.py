"""Header blocks: the parts of each column's heading, with its unit and its English, from merged and broken cells."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from incuanalysis.intake.clean.units import split_unit, unit_id
from incuanalysis.intake.layout.grid import EMPTY, Grid

__all__ = ["Heading", "read_headings", "split_cell"]

_HAN = re.compile(r"[\u3400-\u9fff]")
# What follows a Chinese name after a space, and is no unit: its English.
_ENGLISH_TAIL = re.compile(r"^(.*[\u3400-\u9fff）)].*?)\s+([A-Z][A-Za-z&][A-Za-z\s,.&()/'%\-]*)$", re.DOTALL)
_MOST_MERGED = 200_000


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above one column.

    Parameters
    ----------
    column
        Its number in the sheet.
    parts
        Chinese names from the group down, each once (English only where there is no Chinese).
    unit
        Id of its unit, where it has one of its own.
    """

    column: int
    parts: tuple[str, ...] = ()
    unit: str = ""

    @property
    def text(self) -> str:
        """The parts joined by ``/``."""
        return "/".join(self.parts)


@lru_cache(maxsize=16384)
def split_cell(text: str) -> tuple[str, str, str]:
    r"""Return the Chinese, the unit and the English of a header cell, whose lines may each be any of them.

    Examples
    --------
    >>> split_cell("孵化器内\n企业总数\n(个)\nNumber of\nFirms")
    ('孵化器内企业总数', '个', 'Number of Firms')
    >>> split_cell("(千元)"), split_cell("(unit)"), split_cell("在孵企业R&D投入")
    (('', '千元', ''), ('', '', '(unit)'), ('在孵企业R&D投入', '', ''))
    """
    name = ""
    unit = ""
    english: list[str] = []
    for line in text.splitlines():
        plain = line.strip()
        if not plain:
            continue
        if _HAN.search(plain):
            if match := _ENGLISH_TAIL.match(plain):
                plain = match[1].strip()
                english.append(match[2].strip())
            if _is_unit(plain):
                unit = unit or _unit(plain)
            else:
                name += plain
        elif bare := _bracketed_unit(plain):
            unit = unit or bare
        elif name and plain.isascii() and not any(c.isalpha() for c in plain):
            name += plain
        else:
            english.append(plain)
    if name and not unit:
        rest, said = split_unit(name)
        if rest and said:
            name, unit = rest, said
    return name, unit, " ".join(english)


def _is_unit(text: str) -> bool:
    return bool(_unit(text))


def _unit(text: str) -> str:
    if len(text) > 12:
        return ""
    rest, unit = split_unit(text)
    return unit if not rest else ""


def _bracketed_unit(text: str) -> str:
    """Return the unit of a line without Chinese, such as (㎡) or %."""
    return "" if len(text) > 8 or (text.isalnum() and text.isascii()) else unit_id(text.strip("()（）[]"))


def _printed(value: object) -> str:
    """Return a header cell's text; a date that a spreadsheet program made of 2023年9月 becomes that month again."""
    if isinstance(value, dt.date):
        return f"{value.year}年{value.month}月"
    if isinstance(value, float) and value == int(value):
        return f"{int(value)}年"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value}年"
    return str(value)


def header_rows(grid: Grid, rows: Iterable[int], left: int, right: int) -> list[list[str]]:
    """Return the texts of header rows by column, merged cells with their text in every cell they cover."""
    order = sorted(rows)
    texts = [
        [
            _printed(grid.value(row, column)) if grid.kind(row, column) != EMPTY else ""
            for column in range(left, right + 1)
        ]
        for row in order
    ]
    place = {row: number for number, row in enumerate(order)}
    budget = _MOST_MERGED
    for first in order:
        for top, start, bottom, end in grid.starting_in(first):
            if end < left or start > right or not (text := _text_at(texts, place, top, start - left)):
                continue
            for row in order:
                if top <= row <= bottom:
                    cells = texts[place[row]]
                    for column in range(max(start, left) - left, min(end, right) - left + 1):
                        if not cells[column]:
                            cells[column] = text
                    budget -= end - start + 1
            if budget < 0:
                return texts
    return texts


def _text_at(texts: list[list[str]], place: dict[int, int], row: int, column: int) -> str:
    return texts[place[row]][column] if column >= 0 else ""


def read_headings(
    grid: Grid, rows: tuple[int, ...], left: int, right: int, *, spread: bool = True
) -> dict[int, Heading]:
    """Return the headings of the columns that have one.

    Parameters
    ----------
    grid
        The sheet.
    rows
        The header's rows, without those that number the columns.
    left, right
        First and last column.
    spread
        Take an unmerged group heading for the empty cells on its right that have a heading below.
    """
    texts = header_rows(grid, rows, left, right)
    if spread:
        _spread_groups(grid, sorted(rows), texts)
    headings: dict[int, Heading] = {}
    for place, cells in enumerate(zip(*texts, strict=True)):
        names: list[str] = []
        english: list[str] = []
        unit = ""
        before = ""
        for cell in cells:
            if not cell or cell == before:
                continue
            before = cell
            name, said, other = split_cell(cell)
            unit = said or unit
            if name and (not names or name != names[-1]):
                names.append(name)
            if other:
                english.append(other)
        parts = tuple(names) or ((" ".join(english),) if english else ())
        if parts or unit:
            headings[left + place] = Heading(left + place, parts, unit)
    return headings


def _spread_groups(grid: Grid, rows: list[int], texts: list[list[str]]) -> None:
    """Fill unmerged group headings to the right (a file without merged cells: CSV, text)."""
    for upper, row in enumerate(rows[:-1]):
        if grid.starting_in(row):
            continue
        group = ""
        for place, text in enumerate(texts[upper]):
            below = any(lower[place] for lower in texts[upper + 1 :])
            if text:
                group = text if below and split_cell(text)[0] else ""
            elif (
                group
                and below
                and not any(above[place] for above in texts[:upper])
                and split_cell(texts[upper + 1][place])[0]
            ):
                texts[upper][place] = group
            else:
                group = ""

"""Tables as clerks lay them out: with names down the side, across the top, or one figure a line.

A :class:`Page` is a sheet to be written, together with what each of its value cells stands for: its region, carrier,
indicator, period and basis, and the cells whose words say so. Errors are planted by changing cells and noting it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from incuanalysis.intake.sample.world import AREA, HUNDREDTHS, MONEY
from incuanalysis.vocabulary.periods import Period

__all__ = [
    "Field",
    "Line",
    "Look",
    "Page",
    "Spot",
    "Texts",
    "lengthwise",
    "matrix",
    "number",
    "since_january",
    "transposed",
    "wide",
]

Cell = tuple[int, int]
_TEN_THOUSANDS = frozenset(["万平方米", "万㎡"])


@dataclass(frozen=True, slots=True)
class Line:
    """What one row of names is about; ``total`` marks a 合计, ``within`` a 其中."""

    label: str
    region: str
    carrier: str = ""
    total: bool = False
    within: bool = False

    @property
    def entity(self) -> str:
        """Under which name the world knows it."""
        return self.carrier or self.region


@dataclass(frozen=True, slots=True)
class Field:
    """What one column is about: the indicator, its period and basis, the unit it is printed in, and its heading's levels."""

    indicator: str
    basis: str
    period: Period
    unit: str
    heading: tuple[str, ...]


#: The figure of a line and a field in its base unit; None where there is nothing to report.
Look = Callable[[Line, Field], int | None]
#: Headings beside those of figures, and what stands there for a line.
Texts = Sequence[tuple[str, Callable[[Line], Any]]]


@dataclass(slots=True)
class Spot:
    """A value cell: where it is, what it means, and which cells say so."""

    row: int
    column: int
    line: Line
    field: Field
    base: int | None
    name_at: Cell | None = None
    head_at: Cell | None = None
    unit_at: Cell | None = None
    planted: str = ""


@dataclass(slots=True)
class Page:
    """A sheet to be written.

    Parameters
    ----------
    name
        The sheet's name.
    rows
        Values by row and column.
    spots
        Its value cells.
    merged
        Merged ranges, ends included.
    whole_rows
        Each row is one entity's, so that a row can be typed twice.
    annex
        A sheet on the plan beside the return itself; errors are planted there apart from those in the return.
    """

    name: str
    rows: list[list[Any]]
    spots: list[Spot] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    whole_rows: bool = False
    annex: bool = False

    def at(self, cell: Cell) -> Any:
        """Return a cell's value."""
        return self.rows[cell[0]][cell[1]]

    def set(self, cell: Cell, value: Any) -> None:
        """Change a cell."""
        self.rows[cell[0]][cell[1]] = value

    def repeat_row(self, row: int) -> list[Spot]:
        """Insert a copy of a row below it and return the copy's value cells."""
        self.rows.insert(row + 1, list(self.rows[row]))
        self.merged = [(a + (a > row), b, c + (c > row), d) for a, b, c, d in self.merged]
        for spot in self.spots:
            for place in ("name_at", "head_at", "unit_at"):
                cell = getattr(spot, place)
                if cell and cell[0] > row:
                    setattr(spot, place, (cell[0] + 1, cell[1]))
            spot.row += spot.row > row
        copies = [
            replace(spot, row=row + 1, name_at=spot.name_at and (row + 1, spot.name_at[1]))
            for spot in self.spots
            if spot.row == row
        ]
        self.spots += copies
        return copies

    def span(self, first: Cell, last: Cell) -> None:
        """Merge a range, unless it is a single cell."""
        if first != last:
            self.merged.append((*first, *last))


def number(base: int, unit: str, indicator: str) -> int | float:
    """Return a figure as it is printed in a unit; base units are square metres, thousand yuan and pieces."""
    if indicator in AREA and unit in _TEN_THOUSANDS:
        return base / 10_000
    if indicator in MONEY and unit == "万元":
        return base // 10 if base % 10 == 0 else base / 10
    if indicator in HUNDREDTHS:
        return base // 100 if base % 100 == 0 else base / 100
    return base


def since_january(period: Period) -> str:
    """Return 2023年1—9月, also where the months are a quarter, a half or the whole year; 2023年1月 in January."""
    last = period.last
    return f"{last.year}年1—{last.month}月" if last.month > 1 else f"{last.year}年1月"


def _fill(page: Page, spot: Spot, sign: str | None) -> None:
    """Print a value, or the sign for nothing; without a sign the cell stays empty and is no value cell."""
    if spot.base is None:
        page.set((spot.row, spot.column), sign)
        if sign is None:
            return
    else:
        page.set((spot.row, spot.column), number(spot.base, spot.field.unit, spot.field.indicator))
    page.spots.append(spot)


def _above(title: str, subtitle: str, width: int) -> Page:
    page = Page("", [[title, *[None] * (width - 1)]])
    page.span((0, 0), (0, width - 1))
    if subtitle:
        page.rows.append([subtitle, *[None] * (width - 1)])
        page.span((1, 0), (1, width - 1))
    return page


def _below(page: Page, notes: Sequence[str], width: int) -> None:
    for note in notes:
        page.rows.append([note, *[None] * (width - 1)])
        page.span((len(page.rows) - 1, 0), (len(page.rows) - 1, width - 1))


def _header(page: Page, headings: list[tuple[str, ...]]) -> list[Cell]:
    """Write headings of several levels, equal neighbours merged; return the cell of each column's first level."""
    depth, top = max(map(len, headings)), len(page.rows)
    page.rows += [[None] * len(headings) for _ in range(depth)]
    begins: list[Cell] = []
    for level in range(depth):
        column = 0
        while column < len(headings):
            path = headings[column][: level + 1]
            end = column
            while end + 1 < len(headings) and headings[end + 1][: level + 1] == path and len(path) > level:
                end += 1
            if len(path) > level:
                page.set((top + level, column), path[level])
                last = depth - 1 if len(headings[column]) == level + 1 else level
                page.span((top + level, column), (top + last, end))
            if level == 0:
                begins += [(top, column)] * (end - column + 1)
            column = end + 1
    return begins


def wide(
    name: str,
    title: str,
    lines: Sequence[Line],
    fields: Sequence[Field],
    look: Look,
    *,
    label: str,
    subtitle: str = "",
    units: str = "heading",
    sign: str | None = None,
    extras: Texts = (),
    texts: Texts = (),
    notes: Sequence[str] = (),
) -> Page:
    """Lay out names down the side and indicators across the top.

    Parameters
    ----------
    name, title, subtitle, notes
        The sheet's name, the lines above the header and those below the body.
    lines, fields, look
        Rows, columns and their values.
    label
        Heading of the names.
    units
        Where units stand: ``heading`` (in brackets after it), ``row`` (a row of their own below the header) or ``line``
        (in the subtitle).
    sign
        What is printed where there is nothing; None leaves the cell empty.
    extras
        Further columns after the names: heading and what they say of a line.
    texts
        Such columns at the right end.
    """
    given: list[tuple[str, ...]] = [(label,), *((text,) for text, _ in extras)]
    headings = list(given)
    for item in fields:
        first, *rest = item.heading
        headings.append((f"{first}（{item.unit}）" if units == "heading" else first, *rest))
    headings += [(heading,) for heading, _ in texts]
    page = _above(title, subtitle, len(headings))
    page.name, page.whole_rows = name, True
    begins = _header(page, headings)
    bottom = len(page.rows)
    if units == "row":
        page.rows.append([None] * len(given) + [f"（{item.unit}）" for item in fields] + [None] * len(texts))
    for line in lines:
        row = len(page.rows)
        before, behind = ([text(line) for _, text in some] for some in (extras, texts))
        page.rows.append([line.label, *before, *[None] * len(fields), *behind])
        for column, item in enumerate(fields, start=len(given)):
            where = {"heading": begins[column], "row": (bottom, column), "line": (1, 0)}[units]
            spot = Spot(row, column, line, item, look(line, item), (row, 0), begins[column], where)
            _fill(page, spot, sign)
    _below(page, notes, len(headings))
    return page


def transposed(
    name: str,
    title: str,
    lines: Sequence[Line],
    fields: Sequence[Field],
    look: Look,
    *,
    subtitle: str = "",
    sign: str | None = None,
    texts: Texts = (),
    notes: Sequence[str] = (),
) -> Page:
    """Lay out indicators down the side and names across the top; units have a column of their own, ``texts`` the last rows."""
    page = _above(title, subtitle, 3 + len(lines))
    page.name = name
    top = len(page.rows)
    page.rows.append(["指标", "口径", "计量单位", *(line.label for line in lines)])
    begin = top + 1
    for item in fields:
        row = len(page.rows)
        words = item.heading
        if row > begin and page.at((begin, 0)) == words[0]:
            first = None
        else:
            page.span((begin, 0), (row - 1, 0))
            begin, first = row, words[0]
        page.rows.append([first, words[1] if len(words) > 1 else None, item.unit, *[None] * len(lines)])
        for column, line in enumerate(lines, start=3):
            spot = Spot(row, column, line, item, look(line, item), (top, column), (begin, 0), (row, 2))
            _fill(page, spot, sign)
    page.span((begin, 0), (len(page.rows) - 1, 0))
    page.rows += [[heading, None, None, *(text(line) for line in lines)] for heading, text in texts]
    _below(page, notes, 3 + len(lines))
    return page


def matrix(
    name: str,
    title: str,
    line: Line,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Field | None]]],
    look: Look,
    *,
    subtitle: str = "",
    notes: Sequence[str] = (),
) -> Page:
    """Lay out one region's year: indicators down the side, months across the top."""
    page = _above(title, subtitle, 2 + len(columns))
    page.name = name
    page.rows.append(["指标名称", "计量单位", *columns])
    for label, fields in rows:
        row = len(page.rows)
        unit = next(item.unit for item in fields if item)
        page.rows.append([label, unit, *[None] * len(columns)])
        for column, item in enumerate(fields, start=2):
            if item:
                _fill(page, Spot(row, column, line, item, look(line, item), None, (row, 0), (row, 1)), None)
    _below(page, notes, 2 + len(columns))
    return page


def lengthwise(
    name: str, title: str, lines: Sequence[Line], fields: Sequence[Field], look: Look, *, label: str
) -> Page:
    """Lay out one figure a line, as systems export it."""
    page = Page(name, [[title], [label, "指标名称", "期间", "口径", "计量单位", "数值", "备注"]])
    for line in lines:
        for item in fields:
            row = len(page.rows)
            words = item.heading[1] if len(item.heading) > 1 else "期末"
            page.rows.append([line.label, item.heading[0], item.period.label(), words, item.unit, None, None])
            _fill(page, Spot(row, 5, line, item, look(line, item), (row, 0), (row, 1), (row, 4)), None)
    return page

"""A table before it is written: cells in a matrix, and the widths that make it fit the page.

Widths are measured with the carried font, so what fits is known before Typst
runs: first smaller type, then wrapped cells, at last the columns are split into
parts that each repeat the leading columns.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from incuanalysis.publishing.typst.fonts import text_width
from incuanalysis.publishing.typst.markup import Code, sequence
from incuanalysis.publishing.typst.sheet import A4, Sheet

__all__ = ["INSET", "PADDING", "Cell", "Grid", "Part", "fit", "is_number", "number_tail", "tail_width"]

#: White space on either side of a cell's text, in points.
INSET = 4.5
#: White space above and below.
PADDING = 4.1
#: Width of a note's mark behind a cell's text, in em.
MARK = 0.8
_SPLIT_SIZE = 8.0
# What a column that takes the spare width is given at least, in em, before the others are wrapped.
_GROWN = 14.0
_NUMBER = re.compile(r"[^\w]{0,3}\d[\d,，]*(?:\.\d+)?(?:[eE][-+]?\d+)?\s*(?:%|‰|[a-zA-Z\u4e00-\u9fff]{0,3})")
_BLANK = frozenset(
    {"", "-", "–", "—", "——", "…", "...", "/", "NaN", "nan", "NaT", "None", "<NA>", "n/a", "NA", "inf", "-inf", "〓"}
)
_TOKEN = re.compile(r"[!-~]+")


@dataclass(frozen=True, eq=False)
class Cell:
    """One cell; it may stand at several neighbouring places of the matrix.

    Attributes
    ----------
    text
        Its text, for measuring and aligning.
    content
        What is shown: text or code.
    head
        Whether it names its row or column.
    marks
        Numbers of the notes that are called behind the text.
    tone
        ``good``, ``warn``, ``bad``, ``muted``, or empty.
    """

    text: str
    content: str
    head: bool = False
    marks: tuple[int, ...] = ()
    tone: str = ""


@dataclass
class Grid:
    """A table.

    Attributes
    ----------
    head, rows
        Rows of cells; every row has the same number of places.
    aligns
        One of ``left``, ``right``, ``center`` and ``decimal`` for each column.
    stub
        How many leading columns name the rows and are repeated where columns are split.
    shaded
        Rows of the body that are set off.
    number, caption, notes
        What stands around it; ``number`` is ``None`` for a table without one.
    grow
        The column that takes the width which the others leave, if one is to.
    serif
        Whether the cells are set in the serif.
    """

    head: list[list[Cell]]
    rows: list[list[Cell]]
    aligns: list[str]
    stub: int = 1
    shaded: frozenset[int] = frozenset()
    number: str | None = None
    caption: str | Code = ""
    notes: list[str] = field(default_factory=list)
    grow: int | None = None
    serif: bool = False

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.aligns)

    def caption_of(self, continued: str = "") -> str | Code | None:
        """Return what stands above the table beside its number; ``None`` where there is neither."""
        if self.caption and self.number is None and continued:
            return sequence([self.caption, continued])
        return self.caption or ("" if self.number is not None else None)

    def width_of(self, text: str, *, bold: bool = False) -> float:
        """Return the width of a cell's text in em; headings are in the sans in any style."""
        return text_width(text, bold=bold, serif=self.serif and not bold)


@dataclass(frozen=True)
class Part:
    """Columns that stand together on the page.

    Attributes
    ----------
    columns
        Places in the grid.
    widths
        In points.
    size
        Of the type, in points.
    """

    columns: list[int]
    widths: list[float]
    size: float


def is_number(text: str) -> bool:
    """Tell whether a cell's text is a number, with sign, grouping and a short unit.

    Examples
    --------
    >>> [is_number(text) for text in ("1,234.5", "-3%", "12家", "表2", "2023年上半年")]
    [True, True, True, False, False]
    """
    return bool(_NUMBER.fullmatch(text.strip())) or text.strip() in _BLANK


def number_tail(text: str) -> str:
    """Return what follows a number's whole part, so that columns can be aligned there.

    Examples
    --------
    >>> number_tail("1,234.50%")
    '.50%'
    """
    found = re.match(r"[^\d]*[\d,，]*", text.strip())
    return text.strip()[found.end() :] if found else ""


def tail_width(grid: Grid, column: int, cell: Cell) -> float:
    """Return the width in em of what hangs behind the line that a column's numbers are aligned at.

    That is what follows a number's whole part in a ``decimal`` column, and the marks of notes.
    """
    tail = 0.0
    if grid.aligns[column] == "decimal" and is_number(cell.text):
        tail = grid.width_of(number_tail(cell.text))
    return tail + MARK * len(cell.marks)


def fit(grid: Grid, width: float | None = None, sheet: Sheet = A4) -> list[Part]:
    """Choose type size and widths, and split the columns where nothing else helps.

    Parameters
    ----------
    grid
        The table.
    width
        The room in points; by default the width of the sheet's text area.
    sheet
        Says the sizes that may be taken.
    """
    width = sheet.width if width is None else width
    natural, least = _measures(grid)
    everything = list(range(grid.columns))
    for size in (size for size in sheet.table_sizes if size >= sheet.comfortable):
        if sum(natural) * size + 2 * INSET * grid.columns <= width:
            widths = [n * size + 2 * INSET for n in natural]
            return [Part(everything, _spread(widths, width, grid.grow), size)]
    if grid.grow is not None and 0 <= grid.grow < grid.columns:
        # One column of text beside short ones: the short ones are not wrapped as long as the text has some room.
        wanted = [*natural]
        wanted[grid.grow] = max(least[grid.grow], min(natural[grid.grow], _GROWN))
        for size in sheet.table_sizes:
            if sum(wanted) * size + 2 * INSET * grid.columns <= width:
                widths = [w * size + 2 * INSET for w in wanted]
                return [Part(everything, _spread(widths, width, grid.grow), size)]
    for size in sheet.table_sizes:
        if sum(least) * size + 2 * INSET * grid.columns <= width:
            return [Part(everything, _share(natural, least, size, width), size)]
    return _split(grid, natural, least, width)


def _measures(grid: Grid) -> tuple[list[float], list[float]]:
    """Return each column's natural and least width in em of the type, from the cells that span no others."""
    natural = [1.0] * grid.columns
    least = [1.0] * grid.columns
    for part, rows in ((True, grid.head), (False, grid.rows)):
        for row in rows:
            for place, cell in enumerate(row):
                if not cell.text or _spans(row, place):
                    continue
                wide = max((grid.width_of(line, bold=part) for line in cell.text.split("\n")), default=0.0)
                wide += MARK * len(cell.marks)
                narrow = wide if not part and is_number(cell.text) else min(wide, _least(grid, cell.text, part))
                # A long heading over short numbers is broken rather than given room.
                wanted = narrow if part and wide > 6 else wide
                natural[place] = max(natural[place], wanted)
                least[place] = max(least[place], narrow)
    for place in range(grid.columns):
        # Numbers stand with their points below each other: the longest whole part and the longest rest make the width.
        aligned = _aligned_width(grid, place)
        natural[place], least[place] = max(natural[place], aligned), max(least[place], aligned)
    # A little room for what the measure does not know, such as stretched or compressed punctuation.
    return [n * 1.02 + 0.1 for n in natural], [n * 1.02 + 0.1 for n in least]


def _aligned_width(grid: Grid, column: int) -> float:
    if grid.aligns[column] != "decimal":
        return 0.0
    numbers = [row[column] for row in grid.rows if is_number(row[column].text) and not _spans(row, column)]
    tails = [tail_width(grid, column, cell) for cell in numbers]
    wholes = [
        grid.width_of(cell.text) + MARK * len(cell.marks) - tail for cell, tail in zip(numbers, tails, strict=True)
    ]
    return max(wholes, default=0.0) + max(tails, default=0.0)


def _spans(row: list[Cell], place: int) -> bool:
    return (place > 0 and row[place - 1] is row[place]) or (place + 1 < len(row) and row[place + 1] is row[place])


def _least(grid: Grid, text: str, head: bool) -> float:
    """Return the width that a text can be wrapped into: its longest word, some Han, or a third of it."""
    word = max((grid.width_of(run[0], bold=head) for run in _TOKEN.finditer(text)), default=0.0)
    if any(unicodedata.east_asian_width(character) in "WF" for character in text):
        word = max(word, 4.0)
    share = min(grid.width_of(text, bold=head) / (3 if head else 6), 8.0 if head else 12.0)
    return max(min(word, 14.0), share, 2.0)


def _spread(widths: list[float], width: float, grow: int | None = None) -> list[float]:
    """Give a table of some width the whole line; leave a small one small."""
    total = sum(widths)
    if grow is not None and 0 <= grow < len(widths):
        return [w + (width - total if place == grow else 0.0) for place, w in enumerate(widths)]
    if len(widths) < 3 and total < 0.5 * width:
        return [w * min(1.6, 0.62 * width / total) for w in widths]
    if total < 0.33 * width:
        return [w * 1.8 for w in widths]
    # Half in proportion and half to all alike, lest a long first column takes everything.
    extra = width - total
    return [w + extra * (0.5 * w / total + 0.5 / len(widths)) for w in widths]


def _share(natural: list[float], least: list[float], size: float, width: float) -> list[float]:
    """Start from the least widths and share what is left by how much each column lacks."""
    room = width - 2 * INSET * len(least) - sum(least) * size
    # The root keeps one very long column from starving the others.
    lacking = [max(n - small, 0.0) ** 0.5 for n, small in zip(natural, least, strict=True)]
    total = sum(lacking) or 1.0
    return [
        small * size + 2 * INSET + room * (lack / total if any(lacking) else 1 / len(least))
        for small, lack in zip(least, lacking, strict=True)
    ]


def _split(grid: Grid, natural: list[float], least: list[float], width: float) -> list[Part]:
    size = _SPLIT_SIZE
    wanted = [
        min(n * size + 2 * INSET, max(small * size + 2 * INSET, 0.3 * width))
        for n, small in zip(natural, least, strict=True)
    ]
    wanted = [min(w, 0.45 * width) for w in wanted]
    stub = min(grid.stub, grid.columns - 1)
    if sum(wanted[:stub]) > 0.6 * width:
        wanted[:stub] = [w * 0.6 * width / sum(wanted[:stub]) for w in wanted[:stub]]
    leading = list(range(stub))
    base = sum(wanted[:stub])
    groups: list[list[int]] = [[]]
    used = base
    for place in range(stub, grid.columns):
        if groups[-1] and used + wanted[place] > width:
            groups.append([])
            used = base
        groups[-1].append(place)
        used += wanted[place]
    parts = []
    for group in groups:
        columns = leading + group
        widths = [wanted[place] for place in columns]
        if sum(widths) > 0.7 * width:
            widths = _spread(widths, width)
        parts.append(Part(columns, widths, size))
    return parts

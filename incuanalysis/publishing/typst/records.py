"""A table for a narrow screen: row by row, each with its name and one line for each of its values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.publishing.typst.fonts import text_width
from incuanalysis.publishing.typst.glyphs import break_long
from incuanalysis.publishing.typst.grid import Cell, Grid, is_number
from incuanalysis.publishing.typst.markup import Code, call, sequence
from incuanalysis.publishing.typst.spec import dressed

if TYPE_CHECKING:
    from incuanalysis.publishing.typst.draft import Draft

__all__ = ["write_records"]

# Longer runs without a place to break do not fit beside their label.
_LONGEST_RUN = 18
# Width in em of a value that fits beside its label.
_SHORT = 9.0


def write_records(draft: Draft, grid: Grid) -> list[Code]:
    """Return a table as records: nothing is left out, only set otherwise.

    Parameters
    ----------
    draft
        The report being written.
    grid
        A table with a heading.
    """
    named = _naming(grid)
    labels = [_label(grid, column) for column in range(grid.columns)]
    records = []
    for row in grid.rows:
        lines = [
            [labels[column], _content(row[column]), _is_short(row[column])]
            for column in range(named, grid.columns)
            if row[column].text or labels[column]
        ]
        records.append([sequence(_name(row[:named])), lines])
    return [
        call(
            "records",
            records,
            shaded=sorted(grid.shaded),
            number=grid.number,
            caption=grid.caption_of(),
            supplement=draft.words.table,
            separator=draft.words.separator,
            notes=grid.notes,
        )
    ]


def _is_short(cell: Cell) -> bool:
    """Tell what stands at the right of its label; longer texts are set from the left."""
    return "\n" not in cell.text and text_width(cell.text) <= _SHORT


def _naming(grid: Grid) -> int:
    """Count the leading columns that name a row: the first with words, and what numbers it before that."""
    for column in range(min(2, grid.columns - 1)):
        texts = [row[column].text for row in grid.rows]
        if not all(map(is_number, texts)):
            return column + 1
    return 1


def _label(grid: Grid, column: int) -> str:
    """Return a column's heading with those above it; the same one twice is said once."""
    texts: list[str] = []
    for row in grid.head:
        if row[column].text and row[column].text not in texts:
            texts.append(row[column].text)
    return "·".join(texts)


def _name(cells: list[Cell]) -> list[str]:
    written: list[str] = []
    for cell in cells:
        if cell.text:
            written += ["\u3000", _content(cell)] if written else [_content(cell)]
    return written or ["—"]


def _content(cell: Cell) -> str:
    content = cell.content
    return dressed(cell, content if isinstance(content, Code) else break_long(content, _LONGEST_RUN))

"""How wide a table's columns are and how large its type is, measured before Word ever sees it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incuanalysis.publishing.typst.fonts import text_width

if TYPE_CHECKING:
    from incuanalysis.publishing.tabledata import TableData

__all__ = ["PADDING", "Fit", "fit_columns", "is_number", "number_tail"]

#: White space on either side of a cell's text, in points.
PADDING = 4.0
_RUN = re.compile(r"[!-~]+")
_LARGEST_WORD = 10.0
_NUMBER = re.compile(r"[^\w]{0,3}\d[\d,，]*(?:\.\d+)?\s*\D{0,4}")


@dataclass(frozen=True)
class Fit:
    """Widths of columns and size of type, both in points."""

    widths: tuple[float, ...]
    size: float


def is_number(text: str) -> bool:
    """Tell whether a cell's text is a number, with sign, grouping and a short unit.

    Examples
    --------
    >>> [is_number(text) for text in ("1,234.5", "-3%", "12家", "未报", "")]
    [True, True, True, False, False]
    """
    return bool(_NUMBER.fullmatch(text.strip()))


def number_tail(text: str) -> str:
    """Return what follows a number's whole part, so that decimal points can stand under each other.

    Examples
    --------
    >>> [number_tail(text) for text in ("35.0%", "1,234", "未报")]
    ['.0%', '', '']
    """
    stripped = text.strip()
    if not is_number(stripped):
        return ""
    found = re.match(r"[^\d]*[\d,，]*", stripped)
    return stripped[found.end() :] if found else ""


def fit_columns(table: TableData, width: float, sizes: tuple[float, ...]) -> Fit:
    """Choose the largest type at which nothing has to break that should not, and share out the width.

    Parameters
    ----------
    table
        The table.
    width
        Room in points.
    sizes
        Of type, in points, the one wished for first.
    """
    natural, least = _measures(table)
    spaces = 2 * PADDING * len(natural)
    size = next((s for s in sizes if sum(natural) * s + spaces <= width), 0.0)
    if not size:
        size = next((s for s in sizes if sum(least) * s + spaces <= width), sizes[-1])
    wanted = [n * size + 2 * PADDING for n in natural]
    narrow = [n * size + 2 * PADDING for n in least]
    if sum(wanted) <= width:
        return Fit(_spread(wanted, width, table.grow), size)
    room = width - sum(narrow)
    if room <= 0:
        return Fit(tuple(n * width / sum(narrow) for n in narrow), size)
    # The root keeps one very long column from starving the others.
    lacking = [max(n - small, 0.0) ** 0.5 for n, small in zip(wanted, narrow, strict=True)]
    if table.grow is not None:
        lacking = [lack if place != table.grow else lack * 2 for place, lack in enumerate(lacking)]
    total = sum(lacking) or 1.0
    return Fit(tuple(small + room * lack / total for small, lack in zip(narrow, lacking, strict=True)), size)


def _spread(wanted: list[float], width: float, grow: int | None) -> tuple[float, ...]:
    extra = width - sum(wanted)
    if grow is not None:
        return tuple(w + extra * (place == grow) for place, w in enumerate(wanted))
    # Half in proportion and half to all alike, lest a long first column takes everything.
    return tuple(w + extra * (0.5 * w / sum(wanted) + 0.5 / len(wanted)) for w in wanted)


def _measures(table: TableData) -> tuple[list[float], list[float]]:
    """Return each column's natural and least width in em of the type."""
    natural, least = [], []
    for place, column in enumerate(table.columns):
        texts = {row[place].text for row in table.rows}
        body = max((text_width(line) for text in texts for line in text.split("\n")), default=0.0)
        narrow = max((_least(text) for text in texts), default=0.0)
        marks = max((len(row[place].notes) for row in table.rows), default=0) * 0.4
        head = text_width(column.label, bold=True)
        # A long heading over short entries is broken rather than given room.
        needed = min(head, max(_least(column.label), min(head / 2, 6.0)))
        natural.append(max(body + marks, needed, 2.0) + 0.3)
        least.append(max(narrow + marks, min(needed, 4.0), 2.0) + 0.3)
    return natural, least


def _least(text: str) -> float:
    """Return the width that a text can be wrapped into: a number whole, else its longest word, else some Han."""
    wide = max((text_width(line) for line in text.split("\n")), default=0.0)
    if is_number(text):
        return wide
    word = max((text_width(found[0]) for found in _RUN.finditer(text)), default=0.0)
    if any(unicodedata.east_asian_width(character) in "WF" for character in text):
        word = max(word, 4.0)
    return min(wide, word, _LARGEST_WORD)

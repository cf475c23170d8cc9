"""What a report is set on: the page, its text area, and the sizes that depend on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

__all__ = ["A4", "OFFICIAL", "PHONE", "Paper", "Sheet", "sheet_for"]

Paper = Literal["a4", "phone"]


@dataclass(frozen=True)
class Sheet:
    """A page's text area and what hangs on it.

    Attributes
    ----------
    paper
        ``a4`` or ``phone``.
    official
        Whether running text is in the serif, set like a document of an office.
    width, height
        Of the text area in points; the page itself and its margins are the template's.
    wide
        Width of the text area in points where the page is turned; the same as ``width`` where it cannot be.
    table_sizes
        Sizes of type in points that tables are tried in, the largest first.
    comfortable
        The smallest of them that a table is set in without wrapping its cells before the next is tried.
    tallest_figure
        Height in points that no figure exceeds.
    cards
        How many headline numbers may stand side by side.
    """

    paper: Paper
    official: bool
    width: float
    height: float
    wide: float
    table_sizes: tuple[float, ...]
    comfortable: float
    tallest_figure: float
    cards: int

    @property
    def is_phone(self) -> bool:
        """Whether it is for the screen of a telephone."""
        return self.paper == "phone"


#: A4 less the margins set in the template.
A4 = Sheet("a4", False, 459.0, 640.0, 705.0, (9.0, 8.5, 8.0, 7.5, 7.0), 8.0, 520.0, 4)
#: A4 with the margins of an office's document.
OFFICIAL = Sheet("a4", True, 442.0, 636.0, 688.0, (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0), 8.5, 500.0, 4)
#: 90 mm × 195 mm, which a telephone shows without zooming.
PHONE = Sheet("phone", False, 226.0, 480.0, 226.0, (8.5, 8.0, 7.5), 8.0, 400.0, 2)


def sheet_for(paper: Paper, *, official: bool) -> Sheet:
    """Return the sheet of a paper and a style; a telephone has the same for both but the face.

    Examples
    --------
    >>> sheet_for("a4", official=True).width
    442.0
    >>> sheet_for("phone", official=True).official
    True
    """
    if paper == "a4":
        return OFFICIAL if official else A4
    return replace(PHONE, official=official)

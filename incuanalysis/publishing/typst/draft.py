"""The report while it is being written: Typst source by lines, pictures, and what must be carried along."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from incuanalysis.publishing.typst.glyphs import GlyphFilter, plain
from incuanalysis.publishing.typst.markup import Code, call, points
from incuanalysis.publishing.typst.sheet import A4, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from incuanalysis.publishing.typst.images import Picture
    from incuanalysis.publishing.typst.words import Words

__all__ = ["Draft", "Headings"]

_DEEPEST = 6


class Headings:
    """Repairs levels so that the first heading is of level 1 and none is skipped (PDF/UA asks for both).

    The levels as written are kept on a stack; a heading's level is its depth there.

    Examples
    --------
    >>> headings = Headings()
    >>> [headings.level(written) for written in (2, 4, 3, 2, 5)]
    [1, 2, 2, 1, 2]
    """

    def __init__(self) -> None:
        self._open: list[int] = []
        self.first: str = ""

    def level(self, written: int, text: str = "") -> int:
        """Return the repaired level of the next heading.

        Parameters
        ----------
        written
            The level in the notebook; 0 for the report's title.
        text
            The heading's text; the first one serves as a title where there is no other.
        """
        while self._open and self._open[-1] >= written:
            self._open.pop()
        self._open.append(written)
        self.first = self.first or text
        return min(len(self._open), _DEEPEST)


@dataclass
class Draft:
    """One report being written.

    Parameters
    ----------
    words
        The language's words.
    folder
        The notebook's folder, the only one that pictures are read from.
    glyphs
        What cleans the text.
    sheet
        The page that is written for.

    Attributes
    ----------
    lines
        Source of the body, one block a line.
    origins
        For each line, what part of the notebook it comes from.
    pictures
        File name → SVG.
    refused_pictures
        Pictures that Typst could not read; their alternative text is shown.
    warnings
        What could not be shown as it was meant.
    letterhead
        What an office's document says of itself (``application/vnd.incu.document+json``); else empty.
    annex
        Label of the annex that is being written; empty before the first.
    """

    words: Words
    folder: Path | None = None
    glyphs: GlyphFilter = field(default_factory=GlyphFilter)
    refused_pictures: frozenset[str] = frozenset()
    headings: Headings = field(default_factory=Headings)
    lines: list[Code] = field(default_factory=list)
    origins: list[str] = field(default_factory=list)
    pictures: dict[str, str] = field(default_factory=dict)
    title: str = ""
    issuer: str = ""
    badges: list[str] = field(default_factory=list)
    origin: str = ""
    adaptable_figures: int = 0
    sheet: Sheet = A4
    letterhead: Mapping[str, Any] = field(default_factory=dict)
    annex: str = ""
    warnings: list[str] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)
    _labels: int = 0

    @property
    def chinese(self) -> bool:
        """Whether paragraphs are set in the Chinese way."""
        return self.words.region == "CN"

    @property
    def internal(self) -> bool:
        """Whether the document is the internal version."""
        return self.letterhead.get("version") == "internal"

    def add(self, *blocks: Code) -> None:
        """Add blocks of the body, each on a line of its own."""
        for block in blocks:
            self.lines.append(block)
            self.origins.append(self.origin)

    def text(self, text: object) -> str:
        """Return running text with every character that cannot be set replaced."""
        return self.glyphs.text("" if text is None else str(text))

    def label(self) -> str:
        """Return a new label's name."""
        self._labels += 1
        return f"note-{self._labels}"

    def picture(
        self,
        picture: Picture,
        alternative: str,
        *,
        widest: float | None = None,
        highest: float | None = None,
        em: float = 0.0,
        width: Code | None = None,
    ) -> Code:
        """Take a picture up and return the code that shows it, no larger than it may be.

        Parameters
        ----------
        picture
            The picture.
        alternative
            Its alternative text; a general sentence stands in for an empty one.
        widest, highest
            Limits in points; by default the sheet's.
        em
            For a picture measured in em, the size of the text in points.
        width
            Code for the width, where it is not to be worked out here.
        """
        unit = em or 1.0
        widest, highest = widest or self.sheet.width, min(highest or self.sheet.height, self.sheet.height)
        scale = min(1.0, widest / (picture.width * unit), highest / (picture.height * unit))
        # Under a name that depends on the content's order only, so that the same notebook gives the same bytes.
        source = self.glyphs_in(picture.svg)
        name = self._names.setdefault(source, f"picture-{len(self._names) + 1}.svg")
        if name in self.refused_pictures:
            return call("missing-picture", self.text(f"[{self.words.picture_missing}{self.words.colon}{alternative}]"))
        self.pictures[name] = source
        shown = plain(alternative) or self.words.picture
        if width is None:
            width = Code(f"{picture.width * scale:.3f}em") if em else points(picture.width * scale)
        return call("image", name, alt=shown, width=width)

    def glyphs_in(self, svg: str) -> str:
        """Replace what cannot be set in an SVG that has text."""
        return svg if "<text" not in svg else self.glyphs.markup(svg)

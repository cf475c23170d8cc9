"""What can be shown: items that know the region and period they were made for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from matplotlib.figure import Figure as MplFigure

__all__ = [
    "Cell",
    "Chart",
    "Column",
    "Heading",
    "Headline",
    "Headlines",
    "Item",
    "Prose",
    "Remark",
    "Stamp",
    "Table",
    "Title",
]


@dataclass(frozen=True)
class Stamp:
    """The region id and period that something was made for."""

    region: str
    period: str


@dataclass(frozen=True)
class Item(ABC):
    """Base of all items: a stamp, and a bundle of MIME types."""

    stamp: Stamp
    kind: ClassVar[str] = ""

    @abstractmethod
    def bundle(self) -> dict[str, Any]:
        """Return MIME type → content."""

    def details(self) -> dict[str, Any]:
        """Return what the output's metadata says of this item beside kind, region and period."""
        return {}


@dataclass(frozen=True)
class Chart(Item):
    """A figure with a caption that says the finding, and an alternative text from the same numbers."""

    figure: MplFigure
    caption: str
    alt: str
    note: str = ""
    kind: ClassVar[str] = "figure"

    def bundle(self) -> dict[str, Any]:
        """Return the drawing as SVG, with the alternative text."""
        from incuanalysis.display.theme import to_svg

        return {"image/svg+xml": to_svg(self.figure), "text/plain": self.alt}

    def details(self) -> dict[str, Any]:
        """Return what the metadata say beside the stamp."""
        return {"caption": self.caption, "alt": self.alt, "note": self.note}


@dataclass(frozen=True)
class Column:
    """A table's column: key in the rows, label, alignment and unit; neighbours of one ``group`` stand under a common heading."""

    key: str
    label: str
    align: str = "left"
    unit: str = ""
    group: str = ""


@dataclass(frozen=True)
class Cell:
    """A table's cell that is more than a text.

    Parameters
    ----------
    text
        As printed.
    value, unit
        The number that the text prints, in the unit printed: 35.0 and ``%`` for ``35.0%``.
    format
        How a spreadsheet writes the value so that it reads as printed, such as ``0.0"%"``.
    trace
        Id of the trace that says where the number comes from.
    tone
        ``good``, ``warn``, ``bad`` or ``muted``; the text says the same, so that nothing hangs on colour.
    notes
        Numbers of the table's notes, from 1.
    """

    text: str
    value: float | None = None
    unit: str = ""
    format: str = ""
    trace: str = ""
    tone: str = ""
    notes: tuple[int, ...] = ()

    def __str__(self) -> str:
        """Return the text as printed."""
        return self.text

    def details(self) -> dict[str, Any]:
        """Return what the cell says beside its text."""
        said = {
            "value": self.value,
            "unit": self.unit,
            "format": self.format,
            "trace": self.trace,
            "tone": self.tone,
            "note": list(self.notes),
        }
        return {name: value for name, value in said.items() if value not in (None, "", [])}


@dataclass(frozen=True)
class Table(Item):
    """A table whose cells are text already written for the reader, some with the number behind the text.

    ``annex`` is the label of an annex (附件1), which begins a page of its own; ``landscape`` turns that page. ``sortable``
    and ``searchable`` are for screens; ``grow`` is the column that takes up spare width.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str | Cell, ...], ...]
    emphasis: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    annex: str = ""
    landscape: bool = False
    sortable: bool = False
    searchable: bool = False
    grow: int | None = None
    kind: ClassVar[str] = "table"

    def spec(self) -> dict[str, Any]:
        """Return the JSON that every output format is made from; what is not used is left out."""
        columns = [
            {"key": c.key, "label": c.label, "align": c.align, "unit": c.unit} | ({"group": c.group} if c.group else {})
            for c in self.columns
        ]
        cells = [
            {"row": down, "col": across, **details}
            for down, row in enumerate(self.rows)
            for across, cell in enumerate(row)
            if isinstance(cell, Cell) and (details := cell.details())
        ]
        more = {
            "cells": cells,
            "annex": self.annex,
            "landscape": self.landscape,
            "sortable": self.sortable,
            "searchable": self.searchable,
            "grow": self.grow,
        }
        return {
            "caption": self.caption,
            "columns": columns,
            "rows": [[str(cell) for cell in row] for row in self.rows],
            "emphasis": list(self.emphasis),
            "notes": list(self.notes),
            **{name: value for name, value in more.items() if value or (value == 0 and value is not False)},
        }

    def bundle(self) -> dict[str, Any]:
        """Return the MIME bundle (docs/architecture.md)."""
        labels = [f"{c.label}（{c.unit}）" if c.unit else c.label for c in self.columns]
        head = "".join(f"<th>{escape(label)}</th>" for label in labels)
        body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in self.rows)
        plain = "\n".join("\t".join(map(str, row)) for row in [labels, *self.rows])
        return {
            "application/vnd.incu.table+json": self.spec(),
            "text/html": f"<table><caption>{escape(self.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>",
            "text/plain": f"{self.caption}\n{plain}",
        }

    def details(self) -> dict[str, Any]:
        """Return what the metadata say beside the stamp."""
        return {"caption": self.caption}


@dataclass(frozen=True)
class Prose(Item):
    """Paragraphs in Markdown."""

    text: str
    kind: ClassVar[str] = "prose"

    def bundle(self) -> dict[str, Any]:
        """Return the MIME bundle (docs/architecture.md)."""
        return {"text/markdown": self.text, "text/plain": self.text}


@dataclass(frozen=True)
class Remark(Prose):
    """A remark on data or method, set smaller."""

    kind: ClassVar[str] = "remark"


@dataclass(frozen=True)
class Heading(Item):
    """A section's heading."""

    text: str
    level: int = 2
    kind: ClassVar[str] = "heading"

    def bundle(self) -> dict[str, Any]:
        """Return the MIME bundle (docs/architecture.md)."""
        return {"text/markdown": f"{'#' * self.level} {self.text}", "text/plain": self.text}


@dataclass(frozen=True)
class Headline:
    """One headline number: the value, and the text as printed."""

    id: str
    label: str
    value: float | None
    unit: str
    text: str
    change: str = ""
    note: str = ""


@dataclass(frozen=True)
class Headlines(Item):
    """The row of headline numbers; the JSON beside a report lists them."""

    numbers: tuple[Headline, ...] = field(default_factory=tuple)
    kind: ClassVar[str] = "headline"

    def bundle(self) -> dict[str, Any]:
        """Return the MIME bundle (docs/architecture.md)."""
        spec = [vars(number) for number in self.numbers]
        html = "".join(
            f"<td><small>{escape(n.label)}</small><br><b>{escape(n.text)}</b><br><small>{escape(n.change)}</small></td>"
            for n in self.numbers
        )
        plain = "\n".join(f"{n.label}: {n.text} {n.change}".rstrip() for n in self.numbers)
        return {
            "application/vnd.incu.headline+json": spec,
            "text/html": f"<table><tr>{html}</tr></table>",
            "text/plain": plain,
        }


@dataclass(frozen=True)
class Title(Item):
    """The title block with the findings that a reader must know."""

    title: str
    subtitle: str = ""
    issuer: str = ""
    findings: tuple[str, ...] = ()
    badges: tuple[str, ...] = ()
    kind: ClassVar[str] = "title"

    def bundle(self) -> dict[str, Any]:
        """Return the MIME bundle (docs/architecture.md)."""
        spec = {
            "title": self.title,
            "subtitle": self.subtitle,
            "issuer": self.issuer,
            "findings": list(self.findings),
            "badges": list(self.badges),
        }
        findings = "".join(f"<li>{escape(finding)}</li>" for finding in self.findings)
        return {
            "application/vnd.incu.title+json": spec,
            "text/html": f"<h1>{escape(self.title)}</h1><p>{escape(self.subtitle)}</p><ol>{findings}</ol>",
            "text/plain": "\n".join([self.title, self.subtitle, *self.findings]),
        }

"""What makes a report a document of an office: letterhead, main recipient, closing, traces, a box to confirm or object."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from html import escape
from typing import Any, ClassVar, Literal

from incuanalysis.display.items import Item

__all__ = ["Closing", "Letterhead", "OpinionBox", "Salutation", "Trace", "TraceCell", "Traces"]

_TYPE = "application/vnd.incu.{}+json"
STATES = {"draft": "草稿", "review": "送审稿", "issued": ""}


@dataclass(frozen=True)
class Letterhead(Item):
    """The head of a bureau's document, and what holds for all its pages; the first item that such a document shows.

    Parameters
    ----------
    issuer
        The office's full name.
    kind_name
        What the document is called: 月度监测简报.
    style
        ``official`` is set like a document of an office, ``plain`` like any report.
    issue
        Number of the issue as printed, 2023年第9期.
    number, signer
        文号 and 签发人: empty until given.
    date
        Date of issue as printed; empty until given.
    state
        ``draft`` and ``review`` are marked on every page.
    version
        ``internal`` is marked on every page.
    to, cc
        主送 and 抄送.
    unit
        Name of the unit that the document is about, where it is about one.
    """

    issuer: str
    kind_name: str
    style: Literal["official", "plain"] = "official"
    issue: str = ""
    number: str = ""
    signer: str = ""
    date: str = ""
    state: Literal["draft", "review", "issued"] = "draft"
    version: Literal["published", "internal"] = "published"
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    contact: str = ""
    demo: bool = False
    unit: str = ""
    kind: ClassVar[str] = "letterhead"

    def bundle(self) -> dict[str, Any]:
        """Return the MIME bundle (docs/architecture.md)."""
        spec = {name: value for name, value in asdict(self).items() if name != "stamp"}
        spec |= {"to": list(self.to), "cc": list(self.cc)}
        lines = [self.issuer, self.kind_name, self.issue, self.number, STATES[self.state]]
        said = [line for line in lines if line]
        return {
            _TYPE.format("document"): spec,
            "text/html": "".join(f"<p>{escape(line)}</p>" for line in said),
            "text/plain": "\n".join(said),
        }


@dataclass(frozen=True)
class Salutation(Item):
    """The line that names the main recipients."""

    text: str
    kind: ClassVar[str] = "salutation"

    def bundle(self) -> dict[str, Any]:
        """Return the MIME bundle (docs/architecture.md)."""
        return {
            _TYPE.format("salutation"): {"text": self.text},
            "text/html": f"<p>{escape(self.text)}</p>",
            "text/plain": self.text,
        }


@dataclass(frozen=True)
class Closing(Item):
    """Issuer and date at the end, copies below."""

    issuer: str
    date: str = ""
    cc: tuple[str, ...] = ()
    contact: str = ""
    kind: ClassVar[str] = "closing"

    def bundle(self) -> dict[str, Any]:
        """Return the MIME bundle (docs/architecture.md)."""
        spec = {"issuer": self.issuer, "date": self.date, "cc": list(self.cc), "contact": self.contact}
        said = [self.issuer, self.date, f"抄送：{'，'.join(self.cc)}。" if self.cc else "", self.contact]
        said = [line for line in said if line]
        return {
            _TYPE.format("closing"): spec,
            "text/html": "".join(f"<p>{escape(line)}</p>" for line in said),
            "text/plain": "\n".join(said),
        }


@dataclass(frozen=True)
class TraceCell:
    """One cell that a number rests on."""

    file: str
    sheet: str = ""
    cell: str = ""
    source: str = ""
    recorded_at: str = ""
    value: str = ""


@dataclass(frozen=True)
class Trace:
    """Where one number comes from: its cells, or the steps that made it of others."""

    id: str
    label: str
    value: str
    how: str = ""
    cells: tuple[TraceCell, ...] = ()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Traces(Item):
    """The list that the numbers of tables link to."""

    title: str
    traces: tuple[Trace, ...]
    kind: ClassVar[str] = "traces"

    def bundle(self) -> dict[str, Any]:
        """Return the MIME bundle (docs/architecture.md)."""
        spec = {"title": self.title, "traces": [_listed(trace) for trace in self.traces]}
        lines = [f"{trace.label}\t{trace.value}\t{trace.how}" for trace in self.traces]
        return {
            _TYPE.format("traces"): spec,
            "text/html": "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>",
            "text/plain": "\n".join([self.title, *lines]),
        }


def _listed(trace: Trace) -> dict[str, Any]:
    return asdict(trace) | {"cells": [asdict(cell) for cell in trace.cells], "steps": list(trace.steps)}


@dataclass(frozen=True)
class OpinionBox(Item):
    """A box to be filled in by hand: confirm, or object with reasons."""

    lead: str
    options: tuple[str, ...] = ("确认无误", "有异议")
    fields: tuple[str, ...] = ("异议事项", "理由和依据", "经办人", "负责人", "日期", "盖章")
    kind: ClassVar[str] = "opinion"

    def bundle(self) -> dict[str, Any]:
        """Return the MIME bundle (docs/architecture.md)."""
        spec = {"lead": self.lead, "options": list(self.options), "fields": list(self.fields)}
        said = [self.lead, "  ".join(f"□{option}" for option in self.options), *(f"{name}：" for name in self.fields)]
        return {
            _TYPE.format("opinion"): spec,
            "text/html": "".join(f"<p>{escape(line)}</p>" for line in said),
            "text/plain": "\n".join(said),
        }

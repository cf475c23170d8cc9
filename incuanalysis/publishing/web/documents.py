"""What makes a page a document of an office: letterhead, closing, the list of traces, the box for an opinion."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from incuanalysis.publishing.web.outline import Outline
from incuanalysis.publishing.web.tables import TABLE, traces_of

__all__ = [
    "CLOSING",
    "LETTERHEAD",
    "OPINION",
    "SALUTATION",
    "TRACES",
    "ClosingView",
    "LetterheadView",
    "OpinionView",
    "TraceBook",
    "TraceView",
]

LETTERHEAD = "application/vnd.incu.document+json"
SALUTATION = "application/vnd.incu.salutation+json"
CLOSING = "application/vnd.incu.closing+json"
TRACES = "application/vnd.incu.traces+json"
OPINION = "application/vnd.incu.opinion+json"

# fields of the opinion box that people fill with sentences
_LONG_FIELDS = ("事项", "理由", "依据", "意见", "grounds", "reason", "claim")
_STATES = ("draft", "review")


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _texts(values: object) -> tuple[str, ...]:
    return tuple(_text(value) for value in values if value) if isinstance(values, list | tuple) else ()


@dataclass(frozen=True)
class LetterheadView:
    """The head of the page; ``state`` is ``draft``, ``review`` or empty."""

    issuer: str
    kind_name: str
    official: bool = True
    issue: str = ""
    number: str = ""
    signer: str = ""
    date: str = ""
    state: str = ""
    internal: bool = False
    demo: bool = False

    @classmethod
    def from_spec(cls, spec: dict[str, Any]) -> LetterheadView:
        """Read a ``letterhead`` item (docs/architecture.md)."""
        state = _text(spec.get("state"))
        return cls(
            _text(spec.get("issuer")),
            _text(spec.get("kind_name")),
            spec.get("style", "official") == "official",
            _text(spec.get("issue")),
            _text(spec.get("number")),
            _text(spec.get("signer")),
            _text(spec.get("date")),
            state if state in _STATES else "",
            spec.get("version") == "internal",
            bool(spec.get("demo")),
        )


@dataclass(frozen=True)
class ClosingView:
    """Issuer and date at the end, and who gets copies."""

    issuer: str
    date: str = ""
    copies: tuple[str, ...] = ()
    contact: str = ""

    @classmethod
    def from_spec(cls, spec: dict[str, Any]) -> ClosingView:
        """Read a ``closing`` item."""
        return cls(
            _text(spec.get("issuer")), _text(spec.get("date")), _texts(spec.get("cc")), _text(spec.get("contact"))
        )


@dataclass(frozen=True)
class OpinionView:
    """A form to be filled in by hand; each field with whether it wants a long answer."""

    lead: str
    options: tuple[str, ...]
    fields: tuple[tuple[str, bool], ...]

    @classmethod
    def from_spec(cls, spec: dict[str, Any]) -> OpinionView:
        """Read an ``opinion`` item."""
        fields = _texts(spec.get("fields"))
        marked = tuple((name, any(word in name.lower() for word in _LONG_FIELDS)) for name in fields)
        return cls(_text(spec.get("lead")), _texts(spec.get("options")), marked)


@dataclass(frozen=True)
class TraceView:
    """Where one number comes from, with its own id and those of the cells that print the number."""

    anchor: str
    label: str
    value: str
    how: str
    cells: tuple[dict[str, str], ...]
    steps: tuple[str, ...]
    back: tuple[str, ...]


@dataclass
class TraceBook:
    """The ids of a page's traces and of the cells that rest on them, known before anything is written.

    Parameters
    ----------
    anchors
        Trace → the id of its entry in the list.
    references
        Trace → the ids of the cells that link to it, in reading order.
    """

    anchors: dict[str, str] = field(default_factory=dict)
    references: dict[str, list[str]] = field(default_factory=dict)
    _linked: dict[str, int] = field(default_factory=dict)
    _listed: set[str] = field(default_factory=set)

    def scan(self, bundles: list[dict[str, Any]], outline: Outline) -> None:
        """Take ids for all traces of the outputs, and for the cells that link to them."""
        for bundle in bundles:
            if isinstance(bundle.get(TRACES), dict):
                for trace in _listed(bundle[TRACES]):
                    name = _text(trace.get("id"))
                    if name and name not in self.anchors:
                        plain = name if name.isascii() and name.replace("-", "").isalnum() else "trace"
                        self.anchors[name] = outline.unique(plain)
        for bundle in bundles:
            if isinstance(bundle.get(TABLE), dict):
                for name in traces_of(bundle[TABLE]):
                    if name in self.anchors:
                        taken = self.references.setdefault(name, [])
                        taken.append(outline.unique(f"{self.anchors[name]}-from-{len(taken) + 1}"))

    def link(self, trace: str) -> tuple[str, str]:
        """Return the id to link to and the linking cell's own; asked in the order of :meth:`scan`."""
        if trace not in self.anchors:
            return "", ""
        count = self._linked[trace] = self._linked.get(trace, 0) + 1
        ids = self.references.get(trace, [])
        return self.anchors[trace], ids[count - 1] if count <= len(ids) else ""

    def views(self, spec: dict[str, Any]) -> list[TraceView]:
        """Read a ``traces`` item; a trace that is listed twice keeps its id for the first time."""
        views = []
        for trace in _listed(spec):
            name = _text(trace.get("id"))
            first = name not in self._listed
            self._listed.add(name)
            cells = [cell for cell in trace.get("cells") or [] if isinstance(cell, dict)]
            views.append(
                TraceView(
                    self.anchors.get(name, "") if first else "",
                    _text(trace.get("label")),
                    _text(trace.get("value")),
                    _text(trace.get("how")),
                    tuple({key: _text(value) for key, value in cell.items()} for cell in cells),
                    _texts(trace.get("steps")),
                    tuple(self.references.get(name, [])) if first else (),
                )
            )
        return views


def _listed(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [trace for trace in spec.get("traces") or [] if isinstance(trace, dict)]

"""What a notebook shows, as the exporters of editable files need it: the document's facts, and its outputs in order."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["Bundle", "Facts", "bundles_of", "clean_text", "joined", "listed", "outputs_of", "read_facts"]

_OWN = "application/vnd.incu.{}+json"
#: The document's date where the notebook names none: any fixed one will do.
_FIXED_DATE = dt.date(2000, 1, 1)
_MARKS = {
    "zh": {"demo": "演示数据", "internal": "内部资料", "draft": "草稿", "review": "送审稿"},
    "en": {"demo": "Demonstration data", "internal": "Internal", "draft": "Draft", "review": "For review"},
}
# What XML 1.0 cannot hold, and marks that turn the direction of the text around them.
_NOT_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069\ufeff]"
)
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")


def clean_text(value: object) -> str:
    r"""Return a value as text that any XML file can hold: no control characters, no halves of characters.

    Examples
    --------
    >>> clean_text("洞头\x00区\r\n=1+1")
    '洞头区\n=1+1'
    >>> clean_text(None)
    ''
    """
    text = "" if value is None else str(value)
    return text if text.isascii() and text.isprintable() else _NOT_TEXT.sub("", _BREAKS.sub("\n", text))


def joined(value: object) -> str:
    """Return a text of the notebook format, which may be a list of lines, as one text."""
    if isinstance(value, list | tuple):
        return "".join(str(part) for part in value)
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Bundle:
    """One output that shows something.

    Attributes
    ----------
    data
        MIME type → content.
    item
        What ``show()`` says of it (docs/architecture.md); empty for any other output.
    place
        Where it stands, for messages.
    """

    data: Mapping[str, Any]
    item: Mapping[str, Any]
    place: str

    def own(self, name: str) -> Any:
        """Return the JSON of an item of ours (``table``, ``title``, ``document``, …), or None."""
        value = self.data.get(_OWN.format(name))
        if isinstance(value, str):
            try:
                return json.loads(value)
            except ValueError:
                return None
        return value


@dataclass(frozen=True)
class Facts:
    """What a document says of itself.

    Attributes
    ----------
    language
        ``zh`` or ``en``.
    title, subtitle, issuer, kind_name, region_name
        As printed.
    period
        As printed: 2023年9月.
    day
        Day of the newest data in it; the file's own date.
    official
        Whether it is set like a document of an office.
    internal, demo
        Whether it is for the office only, and whether it uses demonstration data.
    state
        ``draft``, ``review`` or ``issued``.
    more_badges
        What the title asks for beyond that.
    letterhead
        The letterhead's JSON; empty where the document has none.
    is_report
        Whether the notebook is one of this project's reports, whose code is not shown.
    """

    language: str
    title: str
    subtitle: str
    issuer: str
    kind_name: str
    region_name: str
    period: str
    day: dt.date
    official: bool
    internal: bool
    demo: bool
    state: str
    more_badges: tuple[str, ...]
    letterhead: Mapping[str, Any]
    is_report: bool

    @property
    def chinese(self) -> bool:
        """Whether the document is in Chinese."""
        return self.language == "zh"

    @property
    def state_mark(self) -> str:
        """What stands across every page of a document that is not issued: 草稿, 送审稿, or nothing."""
        return _MARKS[self.language].get(self.state, "")

    @property
    def badges(self) -> tuple[str, ...]:
        """What every page must say of the document: 演示数据, 内部资料, 草稿."""
        words = _MARKS[self.language]
        held = {"demo": self.demo, "internal": self.internal, self.state: self.state in words}
        said = [words[name] for name, holds in held.items() if holds]
        return tuple(dict.fromkeys([*said, *self.more_badges]))


def outputs_of(nb: NotebookNode) -> Iterator[Bundle]:
    """Yield all outputs with a MIME bundle, in order."""
    for number, cell in enumerate(nb.cells, start=1):
        yield from bundles_of(cell, number)


def bundles_of(cell: Mapping[str, Any], number: int) -> Iterator[Bundle]:
    """Yield the outputs with a MIME bundle of one cell (counted from 1)."""
    for count, output in enumerate(cell.get("outputs") or [], start=1):
        if output.get("output_type") in ("display_data", "execute_result"):
            item = (output.get("metadata") or {}).get("incu")
            yield Bundle(
                output.get("data") or {}, item if isinstance(item, Mapping) else {}, f"cell {number}, output {count}"
            )


def read_facts(nb: NotebookNode) -> Facts:
    """Read what a notebook says of itself: its metadata, its letterhead and its title."""
    metadata: Mapping[str, Any] = nb.metadata
    report, kind = _mapping(metadata.get("incu_report")), _mapping(metadata.get("incu"))
    bundles = list(outputs_of(nb))
    head = next((_mapping(found) for bundle in bundles if (found := bundle.own("document"))), {})
    title = next((_mapping(found) for bundle in bundles if (found := bundle.own("title"))), {})
    queries = [_mapping(query) for bundle in bundles for query in bundle.item.get("queries") or []]
    language = "en" if str(report.get("language") or "zh").lower().startswith("en") else "zh"
    general = kind.get("title")
    general = _mapping(general).get(language) if isinstance(general, Mapping) else general
    stamp = next((str(bundle.item["period"]) for bundle in bundles if bundle.item.get("period")), "")
    recorded = report.get("data_date") or max((str(query.get("recorded_at") or "") for query in queries), default="")
    return Facts(
        language=language,
        title=clean_text(title.get("title") or report.get("title") or general or head.get("kind_name")).strip(),
        subtitle=clean_text(title.get("subtitle")).strip(),
        issuer=clean_text(head.get("issuer") or title.get("issuer") or report.get("issuer")).strip(),
        kind_name=clean_text(head.get("kind_name") or report.get("title") or general).strip(),
        region_name=clean_text(report.get("region_name")).strip(),
        period=_period(str(report.get("period") or stamp), language),
        day=_day(str(recorded)),
        official=head.get("style") == "official",
        internal=head.get("version") == "internal",
        demo=bool(head.get("demo") or report.get("demo") or any(query.get("demo") for query in queries)),
        state=str(head.get("state") or "issued"),
        more_badges=tuple(text for badge in listed(title.get("badges")) if (text := clean_text(badge).strip())),
        letterhead=head,
        is_report="incu" in metadata or "incu_report" in metadata or bool(head),
    )


def listed(value: object) -> list[Any]:
    """Return a list of JSON as a list; nothing as an empty one."""
    if value is None:
        return []
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value]


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _period(written: str, language: str) -> str:
    from incuanalysis.errors import BadInputError
    from incuanalysis.vocabulary.periods import Period

    try:
        return Period.parse(written).label(language) if written else ""
    except BadInputError:
        return clean_text(written)


def _day(written: str) -> dt.date:
    try:
        return dt.date.fromisoformat(written[:10])
    except ValueError:
        return _FIXED_DATE

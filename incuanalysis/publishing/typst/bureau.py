"""What makes a report a document of an office: its head and closing, the traces of its numbers, the box to fill in."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from incuanalysis.publishing.typst.fonts import text_width
from incuanalysis.publishing.typst.grid import Cell, Grid
from incuanalysis.publishing.typst.markup import Code, call, points, sequence
from incuanalysis.publishing.typst.records import write_records
from incuanalysis.publishing.typst.tables import write_grid

if TYPE_CHECKING:
    from incuanalysis.publishing.typst.draft import Draft
    from incuanalysis.publishing.typst.words import Words

__all__ = [
    "CLOSING_TYPE",
    "LETTERHEAD_TYPE",
    "OPINION_TYPE",
    "SALUTATION_TYPE",
    "TRACES_TYPE",
    "header_badges",
    "title_lines",
    "watermark",
    "write_closing",
    "write_letterhead",
    "write_opinion",
    "write_salutation",
    "write_traces",
]

LETTERHEAD_TYPE = "application/vnd.incu.document+json"
SALUTATION_TYPE = "application/vnd.incu.salutation+json"
CLOSING_TYPE = "application/vnd.incu.closing+json"
TRACES_TYPE = "application/vnd.incu.traces+json"
OPINION_TYPE = "application/vnd.incu.opinion+json"

# 发文机关标志: the headline is set spaced out, as large as fits.
_HEADLINE_SIZES = (34.0, 30.0, 27.0, 24.0, 21.0, 18.0, 16.0, 14.0)
_TRACKING = 0.12
# Fields of a form that want several lines; the others are filled in side by side.
_LONG_FIELD = re.compile(r"事项|理由|依据|意见|说明|情况|内容|原因|reason|ground|item|comment|detail", re.IGNORECASE)
# What a title's line must not break: numbers with what counts them, and words of Latin letters.
_UNIT = re.compile(
    r"[0-9〇○]+年(?:[0-9]+月(?:[0-9]+日)?|第?[0-9一二三四]季度|[上下]半年)?|[0-9A-Za-z〇○%％.,\-—]+[月日号期个家项]?|.",
    re.DOTALL,
)
_LONGEST_TITLE = 70
_NOT_FIRST = frozenset("，。、；：？！）》〉】〕”’…—·的")
_NOT_LAST = frozenset("（《〈【〔“‘·关")
_BREAK_AFTER = frozenset("，、；：》）的和与及度市区县省局委院校年月")


def header_badges(words: Words, letterhead: Mapping[str, Any]) -> list[str]:
    """Return what every page of an office's document says in its header beside its state."""
    badges = [words.demo] if letterhead.get("demo") else []
    return [*badges, words.internal] if letterhead.get("version") == "internal" else badges


def watermark(words: Words, letterhead: Mapping[str, Any]) -> str:
    """Return what is printed across the pages of a document that has not been issued; else nothing."""
    return words.states.get(str(letterhead.get("state") or ""), "")


def write_letterhead(draft: Draft, data: Mapping[str, Any]) -> list[Code]:
    """Return a document's head: the office in red over a red line, or one small line in the plain style.

    A document with a number and no issue (文件) has the office alone as its headline, a
    bulletin (简报、通报) the office above its own name. Lines that nothing is known for are left out.
    """
    said = {name: draft.text(data.get(name)).strip() for name in ("issuer", "kind_name", "issue", "number", "date")}
    signer = draft.text(data.get("signer")).strip()
    draft.issuer = draft.issuer or said["issuer"]
    signed = f"{draft.words.signer}{signer}" if signer else ""
    if not draft.sheet.official:
        left = "\u3000".join(text for text in (said["kind_name"], said["issue"]) if text)
        right = "\u3000".join(text for text in (said["number"], signed, said["date"]) if text)
        return [call("plain-head", left, right)] if left or right else []
    is_file = bool(said["number"]) and not said["issue"]
    above, name = ("", said["issuer"]) if is_file or not said["kind_name"] else (said["issuer"], said["kind_name"])
    if not name:
        return []
    room = draft.sheet.width * 0.94
    size, above_size = (_fitting(text, room) for text in (name, above))
    row = [text for text in (said["number"], signed, said["date"] if said["issue"] else "") if text]
    return [
        call(
            "masthead",
            name,
            size=points(size),
            above=above or None,
            above_size=points(min(above_size, 0.62 * size)),
            issue=said["issue"] or None,
            row=row,
            small=draft.sheet.is_phone,
        )
    ]


def _fitting(text: str, room: float) -> float:
    width = text_width(text, bold=True, serif=True) + _TRACKING * len(text)
    return next((size for size in _HEADLINE_SIZES if width * size <= room), _HEADLINE_SIZES[-1])


def title_lines(title: str, room: float, most: int = 3) -> list[str]:
    """Break a title into lines of about the same length, where the sense allows it.

    Parameters
    ----------
    title
        The title.
    room
        Width of a line in em of the title's type.
    most
        A title that needs more lines is left to Typst, as is a very long one.

    Examples
    --------
    >>> title_lines("洞头区孵化载体集群2023年9月建设进展情况通报", 18)
    ['洞头区孵化载体集群', '2023年9月建设进展情况通报']
    >>> title_lines("短题", 18)
    ['短题']
    """
    width = _title_width(title)
    if width <= room:
        return [title]
    units = [found[0] for found in _UNIT.finditer(title)]
    if len(units) > _LONGEST_TITLE:
        return [title]
    for count in range(2, most + 1):
        if width > room * count * 0.98:
            continue
        if lines := _broken(units, count, room):
            return lines
    return [title]


def _title_width(text: str) -> float:
    return text_width(text, bold=True, serif=True)


def _broken(units: Sequence[str], count: int, room: float) -> list[str]:
    """Break into so many lines, as even as they can be, rather where a phrase may end; nothing if they do not fit."""
    places = [
        place
        for place in range(1, len(units))
        if units[place][0] not in _NOT_FIRST and units[place - 1][-1] not in _NOT_LAST
    ]
    best: tuple[float, list[str]] = (math.inf, [])
    for chosen in combinations(places, count - 1):
        edges = (0, *chosen, len(units))
        lines = ["".join(units[a:b]).strip() for a, b in pairwise(edges)]
        widths = [_title_width(line) for line in lines]
        cost = max(widths) - min(widths) - sum(1.6 for place in chosen if units[place - 1][-1] in _BREAK_AFTER)
        if max(widths) <= room and cost < best[0]:
            best = (cost, lines)
    return best[1]


def write_salutation(draft: Draft, data: Mapping[str, Any]) -> list[Code]:
    """Return the line that names the main recipients, flush left."""
    text = draft.text(data.get("text")).strip()
    return [call("salutation", text)] if text else []


def write_closing(draft: Draft, data: Mapping[str, Any]) -> list[Code]:
    """Return issuer and date, whom to ask, and at the page's foot who gets a copy."""
    words = draft.words
    copies = [text for name in _listed(data.get("cc")) if (text := draft.text(name).strip())]
    contact = draft.text(data.get("contact")).strip()
    if contact and not contact.startswith(("（", "(")):
        contact = f"{words.contact[0]}{contact}{words.contact[1]}"
    written = [call("closing", draft.text(data.get("issuer")).strip(), draft.text(data.get("date")).strip(), contact)]
    if copies:
        before, between, after = words.copies
        written.append(call("copies", before, between.join(copies) + after))
    return written


def write_opinion(draft: Draft, data: Mapping[str, Any]) -> list[Code]:
    """Return the box in which a unit confirms or objects by hand."""
    fields = [text for name in _listed(data.get("fields")) if (text := draft.text(name).strip())]
    options = [text for name in _listed(data.get("options")) if (text := draft.text(name).strip())]
    return [
        call(
            "opinion",
            draft.text(data.get("lead")).strip(),
            options,
            [name for name in fields if _LONG_FIELD.search(name)],
            [name for name in fields if not _LONG_FIELD.search(name)],
            colon=draft.words.colon,
            columns=1 if draft.sheet.is_phone else 2,
        )
    ]


def write_traces(draft: Draft, data: Mapping[str, Any]) -> list[Code]:
    """Return the list of where numbers come from, on a page of its own: in the internal version only."""
    traces = [trace for trace in _listed(data.get("traces")) if isinstance(trace, Mapping)]
    if not traces or not draft.internal:
        return []
    title = draft.text(data.get("title")).strip()
    level = draft.headings.level(2, title)
    columns = draft.words.trace_columns
    grid = Grid(
        head=[[Cell(label, label, True) for label in columns]],
        rows=[_trace_row(draft, trace) for trace in traces],
        aligns=["left"] * len(columns),
        stub=2,
        grow=len(columns) - 1,
    )
    listed = write_records(draft, grid) if draft.sheet.is_phone else write_grid(draft, grid)
    return [
        call("pagebreak", weak=True),
        call("annex-label", title or columns[-1], level=level),
        *listed,
    ]


def _trace_row(draft: Draft, trace: Mapping[str, Any]) -> list[Cell]:
    texts = [draft.text(trace.get(name)).strip() for name in ("id", "label", "value")]
    lines = [draft.text(trace.get("how")).strip()]
    for cell in _listed(trace.get("cells")):
        if isinstance(cell, Mapping):
            lines.append(_trace_cell(draft, cell))
    lines += [draft.text(step).strip() for step in _listed(trace.get("steps"))]
    lines = [line for line in lines if line]
    parts: list[str] = []
    for line in lines:
        parts += [call("linebreak"), line] if parts else [line]
    told = Cell("\n".join(lines), sequence(parts) if len(parts) > 1 else "".join(parts))
    return [*(Cell(text, text) for text in texts), told]


def _trace_cell(draft: Draft, cell: Mapping[str, Any]) -> str:
    """Return one cell in words: source, file, sheet and place, what stood there, and when it was recorded."""
    said = {name: draft.text(cell.get(name)).strip() for name in ("source", "file", "sheet", "cell", "value")}
    place = " · ".join(said[name] for name in ("source", "file", "sheet", "cell") if said[name])
    recorded = draft.text(cell.get("recorded_at")).strip()
    opened, closed = draft.words.contact
    value = f"{draft.words.colon}{said['value']}" if said["value"] and place else said["value"]
    return f"{place}{value}" + (f"{opened}{recorded}{closed}" if recorded else "")


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value]

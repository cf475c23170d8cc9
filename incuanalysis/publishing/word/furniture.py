"""What makes a Word file a document of an office: letterhead, closing, a box to fill in, the list of where numbers come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from incuanalysis.publishing.bundles import clean_text, listed
from incuanalysis.publishing.typst.fonts import text_width
from incuanalysis.publishing.word.elements import Type, element
from incuanalysis.publishing.word.tables import frame, table_cell, table_row
from incuanalysis.publishing.word.widths import PADDING

if TYPE_CHECKING:
    from incuanalysis.publishing.word.draft import Draft

__all__ = ["trace_ids", "write_closing", "write_letterhead", "write_opinion", "write_traces"]

_RED, _BLACK, _GREY = "C00000", "000000", "A6A6A6"
_MASTHEAD_SIZES = (36.0, 32.0, 28.0, 26.0, 24.0, 22.0, 20.0)
_OPINION_LINE = 34.0


def write_letterhead(draft: Draft, spec: Mapping[str, Any]) -> None:
    """Write issuer and kind of document, the issue, document number and signer, and the line below."""
    issuer, kind, issue, number, signer, date = (
        clean_text(spec.get(name)).strip() for name in ("issuer", "kind_name", "issue", "number", "signer", "date")
    )
    official = draft.facts.official
    if official:
        for text, sizes in ((issuer, _MASTHEAD_SIZES[3:]), (kind, _MASTHEAD_SIZES)):
            if text:
                draft.paragraph("Masthead", text, Type(size=_fitting(text, draft.width, sizes)))
        if issue:
            _align(draft.paragraph("MastheadLine", issue), "center")
    else:
        draft.paragraph("Masthead", "　".join(text for text in (issuer, kind, issue) if text))
    # An upward document has its signer at the right; a bulletin has its date there.
    right = (f"签发人：{signer}" if draft.facts.chinese else f"Signed off by: {signer}") if signer else date
    line = draft.paragraph("MastheadLine")
    properties = line.find(qn("w:pPr"))
    properties.append(_borders(bottom=(_RED, 18) if official else (_GREY, 6)))
    properties.append(element("tabs", element("tab", val="right", pos=round(draft.width * 20))))
    draft.put(line, f"{number}\t{right}" if right else number)
    draft.paragraph("Spacer")


def write_closing(draft: Draft, spec: Mapping[str, Any]) -> None:
    """Write who to ask, issuer and date at the right, and the copies between two lines."""
    issuer, date, contact = (clean_text(spec.get(name)).strip() for name in ("issuer", "date", "contact"))
    copies = [text for name in listed(spec.get("cc")) if (text := clean_text(name).strip())]
    chinese = draft.facts.chinese
    if contact:
        draft.paragraph("BodyText", f"（{contact}）" if chinese and not contact.startswith("（") else contact)
    signed = [text for text in (issuer, date) if text]
    for place, text in enumerate(signed):
        made = draft.paragraph("Closing", text, keep_next=place < len(signed) - 1)
        if not place:
            made.find(qn("w:pPr")).append(element("spacing", before=round(draft.look.size("Closing") * 40)))
    if copies:
        said = f"抄送：{'，'.join(copies)}。" if chinese else f"Copies: {', '.join(copies)}."
        draft.paragraph("Spacer")
        made = draft.paragraph("Copies", said)
        made.find(qn("w:pPr")).append(_borders(top=(_BLACK, 8), bottom=(_BLACK, 8)))


def write_opinion(draft: Draft, spec: Mapping[str, Any]) -> None:
    """Write the box to fill in by hand: confirm or object, with room to say why."""
    lead = clean_text(spec.get("lead")).strip()
    options = "　　".join(f"□ {clean_text(option).strip()}" for option in listed(spec.get("options")))
    fields = [clean_text(name).strip() for name in listed(spec.get("fields"))]
    size = draft.look.size("TableText")
    left = max([text_width(name) * size for name in fields], default=0.0) + 4 * PADDING
    widths = (left, draft.width - left)
    made = frame(sum(widths), widths, title=lead)
    opening = [text for text in (lead, options) if text]
    if opening:
        made.append(table_row(table_cell(sum(widths), *(_text(draft, text) for text in opening), span=2), height=40))
    for name in fields:
        made.append(table_row(table_cell(left, _text(draft, name)), table_cell(widths[1]), height=_OPINION_LINE))
    for properties in made.iter(qn("w:pPr")):
        # Who fills it in wants all of it on one page.
        properties.append(element("keepNext"))
    draft.add(made)
    draft.paragraph("Spacer")


def trace_ids(spec: Mapping[str, Any]) -> list[str]:
    """Return the ids of the traces of a list."""
    return [clean_text(trace.get("id")) for trace in listed(spec.get("traces")) if isinstance(trace, Mapping)]


def write_traces(draft: Draft, spec: Mapping[str, Any]) -> None:
    """Write where the numbers come from, on a page of its own."""
    traces = [trace for trace in listed(spec.get("traces")) if isinstance(trace, Mapping)]
    if not traces:
        return
    breaks = draft.start_page()
    chinese = draft.facts.chinese
    title = clean_text(spec.get("title")).strip() or ("数据出处" if chinese else "Where the numbers come from")
    heading = draft.paragraph("Heading1", title)
    if breaks:
        heading.find(qn("w:pPr")).append(element("pageBreakBefore"))
    heads = ("数据", "数值", "取得方式", "出处") if chinese else ("Number", "Value", "How", "Where it stands")
    width = draft.width
    widths = (0.24 * width, 0.14 * width, 0.12 * width, 0.5 * width)
    made = frame(width, widths, title=title)
    head = [
        table_cell(w, _text(draft, text, "TableHead"), shade="E9EDF2") for text, w in zip(heads, widths, strict=True)
    ]
    made.append(table_row(*head, head=True))
    for trace in traces:
        label = _text(draft, clean_text(trace.get("label")))
        draft.bookmark(label, clean_text(trace.get("id")))
        where = [_text(draft, said) for cell in listed(trace.get("cells")) if (said := _where(cell, chinese=chinese))]
        where += [_text(draft, clean_text(step)) for step in listed(trace.get("steps"))]
        made.append(
            table_row(
                table_cell(widths[0], label),
                table_cell(widths[1], _text(draft, clean_text(trace.get("value")))),
                table_cell(widths[2], _text(draft, clean_text(trace.get("how")))),
                table_cell(widths[3], *where),
            )
        )
    draft.add(made)
    draft.paragraph("Spacer")


def _where(cell: object, *, chinese: bool) -> str:
    if not isinstance(cell, Mapping):
        return clean_text(cell)
    place = " ".join(text for name in ("file", "sheet", "cell") if (text := clean_text(cell.get(name)).strip()))
    value, source, recorded = (clean_text(cell.get(name)).strip() for name in ("value", "source", "recorded_at"))
    if value:
        place = f"{place}：{value}" if chinese else f"{place}: {value}"
    recorded = (f"{recorded}登记" if chinese else f"recorded {recorded}") if recorded else ""
    return ("；" if chinese else "; ").join(text for text in (place, source, recorded) if text)


def _text(draft: Draft, text: str, style: str = "TableText") -> Any:
    made = element("p", element("pPr", element("pStyle", val=style)))
    if text:
        draft.put(made, text, Type(size=9) if style == "TableText" and draft.look.size(style) > 9 else Type())
    return made


def _fitting(text: str, width: float, sizes: tuple[float, ...]) -> float:
    measured = text_width(text, bold=True)
    return next((size for size in sizes if measured * size <= width), sizes[-1])


def _align(paragraph: Any, align: str) -> None:
    paragraph.find(qn("w:pPr")).append(element("jc", val=align))


def _borders(**sides: tuple[str, int]) -> Any:
    return element(
        "pBdr", *(element(side, val="single", sz=size, space=4, color=color) for side, (color, size) in sides.items())
    )

"""What ``show()`` emitted, as paragraphs, tables and pictures of Word."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from incuanalysis.publishing.bundles import Bundle, clean_text, joined, listed
from incuanalysis.publishing.tabledata import TableCell, TableColumn, TableData, read_table
from incuanalysis.publishing.typst.hypertext import has_content, parse_html, tokens_from_html
from incuanalysis.publishing.typst.images import Picture, make_picture
from incuanalysis.publishing.word.elements import Type
from incuanalysis.publishing.word.furniture import write_closing, write_letterhead, write_opinion, write_traces
from incuanalysis.publishing.word.markdown import MarkdownWriter
from incuanalysis.publishing.word.pictures import put_picture
from incuanalysis.publishing.word.tables import caption_of, write_table

if TYPE_CHECKING:
    from incuanalysis.publishing.word.draft import Draft

__all__ = ["write_bundle"]

_PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/gif")
_OWN_TEXT = {"prose": "BodyText", "heading": "BodyText", "remark": "Remark"}


def write_bundle(draft: Draft, bundle: Bundle) -> None:
    """Add one output; whatever has no form of its own in Word is shown by its text."""
    table = bundle.own("table")
    if isinstance(table, Mapping):
        data = read_table(table, bundle.item, chinese=draft.facts.chinese)
        if not data.landscape:
            draft.upright()
        write_table(draft, data)
        return
    if bundle.own("traces") and not draft.facts.internal:
        return
    draft.upright()
    own: dict[str, Callable[[Draft, Any], object]] = {
        "document": write_letterhead,
        "title": _write_title,
        "headline": _write_headlines,
        "salutation": lambda d, spec: d.paragraph("Salutation", clean_text(spec.get("text"))),
        "closing": write_closing,
        "opinion": write_opinion,
        "traces": write_traces,
    }
    for name, write in own.items():
        spec = bundle.own(name)
        if isinstance(spec, list if name == "headline" else Mapping):
            write(draft, spec)
            return
    kind = str(bundle.item.get("kind") or "")
    if kind in _OWN_TEXT and "text/markdown" in bundle.data:
        MarkdownWriter(draft, _OWN_TEXT[kind]).write(joined(bundle.data["text/markdown"]))
        return
    _write_other(draft, bundle)


def _write_title(draft: Draft, spec: Mapping[str, Any]) -> None:
    title, subtitle, issuer = (clean_text(spec.get(name)).strip() for name in ("title", "subtitle", "issuer"))
    draft.paragraph("Title", title or draft.facts.title or draft.words.untitled)
    draft.titled = True
    if subtitle:
        draft.paragraph("Subtitle", subtitle)
    if issuer and not draft.facts.letterhead:
        draft.paragraph("Subtitle", issuer)
    findings = [text for finding in listed(spec.get("findings")) if (text := clean_text(finding).strip())]
    if not findings:
        return
    draft.paragraph("BodyText", draft.words.findings, Type(bold=True), keep_next=True)
    number = draft.new_list(ordered=True)
    for finding in findings:
        draft.put(draft.list_item(number, style="Finding"), finding)


def _write_headlines(draft: Draft, spec: list[Any]) -> None:
    """Write the headline numbers as a table of what, how much, and how it changed."""
    chinese = draft.facts.chinese
    heads = {
        "label": "指标" if chinese else "Indicator",
        "text": "数值" if chinese else "Value",
        "change": "变化" if chinese else "Change",
        "note": "说明" if chinese else "Note",
    }
    numbers = [number for number in spec if isinstance(number, Mapping)]
    shown = [name for name in heads if name in ("label", "text") or any(number.get(name) for number in numbers)]
    columns = tuple(TableColumn(heads[name], "right" if name == "text" else "left") for name in shown)
    rows = tuple(tuple(TableCell(clean_text(number.get(name)) or "—") for name in shown) for number in numbers)
    if rows:
        draft.paragraph("Spacer")
        write_table(draft, TableData("", columns, rows))


def _write_other(draft: Draft, bundle: Bundle) -> None:
    data = bundle.data
    for mime in _PICTURES:
        if mime in data and (picture := _picture(mime, joined(data[mime]))):
            text = clean_text(joined(data.get("text/plain")))
            said = "" if text.startswith("<") else text[:2000]
            _write_figure(draft, picture, clean_text(bundle.item.get("alt")) or said, bundle.item)
            return
    if "text/html" in data:
        soup = parse_html(joined(data["text/html"]))
        if has_content(soup):
            writer = MarkdownWriter(draft, trusted=True)
            writer.blocks(tokens_from_html(soup))
            return
    if "text/markdown" in data:
        MarkdownWriter(draft, trusted=True).write(joined(data["text/markdown"]))
    elif text := clean_text(joined(data.get("text/plain"))).strip():
        draft.paragraph("Code", text)


def _write_figure(draft: Draft, picture: Picture, alternative: str, item: Mapping[str, Any]) -> None:
    caption = clean_text(item.get("caption")).strip()
    number, note = item.get("number"), clean_text(item.get("note")).strip()
    label = caption_of(draft, draft.words.figure, "" if number is None else str(number), caption)
    paragraph = draft.paragraph("Figure")
    put_picture(draft, paragraph, picture, alternative or caption, widest=draft.width - 1)
    if label:
        draft.paragraph("Caption", label, keep_next=bool(note))
    if note:
        draft.paragraph("TableNote", f"{draft.words.notes}{note}")
    draft.paragraph("Spacer")


def _picture(mime: str, content: str) -> Picture | None:
    if mime == "image/svg+xml":
        return make_picture(content)
    try:
        return make_picture(base64.b64decode(content))
    except (binascii.Error, ValueError):
        return None

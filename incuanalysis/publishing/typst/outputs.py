"""Outputs of code cells: the best of several representations, made fit for paper."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from incuanalysis.publishing.typst import bureau, items
from incuanalysis.publishing.typst.fonts import MONO_ADVANCE
from incuanalysis.publishing.typst.glyphs import break_long, is_wide, strip_terminal
from incuanalysis.publishing.typst.hypertext import has_content, parse_html, tokens_from_html
from incuanalysis.publishing.typst.images import Picture, make_picture
from incuanalysis.publishing.typst.inline import math_block
from incuanalysis.publishing.typst.markdown import BlockWriter, code_block, write_markdown
from incuanalysis.publishing.typst.markup import Code, call, points
from incuanalysis.publishing.typst.maths import bare_tex, formula

if TYPE_CHECKING:
    from incuanalysis.publishing.typst.draft import Draft

__all__ = ["write_output"]

_ITEMS: Mapping[str, Callable[[Draft, Mapping[str, Any]], list[Code]]] = {
    items.TITLE_TYPE: items.write_title,
    bureau.LETTERHEAD_TYPE: bureau.write_letterhead,
    bureau.SALUTATION_TYPE: bureau.write_salutation,
    bureau.CLOSING_TYPE: bureau.write_closing,
    bureau.OPINION_TYPE: bureau.write_opinion,
    bureau.TRACES_TYPE: bureau.write_traces,
}
_PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/gif")
_MOST_LINES, _FIRST_LINES, _LAST_LINES = 160, 110, 40
_MOST_CHARACTERS = 200_000
_MONO_SIZE, _LEAST_MONO_SIZE = 8.0, 6.0
_FRAME = 18.0
_LONGEST_RUN = 80


def write_output(draft: Draft, output: Mapping[str, Any]) -> list[Code]:
    """Return the blocks of one output.

    Parameters
    ----------
    draft
        The report being written.
    output
        An output as nbformat has it: stream, error, display_data or execute_result.
    """
    match output.get("output_type"):
        case "stream":
            return _stream(draft, _joined(output.get("text")), alarming=output.get("name") == "stderr")
        case "error":
            return _failure(draft, output)
        case "display_data" | "execute_result":
            data = {str(mime): value for mime, value in (output.get("data") or {}).items()}
            return _display(draft, data, output.get("metadata") or {})
    return []


def _display(draft: Draft, data: Mapping[str, Any], metadata: Mapping[str, Any]) -> list[Code]:
    """Take the first representation that can be shown."""
    stated = metadata.get("incu")
    item: Mapping[str, Any] = stated if isinstance(stated, Mapping) else {}
    try:
        own = _item(draft, data, item)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        draft.warnings.append(
            f"{draft.origin}: the item's JSON is not as documented ({error}); its text is shown instead."
        )
    else:
        if own is not None:
            return own
    for mime in _PICTURES:
        if mime in data and (picture := _picture(mime, data[mime], metadata)):
            text = _joined(data.get("text/plain"))
            # What IPython says of a figure, `<Figure size 640x480 with 1 Axes>`, describes nothing.
            said = "" if _is_repr(text) else text
            return items.write_figure(draft, picture, str(item.get("alt") or said[:2000]), item)
    return _textual(draft, data)


def _item(draft: Draft, data: Mapping[str, Any], item: Mapping[str, Any]) -> list[Code] | None:
    """Return what ``show()`` emitted; ``None`` where it is something else."""
    for mime, write in _ITEMS.items():
        if mime in data and isinstance(spec := _parsed(data[mime]), Mapping):
            return write(draft, spec)
    headline, table = (_parsed(data.get(mime)) for mime in (items.HEADLINE_TYPE, items.TABLE_TYPE))
    if isinstance(headline, Sequence) and not isinstance(headline, str):
        return items.write_headline(draft, headline)
    if isinstance(table, Mapping):
        return items.write_table(draft, table, item)
    if item.get("kind") == "remark" and "text/markdown" in data:
        return items.write_remark(draft, _joined(data["text/markdown"]))
    return None


def _textual(draft: Draft, data: Mapping[str, Any]) -> list[Code]:
    plain = _joined(data.get("text/plain"))
    if "text/html" in data and (blocks := _html(draft, _joined(data["text/html"]), plain)):
        return blocks
    if "text/markdown" in data:
        return write_markdown(draft, _joined(data["text/markdown"]))
    if "text/latex" in data:
        source = _joined(data["text/latex"])
        if formula(bare_tex(source), display=True) is not None or not plain:
            return [math_block(draft, source)]
    if "application/json" in data and (not plain or _is_repr(plain)):
        value = data["application/json"]
        return [code_block(draft, _cut(draft, json.dumps(value, ensure_ascii=False, indent=2, default=str)), "json")]
    return _stream(draft, plain) if plain.strip() else []


def _html(draft: Draft, source: str, plain: str) -> list[Code]:
    """Return HTML's blocks, unless the plain text says it better."""
    soup = parse_html(source)
    dressed = soup.find(["style", "script", "svg"]) is not None
    if not has_content(soup):
        return []
    # Widgets and diagrams made of styled boxes are noise on paper; a table or a picture is not.
    if dressed and not soup.find(["table", "img"]) and plain and not _is_repr(plain):
        return []
    return BlockWriter(draft, {}).document(tokens_from_html(soup))


def _picture(mime: str, value: object, metadata: Mapping[str, Any]) -> Picture | None:
    text = _joined(value)
    if mime == "image/svg+xml":
        return make_picture(text)
    try:
        picture = make_picture(base64.b64decode(text))
    except (binascii.Error, ValueError):
        return None
    stated = metadata.get(mime)
    width = stated.get("width") if isinstance(stated, Mapping) else None
    if picture and isinstance(width, int | float) and 1 <= width <= 10_000:
        # Retina pictures say the size that they are meant to have, in CSS pixels.
        return replace(picture, width=width * 0.75, height=picture.height * width * 0.75 / picture.width)
    return picture


def _stream(draft: Draft, text: str, *, alarming: bool = False) -> list[Code]:
    text = _cut(draft, draft.glyphs.lines(strip_terminal(text[:_MOST_CHARACTERS]).expandtabs(8)).strip("\n").rstrip())
    if not text:
        return []
    return [call("stream", break_long(text, _LONGEST_RUN), size=points(_mono_size(draft, text)), alarming=alarming)]


def _failure(draft: Draft, output: Mapping[str, Any]) -> list[Code]:
    trace = "\n".join(_joined(line) for line in output.get("traceback") or [])
    trace = _cut(draft, draft.glyphs.lines(strip_terminal(trace[:_MOST_CHARACTERS])).strip("\n"))
    name, value = draft.text(output.get("ename")), draft.text(strip_terminal(str(output.get("evalue") or "")))
    shown = break_long(trace, _LONGEST_RUN)
    return [call("failure", name, value[:2000], shown, size=points(min(7.5, _mono_size(draft, trace))))]


def _cut(draft: Draft, text: str) -> str:
    """Leave out the middle of very long output, and say so."""
    lines = text.split("\n")
    if len(lines) > _MOST_LINES:
        left_out = draft.words.lines_left_out.format(len(lines) - _FIRST_LINES - _LAST_LINES)
        lines = [*lines[:_FIRST_LINES], left_out, *lines[-_LAST_LINES:]]
    # A single line can be as long as a book, too.
    return "\n".join(line if len(line) <= 4000 else line[:4000] + "…" for line in lines)


def _mono_size(draft: Draft, text: str) -> float:
    """Return the type size at which the longest line fits, within reason; longer lines wrap."""
    widest = max((sum(1.0 if is_wide(c) else MONO_ADVANCE for c in line) for line in text.split("\n")), default=0.0)
    fitting = (draft.sheet.width - _FRAME) / max(widest, 1.0)
    return min(_MONO_SIZE, fitting) if fitting >= _LEAST_MONO_SIZE else _MONO_SIZE - 0.5


def _joined(value: object) -> str:
    """Return a multi-line value of nbformat, which may be a list of lines."""
    if isinstance(value, list | tuple):
        return "".join(str(part) for part in value)
    return "" if value is None else str(value)


def _parsed(value: object) -> object:
    if isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return None
    return value


def _is_repr(text: str) -> bool:
    return text.startswith("<") and text.rstrip().endswith(">")

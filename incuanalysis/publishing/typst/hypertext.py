"""HTML → the tokens that Markdown gives, so that one writer serves both.

What has no meaning on paper is left out: scripts, styles, forms, comments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from incuanalysis.publishing.typst.syntax import Token

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["has_content", "inline_tokens", "parse_html", "tokens_from_html"]

_DROPPED = {
    "script", "style", "template", "noscript", "head", "title", "meta", "link", "button", "input", "select",
    "textarea", "iframe", "object", "embed", "canvas", "video", "audio", "svg", "math",
}  # fmt: skip
_INLINE = {
    "b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "cite": "emphasis", "var": "emphasis",
    "s": "strikethrough", "del": "strikethrough", "strike": "strikethrough", "u": "insert", "ins": "insert",
    "mark": "mark", "sub": "subscript", "sup": "superscript", "code": "code", "kbd": "code", "samp": "code",
    "tt": "code", "span": "group", "font": "group", "small": "group", "big": "group", "abbr": "group",
    "label": "group", "q": "group",
}  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Typst gives up on content that is nested much deeper.
_DEEPEST = 12


def parse_html(source: str) -> BeautifulSoup:
    """Parse HTML with the standard library's parser, which fetches and runs nothing."""
    return BeautifulSoup(source, "html.parser")


def has_content(soup: Tag) -> bool:
    """Tell whether there is text, a table or a picture to show."""
    for dropped in soup.find_all(list(_DROPPED)):
        dropped.decompose()
    return bool(soup.find(["table", "img"]) or soup.get_text(strip=True))


def tokens_from_html(source: str | Tag) -> list[Token]:
    """Return the blocks of some HTML as tokens."""
    soup = parse_html(source) if isinstance(source, str) else source
    return _blocks(soup.children, 0)


def inline_tokens(tag: Tag) -> list[Token]:
    """Return the running text of an element as tokens; blocks in it are run together, line by line."""
    return _inlines(tag.children, 0)


def _blocks(nodes: Iterable[object], depth: int) -> list[Token]:
    written: list[Token] = []
    run: list[Token] = []

    def end_run() -> None:
        if any(token["type"] != "text" or token["raw"].strip() for token in run):
            written.append({"type": "paragraph", "children": list(run)})
        run.clear()

    for node in nodes:
        inline = _inline(node, depth)
        if inline is not None:
            run += inline
        elif isinstance(node, Tag):
            end_run()
            written += _block(node, depth + 1)
    end_run()
    return written


def _block(tag: Tag, depth: int) -> list[Token]:
    name = tag.name
    if depth > _DEEPEST:
        return [{"type": "paragraph", "children": [_text(tag.get_text(" ", strip=True))]}]
    if name in _HEADINGS:
        return [{"type": "heading", "children": _inlines(tag.children, depth), "attrs": {"level": _HEADINGS[name]}}]
    if name == "table":
        return [{"type": "html_table", "table": tag}]
    if name in ("ul", "ol"):
        items: list[Token] = [
            {"type": "list_item", "children": _blocks(item.children, depth)}
            for item in tag.find_all("li", recursive=False)
        ]
        start = str(tag.get("start", "1"))
        attributes = {"ordered": name == "ol", "start": int(start) if start.isdecimal() and len(start) < 6 else 1}
        # Items come as paragraphs; close together they are set as plain text.
        for item in items:
            for child in item["children"]:
                if child["type"] == "paragraph":
                    child["type"] = "block_text"
        return [{"type": "list", "children": items, "tight": True, "attrs": attributes}] if items else []
    if name == "blockquote":
        return [{"type": "block_quote", "children": _blocks(tag.children, depth)}]
    if name == "pre":
        return [{"type": "block_code", "raw": tag.get_text()}] if tag.get_text(strip=True) else []
    if name == "hr":
        return [{"type": "thematic_break"}]
    return _blocks(tag.children, depth)


def _inline(node: object, depth: int) -> list[Token] | None:
    """Return the tokens of a node within a line; ``None`` for a block."""
    if isinstance(node, PreformattedString):  # comments, declarations
        return []
    if isinstance(node, NavigableString):
        return [_text(str(node))]
    if not isinstance(node, Tag) or node.name in _DROPPED:
        return []
    if depth > _DEEPEST:
        return [_text(node.get_text(" ", strip=True))]
    if node.name == "br":
        return [{"type": "linebreak"}]
    if node.name == "img":
        attributes = {"url": str(node.get("src") or ""), "title": str(node.get("title") or "")}
        return [{"type": "image", "children": [_text(str(node.get("alt") or ""))], "attrs": attributes}]
    if node.name == "a" and not node.find(["p", "div", "table", "ul", "ol"]):
        attributes = {"url": str(node.get("href") or "")}
        children = _inlines(node.children, depth + 1)
        return [{"type": "link" if attributes["url"] else "group", "children": children, "attrs": attributes}]
    if node.name in _INLINE:
        return [{"type": _INLINE[node.name], "children": _inlines(node.children, depth + 1)}]
    return None


def _inlines(nodes: Iterable[object], depth: int) -> list[Token]:
    written: list[Token] = []
    for node in nodes:
        inline = _inline(node, depth)
        if inline is None and isinstance(node, Tag):
            if written and written[-1]["type"] != "linebreak":
                written.append({"type": "linebreak"})
            inline = _inlines(node.children, depth + 1)
        written += inline or []
    return written


def _text(text: str) -> Token:
    # Entities are resolved already; mistune's text is not, and the writer resolves them.
    return {"type": "text", "raw": text.replace("&", "&amp;")}

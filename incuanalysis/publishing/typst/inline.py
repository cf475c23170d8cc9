"""Running text with its emphasis, links, formulas, notes and small pictures → Typst."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from incuanalysis.publishing.typst.glyphs import break_long, is_wide, plain
from incuanalysis.publishing.typst.images import Picture, from_data_uri, from_file, is_remote, make_picture
from incuanalysis.publishing.typst.markup import Code, call, sequence
from incuanalysis.publishing.typst.maths import bare_tex, formula
from incuanalysis.publishing.typst.syntax import Token, plain_text

if TYPE_CHECKING:
    from incuanalysis.publishing.typst.draft import Draft

__all__ = ["InlineWriter", "link_target", "math_block", "picture_of"]

_LONGEST_LINK = 2000
_EM = 10.5
_DEEPEST = 12
_WRAPPERS = {
    "strong": "strong",
    "emphasis": "emph",
    "strikethrough": "strike",
    "insert": "underline",
    "mark": "highlight",
    "subscript": "sub",
    "superscript": "super",
}
#: HTML elements within a line, and the tokens that mean the same.
_ELEMENTS = {
    "b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "cite": "emphasis", "var": "emphasis",
    "s": "strikethrough", "del": "strikethrough", "strike": "strikethrough", "u": "insert", "ins": "insert",
    "mark": "mark", "sub": "subscript", "sup": "superscript", "code": "code", "kbd": "code", "samp": "code",
    "tt": "code", "a": "link", "span": "group", "font": "group", "small": "group", "big": "group", "abbr": "group",
}  # fmt: skip
_TAG = re.compile(r"<\s*(/?)\s*([a-zA-Z][\w-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*?)/?>", re.DOTALL)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
# CommonMark does not see the end of **强调：**正文, because a full-width mark stands before it and Han after it.
_STRONG = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")


def link_target(address: str) -> str | None:
    """Return an address that may be a link in the PDF, percent-encoded; ``None`` for any other kind."""
    address = html.unescape(address).strip()
    if not re.match(r"(?:https?://[^\s/]|mailto:\S)", address, re.IGNORECASE) or len(address) > _LONGEST_LINK:
        return None
    return quote(address.encode("utf-8", "replace"), safe="%/:=&?~#+!$,;'@()*[]-._")


def picture_of(draft: Draft, source: str, attachments: Mapping[str, Any]) -> Picture | None:
    """Find a picture that Markdown names: in the address itself, in the cell, or beside the notebook."""
    source = html.unescape(source).strip()
    if source.startswith("attachment:"):
        return _attached(attachments, source.removeprefix("attachment:"))
    if source.lower().startswith("data:"):
        return from_data_uri(source)
    if is_remote(source) or re.match(r"[a-zA-Z][a-zA-Z0-9+.-]+:", source):
        return None
    return from_file(source, draft.folder)


def _attached(attachments: Mapping[str, Any], name: str) -> Picture | None:
    from urllib.parse import unquote

    bundle = attachments.get(name) or attachments.get(unquote(name)) or {}
    for data in bundle.values():
        text = "".join(data) if isinstance(data, list) else str(data)
        try:
            picture = make_picture(text if "<svg" in text else base64.b64decode(text))
        except (binascii.Error, ValueError):
            continue
        if picture is not None:
            return picture
    return None


def math_block(draft: Draft, source: str) -> Code:
    """Return a formula on a line of its own; its source where it cannot be set."""
    tex = bare_tex(source)
    set_formula = formula(tex, display=True)
    # A formula much wider than the page would be shrunk until nobody can read it.
    if set_formula is None or set_formula.width * _EM > 1.8 * draft.sheet.width:
        return call("formula-source", break_long(draft.glyphs.lines(tex), 60))
    picture = Picture(set_formula.svg, set_formula.width, set_formula.height)
    return call("formula-block", draft.picture(picture, _spoken(draft, tex), em=_EM))


def _spoken(draft: Draft, tex: str) -> str:
    return f"{draft.words.formula}{draft.words.colon}{tex}"


class InlineWriter:
    """Writes running text.

    Parameters
    ----------
    draft
        The report being written.
    attachments
        The cell's attachments.
    blocks
        What writes the blocks of a footnote.
    """

    def __init__(self, draft: Draft, attachments: Mapping[str, Any], blocks: Callable[[list[Token]], Code]) -> None:
        self.draft = draft
        self.attachments = attachments
        self.blocks = blocks
        self.footnotes: dict[str, list[Token]] = {}
        self._labels: dict[str, str] = {}
        self._last = ""

    def content(self, tokens: list[Token]) -> Code:
        """Return tokens as one piece of content."""
        self._last = ""
        return self._sequence(self.nest(tokens))

    def _sequence(self, tokens: list[Token]) -> Code:
        parts: list[str] = []
        for place, token in enumerate(tokens):
            if token["type"] == "softbreak":
                # Where lines of Chinese meet, no space is due.
                after = plain_text(tokens[place + 1 : place + 2])[:1]
                parts.append("" if self._last and after and is_wide(self._last) and is_wide(after) else " ")
                self._last = " "
            else:
                parts += self._token(token)
        return sequence(parts)

    def _token(self, token: Token) -> list[str]:
        kind = token["type"]
        if kind == "text":
            return self._text(html.unescape(token["raw"]))
        if kind in _WRAPPERS:
            return [call(_WRAPPERS[kind], self._sequence(token["children"]))]
        if kind in ("codespan", "code"):
            source = token["raw"] if kind == "codespan" else plain_text(token["children"])
            self._last = source[-1:]
            return [call("raw", break_long(self.draft.text(source), 40))]
        if kind == "link":
            return [self._link(token)]
        if kind == "image":
            return [self._image(token)]
        if kind in ("inline_math", "block_math"):
            return [self._formula(token["raw"])]
        if kind == "linebreak":
            self._last = " "
            return [call("linebreak")]
        if kind == "task":
            return [call("task", token["checked"])]
        if kind == "footnote_ref":
            return [self._footnote(token["raw"])]
        if kind in ("inline_html", "blank_line"):
            return []
        if "children" in token:
            return [self._sequence(self.nest(token["children"]))]
        return self._text(str(token.get("raw", "")))

    def _text(self, text: str) -> list[str]:
        shown = self.draft.text(text)
        self._last = shown[-1:] or self._last
        if "**" not in shown:
            return [shown]
        pieces = _STRONG.split(shown)
        return [call("strong", piece) if place % 2 else piece for place, piece in enumerate(pieces)]

    def _link(self, token: Token) -> Code:
        address = str(token["attrs"].get("url", ""))
        target = link_target(address)
        shown = self._sequence(self.nest(token["children"])) if token["children"] else Code("")
        if not shown or shown == "[]":
            shown = sequence([break_long(self.draft.text(address), 40)])
        return call("link", target, shown) if target else shown

    def _image(self, token: Token) -> Code:
        picture = picture_of(self.draft, str(token["attrs"].get("url", "")), self.attachments)
        if picture is None:
            return self.missing_picture(token)
        shown = self.draft.picture(picture, plain_text(token["children"]), highest=120)
        return call("box", shown, baseline=Code("15%"))

    def missing_picture(self, token: Token) -> Code:
        """Return what stands for a picture that cannot be shown: its description, linked to its address."""
        address = str(token["attrs"].get("url", ""))
        words = self.draft.words
        shown = self.draft.text(
            f"[{words.picture_missing}{words.colon}{plain_text(token['children']) or plain(address)[:80]}]"
        )
        target = link_target(address)
        return call("missing-picture", call("link", target, shown) if target else shown)

    def _formula(self, source: str) -> Code:
        tex = bare_tex(source)
        set_formula = formula(tex)
        self._last = "x"
        if set_formula is None:
            return call("raw", break_long(self.draft.text(tex), 40))
        picture = Picture(set_formula.svg, set_formula.width, set_formula.height)
        shown = self.draft.picture(picture, _spoken(self.draft, tex), em=_EM)
        return call("box", shown, baseline=Code(f"{set_formula.depth:.3f}em"))

    def _footnote(self, key: str) -> Code:
        if key in self._labels:
            return call("footnote", call("label", self._labels[key]))
        label = self._labels[key] = self.draft.label()
        note = self.footnotes.get(key, [])
        kept, self._last = self._last, ""
        single = len(note) == 1 and note[0]["type"] in ("paragraph", "block_text")
        # A note of one paragraph stands beside its number, not below it.
        body = self._sequence(self.nest(note[0]["children"])) if single else self.blocks(note)
        self._last = kept
        return call("note", body, label)

    def nest(self, tokens: list[Token]) -> list[Token]:
        """Put what stands between HTML tags into tokens of its own; unknown tags are dropped."""
        if not any(token["type"] == "inline_html" for token in tokens):
            return tokens
        top: list[Token] = []
        stack: list[tuple[str, list[Token]]] = [("", top)]
        for token in tokens:
            if token["type"] != "inline_html":
                stack[-1][1].append(token)
                continue
            tag = _TAG.fullmatch(token["raw"].strip())
            if tag is None:
                continue
            name = tag[2].lower()
            if name in ("br", "img"):
                stack[-1][1].append(self._void(name, tag[3]))
            elif tag[1]:
                if any(open_name == name for open_name, _ in stack):
                    while stack.pop()[0] != name:
                        pass
            elif name in _ELEMENTS and len(stack) < _DEEPEST:
                children: list[Token] = []
                stack[-1][1].append({"type": _ELEMENTS[name], "children": children, "attrs": _attributes(name, tag[3])})
                stack.append((name, children))
        return top

    def _void(self, name: str, attributes: str) -> Token:
        if name == "br":
            return {"type": "linebreak"}
        found = _attributes(name, attributes)
        return {"type": "image", "attrs": found, "children": [{"type": "text", "raw": found.get("alt", "")}]}


def _attributes(name: str, written: str) -> dict[str, str]:
    found = {key.lower(): html.unescape(a or b or c) for key, a, b, c in _ATTRIBUTE.findall(written)}
    address = found.get("href" if name == "a" else "src", "")
    return {"url": address, "alt": found.get("alt", ""), "title": found.get("title", "")}

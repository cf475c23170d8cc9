"""Markdown tokens → Typst, block by block."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from incuanalysis.publishing.typst.glyphs import break_long
from incuanalysis.publishing.typst.hypertext import tokens_from_html
from incuanalysis.publishing.typst.images import is_remote
from incuanalysis.publishing.typst.inline import InlineWriter, math_block, picture_of
from incuanalysis.publishing.typst.markup import Code, call, points, sequence
from incuanalysis.publishing.typst.syntax import Token, parse_markdown, plain_text
from incuanalysis.publishing.typst.tables import grid_from_html, grid_from_markdown, write_grid

if TYPE_CHECKING:
    from incuanalysis.publishing.typst.draft import Draft

__all__ = ["BlockWriter", "code_block", "write_markdown"]

# A run of code longer than this without a place to break would stick out of its frame.
_LONGEST_RUN = 60


def write_markdown(draft: Draft, source: str, attachments: Mapping[str, Any] | None = None) -> list[Code]:
    """Return the blocks of some Markdown.

    Parameters
    ----------
    draft
        The report being written.
    source
        The Markdown.
    attachments
        The cell's attachments: name → MIME bundle with base64 data.
    """
    return BlockWriter(draft, attachments or {}).document(parse_markdown(source))


def code_block(draft: Draft, source: str, language: str = "", *, sticky: bool = False) -> Code:
    """Return source code in a frame, highlighted where the language is known; ``sticky`` to what follows."""
    text = break_long(draft.glyphs.lines(source.rstrip().expandtabs(4)), _LONGEST_RUN)
    return call("code-block", text, language=language.lower() or None, sticky=sticky)


class BlockWriter:
    """Writes blocks; one for each cell or output, since footnotes belong to it.

    Parameters
    ----------
    draft
        The report being written.
    attachments
        The cell's attachments.
    """

    def __init__(self, draft: Draft, attachments: Mapping[str, Any]) -> None:
        self.draft = draft
        self.inline = InlineWriter(draft, attachments, self.nested)

    def document(self, tokens: list[Token]) -> list[Code]:
        """Return the blocks of a whole document, whose footnotes stand in its last token."""
        for token in tokens:
            if token["type"] == "footnotes":
                for item in token["children"]:
                    self.inline.footnotes[item["attrs"]["key"]] = item["children"]
        return self.blocks([token for token in tokens if token["type"] != "footnotes"])

    def blocks(self, tokens: list[Token]) -> list[Code]:
        """Return blocks, leaving out what has nothing to show."""
        written: list[Code] = []
        for token in tokens:
            write: Callable[[Token], list[Code]] | None = getattr(self, f"_{token['type']}", None)
            if write is not None:
                written += write(token)
            elif "children" in token:
                written += self.blocks(token["children"])
            elif token.get("raw"):
                written.append(call("par", self.draft.text(token["raw"])))
        return written

    def nested(self, tokens: list[Token]) -> Code:
        """Return blocks as one piece of content."""
        return sequence(self.blocks(tokens))

    def _blank_line(self, _token: Token) -> list[Code]:
        return []

    def _heading(self, token: Token) -> list[Code]:
        children = token["children"]
        text, visible = (
            self.draft.text(plain_text(part)).strip(" \u200b") for part in (children, _with_letters(children))
        )
        if not visible:
            # PDF/UA refuses a heading without text: a picture stands alone, a formula is named by its source.
            pictures = [child for child in children if child["type"] in ("image", "link")]
            if pictures or not text:
                return self._paragraph(token)
        level = self.draft.headings.level(int(token["attrs"]["level"]), text)
        return [call("heading", self.inline.content(children) if visible else text, level=level)]

    def _paragraph(self, token: Token) -> list[Code]:
        ragged = self._is_ragged(token)
        return [
            (call("par", part, justify=False) if ragged else call("par", part)) if running else part
            for running, part in self._parts(token)
        ]

    def _block_text(self, token: Token) -> list[Code]:
        """Write the text of a tight list's item: a paragraph would bring space with it."""
        ragged = self._is_ragged(token)
        return [call("ragged", part) if running and ragged else part for running, part in self._parts(token)]

    def _is_ragged(self, token: Token) -> bool:
        """Tell a paragraph with much Latin among Han: justified, with no hyphenation, its lines would be torn apart."""
        text = plain_text(token["children"])
        return self.draft.chinese and sum(map(str.isascii, text)) > 0.45 * len(text)

    def _parts(self, token: Token) -> list[tuple[bool, Code]]:
        """Return running text and what stands alone in it: larger pictures, and formulas between two dollars."""
        written: list[tuple[bool, Code]] = []
        run: list[Token] = []

        def end_run() -> None:
            while run and _is_space(run[0]):
                run.pop(0)
            if any(not _is_space(part) for part in run):
                written.append((True, self.inline.content(run)))
            run.clear()

        for part in self.inline.nest(token["children"]):
            block = self._standing_alone(part)
            if block is None:
                run.append(part)
            else:
                end_run()
                written.append((False, block))
        end_run()
        return written

    def _standing_alone(self, part: Token) -> Code | None:
        if part["type"] == "block_math":
            return math_block(self.draft, part["raw"])
        if part["type"] == "link" and len(part["children"]) == 1:
            # A picture that is a link: the picture is what matters on paper.
            return self._standing_alone(part["children"][0])
        if part["type"] == "image":
            return self._image(part)
        return None

    def _image(self, part: Token) -> Code | None:
        source = str(part["attrs"].get("url", ""))
        picture = picture_of(self.draft, source, self.inline.attachments)
        if picture is None or picture.height < 30:
            return None if picture or is_remote(source) else self.inline.missing_picture(part)
        shown = self.draft.picture(picture, plain_text(part["children"]), highest=480)
        title = self.draft.text(part["attrs"].get("title"))
        return call("picture", shown, caption=title or None)

    def _block_code(self, token: Token) -> list[Code]:
        info = str((token.get("attrs") or {}).get("info") or "").split()
        return [code_block(self.draft, token["raw"], info[0].strip("{}.") if info else "")]

    def _block_quote(self, token: Token) -> list[Code]:
        return [call("quote", self.nested(token["children"]), block=True)]

    def _thematic_break(self, _token: Token) -> list[Code]:
        return [call("rule")]

    def _block_math(self, token: Token) -> list[Code]:
        return [math_block(self.draft, token["raw"])]

    def _block_html(self, token: Token) -> list[Code]:
        return self.blocks(tokens_from_html(token["raw"]))

    def _list(self, token: Token) -> list[Code]:
        items = [self._item(item) for item in token["children"]]
        attributes = token["attrs"]
        tight = bool(token.get("tight", True))
        if attributes.get("ordered"):
            return [call("enum", *items, tight=tight, start=int(attributes.get("start", 1)))]
        if items and all(item["type"] == "task_list_item" for item in token["children"]):
            return [call("list", *items, tight=tight, marker=Code("none"), body_indent=points(0))]
        return [call("list", *items, tight=tight)]

    def _item(self, item: Token) -> Code:
        if item["type"] == "task_list_item" and item["children"]:
            first = item["children"][0]
            box = {"type": "task", "checked": bool(item["attrs"].get("checked")), "raw": ""}
            first["children"] = [box, *first.get("children", [])]
        return self.nested(item["children"])

    def _table(self, token: Token) -> list[Code]:
        return write_grid(self.draft, grid_from_markdown(self.draft, token, self.inline.content))

    def _html_table(self, token: Token) -> list[Code]:
        return write_grid(self.draft, grid_from_html(self.draft, token["table"], self.inline.content))

    def _link(self, token: Token) -> list[Code]:
        return self._paragraph({"type": "paragraph", "children": [token]})


def _with_letters(tokens: list[Token]) -> list[Token]:
    """Leave out pictures and formulas, which have no text of their own."""
    return [
        {**token, "children": _with_letters(token["children"])} if "children" in token else token
        for token in tokens
        if token["type"] not in ("image", "inline_math", "block_math", "footnote_ref")
    ]


def _is_space(token: Token) -> bool:
    return token["type"] in ("softbreak", "linebreak") or (token["type"] == "text" and not token["raw"].strip())

"""Markdown as paragraphs of Word: headings, lists, tables, links; what came from data stays text."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from incuanalysis.publishing.bundles import clean_text
from incuanalysis.publishing.tabledata import TableCell, TableColumn, TableData
from incuanalysis.publishing.typst.hypertext import tokens_from_html
from incuanalysis.publishing.typst.images import Picture, from_data_uri, make_picture
from incuanalysis.publishing.typst.inline import link_target
from incuanalysis.publishing.typst.syntax import Token, parse_markdown, plain_text
from incuanalysis.publishing.word.elements import PLAIN, Type
from incuanalysis.publishing.word.pictures import put_picture
from incuanalysis.publishing.word.tables import write_table

if TYPE_CHECKING:
    from incuanalysis.publishing.word.draft import Draft

__all__ = ["MarkdownWriter"]

_KINDS: dict[str, dict[str, Any]] = {
    "strong": {"bold": True},
    "emphasis": {"italic": True},
    "strikethrough": {"strike": True},
    "insert": {"underline": True},
    "subscript": {"shift": "subscript"},
    "superscript": {"shift": "superscript"},
}
# CommonMark does not see the end of **强调：**正文, because a full-width mark stands before it and Han after it.
_STRONG = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
_WIDE = re.compile("[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_EM = 12.0


@dataclass
class MarkdownWriter:
    """Writes the Markdown of one cell or output.

    Parameters
    ----------
    draft
        The file being written.
    style
        Of paragraphs.
    trusted
        Whether HTML in it is an author's markup; from data it is text like any other.
    attachments
        The cell's attachments: name → MIME bundle.
    """

    draft: Draft
    style: str = "BodyText"
    trusted: bool = False
    attachments: Mapping[str, Any] = field(default_factory=dict)
    _notes: list[str] = field(default_factory=list)

    def write(self, source: str) -> None:
        """Add the blocks of some Markdown."""
        tokens = parse_markdown(source)
        notes = {
            item["attrs"]["key"]: item["children"]
            for token in tokens
            if token["type"] == "footnotes"
            for item in token["children"]
        }
        self.blocks([token for token in tokens if token["type"] != "footnotes"])
        for number, key in enumerate(self._notes, start=1):
            made = self.draft.paragraph("TableNote")
            self.draft.put(made, f"{number}", Type(shift="superscript"))
            self.draft.put(made, clean_text(plain_text(notes.get(key, []))).strip())

    def blocks(self, tokens: list[Token], depth: int = 0) -> None:
        """Add blocks that are parsed already."""
        for token in tokens:
            kind = token["type"]
            if kind == "heading":
                self._heading(token)
            elif kind in ("paragraph", "block_text"):
                self._paragraph(token, self.style)
            elif kind == "list":
                self._list(token, depth)
            elif kind == "block_quote":
                MarkdownWriter(self.draft, "Quote", self.trusted, self.attachments).blocks(token["children"], depth)
            elif kind == "block_code":
                self.draft.paragraph("Code", token["raw"].rstrip())
            elif kind == "table":
                self._table(token)
            elif kind == "html_table":
                self._html_table(token["table"])
            elif kind == "block_html":
                self._html(token["raw"])
            elif kind == "thematic_break":
                self.draft.paragraph("Spacer")
            elif kind == "block_math":
                self._formula(self.draft.paragraph("Figure"), token["raw"], display=True)
            elif "children" in token:
                self.blocks(token["children"], depth)

    def _heading(self, token: Token) -> None:
        children = token["children"]
        if not plain_text(children).strip():
            return
        # The title is the first level: 一、 begins with two signs in Markdown, and is Word's Heading 1.
        level = int(token["attrs"]["level"]) - self.draft.titled
        style = "Title" if level < 1 else f"Heading{min(level, 4)}"
        self._inlines(self.draft.paragraph(style), children)

    def _paragraph(self, token: Token, style: str) -> None:
        if not plain_text(token["children"]).strip() and not any(t["type"] == "image" for t in token["children"]):
            return
        alone = [t for t in token["children"] if t["type"] not in ("softbreak", "linebreak")]
        standing = len(alone) == 1 and alone[0]["type"] in ("image", "block_math")
        self._inlines(self.draft.paragraph("Figure" if standing else style), token["children"])

    def _list(self, token: Token, depth: int) -> None:
        attributes = token["attrs"]
        number = self.draft.new_list(ordered=bool(attributes.get("ordered")), start=int(attributes.get("start") or 1))
        for item in token["children"]:
            started = False
            for child in item["children"]:
                if child["type"] not in ("paragraph", "block_text") or started:
                    self.blocks([child], depth + 1)
                    continue
                started = True
                made = self.draft.list_item(number, depth, "Remark" if self.style == "Remark" else "ListParagraph")
                if item["type"] == "task_list_item":
                    self.draft.put(made, "☑ " if item["attrs"].get("checked") else "☐ ")
                self._inlines(made, child["children"])

    def _table(self, token: Token) -> None:
        head: list[str] = []
        aligns: list[str] = []
        rows: list[tuple[TableCell, ...]] = []
        for part in token["children"]:
            if part["type"] == "table_head":
                head = [self._plain(cell) for cell in part["children"]]
                aligns = [str(cell["attrs"].get("align") or "left") for cell in part["children"]]
            else:
                rows += [tuple(TableCell(self._plain(cell)) for cell in row["children"]) for row in part["children"]]
        columns = tuple(TableColumn(label, align) for label, align in zip(head, aligns, strict=True))
        write_table(self.draft, TableData("", columns, tuple(rows)))

    def _html_table(self, table: Any) -> None:
        lines = [
            [clean_text(cell.get_text(" ", strip=True)) for cell in row.find_all(["td", "th"])]
            for row in table.find_all("tr")
        ]
        width = max((len(line) for line in lines), default=0)
        if not width:
            return
        squared = [[*line, *[""] * (width - len(line))] for line in lines]
        columns = tuple(TableColumn(label) for label in squared[0])
        write_table(self.draft, TableData("", columns, tuple(tuple(map(TableCell, line)) for line in squared[1:])))

    def _html(self, source: str) -> None:
        if self.trusted:
            self.blocks(tokens_from_html(source))
        elif source.strip():
            self.draft.paragraph(self.style, source.strip())

    def _plain(self, token: Token) -> str:
        return clean_text(html.unescape(plain_text(token["children"]))).replace("**", "").strip()

    def _inlines(self, paragraph: Any, tokens: list[Token], kind: Type = PLAIN) -> None:
        for place, token in enumerate(tokens):
            name = token["type"]
            if name == "softbreak":
                before, after = plain_text(tokens[:place])[-1:], plain_text(tokens[place + 1 :])[:1]
                # Where lines of Chinese meet, no space is due.
                if not (_WIDE.match(before) and _WIDE.match(after)):
                    self.draft.put(paragraph, " ", kind)
            elif name == "linebreak":
                self.draft.put(paragraph, "\n", kind)
            elif name == "link":
                self._link(paragraph, token, kind)
            elif name == "image":
                self._image(paragraph, token)
            elif name in ("inline_math", "block_math"):
                self._formula(paragraph, token["raw"])
            elif name in ("codespan", "code"):
                source = token["raw"] if name == "codespan" else plain_text(token["children"])
                self.draft.put(paragraph, html.unescape(source), replace(kind, code=True))
            elif name == "inline_html":
                self._inline_html(paragraph, token["raw"], kind)
            elif name == "footnote_ref":
                self._footnote(paragraph, token["raw"])
            elif "children" in token:
                self._inlines(paragraph, token["children"], replace(kind, **_KINDS.get(name, {})))
            else:
                self._text(paragraph, html.unescape(str(token.get("raw", ""))), kind)

    def _text(self, paragraph: Any, text: str, kind: Type) -> None:
        for place, piece in enumerate(_STRONG.split(text)):
            if piece:
                self.draft.put(paragraph, piece, replace(kind, bold=True) if place % 2 else kind)

    def _inline_html(self, paragraph: Any, raw: str, kind: Type) -> None:
        if not self.trusted:
            self.draft.put(paragraph, raw, kind)
        elif _BREAK.fullmatch(raw.strip()):
            self.draft.put(paragraph, "\n", kind)

    def _footnote(self, paragraph: Any, key: str) -> None:
        if key not in self._notes:
            self._notes.append(key)
        self.draft.put(paragraph, str(self._notes.index(key) + 1), Type(shift="superscript"))

    def _link(self, paragraph: Any, token: Token, kind: Type) -> None:
        target = link_target(str(token["attrs"].get("url", "")))
        if target is None:
            self._inlines(paragraph, token["children"], kind)
            return
        # a link's own runs follow one another in the same way as a paragraph's
        self._inlines(self.draft.link(paragraph, target), token["children"], replace(kind, style="Hyperlink"))

    def _image(self, paragraph: Any, token: Token) -> None:
        described = clean_text(plain_text(token["children"])).strip()
        picture = self._picture(html.unescape(str(token["attrs"].get("url", ""))).strip())
        if picture is None:
            words = self.draft.words
            self.draft.put(paragraph, f"[{words.picture_missing}{words.colon}{described}]")
        else:
            put_picture(self.draft, paragraph, picture, described, widest=self.draft.width)

    def _picture(self, source: str) -> Picture | None:
        if source.lower().startswith("data:"):
            return from_data_uri(source)
        bundle = self.attachments.get(source.removeprefix("attachment:")) or {}
        for data in bundle.values():
            text = "".join(data) if isinstance(data, list) else str(data)
            try:
                return make_picture(text if "<svg" in text else base64.b64decode(text))
            except (binascii.Error, ValueError):
                continue
        return None

    def _formula(self, paragraph: Any, source: str, *, display: bool = False) -> None:
        from incuanalysis.publishing.typst.maths import bare_tex, formula

        tex = bare_tex(source)
        drawn = formula(tex, display=display)
        if drawn is None:
            self.draft.put(paragraph, tex, Type(code=True))
            return
        em = self.draft.look.size(self.style) if not display else _EM
        picture = Picture(drawn.svg, drawn.width * em, drawn.height * em)
        described = f"{self.draft.words.formula}{self.draft.words.colon}{tex}"
        put_picture(self.draft, paragraph, picture, described, widest=self.draft.width, lowered=drawn.depth * em)

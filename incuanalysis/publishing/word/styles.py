"""The styles of a Word file: real ones, so that a clerk changes a heading's look once and for all.

Fonts are given by name. Where a machine lacks 仿宋_GB2312 or 楷体_GB2312, the font table names 仿宋 and 楷体 instead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import nsdecls, qn

from incuanalysis.publishing.word.elements import element

__all__ = ["OFFICIAL", "PLAIN_LOOK", "Look", "Style", "font_table", "install_styles"]

_SONG, _HEI, _KAI, _FANG = "宋体", "黑体", "楷体_GB2312", "仿宋_GB2312"
_FALLBACKS = {_KAI: "楷体", _FANG: "仿宋"}
_RED = "C00000"
_GREY = "595959"
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


@dataclass(frozen=True)
class Style:
    """A paragraph style.

    Attributes
    ----------
    id, name, name_en
        Of the style; Word translates the names that it knows (``heading 1``) itself.
    font, size
        Of Chinese text, and in points.
    first, left, right
        Indents in characters of the text.
    line
        Least distance of lines in points; 0 for single spacing.
    before, after
        Space around, in points.
    level
        Outline level from 1; 0 for text.
    """

    id: str
    name: str
    name_en: str = ""
    font: str = _SONG
    size: float = 10.5
    bold: bool = False
    italic: bool = False
    color: str = ""
    align: str = "left"
    first: float = 0.0
    left: float = 0.0
    right: float = 0.0
    line: float = 0.0
    before: float = 0.0
    after: float = 0.0
    level: int = 0
    keep_next: bool = False
    keep_lines: bool = False
    border: str = ""
    latin: str = "Times New Roman"
    based: str = "Normal"
    next: str = ""


@dataclass(frozen=True)
class Look:
    """How a document is set: its styles, and its page in centimetres (top, right, bottom, left).

    Attributes
    ----------
    table_sizes
        Sizes of type that a table may have, the one wished for first.
    """

    styles: tuple[Style, ...]
    margins: tuple[float, float, float, float]
    table_sizes: tuple[float, ...]

    def size(self, style: str) -> float:
        """Return a style's size of type in points."""
        return next(known.size for known in self.styles if known.id == style)


_TABLE_PARTS = (
    Style("TableText", "表格文字", "Table Text", size=10.5),
    Style("TableHead", "表头文字", "Table Head", font=_HEI, size=10.5, align="center", keep_next=True),
    Style("TableNote", "表注", "Table Note", size=9, before=2, left=0, align="both"),
    Style("Remark", "说明", "Remark", size=9, color=_GREY, align="both", before=4, after=4),
    Style("Figure", "图", "Figure", align="center", keep_next=True, before=6),
    Style("Code", "代码", "Code", size=9, latin="Consolas"),
    Style("Quote", "Quote", font=_KAI, left=2, right=2, before=4, after=4),
    Style("ListParagraph", "List Paragraph", align="both"),
    Style("header", "header", font=_HEI, size=9, color=_GREY, align="right"),
    Style("footer", "footer", size=9, align="center"),
    Style("Spacer", "间隔", "Spacer", size=4),
)

#: Like a document of an office: 22 point title, 16 point body in lines of 28 points.
OFFICIAL = Look(
    (
        Style("Normal", "Normal", font=_FANG, size=16, based="", align="left"),
        Style("BodyText", "Body Text", font=_FANG, size=16, first=2, line=28, align="both"),
        Style("Title", "Title", size=22, bold=True, align="center", line=34, before=24, after=6, keep_next=True, next="BodyText"),
        Style("Subtitle", "Subtitle", font=_KAI, size=16, align="center", line=28, after=12, next="BodyText"),
        Style("Heading1", "heading 1", font=_HEI, size=16, first=2, line=28, level=1, keep_next=True, next="BodyText"),
        Style("Heading2", "heading 2", font=_KAI, size=16, first=2, line=28, level=2, keep_next=True, next="BodyText"),
        Style("Heading3", "heading 3", font=_FANG, size=16, bold=True, first=2, line=28, level=3, keep_next=True, next="BodyText"),
        Style("Heading4", "heading 4", font=_FANG, size=16, first=2, line=28, level=4, keep_next=True, next="BodyText"),
        Style("Caption", "caption", font=_HEI, size=12, align="center", before=8, after=4),
        Style("Masthead", "发文机关标志", "Masthead", bold=True, color=_RED, size=36, align="center", keep_next=True),
        Style("MastheadLine", "版头文字", "Masthead Line", font=_FANG, size=16, line=28, keep_next=True),
        Style("Salutation", "Salutation", font=_FANG, size=16, line=28, before=6, next="BodyText"),
        Style("Closing", "Closing", font=_FANG, size=16, line=28, right=4, align="right", keep_lines=True),
        Style("Copies", "版记", "Copies", font=_FANG, size=14, line=24, left=1, right=1, keep_lines=True),
        Style("Annex", "附件标记", "Annex Label", font=_HEI, size=16, line=28, keep_next=True),
        Style("AnnexTitle", "附件标题", "Annex Title", size=18, bold=True, align="center", line=30, before=4, after=8, keep_next=True),
        Style("Finding", "要点", "Finding", font=_FANG, size=16, line=28, align="both"),
        *(replace(style, font=_FANG, size=16, line=28) if style.id == "ListParagraph" else replace(style, size=14) if style.id == "footer" else style for style in _TABLE_PARTS),
    ),
    (3.7, 2.6, 3.5, 2.8),
    (10.5, 9.0, 8.0, 7.5, 7.0, 6.5),
)  # fmt: skip

#: Like any report: 11 point Song, headings in Hei.
PLAIN_LOOK = Look(
    (
        Style("Normal", "Normal", size=11, based=""),
        Style("BodyText", "Body Text", size=11, first=2, line=20, after=4, align="both"),
        Style("Title", "Title", font=_HEI, latin="Arial", size=20, align="center", line=30, before=6, after=4, keep_next=True, next="BodyText"),
        Style("Subtitle", "Subtitle", size=12, align="center", after=8, color=_GREY, next="BodyText"),
        Style("Heading1", "heading 1", font=_HEI, latin="Arial", size=15, before=14, after=6, level=1, keep_next=True, next="BodyText"),
        Style("Heading2", "heading 2", font=_HEI, latin="Arial", size=13, before=10, after=4, level=2, keep_next=True, next="BodyText"),
        Style("Heading3", "heading 3", font=_HEI, latin="Arial", size=11.5, before=8, after=4, level=3, keep_next=True, next="BodyText"),
        Style("Heading4", "heading 4", latin="Arial", size=11, bold=True, before=6, after=2, level=4, keep_next=True, next="BodyText"),
        Style("Caption", "caption", font=_HEI, size=10, align="center", before=8, after=4),
        Style("Masthead", "发文机关标志", "Masthead", bold=True, size=14, keep_next=True),
        Style("MastheadLine", "版头文字", "Masthead Line", size=10.5, keep_next=True),
        Style("Salutation", "Salutation", size=11, line=20, before=6, next="BodyText"),
        Style("Closing", "Closing", size=11, line=20, right=2, align="right", keep_lines=True),
        Style("Copies", "版记", "Copies", size=10, line=16, left=1, right=1, keep_lines=True),
        Style("Annex", "附件标记", "Annex Label", font=_HEI, size=12, line=20, keep_next=True),
        Style("AnnexTitle", "附件标题", "Annex Title", font=_HEI, size=14, align="center", before=4, after=8, keep_next=True),
        Style("Finding", "要点", "Finding", size=11, line=20, align="both"),
        *(replace(style, size=11, line=20) if style.id == "ListParagraph" else style for style in _TABLE_PARTS),
    ),
    (2.6, 2.4, 2.4, 2.4),
    (9.5, 9.0, 8.0, 7.5, 7.0, 6.5),
)  # fmt: skip


def install_styles(root: Any, look: Look, *, chinese: bool) -> None:
    """Put a look's styles in place of those of the library's template.

    Parameters
    ----------
    root
        The element of the document's styles.
    look
        What to put there.
    chinese
        Whether Chinese is the language of the text, and of our own styles' names.
    """
    for child in list(root):
        root.remove(child)
    language = element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    base = look.styles[0]
    root.append(
        element(
            "docDefaults",
            element("rPrDefault", element("rPr", _fonts(base), *_sizes(base.size), language)),
            element("pPrDefault", element("pPr", element("widowControl"))),
        )
    )
    for style in look.styles:
        root.append(_paragraph_style(style, chinese=chinese))
    for made in _other_styles():
        root.append(made)


def _paragraph_style(style: Style, *, chinese: bool) -> Any:
    made = element("style", type="paragraph", styleId=style.id)
    if style.id == "Normal":
        made.set(qn("w:default"), "1")
    elif style.name_en:
        made.set(qn("w:customStyle"), "1")
    made.append(element("name", val=style.name if chinese or not style.name_en else style.name_en))
    if style.based:
        made.append(element("basedOn", val=style.based))
    if style.next:
        made.append(element("next", val=style.next))
    made.append(element("uiPriority", val="1"))
    made.append(element("qFormat"))
    made.append(_paragraph_properties(style, chinese=chinese))
    made.append(
        element(
            "rPr",
            _fonts(style),
            *([element("b")] if style.bold else []),
            *([element("i")] if style.italic else []),
            *([element("color", val=style.color)] if style.color else []),
            *_sizes(style.size),
        )
    )
    return made


def _paragraph_properties(style: Style, *, chinese: bool) -> Any:
    spacing = {"before": round(style.before * 20), "after": round(style.after * 20)}
    spacing |= {"line": round(style.line * 20)} if style.line else {"line": 240}
    indents: dict[str, int] = {}
    # English paragraphs are told apart by the space between them.
    for name, characters in (
        ("firstLine", style.first if chinese else 0),
        ("left", style.left),
        ("right", style.right),
    ):
        if characters:
            indents |= {f"{name}Chars": round(characters * 100), name: round(characters * style.size * 20)}
    return element(
        "pPr",
        element("keepNext") if style.keep_next else None,
        element("keepLines") if style.keep_lines or style.level else None,
        element("spacing", **spacing, lineRule="atLeast" if style.line else "auto"),
        element("ind", **indents) if indents else None,
        element("jc", val=style.align),
        element("outlineLvl", val=style.level - 1) if style.level else None,
    )


def _fonts(style: Style) -> Any:
    return element("rFonts", ascii=style.latin, hAnsi=style.latin, eastAsia=style.font, cs=style.latin)


def _sizes(size: float) -> list[Any]:
    return [element("sz", val=round(size * 2)), element("szCs", val=round(size * 2))]


def _other_styles() -> list[Any]:
    """Return the styles of characters, lists and tables, by the names that Word has for them."""
    margins = element(
        "tblCellMar", *(element(side, w=w, type="dxa") for side, w in zip(_SIDES[:4], (40, 80, 40, 80), strict=True))
    )
    borders = element("tblBorders", *(element(side, val="single", sz=4, space=0, color="auto") for side in _SIDES))
    link = element("rPr", element("color", val="1F3A5F"), element("u", val="single"))
    made = [
        _named("character", "DefaultParagraphFont", "Default Paragraph Font", element("semiHidden")),
        _named("character", "Hyperlink", "Hyperlink", link),
        _named("numbering", "NoList", "No List", element("semiHidden")),
        _named("table", "TableNormal", "Normal Table", element("semiHidden"), element("tblPr", margins)),
        _named("table", "TableGrid", "Table Grid", element("basedOn", val="TableNormal"), element("tblPr", borders)),
    ]
    for style in (made[0], made[2], made[3]):
        style.set(qn("w:default"), "1")
    return made


def _named(kind: str, id: str, name: str, *parts: Any) -> Any:
    return element("style", element("name", val=name), *parts, type=kind, styleId=id)


def font_table() -> bytes:
    """Return the part that names the fonts, with what stands in for those that many machines lack."""
    names = ("Times New Roman", "Arial", "Consolas", _SONG, _HEI, _KAI, _FANG)
    fonts = "".join(
        f'<w:font w:name="{name}">'
        + (f'<w:altName w:val="{_FALLBACKS[name]}"/>' if name in _FALLBACKS else "")
        + (f'<w:charset w:val="{"00" if name.isascii() else "86"}"/>')
        + "</w:font>"
        for name in names
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {nsdecls("w")}>{fonts}</w:fonts>'.encode()
    )

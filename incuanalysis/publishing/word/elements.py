"""WordprocessingML by hand: elements with attributes, and runs of text that are only ever text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser

from incuanalysis.publishing.bundles import clean_text

__all__ = ["PLAIN", "Type", "element", "field", "put_in_order", "run"]

_PIECES = re.compile("(\n|\t)")


_W = nsmap["w"]
_MAP = {"w": _W}


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """Return an element of the ``w`` namespace; attributes are of it too.

    Examples
    --------
    >>> element("jc", val="center").get(qn("w:val"))
    'center'
    """
    given = {f"{{{_W}}}{name}": str(value) for name, value in attributes.items()}
    made = oxml_parser.makeelement(f"{{{_W}}}{tag}", given, nsmap=_MAP)
    for child in children:
        if child is not None:
            made.append(child)
    return made


@dataclass(frozen=True)
class Type:
    """How a run of text is set.

    Attributes
    ----------
    color
        Six hexadecimal digits.
    size
        In points; 0 for the paragraph's own.
    shift
        ``superscript``, ``subscript`` or nothing.
    style
        Id of a character style.
    """

    bold: bool = False
    italic: bool = False
    strike: bool = False
    underline: bool = False
    code: bool = False
    color: str = ""
    size: float = 0.0
    shift: str = ""
    style: str = ""

    def properties(self, *, chinese: bool) -> Any:
        """Return the run's properties, in the order that the schema asks for."""
        made = element("rPr")
        if self.style:
            made.append(element("rStyle", val=self.style))
        if self.code:
            made.append(element("rFonts", ascii="Consolas", hAnsi="Consolas", eastAsia="宋体"))
        elif chinese:
            # Else Word sets the quotation marks and dashes of Chinese text in the Latin font.
            made.append(element("rFonts", hint="eastAsia"))
        for name, holds in (("b", self.bold), ("i", self.italic), ("strike", self.strike)):
            if holds:
                made.append(element(name))
        if self.color:
            made.append(element("color", val=self.color))
        if self.size:
            made.append(element("sz", val=round(self.size * 2)))
        if self.underline:
            made.append(element("u", val="single"))
        if self.shift:
            made.append(element("vertAlign", val=self.shift))
        return made


PLAIN = Type()


def run(text: object, kind: Type = PLAIN, *, chinese: bool = True) -> Any:
    """Return a run; its text can hold anything, and is nothing but text."""
    made = element("r", kind.properties(chinese=chinese))
    for piece in _PIECES.split(clean_text(text)):
        if piece == "\n":
            made.append(element("br"))
        elif piece == "\t":
            made.append(element("tab"))
        elif piece:
            held = element("t")
            held.text = piece
            held.set(qn("xml:space"), "preserve")
            made.append(held)
    return made


def field(instruction: str, shown: str, kind: Type = PLAIN) -> list[Any]:
    """Return the runs of a field, such as the page's number; ``shown`` stands there until Word counts."""
    code = element("instrText")
    code.text = f" {instruction} "
    code.set(qn("xml:space"), "preserve")

    def mark(which: str) -> Any:
        return element("r", kind.properties(chinese=False), element("fldChar", fldCharType=which))

    return [
        mark("begin"),
        element("r", kind.properties(chinese=False), code),
        mark("separate"),
        run(shown, kind, chinese=False),
        mark("end"),
    ]


# The schema fixes the order of a paragraph's properties; a strict reader refuses any other.
_PROPERTIES = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "spacing", "ind", "contextualSpacing", "mirrorIndents", "jc", "textAlignment", "outlineLvl",
    "rPr", "sectPr",
)  # fmt: skip
_ORDER = {qn(f"w:{name}"): place for place, name in enumerate(_PROPERTIES)}


def put_in_order(body: Any) -> None:
    """Put the properties of all paragraphs into the schema's order, each once."""
    for properties in body.iter(qn("w:pPr")):
        children = sorted(properties, key=lambda child: _ORDER.get(child.tag, 0))
        for child in list(properties):
            properties.remove(child)
        kept: dict[str, Any] = {child.tag: child for child in children}
        for child in kept.values():
            properties.append(child)

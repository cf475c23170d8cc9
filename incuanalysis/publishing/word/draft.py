"""The Word file while it is being written: paragraphs, lists, links, bookmarks, and which way the page lies."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from incuanalysis.publishing.word.elements import PLAIN, Type, element, run
from incuanalysis.publishing.word.paper import break_section, text_width_of, turn

if TYPE_CHECKING:
    from incuanalysis.publishing.bundles import Facts
    from incuanalysis.publishing.typst.words import Words
    from incuanalysis.publishing.word.styles import Look

__all__ = ["Draft", "install_lists"]

_BULLETS = ("•", "–", "·")
_DECIMALS = ("%1.", "(%2)", "%3)")


@dataclass
class Draft:
    """One Word file being written.

    Parameters
    ----------
    document
        The library's document, with styles and pages set up.
    facts
        What the notebook says of itself.
    words
        The language's words.
    look
        How it is set.

    Attributes
    ----------
    traces
        Ids of traces that the file has a list of, so that numbers can link to them.
    """

    document: Any
    facts: Facts
    words: Words
    look: Look
    traces: frozenset[str] = frozenset()
    landscape: bool = False
    titled: bool = False
    _bookmarks: dict[str, int] = field(default_factory=dict)

    @property
    def body(self) -> Any:
        """The element that paragraphs and tables are put into."""
        return self.document.element.body

    @property
    def width(self) -> float:
        """Width of the text on the present page, in points."""
        return text_width_of(self.body)

    def add(self, made: Any) -> Any:
        """Put a paragraph or table at the end."""
        self.body.sectPr.addprevious(made)
        return made

    def paragraph(self, style: str, text: str = "", kind: Type = PLAIN, *, keep_next: bool = False) -> Any:
        """Add a paragraph of a style and return its element; ``keep_next`` keeps it with what follows."""
        made = self.add(element("p", element("pPr", element("pStyle", val=style))))
        if keep_next:
            made.find(qn("w:pPr")).append(element("keepNext"))
        if text:
            self.put(made, text, kind)
        return made

    def put(self, paragraph: Any, text: str, kind: Type = PLAIN) -> None:
        """Add a run of text to a paragraph."""
        paragraph.append(run(text, kind, chinese=self.facts.chinese))

    def link(self, paragraph: Any, address: str, *, inside: bool = False) -> Any:
        """Add a link to a paragraph and return it, to be filled with runs; ``inside`` the file it leads to a bookmark."""
        made = element("hyperlink")
        if inside:
            made.set(qn("w:anchor"), self._bookmark_name(address))
        else:
            made.set(qn("r:id"), self.document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        paragraph.append(made)
        return made

    def bookmark(self, paragraph: Any, name: str) -> None:
        """Make a paragraph the target of links within the file."""
        number = self._bookmarks.setdefault(name, len(self._bookmarks) + 1)
        start = element("bookmarkStart", id=f"{number}", name=self._bookmark_name(name))
        paragraph.insert(1, start)
        paragraph.append(element("bookmarkEnd", id=f"{number}"))

    def _bookmark_name(self, name: str) -> str:
        # Word allows letters, digits and underscores, and forty of them.
        number = self._bookmarks.setdefault(name, len(self._bookmarks) + 1)
        return f"trace_{number}"

    def start_page(self, *, landscape: bool = False) -> bool:
        """Begin a new page that stands upright or lies; return whether its first paragraph has to break the page itself."""
        empty = self.body[0] is self.body.sectPr
        if landscape == self.landscape:
            return not empty
        if empty:
            turn(self.body.sectPr, landscape=landscape)
        else:
            break_section(self.body, landscape=landscape)
        self.landscape = landscape
        return False

    def upright(self) -> None:
        """Return to an upright page after one on its side."""
        if self.landscape:
            self.start_page()

    def new_list(self, *, ordered: bool, start: int = 1) -> int:
        """Return the number of a new list, which counts from ``start``."""
        root = self.document.part.numbering_part.element
        number = len(root.findall(qn("w:num"))) + 1
        made = element("num", element("abstractNumId", val=int(ordered)), numId=number)
        if ordered:
            made.append(element("lvlOverride", element("startOverride", val=start), ilvl=0))
        root.append(made)
        return number

    def list_item(self, number: int, depth: int = 0, style: str = "ListParagraph") -> Any:
        """Add an item of a list and return its paragraph."""
        made = self.paragraph(style)
        place = element("numPr", element("ilvl", val=min(depth, 2)), element("numId", val=number))
        made.find(qn("w:pPr")).append(place)
        return made


def install_lists(document: Any, size: float) -> None:
    """Put the two kinds of list, with signs and with numbers, in place of those of the library's template.

    Parameters
    ----------
    document
        The library's document.
    size
        Of the text, in points, which the indents are measured by.
    """
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    for number, signs in enumerate((_BULLETS, _DECIMALS)):
        made = element("abstractNum", element("multiLevelType", val="hybridMultilevel"), abstractNumId=number)
        for depth, sign in enumerate(signs):
            indent, hanging = round((depth + 1) * 2 * size * 20), round(1.5 * size * 20)
            made.append(
                element(
                    "lvl",
                    element("start", val=1),
                    element("numFmt", val="decimal" if number else "bullet"),
                    element("lvlText", val=sign),
                    element("lvlJc", val="left"),
                    element("pPr", element("ind", left=indent, hanging=hanging)),
                    element("rPr", element("rFonts", ascii="Times New Roman", hAnsi="Times New Roman", hint="default")),
                    ilvl=depth,
                )
            )
        root.append(made)

"""Tables of saved web pages, and of spreadsheets that a system exported as a web page under another name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incuanalysis.intake.cells import Sheet
from incuanalysis.intake.files.grids import Grid
from incuanalysis.intake.files.limits import Budget
from incuanalysis.intake.files.opened import Opened, damaged, refuse
from incuanalysis.intake.findings import finding

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["is_hypertext", "open_hypertext"]

_OPENING = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|style|div|center|form)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*<\?xml[^>]*>\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_TABLE_START, _TABLE_END = re.compile(r"<table\b", re.IGNORECASE), re.compile(r"</table\s*>", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_UNSEEN = {"script", "style", "noscript", "template", "head", "select", "textarea", "table"}
_LINES = {"p", "div", "li", "br", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "ul", "ol", "center"}
_ABOVE = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "center", "span", "b", "strong", "font"}
# Lines directly above a table that may be its title or its line of units; longer ones are running text.
_MAX_ABOVE, _MAX_TITLE = 3, 60
_MAX_DOWN = 65534


def is_hypertext(text: str) -> bool:
    """Return whether a text is a web page or begins as a table of one."""
    beginning = text[:8192]
    if _OPENING.match(beginning) or _XML.match(beginning):
        return True
    return beginning.lstrip().startswith("<") and "<table" in text.lower()


def open_hypertext(text: str, budget: Budget) -> Opened:
    """Read the tables of a web page; a table in a table is one of its own; scripts and styles are not read.

    Raises
    ------
    Unreadable
        If it has no table, or too many cells.
    """
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise damaged("html") from error
    tables = [] if root is None else list(root.iter("table"))
    if not tables:
        raise refuse("file_no_table", kind="网页", kind_en="web page")
    sheets = [sheet for table in tables if (sheet := _sheet(table, budget)).filled()]
    findings = [] if sheets else [finding("file_empty_workbook")]
    if len(_TABLE_END.findall(text)) < len(_TABLE_START.findall(text)):
        findings.append(finding("file_page_cut"))
    return Opened(tuple(sheets), tuple(findings), "html")


def _sheet(table: _Element, budget: Budget) -> Sheet:
    grid = Grid(budget)
    caption = ""
    for child in _own(table):
        if child.tag == "caption":
            caption = _text(child)
            continue
        grid.start_row()
        for cell in child:
            if cell.tag in ("td", "th"):
                down = _count(cell.get("rowspan"), _MAX_DOWN)
                grid.put(_text(cell), _count(cell.get("colspan"), 1000), down)
    above = _above(table)
    if caption:
        above.append(caption)
    return grid.sheet("", above if grid.rows else [])


def _own(table: _Element) -> list[_Element]:
    """Return the table's own rows and caption, not those of tables in it."""
    found = []
    for child in table:
        if child.tag in ("tr", "caption"):
            found.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            found += [row for row in child if row.tag == "tr"]
    return found


def _above(table: _Element) -> list[str]:
    """Return the short lines that stand directly above a table."""
    lines: list[str] = []
    before = table.getprevious()
    while before is not None and len(lines) < _MAX_ABOVE and before.tag in _ABOVE:
        if next(before.iter("table"), None) is not None:
            break
        text = _text(before)
        if len(text) > _MAX_TITLE:
            break
        if text:
            lines.insert(0, text)
        before = before.getprevious()
    return lines


def _count(said: str | None, limit: int) -> int:
    """Return a span; 0 means to the end for rows, and nothing for columns."""
    said = (said or "1").strip()
    if not said.isascii() or not said.isdigit():
        return 1
    return min(int(said[:6]), limit) or (limit if limit == _MAX_DOWN else 1)


def _text(element: _Element) -> str:
    """Return the text that a reader sees: blanks run together, lines where the page breaks them."""
    pieces: list[str] = []
    _collect(element, pieces)
    lines = (_BLANKS.sub(" ", line).strip(" ") for line in "".join(pieces).split("\0"))
    return "\n".join(line for line in lines if line).strip()


def _collect(element: _Element, pieces: list[str]) -> None:
    if element.text:
        pieces.append(element.text)
    for child in element:
        tag = child.tag
        line = tag in _LINES
        if line:
            pieces.append("\0")
        if tag not in _UNSEEN:
            _collect(child, pieces)
        if line:
            pieces.append("\0")
        if child.tail:
            pieces.append(child.tail)

"""Tables of Word documents (.docx) → sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from incuanalysis.intake.cells import Sheet
from incuanalysis.intake.files.grids import Grid
from incuanalysis.intake.files.limits import MAX_TEXT, Budget, oversize
from incuanalysis.intake.files.opened import Opened, damaged, refuse
from incuanalysis.intake.files.packed import Pack
from incuanalysis.intake.findings import finding

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["open_document"]

# Deleted and moved text, the second version of drawings, and fields' codes are not what a reader sees.
_UNSEEN = {"del", "moveFrom", "Fallback", "instrText", "tbl", "pPr", "rPr", "tcPr", "txbxContent"}
_WRAPPERS = {"sdt", "sdtContent", "ins", "customXml", "moveTo", "smartTag"}
# Lines directly above a table that may be its title or its line of units; longer ones are running text.
_MAX_ABOVE, _MAX_TITLE = 3, 60


def open_document(pack: Pack) -> Opened:
    """Read the tables of a document, with the short lines directly above each as its first rows.

    Raises
    ------
    Unreadable
        If it is damaged, too large, or has no table.
    """
    from lxml import etree

    xml = pack.part("word/document.xml")
    if xml is None:
        raise damaged("docx")
    if len(xml) > MAX_TEXT:
        raise oversize(len(xml), MAX_TEXT, "bytes")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.LxmlError, ValueError) as error:
        raise damaged("docx") from error
    findings = [finding("file_macros")] if "word/vbaProject.bin" in pack.names else []
    tables = [element for element in root.iter() if _local(element) == "tbl"]
    if not tables:
        raise refuse("file_no_table", kind="Word 文档", kind_en="Word document")
    sheets = [sheet for table in tables if (sheet := _sheet(table, pack.budget)).filled()]
    if not sheets:
        findings.append(finding("file_empty_workbook"))
    return Opened(tuple(sheets), tuple(findings), "docx")


def _sheet(table: _Element, budget: Budget) -> Sheet:
    grid = Grid(budget)
    # Column → (row, last column) of the cell that goes on downwards.
    going: dict[int, tuple[int, int]] = {}
    spans: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for row in _children(table, "tr"):
        grid.start_row()
        grid.skip(_number(row, "trPr", "gridBefore", 0))
        kept: dict[int, tuple[int, int]] = {}
        for cell in _children(row, "tc"):
            across = _number(cell, "tcPr", "gridSpan", 1)
            merge = _property(cell, "tcPr", "vMerge")
            goes_on = merge is not None and _value(merge) != "restart"
            here, column = grid.put("" if goes_on else _text(cell), across)
            if merge is None:
                continue
            start = going.get(column) if goes_on else None
            top, right = start or (here, column + across - 1)
            kept[column] = (top, right)
            covered.add((here, column))
            spans[top, column] = (top, column, here, right)
        going = kept
    # A cell that goes on from above is part of the merged range, whatever it spans itself.
    grid.merged = sorted([*(area for area in grid.merged if area[:2] not in covered), *spans.values()])
    return grid.sheet("", _above(table) if grid.rows else [])


def _above(table: _Element) -> list[str]:
    lines: list[str] = []
    before = table.getprevious()
    while before is not None and len(lines) < _MAX_ABOVE and _local(before) in ("p", "bookmarkStart", "bookmarkEnd"):
        text = _text(before)
        if len(text) > _MAX_TITLE:
            break
        if text.strip():
            lines.insert(0, text)
        before = before.getprevious()
    return lines


def _text(element: _Element) -> str:
    """Return the text that a reader sees: a line a paragraph."""
    paragraphs = [element] if _local(element) == "p" else list(_paragraphs(element))
    return "\n".join("".join(_signs(paragraph)) for paragraph in paragraphs).rstrip("\n")


def _paragraphs(element: _Element) -> Iterator[_Element]:
    for child in element:
        name = _local(child)
        if name == "p":
            yield child
        elif name in _WRAPPERS:
            yield from _paragraphs(child)


def _signs(element: _Element) -> Iterator[str]:
    for child in element:
        name = _local(child)
        if name == "t":
            yield child.text or ""
        elif name in ("tab", "br", "cr"):
            yield "\t" if name == "tab" else "\n"
        elif name == "noBreakHyphen":
            yield "-"
        elif name not in _UNSEEN:
            yield from _signs(child)


def _children(element: _Element, wanted: str) -> Iterator[_Element]:
    """Return an element's rows or cells, those too that a content control or a tracked change wraps."""
    for child in element:
        name = _local(child)
        if name == wanted:
            yield child
        elif name in _WRAPPERS:
            yield from _children(child, wanted)


def _property(element: _Element, group: str, name: str) -> _Element | None:
    for child in element:
        if _local(child) == group:
            return next((entry for entry in child if _local(entry) == name), None)
    return None


def _value(element: _Element) -> str:
    return next((str(text) for name, text in element.attrib.items() if str(name).rpartition("}")[2] == "val"), "")


def _number(element: _Element, group: str, name: str, otherwise: int) -> int:
    entry = _property(element, group, name)
    said = "" if entry is None else _value(entry)
    return int(said[:6]) if said.isascii() and said.isdigit() else otherwise


def _local(element: _Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""

"""A worksheet's XML before the reader gets it: what the reader would drop, refuse or fill the memory with.

The reader (calamine) turns error cells and formulas without a result into empty cells, refuses a
whole sheet for an error it does not know, and allots the rectangle of all cells before it reads one.
Nearly all sheets have none of that, which a few regular expressions tell; the others are rewritten.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from incuanalysis.intake.cells import cell_name
from incuanalysis.intake.files.limits import MAX_GRID, MAX_TEXT, keep_box, oversize
from incuanalysis.intake.files.opened import damaged

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["MARK", "SMALL_ROWS", "Vetted", "vet"]

MARK = "\ue000\ue0e5"
"""Begins the text of a cell that is an error or a formula without a result (no text has these two signs in a row)."""

# The form that every known program writes. Any other cell sends the whole sheet the slow way.
_PLAIN = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"')
# A cell that is more than a value at a place up to BZ999. Nearly no sheet has one, which one look tells.
_ODD = re.compile(
    rb'<c(?! r="(?:[A-Z]|[AB][A-Z])[1-9][0-9]{0,2}"(?: s="[0-9]+")?(?: t="(?:n|s|b|str|inlineStr)")?(?:/>|>(?!<f)))'
)
# Bytes that a cell with a text takes, at least.
_LEAST_CELL = 20
SMALL_ROWS = 999
"""Rows of a sheet whose rectangle is not worth counting before it is read."""
_UNSAVED = re.compile(
    rb"(?:</(?:\w+:)?f\s*>|<(?:\w+:)?f\b[^>]*/>)\s*(?:<(?:\w+:)?v\b[^>]*(?:/>|>\s*</(?:\w+:)?v\s*>)\s*)?</(?:\w+:)?c\s*>"
)
_EMPTY_CELLS = re.compile(rb"<c [^>]*/>|<c [^>]*></c>")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_STRAY_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Vetted:
    """A worksheet's XML that may be read.

    Parameters
    ----------
    xml
        As received, or rewritten.
    grid
        Cells of the rectangle from A1 to its last cell; 0 for a sheet of at most :data:`SMALL_ROWS` rows.
    marked
        Some texts begin with :data:`MARK`.
    stray
        Cells that were left out because they are far from the table.
    shared
        Cells whose text stands in the workbook's list of texts, at most.
    """

    xml: bytes
    grid: int
    marked: bool = False
    stray: tuple[str, ...] = ()
    shared: int = 0


def vet(xml: bytes, limit: int = MAX_GRID) -> Vetted:
    """Return a worksheet's XML as the reader may get it.

    Raises
    ------
    Unreadable
        If it has more cells than the limit, or is no XML where it has to be rewritten.
    """
    if _is_small(xml):
        return Vetted(xml, 0, shared=len(xml) // _LEAST_CELL)
    shared = xml.count(b't="s"') + xml.count(b"t='s'")
    marked = b't="e"' in xml or b"t='e'" in xml or ((b"<f" in xml or b":f" in xml) and bool(_UNSAVED.search(xml)))
    grid = None if marked else _plain_grid(xml)
    if grid is not None and grid > limit:
        # Sheets formatted down to the last row hold cells without a value: gone with them first.
        xml = _EMPTY_CELLS.sub(b"", xml)
        grid = _plain_grid(xml)
    if grid is not None and grid <= limit:
        return Vetted(xml, grid, shared=shared)
    return _rewritten(xml, limit, shared)


def _is_small(xml: bytes) -> bool:
    """Tell at one look that a sheet has few rows and nothing but values in them."""
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    if not 0 <= start < end:
        return False
    body = xml[start:end]
    # A colon may be that of a prefix; in a text it does no harm to look closer.
    return b":" not in body and not _ODD.search(body) and b"<sheetData" not in xml[end:] and b":sheetData" not in xml


def _plain_grid(xml: bytes) -> int | None:
    """Return the cells from A1 to the last one; None if a cell is not written as usual."""
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    if b":sheetData" in xml or start < 0:
        return None
    if end < 0:
        return 0 if b"<c" not in xml[start:] else None
    body = xml[start:end]
    found = _PLAIN.findall(body)
    # The reader takes a cell's place from its first r, and every cell is to be seen here.
    if len(found) != body.count(b"<c") or b":c" in body or b"<sheetData" in xml[end:]:
        return None
    if not found:
        return 0
    height = max(map(int, set(map(itemgetter(1), found))))
    return height * (max(map(_column, set(map(itemgetter(0), found)))) + 1)


def _column(letters: bytes | str) -> int:
    number = 0
    for sign in letters if isinstance(letters, bytes) else letters.upper().encode():
        number = number * 26 + sign - 64
    return number - 1


def _rewritten(xml: bytes, limit: int, shared: int) -> Vetted:
    """Rewrite the sheet's cells in order, without stray ones, with errors and unsaved formulas as marked texts."""
    from lxml import etree

    if len(xml) > MAX_TEXT:
        raise oversize(len(xml), MAX_TEXT, "bytes")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise damaged("xlsx") from error
    body = next((child for child in root if _local(child) == "sheetData"), None)
    if body is None:
        return Vetted(etree.tostring(root), 0)
    cells = _placed(body)
    height, width = keep_box(cells, limit)
    stray = [place for place in cells if place[0] >= height or place[1] >= width]
    shown = tuple(f"{cell_name(*place)}（{_shown(cells[place])}）" for place in sorted(stray))
    for place in stray:
        del cells[place]
    _mark(cells)
    namespace = (etree.QName(body).namespace or "").join("{}") if etree.QName(body).namespace else ""
    body.clear()
    row, line = -1, None
    for place in sorted(cells):
        if place[0] != row or line is None:
            row = place[0]
            line = etree.SubElement(body, f"{namespace}row", r=str(row + 1))
        cell = cells[place]
        cell.set("r", cell_name(*place))
        line.append(cell)
    return Vetted(etree.tostring(root), height * width, True, shown, shared)


def _placed(body: _Element) -> dict[tuple[int, int], _Element]:
    """Return the cells that hold something by (row, column), counting on where a place is not given."""
    cells: dict[tuple[int, int], _Element] = {}
    row = -1
    for line in body:
        if _local(line) != "row":
            continue
        said = (line.get("r") or "").strip()
        row = int(said) - 1 if said.isascii() and said.isdigit() and 0 < int(said[:8]) <= 9_999_999 else row + 1
        column = -1
        for cell in line:
            if _local(cell) != "c":
                continue
            place = _REFERENCE.fullmatch((cell.get("r") or "").strip())
            column = _column(place[1]) if place else column + 1
            if place and int(place[2]):
                row = int(place[2]) - 1
            if any(_local(child) in ("v", "is", "f") and (len(child) or child.text or child.attrib) for child in cell):
                cells[row, column] = cell
    return cells


def _mark(cells: dict[tuple[int, int], _Element]) -> None:
    """Turn errors and formulas without a result into marked texts."""
    masters: dict[str, tuple[str, str]] = {}
    for place, cell in cells.items():
        formula = value = None
        for child in cell:
            name = _local(child)
            formula, value = (child if name == "f" else formula), (child if name == "v" else value)
        kind = cell.get("t", "n")
        text = ""
        if formula is not None:
            text = formula.text or ""
            group = formula.get("si")
            if formula.get("t") == "shared" and group is not None:
                if text:
                    masters[group] = (text, cell_name(*place))
                elif group in masters:
                    text = _moved(*masters[group], cell_name(*place))
        if kind == "e":
            _set_text(cell, (value.text if value is not None else None) or "#N/A")
        elif formula is not None and (value is None or (not value.text and kind != "str")):
            # An empty text is a result (IF(A1="","",…)) and is saved as one; no result is no value at all.
            _set_text(cell, f"={text}")


def _set_text(cell: _Element, text: str) -> None:
    from lxml import etree

    namespace = etree.QName(cell).namespace
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "str")
    etree.SubElement(cell, f"{{{namespace}}}v" if namespace else "v").text = MARK + text


def _moved(formula: str, origin: str, to: str) -> str:
    """Return a shared formula as it reads in another cell; as in its first cell where it cannot be moved."""
    from openpyxl.formula.tokenizer import TokenizerError
    from openpyxl.formula.translate import Translator, TranslatorError

    try:
        return str(Translator(f"={formula}", origin=origin).translate_formula(to))[1:]
    except (TokenizerError, TranslatorError, ValueError, LookupError, TypeError, AttributeError):
        return formula


def _shown(cell: _Element) -> str:
    """Return what a stray cell holds, as far as it stands in the cell itself."""
    if cell.get("t") == "s":
        return "…"
    return "".join(str(text) for text in cell.itertext())[:20]


def _local(element: _Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""

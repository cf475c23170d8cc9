"""Tables of Word: heading rows that repeat on every page, rows that are not torn apart, notes below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from incuanalysis.publishing.tabledata import TONES, TableCell, TableData
from incuanalysis.publishing.typst.fonts import text_width
from incuanalysis.publishing.word.elements import Type, element
from incuanalysis.publishing.word.widths import Fit, fit_columns, is_number, number_tail

if TYPE_CHECKING:
    from incuanalysis.publishing.word.draft import Draft

__all__ = ["caption_of", "frame", "table_cell", "table_row", "write_table"]

_SHADE_HEAD, _SHADE_ROW = "E9EDF2", "F5F5F5"


def write_table(draft: Draft, table: TableData) -> None:
    """Add a table: on a page of its own where it is an annex, with its caption above and its notes below."""
    breaks = (table.annex or table.landscape != draft.landscape) and draft.start_page(landscape=table.landscape)
    before = draft.body.sectPr.getprevious()
    _write_caption(draft, table)
    if table.columns:
        draft.add(_table(draft, table))
    _write_notes(draft, table)
    if breaks:
        first = draft.body[0] if before is None else before.getnext()
        if first.tag == qn("w:p"):
            first.find(qn("w:pPr")).append(element("pageBreakBefore"))


def caption_of(draft: Draft, kind: str, number: str, caption: str) -> str:
    """Return a caption with its number: 表1　在孵企业."""
    label = f"{kind}{number}" if number else ""
    return draft.words.separator.join(part for part in (label, caption) if part)


def _write_caption(draft: Draft, table: TableData) -> None:
    if table.annex:
        draft.paragraph("Annex", table.annex)
        if table.caption:
            draft.paragraph("AnnexTitle", table.caption)
    elif caption := caption_of(draft, draft.words.table, table.number, table.caption):
        draft.paragraph("Caption", caption, keep_next=True)


def _write_notes(draft: Draft, table: TableData) -> None:
    numbered = len(table.notes) > 1 or any(cell.notes for row in table.rows for cell in row)
    for number, note in enumerate(table.notes, start=1):
        made = draft.paragraph("TableNote")
        lead = draft.words.notes if number == 1 else ""
        sign = (f"{number}．" if draft.facts.chinese else f"{number}. ") if numbered else ""
        draft.put(made, f"{lead}{sign}{note}")
    # Word makes one table of two that touch.
    draft.paragraph("Spacer")


def frame(width: float, widths: tuple[float, ...], *, title: str = "", description: str = "") -> Any:
    """Return an empty table with borders all around.

    Parameters
    ----------
    width, widths
        Of the table and its columns, in points.
    title, description
        For those who hear the table read out.
    """
    return element(
        "tbl",
        element(
            "tblPr",
            element("tblStyle", val="TableGrid"),
            element("tblW", w=round(width * 20), type="dxa"),
            element("jc", val="center"),
            element("tblLayout", type="fixed"),
            element("tblLook", val="0420", firstRow="1", lastRow="0", firstColumn="0", lastColumn="0", noHBand="0", noVBand="1"),
            element("tblCaption", val=title[:250]) if title else None,
            element("tblDescription", val=description[:500]) if description else None,
        ),
        element("tblGrid", *(element("gridCol", w=round(column * 20)) for column in widths)),
    )  # fmt: skip


def table_row(*cells: Any, head: bool = False, height: float = 0.0) -> Any:
    """Return a row that stays whole; a heading row stands on every page that the table runs over."""
    return element(
        "tr",
        element(
            "trPr",
            element("cantSplit"),
            element("trHeight", val=round(height * 20), hRule="atLeast") if height else None,
            element("tblHeader") if head else None,
        ),
        *cells,
    )


def table_cell(
    width: float, *paragraphs: Any, span: int = 1, merge: str = "", shade: str = "", vertical: str = "center"
) -> Any:
    """Return a cell; ``merge`` is ``restart`` or ``continue`` of cells that are one down the rows."""
    return element(
        "tc",
        element(
            "tcPr",
            element("tcW", w=round(width * 20), type="dxa"),
            element("gridSpan", val=span) if span > 1 else None,
            element("vMerge", val=merge) if merge else None,
            element("shd", val="clear", color="auto", fill=shade) if shade else None,
            element("vAlign", val=vertical),
        ),
        *(paragraphs or (element("p", element("pPr", element("pStyle", val="TableText"))),)),
    )


def _table(draft: Draft, table: TableData) -> Any:
    fitted = fit_columns(table, draft.width, draft.look.table_sizes)
    made = frame(
        sum(fitted.widths), fitted.widths, title=table.caption or table.annex, description=" ".join(table.notes)
    )
    for line in _head(draft, table, fitted):
        made.append(line)
    tails = [
        max((text_width(number_tail(row[place].text)) for row in table.rows), default=0.0)
        if column.align == "decimal"
        else 0.0
        for place, column in enumerate(table.columns)
    ]
    for down, row in enumerate(table.rows):
        made.append(_row(draft, table, fitted, down, row, tails))
    return made


def _head(draft: Draft, table: TableData, fitted: Fit) -> list[Any]:
    if not any(column.label for column in table.columns):
        return []
    kind = Type(size=_given_size(draft, fitted))

    def cell(text: str, place: int, span: int = 1, merge: str = "") -> Any:
        paragraph = element("p", element("pPr", element("pStyle", val="TableHead")))
        if text:
            draft.put(paragraph, text, kind)
        width = sum(fitted.widths[place : place + span])
        return table_cell(width, paragraph, span=span, merge=merge, shade=_SHADE_HEAD)

    if not table.groups:
        return [table_row(*(cell(c.label, place) for place, c in enumerate(table.columns)), head=True)]
    starts = {group.first: group for group in table.groups}
    above, place = [], 0
    while place < len(table.columns):
        group = starts.get(place)
        span = group.count if group else 1
        above.append(cell(group.text, place, span) if group else cell(table.columns[place].label, place, 1, "restart"))
        place += span
    below = [
        cell(column.label, place) if column.group else cell("", place, 1, "continue")
        for place, column in enumerate(table.columns)
    ]
    return [table_row(*above, head=True), table_row(*below, head=True)]


def _row(draft: Draft, table: TableData, fitted: Fit, down: int, row: tuple[TableCell, ...], tails: list[float]) -> Any:
    strong = down in table.emphasis
    # Two rows at the least stand below the heading, and the last is not left alone.
    near_end = down == 0 or down == len(table.rows) - 2
    cells = []
    for place, cell in enumerate(row):
        align = table.columns[place].align
        properties = element("pPr", element("pStyle", val="TableText"))
        if near_end and len(table.rows) > 1:
            properties.append(element("keepNext"))
        if align == "decimal" and is_number(cell.text):
            missing = (tails[place] - text_width(number_tail(cell.text))) * fitted.size
            if missing > 0.1:
                properties.append(element("ind", right=round(missing * 20), rightChars=0))
        if align != "left":
            properties.append(element("jc", val="center" if align == "center" else "right"))
        paragraph = element("p", properties)
        kind = Type(bold=strong, color=TONES.get(cell.tone, ""), size=_given_size(draft, fitted))
        # Only the internal version carries the list that a number links to.
        target = draft.link(paragraph, cell.trace, inside=True) if cell.trace in draft.traces else paragraph
        if cell.text:
            draft.put(target, cell.text, kind)
        if cell.notes:
            draft.put(paragraph, ",".join(map(str, cell.notes)), Type(size=kind.size, shift="superscript"))
        cells.append(table_cell(fitted.widths[place], paragraph, shade=_SHADE_ROW if strong else ""))
    return table_row(*cells)


def _given_size(draft: Draft, fitted: Fit) -> float:
    """Return the size of type for a run; 0 where the style has it already."""
    return 0.0 if fitted.size == draft.look.size("TableText") else fitted.size

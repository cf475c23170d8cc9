"""Tables of Markdown and HTML, and the Typst of any grid."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bs4 import Tag

from incuanalysis.publishing.typst.fonts import text_width
from incuanalysis.publishing.typst.glyphs import break_long
from incuanalysis.publishing.typst.grid import INSET, MARK, PADDING, Cell, Grid, Part, fit, is_number, tail_width
from incuanalysis.publishing.typst.hypertext import inline_tokens
from incuanalysis.publishing.typst.markup import Code, call, points, sequence
from incuanalysis.publishing.typst.records import write_records
from incuanalysis.publishing.typst.spec import dressed
from incuanalysis.publishing.typst.syntax import Token, plain_text

if TYPE_CHECKING:
    from incuanalysis.publishing.typst.draft import Draft

__all__ = ["grid_from_html", "grid_from_markdown", "write_grid"]

# A table of no more than about this height in points is kept on one page.
_SHORT = 250.0
_MOST_ROWS = 2000
_MOST_COLUMNS = 200
_RUN = re.compile(r"[!-~]{8,}")
# Height of a line of text from its base line, in em.
_LINE = 0.75
_EMPTY = Cell("", "")

#: What writes running text.
Writer = Callable[[list[Token]], Code]


def grid_from_markdown(draft: Draft, token: Token, content: Writer) -> Grid:
    """Return the grid of a Markdown table."""
    head: list[list[Cell]] = []
    rows: list[list[Cell]] = []
    stated: list[str | None] = []
    for part in token["children"]:
        if part["type"] == "table_head":
            head.append([_rich_cell(draft, cell["children"], content, head=True) for cell in part["children"]])
            stated = [cell["attrs"].get("align") for cell in part["children"]]
        else:
            rows += [
                [_rich_cell(draft, cell["children"], content) for cell in row["children"]] for row in part["children"]
            ]
    width = max((len(row) for row in [*head, *rows]), default=0)
    head, rows = (_squared(part, width) for part in (head, rows))
    found = _aligns(rows, width)
    aligns = [align or found[place] for place, align in enumerate([*stated, *[None] * width][:width])]
    return Grid(head=[row for row in head if any(cell.text for cell in row)], rows=rows, aligns=aligns)


def grid_from_html(draft: Draft, table: Tag, content: Writer) -> Grid:
    """Return the grid of an HTML table, such as pandas makes, with spans and several header rows."""
    found = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    left_out = max(0, len(found) - _MOST_ROWS)
    placed = _placed([[_html_cell(draft, cell, content) for cell in _cells(row)] for row in found[:_MOST_ROWS]])
    width = max((len(row) for row in placed), default=0)
    placed = _squared(placed, width)
    head_rows = _head_rows(found[: len(placed)], placed)
    head, rows = _joined_index_names(placed[:head_rows]), placed[head_rows:]
    stub = next((place for place, cell in enumerate(rows[0]) if not cell.head), 0) if rows else 1
    caption = table.find("caption")
    return Grid(
        head=head,
        rows=rows,
        aligns=["left"] * stub + _aligns(rows, width)[stub:],
        stub=max(stub, 1),
        caption=draft.text(caption.get_text(" ", strip=True)) if isinstance(caption, Tag) else "",
        notes=[draft.words.rows_left_out.format(left_out)] if left_out else [],
    )


def write_grid(draft: Draft, grid: Grid, width: float | None = None) -> list[Code]:
    """Return the Typst of a grid, one block for each part that its columns are split into.

    On a telephone, a table that would be split or set very small is written row by row instead.

    Parameters
    ----------
    draft
        The report being written.
    grid
        The table.
    width
        The room in points where it is not that of the sheet.
    """
    if not grid.columns or not (grid.rows or grid.head):
        return []
    grid.serif = draft.sheet.official
    parts = fit(grid, width, draft.sheet)
    if draft.sheet.is_phone and (len(parts) > 1 or parts[0].size < draft.sheet.comfortable) and grid.head:
        return write_records(draft, grid)
    return [_write_part(draft, grid, part, place, place == len(parts) - 1) for place, part in enumerate(parts)]


def _write_part(draft: Draft, grid: Grid, part: Part, place: int, last: bool) -> Code:
    continued = draft.words.continued if place else ""
    aligns = [grid.aligns[column] for column in part.columns]
    tails = [
        max((tail_width(grid, column, row[column]) for row in grid.rows), default=0.0)
        if grid.aligns[column] in ("decimal", "right")
        else 0.0
        for column in part.columns
    ]
    head = [[row[column] for column in part.columns] for row in grid.head]
    rows = [[row[column] for column in part.columns] for row in grid.rows]
    heights, total = _heights(grid, rows, part)
    named = {"official": True} if grid.serif else {}
    return call(
        "data-table",
        widths=[points(width) for width in part.widths],
        heights=[*[Code("auto")] * len(head), *heights],
        aligns=[Code("right" if align == "decimal" else align) for align in aligns],
        size=points(part.size),
        head=_written(head, part, None, "th-black" if grid.serif else "th"),
        head_rows=len(head),
        body=_written(rows, part, [(grid, column, tail) for column, tail in zip(part.columns, tails, strict=True)]),
        shaded=[row + len(head) for row in sorted(grid.shaded)],
        number=None if grid.number is None else grid.number + continued,
        caption=grid.caption_of(continued),
        supplement=draft.words.table,
        separator=draft.words.separator,
        notes=grid.notes if last else [],
        together=total <= _SHORT,
        **named,
    )


def _heights(grid: Grid, rows: list[list[Cell]], part: Part) -> tuple[list[Code], float]:
    """Return the heights of the rows, and a guess at their sum in points.

    Rows of single lines have a known height, which spares Typst half of its
    work; it finds out the others.
    """
    heights, total = [], 0.0
    for row in rows:
        lines = max(
            (grid.width_of(cell.text) + MARK * len(cell.marks)) * part.size / (width - 2 * INSET - 1)
            for cell, width in zip(row, part.widths, strict=True)
        )
        known = lines <= 1 and not any(isinstance(cell.content, Code) for cell in row)
        height = _LINE * part.size + 2 * PADDING
        heights.append(points(height) if known else Code("auto"))
        total += height + int(lines) * 1.3 * part.size
    return heights, total


def _written(
    rows: list[list[Cell]], part: Part, tails: list[tuple[Grid, int, float]] | None, heading: str = ""
) -> list[str]:
    """Return the cells in order; one that stands at several places is written once, with its spans."""
    written: list[str] = []
    for down, row in enumerate(rows):
        for across, cell in enumerate(row):
            merged = cell is not _EMPTY
            if merged and ((across and row[across - 1] is cell) or (down and rows[down - 1][across] is cell)):
                continue
            columns = 1 + next(
                (n for n, other in enumerate(row[across + 1 :]) if other is not cell), len(row) - across - 1
            )
            height = 1 + next(
                (n for n, other in enumerate(rows[down + 1 :]) if other[across] is not cell), len(rows) - down - 1
            )
            spans = {"colspan": columns, "rowspan": height} if merged else {}
            room = sum(part.widths[across : across + columns]) - 2 * INSET
            tail = None if tails is None else tails[across]
            written.append(_write_cell(cell, room / part.size, tail, spans, heading))
    return written


def _write_cell(
    cell: Cell, room: float, tail: tuple[Grid, int, float] | None, spans: Mapping[str, int], heading: str
) -> str:
    """Return a cell's content, padded to its column's decimal point; long words may break only where they must."""
    content = cell.content
    if not isinstance(content, Code) and any(text_width(run[0]) > room for run in _RUN.finditer(cell.text)):
        content = break_long(content, max(1, int(room / 0.7)))
    content = dressed(cell, content)
    if tail and tail[2] and (is_number(cell.text) or cell.marks):
        grid, column, widest = tail
        missing = widest - tail_width(grid, column, cell)
        if missing > 0.01:
            content = sequence([content, call("h", Code(f"{missing:.3f}em"))])
    if heading and content:
        content = call(heading, content)
    named: dict[str, object] = {name: size for name, size in spans.items() if size > 1}
    if named.get("colspan"):
        named["align"] = Code("center")
        if heading:
            named["stroke"] = Code("group-stroke")
    return call("table.cell", content, **named) if named else content


def _text_cell(text: str, *, head: bool = False) -> Cell:
    return Cell(text, text, head)


def _rich_cell(draft: Draft, tokens: list[Token], content: Writer, *, head: bool = False) -> Cell:
    text = draft.text(html.unescape(plain_text(tokens))).strip()
    if all(token["type"] in ("text", "softbreak") for token in tokens) and "**" not in text:
        return _text_cell(text, head=head)
    return Cell(text, content(tokens), head)


def _html_cell(draft: Draft, tag: Tag, content: Writer) -> tuple[Cell, int, int]:
    head = tag.name == "th"
    if all(isinstance(child, str) for child in tag.children):
        cell = _text_cell(draft.text(tag.get_text()).strip(), head=head)
    else:
        cell = _rich_cell(draft, inline_tokens(tag), content, head=head)
    return cell, _span(tag, "colspan", _MOST_COLUMNS), _span(tag, "rowspan", _MOST_ROWS)


def _span(tag: Tag, name: str, most: int) -> int:
    written = str(tag.get(name, "1")).strip()
    return max(1, min(int(written), most)) if written.isdecimal() and len(written) < 6 else 1


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"], recursive=False)[:_MOST_COLUMNS]


def _placed(rows: list[list[tuple[Cell, int, int]]]) -> list[list[Cell]]:
    """Put cells with spans into a matrix."""
    matrix: dict[tuple[int, int], Cell] = {}
    for down, row in enumerate(rows):
        across = 0
        for cell, wide, high in row:
            while (down, across) in matrix:
                across += 1
            for y in range(down, min(down + high, len(rows))):
                for x in range(across, min(across + wide, _MOST_COLUMNS)):
                    matrix.setdefault((y, x), cell)
            across += wide
    width = max((x + 1 for _y, x in matrix), default=0)
    return [[matrix.get((y, x), _EMPTY) for x in range(width)] for y in range(len(rows))]


def _squared(rows: list[list[Cell]], width: int) -> list[list[Cell]]:
    return [[*row, *[_EMPTY] * (width - len(row))] for row in rows]


def _head_rows(tags: list[Tag], rows: list[list[Cell]]) -> int:
    """Count header rows: those in ``thead``, else leading rows of header cells only."""
    count = sum(1 for tag in tags if tag.parent is not None and tag.parent.name == "thead")
    if not count:
        while count < len(rows) - 1 and all(cell.head for cell in rows[count]):
            count += 1
    return min(count, len(rows))


def _joined_index_names(head: list[list[Cell]]) -> list[list[Cell]]:
    """Lift pandas' row of index names into the row above, which is blank where that one is not."""
    if len(head) < 2:
        return head
    above, names = head[-2], head[-1]
    if any(cell.text for cell in names) and not any(a.text and b.text for a, b in zip(above, names, strict=True)):
        return [*head[:-2], [b if b.text else a for a, b in zip(above, names, strict=True)]]
    return head


def _aligns(rows: list[list[Cell]], width: int) -> list[str]:
    """Align columns of numbers to the right."""
    aligns = []
    for column in range(width):
        texts = [row[column].text for row in rows if row[column] is not _EMPTY]
        numeric = any(text.strip() for text in texts) and all(is_number(text) for text in texts)
        aligns.append("right" if numeric else "left")
    return aligns

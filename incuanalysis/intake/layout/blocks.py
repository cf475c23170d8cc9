"""The rows of a header block: how far down it reaches from the row that opens it."""

from __future__ import annotations

import re

from incuanalysis.intake.layout.area import RowArea
from incuanalysis.intake.layout.grid import CODE, DATE, EMPTY, NOTHING, NUMBER, count_filled
from incuanalysis.intake.layout.lines import is_keyed, is_note, is_section

__all__ = ["header_rows"]

_MOST_HEADER_ROWS = 14
_MOST_PROBED = 24  # columns looked up to tell a header from rows of text
_GROUP = re.compile(r"[\u3400-\u9fffA-Z&、（）()/\s]{2,16}(?<!表)")


def header_rows(area: RowArea, first: int, above: int) -> list[int]:
    """Return the rows of a header block that opens at a row; a group heading may stand above it, down from ``above``."""
    rows = [first]
    spans = _spans_from(area, first, first)
    label = area.filled(first)[0]
    settled: bool | None = None
    row = first + 1
    while row <= area.bottom and len(rows) < _MOST_HEADER_ROWS:
        kinds = area.kinds(row)
        if not count_filled(kinds):
            follows = row + 1 <= area.bottom and area.kinds(row + 1)
            if spans < row and not (follows and area.belongs_below(row + 1)):
                break
            row += 1
            continue
        if spans >= row:
            joins = NUMBER not in kinds or area.is_counting(row)
        elif area.is_counting(row) or area.belongs_below(row):
            joins = True
        elif NUMBER in kinds or NOTHING in kinds or CODE in kinds or _is_line_over(area, row, kinds):
            joins = False
        elif area.grid.kind(row, label) == EMPTY:
            joins = count_filled(kinds) > 1 or not is_note(area.grid.text(row, area.filled(row)[0]))
        elif DATE in kinds or count_filled(kinds) < 2:
            joins = False
        else:
            if settled is None:
                settled = _is_known_enough(area, rows)
            joins = not settled and _is_known_enough(area, [*rows, row])
        if not joins:
            break
        rows.append(row)
        spans = max(spans, _spans_from(area, row, row))
        row += 1
    return _with_group_row(area, rows, above)


def _spans_from(area: RowArea, first: int, last: int) -> int:
    """Return the last row that merged ranges starting in these rows reach (a header's cells merged downwards)."""
    reach = last
    for top, left, bottom, right in area.grid.starting_in(first):
        if left <= area.right and right >= area.left and bottom > reach and bottom - top < _MOST_HEADER_ROWS:
            reach = bottom
    return reach


def _with_group_row(area: RowArea, rows: list[int], limit: int) -> list[int]:
    """Add the row above where it holds one group heading over some of the columns."""
    above, first = rows[0] - 1, area.filled(rows[0])[0]
    if above < max(area.top, limit):
        return rows
    cells = area.filled(above)
    if len(cells) == 1 and cells[0] > first and _GROUP.fullmatch(area.grid.text(above, cells[0])):
        for _, left, bottom, right in area.grid.starting_in(above):
            if left == cells[0] and bottom == above and first < left < right <= area.right:
                return [above, *rows]
    return rows


def _is_line_over(area: RowArea, row: int, kinds: bytes) -> bool:
    """Tell whether a row is a title: one text that reaches over most of the table, or a key."""
    cells = area.filled(row)
    if len(cells) != 1:
        return area.is_line(row, kinds)
    text = area.grid.text(row, cells[0])
    wide = any(
        left == cells[0] and right - left >= max(2, (area.right - area.left) // 2)
        for _, left, _, right in area.grid.starting_in(row)
    )
    return wide or len(text) > 24 or is_keyed(text) or is_section(text)


def _is_known_enough(area: RowArea, rows: list[int]) -> bool:
    """Tell whether half of the columns have known headings when these rows are read together."""
    columns = sorted({column for row in rows for column in area.filled(row)})[:_MOST_PROBED]
    hits = 0
    for column in columns:
        text = "".join(area.grid.text(row, column) for row in rows)
        hits += bool(text) and bool(area.known(text))
    return hits * 2 >= len(columns)

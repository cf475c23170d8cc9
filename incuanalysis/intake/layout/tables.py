"""Sheets → tables: every frame's rows and columns get their heads."""

from __future__ import annotations

import re
from dataclasses import replace

from incuanalysis.intake.cells import Sheet, cell_name
from incuanalysis.intake.clean.headings import Headings
from incuanalysis.intake.clean.names import NameBook
from incuanalysis.intake.findings import Finding, finding
from incuanalysis.intake.heads import Context, Head, Hints, Role, RowKind, Table
from incuanalysis.intake.layout.area import Frame
from incuanalysis.intake.layout.columns import Column, is_personal, read_columns
from incuanalysis.intake.layout.context import read_context
from incuanalysis.intake.layout.frames import find_frames
from incuanalysis.intake.layout.grid import NUMBER, Grid, row_kinds
from incuanalysis.intake.layout.lines import Surroundings, read_surroundings
from incuanalysis.intake.layout.plans import make_plan, title_sense
from incuanalysis.intake.layout.rows import RowPlan, read_rows
from incuanalysis.intake.layout.senses import COMPUTED, Asker, Sense, asker
from incuanalysis.intake.layout.sides import split_sides
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["find_no_header", "read_tables", "stray_cells"]

_TARGETS = re.compile(r"(?:目标|任务)(?:任务)?(?:分解|责任|清单|表$)")
_DONE = re.compile(r"完成|实绩|实际|已|累计|[末底]$")
_LABELS = frozenset({"name", "serial", "english", "note", "unit_name", "period", "indicator_name"})


def read_tables(
    sheet: Sheet,
    headings: Headings,
    hints: Hints,
    *,
    words: Vocabulary | None = None,
    names: NameBook | None = None,
) -> tuple[Table, ...]:
    """Find the tables of a sheet and what their rows and columns say.

    Parameters
    ----------
    sheet
        The sheet.
    headings
        What headings mean.
    hints
        What is known of the file.
    words
        The vocabulary; the project's own by default.
    names
        Finds regions in titles; made from the vocabulary by default.

    Returns
    -------
    tuple of Table
        From top to bottom, then from left to right; their areas never overlap. Empty for a sheet of text only, and for
        numbers that no header explains (:func:`find_no_header` tells of those).
    """
    grid = Grid(sheet)
    if not grid.height:
        return ()
    ask = asker(headings, words)
    frames, _ = find_frames(grid, ask.probe())
    tables = []
    for frame, outer in split_sides(grid, frames, ask):
        table = _table(grid, frame, outer, ask, hints, names or ask.names)
        if table is not None:
            tables.append(table)
    return tuple(tables)


def stray_cells(sheet: Sheet, tables: tuple[Table, ...]) -> list[tuple[int, int]]:
    """Return the (row, column) of all filled cells outside the areas of a sheet's tables, row by row."""
    within = _ranges(tables)
    strays = []
    for number, row in enumerate(sheet.rows):
        start = 0
        for left, right in sorted(within.get(number, ())):
            strays += [(number, column) for column in range(start, min(left, len(row))) if row[column] is not None]
            start = max(start, right + 1)
        strays += [(number, column) for column in range(start, len(row)) if row[column] is not None]
    return strays


def _ranges(tables: tuple[Table, ...]) -> dict[int, list[tuple[int, int]]]:
    """Return the (first, last) columns of the areas that each row lies in."""
    within: dict[int, list[tuple[int, int]]] = {}
    for table in tables:
        top, left, bottom, right = table.area
        for row in range(top, bottom + 1):
            within.setdefault(row, []).append((left, right))
    return within


def find_no_header(sheet: Sheet, tables: tuple[Table, ...]) -> tuple[Finding, ...]:
    """Return the finding ``no_header`` where numbers stand outside all tables, with the rows that were looked at."""
    within = _ranges(tables)
    kinds = {number: row_kinds(row) for number, row in enumerate(sheet.rows) if number not in within}
    rows = [row for row, kind in kinds.items() if NUMBER in kind]
    if not rows:
        return ()
    first = next(place for place, kind in enumerate(kinds[rows[0]]) if kind)
    said = "、".join(str(row + 1) for row in rows[:5]) + ("……" if len(rows) > 5 else "")
    return (finding("no_header", sheet.label, cell_name(rows[0], first), rows=said, count=len(rows)),)


def _table(
    grid: Grid, frame: Frame, outer: Surroundings | None, ask: Asker, hints: Hints, names: NameBook
) -> Table | None:
    """Return the table of a frame; None where it holds texts that nothing is known of."""
    corner = tuple(grid.text(row, _first(grid, row, frame)) for row in frame.header)
    around = read_surroundings(grid, frame.lines, frame.notes, frame.left, frame.right, corner)
    if outer is not None:
        around = _with_outer(around, outer)
    sheet = grid.sheet
    context, findings = read_context(around, sheet.name, sheet.label, hints, names, ask.words.regions)
    columns, register = read_columns(grid, frame, ask, context.period, around.titles)
    plan = make_plan(grid, frame, columns, register, ask, context)
    if around.name and not plan.entities and not plan.entity:
        plan = replace(plan, entity=around.name, register=plan.register or around.register)
    context = replace(context, register=plan.register)
    if not plan.entities and not plan.entity and not any(c.sense.entity for c in columns):
        context = replace(context, region=_sender_region(context, names, ask))
    rows = read_rows(grid, frame, plan, ask, context.period)
    titled = None if plan.indicators else title_sense(columns, around.titles, ask, context, names)
    named = _may_be_named(columns, plan, titled)
    heads = [
        _named_head(column, titled)
        if column.index in named
        else _column_head(column, plan, frame, titled, columns, ask)
        for column in columns
    ]
    if not _is_table(rows, heads, columns, context):
        return None
    if any(_TARGETS.search(title) for title in around.titles):
        heads = [_as_target(head) for head in heads]
    findings += [
        finding(
            COMPUTED,
            sheet.label,
            cell_name(frame.header[-1] if frame.header else frame.top, head.index),
            heading=head.text,
        )
        for head in heads
        if head.code == COMPUTED
    ]
    return Table(sheet, _area(grid, frame, heads), tuple(rows), tuple(heads), context, tuple(findings))


def _as_target(head: Head) -> Head:
    """Return the head of a column in a table of targets: only what says that it was done is an outcome."""
    if head.role is not Role.VALUES or _DONE.search(head.text):
        return head
    return Head(head.index, head.text, Role.UNKNOWN, head.kind, nearest=(), code="derived_heading")


def _sender_region(context: Context, names: NameBook, ask: Asker) -> str:
    """Return the region of a return whose rows name none: the sender's, where it lies within the title's."""
    regions = ask.words.regions
    if not context.region or not context.sender:
        return context.region
    title = regions.get(context.region).name
    for id in reversed(names.regions_in(f"{title} {context.sender}")):
        if id != context.region and context.region in regions.path(id):
            return id
    return context.region


def _may_be_named(columns: list[Column], plan: RowPlan, titled: Sense | None) -> frozenset[int]:
    """Return the columns whose unknown headings stand among names of regions: they are names, perhaps misspelt."""
    if not plan.indicators and titled is None:
        return frozenset()
    values = [c for c in columns if c.index in plan.values and c.filled]
    regions = sum(bool(c.sense.entity) for c in values)
    unknown = [
        c
        for c in values
        if c.sense.code == "unknown_heading" and len(c.heading.parts) == 1 and c.numbers and c.numbers >= c.texts
    ]
    return frozenset(c.index for c in unknown) if regions >= len(unknown) else frozenset()


def _named_head(column: Column, titled: Sense | None) -> Head:
    """Return the head of a column under what may be a name."""
    unit = column.sense.unit or (titled.unit if titled else "")
    indicator, basis = (titled.id, titled.basis) if titled else ("", None)
    text = column.heading.text
    return Head(column.index, text, Role.VALUES, RowKind.DATA, text, indicator, basis, unit)


def _first(grid: Grid, row: int, frame: Frame) -> int:
    """Return the first filled column of a frame's row."""
    kinds = grid.segment(row, frame.left, frame.right)
    return frame.left + len(kinds) - len(kinds.lstrip(b"\0"))


def _with_outer(own: Surroundings, outer: Surroundings) -> Surroundings:
    """Add what stands above several tables side by side."""
    return Surroundings(
        (*outer.titles, *own.titles),
        own.sender or outer.sender,
        own.name or outer.name,
        own.register or outer.register,
        own.units or outer.units,
        own.periods or outer.periods,
        own.demo or outer.demo,
    )


def _column_head(
    column: Column, plan: RowPlan, frame: Frame, titled: Sense | None, columns: list[Column], ask: Asker
) -> Head:
    """Return a column's head."""
    index, sense, text = column.index, column.sense, column.heading.text
    if index in plan.entities or index in plan.indicators or index in (plan.period, plan.unit, plan.timing):
        return Head(index, text, Role.LABEL)
    if plan.indicators:
        return _value_head(column, frame)
    match sense.role:
        case "indicator":
            total = sense.total and any(c.sense.entity and not c.sense.total for c in columns)
            return Head(
                index,
                text,
                Role.VALUES,
                RowKind.TOTAL if total else RowKind.DATA,
                sense.entity,
                sense.id,
                sense.basis,
                sense.unit,
                sense.period,
            )
        case "field":
            if plan.register:
                return Head(index, text, Role.FIELD, unit=sense.unit, field=sense.id)
            if is_personal(sense, ask.words):
                return Head(index, text, Role.LABEL)
        case "text":
            return Head(index, text, Role.FIELD, period=sense.period, field=f"text:{sense.id}")
        case "moment" | "value" | "entity" | "total":
            if titled is not None:
                return Head(
                    index,
                    text,
                    Role.VALUES,
                    RowKind.TOTAL if sense.total else RowKind.DATA,
                    sense.entity,
                    titled.id,
                    sense.basis or titled.basis,
                    sense.unit or titled.unit,
                    sense.period,
                )
        case role if role in _LABELS:
            return Head(index, text, Role.LABEL)
    if not column.filled:
        return Head(index, text, Role.LABEL)
    code = sense.code or ("unknown_heading" if column.heading.parts else "no_heading")
    return Head(index, text, Role.UNKNOWN, unit=sense.unit, period=sense.period, nearest=sense.nearest, code=code)


def _value_head(column: Column, frame: Frame) -> Head:
    """Return the head of a column beside names of indicators."""
    index, sense, text = column.index, column.sense, column.heading.text
    match sense.role:
        case "value" | "moment" | "entity" | "total" | "indicator":
            return Head(
                index,
                text,
                Role.VALUES,
                RowKind.TOTAL if sense.total else RowKind.DATA,
                sense.entity,
                sense.id if sense.role == "indicator" else "",
                sense.basis,
                sense.unit,
                sense.period,
            )
        case "text":
            return Head(index, text, Role.FIELD, period=sense.period, field=f"text:{sense.id}")
        case role if role in _LABELS:
            return Head(index, text, Role.LABEL)
    if frame.form and not column.heading.parts:
        return Head(index, text, Role.VALUES)
    if not column.filled:
        return Head(index, text, Role.LABEL)
    code = sense.code or ("unknown_heading" if column.heading.parts else "no_heading")
    return Head(index, text, Role.UNKNOWN, nearest=sense.nearest, code=code)


def _is_table(rows: list[Head], heads: list[Head], columns: list[Column], context: Context) -> bool:
    """Tell whether a frame holds data: something known, or numbers."""
    if not any(row.kind is not RowKind.LABEL for row in rows):
        return False
    filled = [(head, column) for head, column in zip(heads, columns, strict=True) if column.filled]
    if all(head.role is Role.LABEL for head, _ in filled) and any(column.numbers > 1 for _, column in filled):
        return False  # names and numbers in one column
    if context.register or any(column.numbers for column in columns):
        return True
    if any(head.indicator or head.field for head in heads):
        return True
    return any(row.indicator for row in rows) and any(head.role is Role.VALUES for head in heads)


def _area(grid: Grid, frame: Frame, heads: list[Head]) -> tuple[int, int, int, int]:
    """Return the smallest rectangle around a frame's filled cells and its columns, which a merged heading may name."""
    top, bottom = frame.top, frame.bottom
    left = min((head.index for head in heads), default=frame.right)
    right = max((head.index for head in heads), default=frame.left)
    for row in range(top, bottom + 1):
        kinds = grid.segment(row, frame.left, frame.right)
        filled = kinds.rstrip(b"\0")
        if filled:
            left = min(left, frame.left + len(kinds) - len(kinds.lstrip(b"\0")))
            right = max(right, frame.left + len(filled) - 1)
    return top, left, bottom, max(left, right)

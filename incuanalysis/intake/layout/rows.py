"""The rows of a table: whose numbers they hold, of what and when, and which are totals, parts or labels."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from incuanalysis.intake.cells import CellValue
from incuanalysis.intake.clean.units import unit_id
from incuanalysis.intake.heads import Head, Role, RowKind
from incuanalysis.intake.layout.area import Frame
from incuanalysis.intake.layout.grid import EMPTY, NUMBER, TEXT, YEAR, Grid, tidy
from incuanalysis.intake.layout.headers import split_cell
from incuanalysis.intake.layout.lines import is_note, is_section
from incuanalysis.intake.layout.senses import Asker, Sense, is_total, moment, without_part_mark
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month, Period

__all__ = ["RowPlan", "cell_period", "read_rows"]


@dataclass(frozen=True, slots=True)
class RowPlan:
    """Which columns say what of their rows.

    Parameters
    ----------
    entities
        Columns of names, the widest first (地市, 县区).
    indicators
        Columns of indicator names, groups first; empty where the columns name the indicators.
    period, unit
        Columns of periods and units, None without.
    timing
        Column that says of which stretch of time a row's numbers are (口径: 本月, 本年累计, 期末), None without.
    values
        Columns whose cells are numbers, fields or texts.
    register
        Id of the register whose entities the rows are.
    entity
        Name of the one entity of a form.
    """

    entities: tuple[int, ...] = ()
    indicators: tuple[int, ...] = ()
    period: int | None = None
    unit: int | None = None
    timing: int | None = None
    values: tuple[int, ...] = ()
    register: str = ""
    entity: str = ""


@dataclass(slots=True)
class _Reader:
    grid: Grid
    frame: Frame
    plan: RowPlan
    ask: Asker
    moment: Period | None
    section: str = ""
    above: str = ""
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def text(self, row: int, column: int) -> str:
        """Return a label cell's text; cells merged downwards say the same in each row."""
        row, column = self.merged.get((row, column), (row, column))
        return tidy(self.grid.text(row, column))


def read_rows(grid: Grid, frame: Frame, plan: RowPlan, ask: Asker, period: Period | None) -> list[Head]:
    """Return the heads of a body's rows.

    Parameters
    ----------
    grid, frame
        Where.
    plan
        Which columns say what.
    ask
        The vocabulary.
    period
        The table's period, for its year.
    """
    labels = {*plan.entities, *plan.indicators, *(c for c in (plan.period, plan.unit, plan.timing) if c is not None)}
    reader = _Reader(grid, frame, plan, ask, period, merged=_merged_down(grid, frame, labels))
    heads = []
    for row in frame.body:
        if row in frame.repeats:
            heads.append(_label(row, grid, frame))
        elif (line := _line(reader, row)) is not None:
            heads.append(line)
        elif plan.indicators:
            heads.append(_of_indicator(reader, row))
        else:
            heads.append(_of_entity(reader, row))
    return heads


def _merged_down(grid: Grid, frame: Frame, columns: set[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return, for label cells below the first one of a merged range, the cell that holds the text."""
    anchors: dict[tuple[int, int], tuple[int, int]] = {}
    if not grid.merged or not columns:
        return anchors
    budget = 50_000
    last = frame.body[-1]
    for row in frame.body:
        for top, left, bottom, _ in grid.starting_in(row):
            if left in columns and bottom > top:
                for below in range(top + 1, min(bottom, last) + 1):
                    anchors.setdefault((below, left), (top, left))
                    budget -= 1
                if budget < 0:
                    return anchors
    return anchors


def _label(row: int, grid: Grid, frame: Frame) -> Head:
    first = next((c for c in range(frame.left, frame.right + 1) if grid.kind(row, c)), frame.left)
    return Head(row, tidy(grid.text(row, first)), Role.LABEL, RowKind.LABEL)


def _line(reader: _Reader, row: int) -> Head | None:
    """Return the head of a row with one text only that is a section, a page's title or a note; None if it is none."""
    grid, frame, plan = reader.grid, reader.frame, reader.plan
    kinds = grid.segment(row, frame.left, frame.right)
    if len(kinds) - kinds.count(EMPTY) != 1:
        if (
            NUMBER not in kinds
            and YEAR not in kinds
            and any(is_note(grid.text(row, frame.left + place)) for place, kind in enumerate(kinds) if kind == TEXT)
            and not any(kinds[c - frame.left : c - frame.left + 1].strip(b"\0") for c in plan.values)
        ):
            return _label(row, grid, frame)
        return None
    place = next(place for place, kind in enumerate(kinds) if kind)
    column = frame.left + place
    if kinds[place] != TEXT:
        return None
    text = tidy(grid.text(row, column))
    names = {*plan.entities, *plan.indicators}
    wide = any(left == column and right > column for _, left, _, right in grid.starting_in(row))
    merged_name = any((row, c) in reader.merged for c in names)
    if wide or is_section(text) or is_note(text) or (column not in names and column not in plan.values):
        if not is_note(text):
            reader.section = split_cell(text)[0] or text
        return _label(row, grid, frame)
    if column in plan.indicators and not merged_name and not frame.form:
        reader.section = split_cell(text)[0] or text
    return None


def cell_period(value: CellValue, year: int | None) -> tuple[Period, Basis | None] | None:
    """Return the period that a cell of a period column states.

    Examples
    --------
    >>> str(cell_period(2023, None)[0]), str(cell_period("三季度", 2023)[0]), cell_period("鹿城区", 2023)
    ('2023', '2023Q3', None)
    """
    if isinstance(value, dt.date):
        month = Month(value.year, value.month)
        return Period(month, month), None
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        if value != value or value in (float("inf"), float("-inf")) or value != int(value):
            return None
        number = int(value)
        if 1950 <= number <= 2099:
            return Period.of_year(number), None
        if 195001 <= number <= 209912 and 1 <= number % 100 <= 12:
            month = Month(*divmod(number, 100))
            return Period(month, month), None
        return None
    if isinstance(value, str):
        return moment(tidy(value), year)
    return None


def _period(reader: _Reader, row: int) -> tuple[Period | None, Basis | None, bool]:
    """Return a row's period and basis, and whether a period that should be there could be read."""
    column = reader.plan.period
    if column is None:
        return None, None, True
    place = reader.merged.get((row, column), (row, column))
    value = reader.grid.value(*place)
    year = reader.moment.last.year if reader.moment else None
    found = cell_period(value, year)
    if found is None:
        return None, None, value is None and reader.moment is not None
    return found[0], found[1], True


def _has_values(reader: _Reader, row: int) -> bool:
    return any(reader.grid.kind(row, column) for column in reader.plan.values)


def _entity(reader: _Reader, row: int) -> tuple[str, RowKind, str]:
    """Return whose row it is: (name, kind, label as printed); a finer name column counts before a wider one."""
    names = [reader.text(row, column) for column in reader.plan.entities]
    printed = "/".join(dict.fromkeys(name for name in names if name))
    kind = RowKind.DATA
    entity = ""
    for place in range(len(names) - 1, -1, -1):
        name = names[place]
        if not name:
            continue
        bare, part = without_part_mark(name)
        whole = is_total(bare) if reader.plan.register not in ("firms", "projects", "sites") or len(bare) <= 6 else None
        if whole is not None:
            # 小计 beside a merged 鹿城区 is that district's
            wider = next((n for n in reversed(names[:place]) if n and is_total(n) is None), "")
            return whole or wider, RowKind.TOTAL, printed
        entity = bare
        kind = RowKind.PART if part else RowKind.DATA
        break
    return entity, kind, printed


def _total_beside(reader: _Reader, row: int) -> tuple[str, str] | None:
    """Return whose total a row is where 合计 stands beside the empty name (it is often merged over the first columns)."""
    grid, frame = reader.grid, reader.frame
    for place, kind in enumerate(grid.segment(row, frame.left, frame.right)):
        if kind == TEXT:
            text = tidy(grid.text(row, frame.left + place))
            whole = is_total(text)
            return None if whole is None else (whole, text)
        if kind in (NUMBER, YEAR) and place:
            return None
    return None


def _of_entity(reader: _Reader, row: int) -> Head:
    """Return the head of a row whose columns name the indicators."""
    plan = reader.plan
    entity, kind, printed = _entity(reader, row) if plan.entities else (plan.entity, RowKind.DATA, "")
    period, basis, readable = _period(reader, row)
    text = printed or (reader.text(row, plan.period) if plan.period is not None else "")
    if not printed and (beside := _total_beside(reader, row)) is not None:
        entity, kind, text = beside[0], RowKind.TOTAL, beside[1]
    elif plan.entities and not printed and _has_values(reader, row):
        return Head(row, text, Role.UNKNOWN, code="no_row_name")
    if not readable and _has_values(reader, row):
        said = tidy(reader.grid.text(row, plan.period)) if plan.period is not None else ""
        return Head(row, said, Role.UNKNOWN, kind, entity, code="unknown_row_period")
    unit = unit_id(reader.text(row, plan.unit)) if plan.unit is not None else ""
    if plan.timing is not None and (timing := reader.text(row, plan.timing)):
        sense = reader.ask.sense((timing,), "", "", period or reader.moment)
        if sense.role not in ("value", "moment"):
            return Head(row, f"{text}/{timing}", Role.UNKNOWN, kind, entity, code="unknown_heading")
        basis, period, text = sense.basis or basis, sense.period or period, f"{text}/{timing}"
    return Head(row, text, Role.VALUES, kind, entity, basis=basis, unit=unit, period=period)


def _of_indicator(reader: _Reader, row: int) -> Head:
    """Return the head of a row that names its indicator."""
    plan = reader.plan
    labels = [text for column in plan.indicators if (text := reader.text(row, column))]
    if not labels and _has_values(reader, row):
        return Head(row, "", Role.UNKNOWN, code="no_row_name")
    parts, said_unit = [], ""
    for label in labels:
        name, unit, english = split_cell(label)
        parts.append(name or english or label)
        said_unit = unit or said_unit
    unit = unit_id(reader.text(row, plan.unit)) if plan.unit is not None else ""
    own = unit or said_unit
    period, basis, readable = _period(reader, row)
    timing = reader.text(row, plan.timing) if plan.timing is not None else ""
    sense = _row_sense(reader, tuple(parts), own, period or reader.moment, timing)
    entity, kind, _ = _entity(reader, row) if plan.entities else (plan.entity, RowKind.DATA, "")
    part = without_part_mark(labels[-1])[1] if labels else False
    if labels and not part and len(plan.indicators) == 1:
        reader.above = parts[-1]
    kind = RowKind.PART if part and kind is RowKind.DATA else kind
    text = "/".join((*parts, timing) if timing else parts)
    if not readable and _has_values(reader, row):
        return Head(row, text, Role.UNKNOWN, kind, entity, code="unknown_row_period")
    if plan.entities and not entity and kind is not RowKind.TOTAL and _has_values(reader, row):
        return Head(row, text, Role.UNKNOWN, kind, code="no_row_name")
    match sense.role:
        case "indicator":
            return Head(
                row,
                text,
                Role.VALUES,
                kind,
                sense.entity or entity,
                sense.id,
                basis or sense.basis,
                sense.unit or own,
                period or sense.period,
            )
        case "field":
            return Head(row, text, Role.FIELD, kind, entity, unit=own, period=period, field=sense.id)
        case "text":
            return Head(row, text, Role.FIELD, kind, entity, period=period, field=f"text:{sense.id}")
        case "name" | "serial" | "english" | "note" | "period":
            if plan.entity or not _has_numbers(reader, row):
                return Head(row, text, Role.LABEL, RowKind.LABEL, entity)
    code = sense.code or "unknown_heading"
    return Head(row, text, Role.UNKNOWN, kind, entity, unit=own, period=period, nearest=sense.nearest, code=code)


def _has_numbers(reader: _Reader, row: int) -> bool:
    return any(reader.grid.kind(row, column) in (NUMBER, YEAR) for column in reader.plan.values)


def _row_sense(reader: _Reader, parts: tuple[str, ...], unit: str, period: Period | None, timing: str) -> Sense:
    """Return what a row's label says: with its groups, alone, then with the section or the row above it."""
    ask, register = reader.ask, reader.plan.register
    if not parts:
        return Sense("unknown", code="no_heading")
    after = (timing,) if timing else ()
    whole = ask.sense((*parts, *after), unit, register, period)
    if whole.known and whole.role not in ("total", "entity", "moment", "value"):
        return whole
    if reader.above and without_part_mark(parts[-1])[1]:
        below = ask.sense((reader.above, parts[-1], *after), unit, register, period)
        if below.role == "indicator":
            return below
    if len(parts) > 1:
        alone = ask.sense((parts[-1], *after), unit, register, period)
        if alone.role in ("indicator", "field", "text"):
            return alone
    if reader.section and len(parts) == 1:
        under = ask.sense((reader.section, *parts, *after), unit, register, period)
        if under.role in ("indicator", "field", "text"):
            return under
    return whole if not whole.known else Sense("unknown", code="unknown_heading", nearest=whole.nearest)

"""Table → reading: every value cell becomes an entry, a field of a record, a text, or is refused with its reason."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from decimal import Decimal
from operator import add
from typing import cast

from incuanalysis.errors import IncuError
from incuanalysis.intake.cells import CellError, CellValue, cell_name
from incuanalysis.intake.clean.numbers import Number, read_number
from incuanalysis.intake.findings import Finding
from incuanalysis.intake.heads import Head, Role, RowKind, Table
from incuanalysis.intake.returns.fields import read_field
from incuanalysis.intake.returns.fractions import refuse_fractions
from incuanalysis.intake.returns.meaning import CellMeaning, Unclear, cell_meaning
from incuanalysis.intake.returns.reading import Entries, Reading, Record, Refusal, Text
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["assemble"]

_WHOLE = {int}
#: Prefix of the texts of units among the fields.
TEXT = "text:"
# A text file or page has a spreadsheet program's errors as text.
_ERROR = re.compile(r"#(?:REF!|DIV/0!|VALUE!|N/A|NAME\?|NUM!|NULL!|SPILL!|CALC!)|Err:\d{3}", re.IGNORECASE)


def assemble(table: Table, words: Vocabulary) -> Reading:
    """Read the value cells of a table.

    Parameters
    ----------
    table
        As layout or a form's hidden sheet understood it.
    words
        The vocabulary.

    Returns
    -------
    Reading
        Whose stored, refused and label cells add up to the filled cells of the table's area.
    """
    reading = Reading(table, Entries(), findings=list(table.findings))
    work = _Work(table, words, reading)
    numbers = [column for column in table.columns if column.role in (Role.VALUES, Role.UNKNOWN)]
    fields = [column for column in table.columns if column.role is Role.FIELD]
    values = 0
    for row in table.rows:
        if row.kind is RowKind.LABEL or row.role is Role.LABEL:
            continue
        cells = table.sheet.rows[row.index]
        if row.role is Role.FIELD:
            values += work.upright(row, numbers, cells)
            continue
        values += work.numbers(row, numbers, cells)
        if fields:
            values += work.fields(row, fields, cells)
    work.finish()
    reading.cells = _filled(table)
    reading.labels = reading.cells - values
    refuse_fractions(reading, words)
    return reading


def _filled(table: Table) -> int:
    top, left, bottom, right = table.area
    rows = table.sheet.rows[top : bottom + 1]
    return sum(len([1 for value in row[left : right + 1] if value is not None]) for row in rows)


@dataclass(slots=True, eq=False)
class _Plan:
    """How the cells of a column are read in the rows that say the same of themselves."""

    meaning: CellMeaning | Unclear
    id: str = ""
    basis: str = ""
    first: int = 0
    last: int = 0
    #: Numerator and denominator that turn a whole number into the canonical unit; 0 where that is not so simple.
    up: int = 0
    down: int = 1
    unit: str = ""


class _Plans:
    """The plans of a row's columns, and what a row of nothing but whole numbers needs of them, column by column."""

    def __init__(self, plans: list[_Plan], columns: list[Head]) -> None:
        self.plans = plans
        self.columns = array("i", [column.index for column in columns])
        self.last = max(self.columns, default=0)
        self.simple = bool(plans) and all(plan.up for plan in plans)
        self.factors = None if all(plan.up == plan.down for plan in plans) else [(p.up, p.down) for p in plans]
        self.units = [plan.unit for plan in plans]
        self.ids = [plan.id for plan in plans]
        self.bases = [plan.basis for plan in plans]
        self.firsts = array("i", [plan.first for plan in plans])
        self.lasts = array("i", [plan.last for plan in plans])
        self.totals = any(column.kind is RowKind.TOTAL for column in columns)
        self.entities = any(column.entity for column in columns)

    def values(self, whole: list[int]) -> list[float]:
        """Return the row's numbers in their indicators' units."""
        if self.factors is None:
            return list(map(float, whole))
        return [value * up / down for value, (up, down) in zip(whole, self.factors, strict=True)]


@dataclass(slots=True)
class _Work:
    """What reading one table needs at hand."""

    table: Table
    words: Vocabulary
    reading: Reading
    plans: dict[tuple[object, ...], _Plans] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    ranges: dict[tuple[str, int], list[int]] = field(default_factory=dict)

    def numbers(self, row: Head, columns: list[Head], cells: list[CellValue]) -> int:
        """Read a row's cells of indicators; return how many there are."""
        said = (row.indicator, row.basis, row.unit, row.period, row.code, row.code and row.text)
        plans = self.plans.get(said)
        if plans is None:
            plans = self.plans[said] = _Plans([self.plan(row, column) for column in columns], columns)
        if plans.simple and len(cells) > plans.last:
            got = [cells[index] for index in plans.columns]
            if set(map(type, got)) == _WHOLE:
                self.whole_numbers(row, columns, plans, cast("list[int]", got))
                return len(got)
        count, width = 0, len(cells)
        for column, plan in zip(columns, plans.plans, strict=True):
            if column.index < width and (value := cells[column.index]) is not None:
                count += 1
                self.value(row, column, plan, value)
        return count

    def whole_numbers(self, row: Head, columns: list[Head], plans: _Plans, whole: list[int]) -> None:
        """Add the entries of a row of nothing but whole numbers, as nearly all are."""
        entries, many = self.reading.entries, len(whole)
        entries.row += array("i", [row.index]) * many
        entries.column += plans.columns
        if plans.totals:
            entries.kind += [column.kind if column.kind is RowKind.TOTAL else row.kind for column in columns]
        else:
            entries.kind += [row.kind] * many
        if plans.entities:
            entities = [column.entity or row.entity for column in columns]
            self.reading.names.update((entity, row.index) for entity in entities)
            entries.entity += entities
        else:
            self.reading.names.add((row.entity, row.index))
            entries.entity += [row.entity] * many
        entries.indicator += plans.ids
        entries.basis += plans.bases
        entries.first += plans.firsts
        entries.last += plans.lasts
        entries.value += plans.values(whole)
        entries.qualifier += ["exact"] * many
        entries.printed += list(map(add, map(str, whole), plans.units))
        entries.note += [None] * many

    def plan(self, row: Head, column: Head) -> _Plan:
        """Return how a column's cells are read in rows like this one."""
        meaning = cell_meaning(row, column, self.table.context, self.words)
        if isinstance(meaning, Unclear):
            return _Plan(meaning)
        factor = meaning.factor
        up, down = (factor.numerator, factor.denominator) if factor is not None else (0, 1)
        return _Plan(
            meaning, meaning.indicator.id, meaning.basis.value, meaning.first, meaning.last, up, down, meaning.unit
        )

    def value(self, row: Head, column: Head, plan: _Plan, value: CellValue) -> None:
        """Read a cell that is more than a plain whole number with a unit."""
        meaning = plan.meaning
        if isinstance(meaning, Unclear):
            self.refuse(row, column, value, meaning.code, meaning.facts)
            return
        if type(value) is int or type(value) is float:
            number = Number(value)
        else:
            wrong = isinstance(value, CellError) or (type(value) is str and bool(_ERROR.fullmatch(value.strip())))
            read = None if wrong else read_number(value)
            if read is None:
                code = "error_value" if wrong else "not_a_number"
                self.refuse(row, column, value, code, {"heading": meaning.indicator.zh, "found": _text(value)})
                return
            number = read
        if number.value is None:
            self.keep(row, column, plan, None, _text(value), "blank")
            return
        unit = number.unit or meaning.unit
        if number.scale and unit and self.words.units.get(unit).factor != 1:
            # 1.2万 under 万元: ten thousand yuan, or ten thousand times that?
            facts = {"heading": meaning.indicator.zh, "found": _text(value), "unit": unit}
            self.refuse(row, column, value, "doubtful_scale", facts)
            return
        if not unit:
            facts = {"heading": meaning.indicator.zh, "expected": meaning.indicator.unit, "found": _text(value)}
            self.refuse(row, column, value, "no_unit", facts)
            return
        try:
            canonical = self.canonical(number.value, unit, meaning)
        except IncuError:
            facts = {"heading": meaning.indicator.zh, "unit": unit, "expected": meaning.indicator.unit}
            self.refuse(row, column, value, "wrong_unit", facts)
            return
        note = f"范围 {number.value}–{number.high}，取下限" if number.high is not None else None
        printed = _text(value) if number.unit else f"{_text(value)}{unit}"
        self.keep(row, column, plan, canonical, printed, number.qualifier, note)

    def keep(
        self,
        row: Head,
        column: Head,
        plan: _Plan,
        value: float | None,
        printed: str,
        qualifier: str,
        note: str | None = None,
    ) -> None:
        """Add an entry."""
        entries = self.reading.entries
        if note:
            self.ranges.setdefault((plan.id, column.index), []).append(len(entries))
        entity = column.entity or row.entity
        self.reading.names.add((entity, row.index))
        entries.row.append(row.index)
        entries.column.append(column.index)
        entries.kind.append(column.kind if column.kind is RowKind.TOTAL else row.kind)
        entries.entity.append(entity)
        entries.indicator.append(plan.id)
        entries.basis.append(plan.basis)
        entries.first.append(plan.first)
        entries.last.append(plan.last)
        entries.value.append(value)
        entries.qualifier.append(qualifier)
        entries.printed.append(printed)
        entries.note.append(note)

    def finish(self) -> None:
        """Add what is known only when all rows were read."""
        self.reading.findings += self.told_ranges()
        self.reading.records += [record for record in self.records.values() if record.values]

    def told_ranges(self) -> list[Finding]:
        """Tell of the cells that hold a range, of which the lower end was taken: one finding a column."""
        entries = self.reading.entries
        found = []
        for (indicator, column), places in self.ranges.items():
            cells = [cell_name(entries.row[place], column) for place in dict.fromkeys((places[0], places[-1]))]
            printed = "、".join(entries.printed[place] for place in places[:3]) + ("等" if len(places) > 3 else "")
            name = self.words.indicators.get(indicator)
            facts = {"heading": name.zh, "heading_en": name.en, "found": printed, "count": str(len(places))}
            found.append(Finding("range_taken_low", facts, cell="…".join(cells)))
        return found

    def canonical(self, value: Decimal | float, unit: str, meaning: CellMeaning) -> float:
        """Return a number in the indicator's unit, exactly rounded."""
        if unit == meaning.unit and (factor := meaning.factor) is not None:
            if factor == 1:
                return float(value)
            if isinstance(value, int):
                return value * factor.numerator / factor.denominator
        return float(self.words.units.convert(value, unit, meaning.indicator.unit))

    def fields(self, row: Head, columns: list[Head], cells: list[CellValue]) -> int:
        """Read a row's cells of a register or of texts; return how many of them are values."""
        record = Record(self.table.context.register, row.index, row.entity, {}, {})
        count = 0
        for column in columns:
            if column.index < len(cells) and (value := cells[column.index]) is not None:
                count += self.field(row, column, column, value, record)
        if record.values:
            self.reading.records.append(record)
        return count

    def upright(self, row: Head, columns: list[Head], cells: list[CellValue]) -> int:
        """Read a row that is a field of the entities in the columns, or of the one that the form is about."""
        count = 0
        for column in columns:
            if column.index < len(cells) and (value := cells[column.index]) is not None:
                entity = column.entity or row.entity
                record = self.records.setdefault(entity, Record(self.table.context.register, row.index, entity, {}, {}))
                count += self.field(row, column, row, value, record)
        return count

    def field(self, row: Head, column: Head, head: Head, value: CellValue, record: Record) -> int:
        """Read one cell of a register's field or a text, which ``head`` names; return 1 if it is a value, 0 if a label."""
        context = self.table.context
        entity = column.entity or row.entity
        if head.field.startswith(TEXT):
            period = column.period or row.period or context.period
            if period is None:
                self.refuse(row, column, value, "no_period", {"heading": head.text})
                return 1
            id = head.field.removeprefix(TEXT)
            months = (int(period.first), int(period.last))
            self.reading.texts.append(Text(row.index, column.index, entity, id, _text(value), *months))
            return 1
        known = self.words.registers.get(context.register).field(head.field)
        if known.personal:
            return 0
        unit = head.unit or next((u for u in context.units if _same(u, known.unit, self.words)), "")
        read = read_field(known, value, unit, self.words)
        if isinstance(read, Unclear):
            self.refuse(row, column, value, read.code, read.facts)
        elif known.id in record.values:
            self.refuse(row, column, value, "field_twice", {"heading": known.zh})
        elif not entity:
            self.refuse(row, column, value, "no_name", {"heading": known.zh})
        else:
            record.values[known.id] = read
            record.cells[known.id] = (row.index, column.index)
        return 1

    def refuse(self, row: Head, column: Head, value: CellValue, code: str, facts: dict[str, str]) -> None:
        """Refuse a cell."""
        self.reading.refusals.append(Refusal(row.index, column.index, _text(value), code, facts))


def _same(unit: str, other: str, words: Vocabulary) -> bool:
    return bool(other) and words.units.get(unit).dimension == words.units.get(other).dimension


def _text(value: CellValue) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()

"""A form of items with one column to fill in, read into the table of its numbers and one of each text."""

from __future__ import annotations

from dataclasses import replace

from incuanalysis.intake.cells import CellValue, cell_name
from incuanalysis.intake.findings import Finding, finding
from incuanalysis.intake.forms.held import FormChangedError, HeldForm, unclear
from incuanalysis.intake.forms.hidden import Entry
from incuanalysis.intake.heads import Head, Role, Table
from incuanalysis.vocabulary.matching import normalise

__all__ = ["item_tables"]


def item_tables(form: HeldForm, places: dict[str, list[tuple[int, int]]]) -> tuple[Table, ...]:
    """Return the table of numbers and one for each text."""
    header, columns = _header(form, places)
    moved = 0
    entity = form.marks.name if form.marks.carrier else ""
    rows: dict[int, Entry] = {}
    for entry in form.marks.entries:
        lines = [r for r, c in places.get(normalise(entry.label), ()) if c == columns["label"] and r > header]
        if len(lines) != 1:
            raise unclear(entry.label, len(lines))
        moved += (lines[0], columns["value"]) != (entry.row, entry.column)
        rows[lines[0]] = entry
    numbers = {r: e for r, e in rows.items() if e.kind == "indicator"}
    texts = {r: e for r, e in rows.items() if e.kind == "text"}
    if texts and numbers and min(texts) < max(numbers):
        raise FormChangedError("文字说明移到了指标之间", "a text was moved between the items")
    findings = [finding("form_moved", count=moved)] if moved else []
    for r, entry in sorted(numbers.items()):
        findings += _check_item(form, r, entry, columns)
    findings = _together(findings, "form_wrong_column")
    heads = [_row(r, entry, entity) for r, entry in numbers.items()]
    heads += [_foreign(form, r, columns["label"]) for r in _foreign_rows(form, header, numbers, texts, columns)]
    heads.sort(key=lambda head: head.index)
    right = max(columns.values())
    _refuse_columns(form, rows, columns)
    context = form.context()
    tables = []
    if numbers:
        between = tuple(Head(c, role, Role.LABEL) for role, c in columns.items() if role != "value")
        value = Head(columns["value"], "本期")
        area = (0, 0, max(numbers), right)
        ordered = tuple(sorted((*between, value), key=lambda head: head.index))
        tables.append(Table(form.sheet, area, tuple(heads), ordered, context, tuple(findings)))
    for r, entry in sorted(texts.items()):
        head = Head(columns["value"], entry.label, Role.FIELD, field=f"text:{entry.id}", period=entry.period)
        line = Head(r, entry.label, entity=entity)
        tables.append(Table(form.sheet, (r, 0, r, right), (line,), (head,), context))
    return tuple(tables)


def _header(form: HeldForm, places: dict[str, list[tuple[int, int]]]) -> tuple[int, dict[str, int]]:
    """Return the header's row and the column of each role."""
    columns: dict[str, int] = {}
    lines: set[int] = set()
    for fixed in form.marks.fixed:
        if fixed.role in ("title", "line"):
            continue
        found = places.get(normalise(fixed.text), [])
        if len(found) != 1:
            raise unclear(fixed.text, len(found))
        lines.add(found[0][0])
        columns[fixed.role] = found[0][1]
    if len(lines) != 1 or not {"label", "unit", "value", "previous"} <= set(columns):
        raise FormChangedError("表头不在同一行", "the header is not in one row")
    return lines.pop(), columns


def _check_item(form: HeldForm, row: int, entry: Entry, columns: dict[str, int]) -> list[Finding]:
    """Refuse an item whose unit was changed; tell if its last value was."""
    unit = form.cell(row, columns["unit"])
    if not isinstance(unit, str) or normalise(unit) != normalise(entry.unit):
        found = "空白" if unit is None else str(unit)
        raise FormChangedError(
            f"“{entry.label}”的计量单位应为{entry.unit}，现为{found}",
            f"the unit of “{entry.label}” should be {entry.unit}, found {'nothing' if unit is None else unit}",
        )
    previous = form.cell(row, columns["previous"])
    if _number(previous) == entry.previous:
        return []
    found, expected = _plain(_number(previous)), _plain(entry.previous)
    facts = {"heading": entry.label, "expected": expected or "空白", "found": found or "空白"}
    facts |= {"expected_en": expected or "nothing", "found_en": found or "nothing"}
    cell = cell_name(row, columns["previous"])
    if previous is None or form.cell(row, columns["value"]) is not None:
        return [finding("form_previous", cell=cell, **facts)]
    # with nothing beside it, it was meant for this period
    return [finding("form_wrong_column", cell=cell, value_cell=cell_name(row, columns["value"]), **facts)]


def _foreign_rows(
    form: HeldForm, header: int, numbers: dict[int, Entry], texts: dict[int, Entry], columns: dict[str, int]
) -> list[int]:
    """Return rows among the items that have something in the value column and are none of ours."""
    last = max(numbers, default=header)
    between = (r for r in range(header + 1, last) if r not in numbers and r not in texts)
    return [r for r in between if form.cell(r, columns["value"]) is not None]


def _foreign(form: HeldForm, row: int, label: int) -> Head:
    """Return the head of a row that is none of ours: its number is quarantined."""
    text = form.cell(row, label)
    return Head(row, str(text) if text is not None else f"第{row + 1}行", Role.UNKNOWN, code="form_extra")


def _refuse_columns(form: HeldForm, rows: dict[int, Entry], columns: dict[str, int]) -> None:
    """Refuse a sheet with an entry between its columns, or beside a text, that nobody would look at."""
    known, last = set(columns.values()), max(columns.values())
    beside = {columns[role] for role in ("value", "number", "label") if role in columns}
    for r, entry in rows.items():
        allowed = beside if entry.kind == "text" else known
        for c in range(last + 1):
            if c not in allowed and form.cell(r, c) is not None:
                at = cell_name(r, c)
                raise FormChangedError(f"单元格{at}多出内容", f"cell {at} holds something that is not the form's")


def _row(row: int, entry: Entry, entity: str) -> Head:
    return Head(
        row,
        entry.label,
        entity=entity,
        indicator=entry.id,
        basis=entry.basis,
        unit=entry.unit,
        period=entry.period,
    )


def _number(value: CellValue) -> str:
    """Return a number as the hidden sheet writes it, anything else as its text."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(float(value))
    return str(value)


def _together(findings: list[Finding], code: str) -> list[Finding]:
    """Return findings with those of a code as one, which names the first and counts them."""
    same = [one for one in findings if one.code == code]
    if not same:
        return findings
    first, last = same[0], same[-1]
    cell = first.cell if first is last else f"{first.cell}…{last.cell}"
    one = replace(first, cell=cell, facts={**first.facts, "count": str(len(same)), "first_cell": first.cell})
    return [*(other for other in findings if other.code != code), one]


def _plain(number: str) -> str:
    """Return a number as a person writes it.

    Examples
    --------
    >>> _plain("23.0"), _plain("0.5"), _plain("无")
    ('23', '0.5', '无')
    """
    return number.removesuffix(".0")

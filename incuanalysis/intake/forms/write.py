"""A form as an Excel file for one unit: what is asked for, in which unit, beside what was reported last time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.workbook.protection import WorkbookProtection

from incuanalysis.errors import BadInputError
from incuanalysis.intake.cells import cell_name
from incuanalysis.intake.forms.declaration import Declaration, Item
from incuanalysis.intake.forms.draft import Addressee, Draft, Previous
from incuanalysis.intake.forms.hidden import OWN_SHEET, Entry, Fixed, Marks, write_marks
from incuanalysis.intake.forms.pack import pack
from incuanalysis.intake.forms.roster import lay_out_roster
from incuanalysis.intake.forms.style import (
    check_numbers,
    height,
    paint,
    protect,
    put,
    put_number,
    set_up_page,
    validate,
)
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month, Period
from incuanalysis.vocabulary.words import Vocabulary

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["write_form"]

_WIDTHS = [5.5, 35.0, 9.5, 18.0, 18.0, 40.0]
_NUMBER, _LABEL, _UNIT, _VALUE, _PREVIOUS, _NOTE = range(1, 7)
_NUMERALS = "一二三四五六七八九十"
_SIGNED = "单位负责人（签字）：　　　　　　　填表人（签字）：　　　　　　　报出日期：　　　年　　月　　日"
_TEXT_HEIGHT = 72.0


def write_form(
    declaration: Declaration,
    unit: Addressee,
    period: Period,
    previous: Previous,
    words: Vocabulary,
    *,
    since: Month | None = None,
    demo: bool = False,
) -> bytes:
    """Write a form for one unit.

    Parameters
    ----------
    declaration
        What is asked for.
    unit
        Who fills it in.
    period
        Reporting period, of the form's frequency.
    previous
        (Indicator id, basis) → the last period's value in the canonical unit.
    words
        The vocabulary.
    since
        First month of the plan; by default the declaration's.
    demo
        Demonstration data: said in the title, and kept with what is read from it.

    Returns
    -------
    bytes
        An xlsx file, the same for the same arguments.

    Raises
    ------
    BadInputError
        If the form is not for this period or this kind of unit, or the plan starts after the period.
    """
    draft = Draft(declaration, unit, period, previous, words, since or declaration.since, demo)
    _refuse(draft)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = declaration.short
    marks = lay_out_roster(sheet, draft) if declaration.register_id else _lay_out(sheet, draft)
    protect(sheet)
    hidden = book.create_sheet(OWN_SHEET)
    hidden.sheet_state = "veryHidden"
    hidden.protection.sheet = True
    for number, row in enumerate(write_marks(marks), start=1):
        for column, text in enumerate(row, start=1):
            if text:
                put(hidden, number, column, text)
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.creator, book.properties.title = "", draft.title
    return pack(book, period.end)


def _refuse(draft: Draft) -> None:
    form, period = draft.form, draft.period
    if period.frequency != form.frequency:
        raise BadInputError(
            f"{form.short}（{form.id}）的报告期应为{_FREQUENCIES[form.frequency][0]}，给出的是{period.label()}。"
            f" The form {form.id} is for a {form.frequency}, such as {_FREQUENCIES[form.frequency][1]}; found {period}."
        )
    if draft.unit.kind not in form.audience:
        raise BadInputError(
            f"{form.short}（{form.id}）不发给{_KINDS[draft.unit.kind]}。"
            f" The form {form.id} is for {', '.join(form.audience)}, not for a {draft.unit.kind}."
        )
    starts = any(item.basis is Basis.SINCE_START for item in form.items(draft.unit.kind))
    if starts and draft.since is not None and draft.since > period.last:
        raise BadInputError(
            f"行动计划起始月份{draft.since}晚于报告期{period.label()}，请更正 data/forms/{form.id}.yml 中的 since 或另行给出。"
            f" The plan's first month {draft.since} is after the period {period}; correct `since` or give another."
        )


_FREQUENCIES = {
    "month": ("月", "2023-09"),
    "quarter": ("季度", "2023Q4"),
    "half": ("半年", "2023H1"),
    "year": ("年", "2023"),
}
_KINDS = {"town": "街道（乡镇）", "department": "部门", "carrier": "孵化载体"}


def _lay_out(sheet: Worksheet, draft: Draft) -> Marks:
    """Write the items, texts and notes; return what the hidden sheet says of them."""
    form = draft.form
    fixed = _top(sheet, draft)
    row, number = 5, 0
    entries: list[Entry] = []
    checks: dict[tuple[str, str], list[str]] = {}
    sections = [(s.zh, [i for i in s.items if not i.audience or draft.unit.kind in i.audience]) for s in form.sections]
    sections = [(zh, items) for zh, items in sections if items]
    for place, (zh, items) in enumerate(sections):
        _section(sheet, row, place, zh)
        row += 1
        for item in items:
            number += 1
            entries.append(_item(sheet, row, number, item, draft))
            checks.setdefault((draft.number_kind(item.unit), item.unit), []).append(cell_name(row - 1, _VALUE - 1))
            row += 1
    if form.texts:
        _section(sheet, row, len(sections), "文字说明")
        row += 1
    for text in form.texts:
        number += 1
        label = text.label or next(t.zh for t in draft.words.registers.texts if t.id == text.id)
        put_number(sheet, row, _NUMBER, number, "0")
        put(sheet, row, _LABEL, label)
        paint(sheet, (row, _NUMBER, row, _NUMBER), align="center")
        paint(sheet, (row, _LABEL, row, _UNIT))
        paint(sheet, (row, _VALUE, row, _NOTE), vertical="top", entry=True, number_format="@")
        sheet.row_dimensions[row].height = _TEXT_HEIGHT
        entries.append(Entry(row - 1, _VALUE - 1, "text", text.id, label, period=draft.period))
        prompt = f"{text.note}不超过{text.length}字，没有的留空。"
        cells = [cell_name(row - 1, _VALUE - 1)]
        validate(sheet, cells, "length", prompt=prompt, error=f"不能超过{text.length}字，请删减。", most=text.length)
        row += 1
    for (kind, unit), cells in checks.items():
        check_numbers(sheet, kind, unit, cells)
    row = _bottom(sheet, row, draft)
    set_up_page(sheet, _WIDTHS, (4, 4), row, landscape=False)
    sheet.freeze_panes = "C5"
    return draft.marks(entries, fixed)


def _top(sheet: Worksheet, draft: Draft) -> list[Fixed]:
    """Write title, lines and header; return what must still stand there when the form comes back."""
    unit, period = draft.lines
    put(sheet, 1, 1, draft.title)
    paint(sheet, (1, 1, 1, _NOTE), "title", align="center", grid=False)
    sheet.row_dimensions[1].height = height([(draft.title, sum(_WIDTHS) * 0.65, "title")], 36)
    put(sheet, 2, _PREVIOUS, "制表机关：")
    paint(sheet, (2, _PREVIOUS, 2, _NOTE), grid=False)
    put(sheet, 3, 1, unit)
    paint(sheet, (3, 1, 3, _VALUE), grid=False)
    put(sheet, 3, _PREVIOUS, period)
    paint(sheet, (3, _PREVIOUS, 3, _NOTE), grid=False)
    sheet.row_dimensions[2].height = 18
    sheet.row_dimensions[3].height = height([(unit, sum(_WIDTHS[:4]), "body")], 20)
    before = draft.period.previous().label()
    heads = {
        _NUMBER: ("number", "序号"),
        _LABEL: ("label", "指标名称"),
        _UNIT: ("unit", "计量单位"),
        _VALUE: ("value", f"本期\n{draft.period.label()}"),
        _PREVIOUS: ("previous", f"上期\n{before}"),
        _NOTE: ("note", "指标说明"),
    }
    for column, (_, text) in heads.items():
        put(sheet, 4, column, text)
        paint(sheet, (4, column, 4, column), "head", align="center", head=True)
    sheet.row_dimensions[4].height = height([(t, _WIDTHS[c - 1], "head") for c, (_, t) in heads.items()], 36)
    fixed = [Fixed(0, 0, "title", draft.title), Fixed(2, 0, "line", unit), Fixed(2, _PREVIOUS - 1, "line", period)]
    return fixed + [Fixed(3, column - 1, role, text) for column, (role, text) in heads.items()]


def _section(sheet: Worksheet, row: int, place: int, zh: str) -> None:
    put(sheet, row, 1, f"{_numeral(place)}、{zh}")
    paint(sheet, (row, 1, row, _NOTE), "section")
    sheet.row_dimensions[row].height = 21


def _item(sheet: Worksheet, row: int, number: int, item: Item, draft: Draft) -> Entry:
    """Write the row of an item and return its entry."""
    label = draft.label(item)
    note = item.note or draft.words.indicators.get(item.indicator).definition_zh
    put_number(sheet, row, _NUMBER, number, "0")
    put(sheet, row, _LABEL, label)
    put(sheet, row, _UNIT, item.unit)
    put(sheet, row, _NOTE, note)
    whole = draft.number_kind(item.unit) == "whole"
    paint(sheet, (row, _NUMBER, row, _NUMBER), align="center")
    paint(sheet, (row, _LABEL, row, _LABEL), indent=2 if label.startswith("其中") else 0)
    paint(sheet, (row, _UNIT, row, _UNIT), align="center")
    value_format = "#,##0" if whole else "#,##0.00"
    paint(sheet, (row, _VALUE, row, _VALUE), align="right", entry=True, number_format=value_format)
    paint(sheet, (row, _PREVIOUS, row, _PREVIOUS), "faint", align="right")
    paint(sheet, (row, _NOTE, row, _NOTE), "small")
    entry = draft.entry(item, row - 1, _VALUE - 1, label)
    last = draft.last_value(item)
    if last is not None:
        put_number(sheet, row, _PREVIOUS, last, "#,##0" if last.is_integer() else "#,##0.00")
        entry = replace(entry, previous=repr(last))
    sheet.row_dimensions[row].height = height([(label, _WIDTHS[1], "body"), (note, _WIDTHS[5], "small")])
    return entry


def _bottom(sheet: Worksheet, row: int, draft: Draft) -> int:
    """Write the notes and the line to be signed; return the last row."""
    put(sheet, row, 1, _SIGNED)
    paint(sheet, (row, 1, row, _NOTE), grid=False, vertical="bottom")
    sheet.row_dimensions[row].height = 32
    words = {text.id: text.zh for text in draft.words.registers.texts}
    texts = [f"{text.label or words[text.id]}：{text.note}" for text in draft.form.texts if text.note]
    for number, note in enumerate([*draft.form.notes, *texts], start=1):
        row += 1
        text = f"{'填报说明：' if number == 1 else '　　　　　'}{number}．{note}"
        put(sheet, row, 1, text)
        paint(sheet, (row, 1, row, _NOTE), "small", grid=False)
        sheet.row_dimensions[row].height = height([(text, sum(_WIDTHS) * 1.1, "small")], 16)
    return row


def _numeral(place: int) -> str:
    """Return 一, 二, … for a place counted from 0.

    Examples
    --------
    >>> _numeral(0), _numeral(11)
    ('一', '十二')
    """
    tens, ones = divmod(place + 1, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return head + (_NUMERALS[ones - 1] if ones else "")

"""A register form: one row for each carrier or firm, one column for each field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.intake.forms.draft import Draft
from incuanalysis.intake.forms.hidden import Entry, Fixed, Marks
from incuanalysis.intake.forms.style import (
    check_numbers,
    column_range,
    height,
    paint,
    paint_rows,
    put,
    put_number,
    set_up_page,
    validate,
)
from incuanalysis.vocabulary.registers import Field

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["lay_out_roster"]

_SERIAL = 5.5
_NAME = 30.0
_WIDTHS = {"date": 13.0, "month": 11.0, "yes_no": 9.5, "number": 13.0, "choice": 12.0, "list": 22.0, "text": 18.0}
_CODE_WIDTH = 22.0
_CODE_LENGTH = 18
_TEXT_LENGTH = 500
_OWN = {"town": "town", "department": "", "carrier": "carrier"}  # the field that holds the unit's own name


def lay_out_roster(sheet: Worksheet, draft: Draft) -> Marks:
    """Write a register form; return what the hidden sheet says of it."""
    form, words = draft.form, draft.words
    register = words.registers.get(form.register_id)
    name_label = register.name_aliases[0]
    entries: list[Entry] = []
    widths = [_SERIAL, _NAME]
    header = 4 + len(form.notes)
    first, last = header + 1, header + form.rows
    heads = ["序号", name_label]
    entries.append(Entry(header - 1, 1, "name", "", name_label))
    for item in form.columns:
        field = register.field(item.id)
        label = (item.label or field.zh) + (f"\n（{field.unit}）" if field.unit else "")
        heads.append(label)
        widths.append(_CODE_WIDTH if item.id == "credit_code" else _WIDTHS[field.type])
        entries.append(Entry(header - 1, len(heads) - 1, "field", item.id, label, field.unit))
        cells = [column_range(len(heads), first, last)]
        _check_field(sheet, draft, field, item.note, cells)
        _body(
            sheet, (first, len(heads)), "yyyy-mm-dd" if field.type == "date" else "" if field.type == "number" else "@"
        )
    for number in form.items(draft.unit.kind):
        label = f"{draft.label(number)}\n（{number.unit}）"
        heads.append(label)
        widths.append(14.0)
        entries.append(draft.entry(number, header - 1, len(heads) - 1, label))
        check_numbers(sheet, draft.number_kind(number.unit), number.unit, [column_range(len(heads), first, last)])
        _body(sheet, (first, len(heads)), "General")
    _body(sheet, (first, 2), "@")
    validate(
        sheet,
        [column_range(2, first, last)],
        "length",
        prompt=f"填{name_label}全称，与营业执照或认定文件一致。",
        error="名称过长，请核对。",
        most=100,
    )
    paint(sheet, (first, 1, first, 1), align="center", number_format="0")
    paint_rows(sheet, first, last)
    for row in range(first, last + 1):
        put_number(sheet, row, 1, row - header, "0")
        sheet.row_dimensions[row].height = 20
    fixed = _top(sheet, draft, heads, widths, header)
    set_up_page(sheet, widths, (header, header), last, landscape=True)
    sheet.freeze_panes = f"C{first}"
    return draft.marks(entries, fixed)


def _top(sheet: Worksheet, draft: Draft, heads: list[str], widths: list[float], header: int) -> list[Fixed]:
    """Write title, lines, notes and header."""
    columns = len(heads)
    half = max(columns // 2, 2)
    unit, period = draft.lines
    put(sheet, 1, 1, draft.title)
    paint(sheet, (1, 1, 1, columns), "title", align="center", grid=False)
    sheet.row_dimensions[1].height = 36
    put(sheet, 2, half + 1, "制表机关：")
    paint(sheet, (2, half + 1, 2, columns), grid=False)
    put(sheet, 3, 1, unit)
    paint(sheet, (3, 1, 3, half), grid=False)
    put(sheet, 3, half + 1, period)
    paint(sheet, (3, half + 1, 3, columns), grid=False)
    sheet.row_dimensions[3].height = height([(unit, sum(widths[:half]), "body")], 20)
    # above the rows, because rows may be added below
    for number, note in enumerate(draft.form.notes, start=1):
        text = f"{'填报说明：' if number == 1 else '　　　　　'}{number}．{note}"
        put(sheet, 3 + number, 1, text)
        paint(sheet, (3 + number, 1, 3 + number, columns), "small", grid=False)
        sheet.row_dimensions[3 + number].height = height([(text, sum(widths), "small")], 16)
    for column, text in enumerate(heads, start=1):
        put(sheet, header, column, text)
        paint(sheet, (header, column, header, column), "head", align="center", head=True)
    sheet.row_dimensions[header].height = height([(t, w, "head") for t, w in zip(heads, widths, strict=True)], 34)
    return [Fixed(0, 0, "title", draft.title), Fixed(2, 0, "line", unit), Fixed(2, half, "line", period)]


def _body(sheet: Worksheet, cell: tuple[int, int], number_format: str) -> None:
    row, column = cell
    align = "left" if number_format == "@" else "center" if "y" in number_format else "right"
    paint(sheet, (row, column, row, column), align=align, entry=True, number_format=number_format)


def _check_field(sheet: Worksheet, draft: Draft, field: Field, note: str, cells: list[str]) -> None:
    """Add the check that belongs to a field's type."""
    if field.id == _OWN[draft.unit.kind]:
        own = (draft.unit.name,)
        validate(sheet, cells, "list", prompt=f"{note}从列表中选择本单位名称。", error="请从列表中选择。", choices=own)
        return
    match field.type:
        case "choice":
            choices = tuple(names[0] for names in field.choices.values())
            expected = "、".join(choices)
            validate(
                sheet,
                cells,
                "list",
                prompt=f"{note}从列表中选择：{expected}。",
                error=f"只能填{expected}。",
                choices=choices,
            )
        case "yes_no":
            validate(
                sheet, cells, "list", prompt=f"{note}填“是”或“否”。", error="只能填“是”或“否”。", choices=("是", "否")
            )
        case "date":
            validate(
                sheet,
                cells,
                "date",
                prompt=f"{note}填日期，如2023-09-30；没有的留空。",
                error="请填日期，如2023-09-30。",
            )
        case "number":
            check_numbers(sheet, draft.number_kind(field.unit), field.unit, cells)
        case "month":
            validate(
                sheet, cells, "length", prompt=f"{note}填年月，如2023-09。", error="请填年月，如2023-09。", most=10
            )
        case _ if field.id == "credit_code":
            validate(
                sheet,
                cells,
                "length",
                prompt=f"{note}填统一社会信用代码，共{_CODE_LENGTH}位，由数字和大写字母组成，与营业执照一致；没有的留空。",
                error=f"统一社会信用代码应为{_CODE_LENGTH}位，前后不留空格，请对照营业执照核对。",
                least=_CODE_LENGTH,
                most=_CODE_LENGTH,
            )
        case _:
            listed = "多项用顿号隔开。" if field.type == "list" else ""
            prompt = f"{note}{listed}不超过{_TEXT_LENGTH}个字符。"
            error = f"不能超过{_TEXT_LENGTH}个字符，请核对。"
            validate(sheet, cells, "length", prompt=prompt, error=error, most=_TEXT_LENGTH)

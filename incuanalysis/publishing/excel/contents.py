"""The first sheet: what the workbook is, and its other sheets by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.intake.forms.style import height, put, put_number, set_up_page
from incuanalysis.publishing.excel.sheets import HEAD_FILL, set_up_footer

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from incuanalysis.publishing.bundles import Facts
    from incuanalysis.publishing.excel.sheets import Dress

__all__ = ["write_contents"]

_WIDTHS = [16.0, 34.0, 46.0, 9.0]


def write_contents(sheet: Worksheet, facts: Facts, listed: list[tuple[str, str, int]], dress: Dress) -> None:
    """Write the list of sheets.

    Parameters
    ----------
    sheet
        An empty sheet.
    facts
        What the document says of itself.
    listed
        Name, caption and number of rows of each sheet.
    dress
        Styles the workbook's cells.
    """
    from openpyxl.worksheet.hyperlink import Hyperlink

    zh = facts.chinese
    title = f"{facts.title}{facts.subtitle}" if facts.subtitle.startswith(("（", "(")) else facts.title
    dress(put(sheet, 1, 1, title), font="黑体", size=16, align="center", grid=False)
    sheet.merge_cells("A1:D1")
    sheet.row_dimensions[1].height = height([(title, sum(_WIDTHS) * 0.65, "title")], 32)
    row = 2
    said = (
        ("发布单位" if zh else "Issued by", facts.issuer),
        ("期别" if zh else "Period", facts.period),
        ("地区" if zh else "Region", facts.region_name),
        ("说明" if zh else "Marked", "　".join(facts.badges)),
    )
    for label, text in said:
        if text:
            dress(put(sheet, row, 1, label), font="黑体", grid=False)
            dress(put(sheet, row, 2, text), grid=False)
            sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=4)
            row += 1
    row += 1
    first = row
    for across, text in enumerate(
        ("序号", "工作表", "内容", "行数") if zh else ("No.", "Sheet", "Content", "Rows"), start=1
    ):
        dress(put(sheet, row, across, text), font="黑体", fill=HEAD_FILL, align="center")
    for number, (name, caption, count) in enumerate(listed, start=1):
        row += 1
        put_number(sheet, row, 1, number, "0")
        put(sheet, row, 2, name)
        put(sheet, row, 3, caption)
        put_number(sheet, row, 4, count, "0")
        for across, align in enumerate(("center", "left", "left", "right"), start=1):
            dress(sheet.cell(row, across), align=align, color="1F3A5F" if across == 2 else "000000")
        quoted = name.replace("'", "''")
        sheet.cell(row, 2).hyperlink = Hyperlink(ref=f"B{row}", location=f"'{quoted}'!A1")
        sheet.row_dimensions[row].height = height([(caption, _WIDTHS[2], "body"), (name, _WIDTHS[1], "body")], 18)
    set_up_page(sheet, _WIDTHS, (first, first), row, landscape=False)
    set_up_footer(sheet, chinese=zh, badges=facts.badges)

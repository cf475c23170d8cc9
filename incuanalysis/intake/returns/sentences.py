"""Findings of reading and placing values: code → (severity, Chinese, English)."""

from __future__ import annotations

from incuanalysis.intake.findings import Sentences

__all__ = ["SENTENCES"]

SENTENCES: Sentences = {
    "no_table": (
        "warning",
        "文件中没有可识别的数据表。请检查是否发错文件；如有数据，请按下发的报表格式填报。",
        "No table of data was recognised. Check whether this is the right file; if it holds data, use the form that was sent out.",
    ),
    "no_period": (
        "error",
        "“{heading}”没有写明属于哪个时期。请在表题中写明（如2023年第四季度），或用 --period 指定。",
        "{heading}: the period is not stated. Write it in the table's title (2023年第四季度) or give --period.",
    ),
    "no_basis": (
        "error",
        "“{heading}”写的是截至{period}，未写明是当期、年初以来还是历史累计。请在列名中写明。",
        "{heading}: as at {period}, but not whether in the period, since January or since founding. Say it in the heading.",
    ),
    "no_unit": (
        "error",
        "“{heading}”填有{found}，但没有写计量单位（应换算为{expected}）。请在列名或表头写明单位。",
        "{heading}: found {found} without a unit (it is kept in {expected}). Write the unit in the heading.",
    ),
    "wrong_unit": (
        "error",
        "“{heading}”的单位写作“{unit}”，与该指标不符（应为{expected}一类）。请更正单位或列名。",
        "{heading}: the unit {unit} does not fit (expected {expected} or the like). Correct the unit or the heading.",
    ),
    "doubtful_scale": (
        "error",
        "“{heading}”填的是“{found}”，而单位是{unit}，看不出是否重复计了万（亿）。请改写为不带万、亿的数。",
        "{heading}: found “{found}” where the unit is {unit}; it is not clear whether 万 (亿) is meant twice. Write a plain number.",
    ),
    "not_a_number": (
        "error",
        "“{heading}”应填数字，填的是“{found}”。请补填数字；没有数据的留空，数为零的填0。",
        "{heading}: expected a number, found “{found}”. Enter a number; leave it empty if there is none, 0 if it is zero.",
    ),
    "error_value": (
        "error",
        "“{heading}”的单元格是公式错误或没有算出结果的公式（{found}）。请改为数值后重报。",
        "{heading}: the cell holds a formula error or a formula without a result ({found}). Replace it by the value.",
    ),
    "percent_or_fraction": (
        "error",
        "“{heading}”一列都在0与1之间（如{found}），看不出是百分数还是比例。请写成35%的样子。",
        "{heading}: all numbers lie between 0 and 1 (such as {found}); per cent or fraction? Write them like 35%.",
    ),
    "stray_number": (
        "warning",
        "表格以外有数字{found}，未入库。如是数据，请放入表中并写明指标。",
        "A number ({found}) stands outside all tables and was not stored. If it is data, put it into the table.",
    ),
    "bad_date": (
        "error",
        "“{heading}”应填日期（如2021-05-31或2021年5月），填的是“{found}”。",
        "{heading}: expected a date such as 2021-05-31, found “{found}”.",
    ),
    "bad_choice": (
        "error",
        "“{heading}”填的是“{found}”，应为{expected}之一。",
        "{heading}: found “{found}”; expected one of {expected}.",
    ),
    "field_twice": (
        "error",
        "“{heading}”在同一行填了两次。请只保留一列。",
        "{heading}: stands in the same row twice. Keep one column.",
    ),
    "no_name": (
        "error",
        "这一行没有名称，“{heading}”不知属于谁。请补填名称。",
        "{heading}: the row has no name. Enter the name.",
    ),
    "no_region": (
        "error",
        "看不出是哪个地区的数据。请在表题或填报单位中写明，或用 --region 指定。",
        "The region is not stated. Write it in the title or the sender's line, or give --region.",
    ),
    "unknown_name": (
        "error",
        "名称“{name}”不在行政区划和载体登记中。如是笔误请更正；如指已有名称，可用 incu decide name 确认。",
        "The name {name} is neither a region nor a registered carrier. Correct it, or confirm what it means with `incu decide name`.",
    ),
    "ambiguous_name": (
        "error",
        "名称“{name}”对应不止一个地区或载体。请写全称，或用 incu decide name 确认。",
        "The name {name} may mean more than one region or carrier. Write it in full, or confirm with `incu decide name`.",
    ),
    "region_elsewhere": (
        "error",
        "“{name}”不在{region}范围内。请核对名称或表题中的地区。",
        "{name} does not lie in {region}. Check the name, or the region in the title.",
    ),
    "duplicate_row": (
        "warning",
        "与单元格{other}重复（同为{value}），只保留一处。",
        "Says the same as cell {other} ({value}); kept once.",
    ),
    "same_elsewhere": (
        "info",
        "与同一文件{other}中的数一致（均为{value}），只入库一次。",
        "The same figure as in {other} of this file ({value}); stored once.",
    ),
    "conflicting_rows": (
        "error",
        "此处为{found}，单元格{other}为{value}，同一指标两个数，均未入库。请核对后重报。",
        "Found {found} here and {value} in cell {other} for the same figure; neither was stored. Check and send again.",
    ),
    "already_received": (
        "info",
        "此文件内容此前已收过，不再重复入库。",
        "The same content was received before; it is not stored again.",
    ),
    "demo_mixed": (
        "error",
        "此文件注明为演示数据，不得进入正式数据库。请用 --store 指定演示数据库。",
        "The file says that it is demonstration data, which must not enter the project's own store. Name another with --store.",
    ),
    "internal_error": (
        "error",
        "读取此文件时程序出错（{error}）。文件已原样保存，其他文件不受影响；请将文件转交维护人员。",
        "The program failed on this file ({error}). The file is kept as it came and no other is affected; pass it on to the maintainers.",
    ),
    "near_carrier": (
        "warning",
        "新登记载体“{name}”，与已登记的“{other}”相近。如是同一家，请在曾用名中写明，或用 incu decide name 确认。",
        "A carrier {name} was newly registered; it resembles {other}. If they are one, say so under former names or with `incu decide name`.",
    ),
}

"""Findings of reading and placing values: code → (severity, Chinese, English)."""

from __future__ import annotations

from incuanalysis.intake.findings import Sentences

__all__ = ["SENTENCES"]

SENTENCES: Sentences = {
    "no_table": (
        "warning",
        "文件中没有可识别的数据表。请核对是否误发文件；如有数据，请按下发的报表填报。",
        "No table of data was recognised. Check whether this is the right file; if it holds data, use the form that was sent out.",
    ),
    "no_period": (
        "error",
        "“{heading}”未写明所属时期，未入库。请在表题中写明（如“2023年第四季度”）后重报，或用 --period 指定。",
        "{heading}: the period is not stated. Write it in the table's title (2023年第四季度) or give --period.",
    ),
    "no_basis": (
        "error",
        "“{heading}”只写明截至{period}，未写明是当期数、年初以来累计还是历史累计，未入库。请在表头中写明后重报。",
        "{heading}: as at {period}, but not whether in the period, since January or since founding. Say it in the heading.",
    ),
    "no_unit": (
        "error",
        "“{heading}”填报为{found}，未写明计量单位（入库单位为{expected}），未入库。请在表头中写明计量单位后重报。",
        "{heading}: found {found} without a unit (it is kept in {expected}). Write the unit in the heading.",
    ),
    "wrong_unit": (
        "error",
        "“{heading}”的计量单位写作“{unit}”，与该指标不符（应为{expected}或可与之换算的单位），未入库。请更正计量单位或表头后重报。",
        "{heading}: the unit {unit} does not fit (expected {expected} or the like). Correct the unit or the heading.",
    ),
    "doubtful_scale": (
        "error",
        "“{heading}”填报为“{found}”，而计量单位为{unit}，无法确定是否重复计了“万”“亿”，未入库。请改为不带“万”“亿”的数字后重报。",
        "{heading}: found “{found}” where the unit is {unit}; it is not clear whether 万 (亿) is meant twice. Write a plain number.",
    ),
    "not_a_number": (
        "error",
        "“{heading}”应填数字，现填“{found}”，未入库。请改填数字后重报；没有发生的填0，暂时无法取得的留空。",
        "{heading}: expected a number, found “{found}”. Enter a number; leave it empty if there is none, 0 if it is zero.",
    ),
    "error_value": (
        "error",
        "“{heading}”的单元格为公式错误或公式没有计算结果（{found}），未入库。请改为数值后重报。",
        "{heading}: the cell holds a formula error or a formula without a result ({found}). Replace it by the value.",
    ),
    "percent_or_fraction": (
        "error",
        "“{heading}”的数都在0与1之间（如{found}），无法确定是百分数还是比例，未入库。请按“35%”的样式填写后重报。",
        "{heading}: all numbers lie between 0 and 1 (such as {found}); per cent or fraction? Write them like 35%.",
    ),
    "range_taken_low": (
        "warning",
        "“{heading}”有{count}格填报为范围（{found}），均按下限读取。请改填确数后重报。",
        "{heading_en}: {count} cells hold a range ({found}); the lower end was taken. Enter the exact number.",
    ),
    "stray_number": (
        "warning",
        "表格以外有数字{found}，未入库。如为应报数据，请填入表中并写明指标后重报。",
        "A number ({found}) stands outside all tables and was not stored. If it is data, put it into the table.",
    ),
    "bad_date": (
        "error",
        "“{heading}”应填日期（如2021-05-31或2021年5月），现填“{found}”，未入库。请更正后重报。",
        "{heading}: expected a date such as 2021-05-31, found “{found}”.",
    ),
    "bad_choice": (
        "error",
        "“{heading}”应为{expected}之一，现填“{found}”，未入库。请更正后重报。",
        "{heading}: found “{found}”; expected one of {expected}.",
    ),
    "field_twice": (
        "error",
        "“{heading}”在同一行中填报了两次，只采用前一处，此处未入库。请只保留一列后重报。",
        "{heading}: stands in the same row twice; the first is used, this one was not stored. Keep one column.",
    ),
    "no_name": (
        "error",
        "该行没有名称，无法确定“{heading}”所属的载体或企业，未入库。请补填名称后重报。",
        "{heading}: the row has no name. Enter the name.",
    ),
    "no_region": (
        "error",
        "无法确定是哪个地区的数据，未入库。请在表题或填报单位中写明后重报，或用 --region 指定。",
        "The region is not stated. Write it in the title or the sender's line, or give --region.",
    ),
    "unknown_name": (
        "error",
        "名称“{name}”不在行政区划和载体登记中，对应数据未入库。如系笔误，请更正后重报；如指已有名称，可用 incu decide name 确认，确认后自动重读。",
        "The name {name} is neither a region nor a registered carrier. Correct it, or confirm what it means with `incu decide name`.",
    ),
    "ambiguous_name": (
        "error",
        "名称“{name}”对应多个地区或载体，对应数据未入库。请写明全称后重报，或用 incu decide name 确认，确认后自动重读。",
        "The name {name} may mean more than one region or carrier. Write it in full, or confirm with `incu decide name`.",
    ),
    "region_elsewhere": (
        "error",
        "“{name}”不在{region}范围内，对应数据未入库。请核对名称和表题中的地区后重报。",
        "{name} does not lie in {region}. Check the name, or the region in the title.",
    ),
    "duplicate_row": (
        "warning",
        "与单元格{other}重复（同为{value}），只采用一处。请核对是否重复填报。",
        "Says the same as cell {other} ({value}); kept once.",
    ),
    "same_elsewhere": (
        "info",
        "与同一文件“{other}”处的数一致（均为{value}），只入库一次。",
        "The same figure as in {other} of this file ({value}); stored once.",
    ),
    "conflicting_rows": (
        "error",
        "此处为{found}，单元格{other}为{value}，同一指标填报了两个数，均未入库。请核对后重报。",
        "Found {found} here and {value} in cell {other} for the same figure; neither was stored. Check and send again.",
    ),
    "already_received": (
        "info",
        "此文件内容此前已接收，不再重复入库。",
        "The same content was received before; it is not stored again.",
    ),
    "demo_mixed": (
        "error",
        "此文件注明为演示数据，不得进入正式数据仓。请用 --store 另行指定演示用的数据仓。",
        "The file says that it is demonstration data, which must not enter the project's own store. Name another with --store.",
    ),
    "internal_error": (
        "error",
        "读取此文件时程序出错（{error}）。文件已原样保存，其他文件不受影响；请将文件转交维护人员。",
        "The program failed on this file ({error}). The file is kept as it came and no other is affected; pass it on to the maintainers.",
    ),
    "near_carrier": (
        "warning",
        "新登记载体“{name}”，与已登记的“{other}”相近。如为同一载体，请在“曾用名”中写明，或用 incu decide name 确认。",
        "A carrier {name} was newly registered; it resembles {other}. If they are one, say so under former names or with `incu decide name`.",
    ),
}

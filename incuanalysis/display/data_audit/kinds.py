"""Short names of the kinds of findings, for tables; the sentence beside them says the case."""

from __future__ import annotations

__all__ = ["SEVERITIES", "kind_name"]

#: Severity → name in the two languages.
SEVERITIES = {"error": ("错误", "Error"), "warning": ("提醒", "Warning"), "info": ("说明", "Note")}

_KINDS = {
    # the file
    "file_empty": ("空文件", "Empty file"),
    "file_too_large": ("文件过大", "File too large"),
    "file_bomb": ("压缩内容过大", "Packed content too large"),
    "file_damaged": ("文件损坏", "Damaged file"),
    "file_password": ("文件设有密码", "Password"),
    "file_picture": ("图片或扫描件", "Picture or scan"),
    "file_page_print": ("版式文件", "Page print"),
    "file_wps_et": ("格式无法读取", "Format not readable"),
    "file_old_word": ("格式无法读取", "Format not readable"),
    "file_other_format": ("格式无法读取", "Format not readable"),
    "file_other_archive": ("格式无法读取", "Format not readable"),
    "file_unknown_kind": ("格式无法识别", "Format unknown"),
    "file_unknown_encoding": ("编码无法识别", "Encoding unknown"),
    "file_no_table": ("文件中无表格", "No table in file"),
    "file_archive_empty": ("压缩包为空", "Empty archive"),
    "file_archive_deep": ("压缩包多层嵌套", "Archive in archive"),
    "file_sheet_damaged": ("工作表损坏", "Damaged sheet"),
    "file_empty_workbook": ("工作簿为空", "Empty workbook"),
    "file_pictures_only": ("工作簿仅有图片", "Pictures only"),
    "file_far_cells": ("单元格远离表格", "Far cells"),
    "file_macros": ("含有宏", "Macros"),
    "file_external_links": ("引用其他工作簿", "External links"),
    "file_formulas_unsaved": ("公式无结果", "Formulas without result"),
    "file_encoding_guessed": ("编码无法确定", "Encoding guessed"),
    "file_suffix_differs": ("后缀与内容不符", "Suffix differs"),
    "file_builtin_key": ("格式自带保护", "Built-in protection"),
    "file_page_cut": ("网页不完整", "Page cut off"),
    "file_member_skipped": ("跳过系统文件", "System file skipped"),
    # the table
    "no_table": ("未识别出数据表", "No table recognised"),
    "no_header": ("无表头", "No header"),
    "computed_column": ("计算列", "Computed column"),
    "no_heading": ("列无表头", "Column without heading"),
    "no_row_name": ("行无名称", "Row without name"),
    "no_name": ("行无名称", "Row without name"),
    "unknown_heading": ("表头无法识别", "Unknown heading"),
    "ambiguous_heading": ("表头含义不唯一", "Ambiguous heading"),
    "derived_heading": ("非本期数据", "Not of the period"),
    "stray_number": ("表外数字", "Number outside tables"),
    "field_twice": ("重复填写", "Entered twice"),
    "form_changed": ("表样被改动", "Form changed"),
    "form_damaged": ("表样被破坏", "Form damaged"),
    "form_moved": ("填报项移动", "Entries moved"),
    "form_extra": ("增列填报项", "Entries added"),
    "form_contradicts": ("表样与表面不一致", "Form contradicts itself"),
    "form_wrong_column": ("可能填错栏", "Wrong column"),
    "form_previous": ("上期栏被改动", "Earlier figures changed"),
    "form_total_row": ("登记表合计行", "Total row in register"),
    # what it is about
    "unknown_row_period": ("时期无法识别", "Unknown period"),
    "heading_period": ("时期无法确定", "Unclear period"),
    "no_period": ("未写明时期", "No period"),
    "period_conflict": ("时期前后不一", "Periods disagree"),
    "period_overruled": ("时期与指定不一", "Period overruled"),
    "period_from_file": ("时期取自文件名", "Period from file name"),
    "no_start": ("累计起点不明", "Total without start"),
    "no_basis": ("口径不明", "Basis unclear"),
    "no_unit": ("未写计量单位", "No unit"),
    "wrong_unit": ("计量单位不符", "Wrong unit"),
    "no_region": ("未写明地区", "No region"),
    "unknown_name": ("名称未登记", "Unknown name"),
    "ambiguous_name": ("名称不唯一", "Ambiguous name"),
    "region_elsewhere": ("地区不在范围内", "Region elsewhere"),
    "near_carrier": ("载体名称相近", "Similar carrier"),
    # the value
    "not_a_number": ("应为数字", "Not a number"),
    "error_value": ("公式错误", "Formula error"),
    "doubtful_scale": ("量级不明", "Doubtful scale"),
    "percent_or_fraction": ("百分数或比例不明", "Per cent or fraction"),
    "bad_date": ("日期有误", "Bad date"),
    "bad_choice": ("选项有误", "Bad choice"),
    "duplicate_row": ("重复填报", "Duplicate"),
    "same_elsewhere": ("文件内重复", "Repeated in the file"),
    "conflicting_rows": ("同一指标两个数", "Two figures for one"),
    "out_of_range": ("超出合理范围", "Out of range"),
    "negative_value": ("负数", "Negative value"),
    "not_whole": ("应为整数", "Not a whole number"),
    "total_mismatch": ("合计不符", "Total does not add up"),
    "total_rounding": ("合计尾差", "Rounding of total"),
    "total_unchecked": ("合计无法核对", "Total not checked"),
    "part_exceeds_whole": ("其中项大于总数", "Part exceeds whole"),
    "exceeds_other": ("部分数大于总数", "More than its whole"),
    "total_blank_part": ("分项空白按无数据处理", "Blank part is nothing"),
    "ratio_mismatch": ("比率不符", "Ratio does not fit"),
    # beside earlier returns
    "unit_slip": ("计量单位疑误", "Unit slip"),
    "digit_slip": ("数位疑误", "Digit slip"),
    "jump": ("变动过大", "Jump"),
    "ytd_falls": ("年内累计减少", "Year to date falls"),
    "ytd_exceeds": ("年内累计偏大", "Year to date too high"),
    "total_falls": ("历史累计减少", "Running total falls"),
    "roll_forward": ("期初期末不衔接", "Stocks do not roll forward"),
    "repeats": ("与上期相同", "Same as before"),
    "stock_differs": ("期末数不一致", "Stocks differ"),
    "report_differs": ("两次填报相差悬殊", "Far from the last report"),
    "range_taken_low": ("范围取下限", "Lower end of a range"),
    "report_same_day": ("同日来文不一致", "Returns of a day differ"),
    "report_corrected": ("后有更正", "Corrected later"),
    # rosters of firms
    "roster_stay_over": ("孵化超期", "Stay over the limit"),
    "roster_too_old": ("入驻时超龄", "Too old at entry"),
    "roster_no_limit": ("无适用时限", "No limit in use"),
    "roster_two_states": ("在孵、毕业并存", "Tenant and graduate"),
    "roster_two_carriers": ("同列两个载体", "At two carriers"),
    "roster_dates": ("日期先后颠倒", "Dates out of order"),
    "roster_future": ("日期晚于报告期", "Date in the future"),
    "roster_credit_code": ("信用代码有误", "Wrong credit code"),
    "roster_differs": ("报表与名册不符", "Return and roster differ"),
    # the whole file
    "already_received": ("重复收文", "Received before"),
    "demo_mixed": ("演示数据混入", "Demonstration data"),
    "internal_error": ("程序出错", "Program error"),
}
#: For a code without a name of its own.
_OTHER = ("其他", "Other")


def kind_name(code: str, language: str = "zh") -> str:
    """Return a code's short name.

    Examples
    --------
    >>> kind_name("no_unit"), kind_name("no_unit", "en"), kind_name("a_code_of_tomorrow")
    ('未写计量单位', 'No unit', '其他')
    """
    return _KINDS.get(code, _OTHER)[0 if language == "zh" else 1]

"""Findings of this folder: code → (severity, Chinese, English)."""

from __future__ import annotations

from incuanalysis.intake.findings import Sentences

__all__ = ["SENTENCES"]

SENTENCES: Sentences = {
    "no_header": (
        "warning",
        "第{rows}行（共{count}行）有数字，但其上方未找到表头，这些数字未入库。请在数字上方写明地区、指标等表头后重报。",
        (
            "Rows {rows} ({count} in all) hold numbers, but no header was found above them; they were not stored. "
            "Write a header (region, indicators) above the numbers and send the file again."
        ),
    ),
    "computed_column": (
        "info",
        "不入库的计算列：“{heading}”由其他列计算得出，未作为指标入库。",
        "Computed column, not stored: “{heading}” follows from other columns and is no indicator.",
    ),
    "no_heading": (
        "error",
        "该列有数据而无表头，未入库。请补写表头后重报。",
        "This column has data and no heading; it was not stored. Add the heading and send the file again.",
    ),
    "no_row_name": (
        "error",
        "该行有数据而未写明是哪个地区、单位或指标，未入库。请补写名称后重报。",
        (
            "This row has data but does not name its region, unit or indicator; it was not stored. "
            "Add the name and send the file again."
        ),
    ),
    "unknown_row_period": (
        "error",
        "该行的时期“{heading}”无法识别，其数据未入库。请写明年份、季度或月份（如“2023年9月”）后重报。",
        (
            "The period “{heading}” of this row cannot be read, so its data were not stored. "
            "Write year, quarter or month, such as 2023年9月."
        ),
    ),
    "period_conflict": (
        "warning",
        "表题所示时期为{title}，文件名所示时期为{file}，两者不一致；现按{used}处理。请核对，如有误，请更正后重报。",
        "The table's title states the period {title}, the file's name {file}; {used} was used. Check which one is right.",
    ),
    "period_overruled": (
        "warning",
        "表中所示时期为{title}，与指定的{option}不一致；现按{option}处理。请核对，如有误，请更正后重报。",
        "The table states the period {title}, which is not the given {option}; {option} was used. Check it.",
    ),
    "period_from_file": (
        "info",
        "表中未写明时期，按文件名“{file}”取{period}。",
        "The table does not state its period; {period} was taken from the file's name “{file}”.",
    ),
}

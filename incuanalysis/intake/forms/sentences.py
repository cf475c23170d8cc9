"""Findings of this folder: code → (severity, Chinese, English)."""

from __future__ import annotations

from incuanalysis.intake.findings import Sentences

__all__ = ["SENTENCES"]

SENTENCES: Sentences = {
    "form_changed": (
        "warning",
        "本表由本系统制发，但表样已被改动：{found}；应与发出时一致。本表改按一般表格识别，请逐项核对结果，或退回填报单位用原表重报。",
        "This is a form of ours, but its layout was changed: {found_en}; it should be as it was sent out. It is read like any other table: check the result item by item, or ask the sender to use the form as sent.",
    ),
    "form_damaged": (
        "warning",
        "本表内置的隐藏工作表已损坏或被覆盖，应与发出时一致。本表改按一般表格识别，请逐项核对结果，或退回填报单位用原表重报。",
        "The form's hidden sheet “_incu” is damaged or was pasted over; it should be as it was sent out. The form is read like any other table: check the result item by item, or ask the sender to use the form as sent.",
    ),
    "form_moved": (
        "info",
        "表中有{count}个填报项已不在原位置，按指标名称找到并读取，请核对。",
        "{count} items are not where they were when the form was sent out; they were found by their names. Please check.",
    ),
    "form_extra": (
        "warning",
        "“{heading}”不是本表原有的填报项，其数据未采用；如需填报，请另行说明或联系制表机关增列。",
        "“{heading}” is not an item of this form, so its cells were not used; report it separately or have it added to the form.",
    ),
    "form_previous": (
        "warning",
        "“{heading}”的上期数被改动：发出时为{expected}，现为{found}。上期栏不采集；如需更正上期数，请重报上期报表。",
        "The last period's value of “{heading}” was changed from {expected} to {found}. That column is not read: to correct the last period, send its form again.",
    ),
    "form_total_row": (
        "info",
        "登记表中的合计行（{heading}）不是登记对象，未登记。",
        "The row of totals ({heading}) is not an entity of the register and was not entered.",
    ),
}

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
    "form_contradicts": (
        "error",
        "本表的隐藏工作表与表面文字不一致：{heading}。无法确定是哪一期、哪个单位的数，本表数据均未入库。请填报单位用本期、本单位的表样（由 incu form 生成）重报；如确系误改表题，请将表题、填报单位和报告期改回后另存，再次接收。",
        "What the form shows contradicts its hidden sheet ({heading}; it may mean {nearest}), so none of its values was stored. Ask for the form of this period and unit (`incu form` writes it); if only the title was changed by mistake, restore title, unit and period, save the file and take it in again.",
    ),
    "form_previous": (
        "warning",
        "“{heading}”的上期数被改动：发出时为{expected}，现为{found}。上期栏不采集；如需更正上期数，请重报上期报表。",
        "The last period's value of “{heading}” was changed from {expected_en} to {found_en}. That column is not read: to correct the last period, send its form again.",
    ),
    "form_wrong_column": (
        "error",
        "有{count}项的上期栏与发出时不同、本期栏却为空（首项“{heading}”：单元格{first_cell}由{expected}改为{found}，本期栏为单元格{value_cell}），可能填错了栏。上期栏不采集，这些数未入库。请将本期数填入本期栏后重报。",
        "{count} items were changed in the last period's column while this period's is empty (first “{heading}”: cell {first_cell} from {expected_en} to {found_en}; this period's is {value_cell}): they may stand in the wrong column. That column is not read and the numbers were not stored. Fill in this period's column and send the form again.",
    ),
    "form_total_row": (
        "info",
        "登记表中的合计行（{heading}）不是登记对象，未登记。",
        "The row of totals ({heading}) is not an entity of the register and was not entered.",
    ),
}

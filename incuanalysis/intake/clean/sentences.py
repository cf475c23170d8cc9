"""Findings of this folder: code → (severity, Chinese, English)."""

from __future__ import annotations

from incuanalysis.intake.findings import Sentences

__all__ = ["SENTENCES"]

SENTENCES: Sentences = {
    "unknown_heading": (
        "error",
        "无法识别表头“{heading}”，对应数据未入库。相近指标：{nearest_zh}。可用 incu decide heading 确认其含义，确认后自动重读。",
        (
            "The heading “{heading}” is not known, so what stands under it was not stored. Nearest: {nearest}. "
            "Say what it means with `incu decide heading`; the file is then read again by itself."
        ),
    ),
    "ambiguous_heading": (
        "error",
        "表头“{heading}”可能指多个指标：{nearest_zh}，对应数据未入库。可用 incu decide heading 确认所指的指标，确认后自动重读。",
        (
            "The heading “{heading}” may mean several indicators: {nearest}. What stands under it was not stored. "
            "Say which one is meant with `incu decide heading`; the file is then read again by itself."
        ),
    ),
    "no_start": (
        "error",
        "“{heading}”未写明累计的起始时间，对应数据未入库。请写明“本年累计”“计划期累计”或“历史累计”后重报。",
        (
            "“{heading}” does not say since when it is added up, so what stands under it was not stored. "
            "Write 本年累计 (since January), 计划期累计 (since the plan's start) or 历史累计 (since founding)."
        ),
    ),
    "derived_heading": (
        "error",
        "“{heading}”是目标、同比、占比或上年数一类的数，不作为本期数据入库。如确为本期数据，可用 incu decide heading 确认其指标，确认后自动重读。",
        (
            "“{heading}” is a target, a growth rate, a share or last year's number and was not stored as this period's. "
            "If it is this period's number, say which indicator it is with `incu decide heading`; the file is then read again."
        ),
    ),
    "heading_period": (
        "error",
        "无法确定表头“{heading}”所指的年份、月份或季度，对应数据未入库。请在表题或表头中写明年份、季度或月份后重报。",
        (
            "The year, month or quarter that the heading “{heading}” means is not clear, so what stands under it was not "
            "stored. Write year and month in the title or the heading."
        ),
    ),
}

"""What is said of a ledger that came back: code → (severity, Chinese, English), with facts in braces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["SENTENCES", "LedgerFinding"]

Severity = Literal["error", "warning"]

SENTENCES: Mapping[str, tuple[Severity, str, str]] = {
    "ledger_formula": (
        "error",
        "“{heading}”栏为公式或错误值（{found}），应直接填写内容；本行未采用，请改填后重报。",
        "{heading}: found a formula or an error ({found}), expected what it should say; the row was not used. Type the content and send it again.",
    ),
    "ledger_state_unknown": (
        "error",
        "状态“{found}”无法识别，应为{expected}之一；本行未采用，请改填后重报。",
        "Status: found {found}, expected one of {expected}; the row was not used. Choose a status from the list.",
    ),
    "ledger_state_blank": (
        "error",
        "本行有填报内容而状态为空，应为{expected}之一；本行未采用，请补填后重报。",
        "The row was filled in without a status; expected one of {expected}. The row was not used: choose a status.",
    ),
    "ledger_date_blank": (
        "error",
        "本行有改动而状态日期为空，应填状态形成的日期，如2023-09-30；本行未采用，请补填后重报。",
        "The row was changed without a date; expected a day such as 2023-09-30. The row was not used: fill in the date.",
    ),
    "ledger_date_unknown": (
        "error",
        "状态日期“{found}”无法识别，应写作2023-09-30；本行未采用，请改填后重报。",
        "Date: found {found}, expected a day such as 2023-09-30; the row was not used.",
    ),
    "ledger_date_early": (
        "error",
        "状态日期{found}早于已登记的{expected}，应不早于该日；本行未采用，请核对后重报。",
        "Date: found {found}, before the one on record; expected {expected} or later. The row was not used.",
    ),
    "ledger_date_late": (
        "error",
        "状态日期{found}晚于收表日期，应不晚于{expected}；本行未采用，请核对后重报。",
        "Date: found {found}, after the day of receipt; expected {expected} or earlier. The row was not used.",
    ),
    "ledger_date_same": (
        "error",
        "状态由“{expected}”改为“{found}”，而状态日期未改；本行未采用，请填写新状态形成的日期后重报。",
        "The status was changed from {expected} to {found}, but not its date; the row was not used. Fill in the day of the new status.",
    ),
    "ledger_document_blank": (
        "error",
        "状态为“已调整”而调整依据文号为空；本行未采用，请补填文号后重报。",
        "The status is “changed” without the number of the document that changed it; the row was not used. Fill it in.",
    ),
    "ledger_due_unknown": (
        "error",
        "调整后时限“{found}”无法识别，应写作2024-06；本行未采用，请改填后重报。",
        "New deadline: found {found}, expected a month such as 2024-06; the row was not used.",
    ),
    "ledger_due_unchanged": (
        "error",
        "填写了调整后时限（{found}），而状态为“{expected}”；只有状态为“已调整”时才能调整时限。本行未采用，请改填后重报。",
        "A new deadline ({found}) was given with the status {expected}; only “changed” moves a deadline. The row was not used.",
    ),
    "ledger_text_long": (
        "error",
        "“{heading}”栏有{found}字，应不超过{expected}字；本行未采用，请删减后重报。",
        "{heading}: found {found} characters, expected at most {expected}; the row was not used. Shorten it.",
    ),
    "ledger_row_missing": (
        "warning",
        "找不到第{found}行（{expected}），可能已被删除；该行按没有变化处理。",
        "Row {found} ({expected}) is missing; it may have been deleted. It was taken as unchanged.",
    ),
    "ledger_row_twice": (
        "error",
        "第{found}行（{expected}）在表中出现多次，应只有一行；均未采用，请删去多余的行后重报。",
        "Row {found} ({expected}) stands more than once; expected one. None was used: remove the others.",
    ),
    "ledger_row_altered": (
        "error",
        "“{heading}”栏的固定内容被改动：现为“{found}”，应为“{expected}”；本行未采用，请恢复后重报。",
        "{heading}: found {found}, expected {expected}; this column is fixed. The row was not used: restore it.",
    ),
    "ledger_row_added": (
        "error",
        "本行不是发出时的行（序号“{found}”），应为1至{expected}；本行未采用，如需增列请联系制表机关。",
        "This row was not in the ledger that was sent out (number {found}, expected 1 to {expected}); it was not used.",
    ),
    "ledger_row_unknown": (
        "error",
        "“{found}”不在行动计划“{expected}”的任务中；本行未采用，请用最新台账重报。",
        "{found} is no task of the plan {expected}; the row was not used. Use the present ledger.",
    ),
    "ledger_no_evidence": (
        "warning",
        "状态为“已完成”而佐证材料为空；本行已采用，请补报佐证材料。",
        "The status is “done” without evidence; the row was used. Ask for the evidence.",
    ),
}


@dataclass(frozen=True, slots=True)
class LedgerFinding:
    """What was found at a cell of a ledger that came back.

    Parameters
    ----------
    code
        A key of :data:`SENTENCES`.
    sheet, cell
        Where.
    facts
        ``heading``, ``found``, ``expected``: what fills the braces.
    """

    code: str
    sheet: str
    cell: str
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """``error``: the row was refused; ``warning``: look at it."""
        return SENTENCES[self.code][0]

    @property
    def found(self) -> str:
        """What stands there."""
        return self.facts.get("found", "")

    @property
    def expected(self) -> str:
        """What should stand there."""
        return self.facts.get("expected", "")

    def text(self, language: str = "zh") -> str:
        """Return the sentence in ``zh`` or ``en``, with its place."""
        _, zh, en = SENTENCES[self.code]
        facts = {"heading": "", "found": "", "expected": "", **self.facts}
        if language == "zh":
            return f"“{self.sheet}”{self.cell}：{zh.format_map(facts)}"
        return f"{self.sheet} {self.cell}: {en.format_map(facts)}"

    def as_dict(self) -> dict[str, Any]:
        """Return what ``--json`` prints of it."""
        return {
            "severity": self.severity,
            "code": self.code,
            "sheet": self.sheet,
            "cell": self.cell,
            "found": self.found,
            "expected": self.expected,
            "text": self.text(),
            "text_en": self.text("en"),
        }

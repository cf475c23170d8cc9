"""What opening a file gives: sheets and findings, or one clear line why it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from incuanalysis.errors import BadInputError
from incuanalysis.intake.cells import Sheet
from incuanalysis.intake.files.sentences import SENTENCES
from incuanalysis.intake.findings import Finding

__all__ = ["KINDS", "Opened", "Unreadable", "damaged", "refuse"]

KINDS = {
    "xlsx": (" Excel 工作簿（.xlsx）", "an Excel workbook (.xlsx)"),
    "xlsm": (" Excel 工作簿（.xlsm）", "an Excel workbook (.xlsm)"),
    "xls": (" Excel 97—2003 工作簿（.xls）", "an Excel 97–2003 workbook (.xls)"),
    "xml": (" XML 电子表格", "an XML spreadsheet"),
    "csv": ("文本表格", "a table of text"),
    "html": ("网页", "a web page"),
    "docx": (" Word 文档（.docx）", "a Word document (.docx)"),
    "zip": ("压缩包（.zip）", "an archive (.zip)"),
}
"""Formats that can be read, and how a sentence names them."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that could be read.

    Parameters
    ----------
    sheets
        Its sheets, tables or (for text) the one grid, in the file's order; empty sheets are kept.
    findings
        What a person should know of it.
    format
        What the content is: a key of :data:`KINDS`.
    """

    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...] = ()
    format: str = ""


class Unreadable(BadInputError):  # noqa: N818 - the name that the rest of the intake uses
    """A file that cannot be read; ``finding`` says in one line why, and what to do."""

    def __init__(self, found: Finding) -> None:
        self.finding = found
        super().__init__(SENTENCES[found.code][1].format_map(found.facts))


def refuse(code: str, **facts: object) -> Unreadable:
    """Return the refusal of a file, to be raised."""
    return Unreadable(Finding(code, {name: str(fact) for name, fact in facts.items()}))


def damaged(format: str) -> Unreadable:
    """Return the refusal of a file that is not what it begins like, to be raised.

    Examples
    --------
    >>> damaged("xls").finding.code
    'file_damaged'
    """
    kind, kind_en = KINDS[format]
    return refuse("file_damaged", kind=kind, kind_en=kind_en)

"""The errors that people see, and the one table of exit codes.

Every command of ``incu`` ends with one of :class:`ExitCode`. An error that a
person can do something about is raised as :class:`IncuError` or one of its
kinds; the command line prints its text and returns its code, never a traceback.
"""

from __future__ import annotations

from enum import IntEnum

__all__ = [
    "BadInputError",
    "BusyError",
    "DamagedFileError",
    "ExitCode",
    "IncuError",
    "NoDataError",
    "ReportFailedError",
    "UnknownNameError",
]


class ExitCode(IntEnum):
    """What a command's exit status means (docs/exit-codes.md)."""

    GOOD = 0
    FAILED = 1
    BAD_INPUT = 2
    NO_DATA = 3
    DAMAGED = 4
    BUSY = 5
    INTERNAL = 70
    INTERRUPTED = 130


class IncuError(Exception):
    r"""An error with a message for people and an exit code.

    Parameters
    ----------
    message
        What was found, what was expected and what to do, in one or two sentences.
    zh
        The same in Chinese, where clerks meet the error; the command line prints it above the message.

    Examples
    --------
    >>> IncuError("甲.xlsx: there is no such file.", "没有文件“甲.xlsx”。").text
    '没有文件“甲.xlsx”。\n甲.xlsx: there is no such file.'
    """

    exit_code: ExitCode = ExitCode.FAILED

    def __init__(self, message: str, zh: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.zh = zh

    @property
    def text(self) -> str:
        """What the command line prints: the Chinese sentence, if there is one, and the English one."""
        return f"{self.zh}\n{self.message}" if self.zh else self.message


class BadInputError(IncuError):
    """An argument, parameter or setting that cannot be used."""

    exit_code = ExitCode.BAD_INPUT


#: What is named on the command line, in Chinese.
_WHAT_ZH = {
    "assessed unit": "考核单位",
    "basis": "统计口径",
    "carrier": "载体",
    "contest": "比拼",
    "file": "来件",
    "form": "报表",
    "indicator": "指标",
    "kind of decision": "决定类别",
    "kind of records": "记录类别",
    "plan": "行动计划",
    "region": "地区",
    "region or carrier": "地区或载体",
    "scheme": "评分办法",
    "severity": "严重程度",
    "standard": "认定标准",
    "target": "目标",
    "unit": "计量单位",
}


class UnknownNameError(BadInputError):
    """A name that the vocabulary does not know; ``nearest`` holds the closest known ones."""

    def __init__(self, what: str, name: str, nearest: list[str], hint: str = "") -> None:
        self.what, self.name, self.nearest = what, name, nearest
        tail = f" Nearest: {', '.join(nearest)}." if nearest else ""
        known = _WHAT_ZH.get(what, "")
        near = f"可能是：{'、'.join(nearest)}。" if nearest else ""
        super().__init__(
            f"Unknown {what} {name!r}.{tail}{' ' + hint if hint else ''}",
            f"没有“{name}”这一{known}。{near}" if known else "",
        )


class NoDataError(IncuError):
    """The question is well formed, but the store holds nothing that answers it."""

    exit_code = ExitCode.NO_DATA


class DamagedFileError(IncuError):
    """A file of the project that cannot be read as what it should be."""

    exit_code = ExitCode.DAMAGED


class BusyError(IncuError):
    """Another process is writing to the same place."""

    exit_code = ExitCode.BUSY


class ReportFailedError(IncuError):
    """A report that could not be made; the ledger keeps the cell and its error."""

    exit_code = ExitCode.FAILED

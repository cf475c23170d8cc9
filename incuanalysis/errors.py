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
    """An error with a message for people and an exit code.

    Parameters
    ----------
    message
        What was found, what was expected and what to do, in one or two sentences.
    """

    exit_code: ExitCode = ExitCode.FAILED

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadInputError(IncuError):
    """An argument, parameter or setting that cannot be used."""

    exit_code = ExitCode.BAD_INPUT


class UnknownNameError(BadInputError):
    """A name that the vocabulary does not know; ``nearest`` holds the closest known ones."""

    def __init__(self, what: str, name: str, nearest: list[str], hint: str = "") -> None:
        self.what, self.name, self.nearest = what, name, nearest
        tail = f" Nearest: {', '.join(nearest)}." if nearest else ""
        super().__init__(f"Unknown {what} {name!r}.{tail}{' ' + hint if hint else ''}")


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

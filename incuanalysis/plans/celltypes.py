"""A cell of records: any value as text, text in the one spelling of its column's type, and back as a value."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from typing import Any

from incuanalysis.errors import BadInputError
from incuanalysis.plans.kinds import Column

__all__ = ["OddCellError", "cell_text", "cell_value", "day_text", "typed_text"]

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]0?0:00(?::00)?)?")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:月|[-/.月]0?1日?)?")
_EXPECTED = {
    "number": ("数字", "a number"),
    "integer": ("整数", "a whole number"),
    "date": ("日期，如2023-09-30", "a date such as 2023-09-30"),
    "month": ("月份，如2023-09", "a month such as 2023-09"),
}

_LONGEST = 32_000  # characters of a text; a cell of a spreadsheet holds 32,767


class OddCellError(ValueError):
    """A value that a column cannot hold."""


def cell_text(value: object) -> str:
    """Write any value as the text of a cell."""
    if value is None or (isinstance(value, float) and math.isnan(value)) or str(value) in ("<NA>", "NaT"):
        return ""
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, float):
        return f"{int(value)}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


def typed_text(text: str, column: Column) -> str:
    """Return a cell's text in the one spelling of its type; raise ``OddCellError`` if it is none."""
    if not text:
        if column.required:
            raise OddCellError("填写此项", "a value")
        return ""
    if column.choices and text not in column.choices:
        raise OddCellError(f"{'、'.join(column.choices)}之一", f"one of {', '.join(column.choices)}")
    if len(text) > _LONGEST:
        raise OddCellError(f"不超过{_LONGEST}字", f"at most {_LONGEST} characters")
    try:
        match column.type:
            case "date":
                found = _DATE.fullmatch(text)
                return dt.date(*map(int, found.groups())).isoformat() if found else _odd(column)
            case "month":
                found = _MONTH.fullmatch(text)
                return f"{dt.date(int(found[1]), int(found[2]), 1):%Y-%m}" if found else _odd(column)
            case "integer":
                return str(int(text)) if re.fullmatch(r"[+-]?\d+", text, re.ASCII) else _odd(column)
            case "number":
                return text if math.isfinite(float(text)) and "_" not in text else _odd(column)
    except (ValueError, OverflowError):
        return _odd(column)
    return text


def _odd(column: Column) -> str:
    raise OddCellError(*_EXPECTED[column.type])


def cell_value(text: str, column: Column) -> Any:
    """Return what a text in its type's spelling stands for.

    Examples
    --------
    >>> cell_value("3", Column("year", "integer")), cell_value("2023-09", Column("due", "month"))
    (3, '2023-09')
    """
    if column.type == "integer":
        return int(text) if text else None
    if column.type == "number":
        return float(text) if text else math.nan
    return text


def day_text(on: dt.date | str) -> str:
    """Return a day as text.

    Raises
    ------
    BadInputError
        If it is no date.

    Examples
    --------
    >>> day_text(dt.date(2023, 9, 30)), day_text("2023年9月5日")
    ('2023-09-30', '2023-09-05')
    """
    try:
        return typed_text(cell_text(on), Column("date", "date", required=True))
    except OddCellError:
        raise BadInputError(
            f"{on!r} is no date. Expected one such as 2023-09-30.", f"“{on}”不是日期。日期写作2023-09-30。"
        ) from None

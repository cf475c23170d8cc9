"""Days and months as records, registers and cells write them."""

from __future__ import annotations

import datetime as dt
import math
import re

from incuanalysis.errors import BadInputError
from incuanalysis.vocabulary.periods import Month

__all__ = ["as_day", "as_month", "given_day", "is_blank", "last_full_month", "month_end", "say_day", "say_month"]

_DAY = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*日?")
_PLAIN_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_TIME = re.compile(r"[T ]\d{2}:\d{2}.*")
_MONTH = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*月?")
_YEAR = re.compile(r"(\d{4})年?")
_YEARS = (1949, 2199)
_JOINED = 10_000  # from this number on, a month is written year × 100 + month


def is_blank(value: object) -> bool:
    """Tell whether a cell of a frame holds nothing: None, a missing value or a text of spaces."""
    if value is None or isinstance(value, str):
        return value is None or not value.strip()
    if isinstance(value, float):
        return math.isnan(value)
    if isinstance(value, int):
        return False
    if isinstance(value, list | tuple | dict | set):
        return not value
    import pandas as pd

    return bool(pd.isna(value))


def as_day(value: object) -> dt.date | None:
    """Read a day; None for what is blank or no day between 1949 and 2199.

    Examples
    --------
    >>> as_day("2023年9月5日"), as_day("2023-09-31")
    (datetime.date(2023, 9, 5), None)
    """
    day: dt.date | None = None
    if isinstance(value, dt.datetime):
        # pandas' NaT is a datetime too
        day = None if is_blank(value) else value.date()
    elif isinstance(value, dt.date):
        day = value
    elif isinstance(value, str):
        text = _TIME.sub("", value.strip())
        match = _DAY.fullmatch(text) or _PLAIN_DAY.fullmatch(text)
        try:
            day = dt.date(int(match[1]), int(match[2]), int(match[3])) if match else None
        except ValueError:
            day = None
    return day if day is not None and _YEARS[0] <= day.year <= _YEARS[1] else None


def given_day(value: object, name: str) -> dt.date:
    """Read a day that must be one.

    Raises
    ------
    BadInputError
        If it is none; ``name`` says which argument it was.
    """
    day = as_day(value)
    if day is None:
        raise BadInputError(
            f"{name}: {str(value)!r} is no day. Expected a day such as 2023-09-30.",
            f"{name}：“{value}”不是日期，应写作2023-09-30。",
        )
    return day


def as_month(value: object) -> Month | None:
    """Read a month: a Month, ``2023-09``, 202309, a day, or a year (its December); None for anything else.

    Examples
    --------
    >>> str(as_month("2023-09")), str(as_month(202309)), str(as_month("2024"))
    ('2023-09', '2023-09', '2024-12')
    """
    if isinstance(value, Month):
        return value
    if is_blank(value) or isinstance(value, bool):
        return None
    day = as_day(value)
    if day is not None:
        return Month(day.year, day.month)
    text = str(value).strip().removesuffix(".0")
    if text.isdecimal() and int(text) >= _JOINED:
        year, month = divmod(int(text), 100)
    elif match := _MONTH.fullmatch(text):
        year, month = int(match[1]), int(match[2])
    elif match := _YEAR.fullmatch(text):
        year, month = int(match[1]), 12
    else:
        return None
    return Month(year, month) if _YEARS[0] <= year <= _YEARS[1] and 1 <= month <= 12 else None


def month_end(month: str | Month) -> dt.date:
    """Return a month's last day."""
    known = as_month(month)
    if known is None:
        raise BadInputError(f"{month!r} is no month; expected 2023-09.", f"“{month}”不是月份，应写作2023-09。")
    return known.last_day()


def last_full_month(on: dt.date) -> Month:
    """Return the last month that is over at the end of a day.

    Examples
    --------
    >>> str(last_full_month(dt.date(2023, 9, 30))), str(last_full_month(dt.date(2023, 9, 29)))
    ('2023-09', '2023-08')
    """
    month = Month(on.year, on.month)
    return month if on == month.last_day() else month.plus(-1)


def say_day(day: dt.date, language: str = "zh") -> str:
    """Return a day as an official text writes it."""
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else day.isoformat()


def say_month(month: str, language: str = "zh") -> str:
    """Return ``2023年9月`` for ``2023-09``."""
    known = as_month(month)
    if known is None:
        return month
    return f"{known.year}年{known.month}月" if language == "zh" else str(known)

"""Months, periods and days as an official text writes them."""

from __future__ import annotations

import datetime as dt

from incuanalysis.errors import BadInputError
from incuanalysis.vocabulary.periods import Month, Period

__all__ = ["as_of", "day", "day_after", "month", "month_end", "months_between", "period", "publicity", "running"]

_QUARTERS = "一二三四"
_HALVES = {1: "上半年", 7: "下半年"}
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
#: How long results are made public before they are decided.
PUBLICITY_DAYS = 7


def month(when: Month, language: str = "zh", *, year: bool = True) -> str:
    """Write a month.

    >>> month(Month(2023, 9)), month(Month(2023, 9), year=False), month(Month(2023, 9), "en")
    ('2023年9月', '9月', 'September 2023')
    """
    if language == "zh":
        return f"{when.year}年{when.month}月" if year else f"{when.month}月"
    return f"{_MONTHS_EN[when.month - 1]} {when.year}" if year else _MONTHS_EN[when.month - 1]


def month_end(when: Month, language: str = "zh", *, year: bool = False) -> str:
    """Write a month's end; a year's end is 2023年末 where the year is said.

    >>> month_end(Month(2023, 9)), month_end(Month(2023, 9), year=True), month_end(Month(2023, 12), year=True)
    ('9月底', '2023年9月底', '2023年末')
    >>> month_end(Month(2023, 12)), month_end(Month(2023, 9), "en", year=True)
    ('12月底', 'end of September 2023')
    """
    if language != "zh":
        return f"end of {month(when, language, year=year)}"
    return f"{when.year}年末" if year and when.month == 12 else f"{month(when, year=year)}底"


def as_of(when: Month, language: str = "zh", *, year: bool = False) -> str:
    """Say up to when: 截至9月底, 截至2023年末.

    >>> as_of(Month(2023, 9)), as_of(Month(2023, 12), year=True), as_of(Month(2023, 9), "en")
    ('截至9月底', '截至2023年末', 'By the end of September')
    """
    if language != "zh":
        return f"By the {month_end(when, language, year=year)}"
    return f"截至{month_end(when, year=year)}"


def running(when: Month, language: str = "zh", *, year: bool = False) -> str:
    """Say the stretch from January to a month: 1—9月; 全年 in December.

    >>> running(Month(2023, 9)), running(Month(2023, 1)), running(Month(2023, 12)), running(Month(2023, 9), year=True)
    ('1—9月', '1月', '全年', '2023年1—9月')
    >>> running(Month(2023, 9), "en"), running(Month(2023, 12), "en", year=True)
    ('January–September', 'In 2023')
    """
    if language != "zh":
        if when.month == 12:
            return f"In {when.year}" if year else "In the year"
        stretch = _MONTHS_EN[0] if when.month == 1 else f"{_MONTHS_EN[0]}–{_MONTHS_EN[when.month - 1]}"
        return f"{stretch} {when.year}" if year else stretch
    stretch = {1: "1月", 12: "全年"}.get(when.month, f"1—{when.month}月")
    return f"{when.year}年{stretch}" if year else stretch


def period(when: Period, language: str = "zh", *, year: bool = True) -> str:
    """Write a period: 2023年, 2023年上半年, 一季度, 2023年9月.

    >>> period(Period.parse("2023Q1"), year=False), period(Period.parse("2023Q4")), period(Period.parse("2023H1"))
    ('一季度', '2023年四季度', '2023年上半年')
    >>> period(Period.parse("2023-01..2023-09")), period(Period.parse("2023Q1"), "en")
    ('2023年1—9月', 'Q1 2023')
    """
    if language != "zh":
        return when.label("en")
    if when.frequency == "quarter":
        said = f"{_QUARTERS[(when.first.month - 1) // 3]}季度"
    elif when.frequency == "half":
        said = _HALVES[when.first.month]
    elif when.frequency == "year":
        return f"{when.first.year}年" if year else "全年"
    elif when.first.year == when.last.year:
        months = (
            f"{when.first.month}—{when.last.month}" if when.first.month != when.last.month else f"{when.first.month}"
        )
        said = f"{months}月"
    else:  # a stretch over several years says its years
        return when.label()
    return f"{when.first.year}年{said}" if year else said


def day(when: dt.date, language: str = "zh", *, year: bool = True) -> str:
    """Write a day: 2023年10月10日.

    >>> day(dt.date(2023, 10, 10)), day(dt.date(2023, 10, 1), year=False), day(dt.date(2023, 10, 1), "en")
    ('2023年10月10日', '10月1日', '1 October 2023')
    """
    if language != "zh":
        said = f"{when.day} {_MONTHS_EN[when.month - 1]}"
        return f"{said} {when.year}" if year else said
    return f"{when.year}年{when.month}月{when.day}日" if year else f"{when.month}月{when.day}日"


def day_after(first: dt.date, days: int) -> dt.date:
    """Return the last of so many calendar days, the first included.

    Raises
    ------
    BadInputError
        If there is no day at all.

    Examples
    --------
    >>> day_after(dt.date(2023, 10, 10), 7)
    datetime.date(2023, 10, 16)
    """
    if days < 1:
        raise BadInputError(f"A period of {days} days has no last day.", f"期限应至少1天，现为{days}天。")
    return first + dt.timedelta(days=days - 1)


def publicity(first: dt.date, days: int = PUBLICITY_DAYS, language: str = "zh") -> str:
    """Say how long results are made public, in calendar days with the first included.

    >>> publicity(dt.date(2023, 10, 10))
    '公示期为2023年10月10日至10月16日（7天）'
    >>> publicity(dt.date(2023, 12, 28)), publicity(dt.date(2023, 10, 10), 1)
    ('公示期为2023年12月28日至2024年1月3日（7天）', '公示期为2023年10月10日（1天）')
    """
    last = day_after(first, days)
    other_year = last.year != first.year
    if language != "zh":
        span = day(first, "en") if days == 1 else f"{day(first, 'en', year=other_year)} to {day(last, 'en')}"
        return f"Objections are taken from {span} ({days} day{'' if days == 1 else 's'})"
    span = day(first) if days == 1 else f"{day(first)}至{day(last, year=other_year)}"
    return f"公示期为{span}（{days}天）"


def months_between(earlier: Month, later: Month) -> int:
    """Return by how many months one month is after another; negative where it is before.

    >>> months_between(Month(2023, 9), Month(2024, 2))
    5
    """
    return later.ordinal - earlier.ordinal

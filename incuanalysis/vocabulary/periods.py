"""Periods: a first and a last month, written ``2023``, ``2023H1``, ``2023Q4``, ``2023-09`` or ``2023-01..2023-09``."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import total_ordering

from incuanalysis.errors import BadInputError

__all__ = ["Month", "Period"]

_MIN_YEAR, _MAX_YEAR = 1949, 2199
_EXPECTED = "Expected 2023, 2023H1, 2023Q4, 2023-09 or 2023-01..2023-09."
_EXPECTED_ZH = "时期写作2023（年）、2023H1（上半年）、2023Q4（四季度）、2023-09（月）或2023-01..2023-09（1—9月）。"
_CN_QUARTER = "一二三四"
_EN_MONTHS = tuple(calendar.month_name)
_FREQUENCY_LENGTH = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@total_ordering
@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month.

    Examples
    --------
    >>> Month(2023, 11).plus(3)
    Month(year=2024, month=2)
    >>> Month.from_int(202309).last_day()
    datetime.date(2023, 9, 30)
    """

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9999 and 1 <= self.month <= 12):
            raise BadInputError(f"{self.year}-{self.month} is no month.", f"“{self.year}-{self.month}”不是月份。")

    def __lt__(self, other: Month) -> bool:
        return self.ordinal < other.ordinal

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def __int__(self) -> int:
        return self.year * 100 + self.month

    @property
    def ordinal(self) -> int:
        """Months since January of year 0: differences count months."""
        return self.year * 12 + self.month - 1

    @classmethod
    def from_int(cls, number: int) -> Month:
        """Read year × 100 + month, as the store writes it."""
        return cls(number // 100, number % 100)

    def plus(self, months: int) -> Month:
        """Return the month that many months later (or earlier, if negative)."""
        year, month = divmod(self.ordinal + months, 12)
        return Month(year, month + 1)

    def last_day(self) -> dt.date:
        """Return the month's last day."""
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of whole months.

    Parameters
    ----------
    first, last
        The first and the last month, both included.

    Examples
    --------
    >>> Period.parse("2023Q4").label()
    '2023年第四季度'
    >>> str(Period.parse("2023-01..2023-09"))
    '2023-01..2023-09'
    >>> Period.parse("2023H1").year_before().label("en")
    'first half of 2022'
    """

    first: Month
    last: Month

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadInputError(
                f"The period ends ({self.last}) before it begins ({self.first}).",
                f"时期的截止月份（{self.last}）早于起始月份（{self.first}）。",
            )

    @classmethod
    def parse(cls, text: str | int | Period) -> Period:
        """Read a period; raise BadInputError, with what is expected, for anything else."""
        if isinstance(text, Period):
            return text
        period = cls._read(text)
        if not (period.first.year >= _MIN_YEAR and period.last.year <= _MAX_YEAR):
            raise BadInputError(
                f"{text} is out of range: years from {_MIN_YEAR} to {_MAX_YEAR} are read.",
                f"时期“{text}”超出范围：年份应在{_MIN_YEAR}至{_MAX_YEAR}之间。",
            )
        return period

    @classmethod
    def _read(cls, text: str | int) -> Period:
        written = str(text).strip().upper()
        if match := re.fullmatch(r"(\d{4})", written):
            return cls.of_year(int(match[1]))
        if match := re.fullmatch(r"(\d{4})H([12])", written):
            first = Month(int(match[1]), 1 if match[2] == "1" else 7)
            return cls(first, first.plus(5))
        if match := re.fullmatch(r"(\d{4})Q([1-4])", written):
            first = Month(int(match[1]), int(match[2]) * 3 - 2)
            return cls(first, first.plus(2))
        if match := re.fullmatch(r"(\d{4})-(\d{2})", written):
            month = Month(int(match[1]), int(match[2]))
            return cls(month, month)
        if match := re.fullmatch(r"(\d{4})-(\d{2})\.\.(\d{4})-(\d{2})", written):
            return cls(Month(int(match[1]), int(match[2])), Month(int(match[3]), int(match[4])))
        raise BadInputError(f"{str(text)!r} is no period. {_EXPECTED}", f"“{text}”不是时期。{_EXPECTED_ZH}")

    @classmethod
    def of_year(cls, year: int) -> Period:
        """Return the calendar year."""
        return cls(Month(year, 1), Month(year, 12))

    @classmethod
    def from_ints(cls, first: int, last: int) -> Period:
        """Read the two numbers (year × 100 + month) that the store keeps."""
        return cls(Month.from_int(int(first)), Month.from_int(int(last)))

    @property
    def months(self) -> int:
        """Length in months."""
        return self.last.ordinal - self.first.ordinal + 1

    @property
    def frequency(self) -> str:
        """``month``, ``quarter``, ``half``, ``year``, or ``span`` for any other stretch."""
        for name, length in _FREQUENCY_LENGTH.items():
            if self.months == length and (self.first.month - 1) % length == 0:
                return name
        return "span"

    @property
    def end(self) -> dt.date:
        """The last day: the instant that 截至 means."""
        return self.last.last_day()

    def __str__(self) -> str:
        year = f"{self.first.year:04d}"
        match self.frequency:
            case "year":
                return year
            case "half":
                return f"{year}H{1 if self.first.month == 1 else 2}"
            case "quarter":
                return f"{year}Q{(self.first.month + 2) // 3}"
            case "month":
                return str(self.first)
        return f"{self.first}..{self.last}"

    def __lt__(self, other: Period) -> bool:
        return (self.last, -self.first.ordinal) < (other.last, -other.first.ordinal)

    def label(self, language: str = "zh") -> str:
        """Return the period in words, as an official text writes it."""
        return self._label_zh() if language == "zh" else self._label_en()

    def _label_zh(self) -> str:
        year = f"{self.first.year}年"
        match self.frequency:
            case "year":
                return year
            case "half":
                return f"{year}{'上' if self.first.month == 1 else '下'}半年"
            case "quarter":
                return f"{year}第{_CN_QUARTER[(self.first.month - 1) // 3]}季度"
            case "month":
                return f"{year}{self.first.month}月"
        if self.first.year == self.last.year:
            return f"{year}{self.first.month}—{self.last.month}月"
        if self.first.month == 1 and self.last.month == 12:
            return f"{self.first.year}—{self.last.year}年"
        return f"{year}{self.first.month}月—{self.last.year}年{self.last.month}月"

    def _label_en(self) -> str:
        year = self.first.year
        match self.frequency:
            case "year":
                return str(year)
            case "half":
                return f"{'first' if self.first.month == 1 else 'second'} half of {year}"
            case "quarter":
                return f"Q{(self.first.month + 2) // 3} {year}"
            case "month":
                return f"{_EN_MONTHS[self.first.month]} {year}"
        first, last = _EN_MONTHS[self.first.month], _EN_MONTHS[self.last.month]
        if year == self.last.year:
            return f"{first}–{last} {year}"
        if self.first.month == 1 and self.last.month == 12:
            return f"{year}–{self.last.year}"
        return f"{first} {year} – {last} {self.last.year}"

    def shifted(self, months: int) -> Period:
        """Return the period of the same length that many months later."""
        return Period(self.first.plus(months), self.last.plus(months))

    def previous(self) -> Period:
        """Return the period of the same length just before."""
        return self.shifted(-self.months)

    def following(self) -> Period:
        """Return the period of the same length just after."""
        return self.shifted(self.months)

    def year_before(self) -> Period:
        """Return the same months of the year before (上年同期)."""
        return self.shifted(-12)

    def year_to_date(self) -> Period:
        """Return the stretch from January of the last month's year to the end (1—9月)."""
        return Period(Month(self.last.year, 1), self.last)

    def contains(self, other: Period) -> bool:
        """Tell whether all months of ``other`` are months of this period."""
        return self.first <= other.first and other.last <= self.last

    def overlaps(self, other: Period) -> bool:
        """Tell whether the two share a month."""
        return self.first <= other.last and other.first <= self.last

    def split(self, frequency: str) -> list[Period]:
        """Return the months, quarters, halves or years that make up the period.

        Raises
        ------
        BadInputError
            If the period does not consist of whole ones.
        """
        length = _FREQUENCY_LENGTH.get(frequency)
        if length is None:
            raise BadInputError(f"{frequency!r} is no frequency: month, quarter, half or year.")
        if (self.first.month - 1) % length or self.months % length:
            raise BadInputError(f"{self} does not consist of whole periods of {length} months.")
        starts = range(0, self.months, length)
        return [Period(self.first.plus(start), self.first.plus(start + length - 1)) for start in starts]

"""Periods and bases that a text states: 2023年二季度, 1—9月, 截至9月底, 2022年以来.

Only what is said counts: a month without a year is read with ``year=`` alone, a day is no
period unless 截至 stands before it, and a number with a counting word behind it is a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from incuanalysis.intake.clean.moment_forms import (
    FORMS,
    MONTH,
    MONTH_WORD,
    PLAIN,
    SPACE,
    YEAR_SAID,
    Reader,
    month_of,
    year_of,
)
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month, Period

__all__ = ["Said", "Since", "find_all_said", "find_said", "find_since"]


@dataclass(frozen=True, slots=True)
class Said:
    """A period that a text states.

    Parameters
    ----------
    period
        The months. For a stock (截至2023年9月底) the month, quarter or year at whose end it is.
    basis
        Where the text says it too: 1—9月 is ``ytd``, 截至… and …末 are ``stock``, 2022—2024年累计 is ``since_start``.
    start, end
        Where it stands in the text.
    has_year
        The year stands there too, and is not the one that was given.
    """

    period: Period
    basis: Basis | None
    start: int
    end: int
    has_year: bool = True


@dataclass(frozen=True, slots=True)
class Since:
    """The beginning of a running total whose end the text does not say (2022年以来, 年初以来).

    Parameters
    ----------
    first
        The first month.
    basis
        ``since_start``, or ``ytd`` for 年初以来 and the like.
    start, end
        Where it stands in the text.
    """

    first: Month
    basis: Basis
    start: int
    end: int

    def until(self, last: Month) -> Said | None:
        """Return the whole statement with its last month; None if that lies before the first."""
        if last < self.first:
            return None
        return Said(Period(self.first, last), self.basis, self.start, self.end)


# A plan's own span (三年行动计划（2022—2024年）) says nothing of the table's period.
_PLAN_AFTER = re.compile(r"[)）]?\s*(?:[一二三四五]年)?(?:行动|计划|规划|方案|发展规划|实施方案)")
_PLAN_BEFORE = re.compile(r"(?:计划|规划|方案|意见|办法|政策|通知|行动)\s*[(（]\s*$")
# 2022年以来 names a beginning, not a period: find_since reads it.
_BEGINNING = re.compile(r"\s*(?:以来|至今|起(?!步))")
# The day on which a form was filled in or signed says nothing either.
_DATED_BEFORE = re.compile(
    r"(?:填报|填表|报送|上报|制表|报出|印发|打印|导出|发布|成立|认定|备案|审核|更新|生成)(?:(?:日期|时间|年月)\s*:?|\s*:|于)\s*$"
)

_SINCE = re.compile(
    rf"(?:自|从)?{SPACE}{YEAR_SAID}(?:(?P<m>{MONTH}){MONTH_WORD})?{SPACE}(?:以来|至今|起(?:至今)?)(?:{SPACE}(?:累计|合计))?",
    re.ASCII,
)
_SINCE_JANUARY = re.compile(
    rf"(?:自|从)?(?:{YEAR_SAID})?(?:年初(?:以来|至今|起)?|今年以来|本年以来|(?:本|当|今)年度?)(?:{SPACE}累计)?",
    re.ASCII,
)


def find_said(text: str, year: int | None = None) -> Said | None:
    """Return the period that a text is about.

    A month or quarter counts before a whole year (2023年度…三季度 is the third quarter), and takes
    the text's own year where exactly one is named; among equals the first counts.

    Parameters
    ----------
    text
        A title, a heading, a sheet's or file's name.
    year
        Year of months and quarters that are named without one.

    Examples
    --------
    >>> said = find_said("洞头区2023年1—9月孵化载体情况表")
    >>> str(said.period), str(said.basis)
    ('2023-01..2023-09', 'ytd')
    >>> find_said("截至2023年9月底").period, find_said("在孵企业2023家")
    (Period(first=Month(year=2023, month=9), last=Month(year=2023, month=9)), None)
    >>> find_said("二季度") is None, str(find_said("二季度", year=2023).period)
    (True, '2023Q2')
    """
    found = find_all_said(text, year)
    return next((said for said in found if said.period.frequency != "year"), found[0] if found else None)


@lru_cache(maxsize=8192)
def find_all_said(text: str, year: int | None = None) -> tuple[Said, ...]:
    """Return all periods that a text states, in their order.

    Parameters
    ----------
    text, year
        As for :func:`find_said`.
    """
    if len(text) > 2000:
        return ()
    plain = text.translate(PLAIN)
    if not any(c.isdigit() or c in "零〇一二三四五六七八九十上下" for c in plain):
        return ()
    found = _scan(plain, year)
    years = {said.period.last.year for said in found if said.has_year}
    if len(years) == 1 and years != {year}:
        found = _scan(plain, years.pop())
    return tuple(found)


def _scan(plain: str, year: int | None) -> list[Said]:
    """Return the statements from left to right, the longest first at each place."""
    hits: list[tuple[int, int, int, re.Match[str], Reader]] = []
    for order, (pattern, reader) in enumerate(FORMS):
        hits += [
            (m.start("y") if m.groupdict().get("y") else m.start(), -m.end(), order, m, reader)
            for m in pattern.finditer(plain)
        ]
    hits.sort(key=lambda hit: hit[:3])
    found: list[Said] = []
    done = 0
    for start, _, _, match, reader in hits:
        if start < done:
            continue
        done = match.end()
        if _DATED_BEFORE.search(plain[: match.start()]) or _of_plan(plain, match) or _BEGINNING.match(plain, done):
            continue
        if (read := reader(match, year)) is not None:
            period, basis = read
            if period.first.year >= 1949 and period.last.year <= 2199:
                found.append(Said(period, basis, match.start(), match.end(), bool(match.groupdict().get("y"))))
    return found


def _of_plan(plain: str, match: re.Match[str]) -> bool:
    years = match.groupdict().get("z") is not None and not match.groupdict().get("n")
    return years and bool(_PLAN_AFTER.match(plain, match.end()) or _PLAN_BEFORE.search(plain[: match.start()]))


def find_since(text: str, year: int | None = None) -> Since | None:
    """Return since when a running total runs, where the text names its beginning and no end.

    Parameters
    ----------
    text
        A heading or title.
    year
        The year of 年初以来, 本年累计 and the like.

    Examples
    --------
    >>> find_since("自2022年起累计").first, str(find_since("2022年以来").basis)
    (Month(year=2022, month=1), 'since_start')
    >>> find_since("年初以来", year=2023).until(Month(2023, 9)).period.label()
    '2023年1—9月'
    """
    plain = text.translate(PLAIN)
    if match := _SINCE.search(plain):
        first = month_of(year_of(match, None), match["m"] or "1")
        return None if first is None else Since(first, Basis.SINCE_START, match.start(), match.end())
    for match in _SINCE_JANUARY.finditer(plain):
        said = year_of(match, year)
        if said is not None and re.search("年初|以来|累计", match[0]):
            return Since(Month(said, 1), Basis.YTD, match.start(), match.end())
    return None

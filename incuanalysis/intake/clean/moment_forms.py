"""The forms in which texts write periods, each with what it means."""

from __future__ import annotations

import re
from collections.abc import Callable

from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month, Period

__all__ = ["FORMS", "MONTH", "MONTH_WORD", "PLAIN", "SPACE", "YEAR_SAID", "Reader", "month_of", "year_of"]

# One character for one, so that places in the text stay what they are.
PLAIN = str.maketrans(
    "０１２３４５６７８９（）．／：\u3000\xa0ＱｑＨｈ－—–―‐‑−﹣～〜∼〰ＯＯ○Ο",
    "0123456789()./:  " + "QQHH" + "-" * 8 + "~" * 4 + "〇" * 4,
)
_NUMERALS = {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")} | {"〇": "0"}
_CN_MONTHS = {name: n for n, name in enumerate((*"一二三四五六七八九十", "十一", "十二"), start=1)}

SPACE = r"\s*"
_TO = rf"{SPACE}(?:-{{1,2}}|~|至|到){SPACE}"
_YEAR = r"(?<![\d.,零〇一二三四五六七八九十/-])(?P<y>(?:19|20)\d\d|[一二][零〇九][零〇一二三四五六七八九]{2})"
YEAR_SAID = rf"{_YEAR}{SPACE}年{SPACE}(?:度{SPACE})?"
MONTH = r"(?:\d{1,2}|十[一二三]?|[一二三四五六七八九])"
_QUARTER = r"(?:第[一二三四1-4]季度?|[一二三四1-4]季度|Q[1-4])"
MONTH_WORD = rf"{SPACE}月(?:份)?(?!龄)"
_BEFORE = rf"(?P<by>截[至止][到至]?)?{SPACE}"
_CLOSE = rf"(?P<close>{SPACE}(?:[年期]?[底末]|为?止))?"
_NOT_NUMBER = r"(?![\d.,/:-]|\s*(?:[万亿千百]|[家个人名件项次场只支间亩元笔位分户%％多余]|平方|平米|㎡|m2|m²|号))"
_LOOSE = r"(?<![\d.,/:零〇一二三四五六七八九十年第-])"
_CUMULATIVE = re.compile(r"\s*(?:以?来?累计|累计)")
Reader = Callable[[re.Match[str], int | None], tuple[Period, Basis | None] | None]


def year_of(match: re.Match[str], given: int | None, group: str = "y") -> int | None:
    """Return the year that a match names, in digits or in Chinese, else the given one."""
    text = match.groupdict().get(group)
    if not text:
        return given
    return int("".join(_NUMERALS.get(c, c) for c in text))


def _number(text: str) -> int:
    return _CN_MONTHS[text] if text in _CN_MONTHS else int(text) if text.isdigit() else 0


def month_of(year: int | None, text: str) -> Month | None:
    """Return a month by its number as written (9, 09, 九); None if there is no such month or no year."""
    number = _number(text)
    return Month(year, number) if year is not None and 1 <= number <= 12 else None


def _span(first: Month | None, last: Month | None, *, running: bool = True) -> tuple[Period, Basis | None] | None:
    if first is None or last is None or last < first:
        return None
    months = last.ordinal - first.ordinal + 1
    ytd = running and first.month == 1 and first.year == last.year and months > 1
    return Period(first, last), Basis.YTD if ytd else None


def _read_month(match: re.Match[str], given: int | None) -> tuple[Period, Basis | None] | None:
    month = month_of(year_of(match, given), match["m"])
    if month is None:
        return None
    groups = match.groupdict()
    if groups.get("d"):
        # a cut-off day counts for its month from the 20th on, the day on which quarterly statistics close
        closed = bool(groups.get("by") or groups.get("close")) and 20 <= int(groups["d"]) <= month.last_day().day
        return (Period(month, month), Basis.STOCK) if closed else None
    closed = bool(groups.get("by") or groups.get("close"))
    return Period(month, month), Basis.STOCK if closed else None


def _read_months(match: re.Match[str], given: int | None) -> tuple[Period, Basis | None] | None:
    year = year_of(match, given)
    return _span(month_of(year, match["m"]), month_of(year, match["n"]))


def _read_front(match: re.Match[str], given: int | None) -> tuple[Period, Basis | None] | None:
    """前9个月, 前三季度."""
    year, count = year_of(match, given), _number(match["n"])
    if year is None or not (2 <= count <= 12):
        return None
    months = count if "月" in match[0] else count * 3
    return _span(Month(year, 1), Month(year, months)) if months <= 12 else None


def _read_to_month(match: re.Match[str], given: int | None) -> tuple[Period, Basis | None] | None:
    """年初至9月."""
    year = year_of(match, given)
    last = month_of(year, match["n"])
    return None if year is None or last is None else (Period(Month(year, 1), last), Basis.YTD)


def _read_quarter(match: re.Match[str], given: int | None) -> tuple[Period, Basis | None] | None:
    year = year_of(match, given)
    if year is None:
        return None
    quarter = _number(re.sub(r"[第季度Q]", "", match["q"]))
    first = Month(year, quarter * 3 - 2)
    closed = match.groupdict().get("by") or match.groupdict().get("close")
    return Period(first, first.plus(2)), Basis.STOCK if closed else None


def _read_quarters(match: re.Match[str], given: int | None) -> tuple[Period, Basis | None] | None:
    year = year_of(match, given)
    first, last = _number(match["m"]), _number(match["n"])
    if year is None or not (1 <= first < last <= 4):
        return None
    return _span(Month(year, first * 3 - 2), Month(year, last * 3))


def _read_half(match: re.Match[str], given: int | None) -> tuple[Period, Basis | None] | None:
    year = year_of(match, given)
    if year is None:
        return None
    first = Month(year, 1 if match["h"] in "上1" else 7)
    closed = match.groupdict().get("by") or match.groupdict().get("close")
    return Period(first, first.plus(5)), Basis.STOCK if closed else None


def _read_year(match: re.Match[str], _given: int | None) -> tuple[Period, Basis | None] | None:
    year = year_of(match, None)
    closed = match.groupdict().get("by") or match.groupdict().get("close")
    return None if year is None else (Period.of_year(year), Basis.STOCK if closed else None)


def _read_years(match: re.Match[str], _given: int | None) -> tuple[Period, Basis | None] | None:
    first, last = year_of(match, None), year_of(match, None, "z")
    if first is None or last is None or last <= first or last - first > 30:
        return None
    running = _CUMULATIVE.match(match.string, match.end()) or match.string[: match.start()].rstrip().endswith("累计")
    return Period(Month(first, 1), Month(last, 12)), Basis.SINCE_START if running else None


def _read_long(match: re.Match[str], _given: int | None) -> tuple[Period, Basis | None] | None:
    """2022年4月至2023年9月, 2022年以来至2023年9月."""
    first = month_of(year_of(match, None), match["m"] or "1")
    last = month_of(year_of(match, None, "z"), match["n"])
    found = _span(first, last)
    if found is None or found[1] is Basis.YTD:
        return found
    running = match.groupdict().get("since") or _CUMULATIVE.match(match.string, match.end())
    return found[0], Basis.SINCE_START if running else None


_Y2 = _YEAR.replace("<y>", "<z>").replace(r"(?<![\d.,零〇一二三四五六七八九十/-])", "")
_MAYBE_Y = rf"(?:{YEAR_SAID}|{_LOOSE})"
FORMS: list[tuple[re.Pattern[str], Reader]] = [
    (re.compile(pattern, re.ASCII), reader)
    for pattern, reader in (
        # spans over years
        (
            rf"{YEAR_SAID}(?:(?P<m>{MONTH}){MONTH_WORD})?(?P<since>以来)?{_TO}{_Y2}{SPACE}年{SPACE}(?P<n>{MONTH}){MONTH_WORD}(?:底|末)?",
            _read_long,
        ),
        (rf"{_YEAR}[-.](?P<m>\d\d)\.\.{_Y2}[-.](?P<n>\d\d)(?!\d)", _read_long),
        (rf"{_YEAR}{SPACE}年?(?:度)?{_TO}{_Y2}{SPACE}年(?:度)?(?!{SPACE}{MONTH}{SPACE}月)", _read_years),
        # spans of months and quarters in one year
        (
            rf"{_MAYBE_Y}(?P<m>{MONTH})(?:{SPACE}月(?:份)?)?{_TO}(?P<n>{MONTH}){MONTH_WORD}(?:{SPACE}[底末])?",
            _read_months,
        ),
        (rf"{_MAYBE_Y}(?:一|1)?(?:年初|1月1日){_TO}(?P<n>{MONTH}){MONTH_WORD}(?:{SPACE}[底末])?", _read_to_month),
        (
            rf"{_MAYBE_Y}第?(?P<m>[一二三1-3]){SPACE}(?:季度)?{_TO}第?(?P<n>[二三四2-4]){SPACE}季度(?:{SPACE}[底末])?",
            _read_quarters,
        ),
        (rf"{_MAYBE_Y}前{SPACE}(?P<n>{MONTH}){SPACE}(?:个月|个季度|季度)", _read_front),
        # a month, with a day only where it closes a count
        (rf"{_BEFORE}{_MAYBE_Y}(?P<m>{MONTH}){SPACE}月{SPACE}(?P<d>\d{{1,2}}){SPACE}[日号]{_CLOSE}", _read_month),
        (rf"{_BEFORE}{_YEAR}(?P<p>[-/.])(?P<m>\d\d?)(?P=p)(?P<d>\d\d?)(?!\d){_CLOSE}", _read_month),
        (rf"{_BEFORE}{_MAYBE_Y}(?P<m>{MONTH}){MONTH_WORD}{_CLOSE}", _read_month),
        (rf"{_BEFORE}{_YEAR}[-/.](?P<m>\d\d?){_NOT_NUMBER}(?:月份?)?{_CLOSE}", _read_month),
        (rf"{_BEFORE}{_YEAR}(?P<m>\d\d){_NOT_NUMBER}(?:月份?)?{_CLOSE}", _read_month),
        # quarters, halves, years
        (rf"{_BEFORE}{_MAYBE_Y}(?P<q>{_QUARTER})(?!\d){_CLOSE}", _read_quarter),
        (rf"{_BEFORE}{_YEAR}[-/ ]?(?P<q>Q[1-4])(?!\d){_CLOSE}", _read_quarter),
        (rf"(?<![A-Za-z])(?P<q>Q[1-4])[ -]?{_Y2}(?!\d){_CLOSE}".replace("<z>", "<y>"), _read_quarter),
        (rf"{_BEFORE}{_MAYBE_Y}(?P<h>[上下])半年{_CLOSE}", _read_half),
        (rf"{_BEFORE}{_YEAR}{SPACE}年?H(?P<h>[12])(?!\d){_CLOSE}", _read_half),
        (rf"{_BEFORE}{YEAR_SAID}{_CLOSE}", _read_year),
        (rf"(?:^|(?<=[(（])){SPACE}{_YEAR}(?={SPACE}(?:$|[)）](?!{SPACE}\d+{SPACE}号)))", _read_year),
    )
]

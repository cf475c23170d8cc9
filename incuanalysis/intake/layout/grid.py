"""A sheet as kinds of cells: what geometry needs to know before anyone asks what a text means."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from incuanalysis.intake.cells import CellError, CellValue, Sheet

__all__ = [
    "CODE",
    "DATE",
    "EMPTY",
    "NOTHING",
    "NUMBER",
    "TEXT",
    "YEAR",
    "Area",
    "Grid",
    "count_filled",
    "kind_of",
    "row_kinds",
    "tidy",
]

EMPTY, TEXT, NUMBER, YEAR, DATE, NOTHING, CODE = range(7)

_SIGNS_FOR_NOTHING = frozenset(
    {
        "-",
        "--",
        "---",
        "—",
        "——",
        "–",
        "−",
        "/",
        "//",
        "\\",
        "…",
        "……",
        "...",
        "......",
        "×",
        "N/A",
        "n/a",
        "NA",
        "无",
        "暂无",
    }
)
_COUNTED = "个|家次|家|项|件|次|场次|场|只|支|间|人次|人|名|位|笔|平方米|平米|m2|m²|亩|元|分|个百分点|百分点"
_NUMBER = re.compile(
    rf"(?:over|above|about|around|nearly|under|below)?[约近超逾达突破≥≤><~±+\-−(]*[¥$]?\d[\d,]*(?:\.\d+)?(?:e[+\-]?\d+)?\)?%?"
    rf"[余多]?(?:百万|千万|万|亿|千|百)?[余多]?(?:{_COUNTED})?(?:[余多]|以上|以下|左右)?(?:[*#①-⑳]|\[\d+\]|注\d*)*",
    re.IGNORECASE,
)
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_DIGIT = re.compile(r"\d")
_MAY_COUNT = re.compile(r"[\dA-Za-z约近超逾达突破≥≤＞＜><~～±+＋\-－−(（¥￥$]")
_YEAR = re.compile(r"(?:19[5-9]|20\d)\d")
_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?: ?\d{1,2}:\d{2}(?::\d{2})?)?")
_CODE = re.compile(r"[0-9A-Z]{15,20}|\d{11,}|\+?\d[\d \-]{9,}\d", re.IGNORECASE)
# A footnote mark such as ① would become a plain digit under NFKC and change a number.
_MARKS = re.compile(r"[①-⑳]")
_FEWEST_YEAR, _LAST_YEAR = 1950, 2099
_FIRST_TELEPHONE, _LAST_TELEPHONE = 13e9, 2e10  # mobile telephones that a program keeps as numbers

Area = tuple[int, int, int, int]


@lru_cache(maxsize=65536)
def _kind_of_text(text: str) -> int:
    plain = text.strip()
    if not plain:
        return EMPTY
    if plain in _SIGNS_FOR_NOTHING:
        return NOTHING
    if _PLAIN_NUMBER.fullmatch(plain):
        return YEAR if _YEAR.fullmatch(plain) else CODE if len(plain) > 10 and plain.isdigit() else NUMBER
    if len(plain) > 40 or not _DIGIT.search(plain) or not _MAY_COUNT.match(plain):
        return TEXT
    if not plain.isascii():
        plain = "".join(c if _MARKS.match(c) else unicodedata.normalize("NFKC", c) for c in plain)
    joined = "".join(plain.split())
    if _YEAR.fullmatch(joined):
        return YEAR
    if _DAY.fullmatch(plain):
        return DATE
    if _CODE.fullmatch(plain) and not _NUMBER.fullmatch(plain):
        return CODE
    if joined.isdigit() and len(joined) >= 11:
        return CODE
    return NUMBER if _NUMBER.fullmatch(joined) else TEXT


def _kind_of_number(value: float) -> int:
    if _FEWEST_YEAR <= value <= _LAST_YEAR and value == int(value):
        return YEAR
    return CODE if _FIRST_TELEPHONE <= value < _LAST_TELEPHONE and value == int(value) else NUMBER


def kind_of(value: CellValue) -> int:
    """Return what a cell is by its type and spelling alone.

    A whole number from 1950 to 2099 is a ``YEAR``, as only its surroundings show which it is; numbers typed as text
    are numbers; a formula's error is one, too, because it stands where a number is meant to be.

    Examples
    --------
    >>> [kind_of(cell) for cell in (None, "在孵企业", "1,234", 2023, "—", "2023-09-30", "91330302MA2ABCDE1X")]
    [0, 1, 2, 3, 5, 4, 6]
    """
    match value:
        case None:
            return EMPTY
        case CellError():
            return NUMBER
        case str():
            return _kind_of_text(value)
        case bool():
            return TEXT
        case int() | float():
            return _kind_of_number(value)
        case dt.date() | dt.time() | dt.timedelta():
            return DATE
    return TEXT


def row_kinds(row: list[CellValue]) -> bytes:
    """Return the kinds of a row; the common types are told apart here, as a call for each cell would cost twice as much."""
    kinds = bytearray(len(row))
    for place, value in enumerate(row):
        if value is None:
            continue
        if type(value) is int or type(value) is float:
            plain = value < _FEWEST_YEAR or _LAST_YEAR < value < _FIRST_TELEPHONE
            kinds[place] = NUMBER if plain else _kind_of_number(value)
        elif type(value) is str:
            kinds[place] = _kind_of_text(value)
        else:
            kinds[place] = kind_of(value)
    return bytes(kinds.rstrip(b"\0"))


@lru_cache(maxsize=65536)
def tidy(text: str) -> str:
    r"""Return a text on one line, with single spaces.

    Examples
    --------
    >>> tidy(" 在孵\n企业数 ")
    '在孵 企业数'
    """
    return " ".join(text.split())


def count_filled(kinds: bytes) -> int:
    """Return how many of these cells are not empty."""
    return len(kinds) - kinds.count(EMPTY)


@dataclass(slots=True)
class Grid:
    """The kinds of a sheet's cells, row by row without trailing empties, and its merged ranges cut to the sheet."""

    sheet: Sheet
    kinds: list[bytes] = field(init=False)
    height: int = field(init=False)
    width: int = field(init=False)
    merged: list[Area] = field(init=False)
    _starting: dict[int, list[Area]] = field(init=False)

    def __post_init__(self) -> None:
        kinds = [row_kinds(row) for row in self.sheet.rows]
        while kinds and not kinds[-1]:
            kinds.pop()
        self.kinds = kinds
        self.height = len(kinds)
        self.width = max(map(len, kinds), default=0)
        self.merged = sorted(self._clipped())
        self._starting = {}
        for area in self.merged:
            self._starting.setdefault(area[0], []).append(area)

    def _clipped(self) -> list[Area]:
        last_row, last_column = self.height - 1, self.width - 1
        cut = []
        for top, left, bottom, right in self.sheet.merged:
            if 0 <= top <= min(bottom, last_row) and 0 <= left <= min(right, last_column):
                area = (top, left, min(bottom, last_row), min(right, last_column))
                if area[:2] != area[2:]:
                    cut.append(area)
        return cut

    def starting_in(self, row: int) -> list[Area]:
        """Return the merged ranges whose first row this is, from left to right."""
        return self._starting.get(row, [])

    def kind(self, row: int, column: int) -> int:
        """Return the kind of one cell; outside the sheet it is EMPTY."""
        kinds = self.kinds[row] if 0 <= row < self.height else b""
        return kinds[column] if column < len(kinds) else EMPTY

    def segment(self, row: int, left: int, right: int) -> bytes:
        """Return the kinds of a row from one column to another, both included."""
        return self.kinds[row][left : right + 1]

    def value(self, row: int, column: int) -> CellValue:
        """Return a cell's value; outside the sheet it is None."""
        cells = self.sheet.rows[row] if 0 <= row < self.height else []
        return cells[column] if 0 <= column < len(cells) else None

    def text(self, row: int, column: int) -> str:
        """Return a cell's text as printed, without outer spaces; whole numbers without a decimal point."""
        return text_of(self.value(row, column))


def text_of(value: CellValue) -> str:
    """Return what a cell prints."""
    if value is None:
        return ""
    if type(value) is str:
        return value.strip()
    if isinstance(value, float) and value == value and abs(value) < 1e15 and value == int(value):
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value).strip()

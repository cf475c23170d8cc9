"""Numbers as typed in Chinese returns: 1，234.5万元, 约３亿5千万, 百分之三十五, (12), 2—3家, — for nothing.

Only what can be read in one way is read. Words (无, 暂无), dates and doubtful groupings are no numbers.
"""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from importlib import import_module
from typing import NamedTuple

from incuanalysis.intake.cells import CellError, CellValue
from incuanalysis.intake.clean.marks import split_marks
from incuanalysis.intake.clean.units import unit_id

__all__ = ["Number", "read_number"]


class Number(NamedTuple):
    """A number as a cell says it (a named tuple: thousands are made for a file, and it is the quickest to make).

    Parameters
    ----------
    value
        The number, the lower end of a range; None where the sender wrote a sign for nothing.
    unit
        Id of the unit that stands in the cell (units.yml); empty if none does.
    qualifier
        ``exact``, ``about``, ``over``, ``under``, ``range`` or ``blank``.
    high
        The upper end of a range.
    mark
        Footnote marks, or the sign for nothing.
    scale
        万 or 亿 where it stands without a unit behind it; it is in ``value`` already. In a column whose unit is 万元
        such a number can be meant in two ways.
    """

    value: int | float | Decimal | None
    unit: str = ""
    qualifier: str = "exact"
    high: Decimal | None = None
    mark: str = ""
    scale: str = ""


_USUAL = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)
_NOTHING = re.compile(r"(?:[-—–―－﹣‐‑−─/／\\.…·]+|n[./]?a\.?|null|nil|none|空|空白|#n/a)", re.IGNORECASE)
_ONLY_DOTS = re.compile(r"[.·]{1,2}")
_SIGNS = str.maketrans("，．－—–―‐‑−﹣～〜∼﹪％＋（）〇○", ",.--------~~~%%+()零零")
_QUALIFIERS_BEFORE = (
    ("about", ("大约", "约为", "约", "近", "接近", "将近", "大概", "≈", "~")),
    ("over", ("超过", "超", "逾", "突破", "多于", "大于等于", "不少于", "不低于", "至少", "大于", "高于", "≥", ">=", ">", "over")),
    ("under", ("不足", "不到", "不超过", "未超过", "少于", "低于", "小于等于", "小于", "至多", "不多于", "≤", "<=", "<")),
)  # fmt: skip
_QUALIFIERS_AFTER = (
    ("over", ("以上", "余", "多", "有余", "+")),
    ("under", ("以内", "以下", "不到")),
    ("about", ("左右", "上下")),
)
_BEFORE = [(word, kind) for kind, words in _QUALIFIERS_BEFORE for word in sorted(words, key=len, reverse=True)]
_AFTER = [(word, kind) for kind, words in _QUALIFIERS_AFTER for word in sorted(words, key=len, reverse=True)]
# longer ones first
_SCALES = {
    "万亿": 10**12,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "亿": 10**8,
    "万": 10**4,
    "千": 1000,
    "百": 100,
}
_SCALE = re.compile("|".join(_SCALES))
_SINGLE = "零一二三四五六七八九十"
_ASCII_DIGIT = re.compile(r"[0-9]")
_GOES_ON = re.compile(r"[.,\d]|\s*\d|[eE][+-]?\d")
_GROUPING = re.compile(r"[,\s]")
_PLAIN = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:[   ]\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_DIGITS = re.compile(rf"(?P<n>{_PLAIN})")
_CHINESE = re.compile(r"[零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟点]+")
_MIXED = re.compile(r"(?:\d+(?:\.\d+)?(?:亿|千万|百万|十万|万|千|百))+\d*")  # 3亿5千万, 1万2千
_RANGE = re.compile(r"^(?P<a>[^~至到-]+?)\s*(?:-{1,2}|~|至|到)\s*(?P<b>[^~至到-]+)$")
# 2023-09 is a month; 2023.9 is left a number, for a column of numbers has many such
_DATE_LIKE = re.compile(r"(?:19|20)\d\d\s*[-/]\s*\d{1,2}(?:\s*[-/]\s*\d{1,2})?|(?:19|20)\d\d\s*年.*")
# 二三十家 is twenty or thirty
_SIDE_BY_SIDE = re.compile(r"[一二两三四五六七八九壹贰叁肆伍陆柒捌玖]{2}")
_LONGEST = 60
_ODD_DIGITS = frozenset({"Nd", "Nl", "No"})
_USUAL_DIGITS = str.maketrans("", "", "0123456789０１２３４５６７８９〇")
# Characters that numbers are made of; a text without any is none and need not be looked at closely.
_HINT = re.compile(r"[\d０-９零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾]")


def read_number(value: CellValue) -> Number | None:
    """Return the number that a cell holds, None if it holds none.

    Parameters
    ----------
    value
        A cell. Booleans, dates, errors and words are no numbers.

    Examples
    --------
    >>> read_number("约1.2万㎡")
    Number(value=Decimal('1.2'), unit='万㎡', qualifier='about', high=None, mark='', scale='')
    >>> read_number("1,234家").value, read_number("三千五").value, read_number("(12)").value
    (1234, 3500, -12)
    >>> read_number("—").qualifier, read_number("1,23"), read_number("暂无")
    ('blank', None, None)
    """
    if type(value) is int:
        return Number(value)
    if type(value) is float:
        return Number(value) if math.isfinite(value) else None
    if isinstance(value, str):
        return None if isinstance(value, CellError) else _read_text(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Number(value) if math.isfinite(value) else None


@lru_cache(maxsize=65536)
def _read_text(text: str) -> Number | None:
    if _USUAL.fullmatch(text):
        plain = text.replace(",", "")
        return Number(_short(Decimal(plain)) if "." in plain else int(plain)) if len(plain) <= _LONGEST else None
    plain = text.strip()
    if not plain or len(plain) > _LONGEST:
        return None
    if _NOTHING.fullmatch(plain) and not _ONLY_DOTS.fullmatch(plain):
        return Number(None, qualifier="blank", mark=plain)
    if not _HINT.search(plain):
        return None
    plain, mark = split_marks(plain)
    if any(unicodedata.category(c) in _ODD_DIGITS for c in plain.replace("m²", "").translate(_USUAL_DIGITS)):
        return None  # 1.5③家 is not 1.53
    plain = unicodedata.normalize("NFKC", plain.translate(_SIGNS)).translate(_SIGNS).strip()
    if _DATE_LIKE.fullmatch(plain):
        return None
    found = _signed(plain)
    return Number(found.value, found.unit, found.qualifier, found.high, mark, found.scale) if found else None


def _signed(text: str) -> Number | None:
    """Read a text whose signs and digits are plain ASCII already."""
    negative = False
    if match := re.fullmatch(r"\((.+)\)(\s*\S*)", text):
        text, negative = match[1].strip() + match[2], True
        if text.startswith(("-", "(")) or unit_id(match[1]):
            return None
    before = _cut_before(text)
    rest, kind = before
    if match := re.fullmatch(r"([-+])\s*(.+)", rest):
        if negative:
            return None
        rest, negative = match[2], match[1] == "-"
    elif rest.startswith(("负", "减少")) and len(rest) > 1:
        return None if negative or rest.startswith("减少") else _negated(_one_or_range(rest[1:].strip(), kind))
    found = _one_or_range(rest, kind)
    return _negated(found) if negative else found


def _negated(number: Number | None) -> Number | None:
    if number is None or number.value is None or number.high is not None:
        return None
    # 不足 and 超 turn round with the sign
    turned = {"over": "under", "under": "over"}.get(number.qualifier, number.qualifier)
    return Number(-number.value, number.unit, turned, None, number.mark, number.scale)


def _cut_before(text: str) -> tuple[str, str]:
    for word, kind in _BEFORE:
        if text.startswith(word) and len(text) > len(word):
            return text[len(word) :].strip(), kind
    return text, ""


def _one_or_range(text: str, kind: str) -> Number | None:
    if match := _RANGE.match(text):
        low, high = _one(match["a"].strip(), ""), _one(match["b"].strip(), "")
        if low is None or high is None or kind or low.qualifier != "exact" or high.qualifier not in ("exact", "about"):
            return None
        first, last = _decimal(low), _decimal(high)
        if low.unit and low.unit != high.unit:
            return None
        if not low.unit and high.scale and not low.scale:
            # 2-3万: both ends are tens of thousands
            first *= _SCALES[high.scale]
        if first >= last:
            return None
        return Number(_short(first), high.unit, "range", last, scale=high.scale)
    return _one(text, kind)


def _decimal(number: Number) -> Decimal:
    return number.value if isinstance(number.value, Decimal) else Decimal(str(number.value))


def _one(text: str, kind: str) -> Number | None:
    """Read one number with its unit and the qualifiers behind or between them."""
    if text.startswith("百分之") and len(text) > 3:
        inner = _one(text[3:], kind)
        return None if inner is None or inner.unit or inner.scale else Number(inner.value, "%", inner.qualifier)
    if match := _DIGITS.match(text):
        several = _MIXED.match(text)
        if several and len(_SCALE.findall(several[0])) > 1:
            return _finish(_chinese(several[0]), text[several.end() :], kind)
        rest = text[match.end() :]
        if _GOES_ON.match(rest):
            return None
        return _finish(Decimal(_GROUPING.sub("", match[0])), rest, kind)
    if match := _CHINESE.match(text):
        for end in range(match.end(), 0, -1):
            # 三千元 has 三千 for its number, 三千 元 and 三 千元 being the same
            if _finish(Decimal(1), text[end:], kind) and (found := _chinese(text[:end])) is not None:
                return _finish(found, text[end:], kind)
    return None


def _finish(value: Decimal | None, rest: str, kind: str) -> Number | None:
    """Read what stands behind the digits: qualifiers, 万 or 亿, and a unit."""
    cut = _cut_after(rest, kind)
    if value is None or cut is None:
        return None
    rest, kind = cut
    if not rest or (unit := unit_id(rest)):
        unit = unit_id(rest) if rest else ""
        if unit == "年" and 1949 <= value <= 2199:
            return None  # a year is no number of years
        return Number(_short(value), unit, kind or "exact")
    scale = next((word for word in _SCALES if rest.startswith(word)), "")
    cut = _cut_after(rest[len(scale) :], kind)
    if not scale or cut is None:
        return None
    rest, kind = cut
    if unit := unit_id(scale + rest) if rest else "":
        return Number(_short(value), unit, kind or "exact")
    unit = unit_id(rest)
    if rest and not unit:
        return None
    return Number(_short(value * _SCALES[scale]), unit, kind or "exact", scale="" if rest else scale)


def _cut_after(rest: str, kind: str) -> tuple[str, str] | None:
    """Cut the qualifiers that stand before or after a unit; None where two contradict each other."""
    rest = rest.strip()
    for word, found in _AFTER:
        if rest.startswith(word) or rest.endswith(word):
            if kind and kind != found:
                return None
            rest, kind = (rest[len(word) :] if rest.startswith(word) else rest[: -len(word)]).strip(), found
    return rest, kind


def _chinese(text: str) -> Decimal | None:
    """Read a Chinese numeral, or one mixed with digits."""
    if len(text) == 1 and text in _SINGLE:
        return Decimal(_SINGLE.index(text))
    if text[0] in "万亿百千佰仟点" or text.endswith("点") or _SIDE_BY_SIDE.search(text.partition("点")[0]):
        return None
    # imported only where it is needed: it takes longer than reading a file
    cn2an = import_module("cn2an")
    try:
        found = Decimal(str(cn2an.cn2an(text, "smart" if _ASCII_DIGIT.search(text) else "normal")))
    except (ValueError, TypeError, KeyError, IndexError, ArithmeticError):
        return None
    return found if found.is_finite() else None


def _short(value: Decimal) -> int | Decimal:
    """Return whole numbers as int."""
    if value == value.to_integral_value():
        return int(value)
    return value

"""Numbers in words: Chinese official style first, English on request.

Counts are written in full digits without separators (GB/T 15835—2011 allows it,
and a number can then be found again in the published table by searching).
Money is kept in 万元 in the store and written in 亿元 from one 亿 upwards, area in 平方米 and written in 万平方米
from one 万 upwards. Halves are rounded away from zero, as a clerk's calculator and a spreadsheet do.

Numbers that stand beside each other are written by one :class:`Scale`, so that a reader's subtraction comes out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from incuanalysis.vocabulary.words import Vocabulary

__all__ = [
    "Scale",
    "amount",
    "change_words",
    "decimals",
    "digits",
    "money",
    "ordinal_place",
    "percent",
    "points",
    "quantity",
    "rounded",
    "row_places",
    "scale_of",
    "share_of",
    "signed",
    "times",
]

MISSING = {"zh": "—", "en": "—"}
#: Unit of the store → the larger one, how many of the unit it is, and the decimals of the larger and the own unit.
_LARGER = {"平方米": ("万平方米", 1e4, 1, 0), "万元": ("亿元", 1e4, 2, 0)}
_UNITS_EN = {
    "平方米": " m²", "人年": " person-years", "人次": " attendances", "%": "%",
    "百分点": " percentage points", "分": " points", "年": " years",
}  # fmt: skip
_MOST_PLACES = 2
# A double holds about 16 digits; beyond these there is nothing to round.
_LARGE = 1e15


def _known(value: float | None) -> TypeGuard[float]:
    return value is not None and not math.isnan(value)


def rounded(value: float, places: int = 0) -> float:
    """Round to what is printed: halves away from zero, and never to minus nothing.

    Binary noise of sums is taken off before, so that 100 × (0.9025 − 0.83) is 7.25 and becomes 7.3.

    Examples
    --------
    >>> rounded(0.25, 1), rounded(-2.5), rounded(100 * (0.9025 - 0.83), 1), rounded(-0.04, 1)
    (0.3, -3.0, 7.3, 0.0)
    """
    if not math.isfinite(value) or abs(value) >= _LARGE:
        return float(value)
    exact = Decimal(repr(round(float(value), places + 7)))
    return float(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)) + 0.0


def digits(value: float | None, language: str = "zh", places: int = 0) -> str:
    """Write a number in full digits.

    >>> digits(248344), digits(2685.76, places=1), digits(None)
    ('248344', '2685.8', '—')
    """
    if not _known(value):
        return MISSING[language]
    return f"{rounded(value, places):.{places}f}".replace("-", "−")


def decimals(value: float | None, language: str = "zh", places: int | None = None) -> str:
    """Write a ratio with as many decimals as its size asks for, or as many as its row has.

    >>> decimals(41.23), decimals(3.456), decimals(1234.5), decimals(9.3, places=1)
    ('41.2', '3.46', '1235', '9.3')
    """
    if not _known(value):
        return MISSING[language]
    fitting = 2 if abs(value) < 10 else 1 if abs(value) < 1000 else 0
    return digits(value, language, fitting if places is None else places)


def row_places(values: Iterable[float | None]) -> int:
    """Return how many decimals all numbers of a row get: two if one is below 1, else one.

    >>> row_places([9.32, 10.0, None]), row_places([0.72, 17.4])
    (1, 2)
    """
    return 2 if any(_known(value) and abs(value) < 1 for value in values) else 1


def percent(value: float | None, language: str = "zh", places: int = 1) -> str:
    """Write a share in per cent: ``12.3%``."""
    return MISSING[language] if not _known(value) else f"{digits(value, language, places)}%"


def share_of(value: float | None, language: str = "zh") -> str:
    """Write a part of a whole; a small one is not written as nothing.

    >>> share_of(8.84), share_of(0.004), share_of(0.0), share_of(0.004, "en")
    ('8.8%', '<0.1%', '0.0%', '<0.1%')
    """
    if value is not None and 0 < value < 0.05:
        return "<0.1%"
    return percent(value, language)


def share_words(value: float | None, language: str = "zh") -> str:
    """Say a region's share of the nation.

    >>> share_words(8.84), share_words(0.004), share_words(8.84, "en")
    ('占全国的比重为8.8%', '占全国的比重不足0.1%', '8.8% of the nation')
    """
    small = value is not None and 0 < value < 0.05
    if language == "zh":
        return f"占全国的比重{'不足0.1%' if small else f'为{percent(value)}'}"
    return f"{'under 0.1%' if small else percent(value, language)} of the nation"


def points(value: float | None, language: str = "zh", places: int = 1) -> str:
    """Write a difference of two shares: ``1.2个百分点``."""
    if not _known(value):
        return MISSING[language]
    return f"{digits(value, language, places)}{'个百分点' if language == 'zh' else ' percentage points'}"


def money(value: float | None, language: str = "zh") -> str:
    """Write an amount given in 万元.

    >>> money(12345678.9), money(268.57), money(117.0), money(12345678.9, "en")
    ('1234.57亿元', '268.6万元', '117万元', 'CNY 123.46 billion')
    """
    if not _known(value):
        return MISSING[language]
    if language == "zh":
        if abs(value) >= 1e4:
            return f"{digits(value / 1e4, language, 2)}亿元"
        return f"{digits(value, language, 0 if float(value).is_integer() or abs(value) >= 1000 else 1)}万元"
    yuan = value * 1e4
    return (
        f"CNY {digits(yuan / 1e9, language, 2)} billion"
        if abs(yuan) >= 1e9
        else f"CNY {digits(yuan / 1e6, language, 2)} million"
    )


def quantity(value: float | None, indicator: str, words: Vocabulary, language: str = "zh") -> str:
    """Write a value of an indicator with its unit: ``514家``, ``12.3亿元``."""
    if not _known(value):
        return MISSING[language]
    unit = words.indicators.get(indicator).unit
    if words.units.get(unit).dimension == "money":
        return money(value, language)
    return f"{digits(value, language)}{unit}" if language == "zh" else digits(value, language)


def signed(value: float | None, language: str = "zh", places: int = 1, unit: str = "%") -> str:
    """Write a change with its sign: ``+12.3%``, ``−3.4%``, ``0.0%``."""
    if not _known(value):
        return MISSING[language]
    written = digits(value, language, places)
    return f"{'+' if rounded(value, places) > 0 else ''}{written}{unit}"


def change_words(value: float | None, language: str = "zh", places: int = 1) -> str:
    """Say a change in per cent: ``增长12.3%``, ``下降3.4%``, ``持平``.

    >>> change_words(12.34), change_words(-3.41), change_words(0.01), change_words(-3.4, "en")
    ('增长12.3%', '下降3.4%', '基本持平', 'down 3.4%')
    """
    if not _known(value):
        return {"zh": "增速无法计算", "en": "growth cannot be computed"}[language]
    size = percent(abs(value), language, places)
    moved = rounded(value, places)
    if moved == 0:
        exact = value == 0
        return ("持平" if exact else "基本持平") if language == "zh" else ("unchanged" if exact else "almost unchanged")
    if language == "zh":
        return f"{'增长' if moved > 0 else '下降'}{size}"
    return f"{'up' if moved > 0 else 'down'} {size}"


def ordinal_place(rank: float | None, of: int, language: str = "zh") -> str:
    """Say a place: ``第3位``, ``3rd of 31``."""
    if not _known(rank):
        return {"zh": "不排名", "en": "unranked"}[language]
    place = int(rank)
    if language == "zh":
        return f"第{place}位"
    suffix = "th" if 10 <= place % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{suffix} of {of}"


def times(value: float | None, language: str = "zh", places: int = 1) -> str:
    """Write a multiple: ``2.5倍``, ``2.5 times``.

    >>> times(2.5), times(2.5, "en"), times(None)
    ('2.5倍', '2.5 times', '—')
    """
    if not _known(value):
        return MISSING[language]
    return f"{digits(value, language, places)}{'倍' if language == 'zh' else ' times'}"


@dataclass(frozen=True, slots=True)
class Scale:
    """The unit and the decimals that numbers beside each other are written in.

    Parameters
    ----------
    unit
        As Chinese prints it, a unit of the vocabulary: 家, 万平方米, 亿元, %.
    per
        How many of the store's units one of them is.
    places
        Decimals.
    """

    unit: str
    per: float = 1.0
    places: int = 0

    def printed(self, value: float) -> float:
        """Return a value of the store as the number that is printed."""
        return rounded(value / self.per, self.places)

    def number(self, value: float | None, language: str = "zh") -> str:
        """Write a value of the store with all decimals and without its unit, as in a column."""
        return digits(self.printed(value), language, self.places) if _known(value) else MISSING[language]

    def text(self, value: float | None, language: str = "zh") -> str:
        """Write a value of the store with its unit, without needless zeros, as in a sentence.

        Examples
        --------
        >>> area = Scale("万平方米", 1e4, 2)
        >>> area.text(8450), area.text(20000), area.text(8450, "en"), Scale("%", places=1).text(35)
        ('0.85万平方米', '2万平方米', '8500 m²', '35.0%')
        """
        return self.written(self.printed(value), language) if _known(value) else MISSING[language]

    def written(self, printed: float, language: str = "zh") -> str:
        """Write a number that is in the scale's unit already, such as a difference of printed numbers."""
        if self.unit in ("%", "百分点"):
            text = digits(printed, language, self.places)
        elif language == "en" and self.unit in ("万平方米", "万元", "亿元"):
            if self.unit != "万平方米":
                return money(printed * (1e4 if self.unit == "亿元" else 1), "en")
            return f"{digits(printed * self.per)} m²"
        else:
            text = digits(printed, language, self.places)
            text = text.rstrip("0").rstrip(".") if "." in text else text
        if language == "en":
            return f"{text}{_UNITS_EN.get(self.unit, '')}"
        return f"{text}{'个百分点' if self.unit == '百分点' else self.unit}"

    def gap(self, more: float, less: float) -> float:
        """Return the difference of two values as printed: what a reader who subtracts gets."""
        return rounded(self.printed(more) - self.printed(less), self.places)


def scale_of(values: Iterable[float | None], unit: str) -> Scale:
    """Choose one unit and number of decimals for values that stand beside each other.

    Area and money go to the larger unit where the largest value has one of it, unless a small one would then be
    printed as nothing. Counts have no decimals unless they are no whole numbers (averages); per cent has one.

    Parameters
    ----------
    values
        In the store's unit; missing ones do not matter.
    unit
        The store's unit.

    Examples
    --------
    >>> scale_of([101450, 8450], "平方米"), scale_of([101450, 20], "平方米")
    (Scale(unit='万平方米', per=10000.0, places=2), Scale(unit='平方米', per=1.0, places=0))
    >>> scale_of([3, None], "家"), scale_of([3, 0.5], "家").places, scale_of([35], "%").places
    (Scale(unit='家', per=1.0, places=0), 1, 1)
    """
    known = [float(value) for value in values if _known(value)]
    least = 0
    if unit in _LARGER:
        larger, per, more, least = _LARGER[unit]
        if any(abs(value) >= per for value in known):
            small = any(0 < abs(value) < per for value in known)
            places = _places([value / per for value in known], _MOST_PLACES if small else more)
            if places is not None:
                return Scale(larger, per, places)
    if unit in ("%", "百分点") or any(rounded(value) != rounded(value, _MOST_PLACES) for value in known):
        least = 1
    places = _places(known, least)
    return Scale(unit, 1.0, _MOST_PLACES if places is None else places)


def _places(values: list[float], least: int) -> int | None:
    """Return the decimals by which no value but 0 is printed as nothing; None where too many would be needed."""
    for places in range(least, _MOST_PLACES + 1):
        if all(value == 0 or rounded(value, places) != 0 for value in values):
            return places
    return None


def amount(value: float | None, unit: str, language: str = "zh") -> str:
    """Write one value of the store with its unit, in the scale that suits it.

    >>> amount(96, "家"), amount(11850, "平方米"), amount(268.57, "万元"), amount(35, "%"), amount(5.92, "百分点")
    ('96家', '1.2万平方米', '268.6万元', '35.0%', '5.9个百分点')
    >>> amount(96, "家", "en"), amount(11850, "平方米", "en"), amount(None, "家")
    ('96', '11850 m²', '—')
    """
    if not _known(value):
        return MISSING[language]
    if language == "en" and unit in _LARGER:
        return money(value, "en") if unit == "万元" else f"{digits(value)} m²"
    return scale_of([value], unit).text(value, language)

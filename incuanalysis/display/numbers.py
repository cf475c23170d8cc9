"""Numbers in words: Chinese official style first, English on request.

Counts are written in full digits without separators (GB/T 15835—2011 allows it,
and a number can then be found again in the published table by searching).
Money is kept in 万元 in the store and written in 亿元 from one 亿 upwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from incuanalysis.vocabulary.words import Vocabulary

__all__ = [
    "change_words",
    "decimals",
    "digits",
    "money",
    "ordinal_place",
    "percent",
    "points",
    "quantity",
    "row_places",
    "share_of",
    "signed",
]

MISSING = {"zh": "—", "en": "—"}


def _known(value: float | None) -> TypeGuard[float]:
    return value is not None and not math.isnan(value)


def digits(value: float | None, language: str = "zh", places: int = 0) -> str:
    """Write a number in full digits.

    >>> digits(248344), digits(2685.76, places=1), digits(None)
    ('248344', '2685.8', '—')
    """
    if not _known(value):
        return MISSING[language]
    written = f"{value:.{places}f}"
    return written[1:] if float(written) == 0 and written.startswith("-") else written.replace("-", "−")


def decimals(value: float | None, language: str = "zh", places: int | None = None) -> str:
    """Write a ratio with as many decimals as its size asks for, or as many as its row has.

    >>> decimals(41.23), decimals(3.456), decimals(1234.5), decimals(9.3, places=1)
    ('41.2', '3.46', '1234', '9.3')
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
    return f"{'+' if float(f'{value:.{places}f}') > 0 else ''}{written}{unit}"


def change_words(value: float | None, language: str = "zh", places: int = 1) -> str:
    """Say a change in per cent: ``增长12.3%``, ``下降3.4%``, ``持平``.

    >>> change_words(12.34), change_words(-3.41), change_words(0.01), change_words(-3.4, "en")
    ('增长12.3%', '下降3.4%', '基本持平', 'down 3.4%')
    """
    if not _known(value):
        return {"zh": "增速无法计算", "en": "growth cannot be computed"}[language]
    size = percent(abs(value), language, places)
    rounded = float(f"{value:.{places}f}")
    if rounded == 0:
        exact = value == 0
        return ("持平" if exact else "基本持平") if language == "zh" else ("unchanged" if exact else "almost unchanged")
    if language == "zh":
        return f"{'增长' if rounded > 0 else '下降'}{size}"
    return f"{'up' if rounded > 0 else 'down'} {size}"


def ordinal_place(rank: float | None, of: int, language: str = "zh") -> str:
    """Say a place: ``第3位``, ``3rd of 31``."""
    if not _known(rank):
        return {"zh": "不排名", "en": "unranked"}[language]
    place = int(rank)
    if language == "zh":
        return f"第{place}位"
    suffix = "th" if 10 <= place % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{suffix} of {of}"

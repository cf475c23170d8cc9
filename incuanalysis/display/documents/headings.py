"""Numbered headings: 一、 for sections, （一） below them; plain in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.items import Heading

if TYPE_CHECKING:
    from incuanalysis.display.context import Report

__all__ = ["heading"]

_DIGITS = "一二三四五六七八九十"


def heading(report: Report, number: int, zh: str, en: str = "", *, level: int = 2) -> Heading:
    """Return a heading with its number.

    Parameters
    ----------
    report
        The report that is made.
    number
        From 1; 0 for none.
    zh, en
        The text.
    level
        2 for 一、, 3 for （一）.
    """
    if report.language != "zh":
        return Heading(stamp(report), f"{number}. {en}" if number else en, level)
    mark = "" if not number else f"{_numeral(number)}、" if level == 2 else f"（{_numeral(number)}）"
    return Heading(stamp(report), f"{mark}{zh}", level)


def _numeral(number: int) -> str:
    """Write 1 to 99 as a Chinese numeral."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[number - 1]
    return (_DIGITS[tens - 1] if tens > 1 else "") + "十" + (_DIGITS[ones - 1] if ones else "")

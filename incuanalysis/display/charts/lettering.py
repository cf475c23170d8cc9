"""Lettering of charts: names from data that the font can draw and the space can hold, and values in fitting units."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from incuanalysis.display import numbers, theme
from incuanalysis.display.charts.common import listed
from incuanalysis.errors import BadInputError
from incuanalysis.project import RESOURCES
from incuanalysis.vocabulary.periods import Period

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.ft2font import FT2Font

    from incuanalysis.display.context import Report

__all__ = [
    "and_more", "canvas", "drawn", "fit", "known", "say_month", "scale", "short_number", "sourced", "width", "with_unit",
]  # fmt: skip

# The printer's sign for a type that is not in the case.
_GETA = "〓"
# Size at which widths are read off the font, in points.
_EM = 100.0
_MANY, _MILLION = 1e5, 1e6
_UNITS_EN = {"平方米": "m²", "%": "%", "人": "people", "分": "points"}


@cache
def _font() -> FT2Font:
    from matplotlib.ft2font import FT2Font

    font = FT2Font(str(RESOURCES / "fonts" / "NotoSansSC-Regular.ttf"))
    font.set_size(_EM, 72)
    return font


@cache
def _glyphs() -> frozenset[int]:
    return frozenset(_font().get_charmap())


@cache
def _columns(mark: str) -> float:
    from matplotlib.ft2font import LoadFlags

    return 2 * _font().load_char(ord(mark), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / _EM


def drawn(text: object) -> str:
    r"""Return a text as it can be drawn: on one line, without control characters, 〓 for what the font lacks.

    Examples
    --------
    >>> drawn("甲\n乙 $x_1$ 堃\u200b")
    '甲 乙 $x_1$ 堃'
    """
    one_line = " ".join(str(text).split())
    visible = (mark for mark in one_line if not unicodedata.category(mark).startswith("C") or mark == " ")
    return "".join(mark if ord(mark) in _glyphs() else _GETA for mark in visible)


def width(text: str) -> float:
    """Return a text's width as the font sets it, in half-width columns: a Chinese character has two.

    Examples
    --------
    >>> width("孵化器"), width("iii") < width("mmm")
    (6.0, True)
    """
    return round(sum(_columns(mark) for mark in text), 2)


def fit(text: object, columns: int, lines: int = 1) -> str:
    r"""Break a text into lines of at most so many half-width columns; what is longer is cut with an ellipsis.

    Examples
    --------
    >>> fit("新增孵化面积", 8), fit("新增孵化面积", 8, 2), fit("new floor area", 11, 2), fit("新增面积（2023年）", 16, 2)
    ('新增孵…', '新增孵\n化面积', 'new floor\narea', '新增面积\n（2023年）')
    """
    rest = drawn(text)
    if width(rest) <= columns:
        return rest
    bracket = rest.rfind("（")
    if lines == 2 and bracket > 0 and max(width(rest[:bracket]), width(rest[bracket:])) <= columns:
        return f"{rest[:bracket]}\n{rest[bracket:]}"
    # lines of about the same length leave no single character over
    even = min(columns, width(rest) / lines + 1) if lines > 1 and rest.isascii() is False else columns
    done: list[str] = []
    while rest and len(done) < lines:
        last = len(done) == lines - 1
        if width(rest) <= columns and (last or width(rest) <= even):
            return "\n".join([*done, rest])
        if last:
            return "\n".join([*done, rest[: _end(rest, columns - 2)].rstrip() + "…"])
        end = _end(rest, even)
        done.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return "\n".join(done)


def _end(text: str, columns: float) -> int:
    """Return how many characters fit, ending before a number or Latin word rather than within it."""
    end, used = 0, 0.0
    while end < len(text) and used + width(text[end]) <= columns:
        used += width(text[end])
        end += 1
    end = max(end, 1)
    start = end
    while 0 < start < len(text) and _bound(text[start - 1]) and _bound(text[start]):
        start -= 1
    return start if start > end // 2 else end


def _bound(mark: str) -> bool:
    return mark.isascii() and mark != " "


def canvas(height: float, left: float, right: float, top: float, bottom: float) -> tuple[Figure, Any]:
    """Make a figure with one panel whose margins are given in inches: nothing is left for a layout engine to move."""
    made, axis = theme.figure(height)
    made.set_layout_engine("none")
    across = theme.WIDTH
    axis.set_position(
        (left / across, bottom / height, (across - left - right) / across, (height - top - bottom) / height)
    )
    return made, axis


def known(value: object) -> float | None:
    """Return a number of a frame, None where it is missing.

    Examples
    --------
    >>> known(3), known(float("nan")), known(None)
    (3.0, None, None)
    """
    import pandas as pd

    return None if value is None or value is pd.NA or pd.isna(value) else float(value)  # type: ignore[arg-type]


def scale(top: float, unit: str, report: Report) -> tuple[float, str]:
    """Return the divisor and the unit's name for values up to ``top``.

    Chinese has 万平方米 for large areas and 亿元 for money; English has millions, and no counting words. Money is in 万元.
    """
    if report.language == "en":
        if unit == "万元":
            return 100.0, "CNY million"
        name = _UNITS_EN.get(unit, "")
        return (1e6, f"million {name}".rstrip()) if top >= _MILLION and name != "%" else (1.0, name)
    if unit == "万元" and top >= 1e4:
        return 1e4, "亿元"
    if top >= _MANY and unit and not unit.startswith(("万", "亿", "%")):
        return 1e4, f"万{unit}"
    return 1.0, unit


def short_number(value: float | None) -> str:
    """Write a number with as many decimals as a chart has room for: two below 1000, none from 10000 on.

    Examples
    --------
    >>> short_number(26.598), short_number(5.0), short_number(-0.001), short_number(164635.78), short_number(None)
    ('26.6', '5', '0', '164636', '—')
    """
    size = abs(value or 0.0)
    written = numbers.digits(value, places=2 if size < 1e3 else 1 if size < 1e4 else 0)
    return written.rstrip("0").rstrip(".") if "." in written else written


def with_unit(value: float | None, unit: str, report: Report) -> str:
    """Write a value with its unit, scaled to it: 26.6万平方米, 2.35亿元, 5家."""
    if value is None:
        return numbers.digits(None, report.language)
    if unit == "万元":
        return numbers.money(value, report.language)
    by, name = scale(abs(value), unit, report)
    apart = report.language == "en" and name not in ("", "%")
    return f"{short_number(value / by)}{' ' if apart else ''}{name}"


def say_month(value: object, report: Report, *, end: bool = False) -> str:
    """Write a month or period of a frame in words: 2023年9月 (``end``: 2023年9月底); another text stands as it is.

    A month may also be written as a number, 202309.
    """
    text = str(value)
    if text.isdigit() and len(text) == 6:
        text = f"{text[:4]}-{text[4:]}"
    try:
        period = Period.parse(text)
    except BadInputError:
        # a label of the caller's own
        return drawn(text)
    if not end:
        return period.label(report.language)
    last = period.last
    return report.say(f"{last.year}年{last.month}月底", f"the end of {Period(last, last).label('en')}")


def and_more(names: list[str], report: Report, most: int = 3) -> str:
    """Join names; of more than ``most`` the first ones stand for all: 甲、乙、丙等5个."""
    if len(names) <= most:
        return listed(names, report)
    head = report.say("、", ", ").join(names[:most])
    return report.say(f"{head}等{len(names)}个", f"{head} and {len(names) - most} more")


def sourced(parts: list[str], source: str, report: Report) -> str:
    """Join what a note says, with the source at its end."""
    texts = [part for part in parts if part]
    if source:
        texts.append(report.say(f"数据来源：{source}。", f"Source: {source}."))
    return report.say("", " ").join(texts)

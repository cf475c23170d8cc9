"""What stands around a text without changing it: numbering, footnote marks, 其中, English beside Chinese."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from incuanalysis.intake.clean.units import split_unit

__all__ = ["Part", "has_chinese", "read_part", "split_marks"]

_CHINESE = re.compile(r"[㐀-鿿]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_LINES = re.compile(r"[\r\n\v\f\u2028\u2029]+")
_CIRCLED = "①-⑳⑴-⒇❶-❿⓪"
_FOOTNOTE = re.compile(
    rf"(?:[*＊★☆※†‡{_CIRCLED}]|(?<![mM])[¹²³⁴-⁹]|[\[［【〔]\s*(?:注\s*)?\d{{1,2}}\s*[\]］】〕]|[(（]\s*注\s*\d{{0,2}}\s*[)）]|注\s*\d{{1,2}})"
)
_MARKS_BEFORE = re.compile(rf"^(?:\s*{_FOOTNOTE.pattern})+")
_MARKS_AFTER = re.compile(rf"(?:{_FOOTNOTE.pattern}\s*)+$")
_NUMBERING = re.compile(
    r"^\s*(?:[(（]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)）]\s*[、.．:：]?"
    r"|第[一二三四五六七八九十]{1,2}\s*[,，、.．:：]"
    r"|[一二三四五六七八九十]{1,3}\s*[、.．)）]"
    r"|\d{1,2}(?:[.．]\d{1,2}){0,2}\s*[、.．)）](?!\d)"
    r"|\d{1,2}[.．]\d{1,2}(?:[.．]\d{1,2})?\s+(?=[㐀-鿿])"
    r"|[A-Za-z]{1,5}\d\w{1,6}\s+(?=[㐀-鿿]))\s*"
)
_OF_WHICH = re.compile(r"^\s*(?:其\s*中\s*[:：,，、]?|[#＃]|其中)\s*")
# English after the Chinese of the same cell; short runs belong to the name (R&D, GDP, A类).
_ENGLISH_AFTER = re.compile(
    r"^(.*[㐀-鿿)）%％])\s*([A-Za-z][A-Za-z.,&'’/\-\s()\d]*[a-z]{3,}[A-Za-z.,&'’/\-\s()\d]*)$", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Part:
    """A header cell or label taken apart.

    Parameters
    ----------
    text
        What is left: the Chinese name (or a text without letters of either kind).
    unit
        Id of the unit that stood in it.
    english
        What stood there in English.
    marks
        Footnote marks.
    of_which
        其中 or # stood before it.
    """

    text: str
    unit: str = ""
    english: str = ""
    marks: str = ""
    of_which: bool = False


def has_chinese(text: str) -> bool:
    """Tell whether a text has a Chinese character."""
    return _CHINESE.search(text) is not None


def split_marks(text: str) -> tuple[str, str]:
    """Return a text without footnote marks before and after it, and the marks.

    Examples
    --------
    >>> split_marks("123①"), split_marks("在孵企业*[1]"), split_marks("北岙街道")
    (('123', '①'), ('在孵企业', '*[1]'), ('北岙街道', ''))
    """
    before = _MARKS_BEFORE.match(text)
    rest = text[before.end() :] if before else text
    after = _MARKS_AFTER.search(rest)
    kept = rest[: after.start()] if after else rest
    marks = (before[0] if before else "") + (after[0] if after else "")
    return (kept.strip(), marks.replace(" ", "")) if kept.strip() else (text.strip(), "")


@lru_cache(maxsize=8192)
def read_part(text: str) -> Part:
    r"""Take a header cell or a label apart.

    Examples
    --------
    >>> read_part("在统孵化器\n数量\n(个)\nNumber of\nIncubators\n(unit)")
    Part(text='在统孵化器数量', unit='个', english='Number of Incubators (unit)', marks='', of_which=False)
    >>> read_part("（一）其中：签约面积（万㎡）*")
    Part(text='签约面积', unit='万㎡', english='', marks='*', of_which=True)
    """
    chinese: list[str] = []
    english: list[str] = []
    for line in _LINES.split(text):
        if (piece := line.strip()) and not has_chinese(piece) and _LATIN.search(piece) and not split_unit(piece)[1]:
            english.append(piece)
        elif piece:
            chinese.append(piece)
    name = "".join(chinese)
    if match := _ENGLISH_AFTER.match(name):
        name = match[1]
        english.insert(0, match[2].strip())
    name, marks = split_marks(name)
    of_which = False
    unit = ""
    while True:
        shorter = _NUMBERING.sub("", name, count=1)
        if match := _OF_WHICH.match(shorter):
            of_which, shorter = True, shorter[match.end() :]
        shorter, more = split_marks(shorter)
        shorter, found = split_unit(shorter)
        marks, unit = marks + more, unit or found
        if shorter == name:
            break
        name = shorter
    return Part(name.strip(" 　:：,，、"), unit, " ".join(" ".join(english).split()), marks, of_which)

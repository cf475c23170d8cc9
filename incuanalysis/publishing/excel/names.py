"""Names of sheets: short, without the signs that Excel refuses, each once."""

from __future__ import annotations

import re

from incuanalysis.intake.forms.style import clean

__all__ = ["SheetNames"]

_REFUSED = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST = 31
# Excel keeps this name for itself.
_RESERVED = {"history"}


class SheetNames:
    """Gives names to the sheets of one workbook.

    Examples
    --------
    >>> names = SheetNames()
    >>> names.take("附件1 各单位：完成/情况"), names.take("附件1 各单位：完成/情况")
    ('附件1 各单位：完成／情况', '附件1 各单位：完成／情况 2')
    """

    def __init__(self) -> None:
        self._taken: set[str] = set(_RESERVED)

    def take(self, wanted: str) -> str:
        """Return a name like the one that is wanted."""
        plain = _REFUSED.sub(lambda sign: "／" if sign[0] in "/\\" else " ", clean(wanted)).strip(" '") or "Sheet"
        name, number = _cut(plain, ""), 1
        while name.casefold() in self._taken:
            number += 1
            name = _cut(plain, f" {number}")
        self._taken.add(name.casefold())
        return name


def _cut(text: str, tail: str) -> str:
    # Excel counts in UTF-16, where rare characters are two.
    while len((text + tail).encode("utf-16-le")) // 2 > _LONGEST:
        text = text[:-1]
    return text.rstrip(" '") + tail

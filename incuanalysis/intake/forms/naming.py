"""Names of units as Chinese pages and forms print them."""

from __future__ import annotations

__all__ = ["full_width"]

_BRACKETS = str.maketrans("()", "（）")


def full_width(name: str) -> str:
    """Return a Chinese name with full-width brackets.

    Examples
    --------
    >>> full_width("鹿城经开区(筹)")
    '鹿城经开区（筹）'
    """
    return name.translate(_BRACKETS)

"""How numbers are printed: which are whole, how exact they are, how a message writes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from incuanalysis.intake.returns.reading import Entries

__all__ = ["EQUAL", "WHOLE_DIMENSIONS", "plain", "rounding"]

#: Dimensions whose values are whole numbers.
WHOLE_DIMENSIONS = frozenset({"count", "people", "attendances", "firm_events"})
#: Numbers that differ by less, relatively, are the same.
EQUAL = 1e-9
#: One number in so many with that many decimals shows that they all have them.
_COMMON = 5
_NUMBER = re.compile(r"[-+]?\d+(?:\.(\d+))?")


def plain(value: float) -> str:
    """Write a number without exponent and without zeros at its end.

    Examples
    --------
    >>> plain(12000.0), plain(0.25), plain(2e16)
    ('12000', '0.25', '20000000000000000')
    """
    if value % 1 == 0:
        return str(int(value))
    return format(Decimal(f"{value:.12g}"), "f")


@lru_cache(maxsize=16384)
def _digits(printed: str) -> tuple[float, int] | None:
    """Return the number in a printed value, without its unit, and how many decimals it has."""
    text = unicodedata.normalize("NFKC", printed).replace(",", "").replace(" ", "")
    match = _NUMBER.search(text)
    return (float(match[0]), len(match[1] or "")) if match else None


def rounding(entries: Entries, numbers: Sequence[int], *, whole: bool = False) -> float:
    """Return by how much the values of entries may be off together because they were rounded for print.

    Parameters
    ----------
    entries, numbers
        The entries, and which of them.
    whole
        They count things: a number printed to the last one is not rounded.

    Returns
    -------
    float
        In the indicator's canonical unit: the sum of half the last printed digit of each.
    """
    printed: dict[float, list[int]] = {}
    nothing = 0
    for i in numbers:
        value, digits = entries.value[i], _digits(entries.printed[i])
        if value and digits and digits[0]:
            # What one printed unit is in the canonical one: 0.1 for 千元 that became 万元.
            scale = float(f"{value / digits[0]:.6g}")
            printed.setdefault(scale, []).append(digits[1])
        else:
            nothing += 1
    steps = []
    for scale, decimals in printed.items():
        # A program drops zeros at the end, so the longest of a scale says how exact all are; unless it is an exception.
        common = sorted(decimals, reverse=True)[(len(decimals) - 1) // _COMMON]
        steps += [abs(scale) * 10.0 ** -max(own, common) for own in decimals]
    # A 0 does not show its unit; it is rounded no more than the coarsest of the others.
    steps += [max(steps, default=0.0)] * nothing
    return sum(step / 2 for step in steps if not whole or step > 1 + EQUAL)

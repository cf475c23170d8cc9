"""Numbers as they were reported: who checks a figure against the return must see all of its digits."""

from __future__ import annotations

from collections.abc import Iterable

from incuanalysis.display.numbers import Scale

__all__ = ["exact_scale"]

_MOST = 4


def exact_scale(values: Iterable[float | None], unit: str) -> Scale:
    """Return the scale that writes values in their own unit with as many decimals as they have, at most four.

    Examples
    --------
    >>> exact_scale([36340.0, None], "平方米").text(36340), exact_scale([1269.8, float("nan")], "万元").text(1269.8)
    ('36340平方米', '1269.8万元')
    """
    known = [value for value in values if value is not None and value == value]
    texts = [f"{value:.{_MOST}f}".rstrip("0").partition(".")[2] for value in known]
    return Scale(unit, 1.0, max(map(len, texts), default=0))

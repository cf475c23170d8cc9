"""Values far from those before them: slips of unit and digit, and jumps.

A value is compared with the last three of its series. What counts as far is measured
by how much the series has moved so far; a short history is filled up with what is
usual for such figures, so that a third value is not judged by the first two alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from incuanalysis.intake.checks import Located
from incuanalysis.intake.checks.prepared import FLOW, SHARE, STOCK, TOTAL, YTD, Flags, Floats, Ints, Prepared
from incuanalysis.intake.checks.rounding import WHOLE_DIMENSIONS
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["SIZES", "VARIATION", "Size", "Variation", "check_jumps"]


@dataclass(frozen=True, slots=True)
class Size:
    """What is small for a dimension, in its base unit.

    Parameters
    ----------
    base
        Values below it are not compared: 2 that become 6 say nothing.
    change
        Smaller changes are never told.
    big
        A slip of unit has at least one value of this size.
    """

    base: float
    change: float
    big: float


@dataclass(frozen=True, slots=True)
class Variation:
    """How much figures of a kind move, as a difference of natural logarithms (shares: as a part of 1).

    Parameters
    ----------
    usual
        Standard deviation from one period to the next where the series does not tell yet.
    least
        Smaller differences are never told.
    """

    usual: float
    least: float


SIZES = {
    "count": Size(10, 20, 1_000),
    "people": Size(30, 60, 1_000),
    "attendances": Size(50, 100, 2_000),
    "firm_events": Size(10, 20, 1_000),
    "money": Size(1_000_000, 3_000_000, 3_000_000),
    "area": Size(1_000, 2_000, 5_000),
    "share": Size(0, 0, 5),
}
VARIATION = {
    STOCK: Variation(0.16, float(np.log(2.5))),
    TOTAL: Variation(0.16, float(np.log(2.5))),
    FLOW: Variation(0.45, float(np.log(4))),
    YTD: Variation(0.45, float(np.log(4))),
    SHARE: Variation(0.06, 0.3),
}
_OTHER = Size(10, 20, 1_000)
#: A jump is more than this many standard deviations.
_DEVIATIONS = 5.0
#: With one earlier value only, a jump is this much more.
_SINGLE = 1.4
#: How many differences the usual variation counts for.
_WEIGHT = 4
_LAGS, _WINDOW = 3, 9
#: After a longer gap (months) only slips of unit are told.
_LONGEST_GAP = 36
#: (lowest and highest common logarithm of the ratio, factor)
_UNIT_BANDS = ((2.5, 3.5, 1_000), (3.5, 7.0, 10_000), (7.5, 8.5, 100_000_000))
_DIGIT_NEAR = 0.15


def check_jumps(p: Prepared, words: Vocabulary) -> tuple[list[Located], list[int]]:
    """Return slips of unit (``unit_slip``) and digit (``digit_slip``) and other jumps (``jump``), and their places."""
    if not len(p):
        return [], []
    size = _sizes(p, words)
    least = np.array([VARIATION[kind].least for kind in range(5)])[p.kind]
    far = np.zeros(len(p), dtype=bool)
    here = _scaled(p, p.value, size[0])
    for lag in range(1, _LAGS + 1):
        places, valid = p.earlier(lag)
        far |= valid & (np.abs(here - _scaled(p, _expected(p, places), size[0])) > least)
    candidates = np.flatnonzero(far & p.judged)
    return _judge(p, candidates, size, words) if len(candidates) else ([], [])


def _sizes(p: Prepared, words: Vocabulary) -> Floats:
    """Return base, change and big for each value, in its indicator's unit, and 1 where values are whole numbers."""
    table = np.zeros((4, len(p.indicators)))
    for code, name in enumerate(p.indicators):
        if name in words.indicators:
            unit = words.units.get(words.indicators.get(name).unit)
            one = SIZES.get(unit.dimension, _OTHER)
            table[:3, code] = np.array([one.base, one.change, one.big]) / float(unit.factor)
            table[3, code] = unit.dimension in WHOLE_DIMENSIONS
    sizes: Floats = table[:, p.indicator]
    return sizes


def _expected(p: Prepared, places: Ints) -> Floats:
    """Return earlier values as what they let expect: a running total of three months makes twice that of six."""
    expected = p.value[places]
    running = np.flatnonzero(p.kind == YTD)
    if len(running):
        months = p.time % 12 + 1
        expected[running] *= months[running] / months[places[running]]
    return expected


def _scaled(p: Prepared, value: Floats, base: Floats, chosen: Ints | slice = slice(None)) -> Floats:
    """Return values on the scale on which they are compared: logarithms above the base, shares as they are."""
    share = p.kind[chosen] == SHARE
    if value.ndim > 1:
        share, base = share[:, None], base[:, None]
    scaled: Floats = np.where(share, value / 100, np.log(np.maximum(value, 0) + np.maximum(base, 1e-9)))
    return scaled


def _judge(p: Prepared, at: Ints, size: Floats, words: Vocabulary) -> tuple[list[Located], list[int]]:
    base, change, big, whole = (one[at] for one in size)
    kind, value = p.kind[at], p.value[at]
    places = np.maximum(at[:, None] - np.arange(1, _WINDOW + 1), 0)
    valid = (at[:, None] - np.arange(1, _WINDOW + 1) >= 0) & (p.series[places] == p.series[at][:, None])
    months = p.time % 12 + 1
    scale = np.where((kind == YTD)[:, None], months[at][:, None] / months[places], 1.0)
    expected = p.value[places] * scale
    x = np.where(valid, _scaled(p, expected, base, at), np.nan)
    distance = np.abs(_scaled(p, value, base, at)[:, None] - x[:, :_LAGS])
    # One earlier value may be the odd one itself.
    limit = _DEVIATIONS * _spread(x, kind) * np.where(valid[:, 1], 1.0, _SINGLE)
    near = valid[:, :_LAGS]

    # A part of a firm or person is a slip however few there are.
    big = np.where((whole > 0) & (value % 1 > 0), base, big)
    slip, factor, beside = _unit_slips(value, expected[:, :_LAGS], near, kind, big, distance, limit)
    least = np.array([VARIATION[one].least for one in range(5)])[kind]
    threshold = np.maximum(limit, least)
    jump = (np.where(near, distance, np.inf) > threshold[:, None]).all(axis=1) & near[:, 0] & ~slip
    before = expected[:, 0]
    jump &= (before >= base) & ((value >= base) | (kind == STOCK) | (kind == TOTAL))
    jump &= (np.abs(value - before) >= change) & (p.time[at] - p.time[places[:, 0]] <= _LONGEST_GAP)
    jump &= _unlike_last_year(p, at, threshold, base)

    found = []
    for k in np.flatnonzero(slip).tolist():
        other = int(places[k, beside[k]])
        larger = value[k] > expected[k, beside[k]]
        unit = words.indicators.get(p.indicators[p.indicator[at[k]]]).unit
        likely, likely_en = _likely(int(factor[k]), words.units.get(unit).dimension)
        more = {"factor": str(int(factor[k])), "likely": likely, "likely_en": likely_en, **_direction(bool(larger))}
        found.append(p.located("unit_slip", int(at[k]), other, words, **more))
    for k in np.flatnonzero(jump).tolist():
        other = int(places[k, 0])
        ratio = value[k] / before[k] if before[k] > 0 else 0.0
        power = abs(np.log10(ratio)) if ratio > 0 else 0.0
        tens = round(power)
        if tens in (1, 2) and abs(power - tens) <= _DIGIT_NEAR and kind[k] != SHARE:
            unit = words.indicators.get(p.indicators[p.indicator[at[k]]]).unit
            money = tens == 1 and words.units.get(unit).dimension == "money"
            likely, likely_en = ("，或混用了千元和万元", ", or thousand yuan for ten thousand") if money else ("", "")
            more = {"factor": str(10**tens), "likely": likely, "likely_en": likely_en, **_direction(ratio > 1)}
            found.append(p.located("digit_slip", int(at[k]), other, words, **more))
        else:
            found.append(p.located("jump", int(at[k]), other, words))
    return found, at[slip | jump].tolist()


def _spread(x: Floats, kind: Ints) -> Floats:
    """Return the standard deviation of a series' differences so far, mixed with what is usual for its kind."""
    steps = np.sort(np.abs(np.diff(x, axis=1)), axis=1)
    n = (~np.isnan(steps)).sum(axis=1)
    lower, upper = np.maximum((n - 1) // 2, 0), np.minimum(n // 2, steps.shape[1] - 1)
    every = np.arange(len(steps))
    median = np.where(n > 0, (steps[every, lower] + steps[every, upper]) / 2, 0.0)
    own = np.where(n > 0, 1.4826 * np.nan_to_num(median), 0.0)
    usual = np.array([VARIATION[one].usual for one in range(5)])[kind]
    spread: Floats = np.sqrt((n * own**2 + _WEIGHT * usual**2) / (n + _WEIGHT))
    return spread


def _unit_slips(
    value: Floats, expected: Floats, near: Flags, kind: Ints, big: Floats, distance: Floats, limit: Floats
) -> tuple[Flags, Ints, Ints]:
    """Return which values are probably in another unit, the factor, and which earlier value shows it."""
    above = near & (value[:, None] > 0) & (expected > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        power = np.where(above, np.abs(np.log10(value[:, None] / expected)), 0.0)
    share = (kind == SHARE)[:, None]
    larger, smaller = np.maximum(value[:, None], expected), np.minimum(value[:, None], expected)
    factor = np.zeros(power.shape, dtype=np.int64)
    for low, high, times in _UNIT_BANDS:
        factor[(power >= low) & (power < high) & ~share & (larger >= big[:, None])] = times
    factor[(distance <= limit[:, None]) & ~share] = 0
    factor[share & (power >= 1.7) & (power <= 2.3) & (smaller <= 1) & (larger >= big[:, None])] = 100
    count = near.sum(axis=1)
    # Two of three, so that the value after a slip that nobody corrected is not called one too.
    slip = (factor > 0).sum(axis=1) >= np.where(count >= _LAGS, _LAGS - 1, np.maximum(count, 1))
    beside = np.argmax(factor > 0, axis=1)
    return slip, factor[np.arange(len(factor)), beside], beside


def _unlike_last_year(p: Prepared, at: Ints, threshold: Floats, base: Floats) -> Flags:
    """Return where a flow also differs from that of the same months a year before, if that is known."""
    unlike = np.ones(len(at), dtype=bool)
    key = p.series * 32768 + p.time
    wanted = key[at] - 12
    place = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    known = (key[place] == wanted) & np.isin(p.kind[at], (FLOW, YTD))
    apart = np.abs(_scaled(p, p.value[at], base, at) - _scaled(p, p.value[place], base, at))
    unlike[known] = (apart > threshold)[known]
    return unlike


def _direction(larger: bool) -> dict[str, str]:
    return {"direction": "大" if larger else "小", "direction_en": "larger" if larger else "smaller"}


def _likely(factor: int, dimension: str) -> tuple[str, str]:
    """Say which units may have been mistaken for each other."""
    if dimension == "share":
        return "混用了百分数和小数", "per cent and fractions were mixed"
    if dimension == "money":
        return {
            1_000: ("混用了元和千元", "yuan and thousand yuan were mixed"),
            10_000: ("混用了元和万元，或万元和亿元", "yuan, ten thousand yuan or 100 million yuan were mixed"),
        }.get(factor, ("混用了元和亿元", "yuan and 100 million yuan were mixed"))
    if factor == 1_000:
        return "混用了计量单位", "units were mixed"
    if dimension == "area":
        return "混用了平方米和万平方米", "m² and 10,000 m² were mixed"
    return "混用了以“万”计的数和原数", "numbers in ten thousands and plain numbers were mixed"

"""One figure reported several times: which report is far from the others."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from incuanalysis.intake.checks import Located
from incuanalysis.intake.checks.jumps import SIZES, VARIATION
from incuanalysis.intake.checks.prepared import KINDS, located
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["check_revisions"]

#: Smaller differences are told of so many figures of a file only: a whole return that was sent again speaks for itself.
_MOST_SMALL = 8
_KEY = ["region", "carrier", "indicator", "first", "last", "basis", "series"]
_SERIES = ["region", "carrier", "indicator", "basis", "series"]


def check_revisions(frame: pd.DataFrame, words: Vocabulary) -> list[Located]:
    """Return reports of one figure that are far from what the same sender said at another time.

    Parameters
    ----------
    frame
        Observations in the store's columns with all their revisions, sorted by key and revision.
    words
        The vocabulary.

    Returns
    -------
    list of Located
        ``report_differs`` for a last report that is the odd one, ``report_corrected`` for one that a later report
        has put right.
    """
    if not len(frame) or not (frame["revision"] > 0).any():
        return []
    # Sorted by key: a key's first row has another key before it; text columns may be missing (no carrier).
    same = np.ones(len(frame), dtype=bool)
    for name in _KEY:
        codes = pd.factorize(frame[name])[0]
        same[1:] &= codes[1:] == codes[:-1]
    same[0] = False
    value = frame["value"].to_numpy(dtype=float)
    moved = np.zeros(len(frame), dtype=bool)
    moved[1:] = same[1:] & (value[1:] != value[:-1]) & ~np.isnan(value[1:]) & ~np.isnan(value[:-1])
    found: list[Located] = []
    small: dict[str, list[tuple[int, int]]] = {}
    done = -1
    for place in np.flatnonzero(moved).tolist():
        if place <= done:
            continue
        start = place
        while same[start]:
            start -= 1
        done = start
        while done + 1 < len(frame) and same[done + 1]:
            done += 1
        if told := _of_figure(frame, value, range(start, done + 1), words):
            found += told
            continue
        for one in range(start, done):
            if value[one] != value[done] and not np.isnan(value[one]) and not np.isnan(value[done]):
                small.setdefault(str(frame["file"].iloc[one]), []).append((one, done))
    for pairs in small.values():
        if len(pairs) <= _MOST_SMALL:
            found += [located(frame, "report_corrected", one, last, words) for one, last in pairs]
    return found


def _of_figure(frame: pd.DataFrame, value: np.ndarray, places: range, words: Vocabulary) -> list[Located]:
    """Judge the reports of one figure, from the first to the last."""
    one = frame.iloc[places[0]]
    indicator = words.indicators.get(str(one["indicator"]))
    unit = words.units.get(indicator.unit)
    size = SIZES.get(unit.dimension, SIZES["count"])
    base, least = size.base / float(unit.factor), VARIATION[KINDS[str(one["basis"])]].least
    known = [place for place in places if not np.isnan(value[place])]

    def far(a: float, b: float) -> bool:
        return abs(math.log((max(a, 0.0) + base) / (max(b, 0.0) + base))) > least

    support = {place: sum(bool(value[other] == value[place]) for other in known) for place in known}
    found = []
    for place in known:
        others = [other for other in known if far(value[place], value[other])]
        stronger = [other for other in others if support[other] > support[place]]
        equal = [other for other in others if support[other] == support[place]]
        if not stronger and equal and place == _odder(frame, value, place, equal[-1]):
            stronger = equal
        if stronger:
            code = "report_differs" if place == places[-1] else "report_corrected"
            found.append(located(frame, code, place, stronger[-1], words))
    return found


def _odder(frame: pd.DataFrame, value: np.ndarray, place: int, other: int) -> int:
    """Return which of two reports of a figure is farther from the nearest month's; the later one if nothing tells."""
    one = frame.iloc[place]
    alike = np.ones(len(frame), dtype=bool)
    for name in _SERIES:
        here = one[name]
        alike &= (frame[name].isna() if pd.isna(here) else frame[name] == here).to_numpy(dtype=bool)
    last = frame["last"].to_numpy(dtype=np.int64)
    near = np.flatnonzero(alike & (last != last[place]) & (value > 0))
    if len(near):
        closest = np.abs(last[near] - last[place])
        middle = float(np.median(value[near[closest == closest.min()]]))
        if middle > 0 and value[place] > 0 and value[other] > 0:
            one_off, other_off = (abs(np.log(value[at] / middle)) for at in (place, other))
            if one_off != other_off:
                return place if one_off > other_off else other
    return max(place, other)

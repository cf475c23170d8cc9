"""What a return says beside the earlier ones of the same sender."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from incuanalysis.intake.checks import Located
from incuanalysis.intake.checks.balances import check_balances, check_doubles, check_repeats, look_up
from incuanalysis.intake.checks.jumps import check_jumps
from incuanalysis.intake.checks.prepared import FLOW, TOTAL, YTD, Prepared, prepare
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["Located", "check_series"]


def check_series(frame: pd.DataFrame, words: Vocabulary, files: Collection[str] | None = None) -> list[Located]:
    """Check the series of returns over time.

    Parameters
    ----------
    frame
        Observations in the store's columns, the last revision of each key, with the history of the series. A column
        ``sequence`` (number of the file in the journal) tells which of two reports of one instant came later.
    words
        The vocabulary.
    files
        Report only what is found in these files (names as in the column ``file``); None for all.

    Returns
    -------
    list of Located
        ``unit_slip``, ``digit_slip``, ``jump``, ``ytd_falls``, ``total_falls``, ``roll_forward``, ``repeats`` and
        ``stock_differs``, sorted by file, sheet and cell. Each names the other cell in its facts.
    """
    p = prepare(frame, files)
    jumps, odd = check_jumps(p, words)
    repeats, stale = check_repeats(p, words)
    # what is wrong and told is no measure for what comes after it
    told = p.frame["file"].isin(stale).to_numpy(dtype=bool)[p.row] if stale else np.zeros(len(p), dtype=bool)
    told[odd] = True
    sound = p.without(told)
    found = [*jumps, *repeats, *_falls(sound, words), *check_balances(sound, words), *check_doubles(p, words, stale)]
    return sorted(found, key=_place)


def _falls(p: Prepared, words: Vocabulary) -> list[Located]:
    """Return running totals that fall: those of one year, and those since a start or since founding."""
    before, valid = p.earlier(1)
    falls = valid & p.judged & p.exact & p.exact[before] & (p.value < p.value[before] * (1 - 1e-9))
    # A series of ytd values all begins in January; only those of one year add up.
    ytd = falls & (p.kind == YTD) & (p.time // 12 == p.time[before] // 12) & (p.first == p.first[before])
    total = falls & (p.kind == TOTAL)
    found = [p.located("ytd_falls", place, january, words) for place, january in _below_january(p)]
    for place in np.flatnonzero(ytd).tolist():
        earlier = int(before[place])
        if _is_odd(p, earlier, place):
            found.append(p.located("ytd_exceeds", earlier, place, words))
        else:
            found.append(p.located("ytd_falls", place, earlier, words))
    found += [p.located("total_falls", place, int(before[place]), words) for place in np.flatnonzero(total).tolist()]
    return found


def _below_january(p: Prepared) -> list[tuple[int, int]]:
    """Return running totals that are the first of their year and less than what January alone had, with January's place."""
    before, valid = p.earlier(1)
    first = ~(valid & (p.time // 12 == p.time[before] // 12))
    ytd = np.flatnonzero(first & (p.kind == YTD) & p.judged & p.exact & (p.first % 12 == 0) & (p.time % 12 > 0))
    month = np.flatnonzero((p.kind == FLOW) & (p.first == p.time) & (p.time % 12 == 0) & p.exact)
    thing = p.entity * len(p.indicators) + p.indicator
    january, known = look_up(thing[month], p.time[month], month.astype(float), thing[ytd], p.first[ytd])
    places = january.astype(np.int64)
    falls = known & (p.value[ytd] < p.value[places] * (1 - 1e-9))
    return list(zip(ytd[falls].tolist(), places[falls].tolist(), strict=True))


def _is_odd(p: Prepared, place: int, later: int) -> bool:
    """Tell whether, of two running totals of a year that fall, the earlier is the wrong one by those around them."""

    def year(at: int) -> bool:
        return 0 <= at < len(p) and p.series[at] == p.series[place] and p.time[at] // 12 == p.time[place] // 12

    def off(at: int, rate: float) -> float:
        return abs(float(np.log1p(p.value[at]) - np.log1p(rate * (p.time[at] % 12 + 1))))

    if year(place - 1) and p.value[place - 1] > 0:
        rate = float(p.value[place - 1]) / int(p.time[place - 1] % 12 + 1)
        return bool(p.value[later] >= p.value[place - 1]) and off(place, rate) > off(later, rate)
    return year(later + 1) and bool(p.value[later] <= p.value[later + 1] < p.value[place])


def _place(one: Located) -> tuple[str, str, int, str, str]:
    cell = one.finding.cell
    return one.file, one.finding.sheet, len(cell), cell, one.finding.code

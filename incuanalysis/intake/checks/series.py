"""What a return says beside the earlier ones of the same sender."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from incuanalysis.intake.checks import Located
from incuanalysis.intake.checks.balances import check_balances, check_doubles, check_repeats
from incuanalysis.intake.checks.jumps import check_jumps
from incuanalysis.intake.checks.prepared import TOTAL, YTD, Prepared, prepare
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
    found = [
        *check_jumps(p, words),
        *_falls(p, words),
        *check_balances(p, words),
        *check_repeats(p, words),
        *check_doubles(p, words),
    ]
    return sorted(found, key=_place)


def _falls(p: Prepared, words: Vocabulary) -> list[Located]:
    """Return running totals that fall: those of one year, and those since a start or since founding."""
    before, valid = p.earlier(1)
    falls = valid & p.judged & p.exact & p.exact[before] & (p.value < p.value[before] * (1 - 1e-9))
    # A series of ytd values all begins in January; only those of one year add up.
    ytd = falls & (p.kind == YTD) & (p.time // 12 == p.time[before] // 12) & (p.first == p.first[before])
    total = falls & (p.kind == TOTAL)
    found = []
    for code, places in (("ytd_falls", ytd), ("total_falls", total)):
        for place in np.flatnonzero(places).tolist():
            found.append(p.located(code, place, int(before[place]), words))
    return found


def _place(one: Located) -> tuple[str, str, int, str, str]:
    cell = one.finding.cell
    return one.file, one.finding.sheet, len(cell), cell, one.finding.code

"""One figure reported several times: which report is far from the others, and which of those of one day counts."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from incuanalysis.intake.checks import Located
from incuanalysis.intake.checks.jumps import SIZES, VARIATION
from incuanalysis.intake.checks.prepared import KINDS, located
from incuanalysis.intake.checks.rounding import plain
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["check_revisions"]

#: Smaller differences are told of so many figures of a file only: a whole return that was sent again speaks for itself.
_MOST_SMALL = 8
_KEY = ["region", "carrier", "indicator", "first", "last", "basis", "series"]
_SERIES = ["region", "carrier", "indicator", "basis", "series"]


def check_revisions(frame: pd.DataFrame, words: Vocabulary) -> list[Located]:
    """Return reports of one figure that are far from what the same sender said at another time, or differ on one day.

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
        has put right, ``report_same_day`` for two that came on one day, of one sender or of two.
    """
    if not len(frame):
        return []
    rivals = _of_senders(frame, words)
    if not (frame["revision"] > 0).any():
        return rivals
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
    one_day: list[tuple[int, int]] = []
    day = frame["recorded_at"].str[:10].to_numpy(dtype=object)
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
        told = _of_figure(frame, value, range(start, done + 1), words)
        if moved[done] and day[done - 1] == day[done] and not any(t.finding.code == "report_differs" for t in told):
            one_day.append((done, done - 1))
            told = []
        elif not told:
            for one in range(start, done):
                if value[one] != value[done] and not np.isnan(value[one]) and not np.isnan(value[done]):
                    small.setdefault(str(frame["file"].iloc[one]), []).append((one, done))
        found += told
    for pairs in small.values():
        if len(pairs) <= _MOST_SMALL:
            found += [located(frame, "report_corrected", one, last, words) for one, last in pairs]
    return [*found, *_of_a_day(frame, one_day, words), *rivals]


def _of_senders(frame: pd.DataFrame, words: Vocabulary) -> list[Located]:
    """Return figures for which two senders gave different numbers on one day."""
    # Sorted by key, whose last part is the sender: rivals stand side by side, the last report of each is its own.
    last = np.append(frame["revision"].to_numpy()[1:] == 0, True)
    value = frame["value"].to_numpy(dtype=float)
    rows = np.flatnonzero(last & ~np.isnan(value))
    rivals = np.ones(max(len(rows) - 1, 0), dtype=bool)
    for name in (*_KEY[:-1], "recorded_at"):
        codes = pd.factorize(frame[name])[0][rows]
        rivals &= codes[1:] == codes[:-1]
    rivals &= value[rows][1:] != value[rows][:-1]
    sequence = frame["sequence"].to_numpy()
    pairs = []
    for at in np.flatnonzero(rivals).tolist():
        one, other = sorted((int(rows[at]), int(rows[at + 1])), key=lambda row: int(sequence[row]))
        if sequence[one] != sequence[other]:
            pairs.append((other, one))
    return _of_a_day(frame, pairs, words)


def _of_a_day(frame: pd.DataFrame, pairs: list[tuple[int, int]], words: Vocabulary) -> list[Located]:
    """Tell of pairs of differing numbers (the later, the earlier in the journal); of many in two files, of one."""
    groups: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for pair in pairs:
        files = str(frame["file"].iloc[pair[0]]), str(frame["file"].iloc[pair[1]])
        groups.setdefault(files, []).append(pair)
    found = []
    for listed in groups.values():
        many = len(listed) > _MOST_SMALL
        more = f"两份文件共有{len(listed)}个数不同，此处列出一个。" if many else ""
        more_en = f" The two files differ in {len(listed)} numbers, of which this is one." if many else ""
        for later, earlier in listed[:1] if many else listed:
            facts = _chosen(frame, later, earlier, words) | {"more": more, "more_en": more_en}
            found.append(located(frame, "report_same_day", later, earlier, words, **facts))
    return found


def _chosen(frame: pd.DataFrame, later: int, earlier: int, words: Vocabulary) -> dict[str, str]:
    """Return who sent two numbers of one day, which of them counts and why."""
    from incuanalysis.intake.load import trusted

    new, old = frame.iloc[later], frame.iloc[earlier]
    facts = {"day": str(new["recorded_at"])[:10], "sender": str(new["series"]), "other_sender": str(old["series"])}
    if new["series"] == old["series"]:
        why = (
            "同一填报单位同日来文，以收文登记在后的一份为准",
            "of one sender's files of a day, the later in the journal counts",
        )
        return facts | {"chosen": plain(float(new["value"])), "why": why[0], "why_en": why[1]}
    winner = trusted(frame.iloc[[later, earlier]], words)
    chosen = winner["series"].iloc[0]
    if (new["qualifier"] == "exact") != (old["qualifier"] == "exact"):
        why = "取准确数，不取约数", "an exact number comes before a rounded one"
    else:
        # load.trusted decides so where rank, precision and day are the same
        why = (
            "两个填报单位同日来文，以收文登记在后的一份为准",
            "of two senders' files of a day, the later in the journal counts",
        )
    value = new["value"] if chosen == new["series"] else old["value"]
    return facts | {"chosen": plain(float(value)), "why": why[0], "why_en": why[1]}


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

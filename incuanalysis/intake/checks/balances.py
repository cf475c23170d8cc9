"""What returns of successive periods must say together: stocks that roll forward, forms sent twice, stocks said twice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from incuanalysis.intake.checks import Located
from incuanalysis.intake.checks.prepared import FLOW, STOCK, TOTAL, YTD, Flags, Floats, Ints, Prepared
from incuanalysis.intake.checks.rounding import plain
from incuanalysis.intake.findings import Finding
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["FAMILIES", "Family", "check_balances", "check_doubles", "check_repeats", "look_up"]


@dataclass(frozen=True, slots=True)
class Family:
    """A stock and the flows that change it: stock = stock before + ``plus`` − ``minus``.

    Parameters
    ----------
    stock
        Indicator id of the stock or running total.
    plus, minus
        Ids of what is added and taken away; all of them must be reported.
    """

    stock: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()


#: What rolls forward, for regions and carriers alike.
FAMILIES = (
    Family("tenants", ("new_tenants",), ("tenants_left", "new_graduates")),
    Family("graduates_cumulative", ("new_graduates",)),
    Family("resident_firms_cumulative", ("new_resident_firms",)),
)
#: Fewer equal values may be chance.
_FEWEST_REPEATED = 8
#: The earlier form may have had a slip of its own: so large a part must be equal, and so many flows, which hardly ever are.
_MOSTLY, _FEWEST_FLOWS = 0.9, 4
_MONTHS = 32768


def check_balances(p: Prepared, words: Vocabulary, families: tuple[Family, ...] = FAMILIES) -> list[Located]:
    """Return stocks that differ from the stock before and what was added and left since (``roll_forward``)."""
    found = []
    for family in families:
        members = [family.stock, *family.plus, *family.minus]
        if not all(member in p.indicators for member in members):
            continue
        stock = p.indicators.index(family.stock)
        before, valid = p.earlier(1)
        at = np.flatnonzero(
            valid & (p.indicator == stock) & np.isin(p.kind, (STOCK, TOTAL)) & p.exact & p.exact[before] & p.judged
        )
        if not len(at):
            continue
        change, known, flows = _change(p, family, at, before[at])
        expected = p.value[before[at]] + change
        broken = known & (np.abs(p.value[at] - expected) > 1e-6)
        broken[_echoes(p, at, before, broken, change)] = False
        for k in np.flatnonzero(broken).tolist():
            terms = [(words.indicators.get(member), sign, plain(float(flow[k]))) for member, sign, flow in flows]
            more = {
                "formula": "、".join(f"{'加' if sign > 0 else '减'}{one.zh}{flow}" for one, sign, flow in terms),
                "formula_en": " ".join(
                    f"{'plus' if sign > 0 else 'minus'} {one.en} {flow}" for one, sign, flow in terms
                ),
                "expected": plain(float(expected[k])),
                "difference": plain(abs(float(p.value[at[k]] - expected[k]))),
            }
            found.append(p.located("roll_forward", int(at[k]), int(before[at[k]]), words, **more))
    return found


def _change(p: Prepared, family: Family, at: Ints, since: Ints) -> tuple[Floats, Flags, list[tuple[str, int, Floats]]]:
    """Return by how much stocks should have changed since earlier ones, where that is known, and what makes it up."""
    change, known = np.zeros(len(at)), np.ones(len(at), dtype=bool)
    flows: list[tuple[str, int, Floats]] = []
    for member in (*family.plus, *family.minus):
        flow, there = _flow(p, p.indicators.index(member), p.entity[at], p.time[since], p.time[at])
        sign = 1 if member in family.plus else -1
        flows.append((member, sign, flow))
        change += sign * flow
        known &= there
    return change, known, flows


def _echoes(p: Prepared, at: Ints, before: Ints, broken: Flags, change: Floats) -> Ints:
    """Return which breaks only follow from the one before: without the odd stock between, all fits."""
    place = {int(one): k for k, one in enumerate(at)}
    echoes = []
    for k in np.flatnonzero(broken).tolist():
        between = place.get(int(before[at[k]]))
        if between is None or not broken[between]:
            continue
        first = int(before[at[between]])
        if abs(p.value[first] + change[between] + change[k] - p.value[at[k]]) <= 1e-6:
            echoes.append(k)
    return np.array(echoes, dtype=np.int64)


def _flow(p: Prepared, indicator: int, entity: Ints, start: Ints, end: Ints) -> tuple[Floats, Flags]:
    """Return what flowed after ``start`` up to ``end``, and where it is known.

    As a value of just these months, else as the difference of two running totals of a year, or as the one
    running total where ``start`` is December.
    """
    periods = np.flatnonzero((p.indicator == indicator) & (p.kind == FLOW) & p.exact)
    stretch = p.first[periods] * _MONTHS + p.time[periods]
    flow, known = look_up(p.entity[periods], stretch, p.value[periods], entity, (start + 1) * _MONTHS + end)
    running = np.flatnonzero((p.indicator == indicator) & (p.kind == YTD) & (p.first % 12 == 0) & p.exact)
    of, until, value = p.entity[running], p.time[running], p.value[running]
    upto, there = look_up(of, until, value, entity, end)
    since, earlier = look_up(of, until, value, entity, start)
    whole_year = (start % 12 == 11) & (end - start <= 12)
    same_year = (start // 12 == end // 12) & earlier
    usable = ~known & there & (whole_year | same_year)
    flow = np.where(usable, upto - np.where(whole_year, 0.0, since), flow)
    return flow, known | usable


def look_up(of: Ints, when: Ints, values: Floats, wanted: Ints, at: Ints) -> tuple[Floats, Flags]:
    """Return the values of some things at some times, and where there are any; times are below 2³⁰."""
    keys, wanted = of * _MONTHS**2 + when, wanted * _MONTHS**2 + at
    if not len(keys):
        return np.zeros(len(wanted)), np.zeros(len(wanted), dtype=bool)
    order = np.argsort(keys)
    place = np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)
    known: Flags = keys[order[place]] == wanted
    return np.where(known, values[order[place]], 0.0), known


def check_repeats(p: Prepared, words: Vocabulary) -> tuple[list[Located], set[str]]:
    """Return files whose values equal those of the period before (``repeats``): the old form sent again.

    All of them do, or nearly all where flows are among them; values without an earlier one do not count. With them are
    returned the files' names.
    """
    if not len(p):
        return [], set()
    files, names = pd.factorize(p.frame["file"])
    file = files.astype(np.int64)[p.row]
    before, valid = p.earlier(1)
    at = np.flatnonzero(valid & (file != file[before]))
    # each file is compared with one earlier file at a time: a slip in that one must not hide that it came again
    pairs, which = np.unique(file[at] * len(names) + file[before[at]], return_inverse=True)
    same = p.value[at] == p.value[before[at]]
    nonzero = p.value[at] != 0

    def count(flags: Flags) -> Ints:
        return np.bincount(which[flags], minlength=len(pairs))

    equal, compared, telling = count(same), count(np.ones(len(at), dtype=bool)), count(same & nonzero)
    flows = count(same & nonzero & np.isin(p.kind[at], (FLOW, YTD)))
    here = pairs // len(names)
    values = np.bincount(file, minlength=len(names))[here]
    judged = np.bincount(file, weights=p.judged, minlength=len(names))[here] > 0
    whole = equal == values
    mostly = (telling >= _MOSTLY * count(nonzero)) & (flows >= _FEWEST_FLOWS) & (2 * compared >= values)
    found, stale = [], set()
    for pair in np.flatnonzero((whole | mostly) & (telling >= _FEWEST_REPEATED) & judged).tolist():
        place = int(at[np.flatnonzero((which == pair) & same)[0]])
        one = p.located("repeats", place, int(before[place]), words, count=str(int(equal[pair])))
        # It is the whole file's, not that of one cell.
        found.append(Located(one.file, Finding(one.finding.code, one.finding.facts)))
        stale.add(one.file)
    return found, stale


def check_doubles(p: Prepared, words: Vocabulary, stale: Collection[str] = ()) -> list[Located]:
    """Return stocks that were given differently for one instant, in returns of different periods.

    Told is the later return, unless the values before and after show that the earlier one is wrong; files that repeat
    an earlier return (``stale``) have been told as a whole.
    """
    if not p.doubles:
        return []
    place = {int(row): at for at, row in enumerate(p.row)}
    value = p.frame["value"].to_numpy(dtype=float)
    found = []
    file = p.frame["file"].tolist()
    for row, other in p.doubles:
        if file[row] in stale or file[other] in stale:
            continue
        at = place.get(row)
        near = [] if at is None else [k for k in (at - 1, at + 1) if 0 <= k < len(p) and p.series[k] == p.series[at]]
        distance = [sum(abs(np.log1p(value[one]) - np.log1p(p.value[k])) for k in near) for one in (row, other)]
        one, beside = (other, row) if distance[1] > distance[0] else (row, other)
        found.append(p.located_rows("stock_differs", one, beside, words))
    return found

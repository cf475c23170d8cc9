"""Observations as coded reports: which entity and indicator, which stretch of months, and which kind of number.

The step before running values: names become positions, a basis becomes one of five kinds, revised and repeated
reports are reduced to the one that counts. Everything is done on whole columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from incuanalysis.errors import BadInputError
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["FOUNDING", "PERIOD", "START", "STATE", "YTD", "Array", "Entity", "Reports", "code_reports", "entities_of"]

Array = np.ndarray[Any, Any]

#: Kinds of reports: a state at a month's end; amounts in a stretch, since January, since the plan's start, since founding.
STATE, PERIOD, YTD, START, FOUNDING = range(5)

_KINDS = {
    Basis.STOCK: STATE,
    Basis.SHARE: STATE,
    Basis.PERIOD: PERIOD,
    # a rate by the year over one calendar year is that year's amount; over several years it says nothing of any
    Basis.PER_YEAR: PERIOD,
    Basis.YTD: YTD,
    Basis.SINCE_START: START,
    Basis.SINCE_FOUNDING: FOUNDING,
}
_NEEDED = ("region", "carrier", "indicator", "first", "last", "basis", "value")


class Entity(NamedTuple):
    """Whose number it is: a region, or one carrier in it."""

    region: str
    carrier: str | None = None


@dataclass(frozen=True)
class Reports:
    """The reports that count, one entry each, sorted by last month, then longest first.

    Parameters
    ----------
    entity, indicator
        Positions in the lists that were asked for.
    first, last
        Months as ordinals (year × 12 + month − 1).
    kind
        :data:`STATE`, :data:`PERIOD`, :data:`YTD`, :data:`START` or :data:`FOUNDING`.
    value
        In the indicator's canonical unit; never missing.
    row
        Position of the row in the frame.
    """

    entity: Array
    indicator: Array
    first: Array
    last: Array
    kind: Array
    value: Array
    row: Array

    def of_kind(self, *kinds: int) -> Reports:
        """Return the reports of these kinds, in the same order."""
        return self.where(np.isin(self.kind, kinds))

    def where(self, keep: Array) -> Reports:
        """Return the reports of a mask."""
        return Reports(*(getattr(self, name)[keep] for name in self.__dataclass_fields__))


def entities_of(frame: pd.DataFrame) -> tuple[Entity, ...]:
    """Return the entities of a frame of observations, sorted: a region before its carriers."""
    pairs = frame[["region", "carrier"]].drop_duplicates()
    found = {
        Entity(str(region), None if pd.isna(carrier) else str(carrier))
        for region, carrier in zip(pairs["region"], pairs["carrier"], strict=True)
    }
    return tuple(sorted(found, key=lambda entity: (entity.region, entity.carrier or "")))


def code_reports(
    frame: pd.DataFrame, entities: Sequence[Entity], indicators: Sequence[str], words: Vocabulary, start: Month
) -> Reports:
    """Reduce observations to the reports that count.

    Of one series' reports of the same thing the last one counts, also if it is a blank; of several series' the last
    one that is no blank (choose by :func:`incuanalysis.intake.load.trusted` before, where ranks are to decide).

    Parameters
    ----------
    frame
        Observations.
    entities, indicators
        What is wanted; other rows are left out.
    words
        The vocabulary.
    start
        The plan's first month: a running total since another month is none of this plan.

    Raises
    ------
    BadInputError
        If a column is missing.
    """
    absent = [name for name in _NEEDED if name not in frame.columns]
    if absent:
        raise BadInputError(f"Observations need the columns {', '.join(_NEEDED)}; {', '.join(absent)} is missing.")
    indicator = _positions(frame["indicator"], list(indicators))
    entity = _entity_positions(frame, entities)
    row = np.flatnonzero((indicator >= 0) & (entity >= 0))
    basis = _positions(frame["basis"], [str(basis) for basis in _KINDS])[row]
    kind = np.array(list(_KINDS.values()), dtype=np.int8)[basis]
    rate = basis == list(_KINDS).index(Basis.PER_YEAR)
    own = np.array([_own(words, name) for name in indicators], dtype=np.int8)[indicator[row]]
    # 截至9月底 makes a running total since founding a state, and 1—9月 a share an amount: the indicator knows better.
    kind = np.where(own == STATE, np.int8(STATE), kind)
    kind = np.where((own == FOUNDING) & (kind == STATE), np.int8(FOUNDING), kind)
    first, last = (_ordinals(frame[name].to_numpy(np.int64)[row]) for name in ("first", "last"))
    fits = np.ones(len(row), dtype=bool)
    fits &= (kind != YTD) | ((first % 12 == 0) & (first // 12 == last // 12))
    fits &= (kind != START) | (first == start.ordinal)
    fits &= ~rate | ((first % 12 == 0) & (last - first == 11))
    coded = Reports(entity[row], indicator[row], first, last, kind, frame["value"].to_numpy(np.float64)[row], row)
    coded = coded.where(fits)
    coded = coded.where(_counting(frame, coded, len(indicators)))
    return coded.where(np.lexsort((coded.first, coded.last)))


def _own(words: Vocabulary, indicator: str) -> int:
    """Return the kind that an indicator's numbers always are, or -1."""
    basis = words.indicators.get(indicator).basis
    return STATE if basis is Basis.SHARE else FOUNDING if basis is Basis.SINCE_FOUNDING else -1


def _ordinals(months: Array) -> Array:
    """Turn year × 100 + month into months since January of year 0."""
    ordinals: Array = ((months // 100) * 12 + months % 100 - 1).astype(np.int32)
    return ordinals


def _positions(column: pd.Series, names: Iterable[str]) -> Array:
    """Return where each text stands in a list, -1 where it does not."""
    codes, found = pd.factorize(column)
    at = {name: position for position, name in enumerate(names)}
    places: Array = np.array([at.get(str(text), -1) for text in found] + [-1], dtype=np.int32)
    taken: Array = places[codes]
    return taken  # a missing text has code -1: the last place


def _entity_positions(frame: pd.DataFrame, entities: Sequence[Entity]) -> Array:
    region_codes, regions = pd.factorize(frame["region"])
    carrier_codes, carriers = pd.factorize(frame["carrier"])
    at = {entity: position for position, entity in enumerate(entities)}
    pair = region_codes.astype(np.int64) * (len(carriers) + 1) + carrier_codes + 1
    pair_codes, pairs = pd.factorize(pair)
    places = []
    for number in pairs.tolist():
        region, carrier = divmod(number, len(carriers) + 1)
        places.append(at.get(Entity(str(regions[region]), str(carriers[carrier - 1]) if carrier else None), -1))
    taken: Array = np.array([*places, -1], dtype=np.int32)[pair_codes]
    return taken


def _counting(frame: pd.DataFrame, coded: Reports, indicators: int) -> Array:
    """Return a mask of the reports that no later one replaces."""
    known: Array = ~np.isnan(coded.value)
    what = (coded.entity.astype(np.int64) * indicators + coded.indicator) * 5 + coded.kind
    # a state is that of its last month, whether it was reported for the month or for the quarter
    begin = np.where(coded.kind == STATE, coded.last, coded.first)
    figure = (what * 40_000 + begin) * 512 + np.minimum(coded.last - begin, 511)
    rivals = pd.Series(figure).duplicated(keep=False).to_numpy()
    if not rivals.any():
        return known
    at = np.flatnonzero(rivals)
    said = frame.iloc[coded.row[at]]
    order = pd.DataFrame({"figure": figure[at], "blank": ~known[at], "length": coded.first[at] - coded.last[at]})
    for name, absent in (("recorded_at", ""), ("sequence", 0), ("revision", 0), ("series", "")):
        order[name] = said[name].to_numpy() if name in said.columns else absent
    order["value"] = coded.value[at]  # the last resort, so that the order of rows never decides
    order = order.sort_values(["recorded_at", "sequence", "revision", "length", "series", "value"], kind="stable")
    order = order[~order.duplicated(["figure", "series", "length"], keep="last")]
    order = order[~order["blank"]]
    winners = order.index[~order.duplicated("figure", keep="last")]
    keep: Array = known & ~rivals
    keep[at[winners]] = True
    return keep

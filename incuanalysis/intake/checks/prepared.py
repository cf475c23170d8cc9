"""Observations in order, series by series, as arrays: what the checks of series work on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from incuanalysis.intake.checks import Located
from incuanalysis.intake.checks.rounding import plain
from incuanalysis.intake.findings import finding
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["FLOW", "KINDS", "SHARE", "STOCK", "TOTAL", "YTD", "Prepared", "located", "prepare"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

STOCK, FLOW, YTD, TOTAL, SHARE = range(5)
#: Basis → kind.
KINDS = {
    "stock": STOCK,
    "period": FLOW,
    "per_year": FLOW,
    "ytd": YTD,
    "since_start": TOTAL,
    "since_founding": TOTAL,
    "share": SHARE,
}
# Months since year 0 stay below this until the year 2730.
_TIMES = 32768


@dataclass(frozen=True)
class Prepared:
    """Reported values in the order of their series and of time.

    All arrays have one entry for each value. A series is what may be compared: one region and sender, or one carrier
    whoever reports for it, and one indicator, basis and length of period; stocks of a day are one series whatever form
    they came in.

    Parameters
    ----------
    frame
        The observations as given.
    row
        Position in ``frame``.
    entity, indicator, series
        Codes: who (region, carrier, sender), what, and the series.
    kind
        ``STOCK``, ``FLOW``, ``YTD``, ``TOTAL`` or ``SHARE``.
    first, time
        First and last month, in months since year 0.
    value
        In the indicator's canonical unit.
    exact
        The source gives it as exact.
    judged
        It belongs to a file that is looked at.
    indicators
        Indicator ids by code.
    doubles
        Pairs of rows of ``frame``: two values of one stock at one instant, the later report first.
    """

    frame: pd.DataFrame
    row: Ints
    entity: Ints
    indicator: Ints
    series: Ints
    kind: Ints
    first: Ints
    time: Ints
    value: Floats
    exact: Flags
    judged: Flags
    indicators: list[str]
    doubles: list[tuple[int, int]]

    def __len__(self) -> int:
        return len(self.row)

    def earlier(self, lag: int) -> tuple[Ints, Flags]:
        """Return the place of the value that many places earlier in the same series, and where there is one."""
        places = np.arange(len(self), dtype=np.int64) - lag
        safe = np.maximum(places, 0)
        return safe, (places >= 0) & (self.series[safe] == self.series)

    def without(self, places: Flags) -> Prepared:
        """Return all but some values."""
        if not places.any():
            return self
        kept = ~places
        columns = ("row", "entity", "indicator", "series", "kind", "first", "time", "value", "exact", "judged")
        return replace(self, **{name: getattr(self, name)[kept] for name in columns})

    def located(self, code: str, place: int, other: int, words: Vocabulary, **more: str) -> Located:
        """Return a finding at a value, beside another one."""
        return self.located_rows(code, int(self.row[place]), int(self.row[other]), words, **more)

    def located_rows(self, code: str, row: int, other: int, words: Vocabulary, **more: str) -> Located:
        """Return a finding at a row of the frame, beside another row."""
        return located(self.frame, code, row, other, words, **more)


def located(frame: pd.DataFrame, code: str, row: int, other: int, words: Vocabulary, **more: str) -> Located:
    """Return a finding at a row of a frame of observations, beside another row."""
    here, there = frame.iloc[row], frame.iloc[other]
    indicator = words.indicators.get(str(here["indicator"]))
    period, other_period = _period(here), _period(there)
    facts = {
        "name": indicator.zh,
        "name_en": indicator.en,
        "unit": str(here["unit"]),
        "period": period.label(),
        "period_en": period.label("en"),
        "found": plain(float(here["value"])),
        "other": plain(float(there["value"])),
        "other_period": other_period.label(),
        "other_period_en": other_period.label("en"),
        "other_file": _text(there["file"]),
        "other_sheet": _text(there["sheet"]),
        "other_cell": _text(there["cell"]),
        **more,
    }
    return Located(_text(here["file"]), finding(code, _text(here["sheet"]), _text(here["cell"]), **facts))


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _period(row: pd.Series) -> Period:
    return Period.from_ints(row["first"], row["last"])


def _codes(column: pd.Series) -> tuple[Ints, list[str]]:
    """Return a column as numbers and what they stand for; a missing value is a value of its own."""
    codes, names = pd.factorize(column)
    return codes.astype(np.int64) + 1, ["", *(str(name) for name in names)]


def _combined(*codes: Ints) -> Ints:
    """Return one number for each combination of numbers."""
    combined = codes[0]
    for more in codes[1:]:
        combined = combined * (int(more.max(initial=0)) + 1) + more
        # Renumbered at each step, as the product of five columns' sizes would not fit.
        combined = pd.factorize(combined)[0].astype(np.int64)
    return combined


def prepare(frame: pd.DataFrame, files: Collection[str] | None = None) -> Prepared:
    """Put observations in order.

    Parameters
    ----------
    frame
        In the store's columns, one revision of each key; ``sequence`` is used where it is there.
    files
        Names of the files to be judged; None for all.
    """
    usable = (frame["value"].notna() & (frame["status"] == "reported")).to_numpy(dtype=bool)
    row = np.flatnonzero(usable)
    used = frame if usable.all() else frame.iloc[row]
    indicator, indicators = _codes(used["indicator"])
    basis, bases = _codes(used["basis"])
    kind = np.array([KINDS.get(name, FLOW) for name in bases], dtype=np.int64)[basis]
    first, time = (_ordinal(used[name].to_numpy(dtype=np.int64)) for name in ("first", "last"))
    carrier = _codes(used["carrier"])[0]
    sender = np.where(carrier > 0, 0, _codes(used["series"])[0])
    entity = _combined(_codes(used["region"])[0], carrier, sender)
    length = time - first + 1
    # What besides entity, indicator and basis must agree: nothing for stocks and running totals over all time, the
    # beginning for those since a plan's start, the length for flows.
    founding = bases.index("since_founding") if "since_founding" in bases else -1
    apart = np.where((kind == STOCK) | (basis == founding), 0, np.where(kind == TOTAL, first, length))
    apart = np.where((kind == YTD) & (first % 12 == 0) & (length <= 12), 0, apart)
    series = _combined(entity, indicator * len(bases) + basis, apart)
    key = series * _TIMES + time
    order = np.argsort(key, kind="stable")
    doubled = np.flatnonzero(key[order][1:] == key[order][:-1])
    doubles: list[tuple[int, int]] = []
    if len(doubled):
        if "sequence" in used:
            order = np.lexsort((used["sequence"].to_numpy(dtype=np.int64), key))
        sorted_key = key[order]
        last_of_time = np.append(sorted_key[1:] != sorted_key[:-1], True)
        doubles = _doubles(row, order, doubled, kind, first, used["value"].to_numpy(dtype=float))
        order = order[last_of_time]
    judged = np.ones(len(row), dtype=bool) if files is None else used["file"].isin(list(files)).to_numpy(dtype=bool)
    if files is not None:
        kept = set(np.flatnonzero(frame["file"].isin(list(files)).to_numpy(dtype=bool)).tolist())
        doubles = [pair for pair in doubles if pair[0] in kept]
    return Prepared(
        frame=frame,
        row=row[order],
        entity=entity[order],
        indicator=indicator[order],
        series=series[order],
        kind=kind[order],
        first=first[order],
        time=time[order],
        value=used["value"].to_numpy(dtype=float)[order],
        exact=(used["qualifier"] == "exact").to_numpy(dtype=bool)[order],
        judged=judged[order],
        indicators=indicators,
        doubles=doubles,
    )


def _ordinal(months: Ints) -> Ints:
    """Return months since year 0 of year × 100 + month."""
    years, month = np.divmod(months, 100)
    ordinal: Ints = years * 12 + month - 1
    return ordinal


def _doubles(row: Ints, order: Ints, doubled: Ints, kind: Ints, first: Ints, value: Floats) -> list[tuple[int, int]]:
    """Return pairs of stocks of one instant that came with different periods and differ."""
    pairs = []
    for place in doubled.tolist():
        one, other = order[place + 1], order[place]
        if kind[one] == STOCK and first[one] != first[other] and value[one] != value[other]:
            pairs.append((int(row[one]), int(row[other])))
    return pairs

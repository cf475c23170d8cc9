"""What of an issued document was corrected, and what changed in the data since without being recorded as a correction."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

import pandas as pd

from incuanalysis.evaluation.documents.written import of_document
from incuanalysis.evaluation.questions import Inquiry
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month, Period

__all__ = ["Correction", "Update", "corrections_of", "updates_since"]

_KEYS = ["region", "carrier", "indicator", "first", "last", "basis"]


@dataclass(frozen=True)
class Correction:
    """One item of a correction; items of one ``number`` were corrected together. ``unit`` is empty or an id or name."""

    number: int
    unit: str
    item: str
    before: str
    after: str
    reason: str
    on: str
    document: str


@dataclass(frozen=True)
class Update:
    """A figure that came in or changed after the document was issued; ``before`` is None where there was none.

    ``value`` and ``before`` are in ``measure``, the indicator's canonical unit.
    """

    unit: str
    indicator: str
    measure: str
    basis: str
    period: Period
    before: float | None
    value: float | None
    on: str


def corrections_of(inquiry: Inquiry, kind: str, unit: str = "") -> tuple[Correction, ...]:
    """Return what was corrected in the inquiry's document of a kind: of each number and item what was recorded last.

    Parameters
    ----------
    inquiry
        The region and period.
    kind
        Kind of document.
    unit
        Of a statement: whose it is; corrections that name other units are not its own.
    """
    rows = of_document(inquiry.record("correction"), inquiry, kind)
    rows = rows.drop_duplicates(["number", "unit", "item"], keep="last")
    rows = rows.sort_values("number", kind="stable")
    mine = _names(inquiry, unit)
    return tuple(
        Correction(
            int(row["number"]),
            *(str(row[name]).strip() for name in ("unit", "item", "before", "after", "reason", "date", "document")),
        )
        for row in rows.to_dict("records")
        if not unit or not row["unit"] or str(row["unit"]) in mine
    )


def updates_since(inquiry: Inquiry, since: dt.date, unit: str = "") -> tuple[Update, ...]:
    """Return which figures of the document's year up to its month came in or changed after a day.

    Parameters
    ----------
    inquiry
        The region and period.
    since
        The day of issue, or of the last correction.
    unit
        Of a statement: whose figures; otherwise those of the region and its towns, not those of single carriers.
    """
    if inquiry.as_of is not None and inquiry.as_of <= since.isoformat():
        return ()
    if not (inquiry.observations["recorded_at"].astype("str").str[:10] > since.isoformat()).any():
        return ()
    then = dataclasses.replace(inquiry, as_of=since.isoformat())
    now, before = (_compared(one, unit) for one in (inquiry, then))
    both = now.merge(before[[*_KEYS, "value"]], on=_KEYS, how="left", suffixes=("", "_before"))
    same = (both["value"] == both["value_before"]) | (both["value"].isna() & both["value_before"].isna())
    changed = both[~same & (both["recorded_at"].astype("str").str[:10] > since.isoformat())]
    regions, indicators = inquiry.words.regions, inquiry.words.indicators
    return tuple(
        Update(
            str(row["carrier"]) if pd.notna(row["carrier"]) else regions.get(str(row["region"])).name,
            indicators.get(str(row["indicator"])).zh,
            str(row["unit"]),
            Basis(str(row["basis"])).label(),
            Period(Month.from_int(int(row["first"])), Month.from_int(int(row["last"]))),
            None if pd.isna(row["value_before"]) else float(row["value_before"]),
            None if pd.isna(row["value"]) else float(row["value"]),
            str(row["recorded_at"])[:10],
        )
        for row in changed.sort_values([*_KEYS], kind="stable", na_position="first").to_dict("records")
    )


def _compared(inquiry: Inquiry, unit: str) -> pd.DataFrame:
    rows = inquiry.observations
    rows = rows[rows["last"].between(inquiry.month.year * 100 + 1, int(inquiry.month))]
    towns = rows["carrier"].isna()
    kept = rows[((rows["region"] == unit) & towns) | (rows["carrier"] == unit)] if unit else rows[towns]
    return kept.drop_duplicates(_KEYS, keep="last")


def _names(inquiry: Inquiry, unit: str) -> frozenset[str]:
    """Return the ways in which a record may name a unit: id and name."""
    if not unit:
        return frozenset()
    carriers = inquiry.register("carriers")
    pairs = [
        *zip(inquiry.units["unit"], inquiry.units["name"], strict=True),
        *zip(carriers["id"], carriers["name"], strict=True),
    ]
    return frozenset({unit, *(str(name) for id, name in pairs if id == unit)})

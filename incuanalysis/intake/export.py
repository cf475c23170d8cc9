"""Observations as records for another program (``incu data --json``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from incuanalysis.errors import BadInputError, NoDataError
from incuanalysis.intake.clean.asked import find_indicator
from incuanalysis.intake.load import periods_available, say_years, trusted
from incuanalysis.intake.store import open_store
from incuanalysis.project import Project
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

__all__ = ["FIELDS", "find_records", "to_records"]

#: The fields of a record, in order.
FIELDS = (
    "region", "region_name", "carrier", "period", "indicator", "basis", "value", "unit", "qualifier",
    "status", "revision", "demo", "source", "file", "sheet", "cell",
)  # fmt: skip


def to_records(frame: pd.DataFrame, words: Vocabulary) -> list[dict[str, Any]]:
    """Return rows as JSON-ready records; what is absent is ``None``."""
    named = frame.assign(region_name=[words.regions.name(region, short=True) for region in frame["region"]])
    plain = named[list(FIELDS)].astype(object)
    records: list[dict[str, Any]] = plain.where(plain.notna(), None).to_dict("records")
    return records


def find_records(
    project: Project,
    regions: Sequence[str] | None,
    indicators: Sequence[str] | None,
    periods: Sequence[str] | None,
    *,
    as_of: str | None = None,
    store: Path | None = None,
    trusted_only: bool = False,
) -> list[dict[str, Any]]:
    """Look observations up by names; every filter is optional.

    Raises
    ------
    UnknownNameError
        With the nearest known names.
    NoDataError
        If nothing fits; says which periods there are.
    """
    words = open_vocabulary(project)
    if as_of:
        try:
            dt.date.fromisoformat(as_of)
        except ValueError:
            raise BadInputError(
                f"--as-of takes a date such as 2024-03-31; found {as_of!r}.",
                f"--as-of 应为2024-03-31式的日期，现为“{as_of}”。",
            ) from None
    region_ids = None if not regions else [words.regions.find(name).id for name in regions]
    indicator_ids = None if not indicators else [find_indicator(words, name).id for name in indicators]
    wanted = None if not periods else {str(Period.parse(period)) for period in periods}
    frame = open_store(store or project.store).select(regions=region_ids, indicators=indicator_ids, as_of=as_of)
    if trusted_only:
        frame = trusted(frame, words)
    kept = frame if wanted is None else frame[frame["period"].isin(wanted)]
    if kept.empty:
        raise NoDataError(_nothing(words, region_ids, indicator_ids, wanted, frame, as_of))
    return to_records(kept, words)


def _nothing(
    words: Vocabulary, regions: Any, indicators: Any, wanted: Any, frame: pd.DataFrame, as_of: str | None
) -> str:
    who = "、".join(words.regions.name(region, short=True) for region in regions) if regions else "the store"
    what = " of " + "、".join(words.indicators.get(indicator).zh for indicator in indicators) if indicators else ""
    when = f" in {', '.join(sorted(wanted))}" if wanted else ""
    known = f" as of {as_of}" if as_of else ""
    have = say_years(periods_available(frame))
    return f"No data{what} for {who}{when}{known}" + (f": {who} has {have}." if have else ".")

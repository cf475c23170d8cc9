"""All that an audit of a region and period rests on, recorded query by query."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from incuanalysis.errors import BadInputError, NoDataError
from incuanalysis.intake.audit.belonging import answers, files_of, returns_of
from incuanalysis.intake.audit.tables import read_tables, record_rows, record_value
from incuanalysis.intake.forms.duties import Due, expected, read_duties
from incuanalysis.intake.load import Place, Query, digest, load, record, session_place
from incuanalysis.intake.returns.register import wide
from incuanalysis.intake.schema import KEY
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

__all__ = ["AuditData", "calendar_periods", "load_audit"]

#: How many periods a calendar shows, by frequency.
_SHOWN = {"year": 3, "half": 4, "quarter": 8, "month": 12}
_MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_LAST_FIRST = ["region", "carrier", "indicator", "basis", "first", "last"]


@dataclass(frozen=True)
class AuditData:
    """What an audit rests on.

    Parameters
    ----------
    region, period
        Which audit.
    today
        The day that the data are of: ``as_of``, else the day on which the store's last file came; None without files.
    latest
        The last day on which anything that this audit uses came in: what a page gives as the date of its data.
    since
        Revisions after this day are listed.
    dues
        Returns expected in the periods of the calendars; None if the project says nothing of duties.
    returns
        Who reported for what, of the region and below, as duties see it.
    reported
        Of these, the returns of the period.
    files
        Received for the region and period.
    shared
        How many of these also report for units elsewhere.
    quarantine, findings, checks
        Rows of the side tables that belong to these files, names of files in place of their hashes.
    revised
        Values that replaced others after ``since``, with ``old``, the value before, and ``old_recorded_at``.
    values
        Observations of the units of the region, in the period, its year to date and its last month.
    carriers
        Names of carriers by id; a carrier that the register does not know is called by its id.
    demo
        Demonstration data are among it.
    """

    region: str
    period: Period
    today: dt.date | None
    latest: dt.date | None
    since: dt.date
    dues: tuple[Due, ...] | None
    returns: pd.DataFrame
    reported: pd.DataFrame
    files: pd.DataFrame
    shared: int
    quarantine: pd.DataFrame
    findings: pd.DataFrame
    checks: pd.DataFrame
    revised: pd.DataFrame
    values: pd.DataFrame
    carriers: dict[str, str]
    demo: bool


def load_audit(region: str, period: Period, since: str | dt.date | None = None) -> AuditData:
    """Load what an audit rests on; every part is recorded.

    Parameters
    ----------
    region
        Id.
    period
        Reporting period.
    since
        ISO date of the last edition; by default the last day of the period before.

    Raises
    ------
    BadInputError
        If ``since`` is no date.
    """
    place = session_place()
    words = open_vocabulary(place.project)
    day = _since(since, period)
    whole = words.regions.get(region).level == "nation"
    below = {one.id for one in words.regions.all() if whole or region in words.regions.path(one.id)}
    names = ("returns", "quarantine", "findings", "checks", "registers")
    tables = read_tables(place, names, {"registers": {"register": ["carriers"]}})
    asked: dict[str, Any] = {"region": region, "period": str(period), "as_of": place.as_of}
    today = _today(place, tables["files"])
    record_value(today, {"table": "files", "what": "last received_on", "as_of": place.as_of})

    own = tables["returns"][tables["returns"]["region"].isin(below)].reset_index(drop=True)
    files = files_of(tables["files"], tables["returns"], below, period, words.regions, whole=whole)
    named = dict(zip(tables["files"]["file"], tables["files"]["name"], strict=True))
    parts = {"returns": own, "files": files}
    for name in ("quarantine", "findings", "checks"):
        rows = tables[name][tables[name]["file"].isin(files["file"])]
        rows = rows[rows["region"].isin(below)] if name == "checks" else rows
        facts = [_with_names(text, named) for text in rows["facts"]]
        parts[name] = rows.assign(facts=facts, name=[named[file] for file in rows["file"]]).reset_index(drop=True)
    register = tables["registers"]
    register = register[register["region"].isin(below)].reset_index(drop=True)
    parts["registers"] = register
    demo = False
    for name, rows in parts.items():
        record_rows(rows, {"table": name, **asked}, tables["files"])
        demo |= bool(rows["demo"].any()) if "demo" in rows else False
    carriers = wide(register, "carriers")

    revised = _revised(place, None if whole else sorted(below), day)
    values = load(regions=None if whole else sorted(below), periods=_value_periods(period))
    return AuditData(
        region=region,
        period=period,
        today=today,
        latest=_latest([*parts.values(), revised, values]),
        since=day,
        dues=_dues(place, words, carriers, region, period),
        returns=answers(own),
        reported=returns_of(own, below, period),
        files=files,
        shared=int(files["file"].isin(tables["returns"].loc[~tables["returns"]["region"].isin(below), "file"]).sum()),
        quarantine=parts["quarantine"],
        findings=parts["findings"],
        checks=parts["checks"],
        revised=revised,
        values=values,
        carriers={
            **{id: id for frame in (revised, values) for id in frame["carrier"].dropna().unique()},
            **dict(zip(carriers["id"], carriers["name"], strict=True)),
        },
        demo=demo or bool(revised["demo"].any()) or bool(values["demo"].any()),
    )


def calendar_periods(period: Period, frequency: str) -> list[Period]:
    """Return the periods of a calendar up to the end of a period, oldest first.

    Examples
    --------
    >>> [str(one) for one in calendar_periods(Period.parse("2023Q4"), "quarter")][-2:]
    ['2023Q3', '2023Q4']
    >>> len(calendar_periods(Period.parse("2023-11"), "quarter")), len(calendar_periods(Period.parse("2023-11"), "month"))
    (0, 12)
    """
    length = _MONTHS[frequency]
    if length > period.months or period.last.month % length:
        return []
    last = Period(period.last.plus(1 - length), period.last)
    return [last.shifted(-length * back) for back in reversed(range(_SHOWN[frequency]))]


def _since(since: str | dt.date | None, period: Period) -> dt.date:
    if since is None or since == "":
        return period.previous().end
    try:
        return dt.date.fromisoformat(str(since))
    except ValueError:
        raise BadInputError(f"since is a date such as 2024-03-31; found {since!r}.") from None


def _today(place: Place, files: pd.DataFrame) -> dt.date | None:
    """Return the day that the data are of; the clock would make two reports of the same data differ."""
    if place.as_of:
        return dt.date.fromisoformat(place.as_of)
    return dt.date.fromisoformat(str(files["received_on"].max())[:10]) if len(files) else None


def _latest(frames: Iterable[pd.DataFrame]) -> dt.date | None:
    """Return the last day on which any of some rows came in."""
    days = [
        str(frame[name].max())[:10]
        for frame in frames
        for name in ("received_on", "received_at", "recorded_at")
        if name in frame and frame[name].notna().any()
    ]
    return dt.date.fromisoformat(max(days)) if days else None


def _with_names(facts: str, names: dict[str, str]) -> str:
    """Put the names of files in place of the paths under which they are kept."""
    said = {fact: names.get(text, text) for fact, text in json.loads(facts).items()}
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def _dues(
    place: Place, words: Vocabulary, carriers: pd.DataFrame, region: str, period: Period
) -> tuple[Due, ...] | None:
    beside = place.store.folder.parent / "duties.yml"
    try:
        duties = read_duties(place.project, words, beside if beside.is_file() else None)
    except NoDataError:
        return None
    dues = tuple(
        due
        for frequency in _SHOWN
        for one in calendar_periods(period, frequency)
        for due in expected(duties, words, carriers, one, region)
    )
    record_value([due.as_dict() for due in dues], {"duties": "duties.yml", "region": region}, len(dues))
    return dues


def _revised(place: Place, regions: list[str] | None, since: dt.date) -> pd.DataFrame:
    """Return the values that replaced others after a day, and record them."""
    frame = place.store.select(regions=regions, revisions=True, as_of=place.as_of)
    after = frame["recorded_at"].str[:10] > since.isoformat()
    frame = frame.sort_values([*KEY, "revision"], kind="stable")
    before = frame.groupby(KEY, dropna=False, sort=False)[["value", "recorded_at"]].shift()
    frame = frame.assign(old=before["value"], old_recorded_at=before["recorded_at"])
    revised = frame[(frame["revision"] > 0) & after].sort_values([*_LAST_FIRST, "revision"], kind="stable")
    revised = revised.reset_index(drop=True)
    asked = {"revisions_after": since.isoformat(), "regions": regions, "as_of": place.as_of}
    record(
        Query(
            asked,
            len(revised),
            digest(revised),
            sorted(set(revised["source"])),
            max(revised["recorded_at"], default=None),
            bool(revised["demo"].any()),
        )
    )
    return revised


def _value_periods(period: Period) -> list[Period]:
    last = Period(period.last, period.last)
    return list(dict.fromkeys([period, period.year_to_date(), last]))

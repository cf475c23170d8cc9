"""Which returns and files belong to a region and period."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection

import pandas as pd

from incuanalysis.errors import IncuError
from incuanalysis.intake.clean.moments import find_said
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.regions import RegionBook

__all__ = ["answers", "files_of", "returns_of"]

_OFFICE = re.compile(r"(科学技术局|科技局)$")
_REGISTER_FORMS = {"carriers", "firms", "sites", "projects"}


def answers(returns: pd.DataFrame, regions: RegionBook | None = None) -> pd.DataFrame:
    """Return the returns with the form that each answers, running totals also as the month and quarter that they end with.

    A unit that reports 1—2月, 1—5月, … writes its March return as 1—3月, which by itself is that of a quarter; where it
    sends returns of single months or quarters, too, its running totals do not stand for those. With ``regions``, a row
    in a table about a wider region is no return of a unit that sends its own.
    """
    if regions is not None:
        # a list without rows would choose columns
        returns = returns[pd.Series(_sent_by_units(returns, regions), index=returns.index, dtype=bool)]
    form = returns["register"].where(returns["register"].isin(_REGISTER_FORMS), "")
    plain = returns.assign(form=form.astype("object"))
    running = plain[_running(plain)]
    year = _unit(running) + "/" + (running["last"] // 100).astype("str")
    months = running[~year.isin(_sends(plain, "month"))]
    months = months.assign(first=months["last"], frequency="month")
    ends = running[(running["last"] % 100 % 3 == 0) & ~year.isin(_sends(plain, "quarter"))]
    quarters = ends.assign(first=ends["last"] - 2, frequency="quarter")
    return pd.concat([plain, months, quarters], ignore_index=True)


def _sends(returns: pd.DataFrame, frequency: str) -> set[str]:
    """Return the units and years with returns of single months or quarters that do not begin in January."""
    single = returns[(returns["frequency"] == frequency) & (returns["first"] % 100 > 1) & (returns["register"] == "")]
    return set(_unit(single) + "/" + (single["last"] // 100).astype("str"))


def _sent_by_units(returns: pd.DataFrame, regions: RegionBook) -> list[bool]:
    """Tell which returns count: those about the unit itself, and rows in others' tables where it sends none of its own."""
    columns = (returns[name].tolist() for name in ("sequence", "sheet", "region", "carrier", "frequency"))
    rows = list(zip(*columns, strict=True))
    tables: dict[tuple[object, object], set[str]] = {}
    for sequence, sheet, region, _, _ in rows:
        tables.setdefault((sequence, sheet), set()).add(region)
    path = {region: set(regions.path(region)) for one in tables.values() for region in one}
    about = {
        table: next((one for one in within if all(one in path[other] for other in within)), "")
        for table, within in tables.items()
    }
    own = [about[sequence, sheet] == region for sequence, sheet, region, _, _ in rows]
    senders = {(row[2], row[4]) for row, is_own in zip(rows, own, strict=True) if is_own}
    return [
        is_own or isinstance(carrier, str) or (region, frequency) not in senders
        for is_own, (_, _, region, carrier, frequency) in zip(own, rows, strict=True)
    ]


def _running(returns: pd.DataFrame) -> pd.Series:
    """Tell which returns are running totals of units that report so."""
    from_january = (returns["first"] % 100 == 1) & (returns["first"] // 100 == returns["last"] // 100)
    odd = from_january & returns["frequency"].isin(["span", "half"])
    unit = _unit(returns) + "/" + (returns["last"] // 100).astype("str")
    return from_january & unit.isin(set(unit[odd])) & (returns["register"] == "")


def _unit(returns: pd.DataFrame) -> pd.Series:
    carrier = returns["carrier"].astype("object").where(returns["carrier"].notna(), "")
    return returns["region"].astype("object") + "/" + carrier


def returns_of(returns: pd.DataFrame, below: Collection[str], period: Period) -> pd.DataFrame:
    """Return those of units in a region about the period, a part of it, or running up to its end."""
    own = returns[returns["region"].isin(below)]
    first, last = int(period.first), int(period.last)
    ends_inside = own["last"].between(first, last)
    return own[ends_inside & ((own["first"] >= first) | _running(own))]


def files_of(
    files: pd.DataFrame,
    returns: pd.DataFrame,
    below: Collection[str],
    period: Period,
    regions: RegionBook,
    *,
    whole: bool,
) -> pd.DataFrame:
    """Return the files that report for a region and period.

    A file that is not known to report for anybody (unreadable, all cells quarantined) belongs to the region if its sender
    reports for this region only, and to the period that its name says, else to that in which it was received, counted
    from one month after the period's beginning to one month after its end.

    Parameters
    ----------
    files, returns
        The side tables.
    below
        Ids of the region and all below it.
    whole
        The region is the whole country: all senders are its own.
    """
    named = set(returns_of(returns, below, period)["file"])
    orphans = files[~files["file"].isin(set(returns["file"]))]
    elsewhere = set(returns.loc[~returns["region"].isin(below), "series"])
    own = set(returns.loc[returns["region"].isin(below), "series"]) - elsewhere
    senders = {
        series
        for series in set(orphans["series"])
        if whole or series in own or (series not in elsewhere and _lies_in(series, below, regions))
    }
    orphans = orphans[orphans["series"].isin(senders)]
    window = _window(period)
    kept = {
        file
        for file, name, day in zip(orphans["file"], orphans["name"], orphans["received_on"], strict=True)
        if _about(str(name), str(day), period, window)
    }
    return files[files["file"].isin(named | kept)].reset_index(drop=True)


def _lies_in(series: str, below: Collection[str], regions: RegionBook) -> bool:
    try:
        return regions.find(_OFFICE.sub("", series)).id in below
    except IncuError:
        return False


def _window(period: Period) -> tuple[dt.date, dt.date]:
    first = period.first.plus(1)
    return dt.date(first.year, first.month, 1), period.last.plus(1).last_day()


def _about(name: str, received_on: str, period: Period, window: tuple[dt.date, dt.date]) -> bool:
    said = find_said(name.rsplit("/", 1)[-1])
    if said is not None and said.has_year:
        return period.contains(said.period)
    try:
        return window[0] <= dt.date.fromisoformat(received_on[:10]) <= window[1]
    except ValueError:
        return False

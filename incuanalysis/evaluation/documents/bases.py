"""The bases of a region at a month's end: what the register says of each carrier, and the areas it reported."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Any, get_args

import pandas as pd

from incuanalysis.evaluation.questions import Inquiry
from incuanalysis.plans.model import CarrierType
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.matching import normalise
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.regions import Region

__all__ = [
    "AREAS", "COMING", "FIELDS", "FRESH", "STAGES", "bases_of", "latest", "listed_tenants", "places_of", "reported_areas",
]  # fmt: skip

#: Stages of the chain in their order.
STAGES: tuple[str, ...] = get_args(CarrierType)
#: Indicators of a base: floor area, free area, and tenants (internal).
AREAS = ("carrier_area", "free_lettable_area", "tenants")
#: A number older than so many months is not used; ours.
FRESH = 12
#: States of a base that does not take tenants yet.
COMING = ("planned", "signed", "building", "completed")
#: What the register should say of a base.
FIELDS = ("type", "level", "status", "place", "industry", "operator", "services", "platforms", "policies")
_LISTS = ("industry", "services", "platforms")
_TEXTS = ("type", "level", "status", "operator", "policies")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_REACHED = {"in_use": "opened", "completed": "completed", "signed": "signed"}


def bases_of(inquiry: Inquiry) -> tuple[pd.DataFrame, int, int]:
    """Return the region's bases at the month's end.

    A state that the register dates later than the month is taken back: a base opened in March was completed in January.

    Returns
    -------
    (bases, closed, later)
        One row a base: ``carrier, name, stage`` (empty if the register has none), ``level, status, status_on`` (month as
        a number, missing where not dated), ``active`` (takes tenants, as far as is known), ``place, place_name``
        (of the regions below; empty where unknown), ``industry, services, platforms`` (tuples), ``operator, policies``;
        how many closed bases were left out, and how many that came only later.
    """
    register = inquiry.register("carriers")
    places = places_of(inquiry)
    rows: list[dict[str, Any]] = []
    closed = later = 0
    for row in register.to_dict("records"):
        status, on = _state(row, int(inquiry.month))
        if status is None:
            later += 1
        elif status == "closed":
            closed += 1
        else:
            rows.append(_base(row, inquiry, places) | {"status": status, "status_on": on})
    columns = [
        "carrier", "name", "stage", "level", "status", "status_on", "active", "place", "place_name", *_LISTS, "operator",
        "policies",
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns)
    frame["status_on"] = frame["status_on"].astype("Int64")
    frame["active"] = ~frame["status"].isin(COMING)
    return frame, closed, later


def places_of(inquiry: Inquiry) -> dict[str, Region]:
    """Return the regions directly below the inquiry's, by id, as of its day."""
    return {place.id: place for place in inquiry.words.regions.children(inquiry.region, on=inquiry.month)}


def _base(row: Mapping[Hashable, Any], inquiry: Inquiry, places: Mapping[str, Region]) -> dict[str, Any]:
    said = {name: _text(row.get(name)) for name in _TEXTS}
    stage = said["type"] if said["type"] in STAGES else ""
    place = _place(row, inquiry, places)
    return {
        **said,
        **{name: _list(row.get(name)) for name in _LISTS},
        "carrier": str(row["id"]),
        "name": _text(row["name"]),
        "stage": stage,
        "place": place,
        "place_name": places[place].name if place else "",
    }


def _place(row: Mapping[Hashable, Any], inquiry: Inquiry, places: Mapping[str, Region]) -> str:
    """Return the region below that a base lies in: by its own region, else by the town it is registered in."""
    above = inquiry.words.regions.path(str(row["region"]))
    if found := next((one for one in above if one in places), ""):
        return found
    town = normalise(_text(row.get("town")))
    return next((id for id, one in places.items() if town and town in (normalise(one.name), normalise(one.short))), "")


def _state(row: Mapping[Hashable, Any], month: int) -> tuple[str | None, int | None]:
    """Return a base's state at a month's end and since when; None where it had not come yet."""
    dates = {name: _month(row.get(name)) for name in ("signed", "completed", "opened")}
    status = _text(row.get("status"))
    if status == "closed":
        return status, None
    late = dates["signed"] > month or (not any(dates.values()) and _month(row.get("founded")) > month)
    if late:
        return None, None
    if not status:
        status = next((state for state, name in _REACHED.items() if 0 < dates[name] <= month), "")
    if status == "in_use" and dates["opened"] > month:
        status = "completed"
    if status in ("in_use", "completed") and dates["completed"] > month:
        status = "building"
    return status, dates.get(_REACHED.get(status, ""), 0) or None


def _month(value: object) -> int:
    """Return a month of the register as a number, 0 where there is none."""
    found = _MONTH.match(_text(value))
    return int(found[1]) * 100 + int(found[2]) if found else 0


def _text(value: object) -> str:
    missing = value is None or (isinstance(value, float) and pd.isna(value)) or value is pd.NA
    return "" if missing else " ".join(str(value).split())


def _list(value: object) -> tuple[str, ...]:
    entries = value if isinstance(value, list | tuple) else [value]
    return tuple(dict.fromkeys(text for entry in entries if (text := _text(entry))))


def latest(rows: pd.DataFrame, key: list[str], until: Month) -> pd.DataFrame:
    """Return the last number of each key by a month's end, not older than :data:`FRESH` months.

    Of several reports of one month the one that came in last holds, whoever sent it.
    """
    since = int(until.plus(1 - FRESH))
    kept = rows[rows["value"].notna() & (rows["basis"] == Basis.STOCK) & rows["last"].between(since, int(until))]
    return kept.sort_values(["last", "recorded_at", "sequence"], kind="stable").drop_duplicates(key, keep="last")


def reported_areas(inquiry: Inquiry, bases: pd.DataFrame, indicators: tuple[str, ...]) -> pd.DataFrame:
    """Return the observations that the bases' numbers are taken from, one row a base and indicator."""
    rows = inquiry.observations
    rows = rows[rows["carrier"].isin(list(bases["carrier"])) & rows["indicator"].isin(indicators)]
    return latest(rows, ["carrier", "indicator"], inquiry.month)


def listed_tenants(inquiry: Inquiry, bases: pd.DataFrame) -> list[int | None]:
    """Return how many firms the roster counts in each base at the month's end; None for all where there is no roster."""
    firms = inquiry.register("firms")
    if firms.empty or "carrier" not in firms:
        return [None] * len(bases)
    end = inquiry.day.isoformat()
    inside: dict[str, int] = {}
    for row in firms.to_dict("records"):
        entered, *out = (_text(row.get(name))[:10] for name in ("entered", "graduated", "left"))
        gone = [day for day in out if day]
        undated = not gone and _text(row.get("state")) in ("graduate", "left")
        if entered and entered <= end and not undated and all(day > end for day in gone):
            name = normalise(_text(row.get("carrier")))
            inside[name] = inside.get(name, 0) + 1
    return [inside.get(normalise(name), 0) for name in bases["name"]]

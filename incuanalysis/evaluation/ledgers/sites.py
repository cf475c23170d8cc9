"""The ledger of sites: 增量、存量、潜量 with area, state, responsible unit, milestone and deadline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incuanalysis.evaluation.ledgers.places import Kind, place_ledger, states_of, total, unplaced_places
from incuanalysis.evaluation.ledgers.records import lines_of
from incuanalysis.evaluation.ledgers.states import STAGES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SITES", "SITE_COLUMNS", "area_by_stage", "area_by_unit", "site_ledger", "unplaced_site_records"]

SITE_COLUMNS = (
    "site", "name", "region", "town", "owner", "unit", "kind", "stage", "area", "land", "use", "state",
    "registered_state", "milestone", "evidence", "on", "days_since", "due", "overdue", "document", "note", "at",
)  # fmt: skip

_STATES = ("planned", "signed", "building", "completed", "in_use", "changed")
SITES = Kind(
    "sites", "site_status", "site", "available", _STATES, SITE_COLUMNS, numbers=("area", "land"), stated=("stage",)
)


def site_ledger(
    register: pd.DataFrame,
    records: pd.DataFrame | None,
    units: pd.DataFrame | None,
    on: object,
    *,
    as_of: object = None,
) -> pd.DataFrame:
    """Return the ledger of sites as it stands on a day.

    Parameters
    ----------
    register
        The side table ``registers`` in long form (of which only what had been recorded by ``as_of``, else ``on``, is
        used), or the register of sites with a column a field.
    records
        Records of people, kind ``site_status``: ``site`` (id or name), ``status`` (``planned``, ``signed``,
        ``building``, ``completed``, ``in_use``, ``changed`` or the Chinese name), ``date`` and, where there are any,
        ``unit``, ``milestone``, ``evidence``, ``document``, ``note``, ``due``, ``recorded_at``.
    units
        The assessed units (``unit``, ``kind``, …), or None.
    on
        The day of the ledger.
    as_of
        Only what had been recorded by this day.

    Returns
    -------
    DataFrame
        ``site`` (id), ``name``, ``region``, ``town``, ``owner``, ``unit`` (the last record's, else the town), ``kind``,
        ``stage`` (``growth``, ``stock``, ``potential``, ``unstated``), ``area`` (平方米), ``land`` (亩), ``use``,
        ``state`` (of the last record; the register keeps none), ``registered_state``, ``milestone``, ``evidence``, ``on``,
        ``days_since``, ``due`` (month in which it is to be available), ``overdue``, ``document``, ``note``, ``at``.
    """
    return place_ledger(SITES, register, records, units, on, as_of)


def unplaced_site_records(register: pd.DataFrame, records: pd.DataFrame | None, on: object) -> list[dict[str, Any]]:
    """Return the records of sites that the register does not have, each with its ``place`` from 1."""
    return unplaced_places(SITES, register, records, on)


def area_by_stage(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return area by stage and state.

    Parameters
    ----------
    ledger
        From :func:`site_ledger`.

    Returns
    -------
    DataFrame
        One row a stage (those of ``STAGES``, others as they stand, then ``total``): ``stage``, ``sites``,
        ``without_area`` (sites whose area is not known), one column a state with its area, ``area``, ``land``. The
        columns of states add up to ``area``, the rows to ``total``. Areas in 平方米, land in 亩.
    """
    return _areas(ledger, "stage", list(STAGES))


def area_by_unit(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return area by responsible unit and state, as :func:`area_by_stage` does; sites without a unit are ``unstated``."""
    named = ledger.assign(unit=[unit if isinstance(unit, str) else "unstated" for unit in ledger["unit"]])
    return _areas(named, "unit", [])


def _areas(ledger: pd.DataFrame, by: str, order: list[str]) -> pd.DataFrame:
    import pandas as pd

    rows = lines_of(ledger)
    states = states_of(rows)
    groups = list(dict.fromkeys([*order, *(str(row[by]) for row in rows)]))
    parts = [(group, [row for row in rows if str(row[by]) == group]) for group in groups]
    found = [{by: group, **_sums(part, states)} for group, part in parts]
    found.append({by: "total", **_sums(rows, states)})
    frame = pd.DataFrame.from_records(found)
    return frame.astype(dict.fromkeys((*states, "area", "land"), "float64"))


def _sums(rows: list[dict[str, Any]], states: list[str]) -> dict[str, Any]:
    return {
        "sites": len(rows),
        "without_area": sum("area" not in row for row in rows),
        **{state: total([row for row in rows if row["state"] == state], "area") for state in states},
        "area": total(rows, "area"),
        "land": total(rows, "land"),
    }

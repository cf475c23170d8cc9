"""The ledger of projects: investment, area, state, responsible unit, milestone and deadline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incuanalysis.evaluation.ledgers.places import Kind, place_ledger, states_of, total, unplaced_places
from incuanalysis.evaluation.ledgers.records import lines_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PROJECTS", "PROJECT_COLUMNS", "project_ledger", "projects_by_state", "unplaced_project_records"]

PROJECT_COLUMNS = (
    "project", "name", "region", "town", "owner", "unit", "kind", "investment", "area", "state", "registered_state",
    "started", "milestone", "evidence", "on", "days_since", "due", "overdue", "document", "note", "at",
)  # fmt: skip

_STATES = ("planned", "signed", "building", "topped_out", "completed", "in_use", "changed")
PROJECTS = Kind(
    "projects", "project_status", "project", "due", _STATES, PROJECT_COLUMNS, numbers=("investment", "area")
)


def project_ledger(
    register: pd.DataFrame,
    records: pd.DataFrame | None,
    units: pd.DataFrame | None,
    on: object,
    *,
    as_of: object = None,
) -> pd.DataFrame:
    """Return the ledger of projects as it stands on a day.

    Parameters
    ----------
    register
        The side table ``registers`` in long form, or the register of projects with a column a field.
    records
        Records of people, kind ``project_status``: ``project`` (id or name), ``status`` (``planned``, ``signed``,
        ``building``, ``topped_out``, ``completed``, ``in_use``, ``changed`` or the Chinese name), ``date``; the rest as of
        :func:`~incuanalysis.evaluation.ledgers.sites.site_ledger`.
    units, on, as_of
        As there.

    Returns
    -------
    DataFrame
        ``project`` (id), ``name``, ``region``, ``town``, ``owner``, ``unit``, ``kind``, ``investment`` (万元), ``area``
        (平方米), ``state`` (the last record's, else the register's), ``registered_state``, ``started``, ``milestone``,
        ``evidence``, ``on``, ``days_since``, ``due`` (month of completion), ``overdue``, ``document``, ``note``, ``at``.
    """
    return place_ledger(PROJECTS, register, records, units, on, as_of)


def unplaced_project_records(register: pd.DataFrame, records: pd.DataFrame | None, on: object) -> list[dict[str, Any]]:
    """Return the records of projects that the register does not have, each with its ``place`` from 1."""
    return unplaced_places(PROJECTS, register, records, on)


def projects_by_state(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return number, area and investment of projects by state.

    Parameters
    ----------
    ledger
        From :func:`project_ledger`.

    Returns
    -------
    DataFrame
        One row a state in their order, then ``total``: ``state``, ``projects``, ``overdue``, ``area`` (平方米),
        ``without_area``, ``investment`` (万元), ``without_investment``. The rows add up to ``total``.
    """
    import pandas as pd

    rows = lines_of(ledger)
    found = [{"state": state, **_sums([row for row in rows if row["state"] == state])} for state in states_of(rows)]
    frame = pd.DataFrame.from_records([*found, {"state": "total", **_sums(rows)}])
    return frame.astype({"area": "float64", "investment": "float64"})


def _sums(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "projects": len(rows),
        "overdue": sum(bool(row["overdue"]) for row in rows),
        "area": total(rows, "area"),
        "without_area": sum("area" not in row for row in rows),
        "investment": total(rows, "investment"),
        "without_investment": sum("investment" not in row for row in rows),
    }

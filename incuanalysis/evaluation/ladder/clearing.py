"""双清零 (firms without R&D activity or body) and 入库联动 (tenants in the database of technology SMEs)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from incuanalysis.evaluation.ladder.moves import truth
from incuanalysis.evaluation.standards.facts import require

__all__ = ["entry_links", "zero_counts", "zero_lists"]

_ZERO = {"activity": "has_rd_activity", "body": "has_rd_body"}


def zero_lists(firms: pd.DataFrame) -> pd.DataFrame:
    """Return the lists of 双清零: industrial firms above designated size without R&D activity, or without an R&D body.

    Parameters
    ----------
    firms
        The bureau's list of such firms: ``id, has_rd_activity, has_rd_body`` (true, false or missing), optionally ``name,
        town``.

    Returns
    -------
    DataFrame
        ``list`` (``activity``, ``body``), ``id, name, town, state`` (``none``: to be dealt with; ``unknown``: nothing reported),
        by list, town and id. Confidential.
    """
    require(firms, ("id", *_ZERO.values()), "industrial firms above designated size")
    rows: list[dict[str, Any]] = []
    for which, column in _ZERO.items():
        for row in firms.to_dict("records"):
            said = truth(row[column])
            if said is not True:
                state = "none" if said is False else "unknown"
                name, town = (_text(row.get(key)) for key in ("name", "town"))
                rows.append({"list": which, "id": row["id"], "name": name, "town": town, "state": state})
    made = pd.DataFrame(rows, columns=["list", "id", "name", "town", "state"])
    made = made.sort_values(["list", "town", "id"]).reset_index(drop=True)
    made.attrs["confidential"] = True
    return made


def zero_counts(firms: pd.DataFrame) -> pd.DataFrame:
    """Return 双清零 in counts: by town, and for all.

    Parameters
    ----------
    firms
        As for :func:`zero_lists`.

    Returns
    -------
    DataFrame
        ``town`` (empty: all), ``list, firms, has, none, unknown``; ``cleared`` is true where no firm is left, false where one
        is, missing where it depends on firms of which nothing is known.

    Examples
    --------
    >>> firms = pd.DataFrame({"id": [1, 2], "has_rd_activity": [True, False], "has_rd_body": [True, None]})
    >>> zero_counts(firms)[["list", "has", "none", "unknown"]].values.tolist()
    [['activity', 1, 1, 0], ['body', 1, 0, 1]]
    """
    require(firms, ("id", *_ZERO.values()), "industrial firms above designated size")
    towns = firms["town"].map(_text) if "town" in firms else pd.Series("", index=firms.index)
    rows = []
    for town in ["", *sorted(set(towns) - {""})]:
        part = firms[towns == town] if town else firms
        for which, column in _ZERO.items():
            said = [truth(value) for value in part[column]]
            none, unknown = sum(one is False for one in said), sum(one is None for one in said)
            cleared = False if none else None if unknown else True
            rows.append(
                {
                    "town": town, "list": which, "firms": len(part), "has": len(said) - none - unknown, "none": none,
                    "unknown": unknown, "cleared": cleared,
                }
            )  # fmt: skip
    return pd.DataFrame(rows).astype({"cleared": "boolean"})


def entry_links(
    roster: pd.DataFrame, required: float | None = None, carriers: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Return for each carrier how many tenants are in the database of technology SMEs (入库联动).

    The 青岛 plan links recognition of an incubator with its tenants' entry into that database and gives no number.

    Parameters
    ----------
    roster
        One row a firm: ``id, carrier, state`` (``tenant`` counts), ``is_tech_sme``.
    required
        Share in per cent that is asked for, as declared locally; None: no verdict.
    carriers
        Carrier → name; carriers without a tenant are listed too.

    Returns
    -------
    DataFrame
        ``carrier, tenants, listed, not_listed, unknown, share`` (per cent of all tenants; missing without tenants),
        ``required, holds`` (missing where unknown tenants could change it).

    Examples
    --------
    >>> roster = pd.DataFrame({"id": [1, 2], "carrier": "x", "state": "tenant", "is_tech_sme": [True, False]})
    >>> entry_links(roster, 50)[["tenants", "listed", "share", "holds"]].values.tolist()
    [[2, 1, 50.0, True]]
    """
    require(roster, ("id", "carrier", "state", "is_tech_sme"), "roster of firms")
    tenants = roster[roster["state"] == "tenant"]
    rows = []
    for carrier in sorted(set(tenants["carrier"].dropna()) | set(carriers or {})):
        said = [truth(value) for value in tenants.loc[tenants["carrier"] == carrier, "is_tech_sme"]]
        listed, unknown = sum(one is True for one in said), sum(one is None for one in said)
        holds = None
        if required is not None and said:
            # exact: 100 × listed ≥ required × tenants
            low, high = 100 * listed >= required * len(said), 100 * (listed + unknown) >= required * len(said)
            holds = True if low else None if high else False
        rows.append(
            {
                "carrier": carrier, "tenants": len(said), "listed": listed, "not_listed": len(said) - listed - unknown,
                "unknown": unknown, "share": 100 * listed / len(said) if said else None, "required": required, "holds": holds,
            }
        )  # fmt: skip
    columns = ["carrier", "tenants", "listed", "not_listed", "unknown", "share", "required", "holds"]
    return pd.DataFrame(rows, columns=columns).astype({"holds": "boolean", "share": "float64", "required": "float64"})


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)

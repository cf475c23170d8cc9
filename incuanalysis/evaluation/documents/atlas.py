"""The atlas of the cluster: every base by stage and industry, the free space, missing links, and what the register lacks."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from incuanalysis.evaluation.documents.bases import (
    AREAS,
    FIELDS,
    STAGES,
    bases_of,
    latest,
    listed_tenants,
    places_of,
    reported_areas,
)
from incuanalysis.evaluation.questions import Inquiry
from incuanalysis.intake.returns.tables import read_table
from incuanalysis.vocabulary.periods import Month

__all__ = ["KIND", "Atlas", "Industry", "evaluate"]

KIND = "cluster_atlas"
_AREA, _FREE, _TENANTS = AREAS


@dataclass(frozen=True)
class Industry:
    """A leading industry: its bases (a base with two industries counts in both), its links, and what it lacks.

    ``stages`` has one row a stage: ``stage, count`` (in use), ``coming, area, free``.
    """

    name: str
    bases: pd.DataFrame
    stages: pd.DataFrame

    @property
    def missing(self) -> tuple[str, ...]:
        """Stages without a base in use."""
        return tuple(self.stages.loc[self.stages["count"] == 0, "stage"])


@dataclass(frozen=True)
class Atlas:
    """What the atlas says.

    Parameters
    ----------
    month
        The period's last month.
    bases
        As :func:`incuanalysis.evaluation.documents.bases.bases_of` gives them, by stage, place and name, with ``area``,
        ``free`` (平方米), ``tenants`` and the months of each (``area_at`` …), ``listed`` (firms on the roster; internal).
    observations
        The rows that areas and tenants are taken from.
    stages
        One row a stage of the chain: ``stage, count`` (in use), ``coming, area, free``, ``area_reported``,
        ``free_reported`` (bases with a number).
    industries
        The leading industries, those with most bases first.
    places
        One row a region below with bases, and one with an empty ``place`` for those that are not placed: ``place, name,
        bases, count, area, free, free_reported`` and a column a stage, with its bases in use.
    gaps
        One row a field or number that bases lack: ``field, missing, of, names``.
    checks
        Sums of the bases against what the region itself reported: ``indicator, own, own_at, bases, reported, difference``;
        only those that it reported.
    own_rows
        The observations behind ``own``.
    closed, later
        Bases left out because they are closed, or came only after the month.
    register_at
        ISO day on which the last line of the register came in; empty without one.
    """

    month: Month
    bases: pd.DataFrame
    observations: pd.DataFrame
    stages: pd.DataFrame
    industries: tuple[Industry, ...]
    places: pd.DataFrame
    gaps: pd.DataFrame
    checks: pd.DataFrame
    own_rows: pd.DataFrame
    closed: int = 0
    later: int = 0
    register_at: str = ""

    @property
    def active(self) -> pd.DataFrame:
        """The bases that take tenants."""
        return self.bases[self.bases["active"]]

    @property
    def missing(self) -> tuple[str, ...]:
        """Stages that the region has no base of in use."""
        return tuple(self.stages.loc[self.stages["count"] == 0, "stage"])

    def total(self, column: str, rows: pd.DataFrame | None = None) -> float | None:
        """Return the sum of ``area``, ``free`` or ``tenants`` over bases; None where nobody reported it."""
        return _sum((self.bases if rows is None else rows)[column])


def evaluate(inquiry: Inquiry, *, internal: bool = False) -> Atlas:
    """Return what the atlas of the inquiry's month says.

    Parameters
    ----------
    inquiry
        The region and month.
    internal
        Count the firms of the roster and the tenants of each base too.

    Raises
    ------
    NoDataError
        If there is no store.
    """
    bases, closed, later = bases_of(inquiry)
    rows = reported_areas(inquiry, bases, AREAS if internal else AREAS[:2])
    bases = _with_numbers(bases, rows)
    bases["listed"] = pd.array(listed_tenants(inquiry, bases) if internal else [None] * len(bases), dtype="Int64")
    order = {stage: number for number, stage in enumerate(STAGES)}
    places = {id: number for number, id in enumerate(places_of(inquiry))}
    bases["at"] = [order.get(one, len(order)) for one in bases["stage"]]
    bases["where"] = [places.get(one, len(places)) for one in bases["place"]]
    bases = bases.sort_values(["at", "where", "name", "carrier"], kind="stable").drop(columns=["at", "where"])
    bases = bases.reset_index(drop=True)
    checks, own = _checks(inquiry, bases, rows)
    return Atlas(
        inquiry.month,
        bases,
        rows,
        _stages(bases),
        _industries(bases),
        _places(bases, inquiry),
        _gaps(bases),
        checks,
        own,
        closed,
        later,
        _register_at(inquiry, bases),
    )


def _with_numbers(bases: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    found = {
        (str(carrier), str(indicator)): (float(value), int(last))
        for carrier, indicator, value, last in rows[["carrier", "indicator", "value", "last"]].itertuples(index=False)
    }
    for name, indicator in (("area", _AREA), ("free", _FREE), ("tenants", _TENANTS)):
        cells = [found.get((one, indicator), (None, None)) for one in bases["carrier"]]
        bases[name] = pd.array([value for value, _ in cells], dtype="float64")
        bases[f"{name}_at"] = pd.array([at for _, at in cells], dtype="Int64")
    return bases


def _sum(values: pd.Series[float]) -> float | None:
    return float(values.sum()) if values.notna().any() else None


def _stages(bases: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for stage in STAGES:
        own = bases[bases["stage"] == stage]
        in_use = int(own["active"].sum())
        rows.append(
            [
                stage, in_use, len(own) - in_use, _sum(own["area"]), _sum(own["free"]),
                int(own["area"].notna().sum()), int(own["free"].notna().sum()),
            ]
        )  # fmt: skip
    columns = ["stage", "count", "coming", "area", "free", "area_reported", "free_reported"]
    return pd.DataFrame(rows, columns=columns).astype({"area": "float64", "free": "float64"})


def _industries(bases: pd.DataFrame) -> tuple[Industry, ...]:
    held: dict[str, list[int]] = {}
    for place, names in enumerate(bases["industry"]):
        for name in names:
            held.setdefault(name, []).append(place)
    found = [Industry(name, bases.iloc[rows], _stages(bases.iloc[rows])) for name, rows in held.items()]
    return tuple(sorted(found, key=lambda one: (-int(one.bases["active"].sum()), -len(one.bases), one.name)))


def _places(bases: pd.DataFrame, inquiry: Inquiry) -> pd.DataFrame:
    rows = []
    names = {id: one.name for id, one in places_of(inquiry).items()} | {"": ""}
    for place, name in names.items():
        own = bases[bases["place"] == place]
        if len(own):
            reported = int(own["free"].notna().sum())
            in_use = own.loc[own["active"], "stage"].value_counts()
            numbers = [int(own["active"].sum()), _sum(own["area"]), _sum(own["free"]), reported]
            rows.append([place, name, len(own), *numbers, *(int(in_use.get(stage, 0)) for stage in STAGES)])
    columns = ["place", "name", "bases", "count", "area", "free", "free_reported", *STAGES]
    return pd.DataFrame(rows, columns=columns).astype({"area": "float64", "free": "float64"})


def _gaps(bases: pd.DataFrame) -> pd.DataFrame:
    """Return what the register does not say, and the numbers that bases in use have not reported."""
    rows = []
    for field in FIELDS:
        column = {"type": "stage"}.get(field, field)
        empty = bases[pd.Series([not value for value in bases[column]], index=bases.index, dtype=bool)]
        rows.append([field, len(empty), len(bases), tuple(empty["name"])])
    dated = bases[bases["status"].isin(["signed", "completed", "in_use"])]
    rows.append(["status_on", *_lacking(dated, "status_on")])
    active = bases[bases["active"]]
    rows += [[field, *_lacking(active, field)] for field in ("area", "free")]
    frame = pd.DataFrame(rows, columns=["field", "missing", "of", "names"])
    return frame[frame["missing"] > 0].reset_index(drop=True)


def _lacking(rows: pd.DataFrame, column: str) -> tuple[int, int, tuple[str, ...]]:
    empty = rows[rows[column].isna()]
    return len(empty), len(rows), tuple(empty["name"])


def _checks(inquiry: Inquiry, bases: pd.DataFrame, rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compare the bases' sums with what the region reported of itself, both as of the region's month."""
    whole = inquiry.observations
    mine = whole[whole["carrier"].isna() & (whole["region"] == inquiry.region) & whole["indicator"].isin(AREAS[:2])]
    own = latest(mine, ["indicator"], inquiry.month)
    inside = whole[whole["carrier"].isin(list(bases["carrier"]))]
    found = []
    for row in _records(own):
        at = Month.from_int(int(row["last"]))
        same = rows if at == inquiry.month else latest(inside, ["carrier", "indicator"], at)
        held = same[same["indicator"] == row["indicator"]]
        total = _sum(held["value"])
        gap = None if total is None else float(row["value"]) - total
        found.append([row["indicator"], float(row["value"]), int(row["last"]), total, len(held), gap])
    columns = ["indicator", "own", "own_at", "bases", "reported", "difference"]
    return pd.DataFrame(found, columns=columns).astype({"bases": "float64", "difference": "float64"}), own


def _records(rows: pd.DataFrame) -> list[Mapping[Hashable, Any]]:
    return [*rows.to_dict("records")]


def _register_at(inquiry: Inquiry, bases: pd.DataFrame) -> str:
    """Return the day of the register's last line about these bases."""
    if bases.empty:
        return ""
    rows = read_table(inquiry.store, "registers")
    rows = rows[rows["id"].isin(list(bases["carrier"]))]
    if inquiry.as_of is not None:
        rows = rows[rows["recorded_at"].str[:10] <= inquiry.as_of]
    return str(rows["recorded_at"].max())[:10]

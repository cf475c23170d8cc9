"""The unit that a document is about: a town, department, park or carrier, found by id or name."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from incuanalysis.errors import UnknownNameError
from incuanalysis.evaluation.questions import Inquiry
from incuanalysis.plans.units import RESERVE, UnitBook
from incuanalysis.vocabulary.matching import nearest, normalise

__all__ = ["Unit", "find_unit", "own_rows_of", "units_with_figures"]


@dataclass(frozen=True)
class Unit:
    """A unit of a region.

    Parameters
    ----------
    id
        Region id of a town, id of a carrier, else the name.
    name
        As documents print it.
    kind
        ``town``, ``department``, ``carrier`` or ``park``.
    """

    id: str
    name: str
    kind: str


def find_unit(inquiry: Inquiry, text: str) -> Unit:
    """Return the unit of the inquiry's region that is meant by an id or a name.

    Raises
    ------
    UnknownNameError
        If there is none; names the nearest.
    """
    known = _known(inquiry)
    by_id = {one.id: one for one in known}
    if text in by_id:
        return by_id[text]
    by_name: dict[str, Unit] = {}
    for one in known:
        by_name.setdefault(normalise(one.name), one)
    if found := by_name.get(normalise(text)):
        return found
    book = UnitBook(inquiry.region, inquiry.month, inquiry.words, _listed(inquiry), inquiry.plan)
    try:
        other = book.find(text)
    except UnknownNameError:
        other = None
    if other is not None and other.unit != RESERVE:
        return by_id.get(other.unit, Unit(other.unit, other.name, other.kind))
    near = nearest(text, [one.name for one in known])
    region = inquiry.words.regions.get(inquiry.region).name
    unknown = UnknownNameError("assessed unit", text, near, f"Towns, departments and carriers of {region} are meant.")
    may = f"可能是：{'、'.join(near)}。" if near else ""
    unknown.zh = f"{region}没有“{text}”这一单位。{may}应为街道（乡镇）、部门或载体的名称或编号。"
    raise unknown


def _known(inquiry: Inquiry) -> list[Unit]:
    """Return the assessed units, then the carriers of the register; a carrier that is both stands under its id."""
    carriers: list[Unit] = []
    if inquiry.store.exists():
        register = inquiry.register("carriers")
        carriers = [
            Unit(str(id), str(name), "carrier") for id, name in zip(register["id"], register["name"], strict=True)
        ]
    registered = {normalise(one.name) for one in carriers} | {one.id for one in carriers}
    assessed = [
        Unit(str(row["unit"]), str(row["name"]), str(row["kind"]))
        for row in inquiry.units.to_dict("records")
        if not (row["kind"] == "carrier" and {str(row["unit"]), normalise(str(row["name"]))} & registered)
    ]
    departments = UnitBook(inquiry.region, inquiry.month, inquiry.words, _listed(inquiry), inquiry.plan).departments()
    named = {one.name for one in assessed}
    return [*assessed, *(Unit(one, one, "department") for one in departments if one not in named), *carriers]


def _listed(inquiry: Inquiry) -> pd.DataFrame:
    return inquiry.record("assessed_units")


def own_rows_of(unit: Unit, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a frame with ``region`` and ``carrier`` that are the unit's own, not those of its carriers."""
    return frame[(frame["carrier"] == unit.id) | ((frame["region"] == unit.id) & frame["carrier"].isna())]


def units_with_figures(inquiry: Inquiry) -> list[Unit]:
    """Return the assessed units that reported a number for the inquiry's period, in the order of the list of units."""
    rows = inquiry.observations
    rows = rows[rows["value"].notna() & rows["last"].between(int(inquiry.period.first), int(inquiry.period.last))]
    reported = {*rows.loc[rows["carrier"].isna(), "region"], *rows["carrier"].dropna()}
    found = [find_unit(inquiry, str(unit)) for unit in inquiry.units["unit"]]
    return [one for one in found if one.id in reported]

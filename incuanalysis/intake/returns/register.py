"""The registers of carriers, sites, projects and firms: what their returns say, entry by entry, each with its cell.

Kept in long form (one row a field of a record), so that nothing is overwritten and
every entry leads to its cell; :func:`wide` gives one row an entity (or a record).
A carrier's id is made of its district and the first name it was registered under,
so it is the same whenever the store is replayed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from incuanalysis.intake.returns.tables import SIDE_TABLES
from incuanalysis.vocabulary.matching import normalise
from incuanalysis.vocabulary.regions import RegionBook

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["REGISTER_COLUMNS", "Carriers", "district_of", "register_id", "resembling", "wide"]

REGISTER_COLUMNS = tuple(SIDE_TABLES["registers"])
_ENTITY = ("id", "name", "region")
_ORIGIN = ("record", "recorded_at", "sequence", "file", "sheet", "demo")
_DISTRICT = {"county", "zone"}
_COUNTING = set("0123456789一二三四五六七八九十甲乙丙丁戊abcdefgh东南西北中新")
_LEAST_NAME = 4
_ABOVE = {"nation", "province", "prefecture", "city"}


def district_of(region: str, regions: RegionBook) -> str:
    """Return the county or district that a region lies in: itself if it is one or lies above."""
    if not region or regions.get(region).level in _ABOVE:
        return region
    for above in regions.path(region):
        if regions.get(above).level in _DISTRICT:
            return above
    return region


def register_id(register: str, district: str, name: str) -> str:
    """Return the permanent id of an entity registered under a name in a district.

    Examples
    --------
    >>> register_id("carriers", "330305", "演示甲众创空间") == register_id("carriers", "330305", "演示甲 众创空间")
    True
    """
    digest = hashlib.sha256(f"{register}|{district}|{normalise(name)}".encode()).hexdigest()
    return f"{register[0]}{district}-{digest[:10]}"


def resembling(name: str, known: Iterable[str]) -> str:
    """Return a known name that differs from a new one by a single character, as a slip of the pen does; else nothing.

    Numbers and letters that count (一期, 二期, A座, B座) are no slips.

    Parameters
    ----------
    name
        The new name, normalised.
    known
        Names of the same district, normalised.

    Examples
    --------
    >>> resembling("海兰众创空间", ["海蓝众创空间"]), resembling("海蓝二期", ["海蓝一期"])
    ('海蓝众创空间', '')
    """
    for other in known:
        longer, shorter = (name, other) if len(name) >= len(other) else (other, name)
        if longer == shorter or len(longer) - len(shorter) > 1 or len(shorter) < _LEAST_NAME:
            continue
        at = next((i for i, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter))
        skip = 1 if len(longer) == len(shorter) else 0
        if longer[at + 1 :] == shorter[at + skip :] and not {longer[at], *shorter[at : at + skip]} & _COUNTING:
            return other
    return ""


@dataclass
class Carriers:
    """The carriers' names, present and former, by district.

    Parameters
    ----------
    known
        District → normalised name → (carrier's id, its region).
    """

    known: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)

    def add(self, district: str, name: str, region: str, former: Iterable[str] = ()) -> str:
        """Register a carrier under a name; one whose present or former name is known keeps its id.

        Returns
        -------
        str
            The carrier's id.
        """
        names = self.known.setdefault(district, {})
        keys = [normalise(name), *(normalise(one) for one in former)]
        id = next((names[key][0] for key in keys if key in names), register_id("carriers", district, name))
        for key in keys:
            names[key] = (id, region or names.get(key, ("", district))[1])
        return id

    def within(self, region: str, regions: RegionBook) -> dict[str, tuple[str, str]]:
        """Return normalised name → (id, region) of the carriers below a region (of all, if it is empty).

        A name that two districts use is left out where both are meant.
        """
        district = district_of(region, regions)
        if district in self.known or (district and regions.get(district).level not in _ABOVE):
            return self.known.get(district, {})
        found: dict[str, tuple[str, str]] = {}
        twice: set[str] = set()
        for place, names in self.known.items():
            if not district or district in regions.path(place):
                for name, carrier in names.items():
                    if found.setdefault(name, carrier) != carrier:
                        twice.add(name)
        return {name: carrier for name, carrier in found.items() if name not in twice}

    @classmethod
    def of(cls, register: pd.DataFrame, regions: RegionBook) -> Carriers:
        """Return the carriers of a register in long form."""
        carriers = cls()
        rows = register[register["register"] == "carriers"].sort_values("sequence", kind="stable")
        for _record, fields in rows.groupby("record", sort=False):
            first = fields.iloc[0]
            former: list[str] = next(
                (json.loads(v) for f, v in zip(fields["field"], fields["value"], strict=True) if f == "former_names"),
                [],
            )
            names = carriers.known.setdefault(district_of(first["region"], regions), {})
            for key in (normalise(first["name"]), *(normalise(one) for one in former or [])):
                names[key] = (first["id"], first["region"])
        return carriers

    def keys(self) -> dict[tuple[str, str], str]:
        """Return (district, normalised name) → id, to see what changed."""
        return {(d, name): id for d, names in self.known.items() for name, (id, _) in names.items()}


def wide(register: pd.DataFrame, name: str, *, latest: bool = True) -> pd.DataFrame:
    """Return one register with a column a field.

    Parameters
    ----------
    register
        In long form.
    name
        Id of the register.
    latest
        One row an entity with the last value of each field; else one row a record (a line of a return).

    Returns
    -------
    DataFrame
        ``id``, ``name``, ``region``, then the fields; with ``latest=False`` also ``record``, ``recorded_at``,
        ``sequence``, ``file``, ``sheet`` and ``cells`` (field → cell).
    """
    import pandas as pd

    rows = register[register["register"] == name].sort_values(["recorded_at", "sequence"], kind="stable")
    made: dict[str, dict[str, Any]] = {}
    columns = {column: rows[column].tolist() for column in REGISTER_COLUMNS}
    for place, key in enumerate(columns["id" if latest else "record"]):
        entry = made.get(key)
        if entry is None:
            entry = made[key] = {}
        if latest or not entry:
            for column in _ENTITY if latest else (*_ENTITY, *_ORIGIN):
                entry[column] = columns[column][place]
        if not latest:
            entry.setdefault("cells", {})[columns["field"][place]] = columns["cell"][place]
        entry[columns["field"][place]] = json.loads(columns["value"][place])
    if not made:
        return pd.DataFrame(columns=["id", "name", "region"])
    return pd.DataFrame.from_records(list(made.values()))

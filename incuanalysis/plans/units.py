"""Assessed units: towns, departments, carriers and parks that answer for a part of a plan, with dates.

Towns come from the register of regions; who is not a town, and whose state is not the usual one (under 托管, without a
task, in transition), stands in ``data/records/assessed_units.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from incuanalysis.errors import BadInputError, UnknownNameError
from incuanalysis.intake.clean.names import NameBook
from incuanalysis.plans.model import Plan
from incuanalysis.plans.records import Records
from incuanalysis.vocabulary.matching import nearest, normalise
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.words import Vocabulary

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["RESERVE", "STATES", "AssessedUnit", "UnitBook", "assessed_units", "is_reserve"]

#: The name under which what is not yet given to a unit is kept.
RESERVE = "待分配"
#: State → Chinese and English.
STATES = {
    "ranked": ("参加排名", "ranked"),
    "entrusted": ("托管", "under 托管 (run by another)"),
    "no_task": ("无任务", "without a task"),
    "transition": ("过渡期", "in transition"),
}
_RESERVE = re.compile(r"(?:全?[省市区县]级?)?(?:待分配|待分解|统筹|机动|预留)(?:\(.*\))?")
_ALL_TOWNS = re.compile(r"各.*(?:街道|乡镇|县|区).*")

UnitKind = Literal["town", "department", "carrier", "park", "reserve"]


@dataclass(frozen=True, slots=True)
class AssessedUnit:
    """A unit that answers for targets.

    Parameters
    ----------
    unit
        Region id of a town, else the name.
    name
        What lists print.
    kind
        ``town``, ``department``, ``carrier``, ``park`` or ``reserve`` (nobody yet).
    league
        The group that it is ranked in; empty where there are none.
    region
        Region id of a town; of another unit, the region written beside it.
    state
        ``ranked``, ``entrusted``, ``no_task`` or ``transition``.
    document
        That says so.
    """

    unit: str
    name: str
    kind: UnitKind
    league: str = ""
    region: str = ""
    state: str = "ranked"
    document: str = ""


def is_reserve(text: str) -> bool:
    """Tell whether a name stands for what is not yet given to a unit.

    Examples
    --------
    >>> is_reserve("待分配"), is_reserve("区级统筹"), is_reserve("统筹科")
    (True, True, False)
    """
    return bool(_RESERVE.fullmatch(normalise(text)))


class UnitBook:
    """The assessed units of a region in a month, found by name.

    Parameters
    ----------
    region
        Region id of the plan.
    month
        The month that counts.
    words
        The vocabulary.
    listed
        What :meth:`Records.read` returned of ``assessed_units``; None if there are none.
    plan
        Its tasks name departments, which are units without being listed.
    """

    def __init__(
        self, region: str, month: Month, words: Vocabulary, listed: pd.DataFrame | None = None, plan: Plan | None = None
    ) -> None:
        self._region, self._month, self._words = region, month, words
        self._places = NameBook(words.regions)
        self._units: dict[str, AssessedUnit] = {}
        for place in words.regions.children(region, on=month):
            if place.level != "zone":  # zones overlap districts
                self._keep(AssessedUnit(place.id, place.name, "town", region=place.id))
        for row in self._in_force(listed):
            self._keep(self._listed(row))
        self._named = dict(self._units)
        for name in self._of_tasks(plan):
            self._named.setdefault(normalise(name), AssessedUnit(name, name, "department", region=region))

    def all(self) -> tuple[AssessedUnit, ...]:
        """Return the towns in the order of the register, then the listed units."""
        return tuple(self._units.values())

    def departments(self) -> tuple[str, ...]:
        """Return the names of the departments that are units only because the plan's tasks name them."""
        return tuple(unit.name for name, unit in self._named.items() if name not in self._units)

    def find(self, text: str) -> AssessedUnit:
        """Return the unit that a table means by a name.

        Raises
        ------
        UnknownNameError
            If there is none; names the nearest.
        """
        if is_reserve(text):
            return AssessedUnit(RESERVE, RESERVE, "reserve", region=self._region)
        if known := self._named.get(normalise(text)):
            return known
        if place := self._town(text):
            name = self._words.regions.name(place)
            known = next((unit for unit in self._units.values() if unit.unit == place), None)
            return known or AssessedUnit(place, name, "town", region=place)
        names = list(dict.fromkeys(unit.name for unit in self._named.values()))
        near = nearest(text, names)
        unknown = UnknownNameError("assessed unit", text, near, "Others are listed in data/records/assessed_units.csv.")
        may = f"可能是：{'、'.join(near)}。" if near else ""
        unknown.zh = f"没有“{text}”这一考核单位。{may}部门、载体和园区先列入data/records/assessed_units.csv。"
        raise unknown

    def _keep(self, unit: AssessedUnit) -> None:
        self._units[normalise(unit.name)] = unit

    def _town(self, text: str) -> str:
        """Return the id of a region within the plan's that bears a name; empty if there is none."""
        match = self._places.find(text, within=self._region, on=self._month, kind="region")
        if match.kind != "region" or match.id == self._region:
            return ""
        return match.id if self._region in self._words.regions.path(match.id) else ""

    def _in_force(self, listed: pd.DataFrame | None) -> Iterator[dict[str, Any]]:
        """Yield, for each unit, the row that holds in the month: the one that began last, then the last recorded."""
        if listed is None or listed.empty:
            return
        month = str(self._month)
        rows = listed[(listed["first"] <= month) & ((listed["last"] == "") | (listed["last"] >= month))]
        rows = rows.sort_values(["first", "recorded_at", "row"], kind="stable")
        kept = {normalise(row["unit"]): row for row in rows.to_dict("records") if self._belongs(row)}
        for row in kept.values():
            yield {str(name): value for name, value in row.items()}

    def _belongs(self, row: dict[Any, Any]) -> bool:
        """Tell whether a listed unit is one of the plan's region."""
        if row["region"]:
            try:
                id = self._words.regions.find(row["region"], self._month).id
            except BadInputError:
                return False
            return self._region in self._words.regions.path(id)
        return row["kind"] != "town" or bool(self._town(row["unit"]))

    def _listed(self, row: dict[str, Any]) -> AssessedUnit:
        unit = name = row["unit"]
        region = row["region"]
        if row["kind"] == "town" and (id := self._town(unit)):
            unit, name, region = id, self._words.regions.name(id, on=self._month), id
        return AssessedUnit(unit, name, row["kind"], row["league"], region, row["state"], row["document"])

    @staticmethod
    def _of_tasks(plan: Plan | None) -> list[str]:
        named = [name for task in (plan.tasks if plan else ()) for name in (*task.lead, *task.joint)]
        return [name for name in dict.fromkeys(named) if not _ALL_TOWNS.fullmatch(name)]


def assessed_units(
    records: Records, words: Vocabulary, region: str, month: Month, as_of: str | None = None
) -> pd.DataFrame:
    """Return the assessed units of a region in a month.

    Returns
    -------
    DataFrame
        ``unit`` (region id of a town, else the name), ``name``, ``kind``, ``league``, ``region``, ``state``
        (``ranked``, ``entrusted``, ``no_task``, ``transition``) and ``document``. Towns that are not listed are
        ``ranked``.
    """
    from dataclasses import asdict, fields

    import pandas as pd

    book = UnitBook(region, month, words, records.read("assessed_units", as_of))
    columns = [field.name for field in fields(AssessedUnit)]
    return pd.DataFrame([asdict(unit) for unit in book.all()], columns=columns)

"""Responsible units: 各街道（乡镇） and the like become the assessed units of the district that they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from incuanalysis.vocabulary.matching import normalise

__all__ = ["Unit", "expand", "is_collective", "named", "unit_list"]

# after normalising: 各 and what they are; brackets and separators are taken out first
_TOWNS = {
    "街道",
    "乡镇",
    "镇",
    "乡",
    "街镇",
    "镇街",
    "镇街道",
    "街道乡镇",
    "乡镇街道",
    "街道镇",
    "镇乡街道",
    "街道镇乡",
}
_OTHERS = {
    "department": {"部门", "区直部门", "市直部门", "县直部门", "相关部门", "有关部门"},
    "carrier": {"孵化载体", "载体", "孵化器", "孵化基地", "众创空间"},
    "park": {"园区", "功能区", "开发区", "产业园区"},
}
_ENDINGS = {"街道": ("街道",), "镇": ("镇",), "乡": ("乡",), "乡镇": ("镇", "乡")}
_SEPARATORS = str.maketrans("", "", "()、/,和")


@dataclass(frozen=True, slots=True)
class Unit:
    """An assessed unit: name, kind (``town``, ``department``, ``carrier``, ``park``), league, region, state; its id."""

    name: str
    kind: str = ""
    league: str = ""
    region: str = ""
    state: str = ""
    id: str = ""


def unit_list(rows: Sequence[dict[str, Any]]) -> dict[str, Unit]:
    """Return normalised name → unit of a list of assessed units.

    Parameters
    ----------
    rows
        ``unit``, ``kind``, ``league``, ``region``, ``state`` and, where ``unit`` is an id, ``name``.
    """
    units = []
    for row in rows:
        if "unit" in row:
            id = str(row["unit"]).strip()
            kind, league, region, state = (str(row.get(name, "")) for name in ("kind", "league", "region", "state"))
            units.append(Unit(str(row.get("name", id)).strip(), kind, league, region, state, id))
    return {normalise(unit.name): unit for unit in units}


def named(unit: str, units: dict[str, Unit]) -> str:
    """Return the normalised name of a unit that a record gives by name or by id."""
    wanted = normalise(unit)
    if wanted in units:
        return wanted
    return next((name for name, known in units.items() if normalise(known.id) == wanted), wanted)


def is_collective(entry: str) -> bool:
    """Tell whether an entry of a plan means a group of units.

    Examples
    --------
    >>> is_collective("各街道〈乡镇〉"), is_collective("七都街道")
    (True, False)
    """
    return _group(entry) is not None


def expand(entry: str, units: dict[str, Unit]) -> list[Unit]:
    """Return the units that an entry of a plan's task means.

    Parameters
    ----------
    entry
        As the plan names it: a unit, or a group such as 各街道（乡镇）, 各街镇, 各部门.
    units
        The assessed units of the district, from :func:`unit_list`; may be empty.

    Returns
    -------
    list of Unit
        Of a group, its units in the order of the list, but those without a task (``no_task``); the entry itself
        where the list has none of them. Of a unit, the listed one of that name, else one without a kind.

    Examples
    --------
    >>> towns = unit_list([{"unit": "北岙街道", "kind": "town"}, {"unit": "大门镇", "kind": "town"}])
    >>> [unit.name for unit in expand("各街道（乡镇）", towns)], [unit.name for unit in expand("各街道", towns)]
    (['北岙街道', '大门镇'], ['北岙街道'])
    >>> [unit.name for unit in expand("各街道（乡镇）", {})]
    ['各街道（乡镇）']
    """
    group = _group(entry)
    if group is None:
        return [units.get(normalise(entry), Unit(entry.strip()))]
    kind, endings = group
    found = [
        unit
        for unit in units.values()
        if unit.kind == kind and unit.state != "no_task" and (not endings or unit.name.endswith(endings))
    ]
    return found or [Unit(entry.strip())]


def _group(entry: str) -> tuple[str, tuple[str, ...]] | None:
    text = normalise(entry)
    if not text.startswith("各"):
        return None
    plain = text[1:].translate(_SEPARATORS).removesuffix("人民政府").removesuffix("办事处")
    if plain in _TOWNS:
        return "town", _ENDINGS.get(plain, ())
    return next(((kind, ()) for kind, names in _OTHERS.items() if plain in names), None)

"""What the leagues of assessed units are called, and how their units are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from incuanalysis.display.context import Report

__all__ = ["league_name", "league_word"]

#: Kind of unit, where a league has no name of its own → what the league is called, its counting word, and in tables.
_LEAGUES = {
    "town": ("街道（乡镇）", "个街道（乡镇）", "镇街"),
    "department": ("部门", "个部门", "部门"),
    "park": ("园区", "个园区", "园区"),
    "carrier": ("载体", "家载体", "载体"),
}
_PARTS_OF_CITY = ("区（县、市）", "个区（县、市）", "区县")


def league_name(league: str, report: Report, *, short: bool = False) -> str:
    """Name a league; the parts of a city are no towns."""
    return _league(league, report)[2 if short else 0]


def league_word(league: str, report: Report) -> str:
    """Return a league's counting word with its noun."""
    return _league(league, report)[1]


def _league(league: str, report: Report) -> tuple[str, str, str]:
    if league == "town" and report.region.level == "city":
        return _PARTS_OF_CITY
    return _LEAGUES.get(league, (league, "个单位", league))

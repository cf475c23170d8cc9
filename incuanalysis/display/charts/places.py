"""Places in words: ties are named together, and nothing is called strong or weak without reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display.charts.common import label, listed
from incuanalysis.research.profile import Evaluation

if TYPE_CHECKING:
    from incuanalysis.display.context import Report

__all__ = ["Extremes", "extremes", "move_words", "named_place"]


@dataclass(frozen=True)
class Extremes:
    """The best and the worst places among some measures, with all that share them."""

    best: int
    best_names: tuple[str, ...]
    worst: int
    worst_names: tuple[str, ...]


def extremes(result: Evaluation, names: Iterable[str]) -> Extremes | None:
    """Return the best and worst places of the region among measures; None where fewer than two are ranked."""
    places = {name: result.place(name) for name in names}
    ranked = {name: int(p["rank"]) for name, p in places.items() if p is not None and pd.notna(p["rank"])}
    if len(ranked) < 2:
        return None
    best, worst = min(ranked.values()), max(ranked.values())
    return Extremes(
        best,
        tuple(name for name, rank in ranked.items() if rank == best),
        worst,
        tuple(name for name, rank in ranked.items() if rank == worst),
    )


def named_place(names: tuple[str, ...], rank: int, report: Report) -> str:
    """Say which measures share a place: 甲居第3位; 甲和乙均居第3位."""
    labels = listed([label(name, report) for name in names], report)
    both = len(names) > 1
    return report.say(f"{labels}{'均' if both else ''}居第{rank}位", f"{labels} ({'all ' if both else ''}rank {rank})")


def move_words(moved: float | None, report: Report) -> str:
    """Say a change of place: 位次比上年前移2位, 位次与上年相同."""
    if moved is None or pd.isna(moved):
        return ""
    places = int(moved)
    if places == 0:
        return report.say("位次与上年相同", "the same place as the year before")
    return report.say(
        f"位次比上年{'前移' if places > 0 else '后移'}{abs(places)}位",
        f"{abs(places)} {'up' if places > 0 else 'down'} on the year before",
    )

"""Contests (比拼): who ranks where by level and by progress, league by league."""

from __future__ import annotations

from incuanalysis.evaluation.contests.composite import composite, good_rate
from incuanalysis.evaluation.contests.model import Contest, Item, open_contests, read_contests
from incuanalysis.evaluation.contests.places import PLACE_COLUMNS, UNRANKED, contest

__all__ = [
    "PLACE_COLUMNS",
    "UNRANKED",
    "Contest",
    "Item",
    "composite",
    "contest",
    "good_rate",
    "open_contests",
    "read_contests",
]

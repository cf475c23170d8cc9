"""What each value of a progress table is made of, and in which cells it stands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from incuanalysis.evaluation.progress.history import Entity, Histories
from incuanalysis.evaluation.progress.rollup import RolledUp
from incuanalysis.plans.model import Plan
from incuanalysis.vocabulary.periods import Month

__all__ = ["cell_names", "with_sources"]

_ADDED = ("made_of", "how", "own", "summed", "difference", "reported", "units", "cells")


def cell_names(frame: pd.DataFrame) -> list[str]:
    """Return where each row stands, ``file#sheet!cell``, as far as it is known.

    Examples
    --------
    >>> cell_names(pd.DataFrame({"file": ["报表.xlsx", "a.csv"], "sheet": ["季报", None], "cell": ["G17", "3"]}))
    ['报表.xlsx#季报!G17', 'a.csv!3']
    """
    nothing = pd.Series([None] * len(frame), index=frame.index)
    file, sheet, cell = (frame.get(name, nothing) for name in ("file", "sheet", "cell"))
    said = []
    for book, page, place in zip(file, sheet, cell, strict=True):
        text = "" if pd.isna(book) else str(book)
        text += "" if pd.isna(page) or page == "" else f"#{page}"
        text += "" if pd.isna(place) or place == "" else f"!{place}"
        said.append(text)
    return said


def with_sources(
    table: pd.DataFrame,
    plan: Plan,
    frame: pd.DataFrame,
    history: Histories,
    rolled: Mapping[str, RolledUp],
    parts: Mapping[str, Entity],
) -> pd.DataFrame:
    """Return a progress table with what each value is made of (columns from ``made_of`` on).

    Parameters
    ----------
    table
        Made by :func:`incuanalysis.evaluation.progress.measured.progress`.
    plan, frame, history
        What it was made from.
    rolled
        Target id → values of the tree.
    parts
        Target id → entity whose number it is.
    """
    targets = {target.id: target for target in plan.targets}
    names = cell_names(frame)

    def rows_of(target: str, entity: Entity, month: Month) -> list[int]:
        tree, aim = rolled[target], targets[target]
        place, at = tree.entities.index(entity), history.position(month)
        if not np.isnan(tree.own[place, at]):
            return list(history.parts(entity, aim.indicator, month, aim.basis))
        # a ratio is made of its parts' rows, which have histories of their own
        below = [] if np.isnan(tree.summed[place, at]) else tree.children[place]
        return [row for child in below for row in rows_of(target, tree.entities[child], month)]

    @cache
    def said(target: str, entity: Entity, month: int, known: bool) -> tuple[Any, ...]:
        when = Month.from_int(month)
        aim, at = targets[target], history.position(when)
        if aim.scope.kind != "district":
            part = parts.get(target)
            if part is None or not known:
                return ("", "", np.nan, np.nan, np.nan, 0, 0, "")
            own = history.value(part, aim.indicator, when, aim.basis)
            cells = "; ".join(names[row] for row in history.parts(part, aim.indicator, when, aim.basis))
            return ("own", history.how(part, aim.indicator, when, aim.basis), own, np.nan, np.nan, 0, 0, cells)
        tree = rolled[target]
        place = tree.entities.index(entity)
        own, summed = float(tree.own[place, at]), float(tree.summed[place, at])
        counts = int(tree.reported[place, at]), int(tree.units[place, at])
        if not known:
            return ("", "", own, summed, own - summed, *counts, "")
        cells = "; ".join(names[row] for row in rows_of(target, entity, when))
        how = history.how(entity, aim.indicator, when, aim.basis)
        return ("sum" if np.isnan(own) else "own", how, own, summed, own - summed, *counts, cells)

    found = []
    columns = ("region", "carrier", "target", "month", "actual", "actual_at")
    for region, carrier, target, month, actual, actual_at in zip(*(table[name] for name in columns), strict=True):
        known = not np.isnan(actual)
        found.append(said(target, Entity(region, carrier), int(actual_at if known else month), known))
    added = pd.DataFrame(found, columns=list(_ADDED), index=table.index)
    for name in ("made_of", "how", "cells"):
        added[name] = added[name].astype("str")
    return pd.concat([table, added], axis=1)

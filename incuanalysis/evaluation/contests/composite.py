"""Several contests in one: points by declared weights, and the share of good platforms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from incuanalysis.evaluation.contests.model import Contest, Item
from incuanalysis.evaluation.standards.facts import require

__all__ = ["composite", "good_rate"]

_COLUMNS = ["league", "entity", "points", "place", "of", "made_of", "status", "reason_zh", "reason_en"]


def composite(places: pd.DataFrame, rules: Contest) -> pd.DataFrame:
    """Return each unit's points over all items of a contest, and its place in its league.

    Points of one item and kind: with ``method: places`` 100 × (last place − place) / (last place − 1), where the last
    place is the number of units that have one, and 100 for a unit alone; with ``best`` the value in per cent of the
    league's best, 0 where that is not above 0. Not reported gives 0 points. The composite is their weighted mean; an item
    by which a unit has no place for want of the period before is left out of its mean.

    Parameters
    ----------
    places
        What :func:`~incuanalysis.evaluation.contests.places.contest` returned.
    rules
        The contest, with its weights.

    Returns
    -------
    DataFrame
        ``league, entity, points`` (0 to 100), ``place, of``; ``made_of`` (how many item rankings), ``status`` (``ranked``,
        ``not_reported`` where nothing was reported: last; ``unranked``), ``reason_zh, reason_en`` (what was not reported).
    """
    items = {item.id: item for item in rules.items}
    units: dict[tuple[str, str], list[dict[str, Any]]] = {}
    best: dict[tuple[str, str], float] = {}
    for row in places.to_dict("records"):
        units.setdefault((row["league"], row["entity"]), []).append(row)
        if row["status"] == "ranked" and row["kind"] == "level":
            key = (row["league"], row["item"])
            best[key] = max(best.get(key, row["value"]), row["value"])
    made: list[dict[str, Any]] = []
    for (league, entity), own in sorted(units.items()):
        points = [_single(row, best.get((league, row["item"]), 0.0), rules.method) for row in own]
        made.append({"league": league, "entity": entity, **_points(own, points, items)})
    for league in dict.fromkeys(row["league"] for row in made):
        _place([row for row in made if row["league"] == league])
    made.sort(key=lambda row: (row["league"], row["place"] is None, row["place"] or 0, row["entity"]))
    return pd.DataFrame(made, columns=_COLUMNS).astype({"points": "float64", "place": "Int64", "of": "Int64"})


def good_rate(grades: pd.DataFrame, rules: Contest) -> dict[str, Any]:
    """Return the share of platforms with a good grade among those assessed (绩效良好率).

    Parameters
    ----------
    grades
        ``entity, grade``; a missing grade is a platform that was not assessed.
    rules
        The contest, whose ``good`` names the grades that count.

    Returns
    -------
    dict
        ``good, assessed, rate`` (per cent, None where none was assessed) and ``not_assessed`` (names, sorted).

    Examples
    --------
    >>> from incuanalysis.evaluation.contests.model import open_contests
    >>> grades = pd.DataFrame({"entity": ["a", "b", "c"], "grade": ["优秀", "合格", None]})
    >>> good_rate(grades, open_contests()["platform_contest"])
    {'good': 1, 'assessed': 2, 'rate': 50.0, 'not_assessed': ['c']}
    """
    require(grades, ("entity", "grade"), "grades of platforms")
    assessed = grades[grades["grade"].notna() & (grades["grade"] != "")]
    good = int(assessed["grade"].isin(rules.good).sum())
    return {
        "good": good,
        "assessed": len(assessed),
        "rate": 100 * good / len(assessed) if len(assessed) else None,
        "not_assessed": sorted(set(grades["entity"]) - set(assessed["entity"])),
    }


def _points(own: list[dict[str, Any]], points: list[float], items: dict[str, Item]) -> dict[str, Any]:
    """Return a unit's weighted mean, and what it has not reported."""
    if any(row["status"] == "unranked" for row in own):
        said = {column: own[0][column] for column in ("reason_zh", "reason_en")}
        return {"points": None, "made_of": 0, "status": "unranked", **said}
    total = weights = 0.0
    used, silent = 0, []
    for row, single in zip(own, points, strict=True):
        item = items[row["item"]]
        weight = item.weight if row["kind"] == "level" else item.progress_weight
        if not weight or row["status"] == "no_base":
            continue
        if row["status"] == "not_reported" and row["kind"] == "level":
            silent.append(item)
        total, weights, used = total + weight * single, weights + weight, used + 1
    reported = bool(weights) and any(row["status"] == "ranked" for row in own)
    return {
        "points": total / weights if reported else None,
        "made_of": used,
        "status": "ranked" if reported else "not_reported",
        "reason_zh": _named(silent, "zh"),
        "reason_en": _named(silent, "en"),
    }


def _single(row: dict[str, Any], best: float, method: str) -> float:
    """Return the points of one item and kind."""
    if row["status"] != "ranked":
        return 0.0
    if method == "places":
        return 100.0 if row["of"] == 1 else 100.0 * (row["of"] - row["place"]) / (row["of"] - 1)
    return max(0.0, 100.0 * row["value"] / best) if best > 0 else 0.0


def _place(rows: list[dict[str, Any]]) -> None:
    """Set the places of one league."""
    # points that are equal on paper may differ in the last binary digits
    points = [float(f"{row['points']:.12g}") for row in rows if row["status"] == "ranked"]
    for row in rows:
        row["place"] = None
        if row["status"] == "ranked":
            row["place"] = 1 + sum(other > float(f"{row['points']:.12g}") for other in points)
        elif row["status"] == "not_reported" and points:
            row["place"] = len(points) + 1
    of = sum(row["place"] is not None for row in rows)
    for row in rows:
        row["of"] = of


def _named(items: Sequence[Item], language: str) -> str:
    if not items:
        return ""
    if language == "zh":
        return f"未报：{'、'.join(item.name.zh for item in items)}"
    return f"not reported: {', '.join(item.name.en for item in items)}"

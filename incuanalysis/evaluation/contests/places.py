"""Places by level and by progress within each league.

- Level is the value of the month, progress its change on the period before. Equal values share a place and the next
  place is skipped (1, 2, 2, 4).
- Units under 托管, without a task or in transition are listed without a place, with the reason.
- A unit that should have reported and has not (未报) stands last; several share that place. Where nobody has reported,
  nobody has a place.
- A unit without a value of the period before has no place by progress.
- How firm a place is (internal): by how much the unit's value would have to change to change its place, in the
  indicator's unit and in per cent of the value. Nothing is simulated.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

import pandas as pd

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.contests.model import Contest, Item
from incuanalysis.evaluation.standards.facts import require

__all__ = ["PLACE_COLUMNS", "UNRANKED", "contest"]

#: State of a unit → why it has no place, Chinese and English.
UNRANKED = {
    "entrusted": ("托管，不参加排名", "under trusteeship, not ranked"),
    "no_task": ("无任务，不参加排名", "without a task, not ranked"),
    "transition": ("过渡期，不参加排名", "in transition, not ranked"),
}
PLACE_COLUMNS = [
    "league", "item", "kind", "entity", "value", "before", "place", "of", "place_before", "of_before", "moved", "status",
    "reason_zh", "reason_en",
]  # fmt: skip
_FIRMNESS = ["margin", "margin_percent", "firmness"]
_NOT_REPORTED = ("未报", "not reported")
_NO_BASE = ("缺上期数，不排进步位次", "no value of the period before, so no place by progress")
#: Per cent of a unit's own value below which a change would be an ordinary correction of a return (ours).
_NARROW = 5.0


def contest(
    frame: pd.DataFrame, rules: Contest, month: str, before: str | None = None, *, firmness: bool = False
) -> pd.DataFrame:
    """Rank the units of each league by each item of a contest.

    Parameters
    ----------
    frame
        ``entity, league, state, indicator, month, value``: values by month end (``2023-09``) in canonical units, missing
        where not reported; ``state`` is empty for a ranked unit, else a key of :data:`UNRANKED`. League and state of a
        unit are those of its last row up to the month. The order of rows does not matter.
    rules
        The contest.
    month
        The month to rank.
    before
        The month of the period before; without it there is no progress.
    firmness
        Add ``margin, margin_percent, firmness`` (``tied``, ``narrow``: a change of up to 5 % of the unit's value would
        do; ``firm``). For the internal note only.

    Returns
    -------
    DataFrame
        In :data:`PLACE_COLUMNS`, by league, item, ``kind`` (``level``, ``progress``) and place; units without a place last.
        ``status`` is ``ranked``, ``not_reported``, ``no_base`` or ``unranked``; ``of`` is how many have a place; ``moved``
        is by how many places a unit moved up since ``before``, missing where either place is.

    Raises
    ------
    BadInputError
        If a value stands twice, a state is unknown, or a unit is in two leagues in one month, or
        ``before`` is not before ``month``.

    Examples
    --------
    >>> from incuanalysis.evaluation.contests.model import open_contests
    >>> rows = [["甲镇", "towns", "", "operators_introduced", "2023-09", 3.0],
    ...         ["乙镇", "towns", "", "operators_introduced", "2023-09", None]]
    >>> frame = pd.DataFrame(rows, columns=["entity", "league", "state", "indicator", "month", "value"])
    >>> found = contest(frame, open_contests()["six_contests"], "2023-09")
    >>> found[found["item"] == "operators"][["entity", "place", "status"]].values.tolist()
    [['甲镇', 1, 'ranked'], ['乙镇', 2, 'not_reported']]
    """
    if before is not None and before >= month:
        raise BadInputError(
            f"The period before ({before}) is not before {month}.", f"上期（{before}）应早于本期（{month}）。"
        )
    units, values = _units(frame, month), _values(frame)
    # places of the period before are those of that period's own field
    earlier = _units(frame, before) if before else {}
    rows: list[dict[str, Any]] = []
    for league, members in units.items():
        for item in rules.items:
            now, was = values.get((item.indicator, month), {}), values.get((item.indicator, before or ""), {})
            level = _ranked(item, "level", members, now, was)
            if before:
                old = _ranked(item, "level", earlier.get(league, {}), was, {})
                _compare(level, old)
            found = [level, _ranked(item, "progress", members, now, was)] if before else [level]
            for part in found:
                if firmness:
                    _firm(part)
                rows += [{"league": league, **row} for row in part]
    made = pd.DataFrame(rows, columns=[*PLACE_COLUMNS, *(_FIRMNESS if firmness else [])])
    counts = dict.fromkeys(("place", "of", "place_before", "of_before", "moved"), "Int64")
    numbers = {column: "float64" for column in ("value", "before", "margin", "margin_percent") if column in made}
    return made.astype({**counts, **numbers})


def _units(frame: pd.DataFrame, month: str) -> dict[str, dict[str, str]]:
    """Return league → unit → state at a month."""
    require(frame, ("entity", "league", "state", "indicator", "month", "value"), "values of a contest")
    rows = frame.loc[frame["month"] <= month, ["entity", "month", "league", "state"]]
    rows = rows.assign(state=rows["state"].fillna("").astype(str)).drop_duplicates()
    if unknown := sorted(set(rows["state"]) - {"", *UNRANKED}):
        raise BadInputError(
            f"Unknown state of a unit: {unknown[0]!r}. Expected nothing for a ranked unit, or {', '.join(UNRANKED)}.",
            f"没有“{unknown[0]}”这一参评状态：参加排名的留空，不参加的写{'、'.join(UNRANKED)}之一。",
        )
    twice = rows[rows.duplicated(["entity", "month"], keep=False)]
    if len(twice):
        entity, at = twice.iloc[0]["entity"], twice.iloc[0]["month"]
        raise BadInputError(
            f"{entity} has two leagues or states in {at}. Give one for each month.",
            f"“{entity}”在{at}有两个组别或参评状态，每月应只有一个。",
        )
    last = rows.sort_values("month").drop_duplicates("entity", keep="last").sort_values(["league", "entity"])
    units: dict[str, dict[str, str]] = {}
    for entity, league, state in zip(last["entity"], last["league"], last["state"], strict=True):
        units.setdefault(league, {})[entity] = state
    return units


def _values(frame: pd.DataFrame) -> dict[tuple[str, str], dict[str, float]]:
    """Return (indicator, month) → unit → value, without the missing ones."""
    key = ["indicator", "month", "entity"]
    twice = frame[frame.duplicated(key, keep=False)]
    if len(twice):
        indicator, month, entity = twice.iloc[0][key]
        raise BadInputError(
            f"{entity} has two values of {indicator} for {month}. Keep one.",
            f"“{entity}”{month}的“{indicator}”有两个数，请保留一个。",
        )
    values: dict[tuple[str, str], dict[str, float]] = {}
    given = frame[frame["value"].notna()]
    for indicator, month, entity, value in zip(*(given[c] for c in (*key, "value")), strict=True):
        values.setdefault((indicator, month), {})[entity] = float(value)
    return values


def _ranked(
    item: Item,
    kind: Literal["level", "progress"],
    members: Mapping[str, str],
    now: Mapping[str, float],
    was: Mapping[str, float],
) -> list[dict[str, Any]]:
    """Return the places of one league by one item, best first, one row a unit."""
    sign = -1.0 if item.direction == "lower" else 1.0
    scores: dict[str, float] = {}
    rows: list[dict[str, Any]] = []
    for entity, state in members.items():
        value, before = now.get(entity), was.get(entity)
        status, reason = "ranked", ("", "")
        if state:
            status, reason = "unranked", UNRANKED[state]
        elif value is None:
            status, reason = "not_reported", _NOT_REPORTED
        elif kind == "progress" and before is None:
            status, reason = "no_base", _NO_BASE
        else:
            scores[entity] = sign * (value if kind == "level" else _difference(value, before or 0.0))
        rows.append(
            {
                "item": item.id, "kind": kind, "entity": entity, "value": value, "before": before, "status": status,
                "reason_zh": reason[0], "reason_en": reason[1], "place_before": None, "of_before": None, "moved": None,
            }
        )  # fmt: skip
    ordered = sorted((_rounded(score) for score in scores.values()), reverse=True)
    places: dict[float, int] = {}
    for place, score in enumerate(ordered, start=1):
        places.setdefault(score, place)
    for row in rows:
        score_ = scores.get(row["entity"])
        row["_score"] = score_
        row["place"] = None if score_ is None else places[_rounded(score_)]
        # where nobody has reported there is no last place either
        if row["status"] == "not_reported" and scores:
            row["place"] = len(scores) + 1
    of = sum(row["place"] is not None for row in rows)
    for row in rows:
        row["of"] = of
    return sorted(rows, key=lambda row: (row["place"] is None, row["place"] or 0, row["entity"]))


def _difference(value: float, before: float) -> float:
    """Return a change exactly: the binary digits of 0.3 − 0.1 would split a tie."""
    return float(Decimal(str(value)) - Decimal(str(before)))


def _rounded(value: float) -> float:
    """Return 12 significant digits: quotients that are equal on paper may differ in the last binary ones."""
    return float(f"{value:.12g}")


def _compare(level: list[dict[str, Any]], old: list[dict[str, Any]]) -> None:
    """Set the places of the period before, and the moves."""
    before = {row["entity"]: row for row in old}
    for row in level:
        row["of_before"] = old[0]["of"] if old else None
        row["place_before"] = before[row["entity"]]["place"] if row["entity"] in before else None
        if row["place"] is not None and row["place_before"] is not None:
            row["moved"] = row["place_before"] - row["place"]


def _firm(rows: list[dict[str, Any]]) -> None:
    """Add by how much the value would have to change to change the place; rows are in the order of places."""
    ranked = [row for row in rows if row["status"] == "ranked"]
    for number, row in enumerate(ranked):
        # the neighbours in order are the nearest in value
        near = [other for other in ranked[max(0, number - 1) : number + 2] if other is not row]
        tied = any(other["place"] == row["place"] for other in near)
        if not near:
            continue
        margin = 0.0 if tied else min(abs(_difference(other["_score"], row["_score"])) for other in near)
        percent = 100 * margin / abs(row["value"]) if row["value"] else float("inf") if margin else 0.0
        said = "tied" if tied else "narrow" if percent <= _NARROW else "firm"
        row.update(margin=margin, margin_percent=percent, firmness=said)
    for row in rows:
        row.setdefault("firmness", "")

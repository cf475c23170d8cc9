"""Places: 第1位, 并列第2位, 末位, how they moved, who is first and last, and who has none. Nothing is praised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from incuanalysis.display.sentences.lists import join
from incuanalysis.errors import BadInputError

__all__ = ["Placed", "first_and_last", "move_words", "place_words", "placed", "standing_words", "unranked_words"]

UNITS_WORD = "个街道（乡镇）"


@dataclass(frozen=True)
class Placed:
    """A unit and its place among the units of a league.

    ``place`` is None without one; ``reason`` then says why, as the contest gives it. ``status`` is that of
    :func:`incuanalysis.evaluation.contests.contest`.
    """

    name: str
    place: int | None
    status: str = "ranked"
    reason: str = ""


def placed(rows: Iterable[Mapping[Any, Any]] | pd.DataFrame, language: str = "zh") -> tuple[Placed, ...]:
    """Make places of the rows of one league, item and kind of a contest.

    Examples
    --------
    >>> frame = pd.DataFrame({"entity": ["甲镇"], "place": [1], "status": ["ranked"], "reason_zh": [""], "reason_en": [""]})
    >>> placed(frame)
    (Placed(name='甲镇', place=1, status='ranked', reason=''),)
    """
    records = rows.to_dict("records") if isinstance(rows, pd.DataFrame) else rows
    return tuple(
        Placed(
            str(row["entity"]),
            None if pd.isna(row["place"]) else int(row["place"]),
            str(row["status"]),
            str(row[f"reason_{language}"]),
        )
        for row in records
    )


def place_words(place: int | None, of: int, language: str = "zh", *, shared: int = 1) -> str:
    """Say a place.

    Parameters
    ----------
    place
        The place; None without one.
    of
        How many have a place.
    language
        ``zh`` or ``en``.
    shared
        How many have this very place.

    Raises
    ------
    BadInputError
        If the place is not among those there are.

    Examples
    --------
    >>> place_words(1, 12), place_words(2, 12, shared=3), place_words(12, 12), place_words(11, 12, shared=2)
    ('第1位', '并列第2位', '末位', '并列末位')
    >>> place_words(1, 1), place_words(None, 12), place_words(1, 4, shared=4), place_words(2, 12, "en", shared=2)
    ('仅1个参加，不排名', '不排名', '并列第1位', 'joint 2nd of 12')
    """
    zh = language == "zh"
    if place is None:
        return "不排名" if zh else "unranked"
    if not 1 <= place <= of or place + shared - 1 > of or shared < 1:
        raise BadInputError(
            f"Place {place}, shared by {shared}, is not among {of} places.",
            f"共{of}位，没有第{place}位（{shared}个并列）。",
        )
    if of == 1:
        return "仅1个参加，不排名" if zh else "the only one, unranked"
    last = place + shared - 1 == of and place > 1
    if zh:
        return f"{'并列' if shared > 1 else ''}{'末位' if last else f'第{place}位'}"
    return f"{'joint ' if shared > 1 else ''}{'last' if last else _ordinal(place)} of {of}"


def move_words(moved: int | None, language: str = "zh", *, than: str = "", first: bool = False) -> str:
    """Say by how many places a unit moved; ``moved`` is positive upwards.

    Parameters
    ----------
    moved
        Places up; None where one of the two places is missing.
    than
        The period before, 上季度 by default.
    first
        The unit is ranked for the first time.

    Examples
    --------
    >>> move_words(2), move_words(-1, than="上月"), move_words(0), move_words(None, first=True), move_words(None)
    ('较上季度上升2位', '较上月下降1位', '与上季度位次相同', '首次参加排名', '上季度无位次，不作比较')
    >>> move_words(2, "en"), move_words(0, "en")
    ('up 2 places on the quarter before', 'unchanged from the quarter before')
    """
    zh = language == "zh"
    than = than or ("上季度" if zh else "the quarter before")
    if moved is None:
        if first:
            return "首次参加排名" if zh else "ranked for the first time"
        return f"{than}无位次，不作比较" if zh else f"no place in {than} to compare with"
    if moved == 0:
        return f"与{than}位次相同" if zh else f"unchanged from {than}"
    if zh:
        return f"较{than}{'上升' if moved > 0 else '下降'}{abs(moved)}位"
    return f"{'up' if moved > 0 else 'down'} {abs(moved)} place{'' if abs(moved) == 1 else 's'} on {than}"


def standing_words(
    place: int | None,
    of: int,
    moved: int | None = None,
    *,
    word: str = UNITS_WORD,
    shared: int = 1,
    than: str = "上季度",
    first: bool = False,
    reason: str = "",
) -> str:
    """Say place and move in one clause, in Chinese.

    Examples
    --------
    >>> standing_words(3, 12, 2), standing_words(12, 12, first=True), standing_words(None, 12, reason="托管，不参加排名")
    ('在12个街道（乡镇）中居第3位，较上季度上升2位', '在12个街道（乡镇）中居末位，首次参加排名', '托管，不参加排名')
    >>> standing_words(1, 1, word="个园区")
    '仅1个园区参加，不排名'
    """
    if place is None:
        return reason or "不排名"
    if of == 1:
        return f"仅1{word}参加，不排名"
    return f"在{of}{word}中居{place_words(place, of, shared=shared)}，{move_words(moved, than=than, first=first)}"


def first_and_last(units: Sequence[Placed], *, first: int = 3, word: str = UNITS_WORD, language: str = "zh") -> str:
    """Name the first units and the last one.

    Units that share a place are named together; where the last of the first shares its place with more units, all of
    them are named. The last is named only where it is not among the first.

    Parameters
    ----------
    units
        All units of a league, in any order.
    first
        How many are named from the first place on.
    word
        Counting word with its noun.
    language
        ``zh`` or ``en``.

    Examples
    --------
    >>> units = [Placed("甲镇", 1), Placed("乙镇", 2), Placed("丙镇", 2), Placed("丁镇", 4), Placed("戊镇", 5, "not_reported")]
    >>> first_and_last(units)
    '居前3位的依次为甲镇，乙镇、丙镇（并列第2位），末位为戊镇（未报）'
    >>> first_and_last([Placed("甲镇", 1)]), first_and_last([])
    ('仅1个街道（乡镇）参加，不排名', '没有街道（乡镇）参加排名')
    >>> first_and_last([Placed("甲镇", 1), Placed("乙镇", 1)])
    '2个街道（乡镇）并列，不分先后'
    >>> first_and_last(units, language="en")
    'First: 甲镇; 乙镇 and 丙镇 (joint 2nd); last: 戊镇 (not reported)'
    """
    zh = language == "zh"
    groups: dict[int, list[Placed]] = {}
    for unit in sorted((unit for unit in units if unit.place is not None), key=lambda unit: unit.place or 0):
        groups.setdefault(unit.place or 0, []).append(unit)
    total = sum(len(group) for group in groups.values())
    noun = word.lstrip("个家")
    if total == 0:
        return f"没有{noun}参加排名" if zh else "None is ranked"
    if total == 1:
        return f"仅1{word}参加，不排名" if zh else "Only one takes part, unranked"
    if len(groups) == 1:
        return f"{total}{word}并列，不分先后" if zh else f"All {total} share one place"
    leading = [place for place in groups if place <= first and groups[place][0].status != "not_reported"]
    last = max(groups)
    shown = [_group(groups[place], place, language) for place in leading]
    named = sum(len(groups[place]) for place in leading)
    # within a group that shares a place the names are joined by 、, so the groups cannot be
    listed = ("、" if named == len(leading) else "，").join(shown)
    if zh:
        if named == total:
            return f"{total}{word}位次依次为{listed}"
        if len(leading) == 1:
            lead = f"{join([unit.name for unit in groups[1]])}{'居' if named == 1 else '并列'}第1位"
        else:
            lead = f"居前{first}位的依次为{listed}"
        return f"{lead}，{'并列' if len(groups[last]) > 1 else ''}末位为{_last(groups[last], language)}"
    lead = f"First: {'; '.join(shown)}"
    return (
        lead
        if named == total
        else f"{lead}; {'joint ' if len(groups[last]) > 1 else ''}last: {_last(groups[last], language)}"
    )


def unranked_words(units: Sequence[Placed]) -> str:
    """Name the units without a place by reason, in Chinese; empty where all have one.

    Examples
    --------
    >>> unranked_words([Placed("甲镇", 1), Placed("乙镇", None, "unranked", "托管，不参加排名"), Placed("丙镇", None, "unranked", "托管，不参加排名")])
    '乙镇、丙镇托管，不参加排名'
    >>> unranked_words([Placed("甲镇", 1)])
    ''
    """
    reasons: dict[str, list[str]] = {}
    for unit in units:
        if unit.place is None:
            reasons.setdefault(unit.reason or "不排名", []).append(unit.name)
    return "；".join(f"{join(names)}{reason}" for reason, names in reasons.items())


def _group(units: Sequence[Placed], place: int, language: str) -> str:
    names = join([unit.name for unit in units], language=language)
    if len(units) == 1:
        return names
    return f"{names}（并列第{place}位）" if language == "zh" else f"{names} (joint {_ordinal(place)})"


def _last(units: Sequence[Placed], language: str) -> str:
    names = join([unit.name for unit in units], language=language)
    if units[0].status != "not_reported":
        return names
    return f"{names}（未报）" if language == "zh" else f"{names} (not reported)"


def _ordinal(place: int) -> str:
    suffix = "th" if 10 <= place % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{suffix}"

"""Sentences on places: ties, the last, one alone, those without a place."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.display.sentences.ranks import (
    Placed,
    first_and_last,
    move_words,
    place_words,
    placed,
    standing_words,
    unranked_words,
)
from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.contests.places import UNRANKED

PRAISE = ("表现", "优异", "突出", "领先", "靠前", "良好", "喜人", "较好", "较差")


def ranked(scores: list[int]) -> list[Placed]:
    ordered = sorted(scores, reverse=True)
    return [Placed(f"{chr(0x4E00 + number)}镇", ordered.index(score) + 1) for number, score in enumerate(scores)]


@given(st.lists(st.integers(0, 5), max_size=14))
def test_the_list_of_places_names_first_and_last_once_and_praises_nobody(scores: list[int]) -> None:
    units = ranked(scores)
    said = first_and_last(units)
    assert not any(word in said for word in PRAISE)
    for unit in units:
        assert said.count(unit.name) <= 1
    if len(units) > 1 and len(set(scores)) > 1:
        worst = max(unit.place or 0 for unit in units)
        for unit in units:
            assert (unit.name in said) == ((unit.place or 0) <= 3 or unit.place == worst)
    assert "，，" not in said
    assert "、、" not in said


@given(st.lists(st.integers(0, 5), min_size=1, max_size=14), st.data())
def test_every_place_can_be_said(scores: list[int], data: st.DataObject) -> None:
    units = ranked(scores)
    unit = data.draw(st.sampled_from(units))
    shared = sum(other.place == unit.place for other in units)
    said = place_words(unit.place, len(units), shared=shared)
    if len(units) > 1:
        assert said.startswith("并列") == (shared > 1)
        behind = sum((other.place or 0) > (unit.place or 0) for other in units)
        assert ("末位" in said) == (behind == 0 and unit.place != 1)


def test_ties_are_named_together_and_a_list_without_ties_is_plain() -> None:
    assert first_and_last(ranked([9, 8, 7, 6, 5])) == "居前3位的依次为一镇、丁镇、丂镇，末位为丄镇"
    assert first_and_last(ranked([9, 9, 9, 9, 5])) == "一镇、丁镇、丂镇、七镇并列第1位，末位为丄镇"
    assert (
        first_and_last(ranked([9, 8, 8, 8, 5, 5]))
        == "居前3位的依次为一镇，丁镇、丂镇、七镇（并列第2位），并列末位为丄镇、丅镇"
    )
    assert first_and_last(ranked([9, 8])) == "2个街道（乡镇）位次依次为一镇、丁镇"


def test_who_has_not_reported_is_last_and_never_among_the_first() -> None:
    units = [Placed("甲镇", 1), Placed("乙镇", 2, "not_reported"), Placed("丙镇", 2, "not_reported")]
    assert first_and_last(units) == "甲镇居第1位，并列末位为乙镇、丙镇（未报）"


def test_one_alone_and_none_are_not_ranked() -> None:
    assert first_and_last([Placed("甲园", 1)], word="个园区") == "仅1个园区参加，不排名"
    assert first_and_last([Placed("甲园", None, "unranked", "托管，不参加排名")]) == "没有街道（乡镇）参加排名"
    assert standing_words(1, 1) == "仅1个街道（乡镇）参加，不排名"


def test_places_that_do_not_exist_are_refused() -> None:
    for place, of, shared in ((0, 5, 1), (6, 5, 1), (5, 5, 2)):
        with pytest.raises(BadInputError):
            place_words(place, of, shared=shared)


@given(st.integers(-20, 20))
def test_moves_have_their_direction(moved: int) -> None:
    said = move_words(moved)
    assert "-" not in said
    assert "−" not in said
    assert said == ("与上季度位次相同" if moved == 0 else f"较上季度{'上升' if moved > 0 else '下降'}{abs(moved)}位")


def test_every_reason_for_having_no_place_is_said() -> None:
    rows = [
        {"entity": f"单位{number}", "place": None, "status": "unranked", "reason_zh": zh, "reason_en": en}
        for number, (zh, en) in enumerate(UNRANKED.values())
    ]
    units = placed(pd.DataFrame(rows).astype({"place": "Int64"}))
    said = unranked_words(units)
    for zh, _ in UNRANKED.values():
        assert zh in said
    assert standing_words(None, 5, reason=units[0].reason) == units[0].reason

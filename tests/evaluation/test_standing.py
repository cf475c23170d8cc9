"""Ranks, moves and neighbours."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError, NoDataError
from incuanalysis.evaluation.standing import peers, quantile_position, rank, rank_change, standing

VALUES = pd.Series({"000000": 99.0, "110000": 5.0, "310000": 7.0, "330000": 5.0, "540000": None, "440000": 1.0})


def test_equal_values_share_a_rank_and_the_next_rank_is_skipped() -> None:
    ranks = rank(VALUES)
    assert ranks.drop("540000").to_dict() == {"310000": 1, "110000": 2, "330000": 2, "440000": 4}


def test_a_region_without_a_figure_has_no_rank_and_the_nation_is_left_out() -> None:
    ranks = rank(VALUES)
    assert pd.isna(ranks["540000"])
    assert "000000" not in ranks.index


def test_where_small_is_good_the_smallest_value_comes_first() -> None:
    assert rank(VALUES, ascending=True)["440000"] == 1


def test_a_tie_is_not_split_by_the_last_binary_digit() -> None:
    # The reference data of COINr hold 5.1 and 5.1000000000000005 for one printed value.
    assert rank(pd.Series({"a": 5.1, "b": 5.1000000000000005, "c": 4.0})).to_list() == [1, 1, 3]


def test_a_region_that_stands_twice_is_refused() -> None:
    with pytest.raises(BadInputError, match="330000"):
        rank(pd.Series([1.0, 2.0], index=["330000", "330000"]))


def test_a_positive_change_of_rank_means_moved_up() -> None:
    moved = rank_change(pd.Series({"a": 1, "b": 2, "c": 3}), pd.Series({"a": 3, "b": 1}))
    assert moved.drop("c").to_dict() == {"a": 2, "b": -1}
    assert pd.isna(moved["c"])


def test_standing_gives_value_change_and_rank_of_every_region() -> None:
    now = pd.DataFrame({"tenants": [900.0, 300.0, 200.0, None]}, index=["000000", "330000", "320000", "540000"])
    before = pd.DataFrame({"tenants": [500.0, 100.0, 160.0, 5.0]}, index=["000000", "330000", "320000", "540000"])
    table = standing(now, before).set_index("region")
    assert "000000" not in table.index
    zhejiang = table.loc["330000"]
    assert (zhejiang["value"], zhejiang["percent"], zhejiang["rank"], zhejiang["moved"]) == (300, 200, 1, 1)
    assert (zhejiang["of"], zhejiang["of_before"]) == (2, 3)
    assert table.loc["540000", ["value", "percent", "rank", "moved"]].isna().all()
    assert table.loc["540000", "rank_before"] == 3


def test_standing_without_an_earlier_period_leaves_the_changes_missing() -> None:
    table = standing(pd.DataFrame({"tenants": [3.0, 2.0]}, index=["330000", "320000"]))
    assert table[["before", "absolute", "percent", "rank_before", "moved"]].isna().all(axis=None)
    assert table["rank"].to_list() == [1, 2]


def test_standing_ranks_an_indicator_upside_down_where_small_is_good() -> None:
    panel = pd.DataFrame({"cost": [3.0, 2.0]}, index=["330000", "320000"])
    assert standing(panel, ascending=["cost"])["rank"].to_list() == [2, 1]


def test_standing_of_no_indicator_is_refused() -> None:
    with pytest.raises(BadInputError, match="indicator"):
        standing(pd.DataFrame(index=["330000"]))


def test_the_first_and_the_last_region_also_have_four_peers() -> None:
    values = pd.Series({f"{i}0000": float(i) for i in range(11, 21)})
    assert list(peers(values, "200000").index) == ["200000", "190000", "180000", "170000", "160000"]
    assert list(peers(values, "110000").index) == ["150000", "140000", "130000", "120000", "110000"]
    assert list(peers(values, "150000", n=1).index) == ["160000", "150000", "140000"]


def test_tied_peers_stand_in_the_order_of_their_ids_whatever_the_order_of_rows() -> None:
    values = pd.Series({"330000": 5.0, "110000": 5.0, "220000": 5.0, "440000": 9.0})
    expected = ["440000", "110000", "220000", "330000"]
    assert list(peers(values, "220000").index) == expected
    assert list(peers(values[::-1], "220000").index) == expected


@given(
    st.lists(st.integers(0, 20), min_size=1, max_size=12),
    st.integers(0, 11),
    st.integers(0, 4),
    st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_peers_are_always_2n_plus_1_where_there_are_that_many(
    numbers: list[int], which: int, n: int, ascending: bool
) -> None:
    values = pd.Series(numbers, index=[f"{i + 11}0000" for i in range(len(numbers))], dtype=float)
    region = values.index[which % len(values)]
    table = peers(values, region, n, ascending)
    assert len(table) == min(2 * n + 1, len(values))
    assert region in table.index
    assert table["rank"].is_monotonic_increasing


def test_peers_of_a_region_without_a_figure_say_so() -> None:
    with pytest.raises(NoDataError, match="540000"):
        peers(VALUES, "540000")
    with pytest.raises(BadInputError, match="nation"):
        peers(VALUES, "000000")
    with pytest.raises(BadInputError, match="-1"):
        peers(VALUES, "330000", n=-1)


def test_the_first_leaves_all_behind_and_the_last_none() -> None:
    values = pd.Series({"a": 3.0, "b": 2.0, "c": 1.0})
    assert [quantile_position(values, region) for region in "abc"] == [100.0, 50.0, 0.0]
    assert quantile_position(values, "a", ascending=True) == 0.0
    assert quantile_position(values[:1], "a") is None

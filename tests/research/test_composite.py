"""Composite scores: reference results, and properties that any score must have."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal, assert_series_equal

from incuanalysis.errors import BadInputError, NoDataError
from incuanalysis.evaluation.panels import Direction
from incuanalysis.research.composite import compare, composite, entropy_weights

GOLDEN = Path(__file__).parents[1] / "golden" / "mcdm"

PANEL = pd.DataFrame(
    {"tenants": [142.0, 22842.0, 43160.0, 20000.0], "financing": [None, 686131.0, 2064581.0, 700000.0]},
    index=["540000", "330000", "320000", "370000"],
)
FIXED = {"a": (0.0, 50.0), "b": (0.0, 50.0)}
panels = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=8).map(
    lambda rows: pd.DataFrame(rows, columns=["a", "b"], index=[f"{i + 11}0000" for i in range(len(rows))], dtype=float)
)


@pytest.mark.parametrize("pillar", ["Physical", "Instit"])
def test_pillar_scores_equal_those_of_coinr(pillar: str) -> None:
    meta = pd.read_csv(GOLDEN / "coinr_asem_indicators.csv", index_col=0).query("Parent == @pillar")
    treated = pd.read_csv(GOLDEN / "coinr_asem_treated.csv", index_col=0)[list(meta.index)]
    directions: dict[str, Direction] = {
        str(name): "lower" if sign < 0 else "higher" for name, sign in meta["Direction"].items()
    }
    result = composite(treated, meta["Weight"], directions=directions)
    expected = pd.read_csv(GOLDEN / "coinr_asem_pillars.csv", index_col=0)[pillar]
    assert result.scores.to_numpy() == pytest.approx(expected[result.scores.index].to_numpy(), abs=1e-8)
    assert result.excluded == ()


@given(panels, st.sampled_from(["equal", "entropy", "entropy_proportions"]))
@settings(max_examples=40, deadline=None)
def test_contributions_add_up_to_the_score_and_scores_lie_between_0_and_100(panel: pd.DataFrame, weights: Any) -> None:
    panel.iloc[0] = [51.0, 53.0]  # so that no indicator is the same everywhere
    result = composite(panel, weights)
    assert result.contributions.sum(axis=1).to_numpy() == pytest.approx(result.scores.to_numpy(), abs=1e-9)
    assert result.scores.between(0, 100).all()
    assert result.weights.sum() == pytest.approx(1)


@given(panels, st.integers(0, 7), st.integers(0, 60), st.sampled_from(["a", "b"]), st.booleans())
@settings(max_examples=40, deadline=None)
def test_more_of_a_good_thing_never_lowers_a_score_with_fixed_bounds(
    panel: pd.DataFrame, which: int, more: int, name: str, small_is_good: bool
) -> None:
    region = panel.index[which % len(panel)]
    better = panel.copy()
    better.loc[region, name] += -more if small_is_good else more
    directions: dict[str, Direction] = {name: "lower"} if small_is_good else {}
    before = composite(panel, {"a": 1, "b": 2}, bounds=FIXED, directions=directions)
    after = composite(better, {"a": 1, "b": 2}, bounds=FIXED, directions=directions)
    assert after.scores[region] >= before.scores[region]
    others = panel.index.drop(region)
    assert_series_equal(after.scores[others], before.scores[others])


@given(panels, st.sampled_from([0.001, 0.1, 10.0, 10_000.0]))
@settings(max_examples=25, deadline=None)
def test_the_unit_of_entry_does_not_matter(panel: pd.DataFrame, factor: float) -> None:
    panel.iloc[0] = [51.0, 53.0]
    for weights in ("equal", "entropy", "entropy_proportions"):
        one = composite(panel, weights)
        other = composite(panel.assign(a=panel["a"] * factor), weights)
        assert other.scores.to_numpy() == pytest.approx(one.scores.to_numpy(), abs=1e-8)


@given(panels, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_rows_does_not_matter_to_the_last_digit(panel: pd.DataFrame, random: Random) -> None:
    panel.iloc[0] = [51.0, 53.0]
    order = list(panel.index)
    random.shuffle(order)
    one, other = composite(panel, "entropy"), composite(panel.loc[order], "entropy")
    assert_series_equal(one.scores, other.scores, check_exact=True)
    assert_frame_equal(one.contributions, other.contributions, check_exact=True)


def test_a_region_with_a_blank_is_left_out_and_reported_and_moves_no_bound() -> None:
    result = composite(PANEL)
    assert list(result.scores.index) == ["320000", "330000", "370000"]
    assert [(e.region, e.reason.zh) for e in result.excluded] == [("540000", "缺financing数据。")]
    assert list(result.bounds.loc["tenants"]) == [20000.0, 43160.0]
    assert "不评分" in result.formula_zh


def test_reweighting_scores_on_what_there_is_and_says_so() -> None:
    result = composite(PANEL, missing="reweight")
    assert result.scores["540000"] == 0.0  # the fewest tenants, and nothing else to go by
    assert result.contributions["financing"].isna()["540000"]
    assert any("540000" in note.en and "not fully comparable" in note.en for note in result.notes)
    assert result.excluded == ()


def test_reweighting_scales_the_weights_of_the_indicators_that_are_there() -> None:
    panel = pd.DataFrame({"a": [0.0, 4.0, 1.0], "b": [0.0, 4.0, 2.0], "c": [0.0, 4.0, None]}, index=["11", "12", "13"])
    result = composite(panel, {"a": 1, "b": 3, "c": 4}, missing="reweight")
    assert list(result.contributions.loc["13"]) == pytest.approx([6.25, 37.5, np.nan], nan_ok=True)
    assert result.scores["13"] == pytest.approx(43.75)


def test_a_region_without_any_figure_is_left_out_even_when_reweighting() -> None:
    panel = pd.DataFrame({"a": [1.0, 2.0, None], "b": [1.0, 3.0, 2.0]}, index=["11", "12", "13"])
    result = composite(panel, {"a": 1, "b": 0}, missing="reweight")
    assert [e.region for e in result.excluded] == ["13"]
    assert list(result.scores.index) == ["11", "12"]


def test_entropy_with_reweighting_takes_its_weights_from_the_complete_regions() -> None:
    result = composite(PANEL, "entropy", missing="reweight")
    assert_series_equal(result.weights, entropy_weights(PANEL.dropna()), check_names=False)
    assert "3" in result.notes[-1].en


def test_the_nation_is_not_one_of_the_regions() -> None:
    panel = pd.concat([PANEL.dropna(), pd.DataFrame([[258289.0, 1e7]], ["000000"], PANEL.columns)])
    result = composite(panel, "entropy")
    assert "000000" not in result.scores.index
    assert [e.region for e in result.excluded] == ["000000"]
    assert_series_equal(result.scores, composite(PANEL.dropna(), "entropy").scores)


def test_equal_scores_share_a_rank() -> None:
    panel = pd.DataFrame({"a": [0.0, 1.0, 0.5], "b": [1.0, 0.0, 1.0]}, index=["11", "12", "13"])
    assert composite(panel).ranks.to_dict() == {"11": 2, "12": 2, "13": 1}


def test_weights_are_divided_by_their_sum_and_kept_with_their_names() -> None:
    result = composite(PANEL.dropna(), {"financing": 30, "tenants": 10})
    assert result.weights.to_dict() == {"tenants": 0.25, "financing": 0.75}
    assert "给定权重" in result.formula_zh


def test_the_result_names_the_publication_of_its_weights() -> None:
    complete = PANEL.dropna()
    assert any("Elsayed" in source for source in composite(complete, "entropy_proportions").sources)
    assert any("Roszkowska" in source for source in composite(complete, "entropy").sources)
    assert composite(complete).sources[0].startswith("OECD")


def test_the_formula_says_whether_the_bounds_are_fixed() -> None:
    complete = PANEL.dropna()
    fixed = {"tenants": (0.0, 50_000.0), "financing": (0.0, 3e6)}
    assert "extremes of the regions" in composite(complete).formula_en
    assert "are fixed values" in composite(complete, bounds=fixed).formula_en
    assert "for some indicators" in composite(complete, bounds={"tenants": (0, 50_000)}).formula_en


def test_one_region_can_be_scored_against_fixed_bounds_only() -> None:
    one = pd.DataFrame({"a": [20.0], "b": [30.0]}, index=["11"])
    assert composite(one, bounds=FIXED).scores["11"] == pytest.approx(50)
    with pytest.raises(NoDataError, match="1 of 1"):
        composite(one)


@pytest.mark.parametrize("weights", ["equal", "entropy"])
def test_an_indicator_that_nobody_reported_is_named_as_what_stops_the_score(weights: Any) -> None:
    with pytest.raises(NoDataError, match="No region has a figure for venture_capital"):
        composite(PANEL.assign(venture_capital=np.nan), weights)


@pytest.mark.parametrize(
    "weights",
    [{"tenants": 1}, {"tenants": 1, "financing": -1}, {"tenants": 0, "financing": 0}, "topsis",
     {"tenants": 1, "financing": float("nan")}, {"tenants": 1, "financing": float("inf")}],
)  # fmt: skip
def test_weights_that_do_not_fit_are_refused(weights: Any) -> None:
    with pytest.raises(BadInputError):
        composite(PANEL, weights)


def test_an_unknown_way_with_blanks_is_refused_so_that_nothing_is_imputed_by_mistake() -> None:
    unknown: Any = "mean"
    with pytest.raises(BadInputError, match="mean"):
        composite(PANEL, missing=unknown)
    with pytest.raises(BadInputError, match="at least one indicator"):
        composite(pd.DataFrame(index=["11", "12"]))


def test_comparison_shows_who_gains_from_other_weights() -> None:
    panel = pd.DataFrame({"a": [1.0, 2.0, 3.0, 9.0], "b": [9.0, 5.0, 4.0, 1.0]}, index=["11", "12", "13", "14"])
    one, other = composite(panel, {"a": 1, "b": 0}), composite(panel, {"a": 0, "b": 1})
    result = compare(one, other)
    assert result.ranks["difference"].to_dict() == {"11": 3, "12": 1, "13": -1, "14": -3}
    assert (result.spearman, result.kendall) == pytest.approx((-1.0, -1.0))


def test_correlations_with_ties_equal_their_textbook_formulas() -> None:
    panel = pd.DataFrame({"a": [1.0, 2.0, 2.0, 4.0, 5.0], "b": [2.0, 1.0, 3.0, 3.0, 5.0]}, index=list("abcde"))
    result = compare(composite(panel, {"a": 1, "b": 0}), composite(panel, {"a": 0, "b": 1}))
    one, other = panel["a"].rank(), panel["b"].rank()
    assert result.spearman == pytest.approx(np.corrcoef(one, other)[0, 1])
    # Of 10 pairs 7 agree and 1 disagrees; one is tied in each: tau-b = (7 - 1) / sqrt(9 × 9).
    assert result.kendall == pytest.approx(6 / 9)


def test_only_common_regions_are_compared_and_the_others_named() -> None:
    one, other = composite(PANEL), composite(PANEL, missing="reweight")
    result = compare(one, other)
    assert result.left_out == ("540000",)
    assert list(result.ranks.index) == ["320000", "330000", "370000"]
    assert set(result.ranks["rank_b"]) == {1, 2, 3}


def test_a_correlation_that_has_no_meaning_is_left_out_with_the_reason() -> None:
    two = composite(PANEL.dropna()[:2])
    assert compare(two, two).reason is not None
    flat = composite(pd.DataFrame({"a": [1.0, 1.0, 1.0]}, index=["11", "12", "13"]))
    result = compare(flat, flat)
    assert (result.spearman, result.kendall) == (None, None)
    assert result.reason is not None
    assert "equal" in result.reason.en

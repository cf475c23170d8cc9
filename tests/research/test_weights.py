"""Normalisation and weights, against published numbers and other packages (tests/golden/mcdm)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError
from incuanalysis.research.weights import entropy_weights, equal_weights, normalise

GOLDEN = Path(__file__).parents[1] / "golden" / "mcdm"


def golden(name: str) -> pd.DataFrame:
    return pd.read_csv(GOLDEN / f"{name}.csv", index_col=0)


def test_entropy_weights_equal_those_printed_by_elsayed_and_others_in_2017() -> None:
    weights = entropy_weights(golden("elsayed2017_matrix"), "proportions")
    assert weights.to_list() == pytest.approx([0.104991, 0.069124, 0.071373, 0.449937, 0.304575], abs=1e-6)
    expected = golden("elsayed2017_entropy_weights")
    assert weights.to_numpy() == pytest.approx(expected["weight"].to_numpy(), abs=1e-12)


def test_entropy_weights_after_min_max_equal_those_of_scikit_criteria() -> None:
    weights = entropy_weights(golden("elsayed2017_matrix"), "minmax")
    expected = golden("elsayed2017_minmax_then_entropy")
    assert weights.to_numpy() == pytest.approx(expected["weight"].to_numpy(), abs=1e-9)


def test_min_max_before_entropy_changes_the_weights() -> None:
    matrix = golden("elsayed2017_matrix")
    assert (entropy_weights(matrix, "minmax") - entropy_weights(matrix, "proportions")).abs().max() > 0.04


def test_a_zero_share_counts_as_nothing_and_not_as_an_error() -> None:
    matrix = pd.DataFrame({"a": [0.0, 1.0], "b": [1.0, 3.0]}, index=["11", "12"])
    # a is all in one region: entropy 0; b has shares 1/4 and 3/4.
    even = -(0.25 * np.log(0.25) + 0.75 * np.log(0.75)) / np.log(2)
    assert entropy_weights(matrix, "proportions")["a"] == pytest.approx(1 / (1 + 1 - even), abs=1e-12)


def test_the_direction_changes_the_weights_of_the_min_max_variant() -> None:
    matrix = pd.DataFrame({"a": [1.0, 2.0, 9.0], "b": [1.0, 5.0, 6.0]}, index=["11", "12", "13"])
    assert entropy_weights(matrix)["a"] > entropy_weights(matrix, directions={"a": "lower"})["a"]


@pytest.mark.parametrize("variant", ["minmax", "proportions"])
def test_an_indicator_without_differences_gets_no_entropy_weight(variant: Any) -> None:
    matrix = pd.DataFrame({"flat": [0.3, 0.1 + 0.2, 0.3], "a": [1.0, 2.0, 4.0]}, index=["11", "12", "13"])
    assert entropy_weights(matrix, variant).to_dict() == {"flat": 0.0, "a": 1.0}


def test_entropy_refuses_what_it_cannot_weigh_and_says_why() -> None:
    full = pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 3.5]}, index=["11", "12"])
    with pytest.raises(BadInputError, match="blanks"):
        entropy_weights(full.assign(a=[1.0, np.nan]))
    with pytest.raises(BadInputError, match="negative"):
        entropy_weights(full.assign(a=[1.0, -2.0]), "proportions")
    with pytest.raises(BadInputError, match="at least two regions"):
        entropy_weights(full[:1])
    with pytest.raises(BadInputError, match="No indicator differs"):
        entropy_weights(full.assign(a=1.0, b=2.0))
    unknown: Any = "critic"
    with pytest.raises(BadInputError, match="variant"):
        entropy_weights(full, unknown)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=3, max_size=8), st.integers(-3, 6))
@settings(max_examples=30, deadline=None)
def test_entropy_weights_do_not_depend_on_the_unit_of_entry(rows: list[tuple[int, int]], power: int) -> None:
    matrix = pd.DataFrame(rows, columns=["a", "b"], index=[str(i + 11) for i in range(len(rows))], dtype=float)
    matrix.iloc[0] = [1000.0, 2000.0]
    for variant in ("minmax", "proportions"):
        before = entropy_weights(matrix, variant)
        after = entropy_weights(matrix.assign(a=matrix["a"] * 10.0**power), variant)
        assert after.to_list() == pytest.approx(before.to_list(), abs=1e-9)
        assert after.sum() == pytest.approx(1)


def test_equal_weights_are_equal_and_refuse_an_empty_or_doubled_list() -> None:
    assert equal_weights(["a", "b", "c"]).sum() == pytest.approx(1)
    for names in ([], ["a", "a"]):
        with pytest.raises(BadInputError):
            equal_weights(names)


def test_a_constant_indicator_gets_the_neutral_value_and_a_note() -> None:
    panel = pd.DataFrame({"a": [3.0, 3.0, None], "b": [1.0, 2.0, 3.0]}, index=["11", "12", "13"])
    result = normalise(panel)
    assert result.values["a"].to_list() == pytest.approx([50.0, 50.0, np.nan], nan_ok=True)
    assert result.constant == ("a",)
    assert "50" in result.notes[0].zh


def test_a_missing_value_stays_missing_and_moves_no_bound() -> None:
    panel = pd.DataFrame({"a": [0.0, None, 4.0, 1.0]}, index=["11", "12", "13", "14"])
    assert normalise(panel).values["a"].to_list() == pytest.approx([0.0, np.nan, 100.0, 25.0], nan_ok=True)


def test_values_beyond_fixed_bounds_count_as_the_bound_and_are_named() -> None:
    panel = pd.DataFrame({"a": [-5.0, 5.0, 15.0]}, index=["11", "12", "13"])
    result = normalise(panel, bounds={"a": (0, 10)})
    assert result.values["a"].to_list() == [0.0, 50.0, 100.0]
    assert list(result.bounds.loc["a"]) == [0, 10]
    assert "11, 13" in result.notes[0].en


def test_normalisation_refuses_directions_and_bounds_that_mean_nothing() -> None:
    panel = pd.DataFrame({"a": [1.0, 2.0]}, index=["11", "12"])
    with pytest.raises(BadInputError, match="'none'"):
        normalise(panel, directions={"a": "none"})
    with pytest.raises(BadInputError, match="must rise"):
        normalise(panel, bounds={"a": (1, 1)})
    with pytest.raises(BadInputError, match="must rise"):
        normalise(panel, bounds={"a": (0, float("inf"))})
    with pytest.raises(BadInputError, match="does not have"):
        normalise(panel, directions={"b": "lower"})
    with pytest.raises(BadInputError, match="neutral"):
        normalise(panel, neutral=101)

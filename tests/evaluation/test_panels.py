"""Panels and histories: what is let in, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.panels import checked_history, checked_panel, known, numbers


def test_a_blank_year_is_an_absent_year() -> None:
    history = pd.Series({2018: 3.0, 2016: 1.0, 2017: None})
    assert checked_history(history).to_dict() == {2016: 1.0, 2018: 3.0}


def test_an_empty_history_is_a_history() -> None:
    assert checked_history(pd.Series(dtype=object)).empty


@pytest.mark.parametrize("index", [["2016", "2017"], [2016.0, 2017.0], pd.to_datetime(["2016", "2017"])])
def test_a_history_that_is_not_indexed_by_whole_years_is_refused(index: list[object]) -> None:
    with pytest.raises(BadInputError, match="start year"):
        checked_history(pd.Series([1.0, 2.0], index=pd.Index(index)))


def test_two_values_of_one_year_are_refused_rather_than_chosen_between() -> None:
    with pytest.raises(BadInputError, match="2018"):
        checked_history(pd.Series([832.0, 848.0], index=[2018, 2018]))


def test_a_region_that_stands_twice_is_refused() -> None:
    with pytest.raises(BadInputError, match="330000"):
        checked_panel(pd.DataFrame({"tenants": [1, 2]}, index=["330000", "330000"]))


def test_an_indicator_that_stands_twice_is_refused() -> None:
    panel = pd.DataFrame([[1, 2]], index=["330000"], columns=["tenants", "tenants"])
    with pytest.raises(BadInputError, match="tenants"):
        checked_panel(panel)


@pytest.mark.parametrize("values", [["12", "13"], [12, "约13"], ["12", None]])
def test_text_is_not_read_as_a_number(values: list[object]) -> None:
    with pytest.raises(BadInputError, match="text"):
        numbers(pd.Series(values, name="tenants"))


def test_an_infinite_value_is_refused_because_a_blank_must_be_missing() -> None:
    with pytest.raises(BadInputError, match="infinite"):
        numbers(pd.Series([1.0, np.inf]))
    with pytest.raises(BadInputError, match="infinite"):
        known(float("inf"))

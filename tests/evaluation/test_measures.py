"""Changes, shares and ratios: blanks stay blank and nothing is averaged that must be summed."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.measures import (
    RATIOS,
    annual_growth,
    change,
    implausible,
    pooled,
    ratios,
    share,
)

# China Statistical Yearbook on Science and Technology 2024, table 9-12: figures for 2023.
YEARBOOK_2023 = pd.DataFrame(
    {
        "incubators": [7015.0, 652.0, 4.0, 1231.0],
        "resident_firms": [341974.0, 29805.0, 170.0, 54024.0],
        "tenants": [258289.0, 22842.0, 162.0, 43160.0],
        "tenant_employees": [2954318.0, 212927.0, 1722.0, 496989.0],
        "financing": [10771133.0, 686131.0, 117.0, 2064581.0],
    },
    index=["000000", "330000", "540000", "320000"],
)


def test_growth_of_the_national_number_of_incubators_in_2018() -> None:
    # 4063 in 2017 and 4849 in 2018; the source prints 19.2 %, which its own figures do not give.
    moved = change(4849, 4063)
    assert moved.absolute == 786
    assert moved.percent == pytest.approx(19.345311, abs=1e-6)
    assert moved.reason is None


@pytest.mark.parametrize(
    ("now", "before", "absolute", "word"),
    [
        (None, 5, None, "current"),
        (5, None, None, "earlier"),
        (float("nan"), 5, None, "current"),
        (pd.NA, 5, None, "current"),
        (5, 0, 5.0, "0"),
        (5, -2, 7.0, "negative"),
    ],
)
def test_a_rate_of_change_that_has_no_meaning_is_left_out_with_the_reason(
    now: float | None, before: float | None, absolute: float | None, word: str
) -> None:
    moved = change(now, before)
    assert (moved.absolute, moved.percent) == (absolute, None)
    assert moved.reason is not None
    assert word in moved.reason.en
    assert moved.reason.text("zh").endswith("。")


@given(st.floats(0, 1e9), st.floats(1e-3, 1e9))
@settings(max_examples=30, deadline=None)
def test_the_earlier_figure_and_the_per_cent_give_back_the_current_one(now: float, before: float) -> None:
    percent = change(now, before).percent
    assert percent is not None
    assert before * (1 + percent / 100) == pytest.approx(now, rel=1e-9, abs=1e-6)


def test_a_share_of_nothing_is_missing_and_not_zero() -> None:
    assert share(0, 0) is None
    assert share(None, 5) is None
    assert share(0, 5) == 0


def test_shares_of_regions_line_up_by_region_and_not_by_position() -> None:
    parts = pd.Series({"330000": 1.0, "320000": 2.0, "540000": None})
    wholes = pd.Series({"540000": 9.0, "320000": 4.0, "330000": 10.0})
    result = share(parts, wholes)
    assert result.to_dict() == pytest.approx({"330000": 10.0, "320000": 50.0, "540000": math.nan}, nan_ok=True)
    assert share(parts, 0).isna().all()
    assert share(parts, None).isna().all()


def test_one_part_of_many_wholes_is_refused() -> None:
    wholes: Any = pd.Series([1.0])
    with pytest.raises(BadInputError):
        share(1.0, wholes)


def test_ratios_of_the_2023_yearbook_table() -> None:
    table = ratios(YEARBOOK_2023)
    assert table.loc["330000", "tenants_per_incubator"] == pytest.approx(22842 / 652)
    assert table.loc["540000", "staff_per_tenant"] == pytest.approx(1722 / 162)
    assert table.loc["320000", "financing_per_tenant"] == pytest.approx(2064581 / 43160)
    assert table.loc["540000", "tenant_share"] == pytest.approx(100 * 162 / 170)


def test_the_nations_ratio_is_that_of_its_totals_and_not_a_mean_of_ratios() -> None:
    table = ratios(YEARBOOK_2023)
    assert table.loc["000000", "tenants_per_incubator"] == pytest.approx(258289 / 7015)
    regions = YEARBOOK_2023.drop(index="000000")
    whole = ratios(regions.sum().to_frame("sum").T).loc["sum", "tenants_per_incubator"]
    assert pooled(YEARBOOK_2023)["tenants_per_incubator"] == pytest.approx(whole)
    assert whole != pytest.approx(ratios(regions)["tenants_per_incubator"].mean(), rel=0.01)


def test_every_ratio_has_a_column_even_where_the_panel_lacks_its_indicators() -> None:
    table = ratios(YEARBOOK_2023)
    assert list(table.columns) == [ratio.id for ratio in RATIOS]
    assert table["jobs_per_makerspace"].isna().all()
    assert math.isnan(pooled(YEARBOOK_2023)["jobs_per_makerspace"])


def test_a_zero_or_missing_denominator_gives_a_missing_ratio() -> None:
    panel = pd.DataFrame({"tenants": [5.0, 5.0, None], "incubators": [0.0, None, 2.0]}, index=["1", "2", "3"])
    assert ratios(panel)["tenants_per_incubator"].isna().all()


def test_a_region_with_one_blank_does_not_enter_a_pooled_ratio_with_its_other_half() -> None:
    panel = pd.DataFrame({"tenants": [10.0, None], "incubators": [1.0, 99.0]}, index=["1", "2"])
    assert pooled(panel)["tenants_per_incubator"] == 10.0


def test_tibet_2016_has_more_tenants_than_firms_and_is_quoted_with_a_doubt() -> None:
    panel = pd.DataFrame({"tenants": [12.0, 90.0], "resident_firms": [11.0, 100.0]}, index=["540000", "330000"])
    table = ratios(panel)
    assert table.loc["540000", "tenant_share"] == pytest.approx(100 * 12 / 11)
    (doubt,) = implausible(table)
    assert (doubt.region, doubt.ratio) == ("540000", "tenant_share")
    assert "109.1%" in doubt.statement.zh
    assert "109.1%" in doubt.statement.en


def test_a_share_of_exactly_100_per_cent_is_no_doubt() -> None:
    panel = pd.DataFrame({"tenants": [13.0], "resident_firms": [13.0]}, index=["540000"])
    assert implausible(ratios(panel)) == ()


def test_ratio_ids_are_unique_and_every_ratio_is_labelled_in_both_languages() -> None:
    assert len({ratio.id for ratio in RATIOS}) == len(RATIOS)
    for ratio in RATIOS:
        assert all((ratio.zh, ratio.en, ratio.unit, ratio.formula_zh, ratio.formula_en))
        assert ratio.scale == (100 if ratio.unit == "%" else 1)
        assert (ratio.limit == 100) == (ratio.unit == "%")


def test_annual_growth_never_crosses_the_gap_of_2019_to_2021() -> None:
    history = pd.Series({2016: 3255.0, 2017: 4063.0, 2018: 4849.0, 2022: 6659.0, 2023: 7015.0})
    growth = annual_growth(history)
    assert list(growth.dropna().index) == [2017, 2018, 2023]
    assert growth[2023] == pytest.approx(100 * (7015 / 6659 - 1))


def test_growth_on_a_year_of_zero_is_missing() -> None:
    assert annual_growth(pd.Series({2016: 0.0, 2017: 5.0})).isna().all()

"""Growth and trends: gaps are never crossed in silence."""

from __future__ import annotations

import math
import subprocess
import sys
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError
from incuanalysis.research.trends import (
    average_annual_growth,
    growth_by_stretch,
    log_linear_trend,
    stretches,
)

# Incubators in the national statistics; the yearbook tables at hand leave out 2019 to 2021.
INCUBATORS = pd.Series({2016: 3255.0, 2017: 4063.0, 2018: 4849.0, 2022: 6659.0, 2023: 7015.0})


def noisy(years: list[int], seed: int = 7) -> pd.Series:
    """Make a growing history with autocorrelated deviations."""
    noise = np.random.default_rng(seed).normal(0, 0.1, len(years))
    for place in range(1, len(noise)):
        noise[place] += 0.6 * noise[place - 1]
    return pd.Series(1000 * np.exp(0.08 * (np.array(years) - years[0]) + noise), index=years)


def newey_west_by_hand(history: pd.Series, lags: int) -> tuple[float, float]:
    """Return slope and standard error from the formulas alone, pair by pair of calendar years."""
    years = history.index.to_numpy(dtype=float)
    x, y, n = years - years.mean(), np.log(history.to_numpy()), len(history)
    slope = (x * y).sum() / (x * x).sum()
    residual = y - y.mean() - slope * x
    total = 0.0
    for i in range(n):
        for j in range(n):
            distance = abs(years[i] - years[j])
            if distance <= lags:
                total += (1 - distance / (lags + 1)) * x[i] * residual[i] * x[j] * residual[j]
    return slope, math.sqrt(n / (n - 2) * total) / (x * x).sum()


def test_a_gap_makes_two_stretches() -> None:
    assert [list(run.index) for run in stretches(INCUBATORS)] == [[2016, 2017, 2018], [2022, 2023]]
    assert stretches(pd.Series(dtype=float)) == []


@given(st.sets(st.integers(1990, 2030), max_size=20))
@settings(max_examples=30, deadline=None)
def test_stretches_keep_every_year_once_and_hold_no_gap(years: set[int]) -> None:
    runs = stretches(pd.Series(dict.fromkeys(years, 1.0), dtype=float))
    assert [year for run in runs for year in run.index] == sorted(years)
    assert all(list(run.index) == list(range(run.index[0], run.index[-1] + 1)) for run in runs)
    assert all(later.index[0] - earlier.index[-1] > 1 for earlier, later in pairwise(runs))


def test_growth_is_never_taken_across_the_gap_of_2019_to_2021() -> None:
    first, second = growth_by_stretch(INCUBATORS)
    assert list(first.index) == [2017, 2018]
    assert second.to_dict() == pytest.approx({2023: 100 * (7015 / 6659 - 1)})


def test_a_lone_year_has_no_growth() -> None:
    assert growth_by_stretch(pd.Series({2016: 1.0, 2018: 2.0})) == []


def test_average_growth_over_a_gap_says_that_it_spans_one() -> None:
    growth = average_annual_growth(INCUBATORS)
    assert growth.percent == pytest.approx(100 * ((7015 / 3255) ** (1 / 7) - 1))
    assert (growth.first, growth.last, growth.missing) == (2016, 2023, (2019, 2020, 2021))
    assert growth.spans_gap
    assert growth.note is not None
    assert "2019、2020、2021" in growth.note.zh


def test_average_growth_without_a_gap_carries_no_note() -> None:
    growth = average_annual_growth(INCUBATORS[:3])
    assert (growth.spans_gap, growth.note, growth.reason) == (False, None, None)


@pytest.mark.parametrize("values", [{2016: 0.0, 2017: 5.0}, {2016: 5.0, 2017: 0.0}, {2016: -1.0, 2017: 5.0}])
def test_average_growth_from_or_to_nothing_is_left_out_with_the_reason(values: dict[int, float]) -> None:
    growth = average_annual_growth(pd.Series(values))
    assert growth.percent is None
    assert growth.reason is not None


@pytest.mark.parametrize("values", [{}, {2016: 5.0}, {2016: 5.0, 2017: None}])
def test_average_growth_needs_two_years(values: dict[int, float | None]) -> None:
    growth = average_annual_growth(pd.Series(values, dtype=float))
    assert (growth.percent, growth.first, growth.last) == (None, None, None)
    assert growth.reason is not None


def test_five_years_of_yearbook_figures_are_too_few_for_a_trend() -> None:
    trend = log_linear_trend(INCUBATORS)
    assert (trend.growth, trend.low, trend.high) == (None, None, None)
    assert trend.reason is not None
    assert "8" in trend.reason.zh
    assert "5" in trend.reason.zh
    assert trend.n == 5


def test_a_value_of_zero_has_no_logarithm_and_no_trend() -> None:
    trend = log_linear_trend(pd.Series({2010 + i: float(i) for i in range(10)}))
    assert trend.growth is None
    assert trend.reason is not None
    assert "logarithm" in trend.reason.en


def test_steady_growth_is_found_exactly() -> None:
    trend = log_linear_trend(pd.Series({year: 50 * 1.07 ** (year - 2000) for year in range(2000, 2012)}))
    assert (trend.growth, trend.low, trend.high) == pytest.approx((7.0, 7.0, 7.0), abs=1e-9)


@pytest.mark.parametrize(("n", "lags"), [(8, 1), (15, 1), (16, 2), (40, 2), (81, 3)])
def test_standard_errors_equal_a_newey_west_written_from_its_formula(n: int, lags: int) -> None:
    history = noisy(list(range(1950, 1950 + n)))
    trend = log_linear_trend(history)
    slope, stderr = newey_west_by_hand(history, lags)
    assert trend.maxlags == lags
    assert (trend.slope, trend.stderr) == pytest.approx((slope, stderr), rel=1e-9)


def test_without_a_gap_the_trend_is_that_of_statsmodels_hac() -> None:
    ols = pytest.importorskip("statsmodels.regression.linear_model").OLS
    history = noisy(list(range(2001, 2021)))
    design = np.column_stack([np.ones(20), np.arange(20)])
    options = {"maxlags": 2, "use_correction": True}
    fit = ols(np.log(history.to_numpy()), design).fit(cov_type="HAC", cov_kwds=options, use_t=True)
    trend = log_linear_trend(history, level=0.9)
    low, high = fit.conf_int(alpha=0.1)[1]
    assert trend.stderr == pytest.approx(fit.bse[1], rel=1e-9)
    assert (trend.low, trend.high) == pytest.approx((100 * math.expm1(low), 100 * math.expm1(high)), rel=1e-9)


def test_no_autocovariance_is_taken_across_a_gap() -> None:
    years = [*range(2001, 2009), *range(2012, 2021)]
    history = noisy(years)
    trend = log_linear_trend(history)
    slope, stderr = newey_west_by_hand(history, 2)
    assert (trend.slope, trend.stderr) == pytest.approx((slope, stderr), rel=1e-9)
    closed_up = newey_west_by_hand(pd.Series(history.to_numpy(), index=range(2001, 2018)), 2)[1]
    assert stderr != pytest.approx(closed_up, rel=1e-3)
    assert trend.missing == (2009, 2010, 2011)
    assert any("2009, 2010, 2011" in note.en for note in trend.notes)


def test_a_trend_from_few_years_says_that_its_interval_is_rough() -> None:
    assert "rough" in log_linear_trend(noisy(list(range(2010, 2020)))).notes[0].en
    assert log_linear_trend(noisy(list(range(1980, 2020)))).notes == ()


@given(st.sampled_from([0.001, 10.0, 10_000.0]), st.integers(0, 50))
@settings(max_examples=15, deadline=None)
def test_the_unit_of_entry_does_not_change_a_rate(factor: float, seed: int) -> None:
    history = noisy(list(range(2005, 2017)), seed)
    one, other = log_linear_trend(history), log_linear_trend(history * factor)
    assert (other.growth, other.low, other.high) == pytest.approx((one.growth, one.low, one.high), abs=1e-8)


@pytest.mark.parametrize("options", [{"min_points": 2}, {"level": 1.0}, {"level": 0.0}])
def test_settings_that_make_no_sense_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(BadInputError):
        log_linear_trend(INCUBATORS, **options)


def test_importing_the_methods_does_not_load_statsmodels_or_scipy() -> None:
    code = (
        "import sys, incuanalysis.research.composite, incuanalysis.research.trends\n"
        "sys.exit(any(name in sys.modules for name in ('statsmodels', 'scipy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

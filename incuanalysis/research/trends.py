"""Growth over years, and what can be said of a trend when years are missing.

A history with a gap is two stretches. Year-on-year growth stays inside a stretch; what spans a gap
(an average rate between two ends, a fitted line) says so. Nothing fills a missing year.
"""

from __future__ import annotations

import importlib
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.measures import annual_growth
from incuanalysis.evaluation.panels import Statement, checked_history

__all__ = [
    "AverageGrowth",
    "Trend",
    "average_annual_growth",
    "growth_by_stretch",
    "log_linear_trend",
    "stretches",
]

SOURCE_LEVEL_METHOD = (
    "《四川统计年鉴2008》主要统计指标解释：平均增长速度（水平法，又称几何平均法），"
    "https://tjj.sc.gov.cn/scstjj/tjnjnew/2008/chinese/note/02.htm"
)
SOURCE_NEWEY_WEST = (
    "Newey, W. K. and West, K. D. (1987). A Simple, Positive Semi-definite, Heteroskedasticity and "
    "Autocorrelation Consistent Covariance Matrix. Econometrica 55(3), 703–708; "
    "lags: Newey, W. K. and West, K. D. (1994). Automatic Lag Selection in Covariance Matrix Estimation. "
    "Review of Economic Studies 61(4), 631–653, and Greene, W. H. (2012). Econometric Analysis, 7th ed., "
    "section 20.5.2."
)
SOURCE_GAPS = (
    "Datta, D. D. and Du, W. (2012). Nonparametric HAC Estimation for Time Series Data with Missing "
    "Observations. International Finance Discussion Papers 1060. doi:10.17016/ifdp.2012.1060."
)

_FEW = 30
_LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class AverageGrowth:
    """An average annual rate of growth between two years.

    Parameters
    ----------
    percent
        Per cent a year; None with a ``reason``.
    first, last
        The two years it compares; None where there are no two.
    missing
        The years between them without a figure.
    reason
        Why there is no rate.
    note
        That the rate spans a gap, where it does.
    source
        The publication of the method.
    """

    percent: float | None
    first: int | None
    last: int | None
    missing: tuple[int, ...] = ()
    reason: Statement | None = None
    note: Statement | None = None
    source: str = SOURCE_LEVEL_METHOD

    @property
    def spans_gap(self) -> bool:
        """Whether a year between the two ends has no figure."""
        return bool(self.missing)


@dataclass(frozen=True, slots=True)
class Trend:
    """A log-linear trend, or the reason why there is none.

    Parameters
    ----------
    growth, low, high
        Annual growth in per cent and its confidence interval; None with a ``reason``.
    level
        Confidence level of the interval.
    slope, stderr
        Of ln(value) on the year, with the Newey–West standard error.
    years
        The years used, in order.
    missing
        The years between them without a figure.
    maxlags
        Highest lag of the Newey–West estimator, in years.
    reason
        Why there is no trend.
    notes
        What a reader must know: few points, a gap.
    source
        The publications of the method.
    """

    growth: float | None = None
    low: float | None = None
    high: float | None = None
    level: float = _LEVEL
    slope: float | None = None
    stderr: float | None = None
    years: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    maxlags: int | None = None
    reason: Statement | None = None
    notes: tuple[Statement, ...] = ()
    source: str = f"{SOURCE_NEWEY_WEST} {SOURCE_GAPS}"

    @property
    def n(self) -> int:
        """How many years were used."""
        return len(self.years)


def stretches(history: pd.Series) -> list[pd.Series]:
    """Return the unbroken runs of consecutive years, in order.

    Parameters
    ----------
    history
        Values by year; a missing year is absent (or NaN).

    Raises
    ------
    BadInputError
        If the index is not of whole years, a year stands twice, or a value is no finite number.

    Examples
    --------
    >>> [list(run.index) for run in stretches(pd.Series({2016: 1.0, 2017: 2.0, 2022: 3.0}))]
    [[2016, 2017], [2022]]
    """
    values = checked_history(history)
    run = (np.diff(values.index.to_numpy(), prepend=values.index[:1]) > 1).cumsum()
    return [part for _, part in values.groupby(run)]


def growth_by_stretch(history: pd.Series) -> list[pd.Series]:
    """Return the year-on-year growth inside each stretch of two years or more, in per cent.

    Parameters
    ----------
    history
        Values by year; a missing year is absent (or NaN).

    Returns
    -------
    list of Series
        One per stretch, by year from its second on; missing where the year before is not above 0.

    Examples
    --------
    >>> history = pd.Series({2017: 100.0, 2018: 120.0, 2022: 150.0, 2023: 165.0})
    >>> [part.round(6).to_dict() for part in growth_by_stretch(history)]
    [{2018: 20.0}, {2023: 10.0}]
    """
    return [annual_growth(run).iloc[1:] for run in stretches(history) if len(run) > 1]


def average_annual_growth(history: pd.Series) -> AverageGrowth:
    """Return the geometric mean rate between the first and the last year (水平法).

    ``100 × ((last / first)^(1 / years) - 1)``: what lies between the ends plays no part.

    Parameters
    ----------
    history
        Values by year; a missing year is absent (or NaN). Flows and stocks alike.

    Notes
    -----
    Source: 水平法, the usual average rate of Chinese statistics (see ``source`` of the result).
    By its convention the base year is not named: from 2018 to 2023 is 2019—2023年年均增长.

    Examples
    --------
    >>> growth = average_annual_growth(pd.Series({2018: 100.0, 2022: 140.0, 2023: 161.051}))
    >>> round(growth.percent, 6), growth.spans_gap, growth.missing
    (10.0, True, (2019, 2020, 2021))
    """
    values = checked_history(history)
    if len(values) < 2:
        return AverageGrowth(
            None,
            None,
            None,
            reason=Statement("数据不足两年，不计算年均增速。", "There are fewer than two years."),
        )
    first, last = int(values.index[0]), int(values.index[-1])
    missing = _missing(values)
    start, end = float(values.iloc[0]), float(values.iloc[-1])
    if start <= 0 or end <= 0:
        why = Statement("首年或末年数值不为正，不计算年均增速。", "The first or last value is not above 0.")
        return AverageGrowth(None, first, last, missing, reason=why)
    percent = 100.0 * math.expm1(math.log(end / start) / (last - first))
    return AverageGrowth(percent, first, last, missing, note=_gap(missing))


def log_linear_trend(history: pd.Series, min_points: int = 8, level: float = _LEVEL) -> Trend:
    """Fit ln(value) on the year and return the annual growth with its confidence interval.

    Ordinary least squares with Newey–West (Bartlett kernel) standard errors, multiplied by
    n / (n - 2), and a t distribution with n - 2 degrees of freedom. The highest lag is the integer
    part of n^(1/4).

    Parameters
    ----------
    history
        Values by year, all above 0; a missing year is absent (or NaN).
    min_points
        The fewest years to fit, 3 or more.
    level
        Confidence level of the interval.

    Returns
    -------
    Trend
        With a ``reason`` instead of numbers where there are too few years or a value is not above 0.

    Raises
    ------
    BadInputError
        If ``min_points`` or ``level`` make no sense, or the history is not one.

    Notes
    -----
    Newey and West (1987) need lags that grow more slowly than n^(1/4); its integer part is the
    customary choice (Greene 2012, section 20.5.2), Newey and West (1994) choose from the data.
    Lags count calendar years: a missing year enters with the score 0, so no autocovariance is taken
    across a gap as if its ends were neighbours (the amplitude modulated estimator of Datta and Du
    2012, which they prefer in small samples with little autocorrelation). Without a gap this is
    statsmodels' ``fit(cov_type="HAC", cov_kwds={"maxlags": …, "use_correction": True}, use_t=True)``.
    With few years the interval tends to be too narrow, whatever the estimator.

    Examples
    --------
    >>> history = pd.Series({year: 100 * 1.1 ** (year - 2010) for year in range(2010, 2020)})
    >>> round(log_linear_trend(history).growth, 6)
    10.0
    >>> log_linear_trend(history.loc[:2014]).reason.en
    'A trend needs 8 years; there are 5.'
    """
    if min_points < 3 or not 0 < level < 1:
        raise BadInputError(f"A trend needs min_points ≥ 3 and 0 < level < 1, not {min_points} and {level:g}.")
    values = checked_history(history)
    n, missing, years = len(values), _missing(values), tuple(int(year) for year in values.index)
    if n < min_points:
        en = f"A trend needs {min_points} years; there are {n}."
        why = Statement(f"趋势估计至少需要{min_points}年数据，现有{n}年。", en)
        return Trend(level=level, years=years, missing=missing, reason=why)
    if (values <= 0).any():
        why = Statement("有数值不为正，不能取对数估计趋势。", "A value is not above 0 and has no logarithm.")
        return Trend(level=level, years=years, missing=missing, reason=why)
    maxlags = math.isqrt(math.isqrt(n))
    slope, stderr = _newey_west(values, maxlags)
    # Loaded here because statsmodels and scipy take longer to import than the rest of the package.
    margin = float(importlib.import_module("scipy.special").stdtrit(n - 2, (1 + level) / 2)) * stderr
    few = Statement(
        f"仅{n}年数据，置信区间为近似值且可能偏窄。",
        f"With {n} years the interval is rough, and may be too narrow.",
    )
    notes = [few] if n < _FEW else []
    gap = _gap(missing)
    return Trend(
        growth=100.0 * math.expm1(slope),
        low=100.0 * math.expm1(slope - margin),
        high=100.0 * math.expm1(slope + margin),
        level=level,
        slope=slope,
        stderr=stderr,
        years=years,
        missing=missing,
        maxlags=maxlags,
        notes=(*notes, gap) if gap else tuple(notes),
    )


def _newey_west(values: pd.Series, maxlags: int) -> tuple[float, float]:
    """Return the slope of ln(values) on the year and its Newey–West standard error."""
    ols = importlib.import_module("statsmodels.regression.linear_model").OLS
    sandwich = importlib.import_module("statsmodels.stats.sandwich_covariance")
    elapsed = values.index.to_numpy() - int(values.index[0])
    # Years from the first on, since squares of calendar years would cost half of the digits.
    design = np.column_stack([np.ones(len(values)), elapsed])
    fit = ols(np.log(values.to_numpy()), design).fit()
    scores = np.zeros((int(elapsed[-1]) + 1, 2))
    scores[elapsed] = design * np.asarray(fit.resid)[:, np.newaxis]
    inner = sandwich.S_hac_simple(scores, nlags=maxlags, weights_func=sandwich.weights_bartlett)
    bread = np.asarray(fit.normalized_cov_params)
    covariance = bread @ inner @ bread * len(values) / (len(values) - 2)
    return float(fit.params[1]), math.sqrt(max(0.0, float(covariance[1, 1])))


def _missing(values: pd.Series) -> tuple[int, ...]:
    if values.empty:
        return ()
    return tuple(sorted(set(range(int(values.index[0]), int(values.index[-1]) + 1)) - set(values.index)))


def _gap(missing: tuple[int, ...]) -> Statement | None:
    if not missing:
        return None
    return Statement(
        f"其间缺{'、'.join(str(year) for year in missing)}年数据，结果跨越缺口。",
        f"There is no figure for {', '.join(str(year) for year in missing)}; the result spans that gap.",
    )

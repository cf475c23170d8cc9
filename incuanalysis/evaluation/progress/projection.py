"""Projection to a deadline with an interval, for what accrues.

What was added step by step (month or quarter) is resampled into the future around a pace with a trend that fades. A
prior holds the trend near none where the history is short; below four steps the mean pace is carried on, and that is
said. Two years or more have seasons.
The interval is back-tested over generated histories (``tests/evaluation/test_projection.py``, ``docs/progress.md``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from incuanalysis.evaluation.panels import Statement
from incuanalysis.evaluation.progress.increments import Increments, increments_of
from incuanalysis.evaluation.progress.reports import Array
from incuanalysis.vocabulary.periods import Month

__all__ = ["LEVEL", "SOURCE", "Projection", "project"]

#: Probability that the interval is made for.
LEVEL = 0.8
SOURCE = (
    "Gardner, E. S. and McKenzie, E. (1985). Forecasting Trends in Time Series. Management Science 31(10), 1237–1246 "
    "(damped trend); Davison, A. C. and Hinkley, D. V. (1997). Bootstrap Methods and their Application, section 6.3 "
    "(resampling residuals)."
)
_DRAWS = 2000
_SHORT, _LONG = 4, 8
_SEASONAL_YEARS = 2.0
#: Share of a year's trend that is left a year on; prior spread of a trend (log, by the year) and of seasons that have
#: not been seen (log); factor on the resampled residuals. Ours: set by the back-test, no document gives them.
_DAMPING, _SLOPE, _SEASONS, _SPREAD = 0.8, 0.4, 0.15, 1.0
_CLOSE, _HEAVIEST, _FASTEST = 1e-9, 2.0, 2.0


@dataclass(frozen=True)
class Projection:
    """Where a history will probably stand at the deadline.

    Parameters
    ----------
    median, low, high
        In the unit of the history; None where nothing can be said.
    chances
        Line → probability that it is met.
    method
        ``damped_trend``, ``bootstrap``, ``naive`` or ``none``.
    points
        How many increments it rests on.
    step
        Months of one.
    seasonal
        Whether seasons were told apart.
    note
        What a reader must know.
    """

    median: float | None
    low: float | None
    high: float | None
    chances: Mapping[str, float | None]
    method: str
    points: int
    step: int
    seasonal: bool
    note: Statement
    level: float = LEVEL
    source: str = field(default=SOURCE, repr=False)


def project(
    values: Sequence[float] | Array,
    months: Sequence[Month],
    due: Month,
    lines: Mapping[str, float] | None = None,
    *,
    accrues: str = "running",
    lower: bool = False,
    seed: int = 0,
) -> Projection:
    """Project a history to a deadline.

    Parameters
    ----------
    values
        Values by month's end, nan where not reported.
    months
        The months, without a gap.
    due
        Month at whose end it is due.
    lines
        Line → value at which it is met.
    accrues
        ``running``: a total that never falls; ``yearly``: one that begins again each January; ``stock``: a state that
        rises and falls.
    lower
        Whether a line is met at its value or below.
    seed
        Of the draws: the same seed gives the same answer.

    Returns
    -------
    Projection
        Without numbers, and with the reason as its note, where nothing has been reported.

    Examples
    --------
    >>> months = [Month(2022, 1).plus(n) for n in range(12)]
    >>> found = project([float(n + 1) for n in range(12)], months, Month(2023, 12), {"base": 20.0, "high": 30.0})
    >>> found.method, round(found.median), dict(found.chances)
    ('damped_trend', 24, {'base': 1.0, 'high': 0.0})
    """
    history = increments_of(np.asarray(values, dtype=np.float64), months, yearly=accrues == "yearly")
    limits = dict(lines or {})
    if history is None:
        note = Statement("没有可用的数据，不作预测。", "Nothing has been reported; there is no projection.")
        return Projection(None, None, None, dict.fromkeys(limits), "none", 0, 1, False, note)
    if accrues == "yearly" and history.last.year < due.year:
        # the year has not begun for it: the total begins at nothing after last December
        history = Increments(history.values, history.step, history.season, Month(due.year - 1, 12), 0.0)
    left = due.ordinal - history.last.ordinal
    count = len(history.values)
    if left <= 0:
        note = Statement("已到期，为实际值。", "The deadline has passed; this is the actual value.")
        value = history.current
        met = {name: float(value <= limit if lower else value >= limit) for name, limit in limits.items()}
        return Projection(value, value, value, met, "none", count, history.step, False, note)
    if count == 0:
        note = Statement("仅有一次数据，不作预测。", "There is a single report only; there is no projection.")
        return Projection(None, None, None, dict.fromkeys(limits), "none", 0, 1, False, note)
    if count == 1:
        note = Statement(
            "仅有一期增量，按该期进度外推，无法给出区间。",
            "There is one increment only: its pace is carried on, and no interval can be given.",
        )
        value = history.current + _not_below(history.values, accrues)[0] * left / history.step
        return Projection(float(value), None, None, dict.fromkeys(limits), "naive", 1, history.step, False, note)
    if accrues != "stock" and not (history.values > 0).any():
        note = Statement("至今没有增量，无法推断进度。", "Nothing has been added so far: no pace can be inferred.")
        return Projection(history.current, None, None, dict.fromkeys(limits), "none", count, history.step, False, note)
    ends, seasonal = _draw(history, left, accrues != "stock", np.random.default_rng(seed))
    tail = (1 - LEVEL) / 2
    low, median, high = (float(value) for value in np.quantile(ends, [tail, 0.5, 1 - tail]))
    slack = 1e-9 * max(1.0, abs(median))
    chances = {
        name: float(np.mean(ends <= limit + slack if lower else ends >= limit - slack))
        for name, limit in limits.items()
    }
    method = "naive" if count < _SHORT else "bootstrap" if count < _LONG else "damped_trend"
    return Projection(
        median, low, high, chances, method, count, history.step, seasonal, _note(method, history, seasonal)
    )


def _not_below(values: Array, accrues: str) -> Array:
    return values if accrues == "stock" else np.maximum(values, 0.0)


def _draw(history: Increments, left: int, rising: bool, random: np.random.Generator) -> tuple[Array, bool]:
    """Return draws of the value at the deadline, and whether seasons were told apart."""
    values = np.maximum(history.values, 0.0) if rising else history.values
    factors, seasonal = _seasons(history, values) if rising else (np.ones(history.seasons), False)
    count, per_year = len(values), 12 / history.step
    ago = -np.arange(count)[::-1] / per_year
    steps = -(-left // history.step)
    # the trend fades: of a year's slope the share _DAMPING is left a year on
    rate = -np.log(_DAMPING)
    ahead = (1 - np.exp(-rate * np.arange(1, steps + 1) / per_year)) / rate
    model = _rising_pace if rising else _any_pace
    paces, noise = model(values / factors[history.season], ago, ahead, random)
    doubt = random.normal(size=(history.seasons, _DRAWS))
    if rising and history.seasons > 1:
        # seasons that nobody has seen yet may still be there, and those seen a few times are not known well
        spread = _SEASONS / np.sqrt(1 + history.years)
        doubt = np.exp(spread * doubt - spread**2 / 2)
    else:
        doubt = np.ones_like(doubt)
    total = np.full(_DRAWS, history.current)
    for step in range(steps):
        share = min(1.0, (left - step * history.step) / history.step)
        season = history.season_of(history.last.plus(min((step + 1) * history.step, left)))
        pace = paces[step]
        added = pace + random.choice(noise, _DRAWS) * (np.sqrt(pace) if rising else 1.0)
        added = added * factors[season] * doubt[season]
        total = total + share * (np.maximum(added, 0.0) if rising else added)
    return total, seasonal


def _rising_pace(values: Array, ago: Array, ahead: Array, random: np.random.Generator) -> tuple[Array, Array]:
    """Return draws of the coming steps' mean, and Pearson residuals to resample, for what never falls.

    A log-linear trend by quasi-Poisson likelihood with a normal prior on the slope (Laplace approximation), so that
    zeros, lumpy counts and decay are of one form, and a short history has hardly any slope but much doubt about it.
    """
    count = len(values)
    design = np.column_stack([np.ones(count), ago])
    prior = np.diag([0.0, 1 / _SLOPE**2])
    slope_known = count >= _SHORT
    beta, scatter = np.array([np.log(values.mean()), 0.0]), 1.0
    for _ in range(25):
        mean = np.exp(np.clip(design @ beta, -50, 50))
        scatter = max(
            float(np.sum((values - mean) ** 2 / mean)) / max(count - 1 - slope_known, 1), 1e-9 * values.mean()
        )
        information = design.T @ (design * (mean / scatter)[:, None]) + prior
        score = design.T @ ((values - mean) / scatter) - prior @ beta
        if not slope_known:
            beta = np.array([np.log(values.mean()), 0.0])
            break
        step = np.linalg.solve(information, score)
        beta = beta + np.clip(step, -1, 1)
        if np.abs(step).max() < _CLOSE:
            break
    mean = np.exp(design @ beta)
    information = design.T @ (design * (mean / scatter)[:, None]) + prior
    cover = np.linalg.cholesky(np.linalg.inv(information))
    free = max(count - 1 - slope_known, 1)
    heavy = np.sqrt(free / random.chisquare(free, _DRAWS))
    drawn = beta[:, None] + cover @ random.normal(size=(2, _DRAWS)) * np.minimum(heavy, _HEAVIEST)
    paces = np.exp(np.clip(drawn[0] + ahead[:, None] * drawn[1], -50, np.log(values.mean()) + _FASTEST))
    noise = (values - mean) / np.sqrt(mean) * np.sqrt(count / free)
    return paces, noise * _SPREAD


def _any_pace(values: Array, ago: Array, ahead: Array, random: np.random.Generator) -> tuple[Array, Array]:
    """Return draws of the coming steps' mean, and residuals to resample, for what rises and falls."""
    count = len(values)
    level, slope, fitted, free = float(values.mean()), 0.0, np.full(count, values.mean()), count - 1
    if count >= _LONG:
        apart = ago - ago.mean()
        raw = float(apart @ values) / float(apart @ apart)
        rest = values - level - raw * apart
        error2 = float(rest @ rest) / (count - 2) / float(apart @ apart)
        # a slope that is no larger than its error is none: positive-part shrinkage
        slope = max(0.0, 1 - error2 / raw**2) * raw if raw else 0.0
        fitted, free = level + slope * apart, count - 2
        level = level - slope * float(ago.mean())
    noise = (values - fitted) * np.sqrt(count / free)
    doubt = random.standard_t(free, _DRAWS) * float(np.sqrt(np.mean(noise**2) / count))
    return level + slope * ahead[:, None] + doubt, noise * _SPREAD


def _seasons(history: Increments, values: Array) -> tuple[Array, bool]:
    """Return a factor for each season, drawn towards 1 as far as the seasons differ by chance alone."""
    ones = np.ones(history.seasons)
    if history.years < _SEASONAL_YEARS or history.seasons == 1 or values.mean() <= 0:
        return ones, False
    sums = np.bincount(history.season, values, history.seasons)
    counts = np.bincount(history.season, minlength=history.seasons)
    if (counts < 2).any():
        return ones, False
    means = sums / counts
    inside = values - means[history.season]
    within = float(inside @ inside) / max(len(values) - history.seasons, 1)
    between = float(counts @ (means - values.mean()) ** 2) / (history.seasons - 1)
    keep = max(0.0, 1 - within / between) if between > 0 else 0.0
    factors = 1 + keep * (means / values.mean() - 1)
    return np.maximum(factors, 0.05), keep > 0


def _note(method: str, history: Increments, seasonal: bool) -> Statement:
    count = len(history.values)
    zh_step = {1: "月度", 3: "季度", 6: "半年度", 12: "年度"}[history.step]
    en_step = {1: "monthly", 3: "quarterly", 6: "half-yearly", 12: "yearly"}[history.step]
    if method == "naive":
        return Statement(
            f"仅有{count}期{zh_step}增量，按平均进度外推，区间仅供参考。",
            f"There are {count} {en_step} increments only: their mean pace is carried on, and the interval is rough.",
        )
    zh = "阻尼趋势" if method == "damped_trend" else "增量重抽样"
    en = "damped trend" if method == "damped_trend" else "resampled increments"
    zh_season, en_season = ("，区分季节", ", with seasons") if seasonal else ("", "")
    return Statement(
        f"依据{count}期{zh_step}增量，{zh}{zh_season}。", f"From {count} {en_step} increments, {en}{en_season}."
    )

"""How the values of a region's units are spread, and which lie far from the rest."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["FEWEST_JUDGED", "LIMIT", "Outlier", "Spread", "modified_z", "spreads"]

#: Beyond this modified z-score a value is named (Iglewicz and Hoaglin 1993).
LIMIT = 3.5
#: Fewer positive values than this are drawn, but none is named.
FEWEST_JUDGED = 8
_FEWEST_DRAWN = 3
_MOST = 8
_MAD, _MEAN_AD = 1.4826, 1.2533


@dataclass(frozen=True)
class Outlier:
    """A value far from the rest: whose it is, in the canonical unit, and its modified z-score."""

    unit: str
    value: float
    score: float


@dataclass(frozen=True)
class Spread:
    """The values of one indicator.

    Parameters
    ----------
    indicator, basis, period
        What they are.
    values
        By unit (a region's id, or a carrier's), zeros included.
    judged
        There are enough positive values to name outliers.
    outliers
        Largest distance first.
    """

    indicator: str
    basis: Basis
    period: Period
    values: pd.Series
    judged: bool
    outliers: tuple[Outlier, ...]

    @property
    def median(self) -> float:
        """The median of the positive values."""
        return float(self.values[self.values > 0].median())


def modified_z(values: pd.Series) -> pd.Series:
    """Return modified z-scores: distance from the median over the scaled median absolute deviation.

    Where more than half of the values are equal, the scaled mean absolute deviation takes its place; where all are, the
    scores are 0.

    Examples
    --------
    >>> modified_z(pd.Series([1.0, 2.0, 3.0, 4.0, 90.0])).round(2).tolist()
    [-1.35, -0.67, 0.0, 0.67, 58.68]
    """
    away = values - values.median()
    scale = _MAD * away.abs().median() or _MEAN_AD * away.abs().mean()
    return away / scale if scale > 0 else away * 0.0


def spreads(values: pd.DataFrame, region: str, period: Period, words: Vocabulary) -> tuple[Spread, ...]:
    """Return the spreads of the indicators that most units report, at most eight.

    The units are the regions directly below, or the carriers where more of them report and fewer than
    :data:`FEWEST_JUDGED` regions do.

    Parameters
    ----------
    values
        Observations of the region and all below, one a figure.
    region, period
        Which audit.
    words
        The vocabulary.
    """
    import numpy as np

    known = values[values["value"].notna()]
    children = {one.id for one in words.regions.children(region, on=period.last)}
    regions = known[known["carrier"].isna() & known["region"].isin(children)].assign(who=lambda f: f["region"])
    carriers = known[known["carrier"].notna()].assign(who=lambda f: f["carrier"])
    made: dict[str, Spread] = {}
    for rows in (regions, carriers):
        for (indicator, basis, first, last), group in rows.groupby(["indicator", "basis", "first", "last"], sort=True):
            # Conflicting bases and periods of one indicator: what most units report stands for it.
            own = group.drop_duplicates("who").set_index("who")["value"].sort_index()
            if len(own) < _FEWEST_DRAWN or not (own > 0).any():
                continue
            before = made.get(indicator)
            if before is not None and (len(before.values) >= min(len(own), FEWEST_JUDGED)):
                continue
            positive = own[own > 0]
            judged = len(positive) >= FEWEST_JUDGED
            scores = modified_z(np.log10(positive)) if judged else positive.iloc[:0]
            far = scores[scores.abs() > LIMIT].sort_values(key=lambda s: -s.abs(), kind="stable")
            named = tuple(Outlier(str(who), float(own[who]), float(score)) for who, score in far.items())
            made[indicator] = Spread(
                indicator, Basis(basis), Period.from_ints(int(first), int(last)), own, judged, named
            )
    order = {one.id: place for place, one in enumerate(words.indicators.all())}
    ranked = sorted(made.values(), key=lambda one: (-len(one.values), order[one.indicator]))[:_MOST]
    return tuple(sorted(ranked, key=lambda one: order[one.indicator]))

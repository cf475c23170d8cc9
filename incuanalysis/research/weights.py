"""Normalised indicators and their weights: the two inputs of a composite score.

Normalisation follows the OECD/JRC handbook (min–max, its step 5); the entropy weights exist in
two forms that give different numbers, so both are here and every result says which it used.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.panels import Direction, Statement, checked_panel

__all__ = [
    "SOURCE_ELSAYED",
    "SOURCE_OECD",
    "SOURCE_ROSZKOWSKA",
    "SOURCE_SHANNON",
    "EntropyVariant",
    "Normalised",
    "entropy_weights",
    "equal_weights",
    "normalise",
]

SOURCE_OECD = (
    "OECD and JRC (2008). Handbook on Constructing Composite Indicators: Methodology and User Guide. "
    "Paris: OECD Publishing. ISBN 978-92-64-04345-9."
)
SOURCE_SHANNON = (
    "Shannon, C. E. (1948). A Mathematical Theory of Communication. Bell System Technical Journal 27(3), 379–423."
)
SOURCE_ELSAYED = (
    "Elsayed, E. A., Dawood, A. K. S. and Karthikeyan, R. (2017). Evaluating Alternatives through the "
    "Application of TOPSIS Method with Entropy Weight. International Journal of Engineering Trends and "
    "Technology 46(2), 60–66. doi:10.14445/22315381/IJETT-V46P211."
)
SOURCE_ROSZKOWSKA = (
    "Roszkowska, E. and Wachowicz, T. (2024). Impact of Normalization on Entropy-Based Weights in "
    "Hellwig's Method. Entropy 26(5), 365. doi:10.3390/e26050365."
)

EntropyVariant = Literal["minmax", "proportions"]

# A spread this small against the values themselves is rounding of binary fractions, not a difference.
_FLAT = 1e-12


@dataclass(frozen=True, eq=False, slots=True)
class Normalised:
    """Indicators on one scale.

    Parameters
    ----------
    values
        Regions × indicators, 0 (worst) to 100 (best); missing where the figure is.
    bounds
        Indicator × (``low``, ``high``) in the indicator's own unit, as used.
    constant
        The indicators that do not differ between regions and got the neutral value.
    notes
        What a reader must know: constant indicators, values cut off at fixed bounds.
    """

    values: pd.DataFrame
    bounds: pd.DataFrame
    constant: tuple[str, ...]
    notes: tuple[Statement, ...]


def normalise(
    panel: pd.DataFrame,
    *,
    directions: Mapping[str, Direction] | None = None,
    bounds: Mapping[str, tuple[float, float]] | None = None,
    neutral: float = 50.0,
) -> Normalised:
    """Put indicators on a scale from 0 to 100 by min–max, best value 100.

    Parameters
    ----------
    panel
        Regions × indicators. Missing values stay missing and do not move the bounds.
    directions
        ``higher`` (the default) or ``lower`` per indicator.
    bounds
        Fixed ``(low, high)`` per indicator, in its unit; without them the smallest and largest
        value of the panel. Values outside fixed bounds count as the bound, with a note.
    neutral
        What every region gets for an indicator that does not differ between regions.

    Raises
    ------
    BadInputError
        If a direction is ``none`` or unknown, a bound is not above its partner, a name is not in the
        panel, or the neutral value is not on the scale.

    Notes
    -----
    Source: OECD and JRC (2008), step 5 (normalisation of data), min–max.

    Examples
    --------
    >>> panel = pd.DataFrame({"tenants": [10.0, 20.0, 40.0]}, index=["110000", "120000", "130000"])
    >>> normalise(panel).values["tenants"].round(1).to_list()
    [0.0, 33.3, 100.0]
    >>> normalise(panel, directions={"tenants": "lower"}).values["tenants"].round(1).to_list()
    [100.0, 66.7, 0.0]
    """
    checked = checked_panel(panel)
    directions, bounds = dict(directions or {}), dict(bounds or {})
    _check_names(checked, directions, "direction")
    _check_names(checked, bounds, "fixed bounds")
    if not 0 <= neutral <= 100:
        raise BadInputError(f"The neutral value must lie between 0 and 100, not at {neutral:g}.")
    columns, used, constant, notes = {}, {}, [], []
    for name in checked.columns:
        direction = directions.get(name, "higher")
        if direction not in ("higher", "lower"):
            raise BadInputError(f"{name} has the direction {direction!r}; a score needs higher or lower.")
        values = checked[name]
        low, high = bounds.get(name, (float(values.min()), float(values.max())))
        used[name] = (low, high)
        if name in bounds:
            if not (math.isfinite(low) and math.isfinite(high) and low < high):
                raise BadInputError(f"The bounds of {name} must rise, but are {low:g} and {high:g}.")
            beyond = [str(region) for region in values.index[(values < low) | (values > high)]]
            if beyond:
                notes.append(_cut_off(name, low, high, beyond))
            values = values.clip(low, high)
        elif not high - low > _FLAT * max(abs(low), abs(high)):
            constant.append(str(name))
            notes.append(_flat(name, neutral))
            columns[name] = values.where(values.isna(), neutral)
            continue
        scaled = (values - low) / (high - low)
        columns[name] = 100.0 * (scaled if direction == "higher" else 1.0 - scaled)
    return Normalised(
        values=pd.DataFrame(columns, index=checked.index, columns=checked.columns),
        bounds=pd.DataFrame(used, index=["low", "high"], dtype=float).T,
        constant=tuple(constant),
        notes=tuple(notes),
    )


def equal_weights(indicators: Iterable[str]) -> pd.Series:
    """Return one weight for each indicator, all equal, with the sum 1.

    Raises
    ------
    BadInputError
        If there is no indicator, or one stands twice.

    Examples
    --------
    >>> equal_weights(["tenants", "financing"]).to_dict()
    {'tenants': 0.5, 'financing': 0.5}
    """
    names = list(indicators)
    if not names or len(set(names)) < len(names):
        raise BadInputError(f"Equal weights need indicators, each once; there are {names}.")
    return pd.Series(1.0 / len(names), index=pd.Index(names), name="weight")


def entropy_weights(
    matrix: pd.DataFrame,
    variant: EntropyVariant = "minmax",
    *,
    directions: Mapping[str, Direction] | None = None,
    bounds: Mapping[str, tuple[float, float]] | None = None,
) -> pd.Series:
    """Return entropy weights: the more unevenly an indicator is spread, the heavier it is.

    With ``p_ij`` the share of region i in the column sum of indicator j and m regions,
    ``e_j = -Σ_i p_ij ln p_ij / ln m`` (0 ln 0 = 0) and ``w_j = (1 - e_j) / Σ_k (1 - e_k)``.

    Parameters
    ----------
    matrix
        Regions × indicators without missing values, two regions or more.
    variant
        ``proportions`` takes the shares of the figures as they are, which must not be negative
        (Elsayed et al. 2017); directions play no part. ``minmax`` normalises first, directions
        included, as Chinese studies usually do; the worst region then has the share 0. The two
        give different weights (Roszkowska and Wachowicz 2024 study the difference).
    directions, bounds
        As in :func:`normalise`, for ``minmax``.

    Returns
    -------
    Series
        By indicator, with the sum 1; 0 for an indicator that does not differ between regions.

    Raises
    ------
    BadInputError
        If a value is missing, there are fewer than two regions, a figure is negative
        (``proportions``), or no indicator differs between regions.

    Notes
    -----
    The weights measure unevenness, not importance: they change with every region that enters,
    and a single outlier can draw most of the weight to its indicator.

    Examples
    --------
    >>> panel = pd.DataFrame({"even": [2.0, 2.0, 2.0], "tenants": [1.0, 2.0, 3.0]}, index=["11", "12", "13"])
    >>> entropy_weights(panel).to_dict()
    {'even': 0.0, 'tenants': 1.0}
    """
    checked = checked_panel(matrix)
    if len(checked) < 2:
        raise BadInputError(f"Entropy weights need at least two regions; there are {len(checked)}.")
    if checked.isna().any(axis=None):
        holes = ", ".join(str(name) for name in checked.columns[checked.isna().any()])
        raise BadInputError(f"Entropy weights need complete figures; {holes} has blanks. Exclude those regions.")
    if variant == "minmax":
        checked = normalise(checked, directions=directions, bounds=bounds).values
    elif variant == "proportions":
        negative = ", ".join(str(name) for name in checked.columns[(checked < 0).any()])
        if negative:
            raise BadInputError(f"Shares of {negative} have no meaning: there are negative figures. Use minmax.")
    else:
        raise BadInputError(f"Unknown variant {variant!r} of entropy weights; use minmax or proportions.")
    spread = pd.Series({name: _divergence(checked[name].to_numpy()) for name in checked.columns}, dtype=float)
    total = math.fsum(spread)
    if total <= 0:
        raise BadInputError("No indicator differs between the regions, so entropy gives no weights.")
    return (spread / total).rename("weight")


def _divergence(values: np.ndarray) -> float:
    """Return 1 minus the entropy of a column's shares, between 0 (even) and 1."""
    total = math.fsum(values)
    if total <= 0:
        return 0.0
    shares = [value / total for value in values if value > 0]
    entropy = -math.fsum(share * math.log(share) for share in shares) / math.log(len(values))
    return 1.0 - entropy if 1.0 - entropy > _FLAT else 0.0


def _check_names(panel: pd.DataFrame, given: Mapping[str, object], what: str) -> None:
    unknown = [name for name in given if name not in panel.columns]
    if unknown:
        raise BadInputError(f"There is a {what} for {', '.join(unknown)}, which the panel does not have.")


def _flat(name: str, neutral: float) -> Statement:
    return Statement(
        f"各地区{name}无差异，标准化值统一记为{neutral:g}。",
        f"{name} does not differ between the regions; each of them gets {neutral:g}.",
    )


def _cut_off(name: str, low: float, high: float, regions: list[str]) -> Statement:
    return Statement(
        f"{name}超出固定界限（{low:g}～{high:g}）的地区按界限值计：{'、'.join(regions)}。",
        f"{name} lies outside its fixed bounds ({low:g} to {high:g}) and counts as the bound for: "
        f"{', '.join(regions)}.",
    )

"""Changes, shares and ratios of published figures.

Panels and histories are the shapes of :mod:`incuanalysis.evaluation.panels`. Missing
stays missing, and what cannot be computed says why.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import overload

import pandas as pd

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.panels import (
    NATION,
    Direction,
    Statement,
    checked_history,
    checked_panel,
    known,
    numbers,
)

__all__ = [
    "RATIOS",
    "Change",
    "Doubt",
    "Ratio",
    "annual_growth",
    "change",
    "implausible",
    "pooled",
    "ratios",
    "share",
]


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure moved.

    Parameters
    ----------
    absolute
        ``now - before``, in the figure's own unit; None where either is missing.
    percent
        100 × absolute / before; None where that has no meaning.
    reason
        Why ``percent`` (or both) is None; None where nothing is left out.
    """

    absolute: float | None
    percent: float | None
    reason: Statement | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of two indicators of one panel: ``scale × numerator / denominator``.

    Parameters
    ----------
    id, zh, en
        Identifier and labels.
    numerator, denominator
        Indicator ids.
    unit
        Unit id of the result, as labels print it.
    formula_zh, formula_en
        The formula in words, for notes under tables.
    scale
        Multiplier that turns the quotient into ``unit``; 100 for per cent.
    direction
        Which values are better.
    limit
        The largest value that consistent figures can give, if there is one.
    """

    id: str
    zh: str
    en: str
    numerator: str
    denominator: str
    unit: str
    formula_zh: str
    formula_en: str
    scale: float
    direction: Direction
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A value that consistent figures cannot give; it is shown as printed, with the statement."""

    region: str
    ratio: str
    value: float
    statement: Statement


RATIOS: tuple[Ratio, ...] = (
    Ratio("tenants_per_incubator", "每个孵化器在孵企业数", "Tenants per incubator", "tenants", "incubators",
          "家/个", "在孵企业数÷孵化器数", "tenants ÷ incubators", 1, "higher"),
    Ratio("staff_per_tenant", "户均从业人员", "Employees per tenant", "tenant_employees", "tenants",
          "人/家", "在孵企业从业人员÷在孵企业数", "employees of tenants ÷ tenants", 1, "higher"),
    Ratio("financing_per_tenant", "户均投融资额", "Financing per tenant", "financing", "tenants", "万元/家",
          "当年获得投融资总额÷在孵企业数", "financing received in the year ÷ tenants", 1, "higher"),
    Ratio("tenant_share", "在孵企业占孵化器内企业比重", "Tenants among resident firms", "tenants",
          "resident_firms", "%", "在孵企业数÷孵化器内企业总数×100%",
          "tenants ÷ firms inside incubators × 100", 100, "none", limit=100),
    Ratio("makerspace_served_per_space", "每个众创空间服务的团队及企业数",
          "Teams and firms served per makerspace", "makerspace_served", "makerspaces", "个/个",
          "当年服务的团队及企业数÷众创空间数", "teams and firms served ÷ makerspaces", 1, "higher"),
    Ratio("makerspace_investment_per_financed", "获投团队及企业平均投资额",
          "Capital raised per financed team or firm", "makerspace_investment", "makerspace_financed",
          "万元/个", "团队及企业当年获得投资总额÷当年获得投融资的团队及企业数",
          "capital raised in the year ÷ teams and firms that raised any", 1, "higher"),
    Ratio("makerspace_financed_share", "获投团队及企业占比", "Teams and firms financed among those served",
          "makerspace_financed", "makerspace_served", "%",
          "当年获得投融资的团队及企业数÷当年服务的团队及企业数×100%",
          "teams and firms that raised capital ÷ teams and firms served × 100", 100, "higher", limit=100),
    Ratio("subsidy_per_makerspace", "每个众创空间财政资金支持额", "Fiscal support per makerspace",
          "makerspace_fiscal_subsidy", "makerspaces", "万元/个", "众创空间享受财政资金支持额÷众创空间数",
          "fiscal support received in the year ÷ makerspaces", 1, "none"),
    Ratio("jobs_per_makerspace", "每个众创空间吸纳就业人数", "Jobs per makerspace", "makerspace_jobs",
          "makerspaces", "人/个", "创业团队及企业吸纳就业人数÷众创空间数",
          "people working in teams and firms ÷ makerspaces", 1, "higher"),
    Ratio("makerspaces_per_incubator", "众创空间与孵化器之比", "Makerspaces per incubator", "makerspaces",
          "incubators", "个/个", "众创空间数÷孵化器数", "makerspaces ÷ incubators", 1, "none"),
)  # fmt: skip
"""The ratios that the reports show, in their order."""


def change(now: float | None, before: float | None) -> Change:
    """Return how a figure moved, absolutely and in per cent of the earlier one.

    Parameters
    ----------
    now, before
        Two figures in one unit; None or NaN where missing. For figures that are
        themselves per cent, quote ``absolute``: it is in percentage points.

    Raises
    ------
    BadInputError
        If a figure is infinite.

    Examples
    --------
    >>> change(6659, 4849).absolute
    1810.0
    >>> round(change(110, 100).percent, 6)
    10.0
    >>> change(12, 0).reason.en
    'The earlier figure is 0, so there is no rate of change.'
    """
    new, old = known(now), known(before)
    if new is None:
        return Change(None, None, Statement("本期无数据，不计算变动。", "There is no current figure."))
    if old is None:
        return Change(None, None, Statement("上期无数据，不计算变动。", "There is no earlier figure."))
    moved = new - old
    if old == 0:
        why = Statement("上期为0，不计算增幅。", "The earlier figure is 0, so there is no rate of change.")
        return Change(moved, None, why)
    if old < 0:
        why = Statement("上期为负，增幅无意义。", "The earlier figure is negative, so a rate of change would mislead.")
        return Change(moved, None, why)
    return Change(moved, 100.0 * moved / old)


@overload
def share(part: float | None, whole: float | None) -> float | None: ...
@overload
def share(part: pd.Series, whole: pd.Series | float | None) -> pd.Series: ...
def share(part: pd.Series | float | None, whole: pd.Series | float | None) -> pd.Series | float | None:
    """Return ``part`` in per cent of ``whole``.

    Parameters
    ----------
    part
        A figure, or a Series of them by region.
    whole
        A figure, or a Series aligned with ``part`` by index.

    Returns
    -------
    float, None or Series
        Per cent; None (NaN in a Series) where a figure is missing or the whole is not above 0.
        Not capped at 100: a part larger than its whole is the source's contradiction to show.

    Examples
    --------
    >>> share(1, 8)
    12.5
    >>> share(1, 0) is None
    True
    >>> share(pd.Series({"330000": 30.0, "320000": 20.0}), 200).to_dict()
    {'330000': 15.0, '320000': 10.0}
    """
    if isinstance(part, pd.Series):
        if isinstance(whole, pd.Series):
            parts, wholes = numbers(part), numbers(whole.reindex(part.index))
            return 100.0 * parts / wholes.where(wholes > 0)
        base = known(whole)
        return 100.0 * numbers(part) / (base if base is not None and base > 0 else math.nan)
    if isinstance(whole, pd.Series):
        raise BadInputError("share() got one part and a Series of wholes; give a Series of parts as well.")
    piece, base = known(part), known(whole)
    return None if piece is None or base is None or base <= 0 else 100.0 * piece / base


def ratios(panel: pd.DataFrame, which: tuple[Ratio, ...] = RATIOS) -> pd.DataFrame:
    """Return the ratios of every row of a panel.

    Each row is divided on its own, so the nation's ratio is the ratio of its totals,
    never a mean of the regions' ratios.

    Parameters
    ----------
    panel
        Regions × indicators, in canonical units.
    which
        The ratios to compute.

    Returns
    -------
    DataFrame
        Regions × ratio ids, in the units of the ratios. Missing where an input is missing
        (or its column absent) or the denominator is not above 0.

    Raises
    ------
    BadInputError
        If a region stands twice in the panel, or a column holds something other than numbers.

    Examples
    --------
    >>> panel = pd.DataFrame({"tenants": [142.0, 0.0], "incubators": [4.0, 0.0]}, index=["540000", "999999"])
    >>> ratios(panel)["tenants_per_incubator"].to_dict()
    {'540000': 35.5, '999999': nan}
    """
    checked = checked_panel(panel)
    columns = {}
    for ratio in which:
        top, bottom = _inputs(checked, ratio)
        columns[ratio.id] = ratio.scale * top / bottom.where(bottom > 0)
    return pd.DataFrame(columns, index=checked.index)


def pooled(panel: pd.DataFrame, which: tuple[Ratio, ...] = RATIOS) -> pd.Series:
    """Return the ratios of all regions together: sums over sums, where both inputs are known.

    Parameters
    ----------
    panel
        Regions × indicators. The regions must not contain each other; the nation's own row is left out.
    which
        The ratios to compute.

    Returns
    -------
    Series
        One value per ratio id; missing where no region has both inputs.

    Examples
    --------
    >>> panel = pd.DataFrame({"tenants": [10.0, 90.0], "incubators": [1.0, 3.0]}, index=["540000", "330000"])
    >>> float(pooled(panel)["tenants_per_incubator"])
    25.0
    """
    checked = checked_panel(panel).drop(index=NATION, errors="ignore")
    values = {}
    for ratio in which:
        top, bottom = _inputs(checked, ratio)
        both = top.notna() & bottom.notna()
        total = float(bottom[both].sum())
        values[ratio.id] = ratio.scale * float(top[both].sum()) / total if total > 0 else math.nan
    return pd.Series(values, dtype=float)


def implausible(table: pd.DataFrame, which: tuple[Ratio, ...] = RATIOS) -> tuple[Doubt, ...]:
    """Return the values of a ratio table that consistent figures cannot give.

    Parameters
    ----------
    table
        What :func:`ratios` returned.
    which
        The ratios, with their limits.

    Examples
    --------
    Tibet's row for 2016 prints 12 tenants among 11 resident firms:

    >>> tibet = pd.DataFrame({"tenants": [12.0], "resident_firms": [11.0]}, index=["540000"])
    >>> [(d.region, d.ratio, round(d.value, 1)) for d in implausible(ratios(tibet))]
    [('540000', 'tenant_share', 109.1)]
    """
    found = []
    for ratio in which:
        if ratio.limit is None or ratio.id not in table.columns:
            continue
        for region, value in table[ratio.id].dropna().items():
            # 100.00000000000001 is the arithmetic's doing, not the source's.
            if value > ratio.limit * (1 + 1e-9):
                got, limit = f"{value:.1f}{ratio.unit}", f"{ratio.limit:g}{ratio.unit}"
                zh = f"{ratio.zh}为{got}，超过{limit}：原表数据不一致，照录。"
                en = f"{ratio.en}: {got} is more than {limit}; the source contradicts itself."
                found.append(Doubt(str(region), ratio.id, float(value), Statement(zh, en)))
    return tuple(found)


def annual_growth(history: pd.Series) -> pd.Series:
    """Return the growth on the year before, in per cent.

    Parameters
    ----------
    history
        Values by year; a missing year is absent (or NaN).

    Returns
    -------
    Series
        By the years of ``history``; missing where the year before is absent or not above 0,
        so that a gap is never taken for one year.

    Raises
    ------
    BadInputError
        If the index is not of years, or a year stands twice.

    Examples
    --------
    >>> annual_growth(pd.Series({2017: 100.0, 2018: 110.0, 2022: 220.0})).round(6).to_dict()
    {2017: nan, 2018: 10.0, 2022: nan}
    """
    values = checked_history(history)
    before = values.reindex(values.index - 1).set_axis(values.index)
    return 100.0 * (values - before) / before.where(before > 0)


def _inputs(panel: pd.DataFrame, ratio: Ratio) -> tuple[pd.Series, pd.Series]:
    blank = pd.Series(math.nan, index=panel.index, dtype=float)
    return panel.get(ratio.numerator, blank), panel.get(ratio.denominator, blank)

"""Where a region stands among the others of its level.

Ranks are competition ranks (1, 2, 2, 4). A region without a figure has no rank, and
the nation, being the whole of the others, is left out. Which level is compared is the
caller's choice: the Series or panel holds the regions that compete and no others.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from incuanalysis.errors import BadInputError, NoDataError
from incuanalysis.evaluation.measures import change
from incuanalysis.evaluation.panels import NATION, checked_panel, numbers

__all__ = ["peers", "quantile_position", "rank", "rank_change", "standing"]

# Sums and quotients that are equal on paper may differ in the last binary digits, which would split a tie.
_DIGITS = 12


def rank(series: pd.Series, ascending: bool = False) -> pd.Series:
    """Return competition ranks, 1 for the largest value.

    Values that agree to 12 significant digits share a rank.

    Parameters
    ----------
    series
        Values by region id; missing ones stay unranked.
    ascending
        True where the smallest value is best.

    Returns
    -------
    Series
        ``Int64`` by region id, in the order of ``series``, without the nation.

    Raises
    ------
    BadInputError
        If a region stands twice, or a value is no finite number.

    Examples
    --------
    >>> ranks = rank(pd.Series({"000000": 99, "110000": 5, "310000": 7, "330000": 5, "540000": None}))
    >>> ranks.dropna().to_dict()
    {'110000': 2, '310000': 1, '330000': 2}
    """
    return _competitors(series).rank(method="min", ascending=ascending, na_option="keep").astype("Int64")


def rank_change(now: pd.Series, before: pd.Series) -> pd.Series:
    """Return by how many places each region moved up.

    Parameters
    ----------
    now, before
        Ranks from :func:`rank`, by region id. Compare ranks of the same set of regions: one
        region more in the field moves others down without their doing anything.

    Returns
    -------
    Series
        ``Int64`` by the regions of ``now``: positive up, negative down, missing where a rank is.

    Examples
    --------
    >>> rank_change(pd.Series({"330000": 2, "320000": 3}), pd.Series({"330000": 5})).dropna().to_dict()
    {'330000': 3}
    """
    return before.astype("Int64").reindex(now.index) - now.astype("Int64")


def standing(
    panel_now: pd.DataFrame, panel_before: pd.DataFrame | None = None, ascending: Collection[str] = ()
) -> pd.DataFrame:
    """Return value, change and rank of every region and indicator of a panel.

    Parameters
    ----------
    panel_now, panel_before
        Regions × indicators of two periods, in the same units; the second may be missing
        altogether, or miss regions or indicators.
    ascending
        The indicators whose smallest value is best.

    Returns
    -------
    DataFrame
        One row per indicator and region (not the nation), in the panel's order, with the columns
        ``indicator``, ``region``, ``value``, ``before``, ``absolute``, ``percent`` (of :func:`change`),
        ``rank``, ``of`` (how many regions have a rank), ``rank_before``, ``of_before`` and
        ``moved`` (places up).

    Raises
    ------
    BadInputError
        If a region or indicator stands twice, a value is no finite number, or there is no indicator.

    Examples
    --------
    >>> now = pd.DataFrame({"tenants": [120.0, 80.0]}, index=["330000", "320000"])
    >>> before = pd.DataFrame({"tenants": [60.0, 64.0]}, index=["330000", "320000"])
    >>> standing(now, before)[["region", "value", "percent", "rank", "moved"]].to_dict("records")[0]
    {'region': '330000', 'value': 120.0, 'percent': 100.0, 'rank': 1, 'moved': 1}
    """
    now = checked_panel(panel_now).drop(index=NATION, errors="ignore")
    earlier = checked_panel(panel_before) if panel_before is not None else pd.DataFrame()
    rows = []
    for indicator in now.columns:
        smallest_first = indicator in ascending
        values = now[indicator]
        # Ranks are those of each period's own field, so regions that have dropped out since still count.
        old = earlier.get(indicator, pd.Series(dtype=float))
        ranks, old_ranks = rank(values, smallest_first), rank(old, smallest_first)
        changes = [change(new, was) for new, was in zip(values, old.reindex(values.index), strict=True)]
        rows.append(
            pd.DataFrame(
                {
                    "indicator": indicator,
                    "region": values.index,
                    "value": values.to_numpy(),
                    "before": old.reindex(values.index).to_numpy(),
                    "absolute": pd.array([c.absolute for c in changes], dtype="float64"),
                    "percent": pd.array([c.percent for c in changes], dtype="float64"),
                    "rank": ranks.array,
                    "of": int(ranks.notna().sum()),
                    "rank_before": old_ranks.reindex(values.index).array,
                    "of_before": int(old_ranks.notna().sum()),
                    "moved": rank_change(ranks, old_ranks).array,
                }
            )
        )
    if not rows:
        raise BadInputError("The panel has no indicator; give at least one column.")
    return pd.concat(rows, ignore_index=True)


def peers(series: pd.Series, region: str, n: int = 2, ascending: bool = False) -> pd.DataFrame:
    """Return a region with its neighbours in rank.

    There are ``2 n + 1`` rows where that many regions have a figure: at either end of the
    ranking the window moves inwards. Regions of one rank stand in the order of their ids.

    Parameters
    ----------
    series
        Values by region id.
    region
        The region in question.
    n
        How many neighbours on each side.
    ascending
        True where the smallest value is best.

    Returns
    -------
    DataFrame
        Indexed by region id, best first, with ``rank`` and ``value``.

    Raises
    ------
    NoDataError
        If the region has no figure.
    BadInputError
        If ``n`` is negative, or the region is the nation.

    Examples
    --------
    >>> values = pd.Series({"110000": 9, "120000": 8, "130000": 7, "140000": 6})
    >>> peers(values, "110000", n=1).index.to_list()
    ['110000', '120000', '130000']
    """
    if n < 0:
        raise BadInputError(f"peers() needs 0 or more neighbours on each side, not {n}.")
    field = _field_with(series, region)
    table = pd.DataFrame({"rank": rank(field, ascending), "value": numbers(series).reindex(field.index)})
    table = table.sort_index().sort_values("rank", kind="stable")
    place = int(table.index.get_indexer(pd.Index([region]))[0])
    start = max(0, min(place - n, len(table) - (2 * n + 1)))
    return table.iloc[start : start + 2 * n + 1]


def quantile_position(series: pd.Series, region: str, ascending: bool = False) -> float | None:
    """Return the per cent of the other regions that a region leaves behind; ties count half.

    Parameters
    ----------
    series
        Values by region id.
    region
        The region in question.
    ascending
        True where the smallest value is best.

    Returns
    -------
    float or None
        0 for the last to 100 for the first; None where there is no other region to compare with.

    Raises
    ------
    NoDataError
        If the region has no figure.
    BadInputError
        If the region is the nation.

    Examples
    --------
    >>> quantile_position(pd.Series({"110000": 9, "120000": 8, "130000": 8}), "120000")
    25.0
    """
    field = _field_with(series, region)
    if len(field) < 2:
        return None
    own, others = field[region], field.drop(region)
    behind = int((others > own).sum() if ascending else (others < own).sum())
    return 100.0 * (behind + 0.5 * int((others == own).sum())) / len(others)


def _field_with(series: pd.Series, region: str) -> pd.Series:
    """Return the regions that have a figure, after making sure that ``region`` is one of them."""
    if region == NATION:
        raise BadInputError("The nation has no rank among its regions; ask for one of them.")
    field = _competitors(series).dropna()
    if region not in field.index:
        raise NoDataError(f"Region {region} has no figure here, so it has no standing.")
    return field


def _competitors(series: pd.Series) -> pd.Series:
    if not series.index.is_unique:
        twice = sorted({str(label) for label in series.index[series.index.duplicated()]})
        raise BadInputError(f"The series has more than one value for {', '.join(twice)}; choose one first.")
    values = numbers(series).drop(index=NATION, errors="ignore")
    return values.map(lambda value: float(f"{value:.{_DIGITS}g}")).astype("float64")

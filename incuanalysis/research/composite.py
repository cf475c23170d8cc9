"""Composite scores of regions, taken apart into the points that each indicator brings.

A score is the weighted mean of indicators on a scale from 0 to 100. It says what the choice
of indicators and weights makes it say, so a result carries its formula, weights, sources and
every region that was left out, and :func:`compare` shows what another choice would change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import pandas as pd

from incuanalysis.errors import BadInputError, NoDataError
from incuanalysis.evaluation.panels import NATION, Direction, Statement, checked_panel
from incuanalysis.evaluation.standing import rank
from incuanalysis.research.weights import (
    SOURCE_ELSAYED,
    SOURCE_OECD,
    SOURCE_ROSZKOWSKA,
    SOURCE_SHANNON,
    entropy_weights,
    equal_weights,
    normalise,
)

__all__ = [
    "Comparison",
    "CompositeResult",
    "Exclusion",
    "compare",
    "composite",
    "entropy_weights",
    "equal_weights",
    "normalise",
]

Weights: TypeAlias = Literal["equal", "entropy", "entropy_proportions"] | Mapping[str, float] | pd.Series
Missing = Literal["exclude", "reweight"]

_WEIGHTING = {
    "equal": Statement("各指标等权", "equal weights"),
    "entropy": Statement("熵值法赋权（先极差标准化）", "entropy weights of the min–max normalised figures"),
    "entropy_proportions": Statement("熵值法赋权（按原始数据比重）", "entropy weights of the figures' shares"),
    "given": Statement("按给定权重", "the weights given"),
}
_WEIGHT_SOURCES = {
    "entropy": (SOURCE_SHANNON, SOURCE_ROSZKOWSKA),
    "entropy_proportions": (SOURCE_SHANNON, SOURCE_ELSAYED),
}

_FORMULA = Statement(
    "综合得分＝Σ 权重×标准化值；标准化值＝（数值－下限）÷（上限－下限）×100，逆向指标以100减之；"
    "{bounds}；{weights}；{missing}。",
    "Score = Σ weight × normalised value; normalised value = (value − low) ÷ (high − low) × 100, or 100 less "
    "that where lower is better; {bounds}; {weights}; {missing}.",
)
_BOUNDS = {
    "own": Statement("下限、上限为参评地区的最小值、最大值", "low and high are the extremes of the regions scored"),
    "fixed": Statement("下限、上限为事先给定的固定值", "low and high are fixed values"),
    "mixed": Statement(
        "下限、上限部分为固定值，其余为参评地区的最小值、最大值",
        "low and high are fixed for some indicators only",
    ),
}
_MISSING = {
    "exclude": Statement("缺任一指标的地区不评分", "regions with a blank are not scored"),
    "reweight": Statement(
        "缺指标的地区按现有指标重新分配权重。",
        "where figures are blank, the weights of the others are scaled up.",
    ),
}


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A region that got no score, and why."""

    region: str
    reason: Statement


@dataclass(frozen=True, eq=False, slots=True)
class CompositeResult:
    """Composite scores and everything they are made of.

    Parameters
    ----------
    scores
        By region id, in the order of ids, 0 to 100.
    ranks
        Competition ranks of the scores, ``Int64``.
    contributions
        Regions × indicators in points; a row adds up to the region's score. Missing where
        the region has no figure (``reweight`` only).
    weights
        By indicator, with the sum 1.
    normalised
        Regions × indicators, 0 to 100.
    bounds
        Indicator × (``low``, ``high``), the values that got 0 and 100 (or 100 and 0).
    excluded
        The regions without a score.
    notes
        What a reader must know: constant indicators, values cut off, weights shifted.
    formula_zh, formula_en, sources
        How the score was made, in words, and the publications of the methods.
    """

    scores: pd.Series
    ranks: pd.Series
    contributions: pd.DataFrame
    weights: pd.Series
    normalised: pd.DataFrame
    bounds: pd.DataFrame
    excluded: tuple[Exclusion, ...]
    notes: tuple[Statement, ...]
    formula_zh: str
    formula_en: str
    sources: tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Comparison:
    """How two composite results differ over the regions that both have.

    Parameters
    ----------
    ranks
        By region id: ``rank_a`` and ``rank_b`` among the common regions, and ``difference``
        (positive: better placed in b).
    spearman, kendall
        Rank correlations (Kendall's tau-b); None with a ``reason``.
    left_out, reason
        The regions that only one of the results has; why there is no correlation.
    """

    ranks: pd.DataFrame
    spearman: float | None
    kendall: float | None
    left_out: tuple[str, ...]
    reason: Statement | None = None


def composite(
    panel: pd.DataFrame,
    weights: Weights = "equal",
    *,
    directions: Mapping[str, Direction] | None = None,
    bounds: Mapping[str, tuple[float, float]] | None = None,
    missing: Missing = "exclude",
    neutral: float = 50.0,
) -> CompositeResult:
    """Score regions by a weighted mean of min–max normalised indicators.

    Parameters
    ----------
    panel
        Regions of one level × indicators, for one period. The nation's row is left out.
    weights
        ``equal``, ``entropy`` (min–max first), ``entropy_proportions``, or a weight for every
        indicator, not negative; they are divided by their sum.
    directions, bounds, neutral
        As in :func:`~incuanalysis.research.weights.normalise`. Only with fixed bounds and
        fixed weights does a region's score not depend on the others.
    missing
        ``exclude`` leaves a region with any blank out and reports it. ``reweight`` scores it on
        the indicators it has, their weights scaled up to 1, and notes it: such a score compares
        different indicators and favours who leaves a weak one blank. Nothing is ever imputed.

    Returns
    -------
    CompositeResult

    Raises
    ------
    BadInputError
        If weights do not fit the indicators, or :func:`normalise` or :func:`entropy_weights` refuse.
    NoDataError
        If no region is left, or only one where bounds (or entropy weights) come from the regions.

    Notes
    -----
    Source: OECD and JRC (2008), steps 5 and 6 (linear aggregation). A linear mean lets a strong
    indicator make up for a weak one.

    Examples
    --------
    >>> figures = {"tenants": [10.0, 30.0, 50.0], "financing": [8.0, 8.5, None]}
    >>> panel = pd.DataFrame(figures, index=["620000", "630000", "640000"])
    >>> result = composite(panel)
    >>> result.scores.to_dict()
    {'620000': 0.0, '630000': 100.0}
    >>> result.excluded[0].reason.en
    'No figure for financing.'
    """
    if missing not in ("exclude", "reweight"):
        raise BadInputError(f"missing must be 'exclude' or 'reweight', not {missing!r}.")
    checked = checked_panel(panel).sort_index()
    if checked.columns.empty:
        raise BadInputError("A composite score needs at least one indicator; the panel has none.")
    field = checked.drop(index=NATION, errors="ignore")
    if isinstance(weights, str) and weights.startswith("entropy") and len(field.dropna()) < 2:
        raise NoDataError("Entropy weights need two regions with a figure for every indicator." + _holes(field))
    method, base = _weights(field.dropna(), weights, directions, bounds)
    excluded = _excluded(checked, base, missing)
    kept = field.drop(index=[exclusion.region for exclusion in excluded], errors="ignore")
    fixed = "own" if not bounds else "fixed" if set(checked.columns) <= set(bounds) else "mixed"
    if len(kept) < (1 if fixed == "fixed" else 2):
        found = f"{len(kept)} of {len(field)} regions can be scored; at least two are needed."
        raise NoDataError(found + _holes(field))

    scale = normalise(kept, directions=directions, bounds=bounds, neutral=neutral)
    present = kept.notna().mul(base, axis="columns")
    contributions = scale.values * present.div(present.sum(axis="columns"), axis="index")
    # Rounding may carry a sum of full marks a hair beyond 100.
    scores = contributions.sum(axis="columns").clip(0.0, 100.0).rename("score")
    parts = {"bounds": _BOUNDS[fixed], "weights": _WEIGHTING[method], "missing": _MISSING[missing]}
    return CompositeResult(
        scores=scores,
        ranks=rank(scores).rename("rank"),
        contributions=contributions,
        weights=base,
        normalised=scale.values,
        bounds=scale.bounds,
        excluded=excluded,
        notes=(*scale.notes, *_shifted(kept, method)),
        formula_zh=_FORMULA.zh.format(**{part: words.zh for part, words in parts.items()}),
        formula_en=_FORMULA.en.format(**{part: words.en for part, words in parts.items()}),
        sources=(SOURCE_OECD, *_WEIGHT_SOURCES.get(method, ())),
    )


def compare(result_a: CompositeResult, result_b: CompositeResult) -> Comparison:
    """Show what another choice of indicators, weights or years does to the order of regions.

    Parameters
    ----------
    result_a, result_b
        Two results; they are compared over their common regions, ranked anew among those.

    Returns
    -------
    Comparison
        Correlations are missing, with the reason, for fewer than three common regions or where
        all scores of a result are equal.

    Examples
    --------
    >>> figures = {"tenants": [1.0, 2.0, 9.0], "financing": [9.0, 4.0, 1.0]}
    >>> panel = pd.DataFrame(figures, index=["110000", "120000", "130000"])
    >>> first = composite(panel, {"tenants": 3, "financing": 1})
    >>> second = composite(panel, {"tenants": 1, "financing": 3})
    >>> compare(first, second).ranks.loc["130000"].to_list()
    [1, 3, -2]
    """
    common = result_a.scores.index.intersection(result_b.scores.index).sort_values()
    every = result_a.scores.index.union(result_b.scores.index)
    ranks = pd.DataFrame({"rank_a": rank(result_a.scores[common]), "rank_b": rank(result_b.scores[common])})
    ranks["difference"] = ranks["rank_a"] - ranks["rank_b"]
    left_out = tuple(sorted(str(region) for region in every.difference(common)))
    reason = None
    if len(common) < 3:
        reason = Statement("共有地区不足3个，不计算相关系数。", "Fewer than three regions are in both results.")
    elif ranks["rank_a"].nunique() == 1 or ranks["rank_b"].nunique() == 1:
        reason = Statement("得分全部相同，不计算相关系数。", "All scores of a result are equal.")
    if reason is not None:
        return Comparison(ranks, None, None, left_out, reason)
    # Of ranks rather than scores, because ranks have settled which scores count as tied.
    one, other = ranks["rank_a"].astype(float), ranks["rank_b"].astype(float)
    spearman, kendall = (float(one.corr(other, method=way)) for way in ("spearman", "kendall"))
    return Comparison(ranks, spearman, kendall, left_out)


def _weights(
    complete: pd.DataFrame,
    weights: Weights,
    directions: Mapping[str, Direction] | None,
    bounds: Mapping[str, tuple[float, float]] | None,
) -> tuple[str, pd.Series]:
    """Return which way the weights were found, and the weights; entropy asks the complete regions."""
    names = complete.columns
    if isinstance(weights, str):
        if weights == "equal":
            return weights, equal_weights(names)
        if weights == "entropy":
            return weights, entropy_weights(complete, "minmax", directions=directions, bounds=bounds)
        if weights == "entropy_proportions":
            return weights, entropy_weights(complete, "proportions")
        raise BadInputError(f"Unknown weights {weights!r}; use equal, entropy, entropy_proportions.")
    given = pd.Series(dict(weights), dtype=float)
    if set(given.index) != set(names):
        odd = sorted(str(name) for name in set(given.index).symmetric_difference(names))
        raise BadInputError(f"Weights and indicators differ in {', '.join(odd)}; give one weight for each.")
    if not (given >= 0).all() or not 0 < float(given.sum()) < float("inf"):
        raise BadInputError("Weights must be finite, not negative and not all 0.")
    return "given", (given / given.sum()).reindex(names).rename("weight")


def _excluded(panel: pd.DataFrame, weights: pd.Series, missing: Missing) -> tuple[Exclusion, ...]:
    found = []
    for region, row in panel.iterrows():
        holes = [str(name) for name in panel.columns[row.isna()]]
        if region == NATION:
            why = Statement(
                "全国是各地区的合计，不参与评分。", "The nation is the whole of the regions, not one of them."
            )
        elif holes and missing == "exclude":
            why = Statement(f"缺{'、'.join(holes)}数据。", f"No figure for {', '.join(holes)}.")
        elif float(weights[row.notna()].sum()) <= 0:
            why = Statement("有权重的指标均无数据。", "No figure for any indicator that has a weight.")
        else:
            continue
        found.append(Exclusion(str(region), why))
    return tuple(found)


def _holes(field: pd.DataFrame) -> str:
    blank = ", ".join(str(name) for name in field.columns[field.isna().all()])
    return f" No region has a figure for {blank}; leave it out." if blank else ""


def _shifted(kept: pd.DataFrame, method: str) -> list[Statement]:
    """Say which regions are scored on fewer indicators than the others."""
    notes = []
    for region, row in kept[kept.isna().any(axis="columns")].iterrows():
        holes = [str(name) for name in kept.columns[row.isna()]]
        zh = f"{region}缺{'、'.join(holes)}数据，其权重按比例分给其余指标，得分与其他地区不完全可比。"
        en = f"{region} has no figure for {', '.join(holes)}; the weight goes to its other indicators in "
        notes.append(Statement(zh, en + "proportion, so its score is not fully comparable."))
    if notes and method.startswith("entropy"):
        whole = len(kept.dropna())
        zh, en = (
            f"熵权由数据完整的{whole}个地区算出。",
            f"Entropy weights come from the {whole} regions without blanks.",
        )
        notes.append(Statement(zh, en))
    return notes

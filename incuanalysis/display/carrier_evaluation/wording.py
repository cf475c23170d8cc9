"""Words that the sections of the evaluation of carriers share: types, levels, grades and limits on length."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.evaluation.lifecycle.wording import LEVEL_NAMES

if TYPE_CHECKING:
    from incuanalysis.evaluation.documents.carrier_evaluation import CarrierEvaluation, Step

__all__ = [
    "ANNEXED",
    "DETAILED",
    "OPEN",
    "TYPES",
    "annex_labels",
    "blocks_of",
    "by_class",
    "cite",
    "disagreeing",
    "distribution",
    "level_name",
    "order",
]

TYPES = {"incubator": "孵化器", "makerspace": "众创空间", "accelerator": "加速器", "park": "科创园"}
#: What is printed for a grade that missing data can still change.
OPEN = "待定"
#: Carriers up to which every item is shown with its arithmetic, and every step with its conditions.
DETAILED = 24
#: Rows of the ranking in the text; of more, it is the first annex.
ANNEXED = 40
# Blocks of conditions in the annex at most.
_BLOCKS = 30


def level_name(level: object) -> str:
    """Return a level in words; 未认定 for none.

    Examples
    --------
    >>> level_name("municipal"), level_name(None)
    ('市级', '未认定')
    """
    return LEVEL_NAMES[str(level)][0] if level in LEVEL_NAMES else "未认定"


def order(data: CarrierEvaluation) -> list[str]:
    """Return the scheme's grades, best first."""
    return [one.name.zh for one in data.scheme.grading.grades] if data.scheme.grading else []


def distribution(rows: pd.DataFrame, data: CarrierEvaluation) -> dict[str, int]:
    """Count grades, best first, those that are open last."""
    given = rows["grade"].where(rows["grade"] != "", OPEN)
    names = list(dict.fromkeys([*order(data), *given[given != OPEN], OPEN]))
    return {name: int((given == name).sum()) for name in names if (given == name).any()}


def by_class(data: CarrierEvaluation) -> dict[str, pd.DataFrame]:
    """Return the results of each class in the scheme's order; one without a name where the scheme has no classes."""
    return {str(name): rows for name, rows in data.results.groupby("class_name", sort=False)}


def cite(data: CarrierEvaluation) -> str:
    """Name the scheme with its document, or that it is ours."""
    document = data.scheme.document
    if document is None or data.scheme.ours:
        return f"“{data.scheme.name.zh}”（本报告自定）"
    number = f"（{document.number}）" if document.number else ""
    return f"《{document.title.zh}》{number}"


def blocks_of(data: CarrierEvaluation) -> tuple[Step, ...]:
    """Return the carriers whose conditions the annex shows: all where they are few, else those near the next level."""
    known = [one for one in data.steps if one.known]
    if len(known) > DETAILED:
        known = [one for one in known if one.near]
    return tuple(known[:_BLOCKS])


def annex_labels(data: CarrierEvaluation) -> dict[str, str]:
    """Return the annexes that it has → their labels: ``items``, ``ranking``, ``matrix``, ``details``, ``steps``."""
    count = len(data.results)
    has = {
        "items": bool(data.scheme.groups or data.scheme.bonus),
        "ranking": count > ANNEXED,
        "matrix": count > 0,
        "details": 0 < count <= DETAILED,
        "steps": bool(blocks_of(data)),
    }
    return {name: f"附件{number}" for number, name in enumerate((name for name in has if has[name]), 1)}


def disagreeing(data: CarrierEvaluation) -> list[str]:
    """Return the carriers whose grade on record is not the one that their points come to."""
    if data.scored is None or data.results.empty:
        return []
    computed = dict(zip(data.scored.grades["carrier"], data.scored.grades["grade"], strict=True))
    recorded = data.results[data.results["how"] == "recorded"]
    pairs = zip(recorded["carrier"], recorded["name"], recorded["grade"], strict=True)
    return [str(name) for carrier, name, grade in pairs if computed.get(carrier) not in (None, grade)]

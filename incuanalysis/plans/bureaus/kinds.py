"""The kinds of documents that an office issues, and by which periods they go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from incuanalysis.vocabulary.periods import Period

__all__ = ["DOCUMENT_KINDS", "DocumentKind", "Every", "issue_number"]

Every = Literal["month", "quarter", "year", "any"]


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document.

    Parameters
    ----------
    zh, en
        What it is called.
    every
        The periods that it is about; ``any`` where they are not fixed. Those by month and quarter have issues.
    """

    zh: str
    en: str
    every: Every


#: Id of the kind (also the name of its notebook) → what it is.
DOCUMENT_KINDS: Mapping[str, DocumentKind] = {
    "monthly_monitoring": DocumentKind("月度监测简报", "Monthly monitoring brief", "month"),
    "quarterly_bulletin": DocumentKind("季度通报", "Quarterly bulletin", "quarter"),
    "annual_assessment": DocumentKind("年度考核通报", "Yearly assessment of units", "year"),
    "carrier_evaluation": DocumentKind("孵化载体绩效评价通报", "Evaluation of carriers", "year"),
    "unit_statement": DocumentKind("数据核对单", "Statement for a unit", "any"),
    "plan_review": DocumentKind("行动计划终期评估", "Review of the plan", "any"),
    "scheme_showcase": DocumentKind("评分方法实例", "A scheme applied", "any"),
    "cluster_atlas": DocumentKind("孵化集群“一件事”图谱", "Atlas of the cluster", "any"),
}


def issue_number(every: Every, period: Period) -> int | None:
    """Return the number of an issue within its year: the month or the quarter; None for what has no issues.

    Examples
    --------
    >>> issue_number("month", Period.parse("2023-09")), issue_number("quarter", Period.parse("2023Q3"))
    (9, 3)
    """
    if every == "month" and period.months == 1:
        return period.last.month
    if every == "quarter" and period.months == 3 and period.last.month % 3 == 0:
        return period.last.month // 3
    return None

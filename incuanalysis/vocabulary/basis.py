"""The basis of a number: what stretch of time it stands for."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Basis"]


class Basis(StrEnum):
    """One word for observations, indicators and targets alike.

    ``stock`` is a state at the end of the period (期末数); ``period`` a flow within it (当期数);
    ``ytd`` a flow since January (1—9月); ``since_start`` a flow since the plan's start;
    ``since_founding`` a running total over all time (历史累计); ``per_year`` a rate by the year;
    ``share`` a part of a whole in per cent.
    """

    STOCK = "stock"
    PERIOD = "period"
    YTD = "ytd"
    SINCE_START = "since_start"
    SINCE_FOUNDING = "since_founding"
    PER_YEAR = "per_year"
    SHARE = "share"

    def label(self, language: str = "zh") -> str:
        """Return the basis in words (``zh`` or ``en``)."""
        return _LABELS[self][0 if language == "zh" else 1]


_LABELS = {
    Basis.STOCK: ("期末数", "at the end of the period"),
    Basis.PERIOD: ("当期数", "in the period"),
    Basis.YTD: ("年初以来累计", "since the beginning of the year"),
    Basis.SINCE_START: ("计划期累计", "since the plan's start"),
    Basis.SINCE_FOUNDING: ("历史累计", "since founding"),
    Basis.PER_YEAR: ("年均", "per year"),
    Basis.SHARE: ("占比", "share"),
}

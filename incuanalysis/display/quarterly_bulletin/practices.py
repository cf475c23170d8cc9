"""What units did, in their own words: records of texts, else the measures of their returns; nothing is generated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.items import Prose
from incuanalysis.display.quarterly_bulletin.wording import not_given, shown_texts

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.quarterly import Quarterly

__all__ = ["practices"]


def practices(data: Quarterly, report: Report) -> Prose:
    """Return what was written of practices; that nothing was, where nothing was."""
    text = shown_texts(data.written("practices"))
    return Prose(stamp(report), text or not_given(report, "各单位未提供本季度工作做法材料。", "practices"))

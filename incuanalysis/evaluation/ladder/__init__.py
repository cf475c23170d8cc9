"""The ladder of firms, 双清零 and 入库联动: what the roster of firms says from year to year.

Counts may be published. Whatever names firms comes from functions whose frames carry ``attrs["confidential"] = True`` and
is for the internal result only.
"""

from __future__ import annotations

from incuanalysis.evaluation.ladder.clearing import entry_links, zero_counts, zero_lists
from incuanalysis.evaluation.ladder.model import ABSENT, UNKNOWN, Ladder, open_ladder, read_ladder
from incuanalysis.evaluation.ladder.moves import classify, movers, steps, transitions

__all__ = [
    "ABSENT",
    "UNKNOWN",
    "Ladder",
    "classify",
    "entry_links",
    "movers",
    "open_ladder",
    "read_ladder",
    "steps",
    "transitions",
    "zero_counts",
    "zero_lists",
]

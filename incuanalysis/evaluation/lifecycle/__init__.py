"""Dynamic management over years: what follows from grades, as proposals until a person decides."""

from __future__ import annotations

from incuanalysis.evaluation.lifecycle.criticism import criticism
from incuanalysis.evaluation.lifecycle.model import LifecycleRule, open_lifecycle, read_lifecycle, rules_for
from incuanalysis.evaluation.lifecycle.run import LIFECYCLE_COLUMNS, lifecycle
from incuanalysis.evaluation.lifecycle.wording import PROPOSALS, STATES

__all__ = [
    "LIFECYCLE_COLUMNS",
    "PROPOSALS",
    "STATES",
    "LifecycleRule",
    "criticism",
    "lifecycle",
    "open_lifecycle",
    "read_lifecycle",
    "rules_for",
]

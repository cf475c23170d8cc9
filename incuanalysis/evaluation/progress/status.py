"""Statuses of a target line, their words, and how one is told from the numbers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from incuanalysis.evaluation.progress.reports import Array
from incuanalysis.plans.model import Thresholds

__all__ = ["STATUSES", "Situation", "status_label", "statuses"]

_LABELS = {
    "not_due_yet": ("未到期", "not due yet"),
    "not_reported": ("未报", "not reported"),
    "done": ("已完成", "done"),
    "ahead": ("快于序时", "ahead of schedule"),
    "on_schedule": ("达序时", "on schedule"),
    "behind": ("滞后", "behind"),
    "far_behind": ("严重滞后", "far behind"),
    "in_progress": ("推进中", "in progress"),
    "missed": ("未完成", "missed"),
}
#: All statuses, in a fixed order.
STATUSES: tuple[str, ...] = tuple(_LABELS)
# Sums of decimal fractions that are equal on paper differ in the last binary digits.
_DIGITS = 9


def status_label(status: str, language: str = "zh") -> str:
    """Return a status in words (``zh`` or ``en``).

    Examples
    --------
    >>> status_label("far_behind"), status_label("far_behind", "en")
    ('严重滞后', 'far behind')
    """
    return _LABELS[status][0 if language == "zh" else 1]


class Situation(NamedTuple):
    """What a status is told from: arrays of one shape.

    ``begun`` – the way has begun; ``reported`` – there is a value; ``met`` – the line is met; ``over`` – the due month's
    end is reached; ``paced`` – a pace can be judged; ``gap`` – points of completion against schedule.
    """

    begun: Array
    reported: Array
    met: Array
    over: Array
    paced: Array
    gap: Array


def statuses(now: Situation, limits: Thresholds) -> Array:
    """Return the status of each place as its position in :data:`STATUSES`.

    The first that holds counts: not begun, not reported, met, over and not met, no pace to judge, and then by the gap.
    A gap that equals a limit is not beyond it.

    Examples
    --------
    >>> yes, no = np.array([True, True]), np.array([False, False])
    >>> codes = statuses(Situation(yes, yes, no, no, yes, np.array([-5.0, -5.1])), Thresholds())
    >>> [STATUSES[code] for code in codes]
    ['on_schedule', 'behind']
    """
    gap = np.round(now.gap, _DIGITS)
    cases = [
        (~now.begun, "not_due_yet"),
        (~now.reported, "not_reported"),
        (now.met, "done"),
        (now.over, "missed"),
        (~now.paced | np.isnan(gap), "in_progress"),
        (gap > limits.ahead, "ahead"),
        (gap < -limits.far_behind, "far_behind"),
        (gap < -limits.behind, "behind"),
    ]
    codes = np.full(np.shape(gap), STATUSES.index("on_schedule"), dtype=np.int8)
    for case, name in reversed(cases):
        codes[np.broadcast_to(case, codes.shape)] = STATUSES.index(name)
    return codes

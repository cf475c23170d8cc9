"""Lights of targets and tasks: how they look, in colour and in grey, and how they are counted in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incuanalysis.display import theme
from incuanalysis.evaluation.ledgers.maps import TARGET_LIGHTS
from incuanalysis.evaluation.ledgers.states import LIGHTS
from incuanalysis.evaluation.progress.status import STATUSES, status_label

if TYPE_CHECKING:
    from incuanalysis.display.context import Report

__all__ = ["BARS", "INK", "LOOKS", "Look", "marked", "tally", "tally_lights"]

INK = "#2B3642"


@dataclass(frozen=True, slots=True)
class Look:
    """A light's cell: its face, and the ink and shape of the sign in it; faces differ in lightness."""

    face: str
    ink: str
    marker: str


#: Light → look; the signs are those of :data:`incuanalysis.evaluation.ledgers.states.LIGHTS`.
LOOKS = {
    "red": Look("#B5402B", "white", "x"),
    "yellow": Look("#E8B23A", INK, "^"),
    "green": Look("#DCEFE7", "#1E5F4B", "o"),
    "grey": Look(theme.PALE, theme.GREY, "_"),
}
#: Light → face and hatch of a bar.
BARS = {
    "red": (theme.ACCENT, "////"),
    "yellow": ("#E3B061", ""),
    "green": (theme.BLUE, ""),
    "grey": ("#BFCDDC", ""),
}


def marked(status: str, report: Report) -> str:
    """Return a target's status with the sign of its light: △ 滞后."""
    return f"{LIGHTS[TARGET_LIGHTS[status]].mark} {report.say(status_label(status), status_label(status, 'en'))}"


def tally(statuses: Iterable[str], report: Report) -> str:
    """Count statuses in words, best first: 已完成3项、滞后4项."""
    found = list(statuses)
    order = (
        "done",
        "ahead",
        "on_schedule",
        "in_progress",
        "behind",
        "far_behind",
        "missed",
        "not_reported",
        "not_due_yet",
    )
    counts = [(one, found.count(one)) for one in (*order, *(set(STATUSES) - set(order))) if one in found]
    zh = "、".join(f"{status_label(one)}{count}项" for one, count in counts)
    return report.say(zh, ", ".join(f"{count} {status_label(one, 'en')}" for one, count in counts))


def tally_lights(lights: Iterable[str], report: Report) -> str:
    """Count lights in words, worst first: 红灯1项、绿灯8项."""
    found = list(lights)
    counts = [(LIGHTS[one], found.count(one)) for one in LOOKS if one in found]
    zh = "、".join(f"{light.zh}{count}项" for light, count in counts)
    return report.say(zh, ", ".join(f"{count} {light.en.lower()}" for light, count in counts))

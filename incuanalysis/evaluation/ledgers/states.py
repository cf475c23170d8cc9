"""The statuses that units write in ledgers, the lights of a 作战图, and their names in two languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from incuanalysis.evaluation.progress.status import STATUSES, status_label
from incuanalysis.vocabulary.matching import normalise

__all__ = [
    "LIGHTS",
    "MILESTONE_STATES",
    "NOT_REPORTED",
    "PLACE_STATES",
    "STAGES",
    "TARGET_STATES",
    "TASK_STATES",
    "Label",
    "Light",
    "find_state",
    "label",
]


@dataclass(frozen=True, slots=True)
class Label:
    """A name in Chinese and English."""

    zh: str
    en: str

    def name(self, language: str = "zh") -> str:
        """Return the name in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Light:
    """A light of a 作战图; ``mark`` tells the lights apart where it is printed in grey."""

    zh: str
    en: str
    mark: str


NOT_REPORTED = "not_reported"

#: What a unit says of a task; ``not_reported`` is the package's own, for a unit without a record.
TASK_STATES: Mapping[str, Label] = {
    "not_started": Label("未启动", "Not started"),
    "under_way": Label("推进中", "Under way"),
    "done": Label("已完成", "Done"),
    "behind": Label("滞后", "Behind"),
    "changed": Label("已调整", "Changed"),
    NOT_REPORTED: Label("未报", "Not reported"),
}

#: How far a site or a project is, in order; ``unstated`` where neither its register nor a record says so.
PLACE_STATES: Mapping[str, Label] = {
    "planned": Label("谋划", "Planned"),
    "signed": Label("签约", "Signed"),
    "building": Label("在建", "Under construction"),
    "topped_out": Label("结顶", "Topped out"),
    "completed": Label("竣工", "Completed"),
    "in_use": Label("投用", "In use"),
    "changed": Label("已调整", "Changed"),
    "unstated": Label("未列明", "Not stated"),
}

#: 增量、存量、潜量 of sites, as the register keeps them.
STAGES: Mapping[str, Label] = {
    "growth": Label("增量", "New space"),
    "stock": Label("存量", "Existing space"),
    "potential": Label("潜量", "Potential space"),
    "unstated": Label("未列明", "Not stated"),
}

MILESTONE_STATES: Mapping[str, Label] = {
    "reached": Label("已实现", "Reached"),
    "missed": Label("未实现", "Missed"),
    "not_reported": Label("未报", "Not reported"),
    "not_due_yet": Label("未到期", "Not due yet"),
    "pending": Label("待认定", "To be decided"),
}

#: Statuses of target lines, and of tasks past their deadline.
TARGET_STATES: Mapping[str, Label] = {
    **{id: Label(status_label(id), status_label(id, "en").capitalize()) for id in STATUSES},
    "overdue": Label("逾期", "Overdue"),
}

LIGHTS: Mapping[str, Light] = {
    "green": Light("绿灯", "Green", "○"),
    "yellow": Light("黄灯", "Yellow", "△"),
    "red": Light("红灯", "Red", "×"),
    "grey": Light("灰灯", "Grey", "—"),
}


def label(states: Mapping[str, Label], id: str, language: str = "zh") -> str:
    """Return a state's name; an id that is not in the table stands for itself.

    Examples
    --------
    >>> label(TASK_STATES, "behind"), label(TASK_STATES, "behind", "en")
    ('滞后', 'Behind')
    """
    known = states.get(id)
    return known.name(language) if known else id


def find_state(text: str, states: Mapping[str, Label], among: Iterable[str] | None = None) -> str | None:
    """Return the id of a state given by id or name, None if there is no such state.

    Examples
    --------
    >>> find_state(" 已完成", TASK_STATES), find_state("done", TASK_STATES), find_state("好", TASK_STATES)
    ('done', 'done', None)
    """
    wanted = normalise(text)
    for id in states if among is None else among:
        if wanted in (id, normalise(states[id].zh), normalise(states[id].en)):
            return id
    return None

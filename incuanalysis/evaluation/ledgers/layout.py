"""Which columns the workbooks of the three ledgers have: what is shown, and what a unit fills in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.ledgers.dates import is_blank, say_month
from incuanalysis.evaluation.ledgers.projects import PROJECTS
from incuanalysis.evaluation.ledgers.sites import SITES
from incuanalysis.evaluation.ledgers.states import PLACE_STATES, STAGES, TASK_STATES, Label, label
from incuanalysis.evaluation.ledgers.tasks import WRITTEN_TASK_STATES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ENTRIES", "LAYOUTS", "LONGEST", "Entry", "Layout", "Shown", "layout_of", "shown_text"]

#: Characters of a text that a unit fills in; longer ones are refused.
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """A locked column: of the ledger, how it is written, and its width in digits."""

    column: str
    heading: str
    width: float
    form: Literal["text", "month", "role", "stage", "number"] = "text"


@dataclass(frozen=True, slots=True)
class Entry:
    """A column that a unit fills in: of the records, where the ledger keeps it, and what it may hold."""

    field: str
    column: str
    heading: str
    width: float
    form: Literal["state", "day", "text", "month"] = "text"
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of ledger as a workbook.

    Parameters
    ----------
    records
        Kind of the records that come back.
    title, sheet
        Of the workbook.
    keys
        Columns that name a row, in the ledger and in the records.
    shown
        Locked columns after 序号.
    state
        Column of the ledger that holds the status.
    states
        Statuses that may be filled in, by id.
    """

    records: str
    title: str
    sheet: str
    keys: tuple[str, ...]
    shown: tuple[Shown, ...]
    state: str
    states: Mapping[str, Label]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The columns to be filled in."""
        return (Entry("status", self.state, "状态", 10.0, "state"), *ENTRIES)


ENTRIES = (
    Entry("date", "on", "状态日期", 13.0, "day", "填当前状态形成的日期，如2023-09-30。"),
    Entry("milestone", "milestone", "进展（里程碑）", 30.0, prompt="填已达到的节点或当前进展。"),
    Entry("evidence", "evidence", "佐证材料", 22.0, prompt="填文件名称、文号或公示网址。"),
    Entry("document", "document", "调整依据文号", 18.0, prompt="状态为“已调整”的必填。"),
    Entry("due", "", "调整后时限", 12.0, "month", "仅状态为“已调整”时填写，如2024-06。"),
    Entry("note", "note", "备注", 18.0),
)

_ROLES = {"lead": "牵头", "joint": "配合"}
_UNIT = Shown("unit", "责任单位", 18.0)
_DUE = Shown("due", "完成时限", 12.0, "month")

LAYOUTS = (
    Layout(
        "task_status",
        "任务进展台账",
        "任务台账",
        ("plan", "task", "unit"),
        (
            Shown("task", "任务序号", 6.0, "number"),
            Shown("title", "任务", 34.0),
            _UNIT,
            Shown("role", "分工", 7.0, "role"),
            _DUE,
        ),
        "status",
        {id: TASK_STATES[id] for id in WRITTEN_TASK_STATES},
    ),
    Layout(
        SITES.records,
        "孵化空间台账",
        "空间台账",
        ("site",),
        (
            Shown("name", "空间（地块）", 26.0),
            Shown("stage", "类别", 7.0, "stage"),
            Shown("area", "建筑面积（平方米）", 13.0, "number"),
            _UNIT,
            Shown("due", "可用时间", 12.0, "month"),
        ),
        "state",
        {id: PLACE_STATES[id] for id in SITES.states},
    ),
    Layout(
        PROJECTS.records,
        "科创项目台账",
        "项目台账",
        ("project",),
        (
            Shown("name", "项目", 26.0),
            Shown("investment", "总投资（万元）", 12.0, "number"),
            Shown("area", "建筑面积（平方米）", 13.0, "number"),
            _UNIT,
            Shown("due", "计划竣工时间", 12.0, "month"),
        ),
        "state",
        {id: PLACE_STATES[id] for id in PROJECTS.states},
    ),
)


def layout_of(ledger: pd.DataFrame) -> Layout:
    """Return the layout of a ledger, known by its columns.

    Raises
    ------
    BadInputError
        If it is none of the three.
    """
    for layout in LAYOUTS:
        needed = {*layout.keys, *(shown.column for shown in layout.shown), layout.state, "on"}
        if needed <= set(ledger.columns):
            return layout
    raise BadInputError(
        f"write_ledger: found the columns {', '.join(map(str, ledger.columns))}; expected a ledger of tasks, sites or"
        " projects as task_ledger, site_ledger or project_ledger return it.",
        "所给数据表不是任务、空间或项目台账，无法生成填报表。",
    )


def shown_text(shown: Shown, value: Any) -> str:
    """Return what stands in a locked column."""
    if is_blank(value):
        return ""
    match shown.form:
        case "month":
            return say_month(str(value))
        case "role":
            return _ROLES.get(str(value), str(value))
        case "stage":
            return label(STAGES, str(value))
        case "number":
            return f"{float(value):.2f}".rstrip("0").rstrip(".")
    return str(value)

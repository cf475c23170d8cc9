"""Status of the plan's tasks and milestones of the sample's districts, half a year after half a year."""

from __future__ import annotations

import datetime as dt

from incuanalysis.evaluation.ledgers.units import expand, unit_list
from incuanalysis.evaluation.sample.district import Row, SampleDistrict, dated, numbered, quarters
from incuanalysis.intake.sample.dice import Dice
from incuanalysis.plans.model import Task

__all__ = ["milestone_rows", "task_rows"]

_SILENT = 0.06  # of the units, that never report on a task
_BEHIND = 0.14
_UNDER_WAY = ("已制定工作方案", "已明确项目清单", "已与合作单位对接", "已开展前期摸底")
_BEHIND_NOTES = (
    "场地改造手续办理时间较长，预计顺延一个季度（演示）",
    "合作协议尚未签订，正在协商（演示）",
    "资金安排未落实，已列入下半年预算调整（演示）",
    "人员变动，工作交接中（演示）",
)


def task_rows(district: SampleDistrict) -> list[Row]:
    """Return what the responsible units reported of each task: under way, done, behind with the reason; some nothing."""
    units = district.inquiry.units
    listed = unit_list([{str(k): v for k, v in row.items()} for row in units.to_dict("records")])
    rows: list[Row] = []
    for task in district.plan.tasks:
        names = dict.fromkeys(unit.name for entry in (*task.lead, *task.joint) for unit in expand(entry, listed))
        for name in names:
            rows += _course(district, task, name)
    return sorted(rows, key=lambda row: (row["recorded_at"], row["task"], row["unit"]))


def _course(district: SampleDistrict, task: Task, unit: str) -> list[Row]:
    """Return a unit's reports on one task."""
    dice = district.dice(f"task/{task.number}/{unit}")
    if dice.random() < _SILENT:
        return []
    ends = [quarter for quarter in quarters(district.plan_years) if quarter.last.month in (6, 9, 12)]
    begun = dice.randint(0, 2)
    done = begun + dice.randint(2, max(3, len(ends)))
    behind = dice.randint(begun + 1, done) if dice.random() < _BEHIND * 2 else -1
    rows = []
    told = ""
    for number, quarter in enumerate(ends):
        status = (
            "not_started"
            if number < begun
            else "done"
            if number >= done
            else "behind"
            if number == behind
            else "under_way"
        )
        if status == told and not (status == "under_way" and number % 2):
            continue
        told = status
        rows.append(_report(district, task, unit, status, quarter.last.last_day(), dice))
        if status == "done":
            break
    return rows


def _report(district: SampleDistrict, task: Task, unit: str, status: str, day: dt.date, dice: Dice) -> Row:
    row = {"plan": district.plan.id, "task": task.number, "unit": unit, "status": status}
    match status:
        case "under_way":
            row |= {"milestone": f"{dice.choice(_UNDER_WAY)}（演示）"}
        case "done":
            row |= {"milestone": "已完成并报送总结（演示）", "evidence": f"演示材料{dice.randint(1, 99):02d}"}
        case "behind":
            row |= {"note": dice.choice(_BEHIND_NOTES)}
    return dated(row, day, unit, "演示填报", days=dice.randint(2, 8))


def milestone_rows(district: SampleDistrict) -> list[Row]:
    """Return what was told of the milestones that people decide: most reached in the plan's course, some not."""
    dice = district.dice("milestones")
    rows = []
    days = [quarter.last.last_day() for quarter in quarters(district.plan_years)]
    for number, milestone in enumerate(district.plan.milestones, start=1):
        chance, day = dice.random(), days[dice.randint(1, len(days) - 1)]
        if milestone.indicator is not None or chance > 0.85:
            continue
        state = "reached" if chance < 0.65 else "not_reached"
        row = {"plan": district.plan.id, "milestone": milestone.id, "state": state}
        row |= (
            {"evidence": f"演示材料M{number:02d}"}
            if state == "reached"
            else {"note": "尚在推进，未达到判定条件（演示）"}
        )
        rows.append(dated(row, day, district.office, numbered(district, day.year, 20 + number)))
    return sorted(rows, key=lambda row: (row["recorded_at"], row["milestone"]))

"""What a 作战图 (targets or tasks × months, with lights) and a 清单表 need as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.ledgers.dates import as_month, month_end, say_day, say_month
from incuanalysis.evaluation.ledgers.records import lines_of, with_entity
from incuanalysis.evaluation.ledgers.states import LIGHTS, NOT_REPORTED, TARGET_STATES, TASK_STATES, label
from incuanalysis.evaluation.ledgers.tasks import completion_by_task, ledgers
from incuanalysis.plans.model import Plan
from incuanalysis.vocabulary.periods import Month

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

__all__ = ["CHECKLIST_HEADS", "MAP_COLUMNS", "TARGET_LIGHTS", "battle_map", "checklist", "grid", "task_map"]

MAP_COLUMNS = ("row", "name", "name_en", "unit", "due", "month", "status", "light", "mark", "text", "text_en")

#: Headings of a 清单表: column → Chinese and English.
CHECKLIST_HEADS: Mapping[str, tuple[str, str]] = {
    "number": ("序号", "No."),
    "task": ("任务", "Task"),
    "units": ("责任单位", "Responsible units"),
    "progress": ("进展", "Progress"),
    "status": ("状态", "Status"),
    "due": ("完成时限", "Deadline"),
}

#: Status of a target line → light.
TARGET_LIGHTS: Mapping[str, str] = {
    "done": "green", "ahead": "green", "on_schedule": "green", "behind": "yellow", "far_behind": "red",
    "missed": "red", "not_reported": "grey", "not_due_yet": "grey", "in_progress": "grey",
}  # fmt: skip
_TASK_LIGHTS = {"done": "green", "under_way": "green", "behind": "yellow"}


def battle_map(
    progress: pd.DataFrame, *, plan: Plan | None = None, line: str = "base", months: Iterable[str] | None = None
) -> pd.DataFrame:
    """Return the lights of targets by month.

    Parameters
    ----------
    progress
        From :func:`incuanalysis.evaluation.progress.measured.progress`, or any frame with ``entity`` (or ``region``,
        ``carrier``), ``target``, ``line``, ``month``, ``status``, ``due`` and, where there is one, ``name``.
    plan
        Where the targets' names come from if the frame has none.
    line
        Which line of the targets.
    months
        Which months, as ``2023-09``; by default those of the frame.

    Returns
    -------
    DataFrame
        One row an entity, target and month: ``row`` (the target's id), ``name``, ``name_en``, ``unit`` (the entity),
        ``due``, ``month``, ``status``, ``light``, ``mark`` (a sign that is told apart in grey), ``text``, ``text_en``
        (the status in words). Rows in the order of the frame, months in their own.

    Notes
    -----
    Green: done, ahead or on schedule. Yellow: behind. Red: far behind or missed. Grey: not reported, not due yet, and
    what is in progress without a pace being judged (small counts, yearly recognitions). A month without a row in the
    frame is not reported.
    """
    progress = with_entity(progress)
    _refuse_missing(progress, ("entity", "target", "line", "month", "status", "due"), "battle_map")
    chosen = lines_of(progress[progress["line"] == line])
    states: dict[tuple[str, str], dict[str, str]] = {}
    heads: dict[tuple[str, str], dict[str, Any]] = {}
    for row in chosen:
        key = (str(row["entity"]), str(row["target"]))
        states.setdefault(key, {})[str(_month(row.get("month")))] = str(row["status"])
        heads.setdefault(key, row)
    wanted = _months(months) if months is not None else sorted({month for by in states.values() for month in by})
    names = {target.id: target.name for target in plan.targets} if plan else {}
    rows = []
    for (entity, target), by_month in states.items():
        head = heads[entity, target]
        known = names.get(target)
        name = str(head.get("name", known.zh if known else target))
        entry = {"row": target, "name": name, "name_en": str(head.get("name_en", known.en if known else name))}
        for month in wanted:
            status = by_month.get(month, "not_reported")
            light = TARGET_LIGHTS.get(status)
            if light is None:
                raise BadInputError(
                    f"battle_map: target {target}, {month}: unknown status {status!r}; expected one of"
                    f" {', '.join(TARGET_LIGHTS)}.",
                    f"目标{target}的{say_month(month)}状态“{status}”无法识别。",
                )
            place = {"unit": entity, "due": str(_month(head.get("due"))), "month": month}
            rows.append({**entry, **place, **_light(light, status, TARGET_STATES)})
    return _frame(rows)


def task_map(
    plan: Plan,
    records: pd.DataFrame | None,
    units: pd.DataFrame | None,
    months: Iterable[str],
    *,
    by_unit: bool = False,
    as_of: object = None,
) -> pd.DataFrame:
    """Return the lights of tasks by month.

    Parameters
    ----------
    plan, records, units, as_of
        As of :func:`~incuanalysis.evaluation.ledgers.tasks.task_ledger`.
    months
        Which months, as ``2023-09``; each is judged at its last day.
    by_unit
        One row a task and unit; otherwise a task as a whole, for which its lead units decide.

    Returns
    -------
    DataFrame
        As of :func:`battle_map`, with ``row`` the task's number; ``unit`` is empty for a task as a whole.

    Notes
    -----
    Green: done, or under way within the deadline. Yellow: behind, as the unit itself says. Red: past the deadline and
    not done, whether reported or not. Grey: not reported, not started, or changed by a document.
    """
    rows = []
    wanted = _months(months)
    found = ledgers(plan, records, units, [month_end(month) for month in wanted], as_of=as_of)
    for month, ledger in zip(wanted, found, strict=True):
        frame = ledger if by_unit else completion_by_task(ledger)
        for row in lines_of(frame):
            entry = {
                "row": str(row["task"]),
                "name": row["title"],
                "name_en": row["title_en"],
                "unit": row["unit"] if by_unit else None,
                "due": row["due"],
                "month": month,
            }
            rows.append({**entry, **_task_light(str(row["status"]), overdue=bool(row["overdue"]))})
    order = {month: place for place, month in enumerate(dict.fromkeys(row["month"] for row in rows))}
    seen: dict[tuple[str, str | None], int] = {}
    for row in rows:
        seen.setdefault((row["row"], row["unit"]), len(seen))
    rows.sort(key=lambda row: (int(row["row"]), seen[row["row"], row["unit"]], order[row["month"]]))
    return _frame(rows)


def grid(lights: pd.DataFrame, show: str = "mark") -> pd.DataFrame:
    """Return a map with a column a month.

    Parameters
    ----------
    lights
        From :func:`battle_map` or :func:`task_map`.
    show
        What stands in the cells: ``mark``, ``light``, ``status``, ``text`` or ``text_en``.

    Returns
    -------
    DataFrame
        ``row``, ``name``, ``unit``, ``due`` (as at the last month), then one column a month.
    """
    import pandas as pd

    months = sorted(set(lights["month"]))
    rows: dict[tuple[object, object], dict[str, Any]] = {}
    for row in lines_of(lights):
        unit = row.get("unit")
        entry = rows.setdefault((row["row"], unit), {"row": row["row"], "name": row["name"], "unit": unit})
        entry["due"] = row.get("due")
        entry[row["month"]] = row[show]
    return pd.DataFrame.from_records(list(rows.values()), columns=["row", "name", "unit", "due", *months])


def checklist(ledger: pd.DataFrame, language: str = "zh") -> pd.DataFrame:
    """Return the 清单表 of a ledger of tasks.

    Parameters
    ----------
    ledger
        From :func:`~incuanalysis.evaluation.ledgers.tasks.task_ledger`.
    language
        ``zh`` or ``en``.

    Returns
    -------
    DataFrame
        One row a task: ``number``, ``task``, ``units`` (lead units first and marked), ``progress`` (units by status
        and the latest milestone), ``status``, ``due``: texts under :data:`CHECKLIST_HEADS`; then ``light`` and
        ``mark``.
    """
    import pandas as pd

    zh = language == "zh"
    rows = []
    whole = {row["task"]: row for row in lines_of(completion_by_task(ledger))}
    for task, part in ledger.groupby("task", sort=False):
        head = whole[task]
        lights = _task_light(str(head["status"]), overdue=bool(head["overdue"]))
        due = say_month(str(head["due"]), language)
        stated = due if head["due_stated"] else f"{due}（计划期末）" if zh else f"{due} (end of the plan)"
        rows.append(
            {
                "number": task,
                "task": head["title" if zh else "title_en"],
                "units": _say_units(lines_of(part), language),
                "progress": _say_progress(head, lines_of(part), language),
                "status": lights["text" if zh else "text_en"],
                "due": stated,
                "light": lights["light"],
                "mark": lights["mark"],
            }
        )
    return pd.DataFrame.from_records(rows, columns=[*CHECKLIST_HEADS, "light", "mark"])


def _say_units(rows: list[dict[str, Any]], language: str) -> str:
    zh = language == "zh"
    mark = "（牵头）" if zh else " (lead)"
    return ("、" if zh else ", ").join(f"{row['unit']}{mark if row['role'] == 'lead' else ''}" for row in rows)


def _say_progress(whole: dict[str, Any], rows: list[dict[str, Any]], language: str) -> str:
    """Return the units by status, then the latest milestone with its date."""
    zh = language == "zh"
    counts = [(label(TASK_STATES, id, language), int(whole[id])) for id in TASK_STATES if whole[id]]
    latest = max((row for row in rows if "milestone" in row and "on" in row), key=lambda row: row["on"], default=None)
    if zh:
        text = f"{whole['units']}个责任单位：" + "、".join(f"{name}{count}个" for name, count in counts)
        if latest:
            text += f"。{latest['unit']}{say_day(_day(latest['on']))}报：{latest['milestone']}"
        return text
    text = f"Units: {whole['units']} (" + ", ".join(f"{name.lower()} {count}" for name, count in counts) + ")"
    return text + (f". {latest['unit']}, {latest['on']}: {latest['milestone']}" if latest else "")


def _day(text: str) -> dt.date:
    import datetime as dt

    return dt.date.fromisoformat(text)


def _task_light(status: str, *, overdue: bool) -> dict[str, str]:
    if not overdue:
        return _light(_TASK_LIGHTS.get(status, "grey"), status, TASK_STATES)
    found = _light("red", "overdue", TARGET_STATES)
    zh, en = label(TASK_STATES, status), label(TASK_STATES, status, "en").lower()
    tail = status == NOT_REPORTED
    return {**found, "text": "逾期未报" if tail else f"逾期（{zh}）", "text_en": f"Overdue ({en})"}


def _light(light: str, status: str, states: Mapping[str, Any]) -> dict[str, str]:
    text, text_en = label(states, status), label(states, status, "en")
    return {"status": status, "light": light, "mark": LIGHTS[light].mark, "text": text, "text_en": text_en}


def _months(months: Iterable[str]) -> list[str]:
    return [str(month) for month in sorted({_month(month) for month in months})]


def _month(value: object) -> Month:
    month = as_month(value)
    if month is None:
        raise BadInputError(f"{value!r} is no month; expected 2023-09.", f"“{value}”不是月份，应写作2023-09。")
    return month


def _refuse_missing(frame: pd.DataFrame, wanted: tuple[str, ...], what: str) -> None:
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        raise BadInputError(
            f"{what}: the column {missing[0]!r} is missing; expected {', '.join(wanted)}, found"
            f" {', '.join(map(str, frame.columns))}.",
            f"{what}：数据表缺少“{missing[0]}”列，应有{'、'.join(wanted)}。",
        )


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame.from_records(rows, columns=list(MAP_COLUMNS))

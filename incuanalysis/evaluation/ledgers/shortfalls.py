"""The units that missed the year: by target from a progress frame, by task from a ledger."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from incuanalysis.errors import BadInputError, NoDataError
from incuanalysis.evaluation.ledgers.dates import as_day, as_month, is_blank
from incuanalysis.evaluation.ledgers.records import lines_of, with_entity
from incuanalysis.vocabulary.periods import Month

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MISSED_COLUMNS", "missed_units", "missed_year"]

MISSED_COLUMNS = ("unit", "kind", "item", "name", "line", "due", "part", "status", "reason", "gap_value", "done_on")

_HARD_TO_TELL = 1e-9  # shares are quotients of floats
_NO_STATUS = {"not_due_yet"}


def missed_year(frame: pd.DataFrame, year: int, *, line: str = "base") -> pd.DataFrame:
    """Return what units did not complete in a year.

    Parameters
    ----------
    frame
        From :func:`incuanalysis.evaluation.progress.measured.progress`, or any frame with ``entity`` (or ``region``, ``carrier``),
        ``target``, ``line``, ``due``, ``status`` and, where there are any, ``month``, ``name``, ``gap_value``, ``to_go``,
        ``completion_year``, ``year_value``; or a ledger of
        :func:`~incuanalysis.evaluation.ledgers.tasks.task_ledger`.
    year
        The year.
    line
        Which line of targets decides; 未标线 (``base``) unless said otherwise.

    Returns
    -------
    DataFrame
        One row a unit and item: ``unit``, ``kind`` (``target``, ``task``), ``item`` (id or number), ``name``,
        ``line``, ``due``, ``part`` (``whole``: it was due in the year; ``year``: only the year's part of a later
        target), ``status`` at the year's end, ``reason`` (``missed`` 未完成, ``not_reported`` 未报, ``late`` 逾期完成),
        ``gap_value`` (what is missing, in the indicator's canonical unit), ``done_on`` (of a task done late).

    Raises
    ------
    BadInputError
        If the frame is neither, or its day is before the year's end.
    NoDataError
        If a progress frame has no rows for December of the year.

    Notes
    -----
    What was not reported cannot be counted as done and is listed with its own reason. A progress frame with a column
    ``month`` is read at December of the year; without, only targets due in the year are judged, by their status.
    """
    import pandas as pd

    frame = with_entity(frame)
    if {"entity", "target", "line", "due", "status"} <= set(frame.columns):
        rows = _targets(frame, year, line)
    elif {"task", "unit", "due", "status", "done_on", "at"} <= set(frame.columns):
        rows = _tasks(frame, year)
    else:
        raise BadInputError(
            f"missed_year: found the columns {', '.join(map(str, frame.columns))}; expected a progress frame (entity,"
            " target, line, due, status …) or a ledger of tasks (task, unit, due, status, done_on, at …).",
            "missed_year：数据表应为目标进度表（entity、target、line、due、status等列）或任务台账（task、unit、due、status等列）。",
        )
    found = pd.DataFrame.from_records(rows, columns=list(MISSED_COLUMNS))
    return found.astype({"gap_value": "float64"})


def missed_units(missed: pd.DataFrame) -> pd.DataFrame:
    """Return the list of units that missed the year.

    Parameters
    ----------
    missed
        From :func:`missed_year`, of targets or tasks or both, one below the other.

    Returns
    -------
    DataFrame
        ``unit``, ``items`` (how many), ``missed``, ``not_reported``, ``late`` (how many for each reason), ``names``
        (joined by 、); most items first, then by name.
    """
    import pandas as pd

    rows = [
        {
            "unit": unit,
            "items": len(part),
            **{reason: int((part["reason"] == reason).sum()) for reason in ("missed", "not_reported", "late")},
            "names": "、".join(dict.fromkeys(str(name) for name in part["name"])),
        }
        for unit, part in missed.groupby("unit", sort=True)
    ]
    frame = pd.DataFrame.from_records(rows, columns=["unit", "items", "missed", "not_reported", "late", "names"])
    return frame.sort_values(["items", "unit"], ascending=[False, True], kind="stable", ignore_index=True)


def _targets(frame: pd.DataFrame, year: int, line: str) -> list[dict[str, Any]]:
    december = Month(year, 12)
    chosen = frame[frame["line"] == line]
    if "month" in chosen.columns:
        chosen = chosen[[as_month(month) == december for month in chosen["month"]]]
        if chosen.empty and not frame.empty:
            raise NoDataError(
                f"missed_year: the progress frame has no row of the line {line!r} for {december}; evaluate progress for"
                " that month.",
                f"进度表中没有{year}年12月的“{line}”线数据，请先计算该月进度。",
            )
    # of a unit that did not report, only a column year_value tells whether there was a part of the year
    undated = "year_value" not in chosen.columns and "completion_year" in chosen.columns
    rows = []
    for row in lines_of(chosen):
        due = as_month(row.get("due"))
        if due is None:
            raise BadInputError(
                f"missed_year: target {row['target']}: found {row.get('due')!r} in 'due', expected a month such as 2024-12.",
                f"目标{row['target']}的时限“{row.get('due')}”无法识别，应写作2024-12。",
            )
        reason = _reason(row, due, year, has_part="year_value" in row or undated)
        if reason is None:
            continue
        whole = due.year == year
        gap = row.get("to_go" if whole and not is_blank(row.get("to_go")) else "gap_value")
        rows.append(
            {
                "unit": row["entity"],
                "kind": "target",
                "item": str(row["target"]),
                "name": row.get("name", row["target"]),
                "line": line,
                "due": str(due),
                "part": "whole" if whole else "year",
                "status": row["status"],
                "reason": reason,
                "gap_value": abs(float(gap)) if gap is not None and reason == "missed" else None,
                "done_on": None,
            }
        )
    return rows


def _reason(row: dict[str, Any], due: Month, year: int, *, has_part: bool) -> str | None:
    """Return why a target counts as missed in a year, None if it does not; ``has_part``: it has a part of the year."""
    status = row["status"]
    if status in _NO_STATUS:
        return None
    if due.year == year:
        return None if status == "done" else "not_reported" if status == "not_reported" else "missed"
    share = row.get("completion_year")
    if due.year < year or status == "done":
        return None
    if status == "not_reported":
        return "not_reported" if has_part else None
    return "missed" if share is not None and float(share) < 1 - _HARD_TO_TELL else None


def _tasks(ledger: pd.DataFrame, year: int) -> list[dict[str, Any]]:
    end = dt.date(year, 12, 31)
    rows = []
    for row in lines_of(ledger):
        at = as_day(row["at"])
        if at is None or at < end:
            raise BadInputError(
                f"missed_year: the ledger is of {row['at']}, before the end of {year}; make it for {end} or a later day.",
                f"任务台账的日期为{row['at']}，{year}年尚未结束，请按{year}年12月31日或以后的日期生成台账。",
            )
        due = as_month(row["due"])
        if due is None or due.year != year or (row["status"] == "changed" and not row["overdue"]):
            continue
        done = as_day(row.get("done_on"))
        if done is not None and done <= end:
            continue
        reason = "late" if done is not None else "not_reported" if row["status"] == "not_reported" else "missed"
        rows.append(
            {
                "unit": row["unit"],
                "kind": "task",
                "item": str(row["task"]),
                "name": row.get("title", row["task"]),
                "line": None,
                "due": str(due),
                "part": "whole",
                "status": row["status"],
                "reason": reason,
                "gap_value": None,
                "done_on": row.get("done_on"),
            }
        )
    return rows

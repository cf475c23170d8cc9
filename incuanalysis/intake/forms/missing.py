"""Which expected returns are missing, came late or are not due yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from rich.cells import cell_len

from incuanalysis.intake.forms.duties import Due

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Arrived", "Missing", "Unused", "missing", "missing_table", "say_missing"]

Unused = Literal["unreadable", "unusable", "blank"]
Status = Literal["missing", "late", "not_yet_due"]
_STATUS: dict[Status, str] = {"missing": "未报", "late": "迟报", "not_yet_due": "未到期"}
_UNUSED: dict[Unused, str] = {
    "unreadable": "收到但无法读取",
    "unusable": "收到但未能入库",
    "blank": "收到但没有数据",
}


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that came in and gave no return.

    Parameters
    ----------
    name
        Under which it came.
    day
        On which.
    state
        ``unreadable`` (a password, damaged, a kind that is not read), ``unusable`` (all its cells are quarantined) or
        ``blank`` (nothing filled in).
    """

    name: str
    day: dt.date
    state: Unused

    @property
    def label(self) -> str:
        """What it is called in lists."""
        return _UNUSED[self.state]


@dataclass(frozen=True, slots=True)
class Missing:
    """An expected return that has not come, or came late.

    Parameters
    ----------
    due
        What was expected.
    status
        ``missing`` (not received, overdue), ``late`` (received after the day) or ``not_yet_due``.
    days
        Days by which it is overdue or came late; those left where it is not due yet.
    received_on
        The day of a late return.
    arrived
        A file that came for it and could not be used: it is still missing, but was not forgotten.
    """

    due: Due
    status: Status
    days: int
    received_on: dt.date | None = None
    arrived: Arrived | None = None

    @property
    def label(self) -> str:
        """What it is called in lists."""
        return self.arrived.label if self.arrived else _STATUS[self.status]

    def as_dict(self) -> dict[str, Any]:
        """Return what ``--json`` prints of it."""
        received = self.received_on.isoformat() if self.received_on else None
        came = self.arrived
        file = {"state": came.state, "name": came.name, "received_on": came.day.isoformat()} if came else None
        return {**self.due.as_dict(), "status": self.status, "days": self.days, "received_on": received, "file": file}


def missing(
    expected: Sequence[Due], received: pd.DataFrame, today: dt.date, unused: Mapping[Due, Arrived] | None = None
) -> list[Missing]:
    """Compare what was expected with what was received.

    Parameters
    ----------
    expected
        From :func:`~incuanalysis.intake.forms.duties.expected`.
    received
        Returns with the columns ``region``, ``carrier`` (null or empty for a region's), ``frequency``, ``first``,
        ``last`` and ``received_at`` (ISO date or instant), and ``form`` where it is known: a return without one
        counts for any form of its frequency.
    today
        Later returns are not seen.
    unused
        Files that came for an expected return and gave none.

    Returns
    -------
    list of Missing
        In the order of ``expected``; returns that came in time are not in it. The first return counts, not a
        correction that follows.
    """
    came = _first_days(received, today)
    found = []
    for due in expected:
        unit = (due.region if not due.carrier else "", due.carrier, due.period.frequency)
        months = (int(due.period.first), int(due.period.last))
        days = [day for form in (due.form, "") if (day := came.get((*unit, *months, form))) is not None]
        first = min(days, default=None)
        if first is None:
            left = (due.date - today).days
            file = (unused or {}).get(due)
            file = None if file is None or file.day > today else file
            status: Status = "not_yet_due" if left >= 0 else "missing"
            found.append(Missing(due, status, abs(left), arrived=file))
        elif first > due.date:
            found.append(Missing(due, "late", (first - due.date).days, first))
    return found


def _first_days(received: pd.DataFrame, today: dt.date) -> dict[tuple[str, str, str, int, int, str], dt.date]:
    """Return the day on which each return came first."""
    columns = [received[name] for name in ("region", "carrier", "frequency", "first", "last", "received_at")]
    forms = received["form"] if "form" in received.columns else [""] * len(received)
    came: dict[tuple[str, str, str, int, int, str], dt.date] = {}
    for region, carrier, frequency, first, last, at, form in zip(*columns, forms, strict=True):
        day = dt.date.fromisoformat(str(at)[:10])
        if day > today:
            continue
        whose = carrier if isinstance(carrier, str) else ""
        # a carrier is known by its id alone: the register may place it in another town by now
        key = ("" if whose else region, whose, frequency, int(first), int(last), form if isinstance(form, str) else "")
        came[key] = min(day, came.get(key, day))
    return came


def say_missing(expected: Sequence[Due], gaps: Sequence[Missing], today: dt.date) -> str:
    """Say in Chinese how the returns stand: one line a form, and one for each kind of gap.

    Parameters
    ----------
    expected, gaps
        As given to and returned by :func:`missing`.
    today
        The day that the sentence speaks of.
    """
    lines = []
    for title, period, dues in _by_form(expected):
        own = set(dues)
        mine = [gap for gap in gaps if gap.due in own]
        of = {status: [gap for gap in mine if gap.status == status and not gap.arrived] for status in _STATUS}
        unused = [gap for gap in mine if gap.arrived]
        waiting = len(of["missing"]) + len(of["not_yet_due"]) + len(unused)
        late = f"（其中迟报{len(of['late'])}家）" if of["late"] else ""
        head = f"{title}（{period}）：截至{_day(today)}，应报{len(dues)}家，已报{len(dues) - waiting}家{late}"
        parts = [head]
        if of["missing"]:
            named = "、".join(f"{gap.due.name}（逾期{gap.days}天）" for gap in of["missing"])
            parts.append(f"未报{len(of['missing'])}家：{named}")
        for state, label in _UNUSED.items():
            if came := [(gap, gap.arrived) for gap in unused if gap.arrived and gap.arrived.state == state]:
                named = "、".join(f"{gap.due.name}（{file.name}，{_day(file.day)}收到）" for gap, file in came)
                parts.append(f"{label}{len(came)}家：{named}")
        if of["not_yet_due"]:
            named = "、".join(f"{gap.due.name}（{_day(gap.due.date)}前）" for gap in of["not_yet_due"])
            parts.append(f"未到期{len(of['not_yet_due'])}家：{named}")
        lines.append("，".join(parts[:2]) + "".join(f"；{part}" for part in parts[2:]) + "。")
    return "\n".join(lines) or f"截至{_day(today)}，没有应报的报表。"


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def missing_table(gaps: Sequence[Missing]) -> str:
    """Return the gaps as a table in text for the terminal; empty if there are none."""
    if not gaps:
        return ""
    rows: list[tuple[str, ...]] = [("单位", "报表", "报告期", "应报日期", "状态", "逾期天数", "收到的文件")]
    for gap in gaps:
        due = gap.due
        days = f"还有{gap.days}天" if gap.status == "not_yet_due" else str(gap.days)
        file = gap.arrived.name if gap.arrived else ""
        rows.append((due.name, due.title, due.period.label(), due.date.isoformat(), gap.label, days, file))
    if not any(row[-1] for row in rows[1:]):
        rows = [row[:-1] for row in rows]
    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _by_form(expected: Sequence[Due]) -> Iterator[tuple[str, str, list[Due]]]:
    """Yield title, period and the returns expected of each form, in the order given."""
    ordered = sorted(expected, key=lambda due: (due.form, due.period))
    for _, group in groupby(ordered, key=lambda due: (due.form, due.period)):
        dues = list(group)
        yield dues[0].title, dues[0].period.label(), dues

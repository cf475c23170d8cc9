"""The calendar of returns: for each unit and period in time, late, missing, not due yet, or nothing to report."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from incuanalysis.intake.forms.duties import Due
from incuanalysis.intake.forms.missing import missing
from incuanalysis.vocabulary.periods import Period

__all__ = ["Calendar", "Slot", "calendars", "slots"]

State = Literal["in_time", "late", "missing", "not_yet_due"]


@dataclass(frozen=True, slots=True)
class Slot:
    """How one expected return stands.

    Parameters
    ----------
    due
        What is expected.
    state
        ``in_time``, ``late`` (received after the day), ``missing`` (overdue) or ``not_yet_due``.
    days
        Late, overdue, or left; 0 for those in time.
    received_on
        The day of a late return.
    """

    due: Due
    state: State
    days: int = 0
    received_on: dt.date | None = None


@dataclass(frozen=True)
class Calendar:
    """The slots of one frequency.

    Parameters
    ----------
    frequency
        Of the returns.
    periods
        Oldest first.
    rows
        One of the returns, which says unit and form, and the slots by period, in the order of the duties.
    """

    frequency: str
    periods: tuple[Period, ...]
    rows: tuple[tuple[Due, dict[Period, Slot]], ...]

    @property
    def forms(self) -> tuple[str, ...]:
        """The titles of the forms."""
        return tuple(dict.fromkeys(due.title for due, _ in self.rows))

    def counts(self) -> Counter[str]:
        """Return state → number of slots."""
        return Counter(slot.state for _, row in self.rows for slot in row.values())


def slots(dues: Sequence[Due], returns: pd.DataFrame, today: dt.date) -> tuple[Slot, ...]:
    """Return how all expected returns stand on a day."""
    gaps = {gap.due: gap for gap in missing(dues, returns, today)}
    return tuple(
        Slot(due, gaps[due].status, gaps[due].days, gaps[due].received_on) if due in gaps else Slot(due, "in_time")
        for due in dues
    )


def calendars(found: Sequence[Slot]) -> tuple[Calendar, ...]:
    """Arrange slots by frequency, longest first; frequencies without duties are left out."""
    made = []
    for frequency in ("year", "half", "quarter", "month"):
        own = [slot for slot in found if slot.due.period.frequency == frequency]
        rows: dict[tuple[str, str, str], dict[Period, Slot]] = {}
        last: dict[tuple[str, str, str], Due] = {}
        for slot in own:
            key = (slot.due.form, slot.due.region, slot.due.carrier)
            rows.setdefault(key, {})[slot.due.period] = slot
            last[key] = slot.due
        if rows:
            periods = tuple(sorted({slot.due.period for slot in own}))
            made.append(Calendar(frequency, periods, tuple((last[key], row) for key, row in rows.items())))
    return tuple(made)

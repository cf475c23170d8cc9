"""An audit's numbers: returns, cells, findings, revisions and spreads of a region and period."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from incuanalysis.intake.audit.coverage import Calendar, Slot, calendars, slots
from incuanalysis.intake.audit.gather import AuditData
from incuanalysis.intake.audit.issues import Issue, Kind, issues, kinds
from incuanalysis.intake.audit.spread import Spread, spreads
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["Audit", "evaluate"]


@dataclass(frozen=True)
class Audit:
    """What an audit found.

    Parameters
    ----------
    slots
        The expected returns of the period and its parts; None without duties, or where nothing ever came in.
    calendars
        The slots of the last periods, by frequency.
    stored, quarantined
        Value cells of the files of the period.
    issues, kinds
        Grouped by problem, and by code.
    changed
        Values that differ from those that they replaced.
    repeated
        Number of values that were sent again without a change.
    spreads
        Of the main indicators.
    """

    slots: tuple[Slot, ...] | None
    calendars: tuple[Calendar, ...]
    stored: int
    quarantined: int
    issues: tuple[Issue, ...]
    kinds: tuple[Kind, ...]
    changed: pd.DataFrame
    repeated: int
    spreads: tuple[Spread, ...]

    @property
    def received(self) -> int:
        """Value cells received."""
        return self.stored + self.quarantined

    @property
    def share_quarantined(self) -> float | None:
        """Per cent of the value cells that wait for a decision; None where none came in."""
        return self.quarantined / self.received * 100 if self.received else None

    def severities(self) -> Counter[str]:
        """Return severity → number of places."""
        counted: Counter[str] = Counter()
        for kind in self.kinds:
            counted[kind.severity] += kind.places
        return counted

    def states(self) -> Counter[str]:
        """Return state → number of expected returns of the period."""
        return Counter(slot.state for slot in self.slots or ())


def evaluate(data: AuditData, words: Vocabulary) -> Audit:
    """Count, compare and group what was loaded."""
    found = None if data.dues is None or data.today is None else slots(data.dues, data.returns, data.today)
    problems = issues(data.quarantine, data.findings, data.checks)
    old, new = data.revised["old"], data.revised["value"]
    same = (old == new) | (old.isna() & new.isna())
    return Audit(
        slots=None if found is None else tuple(slot for slot in found if data.period.contains(slot.due.period)),
        calendars=calendars(found or ()),
        stored=int(data.files["stored"].sum()),
        quarantined=int(data.files["quarantined"].sum()),
        issues=problems,
        kinds=kinds(problems),
        changed=data.revised[~same].reset_index(drop=True),
        repeated=int(same.sum()),
        spreads=spreads(data.values, data.region, data.period, words),
    )

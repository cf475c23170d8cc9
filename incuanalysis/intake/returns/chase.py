"""``incu missing``: who must report for a period, who has, and whom to chase."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from incuanalysis.errors import BadInputError
from incuanalysis.intake.audit.belonging import answers
from incuanalysis.intake.forms.duties import Due, expected, read_duties
from incuanalysis.intake.forms.missing import Missing, missing, missing_table, say_missing
from incuanalysis.intake.returns.arrived import arrived
from incuanalysis.intake.returns.listing import carriers_of
from incuanalysis.intake.returns.replay import archive_of
from incuanalysis.intake.returns.tables import read_table
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import open_vocabulary

__all__ = ["Chase", "chase"]


@dataclass(frozen=True)
class Chase:
    """How the returns of a period stand on a day."""

    dues: list[Due]
    gaps: list[Missing]
    today: dt.date

    @property
    def text(self) -> str:
        """The state in Chinese: one sentence a form, then a table of the gaps."""
        return "\n".join(
            part for part in (say_missing(self.dues, self.gaps, self.today), missing_table(self.gaps)) if part
        )

    def as_dict(self) -> dict[str, Any]:
        """Return what ``--json`` prints."""
        return {
            "today": self.today.isoformat(),
            "expected": len(self.dues),
            "missing": [gap.as_dict() for gap in self.gaps],
        }


def chase(
    project: Project, store: Store, period: str, *, region: str = "", today: str = "", duties: Path | None = None
) -> Chase:
    """Compare who must report with what came in.

    A file that came and could not be used is named beside the return that it was to be.

    Parameters
    ----------
    project, store
        Where duties and returns are.
    period
        Reporting period.
    region
        Units in this region only.
    today
        ISO date to judge by; by default the day it is.
    duties
        A file of duties; by default ``duties.yml`` beside the store's folder, as a sample has one, else
        ``data/records/duties.yml`` of the project.

    Raises
    ------
    NoDataError
        If there is no file of duties, or no store.
    """
    words = open_vocabulary(project)
    when = Period.parse(period)
    place = words.regions.find(region).id if region else None
    try:
        day = dt.date.fromisoformat(today) if today else dt.datetime.now(dt.UTC).astimezone().date()
    except ValueError:
        raise BadInputError(f"{today!r} is no date. Expected one such as 2024-01-15.") from None
    beside = store.folder.parent / "duties.yml"
    if duties is None and beside.is_file():
        duties = beside
    dues = expected(read_duties(project, words, duties), words, carriers_of(store), when, place)
    unused = arrived(store, archive_of(project, store).entries(), dues, words)
    return Chase(dues, missing(dues, answers(read_table(store, "returns"), words.regions), day, unused), day)

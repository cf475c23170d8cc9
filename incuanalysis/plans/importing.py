"""Taking a table of a breakdown into a project's records, writing its form, and reading it again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from incuanalysis.errors import BadInputError, NoDataError
from incuanalysis.intake.returns.ingest import user_name
from incuanalysis.plans.breakdown import Breakdown, open_breakdown, record_breakdown
from incuanalysis.plans.breakdown_form import write_breakdown_form
from incuanalysis.plans.breakdown_table import read_breakdown
from incuanalysis.plans.model import Plan
from incuanalysis.plans.records import open_records
from incuanalysis.project import Project
from incuanalysis.vocabulary.words import open_vocabulary

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Imported", "breakdown_of", "import_breakdown", "write_form_of"]


@dataclass(frozen=True)
class Imported:
    """What an import did: rows added to the records, and the breakdown as it is now."""

    recorded: int
    breakdown: Breakdown


def import_breakdown(
    project: Project, plan: Plan, path: Path, *, by: str = "", on: str = "", store: Path | None = None
) -> Imported:
    """Check a table against the plan and what was imported before, and append what is new to the records.

    Parameters
    ----------
    by
        Who imports it; by default the user's name.
    on
        Day of recording; by default today.
    store
        Folder of another store than the project's own: its records (:func:`~incuanalysis.plans.records.open_records`).

    Raises
    ------
    BadInputError
        If something in the table is wrong; nothing is recorded then.
    """
    words, records = open_vocabulary(project), open_records(project, store)
    read = read_breakdown(path, plan, words, records.read("assessed_units"), records.read("breakdown"))
    day = on or dt.datetime.now(dt.UTC).astimezone().date()
    return Imported(record_breakdown(records, read, by or user_name() or "未署名", day), read)


def breakdown_of(
    project: Project, plan: Plan, *, year: int | None = None, as_of: str | None = None, store: Path | None = None
) -> tuple[Breakdown, pd.DataFrame]:
    """Return a plan's breakdown and its rows in force, of one year if it is given.

    Raises
    ------
    NoDataError
        If nothing was imported.
    """
    known = open_breakdown(plan, open_records(project, store), open_vocabulary(project), _day(as_of))
    rows = None if known is None else known.at()
    if rows is not None and year is not None:
        rows = rows[rows["year"] == year].reset_index(drop=True)
    if known is None or rows is None or rows.empty:
        of, of_zh = (f" for {year}", f"{year}年的") if year else ("", "")
        raise NoDataError(
            f"No breakdown of {plan.id!r} was imported{of}. `incu form breakdown` writes the form, "
            "`incu plans breakdown ID FILE` imports it.",
            f"尚未导入计划“{plan.id}”{of_zh}任务分解表。可用 incu form breakdown 生成空表，填好后用 incu plans breakdown 导入。",
        )
    return known, rows


def write_form_of(project: Project, plan: Plan, path: Path, year: int, *, store: Path | None = None) -> Path:
    """Write the form of a year's breakdown with the assessed units on record."""
    return write_breakdown_form(
        plan, path, year, open_vocabulary(project), open_records(project, store).read("assessed_units")
    )


def _day(as_of: str | None) -> str | None:
    try:
        return None if as_of is None else dt.date.fromisoformat(as_of).isoformat()
    except ValueError:
        raise BadInputError(
            f"{as_of!r} is no date. Expected one such as 2023-09-30.", f"“{as_of}”不是日期。日期写作2023-09-30。"
        ) from None

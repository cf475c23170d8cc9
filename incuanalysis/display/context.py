"""The report being made: which region, period and language, and where its data is."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

from incuanalysis.display.show import start_numbering
from incuanalysis.errors import BadInputError
from incuanalysis.intake.load import set_session
from incuanalysis.project import Project, find_project
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.regions import Region
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

__all__ = ["LANGUAGES", "Report", "open_report"]

LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Report:
    """What a report is about; every display item is stamped with its region and period."""

    region: Region
    period: Period
    language: str
    as_of: str | None
    project: Project
    words: Vocabulary

    @property
    def name(self) -> str:
        """The region's name in the report's language, in full."""
        return self.region.name if self.language == "zh" else self.region.name_en

    @property
    def short(self) -> str:
        """The region's short name in the report's language."""
        return self.region.short if self.language == "zh" else self.region.name_en

    @property
    def is_nation(self) -> bool:
        """Whether the report is about the whole country, which has no rank."""
        return self.region.level == "nation"

    def say(self, zh: str, en: str) -> str:
        """Choose the wording of the report's language."""
        return zh if self.language == "zh" else en

    def region_name(self, region: str) -> str:
        """Return another region's short name in the report's language."""
        return self.words.regions.name(region, language=self.language, short=True)


def open_report(
    region: str,
    period: str | Period,
    language: str = "zh",
    as_of: str | None = None,
    *,
    project: str | Path | None = None,
    store: str | Path | None = None,
) -> Report:
    """Open the report that a notebook makes; ``load()`` and ``show()`` then follow it.

    Parameters
    ----------
    region
        Id, name, short or old name, code or alias.
    period
        ``2023``, ``2023Q4``, …
    language
        ``zh`` or ``en``.
    as_of
        ISO date: read the data as recorded by then.
    project, store
        Folders; by default ``INCU_PROJECT`` and ``INCU_STORE``, else the project that is found.

    Raises
    ------
    BadInputError
        For an unknown language or date; UnknownNameError for an unknown region.
    """
    if language not in LANGUAGES:
        raise BadInputError(f"Language {language!r} is not offered. Expected one of: {', '.join(LANGUAGES)}.")
    if as_of:
        try:
            dt.date.fromisoformat(as_of)
        except ValueError:
            raise BadInputError(f"as_of is a date such as 2024-03-31; found {as_of!r}.") from None
    place = find_project(project)
    words = open_vocabulary(place)
    report = Report(words.regions.find(region), Period.parse(period), language, as_of or None, place, words)
    set_session(place, Path(store or os.environ.get("INCU_STORE") or place.store), report.as_of)
    start_numbering()
    return report

"""The report being made: which region, period and language, and where its data is."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from incuanalysis.display.show import start_numbering
from incuanalysis.errors import BadInputError
from incuanalysis.intake.load import set_session
from incuanalysis.project import Project, find_project
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.regions import Region
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

if TYPE_CHECKING:
    from incuanalysis.evaluation.questions import Inquiry

__all__ = ["LANGUAGES", "VERSIONS", "Report", "open_report"]

LANGUAGES = ("zh", "en")
VERSIONS = ("published", "internal")


@dataclass(frozen=True)
class Report:
    """What a report is about; every display item is stamped with its region and period.

    The ``internal`` version also shows other bodies' cells, firms by name, and how firm a rank is; ``unit`` is the one
    that the report is about, where it is about one.
    """

    region: Region
    period: Period
    language: str
    as_of: str | None
    project: Project
    words: Vocabulary
    version: str = "published"
    unit: str | None = None
    store: Path | None = None

    @property
    def internal(self) -> bool:
        """Whether this is the version for the office's own use."""
        return self.version == "internal"

    @cached_property
    def inquiry(self) -> Inquiry:
        """The region at the end of the period, for the questions of :mod:`incuanalysis.evaluation.questions`.

        What it reads is recorded for the report.
        """
        from incuanalysis.evaluation.questions import open_inquiry

        return open_inquiry(
            self.project, self.region.id, str(self.period), store=self.store, as_of=self.as_of, recorded=True
        )

    @cached_property
    def unit_name(self) -> str:
        """The name of the unit that the report is about; empty where it is about none."""
        if not self.unit:
            return ""
        units, register = self.inquiry.units, self.inquiry.register("carriers")
        known = dict(zip(register["id"], register["name"], strict=True)) if len(register) else {}
        known |= dict(zip(units["unit"], units["name"], strict=True))
        return str(known.get(self.unit, self.unit))

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
    version: str = "published",
    unit: str | None = None,
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
    version
        ``published`` or ``internal``.
    unit
        Id or name of a town, department or carrier, for a report about one.
    project, store
        Folders; by default ``INCU_PROJECT`` and ``INCU_STORE``, else the project that is found.

    Raises
    ------
    BadInputError
        For an unknown language or date; UnknownNameError for an unknown region.
    """
    if language not in LANGUAGES:
        raise BadInputError(f"Language {language!r} is not offered. Expected one of: {', '.join(LANGUAGES)}.")
    if version not in VERSIONS:
        raise BadInputError(f"version is one of {', '.join(VERSIONS)}; found {version!r}.")
    if as_of:
        try:
            dt.date.fromisoformat(as_of)
        except ValueError:
            raise BadInputError(f"as_of is a date such as 2024-03-31; found {as_of!r}.") from None
    place = find_project(project)
    words = open_vocabulary(place)
    where = Path(store or os.environ.get("INCU_STORE") or place.store)
    found = words.regions.find(region)
    report = Report(found, Period.parse(period), language, as_of or None, place, words, version, unit or None, where)
    set_session(place, where, report.as_of)
    start_numbering()
    return report

"""One region as it was from one month to another: its names, code, level and parent."""

from __future__ import annotations

import re
from dataclasses import dataclass

from incuanalysis.errors import BadInputError
from incuanalysis.vocabulary.periods import Month

__all__ = ["LEVELS", "Region", "When", "month_of"]

LEVELS = ("nation", "province", "city", "county", "town", "zone", "area")

#: A month (``2015-08``, 201508), or a year, which stands for its December as in the yearly tables of codes.
When = str | int | Month | None


@dataclass(frozen=True, slots=True)
class Region:
    """One dated version of a region.

    Parameters
    ----------
    id, code
        The permanent id, the same for all versions, and this version's official code, if it has one.
    name, short, name_en
        ``浙江省``, ``浙江``, ``Zhejiang``.
    level, kind
        One of :data:`LEVELS` (a zone overlaps districts and an area spans provinces, so neither is added
        up), and what it is in administration: ``municipality``, ``county_city``, ``former`` and so on.
    parent
        Id of the region above; None for the nation.
    valid_from, valid_to
        First and last month of this version; None for unknown and for still in force.
    aliases, note
        Other names that sources use, and what a reader must know.
    """

    id: str
    code: str
    name: str
    short: str
    name_en: str
    level: str
    kind: str
    parent: str | None
    valid_from: Month | None = None
    valid_to: Month | None = None
    aliases: tuple[str, ...] = ()
    note: str = ""

    def valid_on(self, month: Month | None) -> bool:
        """Return whether this version holds in a month (None: is in force today)."""
        if month is None:
            return self.valid_to is None
        early = self.valid_from is not None and month < self.valid_from
        return not early and (self.valid_to is None or month <= self.valid_to)

    @property
    def years(self) -> str:
        """The months of this version in words, for messages."""
        return f"{self.valid_from or '…'} to {self.valid_to or 'today'}"


def month_of(on: When) -> Month | None:
    """Return the month that a date of a region means, of a year its December.

    Raises
    ------
    BadInputError
        If it is no month or year.
    """
    if on is None or isinstance(on, Month):
        return on
    if match := re.fullmatch(r"(\d{4})(?:-?(\d{2}))?", str(on)):
        return Month(int(match[1]), int(match[2] or 12))
    raise BadInputError(f"{on!r} is no date of a region. Expected a month (2015-08) or a year (2015).")

"""Dated limits of stay and of age: ``data/vocabulary/limits.yml``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from incuanalysis.errors import BadInputError, DamagedFileError, UnknownNameError
from incuanalysis.project import Project, find_project
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.regions import RegionBook
from incuanalysis.vocabulary.units import read_entries

__all__ = ["Limit", "Limits", "month_of", "open_limits"]

Kind = Literal["stay", "age_at_entry"]
CarrierType = Literal["makerspace", "incubator", "accelerator", "park"]


def month_of(text: str) -> Month:
    """Read the month of ``2018-12`` or ``2018-12-14``.

    Raises
    ------
    BadInputError
        If the text is neither.

    Examples
    --------
    >>> month_of("2018-12-14")
    Month(year=2018, month=12)
    """
    parts = text.strip().split("-")
    if len(parts) not in (2, 3) or not all(part.isdecimal() for part in parts):
        raise BadInputError(f"{text!r} is no date. Expected 2018-12 or 2018-12-14.")
    return Month(int(parts[0]), int(parts[1]))


class Limit(BaseModel):
    """A limit that a rule sets.

    Parameters
    ----------
    id
        Name of the entry.
    kind
        ``stay``: months from entering to the month looked at; ``age_at_entry``: months from founding to entering.
    months
        The most that is allowed.
    carriers
        Types of carriers that it is for; empty for all.
    technologies
        Words of which a firm's field of technology or industry must hold one; empty for all.
    region
        Id of the region where it holds, with everything below.
    valid_from, valid_to
        First and last month, None without end.
    use
        Whether it is applied.
    document, source
        What a message cites; where the number was seen.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True)

    id: str
    kind: Kind
    months: int = Field(gt=0, le=600)
    carriers: tuple[CarrierType, ...] = Field(strict=False)
    technologies: tuple[str, ...] = Field(strict=False)
    region: str = Field(min_length=1)
    valid_from: Month | None
    valid_to: Month | None
    use: bool
    document: str = Field(min_length=1)
    source: str = Field(min_length=1)

    @field_validator("valid_from", "valid_to", mode="before")
    @classmethod
    def _month(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return month_of(value)
        except BadInputError as error:
            raise ValueError(error.message) from None

    @model_validator(mode="after")
    def _in_order(self) -> Limit:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to is before valid_from")
        return self

    def holds(self, month: Month) -> bool:
        """Tell whether the limit is in force in a month."""
        return (self.valid_from is None or self.valid_from <= month) and (
            self.valid_to is None or month <= self.valid_to
        )


@dataclass(frozen=True)
class Limits:
    """The limits of a project.

    Parameters
    ----------
    limits
        All of them, also those not in use.
    regions
        Tells which region lies in which.
    """

    limits: tuple[Limit, ...]
    regions: RegionBook

    def __iter__(self) -> Iterator[Limit]:
        return iter(self.limits)

    @classmethod
    def read(cls, path: Path, regions: RegionBook) -> Limits:
        """Read ``limits.yml``.

        Raises
        ------
        DamagedFileError
            If an entry is no limit or holds in an unknown region; names the entry and the field.
        """
        limits = []
        for entry in read_entries(path, "limits"):
            where = f"{path}: entry {entry['id']!r}: field"
            try:
                limit = Limit.model_validate(entry)
                regions.get(limit.region)
            except ValidationError as error:
                first = error.errors()[0]
                field = ".".join(str(part) for part in first["loc"]) or "(entry)"
                raise DamagedFileError(f"{where} {field!r}: {first['msg']}.") from None
            except UnknownNameError as error:
                raise DamagedFileError(f"{where} 'region': {error.message}") from None
            limits.append(limit)
        return cls(tuple(limits), regions)

    def at(self, month: Month, region: str) -> tuple[Limit, ...]:
        """Return the limits in use in a month and a region, those of the nearest region first.

        Parameters
        ----------
        month
            When.
        region
            Id of the region; an unknown one has the nation's limits.
        """
        chain = self._chain(region, month)
        held = [limit for limit in self.limits if limit.use and limit.region in chain and limit.holds(month)]
        return tuple(sorted(held, key=lambda limit: (chain.index(limit.region), not limit.technologies)))

    def find(self, kind: Kind, month: Month, region: str, carrier_type: str, technology: str) -> Limit | None:
        """Return the one limit that applies to a firm; None if there is none.

        Parameters
        ----------
        kind, month, region
            Which limit, when and where.
        carrier_type
            Type of its carrier; empty if not known: then only a limit for all types applies.
        technology
            Its field of technology and its industry.
        """
        for limit in self.at(month, region):
            if limit.kind != kind or (limit.carriers and carrier_type not in limit.carriers):
                continue
            if not limit.technologies or any(word in technology for word in limit.technologies):
                return limit
        return None

    def _chain(self, region: str, month: Month) -> list[str]:
        """Return a region and what it lies in, up to the nation."""
        try:
            return list(reversed(self.regions.path(region, month)))
        except BadInputError:
            return [region, *(one.id for one in self.regions.all() if one.level == "nation")]


def open_limits(project: Project | None = None, file: Path | None = None) -> Limits:
    """Read the limits of a project, or another file of limits (kept for the process; read once)."""
    from incuanalysis.vocabulary.words import open_vocabulary

    project = project or find_project()
    return _read(file or project.find("data/vocabulary/limits.yml"), open_vocabulary(project).regions)


@lru_cache(maxsize=8)
def _read(path: Path, regions: RegionBook) -> Limits:
    return Limits.read(path, regions)

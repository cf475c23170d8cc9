"""Kinds of reports: what a notebook declares, and whether a request fits it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from incuanalysis.errors import BadInputError, DamagedFileError, NoDataError, UnknownNameError
from incuanalysis.intake.load import periods_available, say_years
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from incuanalysis.vocabulary.matching import nearest
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["Declaration", "Kind", "Request", "check_data", "check_request", "find_kind", "list_kinds"]

_FOLDER = "notebooks"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Parameter(_Strict):
    """A typed parameter of a report notebook."""

    type: Literal["region", "period", "language", "date", "text", "number"]
    optional: bool = False


class Declaration(_Strict):
    """What a notebook's metadata say under ``incu`` (docs/architecture.md, "Reports").

    ``needs_data`` is false for a kind that also says of a region and period that there is nothing.
    """

    kind: str
    title: dict[str, str]
    levels: list[str]
    frequencies: list[str]
    requires: list[str] = []
    needs_data: bool = True
    parameters: dict[str, Parameter]


@dataclass(frozen=True)
class Kind:
    """A report notebook and its declaration."""

    notebook: Path
    declaration: Declaration

    @property
    def id(self) -> str:
        """The kind's name: the notebook's file name."""
        return self.declaration.kind


@dataclass(frozen=True)
class Request:
    """One report to be made: kind × region × period × language, from a store, as recorded by a date."""

    kind: str
    region: str
    period: str
    language: str = "zh"
    as_of: str | None = None
    store: Path | None = None

    @property
    def id(self) -> str:
        """Name of the report within an edition: ``2023/330000/annual_profile.zh``."""
        return f"{self.period}/{self.region}/{self.kind}.{self.language}"

    def parameters(self) -> dict[str, str]:
        """Return what is injected into the notebook."""
        given = {"region": self.region, "period": self.period, "language": self.language}
        return given | ({"as_of": self.as_of} if self.as_of else {})


def list_kinds(project: Project) -> dict[str, Kind]:
    """Return the report notebooks of a project (those with a declaration), by kind."""
    kinds = {}
    for name, path in project.find_all(_FOLDER, "*.ipynb").items():
        if declaration := _declaration(path):
            if declaration.kind != Path(name).stem:
                raise DamagedFileError(f"{path} declares the kind {declaration.kind!r}; it must be the file's name.")
            kinds[declaration.kind] = Kind(path, declaration)
    return kinds


def _declaration(path: Path) -> Declaration | None:
    try:
        metadata = json.loads(path.read_text(encoding="utf-8")).get("metadata", {})
    except (ValueError, AttributeError):
        raise DamagedFileError(f"{path} is not a notebook (not readable as JSON).") from None
    if "incu" not in metadata:
        return None
    try:
        return Declaration.model_validate(metadata["incu"])
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise DamagedFileError(f"{path}: metadata incu.{where}: {first['msg'].lower()}.") from None


def find_kind(project: Project, name: str) -> Kind:
    """Return a kind by name; UnknownNameError with the nearest otherwise."""
    kinds = list_kinds(project)
    if name not in kinds:
        raise UnknownNameError("report kind", name, nearest(name, list(kinds)), f"Kinds: {', '.join(kinds)}.")
    return kinds[name]


def check_request(project: Project, words: Vocabulary, request: Request) -> Request:
    """Check a request against the notebook's declaration; return it with the region's id and the period's notation.

    Raises
    ------
    BadInputError
        For an unknown kind, region, period or language, or one the kind does not take.
    """
    declared = find_kind(project, request.kind).declaration
    region = words.regions.find(request.region)
    period = Period.parse(request.period)
    if region.level not in declared.levels:
        raise BadInputError(
            f"{request.kind} is made for the levels {', '.join(declared.levels)}; {region.name} is a {region.level}."
        )
    if period.frequency not in declared.frequencies:
        raise BadInputError(
            f"{request.kind} is made per {', '.join(declared.frequencies)}; {period} is a {period.frequency}."
        )
    if request.language not in declared.title:
        raise BadInputError(
            f"{request.kind} is written in {', '.join(sorted(declared.title, reverse=True))}; language {request.language!r} is not offered."
        )
    return Request(request.kind, region.id, str(period), request.language, request.as_of, request.store)


def check_data(project: Project, words: Vocabulary, request: Request) -> None:
    """Refuse a checked request that the store cannot answer.

    Raises
    ------
    NoDataError
        Says which periods the region has.
    """
    declared = find_kind(project, request.kind).declaration
    if not declared.needs_data:
        Store(request.store or project.store).catalogue()
        return
    rows = Store(request.store or project.store).select(
        regions=[request.region], indicators=declared.requires or None, as_of=request.as_of
    )
    rows = rows[rows["value"].notna()]
    usable = [p for p in periods_available(rows) if p.frequency in declared.frequencies]
    if Period.parse(request.period) not in usable:
        name = words.regions.name(request.region, short=True)
        known = f" as of {request.as_of}" if request.as_of else ""
        raise NoDataError(
            f"No data for {name} in {request.period}{known}: {name} has {say_years(usable) or 'no published figures for this kind'}."
        )

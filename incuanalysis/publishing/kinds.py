"""Kinds of reports: what a notebook declares, and whether a request fits it."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from incuanalysis.errors import BadInputError, DamagedFileError, NoDataError, UnknownNameError
from incuanalysis.intake.load import periods_available, say_years
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from incuanalysis.vocabulary.matching import nearest
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary

if TYPE_CHECKING:
    from incuanalysis.evaluation.questions import Inquiry

__all__ = [
    "FORMATS",
    "Declaration",
    "Kind",
    "Request",
    "check_data",
    "check_request",
    "every_unit",
    "find_kind",
    "list_kinds",
]

#: What a report can be written as; the first four always are.
FORMATS = ("ipynb", "html", "pdf", "json", "docx", "xlsx")
_FOLDER = "notebooks"
#: Value of a parameter of the type ``unit`` that asks for one report a unit.
_ALL = "all"
_COMMON = ("region", "period", "language", "as_of")
_UNSAFE = re.compile(r"""[\s/\\:*?"'<>|.%$#`\x00-\x1f\x7f]+""")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Parameter(_Strict):
    """A typed parameter of a report notebook."""

    type: Literal["region", "period", "language", "date", "text", "number", "choice", "unit"]
    optional: bool = False
    choices: list[str] = []
    default: str = ""


class Declaration(_Strict):
    """What a notebook's metadata say under ``incu`` (docs/architecture.md, "Reports").

    ``needs_data`` is false for a kind that also says of a region and period that there is nothing. ``regions`` names the
    regions that a kind is about, where it isn't any of the levels. ``restricted`` kinds go to the bodies that they are
    about: the published index doesn't list them.
    """

    kind: str
    title: dict[str, str]
    levels: list[str]
    frequencies: list[str]
    requires: list[str] = []
    regions: list[str] = []
    needs_data: bool = True
    restricted: bool = False
    formats: list[str] = list(FORMATS[:4])
    parameters: dict[str, Parameter]

    @property
    def options(self) -> dict[str, Parameter]:
        """The parameters that are this kind's own, beside region, period, language and as_of."""
        return {name: one for name, one in self.parameters.items() if name not in _COMMON}


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
    """One report to be made: kind × region × period × language, from a store, as recorded by a date.

    ``options`` are the kind's own parameters and their values, sorted, without those that have their default; ``phone``
    asks for a narrow PDF beside the others.
    """

    kind: str
    region: str
    period: str
    language: str = "zh"
    as_of: str | None = None
    store: Path | None = None
    options: tuple[tuple[str, str], ...] = ()
    phone: bool = False

    @property
    def stem(self) -> str:
        """Name of the report's files: ``annual_profile.zh``, ``monthly_monitoring.internal.zh``."""
        marks = [_UNSAFE.sub("-", value).strip("-") or "-" for _, value in self.options]
        return ".".join([self.kind, *marks, self.language])

    @property
    def id(self) -> str:
        """Name of the report within an edition: ``2023/330000/annual_profile.zh``."""
        return f"{self.period}/{self.region}/{self.stem}"

    def parameters(self) -> dict[str, str]:
        """Return what is injected into the notebook."""
        given = {"region": self.region, "period": self.period, "language": self.language}
        return given | ({"as_of": self.as_of} if self.as_of else {}) | dict(self.options)


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
    if declared.regions and region.id not in declared.regions:
        names = ", ".join(words.regions.name(one) for one in declared.regions)
        raise BadInputError(f"{request.kind} is made for {names} only; found {region.name}.")
    if period.frequency not in declared.frequencies:
        raise BadInputError(
            f"{request.kind} is made per {', '.join(declared.frequencies)}; {period} is a {period.frequency}."
        )
    if request.language not in declared.title:
        raise BadInputError(
            f"{request.kind} is written in {', '.join(sorted(declared.title, reverse=True))}; language {request.language!r} is not offered."
        )
    found = replace(request, region=region.id, period=str(period))
    return replace(found, options=_with_unit_ids(project, found, _checked_options(request, declared), declared))


def every_unit(project: Project, words: Vocabulary, request: Request) -> list[Request]:
    """Return a request checked; one that asks for ``all`` units, as one for each assessed unit with figures.

    Raises
    ------
    BadInputError
        As :func:`check_request`.
    NoDataError
        If units are asked for and there is no store, or none has reported for the period.
    """
    declared = find_kind(project, request.kind).declaration
    given = dict(request.options)
    asked = [name for name, one in declared.options.items() if one.type == "unit" and given.get(name) == _ALL]
    if not asked:
        return [check_request(project, words, request)]
    from incuanalysis.evaluation.documents.units import units_with_figures

    rest = tuple((name, value) for name, value in request.options if name not in asked)
    region, period = words.regions.find(request.region), Period.parse(request.period)
    inquiry = _inquiry(project, replace(request, region=region.id, period=str(period)))
    units = units_with_figures(inquiry)
    if not units:
        raise NoDataError(
            f"No assessed unit of {region.name} has reported anything for {period}: there is nothing to make a "
            f"{request.kind} of. --set {asked[0]}=NAME makes one of a unit all the same.",
            f"{region.name}没有考核单位报送{period.label()}的数据，不能逐个单位生成。可用--set {asked[0]}=单位名称单独生成。",
        )
    wanted = [replace(request, options=tuple(sorted([*rest, *((name, one.id) for name in asked)]))) for one in units]
    return [check_request(project, words, one) for one in wanted]


def _with_unit_ids(
    project: Project, request: Request, options: tuple[tuple[str, str], ...], declared: Declaration
) -> tuple[tuple[str, str], ...]:
    """Return options with ids in the place of the names of units."""
    if not any(declared.options[name].type == "unit" for name, _ in options):
        return options
    from incuanalysis.evaluation.documents.units import find_unit

    inquiry = _inquiry(project, request)
    return tuple(
        (name, find_unit(inquiry, value).id if declared.options[name].type == "unit" else value)
        for name, value in options
    )


def _inquiry(project: Project, request: Request) -> Inquiry:
    from incuanalysis.evaluation.questions import open_inquiry

    return open_inquiry(project, request.region, request.period, store=request.store, as_of=request.as_of)


def _checked_options(request: Request, declared: Declaration) -> tuple[tuple[str, str], ...]:
    """Return the kind's own parameters that differ from their defaults."""
    given = dict(request.options)
    for name, value in given.items():
        if name not in declared.options:
            offered = f"It takes: {', '.join(declared.options)}." if declared.options else "It takes none."
            raise UnknownNameError(f"parameter of {request.kind}", name, nearest(name, list(declared.options)), offered)
        _check_option(request.kind, name, value, declared.options[name])
    missing = [name for name, one in declared.options.items() if not (one.optional or one.default or name in given)]
    if missing:
        raise BadInputError(
            f"{request.kind} needs {', '.join(missing)}. Give it as --set {missing[0]}=….",
            f"{request.kind}缺少参数{'、'.join(missing)}，请用--set {missing[0]}=…给出。",
        )
    return tuple(sorted((name, value) for name, value in given.items() if value != declared.options[name].default))


def _check_option(kind: str, name: str, value: str, parameter: Parameter) -> None:
    if parameter.type == "choice" and value not in parameter.choices:
        choices = ", ".join(parameter.choices)
        raise BadInputError(
            f"{kind}: {name} is {value!r}; expected one of {choices}.",
            f"{kind}的参数{name}现为“{value}”，应为{'、'.join(parameter.choices)}之一。",
        )
    try:
        if parameter.type == "date":
            dt.date.fromisoformat(value)
        elif parameter.type == "number":
            float(value)
    except ValueError:
        expected, zh = (
            ("a date such as 2024-03-31", "日期，如2024-03-31") if parameter.type == "date" else ("a number", "数字")
        )
        raise BadInputError(
            f"{kind}: {name} is {value!r}; expected {expected}.", f"{kind}的参数{name}现为“{value}”，应为{zh}。"
        ) from None


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

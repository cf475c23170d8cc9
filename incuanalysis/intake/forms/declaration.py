"""Declarations of the forms that are sent out (``data/forms/*.yml``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from incuanalysis.errors import DamagedFileError, IncuError, UnknownNameError
from incuanalysis.intake.forms.spans import WrittenMonth
from incuanalysis.project import Project
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.matching import nearest, normalise
from incuanalysis.vocabulary.words import Vocabulary
from incuanalysis.vocabulary.yamlfile import read_written

__all__ = ["FOLDER", "Audience", "Declaration", "FieldItem", "Item", "Section", "TextItem", "form_names", "open_form"]

FOLDER = "data/forms"
Audience = Literal["town", "department", "carrier"]
Frequency = Literal["month", "quarter", "half", "year"]
_SUFFIX = ".yml"
_BRACKETED = {Basis.PERIOD, Basis.YTD, Basis.SINCE_START}


def _id_alone(value: Any) -> Any:
    """Let a list name a text or field by its id alone."""
    return {"id": value} if isinstance(value, str) else value


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Item(_Strict):
    """A number that is asked for.

    Parameters
    ----------
    indicator
        Id of the indicator.
    basis
        What stretch of time the number stands for.
    unit
        As printed; of the indicator's dimension.
    label
        The printed name, without the stretch, which is added; by default the indicator's.
    note
        What is printed beside it; by default the indicator's definition.
    audience
        Who is asked for it; by default all of the form's audience.
    """

    indicator: str
    basis: Basis
    unit: str
    label: str = ""
    note: str = ""
    audience: tuple[Audience, ...] = ()


class Section(_Strict):
    """Items under one heading."""

    zh: str = Field(min_length=1, max_length=30)
    en: str = Field(min_length=1)
    items: tuple[Item, ...] = Field(min_length=1)


class TextItem(_Strict):
    """A text that is asked for (an id of ``texts`` in registers.yml); ``length`` is the most characters."""

    id: str
    label: str = ""
    note: str = ""
    length: int = Field(default=500, ge=10, le=5000)


class FieldItem(_Strict):
    """A column of a register form (an id of the register's fields in registers.yml)."""

    id: str
    label: str = ""
    note: str = ""


class Declaration(_Strict):
    """A form that is sent out.

    Parameters
    ----------
    id, version
        Permanent name, and the number that counts its changes.
    zh, en, short
        Title without region and period, and the short name for the sheet and the file's name.
    frequency
        ``month``, ``quarter``, ``half`` or ``year``.
    audience
        Who fills it in.
    since
        First month of the action plan, where an item runs since its start.
    sections, texts
        Numbers and texts that are asked for.
    register_id, columns, indicators, rows
        Of a register form (``register`` and ``fields`` in the file): whose entities its rows are, their fields, numbers of each, and how many rows are laid out.
    notes
        Printed below the items, or above a register's rows.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: int = Field(default=1, ge=1)
    zh: str = Field(min_length=1, max_length=60)
    en: str = Field(min_length=1)
    short: str = Field(pattern=r"^[^\[\]:*?/\\'_]{1,20}$")
    frequency: Frequency
    audience: tuple[Audience, ...] = Field(min_length=1)
    since: WrittenMonth = None
    sections: tuple[Section, ...] = ()
    texts: tuple[Annotated[TextItem, BeforeValidator(_id_alone)], ...] = ()
    register_id: str = Field(default="", alias="register")
    columns: tuple[Annotated[FieldItem, BeforeValidator(_id_alone)], ...] = Field(default=(), alias="fields")
    indicators: tuple[Item, ...] = ()
    rows: int = Field(default=60, ge=1, le=2000)
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_kind(self) -> Declaration:
        if self.register_id:
            if self.sections or self.texts:
                raise ValueError("a register form has fields and indicators, no sections and no texts")
            if not self.columns:
                raise ValueError("a register form needs fields")
        elif self.columns or self.indicators:
            raise ValueError("fields and indicators go with a register")
        elif not self.sections:
            raise ValueError("give sections with items, or a register with fields")
        return self

    def items(self, audience: Audience | None = None) -> Iterator[Item]:
        """Yield the numbers asked for, of one kind of units only where one is given."""
        for item in (*(item for section in self.sections for item in section.items), *self.indicators):
            if audience is None or not item.audience or audience in item.audience:
                yield item


def form_names(project: Project) -> list[str]:
    """Return the ids of the forms of a project, its own and the carried ones."""
    found = project.find_all(FOLDER, f"*{_SUFFIX}")
    return [name.removesuffix(_SUFFIX) for name in found if not name.endswith(f".example{_SUFFIX}")]


def open_form(project: Project, name: str, words: Vocabulary) -> Declaration:
    """Read the declaration of a form and check it against the vocabulary.

    Parameters
    ----------
    project
        Whose ``data/forms/NAME.yml`` comes before the carried one.
    name
        The form's id.
    words
        The vocabulary.

    Raises
    ------
    UnknownNameError
        If there is no such form.
    DamagedFileError
        If the file is no declaration; names the file, line and column, the field, what was found and what was expected.
    """
    known = form_names(project)
    if name not in known:
        raise UnknownNameError("form", name, nearest(name, known), f"Forms: {', '.join(known)}.")
    path = project.find_all(FOLDER, f"{name}{_SUFFIX}")[f"{name}{_SUFFIX}"]
    form = _read(path)
    _check_items(path, form, words)
    _check_texts(path, form, words)
    if form.register_id:
        _check_fields(path, form, words)
    return form


def _read(path: Path) -> Declaration:
    written = read_written(path)
    form = written.validated(Declaration)
    if form.id != path.name.removesuffix(_SUFFIX):
        raise written.damaged(("id",), form.id, f"文件名“{path.stem}”", f"the file's name, {path.stem!r}")
    return form


def _check_items(path: Path, form: Declaration, words: Vocabulary) -> None:
    seen: dict[str, str] = {}
    for item in form.items():
        where = f"{path}: item {item.indicator!r}"
        try:
            indicator = words.indicators.get(item.indicator)
            words.units.convert("1", item.unit, indicator.unit)
        except IncuError as error:
            raise DamagedFileError(f"{where}: {error}") from None
        if item.basis is Basis.SINCE_START and form.since is None:
            raise DamagedFileError(f"{where}: runs since the plan's start; give the form's `since`, such as '2022-01'.")
        # a form is read by its labels, and only the bracket behind them tells two flows of one name apart
        bare = item.basis not in _BRACKETED or (item.basis is Basis.PERIOD and form.frequency == "year")
        bracket = "" if bare else item.basis
        label = normalise(f"{item.label or indicator.zh}|{bracket}")
        if label in seen:
            raise DamagedFileError(f"{where}: would be printed like {seen[label]!r}. Give one of them a `label`.")
        seen[label] = item.indicator


def _check_texts(path: Path, form: Declaration, words: Vocabulary) -> None:
    known = {text.id: text.zh for text in words.registers.texts}
    for text in form.texts:
        if text.id not in known:
            raise _unknown(path, "text", text.id, known)
    _refuse_twice(path, "texts", [(text.id, text.label or known[text.id]) for text in form.texts])


def _check_fields(path: Path, form: Declaration, words: Vocabulary) -> None:
    try:
        register = words.registers.get(form.register_id)
    except UnknownNameError as error:
        raise DamagedFileError(f"{path}: {error}") from None
    known = {field.id: field for field in register.fields}
    for item in form.columns:
        if item.id not in known:
            raise _unknown(path, "field", item.id, known)
        if known[item.id].personal:
            raise DamagedFileError(f"{path}: field {item.id!r} is personal and is not kept, so no form may ask for it.")
    named = [(item.id, item.label or known[item.id].zh) for item in form.columns]
    numbers = [(item.indicator, item.label or words.indicators.get(item.indicator).zh) for item in form.indicators]
    _refuse_twice(path, "fields", [*named, *numbers])


def _unknown(path: Path, what: str, id: str, known: Iterable[str]) -> DamagedFileError:
    near = ", ".join(nearest(id, known)) or ", ".join(known)
    return DamagedFileError(f"{path}: unknown {what} {id!r}; registers.yml has {near}.")


def _refuse_twice(path: Path, field: str, named: list[tuple[str, str]]) -> None:
    for names in zip(*((id, normalise(label)) for id, label in named), strict=True):
        if twice := [name for name in names if names.count(name) > 1]:
            raise DamagedFileError(f"{path}: field {field!r}: {twice[0]!r} stands there twice.")

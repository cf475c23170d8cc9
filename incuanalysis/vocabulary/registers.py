"""Registers: what is kept of carriers, sites, projects and firms beside their numbers (``data/vocabulary/registers.yml``).

A :class:`Register` is found by the headings under which its entities' names stand, its
:class:`Field` s by their headings; ``texts`` are what units write beside their numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import pydantic
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from incuanalysis.errors import DamagedFileError, UnknownNameError
from incuanalysis.vocabulary.matching import nearest, normalise
from incuanalysis.vocabulary.units import read_yaml

__all__ = ["Field", "Register", "RegisterBook"]

_ID = r"^[a-z][a-z0-9_]*$"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: str = pydantic.Field(pattern=_ID)
    zh: str = pydantic.Field(min_length=1)
    en: str = pydantic.Field(min_length=1)

    def name(self, language: str = "zh") -> str:
        """Return the name in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


_Kind = TypeVar("_Kind", bound=_Entry)


class Field(_Entry):
    """A field of a register, or a narrative text.

    Parameters
    ----------
    id, zh, en
        Permanent name and the names in the two languages.
    type
        What its cells hold.
    unit
        For a number: the unit id in which it is kept.
    aliases
        Other headings met.
    choices
        For a choice: id → names met.
    personal
        Dropped on reading.
    """

    type: Literal["text", "date", "month", "yes_no", "number", "choice", "list"] = "text"
    unit: str = ""
    aliases: tuple[str, ...] = pydantic.Field(default=(), strict=False)
    choices: dict[str, Annotated[tuple[str, ...], pydantic.Field(strict=False)]] = pydantic.Field(default={})
    personal: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> Field:
        if (self.type == "number") != bool(self.unit):
            raise ValueError("unit: goes with the type number, and only with it")
        if (self.type == "choice") != bool(self.choices):
            raise ValueError("choices: go with the type choice, and only with it")
        return self

    @property
    def headings(self) -> tuple[str, ...]:
        """All headings under which it is found."""
        return (self.id, self.zh, self.en, *self.aliases)

    def choice(self, text: str) -> str | None:
        """Return the id of the choice that a text names, None if it names none."""
        wanted = normalise(text)
        for one, names in self.choices.items():
            if wanted == one or any(normalise(name) == wanted for name in names):
                return one
        return None


class Register(_Entry):
    """A register.

    Parameters
    ----------
    id, zh, en
        Permanent name and the names in the two languages.
    confidential
        For internal reports only.
    name_aliases
        Headings under which the entity's own name stands.
    fields
        Its fields.
    """

    confidential: bool = False
    name_aliases: tuple[str, ...] = pydantic.Field(strict=False)
    fields: tuple[Field, ...] = pydantic.Field(strict=False)

    def field(self, id: str) -> Field:
        """Return the field with an id; raise UnknownNameError with the nearest ids if there is none."""
        for known in self.fields:
            if known.id == id:
                return known
        raise UnknownNameError(f"field of the register {self.id}", id, nearest(id, [field.id for field in self.fields]))


class RegisterBook:
    """The known registers and narrative texts.

    Parameters
    ----------
    registers
        The registers, in the order of the file.
    texts
        The narrative texts.

    Examples
    --------
    >>> name = Field(id="remarks", zh="备注", en="Remarks", aliases=("说明",))
    >>> book = RegisterBook([], [name])
    >>> book.text("说 明").id
    'remarks'
    """

    def __init__(self, registers: list[Register], texts: list[Field]) -> None:
        self._registers = {register.id: register for register in registers}
        self.texts = tuple(texts)
        self._texts = _by_heading(texts)
        self._fields = {register.id: _by_heading(register.fields) for register in registers}
        self._names = {
            register.id: frozenset(normalise(name) for name in register.name_aliases) for register in registers
        }

    @classmethod
    def read(cls, path: Path) -> RegisterBook:
        """Read ``registers.yml``.

        Raises
        ------
        DamagedFileError
            If the file is no list of registers and texts, or a heading stands for two fields of
            one register; the message names the file, the entry and the field.
        """
        document = read_yaml(path)
        registers = _checked(path, document, "registers", Register)
        texts = _checked(path, document, "texts", Field)
        for register in registers:
            _check_once(path, register.id, register.fields)
        _check_once(path, "texts", texts)
        return cls(registers, texts)

    def __iter__(self) -> Iterator[Register]:
        return iter(self._registers.values())

    def __contains__(self, register: object) -> bool:
        return register in self._registers

    def get(self, register: str) -> Register:
        """Return the register with this id.

        Raises
        ------
        UnknownNameError
            If there is none; the error carries the nearest ids.
        """
        known = self._registers.get(register)
        if known is None:
            raise UnknownNameError("register", register, nearest(register, list(self._registers)))
        return known

    def named_by(self, heading: str) -> tuple[str, ...]:
        """Return ids of the registers whose entities' names stand under a heading."""
        key = normalise(heading)
        return tuple(register for register, names in self._names.items() if key in names)

    def field(self, register: str, heading: str) -> Field | None:
        """Return a register's field with this heading, None if it has none."""
        return self._fields.get(register, {}).get(normalise(heading))

    def text(self, heading: str) -> Field | None:
        """Return the narrative text with this heading, None if there is none."""
        return self._texts.get(normalise(heading))

    def headings(self, register: str) -> dict[str, str]:
        """Return every comparable heading of a register's fields with the field's id."""
        return {heading: field.id for heading, field in self._fields.get(register, {}).items()}


def _by_heading(fields: tuple[Field, ...] | list[Field]) -> dict[str, Field]:
    return {normalise(heading): field for field in fields for heading in field.headings}


def _checked(path: Path, document: Any, key: str, kind: type[_Kind]) -> list[_Kind]:
    """Return the entries under a key, each checked; ids appear once."""
    checked = []
    entries = document.get(key) if isinstance(document, dict) else None
    if not isinstance(entries, list) or not entries:
        raise DamagedFileError(f"{path}: expected a list of entries under {key!r}.")
    seen: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        name = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(name, str):
            raise DamagedFileError(f"{path}: entry {number} of {key!r} has no field 'id' with text.")
        if name in seen:
            raise DamagedFileError(f"{path}: entry {name!r}: field 'id' appears twice.")
        seen.add(name)
        try:
            checked.append(kind.model_validate(entry))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"]) or "(entry)"
            raise DamagedFileError(f"{path}: entry {name!r}: field {field!r}: {first['msg']}.") from None
    return checked


def _check_once(path: Path, owner: str, fields: tuple[Field, ...] | list[Field]) -> None:
    """Check that ids and headings stand for one field only."""
    seen: dict[str, str] = {}
    ids = [field.id for field in fields]
    if twice := next((id for id in ids if ids.count(id) > 1), ""):
        raise DamagedFileError(f"{path}: entry {owner!r}: field id {twice!r} appears twice.")
    for field in fields:
        for heading in field.headings:
            if seen.setdefault(normalise(heading), field.id) != field.id:
                other = seen[normalise(heading)]
                raise DamagedFileError(f"{path}: entry {owner!r}: {heading!r} stands for {other!r} and {field.id!r}.")

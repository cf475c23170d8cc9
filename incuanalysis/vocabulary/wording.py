"""Wording of headings: words that say since when a number runs, and which indicators are stock and flow of one thing.

Read from ``data/vocabulary/headings.yml``; :mod:`incuanalysis.intake.clean.headings` uses it.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from incuanalysis.errors import DamagedFileError
from incuanalysis.vocabulary.indicators import IndicatorBook
from incuanalysis.vocabulary.matching import normalise
from incuanalysis.vocabulary.units import read_yaml

__all__ = ["MODIFIERS", "Family", "Wording"]

#: The kinds of modifiers, as headings.yml explains them.
MODIFIERS = (
    "end", "month", "quarter", "now", "year", "new", "left", "total", "year_to_date", "plan_to_date", "ever", "since_unsaid",
)  # fmt: skip

_Texts = Annotated[tuple[str, ...], Field(strict=False)]


class Family(BaseModel):
    """Indicators of one thing: its state, what comes and goes, and its running total.

    Parameters
    ----------
    names
        What headings call the thing, beside the names of the stock's indicator.
    stock, flow, left, cumulative
        Ids of the indicators, empty where there is none.
    bare
        The names alone mean the stock; otherwise a person is asked.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    names: _Texts
    stock: str = ""
    flow: str = ""
    left: str = ""
    cumulative: str = ""
    bare: bool = False

    @property
    def members(self) -> tuple[str, ...]:
        """Ids of its indicators."""
        return tuple(id for id in (self.stock, self.flow, self.left, self.cumulative) if id)


class Wording(BaseModel):
    """The content of headings.yml (the file explains its keys)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    modifiers: dict[str, _Texts]
    families: Annotated[tuple[Family, ...], Field(strict=False)]
    shared: dict[str, _Texts]
    structure: dict[str, _Texts]
    derived: _Texts
    neutral: _Texts
    tails: _Texts

    @classmethod
    def read(cls, path: Path, indicators: IndicatorBook) -> Wording:
        """Read ``headings.yml``.

        Raises
        ------
        DamagedFileError
            If the file is not that, or names an unknown indicator; the message names the file and the field.
        """
        try:
            wording = cls.model_validate(read_yaml(path))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"]) or "(file)"
            raise DamagedFileError(f"{path}: field {field!r}: {first['msg']}.") from None
        if odd := sorted(set(wording.modifiers) ^ set(MODIFIERS)):
            raise DamagedFileError(
                f"{path}: field 'modifiers' must have the keys {', '.join(MODIFIERS)}; see {odd[0]!r}."
            )
        named = [(family.names[0], id) for family in wording.families for id in family.members]
        named += [(name, id) for name, ids in wording.shared.items() for id in ids]
        for name, id in named:
            if id not in indicators:
                raise DamagedFileError(f"{path}: entry {name!r} names the unknown indicator {id!r}.")
        return wording

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Comparable word → kind of modifier."""
        return {normalise(word): kind for kind, words in self.modifiers.items() for word in words}

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """Lengths of the modifiers, longest first."""
        return tuple(sorted({len(word) for word in self.kinds}, reverse=True))

    @cached_property
    def roles(self) -> dict[str, str]:
        """Comparable heading → role of the column (``name:regions`` for names of regions)."""
        return {normalise(word): role for role, words in self.structure.items() for word in words}

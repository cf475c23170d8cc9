"""What a standard says: its conditions, where it holds and which document states it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from pydantic import Field

from incuanalysis.plans.model import CarrierType, Words
from incuanalysis.vocabulary.part import ID, Part

__all__ = ["LEVELS", "Condition", "Fact", "Level", "Per", "Source", "Standard", "Words"]

Level = Literal["district", "municipal", "provincial", "national", "benchmark", "demonstration"]

#: Recognised levels, lowest first.
LEVELS = ("district", "municipal", "provincial", "national")

_MONTH = Field(default=None, pattern=r"^\d{4}-(0[1-9]|1[0-2])$")


class Source(Part):
    """A document; what was not seen of it (its number, its date) is empty.

    Parameters
    ----------
    document
        Its title, or what it is where the title was not seen.
    number, date, article
        Document number, ISO date or month, article or section.
    url
        Where it was seen.
    note
        What a reader must know of the transcription.
    """

    document: Words
    number: str = ""
    date: str = ""
    article: str = ""
    url: str = ""
    note: Words | None = None

    def cite(self, language: str = "zh") -> str:
        """Return the document with its number and article.

        Examples
        --------
        >>> Source(document=Words(zh="管理办法", en="Measures"), number="甲发〔2018〕3号", article="第九条").cite()
        '《管理办法》（甲发〔2018〕3号）第九条'
        """
        if language == "zh":
            return f"《{self.document.zh}》{f'（{self.number}）' if self.number else ''}{self.article}"
        return ", ".join(part for part in (self.document.en, self.number, self.article) if part)


class Fact(Part):
    """A fact about a carrier that is no indicator of the vocabulary.

    Parameters
    ----------
    id, zh, en
        Permanent name and names in the two languages.
    unit
        Unit id for a number; empty for yes or no.
    ages
        A value of long ago no longer says how things are (see ``Standard.max_age``).
    definition
        What it is and what it is not.
    """

    id: str = ID
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    unit: str = ""
    ages: bool = True
    definition: Words


class Per(Part):
    """The required value is for every so many of another fact, in that fact's canonical unit."""

    fact: str = ID
    every: float = Field(gt=0)


class Condition(Part):
    """One condition, of exactly one form.

    - ``fact`` with ``op`` and ``value`` in ``unit``; ``op: "yes"`` for a fact that is yes or no;
    - that with ``share_of``: the fact's share in another one, in per cent, or of the whole where ``value`` is a fraction
      such as ``2/3``;
    - that with ``per``: so many for every so many of another fact;
    - ``any_of`` with ``at_least`` (any m of n), or ``all_of``;
    - ``judged``: a reviewer decides and dates the decision;
    - ``unknown``: the document has such a condition, or is likely to, but its number was not seen.

    Parameters
    ----------
    eased
        The required value is lower for carriers of hardship regions (see ``Standard.hardship``).
    stated
        The number is the document's; else it is our default.
    reading
        How an ambiguous text is read.
    """

    id: str = ID
    name: Words
    fact: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]*$")
    op: Literal[">=", "<=", "yes"] = ">="
    value: float | str | None = None
    unit: str = ""
    share_of: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]*$")
    per: Per | None = None
    eased: bool = False
    any_of: tuple[Condition, ...] = Field(default=(), strict=False)
    at_least: int = Field(default=1, ge=1)
    all_of: tuple[Condition, ...] = Field(default=(), strict=False)
    judged: bool = False
    unknown: bool = False
    stated: bool = True
    reading: Words | None = None

    @property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions of a group."""
        return self.any_of or self.all_of

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts that it asks for, without those of its parts."""
        asked = (self.fact, self.share_of, self.per.fact if self.per else None)
        return tuple(id for id in asked if id)

    @property
    def required(self) -> Fraction | None:
        """The value exactly; a share as a part of the whole."""
        if self.value is None:
            return None
        if isinstance(self.value, str):
            return Fraction(self.value)
        number = Fraction(str(self.value))
        return number / 100 if self.share_of else number

    def walk(self) -> Iterator[Condition]:
        """Give the condition and all its parts."""
        yield self
        for part in self.parts:
            yield from part.walk()


class Standard(Part):
    """The conditions of a level or title.

    Parameters
    ----------
    id, name
        Name of its file, and in words.
    level
        What is recognised.
    carrier_types, focus
        For which carriers; ``focus`` for general or specialised incubators only.
    region
        Where it holds, with everything below.
    source
        The document.
    valid_from, valid_to
        Months; None where the document says nothing.
    stated
        False: the document names the conditions without numbers, and the numbers are defaults of ours.
    max_age
        Months after which a fact no longer counts (ours).
    hardship
        Factor of the ``eased`` conditions in hardship regions, 0.8 for 20 % lower.
    conditions
        All of them must hold.
    note
        What a reader must know.
    """

    id: str = ID
    name: Words
    level: Level
    carrier_types: tuple[CarrierType, ...] = Field(min_length=1, strict=False)
    focus: Literal["general", "specialised"] | None = None
    region: str = Field(min_length=1)
    source: Source
    valid_from: str | None = _MONTH
    valid_to: str | None = _MONTH
    stated: bool
    max_age: int = Field(default=12, ge=1)
    hardship: float | None = Field(default=None, gt=0, lt=1)
    conditions: tuple[Condition, ...] = Field(min_length=1, strict=False)
    note: Words | None = None

    def walk(self) -> Iterator[Condition]:
        """Give all conditions with their parts."""
        for condition in self.conditions:
            yield from condition.walk()

    def holds_in(self, month: str) -> bool:
        """Return whether the standard is valid in a month, written ``2023-09``."""
        return (self.valid_from or "") <= month <= (self.valid_to or "9999-12")

"""Small parts that rules and schemes are made of: numbers by variant, inputs, named facts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from incuanalysis.plans.model import Words
from incuanalysis.vocabulary.part import Part

__all__ = ["ByVariant", "FactKind", "Input", "NamedFact", "Ratio", "Texts", "exact", "number_for"]

FactKind = Literal["number", "yes_no", "judgement", "review"]
Texts = Annotated[tuple[str, ...], Field(strict=False)]


def _by_variant(value: Any) -> Any:
    """Read ``20`` or ``{comprehensive: 20, specialised: 15}``; the one number of all variants has the key ``""``."""
    given = value if isinstance(value, dict) else {"": value}
    if not given or any(
        not isinstance(one, int | float) or isinstance(one, bool) or one != one for one in given.values()
    ):
        raise ValueError("expected a number, or one for each variant / 一个数，或每类各一个数")
    return {str(key): float(one) for key, one in given.items()}


#: A number, the same for all variants or one for each.
ByVariant = Annotated[dict[str, float], BeforeValidator(_by_variant)]


# Typed: 0.1 is equal to the fraction of its binary digits, which is not one tenth.
@lru_cache(maxsize=4096, typed=True)
def exact(number: float | str | Decimal | Fraction) -> Fraction:
    """Return a number without rounding: a float by its shortest text, so that 0.1 is one tenth.

    Examples
    --------
    >>> exact(0.1) * 3 == exact("0.3")
    True
    """
    return number if isinstance(number, Fraction) else Fraction(Decimal(str(number)))


def number_for(number: dict[str, float], variant: str | None) -> Fraction:
    """Return a :data:`ByVariant` number as it holds for a variant.

    Examples
    --------
    >>> number_for({"": 20.0}, "specialised"), number_for({"a": 20.0, "b": 15.0}, "b")
    (Fraction(20, 1), Fraction(15, 1))
    """
    return exact(number[""] if "" in number else number[variant or ""])


class Ratio(Part):
    """A share of two inputs: ``times`` × ``of`` ÷ ``in``; 100 gives per cent, 1000 tenants per 1,000 ㎡."""

    of: Input
    in_: Input = Field(alias="in")
    times: float = Field(default=100.0, gt=0)


class Input(Part):
    """Where an item's number comes from: an indicator, a named fact of the scheme, or a share of two.

    Parameters
    ----------
    indicator
        Id in the vocabulary.
    fact
        Id of a fact that the scheme declares.
    share
        The quotient of two inputs.
    unit
        The unit that the rule counts in; by default the indicator's canonical unit, the fact's own, and % for a share
        with ``times`` 100.
    """

    indicator: str | None = None
    fact: str | None = None
    share: Ratio | None = None
    unit: str = ""

    @model_validator(mode="after")
    def _one(self) -> Input:
        if sum(part is not None for part in (self.indicator, self.fact, self.share)) != 1:
            raise ValueError(
                "expected exactly one of indicator, fact, share / indicator、fact、share三者之一，且只能有一个"
            )
        return self

    @property
    def leaves(self) -> tuple[Input, ...]:
        """The indicators and facts that it is made of."""
        return (self,) if self.share is None else (*self.share.of.leaves, *self.share.in_.leaves)

    @property
    def key(self) -> str:
        """Id of its indicator or fact; empty for a share."""
        return self.indicator or self.fact or ""


class NamedFact(Part):
    """Something a scheme needs that is no indicator of the vocabulary.

    Parameters
    ----------
    zh, en
        Names.
    kind
        ``number`` in ``unit``; ``yes_no`` as documents show; ``judgement`` a reviewer's yes or no with name and date;
        ``review`` points given by reviewers, each with name and date.
    unit
        Unit of a number.
    """

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    kind: FactKind = "number"
    unit: str = ""

    @property
    def words(self) -> Words:
        """Its names."""
        return Words(zh=self.zh, en=self.en)


Ratio.model_rebuild()

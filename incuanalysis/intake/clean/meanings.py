"""What a heading can mean."""

from __future__ import annotations

from dataclasses import dataclass

from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Period

__all__ = ["Meaning", "Saved"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading means.

    Parameters
    ----------
    role
        ``indicator``, ``field``, ``text``, ``name``, ``period``, ``indicator_name``, ``value``, ``unit_name``,
        ``serial``, ``english``, ``note``, ``total`` or ``unknown``.
    id
        Of the indicator, the field, the text; for a name the register, ``regions`` or ``any``.
    basis, unit, period
        As the heading states them; None and empty where it leaves them open. A ``value`` has them too, where
        nothing but 期末, 本年累计, 2023年9月 stands above the column.
    part
        其中 or # stands before the name.
    nearest
        For ``unknown``: ids that may be meant, best first. For ``name``: indicators that bear the same name
        (孵化载体 above numbers is a count). For a field read without a register: ``register.field`` of all that fit.
    code
        For ``unknown``: why.
    """

    role: str
    id: str = ""
    basis: Basis | None = None
    unit: str = ""
    period: Period | None = None
    part: bool = False
    nearest: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a person decided that a heading means; without an indicator its column is only a label."""

    indicator: str
    basis: Basis | None = None
    unit: str = ""

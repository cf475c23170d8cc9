"""Units as printed in Chinese sources, and exact conversion between them.

A :class:`Unit` says what it measures (its dimension) and how many base units it
is; a :class:`UnitBook` is the list in ``data/vocabulary/units.yml``. Nothing else
in the package knows that 万 is ten thousand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, localcontext
from pathlib import Path
from typing import Any, overload

import yaml

from incuanalysis.errors import BadInputError, DamagedFileError, UnknownNameError
from incuanalysis.vocabulary.matching import nearest

__all__ = ["Unit", "UnitBook", "read_entries", "read_yaml"]

# Multiply and divide with more digits than the answer keeps: the factor of 亩 does not end.
_WORKING_DIGITS = 80
_KEPT_DIGITS = 34


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure.

    Parameters
    ----------
    id
        How sources print it, for example ``万元``.
    zh, en
        What a label shows; English counting words are empty, as "12 firms" needs none.
    dimension
        ``count``, ``people``, ``area``, ``money``, ``share`` and so on.
    factor
        How many base units of the dimension one of this unit is.
    """

    id: str
    zh: str
    en: str
    dimension: str
    factor: Decimal


class UnitBook:
    """The known units, by id.

    Parameters
    ----------
    units
        The units, in the order in which lists show them.
    """

    def __init__(self, units: list[Unit]) -> None:
        self._units = {unit.id: unit for unit in units}

    @classmethod
    def read(cls, path: Path) -> UnitBook:
        """Read ``units.yml``.

        Parameters
        ----------
        path
            The file.

        Raises
        ------
        DamagedFileError
            If the file is no list of units; the message names the entry and the field.
        """
        return cls([_unit(path, entry) for entry in read_entries(path, "units")])

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def __contains__(self, unit: object) -> bool:
        return unit in self._units

    def get(self, unit: str) -> Unit:
        """Return the unit with this id.

        Raises
        ------
        UnknownNameError
            If there is none; the error carries the nearest ids.
        """
        known = self._units.get(unit.strip())
        if known is None:
            raise UnknownNameError("unit", unit, nearest(unit, list(self._units)))
        return known

    @overload
    def convert(self, value: Decimal | str, source: str, target: str) -> Decimal: ...

    @overload
    def convert(self, value: float, source: str, target: str) -> float: ...

    def convert(self, value: Decimal | str | float, source: str, target: str) -> Decimal | float:
        """Convert a value from one unit to another of the same dimension.

        Parameters
        ----------
        value
            The number; a ``Decimal`` or text gives a ``Decimal``, an ``int`` or ``float`` a ``float``.
        source, target
            Ids of the two units.

        Returns
        -------
        Decimal or float
            The value in ``target``. A float passes through ``Decimal`` by its shortest text, so
            ``8936423.55`` 千元 become ``893642.355`` 万元 and not a neighbour of it.

        Raises
        ------
        UnknownNameError
            If a unit is unknown.
        BadInputError
            If the units measure different things, or text is no number.
        """
        old, new = self.get(source), self.get(target)
        if old.dimension != new.dimension:
            raise BadInputError(
                f"{old.id} ({old.dimension}) cannot be converted to {new.id} ({new.dimension}): "
                "the units measure different things."
            )
        try:
            number = value if isinstance(value, Decimal) else Decimal(str(value))
        except InvalidOperation:
            raise BadInputError(f"{value!r} is not a number and cannot be converted.") from None
        if old.factor != new.factor:
            with localcontext(prec=_WORKING_DIGITS):
                number = number * old.factor / new.factor
            with localcontext(prec=_KEPT_DIGITS):
                number = +number
        return number if isinstance(value, Decimal | str) else float(number)

    def label(self, unit: str, language: str) -> str:
        """Return what a label shows for a unit.

        Parameters
        ----------
        unit
            Id of the unit.
        language
            ``zh`` or ``en``; counting words are empty in English.
        """
        known = self.get(unit)
        if language not in ("zh", "en"):
            raise UnknownNameError("language", language, ["zh", "en"])
        return known.zh if language == "zh" else known.en


def read_yaml(path: Path) -> Any:
    """Read a YAML file.

    Raises
    ------
    DamagedFileError
        If it is missing or no YAML.
    """
    try:
        # the safe loader in C is much faster, but not every build of PyYAML has it
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return yaml.load(path.read_text("utf-8"), Loader=loader)  # noqa: S506 - both are safe loaders
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DamagedFileError(f"{path}: cannot be read as YAML ({error}).") from error


def read_entries(path: Path, key: str) -> list[dict[str, Any]]:
    """Read a vocabulary file: one key that holds a list of entries, each with its own ``id``.

    Parameters
    ----------
    path
        The YAML file.
    key
        The key that holds the list.

    Raises
    ------
    DamagedFileError
        If the file is not that, or an id is missing or appears twice.
    """
    document = read_yaml(path)
    entries = document.get(key) if isinstance(document, dict) else None
    if not isinstance(entries, list) or not entries:
        raise DamagedFileError(f"{path}: expected a list of entries under {key!r}.")
    seen: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        name = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(name, str) or not name:
            raise DamagedFileError(f"{path}: entry {number} of {key!r} has no field 'id' with text.")
        if name in seen:
            raise DamagedFileError(f"{path}: entry {name!r}: field 'id' appears twice.")
        seen.add(name)
    return entries


def _unit(path: Path, entry: dict[str, Any]) -> Unit:
    """Check one entry of ``units.yml``."""
    where = f"{path}: entry {entry['id']!r}"
    wanted = {"id", "zh", "en", "dimension", "factor"}
    if entry.keys() != wanted:
        odd = sorted(wanted ^ entry.keys())
        raise DamagedFileError(f"{where}: field {odd[0]!r} is {'missing' if odd[0] in wanted else 'unknown'}.")
    for field in sorted(wanted):
        if not isinstance(entry[field], str):
            raise DamagedFileError(f"{where}: field {field!r} must be text, found {entry[field]!r}.")
    try:
        factor = Decimal(entry["factor"])
    except InvalidOperation:
        factor = Decimal("NaN")
    if not factor.is_finite() or factor <= 0:
        raise DamagedFileError(f"{where}: field 'factor' must be a positive number, found {entry['factor']!r}.")
    return Unit(entry["id"], entry["zh"], entry["en"], entry["dimension"], factor)

"""Indicators: one id per concept, whatever the sources call it.

An :class:`Indicator` is an entry of ``data/vocabulary/indicators.yml``; an
:class:`IndicatorBook` finds it by any of its names and knows which concepts
look alike but must never be chained (``not_comparable_with``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from incuanalysis.errors import BadInputError, DamagedFileError, UnknownNameError
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.matching import nearest, normalise
from incuanalysis.vocabulary.units import read_entries

__all__ = ["Indicator", "IndicatorBook"]

_Text = Field(min_length=1)


class Indicator(BaseModel):
    """A concept that is counted or measured.

    Parameters
    ----------
    id
        Permanent name, snake_case English.
    zh, en
        Names in the two languages, each used by one indicator only.
    short_zh, short_en
        Labels for charts, where the chart's title says the rest.
    aliases
        Other names met in tables and returns.
    scope
        Whose number it is.
    unit
        Canonical unit id; a source may print another unit of the same dimension.
    basis
        The usual basis; an observation may have another.
    direction
        Whether higher or lower is better, if either can be said.
    rollup_regions, rollup_time
        How parts make the whole.
    numerator, denominator
        For a share: ids of the indicators it is made of, where both are known concepts.
    range
        Lowest and highest plausible value in the canonical unit, from a district to the nation.
    not_comparable_with
        Ids of concepts that look alike and are never chained or ranked together.
    definition_zh, definition_en
        What it is and what it is not.
    source
        Where the concept is defined or met.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    zh: str = _Text
    en: str = _Text
    short_zh: str = _Text
    short_en: str = _Text
    aliases: tuple[str, ...] = Field(default=(), strict=False)
    scope: Literal["incubator", "makerspace", "carrier", "region"]
    unit: str = _Text
    basis: Basis = Field(strict=False)
    direction: Literal["higher", "lower", "none"]
    rollup_regions: Literal["sum", "ratio", "none"]
    rollup_time: Literal["last", "sum", "none"]
    numerator: str | None = None
    denominator: str | None = None
    range: tuple[float, float] = Field(strict=False)
    not_comparable_with: tuple[str, ...] = Field(default=(), strict=False)
    definition_zh: str = _Text
    definition_en: str = _Text
    source: str = _Text

    @model_validator(mode="after")
    def _consistent(self) -> Indicator:
        if self.range[0] >= self.range[1]:
            raise ValueError("range: the first number must be below the second")
        if (self.numerator is None) != (self.denominator is None):
            raise ValueError("numerator and denominator: give both or neither")
        if (self.rollup_regions == "ratio") != (self.numerator is not None):
            raise ValueError("rollup_regions: 'ratio' goes with a numerator and a denominator, and only with them")
        return self

    def name(self, language: str = "zh", short: bool = False) -> str:
        """Return the name in ``zh`` or ``en``, or the short label for a chart."""
        if language == "zh":
            return self.short_zh if short else self.zh
        return self.short_en if short else self.en

    def definition(self, language: str = "zh") -> str:
        """Return the definition in ``zh`` or ``en``."""
        return self.definition_zh if language == "zh" else self.definition_en

    @property
    def names(self) -> tuple[str, ...]:
        """All names under which the indicator is found."""
        return (self.id, self.zh, self.en, self.short_zh, self.short_en, *self.aliases)


class IndicatorBook:
    """The known indicators.

    Parameters
    ----------
    indicators
        The indicators, in the order of the file.
    """

    def __init__(self, indicators: list[Indicator]) -> None:
        self._indicators = {indicator.id: indicator for indicator in indicators}
        self._ids_by_name: dict[str, list[str]] = {}
        for indicator in indicators:
            for name in dict.fromkeys(normalise(name) for name in indicator.names):
                self._ids_by_name.setdefault(name, []).append(indicator.id)

    @classmethod
    def read(cls, path: Path) -> IndicatorBook:
        """Read ``indicators.yml``.

        Parameters
        ----------
        path
            The file.

        Raises
        ------
        DamagedFileError
            If an entry is not an indicator or points to one that does not exist; the message
            names the file, the entry and the field.
        """
        indicators = []
        for entry in read_entries(path, "indicators"):
            try:
                indicators.append(Indicator.model_validate(entry))
            except ValidationError as error:
                first = error.errors()[0]
                field = ".".join(str(part) for part in first["loc"]) or "(entry)"
                raise DamagedFileError(f"{path}: entry {entry['id']!r}: field {field!r}: {first['msg']}.") from None
        _check_references(path, indicators)
        return cls(indicators)

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self._indicators.values())

    def __len__(self) -> int:
        return len(self._indicators)

    def __contains__(self, indicator: object) -> bool:
        return indicator in self._indicators

    def all(self) -> tuple[Indicator, ...]:
        """Return all indicators in the order of the file."""
        return tuple(self._indicators.values())

    def get(self, indicator: str) -> Indicator:
        """Return the indicator with this id.

        Raises
        ------
        UnknownNameError
            If there is none; the error carries the nearest ids.
        """
        known = self._indicators.get(indicator)
        if known is None:
            raise UnknownNameError("indicator", indicator, self._nearest(indicator))
        return known

    def find(self, text: str) -> Indicator:
        """Return the indicator with this id or name, in either language, old names included.

        Parameters
        ----------
        text
            An id, a name, a short name or an alias; spaces, width and case do not matter.

        Raises
        ------
        UnknownNameError
            If no indicator has the name.
        BadInputError
            If several have it; the message lists them.
        """
        if text in self._indicators:
            return self._indicators[text]
        ids = self._ids_by_name.get(normalise(text), [])
        if not ids:
            raise UnknownNameError("indicator", text, self._nearest(text))
        if len(ids) > 1:
            raise self.several(text, ids)
        return self._indicators[ids[0]]

    def several(self, text: str, ids: Sequence[str]) -> BadInputError:
        """Return the error, to be raised, of a text that may mean any of these indicators."""
        found = [self.get(id) for id in ids]
        return BadInputError(
            f"{text!r} may mean {len(found)} indicators: {', '.join(f'{i.id} ({i.zh}, {i.unit})' for i in found)}. "
            "Use one of these ids.",
            f"“{text}”可能指{len(found)}个指标：{'、'.join(f'{i.id}（{i.zh}，{i.unit}）' for i in found)}。请写明其中一个编号或全称。",
        )

    def comparable(self, one: str, other: str) -> bool:
        """Say whether two indicators may stand in one series or ranking (ids)."""
        return self.get(one).id not in self.get(other).not_comparable_with

    def _nearest(self, text: str) -> list[str]:
        """Return the indicators whose names are closest to a text, as ``id (name)``."""
        names = nearest(text, self._ids_by_name)
        ids = dict.fromkeys(one for name in names for one in self._ids_by_name[name])
        return [f"{one} ({self._indicators[one].zh})" for one in ids][:3]


def _check_references(path: Path, indicators: list[Indicator]) -> None:
    """Check what one entry alone cannot show: unique names, known ids, mutual warnings."""
    by_id = {indicator.id: indicator for indicator in indicators}
    for field in ("zh", "en"):
        seen: dict[str, str] = {}
        for indicator in indicators:
            name = normalise(getattr(indicator, field))
            if name in seen:
                raise DamagedFileError(
                    f"{path}: entry {indicator.id!r}: field {field!r} is also that of {seen[name]!r}."
                )
            seen[name] = indicator.id
    for indicator in indicators:
        where = f"{path}: entry {indicator.id!r}: field"
        for field in ("numerator", "denominator"):
            target = getattr(indicator, field)
            if target is not None and target not in by_id:
                raise DamagedFileError(f"{where} {field!r} names the unknown indicator {target!r}.")
        for other in indicator.not_comparable_with:
            if other not in by_id:
                raise DamagedFileError(f"{where} 'not_comparable_with' names the unknown indicator {other!r}.")
            if indicator.id not in by_id[other].not_comparable_with:
                raise DamagedFileError(f"{where} 'not_comparable_with' names {other!r}, which does not name it back.")

"""Series: the targets of a plan that follow one another for one number (end of 2022, 2023, 2024)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from incuanalysis.errors import BadInputError, UnknownNameError
from incuanalysis.intake.clean.units import split_unit
from incuanalysis.plans.model import LINES, Line, Plan, Target
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.matching import nearest, normalise
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["Series", "Total", "find_series", "series_key", "series_of"]

_RUNNING = (Basis.SINCE_START, Basis.SINCE_FOUNDING)


@dataclass(frozen=True, slots=True)
class Total:
    """What a plan sets for a year on one line, in the indicator's canonical unit.

    Parameters
    ----------
    value, high
        The value, and the upper end of a range.
    year_value
        The year's own share of a running total: the value less that of the target before; None where the target
        before is not of the year before.
    """

    value: Decimal
    high: Decimal | None
    year_value: Decimal | None


@dataclass(frozen=True, slots=True)
class Series:
    """Targets of one indicator, basis, scope and state of area, by due month.

    Parameters
    ----------
    label
        How a table names it: the indicator's Chinese name, or the last target's where several series share it.
    targets
        From the first due to the last.
    """

    label: str
    targets: tuple[Target, ...]

    @property
    def indicator(self) -> str:
        """Id of the indicator."""
        return self.targets[0].indicator

    @property
    def basis(self) -> Basis:
        """The basis of its values."""
        return self.targets[0].basis

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that any of its targets has."""
        return tuple(line for line in LINES if any(line in target.lines for target in self.targets))

    def due_in(self, year: int) -> Target | None:
        """Return the last target that is due in a year."""
        return next((t for t in reversed(self.targets) if t.due.startswith(f"{year}-")), None)

    def target_for(self, year: int) -> Target | None:
        """Return the target of a year: the one due in it, else the next one due."""
        return self.due_in(year) or next((t for t in self.targets if t.due > f"{year}-12"), None)

    def total(self, year: int, line: Line, words: Vocabulary) -> Total | None:
        """Return what the plan sets for a year on a line; None where it says nothing of that year."""
        target = self.due_in(year)
        if target is None or line not in target.lines:
            return None
        value = self._value(target, line, words)
        high = target.lines[line].high
        year_value: Decimal | None = None
        if self.basis in _RUNNING:
            before = [t for t in self.targets if t.due < f"{year}-01" and line in t.lines]
            earlier = [t for t in self.targets if t.due < target.due]
            if before and before[-1].due.startswith(f"{year - 1}-"):
                year_value = value - self._value(before[-1], line, words)
            elif not earlier and self.basis is Basis.SINCE_START:
                year_value = value
        return Total(value, None if high is None else self._exact(high, target.unit, words), year_value)

    def _value(self, target: Target, line: Line, words: Vocabulary) -> Decimal:
        return self._exact(target.lines[line].value, target.unit, words)

    def _exact(self, value: float, unit: str, words: Vocabulary) -> Decimal:
        return words.units.convert(Decimal(str(value)), unit, words.indicators.get(self.indicator).unit)


def series_key(target: Target) -> tuple[Hashable, ...]:
    """Return what the targets of one series share."""
    scope = target.scope
    named = scope.name.zh if scope.name else ""
    return (target.indicator, target.basis, scope.kind, named, scope.carrier_types, target.area_state, target.measure)


def series_of(plan: Plan, words: Vocabulary) -> list[Series]:
    """Return the series of a plan in the order in which their first targets stand in the file."""
    chains: dict[Hashable, list[Target]] = {}
    for target in plan.targets:
        chains.setdefault(series_key(target), []).append(target)
    found = [tuple(sorted(chain, key=lambda target: target.due)) for chain in chains.values()]
    indicators = [chain[0].indicator for chain in found]
    names = [chain[-1].name.zh for chain in found]
    labels = []
    for chain, name in zip(found, names, strict=True):
        if indicators.count(chain[0].indicator) == 1:
            labels.append(words.indicators.get(chain[0].indicator).zh)
        else:
            labels.append(name if names.count(name) == 1 else chain[-1].id)
    return [Series(label, chain) for label, chain in zip(labels, found, strict=True)]


def find_series(text: str, known: Sequence[Series], words: Vocabulary) -> Series:
    """Return the series that a table means by a name.

    Parameters
    ----------
    text
        The series' label, a target's id or name, or a name of the indicator; a unit in brackets does not matter.
    known
        The series of the plan.
    words
        The vocabulary.

    Raises
    ------
    UnknownNameError
        If the plan has no target of that name.
    BadInputError
        If it has several series of the indicator; says how to name them.
    """
    for asked in dict.fromkeys((normalise(text), normalise(split_unit(text)[0]))):
        for series in known:
            names = [name for t in series.targets for name in (t.id, t.name.zh, t.name.en)]
            if asked in {normalise(name) for name in (series.label, *names)}:
                return series
    for asked in dict.fromkeys((text, split_unit(text)[0])):
        try:
            id = words.indicators.find(asked).id
        except BadInputError:
            continue
        fitting = [series for series in known if series.indicator == id]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            labels = [series.label for series in fitting]
            raise BadInputError(
                f"{text!r} stands for {len(labels)} targets of the plan. Expected one of: {', '.join(labels)}.",
                f"“{text}”在计划中有{len(labels)}项目标，请写明是哪一项：{'、'.join(labels)}。",
            )
    labels = [series.label for series in known]
    near = nearest(text, labels) or labels
    unknown = UnknownNameError("target", text, near)
    unknown.zh = f"计划中没有“{text}”这一指标，可能是：{'、'.join(near)}。"
    raise unknown

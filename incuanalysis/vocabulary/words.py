"""The project's whole vocabulary in one object: regions, indicators, units, ranked sources and what returns are made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from incuanalysis.errors import DamagedFileError
from incuanalysis.project import Project, find_project
from incuanalysis.vocabulary.indicators import IndicatorBook
from incuanalysis.vocabulary.regions import RegionBook
from incuanalysis.vocabulary.registers import RegisterBook
from incuanalysis.vocabulary.units import UnitBook
from incuanalysis.vocabulary.wording import Wording

__all__ = ["SourceRanking", "Vocabulary", "open_vocabulary"]

_FOLDER = "data/vocabulary"
_FILES = ("regions.csv", "indicators.yml", "units.yml", "sources.yml", "registers.yml", "headings.yml")


@dataclass(frozen=True)
class SourceRanking:
    """Which class of source is quoted first where several report the same figure.

    Parameters
    ----------
    classes
        Class → (rank, Chinese name, English name); rank 0 is trusted most.
    overrides
        Indicator → classes in another order.
    """

    classes: dict[str, tuple[int, str, str]]
    overrides: dict[str, list[str]]

    def rank(self, source_class: str, indicator: str = "") -> int:
        """Return the place of a class for an indicator, 0 first; unknown classes come last."""
        if (order := self.overrides.get(indicator)) and source_class in order:
            return order.index(source_class)
        return self.classes.get(source_class, (len(self.classes), "", ""))[0]


@dataclass(frozen=True)
class Vocabulary:
    """Regions, indicators, units, source ranking, registers and the wording of headings of a project."""

    regions: RegionBook
    indicators: IndicatorBook
    units: UnitBook
    sources: SourceRanking
    registers: RegisterBook
    wording: Wording


def open_vocabulary(project: Project | None = None) -> Vocabulary:
    """Read the vocabulary of a project (kept for the process; read once)."""
    project = project or find_project()
    return _read(*(project.find(f"{_FOLDER}/{name}") for name in _FILES))


@lru_cache(maxsize=8)
def _read(regions: Path, indicators: Path, units: Path, sources: Path, registers: Path, headings: Path) -> Vocabulary:
    known = IndicatorBook.read(indicators)
    return Vocabulary(
        RegionBook.read(regions),
        known,
        UnitBook.read(units),
        _read_ranking(sources),
        RegisterBook.read(registers),
        Wording.read(headings, known),
    )


def _read_ranking(path: Path) -> SourceRanking:
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        classes = {
            entry["class"]: (rank, str(entry["zh"]), str(entry["en"])) for rank, entry in enumerate(raw["classes"])
        }
        return SourceRanking(classes, raw.get("overrides") or {})
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        raise DamagedFileError(
            f"{path}: expected `classes:` as a list of entries with class, zh and en; found a problem: {error}."
        ) from None

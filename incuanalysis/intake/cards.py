"""Source cards: who published a table, where it was seen, and how its numbers came here."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from incuanalysis.errors import DamagedFileError

__all__ = ["AddUpCheck", "Source", "SourceCard", "read_card"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AddUpCheck(_Strict):
    """Regions of ``parts_level`` must add up to ``whole``, within a tolerance in the printed unit."""

    kind: Literal["parts_add_up"]
    parts_level: str
    whole: str
    tolerance: dict[str, float] = Field(default_factory=dict)


class Source(_Strict):
    """One publication quoted in a table."""

    source_class: str = Field(alias="class")
    producer: str
    title: str
    title_en: str | None = None
    table: str | None = None
    published: str | None = None
    url: str | None = None
    note: str | None = None

    @property
    def citation(self) -> str:
        """The citation in one line."""
        title = self.title if "《" in self.title else f"《{self.title}》"
        if self.table:
            book, _, chapter = title.partition("》")
            title = f"{book}》表{self.table} {chapter}".rstrip()
        return title if self.producer in title else f"{self.producer}：{title}"

    @property
    def citation_en(self) -> str:
        """The citation in English where the card has one, else as printed."""
        if not self.title_en:
            return self.citation
        return f"{self.title_en}, table {self.table}" if self.table else self.title_en


class SourceCard(_Strict):
    """The card beside a published CSV."""

    title: str
    title_zh: str
    recorded_at: dt.date
    licence: str
    transcription: str
    notes: list[str] = []
    checks: list[AddUpCheck] = []
    sources: dict[str, Source]


def read_card(path: Path) -> SourceCard:
    """Read a card.

    Raises
    ------
    DamagedFileError
        Names the file, the field, what was found and what was expected.
    """
    if not path.is_file():
        raise DamagedFileError(f"{path} is missing: every published table needs its source card beside it.")
    try:
        return SourceCard.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise DamagedFileError(f"{path}: not readable as YAML: {str(error).splitlines()[0]}.") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole file"
        raise DamagedFileError(
            f"{path}: {where}: {first['msg'].lower()}. Compare with docs/architecture.md, “Published data”."
        ) from None

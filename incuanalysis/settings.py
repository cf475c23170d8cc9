"""``incu.toml``: what a project publishes."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from incuanalysis.errors import BadInputError
from incuanalysis.vocabulary.matching import nearest

__all__ = ["Edition", "RegionsWithin", "ReportBlock", "Settings", "read_settings"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RegionsWithin(_Strict):
    """All regions of a level below a parent, ``{level = "province", parent = "全国"}``."""

    level: Literal["nation", "province", "city", "county", "town", "zone", "area"]
    parent: str = "000000"


class ReportBlock(_Strict):
    """One ``[[report]]`` block: every region × period × language of a kind."""

    kind: str
    regions: list[str | RegionsWithin] | RegionsWithin
    periods: Annotated[list[str], Field(min_length=1)]
    languages: list[Literal["zh", "en"]] = ["zh"]
    store: str | None = None
    as_of: str | None = None
    options: dict[str, str | list[str]] = {}
    phone: bool = False


class Edition(_Strict):
    """The ``[edition]`` block: who publishes, under which title."""

    title: str = "科技企业孵化器评价报告"
    title_en: str = "Incubator evaluation reports"
    issuer: str = ""
    issuer_en: str = ""


class Settings(_Strict):
    """The whole file."""

    edition: Edition = Edition()
    workers: Annotated[int, Field(ge=1, le=256)] | None = None
    report: list[ReportBlock] = []


def read_settings(path: Path) -> Settings:
    """Read and check ``incu.toml``.

    Raises
    ------
    BadInputError
        Names the file, the key, what was found and the nearest right key.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInputError(f"{path}: not readable as TOML: {error}.") from None
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        raise BadInputError("\n".join(_explain(path, problem) for problem in error.errors())) from None


def _explain(path: Path, problem: Any) -> str:
    """Say one validation problem for people."""
    parts = [part for part in problem["loc"] if part not in ("str", "RegionsWithin") and "[" not in str(part)]
    where = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in parts)
    if problem["type"] == "extra_forbidden":
        blocks: dict[str, type[BaseModel]] = {"report": ReportBlock, "edition": Edition}
        model = blocks.get(str(parts[0]), Settings) if parts[1:] else Settings
        if "regions" in parts[:-1]:
            model = RegionsWithin
        close = nearest(str(parts[-1]), list(model.model_fields), 1)
        tail = f" Did you mean {close[0]!r}?" if close else ""
        return f"{path}: unknown key {where!r}.{tail} Known keys: {', '.join(model.model_fields)}."
    found = "" if problem["type"] == "missing" else f" (found {problem['input']!r})"
    return f"{path}: {where}: {problem['msg'][0].lower()}{problem['msg'][1:]}{found}."

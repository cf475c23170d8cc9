"""A thing that is wrong with a scheme's file."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Loc", "Problem"]

Loc = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Where it is (keys and numbers from the file's top), what was found and what was expected, in two languages."""

    loc: Loc
    found: object
    zh: str
    en: str

"""Checks at the door: what a file says of itself, and beside what came before it."""

from __future__ import annotations

from dataclasses import dataclass

from incuanalysis.intake.findings import Finding

__all__ = ["Located"]


@dataclass(frozen=True, slots=True)
class Located:
    """A finding in one of several files.

    Parameters
    ----------
    file
        The file, as the rows that were checked name it.
    finding
        What was found there.
    """

    file: str
    finding: Finding

"""Findings: what a person should know of a file, in Chinese and English, with its cell.

A finding carries a code and facts; the sentence is made when it is read, so what is
kept does not change with the wording. Each folder of intake lists its own codes in a
module ``sentences.py``: code → (severity, Chinese, English), with ``{facts}`` in braces.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any, Literal

__all__ = ["Finding", "Sentences", "Severity", "finding", "sentence", "sentences"]

Severity = Literal["error", "warning", "info"]
Sentences = dict[str, tuple[Severity, str, str]]
_LISTS = ("files", "layout", "clean", "checks", "returns", "forms")


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found at a cell, a sheet or a file.

    Parameters
    ----------
    code
        Which finding it is.
    facts
        What fills the braces of its sentence: texts, already formatted.
    sheet, cell
        Where; empty for a whole file or sheet.
    """

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    cell: str = ""

    @property
    def severity(self) -> Severity:
        """``error`` (a value or file could not be used), ``warning`` (look at it) or ``info`` (this was done)."""
        return sentences()[self.code][0]

    def text(self, language: str = "zh") -> str:
        """Return the sentence in ``zh`` or ``en``."""
        return sentence(self.code, self.facts, language)

    def as_dict(self) -> dict[str, Any]:
        """Return what ``--json`` prints of it."""
        return {
            "severity": self.severity,
            "code": self.code,
            "sheet": self.sheet,
            "cell": self.cell,
            "text": self.text(),
            "text_en": self.text("en"),
        }


def finding(code: str, sheet: str = "", cell: str = "", **facts: object) -> Finding:
    """Return a finding; facts are turned into text."""
    return Finding(code, {name: str(fact) for name, fact in facts.items()}, sheet, cell)


def sentence(code: str, facts: Mapping[str, str], language: str = "zh") -> str:
    """Return the sentence of a code with its facts filled in."""
    _, zh, en = sentences()[code]
    return (zh if language == "zh" else en).format_map(_Facts(facts))


class _Facts(dict[str, str]):
    """Facts of a finding; one that an older store does not have is left blank."""

    def __missing__(self, key: str) -> str:
        return ""


@cache
def sentences() -> Sentences:
    """Return all codes of all folders.

    Raises
    ------
    ValueError
        If two folders use one code.
    """
    found: Sentences = {}
    for name in _LISTS:
        listed: Sentences = import_module(f"incuanalysis.intake.{name}.sentences").SENTENCES
        if twice := found.keys() & listed.keys():
            raise ValueError(f"finding codes used twice: {sorted(twice)}")
        found |= listed
    return found

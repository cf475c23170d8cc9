"""Titles and headline numbers, from their MIME bundles to what the page's template needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

__all__ = ["HEADLINE", "TITLE", "Card", "TitleView"]

TITLE = "application/vnd.incu.title+json"
HEADLINE = "application/vnd.incu.headline+json"

_SIGN = re.compile(r"(?<![\w.])([+\-−–](?=\s?\d)|[↑↓▲▼])")
_PRINTED = re.compile(r"((?:[A-Z]{3} )?[+−-]?\d[\d.,]*%?)\s*(\D*)$")


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _texts(values: object) -> list[str]:
    return [_text(value) for value in values] if isinstance(values, list | tuple) else []


@dataclass(frozen=True)
class Card:
    """One headline number; the text as printed carries its unit, which is set smaller."""

    label: str
    value: str
    unit: str
    change: str
    note: str
    trend: str

    @classmethod
    def from_spec(cls, spec: dict[str, Any]) -> Card:
        """Read one entry of a ``headline`` item."""
        printed, change = _text(spec.get("text")), _text(spec.get("change"))
        split = _PRINTED.match(printed)
        if split:
            value, unit = split[1], split[2]
        elif printed:
            value, unit = printed, ""
        else:
            value, unit = _text(spec.get("value")) or "—", _text(spec.get("unit"))
        sign = _SIGN.search(change)
        trend = "" if not sign else "up" if sign[1] in "+↑▲" else "down"
        return cls(_text(spec.get("label")), value, unit, change, _text(spec.get("note")), trend)


@dataclass(frozen=True)
class TitleView:
    """The block on top of the page."""

    title: str
    subtitle: str = ""
    issuer: str = ""
    findings: tuple[str, ...] = ()
    badges: tuple[str, ...] = ()

    @classmethod
    def from_spec(cls, spec: dict[str, Any]) -> TitleView:
        """Read a ``title`` item."""
        badges = [b.get("text", b.get("label", "")) if isinstance(b, dict) else b for b in spec.get("badges") or []]
        return cls(
            _text(spec.get("title")),
            _text(spec.get("subtitle")),
            _text(spec.get("issuer")),
            tuple(_texts(spec.get("findings"))),
            tuple(_texts(badges)),
        )

"""The headings of a page: anchors that stay, levels without gaps, the table of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import quote

from markupsafe import escape

__all__ = ["Entry", "Outline", "plain_text"]

_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)
_MARKED = re.compile(r'<h([1-6]) data-heading="(\d+)">(.*?)</h\1>', re.DOTALL)
_OPENING = re.compile(r'\s*(?:<div class="\w+">)?\s*')
_PICTURE = re.compile(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>')
_TAG = re.compile(r"<[^>]*>")
_UNFIT = re.compile(r"[\x00-\x1f\"'<>&`\\#%]+")

CONTENTS_LEVELS = (2, 3)
# ids of the page itself, so that no heading of that name takes one away
_RESERVED = frozenset({"top", "text", "contents", "appendix", "findings"})


@dataclass(frozen=True)
class Entry:
    """One line of the contents: final level, text, and the address of the heading."""

    level: int
    text: str
    href: str


@dataclass
class _Heading:
    level: int
    text: str
    anchor: str


def plain_text(html: str) -> str:
    """Return what a reader sees of a piece of HTML; a formula counts as its TeX."""
    return " ".join(unescape(_TAG.sub("", _PICTURE.sub(r"\1", html))).split())


@dataclass
class Outline:
    """Collects headings in reading order, then gives each its final level and id.

    A page has one ``<h1>``, its title. Whatever levels the notebook uses, its highest
    one becomes ``<h2>`` and no level is skipped on the way down.
    """

    _headings: list[_Heading] = field(default_factory=list)
    _taken: set[str] = field(default_factory=lambda: set(_RESERVED))

    def claim(self, wanted: str) -> str | None:
        """Take an id for something else than a heading; None if the page has it already."""
        if not wanted or re.search(r"\s", wanted) or wanted in self._taken:
            return None
        self._taken.add(wanted)
        return wanted

    def unique(self, wanted: str) -> str:
        """Take an id, with ``-2``, ``-3``, … behind it if it is taken."""
        name, count = wanted, 1
        while name in self._taken:
            count += 1
            name = f"{wanted}-{count}"
        self._taken.add(name)
        return name

    def register(self, html: str) -> str:
        """Note every heading of a rendered text and mark it for :meth:`finish`."""
        return _HEADING.sub(self._register_one, html)

    def _register_one(self, match: re.Match[str]) -> str:
        text = plain_text(match[2])
        if not text:
            return ""
        # Jupyter's own anchors have hyphens for spaces, so links written for Jupyter keep working
        anchor = self.unique(_UNFIT.sub("", "-".join(text.split())) or "section")
        self._headings.append(_Heading(int(match[1]), text, anchor))
        return f'<h{match[1]} data-heading="{len(self._headings) - 1}">{match[2]}</h{match[1]}>'

    def take_title(self, html: str) -> tuple[str, str | None]:
        """Cut the page's title out of the first text, if that begins with the only level-1 heading."""
        opening = _OPENING.match(html)
        found = _MARKED.match(html, opening.end() if opening else 0)
        if not found or found[1] != "1" or [h.level for h in self._headings].count(1) != 1:
            return html, None
        heading = self._headings[int(found[2])]
        heading.level = 0
        return html[: found.start()] + html[found.end() :], heading.text

    def settle(self) -> None:
        """Fix the levels, once all headings are registered."""
        used = [heading.level for heading in self._headings if heading.level]
        if not used:
            return
        highest, before = min(used), 1
        for heading in self._headings:
            if heading.level:
                heading.level = min(heading.level - highest + 2, before + 1, 6)
                before = heading.level

    def finish(self, html: str) -> str:
        """Write the final level and id of each marked heading."""
        if "data-heading=" not in html:
            return html
        return _MARKED.sub(self._finish_one, html)

    def _finish_one(self, match: re.Match[str]) -> str:
        heading = self._headings[int(match[2])]
        tag = f"h{heading.level}"
        return f'<{tag} id="{escape(heading.anchor)}">{match[3]}</{tag}>'

    @property
    def entries(self) -> list[Entry]:
        """The contents: the settled headings of levels 2 and 3."""
        return [Entry(h.level, h.text, "#" + quote(h.anchor)) for h in self._headings if h.level in CONTENTS_LEVELS]

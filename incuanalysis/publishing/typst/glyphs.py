"""Characters that no carried font has: found before Typst refuses them, shown as 〓, and listed."""

from __future__ import annotations

import re
import unicodedata

from incuanalysis.publishing.typst.fonts import coverage

__all__ = ["GETA", "GlyphFilter", "break_long", "is_wide", "plain", "strip_terminal"]

#: The sign that printers of Chinese and Japanese set where a sort is missing.
GETA = "〓"
_BREAK = "\u200b"
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
# CSI and OSC sequences, then the remaining two-character escapes.
_ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[@-Z\\-_]")


class _Table(dict[int, str | None]):
    """What each code point is set as, filled as code points turn up."""

    def __missing__(self, point: int) -> str | None:
        character = chr(point)
        shown: str | None = character
        match unicodedata.category(character):
            case "Cc":
                shown = character if character in "\t\n" else ("\n" if character in "\r\x85" else None)
            case "Cf" | "Mn" | "Me" if _ignorable(point):
                shown = None
            case "Zs" if character != "\u3000":
                shown = "\u00a0" if character in "\u00a0\u202f\u2007" else " "
            case "Zl" | "Zp":
                shown = "\n"
            case "Co" | "Cs" | "Cn":
                shown = GETA
            case _ if character != _BREAK and point not in coverage():
                shown = GETA
        self[point] = shown
        return shown


def _ignorable(point: int) -> bool:
    """Tell marks without a shape of their own: joiners, direction marks, variation selectors, tags."""
    if point == ord(_BREAK):
        return False
    return unicodedata.category(chr(point)) == "Cf" or 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF


_TABLE = _Table()


class GlyphFilter:
    """Cleans the text of one document.

    Attributes
    ----------
    missing
        The characters that were replaced, in the order they were met, with their counts.
    refused
        Characters that Typst itself could not set, found while compiling.
    """

    def __init__(self, refused: frozenset[str] = frozenset()) -> None:
        self.missing: dict[str, int] = {}
        self.refused = refused

    def lines(self, text: str) -> str:
        """Return text that can be set, with its line breaks and tabs."""
        if text.isascii() and text.isprintable():
            return text
        shown = text.translate(_TABLE)
        for character in self.refused.intersection(shown):
            shown = shown.replace(character, GETA)
        if GETA in shown:
            for character in text:
                if character != GETA and (_TABLE[ord(character)] == GETA or character in self.refused):
                    self.missing[character] = self.missing.get(character, 0) + 1
        return shown

    def text(self, text: str) -> str:
        """Return running text that can be set: white space is one space."""
        return _SPACES.sub(" ", self.lines(text))

    def markup(self, source: str) -> str:
        """Return XML whose text can be set; character references are looked at too."""

        def shown(reference: re.Match[str]) -> str:
            number = int(reference[1], 16) if reference[1] else int(reference[2])
            character = chr(number) if number < 0x110000 else GETA
            return reference[0] if self.lines(character) == character else self.lines(character)

        return self.lines(re.sub(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,10}));", shown, source))


def plain(text: str) -> str:
    """Return text for metadata and alternative text: any character, but no control characters."""
    kept = "".join(
        " " if c in "\t\n\r" else c for c in text if unicodedata.category(c) not in ("Cc", "Cs") or c in "\t\n\r"
    )
    return _SPACES.sub(" ", kept.replace("\ufeff", "").replace("\ufffe", "")).strip()


def strip_terminal(text: str) -> str:
    """Return terminal output as it would be seen: no colours, overwritten lines gone."""
    text = _ANSI.sub("", text).replace("\r\n", "\n")
    if "\r" in text:
        text = "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in text.split("\n"))
    return _without_backspaces(text) if "\b" in text else text


def _without_backspaces(text: str) -> str:
    kept: list[str] = []
    for character in text:
        if character != "\b":
            kept.append(character)
        elif kept and kept[-1] != "\n":
            kept.pop()
    return "".join(kept)


def is_wide(character: str) -> bool:
    """Tell whether a character is Han, kana or full-width, so that no space is due at a line's end."""
    return unicodedata.east_asian_width(character) in "WF"


def break_long(text: str, every: int) -> str:
    """Allow a break within runs without any, such as long paths and keys."""
    if len(text) <= every:
        return text
    return re.sub(rf"[!-~]{{{every}}}(?=[!-~])", lambda run: run[0] + _BREAK, text)

"""Headings taken apart: the name of the thing, and the words around it that say since when a number runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from incuanalysis.intake.clean.moments import Said, Since, find_all_said, find_since
from incuanalysis.vocabulary.matching import normalise
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.wording import Wording

__all__ = ["Core", "Names", "squash", "take_apart"]

_PUNCTUATION = re.compile(r"[\s、，,.。:：;；·•\-—–_/／\"'“”‘’《》()（）\[\]【】]+")
_BRACKET = re.compile(r"[(（\[【]\s*([^()（）\[\]【】]*)\s*[)）\]】]")
_EDGES = " 　:：,，、-—–()（）的_/／"
# A year that is named nowhere: any will do to see that a month or quarter was named.
_ANY_YEAR = 2001


def squash(text: str) -> str:
    """Return the spelling under which headings are compared: no spaces, brackets or punctuation.

    Examples
    --------
    >>> squash("上市（挂牌） 企业") == squash("上市(挂牌)企业") == squash("上市、挂牌企业")
    True
    """
    return _PUNCTUATION.sub("", normalise(text))


@dataclass(frozen=True, slots=True)
class Core:
    """A text without what says when.

    Parameters
    ----------
    text
        The rest, empty where nothing else was said.
    kinds
        Kinds of the modifiers (headings.yml) that stood in it.
    said
        The one period it names.
    since
        The beginning of a running total that it names.
    unclear
        It names several periods, or a month or quarter whose year is not known.
    """

    text: str
    kinds: frozenset[str] = frozenset()
    said: Said | None = None
    since: Since | None = None
    unclear: bool = False


def take_apart(text: str, wording: Wording, period: Period | None) -> Core:
    """Return a header cell's core and what it says of the time.

    Parameters
    ----------
    text
        The cell without unit and marks.
    wording
        The modifiers.
    period
        What the table is about; its year is that of a month named without one.
    """
    core = _without_moment(text, period)
    rest, kinds = core.text, set(core.kinds)
    for match in reversed(list(_BRACKET.finditer(rest))):
        inner, found = _without_modifiers(match[1], wording)
        if found and not inner:
            kinds |= found
            rest = rest[: match.start()] + rest[match.end() :]
    rest, found = _without_modifiers(rest, wording)
    return replace(core, text=rest, kinds=frozenset(kinds | found))


def _without_moment(text: str, period: Period | None) -> Core:
    year = period.last.year if period else None
    if since := find_since(text):
        return Core(_cut(text, since), since=since)
    said = find_all_said(text, year)
    if not said:
        # 本年累计 and the like are modifiers; only a month or quarter needs a year
        return Core(text, unclear=year is None and bool(find_all_said(text, _ANY_YEAR)))
    if len(said) > 1:
        return Core(text, unclear=True)
    return Core(_cut(text, said[0]), said=said[0])


def _cut(text: str, where: Said | Since) -> str:
    return (text[: where.start] + text[where.end :]).strip(_EDGES)


def _without_modifiers(text: str, wording: Wording) -> tuple[str, set[str]]:
    """Cut modifiers off both ends, the longest first, until none is left."""
    rest, kinds = normalise(text).strip(_EDGES), set()
    while rest:
        for length in wording.lengths:
            if length <= len(rest) and (kind := wording.kinds.get(rest[:length])):
                rest = rest[length:].strip(_EDGES)
            elif length <= len(rest) and (kind := wording.kinds.get(rest[-length:])):
                rest = rest[:-length].strip(_EDGES)
            else:
                continue
            kinds.add(kind)
            break
        else:
            break
    return rest, kinds


@dataclass(slots=True)
class Names:
    """Names → ids, found as they are and without an ending such as 数量."""

    tails: tuple[str, ...]
    whole: dict[str, list[str]] = field(default_factory=dict)
    short: dict[str, list[str]] = field(default_factory=dict)

    def add(self, names: Iterable[str], id: str) -> None:
        """Add the names of one thing."""
        for name in names:
            for key, index in ((squash(name), self.whole), (self.cut(squash(name))[0], self.short)):
                if key and id not in (ids := index.setdefault(key, [])):
                    ids.append(id)

    def cut(self, key: str) -> tuple[str, str]:
        """Return a name without its ending, and the ending."""
        for tail in self.tails:
            if key.endswith(tail) and len(key) > len(tail) + 1:
                return key[: -len(tail)], tail
        return key, ""

    def find(self, text: str) -> tuple[tuple[str, ...], str]:
        """Return the ids that bear a name, and the ending that had to be left out to find them."""
        key = squash(text)
        if key in self.whole:
            return tuple(self.whole[key]), ""
        rest, tail = self.cut(key)
        return tuple(self.short.get(rest, ())), tail

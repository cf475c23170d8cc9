"""What the vocabulary calls things, ready for headings: names, families, shared names, neutral and derived words."""

from __future__ import annotations

import re

from incuanalysis.intake.clean.wordforms import Names, squash
from incuanalysis.vocabulary.indicators import Indicator
from incuanalysis.vocabulary.matching import nearest, normalise
from incuanalysis.vocabulary.wording import Family
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["Lexicon"]

_FILLER = re.compile(r"[\d一二三四五六七八九十、，,.:：()（）\s]+")
_NUMBER_TAILS = {"人数": "people", "家数": "count", "个数": "count", "户数": "count"}
_NEAR = 0.25  # of the characters of both names together


class Lexicon:
    """The names of a vocabulary.

    Attributes
    ----------
    names, families, shared
        Names of indicators, of families (their numbers) and names that are always asked.
    exact
        Comparable official names (and ids) → id: these are never in doubt.
    roles
        Comparable headings of columns that describe others → role.
    """

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        wording = words.wording
        tails = tuple(sorted((normalise(tail) for tail in wording.tails), key=len, reverse=True))
        self.names, self.families, self.shared = Names(tails), Names(tails), Names(tails)
        self.exact: dict[str, str] = {}
        for indicator in words.indicators:
            self.names.add(indicator.names, indicator.id)
            self.exact.update({squash(indicator.zh): indicator.id, indicator.id: indicator.id})
        for number, family in enumerate(wording.families):
            self.families.add(family.names, str(number))
        for name in wording.shared:
            self.shared.add([name], name)
        self.roles = {squash(heading): role for heading, role in wording.roles.items()}
        self._letters = [(name, frozenset(name)) for name in self.names.whole]
        self._derived = tuple(squash(word) for word in wording.derived)
        neutral = sorted((squash(word) for word in wording.neutral), key=len, reverse=True)
        self._neutral = re.compile("|".join(map(re.escape, neutral)))

    def family(self, number: str) -> Family:
        """Return a family by its number."""
        return self._words.wording.families[int(number)]

    def fits(self, groups: list[str], id: str) -> bool:
        """Tell whether group headings above an indicator's name leave its meaning as it is."""
        indicator = self._words.indicators.get(id)
        for group in filter(None, groups):
            if indicator.scope == "region":
                return False
            rest = _FILLER.sub("", self._neutral.sub("", squash(group)))
            key = self.names.cut(squash(group))[0]
            if rest and not any(key in name for name in self._known_as(indicator)):
                return False
        return True

    def wrong_tail(self, name: str, ids: tuple[str, ...]) -> bool:
        """Tell whether an ending counts something else than the indicators (在孵企业人数 is no number of firms)."""
        key = squash(name)
        if key in self.names.whole:
            return False
        wanted = _NUMBER_TAILS.get(self.names.cut(key)[1])
        book, units = self._words.indicators, self._words.units
        return wanted is not None and any(units.get(book.get(id).unit).dimension != wanted for id in ids)

    def is_derived(self, text: str) -> bool:
        """Tell whether a text speaks of a target, a growth, a share or last year."""
        key = squash(text)
        return any(word in key for word in self._derived)

    def nearest(self, text: str) -> tuple[str, ...]:
        """Return ids of indicators with a name like this one, best first, for a person to choose from."""
        # comparing takes long, and most texts that are no heading are near to none: few names pass
        letters = frozenset(normalise(text))
        near = []
        for name, own in self._letters:
            common = len(letters & own)
            if common > 1 and common >= _NEAR * (len(letters) + len(own)):
                near.append(name)
        found = nearest(text, near) if near else []
        return tuple(dict.fromkeys(id for name in found for id in self.names.whole[name]))[:3]

    def _known_as(self, indicator: Indicator) -> list[str]:
        names = [squash(name) for name in indicator.names]
        for family in self._words.wording.families:
            if indicator.id in family.members:
                names += [squash(name) for name in family.names]
        return names

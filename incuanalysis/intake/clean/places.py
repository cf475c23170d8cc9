"""Names of regions as texts write them → ids, looked for in a region and a month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from incuanalysis.errors import BadInputError
from incuanalysis.vocabulary.matching import normalise
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.regions import Region, RegionBook

__all__ = ["Place", "RegionNames", "region_names"]

# In running text these are words before they are names.
_NOT_IN_TEXT = frozenset({"中国", "国家", "长三角地区", "城区", "郊区"})
_CHINESE_NAME = re.compile(r"[㐀-鿿]{2,}")
_LONGEST = 80  # characters of a combined name


@dataclass(frozen=True, slots=True)
class Place:
    """The region that bears a name.

    Parameters
    ----------
    id
        Empty where none or several bear it.
    how
        ``exact``, ``old_name`` (today's or the month's name is another) or ``elsewhere`` (not in the region asked for).
    others
        Where several bear it: their ids. Where none did in that month: the ids of those that did at another time.
    doubtful
        Several bear it, or it is too common to count without the region above it.
    """

    id: str = ""
    how: str = ""
    others: tuple[str, ...] = ()
    doubtful: bool = False


class RegionNames:
    """An index of all names that regions bear and bore (:func:`region_names` keeps one for each book)."""

    def __init__(self, regions: RegionBook) -> None:
        self._regions = regions
        self._index: dict[str, list[Region]] = {}
        versions = [version for region in regions.all() for version in regions.versions(region.id)]
        for one in versions:
            names = (one.id, one.name, one.short, one.name_en, *one.aliases)
            for name in dict.fromkeys(normalise(name) for name in names):
                self._index.setdefault(name, []).append(one)
        self._parents: dict[str, set[str]] = {version.id: set() for version in versions}
        for version in versions:
            if version.parent:
                self._parents[version.id].add(version.parent)
        self._longest = max(map(len, self._index), default=0)
        self._above: dict[str, frozenset[str]] = {}
        self._found: dict[tuple[str, str, Month | None], Place] = {}
        self._scanned: dict[str, tuple[str, ...]] = {}

    def __contains__(self, id: object) -> bool:
        return id in self._parents

    def lies(self, id: str, within: str) -> bool:
        """Tell whether a region is another or was ever below it."""
        return id == within or within in self._all_above(id)

    def find(self, name: str, within: str, on: Month | None) -> Place:
        """Return the region with a name, as ``normalise`` writes it; those in ``within`` come first."""
        key = (name, within, on)
        if (known := self._found.get(key)) is None:
            known = self._found[key] = self._find(name, within, on)
        return known

    def in_text(self, text: str) -> tuple[str, ...]:
        """Return ids of the regions that a text names, in its order, the longest names first."""
        if (known := self._scanned.get(text)) is None:
            known = self._scanned[text] = self._scan(normalise(text))
        return known

    def _find(self, name: str, within: str, on: Month | None) -> Place:
        hits = self._hits(name, {})
        if not hits:
            return Place()
        inside = [hit for hit in hits if within and self.lies(hit.id, within)]
        chosen = inside or hits
        current = [hit for hit in chosen if hit.valid_on(on)]
        ids = list(dict.fromkeys(hit.id for hit in current or chosen))
        if not inside:
            # names that are often borne elsewhere are doubtful without the region above them: the book knows them
            try:
                ids = [self._regions.find(name, on).id]
            except BadInputError:
                return Place(others=tuple(ids), doubtful=any(self._alive(id, on) for id in ids))
        if len(ids) > 1:
            return Place(others=tuple(ids), doubtful=True)
        if not self._alive(ids[0], on):
            return Place(others=tuple(ids))
        if within and within not in self._regions.path(ids[0], on):
            return Place(ids[0], "elsewhere")
        return Place(ids[0], "exact" if name == ids[0] or any(hit.id == ids[0] for hit in current) else "old_name")

    def _alive(self, id: str, on: Month | None) -> bool:
        return any(version.valid_on(on) for version in self._regions.versions(id))

    def _hits(self, name: str, known: dict[str, list[Region]]) -> list[Region]:
        """Return the versions that bear a name, alone or after the name of a region above it."""
        if name not in known:
            known[name] = hits = list(self._index.get(name, ()))
            for cut in range(1, min(len(name), _LONGEST)):
                if (last := self._index.get(name[cut:])) and (first := self._hits(name[:cut], known)):
                    above = {hit.id for hit in first}
                    hits += [hit for hit in last if hit not in hits and above & self._all_above(hit.id)]
        return known[name]

    def _all_above(self, id: str) -> frozenset[str]:
        """Return the ids above a region, in any version of it."""
        if id not in self._above:
            parents = self._parents.get(id, set())
            self._above[id] = frozenset(parents).union(*(self._all_above(parent) for parent in parents))
        return self._above[id]

    def _scan(self, text: str) -> tuple[str, ...]:
        found: list[str] = []
        place = 0
        while place < len(text):
            for length in range(min(self._longest, len(text) - place), 1, -1):
                if id := self._named(text[place : place + length], found):
                    found.append(id)
                    place += length - 1
                    break
            place += 1
        return tuple(dict.fromkeys(found))

    def _named(self, word: str, before: list[str]) -> str:
        """Return the region that a word of a text names, empty if none does."""
        hits = self._index.get(word)
        if not hits or not _CHINESE_NAME.match(word) or word in _NOT_IN_TEXT:
            return ""
        if all(hit.level == "town" and word != hit.name for hit in hits):
            return ""  # short names of towns are words of the language: 大门, 太和
        below = {hit.id for hit in hits if any(hit.id != id and self.lies(hit.id, id) for id in before)}
        if below:
            return below.pop() if len(below) == 1 else ""
        try:
            return self._regions.find(word).id
        except BadInputError:
            return ""


@lru_cache(maxsize=8)
def region_names(regions: RegionBook) -> RegionNames:
    """Return the index of a book's names (kept for the process)."""
    return RegionNames(regions)

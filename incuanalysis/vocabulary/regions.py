"""Regions: permanent ids with dated names, codes, levels and parents (``data/vocabulary/regions.csv``).

A region keeps its id for good: the current GB/T 2260 code where there is one, the nine-digit statistical
code for streets and towns, an id of our own for zones without a code. The file has one row per dated
version: 洞头县 (330322) and 洞头区 (330305) are two versions of the region ``330305``. A region that ceased
has as its id the code and the first year under which the ministry's yearly tables list it
(``330302-1980``), because codes are given out again. Both ends of a version's dates are included; a missing
first month means unknown, a missing last one still in force.

The file knows the 31 provinces of mainland China and, below them, the places that the project's sources
speak of. Hong Kong, Macao and Taiwan are not in the statistics of incubators and therefore not in the file.
Codes and dates come from the yearly code tables of the Ministry of Civil Affairs and the codes of the
National Bureau of Statistics of 2023; the ``note`` of a row says where a month is not sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from incuanalysis.errors import BadInputError, UnknownNameError
from incuanalysis.vocabulary.matching import nearest, normalise
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.region import LEVELS, Region, When, month_of
from incuanalysis.vocabulary.regionfile import read_regions

__all__ = ["LEVELS", "Region", "RegionBook", "When"]

# Old names that many cities have used, or that a place outside this file bears today: without a date or a
# parent they say nothing, even where this file knows only one region that bore them.
_OFTEN = frozenset(["城区", "郊区", "东城区", "东城", "南城区", "南城", "西城区", "西城", "黄州区", "黄州"])
# Short names of streets and towns that are also counties elsewhere (滨江 of Hangzhou, 石门 of Hunan).
_ELSEWHERE = frozenset(["滨江", "南汇", "石门", "太和", "西山", "凤凰", "临江"])
_LONGEST = 80  # characters of a combined name; longer texts are no names
_PADDING = re.compile(r"(?<=^\d{6})(000){1,2}$|(?<=^\d{9})000$")  # of 9- and 12-digit statistical codes
_ENGLISH_LEVEL = re.compile(r" (District|County|Subdistrict|Town|Township|\(.*\))$")


class RegionBook:
    """All known regions, found by id, code or name, at a date if one is given.

    Parameters
    ----------
    versions
        The rows of the file, versions of a region from old to new.

    Examples
    --------
    >>> book = RegionBook([
    ...     Region("000000", "000000", "全国", "全国", "China (nation)", "nation", "nation", None),
    ...     Region("330305", "330322", "洞头县", "洞头", "Dongtou County", "county", "county", "000000",
    ...            valid_to=Month(2015, 7)),
    ...     Region("330305", "330305", "洞头区", "洞头", "Dongtou District", "county", "district", "000000",
    ...            valid_from=Month(2015, 8)),
    ... ])
    >>> book.find("洞 头 县").name, book.find("330322").id, book.get("330305", on="2014").name
    ('洞头区', '330305', '洞头县')
    """

    def __init__(self, versions: Iterable[Region]) -> None:
        self._versions: dict[str, list[Region]] = {}
        self._index: dict[str, list[Region]] = {}
        for v in versions:
            self._versions.setdefault(v.id, []).append(v)
            names = (v.id, v.code, v.name, v.short, v.name_en, *v.aliases)
            for key in dict.fromkeys(normalise(name) for name in names if name):
                self._index.setdefault(key, []).append(v)

    @classmethod
    def read(cls, path: Path) -> RegionBook:
        """Read ``regions.csv``.

        Raises
        ------
        DamagedFileError
            If a row, or rows together, are wrong; says file, line, what was found and expected.
        """
        return cls(read_regions(path))

    def all(self) -> tuple[Region, ...]:
        """Return every region in its current or last version, in the order of the file."""
        return tuple(versions[-1] for versions in self._versions.values())

    def versions(self, id: str) -> tuple[Region, ...]:
        """Return all versions of a region, from old to new."""
        if id not in self._versions:
            raise UnknownNameError("region id", id, nearest(id, self._versions))
        return tuple(self._versions[id])

    def get(self, id: str, on: When = None) -> Region:
        """Return a region by its permanent id, as it was at a date (without one: as it is, or was last).

        Raises
        ------
        UnknownNameError
            If no region has the id.
        BadInputError
            If the region did not exist at the date.
        """
        versions, month = self.versions(id), month_of(on)
        if month is None:
            return versions[-1]
        if found := next((v for v in versions if v.valid_on(month)), None):
            return found
        known = "; ".join(f"{v.name} {v.years}" for v in versions)
        raise BadInputError(f"Region {id} is not known in {month}: {known}. {versions[-1].note}".rstrip())

    def find(self, text: str, on: When = None, parent: str | None = None, level: str | None = None) -> Region:
        """Return the region that a source means by a name, an id or a code.

        Names are matched exactly, but for spaces, brackets and letter case: present and old names, short
        names, aliases, English names, and any of them after the name of a region above
        (``浙江省温州市鹿城区``, ``嘉兴桐乡``). Names and codes in force at the date win over old ones.

        Parameters
        ----------
        text
            What the source writes.
        on
            The month or year that the source speaks of; the version of that date is returned.
        parent, level
            Id or name of a region that must lie above, and one of :data:`LEVELS` that it must have.

        Raises
        ------
        UnknownNameError
            If nothing has the name; the message suggests the nearest names.
        BadInputError
            If several regions have it, or the only one did not exist at the date.
        """
        month = month_of(on)
        key = _PADDING.sub("", normalise(text))
        if level is not None and level not in LEVELS:
            raise UnknownNameError("region level", level, list(LEVELS))
        above = None if parent is None else self.find(parent, on).id
        hits = [v for v in self._hits(key) if not above or above in self._above(v)]
        hits = [v for v in hits if not level or v.level == level]
        if not hits:
            raise self._unknown(text, key, above, level)
        current = [v for v in hits if v.valid_on(month)]
        ids = list(dict.fromkeys(v.id for v in current or hits))
        if not current and key in ids:
            ids = [key]  # an id is never doubtful; whether it existed at the date is for get() to say
        vague = key in _ELSEWHERE or (key in _OFTEN and (month is None or not current))
        if len(ids) > 1 or (vague and above is None):
            raise self._ambiguous(text, [v for v in hits if v.id in ids], month)
        return self.get(ids[0], month)

    def name(self, id: str, language: str = "zh", on: When = None, short: bool = False) -> str:
        """Return a region's name at a date, in ``zh`` or ``en``, short (浙江, Lucheng) or in full."""
        region = self.get(id, on)
        if language == "zh":
            return region.short if short else region.name
        if language != "en":
            raise BadInputError(f"There are no names of regions in {language!r}. Expected zh or en.")
        return _ENGLISH_LEVEL.sub("", region.name_en) if short else region.name_en

    def children(self, id: str, level: str | None = None, on: When = None) -> list[Region]:
        """Return the regions directly below one, or with a level all of that level that lie below it.

        Only regions that exist at the date (without one: today) are listed, in the order of the file.
        """
        self.versions(id)
        month = month_of(on)
        alive = [v for versions in self._versions.values() for v in versions if v.valid_on(month)]
        if level is None:
            return [v for v in alive if v.parent == id]
        return [v for v in alive if v.level == level and v.id != id and id in self.path(v.id, month)]

    def path(self, id: str, on: When = None) -> tuple[str, ...]:
        """Return the ids from the nation down to the region, as they were at a date."""
        version = self.get(id, on)
        month = month_of(on) or version.valid_to
        ids = [id]
        while version.parent is not None:
            ids.append(version.parent)
            # The region above may be dated more narrowly than the one below it: then its last version serves.
            versions = self._versions[version.parent]
            version = next((v for v in versions if v.valid_on(month)), versions[-1])
        return tuple(reversed(ids))

    def _above(self, version: Region) -> set[str]:
        """Return the ids above a version through all versions of the regions above."""
        found: set[str] = set()
        waiting = [version.parent]
        while waiting:
            if (id := waiting.pop()) is not None and id not in found:
                found.add(id)
                waiting.extend(v.parent for v in self._versions[id])
        return found

    def _hits(self, key: str, known: dict[str, list[Region]] | None = None) -> list[Region]:
        """Return the versions that bear a name, alone or after the name of a region above."""
        known = {} if known is None else known  # without it, a text like 全国全国全国… takes exponential time
        if key not in known:
            known[key] = hits = list(self._index.get(key, ()))
            for cut in range(1, min(len(key), _LONGEST)):
                if (last := self._index.get(key[cut:])) and (first := self._hits(key[:cut], known)):
                    above = {v.id for v in first}
                    hits.extend(v for v in last if v not in hits and above & self._above(v))
        return known[key]

    def _unknown(self, text: str, key: str, above: str | None, level: str | None) -> UnknownNameError:
        if elsewhere := self._hits(key):
            known = "; ".join(f"{v.name} ({v.id}), {v.level}, below {v.parent}" for v in elsewhere[:3])
            asked = " ".join(part for part in (level, above and f"below {above}") if part)
            return UnknownNameError("region", text, [], f"Asked for: {asked}. Known: {known}.")
        owners: dict[str, str] = {}  # every name → what to suggest for it
        for versions in self._versions.values():
            for v in versions:
                owners.update(dict.fromkeys((v.name, v.short, *v.aliases), versions[-1].name))
                owners[v.name_en] = v.name_en
        near = dict.fromkeys(owners[name] for name in nearest(text, owners, n=12))
        return UnknownNameError("region", text, list(near)[:3])

    def _ambiguous(self, text: str, hits: list[Region], month: Month | None) -> BadInputError:
        named = "; ".join(f"{self._versions[v.id][-1].name} ({v.id}), there {v.name} {v.years}" for v in hits)
        found = f"{text!r} does not say which region is meant{f' in {month}' if month else ''}: {named}."
        ask = "Give the region above it or, if the name is an old one, the month or year it speaks of."
        listed = "；".join(f"{self._versions[v.id][-1].name}（{v.id}）" for v in hits)
        zh = f"“{text}”未写明是哪个地区，可能是：{listed}。请写明全称或上级地区，或直接用括号中的编号。"
        return BadInputError(f"{found} {ask}", zh)

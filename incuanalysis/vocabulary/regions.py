"""Regions: permanent ids with dated names, codes, levels and parents (``data/vocabulary/regions.csv``).

A region keeps its id for good: the current GB/T 2260 code where there is one, the
nine-digit statistical code for streets and towns, and an id of our own for zones
without a code. The file has one row per dated version, so 洞头县 (330322) and 洞头区
(330305) are two versions of the region ``330305``. A region that ceased has the code
and the first year under which the ministry's yearly tables list it as its id
(``330302-1980``), because codes are given out again. Both ends of a version's dates
are included; a missing first month means unknown, a missing last one still in force.

The file knows all 31 provinces of mainland China and, below them, the places that the
project's sources speak of. Hong Kong, Macao and Taiwan are not in the statistics of
incubators and therefore not in the file. Codes and dates: the Ministry of Civil
Affairs' yearly tables of codes and the National Bureau of Statistics' codes of 2023;
the ``note`` of a row says where a month is not sure.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from incuanalysis.errors import BadInputError, DamagedFileError, UnknownNameError
from incuanalysis.vocabulary.matching import nearest, normalise
from incuanalysis.vocabulary.periods import Month

__all__ = ["LEVELS", "Region", "RegionBook", "When", "read_regions"]

LEVELS = ("nation", "province", "city", "county", "town", "zone", "area")
COLUMNS = (
    "id", "code", "name", "short", "name_en", "level", "kind", "parent", "valid_from", "valid_to", "aliases", "note",
)  # fmt: skip

#: A month (``2015-08``, 201508), or a year, which stands for its December as in the yearly tables of codes.
When = str | int | Month | None

# Old names that many cities have used, or that a place outside this file bears today: without a date or a
# parent they say nothing, even where this file knows only one region that bore them.
_OFTEN = frozenset("城区 郊区 东城区 东城 南城区 南城 西城区 西城 黄州区 黄州".split())
# Short names of streets and towns that are also counties elsewhere (滨江 of Hangzhou, 石门 of Hunan).
_ELSEWHERE = frozenset("滨江 南汇 石门 太和 西山 凤凰 临江".split())
_ENGLISH_LEVEL = re.compile(r" (District|County|Subdistrict|Town|Township|\(.*\))$")


@dataclass(frozen=True, slots=True)
class Region:
    """One dated version of a region.

    Parameters
    ----------
    id
        The permanent id, the same for all versions.
    code
        The official code in this version; empty where there is none.
    name, short, name_en
        ``浙江省``, ``浙江``, ``Zhejiang``.
    level
        One of :data:`LEVELS`. A zone overlaps districts and an area spans provinces, so neither is added up.
    kind
        What it is in administration: ``municipality``, ``district``, ``county_city``, ``former`` and so on.
    parent
        Id of the region above; None for the nation.
    valid_from, valid_to
        First and last month of this version; None for unknown and for still in force.
    aliases
        Other names that sources use for it.
    note
        What a reader must know, English.
    """

    id: str
    code: str
    name: str
    short: str
    name_en: str
    level: str
    kind: str
    parent: str | None
    valid_from: Month | None = None
    valid_to: Month | None = None
    aliases: tuple[str, ...] = ()
    note: str = ""

    def valid_on(self, month: Month | None) -> bool:
        """Return whether this version holds in a month (None: is in force today)."""
        if month is None:
            return self.valid_to is None
        return (self.valid_from is None or self.valid_from <= month) and (
            self.valid_to is None or month <= self.valid_to
        )

    @property
    def years(self) -> str:
        """The months of this version in words, for messages."""
        if self.valid_to is None:
            return f"since {self.valid_from}" if self.valid_from else "current"
        return f"{self.valid_from} to {self.valid_to}" if self.valid_from else f"until {self.valid_to}"


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
    ...            None, Month(2015, 7)),
    ...     Region("330305", "330305", "洞头区", "洞头", "Dongtou District", "county", "district", "000000",
    ...            Month(2015, 8)),
    ... ])
    >>> book.find("洞 头 县").name, book.find("330322").id, book.get("330305", on="2014").name
    ('洞头区', '330305', '洞头县')
    """

    def __init__(self, versions: Iterable[Region]) -> None:
        self._versions: dict[str, list[Region]] = {}
        for version in versions:
            self._versions.setdefault(version.id, []).append(version)
        self._index: dict[str, list[Region]] = {}
        for version in (v for versions_ in self._versions.values() for v in versions_):
            names = (version.id, version.code, version.name, version.short, version.name_en, *version.aliases)
            for key in dict.fromkeys(normalise(name) for name in names if name):
                self._index.setdefault(key, []).append(version)

    @classmethod
    def read(cls, path: Path) -> RegionBook:
        """Read ``regions.csv``.

        Raises
        ------
        DamagedFileError
            If a row or the relation of rows is wrong; the message names the file, the line, what was
            found and what was expected.
        """
        rows = _rows(path)
        _check(path, rows)
        return cls(version for _, version in rows)

    def __contains__(self, id: object) -> bool:
        return id in self._versions

    def __len__(self) -> int:
        return len(self._versions)

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
        versions, month = self.versions(id), _month(on)
        if month is None:
            return versions[-1]
        if found := next((v for v in versions if v.valid_on(month)), None):
            return found
        known = "; ".join(f"{v.name} {v.years}" for v in versions)
        note = f" {versions[-1].note}" if versions[-1].note else ""
        raise BadInputError(f"Region {id} is not known in {month}, only: {known}.{note}")

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
        parent
            Id or name of a region that must lie above.
        level
            One of :data:`LEVELS`, which the region must have.

        Raises
        ------
        UnknownNameError
            If nothing has the name; the message suggests the nearest names.
        BadInputError
            If several regions have it, or the only one did not exist at the date.
        """
        key, month = _shorten_code(normalise(str(text))), _month(on)
        if level is not None and level not in LEVELS:
            raise UnknownNameError("region level", level, nearest(level, LEVELS), f"Expected {', '.join(LEVELS)}.")
        above = None if parent is None else self.find(parent, on).id
        hits = [
            v for v in self._hits(key)
            if (level is None or v.level == level) and (above is None or above in self._above(v))
        ]  # fmt: skip
        if not hits:
            raise self._unknown(str(text), key, above, level)
        current = [v for v in hits if v.valid_on(month)]
        ids = list(dict.fromkeys(v.id for v in current or hits))
        if key in self._versions and not current and key in ids:
            ids = [key]  # an id is never doubtful; whether it existed at the date is for get() to say
        vague = above is None and (key in _ELSEWHERE or (key in _OFTEN and month is None))
        if len(ids) > 1 or vague:
            raise self._ambiguous(str(text), [v for v in hits if v.id in ids], month)
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
        month = _month(on)
        found = (next((v for v in versions if v.valid_on(month)), None) for versions in self._versions.values())
        alive = {v.id: v for v in found if v is not None}
        if level is None:
            return [v for v in alive.values() if v.parent == id]
        return [v for v in alive.values() if v.level == level and v.id != id and id in self.path(v.id, month)]

    def path(self, id: str, on: When = None) -> tuple[str, ...]:
        """Return the ids from the nation down to the region, as they were at a date."""
        version = self.get(id, on)
        month = _month(on) or version.valid_to
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

    def _hits(self, key: str) -> list[Region]:
        """Return the versions that bear a name, alone or after the name of a region above."""
        hits = list(self._index.get(key, ()))
        for cut in range(1, len(key)):
            if (last := self._index.get(key[cut:])) and (first := {v.id for v in self._hits(key[:cut])}):
                hits.extend(v for v in last if v not in hits and first & self._above(v))
        return hits

    def _unknown(self, text: str, key: str, above: str | None, level: str | None) -> UnknownNameError:
        if elsewhere := self._hits(key):
            known = "; ".join(f"{v.name} ({v.id}), {v.level}, below {v.parent}" for v in elsewhere[:3])
            asked = " and ".join(
                [f"of level {level}"] * (level is not None) + [f"below {above}"] * (above is not None)
            )
            return UnknownNameError("region", text, [], f"Asked for one {asked}; known is {known}.")
        owners: dict[str, str] = {}
        for version in (v for versions in self._versions.values() for v in versions):
            for name in (version.name, version.short, *version.aliases):
                owners.setdefault(name, self._versions[version.id][-1].name)
            owners.setdefault(version.name_en, version.name_en)
        near = dict.fromkeys(owners[name] for name in nearest(text, owners, n=12))
        return UnknownNameError("region", text, list(near)[:3])

    def _ambiguous(self, text: str, hits: list[Region], month: Month | None) -> BadInputError:
        named = "; ".join(
            f"{self._versions[v.id][-1].name} ({v.id}), there {v.name} {v.years}" for v in hits
        )
        when = "" if month is None else f" in {month}"
        return BadInputError(
            f"{text!r} does not say which region is meant{when}: {named}. "
            "Give a date (the month or year it speaks of) or the region above it."
        )


def read_regions(path: Path) -> RegionBook:
    """Return the regions of a file, read again only when the file has changed."""
    try:
        status = path.stat()
    except OSError as error:
        raise DamagedFileError(f"{path}: cannot be read ({error.strerror}). Expected the list of regions.") from None
    return _read_cached(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=8)
def _read_cached(path: Path, _changed: int, _size: int) -> RegionBook:
    return RegionBook.read(path)

"""Names of regions and carriers as returns write them → ids. Only exact names count; near ones are for a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from incuanalysis.intake.clean.marks import read_part
from incuanalysis.intake.clean.places import region_names
from incuanalysis.vocabulary.matching import nearest, normalise
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.regions import RegionBook

__all__ = ["Kind", "Match", "NameBook", "is_total"]

Kind = Literal["region", "carrier", "any"]

_TOTAL = re.compile(
    r"(?:全[国省市区县镇乡]|本[省市区县]|各[^合总小累]{1,8})?(?:合计|总计|小计|累计|汇总|总和)"
    r"|全[省市区县镇乡]|共计|总数|(?:grand|sub)?total"
)
_SUFFIXES = ("人民政府办公室", "人民政府", "政府", "党工委", "办事处", "管理委员会", "管委会", "管委")
_OFFICE = re.compile(r"(街道|镇|乡)(?:办|办事处|党工委)$")


@dataclass(frozen=True, slots=True)
class Match:
    """Who a name stands for.

    Parameters
    ----------
    kind
        ``region``, ``carrier``, ``total`` (合计), ``unknown`` or ``ambiguous``.
    id
        Of the region or carrier; empty for the others.
    how
        ``exact``, ``old_name``, ``suffix`` (a town's name without 办事处), ``decided`` (by a person) or
        ``elsewhere`` (the name exists, but not in the region asked for).
    nearest
        For ``ambiguous``: ids that bear the name. For ``unknown``: ids that bore it at another time; names that only
        look alike are what :meth:`NameBook.nearest_names` gives.
    """

    kind: str
    id: str = ""
    how: str = ""
    nearest: tuple[str, ...] = ()


_UNKNOWN = Match("unknown")


def is_total(text: str) -> bool:
    """Tell whether a label is a word for a total.

    Examples
    --------
    >>> is_total("合 计"), is_total("全区合计"), is_total("合计村")
    (True, True, False)
    """
    return _plain(text)[2]


class NameBook:
    """Finds regions and carriers by name.

    Parameters
    ----------
    regions
        The regions.
    carriers
        Name as :func:`~incuanalysis.vocabulary.matching.normalise` writes it → (carrier id, region id).
    decided
        Names likewise → id of the region or carrier that a person named.

    Examples
    --------
    >>> from incuanalysis.vocabulary.regions import Region
    >>> book = NameBook(RegionBook([
    ...     Region("000000", "000000", "全国", "全国", "China (nation)", "nation", "nation", None),
    ...     Region("330305", "330305", "洞头区", "洞头", "Dongtou District", "county", "district", "000000"),
    ...     Region("330305001", "330305001", "北岙街道", "北岙", "Bei'ao", "town", "subdistrict", "330305"),
    ... ]))
    >>> book.find("北岙街道办事处", within="330305")
    Match(kind='region', id='330305001', how='suffix', nearest=())
    >>> book.find("合 计").kind, book.find("北奥街道").kind, book.nearest_names("北奥街道")
    ('total', 'unknown', (('330305001', '北岙街道'),))
    """

    def __init__(
        self,
        regions: RegionBook,
        carriers: Mapping[str, tuple[str, str]] | None = None,
        decided: Mapping[str, str] | None = None,
    ) -> None:
        self._regions, self._places = regions, region_names(regions)
        self._carriers, self._decided = dict(carriers or {}), dict(decided or {})
        self._cache: dict[tuple[object, ...], Match] = {}

    def find(self, text: str, within: str = "", on: Month | None = None, kind: Kind = "any") -> Match:
        """Return who a name stands for.

        Parameters
        ----------
        text
            The name as printed; padding, numbering and footnote marks do not matter.
        within
            Id of the region that the return is about: names in it come first.
        on
            The month that the return speaks of; without one, today's names count.
        kind
            What is asked for; totals are always seen.
        """
        key = (text, within, on, kind)
        if (known := self._cache.get(key)) is None:
            known = self._cache[key] = self._find(text, within, on, kind)
        return known

    def nearest_names(self, text: str, within: str = "", kind: Kind = "any", n: int = 3) -> tuple[tuple[str, str], ...]:
        """Return (id, name) of what has a name like this one, best first, those within a region before others.

        Compares with every name and therefore takes milliseconds: it is for messages.
        """
        owners: dict[str, list[tuple[str, str]]] = {}  # one name can be that of a region and of a carrier
        if kind != "carrier":
            for region in self._regions.all():
                for name in (region.name, region.short, *region.aliases):
                    owners.setdefault(name, []).append((region.id, region.name))
        if kind != "region":
            for name, (id, _) in self._carriers.items():
                owners.setdefault(name, []).append((id, name))
        found = list(dict.fromkeys(pair for name in nearest(text, owners, n=4 * n) for pair in owners[name]))
        where = dict(self._carriers.values())
        found.sort(key=lambda pair: bool(within) and not self._places.lies(where.get(pair[0], pair[0]), within))
        return tuple(found[:n])

    def regions_in(self, text: str) -> list[str]:
        """Return ids of the regions that a title or a sender's line names, in its order.

        The longest names count (温州市洞头区 names the city and the district, not 温州 and 洞头 besides); a name that
        several regions bear counts for the one below a region named before it; short names of towns do not count.
        """
        return list(self._places.in_text(text))

    def _find(self, text: str, within: str, on: Month | None, kind: Kind) -> Match:
        names, shorter, total = _plain(text)
        for name in names:
            if id := self._decided.get(name):
                return Match("region" if id in self._places else "carrier", id, "decided")
        for name in names:
            found = self._exact(name, within, on, kind)
            if found is not _UNKNOWN:
                return found
        if total:
            return Match("total", how="exact")
        for name in shorter:
            found = self._exact(name, within, on, kind)
            if found.id:
                return Match(found.kind, found.id, found.how if found.how == "elsewhere" else "suffix")
            if found is not _UNKNOWN:
                return found
        return _UNKNOWN

    def _exact(self, name: str, within: str, on: Month | None, kind: Kind) -> Match:
        region = self._region(name, within, on) if kind != "carrier" else _UNKNOWN
        carrier = self._carrier(name, within) if kind != "region" else _UNKNOWN
        if carrier is _UNKNOWN or (carrier.how == "elsewhere" and region.how not in ("", "elsewhere")):
            return region
        if region.kind == "unknown" or (region.how == "elsewhere" and carrier.how != "elsewhere"):
            return carrier
        return Match("ambiguous", nearest=(*(region.nearest or (region.id,)), carrier.id))

    def _carrier(self, name: str, within: str) -> Match:
        if (known := self._carriers.get(name)) is None:
            return _UNKNOWN
        id, region = known
        return Match("carrier", id, "exact" if not within or self._places.lies(region, within) else "elsewhere")

    def _region(self, name: str, within: str, on: Month | None) -> Match:
        place = self._places.find(name, within, on)
        if place.id:
            return Match("region", place.id, place.how)
        if not place.others:
            return _UNKNOWN
        return Match("ambiguous" if place.doubtful else "unknown", nearest=place.others)


@lru_cache(maxsize=16384)
def _plain(text: str) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Return the spellings under which a name may be known, those without the words for its office, and if it is a total."""
    name = normalise(text)
    plain = normalise(read_part(text).text) or name
    shorter = []
    if match := _OFFICE.search(plain):
        shorter.append(plain[: match.end(1)])
    shorter += [plain[: -len(end)] for end in _SUFFIXES if plain.endswith(end) and len(plain) > len(end) + 1]
    return tuple(dict.fromkeys((name, plain))), tuple(dict.fromkeys(shorter)), bool(_TOTAL.fullmatch(plain))

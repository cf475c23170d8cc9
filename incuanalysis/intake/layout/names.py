"""Names of regions in headings and rows, told by their spelling alone; which region it is is settled later."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from incuanalysis.vocabulary.matching import normalise

if TYPE_CHECKING:
    from incuanalysis.vocabulary.regions import RegionBook
    from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["RegionNames", "region_names"]

_LOOKS = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:省|自治区|市|地区|自治州|盟|县|自治县|区|旗|街道|街道办事处|镇|乡|开发区|高新区|新区|经开区|集聚区)"
)
# Endings of words that are no places.
_NO_PLACE = re.compile(r"^(?:所在|所属|各|全|本|按|分|是否).*|.*(?:园区|校区|厂区|片区|社区|景区|小区)$")


class RegionNames:
    """The names under which regions are known, and what names of places look like."""

    def __init__(self, regions: RegionBook) -> None:
        self._names = frozenset(
            normalise(name)
            for region in regions.all()
            for version in regions.versions(region.id)
            for name in (version.name, version.short, version.name_en, *version.aliases)
            if name
        )

    def is_region(self, text: str) -> bool:
        """Tell whether a text is the name of a region in the list."""
        return normalise(text) in self._names

    @staticmethod
    def looks_like_region(text: str) -> bool:
        """Tell whether a text has the form of a region's name (五马街道), known or not."""
        return _looks(normalise(text))


@lru_cache(maxsize=16384)
def _looks(plain: str) -> bool:
    return bool(_LOOKS.fullmatch(plain)) and not _NO_PLACE.match(plain)


_KNOWN: WeakKeyDictionary[RegionBook, RegionNames] = WeakKeyDictionary()


def region_names(words: Vocabulary) -> RegionNames:
    """Return the region names of a vocabulary (made once)."""
    known = _KNOWN.get(words.regions)
    if known is None:
        known = _KNOWN[words.regions] = RegionNames(words.regions)
    return known

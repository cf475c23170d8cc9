"""Units in headings and in lines above tables: 孵化面积(万平方米), 面积/㎡, 单位：万元、家."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from incuanalysis.project import find_project
from incuanalysis.vocabulary.matching import normalise
from incuanalysis.vocabulary.units import UnitBook

__all__ = ["find_units", "known_units", "split_unit", "unit_id"]

# Spellings that units.yml does not list, by their comparable form; each also stands after 万.
_SPELLINGS = {
    "平米": "平方米", "平方": "平方米", "平": "平方米", "m2": "平方米", "m^2": "平方米", "方": "", "sqm": "平方米",
    "户": "家", "个人": "人", "人数": "人", "元人民币": "元", "人民币元": "元", "块": "", "场/次": "场次",
    "百分比": "%", "百分之": "%", "个百分点": "百分点", "percent": "%", "万元人民币": "万元", "人民币万元": "万元",
    "亿元人民币": "亿元", "人民币亿元": "亿元", "千元人民币": "千元", "人民币千元": "千元",
    "万平": "万平方米", "万方": "", "万m2": "万平方米", "万平方": "万平方米", "万": "",
}  # fmt: skip
_BRACKETED = re.compile(r"[(（\[［【〔{｛]\s*([^()（）\[\]［］【】〔〕{}｛｝]*?)\s*[)）\]］】〕}｝]")
_SAID = re.compile(r"^(?:计量)?单\s*位\s*(?:名称)?\s*[:：为]\s*")
_BETWEEN = re.compile(r"[、,，;；/\s]+")
_TAIL = re.compile(r"^(.*?[^\s/／:：,，、|])\s*[/／:：,，、|]\s*([^/／:：,，、|]+)$", re.DOTALL)
_SPACED = re.compile(r"^(.*\S)\s+(\S+)$", re.DOTALL)
_LINE = re.compile(r"(?:计量|金额|面积|数量)?单\s*位\s*[:：为]\s*([^\n]*)")
# Units that no name of a thing ends with, so that they are seen even where nothing stands between.
_GLUED = re.compile(r"^(.*[一-鿿&)）])(亿元|万元|千元|万平方米|万平米|平方米|万㎡|㎡|万m²|m²)$", re.DOTALL)


@cache
def known_units() -> dict[str, str]:
    """Return comparable spelling → unit id, for all units of the project and their other spellings."""
    book = UnitBook.read(find_project().find("data/vocabulary/units.yml"))
    ids = {normalise(unit.id): unit.id for unit in reversed(list(book))}
    for spelling, id in _SPELLINGS.items():
        if id in book:
            ids.setdefault(normalise(spelling), id)
    return ids


@lru_cache(maxsize=4096)
def unit_id(text: str) -> str:
    """Return the id of the unit that a text is, empty if it is none.

    Examples
    --------
    >>> unit_id("平 米"), unit_id("万㎡"), unit_id("％"), unit_id("万只鸡")
    ('平方米', '万㎡', '%', '')
    """
    known = known_units()
    plain = text.strip()
    return plain if plain in known.values() else known.get(normalise(plain), "")


@lru_cache(maxsize=8192)
def split_unit(text: str) -> tuple[str, str]:
    """Return a heading without its unit, and the unit's id (empty if it names none).

    Parameters
    ----------
    text
        A heading, or one of its cells.

    Examples
    --------
    >>> split_unit("孵化面积(万平方米)"), split_unit("面积/㎡"), split_unit("投融资额：万元")
    (('孵化面积', '万平方米'), ('面积', '㎡'), ('投融资额', '万元'))
    >>> split_unit("（个）"), split_unit("在孵企业（含团队）")
    (('', '个'), ('在孵企业（含团队）', ''))
    """
    plain = text.strip()
    if not plain:
        return "", ""
    for match in reversed(list(_BRACKETED.finditer(plain))):
        inner = _SAID.sub("", match[1])
        if unit := unit_id(inner):
            return (plain[: match.start()] + plain[match.end() :]).strip(), unit
        # 累计(万元，当年): the unit leaves the bracket, the rest stays
        parts = [part for part in re.split(r"[，,、;；]", inner) if part.strip()]
        units = [(part, unit_id(_SAID.sub("", part.strip()))) for part in parts]
        if len(parts) > 1 and sum(bool(unit) for _, unit in units) == 1:
            rest = "，".join(part.strip() for part, unit in units if not unit)
            unit = next(unit for _, unit in units if unit)
            return f"{plain[: match.start()]}({rest}){plain[match.end() :]}".strip(), unit
    if unit := unit_id(_SAID.sub("", plain)):
        return ("", unit) if plain not in ("位", "分", "年", "次", "项", "场") else (plain, "")
    for pattern in (_TAIL, _SPACED, _GLUED):
        match_ = pattern.match(plain)
        if match_ and (unit := unit_id(_SAID.sub("", match_[2]))):
            return re.sub(r"[\s,，(（]*(?:计量)?单位\s*[:：]?$", "", match_[1]).strip(), unit
    return plain, ""


@lru_cache(maxsize=2048)
def find_units(text: str) -> tuple[str, ...]:
    """Return the units that a line such as 单位：万元、家 names, in its order.

    Parameters
    ----------
    text
        The line; without 单位 and a colon before them, no units are read from it.

    Examples
    --------
    >>> find_units("单位：万元、家"), find_units("（计量单位: 千元）"), find_units("填报单位：洞头区科技局")
    (('万元', '家'), ('千元',), ())
    """
    found: dict[str, None] = {}
    for match in _LINE.finditer(text):
        for part in _BETWEEN.split(match[1].strip(" 　()（）[]【】")):
            if unit := unit_id(part.strip("()（）[]【】")):
                found[unit] = None
            elif part:
                break  # the line goes on with something else
    return tuple(found)

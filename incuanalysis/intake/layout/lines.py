"""Lines around a table: who sends it, in which units, of which period, and what is a note."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from incuanalysis.intake.layout.grid import EMPTY, Grid, tidy

__all__ = ["Surroundings", "is_keyed", "is_note", "is_remark", "is_section", "keyed", "read_surroundings"]

_SENDER = (
    "填报单位名称|填报单位|报送单位|上报单位|填表单位|报表单位|编报单位|编制单位|制表单位|报告单位|填报机构|填报部门|"
    "报送部门|填报地区|单位名称"
)
_UNIT = "计量单位|金额单位|货币单位|数据单位|面积单位|人数单位|数量单位|单位"
_PERIOD = (
    "报告期间|报告期别|报告期|报告时间|报表期|统计时间|统计时段|统计期间|统计期|数据时间|数据截止时间|数据截止|截止时间|截至时间|"
    "截止日期|所属时期|所属期|期间|期别|时间|年度"
)
_OTHER = (
    "填报日期|填表日期|制表日期|报送日期|上报日期|报出日期|报送时间|上报时间|填报时间|打印时间|导出时间|发布时间|表号|表\\s*号|制定机关|"
    "制表机关|批准机关|批准文号|备案文号|备案机关|有效期至|有效期限|有效期|填表人|填报人|制表人|审核人|复核人|审核|单位负责人|"
    "统计负责人|分管领导|负责人|联系人|联系电话|联系方式|电话|手机|邮箱|签发人|签发|密级"
)
_NAME = "孵化载体名称|载体名称|科技企业孵化器名称|孵化器名称|众创空间名称|加速器名称|科创园名称|孵化基地名称|基地名称|企业名称|机构名称"
_KEY = re.compile(
    rf"(?<!\w)(?:(?P<name>{_NAME})|(?P<sender>{_SENDER})|(?P<unit>{_UNIT})|(?P<period>{_PERIOD})|(?P<other>{_OTHER}))"
    r"(?:[（(][^（()）]{1,8}[)）])?\s*[:：]"
)
_NOTE = re.compile(
    r"(?:(?:附?注|备注|说明|填表说明|填报说明|指标解释|资料来源|数据来源|来源|统计范围|口径说明|Sources?|Notes?)\s*[\d①-⑳]?\s*[:：.．、\s]"
    r"|[*＊※①-⑳#＃]|\[\d+\]|注$|注\d)",
    re.IGNORECASE,
)
_REMARK = re.compile(r"(?:附?注|备注|说明|填表说明|填报说明|资料来源|数据来源)\s*\d?\s*[:：]")
_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[）)]|第[一二三四五六七八九十]+[部类])"
)
_FIRM = re.compile(r"企业名称")
_DEMO = re.compile(r"演示数据|demonstration data", re.IGNORECASE)


@lru_cache(maxsize=16384)
def keyed(text: str) -> tuple[tuple[str, str], ...]:
    """Return the (what, value) pairs that a line states: ``sender``, ``name``, ``unit``, ``period`` or ``other``.

    Examples
    --------
    >>> keyed("填报单位：鹿城区科技局  报告期：2023年9月 单位：万元、家")
    (('sender', '鹿城区科技局'), ('period', '2023年9月'), ('unit', '万元、家'))
    >>> keyed("在孵企业")
    ()
    """
    found = list(_KEY.finditer(text))
    if not found:
        return ()
    ends = [match.start() for match in found[1:]] + [len(text)]
    return tuple(
        (match.lastgroup or "other", text[match.end() : end].strip(" \t\r\n　_（(）)，,；;"))
        for match, end in zip(found, ends, strict=True)
    )


def is_keyed(text: str) -> bool:
    """Tell whether a text states something about the table (填报单位：…)."""
    return ("：" in text or ":" in text) and bool(keyed(text))


@lru_cache(maxsize=16384)
def is_note(text: str) -> bool:
    """Tell whether a line is one below a table: a note, a source, a footnote, who filled it in."""
    return bool(_NOTE.match(text)) or is_keyed(text)


@lru_cache(maxsize=16384)
def is_remark(text: str) -> bool:
    """Tell whether a cell opens a note whose text may stand in the next cell (注： | …)."""
    return bool(_REMARK.match(text))


@lru_cache(maxsize=16384)
def is_section(text: str) -> bool:
    """Tell whether a text is numbered as a section (一、众创空间)."""
    return bool(_SECTION.match(text))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the lines above and below a table say.

    ``titles`` are the lines above without keys; ``name`` is the one carrier or firm
    that all of it is about, an entry of ``register``.
    """

    titles: tuple[str, ...] = ()
    sender: str = ""
    name: str = ""
    register: str = ""
    units: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    demo: bool = False


def read_surroundings(
    grid: Grid, lines: tuple[int, ...], notes: tuple[int, ...], left: int, right: int, corner: tuple[str, ...] = ()
) -> Surroundings:
    """Read the lines above a table (titles and keys) and those below it (units and the mark of demonstration data).

    ``corner`` are texts of its first heading, which may state a unit, too.
    """
    titles: list[str] = []
    keys: list[str] = []
    said: dict[str, list[str]] = {"sender": [], "name": [], "unit": [], "period": [], "other": []}
    demo = bool(_DEMO.search(grid.sheet.name))
    for text in corner:
        said["unit"] += [value for what, value in keyed(text) if what == "unit"]
    for above, rows in ((True, lines), (False, notes)):
        for row in rows:
            for text, pairs in _cells(grid, row, left, right):
                demo = demo or bool(_DEMO.search(text))
                for what, value in pairs:
                    if above or what == "unit":
                        said[what].append(value)
                    if what == "name":
                        keys.append(text)
                if above and not pairs:
                    titles.append(text)
                elif above and (head := _before_key(text)):
                    titles.append(head)
    sender = next(filter(None, said["sender"]), "")
    name = next(filter(None, said["name"]), "")
    register = ("firms" if any(_FIRM.search(text) for text in keys) else "carriers") if name else ""
    return Surroundings(tuple(titles), sender, name, register, _kept(said["unit"]), _kept(said["period"]), demo)


def _kept(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _before_key(text: str) -> str:
    match = _KEY.search(text)
    return text[: match.start()].strip(" \t　（(") if match else ""


def _cells(grid: Grid, row: int, left: int, right: int) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Return the texts of a line with what they state; a key at a cell's end takes the next cell as its value."""
    kinds = grid.segment(row, left, right)
    texts = [tidy(grid.text(row, left + place)) for place, kind in enumerate(kinds) if kind != EMPTY]
    cells: list[tuple[str, tuple[tuple[str, str], ...]]] = []
    place = 0
    while place < len(texts):
        pairs = keyed(texts[place])
        if pairs and not pairs[-1][1] and place + 1 < len(texts) and not keyed(texts[place + 1]):
            pairs = (*pairs[:-1], (pairs[-1][0], texts[place + 1]))
            cells.append((texts[place], pairs))
            place += 2
            continue
        cells.append((texts[place], pairs))
        place += 1
    return cells

"""What a heading or a label says: the vocabulary's answer, after regions, periods and totals among its parts are told apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from weakref import WeakKeyDictionary

from incuanalysis.intake.clean.headings import Headings, Meaning
from incuanalysis.intake.clean.moments import find_said
from incuanalysis.intake.clean.names import NameBook
from incuanalysis.intake.layout.names import RegionNames, region_names
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.matching import normalise
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

__all__ = ["COMPUTED", "Asker", "Sense", "asker", "is_total", "moment"]

#: Code of a column that is computed from others.
COMPUTED = "computed_column"

_COMPUTED = re.compile(
    r"同比|环比|增长|增幅|增速|增减|完成率|完成比例|完成进度|进度|排名|排序|名次|位次|占比|比重|占全|较上年|比上年|较去年|比去年|较上月|差额|差距|得分"
)
_LAST_YEAR = re.compile(r"(?:上年|去年)(?:度)?(?:(同期|同月|同季)(?:数|值)?|[末底]?数?$)")
# 上期 beside the period that it is says nothing more; without their last letter, which is cut off with 数, 期 and the like.
_RELATIVE = frozenset(
    {"上", "本", "当", "同", "报告", "上年同", "去年同", "上月", "本月", "上季", "本季", "上年", "本年"}
)
_TOTALS = frozenset(
    {"合计", "总计", "小计", "共计", "汇总", "总数", "合计数", "总计数", "小计数", "total", "subtotal", "sum"}
)
_WHOLES = frozenset(
    {"全国", "全省", "全市", "全区", "全县", "全国合计", "全国总计", "nationaltotal", "national", "nation", "china"}
)
_MAYBE_TOTAL = re.compile(r"[计汇总全]|total|sum|nation|china", re.IGNORECASE)
_TOTAL_OF = re.compile(r"(.{2,20}?)(?:合计|总计|小计)")
_PART = re.compile(r"(?:[#＃]|其\s*中\s*[:：]?|[（(]?其中[）)]?\s*[:：]?)\s*")


@dataclass(frozen=True, slots=True)
class Sense:
    """What a heading says; ``role`` is the vocabulary's, or ``entity`` (a region) or ``moment`` (a period)."""

    role: str
    id: str = ""
    basis: Basis | None = None
    unit: str = ""
    period: Period | None = None
    nearest: tuple[str, ...] = ()
    code: str = ""
    entity: str = ""
    total: bool = False
    part: bool = False

    @property
    def known(self) -> bool:
        """The heading is one of the vocabulary's or of a region, a period, a total."""
        return self.role != "unknown"


@lru_cache(maxsize=16384)
def is_total(text: str) -> str | None:
    """Return whose total a label is, as printed (empty if it does not say); None if it is none.

    Examples
    --------
    >>> is_total("合  计"), is_total("全    国"), is_total("鹿城区小计"), is_total("鹿城区")
    ('', '全    国', '鹿城区', None)
    """
    if not _MAYBE_TOTAL.search(text):
        return None
    plain = normalise(text).strip("()*#:、.")
    if plain in _TOTALS:
        return ""
    if plain in _WHOLES:
        return text.strip() if plain.startswith("全国") or plain.isascii() else ""
    if match := _TOTAL_OF.fullmatch(plain):
        return "" if match[1] in _WHOLES and match[1] != "全国" else match[1]
    return None


@lru_cache(maxsize=16384)
def without_part_mark(text: str) -> tuple[str, bool]:
    """Return a label without # or 其中 before it, and whether one stood there.

    Examples
    --------
    >>> without_part_mark("其中：高新区"), without_part_mark("# 瓯海区"), without_part_mark("鹿城区")
    (('高新区', True), ('瓯海区', True), ('鹿城区', False))
    """
    plain = text.strip()
    if not plain or plain[0] not in "#＃其（(":
        return plain, False
    match = _PART.match(plain)
    if match and match.end() < len(plain):
        return plain[match.end() :], True
    return plain, bool(match)


@lru_cache(maxsize=16384)
def moment(text: str, year: int | None) -> tuple[Period, Basis | None] | None:
    """Return the period that a heading or a cell is, if it is nothing else.

    Examples
    --------
    >>> str(moment("2023年9月", None)[0]), str(moment("二季度", 2023)[0]), moment("2023年新增", None)
    ('2023-09', '2023Q2', None)
    """
    said = find_said(text, year)
    if said is None:
        return None
    rest = normalise(text[: said.start] + text[said.end :]).strip("()[]【】:、.数份度期末底止至截为值")
    return None if rest and rest not in _RELATIVE else (said.period, said.basis)


class Asker:
    """Asks the vocabulary what headings mean, each only once."""

    def __init__(self, headings: Headings, words: Vocabulary) -> None:
        self.headings = headings
        self.words = words
        self.regions: RegionNames = region_names(words)
        self._names: NameBook | None = None
        self._roles: dict[str, str] = {}
        self._senses: dict[tuple[str, Period | None], dict[tuple[tuple[str, ...], str], Sense]] = {}
        self._period: Period | None = None
        self._register = ""
        self._current = self._senses.setdefault(("", None), {})

    @property
    def names(self) -> NameBook:
        """Finds regions in titles (made when first asked for)."""
        if self._names is None:
            self._names = NameBook(self.words.regions)
        return self._names

    def role(self, text: str) -> str:
        """Return the role of a text alone, empty if it is unknown."""
        known = self._roles.get(text)
        if known is None:
            plain = text.strip()
            if not plain or len(plain) > 60:
                known = ""
            else:
                sense = self.sense(_parts(plain))
                known = sense.role if sense.known else ""
            if len(self._roles) > 50_000:
                self._roles.clear()
            self._roles[text] = known
        return known

    def probe(self, most: int = 120) -> Callable[[str], str]:
        """Return :meth:`role` for telling headers from rows of text; it gives up after so many texts that are unknown.

        An unknown text is compared with every name, which takes as long as a good part of a small sheet.
        """
        left = most

        def role(text: str) -> str:
            nonlocal left
            if text not in self._roles and left <= 0:
                return ""
            found = self.role(text)
            left -= not found
            return found

        return role

    def sense(self, parts: tuple[str, ...], unit: str = "", register: str = "", period: Period | None = None) -> Sense:
        """Return what a heading says.

        Parameters
        ----------
        parts
            From the group down.
        unit
            Id of the unit stated beside it.
        register
            Id of the register whose entities the rows are.
        period
            That of the table, to which 上年同期 and 二季度 refer.
        """
        if period is not self._period or register != self._register:
            # hashing a period for each heading would cost more than looking the heading up
            if len(self._senses) > 500:
                self._senses.clear()
            self._period, self._register = period, register
            self._current = self._senses.setdefault((register, period), {})
        known = self._current
        sense = known.get((parts, unit))
        if sense is None:
            if len(known) > 20_000:
                known.clear()
            sense = known[parts, unit] = self._ask(parts, unit, register, period)
        return sense

    def _ask(self, parts: tuple[str, ...], unit: str, register: str, period: Period | None) -> Sense:
        if not parts:
            return Sense("unknown", unit=unit, code="no_heading")
        year = period.last.year if period else None
        if len(parts) == 1 and (found := self._lone(parts[0], unit, year)):
            return found
        if period is not None and (found := self._of_last_year(parts, unit, register, period)):
            return found
        said = self.headings.read(parts, unit=unit, register=register, period=period)
        own = _sense(said, unit)
        if own.known:
            return own
        if len(parts) == 1 and self.regions.looks_like_region(parts[0]):
            return Sense("entity", unit=unit, entity=parts[0])
        if len(parts) > 1 and (peeled := self._peel(parts, unit, register, period)) is not None:
            return peeled
        if _COMPUTED.search(parts[-1]):
            return replace(own, code=COMPUTED, nearest=())
        return own

    def _lone(self, part: str, unit: str, year: int | None) -> Sense | None:
        """Return the sense of a single part that is a period, a region or a total."""
        if found := moment(part, year):
            return Sense("moment", basis=found[1], unit=unit, period=found[0])
        if self.regions.is_region(part):
            return Sense("entity", unit=unit, entity=part, total=is_total(part) is not None)
        if (whole := is_total(part)) is not None:
            return Sense("total", unit=unit, entity=whole, total=True)
        return None

    def _of_last_year(self, parts: tuple[str, ...], unit: str, register: str, period: Period) -> Sense | None:
        """Return the sense of a heading of 上年同期: the rest of it, a year before the table's period."""
        for place, part in enumerate(parts):
            match = _LAST_YEAR.search(part)
            if match and (match[1] or period.frequency == "year") and not _COMPUTED.search(part):
                left = part[: match.start()].strip(" :：（()）") + part[match.end() :].strip(" :：（()）")
                rest = tuple(each for each in (*parts[:place], left, *parts[place + 1 :]) if each)
                before = period.year_before()
                if not rest:
                    return Sense("moment", unit=unit, period=before)
                inner = self.sense(rest, unit, register, before)
                if inner.role in ("indicator", "value", "entity", "moment"):
                    return replace(inner, period=inner.period or before)
        return None

    def _peel(self, parts: tuple[str, ...], unit: str, register: str, period: Period | None) -> Sense | None:
        """Take a region, a period or a total off one end of a heading whose whole is unknown."""
        for rest, off in ((parts[:-1], parts[-1]), (parts[1:], parts[0])):
            lone = self._lone(off, "", period.last.year if period else None)
            if lone is None and self.regions.looks_like_region(off):
                lone = Sense("entity", entity=off)
            if lone is None:
                continue
            inner = self.sense(rest, unit, register, lone.period or period)
            if inner.known:
                return replace(
                    inner,
                    entity=lone.entity or inner.entity,
                    total=lone.total or inner.total,
                    period=inner.period or lone.period,
                    basis=inner.basis or lone.basis,
                )
            if lone.role == "moment" and not any(_COMPUTED.search(part) for part in rest):
                return lone if off is parts[0] and len(parts) == 1 else None
        return None


def _parts(text: str) -> tuple[str, ...]:
    from incuanalysis.intake.layout.headers import split_cell

    name, _, english = split_cell(text)
    return (name or english,) if name or english else ()


def _sense(said: Meaning, unit: str) -> Sense:
    return Sense(
        role=str(said.role),
        id=said.id,
        basis=said.basis,
        unit=said.unit or unit,
        period=said.period,
        nearest=tuple(said.nearest),
        code=said.code,
        part=bool(said.part),
    )


_ASKERS: WeakKeyDictionary[Headings, Asker] = WeakKeyDictionary()


def asker(headings: Headings, words: Vocabulary | None = None) -> Asker:
    """Return the asker of these headings (kept with what it learned); without words it takes the project's."""
    known = _ASKERS.get(headings)
    if known is None or (words is not None and known.words is not words):
        known = _ASKERS[headings] = Asker(headings, words or open_vocabulary())
    return known

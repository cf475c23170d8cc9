"""Headings read by the vocabulary alone: registers, structure, indicators and their families."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from incuanalysis.intake.clean.kinship import Choice, choose, choose_in_family, narrowed
from incuanalysis.intake.clean.lexicon import Lexicon
from incuanalysis.intake.clean.marks import Part, read_part
from incuanalysis.intake.clean.meanings import Meaning
from incuanalysis.intake.clean.wordforms import Core, squash, take_apart
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.matching import nearest
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["Reader", "reader_of"]

_CODED = re.compile(r"[(（][^()（）]*\d[^()（）]*[)）]")  # 是否国家级 (1是 2否)
_YEARLY = re.compile(r"当年|本年|年度|全年")
_BASES = {
    "end": Basis.STOCK,
    "year_to_date": Basis.YTD,
    "plan_to_date": Basis.SINCE_START,
    "ever": Basis.SINCE_FOUNDING,
}
_KEPT = 50_000  # headings; more are no headings but columns of text taken for some
_OWN_ROWS = ("", "regions", "carriers")  # where a heading is an indicator before it is a number of a register
_ONLY_FIELDS = ("firms",)  # what is said of a firm is never a region's or carrier's indicator


@dataclass(frozen=True, slots=True)
class _Query:
    """A heading taken apart, with what is known beside it."""

    parts: tuple[Part, ...]
    cores: tuple[Core, ...]
    unit: str
    register: str
    period: Period | None
    whole: str = field(default="")

    @property
    def of_which(self) -> bool:
        return bool(self.parts) and self.parts[-1].of_which

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset().union(*(core.kinds for core in self.cores))


class Reader:
    """Reads headings by the vocabulary alone; one for all senders, so that each heading is taken apart once."""

    def __init__(self, words: Vocabulary) -> None:
        self._words, self._lexicon = words, Lexicon(words)
        self._cache: dict[tuple[object, ...], Meaning] = {}

    def read(self, parts: tuple[str, ...], unit: str, register: str, period: Period | None) -> Meaning:
        """Return what a heading means (kept for the process)."""
        key = (parts, unit, register, period)
        if (known := self._cache.get(key)) is None:
            if len(self._cache) > _KEPT:
                self._cache.clear()
            known = self._cache[key] = self._read(parts, unit, register, period)
        return known

    def unit_of(self, texts: tuple[str, ...], unit: str) -> str:
        """Return the unit that a heading names, the lowest cell first, else the given one."""
        return next((part.unit for part in map(read_part, reversed(texts)) if part.unit), unit)

    def _read(self, texts: tuple[str, ...], unit: str, register: str, period: Period | None) -> Meaning:
        read = list(dict.fromkeys(read_part(text) for text in texts if text.strip()))
        unit = self.unit_of(texts, unit)
        parts = tuple(part for part in read if part.text)
        if not parts:
            return self._english(read, unit, register)
        cores = self._cores(parts, period)
        query = _Query(parts, cores, unit, register, period, "".join(part.text for part in parts))
        return self._register(query) or self._structure(query) or self._indicator(query)

    def _cores(self, parts: tuple[Part, ...], period: Period | None) -> tuple[Core, ...]:
        """Take the cells apart from the top; a year above gives the months below it their year."""
        cores: list[Core] = []
        above: Period | None = None
        for part in parts:
            core = take_apart(part.text, self._words.wording, above or period)
            if core.said:
                outside = above is not None and not above.contains(core.said.period)
                above = core.said.period
                core = replace(core, unclear=core.unclear or outside)
            cores.append(core)
        return tuple(cores)

    def _english(self, read: list[Part], unit: str, register: str) -> Meaning:
        """Return the meaning of a heading without a Chinese word."""
        text = " ".join(part.english for part in read if part.english)
        if not text:
            return Meaning("unknown", unit=unit, code="unknown_heading")
        bare = re.sub(r"\s*\([^()]*\)\s*", " ", text).strip()
        for name in (text, bare):
            if role := self._lexicon.roles.get(squash(name)):
                return _structural(role, unit)
            ids, _ = self._lexicon.names.find(name)
            if len(ids) == 1 and register not in _ONLY_FIELDS:
                return Meaning("indicator", ids[0], unit=unit)
            if known := self._field(register, name):
                return Meaning("field", known[0], unit=unit, nearest=known[1])
        return Meaning("english", unit=unit)

    def _register(self, query: _Query) -> Meaning | None:
        """Return the entry of a register, the name or the text that a heading means."""
        registers = self._words.registers
        official = self._lexicon.exact.get(squash(query.whole))
        for name in dict.fromkeys((query.whole, _CODED.sub("", query.whole), query.parts[-1].text)):
            if text := registers.text(name):
                return Meaning("text", text.id)
            named = registers.named_by(name)
            ids = self._lexicon.names.find(name)[0]
            counted = bool(ids) and (query.unit or query.kinds or query.register == "regions")
            general = self._lexicon.roles.get(squash(name)) == "name:any"
            if query.register in named:
                return Meaning("name", query.register, unit=query.unit, nearest=ids)
            if query.register not in registers and (named or counted):
                if named and not general and not counted:
                    return Meaning("name", named[0], unit=query.unit, nearest=ids)
                continue
            known = self._field(query.register, name)
            if known and not (official and query.register in _OWN_ROWS):
                number = query.register in _OWN_ROWS and self._is_number(known, query.register)
                if not (number or (query.register not in registers and general)):
                    return Meaning("field", known[0], unit=query.unit, nearest=known[1])
        return None

    def _field(self, register: str, name: str) -> tuple[str, tuple[str, ...]] | None:
        """Return a field's id, and where no register is known all that bear the heading."""
        registers = self._words.registers
        if register in registers:
            known = registers.field(register, name)
            return (known.id, ()) if known else None
        if register == "regions":
            return None
        found = [(each.id, entry) for each in registers if (entry := registers.field(each.id, name))]
        return (found[0][1].id, tuple(f"{each}.{entry.id}" for each, entry in found)) if found else None

    def _is_number(self, known: tuple[str, tuple[str, ...]], register: str) -> bool:
        registers = self._words.registers
        places = known[1] or (f"{register}.{known[0]}",)
        return any(registers.get(place.split(".")[0]).field(place.split(".")[1]).type == "number" for place in places)

    def _structure(self, query: _Query) -> Meaning | None:
        """Return the meaning of a heading that describes other columns, or that only says when."""
        last = squash(query.parts[-1].text)
        role = self._lexicon.roles.get(last)
        alone = len(query.parts) == 1
        if role and (alone or role not in ("value", "total", "name:any", "period")):
            return _structural(role, query.unit)
        if any(core.text for core in query.cores):
            return None
        if any(core.unclear for core in query.cores):
            return Meaning("unknown", unit=query.unit, code="heading_period")
        kinds = query.kinds
        period, said = self._when(query)
        if kinds & {"new", "left"}:
            return Meaning("unknown", unit=query.unit, code="unknown_heading")
        if "since_unsaid" in kinds and said is None:
            return Meaning("unknown", unit=query.unit, code="no_start")
        if kinds == {"total"}:
            return Meaning("total", unit=query.unit)
        basis = next((basis for kind, basis in _BASES.items() if kind in kinds), None)
        if query.period and period is None:
            if "year" in kinds and query.period.frequency != "year":
                basis = Basis.YTD
            if kinds & {"month", "quarter"} and (period := narrowed(kinds, query.period)) is None:
                return Meaning("unknown", unit=query.unit, code="heading_period")
        return Meaning("value", basis=said or basis, unit=query.unit, period=period)

    def _when(self, query: _Query) -> tuple[Period | None, Basis | None]:
        """Return the period and basis that the cells name, the lowest cell first."""
        for core in reversed(query.cores):
            if core.said:
                return core.said.period, core.said.basis
            if core.since:
                whole = core.since.until(query.period.last) if query.period else None
                return (whole.period if whole else None), core.since.basis
        return None, None

    def _indicator(self, query: _Query) -> Meaning:
        """Return the indicator that a heading names, or why there is none."""
        texts = [part.text for part in query.parts]
        if len(texts) > 1 and self._lexicon.roles.get(squash(texts[-1])) == "value":
            texts = texts[:-1]
        if found := self._whole("".join(texts), query):
            return self._finish(found, query, Core(""))
        if any(core.unclear for core in query.cores):
            return Meaning("unknown", unit=query.unit, part=query.of_which, code="heading_period")
        depth = len(texts)
        meaning = self._below(query, depth)
        if meaning is None and (kept := self._with_names(query)) is not None:
            meaning = self._below(kept, depth)
        return meaning or self._unknown(query)

    def _with_names(self, query: _Query) -> _Query | None:
        """Leave whole the cells that are names as they stand: 新增入孵创新型项目 is one, 新增 is no modifier of it."""
        whole = self._lexicon.names.whole
        cores = tuple(
            Core(part.text) if core.kinds and squash(part.text) in whole else core
            for part, core in zip(query.parts, query.cores, strict=True)
        )
        return replace(query, cores=cores) if cores != query.cores else None

    def _below(self, query: _Query, depth: int) -> Meaning | None:
        """Return the indicator that the cells name together, leaving out groups from the top; None if there is none."""
        cores = [core.text for core in query.cores[:depth]]
        for first in range(len(cores)):
            below = cores[first:]
            if not any(below):
                continue
            for name in dict.fromkeys(("".join(below), "".join(below[1:] + below[:1]))):
                found = self._named(name, query)
                if found is None:
                    continue
                if found.indicator and not self._lexicon.fits(cores[:first], found.indicator):
                    derived = any(self._lexicon.is_derived(core) for core in cores[:first])
                    found = Choice(code="derived_heading" if derived else "unknown_heading", nearest=(found.indicator,))
                return self._finish(found, query, None)
        return None

    def _whole(self, text: str, query: _Query) -> Choice | None:
        """Return the indicator that bears the whole heading as its name."""
        parts = self._lexicon.names.whole.get(squash("其中" + text), ()) if query.of_which else ()
        if len(parts) == 1:
            return Choice(parts[0])
        if self._lexicon.shared.whole.get(squash(text)) or (
            self._lexicon.families.find(text)[0] and squash(text) not in self._lexicon.exact
        ):
            return None
        ids = tuple(self._lexicon.names.whole.get(squash(text), ()))
        if not ids:
            return None
        choice = self._one_of(ids, query, frozenset())
        if not choice.indicator:
            return choice
        indicator = self._words.indicators.get(choice.indicator)
        if indicator.basis is Basis.PERIOD and _YEARLY.search(text) and query.period is not None:
            return choose(indicator, frozenset({"year"}), query.period)
        return choice

    def _named(self, name: str, query: _Query) -> Choice | None:
        """Return what a name with the heading's modifiers means; None where nothing bears it."""
        kinds = query.kinds
        if not kinds and (id := self._lexicon.exact.get(squash(name))):
            return self._one_of((id,), query, kinds)
        if kinds == {"since_unsaid"} and (id := self._lexicon.exact.get(squash("累计" + name))):
            return self._one_of((id,), query, frozenset({"ever"}))
        families, _ = self._lexicon.families.find(name)
        if families and not self._lexicon.wrong_tail(name, self._lexicon.family(families[0]).members):
            return choose_in_family(self._lexicon.family(families[0]), kinds | self._moment_kinds(query), query.period)
        if shared := self._lexicon.shared.whole.get(squash(name)):
            return Choice(code="ambiguous_heading", nearest=self._words.wording.shared[shared[0]])
        ids, _ = self._lexicon.names.find(name)
        ids = tuple(id for id in ids if not self._lexicon.wrong_tail(name, (id,)))
        return self._one_of(ids, query, kinds) if ids else None

    def _moment_kinds(self, query: _Query) -> frozenset[str]:
        """Return what a named period says of a family: 2023年9月底 is its state, 1—9月 what came."""
        kinds = set()
        for core in query.cores:
            if core.since:
                kinds.add("year_to_date" if core.since.basis is Basis.YTD else "plan_to_date")
            elif core.said and core.said.basis is Basis.STOCK:
                kinds.add("end")
            elif core.said and core.said.basis is Basis.YTD and "since_unsaid" in core.kinds:
                kinds.add("year_to_date")
        return frozenset(kinds)

    def _one_of(self, ids: tuple[str, ...], query: _Query, kinds: frozenset[str]) -> Choice:
        """Choose among the indicators that bear a name, by the unit where several do."""
        book, units = self._words.indicators, self._words.units
        if len(ids) > 1 and query.unit:
            wanted = units.get(query.unit).dimension
            ids = tuple(id for id in ids if units.get(book.get(id).unit).dimension == wanted) or ids
        if len(ids) > 1:
            return Choice(code="ambiguous_heading", nearest=ids)
        indicator = book.get(ids[0])
        if indicator.scope == "region" and (query.of_which or query.register in self._words.registers):
            return Choice(code="ambiguous_heading", nearest=(indicator.id, *indicator.not_comparable_with))
        for core in query.cores:
            # 1—9月累计 and 2022年以来累计 say since when
            if "since_unsaid" in kinds and (core.since or (core.said and core.said.basis is not None)):
                kinds -= {"since_unsaid"}
        return choose(indicator, kinds, query.period)

    def _finish(self, choice: Choice, query: _Query, bare: Core | None) -> Meaning:
        if not choice.indicator:
            return Meaning("unknown", unit=query.unit, part=query.of_which, nearest=choice.nearest, code=choice.code)
        if query.register in _ONLY_FIELDS:
            return Meaning("unknown", unit=query.unit, nearest=(choice.indicator,), code="unknown_heading")
        basis, period = choice.basis, choice.period
        if bare is None:
            named, said = self._when(query)
            indicator = self._words.indicators.get(choice.indicator)
            if said is Basis.STOCK and indicator.basis not in (Basis.STOCK, Basis.SINCE_FOUNDING):
                return Meaning("unknown", unit=query.unit, nearest=(choice.indicator,), code="unknown_heading")
            if said in (Basis.YTD, Basis.SINCE_START) and indicator.basis is Basis.STOCK:
                # a state in a column headed 1—9月 is that of September
                said, named = Basis.STOCK, Period(named.last, named.last) if named else None
            period = named or period
            basis = basis or (said if indicator.basis is not Basis.SINCE_FOUNDING or said is not Basis.STOCK else None)
        return Meaning("indicator", choice.indicator, basis, query.unit, period, query.of_which)

    def _unknown(self, query: _Query) -> Meaning:
        lexicon = self._lexicon
        code = "derived_heading" if lexicon.is_derived(query.whole) else "unknown_heading"
        registers = self._words.registers
        if query.register in registers and query.register != "carriers":
            known = registers.headings(query.register)
            ids = tuple(dict.fromkeys(known[name] for name in nearest(query.whole, known)))
        else:
            ids = lexicon.nearest("".join(core.text for core in query.cores) or query.whole)
        return Meaning("unknown", unit=query.unit, part=query.of_which, nearest=ids, code=code)


_READERS: dict[int, tuple[Vocabulary, Reader]] = {}


def reader_of(words: Vocabulary) -> Reader:
    """Return the one reader of a vocabulary."""
    if id(words) not in _READERS:
        if len(_READERS) > 7:
            _READERS.clear()
        _READERS[id(words)] = (words, Reader(words))
    return _READERS[id(words)][1]


def _structural(role: str, unit: str) -> Meaning:
    role, _, id = role.partition(":")
    return replace(Meaning(role, id), unit=unit)

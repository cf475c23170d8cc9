"""Whether the inputs of a scheme are known, of the right kind and unit, and given for every variant."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from incuanalysis.evaluation.schemes.model import Scheme
from incuanalysis.evaluation.schemes.parts import Input
from incuanalysis.evaluation.schemes.problem import Loc, Problem
from incuanalysis.vocabulary.matching import nearest
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["InputChecks"]

_KINDS = {"number": ("number",), "answer": ("yes_no", "judgement"), "review": ("review",)}
_KINDS_SAID = {
    "number": ("数（kind: number）", "a number"),
    "answer": ("是否（kind: yes_no或judgement）", "a yes/no (kind yes_no or judgement)"),
    "review": ("评审人打分（kind: review）", "points by reviewers (kind review)"),
}


@dataclass(frozen=True)
class InputChecks:
    """Checks of one scheme against one vocabulary."""

    scheme: Scheme
    words: Vocabulary

    def declared(self) -> Iterator[Problem]:
        """Facts as declared: no indicator's id, a known unit where there is a number."""
        for id, fact in self.scheme.facts.items():
            if id in self.words.indicators:
                yield Problem(
                    ("facts", id),
                    id,
                    "词汇表指标以外的名称（直接用indicator）",
                    "a name that is no indicator (use `indicator` for those)",
                )
            if fact.kind == "number":
                yield from self._unit(("facts", id, "unit") if fact.unit else ("facts", id), fact.unit)
            elif fact.unit:
                yield Problem(("facts", id, "unit"), fact.unit, "数才有单位", "a unit only for a number")

    def unused(self) -> Iterator[Problem]:
        """Facts that nothing uses: probably a slip in a name."""
        used = {leaf.fact for source in self.scheme.inputs() for leaf in source.leaves}
        used |= {relief.fact for relief in self.scheme.reliefs}
        for id in self.scheme.facts:
            if id not in used:
                yield Problem(
                    ("facts", id),
                    id,
                    "有评分项、条件或一票否决使用的事实",
                    "a fact that an item, condition or veto uses",
                )

    def variants(self, loc: Loc, named: Collection[str]) -> Iterator[Problem]:
        """Variants that the scheme does not have."""
        for one in named:
            if one not in self.scheme.variants:
                known = list(self.scheme.variants)
                near = nearest(one, known) or known
                yield Problem(
                    loc,
                    one,
                    f"本方案的类别：{'、'.join(near) or '（无）'}",
                    f"a variant of the scheme: {', '.join(near) or 'it has none'}",
                )

    def by_variant(self, loc: Loc, number: dict[str, float], asked: Collection[str] = ()) -> Iterator[Problem]:
        """Numbers by variant: one for all, or one for each that is asked."""
        if "" in number:
            return
        yield from self.variants(loc, number)
        if missing := [one for one in asked or self.scheme.variants if one not in number]:
            yield Problem(
                loc,
                "、".join(number),
                f"每类各一个数，缺{'、'.join(missing)}",
                f"a number for each variant; missing {', '.join(missing)}",
            )

    def check(self, loc: Loc, source: Input, wanted: Literal["number", "answer", "review"]) -> Iterator[Problem]:
        """An input: known, of the wanted kind, with a unit of the right dimension."""
        zh, en = _KINDS_SAID[wanted]
        if source.share is not None:
            if wanted != "number":
                yield Problem((*loc, "share"), "share", zh, en)
            yield from self.check((*loc, "share", "of"), source.share.of, "number")
            yield from self.check((*loc, "share", "in"), source.share.in_, "number")
            if source.unit:
                yield from self._unit((*loc, "unit"), source.unit)
            return
        if source.indicator is not None:
            if source.indicator not in self.words.indicators:
                yield self._unknown_indicator((*loc, "indicator"), source.indicator)
                return
            if wanted != "number":
                yield Problem((*loc, "indicator"), source.indicator, zh, en)
            own = self.words.indicators.get(source.indicator).unit
        else:
            fact = self.scheme.facts.get(str(source.fact))
            if fact is None:
                near = nearest(str(source.fact), self.scheme.facts)
                hint = f"（可能是{'、'.join(near)}）" if near else ""
                yield Problem(
                    (*loc, "fact"),
                    source.fact,
                    f"facts中声明的事实{hint}",
                    f"a fact declared under `facts`{self._near(near)}",
                )
                return
            if fact.kind not in _KINDS[wanted]:
                yield Problem((*loc, "fact"), f"{source.fact}: {fact.kind}", zh, en)
            own = fact.unit
        if source.unit:
            yield from self._unit((*loc, "unit"), source.unit, own)

    def _unknown_indicator(self, loc: Loc, name: str) -> Problem:
        book = self.words.indicators
        near = nearest(name, [text for one in book for text in (one.id, one.zh)])
        ids = list(dict.fromkeys(one.id for text in near for one in book if text in (one.id, one.zh)))
        shown = [f"{id}（{book.get(id).zh}）" for id in ids]
        return Problem(
            loc,
            name,
            f"词汇表中的指标编号{'，可能是' + '、'.join(shown) if shown else ''}",
            f"the id of an indicator{self._near(ids)}",
        )

    def _unit(self, loc: Loc, unit: str, own: str = "") -> Iterator[Problem]:
        units = self.words.units
        if unit not in units:
            near = nearest(unit, [one.id for one in units]) if unit else []
            hint = f"（可能是{'、'.join(near)}）" if near else ""
            yield Problem(loc, unit, f"词汇表中的计量单位{hint}", f"a unit of the vocabulary{self._near(near)}")
        elif own and own in units and units.get(own).dimension != units.get(unit).dimension:
            yield Problem(loc, unit, f"可由{own}换算的单位", f"a unit that {own} converts to")

    @staticmethod
    def _near(near: list[str]) -> str:
        return f"; nearest: {', '.join(near)}" if near else ""

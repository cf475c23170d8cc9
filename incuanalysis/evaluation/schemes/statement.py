"""A whole score in words: what a carrier is told about its points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.evaluation.schemes.wording import evidence_text, plain
from incuanalysis.plans.model import Words

if TYPE_CHECKING:
    from incuanalysis.evaluation.schemes.outcome import ConditionResult, ItemScore, Score, VetoResult

__all__ = ["explained"]


def explained(score: Score, language: str) -> str:
    """Return every item, condition and veto of a score on a line, then the sums.

    Parameters
    ----------
    score
        The score.
    language
        ``zh`` or ``en``.
    """
    zh = language == "zh"
    lines = [_item(item, zh) for item in score.items]
    lines += [line for condition in score.conditions for line in _condition(condition, zh, 0)]
    lines += [line for veto in score.vetoes if (line := _veto(veto, zh))]
    if score.items:
        lines.append(_sums(score, zh))
    if score.conditions:
        said = {True: ("符合全部条件", "all conditions hold"), False: ("不符合条件", "the conditions are not met")}
        words = (
            ("能否符合，现有数据不能确定", "whether the conditions are met cannot be told")
            if score.meets is None
            else said[score.meets]
        )
        lines.append(words[0 if zh else 1])
    lines += [f"未见：{one.zh}" if zh else f"not seen: {one.en}" for one in score.unseen]
    return "\n".join(lines)


def _in(words: Words, zh: bool) -> str:
    return words.zh if zh else words.en


def _item(item: ItemScore, zh: bool) -> str:
    full = "" if item.full is None else f"/{plain(item.full)}"
    stated = "" if item.stated else "（计分办法非文件所列）" if zh else " (rule not the document's)"
    if item.points is None:
        lacks = "、".join(one.zh for one in item.lacks) if zh else ", ".join(one.en for one in item.lacks)
        return (
            f"{item.name.zh}：缺数据（{lacks}），暂计0{full}分{stated}"
            if zh
            else f"{item.name.en}: no data ({lacks}), counted as 0{full}{stated}"
        )
    how = (
        "；".join(evidence_text(seen, "zh") for seen in item.evidence)
        if zh
        else "; ".join(evidence_text(seen, "en") for seen in item.evidence)
    )
    more = "" if item.advice is None else f"；{item.advice.zh}" if zh else f"; {item.advice.en}"
    if zh:
        return (
            f"{item.name.zh}：{how}；{item.rule.zh}；{item.arithmetic.zh}；得{plain(item.points)}{full}分{more}{stated}"
        )
    return f"{item.name.en}: {how}; {item.rule.en}; {item.arithmetic.en}; {plain(item.points)}{full}{more}{stated}"


def _condition(result: ConditionResult, zh: bool, depth: int) -> list[str]:
    judged = ("（评审意见）" if zh else " (a reviewer's judgement)") if result.judged and not result.parts else ""
    how = "" if result.holds is None and not result.parts else f"{_in(result.arithmetic, zh)}{'，' if zh else ', '}"
    text = (
        f"{'  ' * depth}{_in(result.rule, zh)}{'：' if zh else ': '}{how}{result.label('zh' if zh else 'en')}{judged}"
    )
    return [text, *(line for part in result.parts for line in _condition(part, zh, depth + 1))]


def _veto(veto: VetoResult, zh: bool) -> str:
    if veto.applies is False:
        return ""
    if veto.applies:
        return f"适用：{veto.name.zh}" if zh else f"applies: {veto.name.en}"
    return f"未核实：{veto.name.zh}" if zh else f"not examined: {veto.name.en}"


def _sums(score: Score, zh: bool) -> str:
    bonus = any(item.bonus for item in score.items)
    parts = (
        f"{plain(score.base)} + {plain(score.bonus)} = " if bonus and score.base + score.bonus == score.total else ""
    )
    text = f"{'合计：' if zh else 'total: '}{parts}{plain(score.total)}{'分' if zh else ''}"
    if score.total_known is None:
        most = (
            ""
            if score.max_possible is None
            else f"，最高可能{plain(score.max_possible)}分"
            if zh
            else f", at most {plain(score.max_possible)}"
        )
        text += f"（有缺项{most}）" if zh else f" (inputs missing{most})"
    return text

"""Grades of a field, who was not graded and why, and what follows: 拟 until a decision is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from incuanalysis.display.sentences import dates
from incuanalysis.display.sentences.lists import counted, join
from incuanalysis.errors import BadInputError
from incuanalysis.intake.forms.naming import full_width

__all__ = ["decision_words", "distribution_words", "follow_ups", "not_graded_words", "proposal_words"]

_PROPOSED, _PROPOSED_EN = "拟", "proposed: "


def distribution_words(
    grades: Mapping[str, int], word: str = "家", language: str = "zh", *, not_graded: int = 0
) -> str:
    """Say how many have which grade, in the order given.

    Parameters
    ----------
    grades
        Grade → how many; grades without any are left out.
    word
        Counting word.
    language
        ``zh`` or ``en``.
    not_graded
        How many were not graded.

    Examples
    --------
    >>> distribution_words({"优秀": 3, "良好": 4, "合格": 3, "不合格": 0})
    '参评10家，其中优秀3家，良好4家，合格3家'
    >>> distribution_words({"合格": 2}, not_graded=1), distribution_words({}), distribution_words({}, not_graded=2)
    ('参评2家，均为合格；未参评1家', '没有载体参评', '没有载体参评；未参评2家')
    >>> distribution_words({"good": 2, "fail": 1}, language="en")
    '3 evaluated: 2 good, 1 fail'
    """
    if not_graded < 0:
        raise BadInputError(f"{not_graded} were not graded.", f"未参评数不能为{not_graded}。")
    zh = language == "zh"
    given = {grade: count for grade, count in grades.items() if count}
    total = sum(given.values())
    listed = counted(grades, word, language)
    if not given:
        said = "没有载体参评" if zh else "None was evaluated"
    elif not zh:
        said = f"{total} evaluated: {listed}"
    elif len(given) == 1:
        said = f"参评{total}{word}，{'均' if total > 1 else ''}为{next(iter(given))}"
    else:
        said = f"参评{total}{word}，其中{listed}"
    if not not_graded:
        return said
    return f"{said}；未参评{not_graded}{word}" if zh else f"{said}; {not_graded} not evaluated"


def not_graded_words(reasons: Mapping[str, str], word: str = "家", language: str = "zh") -> str:
    """Name those that were not graded by reason; empty without any.

    Parameters
    ----------
    reasons
        Name → why, in the language of the sentence.
    word
        Counting word.
    language
        ``zh`` or ``en``.

    Examples
    --------
    >>> not_graded_words({"甲空间": "过渡期", "乙空间": "没有数据", "丙空间": "过渡期"})
    '未参评3家：甲空间、丙空间（过渡期），乙空间（没有数据）'
    >>> not_graded_words({})
    ''
    """
    groups: dict[str, list[str]] = {}
    for name, reason in reasons.items():
        groups.setdefault(reason, []).append(name)
    if not groups:
        return ""
    if language != "zh":
        listed = "; ".join(f"{join(names, language='en')} ({reason})" for reason, names in groups.items())
        return f"Not evaluated, {len(reasons)}: {listed}"
    return f"未参评{len(reasons)}{word}：" + "，".join(f"{join(names)}（{reason}）" for reason, names in groups.items())


def proposal_words(names: Sequence[str], proposal: str, word: str = "家", language: str = "zh") -> str:
    """Say for whom something is proposed; the word 拟 is put before a proposal that lacks it.

    Examples
    --------
    >>> proposal_words(["甲空间", "乙空间"], "拟限期整改"), proposal_words(["甲镇"], "通报批评", "个单位")
    ('拟限期整改2家：甲空间、乙空间', '拟通报批评1个单位：甲镇')
    >>> proposal_words([], "拟摘牌"), proposal_words(["A"], "proposed: delisting", language="en")
    ('', 'proposed: delisting: A')
    """
    if not names or not proposal:
        return ""
    if language != "zh":
        said = proposal if proposal.startswith(_PROPOSED_EN) else f"{_PROPOSED_EN}{proposal}"
        return f"{said}: {join(names, language='en')}"
    said = proposal if proposal.startswith(_PROPOSED) else f"{_PROPOSED}{proposal}"
    return f"{said}{len(names)}{word}：{join(names)}"


def decision_words(name: str, decision: str, document: str, on: dt.date | None = None, language: str = "zh") -> str:
    """Say what was decided on whom, by which document.

    Raises
    ------
    BadInputError
        If no document is named: without one nothing is decided.

    Examples
    --------
    >>> decision_words("甲空间", "限期整改", "某科〔2023〕10号", dt.date(2023, 10, 10))
    '甲空间：决定限期整改（某科〔2023〕10号，2023年10月10日）'
    """
    if not document.strip():
        raise BadInputError(
            f"The decision on {name} names no document. Record its number.", f"对“{name}”的处理决定缺少文号，请补登记。"
        )
    if decision.startswith(_PROPOSED):
        raise BadInputError(f"{decision!r} is a proposal, no decision.", f"“{decision}”是拟处理意见，不是决定。")
    if language != "zh":
        return f"{name}: {decision} ({', '.join([document, *([dates.day(on, 'en')] if on else [])])})"
    source = "，".join([document, *([dates.day(on)] if on else [])])
    return f"{full_width(name)}：决定{decision}（{source}）"


def follow_ups(
    rows: Iterable[Mapping[Any, Any]] | pd.DataFrame, names: Mapping[str, str], word: str = "家", language: str = "zh"
) -> tuple[str, ...]:
    """Say what follows from grades: decisions first, each with its document, then proposals by kind.

    Parameters
    ----------
    rows
        Rows of :func:`incuanalysis.evaluation.lifecycle.run.lifecycle`: ``carrier``, ``proposal_zh``/``_en``, ``decided_zh``/
        ``_en``, ``decided_on``, ``document``. What is decided is no proposal any more.
    names
        Carrier id → name; an id without one stands for itself.
    word
        Counting word.
    language
        ``zh`` or ``en``.

    Examples
    --------
    >>> rows = [{"carrier": "a", "proposal_zh": "拟摘牌", "decided_zh": "", "decided_on": None, "document": None},
    ...         {"carrier": "b", "proposal_zh": "拟限期整改", "decided_zh": "限期整改", "decided_on": "2023-10-10",
    ...          "document": "某科〔2023〕10号"}]
    >>> follow_ups(rows, {"a": "甲空间", "b": "乙空间"})
    ('乙空间：决定限期整改（某科〔2023〕10号，2023年10月10日）', '拟摘牌1家：甲空间')
    """
    records = rows.to_dict("records") if isinstance(rows, pd.DataFrame) else rows
    decided: list[str] = []
    proposed: dict[str, list[str]] = {}
    for row in records:
        name = names.get(str(row["carrier"]), str(row["carrier"]))
        decision, proposal = _text(row[f"decided_{language}"]), _text(row[f"proposal_{language}"])
        if decision:
            on = _text(row["decided_on"])
            day = dt.date.fromisoformat(on[:10]) if on else None
            decided.append(decision_words(name, decision, _text(row["document"]), day, language))
        elif proposal:
            proposed.setdefault(proposal, []).append(name)
    return (*decided, *(proposal_words(who, what, word, language) for what, who in proposed.items()))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""

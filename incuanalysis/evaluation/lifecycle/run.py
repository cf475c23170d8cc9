"""The years of a carrier one after another: state, failures running, proposal, and what was decided.

- A run of failures goes over consecutive years. An exempted year neither counts nor breaks it; a year without a record
  breaks it, and the basis says so, as what happened in it is not known.
- A re-evaluation after rectification (``round`` 2) that is passed ends the run (our reading); a failed one leads to
  delisting where the rule has ``failed_rectification``.
- False data are someone's finding, entered as the grade, and count as a failure.
- Whatever follows is a proposal. It is decided only by a recorded decision, and a delisting can be decided only at the
  level that recognised the carrier.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.lifecycle.entries import check_level, read_decisions, read_exemptions, read_grade
from incuanalysis.evaluation.lifecycle.model import CarrierLevel, LifecycleRule
from incuanalysis.evaluation.lifecycle.wording import DECISIONS, LEVEL_NAMES, PROPOSALS, STATES
from incuanalysis.evaluation.standards.facts import require
from incuanalysis.evaluation.standards.model import LEVELS

__all__ = ["LIFECYCLE_COLUMNS", "lifecycle"]

LIFECYCLE_COLUMNS = [
    "carrier", "level", "year", "round", "grade", "state", "state_zh", "state_en", "failures", "proposal", "proposal_zh",
    "proposal_en", "basis_zh", "basis_en", "decided", "decided_zh", "decided_en", "decided_on", "document",
]  # fmt: skip
_FAILED = ("fail", "not_submitted", "false_data")


@dataclass
class _Life:
    """What is carried from year to year."""

    run: int = 0
    last_year: int | None = None
    delisted: bool = False
    gaps: list[int] = field(default_factory=list)


def lifecycle(
    grades: pd.DataFrame,
    decisions: pd.DataFrame | None,
    exemptions: pd.DataFrame | None,
    rules: LifecycleRule | Mapping[str, LifecycleRule],
    on: dt.date,
    *,
    proposer: CarrierLevel = "district",
) -> pd.DataFrame:
    """Return what follows from the grades of several years.

    Parameters
    ----------
    grades
        ``carrier, level, year, grade`` (as the rule writes it, or 未提交, 弄虚作假); optional ``round`` (2: re-evaluation after
        rectification) and ``incident`` (true: serious accident or dishonesty in the year). The order of rows does not
        matter.
    decisions
        ``carrier, year, decision`` (a key of ``wording.DECISIONS``), ``level`` (of who decides), ``on`` (ISO date), ``by,
        document``; optional ``round``.
    exemptions
        ``carrier, year, reason, document``.
    rules
        A rule for all, or rules by level, as :func:`~incuanalysis.evaluation.lifecycle.model.rules_for` gives them for a region.
    on
        The day; decisions taken later are left out.
    proposer
        Level of who proposes: for carriers of a higher level the proposal is a suggestion to that level.

    Returns
    -------
    DataFrame
        In :data:`LIFECYCLE_COLUMNS`, by carrier, year and round. ``proposal`` is empty where nothing follows; ``decided`` is
        the decision on record, empty without one.

    Raises
    ------
    BadInputError
        If a grade is unknown or stands twice, an exemption has no reason or document, a decision lacks date, person or
        document, is about a year without grade, or a delisting was not decided at the recognising level.

    Examples
    --------
    >>> from incuanalysis.evaluation.lifecycle.model import open_lifecycle
    >>> rows = [["甲", "municipal", 2022, "不合格"], ["甲", "municipal", 2023, "不合格"]]
    >>> grades = pd.DataFrame(rows, columns=["carrier", "level", "year", "grade"])
    >>> found = lifecycle(grades, None, None, open_lifecycle()["xinxiang"], dt.date(2024, 6, 30))
    >>> found[["year", "failures", "proposal_zh", "decided"]].values.tolist()
    [[2022, 1, '拟提请人工核定处理', ''], [2023, 2, '拟建议市级认定部门取消资格', '']]
    """
    require(grades, ("carrier", "level", "year", "grade"), "grades")
    rows = [read_grade(row) for row in grades.to_dict("records")]
    exempt = read_exemptions(exemptions)
    decided = read_decisions(decisions, on)
    years = {(row["carrier"], row["year"]) for row in rows} | set(exempt)
    if astray := sorted({key[:2] for key in decided} - years):
        carrier, year = astray[0]
        raise BadInputError(
            f"There is a decision on {carrier} for {year}, but neither a grade nor an exemption of that year.",
            f"“{carrier}”{year}年有处理决定，但没有该年的评价结果或免评记录，请核对。",
        )
    made: list[dict[str, Any]] = []
    for carrier in sorted({carrier for carrier, _ in years}):
        own = [row for row in rows if row["carrier"] == carrier]
        level = own[-1]["level"] if own else ""
        graded = {row["year"] for row in own}
        own += [
            {"carrier": carrier, "level": level, "year": year, "round": 1, "grade": "", "incident": False}
            for name, year in exempt
            if name == carrier and year not in graded
        ]
        own.sort(key=lambda row: (row["year"], row["round"]))
        made += _years(own, rules, exempt, decided, proposer)
    return pd.DataFrame(made, columns=LIFECYCLE_COLUMNS)


def _years(
    own: list[dict[str, Any]],
    rules: LifecycleRule | Mapping[str, LifecycleRule],
    exempt: Mapping[tuple[str, int], tuple[str, str]],
    decided: Mapping[tuple[str, int, int], dict[str, Any]],
    proposer: CarrierLevel,
) -> list[dict[str, Any]]:
    life = _Life()
    made = []
    seen: set[tuple[int, int]] = set()
    for row in own:
        key = (row["year"], row["round"])
        if key in seen:
            raise BadInputError(
                f"{row['carrier']} has two grades for {row['year']}, round {row['round']}. Keep one.",
                f"“{row['carrier']}”{row['year']}年有两个评价结果，请保留一个（复评的round填2）。",
            )
        seen.add(key)
        made.append(_year(row, life, rules, exempt.get((row["carrier"], row["year"])), decided, proposer))
    return made


def _year(
    row: dict[str, Any],
    life: _Life,
    rules: LifecycleRule | Mapping[str, LifecycleRule],
    exemption: tuple[str, str] | None,
    decided: Mapping[tuple[str, int, int], dict[str, Any]],
    proposer: CarrierLevel,
) -> dict[str, Any]:
    rule = _rule(row, rules)
    _count_gap(row["year"], life)
    decision = decided.get((row["carrier"], row["year"], row["round"]))
    if decision:
        check_level(decision, row)
    if life.delisted:
        state, proposal, basis = "delisted", "", ("此前已决定摘牌", "delisted before")
    elif exemption:
        state, proposal = "exempt", ""
        basis = (f"免评：{exemption[0]}（{exemption[1]}）", f"exempt: {exemption[0]} ({exemption[1]})")
    else:
        state, proposal, basis = _graded(row, life, rule)
        proposal = _at_level(proposal, row["level"], proposer)
    if decision and not life.delisted:
        if decision["decision"] in ("rectify", "recommend_rectify") and state in _FAILED:
            state = "rectifying" if decision["decision"] == "rectify" else state
        if decision["decision"] == "delist":
            state, life.delisted = "delisted", True
    words = {"level": LEVEL_NAMES.get(row["level"], ("", "")), "years": str(rule.false_data_bar or "")}
    proposal_zh, proposal_en = (
        PROPOSALS[proposal][place].format(level=words["level"][place], years=words["years"]) for place in (0, 1)
    )
    said = DECISIONS[decision["decision"]] if decision else ("", "")
    return {
        "carrier": row["carrier"], "level": row["level"], "year": row["year"], "round": row["round"], "grade": row["grade"],
        "state": state, "state_zh": STATES[state][0], "state_en": STATES[state][1], "failures": life.run,
        "proposal": proposal, "proposal_zh": proposal_zh, "proposal_en": proposal_en, "basis_zh": basis[0],
        "basis_en": basis[1], "decided": decision["decision"] if decision else "", "decided_zh": said[0],
        "decided_en": said[1], "decided_on": decision["on"] if decision else None,
        "document": decision["document"] if decision else None,
    }  # fmt: skip


def _graded(row: dict[str, Any], life: _Life, rule: LifecycleRule) -> tuple[str, str, tuple[str, str]]:
    """Return state, proposal at the recognising level, and basis of a year with a grade."""
    grade = rule.grade(row["grade"])
    if grade == "not_submitted" and rule.not_submitted is None:
        zh, en = "未提交材料，规则未说明如何计", "nothing was submitted, and the rule does not say how that counts"
        return grade, "review", (zh, en)
    if grade not in _FAILED:
        return _passed(row, life, rule, grade)
    life.run += 1 if row["round"] == 1 else 0
    zh, en = _failed_words(grade, life, rule)
    if grade == "false_data":
        key = "false_data_bar"
        if life.run >= (rule.failures_running or life.run + 1):
            return grade, "delist", _with_basis(zh, en, rule, "failures_running")
        return grade, "bar" if rule.false_data_bar else "review", _with_basis(zh, en, rule, key)
    if rule.failures_running and life.run >= rule.failures_running:
        return grade, "delist", _with_basis(zh, en, rule, "failures_running")
    if row["round"] > 1 and rule.failed_rectification:
        zh, en = "整改后复评仍不合格", "failed again after rectification"
        return grade, "delist", _with_basis(zh, en, rule, "failed_rectification")
    if rule.on_failure:
        return grade, "rectify", _with_basis(zh, en, rule, "on_failure")
    return (
        grade,
        "review",
        (f"{zh}；规则未说明一次不合格的处理", f"{en}; the rule does not say what follows one failure"),
    )


def _passed(row: dict[str, Any], life: _Life, rule: LifecycleRule, grade: str) -> tuple[str, str, tuple[str, str]]:
    failed_before = life.run
    life.run = 0
    life.gaps.clear()
    if row["round"] > 1 and failed_before:
        zh, en = "整改后复评合格，不再计入连续不合格", "passed the re-evaluation, so the run of failures ends"
        return "restored", "", (zh, en)
    if grade == "excellent" and row["incident"] and rule.incident_caps:
        zh, en = (
            "当年发生严重安全事故或严重失信，不得评为优秀",
            "a serious accident or dishonesty in the year excludes excellent",
        )
        return "pass", "", _with_basis(zh, en, rule, "incident_caps")
    zh, en = f"评价结果为{row['grade']}", f"graded {STATES[grade][1]}"
    return grade, "praise" if grade == "excellent" else "", (zh, en)


def _failed_words(grade: str, life: _Life, rule: LifecycleRule) -> tuple[str, str]:
    zh, en = {
        "fail": ("评价不合格", "failed"),
        "not_submitted": (
            f"未提交材料，按不合格计（{rule.basis('not_submitted', 'zh')}）",
            f"nothing submitted, which counts as failing ({rule.basis('not_submitted', 'en')})",
        ),
        "false_data": ("经认定数据不实", "found to have given false data"),
    }[grade]
    if life.run > 1:
        zh, en = f"{zh}，连续{life.run}次不合格", f"{en}, {life.run} failures running"
    if life.gaps and life.run == 1:
        years = "、".join(map(str, life.gaps))
        zh += f"；{years}年无记录，是否连续由人工核定"
        en += f"; no record of {', '.join(map(str, life.gaps))}: whether the run goes on is for a person to say"
    return zh, en


def _with_basis(zh: str, en: str, rule: LifecycleRule, key: str) -> tuple[str, str]:
    return f"{zh}；依据：{rule.basis(key, 'zh')}", f"{en}; basis: {rule.basis(key, 'en')}"


def _count_gap(year: int, life: _Life) -> None:
    """Break the run over years without a record; what the gap was is kept for the basis."""
    if life.last_year is not None and year > life.last_year + 1:
        if life.run:
            life.gaps = list(range(life.last_year + 1, year))
        life.run = 0
    life.last_year = year


def _at_level(proposal: str, level: str, proposer: CarrierLevel) -> str:
    """Turn a proposal into a suggestion where a higher level recognises."""
    higher = LEVELS.index(level) > LEVELS.index(proposer)
    return f"recommend_{proposal}" if higher and f"recommend_{proposal}" in PROPOSALS else proposal


def _rule(row: dict[str, Any], rules: LifecycleRule | Mapping[str, LifecycleRule]) -> LifecycleRule:
    if isinstance(rules, LifecycleRule):
        found: LifecycleRule | None = rules
    else:
        found = rules.get(row["level"])
    if found is None or row["level"] not in found.levels:
        raise BadInputError(
            f"No rule of dynamic management is given for {row['carrier']} ({row['level']}). Give one for that level.",
            f"没有适用于“{row['carrier']}”（{LEVEL_NAMES.get(row['level'], (row['level'],))[0]}）的动态管理规则。",
        )
    return found

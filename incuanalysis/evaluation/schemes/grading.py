"""Grades: what follows from scores, ranks, vetoes and downgrades, over a field of carriers."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.schemes.library import open_scheme
from incuanalysis.evaluation.schemes.model import Grade, Grading, Scheme, Veto
from incuanalysis.evaluation.schemes.outcome import Score, Scores
from incuanalysis.evaluation.schemes.parts import exact
from incuanalysis.evaluation.schemes.wording import plain
from incuanalysis.plans.model import Words
from incuanalysis.project import Project

__all__ = ["GRADE_COLUMNS", "grade", "places"]

GRADE_COLUMNS = [
    "carrier", "variant", "total", "total_known", "max_possible", "rank", "field", "grade", "letter", "grade_zh",
    "grade_en", "by_score", "reason_zh", "reason_en", "open_zh", "open_en", "proposal_zh", "proposal_en",
]  # fmt: skip
# Totals that are equal on paper may differ in the last binary digits, which would split a tie.
_DIGITS = 9


def grade(
    scores: Scores | Score | pd.DataFrame, scheme: Scheme | str, *, project: Project | None = None
) -> pd.DataFrame:
    """Grade a field of carriers by score and rank, with vetoes and downgrades.

    Parameters
    ----------
    scores
        Of all carriers that are ranked together; or a table with ``carrier`` and ``total`` (and ``variant``), whose
        vetoes are then not examined, which the result says.
    scheme
        Whose grading rule applies; its id will do.
    project
        By default the one that is found.

    Returns
    -------
    DataFrame
        One row a carrier, best first: ``carrier, variant, total, total_known, max_possible``; ``rank`` (competition
        rank) of ``field`` carriers; ``grade`` (id), ``letter``, ``grade_zh``, ``grade_en``; ``by_score``, the grade
        before vetoes; ``reason_zh/en``; ``open_zh/en``, what is missing or not examined; ``proposal_zh/en``, what is
        proposed (拟) after one such grade. A carrier that reported nothing is neither ranked nor graded by score.

    Raises
    ------
    BadInputError
        If the scheme has no grades, or a carrier stands twice.

    Examples
    --------
    >>> field = pd.DataFrame({"carrier": ["甲", "乙", "丙", "丁", "戊"], "total": [85, 82, 70, 60, 59]})
    >>> grade(field, "fuyang_2021")[["carrier", "rank", "grade_zh"]].values.tolist()
    [['甲', 1, '优良'], ['乙', 2, '合格'], ['丙', 3, '合格'], ['丁', 4, '合格'], ['戊', 5, '不合格']]
    """
    known = scheme if isinstance(scheme, Scheme) else open_scheme(scheme, project=project)
    rule = known.grading
    if rule is None:
        raise BadInputError(f"Scheme {known.id!r} has no grades.", f"方案“{known.name.zh}”没有等次规定。")
    rows = _table(scores, known) if isinstance(scores, pd.DataFrame) else _rows(scores, known)
    names = [row["carrier"] for row in rows]
    if double := next((name for name in names if names.count(name) > 1), None):
        raise BadInputError(f"Carrier {double!r} stands twice.", f"载体“{double}”重复出现。")
    for field in _fields(rows, rule):
        totals = pd.Series({row["carrier"]: row["total"] for row in field if row["ranked"]}, dtype=float).round(_DIGITS)
        best, worst = (totals.rank(method=how, ascending=False) for how in ("min", "max"))
        for row in field:
            if row["ranked"]:
                row["rank"], row["field"] = int(best[row["carrier"]]), len(totals)
                row["last_rank"] = int(worst[row["carrier"]])
            _judge(row, known, rule)
    frame = pd.DataFrame(rows, columns=[*GRADE_COLUMNS])
    frame = frame.astype({"rank": "Int64", "field": "Int64"})
    return frame.sort_values(["rank", "carrier"], na_position="last", kind="stable").reset_index(drop=True)


def places(grading: Grading, grade: Grade, field: int) -> int | None:
    """Return how many places of a field a grade has, None where the rank does not matter.

    Examples
    --------
    >>> grading = open_scheme("fuyang_2021").grading
    >>> [places(grading, grading.grades[0], n) for n in (4, 5, 9, 10)]
    [0, 1, 1, 2]
    """
    limits = [] if grade.rank_to is None else [grade.rank_to]
    if grade.top_share is not None:
        share = exact(grade.top_share) * field / 100
        rounded = {
            "floor": share.__floor__(),
            "ceil": share.__ceil__(),
            "nearest": (share + Fraction(1, 2)).__floor__(),
        }
        limits.append(rounded[grading.share_rounding])
    return min(limits) if limits else None


def _rows(scores: Scores | Score, scheme: Scheme) -> list[dict[str, object]]:
    every = (scores,) if isinstance(scores, Score) else scores.scores
    for one in every:
        if one.scheme != scheme.id:
            raise BadInputError(
                f"{one.carrier}: scored by {one.scheme!r}, to be graded by {scheme.id!r}.",
                f"“{one.carrier}”的得分不是按本方案评出的。",
            )
    return [
        {
            "carrier": one.carrier,
            "variant": one.variant,
            "total": one.total if one.reported else None,
            "total_known": one.total_known,
            "max_possible": one.max_possible,
            "ranked": one.reported,
            "score": one,
        }
        for one in every
    ]


def _table(frame: pd.DataFrame, scheme: Scheme) -> list[dict[str, object]]:
    if missing := [name for name in ("carrier", "total") if name not in frame.columns]:
        raise BadInputError(f"The table of totals has no column {missing[0]!r}.", f"得分表缺少{missing[0]}列。")
    rows: list[dict[str, object]] = []
    for row in frame.to_dict("records"):
        total = None if pd.isna(row["total"]) else float(row["total"])
        variant = row.get("variant")
        rows.append(
            {
                "carrier": str(row["carrier"]),
                "variant": str(variant) if isinstance(variant, str) and variant in scheme.variants else None,
                "total": total,
                "total_known": total,
                "max_possible": total,
                "ranked": total is not None,
                "score": None,
            }
        )
    return rows


def _fields(rows: list[dict[str, object]], rule: Grading) -> list[list[dict[str, object]]]:
    if rule.rank_within == "all":
        return [rows]
    variants = dict.fromkeys(row["variant"] for row in rows)
    return [[row for row in rows if row["variant"] == variant] for variant in variants]


def _judge(row: dict[str, object], scheme: Scheme, rule: Grading) -> None:
    """Add grade, reasons, what is open and what is proposed to a carrier's row."""
    reasons, open_ = [], []
    now: Grade | None = None
    if row["ranked"]:
        now, why = _by_score(row, rule)
        reasons.append(why)
        if row["total_known"] is None:
            lacks = row["score"].lacks if isinstance(row["score"], Score) else ()
            open_.append(
                Words(zh=f"缺数据：{'、'.join(w.zh for w in lacks)}", en=f"no data: {', '.join(w.en for w in lacks)}")
            )
    else:
        reasons.append(Words(zh="未报数据，不排名", en="nothing reported, not ranked"))
    row["by_score"] = now.id if now else None
    now = _vetoed(row, scheme, rule, now, reasons, open_)
    row |= {
        "grade": now.id if now else None,
        "letter": now.letter if now else "",
        "grade_zh": now.name.zh if now else "",
        "grade_en": now.name.en if now else "",
        **_joined("reason", reasons),
        **_joined("open", open_),
        **_joined(
            "proposal",
            [_proposal(one.text) for one in scheme.consequences if now and one.grade == now.id and one.in_a_row == 1],
        ),
    }


def _by_score(row: dict[str, object], rule: Grading) -> tuple[Grade, Words]:
    total, field = exact(round(float(str(row["total"])), _DIGITS)), int(str(row["field"]))
    rank = int(str(row["rank"] if rule.ties == "all_in" else row["last_rank"]))
    missed: Words | None = None
    for one in rule.grades:
        if one.from_ is not None and total < exact(one.from_):
            continue
        limit = places(rule, one, field)
        if limit is not None and rank > limit:
            missed = missed or Words(
                zh=f"得分够“{one.name.zh}”，但第{rank}名不在前{limit}名内（共{field}家）",
                en=f"the score would do for {one.name.en}, but rank {rank} is not within {limit} of {field}",
            )
            continue
        said = _why(one, total, rank, limit)
        return one, said if missed is None else Words(zh=f"{said.zh}；{missed.zh}", en=f"{said.en}; {missed.en}")
    raise BadInputError("The lowest grade must take every score.", "最低等次应包含所有得分。")


def _why(grade: Grade, total: Fraction, rank: int, limit: int | None) -> Words:
    zh, en = f"得分{plain(total)}", f"score {plain(total)}"
    if grade.from_ is not None:
        zh, en = f"{zh}，不低于{plain(grade.from_)}", f"{en}, not below {plain(grade.from_)}"
    if limit is not None:
        zh, en = f"{zh}，第{rank}名，在前{limit}名内", f"{en}, rank {rank}, within {limit}"
    return Words(zh=zh, en=en)


def _vetoed(
    row: dict[str, object],
    scheme: Scheme,
    rule: Grading,
    now: Grade | None,
    reasons: list[Words],
    open_: list[Words],
) -> Grade | None:
    score = row["score"]
    results = {one.id: one for one in score.vetoes} if isinstance(score, Score) else {}
    for veto in scheme.vetoes:
        result = results.get(veto.id)
        if isinstance(score, Score) and result is None:
            continue  # not asked of this variant
        if result is None or result.applies is None:
            open_.append(Words(zh=f"未核实：{veto.name.zh}", en=f"not examined: {veto.name.en}"))
        elif result.applies:
            moved = _moved(veto, rule, now)
            if moved is not now:
                reasons.append(
                    Words(
                        zh=f"{veto.name.zh}，定为“{moved.name.zh if moved else ''}”",
                        en=f"{veto.name.en}: {moved.name.en if moved else ''}",
                    )
                )
            now = moved
    return now


def _moved(veto: Veto, rule: Grading, now: Grade | None) -> Grade | None:
    """Return the grade after a veto; a limit says nothing about a carrier without a grade."""
    named = rule.grades[rule.place(veto.grade or veto.not_above or veto.not_below or "")]
    if veto.grade is not None:
        return named
    if now is None:
        return named if veto.not_below is not None else None
    worse = rule.place(now.id) > rule.place(named.id)
    return named if (veto.not_below is not None) == worse and now is not named else now


def _proposal(text: Words) -> Words:
    return Words(zh=text.zh if text.zh.startswith("拟") else f"拟{text.zh}", en=f"proposed: {text.en}")


def _joined(name: str, every: list[Words]) -> dict[str, str]:
    return {f"{name}_zh": "；".join(one.zh for one in every), f"{name}_en": "; ".join(one.en for one in every)}

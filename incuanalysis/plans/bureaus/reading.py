"""Reading an office's file: everything wrong in it is told at once, each with its line."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from incuanalysis.errors import BadInputError, IncuError, UnknownNameError
from incuanalysis.plans.bureaus.kinds import DOCUMENT_KINDS
from incuanalysis.plans.bureaus.model import Bureau, IssuedDocument
from incuanalysis.plans.reading import refuse_unfolding
from incuanalysis.vocabulary.matching import nearest
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary
from incuanalysis.vocabulary.yamlfile import Problem, Written, read_written, refuse

__all__ = ["read_bureau"]

_EVERY = {
    "month": ("月份，如2023-09", "a month such as 2023-09"),
    "quarter": ("季度，如2023Q3", "a quarter such as 2023Q3"),
    "year": ("年份，如2023", "a year such as 2023"),
}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def read_bureau(path: Path, words: Vocabulary, kinds: Collection[str] = ()) -> Bureau:
    """Read an office's file.

    Parameters
    ----------
    path
        A YAML file whose keys are the fields of :class:`~incuanalysis.plans.bureaus.model.Bureau` (docs/documents.md).
    words
        The vocabulary: its regions may be named.
    kinds
        Kinds of documents beside those of :data:`~incuanalysis.plans.bureaus.kinds.DOCUMENT_KINDS`: a project's own.

    Raises
    ------
    DamagedFileError
        If something is wrong; the message has a line for each problem: place, what was found, what was expected.
    """
    written = read_written(path)
    refuse_unfolding(written)
    bureau, told = written.problems(Bureau)
    problems = [*written.doubles(), *(problem for _, problem in told)]
    if bureau is not None:
        problems += _region(written, bureau, words)
        problems += _kinds(written, bureau, {*DOCUMENT_KINDS, *kinds})
        problems += _documents(written, bureau)
    if bureau is None or problems:
        raise refuse(path, problems)
    return bureau


def _region(written: Written, bureau: Bureau, words: Vocabulary) -> list[Problem]:
    id, stem = bureau.region, written.path.stem
    if id != stem:
        zh, en = f"与文件名一致：{stem}（加引号）", f"the file's name in quotes, {stem!r}"
        return [written.problem(("region",), id, zh, en)]
    try:
        words.regions.versions(id)
    except UnknownNameError as unknown:
        near = unknown.nearest
        may, may_en = (f"，可能是：{'、'.join(near)}", f"; nearest: {', '.join(near)}") if near else ("", "")
        return [written.problem(("region",), id, f"地区编号（加引号）{may}", f"the id of a region, in quotes{may_en}")]
    except IncuError as other:
        return [written.problem(("region",), id, other.zh or other.message, other.message)]
    return []


def _kinds(written: Written, bureau: Bureau, known: Collection[str]) -> list[Problem]:
    named: list[tuple[tuple[str | int, ...], str]] = [(("kinds", kind, "[key]"), kind) for kind in bureau.kinds]
    named += [(("documents", number, "kind"), one.kind) for number, one in enumerate(bureau.documents)]
    problems = []
    for loc, kind in named:
        if kind not in known:
            near = nearest(kind, known) or sorted(known)
            zh, en = f"文种之一：{'、'.join(near)}", f"a kind of document: {', '.join(near)}"
            problems.append(written.problem(loc, kind, zh, en))
    return problems


def _documents(written: Written, bureau: Bureau) -> list[Problem]:
    problems = []
    seen: dict[tuple[str, str, str], int] = {}
    for number, one in enumerate(bureau.documents):
        at = ("documents", number)
        if one.state == "issued" and one.date is None:
            problems.append(written.problem((*at, "date"), None, "印发日期（已印发的文件必填）", "the day of issue"))
        period, problem = _period(written, at, one)
        if period is None:
            problems += problem
            continue
        first = seen.setdefault((one.kind, str(period), one.unit), number + 1)
        if first != number + 1:
            zh, en = f"每份文件只列一次（第{first}项已列）", f"each document once (entry {first} has it)"
            problems.append(written.problem((*at, "period"), one.period, zh, en))
        start = period.first
        if one.date is not None and (one.date.year, one.date.month) < (start.year, start.month):
            zh, en = f"不早于所述时期（{start}）", f"a day not before the period ({start})"
            problems.append(written.problem((*at, "date"), one.date, zh, en))
    return problems


def _period(written: Written, at: tuple[str | int, ...], one: IssuedDocument) -> tuple[Period | None, list[Problem]]:
    every = DOCUMENT_KINDS[one.kind].every if one.kind in DOCUMENT_KINDS else "any"
    zh, en = _EVERY.get(every, ("时期，如2023、2023Q3、2023-09（加引号）", "a period such as 2023, 2023Q3, 2023-09"))
    try:
        period = Period.parse(one.period)
    except BadInputError:
        return None, [written.problem((*at, "period"), one.period, zh, en)]
    if every != "any" and (period.months != _MONTHS[every] or period.last.month % _MONTHS[every]):
        return None, [written.problem((*at, "period"), one.period, zh, en)]
    return period, []

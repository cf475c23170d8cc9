"""Reading the files of ``data/standards``: what is wrong in one is told with its line."""

from __future__ import annotations

import re
from pathlib import Path

from incuanalysis.errors import DamagedFileError
from incuanalysis.evaluation.standards.facts import FactBook
from incuanalysis.evaluation.standards.model import Condition, Fact, Standard
from incuanalysis.project import Project, find_project
from incuanalysis.vocabulary.matching import nearest
from incuanalysis.vocabulary.part import Part
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary
from incuanalysis.vocabulary.yamlfile import Written, read_written

__all__ = ["FOLDER", "open_facts", "open_standards", "read_facts", "read_standard"]

FOLDER = "data/standards"
#: Files of the folder that hold something else than a standard.
_OTHERS = ("contests.yml", "facts.yml", "ladder.yml", "lifecycle.yml", "rewards.yml")
_FRACTION = re.compile(r"[1-9]\d*/[1-9]\d*")
_Loc = tuple[str | int, ...]


class _Facts(Part):
    facts: list[Fact]


def read_facts(path: Path, words: Vocabulary) -> FactBook:
    """Read ``facts.yml``: the facts that are no indicators.

    Raises
    ------
    DamagedFileError
        With the line, if an entry is no fact, appears twice, is an indicator's id or has an unknown unit.
    """
    written = read_written(path)
    facts = written.validated(_Facts).facts
    seen: set[str] = set()
    for number, fact in enumerate(facts):
        if fact.id in seen or fact.id in words.indicators:
            raise written.damaged(
                ("facts", number, "id"),
                fact.id,
                "未被其他事项或指标使用的编号",
                "an id that no other fact or indicator has",
            )
        seen.add(fact.id)
        if fact.unit:
            _check_unit(written, ("facts", number, "unit"), fact.unit, words)
    return FactBook(tuple(facts), words)


def read_standard(path: Path, facts: FactBook) -> Standard:
    """Read a standard.

    Parameters
    ----------
    path
        A file of ``data/standards``; its stem is the standard's id.
    facts
        What its conditions may ask for.

    Raises
    ------
    DamagedFileError
        With the line, for the first thing that is not as it should be.
    """
    written = read_written(path)
    standard = written.validated(Standard)
    if standard.id != path.stem:
        raise written.damaged(("id",), standard.id, f"与文件名相同的编号{path.stem}", f"the file's name, {path.stem}")
    if standard.region not in {region.id for region in facts.words.regions.all()}:
        raise written.damaged(("region",), standard.region, "已登记的地区编号", "a region's id")
    if standard.valid_from and standard.valid_to and standard.valid_to < standard.valid_from:
        raise written.damaged(
            ("valid_to",),
            standard.valid_to,
            f"不早于{standard.valid_from}的月份",
            f"a month not before {standard.valid_from}",
        )
    seen: set[str] = set()
    for number, condition in enumerate(standard.conditions):
        _check(written, ("conditions", number), condition, standard, facts, seen)
    return standard


def open_facts(project: Project | None = None) -> FactBook:
    """Read the project's facts."""
    project = project or find_project()
    return read_facts(project.find(f"{FOLDER}/facts.yml"), open_vocabulary(project))


def open_standards(project: Project | None = None) -> dict[str, Standard]:
    """Read all standards of a project, by id.

    Examples
    --------
    >>> open_standards()["national_general_2018"].source.number
    '国科发区〔2018〕300号'
    """
    project = project or find_project()
    facts = open_facts(project)
    paths = [path for name, path in project.find_all(FOLDER, "*.yml").items() if name not in _OTHERS]
    standards = [read_standard(path, facts) for path in paths]
    return {standard.id: standard for standard in standards}


def _check(
    written: Written, loc: _Loc, condition: Condition, standard: Standard, facts: FactBook, seen: set[str]
) -> None:
    """Check a condition with its parts against the known facts and units."""
    if condition.id in seen:
        raise written.damaged((*loc, "id"), condition.id, "本标准内不重复的编号", "an id that the standard has once")
    seen.add(condition.id)
    forms = [bool(condition.fact), bool(condition.any_of), bool(condition.all_of), condition.judged, condition.unknown]
    if sum(forms) != 1:
        raise written.damaged(
            (*loc, "id"), condition.id,
            "fact、any_of、all_of、judged、unknown五者恰取其一", "exactly one of fact, any_of, all_of, judged and unknown",
        )  # fmt: skip
    if condition.at_least > max(1, len(condition.any_of)):
        raise written.damaged(
            (*loc, "at_least"), condition.at_least, f"不大于{len(condition.any_of)}", f"at most {len(condition.any_of)}"
        )
    if condition.eased and standard.hardship is None:
        raise written.damaged((*loc, "eased"), "true", "标准写明hardship", "a standard with `hardship`")
    if condition.fact:
        _check_number(written, loc, condition, facts)
    for key, parts in (("any_of", condition.any_of), ("all_of", condition.all_of)):
        for number, part in enumerate(parts):
            _check(written, (*loc, key, number), part, standard, facts, seen)


def _check_number(written: Written, loc: _Loc, condition: Condition, facts: FactBook) -> None:
    for key, id in (("fact", condition.fact), ("share_of", condition.share_of)):
        if id and id not in facts:
            raise _unknown(written, (*loc, key), id, facts)
    if condition.per and condition.per.fact not in facts:
        raise _unknown(written, (*loc, "per", "fact"), condition.per.fact, facts)
    if condition.share_of and condition.per:
        raise written.damaged((*loc, "per"), condition.per.fact, "share_of与per不同时使用", "share_of or per, not both")
    fact = condition.fact or ""
    if (condition.op == "yes") != (not facts.unit(fact)):
        raise written.damaged(
            (*loc, "op"),
            condition.op,
            "是否类事项用yes，数值类事项用>=或<=",
            "yes for a fact that is yes or no, else >= or <=",
        )
    if condition.op == "yes":
        return
    if condition.value is None or (isinstance(condition.value, str) and not _FRACTION.fullmatch(condition.value)):
        raise written.damaged(
            (*loc, "value"), condition.value, "数字，或2/3样式的分数", "a number, or a fraction such as 2/3"
        )
    if condition.share_of:
        if condition.unit != "%":
            raise written.damaged((*loc, "unit"), condition.unit, "%", "%")
        if facts.dimension(fact) != facts.dimension(condition.share_of):
            raise written.damaged(
                (*loc, "share_of"), condition.share_of, f"与{fact}同类的数量", f"a fact of the dimension of {fact}"
            )
        return
    _check_unit(written, (*loc, "unit"), condition.unit, facts.words)
    if facts.words.units.get(condition.unit).dimension != facts.dimension(fact):
        raise written.damaged(
            (*loc, "unit"),
            condition.unit,
            f"{facts.unit(fact)}的同类单位",
            f"a unit of the dimension of {facts.unit(fact)}",
        )


def _check_unit(written: Written, loc: _Loc, unit: str, words: Vocabulary) -> None:
    if unit not in words.units:
        raise written.damaged(loc, unit, "已登记的计量单位", "a unit id")


def _unknown(written: Written, loc: _Loc, id: str, facts: FactBook) -> DamagedFileError:
    near = nearest(id, list(facts.ids))
    tail, tail_en = (f"，可能是{'、'.join(near)}", f"; nearest: {', '.join(near)}") if near else ("", "")
    return written.damaged(
        loc, id, f"指标编号或facts.yml中的事项编号{tail}", f"the id of an indicator or of a fact in facts.yml{tail_en}"
    )

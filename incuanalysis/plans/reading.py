"""Reading a plan file: everything wrong in it is told at once, each with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError

from incuanalysis.errors import BadInputError, IncuError, UnknownNameError
from incuanalysis.plans.checks import check_milestone, check_target
from incuanalysis.plans.model import Milestone, Plan, Target, Task
from incuanalysis.plans.series import series_key
from incuanalysis.vocabulary.matching import nearest
from incuanalysis.vocabulary.words import Vocabulary
from incuanalysis.vocabulary.yamlfile import Problem, Written, read_written, refuse

__all__ = ["read_plan", "refuse_unfolding"]

_Loc = tuple[str | int, ...]
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
# A plan of a hundred targets has some ten thousand parts; a file that unfolds to more is made to be a burden.
_MOST_PARTS = 200_000


def read_plan(path: Path, words: Vocabulary) -> Plan:
    """Read a plan file.

    Parameters
    ----------
    path
        A YAML file whose keys are the fields of :class:`~incuanalysis.plans.model.Plan` (docs/writing-a-plan.md).
    words
        The vocabulary: its regions, indicators and units may be named.

    Raises
    ------
    DamagedFileError
        If something is wrong; the message has a line for each problem: place, what was found, what was expected.
    """
    written = read_written(path)
    refuse_unfolding(written)
    plan, told = written.problems(Plan)
    problems = [*written.doubles(), *(_with_nearest(written, loc, problem) for loc, problem in told)]
    if isinstance(written.data, dict):
        problems += _Checks(written, words).all()
    if plan is None or problems:
        raise refuse(path, problems)
    return plan


class _Checks:
    """The checks that go beyond the shape of a field; they run on the parts that have their shape."""

    def __init__(self, written: Written, words: Vocabulary) -> None:
        self._written, self._words, self._data = written, words, written.data
        self._problems: list[Problem] = []

    def all(self) -> list[Problem]:
        targets = list(self._parts("targets", Target))
        milestones = list(self._parts("milestones", Milestone))
        tasks = list(self._parts("tasks", Task))
        self._head()
        span = self._span()
        for at, target in targets:
            for where, found, zh, en in check_target(target, span, self._words):
                self._add((*at, *where), found, zh, en)
        for at, milestone in milestones:
            for where, found, zh, en in check_milestone(milestone, span, self._words):
                self._add((*at, *where), found, zh, en)
        for at, task in tasks:
            if span and task.due and not span[0] <= task.due <= span[1]:
                self._add(
                    (*at, "due"), task.due, f"在计划期{span[0]}至{span[1]}之内", f"a month of {span[0]} to {span[1]}"
                )
        self._unique(targets, lambda t: t.id, "id")
        self._unique(milestones, lambda m: m.id, "id")
        self._unique(tasks, lambda t: t.number, "number")
        self._overlapping(targets)
        self._falling(targets)
        numbers = {task.number for _, task in tasks}
        listed = self._data.get("tasks") or []
        # with a task that is wrong itself, its number is not known
        if isinstance(listed, list) and len(tasks) == len(listed):
            for at, target in targets:
                if target.task is not None and target.task not in numbers:
                    known = f"{min(numbers)}–{max(numbers)}" if numbers else "none"
                    self._add(
                        (*at, "task"), target.task, "tasks中有的任务序号", f"the number of a task (there: {known})"
                    )
        return self._problems

    def _add(self, loc: _Loc, found: object, zh: str, en: str) -> None:
        self._problems.append(self._written.problem(loc, found, zh, en))

    def _parts(self, key: str, model: type[Any]) -> Iterator[tuple[_Loc, Any]]:
        """Yield the entries of a list that have their shape; what is wrong with the others is told already."""
        entries = self._data.get(key)
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            part = _tried(model, entry)
            if part is not None:
                yield (key, number), part

    def _span(self) -> tuple[str, str] | None:
        first, last = self._data.get("first"), self._data.get("last")
        if not (
            isinstance(first, str) and isinstance(last, str) and _MONTH.fullmatch(first) and _MONTH.fullmatch(last)
        ):
            return None
        if last < first:
            self._add(("last",), last, f"不早于first（{first}）", f"a month not before `first` ({first})")
            return None
        return first, last

    def _head(self) -> None:
        id, region, stem = self._data.get("id"), self._data.get("region"), self._written.path.stem
        if isinstance(id, str) and id != stem:
            self._add(("id",), id, f"与文件名一致：{stem}", f"the file's name, {stem!r}")
        if not isinstance(region, str) or not region:
            return
        try:
            self._words.regions.versions(region)
        except UnknownNameError as unknown:
            try:
                meant = self._words.regions.find(region)
                near = [f"{meant.id} ({meant.name})"]
            except UnknownNameError as other:
                near = other.nearest or unknown.nearest
            except BadInputError as several:
                near = [several.message]
            self._add(
                ("region",),
                region,
                f"地区编号（加引号）{'，可能是：' + '、'.join(near) if near else ''}",
                f"the id of a region, in quotes{'; nearest: ' + ', '.join(near) if near else ''}",
            )
        except IncuError as other:
            self._add(("region",), region, other.zh or other.message, other.message)

    def _unique(self, parts: Sequence[tuple[_Loc, Any]], key: Callable[[Any], Hashable], field: str) -> None:
        seen: dict[Hashable, int] = {}
        for at, part in parts:
            number = int(at[1]) + 1
            if (first := seen.setdefault(key(part), number)) != number:
                zh, en = f"不与第{first}项相同", f"another one than entry {first} has"
                self._add((*at, field), key(part), zh, en)

    def _overlapping(self, targets: Sequence[tuple[_Loc, Target]]) -> None:
        """Tell targets that set the same line of one number twice."""
        seen: dict[Hashable, str] = {}
        for at, target in targets:
            for line in target.lines:
                key = (*series_key(target), line, target.due)
                if (first := seen.setdefault(key, target.id)) != target.id:
                    zh = f"同一指标、线、期限、范围和口径只列一次（{first}已列）；同一目标的另一处出处写在cites"
                    en = (
                        f"one target for each indicator, line, due month, scope and basis ({first!r} has it); "
                        "another place that says it goes to `cites`"
                    )
                    self._add((*at, "lines", line), f"{target.id} {line} {target.due}", zh, en)

    def _falling(self, targets: Sequence[tuple[_Loc, Target]]) -> None:
        """Tell running totals that are to fall: 2 by the end of 2022, then 1 by the end of 2023."""
        chains: dict[Hashable, list[tuple[_Loc, Target]]] = {}
        for at, target in targets:
            if target.basis in ("since_start", "since_founding") and target.comparator != "at_most":
                chains.setdefault(series_key(target), []).append((at, target))
        for chain in chains.values():
            chain.sort(key=lambda each: each[1].due)
            for (_, before), (at, after) in zip(chain, chain[1:], strict=False):
                for line in before.lines.keys() & after.lines.keys():
                    try:
                        least = self._words.units.convert(before.lines[line].value, before.unit, after.unit)
                    except BadInputError:  # told at the unit
                        continue
                    if after.lines[line].value < least:
                        zh = f"累计数不低于{before.due}的{least:g}{after.unit}（{before.id}）"
                        en = f"a running total not below that of {before.due}, {least:g} {after.unit} ({before.id!r})"
                        self._add((*at, "lines", line), after.lines[line].value, zh, en)


def _tried(model: type[BaseModel], entry: Any) -> Any:
    """Return an entry as a model, also where it has fields too many; None if it has not its shape."""
    try:
        return model.model_validate(entry)
    except ValidationError as error:
        extra = {
            each["loc"][0] for each in error.errors() if each["type"] == "extra_forbidden" and len(each["loc"]) == 1
        }
    if not extra or not isinstance(entry, dict):
        return None
    return _tried(model, {name: value for name, value in entry.items() if name not in extra})


def _with_nearest(written: Written, loc: Sequence[str | int], problem: Problem) -> Problem:
    """Name the nearest fields where a name is unknown."""
    if not isinstance(loc[-1] if loc else None, str) or "no field of this name" not in problem.en:
        return problem
    models = _models()
    owner = next((models[step] for step in reversed(loc[:-1]) if isinstance(step, str) and step in models), Plan)
    fields = list(owner.model_fields)
    near = nearest(str(loc[-1]), fields) or fields
    return written.problem(
        loc,
        loc[-1],
        f"没有这一项，可能是：{'、'.join(near)}",
        f"no field of this name (check its spelling or remove it); nearest: {', '.join(near)}",
    )


def _models() -> dict[str, type[BaseModel]]:
    """Return field name → model of its value, over all parts of a plan."""
    found: dict[str, type[BaseModel]] = {}
    waiting: list[type[BaseModel]] = [Plan]
    while waiting:
        for name, field in waiting.pop().model_fields.items():
            for part in _parts_of(field.annotation):
                if part not in found.values():
                    waiting.append(part)
                found[name] = part
    return found


def _parts_of(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [part for each in get_args(annotation) for part in _parts_of(each)]


def refuse_unfolding(written: Written) -> None:
    """Refuse a file whose references (&name, *name) make it endless or huge."""
    sizes: dict[int, int] = {}
    open_: set[int] = set()

    def size(node: yaml.Node) -> int:
        if id(node) in open_:
            return _MOST_PARTS + 1
        if id(node) not in sizes:
            open_.add(id(node))
            below: list[yaml.Node] = []
            if isinstance(node, yaml.MappingNode):
                below = [part for pair in node.value for part in pair]
            elif isinstance(node, yaml.SequenceNode):
                below = node.value
            sizes[id(node)] = min(1 + sum(size(each) for each in below), _MOST_PARTS + 1)
            open_.discard(id(node))
        return sizes[id(node)]

    if written.node is not None and size(written.node) > _MOST_PARTS:
        zh, en = "不反复引用（&、*）的内容", "no entries that refer to each other (&, *) without end"
        raise refuse(written.path, [written.problem((), None, zh, en)])

"""The plans of a project: finding them, and their targets as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from incuanalysis.errors import BadInputError, DamagedFileError, UnknownNameError
from incuanalysis.plans.model import LINES, Line, LineValue, Plan, Target
from incuanalysis.plans.reading import read_plan
from incuanalysis.project import Project, find_project
from incuanalysis.vocabulary.matching import nearest
from incuanalysis.vocabulary.periods import Month, Period
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TargetLine", "list_plans", "open_plan", "plans_of", "print_value", "sound_plans", "target_lines"]

_FOLDER = "data/plans"


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target on one line: a row of :func:`target_lines`.

    Parameters
    ----------
    target, name, name_en
        Id and names of the target.
    indicator, comparator, line
        As in the plan file.
    value, value_high
        In ``unit``; ``value_high`` is the upper end of a range (met at ``value``) or None.
    unit
        The indicator's canonical unit.
    printed
        The value with its unit as the document prints it: ``2—3家``.
    due
        Month at whose end it is due, ``2023-12``.
    basis, scope, scope_name
        As in the plan file; ``scope_name`` is empty for the district.
    section
        The section that counts.
    cites
        All sections that say it, joined by 、.
    task
        Number of the task it belongs to, or None.
    """

    target: str
    name: str
    name_en: str
    indicator: str
    comparator: str
    line: Line
    value: float
    value_high: float | None
    unit: str
    printed: str
    due: str
    basis: str
    scope: str
    scope_name: str
    section: str
    cites: str
    task: int | None


def open_plan(id: str, project: Project | None = None) -> Plan:
    """Return a plan by its id: the project's own file, else the carried one.

    Raises
    ------
    UnknownNameError
        If there is none of this id; the message names the nearest.
    DamagedFileError
        If something is wrong in its file.
    """
    place = project or find_project()
    files = place.find_all(_FOLDER, "*.yml")
    if (path := files.get(f"{id}.yml")) is None:
        known = [Path(name).stem for name in files]
        near = nearest(id, known) or known
        unknown = UnknownNameError("plan", id, near, "`incu plans list` shows all plans.")
        may = f"可能是：{'、'.join(near)}。" if near else ""
        unknown.zh = f"没有编号为“{id}”的行动计划。{may}全部计划见 incu plans list。"
        raise unknown
    return _open(path, place)


def list_plans(project: Project | None = None) -> list[Plan]:
    """Return all plans by id; a file in the project comes before the carried one of its name.

    Raises
    ------
    DamagedFileError
        If something is wrong in one of the files.
    """
    found, broken = sound_plans(project)
    if broken:
        raise broken[0]
    return found


def sound_plans(project: Project | None = None) -> tuple[list[Plan], list[DamagedFileError]]:
    """Return the plans whose files are in order, by id, and what is wrong in each of the others."""
    place = project or find_project()
    found, broken = [], []
    for path in place.find_all(_FOLDER, "*.yml").values():
        try:
            found.append(_open(path, place))
        except DamagedFileError as error:
            broken.append(error)
    return found, broken


def plans_of(
    region: str,
    month: Month | str | dt.date | None = None,
    project: Project | None = None,
    *,
    above: bool = False,
    among: Iterable[Plan] | None = None,
) -> list[Plan]:
    """Return the plans that hold in a region.

    Parameters
    ----------
    region
        Id or name.
    month
        A month of the plan's span (``2023-09``); without one, plans of all times.
    project
        The project.
    above
        Also plans of the regions above it: a town answers for its district's.
    among
        Plans to choose from; by default all of the project.
    """
    place = project or find_project()
    regions = open_vocabulary(place).regions
    at = _month(month)
    id = regions.find(region, at).id
    ids = set(regions.path(id, at)) if above else {id}
    plans = list_plans(place) if among is None else among
    return [plan for plan in plans if plan.region in ids and (at is None or plan.first <= str(at) <= plan.last)]


def target_lines(plan: Plan | Iterable[Target], words: Vocabulary) -> pd.DataFrame:
    """Return targets as a table with one row per target and line, in the order of the file, low before high.

    Parameters
    ----------
    plan
        A plan, or some of its targets.
    words
        The vocabulary; values are converted exactly to the indicator's canonical unit.

    Returns
    -------
    DataFrame
        The fields of :class:`TargetLine`; ``value_high`` and ``task`` are missing where there is none.
    """
    import pandas as pd

    targets = plan.targets if isinstance(plan, Plan) else plan
    rows = [_line(target, line, words) for target in targets for line in LINES if line in target.lines]
    frame = pd.DataFrame([asdict(row) for row in rows], columns=[field.name for field in fields(TargetLine)])
    return frame.astype({"value": "float64", "value_high": "float64", "task": "Int64"})


def print_value(value: LineValue, unit: str) -> str:
    """Write a value with its unit as printed.

    Examples
    --------
    >>> print_value(LineValue(value=2, high=3), "家"), print_value(LineValue(value=1.5), "万平方米")
    ('2—3家', '1.5万平方米')
    """
    high = "" if value.high is None else f"—{_digits(value.high)}"
    return f"{_digits(value.value)}{high}{unit}"


def _digits(number: float) -> str:
    return f"{int(number)}" if float(number).is_integer() and abs(number) < 1e15 else f"{number:.15g}"


def _line(target: Target, line: Line, words: Vocabulary) -> TargetLine:
    value = target.lines[line]
    canonical = words.indicators.get(target.indicator).unit
    return TargetLine(
        target=target.id,
        name=target.name.zh,
        name_en=target.name.en,
        indicator=target.indicator,
        comparator=target.comparator,
        line=line,
        value=words.units.convert(float(value.value), target.unit, canonical),
        value_high=None if value.high is None else words.units.convert(float(value.high), target.unit, canonical),
        unit=canonical,
        printed=print_value(value, target.unit),
        due=target.due,
        basis=str(target.basis),
        scope=target.scope.kind,
        scope_name=target.scope.name.zh if target.scope.name else "",
        section=target.section,
        cites="、".join(cite.section for cite in target.cites),
        task=target.task,
    )


def _open(path: Path, project: Project) -> Plan:
    stamp = path.stat()
    return _read(path, (stamp.st_mtime_ns, stamp.st_size), project)


@lru_cache(maxsize=64)
def _read(path: Path, stamp: tuple[int, int], project: Project) -> Plan:  # noqa: ARG001 - the stamp is the key
    return read_plan(path, open_vocabulary(project))


def _month(month: Month | str | dt.date | None) -> Month | None:
    if month is None or isinstance(month, Month):
        return month
    if isinstance(month, dt.date):
        return Month(month.year, month.month)
    period = Period.parse(month)
    if period.months != 1:
        raise BadInputError(
            f"{month} is no month. Expected one such as 2023-09.", f"“{month}”不是月份。月份写作2023-09。"
        )
    return period.last

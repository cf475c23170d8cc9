"""What a contest ranks by (``data/standards/contests.yml``)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from incuanalysis.evaluation.standards.facts import FactBook
from incuanalysis.evaluation.standards.model import Source, Words
from incuanalysis.evaluation.standards.read import FOLDER, open_facts
from incuanalysis.project import Project, find_project
from incuanalysis.vocabulary.part import ID, Part
from incuanalysis.vocabulary.yamlfile import read_written

__all__ = ["Contest", "Item", "open_contests", "read_contests"]


class Item(Part):
    """One thing that units are ranked by.

    Parameters
    ----------
    id, name
        Of the item.
    indicator
        Id of an indicator or of a fact in ``facts.yml``; its values are in that one's canonical unit.
    unit
        Unit id, as shown.
    direction
        Which values are better.
    weight, progress_weight
        Of the level and of the change on the period before, in the composite.
    """

    id: str = ID
    name: Words
    indicator: str = ID
    unit: str = Field(min_length=1)
    direction: Literal["higher", "lower"] = "higher"
    weight: float = Field(default=1.0, ge=0)
    progress_weight: float = Field(default=0.0, ge=0)


class Contest(Part):
    """A contest.

    Parameters
    ----------
    id, name, source
        What it is and which document names it.
    stated
        False: the items and weights are defaults of ours.
    method
        How a place becomes points in the composite: ``places`` gives 100 for the first and 0 for the last, ``best`` the
        value in per cent of the league's best one.
    items
        At least one, with some weight.
    good
        Grades that count as good (绩效良好率).
    """

    id: str = ID
    name: Words
    source: Source
    stated: bool
    method: Literal["places", "best"] = "places"
    items: tuple[Item, ...] = Field(min_length=1, strict=False)
    good: tuple[str, ...] = Field(default=(), strict=False)


class _File(Part):
    contests: list[Contest]


def read_contests(path: Path, book: FactBook) -> dict[str, Contest]:
    """Read ``contests.yml``.

    Raises
    ------
    DamagedFileError
        With the line: for an id that stands twice, an unknown indicator or unit, items without any weight, or
        ``method: best`` with an item whose smallest value is best.
    """
    written = read_written(path)
    contests: dict[str, Contest] = {}
    for number, contest in enumerate(written.validated(_File).contests):
        loc = ("contests", number)
        if contest.id in contests:
            raise written.damaged((*loc, "id"), contest.id, "不重复的编号", "an id that stands once")
        seen: set[str] = set()
        for place, item in enumerate(contest.items):
            where = (*loc, "items", place)
            if item.id in seen:
                raise written.damaged((*where, "id"), item.id, "不重复的编号", "an id that stands once")
            seen.add(item.id)
            if item.indicator not in book:
                raise written.damaged(
                    (*where, "indicator"), item.indicator, "指标编号或facts.yml中的事项编号",
                    "the id of an indicator or of a fact in facts.yml",
                )  # fmt: skip
            if item.unit != book.unit(item.indicator):
                unit = book.unit(item.indicator)
                raise written.damaged(
                    (*where, "unit"), item.unit, f"该指标的计量单位{unit}", f"the indicator's unit, {unit}"
                )
            if contest.method == "best" and (item.direction == "lower" or item.progress_weight):
                raise written.damaged(
                    (*where, "id"), item.id, "method为best时，各项以高为优且不计进步",
                    "items of which more is better, without progress, where the method is best",
                )  # fmt: skip
        if not any(item.weight or item.progress_weight for item in contest.items):
            raise written.damaged((*loc, "items"), "0", "至少一项权重大于0", "at least one item with a weight above 0")
        contests[contest.id] = contest
    return contests


def open_contests(project: Project | None = None) -> dict[str, Contest]:
    """Read the project's contests, by id.

    Examples
    --------
    >>> [item.name.zh for item in open_contests()["platform_contest"].items]
    ['研发产出率', '技术转化率', '成果落地率']
    """
    project = project or find_project()
    return read_contests(project.find(f"{FOLDER}/contests.yml"), open_facts(project))

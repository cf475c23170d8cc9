"""What a ladder of firms says (``data/standards/ladder.yml``)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from incuanalysis.evaluation.standards.model import Source, Words
from incuanalysis.evaluation.standards.read import FOLDER
from incuanalysis.project import Project, find_project
from incuanalysis.vocabulary.part import Part
from incuanalysis.vocabulary.yamlfile import read_written

__all__ = ["ABSENT", "UNKNOWN", "Ladder", "open_ladder", "read_ladder"]

#: A firm that is not on the roster of a year, and one of which the roster does not say enough.
ABSENT, UNKNOWN = "absent", "unknown"
_Names = Annotated[tuple[str, ...], Field(strict=False)]


class _Class(Part):
    id: str
    name: Words
    all: _Names = ()


class _Step(Part):
    id: str
    name: Words
    origin: _Names = Field(alias="from")
    to: _Names


class Ladder(Part):
    """Classes of firms, lowest first, and the steps between them (``data/standards/ladder.yml``)."""

    id: str
    name: Words
    source: Source
    stated: bool
    classes: Annotated[tuple[_Class, ...], Field(min_length=2, strict=False)]
    steps: Annotated[tuple[_Step, ...], Field(strict=False)]

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the classes, lowest first."""
        return tuple(one.id for one in self.classes)


def read_ladder(path: Path) -> Ladder:
    """Read ``ladder.yml``.

    Raises
    ------
    DamagedFileError
        With the line: for a class that stands twice, a lowest class with fields (every firm must have a class), or a
        step that names an unknown class or leads down.
    """
    written = read_written(path)
    ladder = written.validated(Ladder)
    ids = ladder.ids
    for number, one in enumerate(ladder.classes):
        if ids.index(one.id) != number or one.id in (ABSENT, UNKNOWN):
            raise written.damaged(("classes", number, "id"), one.id, "不重复的编号", "an id that stands once")
        if bool(one.all) != bool(number):
            zh, en = "最低一级不写条件，其余各级至少一项", "no field for the lowest class, one or more for the others"
            raise written.damaged(("classes", number, "all"), "、".join(one.all), zh, en)
    for number, step in enumerate(ladder.steps):
        for key, named in (("from", step.origin), ("to", step.to)):
            if unknown := next((id for id in named if id not in ids), ""):
                raise written.damaged(
                    ("steps", number, key), unknown, f"{'、'.join(ids)}之一", f"one of {', '.join(ids)}"
                )
        if max(map(ids.index, step.origin), default=0) >= min(map(ids.index, step.to), default=0):
            raise written.damaged(
                ("steps", number, "to"), "、".join(step.to), "高于from的级别", "classes above those of `from`"
            )
    return ladder


def open_ladder(project: Project | None = None) -> Ladder:
    """Read the project's ladder.

    Examples
    --------
    >>> [step.name.zh for step in open_ladder().steps]
    ['微成长', '小升高', '高壮大']
    """
    return read_ladder((project or find_project()).find(f"{FOLDER}/ladder.yml"))

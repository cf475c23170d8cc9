"""What a rule of dynamic management says (``data/standards/lifecycle.yml``)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.standards.model import Source, Words
from incuanalysis.evaluation.standards.read import FOLDER
from incuanalysis.project import Project, find_project
from incuanalysis.vocabulary.part import ID, Part
from incuanalysis.vocabulary.regions import RegionBook
from incuanalysis.vocabulary.yamlfile import read_written

__all__ = ["CarrierLevel", "LifecycleRule", "open_lifecycle", "read_lifecycle", "rules_for"]

CarrierLevel = Literal["district", "municipal", "provincial", "national"]
_Names = Annotated[tuple[str, ...], Field(strict=False)]
_KEYS = ("failures_running", "on_failure", "failed_rectification", "not_submitted", "false_data_bar", "incident_caps")


class Grades(Part):
    """What the four grades are called."""

    excellent: _Names = ()
    good: _Names = ()
    passed: _Names = Field(default=(), alias="pass")
    fail: _Names = ()


class LifecycleRule(Part):
    """A rule of dynamic management; a consequence that it does not name is None (the file explains the keys)."""

    id: str = ID
    name: Words
    source: Source
    levels: Annotated[tuple[CarrierLevel, ...], Field(min_length=1, strict=False)]
    region: str = Field(min_length=1)
    grades: Grades
    failures_running: int | None = Field(default=None, ge=2)
    on_failure: Literal["rectify"] | None = None
    failed_rectification: Literal["delist"] | None = None
    not_submitted: Literal["fail"] | None = None
    false_data_bar: int | None = Field(default=None, ge=1)
    incident_caps: bool = False
    stated: _Names = ()

    def grade(self, said: str) -> str:
        """Return ``excellent``, ``good``, ``pass``, ``fail``, ``not_submitted`` or ``false_data`` for a grade as written.

        Raises
        ------
        BadInputError
            If the rule has no such grade.
        """
        names = {
            "excellent": self.grades.excellent, "good": self.grades.good, "pass": self.grades.passed,
            "fail": self.grades.fail, "not_submitted": ("未提交",), "false_data": ("弄虚作假", "数据造假"),
        }  # fmt: skip
        for grade, known in names.items():
            if said == grade or said in known:
                return grade
        listed = [name for known in names.values() for name in known]
        raise BadInputError(
            f"Unknown grade {said!r} under the rule {self.id}. Expected one of: {', '.join(listed)}.",
            f"“{self.name.zh}”没有“{said}”这一等次，应为{'、'.join(listed)}之一。",
        )

    def basis(self, key: str, language: str) -> str:
        """Return the document for a key that it states, else that the rule is a default or reading of ours."""
        if key in self.stated:
            return self.source.cite(language)
        return "本报告自定办法，尚无文件依据" if language == "zh" else "default rule of ours"


class _File(Part):
    rules: list[LifecycleRule]


def read_lifecycle(path: Path) -> dict[str, LifecycleRule]:
    """Read ``lifecycle.yml``.

    Raises
    ------
    DamagedFileError
        With the line: for an id that stands twice, a name that stands for two grades, or a key under ``stated`` that
        the rule does not use.
    """
    written = read_written(path)
    rules: dict[str, LifecycleRule] = {}
    for number, rule in enumerate(written.validated(_File).rules):
        loc = ("rules", number)
        if rule.id in rules:
            raise written.damaged((*loc, "id"), rule.id, "不重复的编号", "an id that stands once")
        names = [*rule.grades.excellent, *rule.grades.good, *rule.grades.passed, *rule.grades.fail]
        if twice := next((name for name in names if names.count(name) > 1), ""):
            raise written.damaged((*loc, "grades"), twice, "每个名称只属一个等次", "a name for one grade only")
        if unused := next((key for key in rule.stated if key not in _KEYS or not getattr(rule, key)), ""):
            raise written.damaged(
                (*loc, "stated"),
                unused,
                "本规则中已填写的项",
                f"keys that the rule has a value for ({', '.join(_KEYS)})",
            )
        rules[rule.id] = rule
    return rules


def open_lifecycle(project: Project | None = None) -> dict[str, LifecycleRule]:
    """Read the project's rules, by id.

    Examples
    --------
    >>> open_lifecycle()["national_300"].failures_running
    2
    """
    project = project or find_project()
    return read_lifecycle(project.find(f"{FOLDER}/lifecycle.yml"))


def rules_for(region: str, rules: Mapping[str, LifecycleRule], regions: RegionBook) -> dict[str, LifecycleRule]:
    """Return the rule for each level of carriers in a region: the one of the nearest region, of equals the first in the file.

    Parameters
    ----------
    region
        Region id.
    rules
        What :func:`open_lifecycle` returned.
    regions
        The regions.

    Examples
    --------
    >>> from incuanalysis.vocabulary.words import open_vocabulary
    >>> found = rules_for("420704", open_lifecycle(), open_vocabulary().regions)
    >>> {level: rule.id for level, rule in found.items()}
    {'district': 'default', 'municipal': 'ezhou', 'provincial': 'default', 'national': 'national_300'}
    """
    path = list(regions.path(region))
    if path and path[0] != region:
        path.reverse()
    # the region itself first, then what holds it; a rule for everywhere comes last
    near = [*path, "000000"]
    made = {}
    for level in get_args(CarrierLevel):
        fitting = [rule for rule in rules.values() if level in rule.levels and rule.region in near]
        if fitting:
            made[level] = min(fitting, key=lambda rule: near.index(rule.region))
    return made

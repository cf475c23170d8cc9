"""What an action plan says, as data: the nouns that its YAML file is read into."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field, model_validator

from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.part import ID, Part

__all__ = [
    "LINES",
    "Baseline",
    "CarrierType",
    "Citation",
    "Comparator",
    "Document",
    "Line",
    "LineValue",
    "Milestone",
    "Plan",
    "Reading",
    "Rhythm",
    "Schedule",
    "Scope",
    "Standard",
    "Target",
    "Task",
    "Thresholds",
    "Words",
]

Line = Literal["low", "base", "high"]
LINES: tuple[Line, ...] = ("low", "base", "high")
Comparator = Literal["at_least", "about", "exact", "at_most"]
CarrierType = Literal["makerspace", "incubator", "accelerator", "park"]
_MONTH = Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")


class Words(Part):
    """A text of ours in Chinese and English."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Citation(Part):
    """Where the document says it: a section as printed there, and the number as printed, no sentence."""

    section: str = Field(min_length=1)
    printed: str = ""


class Reading(Part):
    """An ambiguous place: the reading that is used, and the other one."""

    chosen: Words
    other: Words


class LineValue(Part):
    """A line's value in the unit given; ``high`` is the upper end of a range (2–3家 is met at 2)."""

    value: float
    high: float | None = None


class Scope(Part):
    """Whose number is meant.

    ``district`` is all of the plan's region; ``site``, ``platform`` and ``firms`` name a part of it.
    """

    kind: Literal["district", "site", "platform", "firms"] = "district"
    name: Words | None = None
    carrier_types: tuple[CarrierType, ...] = Field(default=(), strict=False)

    @model_validator(mode="after")
    def _named(self) -> Scope:
        if (self.kind == "district") == (self.name is not None):
            raise ValueError("scope: give a name for a site, platform or class of firms, and none for the district")
        return self


class Baseline(Part):
    """What there was at the end of a month, from which progress is counted; ``value`` is None where nothing was published."""

    at: str = _MONTH
    value: float | None = None
    source: str = ""


class Schedule(Part):
    """How much is due along the way.

    ``even`` is N/12 of each year's increment; ``calendar`` gives shares of the whole way by month; ``milestones`` and
    ``once_a_year`` expect nothing between their dates.
    """

    kind: Literal["even", "calendar", "milestones", "once_a_year"] = "even"
    shares: dict[str, float] = Field(default_factory=dict)


class Target(Part):
    """A quantified target: one indicator, one due date, one to three lines.

    Parameters
    ----------
    id
        Unique within the plan.
    name
        In our words.
    indicator
        Id in the vocabulary.
    comparator
        When a value meets a line.
    lines
        Line → value, in ``unit``; the unmarked value of the document is ``base``.
    unit
        As printed; of the indicator's dimension.
    due
        Month at whose end it is due.
    basis
        Of the value: of the due month's end (``stock``), since the plan's start (``since_start``), in the due year
        (``per_year``) …
    scope, area_state, measure
        Whose number, which state of area (签约, 竣工, 投用; ``unstated`` where the document is silent) and whether gross
        or net of what was given up.
    baseline, schedule
        Where progress starts, and what is due along the way.
    cites
        All places that say it; the first one counts.
    reading
        Where the text can be read in two ways.
    task
        Number of the task whose units answer for it, where that is known.
    """

    id: str = ID
    name: Words
    indicator: str = ID
    comparator: Comparator
    lines: dict[Line, LineValue] = Field(min_length=1)
    unit: str = Field(min_length=1)
    due: str = _MONTH
    basis: Basis = Field(strict=False)
    scope: Scope = Scope()
    area_state: Literal["signed", "completed", "in_use", "unstated"] | None = None
    measure: Literal["gross", "net", "unstated"] | None = None
    baseline: Baseline | None = None
    schedule: Schedule = Schedule()
    cites: tuple[Citation, ...] = Field(min_length=1, strict=False)
    reading: Reading | None = None
    task: int | None = None

    @property
    def section(self) -> str:
        """The section that counts."""
        return self.cites[0].section


class Milestone(Part):
    """Something qualitative, with the test by which it is told to be reached.

    ``indicator`` with ``at_least`` is tested on data; without, a person decides and dates the decision.
    """

    id: str = ID
    name: Words
    test: Words
    due: str = _MONTH
    indicator: str | None = None
    at_least: float | None = None
    cites: tuple[Citation, ...] = Field(min_length=1, strict=False)
    reading: Reading | None = None


class Task(Part):
    """A task with its responsible units, lead ones (牵头) and joint ones; where none is marked, all are joint."""

    number: int = Field(ge=1)
    group: Words | None = None
    title: Words
    lead: tuple[str, ...] = Field(default=(), strict=False)
    joint: tuple[str, ...] = Field(default=(), strict=False)
    due: str | None = Field(default=None, pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
    cites: tuple[Citation, ...] = Field(min_length=1, strict=False)
    reading: Reading | None = None


class Standard(Part):
    """A standard or list of criteria that the plan names (七个一, 六大比拼); ``stated`` is False where it gives no numbers."""

    id: str = ID
    name: Words
    items: tuple[Words, ...] = Field(default=(), strict=False)
    stated: bool
    cites: tuple[Citation, ...] = Field(min_length=1, strict=False)


class Rhythm(Part):
    """What is reported how often, as the plan says."""

    what: Literal["monitoring", "bulletin", "assessment", "evaluation"]
    every: Literal["month", "quarter", "year", "unstated"]
    name: Words
    cites: tuple[Citation, ...] = Field(min_length=1, strict=False)


class Thresholds(Part):
    """Limits between statuses, in percentage points of completion against schedule; ours where the plan gives none.

    Behind by more than ``behind`` is 滞后, by more than ``far_behind`` 严重滞后; ahead by more than ``ahead`` 快于序时.
    ``small`` is the value of a target below which no pace is judged.
    """

    ahead: float = 5.0
    behind: float = 5.0
    far_behind: float = 15.0
    small: float = 5.0
    stated: bool = False

    @model_validator(mode="after")
    def _ordered(self) -> Thresholds:
        if not 0 <= self.behind < self.far_behind:
            raise ValueError("thresholds: expected 0 <= behind < far_behind")
        return self


class Document(Part):
    """The document itself."""

    title: Words
    number: str = ""
    issuer: str = Field(min_length=1)
    date: dt.date
    retrieved: str = ""


class Plan(Part):
    """An action plan.

    Parameters
    ----------
    id
        Name of its file.
    region
        Region id.
    first, last
        Months of its span.
    carrier_types
        Which carriers count.
    carry_over
        Whether a year's shortfall is added to the next year's due (``cumulative``) or not (``none``).
    low_line, high_line
        What the two lines trigger, as declared, and whether the document declares it.
    """

    id: str = ID
    region: str = Field(min_length=1)
    document: Document
    first: str = _MONTH
    last: str = _MONTH
    carrier_types: tuple[CarrierType, ...] = Field(min_length=1, strict=False)
    carry_over: Literal["cumulative", "none"] = "cumulative"
    low_line: Words | None = None
    high_line: Words | None = None
    lines_stated: bool = False
    thresholds: Thresholds = Thresholds()
    targets: tuple[Target, ...] = Field(min_length=1, strict=False)
    milestones: tuple[Milestone, ...] = Field(default=(), strict=False)
    tasks: tuple[Task, ...] = Field(default=(), strict=False)
    standards: tuple[Standard, ...] = Field(default=(), strict=False)
    rhythm: tuple[Rhythm, ...] = Field(default=(), strict=False)
    consequences: tuple[Words, ...] = Field(default=(), strict=False)
    notes: tuple[Words, ...] = Field(default=(), strict=False)

    def name(self, language: str = "zh") -> str:
        """Return the document's title."""
        return self.document.title.zh if language == "zh" else self.document.title.en

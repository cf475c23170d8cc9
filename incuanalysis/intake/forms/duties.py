"""Who must report what by when (``data/records/duties.yml`` of a project)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from incuanalysis.errors import IncuError, NoDataError
from incuanalysis.intake.forms.naming import full_width
from incuanalysis.intake.forms.spans import WrittenMonth
from incuanalysis.vocabulary.periods import Month, Period
from incuanalysis.vocabulary.words import Vocabulary
from incuanalysis.vocabulary.yamlfile import Written, read_written

if TYPE_CHECKING:
    import pandas as pd

    from incuanalysis.project import Project

__all__ = ["DUTIES_FILE", "EXAMPLE_FILE", "Due", "DueRule", "Duty", "Units", "expected", "read_duties"]

DUTIES_FILE = "data/records/duties.yml"
EXAMPLE_FILE = "data/forms/duties.example.yml"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class DueRule(_Strict):
    """The day by which a return is due.

    Parameters
    ----------
    day
        Of the month; a month that is shorter ends on its last day.
    months_after
        Which month: 0 for the period's last one, 1 for the one after it, and so on.

    Examples
    --------
    >>> DueRule(day=10).on(Period.parse("2023Q4")), DueRule(day=20, months_after=0).on(Period.parse("2023Q4"))
    (datetime.date(2024, 1, 10), datetime.date(2023, 12, 20))
    """

    day: int = Field(ge=1, le=31)
    months_after: int = Field(default=1, ge=0, le=12)

    def on(self, period: Period) -> dt.date:
        """Return the day for a period. Weekends and holidays are not moved."""
        month = period.last.plus(self.months_after)
        return dt.date(month.year, month.month, min(self.day, month.last_day().day))


class Units(_Strict):
    """Who must report: a list of regions, all of a level below a region, or the carriers of a region (ids or names).

    Parameters
    ----------
    regions
        Named one by one.
    children_of, levels
        All regions of these levels below one.
    carriers_of
        All registered carriers in a region.
    """

    regions: tuple[str, ...] = ()
    children_of: str = ""
    levels: tuple[Literal["province", "city", "county", "town", "zone"], ...] = ("town", "zone")
    carriers_of: str = ""

    @model_validator(mode="after")
    def _one(self) -> Units:
        if sum(map(bool, (self.regions, self.children_of, self.carriers_of))) != 1:
            raise ValueError("give one of regions, children_of and carriers_of")
        return self

    def names(self) -> tuple[str, ...]:
        """Return the regions that are named."""
        return (*self.regions, *(name for name in (self.children_of, self.carriers_of) if name))


class Duty(_Strict):
    """One duty to report.

    Parameters
    ----------
    id
        Permanent name.
    form
        Id of the form.
    title
        What it is called in lists; by default the form's id.
    frequency
        ``month``, ``quarter``, ``half`` or ``year``.
    units
        Who.
    due
        By when.
    valid_from, valid_to
        First and last month of the periods that it holds for; open if left out.
    contact
        The office to turn to.
    """

    id: str = Field(min_length=1)
    form: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str = ""
    frequency: Literal["month", "quarter", "half", "year"]
    units: Units
    due: DueRule
    valid_from: WrittenMonth = None
    valid_to: WrittenMonth = None
    contact: str = ""

    @model_validator(mode="after")
    def _ordered(self) -> Duty:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to is before valid_from")
        return self

    def holds_for(self, period: Period) -> bool:
        """Tell whether the duty holds for a period: its last month decides."""
        late = self.valid_to is not None and self.valid_to < period.last
        early = self.valid_from is not None and period.last < self.valid_from
        return period.frequency == self.frequency and not early and not late


@dataclass(frozen=True, slots=True)
class Due:
    """A return that is expected.

    Parameters
    ----------
    unit_kind
        ``region`` or ``carrier``.
    region, carrier
        Ids; ``carrier`` is empty for a region's return.
    name
        Of the unit.
    form, title
        Id of the form and what it is called.
    period
        Reporting period.
    date
        Day by which it is due.
    contact
        The office to turn to.
    """

    unit_kind: Literal["region", "carrier"]
    region: str
    carrier: str
    name: str
    form: str
    title: str
    period: Period
    date: dt.date
    contact: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return what ``--json`` prints of it."""
        return asdict(self) | {"period": str(self.period), "date": self.date.isoformat()}


def read_duties(project: Project, words: Vocabulary, file: Path | None = None) -> list[Duty]:
    """Read the duties of a project.

    Parameters
    ----------
    project
        Whose ``data/records/duties.yml`` is read.
    words
        The vocabulary.
    file
        Another file to read instead.

    Raises
    ------
    NoDataError
        If it has none.
    DamagedFileError
        If the file is not what it should be; names line and column, the field, what was found and what was expected.
    """
    path = file or project.root / DUTIES_FILE
    if not path.is_file():
        raise NoDataError(
            f"没有报送要求文件 {file or DUTIES_FILE}，请按 {EXAMPLE_FILE} 填写。"
            f" There is no {path}; copy {EXAMPLE_FILE} there and fill it in."
        )
    written = read_written(path)
    entries = written.data.get("duties") if isinstance(written.data, dict) else None
    if not isinstance(entries, list):
        expected_zh, expected_en = (
            f"“duties:”下的列表，写法见{EXAMPLE_FILE}",
            f"a list under 'duties', as in {EXAMPLE_FILE}",
        )
        raise written.damaged((), written.data, expected_zh, expected_en)
    duties = [_duty(written, number, words) for number in range(len(entries))]
    ids = [duty.id for duty in duties]
    for number, id in enumerate(ids):
        if id in ids[:number]:
            raise written.damaged(("duties", number, "id"), id, "不重复的编号", "an id that does not stand there twice")
    return duties


def _duty(written: Written, number: int, words: Vocabulary) -> Duty:
    loc = ("duties", number)
    duty = written.validated(Duty, loc)
    for name in duty.units.names():
        try:
            words.regions.find(name)
        except IncuError as error:
            zh = f"行政区划表中的名称或代码（{error}）"
            raise written.damaged((*loc, "units"), name, zh, f"a region ({error})") from None
    return duty


def expected(
    duties: Sequence[Duty],
    words: Vocabulary,
    carriers: pd.DataFrame | None,
    period: Period,
    region: str | None = None,
) -> list[Due]:
    """Return the returns that are expected for a period.

    Parameters
    ----------
    duties
        Of the project; those of another frequency or not in force then are left out.
    words
        The vocabulary.
    carriers
        The register with the columns ``id``, ``name`` and ``region``; None if there is none.
    period
        Reporting period.
    region
        Keep units in this region (an id) only.

    Returns
    -------
    list of Due
        By form, regions before carriers, in the order of the vocabulary; a unit that two duties ask for the same
        return is named once, with the earlier day.
    """
    found: dict[tuple[str, str, str], Due] = {}
    for duty in duties:
        if not duty.holds_for(period):
            continue
        for kind, place, carrier, name in _units(duty.units, words, carriers, period.last):
            # the register says where a carrier is today, the vocabulary where a town was then
            on = period.last if kind == "region" else None
            if region is not None and region not in words.regions.path(place, on):
                continue
            day = duty.due.on(period)
            due = Due(
                kind, place, carrier, full_width(name), duty.form, duty.title or duty.form, period, day, duty.contact
            )
            known = found.get((duty.form, place, carrier))
            if known is None or day < known.date:
                found[duty.form, place, carrier] = due
    order = {one.id: number for number, one in enumerate(words.regions.all())}
    return sorted(found.values(), key=lambda d: (d.form, d.unit_kind != "region", order[d.region], d.name, d.carrier))


def _units(
    units: Units, words: Vocabulary, carriers: pd.DataFrame | None, month: Month
) -> Iterator[tuple[Literal["region", "carrier"], str, str, str]]:
    """Yield kind, region, carrier and name of those who must report."""
    regions = words.regions
    for name in units.regions:
        place = regions.get(regions.find(name).id, month)
        yield "region", place.id, "", place.name
    if units.children_of:
        above = regions.find(units.children_of).id
        for level in units.levels:
            for place in regions.children(above, level, month):
                yield "region", place.id, "", place.name
    if units.carriers_of and carriers is not None:
        above = regions.find(units.carriers_of).id
        for id, name, lies_in in zip(carriers["id"], carriers["name"], carriers["region"], strict=True):
            if above in regions.path(lies_in):
                yield "carrier", lies_in, id, name

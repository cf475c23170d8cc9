"""A district of the sample as its records see it: plan, units, carriers, years, and who signs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from incuanalysis.evaluation.questions.inquiry import Inquiry
from incuanalysis.intake.sample.dice import Dice
from incuanalysis.plans.model import Plan
from incuanalysis.vocabulary.periods import Period

__all__ = ["Row", "SampleDistrict", "dated", "numbered"]

Row = dict[str, Any]

# Zones that are assessed beside the towns, though the register of regions has them apart.
_ZONES: Mapping[str, tuple[str, ...]] = {
    "330302": ("330302-jkq",),
    "330483": ("330483-jkq",),
    "420700": ("420703400", "420704401"),
    "370200": ("370271",),
}
# Reported within a zone: the zone's office sends the return of both.
_TOGETHER = {"330483004"}


@dataclass(frozen=True)
class SampleDistrict:
    """A district with what its records are made from.

    Parameters
    ----------
    inquiry
        About the last year of its data.
    seed
        Chance: the same seed gives the same records.
    """

    inquiry: Inquiry
    seed: int

    @property
    def id(self) -> str:
        """Region id."""
        return self.inquiry.region

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.inquiry.the_plan()

    @property
    def name(self) -> str:
        """Name of the district."""
        return self.inquiry.words.regions.get(self.id).name

    @property
    def word(self) -> str:
        """What its own offices begin with: 区 or 市."""
        return self.name[-1]

    def dice(self, what: str) -> Dice:
        """Return chance of one topic, so that a topic more does not change the others."""
        return Dice(f"{self.seed}/records/{self.id}/{what}")

    @cached_property
    def observations(self) -> pd.DataFrame:
        """Its numbers up to the inquiry's month."""
        return self.inquiry.observations

    @cached_property
    def last_day(self) -> str:
        """The day on which the last of its numbers was recorded: no record is later."""
        return str(self.observations["recorded_at"].max())[:10]

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Years that it has numbers of."""
        # by the ends: what has run since the plan's start begins before the first return
        ends = self.observations["last"]
        return tuple(range(int(ends.min()) // 100, int(ends.max()) // 100 + 1))

    @cached_property
    def plan_years(self) -> tuple[int, ...]:
        """Years of the plan that it has numbers of."""
        return tuple(year for year in self.years if int(self.plan.first[:4]) <= year <= int(self.plan.last[:4]))

    @property
    def focus(self) -> int:
        """The year that is shown most: the last but one of the plan, so that something comes after it."""
        return self.plan_years[-2] if len(self.plan_years) > 1 else self.plan_years[-1]

    @cached_property
    def towns(self) -> tuple[tuple[str, str], ...]:
        """(Region id, name) of the towns with numbers, in the order of the register; the zones last."""
        regions = self.inquiry.words.regions
        here = set(self.observations["region"])
        found = [(one.id, one.name) for one in regions.children(self.id, on=self.inquiry.month) if one.level != "zone"]
        found += [(zone, regions.get(zone).name) for zone in _ZONES.get(self.id, ())]
        return tuple((id, name) for id, name in found if id in here and id not in _TOGETHER)

    @property
    def zones(self) -> tuple[str, ...]:
        """Ids of its zones."""
        return tuple(id for id, _ in self.towns if id in _ZONES.get(self.id, ()))

    @cached_property
    def states(self) -> dict[str, str]:
        """Town id → state, where it is not the usual one: one under 托管, one without a task."""
        plain = [id for id, _ in self.towns if id not in self.zones]
        if len(plain) < 5:
            return {}
        building = set(self.observations.loc[self.observations["indicator"] == "new_carrier_area", "region"])
        idle = [id for id in plain if id not in building] or plain[-2:-1]
        given = {idle[0]: "no_task"}
        given[next(id for id in reversed(plain) if id not in given)] = "entrusted"
        return given

    @cached_property
    def carriers(self) -> pd.DataFrame:
        """Its carriers: ``name``, ``region``, ``type``, ``level``, ``focus`` in the order of their names."""
        register = self.inquiry.register("carriers")
        for column in ("type", "level", "focus", "status"):
            if column not in register:
                register = register.assign(**{column: None})
        # neither the parks that a plan names nor what is not open yet
        register = register[register["name"].str.contains("演示", regex=False) & (register["status"] == "in_use")]
        return register.sort_values("name", ignore_index=True)

    @property
    def office(self) -> str:
        """The science bureau, as the plan's tasks name it."""
        named = [unit for task in self.plan.tasks for unit in (*task.lead, *task.joint)]
        return next((unit for unit in named if "科技局" in unit and "各" not in unit), f"{self.word}科技局")


def dated(row: Row, on: dt.date | str, by: str, document: str = "", days: int = 3) -> Row:
    """Return a row with its day, the day on which it was recorded, by whom, and the document it rests on."""
    day = dt.date.fromisoformat(str(on))
    recorded = day + dt.timedelta(days=days)
    return {
        **row,
        "date": day.isoformat(),
        "recorded_at": recorded.isoformat(),
        "by": f"{by}（演示）",
        "document": document,
    }


def numbered(district: SampleDistrict, year: int, number: int, what: str = "") -> str:
    """Return the number of an invented document: 洞头演示〔2023〕3号."""
    short = district.inquiry.words.regions.get(district.id).short
    return f"{short}演示〔{year}〕{number}号{what}"


def quarters(years: tuple[int, ...]) -> list[Period]:
    """Return the quarters of some years."""
    return [quarter for year in years for quarter in Period.of_year(year).split("quarter")]

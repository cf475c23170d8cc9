"""A region at a month, with all that answers about it are made of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from incuanalysis.errors import BadInputError, NoDataError
from incuanalysis.intake.load import Query, digest, record, trusted
from incuanalysis.intake.returns.register import wide
from incuanalysis.intake.returns.tables import read_table
from incuanalysis.intake.store import Store
from incuanalysis.plans.breakdown import Breakdown, open_breakdown
from incuanalysis.plans.library import open_plan, plans_of
from incuanalysis.plans.model import Plan
from incuanalysis.plans.records import Records, open_records
from incuanalysis.plans.units import assessed_units
from incuanalysis.project import Project
from incuanalysis.vocabulary.periods import Month, Period
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

__all__ = ["Inquiry", "open_inquiry"]


@dataclass(frozen=True)
class Inquiry:
    """A region at the end of a period.

    Parameters
    ----------
    project, store
        Whose vocabulary, plans and records, and where the numbers are.
    region
        Its id.
    period
        Asked about; its last month counts.
    plan
        The plan that holds for the region; None where none does.
    as_of
        ISO date: numbers and records as they were by then.
    recorded
        Whether what is read is recorded for the report that is being made (:func:`incuanalysis.intake.load.record`).
    """

    project: Project
    store: Store
    region: str
    period: Period
    plan: Plan | None
    as_of: str | None = None
    recorded: bool = False

    @cached_property
    def words(self) -> Vocabulary:
        """The vocabulary."""
        return open_vocabulary(self.project)

    @property
    def month(self) -> Month:
        """The last month of the period."""
        return self.period.last

    @property
    def day(self) -> dt.date:
        """The day that answers are given for: the last of the month."""
        return self.month.last_day()

    def the_plan(self) -> Plan:
        """Return the plan.

        Raises
        ------
        NoDataError
            If no plan holds for the region and month.
        BadInputError
            If the plan is that of another region.
        """
        if self.plan is None:
            name = self.words.regions.get(self.region).name
            raise NoDataError(
                f"No plan on file holds for {name} in {self.period}. `incu plans list` names them; --plan ID chooses one.",
                f"没有{name}在{self.period.label()}适用的行动计划。incu plans list列出已有计划，--plan可指定。",
            )
        if self.plan.region not in self.words.regions.path(self.region):
            name, whose = (self.words.regions.get(one).name for one in (self.region, self.plan.region))
            raise BadInputError(
                f"The plan {self.plan.id!r} is for {whose}, not for {name}. `incu plans list` names the others.",
                f"计划“{self.plan.id}”是{whose}的，不适用于{name}。incu plans list列出已有计划。",
            )
        return self.plan

    @cached_property
    def observations(self) -> pd.DataFrame:
        """All numbers of the region, its towns and carriers, one series for each figure."""
        if not self.store.exists():
            raise NoDataError(
                f"There is no store in {self.store.folder}. Run `incu build`, or `incu ingest` with --store.",
                f"{self.store.folder}中没有数据仓，请先运行incu build或incu ingest。",
            )
        inside = [self.region, *_below(self.region, self.words)]
        return self._noted("observations", trusted(self.store.select(regions=inside, as_of=self.as_of), self.words))

    @cached_property
    def records(self) -> Records:
        """What people decided and wrote."""
        return open_records(self.project, self.store.folder)

    def record(self, kind: str) -> pd.DataFrame:
        """Return the records of a kind as they were by the inquiry's ``as_of``."""
        return self._noted(f"records/{kind}", self.records.read(kind, self.as_of))

    def carrier_records(self, kind: str) -> pd.DataFrame:
        """Return the records of a kind about carriers of the region, told by id; a record may give the name instead.

        Raises
        ------
        BadInputError
            If the register knows no such carrier, or several of the name.
        """
        rows = self.record(kind)
        if rows.empty:
            return rows
        register = wide(read_table(self.store, "registers"), "carriers")
        inside = {self.region, *_below(self.region, self.words)}
        where = dict(zip(register["id"], register["region"], strict=True))
        named: dict[str, list[str]] = {}
        for id, name in zip(register["id"], register["name"], strict=True):
            named.setdefault(str(name), []).append(str(id))
        found = []
        for given, line in zip(rows["carrier"], rows["row"], strict=True):
            ids = [given] if given in where else named.get(given, [])
            ids = [one for one in ids if where[one] in inside] or ids
            if len(ids) != 1:
                path = self.records.path(kind)
                said = ("no carrier", "没有这一载体") if not ids else ("several carriers", "有多个同名载体")
                raise BadInputError(
                    f"{path}, line {line}: found carrier {given!r}, {said[0]} of the register; expected an id or name of it.",
                    f"{path} 第{line}行：载体现为“{given}”，载体登记中{said[1]}；要求：载体登记中的编号或名称。",
                )
            found.append(ids[0])
        rows = rows.assign(carrier=found)
        return rows[rows["carrier"].map(where).isin(inside)].reset_index(drop=True)

    @cached_property
    def breakdown(self) -> Breakdown | None:
        """The plan's breakdown to units, if one was imported."""
        return open_breakdown(self.the_plan(), self.records, self.words, self.as_of)

    @cached_property
    def units(self) -> pd.DataFrame:
        """The assessed units of the region in the month (:func:`incuanalysis.plans.units.assessed_units`)."""
        return assessed_units(self.records, self.words, self.region, self.month, self.as_of)

    def register(self, name: str) -> pd.DataFrame:
        """Return a register of the region, one row an entity."""
        rows = read_table(self.store, "registers")
        inside = {self.region, *_below(self.region, self.words)}
        rows = rows[rows["region"].isin(inside)]
        if self.as_of is not None:
            rows = rows[rows["recorded_at"].str[:10] <= self.as_of]
        return wide(self._noted(f"registers/{name}", rows[rows["register"] == name]), name)

    @cached_property
    def texts(self) -> pd.DataFrame:
        """What the region, its towns and carriers wrote beside their numbers, the latest of each field and month.

        Columns ``region, carrier, first, last, field, text, series, recorded_at, demo, file, sheet, cell``; ``field`` is
        ``reasons``, ``measures``, ``forecast``, ``pipeline`` or ``remarks``.
        """
        rows = read_table(self.store, "texts")
        rows = rows[rows["region"].isin([self.region, *_below(self.region, self.words)])]
        if self.as_of is not None:
            rows = rows[rows["recorded_at"].str[:10] <= self.as_of]
        keys = ["region", "carrier", "first", "last", "field", "series"]
        rows = rows.sort_values(["recorded_at", "sequence"], kind="stable").drop_duplicates(keys, keep="last")
        return self._noted("texts", rows.drop(columns="sequence").reset_index(drop=True))

    def _noted(self, what: str, rows: pd.DataFrame) -> pd.DataFrame:
        """Record what was read, where a report is being made."""
        if self.recorded:
            told = "recorded_at" in rows and len(rows)
            demo = bool("demo" in rows and rows["demo"].any())
            sources = sorted(set(rows["source"])) if "source" in rows else []
            asked = {"what": what, "region": self.region, "month": str(self.month), "as_of": self.as_of}
            latest = str(rows["recorded_at"].max())[:10] if told else None
            record(Query(asked, len(rows), digest(rows), sources, latest, demo))
        return rows

    @property
    def demo(self) -> bool:
        """Whether any of the numbers is demonstration data."""
        return bool(self.observations["demo"].any())


def open_inquiry(
    project: Project,
    region: str,
    period: str,
    *,
    store: Path | None = None,
    plan: str = "",
    as_of: str | None = None,
    recorded: bool = False,
) -> Inquiry:
    """Open an inquiry.

    Parameters
    ----------
    project
        The project.
    region, period
        A name or id, and ``2023-09``, ``2023Q3``, ``2023``.
    store
        Folder of another store than the project's own.
    plan
        Id of a plan; by default the one that holds for the region, or for the one it lies in, in that month.
    as_of
        ISO date.
    recorded
        Record what is read for the report that is being made.

    Raises
    ------
    UnknownNameError
        If the region or plan is unknown.
    BadInputError
        If the period or date cannot be read, or several plans hold.
    """
    words = open_vocabulary(project)
    found = words.regions.find(region).id
    when = Period.parse(period)
    if as_of is not None:
        try:
            dt.date.fromisoformat(as_of)
        except ValueError:
            raise BadInputError(
                f"{as_of!r} is no date. Expected one such as 2024-03-31.", f"“{as_of}”不是日期，应如2024-03-31。"
            ) from None
    if plan:
        held: Plan | None = open_plan(plan, project)
    else:
        holding = plans_of(found, when.last, project) or plans_of(found, when.last, project, above=True)
        if len(holding) > 1:
            ids = ", ".join(one.id for one in holding)
            raise BadInputError(
                f"Several plans hold: {ids}. Choose one by --plan.", f"适用的计划有多个：{ids}，请用--plan指定。"
            )
        held = holding[0] if holding else None
    return Inquiry(project, Store(store or project.store), found, when, held, as_of, recorded)


def _below(region: str, words: Vocabulary) -> list[str]:
    """Return all regions within one, at any depth."""
    found: list[str] = []
    waiting = [region]
    while waiting:
        children = [child.id for child in words.regions.children(waiting.pop())]
        found += children
        waiting += children
    return found

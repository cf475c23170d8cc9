"""Breakdown of a plan's targets (任务分解): yearly values per assessed unit, dated, and whether they make the whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from incuanalysis.plans.model import Line, Plan
from incuanalysis.plans.records import Records
from incuanalysis.plans.series import Series, Total, series_of
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.words import Vocabulary

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "COLUMNS",
    "KEY",
    "LINE_NAMES",
    "SAME",
    "Breakdown",
    "Whole",
    "check_wholes",
    "in_force",
    "merge",
    "open_breakdown",
    "record_breakdown",
]

#: Columns of a breakdown's rows, all of them also columns of the records of that kind.
COLUMNS = (
    "plan", "unit", "unit_name", "kind", "target", "indicator", "line", "year", "basis", "value", "in_unit", "printed",
    "date", "document", "file", "sheet", "cell", "note",
)  # fmt: skip
#: What a row says a value of; a later date about the same takes its place.
KEY = ("unit", "target", "line", "year")
LINE_NAMES: dict[Line, str] = {"low": "低线", "base": "基准线", "high": "高线"}
#: Rows alike in these are one row, given twice.
SAME = (*KEY, "basis", "value", "date", "document")


@dataclass(frozen=True)
class Breakdown:
    """Yearly values of a plan's targets per assessed unit.

    Parameters
    ----------
    plan
        Id of the plan.
    rows
        All rows, superseded ones too, in the order of their dates: ``plan``; ``unit`` (region id of a town, else the
        name), ``unit_name``, ``kind`` (``town``, ``department``, ``carrier``, ``park``, ``reserve`` for what is not
        given to a unit yet); ``target`` (the plan's target of that year, else its next one), ``indicator``, ``line``,
        ``year``; ``basis`` (the target's, or ``period`` where the value is the year's own share of a running total);
        ``value`` in ``in_unit`` (the indicator's canonical unit), ``printed``; ``date`` and ``document`` it was issued
        by; ``file``, ``sheet``, ``cell``, ``note``.
    notes
        What a reader must know, Chinese and English: states before the last that did not make the whole, totals that
        the plan does not give.
    """

    plan: str
    rows: pd.DataFrame
    notes: tuple[tuple[str, str], ...] = ()

    def at(self, as_of: dt.date | str | None = None) -> pd.DataFrame:
        """Return the rows in force on a day: of each unit, target, line and year the one issued last by then."""
        return in_force(self.rows, as_of)

    def values(self, year: int, line: Line = "base", as_of: dt.date | str | None = None) -> pd.DataFrame:
        """Return the rows in force of a year and line, without what is not given to a unit yet."""
        rows = self.at(as_of)
        wanted = (rows["year"] == year) & (rows["line"] == line) & (rows["kind"] != "reserve")
        return rows[wanted].reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class Whole:
    """A sum of parts beside the plan's total, on one day.

    Parameters
    ----------
    series, year, line
        Which total.
    date
        The day of the state.
    total
        What it must be; None where the plan gives none for the year, or values of this kind don't add up (shares).
    high
        The upper end that a sum may reach, where the plan gives a range.
    sums
        Kind of unit (``all`` for all together) → sum, what is not given to a unit yet included.
    year_value
        The year's own share of a running total, where the table gives values of the other kind.
    rows
        The rows that were summed.
    """

    series: Series
    year: int
    line: Line
    date: str
    total: Decimal | None
    high: Decimal | None
    sums: dict[str, Decimal]
    year_value: Decimal | None
    rows: pd.DataFrame

    @property
    def fits(self) -> bool:
        """Whether all parts together, or those of each kind by themselves (towns, departments), make the total."""
        if self.total is None:
            return True
        high = self.total if self.high is None else self.high
        within = {kind: self.total <= total <= high for kind, total in self.sums.items()}
        return within["all"] or (len(within) > 2 and all(ok for kind, ok in within.items() if kind != "all"))

    @property
    def difference(self) -> Decimal:
        """All parts less the total."""
        return self.sums["all"] - (self.total or Decimal(0))


def in_force(rows: pd.DataFrame, as_of: dt.date | str | None = None) -> pd.DataFrame:
    """Return the last issued row of each :data:`KEY`, in the order of first mention."""
    issued = rows if as_of is None else rows[rows["date"] <= str(as_of)]
    last = issued.sort_values("date", kind="stable").drop_duplicates(list(KEY), keep="last")
    return last.sort_index().reset_index(drop=True)


def merge(earlier: pd.DataFrame | None, fresh: pd.DataFrame) -> pd.DataFrame:
    """Return rows recorded earlier and new ones together, a row that is there already once."""
    import pandas as pd

    if earlier is None or earlier.empty:
        return fresh.reset_index(drop=True)
    both = pd.concat([earlier[list(COLUMNS)], fresh], ignore_index=True)
    return both.drop_duplicates(list(SAME), keep="first", ignore_index=True)


def check_wholes(rows: pd.DataFrame, plan: Plan, words: Vocabulary) -> Iterator[Whole]:
    """Yield every sum of parts with the plan's total, for each day on which something was issued.

    Parameters
    ----------
    rows
        In :data:`COLUMNS`.
    plan, words
        The plan and the vocabulary.
    """
    chains = {target.id: series for series in series_of(plan, words) for target in series.targets}
    for (target, year, line), group in rows.groupby(["target", "year", "line"], sort=False):
        series = chains[str(target)]
        adds_up = words.indicators.get(series.indicator).rollup_regions == "sum"
        given = series.total(int(year), line, words) if adds_up else None
        for date in sorted(set(group["date"])):
            yield _whole(series, int(year), line, date, in_force(group, date), given)


def _whole(series: Series, year: int, line: Line, date: str, rows: pd.DataFrame, given: Total | None) -> Whole:
    own = set(rows["basis"]) == {str(Basis.PERIOD)} and series.basis is not Basis.PERIOD
    total, other, high = None, None, None
    if given is not None:
        total, other = (given.year_value, given.value) if own else (given.value, given.year_value)
        high = None if own else given.high
    sums = {"all": _sum(rows["value"])}
    reserve = _sum(rows.loc[rows["kind"] == "reserve", "value"])
    for kind in dict.fromkeys(rows["kind"]):
        if kind != "reserve":
            sums[str(kind)] = _sum(rows.loc[rows["kind"] == kind, "value"]) + reserve
    return Whole(series, year, line, date, total, high, sums, other, rows)


def _sum(values: pd.Series[Any]) -> Decimal:
    # by the shortest text of each number: 0.1 + 0.2 is 0.3 here
    return sum((Decimal(str(value)) for value in values.tolist()), Decimal(0))


def open_breakdown(
    plan: Plan, records: Records, words: Vocabulary, as_of: dt.date | str | None = None
) -> Breakdown | None:
    """Return a plan's breakdown from the records; None where nothing was imported.

    Parameters
    ----------
    as_of
        As it was recorded and issued by the end of this day.
    """
    rows = records.read("breakdown", as_of)
    rows = rows[(rows["plan"] == plan.id) & rows["target"].isin([target.id for target in plan.targets])]
    if as_of is not None:
        rows = rows[rows["date"] <= str(as_of)]
    if rows.empty:
        return None
    rows = rows[list(COLUMNS)].sort_values("date", kind="stable", ignore_index=True)
    return Breakdown(plan.id, rows, notes_on(list(check_wholes(rows, plan, words)), words))


def record_breakdown(records: Records, breakdown: Breakdown, by: str, on: dt.date | str) -> int:
    """Append the rows that are not recorded yet; return their number.

    Raises
    ------
    BadInputError
        If a row does not fit the records.
    """
    known = records.read("breakdown")
    known = known[known["plan"] == breakdown.plan]
    seen = set(known[list(SAME)].itertuples(index=False, name=None))
    fresh = [row for row in breakdown.rows.to_dict("records") if tuple(row[name] for name in SAME) not in seen]
    return records.append("breakdown", [{str(k): v for k, v in row.items()} for row in fresh], by, on)


def notes_on(wholes: Sequence[Whole], words: Vocabulary) -> tuple[tuple[str, str], ...]:
    """Return what a reader must know of sums that are not refused."""
    last = {(id(w.series), w.year, w.line): w.date for w in wholes}
    notes = []
    for whole in wholes:
        name = f"{whole.year}年{whole.series.label}（{LINE_NAMES[whole.line]}）"
        name_en = f"{whole.series.indicator} {whole.year} ({whole.line})"
        final = last[id(whole.series), whole.year, whole.line] == whole.date
        unit = words.indicators.get(whole.series.indicator).unit
        if whole.total is None and final:
            notes.append(
                (
                    f"{name}：计划没有可相加的本年总数，未核对。",
                    f"{name_en}: the plan gives no total that parts could make; not checked.",
                )
            )
        elif not whole.fits and not final:
            gap = f"{plain(abs(whole.difference))}{unit}"
            less = whole.difference < 0
            notes.append((
                f"{name}：截至{whole.date}的分解数合计比计划总数{'少' if less else '多'}{gap}，此后的调整已补齐。",
                f"{name_en}: as of {whole.date} the parts are {gap} {'below' if less else 'above'} the plan's total; later rows mend it.",
            ))  # fmt: skip
    return tuple(dict.fromkeys(notes))


def plain(number: Decimal) -> str:
    """Write a number without an exponent or needless zeros.

    Examples
    --------
    >>> plain(Decimal("2E+4")), plain(Decimal("1.50"))
    ('20000', '1.5')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

"""The statement for a unit: its own figures, targets, place, what was found in its returns, and what it has not reported."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import pandas as pd

from incuanalysis.errors import NoDataError
from incuanalysis.evaluation.documents.leagues import places_by_quarter
from incuanalysis.evaluation.documents.targets import current, judged, standing_of_units, unit_rows
from incuanalysis.evaluation.documents.units import Unit, find_unit, own_rows_of
from incuanalysis.evaluation.questions import Inquiry, progress_of, tasks_of
from incuanalysis.intake.findings import Finding
from incuanalysis.intake.load import Query, digest, record
from incuanalysis.intake.returns.listing import quarantined_cells
from incuanalysis.intake.returns.messages import with_names
from incuanalysis.intake.returns.replay import archive_of
from incuanalysis.intake.returns.tables import read_table
from incuanalysis.intake.returns.waiting import Wanted, choose_waiting
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month, Period

__all__ = ["KIND", "Remarked", "Standing", "Statement", "Waiting", "evaluate", "figures_of"]

KIND = "unit_statement"
#: Column of a table of figures → bases that stand in it.
_NOW = (Basis.STOCK, Basis.PERIOD, Basis.PER_YEAR, Basis.SHARE)
_FLOWS = frozenset({Basis.PERIOD, Basis.YTD})
_FIGURES = (
    "indicator", "unit", "value", "basis", "period", "cells",
    "running", "running_basis", "running_period", "running_cells",
)  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """Cells of the unit's returns that could not be used: where, what was written there, and why they could not."""

    file: str
    sheet: str
    cells: tuple[str, ...]
    printed: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Remarked:
    """A cell that was used, and what was found about it."""

    file: str
    sheet: str
    cell: str
    severity: str
    text: str


@dataclass(frozen=True)
class Standing:
    """The unit's place in its league: ``basis`` is ``targets`` or ``tasks``; ``place`` is None where it has none."""

    league: str
    basis: str
    state: str
    score: float | None
    place: int | None
    of: int
    shared: int


@dataclass(frozen=True)
class Statement:
    """What the statement says.

    Parameters
    ----------
    unit, period, month
        Whose it is, and of when.
    figures
        As :func:`figures_of`, with ``name`` of the indicator.
    targets
        Every line of the unit's current targets, as :func:`incuanalysis.evaluation.progress.progress` gives them, with
        ``name``.
    tasks
        The unit's rows of the ledger of tasks.
    standing
        Its place; None where the document of the period ranks no such unit.
    waiting, remarked
        What was found in its returns of the period.
    absent
        Names of indicators that it reported for the period before and not for this one.
    files
        File as the store names it → (name under which it came, day of receipt).
    """

    unit: Unit
    period: Period
    month: Month
    figures: pd.DataFrame
    targets: pd.DataFrame
    tasks: pd.DataFrame
    standing: Standing | None
    waiting: tuple[Waiting, ...]
    remarked: tuple[Remarked, ...]
    absent: tuple[str, ...]
    files: Mapping[str, tuple[str, str]]

    @property
    def judged(self) -> pd.DataFrame:
        """One row a target: the line that it is judged by."""
        return judged(self.targets)

    @property
    def silent(self) -> tuple[str, ...]:
        """Names of targets without a number."""
        return tuple(self.judged.loc[self.judged["status"] == "not_reported", "name"])

    @property
    def cells(self) -> int:
        """How many cells could not be used."""
        return sum(len(one.cells) for one in self.waiting)


def evaluate(inquiry: Inquiry, unit: str) -> Statement:
    """Return what the statement of a unit says.

    Parameters
    ----------
    inquiry
        The region and period.
    unit
        Id or name.

    Raises
    ------
    UnknownNameError
        If the region has no such unit.
    NoDataError
        If there is no store.
    """
    who = find_unit(inquiry, unit)
    own = own_rows_of(who, inquiry.observations)
    figures = figures_of(own, inquiry.period)
    names = {one: inquiry.words.indicators.get(one).zh for one in figures["indicator"].unique()}
    targets, standing = _targets(inquiry, who)
    waiting = _waiting(inquiry, who)
    return Statement(
        who,
        inquiry.period,
        inquiry.month,
        figures.assign(name=figures["indicator"].map(names)),
        targets,
        _tasks(inquiry, who),
        standing,
        waiting,
        _remarked(inquiry, own),
        _absent(inquiry, own),
        _files(inquiry),
    )


def figures_of(own: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Return what was reported for the end of a period, a row an indicator.

    Parameters
    ----------
    own
        Observations of one body.
    period
        The period; of amounts of several stretches that end with it, that of the period itself, else the longest within
        it, else the shortest beyond it counts.

    Returns
    -------
    DataFrame
        ``indicator, unit, value, basis, period`` (2023Q3), ``cells`` (``file#sheet!cell`` joined by ``; ``), and
        ``running, running_basis, running_period, running_cells`` for amounts since January, the plan's start or founding.
        Returns that give the same differently, or several running amounts, have rows of their own; what a row has not is
        missing or empty.
    """
    rows = own[own["value"].notna() & (own["last"] == int(period.last))]
    found: list[list[object]] = []
    for indicator, told in rows.groupby("indicator", sort=True):
        flows = told[told["basis"] == Basis.PERIOD]
        used = told[(told["basis"] != Basis.PERIOD) | told["first"].eq(_best(flows["first"], period))]
        now, running = _said(used[used["basis"].isin(_NOW)]), _said(used[~used["basis"].isin(_NOW)])
        unit = str(told["unit"].iloc[0])
        nothing = (None, "", "", "")
        found += [[indicator, unit, *a, *b] for a, b in zip_longest(now, running, fillvalue=nothing)]
    frame = pd.DataFrame(found, columns=list(_FIGURES))
    return frame.astype({"value": "float64", "running": "float64"})


def _best(firsts: pd.Series[int], period: Period) -> int:
    """Return the first month of the stretch that counts; 0 without any."""
    within = firsts[firsts >= int(period.first)]
    return int(within.min()) if len(within) else int(firsts.max()) if len(firsts) else 0


def _said(rows: pd.DataFrame) -> list[tuple[float, str, str, str]]:
    """Return (value, basis, period, cells) of each different value; equal ones of several returns are one."""
    found: dict[tuple[float, str, str], list[str]] = {}
    for row in rows.sort_values(["basis", "first", "sequence"], kind="stable").to_dict("records"):
        basis, last = str(row["basis"]), Month.from_int(int(row["last"]))
        # of a state only the end counts, whatever stretch its return was about
        first = Month.from_int(int(row["first"])) if basis in _FLOWS else last
        found.setdefault((float(row["value"]), basis, str(Period(first, last))), []).append(_place(row))
    return [(*key, "; ".join(dict.fromkeys(cells))) for key, cells in found.items()]


def _place(row: Mapping[Hashable, Any]) -> str:
    sheet, cell = ("" if pd.isna(row[name]) else str(row[name]) for name in ("sheet", "cell"))
    return str(row["file"]) + (f"#{sheet}" if sheet else "") + (f"!{cell}" if cell else "")


def _targets(inquiry: Inquiry, unit: Unit) -> tuple[pd.DataFrame, Standing | None]:
    """Return the unit's target lines and its place, by the rules of the document of the period."""
    try:
        everything = progress_of(inquiry)
    except NoDataError:  # no plan, or one from above that assigns the region nothing: figures are stated all the same
        return pd.DataFrame(columns=["region", "carrier", "target", "line", "month", "name", "status", "cells"]), None
    rows = current(everything, inquiry, inquiry.month)
    units = unit_rows(rows, inquiry.region)
    if inquiry.period.frequency == "quarter":
        boards = places_by_quarter(inquiry, everything, [inquiry.month])
    else:
        lines = judged(units)
        boards = standing_of_units(lines, lines.iloc[[]], inquiry.units).assign(basis="targets")
        boards = boards.iloc[[]] if lines.empty else boards
    return own_rows_of(unit, units).reset_index(drop=True), _standing(boards, unit)


def _standing(boards: pd.DataFrame, unit: Unit) -> Standing | None:
    own = boards[(boards["unit"] == unit.id) | ((boards["kind"] == "carrier") & (boards["name"] == unit.name))]
    if own.empty or not own["basis"].iloc[0]:
        return None
    row = own.iloc[0]
    league = boards[boards["league"] == row["league"]]
    place = None if pd.isna(row["place"]) else int(row["place"])
    return Standing(
        str(row["league"]),
        str(row["basis"]),
        str(row["state"]),
        None if pd.isna(row["score"]) else float(row["score"]),
        place,
        int(league["place"].notna().sum()),
        int((league["place"] == place).sum()) if place is not None else 0,
    )


def _tasks(inquiry: Inquiry, unit: Unit) -> pd.DataFrame:
    if inquiry.plan is None or not inquiry.plan.tasks or inquiry.plan.region != inquiry.region:
        return pd.DataFrame(columns=["task", "title", "role", "status", "due", "milestone", "overdue"])
    ledger, _ = tasks_of(inquiry)
    return ledger[ledger["unit"] == unit.name].reset_index(drop=True)


def _waiting(inquiry: Inquiry, unit: Unit) -> tuple[Waiting, ...]:
    """Return the cells of the period that could not be used, those of one sheet and reason together."""
    if unit.kind == "department":
        return ()
    regions = frozenset() if unit.kind == "carrier" else frozenset({unit.id})
    carrier = unit.id if unit.kind == "carrier" else ""
    if carrier:
        register = inquiry.register("carriers")
        regions = frozenset(register.loc[register["id"] == unit.id, "region"])
    archive = archive_of(inquiry.project, inquiry.store)
    wanted = Wanted(regions, carrier=carrier, own=True, period=inquiry.period)
    rows, _ = choose_waiting(inquiry.store, archive, inquiry.words, wanted)
    if inquiry.as_of is not None:
        rows = rows[rows["received_on"] <= inquiry.as_of]
    _note(inquiry, "quarantine", rows)
    return tuple(
        Waiting(_last(one["file"]), str(one["sheet"] or ""), tuple(one["cells"]), tuple(one["printed"]), one["text"])
        for one in quarantined_cells(inquiry.project, inquiry.store, rows)
    )


def _remarked(inquiry: Inquiry, own: pd.DataFrame) -> tuple[Remarked, ...]:
    """Return what was found about cells of the period that were used: errors and warnings, the worst first."""
    shown = own[own["last"] == int(inquiry.month)]
    cells = {(row["file"], *_cell_of(row)) for row in shown.to_dict("records")}
    names = _files(inquiry)
    said = {file: _last(name) for file, (name, _) in names.items()}
    found: dict[tuple[str, str, str, str], Remarked] = {}
    for table in ("findings", "checks"):
        rows = read_table(inquiry.store, table)
        kept = [(row["file"], *_cell_of(row)) in cells for row in rows.to_dict("records")]
        rows = rows[kept]
        _note(inquiry, table, rows)
        for row in rows.to_dict("records"):
            sheet, cell = _cell_of(row)
            one = with_names(Finding(row["code"], json.loads(row["facts"]), sheet, cell), said)
            if one.severity != "info":
                file = said.get(row["file"], row["file"])
                found[file, sheet, cell, row["code"]] = Remarked(file, sheet, cell, one.severity, one.text())
    return tuple(sorted(found.values(), key=lambda one: (one.severity != "error", one.file, one.sheet, one.cell)))


def _cell_of(row: Mapping[Hashable, Any]) -> tuple[str, str]:
    sheet, cell = ("" if pd.isna(row[name]) else str(row[name]) for name in ("sheet", "cell"))
    return sheet, cell


def _absent(inquiry: Inquiry, own: pd.DataFrame) -> tuple[str, ...]:
    """Return what was reported for the end of the period before and not for the end of this one."""
    told = own[own["value"].notna()]
    before = set(told.loc[told["last"] == int(inquiry.period.shifted(-inquiry.period.months).last), "indicator"])
    now = set(told.loc[told["last"] == int(inquiry.month), "indicator"])
    return tuple(inquiry.words.indicators.get(one).zh for one in sorted(before - now))


def _files(inquiry: Inquiry) -> dict[str, tuple[str, str]]:
    files = read_table(inquiry.store, "files")
    return {
        str(file): (str(name), str(on)[:10])
        for file, name, on in zip(files["file"], files["name"], files["received_on"], strict=True)
    }


def _last(name: object) -> str:
    return str(name).rpartition("/")[2]


def _note(inquiry: Inquiry, what: str, rows: pd.DataFrame) -> None:
    """Record what was read of the store's side tables, where a report is being made."""
    if inquiry.recorded:
        asked = {"what": what, "region": inquiry.region, "month": str(inquiry.month), "as_of": inquiry.as_of}
        record(Query(asked, len(rows), digest(rows), [], None, inquiry.demo))

"""``incu trace``: from a number back to the cell that it came from, with all that it superseded and what waits beside it."""

from __future__ import annotations

import datetime as dt
import json
import shlex
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from incuanalysis.errors import BadInputError, NoDataError
from incuanalysis.intake.clean.asked import find_indicator
from incuanalysis.intake.derive import derive_flows
from incuanalysis.intake.findings import sentence
from incuanalysis.intake.load import trusted
from incuanalysis.intake.returns.listing import find_carrier
from incuanalysis.intake.returns.originals import Originals
from incuanalysis.intake.returns.replay import archive_of
from incuanalysis.intake.returns.tables import read_table
from incuanalysis.intake.returns.waiting import Wanted, choose_waiting
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.indicators import Indicator
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

__all__ = ["Link", "Waiting", "say", "trace", "waiting_beside"]

_SHOWN = 20


@dataclass(slots=True)
class Link:
    """One link of the chain: a number with its cell, and what it was made of.

    Parameters
    ----------
    row
        The observation, by the store's columns.
    file_name
        Name under which the file was received; empty for published tables.
    path
        Where the file is kept.
    written
        What stands in the cell, as it stands there; None where the file cannot tell.
    read_in
        The unit in which it was read where the cell itself names none.
    inputs
        Of a derived value: the numbers it was made of.
    superseded
        Earlier revisions, the last first.
    """

    row: dict[str, Any]
    file_name: str = ""
    path: str = ""
    written: str | None = None
    read_in: str = ""
    inputs: list[Link] = field(default_factory=list)
    superseded: list[Link] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return what ``--json`` prints."""
        kept = ("region", "carrier", "indicator", "period", "basis", "value", "unit", "printed", "qualifier", "status")
        also = ("series", "revision", "recorded_at", "sequence", "demo", "file", "sheet", "cell", "source", "note")
        made: dict[str, Any] = {
            name: (None if pd.isna(self.row[name]) else self.row[name]) for name in (*kept, *also) if name in self.row
        }
        made |= {"file_name": self.file_name, "path": self.path, "written": self.written, "read_in": self.read_in}
        made["inputs"] = [link.as_dict() for link in self.inputs]
        made["superseded"] = [link.as_dict() for link in self.superseded]
        return made


def trace(
    project: Project,
    store: Store,
    region: str,
    indicator: str,
    period: str,
    *,
    carrier: str | None = None,
    as_of: str | None = None,
) -> list[Link]:
    """Return the chain of every number for a region (or one of its carriers), an indicator and a period.

    Parameters
    ----------
    region, indicator, period
        As people write them; the period also finds stocks of its last month.
    carrier
        A carrier's name or id; by default the region's own numbers.
    as_of
        ISO date: the state as recorded by then.

    Returns
    -------
    list of Link
        The number that a report would quote first.

    Raises
    ------
    NoDataError
        If there is none; says which periods there are.
    """
    words = open_vocabulary(project)
    if as_of is not None:
        try:
            dt.date.fromisoformat(as_of)
        except ValueError:
            raise BadInputError(
                f"--as-of takes a date such as 2024-03-31; found {as_of!r}.",
                f"--as-of 应为2024-03-31式的日期，现为“{as_of}”。",
            ) from None
    place = words.regions.find(region).id
    what = find_indicator(words, indicator).id
    when = Period.parse(period)
    every = store.select(regions=[place], indicators=[what], as_of=as_of, revisions=True)
    every = _of_carrier(every, carrier, project, store, place, words)
    latest = every[
        every.groupby(["carrier", "first", "last", "basis", "series"], dropna=False)["revision"].transform("max")
        == every["revision"]
    ]
    with_flows = derive_flows(latest)
    chosen = with_flows[_meant(with_flows, when)]
    if chosen.empty:
        have = "、".join(sorted({str(p) for p in latest["period"]}))
        name, asked = carrier or words.regions.name(place), words.indicators.get(what).zh
        waiting = waiting_beside(project, store, region, indicator, period, carrier=carrier)
        hint = f" {waiting.count} of its cells are quarantined: {waiting.command}" if waiting.count else ""
        said = f"{name}没有{when.label()}的{asked}。{f'已有时期：{have}。' if have else '各期均没有。'}"
        raise NoDataError(
            f"{name} has no {asked} for {when}. There are: {have or 'none at all'}.{hint}",
            "\n".join([said, *waiting.say(every=True)]),
        )
    names = _names(store)
    originals = Originals(archive_of(project, store))
    quoted = trusted(chosen.reset_index(drop=True), words)
    order = {tuple(row): 0 for row in quoted[["basis", "series"]].itertuples(index=False)}
    links = [_link(row, latest, every, names, project, store) for row in chosen.to_dict("records")]
    for link in links:
        _look_up(link, originals)
    return sorted(links, key=lambda link: (order.get((link.row["basis"], link.row["series"]), 1), link.row["basis"]))


def _of_carrier(
    frame: pd.DataFrame, carrier: str | None, project: Project, store: Store, region: str, words: Vocabulary
) -> pd.DataFrame:
    if carrier is None:
        return frame[frame["carrier"].isna()]
    return frame[frame["carrier"] == find_carrier(project, store, carrier, region, words)]


def _meant(frame: pd.DataFrame, when: Period) -> pd.Series[bool]:
    """Tell which rows answer for a period: the same months; for a state, those that end with it."""
    exact = (frame["first"] == int(when.first)) & (frame["last"] == int(when.last))
    state = frame["basis"].isin(["stock", "since_founding", "since_start", "ytd"]) & (frame["last"] == int(when.last))
    return exact | state


def _names(store: Store) -> dict[str, str]:
    files = read_table(store, "files")
    return dict(zip(files["file"], files["name"], strict=True)) if len(files) else {}


def _link(
    row: dict[str, Any],
    latest: pd.DataFrame,
    every: pd.DataFrame,
    names: dict[str, str],
    project: Project,
    store: Store,
) -> Link:
    file = str(row["file"])
    kept = archive_of(project, store).folder.parent / file if file.startswith("raw/") else project.root / file
    link = Link(row, names.get(file, ""), str(kept) if file else "")
    if row["status"] == "derived":
        parts = latest[latest["cell"].notna() & latest.index.isin(row["inputs"])]
        link.inputs = [_link(part, latest, every, names, project, store) for part in parts.to_dict("records")]
        return link
    key = ["first", "last", "basis", "series"]
    same = every[(every[key] == pd.Series({k: row[k] for k in key})).all(axis=1)]
    same = same[same["carrier"].isna() if pd.isna(row["carrier"]) else same["carrier"] == row["carrier"]]
    older = same[same["revision"] < row["revision"]].sort_values("revision", ascending=False)
    link.superseded = [
        Link(old, names.get(str(old["file"]), ""), str(archive_of(project, store).folder.parent / str(old["file"])))
        for old in older.to_dict("records")
    ]
    return link


def _look_up(link: Link, originals: Originals) -> None:
    """Add what stands in the cells of a chain."""
    row = link.row
    if row["status"] != "derived" and row["printed"]:
        place = (str(row["file"]), link.file_name, str(row["sheet"] or ""), str(row["cell"]), str(row["printed"]))
        if found := originals.written(*place):
            link.written, link.read_in = found
    for part in (*link.inputs, *link.superseded):
        _look_up(part, originals)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Cells of a unit that wait in quarantine beside a number.

    Parameters
    ----------
    cells
        Rows of the quarantine, those of the number's indicator first.
    same
        How many are, or may be, of that indicator.
    command
        What lists them all.
    """

    cells: list[dict[str, Any]]
    same: int
    command: str

    @property
    def count(self) -> int:
        """How many cells wait."""
        return len(self.cells)

    def say(self, *, every: bool) -> list[str]:
        """Return lines of text, Chinese: all cells (20 at most), or only those of the indicator and the number of others."""
        if not self.cells:
            return []
        shown = self.cells[: _SHOWN if every else min(self.same, _SHOWN)]
        lines = [f"该单位本期另有{self.count}格待处理{'：' if shown else f'，见 {self.command}'}"]
        for row in shown:
            where = " ".join(part for part in (row["name"], row["sheet"], row["cell"]) if part)
            lines.append(f"  {where}：填报“{row['printed']}”。{sentence(row['code'], json.loads(row['facts']))}")
        if shown and (left := self.count - len(shown)):
            lines.append(f"  其余{left}格见 {self.command}")
        return lines


def waiting_beside(
    project: Project, store: Store, region: str, indicator: str, period: str, *, carrier: str | None = None
) -> Waiting:
    """Return the quarantined cells of a unit in a period; parameters as for :func:`trace`."""
    words = open_vocabulary(project)
    place, when = words.regions.find(region), Period.parse(period)
    unit = find_carrier(project, store, carrier, place.id, words) if carrier else ""
    wanted = Wanted(frozenset({place.id}), carrier=unit, own=True, period=when, unsure=True)
    rows = choose_waiting(store, archive_of(project, store), words, wanted)[0].to_dict("records")
    asked = find_indicator(words, indicator)
    own = [row for row in rows if _is_of(row, asked)]
    others = [row for row in rows if not _is_of(row, asked)]
    at = f" --store {shlex.quote(str(store.folder))}" if store.folder.resolve() != project.store.resolve() else ""
    originals = Originals(archive_of(project, store))
    for row in [*own, *others][:_SHOWN]:
        place_in_file = (row["file"], row["name"], row["sheet"], row["cell"], row["printed"])
        row["printed"] = (originals.written(*place_in_file) or [row["printed"]])[0]
    return Waiting([*own, *others], len(own), f"incu quarantine --region {place.name}{at}")


def _is_of(row: dict[str, Any], indicator: Indicator) -> bool:
    """Tell whether the reason for which a cell waits names an indicator."""
    facts = json.loads(row["facts"])
    said = {str(facts.get("heading", "")).partition("/")[0], str(facts.get("name", ""))}
    return indicator.zh in said or indicator.id in str(facts.get("nearest", "")).split("、")


def _written(link: Link) -> str:
    """Return what stands in the cell, in words."""
    if link.written is not None:
        unit = f"，按“{link.read_in}”读取" if link.read_in else ""
        return f"：单元格原文“{link.written}”{unit}"
    if not link.row["printed"]:
        return ""
    added = "（可能含读取时补上的计量单位）" if str(link.row["file"]).startswith("raw/") else ""
    return f"：原填“{link.row['printed']}”{added}"


_QUALIFIED = {"about": "约", "over": "超", "under": "不足", "range": "不低于"}


def say(link: Link, indent: str = "") -> list[str]:
    """Return the chain as lines of text, Chinese."""
    row = link.row
    value = "" if pd.isna(row["value"]) else f"{_QUALIFIED.get(row['qualifier'], '')}{row['value']:.15g}{row['unit']}"
    file = link.file_name or row["file"]
    where = " ".join(
        str(part) for part in (row["sheet"], row["cell"]) if part is not None and not pd.isna(part) and part
    )
    lines = [
        f"{indent}{Period.parse(str(row['period'])).label()} {Basis(row['basis']).label()} {value or '空'}　{row['series']}"
    ]
    if row["status"] == "derived":
        lines.append(f"{indent}  推算：{row['note']}")
    else:
        lines.append(
            f"{indent}  {file} {where}{_written(link)}（{row['recorded_at']}接收，第{row['revision'] + 1}次填报）"
        )
        if link.path:
            lines.append(f"{indent}  原件：{link.path}")
    for part in link.inputs:
        lines += say(part, indent + "    ")
    for old in link.superseded:
        lines.append(f"{indent}  此前：")
        lines += say(old, indent + "    ")
    return lines

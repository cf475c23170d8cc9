"""``incu trace``: from a number back to the cell that it came from, with all that it superseded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from incuanalysis.errors import BadInputError, NoDataError
from incuanalysis.intake.derive import derive_flows
from incuanalysis.intake.load import trusted
from incuanalysis.intake.returns.replay import archive_of
from incuanalysis.intake.returns.tables import read_table
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

__all__ = ["Link", "say", "trace"]


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
    inputs
        Of a derived value: the numbers it was made of.
    superseded
        Earlier revisions, the last first.
    """

    row: dict[str, Any]
    file_name: str = ""
    path: str = ""
    inputs: list[Link] = field(default_factory=list)
    superseded: list[Link] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return what ``--json`` prints."""
        kept = ("region", "carrier", "indicator", "period", "basis", "value", "unit", "printed", "qualifier", "status")
        also = ("series", "revision", "recorded_at", "sequence", "demo", "file", "sheet", "cell", "source", "note")
        made: dict[str, Any] = {
            name: (None if pd.isna(self.row[name]) else self.row[name]) for name in (*kept, *also) if name in self.row
        }
        made |= {"file_name": self.file_name, "path": self.path}
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
            raise BadInputError(f"--as-of takes a date such as 2024-03-31; found {as_of!r}.") from None
    place = words.regions.find(region).id
    what = words.indicators.find(indicator).id
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
        name = words.regions.name(place)
        waiting = len(read_table(store, "quarantine"))
        hint = f" {waiting} cells are quarantined: see `incu quarantine`." if waiting else ""
        raise NoDataError(
            f"{name} has no {words.indicators.get(what).zh} for {when}. There are: {have or 'none at all'}.{hint}"
        )
    names = _names(store)
    quoted = trusted(chosen.reset_index(drop=True), words)
    order = {tuple(row): 0 for row in quoted[["basis", "series"]].itertuples(index=False)}
    links = [_link(row, latest, every, names, project, store) for row in chosen.to_dict("records")]
    return sorted(links, key=lambda link: (order.get((link.row["basis"], link.row["series"]), 1), link.row["basis"]))


def _of_carrier(
    frame: pd.DataFrame, carrier: str | None, project: Project, store: Store, region: str, words: Vocabulary
) -> pd.DataFrame:
    if carrier is None:
        return frame[frame["carrier"].isna()]
    from incuanalysis.intake.returns.listing import find_carrier

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
        printed = f"，原填“{row['printed']}”" if row["printed"] else ""
        lines.append(f"{indent}  {file} {where}{printed}（{row['recorded_at']}接收，第{row['revision'] + 1}次填报）")
        if link.path:
            lines.append(f"{indent}  原件：{link.path}")
    for part in link.inputs:
        lines += say(part, indent + "    ")
    for old in link.superseded:
        lines.append(f"{indent}  此前：")
        lines += say(old, indent + "    ")
    return lines

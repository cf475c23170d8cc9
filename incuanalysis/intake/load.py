"""``load()``: the one door through which data enters a notebook.

Each call is recorded with a digest of the rows it returned. ``show()`` attaches
what was recorded to the next thing shown, so an executed notebook says itself
which rows it was made from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from incuanalysis.errors import BadInputError
from incuanalysis.intake.store import Store
from incuanalysis.project import Project, find_project
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

__all__ = ["Place", "Query", "load", "record", "session_place", "take_queries", "trusted"]

Names = str | Iterable[str] | None


@dataclass(frozen=True)
class Query:
    """What was asked of the store, and a digest of the answer."""

    query: dict[str, Any]
    rows: int
    digest: str
    sources: list[str]
    recorded_at: str | None
    demo: bool

    def as_dict(self) -> dict[str, Any]:
        """Return the query as JSON-ready values."""
        return asdict(self)


@dataclass
class _Session:
    """What this process loaded since it was last asked, and the defaults that a report set."""

    queries: list[Query] = field(default_factory=list)
    project: Project | None = None
    store: Path | None = None
    as_of: str | None = None


_session = _Session()


def set_session(project: Project, store: Path, as_of: str | None) -> None:
    """Set where ``load()`` reads by default, and forget what was recorded."""
    _session.queries.clear()
    _session.project, _session.store, _session.as_of = project, store, as_of


@dataclass(frozen=True)
class Place:
    """Where ``load()`` and its kin read: the project, its store or another one, and the date that the data are read as of."""

    project: Project
    store: Store
    as_of: str | None


def session_place(
    store: str | Path | None = None, project: str | Path | None = None, as_of: str | None = None
) -> Place:
    """Return where to read: what is given, else what the report set, else the project that is found."""
    place = find_project(project) if project else _session.project or find_project()
    return Place(place, Store(Path(store) if store else _session.store or place.store), as_of or _session.as_of)


def record(query: Query) -> None:
    """Record a query, so that the next thing shown says what it rests on."""
    _session.queries.append(query)


def take_queries() -> list[Query]:
    """Return the queries recorded since the last call, and forget them."""
    taken = list(_session.queries)
    _session.queries.clear()
    return taken


def load(
    indicators: Names = None,
    regions: Names = None,
    periods: str | Period | Iterable[str | Period] | None = None,
    *,
    level: str | None = None,
    series: str = "trusted",
    as_of: str | None = None,
    store: str | Path | None = None,
    project: str | Path | None = None,
) -> pd.DataFrame:
    """Read observations from the store and record the query.

    Parameters
    ----------
    indicators
        Ids, names or aliases; all if left out.
    regions
        Ids, names, short or old names, codes or aliases; all if left out.
    periods
        Exact periods such as ``"2023"``; all if left out.
    level
        Keep regions of this level only (``province``, ``city``, …), the nation not among them.
    series
        ``"trusted"`` keeps one series for each figure, by the ranking in ``sources.yml``;
        ``"all"`` keeps conflicting series side by side.
    as_of
        ISO date: the state as recorded by then.
    store, project
        Folders; by default those of the report, else of the project that is found.

    Returns
    -------
    DataFrame
        One row an observation, in the columns of ``docs/architecture.md``, and ``region_name``
        (short, Chinese) behind ``region``.

    Raises
    ------
    UnknownNameError
        With the nearest known names.

    Examples
    --------
    >>> rows = load("在孵企业", "浙江", ["2022", "2023"])
    >>> rows[["region", "period", "value"]].values.tolist()
    [['330000', '2022', 20732.0], ['330000', '2023', 22842.0]]
    """
    if series not in ("trusted", "all"):
        raise BadInputError(f"series is 'trusted' or 'all', not {series!r}.")
    place = session_place(store, project, as_of)
    words = open_vocabulary(place.project)
    asked = {
        "indicators": _ids(indicators, lambda name: words.indicators.find(name).id),
        "regions": _ids(regions, lambda name: words.regions.find(name).id),
        "periods": None
        if periods is None
        else [str(Period.parse(p)) for p in ([periods] if isinstance(periods, str | Period) else periods)],
        "level": level,
        "series": series,
        "as_of": place.as_of,
    }
    kept = asked["regions"]
    if level is not None:
        # Said to the store, so that it reads no other parts.
        of_level = [region.id for region in words.regions.all() if region.level == level]
        kept = of_level if kept is None else [region for region in of_level if region in set(kept)]
    frame = place.store.select(
        regions=kept,
        indicators=asked["indicators"],
        periods=None
        if asked["periods"] is None
        else [(int(p.first), int(p.last)) for p in map(Period.parse, asked["periods"])],
        as_of=place.as_of,
    )
    if series == "trusted":
        frame = trusted(frame, words)
    record(
        Query(
            asked,
            len(frame),
            digest(frame),
            sorted(set(frame["source"])),
            max(frame["recorded_at"], default=None),
            bool(frame["demo"].any()),
        )
    )
    frame.insert(1, "region_name", [words.regions.name(region, short=True) for region in frame["region"]])
    return frame


def _ids(names: Names, find: Any) -> list[str] | None:
    if names is None:
        return None
    return sorted({find(name) for name in ([names] if isinstance(names, str) else names)})


def digest(frame: pd.DataFrame) -> str:
    """Return a SHA-256 over the rows, the same in every process."""
    hashed = hashlib.sha256()
    for column in frame.columns:
        hashed.update(column.encode())
        texts = map(repr, frame[column].tolist())
        missing = frame[column].isna().tolist()
        hashed.update("\x1f".join("" if no else text for no, text in zip(missing, texts, strict=True)).encode())
    return hashed.hexdigest()


def trusted(frame: pd.DataFrame, words: Vocabulary) -> pd.DataFrame:
    """Keep one series for each figure: the best-ranked class, then the exact before the rounded, then the later.

    A blank never hides a number of a lower-ranked source, but stays where it is the only answer.
    """
    figure = ["region", "carrier", "indicator", "first", "last", "basis"]
    rivals = frame.loc[frame.duplicated(figure, keep=False), [*figure, "series", "recorded_at", "sequence"]]
    if rivals.empty:
        return frame.reset_index(drop=True)
    said = frame.loc[rivals.index]
    rank = [words.sources.rank(c, i) for c, i in zip(said["source_class"], said["indicator"], strict=True)]
    order = rivals.assign(_blank=said["value"].isna(), _rank=rank, _rounded=said["qualifier"] != "exact")
    order = order.sort_values(
        ["_blank", "_rank", "_rounded", "recorded_at", "sequence", "series"],
        ascending=[True, True, True, False, False, True],
        kind="stable",
    )
    worse = order.index[order.duplicated(figure)]
    return frame.drop(index=worse).reset_index(drop=True)


def periods_available(frame: pd.DataFrame) -> list[Period]:
    """Return the distinct periods of a frame, oldest first."""
    return sorted({Period.from_ints(first, last) for first, last in zip(frame["first"], frame["last"], strict=True)})


def say_years(periods: Iterable[Period]) -> str:
    """Write years in runs, ``2016–2018, 2022–2023``; other periods as they are."""
    years = sorted({p.first.year for p in periods if p.frequency == "year"})
    others = sorted({str(p) for p in periods if p.frequency != "year"})
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join([f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs] + others)

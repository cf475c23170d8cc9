"""Published results of a scheme: what an office printed for one carrier, item by item.

They are no observations: a target, a score and a number that only one scheme counts have no indicator. So they stand
beside the published tables, with a source card like theirs, and reading them is recorded like ``load()`` is.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from incuanalysis.errors import DamagedFileError, NoDataError
from incuanalysis.intake.cards import Source, SourceCard, read_card
from incuanalysis.intake.load import Query, digest, record
from incuanalysis.project import Project

__all__ = ["COLUMNS", "FOLDER", "Results", "load_results"]

FOLDER = "data/published/results"
COLUMNS = ("item", "marks", "target", "actual", "unit", "published")
_TOTAL = "total"
_NUMBERS = ("marks", "target", "actual", "published")


@dataclass(frozen=True)
class Results:
    """What was published of one carrier under a scheme.

    Parameters
    ----------
    items
        One row an item: ``item`` (its id in the scheme), ``marks``, ``target``, ``actual``, ``unit``, ``published`` (the
        score), and ``line``, its line in the file.
    total
        The total as printed.
    total_line
        Its line in the file.
    file
        The file's name in the project.
    card
        Its source card.
    """

    items: pd.DataFrame
    total: float
    total_line: int
    file: str
    card: SourceCard

    @property
    def source(self) -> Source:
        """The publication."""
        return next(iter(self.card.sources.values()))


def load_results(scheme: str, project: Project, as_of: str | None = None) -> Results:
    """Read the published results of a scheme, and record that they were read.

    Parameters
    ----------
    scheme
        Its id.
    project
        Where the file is.
    as_of
        ISO date: results that were recorded later are not known.

    Raises
    ------
    NoDataError
        If there are none, or none by that date.
    DamagedFileError
        Names the file, line and column, what was found and what was expected.
    """
    name = f"{FOLDER}/{scheme}.csv"
    path = project.find_all(FOLDER, "*.csv").get(f"{scheme}.csv")
    if path is None:
        raise NoDataError(
            f"No published results of {scheme!r} are on file. Expected {name} with its source card.",
            f"没有方案“{scheme}”的公布结果，应有{name}和来源说明。",
        )
    card = read_card(path.with_suffix(".source.yml"))
    recorded_at = card.recorded_at.isoformat()
    if as_of is not None and recorded_at > as_of:
        raise NoDataError(
            f"The published results of {scheme!r} were recorded on {recorded_at}, after {as_of}.",
            f"方案“{scheme}”的公布结果于{recorded_at}录入，晚于{as_of}。",
        )
    rows = _rows(path)
    totals = rows[rows["item"] == _TOTAL]
    items = rows[rows["item"] != _TOTAL].reset_index(drop=True)
    if len(totals) != 1 or items.empty:
        raise DamagedFileError(
            f"{path}: expected items and one row {_TOTAL!r}; found {len(items)} items, {len(totals)} totals."
        )
    if (twice := items["item"].duplicated()).any():
        raise DamagedFileError(f"{path}: item {items.loc[twice, 'item'].iloc[0]!r} stands there twice.")
    if len(card.sources) != 1:
        raise DamagedFileError(
            f"{path.with_suffix('.source.yml')}: expected the one publication that the results are from; found {len(card.sources)}."
        )
    found = Results(items, float(totals["published"].iloc[0]), int(totals["line"].iloc[0]), name, card)
    asked = {"what": f"results/{scheme}", "as_of": as_of}
    record(Query(asked, len(rows), digest(rows), [found.source.citation], recorded_at, demo=False))
    return found


def _rows(path: Path) -> pd.DataFrame:
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            lines = list(csv.reader(handle, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DamagedFileError(f"{path}: not readable as CSV UTF-8: {error}.") from None
    if not lines or tuple(lines[0]) != COLUMNS:
        raise DamagedFileError(f"{path}: line 1: expected the columns {','.join(COLUMNS)}.")
    rows = []
    for number, fields in enumerate(lines[1:], start=2):
        if len(fields) != len(COLUMNS):
            raise DamagedFileError(f"{path}: line {number}: expected {len(COLUMNS)} fields; found {len(fields)}.")
        row: dict[str, object] = dict(zip(COLUMNS, fields, strict=True))
        wanted = ("published",) if row["item"] == _TOTAL else _NUMBERS
        row |= {name: _number(path, number, name, str(row[name]), wanted=name in wanted) for name in _NUMBERS}
        rows.append({**row, "line": number})
    return pd.DataFrame(rows, columns=[*COLUMNS, "line"]).astype(dict.fromkeys(_NUMBERS, "float64"))


def _number(path: Path, line: int, column: str, text: str, *, wanted: bool) -> float | None:
    if not text and not wanted:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not abs(value) < float("inf"):
        raise DamagedFileError(f"{path}: line {line}, column {column}: found {text!r}; expected a plain number.")
    return value

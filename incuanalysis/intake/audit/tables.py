"""The side tables of a store, read as of a date and recorded as ``load()`` records observations."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from incuanalysis.errors import BadInputError
from incuanalysis.intake.load import Place, Query, digest, record, session_place
from incuanalysis.intake.returns.tables import SIDE_TABLES
from incuanalysis.intake.slices import to_frame

__all__ = ["load_table", "read_tables", "record_rows", "record_value"]

#: The column that says when a row came to be known.
_DATES = {
    "files": "received_on",
    "returns": "received_at",
    "quarantine": "received_on",
    "registers": "recorded_at",
    "texts": "recorded_at",
}


def load_table(
    name: str,
    where: Mapping[str, Iterable[Any]] | None = None,
    *,
    as_of: str | None = None,
    store: str | Path | None = None,
    project: str | Path | None = None,
) -> pd.DataFrame:
    """Read a side table from the store and record the query.

    Parameters
    ----------
    name
        ``files``, ``returns``, ``quarantine``, ``findings``, ``checks``, ``registers`` or ``texts``.
    where
        Column → the values to keep.
    as_of
        ISO date: rows of files received by then.
    store, project
        Folders; by default those of the report, else of the project that is found.

    Returns
    -------
    DataFrame
        In the columns of :data:`incuanalysis.intake.returns.tables.SIDE_TABLES`; empty where the store has no such table.

    Raises
    ------
    BadInputError
        For an unknown table or column, with those that there are.

    Examples
    --------
    >>> load_table("returns", {"region": ["330305"]}).empty
    True
    """
    if name not in SIDE_TABLES:
        raise BadInputError(f"There is no side table {name!r}. Expected one of: {', '.join(SIDE_TABLES)}.")
    wanted = {column: sorted(set(values)) for column, values in (where or {}).items()}
    if unknown := [column for column in wanted if column not in SIDE_TABLES[name]]:
        raise BadInputError(f"{name} has no column {unknown[0]!r}. Expected: {', '.join(SIDE_TABLES[name])}.")
    place = session_place(store, project, as_of)
    files = read_tables(place, ())["files"]
    frame = read_tables(place, (name,), {name: wanted})[name]
    record_rows(frame, {"table": name, "where": wanted, "as_of": place.as_of}, files)
    return frame


def read_tables(
    place: Place, names: Iterable[str], where: Mapping[str, Mapping[str, Iterable[Any]]] | None = None
) -> dict[str, pd.DataFrame]:
    """Read side tables as of the place's date without recording: for what picks rows out and records those.

    Parameters
    ----------
    place
        Where from, and as of when.
    names
        Of the tables; ``files`` is read in any case.
    where
        Table → column → the values to keep.
    """
    tables = {name: _read(place, name, (where or {}).get(name, {})) for name in dict.fromkeys(["files", *names])}
    if place.as_of:
        for name, column in _DATES.items():
            if name in tables:
                tables[name] = tables[name][tables[name][column].str[:10] <= place.as_of]
        for name in ("findings", "checks"):
            if name in tables:
                tables[name] = tables[name][tables[name]["file"].isin(tables["files"]["file"])]
    return {name: table.reset_index(drop=True) for name, table in tables.items()}


def _read(place: Place, name: str, where: Mapping[str, Iterable[Any]]) -> pd.DataFrame:
    """Return a table with its columns, also where the store has none of that name; a large one is narrowed first."""
    import pyarrow as pa
    import pyarrow.compute as pc

    table = place.store.arrow_table(name)
    if table.column_names:
        for column, values in where.items():
            table = table.filter(
                pc.is_in(table[column], value_set=pa.array(list(values), table.schema.field(column).type))
            )
        return to_frame(table)
    dtypes = {"text": "str", "int": "int64", "bool": "bool"}
    return pd.DataFrame({column: pd.Series(dtype=dtypes[kind]) for column, kind in SIDE_TABLES[name].items()})


def record_rows(frame: pd.DataFrame, asked: Mapping[str, Any], files: pd.DataFrame) -> None:
    """Record rows of a side table.

    Parameters
    ----------
    frame
        The rows that are used.
    asked
        What was asked, JSON-ready.
    files
        The side table ``files``: it says which files are demonstration data where the rows do not.
    """
    dates = [column for column in ("received_on", "received_at", "recorded_at") if column in frame]
    sources: list[str] = []
    if {"name", "series", "received_on"} <= set(frame):
        said = frame[["series", "name", "received_on"]].drop_duplicates()
        sources = sorted(f"{who}：{name}（{day}收）" for who, name, day in said.itertuples(index=False))
    if "demo" in frame:
        demo = bool(frame["demo"].any())
    else:
        demo = bool(files.loc[files["file"].isin(frame["file"]), "demo"].any())
    last = max((str(day)[:10] for day in frame[dates[0]]), default=None) if dates else None
    record(Query(dict(asked), len(frame), digest(frame), sources, last, demo))


def record_value(value: Any, asked: Mapping[str, Any], rows: int = 1) -> None:
    """Record something else that a report rests on, such as the duties to report."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    record(Query(dict(asked), rows, hashlib.sha256(text.encode()).hexdigest(), [], None, demo=False))

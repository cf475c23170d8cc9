"""The ledger: what was made, when, how long it took, and what went wrong (SQLite)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from incuanalysis.errors import DamagedFileError

__all__ = ["Entry", "Ledger"]

_SCHEMA = """
create table if not exists report (
    id text primary key, kind text not null, region text not null, period text not null, language text not null,
    state text not null check (state in ('ok', 'failed')),
    inputs text, key text, data_date text, demo integer not null default 0,
    started text not null, seconds real not null, attempts integer not null default 1,
    error text, traceback text, options text not null default '[]', summary text not null default '{}'
) strict
"""
#: Columns that ledgers of earlier versions lack.
_ADDED = {"options": "text not null default '[]'", "summary": "text not null default '{}'"}
_FIELDS = (
    "id",
    "kind",
    "region",
    "period",
    "language",
    "state",
    "inputs",
    "key",
    "data_date",
    "demo",
    "started",
    "seconds",
    "error",
    "traceback",
    "options",
    "summary",
)


@dataclass(frozen=True)
class Entry:
    """One report's last state.

    Parameters
    ----------
    id
        ``2023/330000/annual_profile.zh``.
    state
        ``ok`` or ``failed``.
    inputs
        Hash of all that could change the report, known before it is run.
    key
        The content key, known after it was run.
    started, seconds
        Clock times: they stand here and nowhere else.
    options
        The kind's own parameters as JSON, a list of pairs.
    summary
        What the index says of the report, as JSON: ``findings``, ``headline``, ``state``, ``version``, ``unit_name``.
    """

    id: str
    kind: str
    region: str
    period: str
    language: str
    state: str
    inputs: str | None
    key: str | None
    data_date: str | None
    demo: bool
    started: str
    seconds: float
    error: str | None = None
    traceback: str | None = None
    options: str = "[]"
    summary: str = "{}"


class Ledger:
    """The ledger of an output folder.

    Parameters
    ----------
    folder
        The reports folder; the ledger is ``ledger.sqlite`` in it.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "ledger.sqlite"

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=30)
        try:
            with connection:
                connection.execute(_SCHEMA)
                present = {row[1] for row in connection.execute("pragma table_info(report)")}
                for name in _ADDED.keys() - present:
                    connection.execute(f"alter table report add column {name} {_ADDED[name]}")
                yield connection
        except sqlite3.DatabaseError as error:
            raise DamagedFileError(
                f"{self.path}: {error}. Move it away to start a new ledger; the reports stay."
            ) from None
        finally:
            connection.close()

    def record(self, entry: Entry) -> None:
        """Write a report's state over its last one."""
        values = [getattr(entry, name) for name in _FIELDS]
        updates = ", ".join(f"{name} = excluded.{name}" for name in _FIELDS[1:])
        with self._connection() as connection:
            connection.execute(
                f"insert into report ({', '.join(_FIELDS)}) values ({', '.join('?' * len(_FIELDS))}) "
                f"on conflict (id) do update set {updates}, attempts = attempts + 1",
                values,
            )

    def entries(self) -> list[Entry]:
        """Return all entries, sorted by id."""
        if not self.path.is_file():
            return []
        with self._connection() as connection:
            rows = connection.execute(f"select {', '.join(_FIELDS)} from report order by id").fetchall()
        return [
            Entry(**{**dict(zip(_FIELDS, row, strict=True)), "demo": bool(row[_FIELDS.index("demo")])}) for row in rows
        ]

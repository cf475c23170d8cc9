"""The store: immutable Parquet files and a catalogue that is replaced atomically.

The catalogue names the files that count; a reader opens it once and reads only
those, so a build that runs beside it never shows half of its rows. The store is
a cache: it can be deleted and built again from what is kept elsewhere.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from incuanalysis.errors import BadInputError, DamagedFileError, NoDataError
from incuanalysis.files import atomic_write, sha256_bytes
from incuanalysis.intake.schema import COLUMNS, KEY, check_observations, empty

__all__ = ["Store", "number_revisions"]

_FORMAT = 1
_MAX_ROWS = 1_000_000
_SORT = [*KEY, "revision"]


def number_revisions(frame: pd.DataFrame) -> pd.DataFrame:
    """Number the reports of each key 0, 1, 2, … by the date of record, in the order given within a date."""
    ordered = frame.sort_values("recorded_at", kind="stable")
    revision = ordered.groupby(KEY, dropna=False).cumcount()
    return frame.assign(revision=revision.reindex(frame.index))


@dataclass(frozen=True)
class Store:
    """A store in a folder.

    Parameters
    ----------
    folder
        Holds ``catalogue.json`` and ``parts/*.parquet``.
    """

    folder: Path

    @property
    def catalogue_file(self) -> Path:
        """The file that says which parts count."""
        return self.folder / "catalogue.json"

    def exists(self) -> bool:
        """Tell whether something was built here."""
        return self.catalogue_file.is_file()

    def catalogue(self) -> dict[str, Any]:
        """Read the catalogue.

        Raises
        ------
        NoDataError
            If nothing was built here.
        DamagedFileError
            If it is not readable.
        """
        if not self.exists():
            raise NoDataError(
                f"There is no store in {self.folder}. Run `incu build` there, or name the project with --project."
            )
        try:
            catalogue = json.loads(self.catalogue_file.read_text(encoding="utf-8"))
            if catalogue["format"] != _FORMAT:
                raise DamagedFileError(
                    f"{self.catalogue_file} has format {catalogue['format']}; this version reads {_FORMAT}. Run `incu build`."
                )
        except (ValueError, KeyError, TypeError):
            raise DamagedFileError(
                f"{self.catalogue_file} is damaged. Delete {self.folder} and run `incu build`."
            ) from None
        return catalogue  # type: ignore[no-any-return]

    def replace(self, frame: pd.DataFrame, inputs: dict[str, str]) -> int:
        """Make these rows the store's whole content; readers see the old or the new, never a mixture.

        Parameters
        ----------
        frame
            Observations without ``revision``.
        inputs
            What they were made of: file name → sha-256.

        Returns
        -------
        int
            Number of rows stored.
        """
        rows = check_observations(number_revisions(frame)) if len(frame) else empty()
        rows = rows.sort_values(_SORT, ignore_index=True)
        parts = []
        for start in range(0, len(rows), _MAX_ROWS):
            part = rows.iloc[start : start + _MAX_ROWS]
            buffer = io.BytesIO()
            part.to_parquet(buffer, index=False, compression="zstd")
            data = buffer.getvalue()
            name = f"parts/{sha256_bytes(data)[:32]}.parquet"
            if not (self.folder / name).is_file():
                atomic_write(self.folder / name, data)
            parts.append(
                {
                    "file": name,
                    "rows": len(part),
                    "first_region": part["region"].iloc[0],
                    "last_region": part["region"].iloc[-1],
                }
            )
        catalogue = {
            "format": _FORMAT,
            "rows": len(rows),
            "recorded_at": max(rows["recorded_at"], default=None),
            "parts": parts,
            "inputs": dict(sorted(inputs.items())),
        }
        atomic_write(self.catalogue_file, json.dumps(catalogue, ensure_ascii=False, indent=1) + "\n")
        kept = {self.folder / part["file"] for part in parts}
        for old in (self.folder / "parts").glob("*.parquet"):
            if old not in kept:
                old.unlink(missing_ok=True)
        return len(rows)

    def select(
        self,
        *,
        regions: Sequence[str] | None = None,
        indicators: Sequence[str] | None = None,
        carriers: Sequence[str] | None = None,
        within: tuple[int, int] | None = None,
        periods: Iterable[tuple[int, int]] | None = None,
        as_of: str | None = None,
        revisions: bool = False,
    ) -> pd.DataFrame:
        """Read observations; every filter is optional.

        Parameters
        ----------
        regions, indicators, carriers
            Ids to keep.
        within
            First and last month (year × 100 + month) that a period must lie in.
        periods
            Exact (first, last) pairs to keep.
        as_of
            ISO date: read the state as it was recorded by then.
        revisions
            Also return superseded revisions; by default only the last one of each key.

        Returns
        -------
        DataFrame
            In the columns of :data:`incuanalysis.intake.schema.COLUMNS`, sorted by key.
        """
        filters = _Filters(regions, indicators, carriers, within, None if periods is None else list(periods), as_of)
        while True:
            catalogue = self.catalogue()
            try:
                return self._read(catalogue, filters, revisions=revisions)
            except DamagedFileError:
                # A build that ended meanwhile has removed the parts that this catalogue names: read the new one.
                if self.catalogue() == catalogue:
                    raise

    def _read(self, catalogue: dict[str, Any], filters: _Filters, *, revisions: bool) -> pd.DataFrame:
        import duckdb

        parts = [str(self.folder / part["file"]) for part in catalogue["parts"] if filters.may_hold(part)]
        if not parts:
            return empty()
        where, values = filters.sql()
        last = (
            "" if revisions else f"qualify row_number() over (partition by {_quoted(KEY)} order by revision desc) = 1"
        )
        query = f"select {_quoted(COLUMNS)} from read_parquet(?) where {where} {last} order by {_quoted(_SORT)}"
        try:
            with duckdb.connect(":memory:", config={"threads": "1"}) as connection:
                table = connection.execute(query, [parts, *values]).df()
        except duckdb.Error as error:
            raise DamagedFileError(
                f"The store in {self.folder} is damaged ({str(error).splitlines()[0]}). Delete it and run `incu build`."
            ) from None
        return table.astype(COLUMNS)


@dataclass(frozen=True)
class _Filters:
    """What ``Store.select`` was asked for."""

    regions: Sequence[str] | None
    indicators: Sequence[str] | None
    carriers: Sequence[str] | None
    within: tuple[int, int] | None
    periods: list[tuple[int, int]] | None
    as_of: str | None

    def may_hold(self, part: dict[str, Any]) -> bool:
        """Tell whether a part, sorted by region, can hold a region asked for."""
        if self.regions is None:
            return True
        return any(part["first_region"] <= region <= part["last_region"] for region in self.regions)

    def sql(self) -> tuple[str, list[Any]]:
        """Return the condition and its values."""
        where: list[str] = ["true"]
        values: list[Any] = []
        columns = {"region": self.regions, "indicator": self.indicators, "carrier": self.carriers}
        for column, ids in columns.items():
            if ids is not None:
                where.append(f"list_contains(?, {column})")
                values.append(list(ids))
        if self.within is not None:
            where.append('"first" >= ? and "last" <= ?')
            values += self.within
        if self.periods is not None:
            where.append('list_contains(?, "first"::bigint * 1000000 + "last")')
            values.append([first * 1_000_000 + last for first, last in self.periods])
        if self.as_of is not None:
            where.append("recorded_at <= ?")
            values.append(self.as_of)
        return " and ".join(where), values


def _quoted(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def open_store(folder: Path) -> Store:
    """Return the store in a folder.

    Raises
    ------
    BadInputError
        If the name is a file.
    """
    if folder.is_file():
        raise BadInputError(f"{folder} is a file; --store takes a folder.")
    return Store(folder)

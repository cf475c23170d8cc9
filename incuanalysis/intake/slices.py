"""Reading a slice of the store: only the parts and row groups that can hold it, in canonical order.

Rows stand in canonical order in the parts, so the reports of a key stand together, oldest first: their
revisions are numbered, and the last one is found, by looking at neighbours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from incuanalysis.intake.parts import Part
from incuanalysis.intake.schema import COLUMNS, KEY, STORED, TEXT, empty

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

__all__ = ["Filters", "read_slice", "to_frame"]


@dataclass(frozen=True)
class Filters:
    """What ``Store.select`` was asked for; ``None`` keeps all."""

    regions: Sequence[str] | None = None
    indicators: Sequence[str] | None = None
    carriers: Sequence[str] | None = None
    within: tuple[int, int] | None = None
    periods: Sequence[tuple[int, int]] | None = None
    as_of: str | None = None

    @cached_property
    def _sorted_regions(self) -> list[str]:
        return sorted(self.regions or ())

    def may_hold(self, first_region: str, last_region: str) -> bool:
        """Tell whether rows sorted by region, from one region to another, can hold a region asked for."""
        if self.regions is None:
            return True
        at = bisect_left(self._sorted_regions, first_region)
        return at < len(self._sorted_regions) and self._sorted_regions[at] <= last_region

    @cached_property
    def columns(self) -> list[str]:
        """The columns that decide about a row."""
        texts = {"region": self.regions, "carrier": self.carriers, "indicator": self.indicators}
        names = [name for name, ids in texts.items() if ids is not None]
        if self.within is not None or self.periods is not None:
            names += ["first", "last"]
        return names if self.as_of is None else [*names, "recorded_at"]

    def mask(self, rows: pa.Table) -> np.ndarray[Any, Any]:
        """Return which rows are asked for; ``rows`` has at least the columns that decide."""
        import pyarrow as pa
        import pyarrow.compute as pc

        keep = np.ones(len(rows), bool)
        for name, ids in (("region", self.regions), ("carrier", self.carriers), ("indicator", self.indicators)):
            if ids is not None:
                keep &= _where(rows[name], lambda texts, ids=ids: pc.is_in(texts, pa.array(ids, pa.string())))
        if self.as_of is not None:
            # A day holds all of its hours: whatever begins with the date given sorts before it with a tilde.
            keep &= _where(rows["recorded_at"], lambda texts: pc.less(texts, f"{self.as_of}~"))
        if self.within is not None:
            keep &= rows["first"].to_numpy() >= self.within[0]
            keep &= rows["last"].to_numpy() <= self.within[1]
        if self.periods is not None:
            pairs = np.array([first * 1_000_000 + last for first, last in self.periods], np.int64)
            keep &= np.isin(rows["first"].to_numpy().astype(np.int64) * 1_000_000 + rows["last"].to_numpy(), pairs)
        return keep


def _where(column: pa.ChunkedArray, test: Any) -> np.ndarray[Any, Any]:
    """Return where a column's text passes a test that is made once for each distinct text."""
    places = []
    for array in column.chunks:
        passes = np.append(test(array.dictionary).to_numpy(zero_copy_only=False), False)
        indices = array.indices.fill_null(-1) if array.null_count else array.indices
        places.append(passes[indices.to_numpy()])
    return np.concatenate(places) if places else np.zeros(0, bool)


def read_slice(
    folder: Path, parts: Sequence[Part], filters: Filters, *, revisions: bool, several: bool = False
) -> pd.DataFrame:
    """Return the observations asked for, revisions numbered; of each key only the last one, or all.

    With ``several``, units are left out of which a sender reported one time only: nothing can be compared there.

    Raises
    ------
    OSError, pyarrow.ArrowException
        If a part is missing or cannot be read.
    """
    import pyarrow as pa

    if several and not _any_several(folder, parts, filters):
        return empty()
    found = [
        rows for part in parts if filters.may_hold(part.first[0], part.last_region) for rows in _rows(folder, part, filters)
    ]  # fmt: skip
    if not found:
        return empty()
    rows = pa.concat_tables(found).unify_dictionaries().combine_chunks()
    if several:
        rows = rows.filter(pa.array(_reported_several_times(rows)))
        if not len(rows):
            return empty()
    revision, last = _number(rows)
    if not (revisions or last.all()):
        rows, revision = rows.filter(pa.array(last)), revision[last]
    rows = rows.append_column("revision", pa.array(revision))
    return to_frame(rows.select(list(COLUMNS)))


def _rows(folder: Path, part: Part, filters: Filters) -> Iterator[pa.Table]:
    """Yield the rows of a part that are asked for, row group by row group."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(folder / part.file, read_dictionary=TEXT) as file:
        for group in range(file.metadata.num_row_groups):
            if not _group_may_hold(file, group, filters):
                continue
            if not filters.columns:
                yield file.read_row_group(group, use_threads=False)
                continue
            deciding = file.read_row_group(group, columns=filters.columns, use_threads=False)
            keep = filters.mask(deciding)
            if not keep.any():
                continue
            rest = file.read_row_group(
                group, columns=[name for name in STORED if name not in filters.columns], use_threads=False
            )
            rows = pa.table({name: (deciding if name in filters.columns else rest)[name] for name in STORED})
            at = np.flatnonzero(keep)
            if at[-1] - at[0] + 1 == len(at):
                yield rows.slice(at[0], len(at))
            else:
                yield rows.take(at)


def _group_may_hold(file: pq.ParquetFile, group: int, filters: Filters) -> bool:
    if filters.regions is None:
        return True
    statistics = file.metadata.row_group(group).column(0).statistics
    return statistics is None or not statistics.has_min_max or filters.may_hold(statistics.min, statistics.max)


def _number(rows: pa.Table) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return each row's number among the reports of its key, and whether it is the last of them."""
    import pyarrow as pa

    starts = np.zeros(len(rows), bool)
    starts[0] = True
    for name in KEY:
        array = rows[name].chunk(0)
        if pa.types.is_dictionary(array.type):
            array = array.indices.fill_null(-1)
        values = array.to_numpy()
        starts[1:] |= values[1:] != values[:-1]
    at = np.flatnonzero(starts)
    lengths = np.diff(np.append(at, len(rows)))
    revision = np.arange(len(rows), dtype=np.int32) - np.repeat(at, lengths).astype(np.int32)
    return revision, np.append(starts[1:], True)


_REPORTING = ["region", "carrier", "first", "last", "basis", "series", "sequence"]


def _any_several(folder: Path, parts: Sequence[Part], filters: Filters) -> bool:
    """Tell, from the few columns that decide, whether any unit of the regions asked for reported several times."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    found = []
    for part in parts:
        if filters.may_hold(part.first[0], part.last_region):
            with pq.ParquetFile(folder / part.file, read_dictionary=TEXT) as file:
                groups = [g for g in range(file.metadata.num_row_groups) if _group_may_hold(file, g, filters)]
                found.append(file.read_row_groups(groups, columns=_REPORTING, use_threads=False))
    if not found:
        return False
    rows = pa.concat_tables(found).unify_dictionaries().combine_chunks()
    return bool(len(rows)) and bool(_reported_several_times(rows).any())


def _reported_several_times(rows: pa.Table) -> np.ndarray[Any, Any]:
    """Return which rows are of a unit and sender with several times, or with several reports of one."""
    unit = np.zeros(len(rows), np.int64)
    for name in ("region", "carrier", "series"):
        array = rows[name].chunk(0)
        unit = unit * (len(array.dictionary) + 1) + array.indices.fill_null(len(array.dictionary)).to_numpy()
    _, unit = np.unique(unit, return_inverse=True)
    # A state is of its first month as well: a quarter's and a year's end are two reports of one instant.
    basis = rows["basis"].chunk(0)
    state = np.append([name == "stock" for name in basis.dictionary.to_pylist()], False)[basis.indices.to_numpy()]
    first, last = (rows[name].to_numpy().astype(np.int64) for name in ("first", "last"))
    states = np.unique(unit[state] * 10**14 + last[state] * 10**7 + first[state]) // 10**14
    ends = np.unique(unit * 10**7 + last) // 10**7
    size = int(unit.max()) + 1
    several = np.bincount(ends, minlength=size) > 1
    several |= np.bincount(states, minlength=size) > 1
    sequences = np.unique(unit * 10**10 + rows["sequence"].to_numpy()) // 10**10
    several |= np.bincount(sequences, minlength=size) > 1
    return several[unit]


def to_frame(rows: pa.Table) -> pd.DataFrame:
    """Return an Arrow table as a frame, dictionaries as plain texts."""
    import pyarrow as pa

    plain = [c.cast(pa.large_string()) if pa.types.is_dictionary(c.type) else c for c in rows.columns]
    return pa.table(plain, names=rows.column_names).to_pandas(ignore_metadata=True)

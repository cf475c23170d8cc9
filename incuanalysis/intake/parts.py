"""Parts of the store: immutable Parquet files, each with the rows of a stretch of keys in canonical order.

The canonical order is by key (region first, a missing carrier last), then by ``recorded_at``, then by
``sequence``, then as given. No key and, where it can be helped, no region is divided between two parts.
"""

from __future__ import annotations

import io
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from incuanalysis.files import atomic_write, sha256_bytes
from incuanalysis.intake.schema import KEY, TEXT

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

__all__ = [
    "MAX_ROWS",
    "Part",
    "add_rows",
    "divide",
    "iterate_part",
    "last_recorded",
    "merge",
    "read_part",
    "read_table",
    "sort_rows",
    "write_part",
    "write_parts",
    "write_table",
]  # fmt: skip

#: Rows of a part at most: what one more file costs to merge, and what a reader opens for one region.
MAX_ROWS = 262_144
#: Rows of a row group at most: what a reader decodes for one region.
GROUP_ROWS = 16_384
_FEW_TEXTS = 32
_STATISTICS = [*KEY, "recorded_at"]
_LARGEST = 2**62
# What nearly every row says anew is written plainly: quicker, and smaller when compressed.
_REPEATING = [*(name for name in TEXT if name not in ("printed", "cell")), "first", "last", "sequence"]


@dataclass(frozen=True)
class Part:
    """A part as the catalogue names it.

    Parameters
    ----------
    file
        Its name within the store's folder.
    rows
        Number of rows.
    first
        The key of its first row.
    last_region
        The region of its last row.
    """

    file: str
    rows: int
    first: list[Any]
    last_region: str

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready values."""
        return asdict(self)


def _order(key: Sequence[Any]) -> tuple[Any, ...]:
    """Return a key so that keys compare in canonical order."""
    region, carrier, *rest = key
    return (region, carrier is None, carrier or "", *rest)


def _key_at(rows: pa.Table, row: int) -> list[Any]:
    return [rows[name][row].as_py() for name in KEY]


def _ranks(column: pa.ChunkedArray) -> tuple[np.ndarray[Any, Any], int]:
    """Return each row's rank among the distinct values of a column (nulls last), and the number of ranks."""
    import pyarrow as pa
    import pyarrow.compute as pc

    array = column.chunk(0)
    if pa.types.is_dictionary(array.type):
        order = pc.array_sort_indices(array.dictionary).to_numpy()
        rank = np.empty(len(order) + 1, np.int64)
        rank[order] = np.arange(len(order))
        rank[-1] = len(order)
        codes = array.indices.fill_null(len(order)) if array.null_count else array.indices
        return rank[codes.to_numpy()], len(order) + 1
    values = array.to_numpy()
    low, high = int(values.min()), int(values.max())
    if high - low < 10_000_000:
        return values.astype(np.int64) - low, high - low + 1
    distinct, rank = np.unique(values, return_inverse=True)
    return rank.astype(np.int64), len(distinct)


def _codes(rows: pa.Table, names: Sequence[str]) -> np.ndarray[Any, Any]:
    """Return one whole number a row that orders as these columns do."""
    codes, size = _ranks(rows[names[0]])
    for name in names[1:]:
        ranks, more = _ranks(rows[name])
        if size * more > _LARGEST:
            distinct, codes = np.unique(codes, return_inverse=True)
            size = len(distinct)
        codes, size = codes * more + ranks, size * more
    return codes


def _one_chunk(rows: pa.Table) -> pa.Table:
    return rows.unify_dictionaries().combine_chunks()


def sort_rows(rows: pa.Table) -> pa.Table:
    """Return checked rows in canonical order; what is equal in all of it stays in the order given."""
    if len(rows) < 2:
        return rows
    codes = _codes(rows, [*KEY, "recorded_at", "sequence"])
    if (codes[1:] >= codes[:-1]).all():
        return rows
    return rows.take(np.argsort(codes, kind="stable"))


def merge(old: pa.Table, new: pa.Table) -> pa.Table:
    """Return the rows of both in canonical order, those of ``old`` first where they are equal."""
    import pyarrow as pa

    return sort_rows(_one_chunk(pa.concat_tables([old, new])))


def divide(rows: pa.Table, parts: Sequence[Part]) -> Iterator[tuple[Part | None, pa.Table]]:
    """Yield every part with the sorted rows that belong to it; with ``None`` where there is no part yet."""
    if not parts:
        if len(rows):
            yield None, rows
        return
    start = 0
    for at, part in enumerate(parts):
        stop = len(rows)
        if at + 1 < len(parts):
            stop = bisect_left(
                range(len(rows)), _beginning(part, parts[at + 1]), lo=start, key=lambda row: _order(_key_at(rows, row))
            )
        yield part, rows.slice(start, stop - start)
        start = stop


def _beginning(part: Part, after: Part) -> tuple[Any, ...]:
    """Return where a part begins: with all of its first region, unless that began in the part before."""
    return _order(after.first) if part.last_region == after.first[0] else (after.first[0],)


def _cuts(rows: pa.Table) -> list[int]:
    """Return where sorted rows are cut into parts: between regions, else between keys."""
    if len(rows) <= MAX_ROWS:
        return [0, len(rows)]
    pieces = -(-len(rows) // (MAX_ROWS * 3 // 4))
    ideal = [len(rows) * piece // pieces for piece in range(1, pieces)]
    between_regions = _changes(rows, ["region"])
    near = [_nearest(between_regions, place) for place in ideal]
    if any(abs(at - place) > MAX_ROWS // 8 for at, place in zip(near, ideal, strict=True)):
        between_keys = _changes(rows, KEY)
        near = [
            at if abs(at - place) <= MAX_ROWS // 8 else _nearest(between_keys, place)
            for at, place in zip(near, ideal, strict=True)
        ]
    cuts = [0]
    for at in near:
        if at > cuts[-1]:
            cuts.append(at)
    return [*cuts, len(rows)]


def _changes(rows: pa.Table, names: Sequence[str]) -> np.ndarray[Any, Any]:
    """Return where sorted rows begin to differ from the row before."""
    codes = _codes(rows, names)
    return np.flatnonzero(codes[1:] != codes[:-1]) + 1


def _nearest(places: np.ndarray[Any, Any], place: int) -> int:
    return int(places[np.argmin(np.abs(places - place))]) if len(places) else 0


def write_parts(folder: Path, rows: pa.Table) -> list[Part]:
    """Write sorted rows as one part or more and return them in order."""
    if not len(rows):
        return []
    rows = _one_chunk(rows)
    cuts = _cuts(rows)
    return [write_part(folder, rows.slice(a, b - a)) for a, b in zip(cuts, cuts[1:], strict=False)]


def write_part(folder: Path, rows: pa.Table) -> Part:
    """Write sorted rows as a part, named after its content."""
    import pyarrow.parquet as pq

    # The longest first for the part, so that each row group has only the part's texts to go through.
    rows = _compact(rows, GROUP_ROWS)
    buffer = io.BytesIO()
    with pq.ParquetWriter(
        buffer,
        rows.schema,
        compression="zstd",
        compression_level=1,
        use_dictionary=_REPEATING,
        write_statistics=_STATISTICS,
        store_schema=False,
    ) as writer:
        for start in range(0, len(rows), GROUP_ROWS):
            writer.write_table(_compact(rows.slice(start, GROUP_ROWS), _FEW_TEXTS), row_group_size=GROUP_ROWS)
    name = _publish(folder, "parts", "", buffer.getvalue())
    return Part(name, len(rows), _key_at(rows, 0), rows["region"][len(rows) - 1].as_py())


def _compact(rows: pa.Table, few: int) -> pa.Table:
    """Leave only the texts that occur in long dictionaries: Parquet writes the whole of them into every row group."""
    import pyarrow as pa

    columns = []
    for column in rows.columns:
        array = column.chunk(0)
        if pa.types.is_dictionary(array.type) and len(array.dictionary) > few:
            indices, nulls = array.indices, None
            if indices.null_count:
                nulls = indices.is_null().to_numpy(zero_copy_only=False)
                indices = indices.fill_null(0)
            codes = indices.to_numpy()
            used = np.zeros(len(array.dictionary), bool)
            used[codes] = True
            place = np.cumsum(used, dtype=np.int32) - np.int32(1)
            array = pa.DictionaryArray.from_arrays(
                pa.array(place[codes], mask=nulls), array.dictionary.filter(pa.array(used))
            )
        columns.append(array)
    return pa.table(columns, names=rows.column_names)


def add_rows(folder: Path, parts: Sequence[Part], rows: pa.Table | pd.DataFrame) -> tuple[list[Part], str | None]:
    """Write the parts that rows belong to anew, with the rows.

    Returns
    -------
    (list of Part, str or None)
        All parts in order, those that stayed as they were too, and the latest date of record of the rows.

    Raises
    ------
    DamagedFileError
        If the rows do not fit.
    """
    from incuanalysis.intake.schema import check_observations

    new = sort_rows(check_observations(rows))
    added: list[Part] = []
    for part, more in divide(new, parts):
        if part is None:
            added += write_parts(folder, more)
        elif len(more):
            added += write_parts(folder, merge(read_part(folder, part), more))
        else:
            added.append(part)
    return added, last_recorded(new)


def read_part(folder: Path, part: Part) -> pa.Table:
    """Read a whole part, one chunk a column."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(folder / part.file, read_dictionary=TEXT) as file:
        return _one_chunk(file.read(use_threads=False))


def iterate_part(folder: Path, part: Part) -> Iterator[pa.Table]:
    """Read a part row group by row group."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(folder / part.file, read_dictionary=TEXT) as file:
        for group in range(file.metadata.num_row_groups):
            yield file.read_row_group(group, use_threads=False)


def write_table(folder: Path, name: str, table: pa.Table | pd.DataFrame) -> dict[str, Any]:
    """Write a side table and return its entry in the catalogue."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    if not isinstance(table, pa.Table):
        table = pa.Table.from_pandas(table, preserve_index=False)
    table = table.replace_schema_metadata(None)
    pq.write_table(table, buffer, compression="zstd", compression_level=1, store_schema=False)
    return {"file": _publish(folder, "tables", f"{name}-", buffer.getvalue()), "rows": len(table)}


def read_table(folder: Path, entry: Mapping[str, Any]) -> pa.Table:
    """Read the side table that an entry of the catalogue names."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(folder / entry["file"]) as file:
        return file.read(use_threads=False)


def _publish(folder: Path, kind: str, prefix: str, data: bytes) -> str:
    name = f"{kind}/{prefix}{sha256_bytes(data)[:32]}.parquet"
    if not (folder / name).is_file():
        atomic_write(folder / name, data)
    return name


def last_recorded(rows: pa.Table) -> str | None:
    """Return the latest date of record, None without rows."""
    import pyarrow.compute as pc

    dates = pc.unique(rows["recorded_at"]).cast("string")
    last: str | None = pc.max(dates).as_py()
    return last

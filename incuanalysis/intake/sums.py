"""A SHA-256 of rows that depends on what they say, not on how they are divided, chunked or encoded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from incuanalysis.files import sha256_bytes
from incuanalysis.intake.catalogue import parts_of
from incuanalysis.intake.parts import iterate_part, read_table
from incuanalysis.intake.schema import STORED

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["RowSum", "sum_content", "sum_table"]


class RowSum:
    """A SHA-256 over rows that come table by table: one running sum over lengths and one over contents a column."""

    def __init__(self, columns: Iterable[str]) -> None:
        self._sums = {name: (hashlib.sha256(), hashlib.sha256()) for name in columns}
        self.rows = 0

    def add(self, rows: pa.Table) -> None:
        """Take more rows; every column is given, texts as dictionaries or plain."""
        self.rows += len(rows)
        for name, (lengths, contents) in self._sums.items():
            for chunk in rows[name].chunks:
                _add(chunk, lengths, contents)

    def hexdigest(self) -> str:
        """Return the sum so far."""
        columns = [[name, *(part.hexdigest() for part in parts)] for name, parts in self._sums.items()]
        return hashlib.sha256(json.dumps([self.rows, columns], ensure_ascii=False).encode()).hexdigest()


def sum_content(folder: Path, catalogue: Mapping[str, Any]) -> str:
    """Return a SHA-256 of all observations, and of the side tables that have rows, which a catalogue names."""
    total = RowSum(STORED)
    for part in parts_of(catalogue):
        for rows in iterate_part(folder, part):
            total.add(rows)
    tables = {
        name: sum_table(read_table(folder, entry)) for name, entry in catalogue["tables"].items() if entry["rows"]
    }
    return sha256_bytes(json.dumps([total.hexdigest(), tables], sort_keys=True).encode())


def sum_table(rows: pa.Table) -> str:
    """Return a SHA-256 of a table, its columns' names and order included.

    Examples
    --------
    >>> import pyarrow as pa
    >>> plain = pa.table({"name": ["甲", None, "乙"]})
    >>> coded = pa.table({"name": pa.array(["甲", None, "乙"]).dictionary_encode()})
    >>> sum_table(plain) == sum_table(coded)
    True
    """
    total = RowSum(rows.column_names)
    total.add(rows)
    return total.hexdigest()


def _add(array: pa.Array, lengths: Any, contents: Any) -> None:
    """Hash a chunk: of numbers whether there is one and the number, of all else the texts' lengths and the texts."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = array.type
    if pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        wide = pa.float64() if pa.types.is_floating(kind) else pa.int64()
        missing = array.is_null(nan_is_null=True).to_numpy(zero_copy_only=False)
        numbers = array.cast(wide).fill_null(0).to_numpy()
        lengths.update(np.where(missing, -1, 8).astype(np.int32))
        # 0.0 + -0.0 is 0.0: the two zeros are one number.
        contents.update(numbers[~missing] + wide.to_pandas_dtype()(0))
        return
    if pa.types.is_nested(kind):
        texts = [None if value is None else json.dumps(value, ensure_ascii=False, default=str) for value in array.to_pylist()]  # fmt: skip
        array = pa.array(texts, pa.large_string())
    array = array.cast(pa.large_string())
    sizes = pc.binary_length(array).fill_null(-1).cast(pa.int32())
    lengths.update(np.ascontiguousarray(sizes.to_numpy()))
    full = array.drop_null()
    if len(full):
        offsets = np.frombuffer(full.buffers()[1], np.int64)[full.offset : full.offset + len(full) + 1]
        contents.update(memoryview(full.buffers()[2])[offsets[0] : offsets[-1]])

"""Handing many rows to the store with little memory: sorted runs on disk, then region by region.

Every part of the store is so rewritten about once, however many files a delivery has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

    from incuanalysis.intake.store import Store

__all__ = ["Runs"]

# Rows held in memory at a time.
_PORTION = 400_000


@dataclass
class Runs:
    """Rows on their way into a store.

    Parameters
    ----------
    store
        Where they go, on :meth:`finish`.
    folder
        For the runs; an empty folder that is removed by its owner.
    """

    store: Store
    folder: Path
    _waiting: list[Any] = field(default_factory=list)
    _rows: int = 0
    _runs: list[tuple[Path, dict[str, tuple[int, int]]]] = field(default_factory=list)

    def add(self, rows: pa.Table) -> None:
        """Take rows in the store's columns, with ``region`` as a dictionary."""
        self._waiting.append(rows)
        self._rows += len(rows)
        if self._rows >= _PORTION:
            self._write()

    def finish(self) -> None:
        """Append all rows to the store."""
        if not self._runs:
            if self._waiting:
                self.store.append(self._joined())
            return
        if self._waiting:
            self._write()
        import pyarrow as pa

        runs = [(pa.memory_map(str(path)), places) for path, places in self._runs]
        tables = [(pa.ipc.open_file(source).read_all(), places) for source, places in runs]
        regions = sorted({region for _, places in tables for region in places})
        portion: list[Any] = []
        for region in regions:
            portion += [table.slice(*places[region]) for table, places in tables if region in places]
            if sum(map(len, portion)) >= _PORTION:
                self.store.append(pa.concat_tables(portion).unify_dictionaries())
                portion.clear()
        if portion:
            self.store.append(pa.concat_tables(portion).unify_dictionaries())

    def _joined(self) -> pa.Table:
        import pyarrow as pa

        rows = pa.concat_tables(self._waiting).unify_dictionaries().combine_chunks()
        self._waiting.clear()
        self._rows = 0
        return rows

    def _write(self) -> None:
        """Write what waits as a run sorted by region, and note where each region stands in it."""
        import pyarrow as pa

        rows = self._joined()
        region = rows["region"].chunk(0)
        names = region.dictionary.to_pylist()
        codes = region.indices.to_numpy()
        ordered = rows.take(np.argsort(codes, kind="stable"))
        counts = np.bincount(codes, minlength=len(names))
        ends = np.cumsum(counts)
        places = {
            name: (int(end - count), int(count)) for name, count, end in zip(names, counts, ends, strict=True) if count
        }
        path = self.folder / f"run-{len(self._runs)}.arrow"
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, ordered.schema) as writer:
            writer.write_table(ordered.combine_chunks())
        self._runs.append((path, places))

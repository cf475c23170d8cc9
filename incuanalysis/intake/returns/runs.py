"""Handing many rows to the store with little memory: sorted runs on disk, then stretch of regions by stretch.

Every part of the store is so rewritten about once, however many files a delivery has, and stretches are written
side by side.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from incuanalysis.intake.parts import MAX_ROWS, Part, add_rows
from incuanalysis.intake.returns.pool import Bench, Workers

if TYPE_CHECKING:
    import pyarrow as pa

    from incuanalysis.intake.draft import Draft

__all__ = ["RUN_ROWS", "Run", "append_runs", "write_run"]

#: Rows of a run, at least.
RUN_ROWS = 200_000
# Rows held in memory at a time.
_PORTION = 400_000


@dataclass(frozen=True)
class Run:
    """Rows sorted by region in a file; ``places`` says where each region stands: its first row and how many."""

    path: Path
    places: dict[str, tuple[int, int]]


@dataclass
class Stretch:
    """Neighbouring regions that are written together, with the parts of the store that they belong to."""

    folder: Path
    parts: list[Part]
    runs: Sequence[Run]
    regions: list[str]

    def __str__(self) -> str:
        return self.regions[0] if self.regions else ""


def write_run(path: Path, tables: Sequence[pa.Table]) -> Run:
    """Write rows, in the store's columns and with ``region`` as a dictionary, as a run sorted by region."""
    import pyarrow as pa

    rows = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
    region = rows["region"].chunk(0)
    names = region.dictionary.to_pylist()
    codes = region.indices.to_numpy()
    ordered = rows.take(np.argsort(codes, kind="stable"))
    counts = np.bincount(codes, minlength=len(names))
    ends = np.cumsum(counts)
    places = {
        name: (int(end - count), int(count)) for name, count, end in zip(names, counts, ends, strict=True) if count
    }
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, ordered.schema) as writer:
        writer.write_table(ordered.combine_chunks())
    return Run(path, places)


def append_runs(draft: Draft, runs: Sequence[Run], workers: Workers) -> None:
    """Append the rows of all runs to a draft; of equal keys, those of earlier runs come first."""
    if not runs:
        return
    parts: list[Part] = []
    dates: list[str] = []
    for _, (written, date) in workers.map(_write_stretch, stretches(draft.folder, draft.parts(), runs)):
        parts += written
        dates += [date] if date else []
    draft.adopt(parts, max(dates, default=None))


def stretches(folder: Path, parts: Sequence[Part], runs: Sequence[Run]) -> Iterator[Stretch]:
    """Divide the regions of runs into stretches that touch different parts; parts without new rows pass through."""
    counts: dict[str, int] = {}
    for run in runs:
        for region, (_, count) in run.places.items():
            counts[region] = counts.get(region, 0) + count
    regions = sorted(counts)
    clusters = _clusters(parts)
    ends = [bisect_left(regions, cluster[0].first[0]) for cluster in clusters[1:]] + [len(regions)]
    start = 0
    for cluster, end in zip(clusters or [[]], ends, strict=True):
        own = regions[start:end]
        low, high = 0, len(own)
        if not cluster:
            low = high
        elif sum(counts[region] for region in own) > _PORTION:
            # So many rows make parts of their own where none stands yet, and those are written side by side.
            low, high = bisect_left(own, cluster[0].first[0]), bisect_right(own, cluster[-1].last_region)
        yield from _divided(folder, runs, own[:low], counts)
        if cluster:
            yield Stretch(folder, cluster, runs, own[low:high])
        yield from _divided(folder, runs, own[high:], counts)
        start = end


def _clusters(parts: Sequence[Part]) -> list[list[Part]]:
    """Put parts together that share a region."""
    clusters: list[list[Part]] = []
    for part in parts:
        if clusters and clusters[-1][-1].last_region == part.first[0]:
            clusters[-1].append(part)
        else:
            clusters.append([part])
    return clusters


def _divided(folder: Path, runs: Sequence[Run], regions: Sequence[str], counts: dict[str, int]) -> Iterator[Stretch]:
    """Yield stretches of regions that have no part yet, each of about the rows of a part."""
    start = rows = 0
    for at, region in enumerate(regions):
        rows += counts[region]
        if rows >= MAX_ROWS * 3 // 4 or at + 1 == len(regions):
            yield Stretch(folder, [], runs, list(regions[start : at + 1]))
            start, rows = at + 1, 0


def _write_stretch(_: Bench, stretch: Stretch) -> tuple[list[Part], str | None]:
    """Write a stretch; return its parts and the latest date of record of the new rows."""
    if not stretch.regions:
        return stretch.parts, None
    import pyarrow as pa

    runs = [run for run in stretch.runs if not run.places.keys().isdisjoint(stretch.regions)]
    tables = [pa.ipc.open_file(pa.memory_map(str(run.path))).read_all() for run in runs]
    parts, dates, portion, rows = stretch.parts, [], [], 0
    for region in stretch.regions:
        for table, run in zip(tables, runs, strict=True):
            if region in run.places:
                portion.append(table.slice(*run.places[region]))
                rows += len(portion[-1])
        if rows >= _PORTION or region == stretch.regions[-1]:
            parts, date = add_rows(stretch.folder, parts, pa.concat_tables(portion).unify_dictionaries())
            dates.append(date)
            portion, rows = [], 0
    return parts, max((date for date in dates if date), default=None)

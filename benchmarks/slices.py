"""Time a district's slice in stores of 10⁴, 10⁶ and 10⁸ observations.

Usage: python -m benchmarks.slices [--largest 1e6] [--runs 50] [--folder DIR] [--json FILE]

The stores are made of synthetic counties of about 1,000 observations each, written part by part through the
store's own writer, so that memory stays flat; their folder is removed at the end. 10⁸ observations need about
1 GB of disk and some minutes.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from incuanalysis.intake.catalogue import publish_catalogue
from incuanalysis.intake.load import load, take_queries
from incuanalysis.intake.parts import MAX_ROWS, sort_rows, write_parts
from incuanalysis.intake.schema import STORED, TEXT, check_observations
from incuanalysis.intake.store import Store
from incuanalysis.project import find_project
from incuanalysis.vocabulary.words import open_vocabulary

SIZES = (10_000, 1_000_000, 100_000_000)
YEARS = range(2001, 2026)
INDICATORS = 40
PER_COUNTY = len(YEARS) * INDICATORS


@dataclass(frozen=True)
class Timing:
    """Milliseconds of a slice in a store of a size."""

    rows: int
    parts: int
    what: str
    median: float
    p90: float


def counties(first: int, count: int, indicators: list[str], regions: list[str]) -> pa.Table:
    """Return the observations of some counties, numbered from ``first``; the known regions come first."""
    rows = count * PER_COUNTY
    county = np.repeat(np.arange(count, dtype=np.int32), PER_COUNTY)
    indicator = np.tile(np.repeat(np.arange(INDICATORS, dtype=np.int32), len(YEARS)), count)
    year = np.tile(np.arange(len(YEARS), dtype=np.int32), count * INDICATORS)
    values = np.random.default_rng(first).integers(1, 100_000, rows)
    distinct, printed = np.unique(values, return_inverse=True)
    names = [regions[n] if n < len(regions) else f"x{n:07d}" for n in range(first, first + count)]
    zero = np.zeros(rows, np.int32)
    texts = {
        "region": (county, names),
        "indicator": (indicator, indicators),
        "period": (year, [str(y) for y in YEARS]),
        "basis": (zero, ["stock"]),
        "series": (county, [f"{name}科技局" for name in names]),
        "source_class": (zero, ["government"]),
        "unit": (indicator % 3, ["家", "人", "万元"]),
        "printed": (printed.astype(np.int32), [str(value) for value in distinct]),
        "qualifier": (zero, ["exact"]),
        "status": (zero, ["reported"]),
        "recorded_at": (year, [f"{y + 1}-01-{y % 28 + 1:02d}" for y in YEARS]),
        "file": (county * len(YEARS) + year, [f"{name}-{y}.xlsx" for name in names for y in YEARS]),
        "sheet": (zero, ["表1"]),
        "cell": (indicator, [f"C{n + 4}" for n in range(INDICATORS)]),
        "source": (county, [f"{name}科技局报送" for name in names]),
        "source_en": (county, [f"return of {name}" for name in names]),
    }
    numbers = {
        "first": (2001 + year) * 100 + 1,
        "last": (2001 + year) * 100 + 12,
        "value": values.astype(float),
        "sequence": (first + county.astype(np.int64)) * len(YEARS) + year,
        "demo": np.ones(rows, bool),
    }

    def column(name: str) -> pa.Array:
        if name in texts:
            codes, words = texts[name]
            return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(words, pa.string()))
        return pa.nulls(rows, pa.string()) if name in TEXT else pa.array(numbers[name])

    return pa.table({name: column(name) for name in STORED})


def fill(store: Store, rows: int, indicators: list[str], regions: list[str]) -> None:
    """Make a store of about that many rows, a part at a time."""
    count, per_part, parts = rows // PER_COUNTY, MAX_ROWS // PER_COUNTY, []
    for first in range(0, count, per_part):
        made = counties(first, min(per_part, count - first), indicators, regions)
        parts += write_parts(store.folder, sort_rows(check_observations(made)))
    publish_catalogue(store.folder, parts, f"{YEARS[-1] + 1}-01-28", {}, {}, {})


def clock(action: Callable[[str], object], regions: list[str], runs: int) -> tuple[float, float]:
    """Return the median and the 90th percentile in milliseconds, region by region, after three that do not count."""
    times = []
    for turn in range(-3, runs):
        begun = time.perf_counter()
        action(regions[turn % len(regions)])
        if turn >= 0:
            times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times), statistics.quantiles(times, n=10)[-1]


def measure(rows: int, folder: Path, runs: int) -> Iterator[Timing]:
    """Fill a store of a size and yield its timings."""
    words = open_vocabulary(find_project())
    indicators = [indicator.id for indicator in words.indicators.all()][:INDICATORS]
    known = sorted(region.id for region in words.regions.all() if region.id < "x")[: rows // PER_COUNTY]
    store = Store(folder)
    fill(store, rows, indicators, known)
    catalogue = store.catalogue()
    last = rows // PER_COUNTY - 1
    spread = [known[0], known[len(known) // 2], known[-1]]
    if last >= len(known):
        spread += [f"x{len(known) + (last - len(known)) * step // 6:07d}" for step in range(7)]

    def loaded(region: str) -> None:
        load(regions=region, periods="2024", store=folder)
        take_queries()

    for what, action, regions in (
        ("select(regions=[one])", lambda region: store.select(regions=[region]), spread),
        ("load(one region, a year)", loaded, known),
    ):
        yield Timing(catalogue["rows"], len(catalogue["parts"]), what, *clock(action, regions, runs))


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Time a district's slice in stores of growing size.")
    parser.add_argument("--largest", type=float, default=SIZES[-1], help="Leave out larger stores (e.g. 1e6).")
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--folder", type=Path, help="Where the temporary stores are made.")
    parser.add_argument("--json", type=Path, help="Also write the timings to this file.")
    given = parser.parse_args()
    print("| observations | parts | what | median ms | p90 ms |\n|---|---|---|---|---|", flush=True)
    timings = []
    for rows in (size for size in SIZES if size <= given.largest):
        with tempfile.TemporaryDirectory(dir=given.folder) as temporary:
            for timing in measure(rows, Path(temporary), given.runs):
                timings.append(timing)
                print(
                    f"| {timing.rows:,} | {timing.parts} | `{timing.what}` | {timing.median:.1f} | {timing.p90:.1f} |",
                    flush=True,
                )
    if given.json:
        given.json.write_text(json.dumps([asdict(timing) for timing in timings], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

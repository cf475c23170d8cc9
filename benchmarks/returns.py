"""Taking in returns: 1,000 files of 40 × 40 cells, against reading the same files with pandas and openpyxl.

Run with ``python -m benchmarks.returns [--files 1000]`` while nothing else is running.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl

from incuanalysis.project import Project
from incuanalysis.vocabulary.words import open_vocabulary

ROOT = Path(__file__).resolve().parents[1]
ROWS, COLUMNS = 40, 40


def make_files(folder: Path, count: int) -> None:
    """Write quarterly returns of 40 provinces, cities and districts by 40 indicators, one sender a file."""
    words = open_vocabulary(Project(ROOT))
    regions = [r for r in words.regions.all() if r.level in ("province", "city") and r.valid_to is None][:ROWS]
    indicators = [i for i in words.indicators.all() if i.basis == "stock" and i.unit in ("家", "个", "人", "平方米")][
        :COLUMNS
    ]
    assert len(regions) == ROWS, len(regions)
    assert len(indicators) == COLUMNS, len(indicators)
    draw = random.Random(1)
    for number in range(count):
        book = openpyxl.Workbook()
        sheet = book.active
        year, quarter = 2016 + number // 4 % 8, number % 4 + 1
        sheet.append([f"{year}年第{'一二三四'[quarter - 1]}季度孵化载体情况表"])
        sheet.append([f"填报单位：测试单位{number}"])
        sheet.append(["地区", *(f"{i.zh}（{i.unit}）" for i in indicators)])
        for region in regions:
            sheet.append([region.name, *(draw.randint(0, min(9999, int(i.range[1]))) for i in indicators)])
        book.save(folder / f"{number:04d}.xlsx")


def timed(command: list[str]) -> tuple[float, float, str]:
    """Run a command; return wall seconds, processor seconds of it and its children, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


PANDAS = """
import sys, pathlib, pandas as pd
for file in sorted(pathlib.Path(sys.argv[1]).glob("*.xlsx")):
    pd.read_excel(file, header=None, engine="openpyxl")
"""


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        files = Path(temporary) / "returns"
        files.mkdir()
        make_files(files, given.files)
        incu = str(Path(sys.executable).with_name("incu"))
        rows = []
        for _ in range(given.runs):
            store = Path(temporary) / "store"
            shutil.rmtree(store, ignore_errors=True)
            theirs = timed([sys.executable, "-c", PANDAS, str(files)])
            ours = timed([incu, "ingest", str(files), "--store", str(store), "--json"])
            result = json.loads(ours[2])
            assert result["stored"] == given.files * ROWS * COLUMNS, (result["stored"], result["quarantined"])
            # The system counts the processor time of reading processes apart: with one process it is all counted.
            shutil.rmtree(store)
            alone = timed([incu, "ingest", str(files), "--store", str(store), "--workers", "1", "--json"])
            ours = (ours[0], alone[1], "")
            rows.append((theirs[:2], ours[:2]))
            print(
                f"pandas + openpyxl {theirs[0]:.1f} s wall, {theirs[1]:.1f} s processor; "
                f"incu ingest {ours[0]:.1f} s, {ours[1]:.1f} s; "
                f"{theirs[0] / ours[0]:.2f} and {theirs[1] / ours[1]:.2f} times faster",
                flush=True,
            )
        walls = sorted(t[0] / o[0] for t, o in rows)
        works = sorted(t[1] / o[1] for t, o in rows)
        middle = len(rows) // 2
        print(
            f"median: {walls[middle]:.2f} times the wall speed, {works[middle]:.2f} in processor time; {os.cpu_count()} cores"
        )


if __name__ == "__main__":
    main()

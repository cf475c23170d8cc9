"""Hold many regions against a plan: 3,000 regions × 40 targets × 36 months by default, wanted under 20 s on two cores.

``python -m benchmarks.progress [--regions 3000] [--runs 3]``. The observations are generated: monthly running totals of
the year, month amounts, totals since the plan's start and stocks, a quarter of the targets each, as the store returns
them (texts as Arrow strings).
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import statistics
import time

import numpy as np
import pandas as pd
import pyarrow as pa

from incuanalysis.evaluation.progress.history import months_between
from incuanalysis.evaluation.progress.measured import progress_table
from incuanalysis.plans.model import Citation, Document, LineValue, Plan, Target, Words
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

FIRST, LAST = Month(2022, 1), Month(2024, 12)
BASES = (Basis.YTD, Basis.PERIOD, Basis.SINCE_START, Basis.STOCK)


def make_plan(words: Vocabulary, targets: int) -> Plan:
    """Return a plan with that many targets, each of an indicator of its own."""
    flows = [known for known in words.indicators if known.basis is Basis.PERIOD]
    stocks = [known for known in words.indicators if known.basis is Basis.STOCK]
    chosen = [(stocks if turn % 4 == 3 else flows)[turn] for turn in range(targets)]
    some = Words(zh="生成的目标", en="A generated target")
    return Plan(
        id="generated",
        region="330305",
        document=Document(title=some, issuer="generated", date=dt.date(2022, 1, 1)),
        first=str(FIRST),
        last=str(LAST),
        carrier_types=("incubator",),
        targets=tuple(
            Target(
                id=f"t{turn}",
                name=some,
                indicator=known.id,
                comparator="at_least",
                lines={"base": LineValue(value=360.0)},
                unit=known.unit,
                due=str(LAST),
                basis=Basis.STOCK if known.basis is Basis.STOCK else Basis.SINCE_START,
                cites=(Citation(section="generated"),),
            )
            for turn, known in enumerate(chosen)
        ),
    )


def make_frame(plan: Plan, regions: list[str]) -> pd.DataFrame:
    """Return a report of every region, target and month."""
    months = months_between(FIRST, LAST)
    shape = len(regions), len(plan.targets), len(months)
    amounts = np.random.default_rng(2022).poisson(10, shape).astype(float)
    total = amounts.cumsum(axis=2)
    last = np.array([int(month) for month in months])
    first = np.empty(shape[1:], dtype=np.int64)
    value = total.copy()
    basis = np.array([BASES.index(BASES[turn % 4]) for turn in range(shape[1])])
    for turn in range(shape[1]):
        match BASES[turn % 4]:
            case Basis.YTD:
                for year in range(3):
                    part = slice(12 * year, 12 * year + 12)
                    value[:, turn, part] = amounts[:, turn, part].cumsum(axis=1)
                first[turn] = last // 100 * 100 + 1
            case Basis.PERIOD:
                value[:, turn], first[turn] = amounts[:, turn], last
            case Basis.SINCE_START:
                first[turn] = int(FIRST)
            case _:
                first[turn] = last
    count = value.size
    where, what, when = (np.unravel_index(np.arange(count), shape)[axis].astype(np.int32) for axis in range(3))

    def texts(codes: np.ndarray, names: list[str]) -> pa.Array:
        return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(names)).cast(pa.large_string())

    everywhere = np.zeros(count, dtype=np.int32)
    columns = {
        "region": texts(where, regions),
        "carrier": pa.nulls(count, pa.large_string()),
        "indicator": texts(what, [target.indicator for target in plan.targets]),
        "first": pa.array(first[what, when].astype(np.int32)),
        "last": pa.array(last[when].astype(np.int32)),
        "basis": texts(basis[what].astype(np.int32), [str(known) for known in BASES]),
        "series": texts(everywhere, ["generated"]),
        "value": pa.array(value.ravel()),
        "sequence": pa.array(everywhere.astype(np.int64)),
        "recorded_at": texts(everywhere, ["2024-12-31"]),
    }
    return pa.table(columns).to_pandas()


def main() -> None:
    """Measure and print seconds and peak memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--regions", type=int, default=3000)
    parser.add_argument("--targets", type=int, default=40)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    words = open_vocabulary()
    plan = make_plan(words, given.targets)
    regions = [f"r{number:05d}" for number in range(given.regions)]
    frame = make_frame(plan, regions)
    walls, cpus = [], []
    for _ in range(given.runs):
        begun, cpu = time.perf_counter(), time.process_time()
        table = progress_table(plan, frame, regions, months_between(FIRST, LAST), words)
        walls.append(time.perf_counter() - begun)
        cpus.append(time.process_time() - cpu)
        assert len(table) == given.regions * given.targets * 36
        assert table["actual"].notna().all()
        del table
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{given.regions} regions x {given.targets} targets x 36 months, {len(frame)} observations: "
        f"median {statistics.median(walls):.2f} s ({min(walls):.2f}-{max(walls):.2f}), processor {statistics.median(cpus):.2f} s, peak {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()

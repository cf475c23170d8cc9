"""Measure start-up, loading, one report, the edition, and the stock command lines; print a table.

Usage: python -m benchmarks.run [--quick]. Run it on a machine that does nothing else.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import HEADER, measure
from benchmarks.stock import BIN, ROOT, browsers, commands

REGIONS = ("330000", "540000", "000000", "110000")


def main() -> None:
    """Measure and print the table."""
    quick = "--quick" in sys.argv
    few, one = (2, 1) if quick else (5, 1)
    incu = str(BIN / "incu")
    names = ("incuanalysis", "pandas", "papermill", "nbconvert", "typst", "playwright")
    print(
        f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        + ", ".join(f"{n} {version(n)}" for n in names)
        + "\n"
    )
    print(HEADER, flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)

        def show(
            name: str, *command: list[str], runs: int, warmup: int = 1, environment: dict[str, str] | None = None
        ) -> None:
            print(measure(name, command, runs=runs, warmup=warmup, cwd=ROOT, environment=environment).row(), flush=True)

        show("`incu --help`", [incu, "--help"], runs=few)
        show("`incu build`, nothing changed", [incu, "build"], runs=few)
        show("`incu build --force`", [incu, "build", "--force", "--store", str(folder / "store")], runs=few)
        show(
            "`incu data --region 浙江 --indicator 在孵企业 --json`",
            [incu, "data", "--region", "浙江", "--indicator", "在孵企业", "--json"],
            runs=few,
        )
        report = [
            incu,
            "report",
            "annual_profile",
            "--region",
            "浙江",
            "--period",
            "2023",
            "--out",
            str(folder / "one"),
        ]
        show("one report (ipynb, HTML, PDF, JSON)", report, runs=few)
        stock = commands(folder, REGIONS[0], "2023")
        environment = browsers(folder / "browsers")
        show("one report, stock command lines (ipynb, HTML, PDF)", *stock, runs=few, environment=environment)
        for label, command in zip(("papermill", "nbconvert --to html", "nbconvert --to webpdf"), stock, strict=True):
            show(f"– of which {label}", command, runs=few, environment=environment)
        batch = [incu, "batch", "--out", str(folder / "edition"), "--workers", "2"]
        show("edition of 32 reports, 2 workers", [*batch, "--force"], runs=one if quick else 3, warmup=0)
        show("edition of 32 reports, nothing changed", batch, runs=few)


if __name__ == "__main__":
    main()

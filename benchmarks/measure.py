"""Time whole processes: wall seconds, processor seconds, peak memory, over several runs."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Timing:
    """Medians over the counted runs; memory is the largest single process."""

    name: str
    runs: int
    wall: float
    cpu: float
    memory_mb: float
    spread: str

    def row(self) -> str:
        """Return the row of the table of results."""
        return (
            f"| {self.name} | {self.runs} | {self.wall:.2f} | {self.spread} | {self.cpu:.2f} | {self.memory_mb:.0f} |"
        )


HEADER = "| what | runs | wall s (median) | min–max | processor s (median) | peak MB |\n|---|---|---|---|---|---|"


def measure(
    name: str,
    commands: Sequence[Sequence[str]],
    *,
    runs: int = 5,
    warmup: int = 1,
    cwd: Path,
    environment: dict[str, str] | None = None,
) -> Timing:
    """Run commands one after the other as one measured unit, after a warm-up that is not counted."""
    walls, cpus, peak = [], [], 0.0
    for turn in range(warmup + runs):
        begun, cpu = time.perf_counter(), 0.0
        for command in commands:
            process = subprocess.Popen(
                command,
                cwd=cwd,
                env={**os.environ, **(environment or {})},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            # wait4 tells what this process and the children it waited for used, and nothing of earlier ones.
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                raise subprocess.CalledProcessError(process.returncode, list(command))
            cpu += used.ru_utime + used.ru_stime
            peak = max(peak, used.ru_maxrss / 1024) if turn >= warmup else 0.0
        if turn >= warmup:
            walls.append(time.perf_counter() - begun)
            cpus.append(cpu)
    spread = f"{min(walls):.2f}–{max(walls):.2f}"
    return Timing(name, runs, statistics.median(walls), statistics.median(cpus), peak, spread)

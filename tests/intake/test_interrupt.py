"""An interrupted ingest with worker processes says one line of its own and leaves nothing half done."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from incuanalysis.errors import ExitCode
from incuanalysis.project import Project
from tests.intake.making import soaking, xlsx

_FILES = 40


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are those of POSIX")
def test_an_interrupt_at_any_moment_is_told_in_one_line(project: Project, tmp_path: Path) -> None:
    header = ["街道（乡镇）", "在孵企业（家）"]
    (tmp_path / "in").mkdir()
    for number in range(_FILES):
        rows = [["洞头区2023年第一季度孵化载体情况表"], [f"填报单位：单位{number}"], header, ["北岙街道", number]]
        (tmp_path / "in" / f"{number}.xlsx").write_bytes(xlsx(rows))
    draw = random.Random(3)
    ended = set()
    for number in range(60 if soaking() else 5):
        command = [sys.executable, "-m", "incuanalysis", "ingest", "in", "--workers", "2", "--store", f"s{number}"]
        command += ["--project", str(project.root)]
        with subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        ) as process:
            # not before the command runs at all: the interpreter's own start is not ours to silence
            deadline = time.monotonic() + 30
            while not (tmp_path / f"s{number}").is_dir() and time.monotonic() < deadline:
                time.sleep(0.01)
            time.sleep(draw.uniform(0, 1.5))
            os.killpg(process.pid, signal.SIGINT)
            _, told = process.communicate(timeout=120)
        lines = [line for line in told.splitlines() if not line.startswith("读取报表")]
        ended.add(process.returncode)
        if process.returncode == ExitCode.INTERRUPTED:
            assert lines == ["已中断，此前完成的部分完好。Interrupted; what was already made is whole."]
        else:
            assert (process.returncode, lines) in ((ExitCode.GOOD, []), (-signal.SIGINT, []))
    assert ExitCode.INTERRUPTED in ended

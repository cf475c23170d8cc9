"""Progress of long work: a bar with counts and time left on a terminal, lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["count_progress", "show_progress"]


@contextmanager
def show_progress(total: int) -> Iterator[Callable[[int, int, int, str], None]]:
    """Yield a function to be called with (done, total, failed, report id); it writes to standard error.

    Parameters
    ----------
    total
        How many reports are asked for, the unchanged among them.
    """
    if not sys.stderr.isatty():

        def line(done: int, of: int, failed: int, report: str) -> None:
            failures = f", {failed} failed" if failed else ""
            print(f"[{done}/{of}{failures}] {report}", file=sys.stderr, flush=True)

        yield line
        return

    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=total, failed="")

        def advance(done: int, of: int, failed: int, report: str) -> None:
            bar.update(
                task,
                completed=done,
                total=of,
                description=report,
                failed=f"[red]{failed} failed[/red]" if failed else "",
            )

        yield advance


@contextmanager
def count_progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a function to be called with (done, total); it writes to standard error.

    Elsewhere than on a terminal it writes a line each tenth of the way, and none for a few files.

    Parameters
    ----------
    label
        What is being done.
    """
    if not sys.stderr.isatty():

        def line(done: int, total: int) -> None:
            step = max(total // 10, 50)
            if done % step == 0:
                print(f"{label} {done}/{total}", file=sys.stderr, flush=True)

        yield line
        return

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)

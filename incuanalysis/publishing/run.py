"""Run a report notebook with papermill and make what comes out the same every time."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from incuanalysis.errors import ReportFailedError
from incuanalysis.publishing.kernels import IpcKernelManager, kernel_environment, runtime_folder

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["normalise", "run_notebook"]

_CELL_TIMEOUT = 600
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@contextmanager
def _variables(values: dict[str, str]) -> Iterator[None]:
    """Set environment variables for the kernels started inside."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def run_notebook(notebook: Path, parameters: dict[str, str], *, project: Path, store: Path) -> NotebookNode:
    """Run a notebook with parameters in a kernel of its own.

    Parameters
    ----------
    notebook
        The template; it is only read.
    parameters
        Passed as text through papermill's API (its command line would turn 000000 into 0).
    project, store
        What ``load()`` reads in the kernel.

    Returns
    -------
    NotebookNode
        The executed notebook, normalised.

    Raises
    ------
    ReportFailedError
        If a cell raises, the kernel dies or time runs out; says which cell and why.
    """
    import nbformat
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    with runtime_folder() as runtime, _variables(kernel_environment(project, store, runtime)):
        output = runtime / "out.ipynb"
        try:
            papermill.execute_notebook(
                str(notebook),
                str(output),
                parameters=parameters,
                kernel_name="python3",
                progress_bar=False,
                autosave_cell_every=0,
                request_save_on_cell_execute=False,
                execution_timeout=_CELL_TIMEOUT,
                cwd=str(project),
                kernel_manager_class=IpcKernelManager,
                shutdown_kernel="immediate",
            )
        except PapermillExecutionError as error:
            traceback = _ANSI.sub("", "\n".join(error.traceback))
            failure = ReportFailedError(f"Cell {error.cell_index} raised {error.ename}: {error.evalue}")
            failure.add_note(traceback)
            raise failure from None
        except CellTimeoutError:
            raise ReportFailedError(f"A cell ran longer than {_CELL_TIMEOUT} seconds and was stopped.") from None
        except DeadKernelError:
            raise ReportFailedError("The kernel died while a cell was running (killed, or out of memory).") from None
        return normalise(nbformat.read(output, as_version=4))  # type: ignore[no-untyped-call]


def normalise(nb: NotebookNode) -> NotebookNode:
    """Remove what differs between two runs that computed the same: times, paths, random cell ids."""
    nb.metadata.pop("papermill", None)
    nb.metadata.pop("widgets", None)
    for number, cell in enumerate(nb.cells):
        for noise in ("papermill", "execution"):
            cell.metadata.pop(noise, None)
        cell.id = f"cell-{number:02d}"
    return nb

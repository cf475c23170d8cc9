"""Make many reports, several at a time; one that fails stops no other and never hides."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import multiprocessing
import os
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

from incuanalysis.errors import BadInputError, IncuError, NoDataError
from incuanalysis.files import exclusive, sha256_bytes, sha256_file
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from incuanalysis.publishing.edition import write_edition_index
from incuanalysis.publishing.keys import static_parts
from incuanalysis.publishing.kinds import Request, check_data, every_unit, find_kind
from incuanalysis.publishing.ledger import Entry, Ledger
from incuanalysis.publishing.report import FILES, make_report, report_files
from incuanalysis.settings import RegionsWithin, Settings
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

__all__ = ["BatchResult", "expand", "run_batch"]


@dataclass
class BatchResult:
    """What a batch did, by report id."""

    made: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    index: str = ""


@dataclass(frozen=True)
class _Outcome:
    """What a worker sends back."""

    request: Request
    seconds: float
    started: str
    key: str | None = None
    data_date: str | None = None
    demo: bool = False
    error: str | None = None
    traceback: str | None = None
    summary: str = "{}"


def expand(project: Project, words: Vocabulary, settings: Settings) -> list[Request]:
    """Return the checked requests of all ``[[report]]`` blocks, each once, in the order of the file.

    Raises
    ------
    BadInputError
        Names the block with the unknown region, kind, period, language or unit.
    NoDataError
        If a block asks for all units of a region and none has reported for the period.
    """
    requests: dict[str, Request] = {}
    for number, block in enumerate(settings.report, start=1):
        store = None if block.store is None else (project.root / block.store).resolve()
        items = [block.regions] if isinstance(block.regions, RegionsWithin) else block.regions
        for item in items:
            names = _within(words, item) if isinstance(item, RegionsWithin) else [item]
            for name in names:
                for period in block.periods:
                    for language in block.languages:
                        for options in _options(block.options):
                            request = Request(
                                block.kind, name, period, language, block.as_of, store, options, block.phone
                            )
                            try:
                                for checked in every_unit(project, words, request):
                                    requests.setdefault(checked.id, checked)
                            except BadInputError as error:
                                raise BadInputError(f"incu.toml, [[report]] block {number}: {error.message}") from None
                            except NoDataError as error:
                                where = f"incu.toml, [[report]] block {number}"
                                raise NoDataError(
                                    f"{where}: {error.message}", error.zh and f"{where}：{error.zh}"
                                ) from None
    return list(requests.values())


def _options(given: Mapping[str, str | list[str]]) -> Iterator[tuple[tuple[str, str], ...]]:
    """Yield every combination of the values of a block's options."""
    names = sorted(given)
    values = [[value] if isinstance(value, str) else value for value in map(given.__getitem__, names)]
    for chosen in itertools.product(*values):
        yield tuple(zip(names, chosen, strict=True))


def _within(words: Vocabulary, item: RegionsWithin) -> list[str]:
    parent = words.regions.find(item.parent)
    return [region.id for region in words.regions.children(parent.id, level=item.level)]


def run_batch(
    project: Project,
    requests: Iterable[Request],
    folder: Path,
    *,
    workers: int | None = None,
    force: bool = False,
    progress: Callable[[int, int, int, str], None] | None = None,
) -> BatchResult:
    """Make the requests that changed and write the index.

    Parameters
    ----------
    requests
        Checked requests.
    folder
        The reports folder.
    workers
        Processes; by default one a core.
    force
        Also make what is unchanged.
    progress
        Called with (done, total, failed, report id) after each report.

    Raises
    ------
    BusyError
        If another batch writes to the folder.
    """
    with exclusive(folder):
        return _run(project, list(requests), folder, workers=workers, force=force, progress=progress)


def _run(
    project: Project,
    listed: list[Request],
    folder: Path,
    *,
    workers: int | None,
    force: bool,
    progress: Callable[[int, int, int, str], None] | None,
) -> BatchResult:
    begun = time.monotonic()
    ledger = Ledger(folder)
    result = BatchResult()
    todo = []
    known = {entry.id: entry for entry in ledger.entries()}
    inputs = {request.id: _inputs(project, request) for request in listed}
    for request in listed:
        if not force and _unchanged(known.get(request.id), inputs[request.id], folder, request):
            result.unchanged.append(request.id)
        else:
            todo.append(request)
    for done, outcome in enumerate(_outcomes(project, todo, folder, workers), start=1):
        ledger.record(_entry(outcome, inputs[outcome.request.id]))
        if outcome.error is None:
            result.made.append(outcome.request.id)
        else:
            result.failed[outcome.request.id] = outcome.error
        if progress:
            progress(done, len(todo), len(result.failed), outcome.request.id)
    result.index = str(write_edition_index(project, folder, ledger.entries()))
    result.made.sort()
    result.seconds = round(time.monotonic() - begun, 2)
    return result


def _inputs(project: Project, request: Request) -> str:
    """Hash all that could change a report, as far as it is known before running it.

    The whole store counts, not only the rows that the report will read.
    """
    store = Store(request.store or project.store)
    catalogue = sha256_file(store.catalogue_file) if store.exists() else ""
    parts = static_parts(project, find_kind(project, request.kind).notebook)
    return sha256_bytes(json.dumps([parts, request.parameters(), catalogue], sort_keys=True).encode())


def _unchanged(entry: Entry | None, inputs: str, folder: Path, request: Request) -> bool:
    """Tell whether a report was made of the same inputs and its files are intact."""
    if entry is None or entry.state != "ok" or entry.inputs != inputs:
        return False
    paths = report_files(folder, request, FILES)
    try:
        recorded = json.loads(paths["json"].read_text(encoding="utf-8"))["files"]
        return all(sha256_file(paths[suffix]) == file["sha256"] for suffix, file in recorded.items())
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _outcomes(project: Project, todo: list[Request], folder: Path, workers: int | None) -> Iterable[_Outcome]:
    """Yield the outcomes as they come, from worker processes that are started clean."""
    if not todo:
        return
    count = min(workers or _cores(), len(todo))
    if count == 1:  # no process is worth starting for one at a time
        yield from (_work(project.root, request, folder) for request in todo)
        return
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
        futures: dict[Future[_Outcome], Request] = {
            pool.submit(_work, project.root, request, folder): request for request in todo
        }
        try:
            for future in as_completed(futures):
                try:
                    yield future.result()
                except BrokenProcessPool:
                    yield _Outcome(
                        futures[future], 0.0, _now(), error="A worker process was killed before the report was made."
                    )
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _cores() -> int:
    """Return the cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _work(root: Path, request: Request, folder: Path) -> _Outcome:
    """Make one report in a worker; every failure becomes data."""
    started, begun = _now(), time.monotonic()
    try:
        project = Project(root)
        check_data(project, open_vocabulary(project), request)
        made = make_report(project, request, folder)
    except Exception as error:  # noqa: BLE001 - whatever a report does, it becomes an entry of the ledger
        message = error.message if isinstance(error, IncuError) else f"{type(error).__name__}: {error}"
        notes = "\n".join(getattr(error, "__notes__", [])) or traceback.format_exc()
        return _Outcome(request, time.monotonic() - begun, started, error=message, traceback=notes)
    summary = json.dumps(made.summary, ensure_ascii=False, sort_keys=True)
    seconds = time.monotonic() - begun
    return _Outcome(request, seconds, started, made.key, made.data_date, made.demo, summary=summary)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _entry(outcome: _Outcome, inputs: str) -> Entry:
    request = outcome.request
    return Entry(
        request.id,
        request.kind,
        request.region,
        request.period,
        request.language,
        "ok" if outcome.error is None else "failed",
        inputs,
        outcome.key,
        outcome.data_date,
        outcome.demo,
        outcome.started,
        round(outcome.seconds, 3),
        outcome.error,
        outcome.traceback,
        json.dumps(request.options, ensure_ascii=False),
        outcome.summary,
    )

"""From journal entries to the store: the one way for new files and for making the store anew.

Files are read side by side, then registered and placed in the order of the journal,
so what the store holds depends on the journal alone and not on how it was filled.
"""

from __future__ import annotations

import json
import operator
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from incuanalysis.intake.checks.limits import open_limits
from incuanalysis.intake.draft import Draft, open_draft
from incuanalysis.intake.findings import Finding
from incuanalysis.intake.processes import MANY, cores
from incuanalysis.intake.returns.across import check_regions, check_rosters
from incuanalysis.intake.returns.decisions import Decisions
from incuanalysis.intake.returns.groups import (
    Counted,
    Group,
    GroupReading,
    Known,
    PlacingTask,
    place_groups,
    read_group,
)
from incuanalysis.intake.returns.journal import Archive, Received
from incuanalysis.intake.returns.messages import with_names
from incuanalysis.intake.returns.pool import Bench, Workers
from incuanalysis.intake.returns.register import Carriers
from incuanalysis.intake.returns.resolve import Resolver
from incuanalysis.intake.returns.runs import RUN_ROWS, Run, append_runs
from incuanalysis.intake.returns.tables import SIDE_TABLES, read_table, side_table
from incuanalysis.intake.rules import rules_digest
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from incuanalysis.vocabulary.matching import normalise
from incuanalysis.vocabulary.words import open_vocabulary

__all__ = ["Counted", "Taken", "archive_of", "bring_up_to_date", "is_current", "replay", "take"]

Progress = Callable[[int, int], None]
# Files of a group at most.
_TOGETHER = 32


@dataclass(slots=True)
class Taken:
    """Files that were read and placed, not yet part of the store until :meth:`commit`."""

    draft: Draft
    tables: dict[str, Any]
    state: dict[str, Any]
    inputs: dict[str, str]
    counts: dict[int, Counted] = field(default_factory=dict)
    affects_earlier: bool = False

    def commit(self) -> None:
        """Make the draft the store's content, at once."""
        self.draft.commit(tables=self.tables, state=self.state, inputs=self.inputs)


def archive_of(project: Project, store: Store) -> Archive:
    """Return the archive of a store: ``data/raw`` for the project's own, else ``raw`` inside the store's folder."""
    own = _own(project, store)
    return Archive(project.root / "data" / "raw" if own else store.folder / "raw")


def is_current(project: Project, store: Store, archive: Archive) -> bool:
    """Tell whether a store was made by today's rules from all that its journal names, and is whole."""
    if not store.is_whole():
        return False
    last = max((entry.number for entry in archive.entries()), default=0)
    catalogue = store.catalogue()
    state = catalogue["state"]
    if state.get("journal") != last or state.get("rules") != rules_digest(project):
        return False
    return not _own(project, store) or catalogue["inputs"] == _published(project)


def bring_up_to_date(
    project: Project, store: Store, archive: Archive, *, workers: int = 1, force: bool = False
) -> None:
    """Make the store anew where it is missing, damaged, behind its journal or of other rules."""
    store.folder.mkdir(parents=True, exist_ok=True)
    for left in store.folder.glob(".reading-*"):
        shutil.rmtree(left, ignore_errors=True)
    if not force and is_current(project, store, archive):
        return
    spill = Path(tempfile.mkdtemp(prefix=".reading-", dir=store.folder))
    try:
        replay(project, store, archive, spill, workers=workers)
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def _own(project: Project, store: Store) -> bool:
    return store.folder.resolve() == project.store.resolve()


def _published(project: Project) -> dict[str, str]:
    from incuanalysis.intake.build import published_inputs

    return published_inputs(project)


def replay(
    project: Project,
    store: Store,
    archive: Archive,
    spill: Path,
    *,
    workers: int = 1,
    progress: Progress | None = None,
) -> Taken:
    """Make the store anew: from the published tables, if it is the project's own, and from the whole journal."""
    from incuanalysis.intake.build import read_published_rows

    own = _own(project, store)
    draft = open_draft(store, empty=True)
    if own:
        draft.append(read_published_rows(project, open_vocabulary(project)))
    entries = archive.entries()
    taken = _take(project, draft, archive, entries, spill, own=own, workers=workers, progress=progress)
    taken.inputs = _published(project) if own else {}
    taken.commit()
    return taken


def take(
    project: Project,
    store: Store,
    archive: Archive,
    entries: Sequence[Received],
    spill: Path,
    *,
    counting: bool = False,
    workers: int = 1,
    progress: Progress | None = None,
) -> Taken:
    """Read new files on top of what the store holds.

    With ``counting`` the files are placed in any case, to see what becomes of their cells.

    Returns
    -------
    Taken
        With ``affects_earlier`` if the files register names that earlier files were waiting for: then nothing was placed,
        and the store is to be made anew.
    """
    own = _own(project, store)
    every = [*archive.entries(), *entries]
    return _take(
        project,
        open_draft(store),
        archive,
        every,
        spill,
        own=own,
        new=entries,
        counting=counting,
        workers=workers,
        progress=progress,
    )


def _take(
    project: Project,
    draft: Draft,
    archive: Archive,
    every: Sequence[Any],
    spill: Path,
    *,
    own: bool,
    new: Sequence[Received] | None = None,
    counting: bool = False,
    workers: int = 1,
    progress: Progress | None = None,
) -> Taken:
    words = open_vocabulary(project)
    decisions = Decisions.of(every)
    files = [e for e in every if isinstance(e, Received)] if new is None else list(new)
    count = cores(workers) if len(files) >= MANY else 1
    with Workers(Bench(project, archive, decisions, spill), count) as pool:
        reading = pool.map(read_group, _groups(files, count))
        before = {name: read_table(draft, name) for name in SIDE_TABLES} if new is not None else {}
        carriers = Carriers.of(before["registers"], words.regions) if before else Carriers()
        known = carriers.keys()
        resolver = Resolver(words, carriers, decisions, demo_allowed=not own)
        registered: list[dict[str, Any]] = []
        tasks: list[PlacingTask] = []
        rows, done = RUN_ROWS, 0
        for group, read in reading:
            if rows >= RUN_ROWS:
                tasks.append(PlacingTask(len(tasks), [], {}, not own))
                rows = 0
            tasks[-1].groups.append(group)
            tasks[-1].known.update(_register(group, read, resolver, registered))
            rows += read.rows
            done += len(group.entries)
            if progress:
                progress(done, len(files))
        last = max((e.number for e in every), default=0)
        inputs = dict(draft.catalogue().get("inputs", {})) if new is not None else {}
        taken = Taken(draft, {}, {"journal": last, "rules": rules_digest(project)}, inputs)
        if new is not None and not counting and _affects(before, known, carriers.keys()):
            taken.affects_earlier = True
            return taken
        pool.bench.leave("carriers", carriers)
        pieces: dict[str, list[Any]] = {name: [] for name in SIDE_TABLES}
        runs: list[Run] = []
        touched = {row["region"] for row in registered}
        for _, placing in pool.map(place_groups, tasks):
            runs += [placing.run] if placing.run else []
            touched |= placing.touched
            taken.counts.update(placing.counts)
            for name, table in placing.tables.items():
                pieces[name].append(table)
        append_runs(draft, runs, pool)
    pieces["registers"].append(side_table("registers", registered))
    for name in pieces.keys() - {"checks"}:
        old = [draft.arrow_table(name)] if new is not None else []
        taken.tables[name] = side_table(name, [], *old, *pieces[name])
    beside = draft.folder.parent / "limits.yml"
    limits = open_limits(project, beside if beside.is_file() else None)
    regions = sorted(touched)
    checks = check_regions(draft, regions, words)
    checks += check_rosters(taken.tables["registers"], regions, draft, limits, words)
    kept = before["checks"][~before["checks"]["region"].isin(regions)].to_dict("records") if before else []
    # In an order of their own, so that it does not matter which delivery touched which region.
    order = operator.itemgetter("region", "file", "sheet", "cell", "code", "facts")
    taken.tables["checks"] = side_table("checks", sorted([*kept, *checks], key=order))
    names = {e.file: e.name for e in every if isinstance(e, Received)}
    by_file: dict[str, list[Finding]] = {}
    for row in checks:
        found = Finding(row["code"], json.loads(row["facts"]), row["sheet"], row["cell"])
        by_file.setdefault(row["file"], []).append(with_names(found, names))
    for entry in files:
        taken.counts[entry.number].messages += by_file.get(entry.file, [])
    return taken


def _groups(files: Sequence[Received], count: int) -> Iterator[Group]:
    """Divide files into groups, small enough that every process has some."""
    size = max(1, min(_TOGETHER, len(files) // (4 * count)))
    for number, start in enumerate(range(0, len(files), size)):
        yield Group(number, tuple(files[start : start + size]))


def _register(
    group: Group, read: GroupReading, resolver: Resolver, registered: list[dict[str, Any]]
) -> Iterator[tuple[int, Known]]:
    """Enter what a group's files say into the registers; yield what is known thereby of each file."""
    for entry, reading in zip(group.entries, read.readings, strict=True):
        series = resolver.series(entry, reading.tables)
        entered, refused = resolver.register(reading, entry, series)
        registered += entered
        yield entry.number, Known(series, refused, reading.findings)


def _affects(before: dict[str, Any], known: dict[Any, str], now: dict[Any, str]) -> bool:
    """Tell whether names that were registered change how earlier files are read."""
    if any(now[key] != id for key, id in known.items()):
        return True
    added = {name for district, name in now.keys() - known.keys()}
    waiting = before["quarantine"]
    waiting = waiting[waiting["code"].isin(["unknown_name", "ambiguous_name"])]
    asked = {normalise(str(json.loads(facts).get("name", ""))) for facts in waiting["facts"].unique()}
    return bool(added & asked)

"""The pages that lead into an edition, from its ledger: the index, a page for each region, and the office's own index."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from incuanalysis.errors import UnknownNameError
from incuanalysis.files import atomic_write, flush_files
from incuanalysis.project import Project
from incuanalysis.publishing.kinds import Request, list_kinds
from incuanalysis.publishing.ledger import Entry
from incuanalysis.publishing.regionpages import Place, region_pages
from incuanalysis.publishing.report import FILES, report_files
from incuanalysis.publishing.site import IndexEntry, State, write_index
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

__all__ = ["INTERNAL", "PUBLISHED", "entry_request", "unit_name", "write_edition_index"]

#: Index page and folder of the regions' pages, for everybody and for the office.
PUBLISHED = ("index.html", "region")
INTERNAL = ("internal.html", "internal")

_OURS = b'<meta name="generator" content="incuanalysis">'


def write_edition_index(
    project: Project, folder: Path, entries: Iterable[Entry], expected: Iterable[Request] = ()
) -> Path:
    """Write the index of an edition and a page for each region.

    ``index.html`` lists the published versions and never names an internal one; where there are internal ones,
    ``internal.html`` lists all. Pages of regions that have no reports any more are removed.

    Parameters
    ----------
    project
        For the titles of kinds, the names of regions and the edition's title.
    folder
        The edition's folder.
    entries
        The ledger's; failed ones are listed with their message, made ones without their page as missing.
    expected
        Requests that ought to be in the edition; those that the ledger does not know are listed as missing.

    Returns
    -------
    Path
        ``index.html``.
    """
    words = open_vocabulary(project)
    titles = {kind.id: kind.declaration.title.get("zh", kind.id) for kind in list_kinds(project).values()}
    known = list(entries)
    shown = [_shown(folder, words, titles, entry_request(entry), entry) for entry in known]
    ids = {entry.id for entry in known}
    shown += [_shown(folder, words, titles, request, None) for request in expected if request.id not in ids]
    shown.sort(key=_newest_first)
    title = project.settings.edition.title
    places = {entry.region: _place(words, entry.region) for entry in shown}
    published = [entry for entry in shown if not entry.internal]
    index = _write(folder, PUBLISHED, published, places, title)
    _write(folder, INTERNAL, shown if len(published) < len(shown) else [], places, title)
    return index


def entry_request(entry: Entry) -> Request:
    """Return the request that an entry of the ledger was made for."""
    options = tuple((str(name), str(value)) for name, value in json.loads(entry.options))
    return Request(entry.kind, entry.region, entry.period, entry.language, options=options)


def unit_name(words: Vocabulary, unit: str, language: str = "zh") -> str:
    """Return the name of the unit that a report is about: a region's by its id; departments and carriers stand for themselves."""
    try:
        return words.regions.name(unit, language) if unit else ""
    except UnknownNameError:
        return unit


def _shown(
    folder: Path, words: Vocabulary, titles: dict[str, str], request: Request, entry: Entry | None
) -> IndexEntry:
    """Return what the pages say of one report."""
    paths = report_files(folder, request, FILES)
    links = {suffix: path.relative_to(folder).as_posix() for suffix, path in paths.items() if path.is_file()}
    said: dict[str, Any] = json.loads(entry.summary) if entry else {}
    state = "missing" if entry is None or (entry.state == "ok" and "html" not in links) else entry.state
    options = dict(request.options)
    names = _names(words, request.region)
    return IndexEntry(
        region=request.region,
        region_name=names[0],
        level=names[1],
        kind=request.kind,
        kind_title=titles.get(request.kind, request.kind),
        period=request.period,
        period_label=Period.parse(request.period).label(),
        language=request.language,
        status=state,
        links=links,
        data_date=(entry and entry.data_date) or "",
        key=(entry and entry.key) or "",
        message=(entry and entry.error) or "",
        search=names[2],
        subject=_subject(words, options, said),
        internal="internal" in (options.get("version"), said.get("version")),
        demo=entry is not None and entry.demo,
        stage=str(said.get("state") or ""),
        findings=tuple(str(one) for one in said.get("findings") or []),
        headline=tuple(
            (str(one.get("label", "")), str(one.get("text", "")), str(one.get("change", "")))
            for one in said.get("headline") or []
        ),
        states=tuple(
            State(str(one.get("label", "")), str(one.get("text", "")), str(one.get("tone", "")))
            for one in said.get("states") or []
        ),
    )


def _names(words: Vocabulary, id: str) -> tuple[str, str, str]:
    """Return a region's name, level, and all other words that find it."""
    try:
        versions = words.regions.versions(id)
    except UnknownNameError:  # it was in the vocabulary when its report was made
        return id, "", ""
    now = versions[-1]
    others = [name for one in versions for name in (one.name_en, one.short, one.code, one.name, *one.aliases)]
    return now.name, now.level, " ".join(dict.fromkeys(one for one in others if one and one not in (now.name, id)))


def _place(words: Vocabulary, id: str) -> Place:
    try:
        above = words.regions.path(id)[:-1]
    except UnknownNameError:
        return Place(id, id)
    return Place(id, words.regions.name(id), tuple((one, words.regions.name(one, short=True)) for one in above))


def _subject(words: Vocabulary, options: dict[str, str], said: dict[str, Any]) -> str:
    """Return the unit that a report is about, and the values of its other parameters."""
    unit = str(said.get("unit_name") or unit_name(words, options.get("unit", "")))
    others = [value for name, value in sorted(options.items()) if name not in ("unit", "version")]
    return "　".join(part for part in (unit, *others) if part)


def _newest_first(entry: IndexEntry) -> tuple[Any, ...]:
    period = Period.parse(entry.period)
    last, first = ((month.year, month.month) for month in (period.last, period.first))
    return (
        tuple(-number for number in (*last, *first)),
        entry.region,
        entry.kind,
        entry.language != "zh",
        entry.language,
        entry.subject,
        entry.internal,
    )


def _write(
    folder: Path, where: tuple[str, str], entries: Sequence[IndexEntry], places: dict[str, Place], title: str
) -> Path:
    """Write an index with its regions' pages, or remove them where there is nothing to list."""
    name, below = where
    kept, changed = set(), []
    for region, page in region_pages(entries, places, title=title, index=name):
        path = folder / below / f"{region}.html"
        kept.add(path)
        data = page.encode()
        if not path.is_file() or path.read_bytes() != data:
            changed.append(atomic_write(path, data, flush=False))
    flush_files(changed)
    if entries or where == PUBLISHED:
        write_index(folder, entries, title=title, name=name, regions=below)
    else:
        _remove(folder / name)
    for path in (folder / below).glob("*.html"):
        if path not in kept:
            _remove(path)
    return folder / name


def _remove(path: Path) -> None:
    """Remove a page that we wrote; what somebody else put there stays."""
    if path.is_file() and _OURS in path.read_bytes()[:4096]:
        path.unlink()

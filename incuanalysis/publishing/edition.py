"""The index page of an edition, from its ledger."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from incuanalysis.project import Project
from incuanalysis.publishing.kinds import Request, list_kinds
from incuanalysis.publishing.ledger import Entry
from incuanalysis.publishing.report import report_files
from incuanalysis.publishing.site import IndexEntry, write_index
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import open_vocabulary

__all__ = ["write_edition_index"]


def write_edition_index(project: Project, folder: Path, entries: Iterable[Entry]) -> Path:
    """Write ``index.html``: every entry of the ledger, the failed ones with their message."""
    words = open_vocabulary(project)
    titles = {kind.id: kind.declaration.title for kind in list_kinds(project).values()}
    shown = []
    for entry in entries:
        request = Request(entry.kind, entry.region, entry.period, entry.language)
        paths = report_files(folder, request)
        links = {suffix: path.relative_to(folder).as_posix() for suffix, path in paths.items() if path.is_file()}
        region = words.regions.get(entry.region)
        shown.append(
            IndexEntry(
                region=entry.region,
                region_name=region.name,
                level=region.level,
                kind=entry.kind,
                kind_title=titles.get(entry.kind, {}).get("zh", entry.kind),
                period=entry.period,
                period_label=Period.parse(entry.period).label(),
                language=entry.language,
                status=entry.state,
                links=links,
                data_date=entry.data_date or "",
                key=entry.key or "",
                message=entry.error or "",
                search=f"{region.name_en} {region.short} {region.code}",
            )
        )
    return write_index(folder, shown, title=project.settings.edition.title)

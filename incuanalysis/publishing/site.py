"""The way into an edition, from a disk and without a server: a page that lists the reports, and finds them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from incuanalysis.errors import BadInputError
from incuanalysis.files import atomic_write
from incuanalysis.project import RESOURCES
from incuanalysis.publishing.sitedata import FORMATS, embedded, listing
from incuanalysis.publishing.web.labels import Words, index_words

__all__ = ["STATIC_ROWS", "IndexEntry", "State", "index_page", "site_css", "site_template", "write_index"]

STATIC_ROWS = 100
"""So many rows stand in the page itself; the script shows the others."""

_FOLDER = RESOURCES / "templates" / "site"
_LEVELS = ("nation", "region", "province", "prefecture", "city", "county", "town", "zone", "area", "carrier")
# an address with a scheme or from a root leads out of the edition
_OUTSIDE = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]*:|/|\\)|[\x00-\x1f]")


@dataclass(frozen=True)
class State:
    """One thing that a report says at a glance: what it is about, the words, and ``good``, ``warn``, ``bad`` or ``muted``."""

    label: str
    text: str
    tone: str = ""


@dataclass(frozen=True)
class IndexEntry:
    """One report of the edition: made, failed or missing.

    Parameters
    ----------
    region, region_name, level
        Permanent id, the name that readers see, and ``nation``, ``province``, …
    kind, kind_title
        The notebook's kind and its title.
    period, period_label
        The period's notation and its words.
    language
        The report's language.
    status
        ``ok``, ``failed`` or ``missing`` (made or to be made, but not there).
    links
        Format → address relative to the edition's folder; the formats are those of :data:`FORMATS`.
    data_date
        When the newest number entered the project.
    key
        The report's content key.
    message
        Why it failed, for people.
    search
        More words that find the region: its code, English, old and other names.
    subject
        What the report is about within the region (a unit), and other parameters of its own.
    internal, demo
        Whether it is for the office's own use, and whether its numbers are made up.
    stage
        ``draft``, ``review`` or ``issued``; empty where a report has no such stages.
    findings, headline, states
        What the report says first: sentences, (label, text, change) of its headline numbers, and states.
    """

    region: str
    region_name: str
    level: str
    kind: str
    kind_title: str
    period: str
    period_label: str
    language: str
    status: str = "ok"
    links: Mapping[str, str] = field(default_factory=dict)
    data_date: str = ""
    key: str = ""
    message: str = ""
    search: str = ""
    subject: str = ""
    internal: bool = False
    demo: bool = False
    stage: str = ""
    findings: tuple[str, ...] = ()
    headline: tuple[tuple[str, str, str], ...] = ()
    states: tuple[State, ...] = ()

    def __post_init__(self) -> None:
        outside = [href for href in self.links.values() if _OUTSIDE.search(href)]
        if outside:
            raise BadInputError(
                f"The index links only to files beside it; found {outside[0]!r}, expected a relative address."
            )

    def marks(self, words: Words) -> list[str]:
        """Return what must be said beside the title: not final, internal, made-up numbers."""
        marks = [words[f"stage_{self.stage}"]] if self.stage in ("draft", "review") else []
        marks += [words["internal"]] if self.internal else []
        return marks + ([words["demo"]] if self.demo else [])

    @property
    def files(self) -> dict[str, str]:
        """The links in the order in which they are offered."""
        return {name: self.links[name] for name in FORMATS if self.links.get(name)}


def write_index(
    reports_dir: Path,
    entries: Iterable[IndexEntry],
    *,
    title: str,
    language: str = "zh",
    name: str = "index.html",
    regions: str = "",
) -> Path:
    """Write the index page into a folder of reports.

    Parameters
    ----------
    reports_dir
        The edition's folder.
    entries
        In the order in which the page lists them at first.
    title
        The page's title.
    language
        The page's own language; reports of all languages are listed.
    name
        The page's file name.
    regions
        Folder with a page for each region, relative to the index; without it names of regions lead nowhere.

    Returns
    -------
    Path
        The page, written whole or not at all.
    """
    page = index_page(entries, title=title, language=language, regions=regions)
    return atomic_write(Path(reports_dir) / name, page)


def index_page(entries: Iterable[IndexEntry], *, title: str, language: str = "zh", regions: str = "") -> str:
    """Return the page that :func:`write_index` writes; the same entries give the same text."""
    listed = list(entries)
    words = index_words(language)
    script = (_FOLDER / "index.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    page = site_template("index.html.j2").render(
        title=title,
        words=words,
        counts=_counts(listed),
        rows=[_row(entry, words, regions) for entry in listed[:STATIC_ROWS]],
        filters=_filters(listed, words),
        internal=any(entry.internal for entry in listed),
        columns=[
            ("region", words["region"]),
            ("kind", words["kind"]),
            ("period", words["period"]),
            ("language", words["language_label"]),
            ("date", words["data_date"]),
            ("status", words["status"]),
            ("key", words["key"]),
            ("files", words["files"]),
        ],
        data=embedded(listing(listed, words, regions)),
        css=site_css(),
        script=script,
        script_hash=f"sha256-{digest}",
    )
    return str(page)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )


def site_template(name: str) -> Any:
    """Return a template of the site's pages."""
    return _environment().get_template(name)


@lru_cache(maxsize=1)
def site_css() -> str:
    """Return the styles of the site's pages."""
    return (_FOLDER / "index.css").read_text(encoding="utf-8")


def _counts(entries: Sequence[IndexEntry]) -> dict[str, int]:
    states = Counter(entry.status for entry in entries)
    return {
        "reports": len(entries),
        "failed": states["failed"],
        "missing": states["missing"],
        "regions": len({entry.region for entry in entries}),
        "kinds": len({entry.kind for entry in entries}),
        "periods": len({entry.period for entry in entries}),
    }


def _row(entry: IndexEntry, words: Words, regions: str) -> SimpleNamespace:
    return SimpleNamespace(
        entry=entry,
        language=words.text.get(f"language_{entry.language}", entry.language),
        status=words.text.get(f"status_{entry.status}", entry.status),
        links=[(words.text.get(f"format_{name}", name.upper()), href) for name, href in entry.files.items()],
        main=entry.links.get("html", ""),
        marks=entry.marks(words),
        page=f"{regions}/{entry.region}.html" if regions else "",
    )


def _filters(entries: Sequence[IndexEntry], words: Words) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the menus, each with the values that occur."""
    kinds = dict(sorted({entry.kind: entry.kind_title for entry in entries}.items()))
    periods = dict(sorted({entry.period: entry.period_label for entry in entries}.items(), reverse=True))
    levels = sorted({entry.level for entry in entries if entry.level}, key=_level_order)
    menus = [
        ("kind", words["kind"], list(kinds.items())),
        ("period", words["period"], list(periods.items())),
        ("level", words["level"], [(level, words.text.get(f"level_{level}", level)) for level in levels]),
        ("status", words["status"], _named({e.status for e in entries}, "status", words)),
        ("language", words["language_label"], _named({e.language for e in entries}, "language", words)),
    ]
    # one level is no choice; the other menus stay where people look for them
    return [menu for menu in menus if menu[0] != "level" or len(menu[2]) > 1]


def _level_order(level: str) -> tuple[int, str]:
    return (_LEVELS.index(level) if level in _LEVELS else len(_LEVELS), level)


def _named(values: set[str], group: str, words: Words) -> list[tuple[str, str]]:
    return [(value, words.text.get(f"{group}_{value}", value)) for value in sorted(values, reverse=True)]

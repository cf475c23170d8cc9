"""``reports/index.html``: the way into an edition, from a disk and without a server."""

from __future__ import annotations

import base64
import hashlib
import json
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
from incuanalysis.publishing.web.labels import Words, index_words

__all__ = ["STATIC_ROWS", "IndexEntry", "index_page", "write_index"]

STATIC_ROWS = 500
"""So many rows stand in the page itself; the script shows the others."""
FORMATS = ("html", "pdf", "json", "ipynb")

_FOLDER = RESOURCES / "templates" / "site"
_LEVELS = ("nation", "region", "province", "prefecture", "city", "county", "carrier")
# an address with a scheme or from a root leads out of the edition
_OUTSIDE = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]*:|/|\\)|[\x00-\x1f]")


@dataclass(frozen=True)
class IndexEntry:
    """One report of the edition, made or failed.

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
        ``ok`` or ``failed``.
    links
        Format → address relative to the index; only these four: html, pdf, json, ipynb.
    data_date
        When the newest number entered the project.
    key
        The report's content key.
    message
        Why it failed, for people.
    search
        More words that find it: pinyin, the English name.
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

    def __post_init__(self) -> None:
        outside = [href for href in self.links.values() if _OUTSIDE.search(href)]
        if outside:
            raise BadInputError(
                f"The index links only to files beside it; found {outside[0]!r}, expected a relative address."
            )


def write_index(reports_dir: Path, entries: Iterable[IndexEntry], *, title: str, language: str = "zh") -> Path:
    """Write ``index.html`` into a folder of reports.

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

    Returns
    -------
    Path
        The page, written whole or not at all.
    """
    return atomic_write(Path(reports_dir) / "index.html", index_page(entries, title=title, language=language))


def index_page(entries: Iterable[IndexEntry], *, title: str, language: str = "zh") -> str:
    """Return the page that :func:`write_index` writes; the same entries give the same text."""
    listed = list(entries)
    words = index_words(language)
    script = (_FOLDER / "index.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (
        _environment()
        .get_template("index.html.j2")
        .render(
            title=title,
            words=words,
            counts=_counts(listed),
            rows=[_row(entry, words) for entry in listed[:STATIC_ROWS]],
            filters=_filters(listed, words),
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
            data=_embedded(_data(listed, words)),
            css=(_FOLDER / "index.css").read_text(encoding="utf-8"),
            script=script,
            script_hash=f"sha256-{digest}",
        )
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


def _counts(entries: Sequence[IndexEntry]) -> dict[str, int]:
    states = Counter(entry.status for entry in entries)
    return {
        "reports": len(entries),
        "failed": states["failed"],
        "regions": len({entry.region for entry in entries}),
        "kinds": len({entry.kind for entry in entries}),
        "periods": len({entry.period for entry in entries}),
    }


def _row(entry: IndexEntry, words: Words) -> SimpleNamespace:
    return SimpleNamespace(
        entry=entry,
        failed=entry.status == "failed",
        language=_language_name(entry.language, words),
        status=_status_name(entry.status, words),
        links=[(name.upper(), href) for name, href in _links(entry).items()],
        main=entry.links.get("html", ""),
    )


def _links(entry: IndexEntry) -> dict[str, str]:
    return {name: entry.links[name] for name in FORMATS if entry.links.get(name)}


def _language_name(language: str, words: Words) -> str:
    return words.text.get(f"language_{language}", language)


def _status_name(status: str, words: Words) -> str:
    return words.text.get(f"status_{status}", status)


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


def _data(entries: Sequence[IndexEntry], words: Words) -> dict[str, Any]:
    """Gather what the script needs; index.js names the places of a row."""
    return {
        "words": {
            "region": words["region"],
            "kind": words["kind"],
            "period": words["period"],
            "language": words["language_label"],
            "date": words["data_date"],
            "status": words["status"],
            "key": words["key"],
            "files": words["files"],
            "found": words["found"],
            "of": words["of"],
            "more": words["more"],
            "sort": words["sort"],
        },
        "kinds": {entry.kind: entry.kind_title for entry in entries},
        "periods": {entry.period: entry.period_label for entry in entries},
        "languages": {e.language: _language_name(e.language, words) for e in entries},
        "statuses": {e.status: _status_name(e.status, words) for e in entries},
        "rows": [
            [
                *(e.region, e.region_name, e.kind, e.period, e.language, e.data_date, e.status),
                *(_packed(_links(e)), e.message, e.search, e.level, e.key),
            ]
            for e in entries
        ],
    }


def _packed(links: dict[str, str]) -> dict[str, str] | str:
    """Write the usual case, the same name with four endings, as that name and the endings."""
    stems = {href.removesuffix(f".{name}") for name, href in links.items()}
    if len(stems) == 1 and all(href.endswith(f".{name}") for name, href in links.items()):
        return " ".join([*links, stems.pop()])
    return links


def _embedded(data: dict[str, Any]) -> str:
    """Write JSON that cannot end its ``<script>``: the characters that HTML looks at are written as escapes."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text

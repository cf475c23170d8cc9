"""The index page's data, written short: thousands of regions with their reports fit into a page that opens at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from incuanalysis.publishing.web.labels import Words

if TYPE_CHECKING:
    from incuanalysis.publishing.site import IndexEntry

__all__ = ["FORMATS", "KEY_LENGTH", "embedded", "listing"]

#: Files that a page links to, in this order.
FORMATS = ("html", "pdf", "docx", "xlsx", "phone.pdf", "json", "ipynb")
KEY_LENGTH = 10


class _Values:
    """A list of different values; a row names one by its place."""

    def __init__(self) -> None:
        self.places: dict[Any, int] = {}

    def place(self, value: Any) -> int:
        return self.places.setdefault(value, len(self.places))

    def listed(self) -> list[Any]:
        return list(self.places)


def listing(entries: Sequence[IndexEntry], words: Words, regions: str) -> dict[str, Any]:
    """Gather what the script needs; ``index.js`` names the places of a row."""
    names = ("regions", "kinds", "periods", "languages", "dates", "statuses", "stems", "marks", "states")
    values = {name: _Values() for name in names}
    rows = []
    for entry in entries:
        row: list[Any] = [
            values["regions"].place((entry.region, entry.region_name, entry.level, entry.search)),
            values["kinds"].place((entry.kind, entry.kind_title)),
            values["periods"].place((entry.period, entry.period_label)),
            values["languages"].place(entry.language),
            values["dates"].place(entry.data_date),
            values["statuses"].place(entry.status),
            *_packed(entry, values["stems"]),
            entry.key[:KEY_LENGTH],
            values["marks"].place(" ".join(entry.marks(words))),
            [values["states"].place((state.label, state.text, state.tone)) for state in entry.states],
            entry.subject,
            entry.message,
        ]
        while row[-1] in ("", []):
            row.pop()
        rows.append(row)
    said = ("region", "kind", "period", "status", "key", "files", "found", "of", "more", "sort", "internal")
    return {
        "words": {name: words[name] for name in said}
        | {"language": words["language_label"], "date": words["data_date"]},
        "formats": [[name, words.text.get(f"format_{name}", name.upper())] for name in FORMATS],
        "languageNames": [words.text.get(f"language_{one}", one) for one in values["languages"].listed()],
        "statusNames": [words.text.get(f"status_{one}", one) for one in values["statuses"].listed()],
        "folder": regions,
        **{name: one.listed() for name, one in values.items()},
        "rows": rows,
    }


def _packed(entry: IndexEntry, stems: _Values) -> tuple[Any, int]:
    """Write the usual case, one name with several endings below period and region, as a bit for each ending and the name."""
    links = entry.files
    folder = f"{entry.period}/{entry.region}/"
    found = {href.removeprefix(folder).removesuffix(f".{name}") for name, href in links.items()}
    if len(found) == 1:
        stem = found.pop()
        if all(href == f"{folder}{stem}.{name}" for name, href in links.items()):
            return sum(1 << FORMATS.index(name) for name in links), stems.place(stem)
    return links or 0, 0


def embedded(data: dict[str, Any]) -> str:
    """Write JSON that cannot end its ``<script>``: the characters that HTML looks at are written as escapes."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text

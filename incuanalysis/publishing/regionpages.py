"""A page for each region of an edition: the latest report of each kind with what it says first, and the earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace

from incuanalysis.publishing.site import IndexEntry, site_css, site_template
from incuanalysis.publishing.web.labels import Words, index_words

__all__ = ["Place", "region_pages"]

_FINDINGS, _NUMBERS = 3, 6


@dataclass(frozen=True)
class Place:
    """Where a region lies: the ids and names of the regions above it, from the nation down."""

    id: str
    name: str
    above: tuple[tuple[str, str], ...] = ()


def region_pages(
    entries: Iterable[IndexEntry], places: Mapping[str, Place], *, title: str, index: str, language: str = "zh"
) -> Iterator[tuple[str, str]]:
    """Yield (region id, page) for each region with reports.

    Parameters
    ----------
    entries
        The reports, the newest of a kind first; a page keeps their order.
    places
        The regions.
    title
        The edition's title.
    index
        The index page's file name, one folder above.
    language
        The pages' own language.
    """
    words = index_words(language)
    listed: dict[str, list[IndexEntry]] = {}
    for entry in entries:
        listed.setdefault(entry.region, []).append(entry)
    below: dict[str, list[tuple[str, str]]] = {}
    for region in listed:
        nearest = next((id for id, _ in reversed(places[region].above) if id in listed), None)
        if nearest is not None:
            below.setdefault(nearest, []).append((region, places[region].name))
    template, css = site_template("region.html.j2"), site_css()
    for region, own in listed.items():
        place = places[region]
        page = template.render(
            title=title,
            words=words,
            css=css,
            index=index,
            place=place,
            level=words.text.get(f"level_{own[0].level}", own[0].level),
            above=[(name, f"{id}.html" if id in listed else "") for id, name in place.above],
            below=[(name, f"{id}.html") for id, name in sorted(below.get(region, []))],
            kinds=list(_kinds(own, words)),
        )
        yield region, page


def _kinds(entries: Sequence[IndexEntry], words: Words) -> Iterator[SimpleNamespace]:
    """Yield the kinds, that with the newest report first, each with its latest reports and the earlier ones."""
    kinds: dict[str, list[IndexEntry]] = {}
    for entry in entries:
        kinds.setdefault(entry.kind, []).append(entry)
    for own in kinds.values():
        newest: dict[tuple[str, str, bool], IndexEntry] = {}
        for entry in own:
            newest.setdefault((entry.language, entry.subject, entry.internal), entry)
        latest = list(newest.values())
        # where the newest one failed, the last one that was made is shown beside it
        for key, entry in newest.items():
            if entry.status != "ok":
                latest += [e for e in own if (e.language, e.subject, e.internal) == key and e.status == "ok"][:1]
        # statements of many units are a list; a few reports are shown with what they say
        brief = len(latest) > _NUMBERS
        shown = {id(entry) for entry in latest}
        earlier = [entry for entry in own if id(entry) not in shown]
        yield SimpleNamespace(
            title=own[0].kind_title,
            cards=[] if brief else [_card(entry, words) for entry in latest],
            rows=[_card(entry, words) for entry in latest] if brief else [],
            earlier=[_card(entry, words) for entry in earlier],
        )


def _card(entry: IndexEntry, words: Words) -> SimpleNamespace:
    return SimpleNamespace(
        entry=entry,
        name="　".join(part for part in (entry.period_label, entry.subject) if part),
        language=words.text.get(f"language_{entry.language}", entry.language),
        status=words.text.get(f"status_{entry.status}", entry.status),
        marks=entry.marks(words),
        main=_up(entry.links.get("html", "")),
        links=[(words.text.get(f"format_{name}", name.upper()), _up(href)) for name, href in entry.files.items()],
        findings=entry.findings[:_FINDINGS],
        headline=entry.headline[:_NUMBERS],
    )


def _up(href: str) -> str:
    """Return an address as seen from the folder of the regions' pages."""
    return f"../{href}" if href else ""

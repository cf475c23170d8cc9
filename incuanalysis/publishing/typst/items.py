"""The display items that ``show()`` emits, written from the JSON and metadata that they carry."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from incuanalysis.publishing.typst.bureau import title_lines
from incuanalysis.publishing.typst.fonts import text_width
from incuanalysis.publishing.typst.markdown import write_markdown
from incuanalysis.publishing.typst.markup import Code, call, points, sequence
from incuanalysis.publishing.typst.spec import grid_from_spec
from incuanalysis.publishing.typst.tables import write_grid

if TYPE_CHECKING:
    from incuanalysis.publishing.typst.draft import Draft
    from incuanalysis.publishing.typst.images import Picture

__all__ = [
    "HEADLINE_TYPE",
    "TABLE_TYPE",
    "TITLE_TYPE",
    "write_figure",
    "write_headline",
    "write_remark",
    "write_table",
    "write_title",
]

TITLE_TYPE = "application/vnd.incu.title+json"
HEADLINE_TYPE = "application/vnd.incu.headline+json"
TABLE_TYPE = "application/vnd.incu.table+json"

_PRINTED = re.compile(r"([^\w]{0,3}\d[\d,，. ]*)([^\d\s]\D{0,7})")
_TITLE_SIZES = (22.0, 20.0, 18.0, 17.0)
_PHONE_TITLE_SIZES = (17.0, 15.5, 14.0)
_CARD_SIZES = (20.0, 18.0, 16.0, 14.0, 12.0, 10.5)
_MOST_ADAPTABLE = 2


def write_title(draft: Draft, data: Mapping[str, Any]) -> list[Code]:
    """Return the block on top of a report: badges, title, subtitle, issuer, and the findings in a frame."""
    title = draft.text(data.get("title")).strip() or draft.title or draft.words.untitled
    # It names region and period; whatever the metadata call the report does not.
    subtitle = draft.text(data.get("subtitle")).strip()
    draft.title = title + subtitle if subtitle.startswith(("（", "(")) else title
    draft.issuer = draft.issuer or draft.text(data.get("issuer"))
    draft.badges += [text for badge in _listed(data.get("badges")) if (text := draft.text(badge)) not in draft.badges]
    level = draft.headings.level(0, title)
    if draft.sheet.official:
        written = [_official_title(draft, title, subtitle, level)]
    else:
        width = text_width(title, bold=True)
        sizes = _PHONE_TITLE_SIZES if draft.sheet.is_phone else _TITLE_SIZES
        size = next((size for size in sizes if width * size <= draft.sheet.width), sizes[1])
        written = [
            call(
                "title-block",
                title,
                level=level,
                size=points(size),
                subtitle=subtitle or None,
                issuer=draft.text(data.get("issuer")) or None,
                # An office's document says them in the header of every page.
                badges=[] if draft.letterhead else draft.badges,
            )
        ]
    findings = [draft.text(finding) for finding in _listed(data.get("findings"))]
    if findings:
        named = {"official": True} if draft.sheet.official else {}
        written.append(call("findings", draft.words.findings, findings, **named))
    return written


def _official_title(draft: Draft, title: str, subtitle: str, level: int) -> Code:
    size = 16.0 if draft.sheet.is_phone else 22.0
    lines = title_lines(title, draft.sheet.width / size - 0.2)
    return call("official-title", lines, level=level, size=points(size), subtitle=subtitle or None)


def write_headline(draft: Draft, data: Sequence[Mapping[str, Any]]) -> list[Code]:
    """Return the row of cards with the figures that matter most."""
    cards = [_card(draft, item) for item in data if isinstance(item, Mapping)]
    # An office's document has no cards: its findings say the same numbers.
    if not cards or draft.sheet.official:
        return []
    columns = min(len(cards) if len(cards) <= 4 else 3 if len(cards) in (5, 6, 9) else 4, draft.sheet.cards)
    room = (draft.sheet.width - 8 * (columns - 1)) / columns - 20
    items = [
        {**card, "size": points(next((s for s in _CARD_SIZES if _card_width(card, s) <= room), _CARD_SIZES[-1]))}
        for card in cards
    ]
    return [call("cards", columns, items)]


def _card(draft: Draft, item: Mapping[str, Any]) -> dict[str, str]:
    text = draft.text(item.get("text")).strip()
    # A text is complete: its unit may be another than the value's (68.61亿元 of 万元), or left out. It is set smaller.
    value, unit = (text, "") if text else (draft.text(item.get("value")).strip(), draft.text(item.get("unit")).strip())
    if printed := _PRINTED.fullmatch(value):
        value, unit = printed[1].strip(), printed[2].strip()
    return {
        "label": draft.text(item.get("label")),
        "value": value or "—",
        "unit": unit if value else "",
        "change": draft.text(item.get("change")),
        "note": draft.text(item.get("note")),
    }


def _card_width(card: Mapping[str, str], size: float) -> float:
    unit = text_width(card["unit"]) * 8.5 + 2.5 if card["unit"] else 0.0
    return text_width(card["value"], bold=True) * size + unit


def write_table(draft: Draft, data: Mapping[str, Any], item: Mapping[str, Any]) -> list[Code]:
    """Return a table with its caption and notes; an annex begins a page, which is turned for a wide one."""
    spec = dict(data)
    if not spec.get("caption"):
        spec["caption"] = item.get("caption")
    grid = grid_from_spec(draft, spec, _number(item))
    turned = bool(spec.get("landscape")) and draft.sheet.wide > draft.sheet.width
    blocks = write_grid(draft, grid, draft.sheet.wide if turned else None)
    label = draft.text(spec.get("annex")).strip()
    begins = bool(label) and label != draft.annex
    if begins:
        # Further tables under the same label belong to the same annex.
        draft.annex = label
        blocks = [call("annex-label", label, level=draft.headings.level(2, label)), *blocks]
    if turned:
        return [call("turned-page", sequence(blocks))]
    return [call("pagebreak", weak=True), *blocks] if begins else blocks


def write_figure(draft: Draft, picture: Picture, alternative: str, item: Mapping[str, Any]) -> list[Code]:
    """Return a figure with its caption below."""
    caption = draft.text(item.get("caption"))
    number = _number(item)
    if number is None and not caption:
        return [call("picture", draft.picture(picture, alternative, highest=draft.sheet.tallest_figure))]
    note = draft.text(item.get("note")) or None
    words = draft.words
    scale = min(1.0, draft.sheet.width / picture.width, draft.sheet.tallest_figure / picture.height)
    width, height = points(picture.width * scale), points(picture.height * scale)
    shown = draft.picture(picture, alternative, width=Code("width"))
    # Not after a heading, which has to move with its figure; see the template.
    adaptable = draft.adaptable_figures < _MOST_ADAPTABLE and not (
        draft.lines and draft.lines[-1].startswith("heading(")
    )
    draft.adaptable_figures += adaptable
    return [
        call(
            "chart", words.figure, words.separator, number, caption, width, height,
            Code(f"width => {shown}"), adaptable=adaptable, note=note,
        )
    ]  # fmt: skip


def write_remark(draft: Draft, markdown: str) -> list[Code]:
    """Return a remark in small grey type."""
    return [call("remark", sequence(write_markdown(draft, markdown)))]


def _number(item: Mapping[str, Any]) -> str | None:
    number = item.get("number")
    return None if number in (None, "") else str(number)


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value]

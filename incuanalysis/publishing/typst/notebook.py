"""A whole notebook → Typst source: what it says of itself, then cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incuanalysis.publishing.typst.bureau import LETTERHEAD_TYPE, header_badges, watermark
from incuanalysis.publishing.typst.glyphs import plain
from incuanalysis.publishing.typst.items import TITLE_TYPE, write_title
from incuanalysis.publishing.typst.markdown import code_block, write_markdown
from incuanalysis.publishing.typst.markup import Code, call
from incuanalysis.publishing.typst.outputs import write_output

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from incuanalysis.publishing.typst.draft import Draft
    from incuanalysis.publishing.typst.words import Language

__all__ = ["About", "about_notebook", "write_notebook"]

_SHORT_CODE = 15
_HAN = re.compile(r"[\u3400-\u9fff]")
_HIDDEN_CELL = {"remove-cell", "remove_cell", "hide-cell", "hide_cell"}
_HIDDEN_INPUT = {"remove-input", "remove_input", "hide-input", "hide_input"}
_HIDDEN_OUTPUT = {"remove-output", "remove_output", "hide-output", "hide_output"}


@dataclass(frozen=True)
class About:
    """What a notebook says of itself.

    Attributes
    ----------
    name
        Of its file.
    is_report
        Whether it is one of this project's reports.
    language
        ``zh`` or ``en``.
    title, authors, keywords, description
        For the document's metadata.
    data_date
        ISO date of the newest data in it; may be empty.
    code_language
        Of the code cells, for highlighting.
    has_title_item
        Whether one of its outputs is a report's title.
    demo
        Whether it uses demonstration data, which every page must say.
    letterhead
        JSON of its letterhead, if it is a document of an office; else empty.
    """

    name: str
    is_report: bool
    language: Language
    title: str
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    description: str
    data_date: str
    code_language: str
    has_title_item: bool
    demo: bool
    letterhead: Mapping[str, Any]


def about_notebook(nb: NotebookNode, name: str, language: str | None) -> About:
    """Read a notebook's metadata; ``language`` overrides what is found there."""
    metadata: Mapping[str, Any] = nb.metadata
    report, kind = _mapping(metadata.get("incu_report")), _mapping(metadata.get("incu"))
    is_report = "incu" in metadata or "incu_report" in metadata
    stated = language or report.get("language") or ("zh" if is_report or _has_han(nb) else "en")
    chosen: Language = "en" if str(stated).lower().startswith("en") else "zh"

    def said(value: object) -> str:
        return plain(
            str(value.get(chosen) or next(iter(value.values()), "")) if isinstance(value, Mapping) else str(value or "")
        )

    titled = any(TITLE_TYPE in (output.get("data") or {}) for cell in nb.cells for output in cell.get("outputs", []))
    # The title that a kind of report has in general names neither region nor period: the last resort.
    general = None if titled else kind.get("title")
    authors = report.get("authors") or report.get("author") or report.get("issuer") or metadata.get("authors") or []
    keywords = report.get("keywords") or [report.get("region_name"), report.get("period")]
    kernel = _mapping(metadata.get("language_info")).get("name") or _mapping(metadata.get("kernelspec")).get("language")
    return About(
        name=name,
        is_report=is_report,
        language=chosen,
        title=said(report.get("title") or metadata.get("title") or general),
        authors=tuple(said(_mapping(author).get("name") or author) for author in _listed(authors)),
        keywords=tuple(text for word in _listed(keywords) if (text := said(word))),
        description=said(report.get("description")),
        data_date=str(report.get("data_date") or ""),
        code_language=str(kernel or "python"),
        has_title_item=titled,
        demo=bool(report.get("demo")),
        letterhead=_letterhead(nb),
    )


def write_notebook(draft: Draft, nb: NotebookNode, about: About, *, show_input: bool) -> tuple[str, int]:
    """Write a whole notebook.

    Parameters
    ----------
    draft
        An empty draft, which is filled.
    nb
        The notebook.
    about
        What it says of itself.
    show_input
        Whether code is shown.

    Returns
    -------
    tuple[str, int]
        The source, and the number of the line with the draft's first block.
    """
    draft.title = draft.text(about.title)
    if about.letterhead:
        draft.letterhead = {**about.letterhead, "demo": about.demo or bool(about.letterhead.get("demo"))}
        draft.badges = header_badges(draft.words, draft.letterhead)
        draft.issuer = draft.text(about.letterhead.get("issuer")).strip()
    else:
        draft.badges = [draft.words.demo] if about.demo else []
    titled = about.has_title_item
    if about.is_report and about.title and not titled:
        draft.origin = "the title"
        draft.add(*write_title(draft, {"title": about.title}))
        titled = True
    for number, cell in enumerate(nb.cells, start=1):
        draft.origin = f"cell {number} ({cell.cell_type})"
        _write_cell(draft, cell, about, show_input=show_input)
    title = draft.title or draft.headings.first or draft.text(about.name)
    if not draft.headings.first:
        # Where there is no heading at all, the title is one: PDF/UA asks for a first heading of level 1.
        draft.lines.insert(0, call("heading", title, level=1))
        draft.origins.insert(0, "the title")
    named: dict[str, object] = {"paper": "phone"} if draft.sheet.is_phone else {}
    state = watermark(draft.words, draft.letterhead)
    if draft.letterhead:
        named |= {
            "style": "official" if draft.sheet.official else "plain",
            "watermark": state or None,
            "badges_first": True,
        }
    settings = call(
        "report.with",
        title=plain(title),
        authors=about.authors or ([draft.issuer] if draft.issuer else []),
        keywords=about.keywords,
        description=about.description or None,
        lang=about.language,
        region=draft.words.region,
        page_words=draft.words.page,
        badges=[*draft.badges, state] if state and state not in draft.badges else draft.badges,
        titled=titled,
        **named,
    )
    preamble = ['#import "report.typ": *', f"#show: {settings}"]
    source = "\n".join([*preamble, *(f"#{block}" for block in draft.lines), ""])
    return source, len(preamble) + 1


def _write_cell(draft: Draft, cell: NotebookNode, about: About, *, show_input: bool) -> None:
    tags = set(_listed(cell.metadata.get("tags")))
    if tags & _HIDDEN_CELL:
        return
    if cell.cell_type == "markdown":
        draft.add(*write_markdown(draft, cell.source, cell.get("attachments")))
    elif cell.cell_type == "raw":
        draft.add(*_raw(draft, cell))
    elif cell.cell_type == "code":
        if show_input and cell.source.strip() and not _input_hidden(cell, tags):
            # Short code is not left behind at the bottom of a page when its output begins the next.
            sticky = bool(cell.get("outputs")) and cell.source.count("\n") < _SHORT_CODE
            draft.add(code_block(draft, cell.source, about.code_language, sticky=sticky))
        if tags & _HIDDEN_OUTPUT or _mapping(cell.metadata.get("jupyter")).get("outputs_hidden"):
            return
        where = draft.origin
        for number, output in enumerate(cell.get("outputs", []), start=1):
            draft.origin = f"{where}, output {number}"
            draft.add(*write_output(draft, output))


def _input_hidden(cell: NotebookNode, tags: set[object]) -> bool:
    # `transient` is how nbconvert's TagRemovePreprocessor asks for it.
    hidden = bool(tags & _HIDDEN_INPUT) or bool(_mapping(cell.metadata.get("jupyter")).get("source_hidden"))
    return hidden or bool(_mapping(cell.get("transient")).get("remove_source"))


def _raw(draft: Draft, cell: NotebookNode) -> Iterable[Code]:
    """Show a raw cell only where it is meant for any format: as Markdown or as plain text."""
    kind = str(cell.metadata.get("raw_mimetype") or cell.metadata.get("format") or "")
    if kind in ("text/markdown", "markdown"):
        return write_markdown(draft, cell.source)
    return [code_block(draft, cell.source)] if kind in ("", "text/plain") and cell.source.strip() else []


def _letterhead(nb: NotebookNode) -> Mapping[str, Any]:
    """Return the first letterhead among the outputs."""
    found = (
        spec
        for cell in nb.cells
        for output in cell.get("outputs", [])
        if isinstance(spec := (output.get("data") or {}).get(LETTERHEAD_TYPE), Mapping)
    )
    return next(found, {})


def _has_han(nb: NotebookNode) -> bool:
    return any(
        _HAN.search(cell.source) or any(_HAN.search(str(output)) for output in cell.get("outputs", []))
        for cell in nb.cells
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _listed(value: object) -> list[Any]:
    if not value:
        return []
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str | Mapping) else [value]

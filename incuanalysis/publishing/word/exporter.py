"""A notebook → a Word file: the same notebook gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from incuanalysis.intake.forms.pack import pack
from incuanalysis.publishing.bundles import bundles_of, clean_text, joined, outputs_of, read_facts
from incuanalysis.publishing.guard import check_digests

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from incuanalysis.publishing.bundles import Facts
    from incuanalysis.publishing.word.draft import Draft

__all__ = ["notebook_to_docx"]

_HIDDEN = {
    "cell": {"remove-cell", "remove_cell", "hide-cell", "hide_cell"},
    "input": {"remove-input", "remove_input", "hide-input", "hide_input"},
    "output": {"remove-output", "remove_output", "hide-output", "hide_output"},
}


def notebook_to_docx(nb: NotebookNode) -> bytes:
    """Convert an executed notebook to a Word file that people go on editing.

    Parameters
    ----------
    nb
        The notebook; it stays as it is. Of this project's reports the code is left out.

    Returns
    -------
    bytes
        The ``.docx`` file. Its date is that of the newest data in it, never the clock's.

    Raises
    ------
    ReportFailedError
        If an output was changed after the notebook had shown it, or a picture cannot be drawn.
    """
    from docx import Document

    from incuanalysis.publishing.typst.words import words_in
    from incuanalysis.publishing.word.draft import Draft, install_lists
    from incuanalysis.publishing.word.elements import put_in_order
    from incuanalysis.publishing.word.paper import set_up_pages
    from incuanalysis.publishing.word.properties import describe, strip_template
    from incuanalysis.publishing.word.styles import OFFICIAL, PLAIN_LOOK, install_styles

    check_digests(nb)
    facts = read_facts(nb)
    look = OFFICIAL if facts.official else PLAIN_LOOK
    document = Document()
    strip_template(document, facts)
    install_styles(document.styles.element, look, chinese=facts.chinese)
    install_lists(document, look.size("ListParagraph"))
    set_up_pages(document, facts, look)
    draft = Draft(document, facts, words_in(facts.language), look, _traces(nb, facts))
    _write_cells(draft, nb)
    put_in_order(document.element.body)
    describe(document, facts, draft.words.untitled)
    # it is saved and packed like a workbook
    return pack(cast("Any", document), facts.day)


def _traces(nb: NotebookNode, facts: Facts) -> frozenset[str]:
    from incuanalysis.publishing.word.furniture import trace_ids

    if not facts.internal:
        return frozenset()
    specs = (bundle.own("traces") for bundle in outputs_of(nb))
    return frozenset(id for spec in specs if isinstance(spec, Mapping) for id in trace_ids(spec))


def _write_cells(draft: Draft, nb: NotebookNode) -> None:
    from incuanalysis.publishing.word.items import write_bundle
    from incuanalysis.publishing.word.markdown import MarkdownWriter

    headed = bool(draft.facts.letterhead)
    draft.titled = headed or any(isinstance(bundle.own("title"), Mapping) for bundle in outputs_of(nb))
    if draft.facts.is_report and draft.facts.title and not draft.titled:
        draft.paragraph("Title", draft.facts.title)
        draft.titled = True
    for number, cell in enumerate(nb.cells, start=1):
        tags = set(cell.metadata.get("tags") or [])
        if tags & _HIDDEN["cell"]:
            continue
        if cell.cell_type == "markdown":
            draft.upright()
            MarkdownWriter(draft, trusted=True, attachments=cell.get("attachments") or {}).write(cell.source)
        elif cell.cell_type == "code":
            if not draft.facts.is_report and cell.source.strip() and not tags & _HIDDEN["input"]:
                draft.upright()
                draft.paragraph("Code", cell.source.rstrip())
            if tags & _HIDDEN["output"]:
                continue
            for bundle in bundles_of(cell, number):
                write_bundle(draft, bundle)
            _write_streams(draft, cell)


def _write_streams(draft: Draft, cell: Mapping[str, Any]) -> None:
    """Show what a foreign notebook printed; a report's notebook prints nothing for its readers."""
    if draft.facts.is_report:
        return
    for output in cell.get("outputs") or []:
        if output.get("output_type") == "stream" and (text := clean_text(joined(output.get("text"))).strip()):
            draft.paragraph("Code", text)

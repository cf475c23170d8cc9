"""A notebook → an Excel workbook of its tables: the same notebook gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from incuanalysis.intake.forms.pack import pack
from incuanalysis.publishing.bundles import outputs_of, read_facts
from incuanalysis.publishing.guard import check_digests
from incuanalysis.publishing.tabledata import TableData, read_table

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from incuanalysis.publishing.bundles import Facts

__all__ = ["notebook_to_xlsx"]


def notebook_to_xlsx(nb: NotebookNode) -> bytes:
    """Convert the tables of an executed notebook to a workbook: a list of sheets, the annexes, then all other tables.

    Parameters
    ----------
    nb
        The notebook; it stays as it is.

    Returns
    -------
    bytes
        The ``.xlsx`` file. Its date is that of the newest data in it, never the clock's.

    Raises
    ------
    ReportFailedError
        If an output was changed after the notebook had shown it.
    """
    from openpyxl import Workbook

    from incuanalysis.publishing.excel.contents import write_contents
    from incuanalysis.publishing.excel.names import SheetNames
    from incuanalysis.publishing.excel.sheets import Place, write_sheet
    from incuanalysis.publishing.excel.traces import trace_table
    from incuanalysis.publishing.typst.words import words_in

    check_digests(nb)
    facts = read_facts(nb)
    words = words_in(facts.language)
    bundles = list(outputs_of(nb))
    tables = [
        read_table(spec, bundle.item, chinese=facts.chinese)
        for bundle in bundles
        if isinstance(spec := bundle.own("table"), Mapping)
    ]
    tables = [*(table for table in tables if table.annex), *(table for table in tables if not table.annex)]
    specs = [spec for bundle in bundles if isinstance(spec := bundle.own("traces"), Mapping) and facts.internal]
    names = SheetNames()
    contents = names.take("目录" if facts.chinese else "Contents")
    titles = [names.take(_title(table, number, words.table)) for number, table in enumerate(tables, start=1)]
    traces, starts = trace_table(specs, facts) if specs else (None, {})
    traces_name = names.take(traces.caption) if traces else ""
    # the list of traces begins below its caption, its badges and its heading
    offset = 2 + bool(facts.badges) + 1
    place = Place(
        facts.badges, words.notes, facts.chinese, {id: row + offset for id, row in starts.items()}, traces_name
    )
    book = Workbook()
    first = cast("Worksheet", book.active)
    first.title = contents
    shown = [*zip(titles, tables, strict=True), *([(traces_name, traces)] if traces else [])]
    write_contents(first, facts, [(name, table.caption, len(table.rows)) for name, table in shown], place.dress)
    for name, table in shown:
        write_sheet(cast("Worksheet", book.create_sheet(name)), table, place)
    _describe(book, facts, words.untitled)
    return pack(book, facts.day)


def _title(table: TableData, place: int, kind: str) -> str:
    if table.annex:
        return f"{table.annex} {table.caption}".strip()
    return f"{kind}{table.number or place}"


def _describe(book: Workbook, facts: Facts, untitled: str) -> None:
    properties = book.properties
    properties.title = (facts.title or untitled)[:255]
    properties.creator = properties.lastModifiedBy = facts.issuer[:255]
    properties.subject = " ".join(text for text in (facts.region_name, facts.period, facts.kind_name) if text)[:255]
    properties.keywords = " ".join(facts.badges)
    properties.language = "zh-CN" if facts.chinese else "en-GB"

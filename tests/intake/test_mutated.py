"""Damaged files of every format, all the way through reading: no traceback, no hang, no cell lost."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

import pytest

from incuanalysis.intake.forms.declaration import open_form
from incuanalysis.intake.forms.draft import Addressee
from incuanalysis.intake.forms.write import write_form
from incuanalysis.intake.heads import Hints
from incuanalysis.intake.returns.read import FileReading, read_file
from incuanalysis.project import Project
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary
from tests.intake import layouts
from tests.intake.making import csv_bytes, docx_table, html_table, locked_xls, soaking, spreadsheetml, xls, xlsx, zip_of
from tests.intake.mutations import mutations

_LONGEST = 10.0
_ROWS = layouts.quarterly_side_by_side().rows
_WIDE = layouts.monthly_wide()
_MAKERS: dict[str, Callable[[], bytes]] = {
    "xlsx": lambda: xlsx(_WIDE.rows, _WIDE.merged),
    "xls": lambda: xls(_WIDE.rows, _WIDE.merged),
    "locked": lambda: locked_xls(xls(_ROWS)),
    "utf8": lambda: csv_bytes(layouts.long_table().rows),
    "gb18030": lambda: csv_bytes(layouts.long_table().rows, "gb18030"),
    "utf16": lambda: csv_bytes(_ROWS, "utf-16"),
    "html": lambda: html_table(_ROWS).encode() if isinstance(html_table(_ROWS), str) else html_table(_ROWS),
    "docx": lambda: docx_table(_ROWS),
    "spreadsheetml": lambda: spreadsheetml(_ROWS),
    "zip": lambda: zip_of({"甲.xlsx": xlsx(_ROWS), "乙.csv": csv_bytes(_ROWS)}),
    "register": lambda: xlsx(layouts.firm_roster().rows),
}


def stored(reading: FileReading) -> int:
    fields = sum(len(record.values) for table in reading.tables for record in table.records)
    texts = sum(len(table.texts) for table in reading.tables)
    return (0 if reading.rows is None else reading.rows.num_rows) + fields + texts


def check(data: bytes, name: str, words: Vocabulary) -> str:
    begun = time.perf_counter()
    reading = read_file(data, Hints(name), words)
    assert time.perf_counter() - begun < _LONGEST, name
    refused = sum(len(table.refusals) for table in reading.tables)
    assert reading.cells == stored(reading) + refused + reading.labels, name
    assert reading.labels >= 0, name
    if not reading.format:
        assert len(reading.findings) == 1, name
    for found in reading.findings:
        assert found.text()
        assert found.text("en")
    for table in reading.tables:
        for refusal in table.refusals:
            assert refusal.code
    return "read" if reading.rows is not None else "told"


@pytest.mark.parametrize("kind", _MAKERS)
def test_damaged_files_are_read_or_told_in_one_line(kind: str, words: Vocabulary) -> None:
    data = _MAKERS[kind]()
    assert check(data, f"whole.{kind}", words) in ("read", "told")
    seeds, each = (50, 40) if soaking() else (2, 10)
    outcomes = Counter(
        check(damaged, name, words) for seed in range(seeds) for name, damaged in mutations(data, seed, each)
    )
    assert outcomes["told"], outcomes


def test_damaged_forms_are_read_or_told_in_one_line(project: Project, words: Vocabulary) -> None:
    form = open_form(project, "quarterly", words)
    data = write_form(form, Addressee("330305001", "北岙街道", "洞头区"), Period.parse("2023Q4"), {}, words)
    seeds, each = (50, 40) if soaking() else (1, 10)
    for seed in range(seeds):
        for name, damaged in mutations(data, seed, each):
            check(damaged, name, words)

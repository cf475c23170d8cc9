"""Parts (其中, #) against the whole above them."""

from __future__ import annotations

from incuanalysis.intake.cells import cell_name
from incuanalysis.intake.checks.rounding import EQUAL, plain
from incuanalysis.intake.checks.totals import Refused
from incuanalysis.intake.findings import Finding, finding
from incuanalysis.intake.heads import RowKind
from incuanalysis.intake.returns.reading import Reading
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["check_parts"]


def check_parts(reading: Reading, words: Vocabulary, refused: Refused) -> list[Finding]:
    """Tell of parts (其中, #) that exceed the line above them."""
    entries = reading.entries
    if RowKind.PART not in entries.kind:
        return []
    place = {(row, column): i for i, (row, column) in enumerate(zip(entries.row, entries.column, strict=True))}
    above: dict[int, int] = {}
    last = -1
    for head in sorted(reading.table.rows, key=lambda head: head.index):
        if head.kind is RowKind.PART:
            above[head.index] = last
        elif head.kind is not RowKind.LABEL:
            last = head.index
    found = []
    for i, kind in enumerate(entries.kind):
        if kind is not RowKind.PART or i in refused:
            continue
        whole = place.get((above.get(entries.row[i], -1), entries.column[i]))
        if whole is None or whole in refused:
            continue
        same = (entries.basis[i], entries.first[i], entries.last[i]) == (
            entries.basis[whole],
            entries.first[whole],
            entries.last[whole],
        )
        part_value, whole_value = entries.value[i], entries.value[whole]
        if not same or part_value is None or whole_value is None or part_value <= whole_value * (1 + EQUAL):
            continue
        one, other = (words.indicators.get(entries.indicator[j]) for j in (i, whole))
        dimension = words.units.get(one.unit).dimension
        if dimension == "share" or words.units.get(other.unit).dimension != dimension:
            continue
        facts = {
            "name": one.zh,
            "name_en": one.en,
            "found": plain(part_value),
            "whole": plain(whole_value),
            "whole_cell": cell_name(entries.row[whole], entries.column[whole]),
            "unit": one.unit,
        }
        cell = cell_name(entries.row[i], entries.column[i])
        found.append(finding("part_exceeds_whole", reading.table.sheet.label, cell, **facts))
    return found

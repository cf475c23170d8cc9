"""Rows typed twice in one table: the copy is set aside before totals are checked."""

from __future__ import annotations

from incuanalysis.intake.cells import cell_name
from incuanalysis.intake.heads import RowKind
from incuanalysis.intake.returns.reading import Reading, Refusal
from incuanalysis.vocabulary.matching import normalise

__all__ = ["set_doubles_aside"]


def set_doubles_aside(reading: Reading) -> None:
    """Refuse entries that say of the same name, indicator and period the same as an earlier one.

    Entries that say something different stay here: which of them is right, and whether two names are one, is found
    when names are known.
    """
    entries = reading.entries
    if len(reading.names) == len({entity for entity, _ in reading.names}):
        return  # every name stands in one row: nothing can be double
    seen: dict[tuple[object, ...], int] = {}
    doubles: set[int] = set()
    for place, kind in enumerate(entries.kind):
        if kind is RowKind.TOTAL or not entries.entity[place]:
            continue
        key = (
            normalise(entries.entity[place]),
            entries.indicator[place],
            entries.basis[place],
            entries.first[place],
            entries.last[place],
            entries.value[place],
            entries.qualifier[place],
        )
        other = seen.setdefault(key, place)
        if other != place:
            facts = {
                "other": cell_name(entries.row[other], entries.column[other]),
                "value": entries.printed[other],
                "found": entries.printed[place],
            }
            reading.refusals.append(
                Refusal(entries.row[place], entries.column[place], entries.printed[place], "duplicate_row", facts)
            )
            doubles.add(place)
    if doubles:
        entries.drop(doubles)

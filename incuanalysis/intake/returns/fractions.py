"""Shares that may be per cent or fractions: 0.35 may be 35% shown by a cell's format, or 0.35%."""

from __future__ import annotations

from incuanalysis.intake.returns.reading import Reading, Refusal
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["refuse_fractions"]


def refuse_fractions(reading: Reading, words: Vocabulary) -> None:
    """Refuse every column of shares whose numbers all lie between 0 and 1, with ``percent_or_fraction``.

    Parameters
    ----------
    reading
        A table's; entries that are refused leave it and stand among its refusals.
    words
        The vocabulary.
    """
    entries = reading.entries
    shares = {i for i in set(entries.indicator) if words.units.get(words.indicators.get(i).unit).dimension == "share"}
    if not shares:
        return
    columns: dict[int, list[int]] = {}
    for place, indicator in enumerate(entries.indicator):
        if indicator in shares and entries.value[place] is not None and "%" in entries.printed[place]:
            columns.setdefault(entries.column[place], []).append(place)
    doubtful: set[int] = set()
    for places in columns.values():
        raw = [reading.table.sheet.rows[entries.row[p]][entries.column[p]] for p in places]
        if all(isinstance(v, int | float) and 0 <= v <= 1 for v in raw) and any(isinstance(v, float) for v in raw):
            doubtful.update(places)
    for place in sorted(doubtful):
        name = words.indicators.get(entries.indicator[place]).zh
        raw_text = entries.printed[place].removesuffix("%")
        facts = {"heading": name, "found": raw_text}
        reading.refusals.append(
            Refusal(entries.row[place], entries.column[place], raw_text, "percent_or_fraction", facts)
        )
    if doubtful:
        entries.drop(doubtful)

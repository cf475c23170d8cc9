"""Headings: what the cells above a column, or a label beside a row, say of its cells."""

from __future__ import annotations

from collections.abc import Mapping

from incuanalysis.intake.clean.marks import read_part
from incuanalysis.intake.clean.meanings import Meaning, Saved
from incuanalysis.intake.clean.reader import reader_of
from incuanalysis.vocabulary.matching import normalise
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["Headings", "Meaning", "Saved"]


class Headings:
    """Reads headings.

    Parameters
    ----------
    words
        The vocabulary.
    saved
        Heading (its cells joined by ``/``, as :func:`~incuanalysis.vocabulary.matching.normalise` writes it) →
        what a person decided; wins over everything.
    """

    def __init__(self, words: Vocabulary, saved: Mapping[str, Saved] | None = None) -> None:
        self._saved = dict(saved or {})
        self._reader = reader_of(words)

    def read(self, parts: tuple[str, ...], unit: str = "", register: str = "", period: Period | None = None) -> Meaning:
        """Return what a heading means.

        Parameters
        ----------
        parts
            Texts of the header cells above a column from top to bottom (or of the labels beside a row from left
            to right, and of a row's label and a column's heading where both speak), a merged cell once.
        unit
            Unit that a line of its own says.
        register
            Whose rows the table has: an id of registers.yml, ``regions``, or empty where that is not known yet.
        period
            What the table is about: it gives the year of 1—9月 and the months of 当季 and 当年.

        Returns
        -------
        Meaning
            ``unknown`` with the code ``unknown_heading``, ``ambiguous_heading``, ``no_start`` (累计 without since
            when), ``derived_heading`` (a target, a growth, last year's number) or ``heading_period`` (a month or
            quarter whose year the table does not say) where nothing can be said without guessing.
        """
        if self._saved and (saved := self._find_saved(parts)):
            read = self._reader.unit_of(parts, unit)
            return Meaning("indicator" if saved.indicator else "note", saved.indicator, saved.basis, saved.unit or read)
        return self._reader.read(parts, unit, register, period)

    def _find_saved(self, texts: tuple[str, ...]) -> Saved | None:
        for joint in ("/", ""):
            if saved := self._saved.get(normalise(joint.join(texts))):
                return saved
        return self._saved.get(normalise("/".join(read_part(text).text for text in texts)))

"""An area of a sheet: what its rows look like by the kinds of their cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from incuanalysis.intake.clean.units import unit_id
from incuanalysis.intake.layout.grid import CODE, DATE, NOTHING, NUMBER, TEXT, YEAR, Grid, count_filled
from incuanalysis.intake.layout.lines import is_keyed, is_note, is_remark
from incuanalysis.vocabulary.matching import normalise

__all__ = ["Frame", "Known", "RowArea", "is_unit"]

#: Returns what a text alone is as a heading (a role of the vocabulary's, such as ``indicator``), empty if it is none.
Known = Callable[[str], str]

_COUNTING = re.compile(r"[（(]?(\d{1,3})[)）]?")
_COUNTING_LABELS = frozenset(
    {"", "甲", "乙", "丙", "丁", "戊", "栏次", "列次", "序号", "栏号", "行次", "编号", "a", "b", "c"}
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A table's place: its columns and the numbers of its rows by what they are.

    ``machine`` is a row of headings inserted above the titles; ``form`` marks rows of label and value without a header.
    """

    left: int
    right: int
    lines: tuple[int, ...] = ()
    header: tuple[int, ...] = ()
    body: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    machine: tuple[int, ...] = ()
    repeats: frozenset[int] = frozenset()
    form: bool = False

    @property
    def top(self) -> int:
        """First row."""
        return min((*self.lines, *self.machine, *self.header, *self.body))

    @property
    def bottom(self) -> int:
        """Last row."""
        return max((*self.body, *self.notes, *self.header))


@dataclass(slots=True)
class RowArea:
    """The cells between two rows and two columns, both included."""

    grid: Grid
    known: Known
    top: int
    bottom: int
    left: int
    right: int

    def kinds(self, row: int) -> bytes:
        """Return the kinds of the area's cells in a row."""
        return self.grid.segment(row, self.left, self.right)

    def filled(self, row: int) -> list[int]:
        """Return the columns of a row's filled cells."""
        return [self.left + place for place, kind in enumerate(self.kinds(row)) if kind]

    def is_line(self, row: int, kinds: bytes) -> bool:
        """Tell whether a row is a title, a key (填报单位：…) or a note: one text, or texts that state something."""
        if NUMBER in kinds:
            return False
        cells = count_filled(kinds)
        if cells == 1:
            return NOTHING not in kinds
        if cells > 8:
            return False
        texts = [self.grid.text(row, column) for column in self.filled(row)]
        keys = [is_keyed(text) for text in texts]
        if keys[0] and cells > 2 and sum(keys) == 1 and texts[0][-1] not in ":：":
            return False  # 单位：万元 in the corner of a header
        return any(keys) or is_remark(texts[0])

    @staticmethod
    def may_be_header(kinds: bytes) -> bool:
        """Tell whether a row may open a header: texts (or years, dates), no numbers."""
        if NUMBER in kinds or NOTHING in kinds or CODE in kinds:
            return False
        texts = kinds.count(TEXT)
        return texts >= 1 and texts + kinds.count(YEAR) + kinds.count(DATE) >= 2

    def is_counting(self, row: int) -> bool:
        """Tell whether a row numbers the columns (甲, 乙, 1, 2, 3)."""
        expected, counted = 1, 0
        for column in self.filled(row):
            text = self.grid.text(row, column)
            if match := _COUNTING.fullmatch(text):
                if int(match[1]) != expected:
                    return False
                expected, counted = expected + 1, counted + 1
            elif normalise(text) not in _COUNTING_LABELS:
                return False
        return counted >= 2

    def belongs_below(self, row: int) -> bool:
        """Tell whether a row continues a header by itself: only units, only English or only years."""
        kinds = self.kinds(row)
        if NUMBER in kinds or NOTHING in kinds or CODE in kinds or DATE in kinds or not count_filled(kinds):
            return False
        if TEXT not in kinds:
            return kinds.count(YEAR) >= 2
        if kinds.count(YEAR):
            return False
        texts = [self.grid.text(row, column) for column in self.filled(row)]
        if all(is_unit(text) for text in texts):
            return True
        return all((text.isascii() and not _has_digit_word(text)) or is_unit(text) for text in texts)

    def shape(self, row: int) -> tuple[str, ...]:
        """Return a row's texts as they are compared with a header's."""
        return tuple(normalise(self.grid.text(row, column)) for column in self.filled(row))

    def notes(self, pending: list[int], *, ended: bool) -> list[int]:
        """Return those of the lines below a body that are its notes; the others are titles of what follows."""
        if ended:
            return pending
        last = max(
            (place for place, row in enumerate(pending) if is_note(self.grid.text(row, self.filled(row)[0]))),
            default=-1,
        )
        return pending[: last + 1]


def is_unit(text: str) -> bool:
    """Tell whether a text is a unit, perhaps in brackets."""
    return len(text) <= 10 and bool(unit_id(text.strip("()（）[]【】")))


def _has_digit_word(text: str) -> bool:
    return any(c.isdigit() for c in text) and not any(c.isalpha() for c in text)

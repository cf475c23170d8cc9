"""A sheet of a form that came back, held against what its hidden sheet says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incuanalysis.intake.cells import CellValue, Sheet
from incuanalysis.intake.forms.hidden import Marks
from incuanalysis.intake.heads import Context
from incuanalysis.vocabulary.matching import normalise

if TYPE_CHECKING:
    from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["FormChangedError", "HeldForm", "unclear"]

_DEMO = "演示数据"


class FormChangedError(Exception):
    """The sheet no longer fits the hidden one; the two sentences say where."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh, self.en = zh, en


def unclear(label: str, times: int) -> FormChangedError:
    """Return the error of a text that should stand in the sheet once, and stands there so many times."""
    text = label.replace("\n", "")
    if times:
        return FormChangedError(f"“{text}”出现{times}次", f"“{text}” stands there {times} times")
    return FormChangedError(f"找不到“{text}”", f"“{text}” is missing")


@dataclass(frozen=True, slots=True)
class HeldForm:
    """A sheet and the marks of the form that it should be; ``words`` where names are looked up."""

    marks: Marks
    sheet: Sheet
    words: Vocabulary | None = None

    def places(self) -> dict[str, list[tuple[int, int]]]:
        """Return where each text that the form needs stands."""
        wanted = {normalise(fixed.text) for fixed in self.marks.fixed}
        wanted |= {normalise(entry.label) for entry in self.marks.entries}
        found: dict[str, list[tuple[int, int]]] = {}
        for r, row in enumerate(self.sheet.rows):
            for c, value in enumerate(row):
                if isinstance(value, str) and (text := normalise(value)) in wanted:
                    found.setdefault(text, []).append((r, c))
        return found

    def cell(self, row: int, column: int) -> CellValue:
        """Return a cell, None beyond the sheet."""
        rows = self.sheet.rows
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else None

    def context(self) -> Context:
        """Return what holds for the whole form."""
        marks = self.marks
        register = marks.register or ("carriers" if marks.carrier else "")
        demo = marks.demo or _DEMO in marks.title
        return Context((marks.title,), marks.period, "form", None, (), marks.region, marks.name, register, demo)

    def filled(self, header: int, column: int) -> bool:
        """Tell whether a column has anything below the header."""
        return any(self.cell(r, column) is not None for r in range(header + 1, len(self.sheet.rows)))

    def stands(self, label: str) -> bool:
        """Tell whether a label stands anywhere in the sheet."""
        wanted = normalise(label)
        return any(isinstance(v, str) and normalise(v) == wanted for row in self.sheet.rows for v in row)

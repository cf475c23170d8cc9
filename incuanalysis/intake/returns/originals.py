"""What stands in a cell of a received file, as it stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from incuanalysis.errors import DamagedFileError
from incuanalysis.intake.cells import CellValue, Sheet
from incuanalysis.intake.files import Unreadable, open_file
from incuanalysis.intake.returns.journal import Archive

__all__ = ["Originals", "column_number"]

_CELL = re.compile(r"([A-Z]{1,4})(\d{1,8})")


def column_number(letters: str) -> int:
    """Return the number of a column, counted from 0.

    Examples
    --------
    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


@dataclass
class Originals:
    """Looks cells up in the received files; each file is opened once.

    Parameters
    ----------
    archive
        Where the files are kept.
    """

    archive: Archive
    _opened: dict[str, tuple[Sheet, ...]] = field(default_factory=dict)

    def written(self, file: str, name: str, sheet: str, cell: str, printed: str) -> tuple[str, str] | None:
        """Return the text of a cell and the unit in which it was read where the cell itself names none.

        Parameters
        ----------
        file, sheet, cell
            As an observation names them.
        name
            Under which the file came.
        printed
            The observation's text, which ends with that unit.

        Returns
        -------
        tuple or None
            None where the file cannot be read any more, or the cell does not say what was stored.
        """
        match = _CELL.fullmatch(cell)
        if match is None or not file.startswith("raw/"):
            return None
        for one in self._sheets(file, name):
            if one.label != sheet:
                continue
            text = _text(_value(one, match[1], int(match[2])))
            if text and printed.startswith(text):
                return text, printed.removeprefix(text)
        return None

    def beside(self, file: str, name: str, sheet: str, cell: str) -> list[str]:
        """Return the texts to the left of a cell and above it; parameters as for :meth:`written`."""
        match = _CELL.fullmatch(cell)
        one = next((s for s in self._sheets(file, name) if s.label == sheet), None)
        if match is None or one is None:
            return []
        row, column = int(match[2]) - 1, column_number(match[1])
        left = one.rows[row][:column] if row < len(one.rows) else []
        above = [cells[column] for cells in one.rows[:row] if column < len(cells)]
        return [value for value in (*left, *above) if isinstance(value, str)]

    def _sheets(self, file: str, name: str) -> tuple[Sheet, ...]:
        if file not in self._opened:
            try:
                opened = open_file(self.archive.content(file.rpartition("/")[2]), name.rpartition("/")[2])
                self._opened[file] = opened.sheets
            except (Unreadable, DamagedFileError):
                self._opened[file] = ()
        return self._opened[file]


def _value(sheet: Sheet, letters: str, row: int) -> CellValue:
    cells = sheet.rows[row - 1] if 0 < row <= len(sheet.rows) else []
    column = column_number(letters)
    return cells[column] if column < len(cells) else None


def _text(value: CellValue) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else str(value).strip()

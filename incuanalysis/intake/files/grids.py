"""Tables of pages and documents, whose cells span columns and rows, as grids with merged ranges."""

from __future__ import annotations

from dataclasses import dataclass, field

from incuanalysis.intake.cells import CellValue, Sheet
from incuanalysis.intake.files.limits import MAX_GRID, Budget
from incuanalysis.intake.files.values import text_or_none

__all__ = ["Grid"]

_MAX_COLUMNS = 1000


@dataclass(slots=True)
class Grid:
    """A table under construction: cells are put row by row at the next free place.

    Parameters
    ----------
    budget
        What the file may still hold.

    Examples
    --------
    >>> grid = Grid(Budget(0))
    >>> grid.start_row(); grid.put("名称", down=2), grid.put("在孵企业", across=2)
    ((0, 0), (0, 1))
    >>> grid.start_row(); grid.put("本年"), grid.put("累计")
    ((1, 1), (1, 2))
    >>> sheet = grid.sheet("")
    >>> sheet.rows, sheet.merged
    ([['名称', '在孵企业', None], [None, '本年', '累计']], ((0, 0, 1, 0), (0, 1, 0, 2)))
    """

    budget: Budget
    rows: list[list[CellValue]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    _taken: dict[int, int] = field(default_factory=dict)
    _column: int = 0

    def start_row(self) -> None:
        """Begin a row; rows that a cell above spans go on below it."""
        self.rows.append([])
        self._column = 0
        self._taken = {column: left - 1 for column, left in self._taken.items() if left > 1}

    def skip(self, columns: int) -> None:
        """Leave columns of the row empty."""
        self._column = min(self._column + columns, _MAX_COLUMNS)

    def put(self, text: str, across: int = 1, down: int = 1) -> tuple[int, int]:
        """Put a cell at the row's next free place and return that place.

        Raises
        ------
        Unreadable
            If the table gets too many cells.
        """
        row = len(self.rows) - 1
        while self._column in self._taken:
            self._column += 1
        column = self._column
        across = max(1, min(across, _MAX_COLUMNS - column))
        line = self.rows[row]
        self.budget.take_grid(max(0, column + across - len(line)))
        line.extend([None] * (column + across - len(line)))
        line[column] = text_or_none(text)
        if across > 1 or down > 1:
            self.merged.append((row, column, row + down - 1, column + across - 1))
        if down > 1:
            # Counted down at the start of each row: the cell's own row is over when the next one starts.
            self._taken.update(dict.fromkeys(range(column, column + across), down))
        self._column = column + across
        return row, column

    def sheet(self, name: str, above: list[str] | None = None) -> Sheet:
        """Return the table; texts that stand above it become rows of their own over its whole width."""
        width = max(map(len, self.rows), default=0)
        last = len(self.rows) - 1
        rows = self.rows
        if width * len(rows) <= MAX_GRID:
            rows = [[*row, *[None] * (width - len(row))] for row in rows]
        merged = [(top, left, min(bottom, last), right) for top, left, bottom, right in self.merged]
        merged = [area for area in merged if area[:2] != area[2:]]
        titles: list[list[CellValue]] = [[text, *[None] * (width - 1)] for text in above or []]
        shift = len(titles)
        spans = [(row, 0, row, width - 1) for row in range(shift) if width > 1]
        moved = [(top + shift, left, bottom + shift, right) for top, left, bottom, right in merged]
        return Sheet(name, [*titles, *rows], (*spans, *moved))

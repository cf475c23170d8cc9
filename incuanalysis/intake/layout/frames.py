"""Frames: where in a sheet tables stand, and which of their rows are titles, header, body and notes.

Geometry by the kinds of cells; only where that leaves two readings open is a text looked up among the known headings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from incuanalysis.intake.layout.area import Frame, Known, RowArea
from incuanalysis.intake.layout.blocks import header_rows
from incuanalysis.intake.layout.forms import find_form
from incuanalysis.intake.layout.grid import NOTHING, NUMBER, YEAR, Grid, count_filled
from incuanalysis.intake.layout.lines import is_note, is_section
from incuanalysis.vocabulary.matching import normalise

__all__ = ["find_frames"]

_PROBES = 24  # cells looked up to tell a header from rows of text
_NO_HEADINGS = frozenset({"", "entity", "moment", "total"})
_PAGE = re.compile(r"第?\d+页.*|共\d+页.*|-\d+-|\d+/\d+|\(?续表?.{0,3}\)?")


def find_frames(
    grid: Grid, known: Known, rows: tuple[int, int] | None = None, columns: tuple[int, int] | None = None
) -> tuple[list[Frame], list[int]]:
    """Return the tables of an area of a sheet from top to bottom, and rows with numbers that no header explains.

    Parameters
    ----------
    grid
        The sheet.
    known
        Returns what a text is as a heading of the vocabulary.
    rows, columns
        First and last of the area; the whole sheet by default.
    """
    top, bottom = rows or (0, grid.height - 1)
    left, right = columns or (0, grid.width - 1)
    scan = _Scan(grid, known, top, min(bottom, grid.height - 1), left, right)
    scan.run()
    return scan.frames, scan.orphans


@dataclass(slots=True)
class _Scan(RowArea):
    frames: list[Frame] = field(default_factory=list)
    orphans: list[int] = field(default_factory=list)
    probes: int = _PROBES

    def run(self) -> None:
        """Walk down the rows; each is looked at a small number of times."""
        lines: list[int] = []
        machine: tuple[int, ...] = ()
        titled = 0
        row = self.top
        while row <= self.bottom:
            kinds = self.kinds(row)
            if not count_filled(kinds):
                row += 1
            elif self.is_line(row, kinds):
                lines.append(row)
                row += 1
            elif frame := find_form(self, row, tuple(lines)):
                self.frames.append(frame)
                lines, machine, row = [], (), frame.bottom + 1
            elif self.may_be_header(kinds):
                header = header_rows(self, row, self.frames[-1].bottom + 1 if self.frames else self.top)
                lines = [line for line in lines if line < header[0]]
                if machine and len(lines) == titled:
                    # nothing stands between: one header of which some rows are for machines
                    header, machine = [*machine, *header], ()
                frame = self.body(header, tuple(lines), machine)
                if frame.body:
                    self.frames.append(frame)
                    lines, machine, row = [], (), frame.bottom + 1
                else:
                    # headings with nothing below but titles and another header: a row inserted for machines
                    machine, titled = tuple(header), len(lines)
                    row = max(header[-1], *frame.repeats, 0) + 1
            else:
                self.orphans.append(row)
                lines, machine = [], ()
                row += 1
        if self.frames and lines:
            self.frames[-1] = self.with_notes(self.frames[-1], lines)

    def with_notes(self, frame: Frame, lines: list[int]) -> Frame:
        """Take lines at the end of the area as notes, as far as no numbers of nobody stand between."""
        limit = next((row for row in self.orphans if row > frame.bottom), self.bottom + 1)
        return replace(frame, notes=frame.notes + tuple(row for row in lines if frame.bottom < row < limit))

    def body(self, header: list[int], lines: tuple[int, ...], machine: tuple[int, ...]) -> Frame:
        """Return the frame of a header: rows down to the next header or the end, notes below."""
        headings = {self.shape(row) for row in header}
        openers = {shape[0] for shape in headings if shape}
        own = sorted({column - self.left for row in header for column in self.filled(row)})
        titles = {normalise(self.grid.text(row, self.filled(row)[0])) for row in lines}
        body: list[int] = []
        pending: list[int] = []
        repeats: set[int] = set()
        numeric: bool | None = None
        row = header[-1] + 1
        while row <= self.bottom:
            kinds = self.kinds(row)
            cells = count_filled(kinds)
            if not cells:
                row += 1
                continue
            if self.is_line(row, kinds):
                pending.append(row)
                row += 1
                continue
            if self.may_be_header(kinds):
                if (
                    normalise(self.grid.text(row, self.filled(row)[0])) in openers
                    and self.shape(row) in headings
                    and not self.new_titles(pending, titles)
                ):
                    skipped = [*pending, *(r for r in range(row, min(row + len(header), self.bottom + 1)))]
                    repeats.update(
                        r for r in skipped if count_filled(self.kinds(r)) and self.is_repeat(r, headings, pending)
                    )
                    body += sorted(r for r in skipped if r in repeats)
                    row = max(body[-1], row) + 1
                    pending = []
                    continue
                # a row of texts may open the next table
                apart = bool(pending) or row - 1 > (body or header)[-1]
                if (
                    (numeric is not False or apart)
                    and not self.continues(row, 0 if apart or not body else body[-1])
                    and self.opens_another(row, first=not body, apart=apart)
                ):
                    break
            elif row - 1 > (body or header)[-1] and not any(place < len(kinds) and kinds[place] for place in own):
                break  # numbers beside the table's columns: nobody's
            elif body and row - body[-1] > 1 and find_form(self, row, (), quick=True):
                break
            if numeric is None:
                numeric = NUMBER in kinds or NOTHING in kinds
            body += [*pending, row]
            pending = []
            row += 1
        ended = row > self.bottom
        notes = self.notes(pending, ended=ended)
        if not any(r not in repeats for r in body):
            notes, body = [], []
        return Frame(
            self.left, self.right, lines, tuple(header), tuple(body), tuple(notes), machine, frozenset(repeats)
        )

    def is_repeat(self, row: int, headings: set[tuple[str, ...]], pending: list[int]) -> bool:
        return row in pending or self.shape(row) in headings

    def new_titles(self, pending: list[int], titles: set[str]) -> bool:
        """Tell whether lines before a repeated header announce another table rather than the next page of this one."""
        for row in pending:
            text = normalise(self.grid.text(row, self.filled(row)[0]))
            if not text.startswith("续") and "续表" not in text and text not in titles and not is_note(text):
                plain = re.sub(r"\(?续.{0,3}\)?$", "", text)
                if plain not in titles and not is_section(text) and not _PAGE.fullmatch(plain):
                    return True
        return False

    def continues(self, row: int, above: int) -> bool:
        """Tell whether a row of texts says again what stands above or below it, as rows of one list do and headers do not.

        Above one text is enough, below it needs two: a header of two rows may say its first heading in both.
        """
        follows = row + 1 if row < self.bottom else row
        return (above and self.alike(row, above) > 0) or (follows > row and self.alike(row, follows) > 1)

    def alike(self, row: int, other: int) -> int:
        """Return in how many columns two rows hold the same text."""
        text = self.grid.text
        return sum(text(row, column) == text(other, column) for column in self.filled(row))

    def opens_another(self, row: int, *, first: bool, apart: bool) -> bool:
        """Tell whether a row of texts within a table is the header of another one."""
        kinds = self.kinds(row)
        years = [int(self.grid.text(row, self.left + place)) for place, kind in enumerate(kinds) if kind == YEAR]
        if self.probes <= 0 or (years and not (apart or (len(years) > 1 and _follow_each_other(years)))):
            return False
        cells = self.filled(row)[:8]
        self.probes -= len(cells)
        roles = [self.known(self.grid.text(row, column)) for column in cells]
        hits = sum(bool(role) for role in roles)
        named = sum(role not in _NO_HEADINGS for role in roles)
        return named > 0 and hits * 2 >= len(cells) and (hits >= 2 or first)


def _follow_each_other(years: list[int]) -> bool:
    return all(abs(later - earlier) == 1 for earlier, later in zip(years, years[1:], strict=False))

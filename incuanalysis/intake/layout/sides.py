"""Tables side by side: where one frame holds several, it is cut between them."""

from __future__ import annotations

from dataclasses import replace

from incuanalysis.intake.layout.area import Frame
from incuanalysis.intake.layout.frames import find_frames
from incuanalysis.intake.layout.grid import TEXT, Grid, tidy
from incuanalysis.intake.layout.headers import Heading, read_headings
from incuanalysis.intake.layout.lines import Surroundings, read_surroundings
from incuanalysis.intake.layout.senses import Asker
from incuanalysis.vocabulary.matching import normalise

__all__ = ["split_sides"]

_OPENERS = frozenset({"name", "period", "indicator_name", "serial"})
_MOST_SIDES = 12


def split_sides(grid: Grid, frames: list[Frame], ask: Asker) -> list[tuple[Frame, Surroundings | None]]:
    """Return the frames with those that stand side by side apart, each with the lines that stand above all of them."""
    parted: list[tuple[Frame, Surroundings | None]] = []
    for frame in frames:
        parted += _forms(grid, frame, ask) if frame.form else _sides(grid, frame, ask)
    return parted


def _forms(grid: Grid, frame: Frame, ask: Asker) -> list[tuple[Frame, Surroundings | None]]:
    """Cut a form of several labels in a row between its pairs of label and value."""
    starts: set[int] = set()
    for row in frame.body[:20]:
        for place, kind in enumerate(grid.segment(row, frame.left, frame.right)):
            if kind == TEXT and ask.role(grid.text(row, frame.left + place)) in ("indicator", "field", "text", "name"):
                starts.add(frame.left + place)
    cuts = sorted(starts)[1:_MOST_SIDES]
    # a label needs a column of values before the next one
    cuts = [cut for number, cut in enumerate(cuts) if cut - (sorted(starts)[number]) > 1]
    parted = _cut(grid, frame, cuts)
    return [(part, _with_name(outer, _form_name(grid, frame, ask)) if outer else None) for part, outer in parted]


def _form_name(grid: Grid, frame: Frame, ask: Asker) -> tuple[str, str]:
    """Return the name that one of a form's rows states for all of it, and its register."""
    for row in frame.body:
        cells = [frame.left + place for place, kind in enumerate(grid.segment(row, frame.left, frame.right)) if kind]
        for label, value in zip(cells, cells[1:], strict=False):
            sense = ask.sense((tidy(grid.text(row, label)),)) if grid.kind(row, label) == TEXT else None
            if sense and sense.role == "name" and sense.id not in ("regions", "any"):
                return tidy(grid.text(row, value)), sense.id
    return "", ""


def _with_name(outer: Surroundings, name: tuple[str, str]) -> Surroundings:
    return replace(outer, name=name[0], register=name[1]) if name[0] else outer


def _sides(grid: Grid, frame: Frame, ask: Asker) -> list[tuple[Frame, Surroundings | None]]:
    gaps = _gaps(grid, frame)
    if not gaps and not _may_repeat(grid, frame):
        return [(frame, None)]
    headings = read_headings(grid, frame.header, frame.left, frame.right, spread=False)
    for gap in gaps[:_MOST_SIDES]:
        if _is_apart(grid, frame, headings, gap, ask):
            return _scan_again(grid, frame, (gap[0] - 1, gap[1] + 1), ask)
    return _cut(grid, frame, _repeated(headings, ask)[: _MOST_SIDES - 1])


def _may_repeat(grid: Grid, frame: Frame) -> bool:
    """Tell whether the leftmost heading stands in its row again."""
    for row in frame.header:
        texts = [text for text in grid.sheet.rows[row][frame.left : frame.right + 1] if isinstance(text, str)]
        if texts and texts[0] in texts[1:]:
            return True
    return False


def _repeated(headings: dict[int, Heading], ask: Asker) -> list[int]:
    """Return the columns where the headings begin anew (地区, 数量, 地区, 数量)."""
    named = [heading for _, heading in sorted(headings.items()) if heading.parts]
    if len(named) < 4:
        return []
    first = named[0]
    if ask.sense(first.parts, first.unit).role not in _OPENERS:
        return []
    again = [heading.column for heading in named[1:] if normalise(heading.text) == normalise(first.text)]
    return again if all(cut - before > 1 for before, cut in zip([first.column, *again], again, strict=False)) else []


def _gaps(grid: Grid, frame: Frame) -> list[tuple[int, int]]:
    """Return runs of columns (first, last) that are empty in header and body, with something on both sides."""
    width = min(frame.right, grid.width - 1) - frame.left + 1
    union = 0
    for row in (*frame.header, *frame.body):
        union |= int.from_bytes(grid.segment(row, frame.left, frame.right), "little")
    used = bytearray(1 if kind else 0 for kind in union.to_bytes(width, "little"))
    for row in frame.header:
        for _, left, _, right in grid.starting_in(row):
            for column in range(max(left, frame.left), min(right, frame.left + width - 1) + 1):
                used[column - frame.left] = 1
    gaps = []
    place = used.find(1)
    while place != -1 and (start := used.find(0, place)) != -1:
        place = used.find(1, start)
        if place != -1:
            gaps.append((frame.left + start, frame.left + place - 1))
    return gaps


def _is_apart(grid: Grid, frame: Frame, headings: dict[int, Heading], gap: tuple[int, int], ask: Asker) -> bool:
    """Tell whether what stands right of empty columns is a table of its own."""
    ours = [headings[c] for c in sorted(headings) if c < gap[0] and headings[c].parts]
    theirs = [headings[c] for c in sorted(headings) if c > gap[1] and headings[c].parts]
    if not ours or not theirs:
        return True  # their headers stand in other rows
    if len(theirs) < 2 or len(ours) < 2:
        return False
    opener, other = ours[0], theirs[0]
    role = ask.sense(other.parts, other.unit).role
    if role not in _OPENERS:
        return False
    if normalise(opener.text) == normalise(other.text):
        return True
    titled = any(
        any(grid.segment(row, other.column, frame.right)) for row in frame.lines if _merged_to(grid, row) < gap[1]
    )
    return titled or _rows_with(grid, frame, opener.column) != _rows_with(grid, frame, other.column)


def _merged_to(grid: Grid, row: int) -> int:
    return max((right for _, _, _, right in grid.starting_in(row)), default=0)


def _rows_with(grid: Grid, frame: Frame, column: int) -> int:
    return sum(grid.kind(row, column) != 0 for row in frame.body)


def _scan_again(
    grid: Grid, frame: Frame, between: tuple[int, int], ask: Asker
) -> list[tuple[Frame, Surroundings | None]]:
    """Look for tables on both sides of a gap; lines above both belong to both."""
    outer = _outer(grid, frame)
    parted: list[tuple[Frame, Surroundings | None]] = []
    for left, right in ((frame.left, between[0]), (between[1], frame.right)):
        found, _ = find_frames(grid, ask.probe(), (frame.top, frame.bottom), (left, right))
        for one in found:
            sides = _forms(grid, one, ask) if one.form else _sides(grid, one, ask)
            parted += [(side, outer if side.left != frame.left else other) for side, other in sides]
    return parted


def _cut(grid: Grid, frame: Frame, cuts: list[int]) -> list[tuple[Frame, Surroundings | None]]:
    """Cut a frame before some columns; all parts keep its rows as far as they have something in them."""
    if not cuts:
        return [(frame, None)]
    outer = _outer(grid, frame)
    edges = [frame.left, *cuts, frame.right + 1]
    parted: list[tuple[Frame, Surroundings | None]] = []
    for number, (left, end) in enumerate(zip(edges, edges[1:], strict=False)):
        body = tuple(row for row in frame.body if any(grid.segment(row, left, end - 1)))
        if not body:
            continue
        lines = frame.lines if number == 0 else ()
        notes = tuple(row for row in frame.notes if any(grid.segment(row, left, end - 1))) if number else frame.notes
        part = replace(frame, left=left, right=end - 1, body=body, lines=lines, notes=notes)
        parted.append((part, None if number == 0 else outer))
    return parted


def _outer(grid: Grid, frame: Frame) -> Surroundings:
    return read_surroundings(grid, frame.lines, frame.notes, frame.left, frame.right)

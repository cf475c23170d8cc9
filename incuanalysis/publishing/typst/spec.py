"""A table item's JSON → grid: units and groups in the heading, tones, and marks of notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from incuanalysis.publishing.typst.grid import Cell, Grid
from incuanalysis.publishing.typst.markup import call, sequence

if TYPE_CHECKING:
    from incuanalysis.publishing.typst.draft import Draft

__all__ = ["dressed", "grid_from_spec", "mark_of"]

_TONES = frozenset({"good", "warn", "bad", "muted"})
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def mark_of(number: int) -> str:
    """Return the sign that calls a note: in a circle, since a raised digit behind a number reads as a power.

    Examples
    --------
    >>> mark_of(2), mark_of(21)
    ('②', '(21)')
    """
    return _CIRCLED[number - 1] if 1 <= number <= len(_CIRCLED) else f"({number})"


def grid_from_spec(draft: Draft, spec: Mapping[str, Any], number: str | None) -> Grid:
    """Return the grid of a table's JSON (``application/vnd.incu.table+json``).

    Parameters
    ----------
    draft
        The report being written.
    spec
        ``columns``, ``rows``, ``emphasis``, ``notes``, ``caption``, and where they are
        needed ``cells``, ``grow`` and the columns' ``group``.
    number
        The table's number, if it has one.
    """
    columns: Sequence[Mapping[str, Any]] = spec.get("columns") or []
    aligns = [str(column.get("align") or "left") for column in columns]
    stated = _stated(spec, len(columns))
    rows = [
        [
            _cell(draft.text(value), stated.get((down, across), {}))
            for across, value in enumerate([*row, *[""] * len(columns)][: len(columns)])
        ]
        for down, row in enumerate(spec.get("rows") or [])
    ]
    called = {mark for row in rows for cell in row for mark in cell.marks}
    notes = [draft.text(note) for note in spec.get("notes") or []]
    stub = next((place for place, align in enumerate(aligns) if align in ("decimal", "right")), 1)
    grow = spec.get("grow")
    return Grid(
        head=_head(draft, columns),
        rows=rows,
        aligns=aligns,
        stub=max(1, min(stub, 2)),
        shaded=frozenset(int(row) for row in spec.get("emphasis") or []),
        number=number,
        caption=draft.text(spec.get("caption")),
        notes=[f"{mark_of(place)} {note}" if place in called else note for place, note in enumerate(notes, start=1)],
        grow=grow if isinstance(grow, int) and not isinstance(grow, bool) else None,
    )


def _head(draft: Draft, columns: Sequence[Mapping[str, Any]]) -> list[list[Cell]]:
    """Return the heading's rows: one, or two where columns are grouped; a column without a group has a tall cell."""
    labels = []
    for column in columns:
        label, unit = draft.text(column.get("label")), draft.text(column.get("unit"))
        # The label may say the unit already.
        text = label if not unit or unit in label else f"{label}（{unit}）" if draft.chinese else f"{label} ({unit})"
        labels.append(Cell(text, text, True))
    groups = [draft.text(column.get("group")) for column in columns]
    if not any(groups):
        return [labels] if any(cell.text for cell in labels) else []
    above: list[Cell] = []
    for place, group in enumerate(groups):
        if not group:
            above.append(labels[place])
        elif place and groups[place - 1] == group:
            above.append(above[-1])
        else:
            above.append(Cell(group, group, True))
    return [above, labels]


def _stated(spec: Mapping[str, Any], columns: int) -> dict[tuple[int, int], Mapping[str, Any]]:
    """Return (row, column) → what the spec says of a cell beside its text."""
    cells = spec.get("cells") or []
    return {(int(cell["row"]), int(cell["col"])): cell for cell in cells if 0 <= int(cell["col"]) < columns}


def _cell(text: str, stated: Mapping[str, Any]) -> Cell:
    if not stated:
        return Cell(text, text)
    tone = str(stated.get("tone") or "")
    marks = tuple(int(note) for note in stated.get("note") or [])
    return Cell(text, text, marks=marks, tone=tone if tone in _TONES else "")


def dressed(cell: Cell, content: str) -> str:
    """Return a cell's content in its tone and with the marks of its notes."""
    if cell.tone and content:
        content = call("toned", cell.tone, content)
    if cell.marks:
        content = sequence([content, call("note-mark", "".join(map(mark_of, cell.marks)))])
    return content

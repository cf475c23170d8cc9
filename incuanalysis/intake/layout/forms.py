"""Forms: rows that each say label, value, label, value … without a header above them."""

from __future__ import annotations

from incuanalysis.intake.layout.area import Frame, RowArea, is_unit
from incuanalysis.intake.layout.grid import NOTHING, NUMBER, TEXT, YEAR, count_filled, tidy

__all__ = ["find_form"]

_LABEL_ROLES = frozenset({"indicator", "field", "text", "name"})
_VALUE_ROLES = frozenset({"moment", "entity"})


def find_form(area: RowArea, row: int, lines: tuple[int, ...], *, quick: bool = False) -> Frame | None:
    """Return the frame of rows that each say label, value, label, value …; None where there are none.

    ``quick`` looks at the first row only.
    """
    labels = _labels(area, row)
    if not labels:
        return None
    if quick:
        return Frame(area.left, area.right, body=(row,), form=True)
    body, pending = [row], list[int]()
    blank = False
    follow = row + 1
    while follow <= area.bottom:
        kinds = area.kinds(follow)
        if not count_filled(kinds):
            blank = True
        elif area.is_line(follow, kinds):
            pending.append(follow)
        elif _labels(area, follow) or (not (blank or pending) and _is_pair(area, follow, labels[0])):
            body += [*pending, follow]
            pending, blank = [], False
        else:
            break
        follow += 1
    numbers = sum(kind in area.kinds(r) for r in body for kind in (NUMBER, YEAR))
    if not numbers or (len(body) < 2 and not _labels(area, row)):
        return None
    if len(body) < 2 and NUMBER not in area.kinds(row):
        return None
    notes = area.notes(pending, ended=follow > area.bottom)
    return Frame(area.left, area.right, lines, (), tuple(body), tuple(notes), form=True)


def _is_pair(area: RowArea, row: int, label: int) -> bool:
    """Tell whether a row below others of a form has a label, known or not, and one value."""
    cells = area.filled(row)
    return (
        cells[0] == label
        and area.grid.kind(row, label) == TEXT
        and len(cells) <= 3
        and sum(area.grid.kind(row, column) in (NUMBER, YEAR, NOTHING) for column in cells[1:]) == 1
    )


def _labels(area: RowArea, row: int) -> list[int]:
    """Return the columns of the labels in a row of label, value, label, value …; empty if the row is none."""
    cells = area.filled(row)
    if not 2 <= len(cells) <= 12 or area.grid.kind(row, cells[0]) != TEXT:
        return []
    labels: list[int] = []
    numbers = others = 0
    for column in cells:
        kind = area.grid.kind(row, column)
        text = tidy(area.grid.text(row, column))
        known = area.known(text) if kind == TEXT and not is_unit(text) else ""
        if known in _VALUE_ROLES and labels and not numbers + others:
            others += 1
        elif known:
            # two headings side by side are a header; so is one that announces a column of names or of values
            if known not in _LABEL_ROLES or (labels and not others + numbers):
                return []
            labels.append(column)
            numbers = others = 0
        elif not labels:
            return []
        else:
            numbers += kind in (NUMBER, YEAR, NOTHING)
            others += kind not in (NUMBER, YEAR, NOTHING) and not is_unit(text)
            if numbers + others > 1:
                return []
    return labels if numbers + others else []

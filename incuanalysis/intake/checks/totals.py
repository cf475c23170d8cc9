"""Totals against their parts."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import repeat
from math import fsum
from operator import itemgetter

from incuanalysis.intake.cells import cell_name
from incuanalysis.intake.checks.rounding import EQUAL, WHOLE_DIMENSIONS, plain, rounding
from incuanalysis.intake.findings import Finding, finding
from incuanalysis.intake.heads import RowKind
from incuanalysis.intake.returns.reading import Entries, Reading
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["Refused", "check_totals"]

Refused = dict[int, tuple[str, dict[str, str]]]

_SUBTOTAL, _TOTAL, _GRAND = 1, 2, 3
_SLIPS = (10_000, 1_000, 100, 10)


@lru_cache(maxsize=4096)
def _rank(text: str) -> int:
    """Tell how much a total covers: 小计 less than 合计, 合计 less than 总计."""
    compact = "".join(unicodedata.normalize("NFKC", text).split())
    if "小计" in compact or "分计" in compact:
        return _SUBTOTAL
    return _GRAND if "总计" in compact or "共计" in compact else _TOTAL


@dataclass(frozen=True, slots=True)
class _Axis:
    """One direction in which totals add up: down the rows, or along the columns."""

    line: Sequence[int]  # where an entry stands along the axis
    across: Sequence[int]  # what its parts have in common with it
    rank: dict[int, int]  # totals on the axis
    skip: frozenset[int]  # parts (其中), which are not added
    lines: list[int]  # data lines, in order
    sections: list[int]  # section lines, in order
    down: bool


def check_totals(reading: Reading, words: Vocabulary, refused: Refused, recomputed: set[int]) -> list[Finding]:
    """Check each total against its parts; a total that fails or cannot be checked is added to ``refused``.

    Parameters
    ----------
    reading, words
        The table and the vocabulary.
    refused
        Entries refused so far; they are missing as parts.
    recomputed
        Totals of ratios that were computed again from their parts and hold.

    Returns
    -------
    list of Finding
        Totals that hold but for rounding.
    """
    entries = reading.entries
    if RowKind.TOTAL not in entries.kind:
        return []
    rows = _axis(reading, down=True)
    columns = _axis(reading, down=False)
    kinds = entries.kind
    for i, kind in enumerate(kinds):
        if kind is RowKind.TOTAL and entries.row[i] not in rows.rank and entries.column[i] not in columns.rank:
            rows.rank[entries.row[i]] = _rank(entries.entity[i])
    found: list[Finding] = []
    blanks = _Blanks()
    # Along the columns first: a 合计 column's cells are the parts of its own total.
    for axis in (columns, rows):
        for run in _runs(entries, axis) if axis.rank else ():
            lines = itemgetter(*run)(axis.line) if len(run) > 1 else (axis.line[run[0]],)
            marks = list(map(axis.rank.get, lines, repeat(0)))
            for place in [place for place, mark in enumerate(marks) if mark]:
                i = run[place]
                # A total of both a row and a column is checked down its column only.
                if kinds[i] is RowKind.TOTAL and (axis.down or entries.row[i] not in rows.rank):
                    start, end = _segment(marks, place)
                    segment = _Segment(reading, words, axis, run, marks, start, end)
                    found += _check_total(segment, i, refused, recomputed, blanks)
    for i, line, facts in blanks.failed:
        if line in blanks.held:
            # elsewhere the row's blanks are nothing: then they are here, and the total is wrong
            refused[i] = ("total_mismatch", facts)
    for cells in blanks.held.values():
        facts = {"part": cells[0][1], "count": str(len(cells))}
        found.append(finding("total_blank_part", reading.table.sheet.label, cells[0][0], **facts))
    return found


@dataclass(slots=True)
class _Blanks:
    """Totals of parts of which one is an empty cell: by the part's line those that hold without it, and those that fail."""

    held: dict[tuple[bool, int], list[tuple[str, str]]] = field(default_factory=dict)
    failed: list[tuple[int, tuple[bool, int], dict[str, str]]] = field(default_factory=list)


def _runs(entries: Entries, axis: _Axis) -> Iterator[list[int]]:
    """Return the entries of each line of cells that are of one indicator, basis and period, in order."""
    lines: defaultdict[int, list[int]] = defaultdict(list)
    for i, across in enumerate(axis.across):
        lines[across].append(i)
    said = (entries.indicator, entries.basis, entries.first, entries.last)
    for cells in lines.values():
        run = [i for i in cells if axis.line[i] not in axis.skip] if axis.skip else cells
        if not run:
            continue
        if len(run) > 1 and all(len(set(itemgetter(*run)(column))) == 1 for column in said):
            yield run
            continue
        groups: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
        for i in run:
            groups[tuple(column[i] for column in said)].append(i)
        yield from groups.values()


def _axis(reading: Reading, *, down: bool) -> _Axis:
    table, entries = reading.table, reading.entries
    heads = table.rows if down else table.columns
    rank = {head.index: _rank(head.entity or head.text) for head in heads if head.kind is RowKind.TOTAL}
    skip = frozenset(head.index for head in heads if head.kind is RowKind.PART)
    data = sorted(head.index for head in heads if head.kind is RowKind.DATA)
    sections = sorted(head.index for head in heads if head.kind is RowKind.LABEL)
    line, across = (entries.row, entries.column) if down else (entries.column, entries.row)
    return _Axis(line, across, rank, skip, data, sections, down)


def _segment(marks: list[int], place: int) -> tuple[int, int]:
    """Return from where to where in a run the parts of a total stand: before it, or after it where totals come first."""
    mark = marks[place]
    if mark == max(marks) and marks.count(0) == len(marks) - 1:
        return (1, len(marks)) if place == 0 else (0, place)
    if marks.index(mark) < (marks.index(0) if 0 in marks else 0):
        end = next((q for q in range(place + 1, len(marks)) if marks[q] >= mark), len(marks))
        return place + 1, end
    start = next((q + 1 for q in range(place - 1, -1, -1) if marks[q] >= mark), 0)
    # 合计 right below 合计 of the last section: the first word for all, although both say the same.
    return (start if 0 in marks[start:place] else 0), place


@dataclass(frozen=True, slots=True)
class _Segment:
    """The stretch of a run that a total covers."""

    reading: Reading
    words: Vocabulary
    axis: _Axis
    run: list[int]
    marks: list[int]
    start: int
    end: int

    def parts(self) -> list[int]:
        """Return the entries that are added up."""
        marks = self.marks[self.start : self.end]
        run = self.run[self.start : self.end]
        return [i for i, mark in zip(run, marks, strict=True) if not mark] if any(marks) else run

    def spans(self, i: int) -> list[int]:
        """Return the entries that make up a total's period, where the lines are periods and not places."""
        entries, axis = self.reading.entries, self.axis
        if entries.basis[i] != "period":
            return []
        inside = [
            j
            for j in range(len(entries))
            if axis.across[j] == axis.across[i]
            and axis.line[j] not in axis.rank
            and axis.line[j] not in axis.skip
            and entries.indicator[j] == entries.indicator[i]
            and entries.basis[j] == "period"
            and entries.first[i] <= entries.first[j] <= entries.last[j] <= entries.last[i]
        ]
        inside.sort(key=lambda j: entries.first[j])
        wanted = entries.first[i]
        for j in inside:
            if entries.first[j] != wanted:
                return []
            wanted = int(Month.from_int(entries.last[j]).plus(1))
        return inside if inside and entries.last[inside[-1]] == entries.last[i] else []

    def missing(self, i: int, parts: list[int]) -> tuple[int, int] | None:
        """Return the row and column of a part whose cell is empty or was refused, None if there is none."""
        entries, axis = self.reading.entries, self.axis
        low = axis.line[self.run[self.start - 1]] if self.start else -1
        high = axis.line[self.run[self.end]] if self.end < len(self.run) else 1 << 30
        lines = axis.lines[bisect_right(axis.lines, low) : bisect_left(axis.lines, high)]
        if len(lines) == len(parts):
            return None
        heads = {head.index: head for head in (self.reading.table.rows if axis.down else self.reading.table.columns)}
        have = {axis.line[j] for j in parts}
        # a row typed twice was set aside: its numbers are there once
        twice = {(one.row, one.column) for one in self.reading.refusals if one.code == "duplicate_row"}
        filled = set(zip(entries.row, entries.column, strict=True))
        for line in lines:
            head = heads[line]
            if line in have or head.indicator not in ("", entries.indicator[i]) or head.role != "values":
                continue
            if head.period is not None and (int(head.period.first), int(head.period.last)) != (
                entries.first[i],
                entries.last[i],
            ):
                continue
            place = (line, axis.across[i]) if axis.down else (axis.across[i], line)
            if place not in filled and place not in twice:
                return place
        return None


def _check_total(segment: _Segment, i: int, refused: Refused, recomputed: set[int], blanks: _Blanks) -> list[Finding]:
    """Check one total; add it to ``refused`` if it fails."""
    reading, entries = segment.reading, segment.reading.entries
    total = entries.value[i]
    if total is None or i in refused or i in recomputed:
        return []
    indicator = segment.words.indicators.get(entries.indicator[i])

    def names() -> dict[str, str]:
        return {"name": indicator.zh, "name_en": indicator.en, "total": plain(total), "unit": indicator.unit}

    def unchecked(reason: str, reason_en: str) -> list[Finding]:
        refused[i] = ("total_unchecked", {**names(), "reason": reason, "reason_en": reason_en})
        return []

    if indicator.rollup_regions != "sum":
        return unchecked("该指标不能由各项相加得出", "this indicator is not the sum of its parts")
    parts = segment.parts()
    spans = [] if parts else segment.spans(i)
    parts = parts or spans
    if not parts:
        return unchecked("表中没有它的分项", "the table has none of its parts")
    values = [value for j in parts if (value := entries.value[j]) is not None]
    missing = None if spans else segment.missing(i, parts)
    cell = cell_name(*missing) if missing else ""
    empty = missing is not None and reading.table.sheet.rows[missing[0]][missing[1] :][:1] in ([], [None])
    if not values or not refused.keys().isdisjoint(parts):
        # a sign for nothing adds nothing, but of nothing else a total cannot be made
        cell = next(_cell(entries, j) for j in parts if entries.value[j] is None or j in refused)
        empty = False
    added = fsum(values)
    line = (segment.axis.down, missing[0 if segment.axis.down else 1]) if missing else (True, -1)
    if cell and not empty:
        return unchecked(f"分项单元格{cell}为空白或未被采用", f"its part in cell {cell} is blank or was not used")
    if abs(total - added) <= EQUAL * max(abs(total), abs(added)):
        if cell:
            blanks.held.setdefault(line, []).append((_cell(entries, i), cell))
        return []
    if segment.axis.sections and _sum_of_section(segment, i, parts, total):
        return []
    if any(entries.qualifier[j] not in ("exact", "", "blank") for j in (i, *parts)):
        return unchecked("合计或分项是约数", "the total or a part of it is not exact")
    whole = segment.words.units.get(indicator.unit).dimension in WHOLE_DIMENSIONS
    facts = {**names(), "sum": plain(added), "difference": plain(abs(total - added)), "parts": str(len(parts))}
    if abs(total - added) <= rounding(entries, [i, *parts], whole=whole) * (1 + EQUAL):
        return [finding("total_rounding", reading.table.sheet.label, _cell(entries, i), **facts)]
    hint, hint_en = _hint(entries, i, parts, added)
    facts |= {"hint": hint, "hint_en": hint_en}
    if cell:
        blanks.failed.append((i, line, facts))
        return unchecked(f"分项单元格{cell}为空白或未被采用", f"its part in cell {cell} is blank or was not used")
    refused[i] = ("total_mismatch", facts)
    return []


def _sum_of_section(segment: _Segment, i: int, parts: list[int], total: float) -> bool:
    """Tell whether a 小计 is that of the lines since the last section line only."""
    axis, entries = segment.axis, segment.reading.entries
    if axis.rank[axis.line[i]] != _SUBTOTAL:
        return False
    start = axis.sections[bisect_left(axis.sections, axis.line[i]) - 1]
    values = [entries.value[j] or 0.0 for j in parts if axis.line[j] > start]
    return bool(values) and abs(total - fsum(values)) <= EQUAL * max(abs(total), 1.0)


def _hint(entries: Entries, i: int, parts: list[int], added: float) -> tuple[str, str]:
    """Say which single slip would explain a total that does not add up; empty texts if none does."""
    total = entries.value[i] or 0.0
    gap = total - added
    near = 1e-6 * max(abs(gap), EQUAL)
    for factor in _SLIPS:
        for j in parts:
            value = entries.value[j] or 0.0
            cell = _cell(entries, j)
            if value and abs(value * (factor - 1) - gap) <= near:
                return f"若{cell}扩大{factor}倍，则相符。", f" With {cell} multiplied by {factor} it would hold."
            if value and abs(value / factor - value - gap) <= near:
                return f"若{cell}缩小为{factor}分之一，则相符。", f" With {cell} divided by {factor} it would hold."
        for scaled, zh, en in (
            (total * factor, f"扩大{factor}倍", f"multiplied by {factor}"),
            (total / factor, f"缩小为{factor}分之一", f"divided by {factor}"),
        ):
            if abs(scaled - added) <= 1e-6 * abs(added):
                return f"若合计数{zh}，则相符。", f" With the total {en} it would hold."
    for j in parts:
        value = entries.value[j] or 0.0
        cell = _cell(entries, j)
        if value and abs(value + gap) <= near:
            return f"差额等于{cell}，该行可能未计入合计或重复填报。", (
                f" The difference is the value of {cell}: that row may be left out of the total or be there twice."
            )
        if value and abs(value - gap) <= near:
            return f"差额等于{cell}，该行可能被重复计入合计，或漏填一行。", (
                f" The difference is the value of {cell}: that row may be counted twice, or a row is missing."
            )
    return "", ""


def _cell(entries: Entries, i: int) -> str:
    return cell_name(entries.row[i], entries.column[i])

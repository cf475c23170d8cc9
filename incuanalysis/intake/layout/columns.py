"""The columns of a frame: their headings, what these say, and what kinds of cells stand below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from incuanalysis.intake.clean.units import unit_id
from incuanalysis.intake.layout.area import Frame
from incuanalysis.intake.layout.grid import CODE, DATE, EMPTY, NOTHING, NUMBER, TEXT, YEAR, Grid, tidy
from incuanalysis.intake.layout.headers import Heading, read_headings, split_cell
from incuanalysis.intake.layout.senses import Asker, Sense
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["REGISTERS", "Column", "holds_units", "is_personal", "read_columns", "register_of"]

#: Registers from the finest to the widest: a roster of firms names their carriers, too.
REGISTERS = ("firms", "projects", "sites", "carriers")

_ONLY_TEXTS = frozenset({"english", "note", "unit_name"})
_COUNTING = re.compile(r"[（(]?\d{1,3}[)）]?")
# What carriers, firms … are called in titles; it decides a bare 名称 only.
_TITLED = (
    ("firms", re.compile(r"企业(?:名册|名单|花名册|清单|明细|登记|一览)")),
    ("projects", re.compile(r"项目(?:名册|名单|清单|明细|登记|库|一览|进展|进度|汇总)")),
    ("sites", re.compile(r"(?:地块|空间|楼宇|物业)(?:名册|名单|清单|明细|登记|一览|台账)")),
    (
        "carriers",
        re.compile(r"(?:载体|孵化器|众创空间|加速器|基地|科创园)(?:名册|名单|清单|明细|登记|一览|台账|情况|统计|基本)"),
    ),
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a frame.

    Parameters
    ----------
    index
        Its number in the sheet.
    heading, sense
        What stands above it, and what that says.
    numbers, texts, others
        How many cells of the body are numbers (signs for nothing among them), texts, dates and codes.
    """

    index: int
    heading: Heading
    sense: Sense
    numbers: int = 0
    texts: int = 0
    others: int = 0

    @property
    def filled(self) -> bool:
        """There is something in its body."""
        return bool(self.numbers or self.texts or self.others)


def read_columns(
    grid: Grid, frame: Frame, ask: Asker, period: Period | None, titles: tuple[str, ...]
) -> tuple[list[Column], str]:
    """Return the columns of a frame from left to right, and the register whose entities the rows are.

    Parameters
    ----------
    grid, frame
        Where.
    ask
        The vocabulary.
    period, titles
        The table's.
    """
    headings = _best_headings(grid, frame, ask, period)
    columns = _with_counts(grid, frame, headings)
    first = {c.index: ask.sense(c.heading.parts, c.heading.unit, "", period) for c in columns}
    for column in columns:
        # 单位 may head names of units and units of numbers
        if first[column.index].role == "name" and column.texts and holds_units(grid, frame, column.index):
            first[column.index] = Sense("unit_name")
    # a name column above numbers is no name column: 孵化载体 may head their names or their number
    register = register_of([first[c.index] for c in columns if c.texts or not c.numbers], titles)
    rows_of = register or ("regions" if any(s.role == "name" and s.id == "regions" for s in first.values()) else "")
    read = []
    for column in columns:
        parts, unit = column.heading.parts, column.heading.unit
        sense = first[column.index]
        if rows_of and sense.role != "unit_name" and not (sense.role == "name" and sense.id == register):
            again = ask.sense(parts, unit, rows_of, period)
            if again.known or not (sense.role == "name" or is_personal(sense, ask.words)):
                sense = again
        if sense.role == "name" and column.numbers > column.texts:
            counted = ask.sense(parts, unit or "个", rows_of, period)
            if counted.role == "indicator":
                sense = counted
            elif not column.texts:
                sense = replace(sense, role="unknown", code="unknown_heading")
            # names among numbers are rows that slipped: what has no name must not be taken for the whole region's
        elif sense.role in _ONLY_TEXTS and column.numbers > column.texts:
            sense = replace(sense, role="unknown", code="unknown_heading")
        read.append(Column(column.index, column.heading, sense, column.numbers, column.texts, column.others))
    return read, register


def register_of(senses: Sequence[Sense], titles: tuple[str, ...]) -> str:
    """Return the register that the name columns tell; a bare 名称 takes the one that the title speaks of."""
    named = [sense.id for sense in senses if sense.role == "name"]
    for register in REGISTERS:
        if register in named:
            return register
    if "any" in named:
        for register, pattern in _TITLED:
            if any(pattern.search(title) for title in titles):
                return register
        # 名称 beside 注册资本 and 入驻时间: the one register that has them all
        fitting = [{place.split(".")[0] for place in s.nearest} for s in senses if s.role == "field" and s.nearest]
        if len(fitting) > 1 and len(common := set.intersection(*fitting)) == 1:
            return common.pop()
    return ""


def is_personal(sense: Sense, words: Vocabulary) -> bool:
    """Tell whether a heading is one of a person's name or telephone wherever it is known."""
    places = [place.split(".") for place in sense.nearest] if sense.role == "field" else []
    return bool(places) and all(words.registers.get(register).field(id).personal for register, id in places)


def holds_units(grid: Grid, frame: Frame, column: int) -> bool:
    """Tell whether all texts of a column are units."""
    cells = [text for row in frame.body if row not in frame.repeats and (text := tidy(grid.text(row, column)))]
    return bool(cells) and all(len(text) <= 12 and unit_id(text.strip("()（）")) for text in cells)


def _with_counts(grid: Grid, frame: Frame, headings: dict[int, Heading]) -> list[Column]:
    """Return the columns that have a heading or a filled body, with the kinds of their cells counted."""
    rows = [grid.segment(row, frame.left, frame.right) for row in frame.body if row not in frame.repeats]
    columns = []
    for place, kinds in enumerate(zip_longest(*rows, fillvalue=EMPTY)):
        index = frame.left + place
        cells = bytes(kinds)
        numbers = cells.count(NUMBER) + cells.count(NOTHING) + cells.count(YEAR)
        texts, others = cells.count(TEXT), cells.count(DATE) + cells.count(CODE)
        heading = headings.pop(index, None)
        if heading or numbers or texts or others:
            columns.append(Column(index, heading or Heading(index), Sense("unknown"), numbers, texts, others))
    columns += [Column(index, heading, Sense("unknown")) for index, heading in headings.items()]
    return sorted(columns, key=lambda column: column.index)


def _best_headings(grid: Grid, frame: Frame, ask: Asker, period: Period | None) -> dict[int, Heading]:
    """Return the headings read in the way in which the vocabulary knows most of them.

    A header may hold a row of names for machines above or below its own rows, and groups that are not merged.
    """
    rows = tuple(row for row in frame.header if not _counts(grid, row, frame))
    if not rows:
        return {}
    rows, machine = _without_machine_row(grid, frame, rows, ask, period)
    whole = read_headings(grid, rows, frame.left, frame.right, spread=False)
    best, most = whole, _known(whole, ask, period)
    if len(rows) > 1:
        spread = read_headings(grid, rows, frame.left, frame.right, spread=True)
        if spread != whole and not _has_cut_names(whole, spread, ask, period):
            best, most = spread, _known(spread, ask, period)
    if most < len(best) and len(rows) > 1:
        for some, off in ((rows[1:], rows[0]), (rows[:-1], rows[-1])):
            if _says_when(grid, off, frame, ask, period):
                continue  # 本月 below an unknown name still says which of its two columns is which
            fewer = read_headings(grid, some, frame.left, frame.right, spread=False)
            if (hits := _known(fewer, ask, period)) > most + 1:
                rest = tuple(row for row in rows if row not in some)
                best, most = _filled_up(fewer, read_headings(grid, rest, frame.left, frame.right)), hits
    if machine:
        best = _filled_up(best, read_headings(grid, machine, frame.left, frame.right), ask, period)
    if frame.machine:
        best = _filled_up(best, read_headings(grid, frame.machine, frame.left, frame.right), ask, period)
    return best


def _without_machine_row(
    grid: Grid, frame: Frame, rows: tuple[int, ...], ask: Asker, period: Period | None
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Take a row off a header whose cells say once more, each for itself, what the others say together."""
    if len(rows) > 1:
        for own, other in ((rows[1:], rows[:1]), (rows[:-1], rows[-1:])):
            ours, theirs = (read_headings(grid, some, frame.left, frame.right, spread=False) for some in (own, other))
            same = 0
            for index in ours.keys() & theirs.keys():
                one, two = (ask.sense(h.parts, h.unit, "", period) for h in (ours[index], theirs[index]))
                same += one.role == two.role == "indicator" and one.id == two.id and len(ours[index].parts) > 0
            if same >= 3 and same * 2 >= len(ours):
                return own, other
    return rows, ()


def _says_when(grid: Grid, row: int, frame: Frame, ask: Asker, period: Period | None) -> bool:
    """Tell whether a header row says of which stretch of time numbers are (本月, 本年累计, 期末)."""
    for text in {grid.text(row, c) for c in range(frame.left, frame.right + 1) if grid.kind(row, c)}:
        name = split_cell(text)[0]
        sense = ask.sense((name,), "", "", period) if name else None
        if sense and sense.role in ("value", "moment") and (sense.basis is not None or sense.period is not None):
            return True
    return False


def _known(headings: dict[int, Heading], ask: Asker, period: Period | None) -> int:
    return sum(ask.sense(h.parts, h.unit, "", period).known for h in headings.values())


def _has_cut_names(plain: dict[int, Heading], spread: dict[int, Heading], ask: Asker, period: Period | None) -> bool:
    """Tell whether what looks like a group heading is the first line of one column's name (孵化器内 / 企业总数)."""
    groups = {spread[i].parts[0] for i in spread if i in plain and spread[i] != plain[i] and spread[i].parts}
    for heading in plain.values():
        if len(heading.parts) > 1 and heading.parts[0] in groups:
            joined = ask.sense(("".join(heading.parts),), heading.unit, "", period)
            alone = ask.sense((heading.parts[-1],), heading.unit, "", period)
            if joined.known and not alone.known:
                return True
    return False


def _filled_up(
    headings: dict[int, Heading], others: dict[int, Heading], ask: Asker | None = None, period: Period | None = None
) -> dict[int, Heading]:
    """Add headings of another row for columns that have none, or only one that nothing is known of."""
    filled = dict(headings)
    for index, other in others.items():
        own = headings.get(index)
        if own is None or not own.parts:
            filled[index] = replace(other, unit=own.unit if own and own.unit else other.unit)
        elif (
            ask
            and not ask.sense(own.parts, own.unit, "", period).known
            and ask.sense(other.parts, other.unit, "", period).known
        ):
            filled[index] = replace(other, unit=own.unit or other.unit)
    return filled


def _counts(grid: Grid, row: int, frame: Frame) -> bool:
    """Tell whether a header row only numbers the columns."""
    kinds = grid.segment(row, frame.left, frame.right)
    if NUMBER not in kinds:
        return False
    cells = [frame.left + place for place, kind in enumerate(kinds) if kind]
    numbers = sum(bool(_COUNTING.fullmatch(grid.text(row, c))) for c in cells)
    return numbers >= 2 and numbers >= len(cells) - 3

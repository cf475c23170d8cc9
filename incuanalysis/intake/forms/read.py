"""A form that came back: read by its hidden sheet, without a mapping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incuanalysis.errors import IncuError
from incuanalysis.intake.cells import CellValue, Sheet, cell_name
from incuanalysis.intake.findings import Finding, finding
from incuanalysis.intake.forms.hidden import OWN_SHEET, Entry, Marks, is_ours, read_marks
from incuanalysis.intake.forms.shown import Contradiction, contradiction
from incuanalysis.intake.heads import Context, Head, Role, RowKind, Table
from incuanalysis.vocabulary.matching import normalise

if TYPE_CHECKING:
    from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["read_form"]

_DEMO = "演示数据"
_SERIAL = "序号"
_TOTALS = {"合计", "总计", "小计"}


class _ChangedError(Exception):
    """The sheet no longer fits the hidden one; the two sentences say where."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh, self.en = zh, en


def read_form(sheets: Sequence[Sheet], words: Vocabulary | None = None) -> tuple[Table, ...] | None:
    """Read a form of ours by its hidden sheet.

    Rows and columns that were moved are followed by their labels as long as each stands there once.

    Parameters
    ----------
    sheets
        All sheets of one file.
    words
        The vocabulary, to refuse a form that names an indicator, unit or field unknown to it; without it they
        are taken as they are.

    Returns
    -------
    tuple of Table or None
        None if no sheet is a hidden one of ours. Otherwise the tables of the form: its numbers, and each of its
        texts. If what it shows of its period or unit contradicts the hidden sheet, all its values are of the unknown
        kind ``form_contradicts`` and are quarantined. If the form does not fit its hidden sheet any more, the only table is the hidden sheet's (all
        labels) with the finding that says why, and the other sheets are to be read like any others.
    """
    own = next((sheet for sheet in sheets if sheet.name == OWN_SHEET and is_ours(sheet.rows)), None)
    if own is None:
        return None
    try:
        marks = read_marks(own.rows)
        _refuse_unknown(marks, words)
    except (ValueError, IndexError, KeyError, TypeError, OverflowError, IncuError):
        return (_labels(own, finding("form_damaged", sheet=own.label)),)
    others = [sheet for sheet in sheets if sheet.member == own.member and sheet.name != OWN_SHEET]
    # the sheet of that name comes first; it may have been renamed
    others.sort(key=lambda sheet: sheet.name != marks.sheet)
    problem = _ChangedError(f"没有工作表“{marks.sheet}”", f"there is no sheet “{marks.sheet}”")
    for number, sheet in enumerate(others):
        try:
            return _Form(marks, sheet, words).tables()
        except _ChangedError as error:
            if number == 0:
                problem = error
    return (_labels(own, finding("form_changed", sheet=own.label, found=problem.zh, found_en=problem.en)),)


def _refuse_unknown(marks: Marks, words: Vocabulary | None) -> None:
    """Raise IncuError for what the vocabulary does not know."""
    if words is None:
        return
    words.regions.get(marks.region)
    texts = {text.id for text in words.registers.texts}
    for entry in marks.entries:
        if entry.unit:
            words.units.get(entry.unit)
        match entry.kind:
            case "indicator":
                words.indicators.get(entry.id)
            case "field":
                words.registers.get(marks.register).field(entry.id)
            case "text" if entry.id not in texts:
                raise KeyError(entry.id)


def _labels(own: Sheet, why: Finding) -> Table:
    """Return a table of labels only."""
    area = (0, 0, max(len(own.rows) - 1, 0), max((len(row) for row in own.rows), default=1) - 1)
    return Table(own, area, (), (), Context(), (why,))


@dataclass(frozen=True, slots=True)
class _Form:
    """A sheet, held against what its hidden sheet says of it."""

    marks: Marks
    sheet: Sheet
    words: Vocabulary | None = None

    def tables(self) -> tuple[Table, ...]:
        """Return the tables; raise _ChangedError if the sheet does not fit."""
        places = self.places()
        standing = sum(normalise(entry.label) in places for entry in self.marks.entries)
        # a sheet with few of the items is another one, which may speak of another period
        if 4 * standing >= len(self.marks.entries) and (said := contradiction(self.marks, self.sheet, self.words)):
            return (self.set_aside(said),)
        for fixed in self.marks.fixed:
            if fixed.role in ("title", "line") and not places.get(normalise(fixed.text)):
                raise _ChangedError(f"找不到“{fixed.text}”", f"“{fixed.text}” is missing")
        if self.marks.register:
            return (self.roster(),)
        return self.items(places)

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

    def set_aside(self, said: Contradiction) -> Table:
        """Return the table of a form that says two things: all that was filled in is quarantined."""
        rows = self.sheet.rows
        heads = {normalise(fixed.text) for fixed in self.marks.fixed if fixed.role not in ("title", "line")}
        if self.marks.register:
            heads = {_SERIAL, *(normalise(entry.label) for entry in self.marks.entries)}

        def alike(r: int) -> int:
            return sum(isinstance(value, str) and normalise(value) in heads for value in rows[r])

        header = max(range(len(rows)), key=alike, default=0)
        top = [normalise(value) if isinstance(value, str) else "" for value in rows[header]]
        describing = {normalise(e.label) for e in self.marks.entries if e.kind == "name"} | {_SERIAL}
        describing |= {normalise(fixed.text) for fixed in self.marks.fixed if fixed.role not in ("value", "previous")}
        labels = {c for c, text in enumerate(top) if text in describing or text.startswith("上期")}
        width = max((len(row) for row in rows), default=1)
        columns = [
            Head(c, said.text, Role.UNKNOWN, nearest=said.meant, code="form_contradicts")
            for c in range(width)
            if c not in labels and self.filled(header, c)
        ]
        filled = [r for r in range(header + 1, len(rows)) if any(self.cell(r, c.index) is not None for c in columns)]
        lines = tuple(Head(r, f"第{r + 1}行") for r in filled)
        findings = () if filled else (finding("form_contradicts", heading=said.text, nearest="、".join(said.meant)),)
        marks = self.marks
        context = Context((marks.title,), None, "form", None, (), marks.region, marks.name, marks.register, marks.demo)
        return Table(self.sheet, (0, 0, max(len(rows) - 1, 0), width - 1), lines, tuple(columns), context, findings)

    def items(self, places: dict[str, list[tuple[int, int]]]) -> tuple[Table, ...]:
        """Return the table of numbers and one for each text."""
        header, columns = self.header(places)
        moved = 0
        entity = self.marks.name if self.marks.carrier else ""
        rows: dict[int, Entry] = {}
        for entry in self.marks.entries:
            lines = [r for r, c in places.get(normalise(entry.label), ()) if c == columns["label"] and r > header]
            if len(lines) != 1:
                raise _unclear(entry.label, len(lines))
            moved += (lines[0], columns["value"]) != (entry.row, entry.column)
            rows[lines[0]] = entry
        numbers = {r: e for r, e in rows.items() if e.kind == "indicator"}
        texts = {r: e for r, e in rows.items() if e.kind == "text"}
        if texts and numbers and min(texts) < max(numbers):
            raise _ChangedError("文字说明移到了指标之间", "a text was moved between the items")
        findings = [finding("form_moved", count=moved)] if moved else []
        for r, entry in sorted(numbers.items()):
            findings += self.check_item(r, entry, columns)
        findings = _together(findings, "form_wrong_column")
        heads = [_row(r, entry, entity) for r, entry in numbers.items()]
        heads += [self.foreign(r, columns["label"]) for r in self.foreign_rows(header, numbers, texts, columns)]
        heads.sort(key=lambda head: head.index)
        right = max(columns.values())
        self.refuse_columns(rows, columns)
        context = self.context()
        tables = []
        if numbers:
            between = tuple(Head(c, role, Role.LABEL) for role, c in columns.items() if role != "value")
            value = Head(columns["value"], "本期")
            area = (0, 0, max(numbers), right)
            ordered = tuple(sorted((*between, value), key=lambda head: head.index))
            tables.append(Table(self.sheet, area, tuple(heads), ordered, context, tuple(findings)))
        for r, entry in sorted(texts.items()):
            head = Head(columns["value"], entry.label, Role.FIELD, field=f"text:{entry.id}", period=entry.period)
            line = Head(r, entry.label, entity=entity)
            tables.append(Table(self.sheet, (r, 0, r, right), (line,), (head,), context))
        return tuple(tables)

    def header(self, places: dict[str, list[tuple[int, int]]]) -> tuple[int, dict[str, int]]:
        """Return the header's row and the column of each role."""
        columns: dict[str, int] = {}
        lines: set[int] = set()
        for fixed in self.marks.fixed:
            if fixed.role in ("title", "line"):
                continue
            found = places.get(normalise(fixed.text), [])
            if len(found) != 1:
                raise _unclear(fixed.text, len(found))
            lines.add(found[0][0])
            columns[fixed.role] = found[0][1]
        if len(lines) != 1 or not {"label", "unit", "value", "previous"} <= set(columns):
            raise _ChangedError("表头不在同一行", "the header is not in one row")
        return lines.pop(), columns

    def check_item(self, row: int, entry: Entry, columns: dict[str, int]) -> list[Finding]:
        """Refuse an item whose unit was changed; tell if its last value was."""
        unit = self.cell(row, columns["unit"])
        if not isinstance(unit, str) or normalise(unit) != normalise(entry.unit):
            found = "空白" if unit is None else str(unit)
            raise _ChangedError(
                f"“{entry.label}”的计量单位应为{entry.unit}，现为{found}",
                f"the unit of “{entry.label}” should be {entry.unit}, found {'nothing' if unit is None else unit}",
            )
        previous = self.cell(row, columns["previous"])
        if _number(previous) == entry.previous:
            return []
        found, expected = _plain(_number(previous)), _plain(entry.previous)
        facts = {"heading": entry.label, "expected": expected or "空白", "found": found or "空白"}
        facts |= {"expected_en": expected or "nothing", "found_en": found or "nothing"}
        cell = cell_name(row, columns["previous"])
        if previous is None or self.cell(row, columns["value"]) is not None:
            return [finding("form_previous", cell=cell, **facts)]
        # with nothing beside it, it was meant for this period
        return [finding("form_wrong_column", cell=cell, value_cell=cell_name(row, columns["value"]), **facts)]

    def foreign_rows(
        self, header: int, numbers: dict[int, Entry], texts: dict[int, Entry], columns: dict[str, int]
    ) -> list[int]:
        """Return rows among the items that have something in the value column and are none of ours."""
        last = max(numbers, default=header)
        between = (r for r in range(header + 1, last) if r not in numbers and r not in texts)
        return [r for r in between if self.cell(r, columns["value"]) is not None]

    def foreign(self, row: int, label: int) -> Head:
        """Return the head of a row that is none of ours: its number is quarantined."""
        text = self.cell(row, label)
        return Head(row, str(text) if text is not None else f"第{row + 1}行", Role.UNKNOWN, code="form_extra")

    def refuse_columns(self, rows: dict[int, Entry], columns: dict[str, int]) -> None:
        """Refuse a sheet with an entry between its columns, or beside a text, that nobody would look at."""
        known, last = set(columns.values()), max(columns.values())
        beside = {columns[role] for role in ("value", "number", "label") if role in columns}
        for r, entry in rows.items():
            allowed = beside if entry.kind == "text" else known
            for c in range(last + 1):
                if c not in allowed and self.cell(r, c) is not None:
                    at = cell_name(r, c)
                    raise _ChangedError(f"单元格{at}多出内容", f"cell {at} holds something that is not the form's")

    def roster(self) -> Table:
        """Return the table of a register form."""
        entries = {normalise(entry.label): entry for entry in self.marks.entries}
        header, columns = self.roster_header(entries)
        name = next((c for c, e in columns.items() if e is not None and e.kind == "name"), None)
        if name is None:
            raise _ChangedError("没有名称列", "there is no column of names")
        heads, rows, findings = [], [], []
        for c, entry in columns.items():
            if entry is None:
                text = self.cell(header, c)
                heads.append(
                    Head(c, str(text) if text is not None else f"第{c + 1}列", Role.UNKNOWN, code="form_extra")
                )
            else:
                heads.append(_column(c, entry))
        for r in range(header + 1, len(self.sheet.rows)):
            if all(self.cell(r, c) is None for c in columns):
                continue
            value = self.cell(r, name)
            text = str(value).strip() if value is not None else ""
            if normalise(text) in _TOTALS:
                rows.append(Head(r, text, kind=RowKind.LABEL))
                findings.append(finding("form_total_row", cell=cell_name(r, name), heading=text))
            else:
                rows.append(Head(r, text, entity=text))
        moved = sum((header, c) != (e.row, e.column) for c, e in columns.items() if e is not None)
        if moved:
            findings.insert(0, finding("form_moved", count=moved))
        area = (0, 0, len(self.sheet.rows) - 1, max(columns))  # with the numbered rows that were left empty
        return Table(self.sheet, area, tuple(rows), tuple(heads), self.context(), tuple(findings))

    def roster_header(self, entries: dict[str, Entry]) -> tuple[int, dict[int, Entry | None]]:
        """Return the header's row, and each column from it on with its entry, None for one that is not ours."""
        for r, row in enumerate(self.sheet.rows):
            texts = [normalise(value) if isinstance(value, str) else "" for value in row]
            if not set(entries) <= set(texts):
                continue
            for text, entry in entries.items():
                if (times := texts.count(text)) > 1:
                    raise _unclear(entry.label, times)
            columns = {c: entries.get(text) for c, text in enumerate(texts)}
            width = max(len(line) for line in self.sheet.rows[r:])
            found = {c: columns.get(c) for c in range(width) if texts[c : c + 1] != [_SERIAL]}
            return r, {c: entry for c, entry in found.items() if entry is not None or self.filled(r, c)}
        missing = next((e.label for e in self.marks.entries if not self.stands(e.label)), "")
        raise _ChangedError(
            f"找不到列“{missing}”" if missing else "表头不在同一行",
            f"the column “{missing}” is missing" if missing else "the header is not in one row",
        )

    def filled(self, header: int, column: int) -> bool:
        """Tell whether a column has anything below the header."""
        return any(self.cell(r, column) is not None for r in range(header + 1, len(self.sheet.rows)))

    def stands(self, label: str) -> bool:
        """Tell whether a label stands anywhere in the sheet."""
        wanted = normalise(label)
        return any(isinstance(v, str) and normalise(v) == wanted for row in self.sheet.rows for v in row)


def _unclear(label: str, times: int) -> _ChangedError:
    text = label.replace("\n", "")
    if times:
        return _ChangedError(f"“{text}”出现{times}次", f"“{text}” stands there {times} times")
    return _ChangedError(f"找不到“{text}”", f"“{text}” is missing")


def _row(row: int, entry: Entry, entity: str) -> Head:
    return Head(
        row,
        entry.label,
        entity=entity,
        indicator=entry.id,
        basis=entry.basis,
        unit=entry.unit,
        period=entry.period,
    )


def _column(column: int, entry: Entry) -> Head:
    match entry.kind:
        case "name":
            return Head(column, entry.label, Role.LABEL)
        case "field":
            return Head(column, entry.label, Role.FIELD, unit=entry.unit, field=entry.id)
    return Head(column, entry.label, indicator=entry.id, basis=entry.basis, unit=entry.unit, period=entry.period)


def _number(value: CellValue) -> str:
    """Return a number as the hidden sheet writes it, anything else as its text."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(float(value))
    return str(value)


def _together(findings: list[Finding], code: str) -> list[Finding]:
    """Return findings with those of a code as one, which names the first and counts them."""
    same = [one for one in findings if one.code == code]
    if not same:
        return findings
    first, last = same[0], same[-1]
    cell = first.cell if first is last else f"{first.cell}…{last.cell}"
    one = replace(first, cell=cell, facts={**first.facts, "count": str(len(same)), "first_cell": first.cell})
    return [*(other for other in findings if other.code != code), one]


def _plain(number: str) -> str:
    """Return a number as a person writes it.

    Examples
    --------
    >>> _plain("23.0"), _plain("0.5"), _plain("无")
    ('23', '0.5', '无')
    """
    return number.removesuffix(".0")

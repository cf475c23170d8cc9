"""A ledger that came back: the rows that units changed become records, those that cannot be used get a message."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.ledgers.dates import as_day, as_month, given_day
from incuanalysis.evaluation.ledgers.layout import LAYOUTS, LONGEST, Entry, Layout
from incuanalysis.evaluation.ledgers.marks import LedgerMarks, MarksError, Row, is_ours, read_marks, tidy
from incuanalysis.evaluation.ledgers.sentences import LedgerFinding
from incuanalysis.evaluation.ledgers.states import find_state
from incuanalysis.evaluation.ledgers.workbook import SERIAL
from incuanalysis.intake.cells import CellError, CellValue, Sheet, cell_name
from incuanalysis.intake.files import Unreadable, open_file
from incuanalysis.plans.model import Plan
from incuanalysis.vocabulary.matching import normalise

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_ledger"]


def read_ledger(
    path: Path, plan: Plan | None = None, *, received: object = None
) -> tuple[pd.DataFrame, list[LedgerFinding]]:
    """Read a workbook of :func:`~incuanalysis.evaluation.ledgers.workbook.write_ledger` that came back.

    Parameters
    ----------
    path
        The file.
    plan
        The plan that it should be of; with it, tasks that the plan does not have are refused.
    received
        The day of receipt; later dates are refused.

    Returns
    -------
    records : DataFrame
        New records of the rows that were changed, to be appended to their kind: ``kind`` is in ``records.attrs``,
        the columns are the keys (``plan``, ``task``, ``unit``; ``site``; ``project``), ``unit`` of a site or project,
        ``status`` (id), ``date`` (ISO), ``milestone``, ``evidence``, ``document``, ``due``, ``note``; blank is an empty
        text. Nothing changed gives no rows.
    findings : list of LedgerFinding
        Refused rows (``error``) with sheet, cell, what was found and what was expected, and warnings.

    Raises
    ------
    BadInputError
        If the file cannot be read, is no ledger of ours, was changed in its layout, or is of another plan.

    Notes
    -----
    Rows are found by their number and the locked texts beside it, columns by their headings, so both may have been
    moved. Nothing is evaluated: a formula is refused, a text that looks like one is a text.
    """
    sheets = _sheets(path)
    own = next((sheet for sheet in sheets if is_ours(sheet.rows)), None)
    if own is None:
        raise BadInputError(
            f"{path.name}: found no hidden sheet of a ledger; expected a workbook that write_ledger made. Ask for the"
            " ledger as it was sent out.",
            f"{path.name}不是本系统制发的台账（没有内置的隐藏工作表），请用原台账填报。",
        )
    try:
        marks = read_marks(own.rows)
        layout = next(layout for layout in LAYOUTS if layout.records == marks.kind)
    except (MarksError, StopIteration):
        raise BadInputError(
            f"{path.name}: the hidden sheet is damaged or was pasted over; expected it as it was sent out. Ask for the"
            " ledger to be filled in again.",
            f"{path.name}内置的隐藏工作表已损坏或被覆盖，请用原台账重新填报。",
        ) from None
    if plan is not None and marks.plan != plan.id:
        raise BadInputError(
            f"{path.name}: found a ledger of the plan {marks.plan!r}, expected one of {plan.id!r}.",
            f"{path.name}是行动计划“{marks.plan}”的台账，应为“{plan.id}”的台账。",
        )
    day = given_day(received, "received") if received is not None else None
    returned = _Returned(path.name, marks, layout, _sheet(path.name, marks, layout, sheets), plan, day)
    return returned.read()


def _sheets(path: Path) -> Sequence[Sheet]:
    try:
        return open_file(path.read_bytes(), path.name).sheets
    except OSError as error:
        raise BadInputError(
            f"{path}: cannot be read ({error.strerror}); give the workbook that came back.",
            f"无法读取文件“{path}”，请核对文件名。",
        ) from None
    except Unreadable as error:
        raise BadInputError(
            f"{path.name}: {error.finding.text('en')}", f"{path.name}：{error.finding.text()}"
        ) from None


def _headings(layout: Layout) -> list[str]:
    shown = [shown.heading for shown in layout.shown]
    return [SERIAL, *shown, *(entry.heading for entry in layout.entries)]


def _sheet(name: str, marks: LedgerMarks, layout: Layout, sheets: Sequence[Sheet]) -> tuple[Sheet, int, list[int]]:
    """Return the sheet that was filled in, the row of its headings and where each heading stands."""
    others = sorted((s for s in sheets if not is_ours(s.rows)), key=lambda sheet: sheet.name != marks.sheet)
    wanted = [normalise(heading) for heading in _headings(layout)]
    missing = _headings(layout)
    for sheet in others:
        for number, row in enumerate(sheet.rows):
            texts = [normalise(value) if isinstance(value, str) else "" for value in row]
            if all(texts.count(heading) == 1 for heading in wanted):
                return sheet, number, [texts.index(heading) for heading in wanted]
            if texts.count(wanted[0]) == 1:
                missing = [h for h, text in zip(_headings(layout), wanted, strict=True) if texts.count(text) != 1]
    raise BadInputError(
        f"{name}: the headings were changed; {'、'.join(missing)} should stand once each in the row of headings. Restore"
        " them or use the ledger as it was sent out.",
        f"{name}的表头已被改动，“{'、'.join(missing)}”应各出现一次，请恢复表头或用原台账填报。",
    )


@dataclass(slots=True)
class _Returned:
    """A workbook held against its hidden sheet."""

    file: str
    marks: LedgerMarks
    layout: Layout
    place: tuple[Sheet, int, list[int]]
    plan: Plan | None
    received: dt.date | None
    findings: list[LedgerFinding] = field(default_factory=list)

    def read(self) -> tuple[pd.DataFrame, list[LedgerFinding]]:
        import pandas as pd

        lines = self.lines()
        records = []
        for number, row in enumerate(self.marks.rows, start=1):
            found = lines.get(number, [])
            facts = {"found": str(number), "expected": "／".join(row.shown[:3])}
            if not found:
                self.tell("ledger_row_missing", self.place[1], 0, **facts)
            elif len(found) > 1:
                self.tell("ledger_row_twice", found[1], 0, **facts)
            elif (record := self.record(found[0], row)) is not None:
                records.append(record)
        columns = dict.fromkeys([*self.layout.keys, "unit", *(entry.field for entry in self.layout.entries)])
        frame = pd.DataFrame.from_records(records, columns=list(columns))
        frame.attrs["kind"] = self.layout.records
        return frame, self.findings

    def lines(self) -> dict[int, list[int]]:
        """Return a row's number → where it stands; rows that were added are told."""
        sheet, header, columns = self.place
        found: dict[int, list[int]] = {}
        for line in range(header + 1, len(sheet.rows)):
            said = _text(self.cell(line, columns[0]))
            number = int(said) if said.isascii() and said.isdecimal() and len(said) < 9 else 0
            if 1 <= number <= len(self.marks.rows):
                found.setdefault(number, []).append(line)
            elif any(_text(self.cell(line, column)) for column in columns[1 + len(self.layout.shown) :]):
                # the notes below the table stand in its first column and in no other
                self.tell("ledger_row_added", line, columns[0], found=said, expected=str(len(self.marks.rows)))
        return found

    def record(self, line: int, row: Row) -> dict[str, str] | None:
        """Return the new record of a row; None if nothing was changed or it cannot be used."""
        columns = self.place[2]
        before = len(self.findings)
        for shown, text, column in zip(self.layout.shown, row.shown, columns[1:], strict=False):
            stands = _text(self.cell(line, column))
            if normalise(stands) != normalise(text):
                self.tell("ledger_row_altered", line, column, heading=shown.heading, found=stands, expected=text)
        places = dict(zip((entry.field for entry in self.layout.entries), columns[1 + len(row.shown) :], strict=True))
        said = {entry.field: self.said(line, places[entry.field], entry) for entry in self.layout.entries}
        old = dict(zip(said, row.before, strict=True))
        if len(self.findings) > before or said == old:
            return None
        key = dict(zip(self.layout.keys, row.key, strict=True))
        for entry in self.layout.entries:
            self.check_cell(line, places[entry.field], entry)
        if len(self.findings) == before:
            self.check_row(line, places, said, old)
            self.check_key(line, key)
        if any(finding.severity == "error" for finding in self.findings[before:]):
            return None
        unit = next(text for shown, text in zip(self.layout.shown, row.shown, strict=True) if shown.column == "unit")
        state = find_state(said["status"], self.layout.states) or ""
        return {**key, "unit": key.get("unit", unit), **said, "status": state}

    def said(self, line: int, column: int, entry: Entry) -> str:
        """Return a cell's content in the spelling of the hidden sheet; as it stands if it has none."""
        value = self.cell(line, column)
        if isinstance(value, CellError):
            return value
        match entry.form:
            case "day":
                day = as_day(value)
                return day.isoformat() if day else _text(value)
            case "month":
                month = as_month(value)
                return str(month) if month else _text(value)
            case "state":
                known = find_state(_text(value), self.layout.states)
                return self.layout.states[known].zh if known else _text(value)
        return _text(value)

    def check_cell(self, line: int, column: int, entry: Entry) -> None:
        """Tell what is wrong with one cell."""
        value = self.cell(line, column)
        said = self.said(line, column, entry)
        names = "、".join(state.zh for state in self.layout.states.values())
        if isinstance(value, CellError):
            self.tell("ledger_formula", line, column, heading=entry.heading, found=value)
        elif entry.form == "text" and len(said) > LONGEST:
            facts = {"found": str(len(said)), "expected": str(LONGEST)}
            self.tell("ledger_text_long", line, column, heading=entry.heading, **facts)
        elif entry.form == "state" and not said:
            self.tell("ledger_state_blank", line, column, expected=names)
        elif entry.form == "state" and find_state(said, self.layout.states) is None:
            self.tell("ledger_state_unknown", line, column, found=said, expected=names)
        elif entry.form == "day" and not said:
            self.tell("ledger_date_blank", line, column)
        elif entry.form == "day" and as_day(said) is None:
            self.tell("ledger_date_unknown", line, column, found=said)
        elif entry.form == "month" and said and as_month(said) is None:
            self.tell("ledger_due_unknown", line, column, found=said)

    def check_row(self, line: int, places: dict[str, int], said: dict[str, str], old: dict[str, str]) -> None:
        """Tell what does not fit together in a row whose cells can be read."""
        if old["date"] and said["date"] < old["date"]:
            self.tell("ledger_date_early", line, places["date"], found=said["date"], expected=old["date"])
        if self.received is not None and said["date"] > self.received.isoformat():
            expected = self.received.isoformat()
            self.tell("ledger_date_late", line, places["date"], found=said["date"], expected=expected)
        if old["date"] and said["date"] == old["date"] and said["status"] != old["status"]:
            self.tell("ledger_date_same", line, places["date"], found=said["status"], expected=old["status"])
        state = find_state(said["status"], self.layout.states)
        if state == "changed" and not said["document"]:
            self.tell("ledger_document_blank", line, places["document"])
        if state != "changed" and said["due"]:
            self.tell("ledger_due_unchanged", line, places["due"], found=said["due"], expected=said["status"])
        if state == "done" and not said["evidence"]:
            self.tell("ledger_no_evidence", line, places["evidence"])

    def check_key(self, line: int, key: dict[str, str]) -> None:
        """Tell of a task that the plan does not have."""
        if self.plan is not None and "task" in key and key["task"] not in {str(t.number) for t in self.plan.tasks}:
            self.tell("ledger_row_unknown", line, 0, found=key["task"], expected=self.plan.id)

    def cell(self, line: int, column: int) -> CellValue:
        """Return a cell, None beyond the sheet."""
        rows = self.place[0].rows
        return rows[line][column] if line < len(rows) and column < len(rows[line]) else None

    def tell(self, code: str, line: int, column: int, **facts: str) -> None:
        """Keep a finding."""
        self.findings.append(LedgerFinding(code, self.place[0].label, cell_name(line, column), facts))


def _text(value: CellValue) -> str:
    """Return a cell as text."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return tidy(str(value))

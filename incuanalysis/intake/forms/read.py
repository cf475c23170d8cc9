"""A form that came back: read by its hidden sheet, without a mapping."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from incuanalysis.errors import IncuError
from incuanalysis.intake.cells import Sheet
from incuanalysis.intake.findings import Finding, finding
from incuanalysis.intake.forms.held import FormChangedError, HeldForm
from incuanalysis.intake.forms.hidden import OWN_SHEET, Marks, is_ours, read_marks
from incuanalysis.intake.forms.read_items import item_tables
from incuanalysis.intake.forms.read_roster import SERIAL, roster_table
from incuanalysis.intake.forms.shown import Contradiction, contradiction
from incuanalysis.intake.heads import Context, Head, Role, Table
from incuanalysis.vocabulary.matching import normalise

if TYPE_CHECKING:
    from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["read_form"]


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
    problem = FormChangedError(f"没有工作表“{marks.sheet}”", f"there is no sheet “{marks.sheet}”")
    for number, sheet in enumerate(others):
        try:
            return _tables(HeldForm(marks, sheet, words))
        except FormChangedError as error:
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


def _tables(form: HeldForm) -> tuple[Table, ...]:
    """Return the tables; raise FormChangedError if the sheet does not fit."""
    places = form.places()
    standing = sum(normalise(entry.label) in places for entry in form.marks.entries)
    # a sheet with few of the items is another one, which may speak of another period
    if 4 * standing >= len(form.marks.entries) and (said := contradiction(form.marks, form.sheet, form.words)):
        return (_set_aside(form, said),)
    for fixed in form.marks.fixed:
        if fixed.role in ("title", "line") and not places.get(normalise(fixed.text)):
            raise FormChangedError(f"找不到“{fixed.text}”", f"“{fixed.text}” is missing")
    if form.marks.register:
        return (roster_table(form),)
    return item_tables(form, places)


def _set_aside(form: HeldForm, said: Contradiction) -> Table:
    """Return the table of a form that says two things: all that was filled in is quarantined."""
    rows = form.sheet.rows
    heads = {normalise(fixed.text) for fixed in form.marks.fixed if fixed.role not in ("title", "line")}
    if form.marks.register:
        heads = {SERIAL, *(normalise(entry.label) for entry in form.marks.entries)}

    def alike(r: int) -> int:
        return sum(isinstance(value, str) and normalise(value) in heads for value in rows[r])

    header = max(range(len(rows)), key=alike, default=0)
    top = [normalise(value) if isinstance(value, str) else "" for value in rows[header]]
    describing = {normalise(e.label) for e in form.marks.entries if e.kind == "name"} | {SERIAL}
    describing |= {normalise(fixed.text) for fixed in form.marks.fixed if fixed.role not in ("value", "previous")}
    labels = {c for c, text in enumerate(top) if text in describing or text.startswith("上期")}
    width = max((len(row) for row in rows), default=1)
    columns = [
        Head(c, said.text, Role.UNKNOWN, nearest=said.meant, code="form_contradicts")
        for c in range(width)
        if c not in labels and form.filled(header, c)
    ]
    filled = [r for r in range(header + 1, len(rows)) if any(form.cell(r, c.index) is not None for c in columns)]
    lines = tuple(Head(r, f"第{r + 1}行") for r in filled)
    findings = () if filled else (finding("form_contradicts", heading=said.text, nearest="、".join(said.meant)),)
    marks = form.marks
    context = Context((marks.title,), None, "form", None, (), marks.region, marks.name, marks.register, marks.demo)
    return Table(form.sheet, (0, 0, max(len(rows) - 1, 0), width - 1), lines, tuple(columns), context, findings)

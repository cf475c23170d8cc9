"""A register form, one row an entity, read into its table."""

from __future__ import annotations

from incuanalysis.intake.cells import cell_name
from incuanalysis.intake.findings import finding
from incuanalysis.intake.forms.held import FormChangedError, HeldForm, unclear
from incuanalysis.intake.forms.hidden import Entry
from incuanalysis.intake.heads import Head, Role, RowKind, Table
from incuanalysis.vocabulary.matching import normalise

__all__ = ["SERIAL", "roster_table"]

SERIAL = "序号"
_TOTALS = {"合计", "总计", "小计"}


def roster_table(form: HeldForm) -> Table:
    """Return the table of a register form."""
    entries = {normalise(entry.label): entry for entry in form.marks.entries}
    header, columns = _header(form, entries)
    name = next((c for c, e in columns.items() if e is not None and e.kind == "name"), None)
    if name is None:
        raise FormChangedError("没有名称列", "there is no column of names")
    heads, rows, findings = [], [], []
    for c, entry in columns.items():
        if entry is None:
            text = form.cell(header, c)
            heads.append(Head(c, str(text) if text is not None else f"第{c + 1}列", Role.UNKNOWN, code="form_extra"))
        else:
            heads.append(_column(c, entry))
    for r in range(header + 1, len(form.sheet.rows)):
        if all(form.cell(r, c) is None for c in columns):
            continue
        value = form.cell(r, name)
        text = str(value).strip() if value is not None else ""
        if normalise(text) in _TOTALS:
            rows.append(Head(r, text, kind=RowKind.LABEL))
            findings.append(finding("form_total_row", cell=cell_name(r, name), heading=text))
        else:
            rows.append(Head(r, text, entity=text))
    moved = sum((header, c) != (e.row, e.column) for c, e in columns.items() if e is not None)
    if moved:
        findings.insert(0, finding("form_moved", count=moved))
    area = (0, 0, len(form.sheet.rows) - 1, max(columns))  # with the numbered rows that were left empty
    return Table(form.sheet, area, tuple(rows), tuple(heads), form.context(), tuple(findings))


def _header(form: HeldForm, entries: dict[str, Entry]) -> tuple[int, dict[int, Entry | None]]:
    """Return the header's row, and each column from it on with its entry, None for one that is not ours."""
    for r, row in enumerate(form.sheet.rows):
        texts = [normalise(value) if isinstance(value, str) else "" for value in row]
        if not set(entries) <= set(texts):
            continue
        for text, entry in entries.items():
            if (times := texts.count(text)) > 1:
                raise unclear(entry.label, times)
        columns = {c: entries.get(text) for c, text in enumerate(texts)}
        width = max(len(line) for line in form.sheet.rows[r:])
        found = {c: columns.get(c) for c in range(width) if texts[c : c + 1] != [SERIAL]}
        return r, {c: entry for c, entry in found.items() if entry is not None or form.filled(r, c)}
    missing = next((e.label for e in form.marks.entries if not form.stands(e.label)), "")
    raise FormChangedError(
        f"找不到列“{missing}”" if missing else "表头不在同一行",
        f"the column “{missing}” is missing" if missing else "the header is not in one row",
    )


def _column(column: int, entry: Entry) -> Head:
    match entry.kind:
        case "name":
            return Head(column, entry.label, Role.LABEL)
        case "field":
            return Head(column, entry.label, Role.FIELD, unit=entry.unit, field=entry.id)
    return Head(column, entry.label, indicator=entry.id, basis=entry.basis, unit=entry.unit, period=entry.period)

"""The answer key: what was planted where, and what a reader should make of it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from incuanalysis.intake.cells import cell_name
from incuanalysis.intake.sample.formats import printed
from incuanalysis.intake.sample.layouts import Document
from incuanalysis.intake.sample.pages import Page, Spot
from incuanalysis.intake.sample.world import canonical

__all__ = ["CODES", "MENDED", "Planted", "key_line", "period_of", "sheet_label", "truth_row"]

#: Kind of error → codes of findings or refusals, any of which is the right answer; late and missing returns have none,
#: they are seen from the register of documents received and duties.yml.
CODES: dict[str, tuple[str, ...]] = {
    "unit_slip": (
        "unit_slip",
        "jump",
        "total_mismatch",
        "total_unchecked",
        "part_exceeds_whole",
        "report_corrected",
        "report_differs",
    ),
    "digit_twice": (
        "digit_slip",
        "jump",
        "total_mismatch",
        "part_exceeds_whole",
        "roll_forward",
        "stock_differs",
        "report_corrected",
        "report_differs",
        "exceeds_other",
        "ytd_exceeds",
    ),
    "row_twice_same": ("duplicate_row",),
    "row_twice_differing": ("conflicting_rows",),
    "total_off": ("total_mismatch",),
    "misspelt_name": ("unknown_name", "ambiguous_name", "near_carrier"),
    "unknown_heading": ("unknown_heading", "ambiguous_heading", "derived_heading", "computed_column"),
    "no_unit": ("no_unit",),
    "text_for_number": ("not_a_number",),
    "out_of_range": ("negative_value", "out_of_range"),
    "ytd_falls": ("ytd_falls", "total_mismatch", "part_exceeds_whole", "report_corrected", "report_differs"),
    "no_roll_forward": ("roll_forward", "total_mismatch"),
    "error_cell": ("error_value",),
    "firm_both": ("roster_two_states",),
    "firm_overdue": ("roster_stay_over",),
    "last_period_again": ("repeats",),
    "same_file_again": ("already_received",),
    "wrong_period": ("period_conflict",),
    "password": ("file_password",),
    "truncated": ("file_damaged", "file_unknown_kind"),
    "empty": ("file_empty", "already_received"),
    "picture": ("file_picture", "file_no_table"),
    # mended, and told
    "wrong_suffix": ("file_suffix_differs",),
    "web_page_as_xls": ("file_suffix_differs",),
    "locked_built_in": ("file_builtin_key",),
}
#: Kinds of mess that a reader mends without asking.
MENDED = (
    "full_width",
    "separators",
    "number_as_text",
    "chinese_numeral",
    "approximate",
    "unit_in_cell",
    "nothing_sign",
    "name_spaces",
    "suffix_name",
    "old_name",
    "short_name",
    "wrong_suffix",
    "web_page_as_xls",
    "gbk_csv",
    "gbk_zip",
    "locked_built_in",
)


@dataclass(frozen=True, slots=True)
class Planted:
    """Something planted: in a cell (``page`` and ``cell``), or in a whole file.

    ``cells`` are further cells that it makes unusable or doubtful: the row of a name, the column of a heading, a total.
    """

    kind: str
    page: Page | None = None
    cell: tuple[int, int] | None = None
    spot: Spot | None = None
    printed: str = ""
    region: str = ""
    carrier: str = ""
    cells: tuple[tuple[int, int], ...] = ()


def sheet_label(document: Document, page: Page | None) -> str:
    """Return how a reader calls a sheet: its name, after the archive member's where there is one."""
    name = page.name if page and document.format in ("xlsx", "xls") else ""
    return f"{document.name}/{name}".rstrip("/") if document.bundle else name


def period_of(spot: Spot) -> str:
    """Return the period that a value is stored for: states in a table from January on are those of its last month."""
    period = spot.field.period
    if spot.field.basis in ("stock", "since_founding") and period.frequency == "span":
        return str(period.last)
    return str(period)


def key_line(document: Document, planted: Planted) -> str:
    """Return a line of the answer key."""
    spot, page = planted.spot, planted.page
    value = None if spot is None or spot.base is None else canonical(spot.field.indicator, spot.base)
    text = planted.printed or (printed(page.at(planted.cell)) if page and planted.cell else "")
    line = {
        "file": document.path,
        "sheet": sheet_label(document, page),
        "cell": cell_name(*planted.cell) if planted.cell else "",
        "cells": [cell_name(*cell) for cell in planted.cells],
        "kind": planted.kind,
        "expect": "mended" if planted.kind in MENDED else "found",
        "code": list(CODES.get(planted.kind, ())),
        "printed": text,
        "truth": value,
        "region": planted.region or (spot.line.region if spot else document.region),
        "carrier": planted.carrier or (spot.line.carrier if spot else ""),
        "indicator": spot.field.indicator if spot else "",
        "period": period_of(spot) if spot else str(document.period),
        "basis": spot.field.basis if spot else "",
        "form": document.form,
    }
    return json.dumps(line, ensure_ascii=False)


def truth_row(document: Document, page: Page, spot: Spot) -> list[object]:
    """Return a row of the truth: the value, where it stands, and what was planted there."""
    value = "" if spot.base is None else canonical(spot.field.indicator, spot.base)
    return [
        spot.line.region,
        spot.line.carrier,
        spot.field.indicator,
        period_of(spot),
        spot.field.basis,
        value,
        document.path,
        sheet_label(document, page),
        cell_name(spot.row, spot.column),
        spot.planted,
    ]

"""Number formats by which a spreadsheet shows a number as the report printed it."""

from __future__ import annotations

import math
import re

from incuanalysis.publishing.tabledata import TableCell

__all__ = ["marked", "number_of"]

_PRINTED = re.compile(
    r"(?P<before>\D*?)(?P<sign>[+\-−–]?)(?P<whole>\d{1,3}(?:[,，]\d{3})+|\d+)(?P<part>\.\d+)?(?P<after>\D*)"
)
# A column number, a code or a year of several parts is no quantity: 007, 12-3.
_CODE = re.compile(r"0\d")
_SUPERSCRIPT = str.maketrans("0123456789,", "⁰¹²³⁴⁵⁶⁷⁸⁹’")
_MOST_DECIMALS = 9
# What may stand in a format of ours: digits, grouping, sign and quoted text; nothing that a program could act on.
_SAFE = re.compile(r"(?:[#0?,.%+\-/ ();]|\"[^\"]*\"|\\.|General|\[(?:Red|Blue|Black|Green)\])+")


def number_of(cell: TableCell, *, numeric: bool) -> tuple[float, str] | None:
    """Return a cell's number and its format; None where the cell is text.

    Parameters
    ----------
    cell
        The cell.
    numeric
        Whether its column holds numbers, so that a text that is nothing but a number may be read as one.

    Examples
    --------
    >>> number_of(TableCell("35.0%", 35.0, "%", '0.0"%"'), numeric=True)
    (35.0, '0.0"%"')
    >>> number_of(TableCell("约1,200家", 1200.0), numeric=True)
    (1200.0, '"约"#,##0"家"')
    >>> number_of(TableCell("12.50"), numeric=True)
    (12.5, '0.00')
    >>> number_of(TableCell("未报"), numeric=True) is None
    True
    """
    if cell.value is not None and math.isfinite(cell.value):
        if cell.format and _SAFE.fullmatch(cell.format) and len(cell.format) < 200:
            return cell.value, cell.format
        printed = _PRINTED.fullmatch(cell.text.strip())
        return (cell.value, _format(printed)) if printed else (cell.value, "General")
    if not numeric:
        return None
    printed = _PRINTED.fullmatch(cell.text.strip())
    if printed is None or printed["before"] or _CODE.match(printed["whole"]) or len(printed["whole"]) > 15:
        return None
    if printed["after"].strip() not in ("", "%", "‰"):
        return None
    sign = -1.0 if printed["sign"] in tuple("-−–") and printed["sign"] else 1.0
    number = float(re.sub("[,，]", "", printed["whole"]) + (printed["part"] or ""))
    return sign * number, _format(printed)


def marked(number_format: str, notes: tuple[int, ...]) -> str:
    """Return a format that shows the numbers of notes after the number, which stays a number.

    Examples
    --------
    >>> marked("0.0", (1, 2))
    '0.0"¹’²"'
    """
    if not notes:
        return number_format
    sign = superscript(notes)
    return ";".join(f'{part}"{sign}"' for part in _sections("0" if number_format == "General" else number_format))


def superscript(notes: tuple[int, ...]) -> str:
    """Return the numbers of notes as raised digits."""
    return ",".join(map(str, notes)).translate(_SUPERSCRIPT)


def _sections(number_format: str) -> list[str]:
    """Split a format at the semicolons that are not in quotes."""
    return re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', number_format)


def _format(printed: re.Match[str]) -> str:
    whole = "#,##0" if re.search("[,，]", printed["whole"]) else "0"
    decimals = min(len(printed["part"] or ".") - 1, _MOST_DECIMALS)
    digits = whole + ("." + "0" * decimals if decimals else "")
    before, after = (_quoted(printed[name]) for name in ("before", "after"))
    if printed["sign"] == "+":
        return f'"+"{before}{digits}{after};-{before}{digits}{after};{before}{digits}{after}'
    return f"{before}{digits}{after}"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "″") + '"' if text else ""

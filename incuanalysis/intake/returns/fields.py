"""Cells of registers: dates, choices, lists, yes or no, numbers with a unit."""

from __future__ import annotations

import datetime as dt
import re

from incuanalysis.errors import IncuError
from incuanalysis.intake.cells import CellError, CellValue
from incuanalysis.intake.clean.moments import find_said
from incuanalysis.intake.clean.numbers import read_number
from incuanalysis.intake.returns.meaning import Unclear
from incuanalysis.vocabulary.matching import normalise
from incuanalysis.vocabulary.registers import Field
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["read_field"]

_DAY = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})日?")
_PLAIN_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_BETWEEN = re.compile(r"[、;；,，/\n]+")
_YES = {"是", "1", "√", "y", "yes", "有"}
_NO = {"否", "2", "0", "×", "x", "n", "no", "无"}
_NOTHING = {"", "-", "--", "—", "——", "/", "无"}


def read_field(field: Field, value: CellValue, unit: str, words: Vocabulary) -> object | Unclear:
    """Read a cell of a register.

    Parameters
    ----------
    field
        What the register says of the column.
    value
        The cell.
    unit
        Of a number, from the heading or the table; empty if neither says one.

    Returns
    -------
    str, float, bool, list of str, None or Unclear
        Dates are ISO texts (``2021-05-31``, months ``2021-05``); None is a sign for nothing.
    """
    if isinstance(value, CellError):
        return Unclear("error_value", {"heading": field.zh, "found": value})
    text = str(value).strip()
    if text in _NOTHING and field.type != "yes_no":
        return None
    match field.type:
        case "date" | "month":
            return _date(field, value, text)
        case "yes_no":
            plain = normalise(text)
            if plain in _YES or value is True:
                return True
            if plain in _NO or value is False:
                return False
            return Unclear("bad_choice", {"heading": field.zh, "found": text, "expected": "是、否"})
        case "choice":
            return _choice(field, text)
        case "list":
            return [part.strip() for part in _BETWEEN.split(text) if part.strip()]
        case "number":
            return _number(field, value, text, unit, words)
    return text


def _date(field: Field, value: CellValue, text: str) -> str | Unclear:
    day: dt.date | None = None
    if isinstance(value, dt.datetime):
        day = value.date()
    elif isinstance(value, dt.date):
        day = value
    elif match := (_DAY.fullmatch(text) or _PLAIN_DAY.fullmatch(text)):
        try:
            day = dt.date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return Unclear("bad_date", {"heading": field.zh, "found": text})
    if day is not None:
        return day.isoformat() if field.type == "date" else day.isoformat()[:7]
    said = find_said(text)
    if said is None or said.period.months > 12:
        return Unclear("bad_date", {"heading": field.zh, "found": text})
    return str(said.period.last) if said.period.months == 1 else str(said.period.last.year)


def _choice(field: Field, text: str) -> str | Unclear:
    wanted = normalise(text)
    for id, names in field.choices.items():
        if wanted == id or any(wanted == normalise(name) for name in names):
            return id
    expected = "、".join(names[0] for names in field.choices.values())
    return Unclear("bad_choice", {"heading": field.zh, "found": text, "expected": expected})


def _number(field: Field, value: CellValue, text: str, unit: str, words: Vocabulary) -> float | Unclear | None:
    number = read_number(value)
    if number is None:
        return Unclear("not_a_number", {"heading": field.zh, "found": text})
    if number.value is None:
        return None
    said = number.unit or unit
    if not said:
        if words.units.get(field.unit).dimension in ("count", "people"):
            said = field.unit
        else:
            return Unclear("no_unit", {"heading": field.zh, "found": text, "expected": field.unit})
    try:
        return float(words.units.convert(number.value, said, field.unit))
    except IncuError:
        return Unclear("wrong_unit", {"heading": field.zh, "unit": said, "expected": field.unit})

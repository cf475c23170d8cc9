"""How the cells of a column are written: one unit and number of decimals for all, and the same for a spreadsheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display.items import Cell
from incuanalysis.display.numbers import MISSING, Scale, digits, rounded, scale_of
from incuanalysis.display.sentences import dates
from incuanalysis.display.sentences.progress import completion_percent
from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.ledgers.states import MILESTONE_STATES, TARGET_STATES, TASK_STATES, Label
from incuanalysis.vocabulary.periods import Month

if TYPE_CHECKING:
    from incuanalysis.vocabulary.units import UnitBook

__all__ = [
    "ABSENT",
    "LIGHTS",
    "Format",
    "Light",
    "absent_cell",
    "column_format",
    "completion_cell",
    "date_cell",
    "format_of",
    "is_absent",
    "points_format",
    "rank_cell",
    "status_cell",
    "unit_label",
]

#: Why there is no number → what the cell says; a plain missing value is a dash.
ABSENT: Mapping[str, tuple[str, str]] = {
    "": (MISSING["zh"], MISSING["en"]),
    "not_reported": ("未报", "Not reported"),
    "not_applicable": ("不适用", "Not applicable"),
    "not_due_yet": ("未到期", "Not due yet"),
}
_SHORT = {"平方米": "㎡", "万平方米": "万㎡"}


@dataclass(frozen=True, slots=True)
class Light:
    """The tone of a status, and the mark that says the same in grey."""

    tone: str
    mark: str


_GOOD, _WARN, _BAD, _MUTED = Light("good", "●"), Light("warn", "▲"), Light("bad", "■"), Light("muted", "○")
#: Status of a target, task or milestone → its light.
LIGHTS: Mapping[str, Light] = {
    **dict.fromkeys(("done", "ahead", "on_schedule", "reached"), _GOOD),
    "behind": _WARN,
    **dict.fromkeys(("far_behind", "missed", "overdue"), _BAD),
    **dict.fromkeys(
        ("in_progress", "not_reported", "not_due_yet", "not_started", "under_way", "changed", "pending"), _MUTED
    ),
}
_LABELS: Mapping[str, Label] = {**MILESTONE_STATES, **TASK_STATES, **TARGET_STATES}


@dataclass(frozen=True, slots=True)
class Format:
    """How numbers of one column, or of one row, are written.

    Parameters
    ----------
    scale
        Unit and decimals.
    signed
        Write a plus before what is above nothing.
    """

    scale: Scale
    signed: bool = False

    @property
    def excel(self) -> str:
        """The number format of a spreadsheet by which the printed value reads as printed.

        Examples
        --------
        >>> Format(Scale("家")).excel, Format(Scale("%", places=1)).excel, Format(Scale("百分点", places=1), True).excel
        ('0', '0.0"%"', '+0.0;-0.0;0.0')
        """
        places = self.scale.places
        number = f"0.{'0' * places}" if places else "0"
        if self.scale.unit == "%":
            number += '"%"'
        return f"+{number};-{number};{number}" if self.signed else number

    def label(self, language: str = "zh", units: UnitBook | None = None) -> str:
        """Return the unit for the heading; empty where the cells say it themselves (%)."""
        return "" if self.scale.unit == "%" else unit_label(self.scale.unit, language, units)

    def cell(self, value: object, language: str = "zh", *, trace: str = "", notes: tuple[int, ...] = ()) -> Cell:
        """Write a value of the store, or why there is none.

        Parameters
        ----------
        value
            A number, None or nan, or a key of :data:`ABSENT`.
        language
            ``zh`` or ``en``.
        trace, notes
            As in :class:`incuanalysis.display.items.Cell`.

        Raises
        ------
        BadInputError
            If it is any other text.

        Examples
        --------
        >>> area = Format(Scale("万平方米", 1e4, 1))
        >>> cell = area.cell(11850)
        >>> cell.text, cell.value, cell.unit, cell.format
        ('1.2', 1.2, '万平方米', '0.0')
        >>> area.cell("not_reported").text, area.cell(None).text
        ('未报', '—')
        """
        if is_absent(value):
            return absent_cell(value, language, trace=trace, notes=notes)
        number = _number(value)
        printed = self.scale.printed(number)
        plus = "+" if self.signed and printed > 0 else ""
        text = f"{plus}{digits(printed, language, self.scale.places)}{'%' if self.scale.unit == '%' else ''}"
        return Cell(text, printed, self.scale.unit, self.excel, trace, notes=notes)


def is_absent(value: object) -> bool:
    """Tell whether a value is none: None, nan, or a key of :data:`ABSENT`.

    Examples
    --------
    >>> is_absent(None), is_absent(float("nan")), is_absent("not_reported"), is_absent(0)
    (True, True, True, False)
    """
    if isinstance(value, str):
        return value in ABSENT
    return value is None or bool(pd.isna(value))


def absent_cell(value: object, language: str = "zh", *, trace: str = "", notes: tuple[int, ...] = ()) -> Cell:
    """Write why there is no number."""
    why = ABSENT[value if isinstance(value, str) else ""]
    return Cell(why[0 if language == "zh" else 1], trace=trace, tone="muted", notes=notes)


def column_format(values: Iterable[object], unit: str, *, places: int | None = None) -> Format:
    """Choose the format for the values of a column (or row) of one indicator.

    Parameters
    ----------
    values
        In the canonical unit; what is absent does not matter.
    unit
        The canonical unit.
    places
        Decimals, if they are not to be chosen; the unit then stays as it is.

    Examples
    --------
    >>> column_format([101450, 23000, None, "not_reported"], "平方米").scale
    Scale(unit='万平方米', per=10000.0, places=1)
    >>> column_format([12345.6, 20000], "万元").scale.unit, column_format([87.5], "分", places=2).excel
    ('亿元', '0.00')
    """
    if places is not None:
        return Format(Scale(unit, 1.0, places))
    return Format(scale_of([_number(value) for value in values if not is_absent(value)], unit))


def format_of(unit: str, places: int = 0) -> Format:
    """Return a format of given decimals, for counts and scores."""
    return Format(Scale(unit, 1.0, places))


def points_format(places: int = 1) -> Format:
    """Return the format of differences of shares: signed, in 百分点.

    Examples
    --------
    >>> [points_format().cell(value).text for value in (5.0, -3.25, 0.04, -0.04)]
    ['+5.0', '−3.3', '0.0', '0.0']
    """
    return Format(Scale("百分点", 1.0, places), signed=True)


def completion_cell(share: object, language: str = "zh", *, trace: str = "", notes: tuple[int, ...] = ()) -> Cell:
    """Write a share of a target (0.8); one that falls short of it is never written as 100.0%.

    Examples
    --------
    >>> [completion_cell(share).text for share in (0.8, 0.9996, 1.0, None)]
    ['80.0%', '99.96%', '100.0%', '—']
    """
    if is_absent(share):
        return absent_cell(share, language, trace=trace, notes=notes)
    value, places = completion_percent(_number(share))
    written = format_of("%", places).cell(value, language)
    return replace(written, trace=trace, notes=notes)


def unit_label(unit: str, language: str = "zh", units: UnitBook | None = None) -> str:
    """Return a unit as headings print it: ㎡ for 平方米; in English the vocabulary's label.

    Examples
    --------
    >>> unit_label("万平方米"), unit_label("家"), unit_label("百分点")
    ('万㎡', '家', '百分点')
    """
    if language == "zh":
        return _SHORT.get(unit, unit)
    return units.label(unit, "en") if units is not None and unit in units else unit


def rank_cell(place: object, language: str = "zh", *, trace: str = "", notes: tuple[int, ...] = ()) -> Cell:
    """Write a place; a dash without one.

    Examples
    --------
    >>> rank_cell(3).text, rank_cell(None).text
    ('3', '—')
    """
    if is_absent(place):
        return absent_cell(place, language, trace=trace, notes=notes)
    number = rounded(_number(place))
    return Cell(digits(number), number, "", "0", trace, notes=notes)


def status_cell(
    status: object,
    language: str = "zh",
    *,
    labels: Mapping[str, Label] | None = None,
    trace: str = "",
    notes: tuple[int, ...] = (),
) -> Cell:
    """Write a status as mark and word, with its tone.

    Parameters
    ----------
    status
        Of a target, task or milestone; None for a dash.
    language
        ``zh`` or ``en``.
    labels
        Names of the statuses, where one id has another name in this table; by default those of targets, tasks, milestones.
    trace, notes
        As in :class:`incuanalysis.display.items.Cell`.

    Raises
    ------
    BadInputError
        If there is no such status.

    Examples
    --------
    >>> [(cell.text, cell.tone) for cell in map(status_cell, ["done", "behind", "far_behind", "not_reported"])]
    [('●已完成', 'good'), ('▲滞后', 'warn'), ('■严重滞后', 'bad'), ('○未报', 'muted')]
    """
    # not_reported is a status here, and not a number that is missing
    if is_absent(status) and (not isinstance(status, str) or status not in LIGHTS):
        return absent_cell("", language, trace=trace, notes=notes)
    names = _LABELS if labels is None else labels
    if status not in LIGHTS or status not in names:
        known = [id for id in names if id in LIGHTS]
        raise BadInputError(
            f"Unknown status {status!r}. Expected one of: {', '.join(known)}.",
            f"没有“{status}”这一状态，应为{'、'.join(known)}之一。",
        )
    light, name = LIGHTS[str(status)], names[str(status)].name(language)
    mark = light.mark if language == "zh" else f"{light.mark} "
    return Cell(f"{mark}{name}", trace=trace, tone=light.tone, notes=notes)


def date_cell(when: object, language: str = "zh", *, trace: str = "", notes: tuple[int, ...] = ()) -> Cell:
    """Write a day or month: a date or ISO text, a Month, ``2023-09`` or year × 100 + month.

    Examples
    --------
    >>> date_cell(dt.date(2023, 10, 10)).text, date_cell("2023-10-10").text, date_cell(202309).text, date_cell("2023-09").text
    ('2023年10月10日', '2023年10月10日', '2023年9月', '2023年9月')
    """
    if is_absent(when):
        return absent_cell(when, language, trace=trace, notes=notes)
    return Cell(_date_text(when, language), trace=trace, notes=notes)


def _date_text(when: object, language: str) -> str:
    try:
        if isinstance(when, dt.date):
            return dates.day(when, language)
        if isinstance(when, Month):
            return dates.month(when, language)
        if isinstance(when, str):
            if len(when) == len("2023-09"):
                return dates.month(Month(int(when[:4]), int(when[5:])), language)
            return dates.day(dt.date.fromisoformat(when[:10]), language)
        return dates.month(Month.from_int(int(_number(when))), language)
    except ValueError:
        raise BadInputError(f"{when!r} is no date or month.", f"“{when}”不是日期或月份。") from None


def _number(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type] # what is no number says so below
    except (TypeError, ValueError):
        raise BadInputError(
            f"Found {value!r} where a number is expected, or one of: {', '.join(key for key in ABSENT if key)}.",
            f"此处应为数字，现为“{value}”。",
        ) from None

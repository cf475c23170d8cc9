"""What a form that came back shows of its period and unit, where that is not what its hidden sheet says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incuanalysis.intake.clean.moments import find_said
from incuanalysis.intake.forms.hidden import Marks
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.matching import normalise
from incuanalysis.vocabulary.periods import Month, Period

if TYPE_CHECKING:
    from incuanalysis.intake.cells import Sheet
    from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["PERIOD", "UNIT", "Contradiction", "contradiction", "written_period"]

#: What begins an entry of :attr:`Contradiction.meant`.
PERIOD, UNIT = "period:", "unit:"

_UNIT_LINE = re.compile(r"(?:填报|报送|填表)单位(?:名称)?(?:\([^()]*\))?:(.+)")
_PERIOD_LINE = re.compile(r"(?:报告|填报|报表|所属|统计)(?:期|时期|期间|期别):|本期")
_NOTE = re.compile(r"(?:填报说明:)?\d+\.")
_PLAIN = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)-?(?:q([1-4])|h([12])|(?:-(0[1-9]|1[0-2])))(?!\d)", re.IGNORECASE)
_STATES = {Basis.YTD, Basis.STOCK}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the hidden sheet and the visible one say that cannot both hold.

    Parameters
    ----------
    text
        Both, in Chinese.
    meant
        What may be meant: periods as ``period:2023Q3``, ids of units as ``unit:330305001``, those hidden first.
    """

    text: str
    meant: tuple[str, ...]


def written_period(text: str, year: int | None = None) -> tuple[Period, Basis | None] | None:
    """Return the period that a text states, also as programs write it.

    Examples
    --------
    >>> str(written_period("洞头区-北岙街道-2023Q4-季度表.xlsx")[0]), str(written_period("2023年三季度")[0])
    ('2023Q4', '2023Q3')
    """
    if match := _PLAIN.search(text):
        whole, quarter, half, month = int(match[1]), match[2], match[3], match[4]
        size, number = (3, int(quarter)) if quarter else (6, int(half)) if half else (1, int(month))
        return Period(Month(whole, (number - 1) * size + 1), Month(whole, number * size)), None
    said = find_said(text, year)
    return (said.period, said.basis) if said is not None else None


def contradiction(marks: Marks, sheet: Sheet, words: Vocabulary | None = None) -> Contradiction | None:
    """Return where the visible period or unit of a form contradicts its hidden sheet.

    A title that says less (2023年) or the same in other words (2023年三季度, 1—9月) contradicts nothing.

    Parameters
    ----------
    marks
        The hidden sheet.
    sheet
        The visible one.
    words
        The vocabulary, to know units by other names; without it only the unit's own name is known.
    """
    fixed = {normalise(one.text) for one in marks.fixed}
    changed = list(_lines(marks, sheet, fixed))
    if not changed:
        return None
    period = next((p for kind, text in changed if kind != "unit" and (p := _other_period(text, marks.period))), None)
    unit = next(
        (u for kind, text in changed if kind != "period" and (u := _other_unit(kind, text, marks, words))), None
    )
    if period is None and unit is None:
        return None
    hidden = f"隐藏工作表为{marks.name}{marks.period.label()}"
    shown = "、".join(part for part in (unit[0] if unit else "", period.label() if period else "") if part)
    meant = [f"{PERIOD}{marks.period}", *([f"{PERIOD}{period}"] if period else [])]
    meant += [f"{UNIT}{marks.carrier or marks.region}", *([f"{UNIT}{unit[1]}"] if unit and unit[1] else [])]
    return Contradiction(f"{hidden}，表面写作{shown}", tuple(meant))


def _lines(marks: Marks, sheet: Sheet, fixed: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield ``title``, ``period`` or ``unit`` and the text, of what stands above the items and was not sent out so."""
    last = min((entry.row for entry in marks.entries), default=4) + 2  # rows may have been inserted
    stem = normalise(marks.title).rpartition(normalise(marks.period.label()))[2]
    above = True
    for row in sheet.rows[:last]:
        texts = [value for value in row if isinstance(value, str)]
        for text in texts:
            plain = normalise(text)
            if plain in fixed:
                continue
            if _UNIT_LINE.match(plain):
                yield "unit", text
            elif _PERIOD_LINE.match(plain):
                yield "period", _PERIOD_LINE.sub("", plain, count=1)
            elif (above or (stem and stem in plain)) and not _NOTE.match(plain):
                yield "title", text
        above = above and not texts


def _other_period(text: str, own: Period) -> Period | None:
    """Return the period that a text states if the form's own cannot be meant by it."""
    written = written_period(text, own.last.year)
    if written is None:
        return None
    period, basis = written
    same = period.contains(own) or (period.last == own.last and basis in _STATES)
    return None if same else period


def _other_unit(kind: str, text: str, marks: Marks, words: Vocabulary | None) -> tuple[str, str] | None:
    """Return name and id (empty if not known) of the unit that a text names if it is not the form's own."""
    from incuanalysis.intake.clean.names import NameBook

    own = normalise(marks.name)
    match = _UNIT_LINE.match(normalise(text))
    name = match[1] if match else ""
    if kind == "unit":
        if not name or own in name:
            return None
        if words is None or marks.carrier:
            # 北岙 may stand for 北岙街道, but a carrier's part is another one
            return None if not marks.carrier and name in own else (name, "")
        found = NameBook(words.regions).find(name, within=marks.region, on=marks.period.last, kind="region")
        known = found.kind == "region" and found.id != marks.region
        return (words.regions.get(found.id).name, found.id) if known else None
    if words is None:
        return None
    path = words.regions.path(marks.region)
    named = NameBook(words.regions).regions_in(text)
    if not named or named[-1] in path or marks.region in words.regions.path(named[-1]):
        return None
    return words.regions.get(named[-1]).name, named[-1]

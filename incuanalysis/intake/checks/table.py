"""What one table says of itself: plausible values, whole counts, totals and ratios.

It runs before names are resolved and costs next to nothing for a table in order:
an indicator's lowest and highest value are looked at first, and cells one by one
only where those fall outside.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from incuanalysis.intake.cells import cell_name
from incuanalysis.intake.checks.parts import check_parts
from incuanalysis.intake.checks.rounding import EQUAL, WHOLE_DIMENSIONS, plain, rounding
from incuanalysis.intake.checks.totals import Refused, check_totals
from incuanalysis.intake.findings import Finding, finding
from incuanalysis.intake.returns.reading import Reading
from incuanalysis.vocabulary.indicators import IndicatorBook
from incuanalysis.vocabulary.units import UnitBook
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["Verdict", "check_table"]


#: (a figure, what it cannot exceed for the same unit and time)
_SHARES = (
    ("area_in_use", "carrier_area"),
    ("let_area", "carrier_area"),
    ("firms_financed", "financing_events"),
    ("new_graduates", "graduates_cumulative"),
)
_MOST_TIMES = 30
_INEXACT = 1.5  # 约1.2万 may be that much more


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checks made of a table's entries.

    Parameters
    ----------
    findings
        What is worth telling although the values stay.
    refused
        Number of the entry → (code, facts) of why it must not be stored.
    """

    findings: tuple[Finding, ...]
    refused: Refused


@dataclass(frozen=True, slots=True)
class _Rule:
    low: float
    high: float
    unit: str
    whole: bool


@lru_cache(maxsize=4096)
def _rule(indicators: IndicatorBook, units: UnitBook, indicator: str) -> _Rule:
    known = indicators.get(indicator)
    dimension = units.get(known.unit).dimension
    # 7.84件 for 10,000 people is a ratio, though it is printed as a count.
    whole = dimension in WHOLE_DIMENSIONS and known.rollup_regions != "none"
    return _Rule(*known.range, known.unit, whole)


def check_table(reading: Reading, words: Vocabulary) -> Verdict:
    """Check the entries of one table against each other and against what is plausible.

    Parameters
    ----------
    reading
        The table as read; it is not changed. Its refusals count as missing parts of a total.
    words
        Where indicators have their range, unit and parts.

    Returns
    -------
    Verdict
        Entries to keep out (``out_of_range``, ``negative_value``, ``total_mismatch``, ``total_unchecked``), and
        findings on entries that stay.
    """
    refused: Refused = {}
    findings = _check_values(reading, words, refused)
    ratios, recomputed = _check_ratios(reading, words, refused)
    findings += ratios
    findings += check_totals(reading, words, refused, recomputed)
    findings += check_parts(reading, words, refused)
    findings += _check_shares(reading, words, refused)
    return Verdict(tuple(findings), refused)


def _check_shares(reading: Reading, words: Vocabulary, refused: Refused) -> list[Finding]:
    """Tell of figures that are more than what they are a share of: floor in use and the floor there is."""
    entries = reading.entries
    present = set(entries.indicator)
    pairs = [(part, whole) for part, whole in _SHARES if part in present and whole in present]
    if not pairs:
        return []
    said = list(zip(entries.entity, entries.kind, entries.basis, entries.last, entries.indicator, strict=True))
    place = {key: i for i, key in enumerate(said) if i not in refused}
    found = []
    for part, whole in pairs:
        for i, key in enumerate(said):
            if key[-1] != part or i in refused or (other := place.get((*key[:-1], whole))) is None:
                continue
            value, most = entries.value[i], entries.value[other]
            # beyond that either of the two may be in another unit
            if value is None or not most or not most * (1 + EQUAL) < value <= most * _MOST_TIMES:
                continue
            if entries.qualifier[other] not in ("exact", ""):
                most *= _INEXACT
            if value - most <= rounding(entries, [i, other]):
                continue
            one = words.indicators.get(whole)
            facts = {
                **_names(reading, words, i),
                "found": plain(value),
                "unit": words.indicators.get(part).unit,
                "whole_name": one.zh,
                "whole_name_en": one.en,
                "whole": plain(entries.value[other] or 0.0),
                "whole_unit": one.unit,
                "whole_cell": cell_name(entries.row[other], entries.column[other]),
            }
            found.append(_at(reading, i, "exceeds_other", facts))
    return found


def _check_values(reading: Reading, words: Vocabulary, refused: Refused) -> list[Finding]:
    """Refuse values outside their range and tell of counts that are not whole."""
    entries = reading.entries
    values = entries.value
    found: list[Finding] = []
    every = [value for value in values if value is not None]
    if not every:
        return found
    low, high, fractions = min(every), max(every), not all(map(float.is_integer, every))
    rules = {indicator: _rule(words.indicators, words.units, indicator) for indicator in set(entries.indicator)}
    # Of a table in order, no indicator needs to be looked at for itself.
    doubtful = {i for i, rule in rules.items() if low < rule.low or high > rule.high or (fractions and rule.whole)}
    if not doubtful:
        return found
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i, indicator in enumerate(entries.indicator):
        if indicator in doubtful:
            places[indicator].append(i)
    for indicator, numbers in places.items():
        rule = rules[indicator]
        known = [value for i in numbers if (value := values[i]) is not None]
        if not known:
            continue
        low, high = min(known), max(known)
        if low < rule.low or high > rule.high:
            for i in numbers:
                value = values[i]
                if value is not None and not rule.low <= value <= rule.high:
                    code = "negative_value" if value < 0 <= rule.low else "out_of_range"
                    refused[i] = (code, _range_facts(reading, words, i, rule))
        if rule.whole and not all(map(float.is_integer, known)):
            odd = [i for i in numbers if i not in refused and (values[i] or 0) % 1]
            if odd:
                facts = {
                    "printed": entries.printed[odd[0]],
                    "more": str(len(odd) - 1),
                    **_names(reading, words, odd[0]),
                }
                found.append(_at(reading, odd[0], "not_whole", facts))
    return found


def _range_facts(reading: Reading, words: Vocabulary, i: int, rule: _Rule) -> dict[str, str]:
    value = reading.entries.value[i]
    return {
        **_names(reading, words, i),
        "printed": reading.entries.printed[i],
        "found": plain(0.0 if value is None else value),
        "low": plain(rule.low),
        "high": plain(rule.high),
        "unit": rule.unit,
    }


def _names(reading: Reading, words: Vocabulary, i: int) -> dict[str, str]:
    """Return how sentences call an entry's indicator, and the heading it stands under."""
    indicator = words.indicators.get(reading.entries.indicator[i])
    heads = {head.index: head for head in reading.table.columns}
    head = heads.get(reading.entries.column[i])
    heading = head.text if head is not None and head.indicator else ""
    return {"heading": heading or indicator.zh, "name": indicator.zh, "name_en": indicator.en}


def _at(reading: Reading, i: int, code: str, facts: dict[str, str]) -> Finding:
    cell = cell_name(reading.entries.row[i], reading.entries.column[i])
    return finding(code, reading.table.sheet.label, cell, **facts)


def _check_ratios(reading: Reading, words: Vocabulary, refused: Refused) -> tuple[list[Finding], set[int]]:
    """Compute ratios again from their parts; return what differs and the entries that hold."""
    entries = reading.entries
    present = set(entries.indicator)
    wanted: dict[str, tuple[str, str]] = {}
    for one in present:
        indicator = words.indicators.get(one)
        if indicator.numerator in present and indicator.denominator in present:
            wanted[one] = (str(indicator.numerator), str(indicator.denominator))
    if not wanted:
        return [], set()
    needed = {*wanted, *(part for parts in wanted.values() for part in parts)}
    places: dict[tuple[str, str, int], int | None] = {}
    for i, one in enumerate(entries.indicator):
        if one in needed:
            key = (entries.entity[i], one, entries.last[i])
            # The same field twice for one entity: nothing says which belongs to the ratio.
            places[key] = i if key not in places else None
    found, holds = [], set()
    for i, one in enumerate(entries.indicator):
        if one not in wanted or i in refused or entries.value[i] is None:
            continue
        top, base = (places.get((entries.entity[i], part, entries.last[i])) for part in wanted[one])
        if top is None or base is None or top in refused or base in refused:
            continue
        above, below, printed = entries.value[top], entries.value[base], entries.value[i]
        if above is None or not below or printed is None:
            continue
        indicator = words.indicators.get(one)
        factor = 100.0 if indicator.unit == "%" else 1.0
        expected = factor * above / below
        half = [rounding(entries, [part]) for part in (i, top, base)]
        allowed = half[0] + factor * (half[1] / below + above * half[2] / below**2) + 1e-9 * abs(expected)
        if abs(printed - expected) <= allowed:
            holds.add(i)
            continue
        found.append(
            _at(
                reading,
                i,
                "ratio_mismatch",
                {
                    **_names(reading, words, i),
                    "found": plain(printed),
                    "expected": plain(round(expected, 4)),
                    "unit": indicator.unit,
                    "numerator": cell_name(entries.row[top], entries.column[top]),
                    "denominator": cell_name(entries.row[base], entries.column[base]),
                },
            )
        )
    return found, holds

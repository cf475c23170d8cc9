"""Financing in the roster of firms beside the numbers that were reported: firms (家) and cases (家次) are not the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from incuanalysis.intake.checks import Located
from incuanalysis.intake.checks.roster import Firm, read_firms
from incuanalysis.intake.checks.rounding import plain
from incuanalysis.intake.findings import finding
from incuanalysis.vocabulary.matching import normalise
from incuanalysis.vocabulary.periods import Month, Period
from incuanalysis.vocabulary.words import Vocabulary

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["check_financing", "financing_counts"]

_RULES = {
    "firms_financed": (
        "一家企业多次获投只计一家。",
        "A firm financed several times counts once.",
    ),
    "financing_events": (
        "一家企业获投几次计几次。",
        "A firm financed several times counts each time.",
    ),
}

_READ = ("region", "carrier", "indicator", "first", "last", "value", "file", "sheet", "cell")


def financing_counts(firms: pd.DataFrame | Sequence[Firm], period: Period) -> pd.DataFrame:
    """Count the financing of a period from a roster.

    Parameters
    ----------
    firms
        One row a case of financing (or a firm), as :func:`~incuanalysis.intake.checks.roster.read_firms` takes it.
        A case has a date (``financed_on``); a case with the same firm, date, amount and round is counted once.
    period
        Cases with a date in it are counted; a year without a month only if the whole year lies in the period.

    Returns
    -------
    DataFrame
        ``region``, ``carrier`` (None: the whole region), ``firms`` (家), ``cases`` (家次) and ``amount`` (万元).
    """
    import pandas as pd

    counted = _count(read_firms(firms), period)
    rows = [(region, carrier, *numbers) for (region, carrier), numbers in counted.items()]
    return pd.DataFrame(rows, columns=["region", "carrier", "firms", "cases", "amount"])


def _count(firms: Sequence[Firm], period: Period) -> dict[tuple[str, str | None], tuple[int, int, float]]:
    """Return (region, carrier or None for the whole region) → firms, cases and amount."""
    cases: dict[tuple[str, str | None], dict[tuple[str, ...], tuple[str, float]]] = {}
    for firm in firms:
        if not _within(firm, period):
            continue
        amount = firm.values.get("financed")
        number = float(amount) if isinstance(amount, int | float) else 0.0
        key = (firm.key, firm.date("financed_on"), str(amount), str(firm.values.get("round", "")))
        for carrier in dict.fromkeys((None, firm.carrier or None)):
            cases.setdefault((firm.region, carrier), {})[key] = (firm.key, number)
    return {
        place: (len({one for one, _ in found.values()}), len(found), sum(n for _, n in found.values()))
        for place, found in cases.items()
    }


def _within(firm: Firm, period: Period) -> bool:
    first, last = (firm.month("financed_on", latest=latest) for latest in (False, True))
    return first is not None and last is not None and period.first <= first and last <= period.last


def check_financing(
    firms: pd.DataFrame | Sequence[Firm],
    reported: pd.DataFrame,
    words: Vocabulary,
    carriers: Mapping[str, str] | None = None,
    received: dt.date | None = None,
) -> list[Located]:
    """Compare reported numbers of financed firms and cases with the roster (``roster_differs``).

    Parameters
    ----------
    firms
        The roster of the same sender, with dates of financing.
    reported
        Observations in the store's columns; ``firms_financed`` and ``financing_events`` of a period or of the year so
        far are compared, where the roster has a case of that region (or carrier) and period.
    words
        The vocabulary.
    carriers
        Carrier as the roster writes it → its id; without it, the two must be written alike.
    received
        When the roster came in: it says nothing of a period that ended later. Of years before the last one with a case
        it says too little, as firms that have gone since are not in it.
    """
    ids = {normalise(name): id for name, id in (carriers or {}).items()}
    used = reported[reported["indicator"].isin(list(_RULES)) & reported["basis"].isin(["period", "ytd"])]
    used = used[used["value"].notna()]
    financed = [firm for firm in read_firms(firms) if firm.date("financed_on")]
    years = [firm.date("financed_on")[:4] for firm in financed]
    used = used[used["first"] // 100 >= int(max(years, default="9999"))]
    found = []
    counted: dict[tuple[int, int], dict[tuple[str, str], tuple[int, int]]] = {}
    columns = (used[name].tolist() for name in _READ)
    for region, carrier, indicator_id, first, last, value, file, sheet, cell in zip(*columns, strict=True):
        period = Period(Month.from_int(int(first)), Month.from_int(int(last)))
        if received is not None and period.end >= received:
            continue
        if (first, last) not in counted:
            counted[first, last] = {
                (place, ids.get(normalise(of or ""), of or "")): (number, cases)
                for (place, of), (number, cases, _) in _count(financed, period).items()
            }
        counts = counted[first, last].get((region, carrier if isinstance(carrier, str) else ""))
        if counts is None:
            continue
        number = counts[0] if indicator_id == "firms_financed" else counts[1]
        if number == value:
            continue
        indicator = words.indicators.get(indicator_id)
        rule, rule_en = _RULES[indicator.id]
        facts = {
            "name": indicator.zh,
            "name_en": indicator.en,
            "period": period.label(),
            "period_en": period.label("en"),
            "found": plain(float(value)),
            "counted": str(number),
            "unit": indicator.unit,
            "rule": rule,
            "rule_en": rule_en,
        }
        where = finding("roster_differs", sheet if isinstance(sheet, str) else "", str(cell), **facts)
        found.append(Located(str(file), where))
    return found

"""What a roster of firms says of itself: time of stay, states, dates, codes and counts of financing.

Firms are named in no sentence: a finding leads to the cell, and names the carrier only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan
from typing import TYPE_CHECKING, Any

from incuanalysis.intake.checks import Located
from incuanalysis.intake.checks.codes import code_fault
from incuanalysis.intake.checks.limits import Limits
from incuanalysis.intake.findings import finding
from incuanalysis.vocabulary.matching import normalise
from incuanalysis.vocabulary.periods import Month

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Firm", "check_roster", "read_firms"]

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_TYPES = {"众创空间": "makerspace", "孵化器": "incubator", "加速器": "accelerator", "科创园": "park", "科技园": "park"}
_STEPS = (
    ("founded", "成立时间", "its founding"),
    ("entered", "入驻时间", "its entry"),
    ("graduated", "毕业时间", "its graduation"),
    ("left", "退出时间", "its leaving"),
)


@dataclass(frozen=True, slots=True)
class Firm:
    """One row of a roster.

    Parameters
    ----------
    key
        The firm: its credit code, else its name as it is compared.
    region, carrier
        Where it is; the carrier as the roster writes it.
    file, sheet, cells
        Where it stands: field → cell.
    values
        The register's fields that are filled in.
    """

    key: str
    region: str
    carrier: str
    file: str
    sheet: str
    cells: Mapping[str, str]
    values: Mapping[str, Any]

    def date(self, field: str) -> str:
        """Return a date (``2021``, ``2021-05`` or ``2021-05-31``), empty if there is none."""
        text = str(self.values.get(field, ""))
        match = _DATE.fullmatch(text)
        return text if match and (not match[2] or 1 <= int(match[2]) <= 12) else ""

    def month(self, field: str, *, latest: bool) -> Month | None:
        """Return the month of a date; of a year alone the last or the first one that it may be."""
        text = self.date(field)
        if not text:
            return None
        return Month(int(text[:4]), int(text[5:7]) if len(text) > 4 else (12 if latest else 1))

    def tenant(self, on: Month) -> bool:
        """Tell whether the firm is a tenant by its state, or where that is not given by its dates."""
        if state := self.values.get("state"):
            return bool(state == "tenant")
        ended = (self.month(field, latest=True) for field in ("graduated", "left"))
        return self.values.get("is_graduate") is not True and not any(month and month <= on for month in ended)

    def graduate(self, on: Month) -> bool:
        """Tell whether the row says that the firm has graduated."""
        month = self.month("graduated", latest=True)
        state = self.values.get("state")
        return state == "graduate" or self.values.get("is_graduate") is True or bool(month and month <= on)

    def located(self, code: str, fields: Iterable[str], **facts: object) -> Located:
        """Return a finding at the first of some fields that has a cell, else at the row's first cell."""
        cell = next((self.cells[field] for field in fields if field in self.cells), next(iter(self.cells.values()), ""))
        return Located(self.file, finding(code, self.sheet, cell, carrier=self.carrier or "—", **facts))

    def place(self) -> dict[str, str]:
        """Return the facts of a sentence that mentions this row beside another one."""
        cell = self.cells.get("state") or self.cells.get("credit_code") or next(iter(self.cells.values()), "")
        return {"other_file": self.file, "other_sheet": self.sheet, "other_cell": cell}


def read_firms(firms: pd.DataFrame | Sequence[Firm]) -> Sequence[Firm]:
    """Return the rows of a roster; what was read already is returned as it is.

    Parameters
    ----------
    firms
        The fields of the register ``firms`` as columns, and ``name``, ``region``, ``carrier``, ``file``, ``sheet`` and
        ``cells`` (field → cell). Columns may be missing; an empty field is None or NaN.
    """
    if isinstance(firms, Sequence):
        return firms
    read = []
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for record in firms.to_dict("records"):
        values = {str(field): value for field, value in record.items() if _given(value)}
        cells = values.pop("cells", {})
        code = normalise(str(values.get("credit_code", ""))).upper()
        name = normalise(str(values.pop("name", "")))
        if len(code) == 18:
            codes[name].add(code)
        region, carrier, file, sheet = (str(values.pop(field, "")) for field in ("region", "carrier", "file", "sheet"))
        read.append(Firm(code if len(code) == 18 else name, region, carrier, file, sheet, cells, values))
    # A row without a code is the firm of the same name that has one, if there is only one.
    only = {name: next(iter(found)) for name, found in codes.items() if name and len(found) == 1}
    return [replace(firm, key=only.get(firm.key, firm.key)) for firm in read]


def _given(value: Any) -> bool:
    # NaN is what pandas makes of a field that only other rows have.
    return value is not None and value != "" and not (isinstance(value, float) and isnan(value))


def check_roster(
    firms: pd.DataFrame | Sequence[Firm], on: Month, limits: Limits, carrier_types: Mapping[str, str] | None = None
) -> list[Located]:
    """Check a roster of firms.

    Parameters
    ----------
    firms
        As :func:`read_firms` takes it: one region's latest rosters.
    on
        The month that the roster is about.
    limits
        Limits of stay and age.
    carrier_types
        Carrier as the roster writes it → its type (registers.yml); without it, the type that the name ends with.

    Returns
    -------
    list of Located
        Warnings, and one ``roster_no_limit`` a file for the tenants whose stay no limit in use applies to.
    """
    rows = read_firms(firms)
    types = {normalise(name): kind for name, kind in (carrier_types or {}).items()}
    found: list[Located] = []
    unlimited: defaultdict[str, int] = defaultdict(int)
    for firm in rows:
        found += _dates(firm, on)
        if code := firm.values.get("credit_code"):
            fault = code_fault(str(code))
            if fault is not None:
                facts = {"reason": fault[0], "reason_en": fault[1]}
                found.append(firm.located("roster_credit_code", ["credit_code"], **facts))
        if firm.tenant(on):
            kind = types.get(normalise(firm.carrier)) or _type_of(firm.carrier)
            if not _has_limit(firm, kind, on, limits):
                unlimited[firm.file] += 1
            found += _over_limits(firm, kind, on, limits)
    found += _two_states(rows, on)
    found += _two_carriers(rows, on)
    found += [Located(file, finding("roster_no_limit", count=count)) for file, count in unlimited.items()]
    return sorted(found, key=lambda one: (one.file, one.finding.sheet, len(one.finding.cell), one.finding.cell))


def _type_of(carrier: str) -> str:
    name = re.sub(r"[（(].*?[)）]$", "", carrier.strip())
    return next((kind for word, kind in _TYPES.items() if name.endswith(word)), "")


def _technology(firm: Firm) -> str:
    return f"{firm.values.get('technology', '')} {firm.values.get('industry', '')}"


def _has_limit(firm: Firm, kind: str, on: Month, limits: Limits) -> bool:
    return limits.find("stay", on, firm.region, kind, _technology(firm)) is not None


def _over_limits(firm: Firm, kind: str, on: Month, limits: Limits) -> Iterator[Located]:
    """Compare the stay and the age at entry with the limits that apply; a year without a month counts in favour."""
    entered = firm.month("entered", latest=True)
    if entered is None:
        return
    stay = limits.find("stay", on, firm.region, kind, _technology(firm))
    months = on.ordinal - entered.ordinal
    if stay is not None and months > stay.months:
        facts = {"entered": firm.date("entered"), "month": on, "months": months}
        facts |= {"limit": stay.months, "document": stay.document}
        yield firm.located("roster_stay_over", ["entered"], **facts)
    founded = firm.month("founded", latest=True)
    age = limits.find("age_at_entry", entered, firm.region, kind, _technology(firm))
    first_entered = firm.month("entered", latest=False)
    if founded is None or age is None or first_entered is None:
        return
    months = first_entered.ordinal - founded.ordinal
    if months > age.months:
        facts = {"founded": firm.date("founded"), "entered": firm.date("entered"), "months": months}
        facts |= {"limit": age.months, "document": age.document}
        yield firm.located("roster_too_old", ["entered", "founded"], **facts)


def _dates(firm: Firm, on: Month) -> Iterator[Located]:
    """Tell of dates that are not in the order of a firm's life, and of dates yet to come."""
    known = [(field, zh, en, date) for field, zh, en in _STEPS if (date := firm.date(field))]
    for place, (field, zh, en, date) in enumerate(known):
        for earlier, earlier_zh, earlier_en, earlier_date in reversed(known[:place]):
            length = min(len(date), len(earlier_date))
            # A firm may graduate and leave in any order.
            if date[:length] < earlier_date[:length] and (earlier, field) != ("graduated", "left"):
                facts = {"later": zh, "later_en": en, "later_date": date, "earlier": earlier_zh}
                facts |= {"earlier_en": earlier_en, "earlier_date": earlier_date}
                yield firm.located("roster_dates", [field], **facts, other_cell=firm.cells.get(earlier, ""))
                break
        month = firm.month(field, latest=False)
        if month is not None and month > on:
            yield firm.located("roster_future", [field], what=zh, what_en=en, date=date, month=on)


def _two_states(rows: Sequence[Firm], on: Month) -> Iterator[Located]:
    """Tell of firms that are given as tenants and as graduates, in one row or in two."""
    graduates: dict[str, Firm] = {}
    for firm in rows:
        if firm.key and firm.values.get("state") != "tenant" and firm.graduate(on):
            graduates.setdefault(firm.key, firm)
    for firm in rows:
        if not firm.tenant(on):
            continue
        if firm.graduate(on):
            yield firm.located("roster_two_states", ["graduated", "is_graduate", "state"], **firm.place())
        elif other := graduates.get(firm.key):
            yield firm.located("roster_two_states", ["state", "credit_code"], **other.place())


def _two_carriers(rows: Sequence[Firm], on: Month) -> Iterator[Located]:
    """Tell of firms that are tenants of two carriers at once."""
    tenants: dict[str, Firm] = {}
    for firm in rows:
        if not firm.key or not firm.carrier or not firm.tenant(on):
            continue
        first = tenants.setdefault(firm.key, firm)
        if normalise(first.carrier) != normalise(firm.carrier):
            facts = {"other_carrier": first.carrier, **first.place()}
            yield firm.located("roster_two_carriers", ["carrier", "credit_code"], **facts)

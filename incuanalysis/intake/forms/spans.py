"""What stretch of months an item of a form stands for, how its label says so, and months in YAML files."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator

from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month, Period

__all__ = ["WrittenMonth", "span", "suffix"]

_WRITTEN = re.compile(r"(19[5-9]\d|20\d\d)-(0[1-9]|1[0-2])")
_OWN = {"month": "本月", "quarter": "本季度", "half": "本半年"}


def _month(value: Any) -> Any:
    if value is None or isinstance(value, Month):
        return value
    if isinstance(value, str) and (match := _WRITTEN.fullmatch(value)):
        return Month(int(match[1]), int(match[2]))
    raise ValueError("expected a month in quotes, such as '2022-01'")


#: A month as a YAML file writes it; left out, it is None.
WrittenMonth = Annotated[Month | None, BeforeValidator(_month)]


def span(basis: Basis, period: Period, since: Month | None = None) -> Period:
    """Return the months that a number of a form stands for, as the store keeps them.

    Parameters
    ----------
    basis
        Of the item.
    period
        The form's reporting period.
    since
        First month of a plan; needed for ``since_start`` only.

    Examples
    --------
    >>> str(span(Basis.YTD, Period.parse("2023Q3"))), str(span(Basis.STOCK, Period.parse("2023Q3")))
    ('2023-01..2023-09', '2023Q3')
    """
    if basis is Basis.YTD:
        return period.year_to_date()
    if basis is Basis.SINCE_START and since is not None:
        return Period(since, period.last)
    return period


def suffix(basis: Basis, period: Period, since: Month | None = None) -> str:
    """Return what stands in brackets behind an item's name, so that its print says the stretch without the form.

    Examples
    --------
    >>> suffix(Basis.YTD, Period.parse("2023Q3")), suffix(Basis.PERIOD, Period.parse("2023-09"))
    ('（1—9月累计）', '（本月）')
    >>> suffix(Basis.STOCK, Period.parse("2023Q3"))
    ''
    """
    if basis is Basis.YTD:
        last = period.last.month
        return f"（1—{last}月累计）" if last > 1 else "（1月累计）"
    if basis is Basis.PERIOD and period.frequency in _OWN:
        return f"（{_OWN[period.frequency]}）"
    if basis is Basis.SINCE_START and since is not None:
        return f"（{since.year}年{since.month}月以来累计）"
    return ""

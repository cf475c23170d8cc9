"""Writing a form for all units that have to fill it in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from incuanalysis.errors import NoDataError
from incuanalysis.files import atomic_write
from incuanalysis.intake.forms.declaration import Declaration, open_form
from incuanalysis.intake.forms.draft import Addressee
from incuanalysis.intake.forms.naming import full_width
from incuanalysis.intake.forms.spans import span
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month, Period
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

if TYPE_CHECKING:
    import pandas as pd

    from incuanalysis.project import Project

__all__ = ["addressees", "file_name", "previous_values", "write_forms"]

_FLOWS = {Basis.PERIOD, Basis.YTD, Basis.PER_YEAR}
# what file systems, shells and archives take for something else, and brackets that direct the reading order
_UNSAFE = re.compile(r"[\\/:*?\"<>|'`$&;!#%{}~^\s\-]+")
_LONGEST = 30  # characters of a name in a file's name: three bytes each, and paths are short on some systems


def write_forms(
    project: Project,
    form: str,
    region: str,
    period: Period,
    out: Path,
    *,
    carriers: pd.DataFrame | None = None,
    observations: pd.DataFrame | None = None,
    since: Month | None = None,
    demo: bool = False,
) -> list[Path]:
    """Write a form for every street, town, zone and carrier of a region, as far as it is for them.

    Parameters
    ----------
    project
        The project.
    form
        Id of the form.
    region
        Id of the district that sends it out.
    period
        Reporting period.
    out
        Folder for the files; they are replaced as wholes.
    carriers
        The register of carriers with the columns ``id``, ``name`` and ``region`` (id); without it none is written to.
    observations
        Rows of the store, for the last period's values.
    since
        First month of the plan; by default the declaration's.
    demo
        Demonstration data.

    Returns
    -------
    list of Path
        The files, in the order of the regions, then of the carriers.

    Raises
    ------
    NoDataError
        If there is nobody to write to.
    BadInputError
        If the form is not for such a period.
    """
    from incuanalysis.intake.forms.write import write_form

    words = open_vocabulary(project)
    declaration = open_form(project, form, words)
    units = list(addressees(declaration, region, period, words, carriers))
    if not units:
        name = words.regions.get(region).name
        raise NoDataError(
            f"{name}没有可发放{declaration.short}的单位：地区表中没有其下属街道（乡镇），或载体登记中没有其载体。"
            f" Nobody in {name} to send the form {form} to: regions.csv has no towns below it, or the register no carriers."
        )
    names: set[str] = set()
    written = []
    for unit in units:
        previous = previous_values(declaration, unit, period, observations, since)
        content = write_form(declaration, unit, period, previous, words, since=since, demo=demo)
        name = file_name(unit, period, declaration.short)
        number = 1
        # file systems that fold case or letters take two names for one
        while (key := unicodedata.normalize("NFKC", name).casefold()) in names:
            number += 1
            name = file_name(unit, period, declaration.short, number)
        names.add(key)
        written.append(atomic_write(out / name, content))
    return written


def addressees(
    form: Declaration, region: str, period: Period, words: Vocabulary, carriers: pd.DataFrame | None = None
) -> Iterator[Addressee]:
    """Yield the units of a region that a form is for: its streets, towns and zones, then its carriers."""
    month = period.last
    district = words.regions.get(region, month).name
    if "town" in form.audience:
        for level in ("town", "zone"):
            for town in words.regions.children(region, level, month):
                yield Addressee(town.id, full_width(town.name), district)
    if "carrier" in form.audience and carriers is not None:
        ordered = carriers.sort_values(["region", "name", "id"], kind="stable")
        for id, name, place in zip(ordered["id"], ordered["name"], ordered["region"], strict=True):
            if region in words.regions.path(place):
                yield Addressee(place, name, district, "carrier", id)


def previous_values(
    form: Declaration,
    unit: Addressee,
    period: Period,
    observations: pd.DataFrame | None,
    since: Month | None = None,
) -> dict[tuple[str, Basis], float]:
    """Return what a unit reported for the period before, in canonical units.

    Parameters
    ----------
    observations
        Rows of the store; of several for one figure, the one recorded last is taken.

    Returns
    -------
    dict
        (Indicator id, basis) → value.
    """
    if observations is None or observations.empty:
        return {}
    if unit.carrier:
        own = observations["carrier"] == unit.carrier
    else:
        own = observations["carrier"].isna() & (observations["region"] == unit.region)
    rows = observations[own & observations["value"].notna()]
    rows = rows.sort_values(["recorded_at", "series"], kind="stable")
    columns = ("indicator", "basis", "first", "last", "value")
    exact: dict[tuple[str, str, int, int], float] = {}
    ends: dict[tuple[str, str, int], float] = {}
    for indicator, basis, first, last, value in zip(*(rows[column] for column in columns), strict=True):
        exact[indicator, basis, int(first), int(last)] = float(value)
        ends[indicator, basis, int(last)] = float(value)
    before = period.previous()
    found: dict[tuple[str, Basis], float] = {}
    for item in form.items(unit.kind):
        stretch = (
            span(item.basis, before, since or form.since) if _begun(item.basis, before, since or form.since) else None
        )
        if stretch is None:
            continue
        last = int(stretch.last)
        known = exact.get((item.indicator, item.basis.value, int(stretch.first), last))
        if known is None and item.basis not in _FLOWS and item.basis is not Basis.SINCE_START:
            # a state at the end of March is the same under the name of the month and of the quarter
            known = ends.get((item.indicator, item.basis.value, last))
        if known is not None:
            found[item.indicator, item.basis] = known
    return found


def _begun(basis: Basis, before: Period, since: Month | None) -> bool:
    """Tell whether the plan had begun in the period before; a sum since its start has no value before it."""
    return basis is not Basis.SINCE_START or (since is not None and since <= before.last)


def file_name(unit: Addressee, period: Period, short: str, number: int = 1) -> str:
    """Return the name of a unit's file; names from data are made safe and kept short.

    Examples
    --------
    >>> file_name(Addressee("330305001", "北岙街道", "洞头区"), Period.parse("2023Q4"), "季度表")
    '洞头区-北岙街道-2023Q4-季度表.xlsx'
    >>> file_name(Addressee("330305001", "../=甲/乙", "洞头区"), Period.parse("2023-09"), "月度表", 2)
    '洞头区-=甲_乙-2023-09-月度表-2.xlsx'
    """
    parts = [
        _safe(unit.district),
        _safe(unit.name) or "未命名",
        str(period),
        short,
        *([str(number)] if number > 1 else []),
    ]
    return "-".join(part for part in parts if part) + ".xlsx"


def _safe(name: str) -> str:
    """Return a name as a part of a file's name."""
    plain = "".join(c for c in name if unicodedata.category(c)[0] not in "CZ")
    return _UNSAFE.sub("_", plain).strip("._")[:_LONGEST].strip("._")

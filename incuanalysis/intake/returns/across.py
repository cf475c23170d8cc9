"""Checks across returns: a region's numbers beside its earlier ones, and its rosters of firms."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from incuanalysis.intake.checks.financing import check_financing
from incuanalysis.intake.checks.limits import Limits
from incuanalysis.intake.checks.revisions import check_revisions
from incuanalysis.intake.checks.roster import Firm, check_roster, read_firms
from incuanalysis.intake.checks.series import Located, check_series
from incuanalysis.intake.returns.register import wide
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.words import Vocabulary

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from incuanalysis.intake.store import Store

__all__ = ["check_regions", "check_rosters"]

# Regions are read in groups of about this many rows, so that memory stays flat however many a delivery touches.
_ROWS = 250_000
_FIRST = 4


def check_regions(store: Store, regions: Sequence[str], words: Vocabulary) -> list[dict[str, Any]]:
    """Compare the returns of some regions with one another.

    Returns
    -------
    list of dict
        Rows of the side table ``checks``.
    """
    found: list[dict[str, Any]] = []
    start, group = 0, _FIRST
    while start < len(regions):
        every = store.select(regions=regions[start : start + group], revisions=True, several=True)
        start += group
        group = max(1, min(group * _ROWS // max(len(every), 1), 1024))
        every = every[every["source_class"] == "return"].reset_index(drop=True)
        if not len(every):
            continue
        # Rows are sorted by key: the last report of a key stands before the next key's first.
        first = every["revision"].to_numpy() == 0
        last = every[np.append(first[1:], True)].reset_index(drop=True)
        if located := check_series(last, words) + check_revisions(every, words):
            found += _rows(located, _regions_of(every, located))
    return found


def check_rosters(
    registers: pa.Table, regions: Iterable[str], store: Store, limits: Limits, words: Vocabulary
) -> list[dict[str, Any]]:
    """Check the rosters of firms of some regions each as of the day on which it came in.

    Parameters
    ----------
    registers
        The side table, in long form.
    regions
        Ids; all rosters are checked with the others of their region.
    store
        Whose reported numbers of financed firms are compared with the rosters.
    limits
        Of stay and age.
    words
        The vocabulary.

    Returns
    -------
    list of dict
        Rows of the side table ``checks``.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    touched = set(regions)
    # a region's numbers hold those of the zones and towns within it
    told = [
        id
        for id in pc.unique(registers["region"]).to_pylist()
        if id in touched or touched.intersection(words.regions.path(id))
    ]
    here = pc.is_in(registers["region"], pa.array(told, pa.string()))
    rows = registers.filter(pc.and_(pc.is_in(registers["register"], pa.array(["firms", "carriers"])), here)).to_pandas()
    firms = wide(rows, "firms", latest=False)
    if firms.empty:
        return []
    carriers = wide(rows, "carriers")
    types = dict(zip(carriers["name"], carriers["type"], strict=True)) if "type" in carriers else {}
    ids = dict(zip(carriers["name"], carriers["id"], strict=True))
    found: list[dict[str, Any]] = []
    by_region: dict[str, list[Firm]] = {}
    for firm in read_firms(firms):
        by_region.setdefault(firm.region, []).append(firm)
    for region in sorted(touched & by_region.keys()):
        reported = store.select(regions=[region], indicators=["firms_financed", "financing_events"])
        inside = [firm for id, listed in by_region.items() if region in words.regions.path(id) for firm in listed]
        days: dict[str, list[Firm]] = {}
        for firm in by_region[region]:
            days.setdefault(str(firm.values["recorded_at"]), []).append(firm)
        for came, group in sorted(days.items()):
            # an older roster says what was on its day, not what is
            day = dt.date.fromisoformat(came)
            located = check_roster(group, Month(day.year, day.month), limits, types)
            sequences = {firm.values["sequence"] for firm in group}
            whole = [replace(firm, region=region) for firm in inside if firm.values["sequence"] in sequences]
            located += check_financing(whole, reported, words, ids, day)
            found += _rows(located, [region] * len(located))
    return found


def _regions_of(frame: pd.DataFrame, located: Sequence[Located]) -> list[str]:
    wanted = {(one.file, one.finding.sheet, one.finding.cell) for one in located}
    columns = (frame[name].tolist() for name in ("file", "sheet", "cell", "region"))
    region: dict[tuple[str, str, str], str] = {}
    by_file: dict[str, str] = {}
    for file, sheet, cell, place in zip(*columns, strict=True):
        by_file.setdefault(file, place)
        if (key := (file, sheet if isinstance(sheet, str) else "", cell)) in wanted:
            region[key] = place
    return [region.get((one.file, one.finding.sheet, one.finding.cell), by_file.get(one.file, "")) for one in located]


def _rows(located: Sequence[Located], regions: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "region": region,
            "file": one.file,
            "sheet": one.finding.sheet,
            "cell": one.finding.cell,
            "code": one.finding.code,
            "facts": json.dumps(dict(one.finding.facts), ensure_ascii=False, sort_keys=True),
        }
        for region, one in zip(regions, located, strict=True)
    ]

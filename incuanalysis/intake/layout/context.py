"""What stands around a table: its period, basis, units, region and sender."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.intake.clean.moments import Said, find_all_said, find_said, find_since
from incuanalysis.intake.clean.units import find_units
from incuanalysis.intake.findings import Finding, finding
from incuanalysis.intake.heads import Context, Hints
from incuanalysis.intake.layout.lines import Surroundings
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Period

if TYPE_CHECKING:
    from incuanalysis.intake.clean.names import NameBook
    from incuanalysis.vocabulary.regions import RegionBook

__all__ = ["read_context"]


def read_context(
    around: Surroundings, sheet_name: str, sheet_label: str, hints: Hints, names: NameBook, regions: RegionBook
) -> tuple[Context, list[Finding]]:
    """Return a table's context, and what should be told of it.

    Parameters
    ----------
    around
        The lines above and below the table.
    sheet_name, sheet_label
        The sheet's own name, and the one that findings show.
    hints
        What is known of the file.
    names, regions
        Find regions in titles, and what lies in what.
    """
    findings: list[Finding] = []
    file_name = hints.file_name.rpartition(".")[0] or hints.file_name
    said, source = _period(around, sheet_name, file_name)
    period, basis = (said.period, said.basis) if said else (None, None)
    if source == "title" and period:
        if (since := _since(around.titles, period)) is not None:
            period, basis = since
        if other := _other(period, file_name):
            findings.append(
                finding("period_conflict", sheet_label, title=period.label(), file=other.label(), used=period.label())
            )
    if hints.period is not None:
        if period is not None and not hints.period.overlaps(period):
            facts = {"title": period.label(), "option": hints.period.label()}
            findings.append(finding("period_overruled", sheet_label, **facts))
        period, source = hints.period, "option"
    if source == "file" and period:
        findings.append(finding("period_from_file", sheet_label, period=period.label(), file=hints.file_name))
    units = tuple(dict.fromkeys(unit for text in around.units for unit in find_units(f"单位：{text}")))
    # 单位：万元 is a unit, 单位：洞头区科技局 is the sender
    sender = around.sender or next((text for text in around.units if not find_units(f"单位：{text}")), "")
    region = _region((*around.titles, sender), names, regions)
    return Context(around.titles, period, source, basis, units, region, sender, "", around.demo), findings


def _period(around: Surroundings, sheet_name: str, file_name: str) -> tuple[Said | None, str]:
    """Return the period that a table is about and where that stands: its lines, its sheet's name, its file's name."""
    in_sheet = find_said(sheet_name)
    in_file = find_said(file_name)
    titled = _first((*around.periods, *around.titles), None)
    if titled is None:
        # 三季度统计表 on a sheet 2023年 of a file of 2023
        for other in (in_sheet, in_file):
            if other is not None and (titled := _first((*around.periods, *around.titles), other.period.last.year)):
                break
    if titled is not None:
        if titled.period.frequency == "year" and titled.basis is not Basis.STOCK:
            finer = in_sheet or find_said(sheet_name, titled.period.last.year)
            if finer and finer.period != titled.period and titled.period.contains(finer.period):
                return finer, "sheet"
        return titled, "title"
    if in_sheet is None and in_file is not None:
        in_sheet = find_said(sheet_name, in_file.period.last.year)
    if in_sheet is not None:
        return in_sheet, "sheet"
    return (in_file, "file") if in_file is not None else (None, "")


def _first(texts: tuple[str, ...], year: int | None) -> Said | None:
    """Return the first period that the lines state, one shorter than a year before a year.

    A line of two periods (2023年6月和9月) is about neither.
    """
    found = [said for text in texts if (said := find_said(text, year)) is not None and not _of_two(text, year, said)]
    return next((said for said in found if said.period.frequency != "year"), found[0] if found else None)


def _of_two(text: str, year: int | None, said: Said) -> bool:
    frequency = said.period.frequency
    return any(
        other.period != said.period and other.period.frequency == frequency for other in find_all_said(text, year)
    )


def _since(titles: tuple[str, ...], period: Period) -> tuple[Period, Basis] | None:
    for title in titles:
        since = find_since(title, period.last.year)
        if since is not None and (whole := since.until(period.last)) is not None:
            return whole.period, since.basis
    return None


def _other(period: Period, file_name: str) -> Period | None:
    """Return the period that a file's name states if it says nothing that the title's would fit."""
    stated = [said.period for said in find_all_said(file_name)]
    return None if not stated or any(period.overlaps(other) for other in stated) else stated[0]


def _region(texts: tuple[str, ...], names: NameBook, regions: RegionBook) -> str:
    """Return the id of the one region that a text names (温州市洞头区 is the district); the first such text counts."""
    for text in texts:
        if text and (found := names.regions_in(text)):
            if len(found) == 1:
                return found[0]
            for finest in found:
                if set(found) <= set(regions.path(finest)):
                    return finest
    return ""

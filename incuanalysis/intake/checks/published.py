"""Checks at the door: what a table says of itself must hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from incuanalysis.errors import DamagedFileError
from incuanalysis.intake.cards import AddUpCheck
from incuanalysis.intake.published import PublishedTable
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["Finding", "check_published", "refuse_failed"]


@dataclass(frozen=True)
class Finding:
    """A check that did not hold.

    Parameters
    ----------
    file
        Where.
    cells
        The whole's cell first, then its parts'.
    text
        What was found and what was expected.
    """

    file: str
    cells: tuple[str, ...]
    text: str


def check_published(tables: Iterable[PublishedTable], words: Vocabulary) -> list[Finding]:
    """Run every check that the cards declare; return what did not hold."""
    return [
        finding for table in tables for check in table.card.checks for finding in _parts_add_up(table, check, words)
    ]


def refuse_failed(findings: list[Finding]) -> None:
    """Raise DamagedFileError that names the cells, if there are findings."""
    if findings:
        raise DamagedFileError("\n".join(finding.text for finding in findings))


def _parts_add_up(table: PublishedTable, check: AddUpCheck, words: Vocabulary) -> list[Finding]:
    findings = []
    for (indicator, period, _basis, series), group in table.rows.groupby(
        ["indicator", "period", "basis", "series"], sort=False
    ):
        whole = group[group["region"] == check.whole]
        levels = group["region"].map(lambda region: words.regions.get(region).level)
        parts = group[(levels == check.parts_level) & group["printed_value"].notna()]
        if whole.empty or parts.empty or whole["printed_value"].isna().all():
            continue
        unit = str(whole["printed_unit"].iloc[0])
        allowed = Decimal(str(check.tolerance.get(unit, check.tolerance.get(words.units.get(unit).dimension, 0))))
        total = sum(parts["printed_value"], Decimal(0))
        printed = whole["printed_value"].iloc[0]
        if abs(total - printed) > allowed:
            cells = (*whole["cell"], *parts["cell"])
            findings.append(
                Finding(
                    table.name,
                    cells,
                    f"{table.name}: {words.indicators.get(str(indicator)).zh} {period} ({series}): the parts add up to "
                    f"{total}{unit}, the whole in cell {cells[0]} is {printed}{unit}, allowed is a difference of {allowed}. "
                    f"Compare the cells {cells[1]}–{cells[-1]} with the source.",
                )
            )
    return findings

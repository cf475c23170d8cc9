"""Who reported: the region and carriers that a table's rows, texts or sender stand for."""

from __future__ import annotations

from typing import Any

from incuanalysis.intake.returns.journal import Received
from incuanalysis.intake.returns.read import TableReading
from incuanalysis.intake.returns.resolve import Place, Resolver

__all__ = ["reported"]


def reported(
    table: TableReading, units: list[Place], entry: Received, series: str, resolver: Resolver
) -> list[dict[str, Any]]:
    """Return who is known by a table to have reported for its period, as rows of the side table ``returns``.

    Parameters
    ----------
    table
        As it was read; one without a period says nothing.
    units
        Whose rows it has.
    entry, series
        The file in the journal, and who reports by it.
    resolver
        Knows the sender's name.
    """
    context = table.context
    if context.period is None:
        return []
    if not units and (table.texts or table.records) and context.region:
        units = [Place(context.region)]
    if units and context.region and context.sender and context.register == "carriers":
        # a town's list of its carriers is the town's return, also where no row gives their sum
        sender = resolver.place(context.sender, context, series, int(context.period.last), "region")
        units = [*units, sender] if sender.region == context.region and not sender.code else units
    common = {
        "register": context.register if table.records else "",
        "frequency": context.period.frequency,
        "first": int(context.period.first),
        "last": int(context.period.last),
        "received_at": entry.received_on,
        "series": series,
        "sequence": entry.number,
        "file": entry.file,
        "sheet": table.sheet,
        "demo": context.demo,
    }
    return [
        {"region": region, "carrier": carrier, **common}
        for region, carrier in sorted({(unit.region, unit.carrier) for unit in units}, key=lambda u: (u[0], u[1] or ""))
    ]

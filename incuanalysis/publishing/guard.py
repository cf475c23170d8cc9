"""The guard: what a report shows must have been made for its region and period."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from incuanalysis.display.show import bundle_digest
from incuanalysis.errors import ReportFailedError
from incuanalysis.publishing.kinds import Request

__all__ = ["check_digests", "check_stamps", "shown_items"]


def shown_items(nb: NotebookNode) -> Iterator[tuple[int, NotebookNode, dict[str, Any]]]:
    """Yield (cell number, output, incu metadata) of everything that ``show()`` emitted."""
    for number, cell in enumerate(nb.cells):
        for output in cell.get("outputs", []):
            details = output.get("metadata", {}).get("incu")
            if output.output_type == "display_data" and details:
                yield number, output, details


def check_digests(nb: NotebookNode) -> None:
    """Refuse a notebook whose outputs are no longer what ``show()`` emitted: a number edited by hand.

    Raises
    ------
    ReportFailedError
        Names the cell and the item.
    """
    for cell, output, details in shown_items(nb):
        if "digest" in details and bundle_digest(output.data) != details["digest"]:
            what = details.get("caption") or f"{details.get('kind', '')} {details.get('number', '')}".strip()
            raise ReportFailedError(
                f"Cell {cell + 1}: “{what}” was changed after the notebook had run. Run the notebook again; "
                "corrections go into the data, not into the output. The report was not published.",
                f"第{cell + 1}格的“{what}”在运行之后被改动，不予发布。请重新运行；更正应改数据，不改输出。",
            )


def check_stamps(nb: NotebookNode, request: Request) -> None:
    """Refuse a notebook that shows another region or period than it was asked for, or nothing at all.

    Raises
    ------
    ReportFailedError
        Names the cell, the item and both stamps.
    """
    shown = 0
    for cell, _output, details in shown_items(nb):
        shown += 1
        stamp = (details["region"], details["period"])
        if stamp != (request.region, request.period):
            what = details.get("caption") or f"{details.get('kind', '')} {details.get('number', '')}".strip()
            raise ReportFailedError(
                f"Cell {cell} shows “{what}” made for {stamp[0]} {stamp[1]}, but the report is for "
                f"{request.region} {request.period}. The report was not published."
            )
    if not shown:
        raise ReportFailedError("The notebook showed nothing: a report shows its content with show().")

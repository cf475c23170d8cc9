"""The guard: what is published is what the notebook showed, for the region and period asked for."""

from __future__ import annotations

import copy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from incuanalysis.display.items import Cell, Column, Prose, Stamp, Table
from incuanalysis.display.show import bundle_digest
from incuanalysis.errors import ReportFailedError
from incuanalysis.publishing.guard import check_digests, check_stamps
from incuanalysis.publishing.html import IncuHTMLExporter
from incuanalysis.publishing.kinds import Request
from incuanalysis.publishing.typst import TypstPDFExporter

STAMP = Stamp("330305", "2023-09")
ASKED = Request("monthly_monitoring", "330305", "2023-09")


def notebook(stamp: Stamp = STAMP) -> nbformat.NotebookNode:
    table = Table(
        stamp, "指标", (Column("a", "指标"), Column("b", "数", "right")), (("在孵企业", Cell("96", 96, "家")),)
    )
    outputs = []
    for number, item in enumerate((Prose(stamp, "在孵企业96家。"), table), start=1):
        bundle = item.bundle()
        details = {
            "kind": item.kind, "region": stamp.region, "period": stamp.period, "number": number,
            "queries": [], "digest": bundle_digest(bundle), **item.details(),
        }  # fmt: skip
        outputs.append(new_output("display_data", bundle, metadata={"incu": details}))
    return new_notebook(cells=[new_code_cell("show()", outputs=outputs)])


def edited(mime: str) -> nbformat.NotebookNode:
    nb = copy.deepcopy(notebook())
    for output in nb.cells[0].outputs:
        if mime in output.data:
            data = output.data[mime]
            if isinstance(data, str):
                output.data[mime] = data.replace("96", "99")
            else:
                data["rows"][0][1] = "99"
    return nb


def test_what_the_notebook_showed_passes_also_after_it_was_written_and_read() -> None:
    nb = nbformat.reads(nbformat.writes(notebook()), as_version=4)
    check_digests(nb)
    check_stamps(nb, ASKED)


@pytest.mark.parametrize("mime", ["text/markdown", "application/vnd.incu.table+json", "text/html", "text/plain"])
def test_a_number_edited_by_hand_is_refused(mime: str) -> None:
    with pytest.raises(ReportFailedError, match="changed after the notebook had run"):
        check_digests(edited(mime))


@pytest.mark.parametrize("stamp", [Stamp("330302", "2023-09"), Stamp("330305", "2023-08")])
def test_a_figure_of_another_region_or_period_is_refused(stamp: Stamp) -> None:
    with pytest.raises(ReportFailedError, match="made for"):
        check_stamps(notebook(stamp), ASKED)


def test_both_exporters_refuse_an_edited_notebook() -> None:
    nb = edited("application/vnd.incu.table+json")
    with pytest.raises(ReportFailedError):
        IncuHTMLExporter().from_notebook_node(nb)
    with pytest.raises(ReportFailedError):
        TypstPDFExporter().from_notebook_node(nb)

"""The numbers of a document are the same wherever they stand: HTML, Word, Excel, JSON, alternative texts, sentences, store."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import docx
import nbformat
import openpyxl
import pytest
from bs4 import BeautifulSoup

from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from incuanalysis.publishing.guard import shown_items
from incuanalysis.publishing.kinds import Request, check_request
from incuanalysis.publishing.report import FILES, make_report, report_files
from incuanalysis.vocabulary.words import Vocabulary

# The small sample has the last year of each district.
ASKED = (
    ("monthly_monitoring", "洞头区", "2024-09"),
    ("quarterly_bulletin", "洞头区", "2024Q3"),
    ("annual_assessment", "鹿城区", "2024"),
    ("carrier_evaluation", "洞头区", "2024"),
    ("cluster_atlas", "鹿城区", "2024"),
)
_TABLE = "application/vnd.incu.table+json"
_NUMBER = re.compile(r"[−-]?\d+(?:\.\d+)?")


class Made:
    """A report with its files read back."""

    def __init__(self, files: dict[str, Path], store: Path) -> None:
        self.store = store
        self.files = files
        self.record: dict[str, Any] = json.loads(files["json"].read_text(encoding="utf-8"))
        self.page = BeautifulSoup(files["html"].read_text(encoding="utf-8"), "html.parser")
        self.word = docx.Document(str(files["docx"]))
        self.book = openpyxl.load_workbook(io.BytesIO(files["xlsx"].read_bytes()))
        nb = nbformat.read(files["ipynb"], as_version=4)
        self.items = [(output.data, details) for _cell, output, details in shown_items(nb)]
        self.tables = [data[_TABLE] for data, _details in self.items if _TABLE in data]


@pytest.fixture(scope="module", params=ASKED, ids=[f"{kind}-{region}" for kind, region, _ in ASKED])
def made(
    request: pytest.FixtureRequest,
    project: Project,
    words: Vocabulary,
    demo_store: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Made:
    kind, region, period = request.param
    asked = check_request(
        project, words, Request(kind, region, period, store=demo_store, options=(("version", "internal"),))
    )
    folder = tmp_path_factory.mktemp("made")
    make_report(project, asked, folder)
    return Made(report_files(folder, asked, FILES), demo_store)


def texts(table: dict[str, Any]) -> list[list[str]]:
    return [[squeezed(cell) for cell in row] for row in table["rows"]]


def squeezed(text: object) -> str:
    """Return a text without spaces and without marks of notes, which each format sets in its own way."""
    return re.sub(r"[\s\u00a0①-⑳⁰-₟¹²³]+", "", str(text))


def test_the_json_has_every_table_as_the_notebook_showed_it(made: Made) -> None:
    assert made.tables
    assert [one["table"] for one in made.record["shown"] if one["kind"] == "table"] == made.tables


def test_the_page_has_every_cell_of_every_table(made: Made) -> None:
    shown = []
    for table in made.page.select("section.item.table table"):
        for mark in table.select("sup"):
            mark.decompose()
        rows = [[squeezed(cell.get_text()) for cell in row.find_all(["th", "td"])] for row in table.select("tbody tr")]
        shown.append(rows)
    for table in made.tables:
        wanted = texts(table)
        assert any(same_rows(rows, wanted) for rows in shown), table["caption"]


def same_rows(rows: list[list[str]], wanted: list[list[str]]) -> bool:
    """Compare rows; a page may add a mark (●▲■) before a status that has none."""
    return len(rows) == len(wanted) and all(
        [cell.lstrip("●▲■") for cell in row] == [cell.lstrip("●▲■") for cell in other]
        for row, other in zip(rows, wanted, strict=True)
    )


def test_the_word_file_has_every_cell_of_every_table(made: Made) -> None:
    shown = [[[squeezed(cell.text) for cell in row.cells] for row in table.rows] for table in made.word.tables]
    for table in made.tables:
        wanted = texts(table)
        assert any(same_rows(rows[-len(wanted) :], wanted) for rows in shown if wanted) or not wanted, table["caption"]


def test_the_workbook_has_real_numbers_as_printed(made: Made) -> None:
    numbers: dict[str, set[float]] = {
        sheet.title: {
            float(cell.value) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)
        }
        for sheet in made.book
    }
    checked = 0
    for table in made.tables:
        wanted = {float(cell["value"]) for cell in table.get("cells", ()) if "value" in cell}
        checked += len(wanted)
        assert any(wanted <= found for found in numbers.values()), table["caption"]
    assert checked > 10


def test_a_cells_number_is_the_one_that_its_text_prints(made: Made) -> None:
    for table in made.tables:
        for cell in table.get("cells", ()):
            if "value" not in cell:
                continue
            printed = _NUMBER.search(table["rows"][cell["row"]][cell["col"]].replace("+", ""))
            assert printed is not None
            assert float(printed[0].replace("−", "-")) == pytest.approx(cell["value"])


def test_every_trace_leads_to_a_cell_of_the_store(made: Made) -> None:
    known = {
        trace["id"]
        for data, _ in made.items
        for trace in data.get("application/vnd.incu.traces+json", {}).get("traces", ())
    }
    asked = {cell["trace"] for table in made.tables for cell in table.get("cells", ()) if cell.get("trace")}
    assert asked <= known
    frame = Store(made.store).select()
    places = set(zip(frame["sheet"].fillna("").astype(str), frame["cell"].astype(str), strict=True))
    for data, _details in made.items:
        for trace in data.get("application/vnd.incu.traces+json", {}).get("traces", ()):
            assert all((cell["sheet"], cell["cell"]) in places for cell in trace["cells"])


def test_the_page_links_every_traced_number(made: Made) -> None:
    ids = {node["id"] for node in made.page.select("[id]")}
    for table in made.tables:
        for cell in table.get("cells", ()):
            if cell.get("trace"):
                assert made.page.select(f"a[href='#{cell['trace']}']"), cell
                assert cell["trace"] in ids


def test_pictures_have_their_alternative_text_in_page_and_word_file(made: Made) -> None:
    alts = [details["alt"] for _data, details in made.items if details["kind"] == "figure"]
    on_page = {squeezed(image.get("alt", "")) for image in made.page.select("figure img")}
    in_word = {
        squeezed(node.get("descr", ""))
        for node in made.word.element.body.iter(
            "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
        )
    }
    for alt in alts:
        assert squeezed(alt) in on_page
        assert squeezed(alt) in in_word


def test_headline_numbers_print_their_values(made: Made) -> None:
    for one in made.record["headline"]:
        if one["value"] is not None:
            printed = _NUMBER.search(one["text"])
            assert printed is not None
            assert (
                one["value"] == pytest.approx(float(printed[0]), rel=0.01) or "亿" in one["text"] or "万" in one["text"]
            )


def test_the_findings_stand_in_page_word_file_and_record(made: Made) -> None:
    findings = [squeezed(one) for one in made.record["findings"]]
    assert len(findings) == 3
    page = squeezed(made.page.get_text())
    word = squeezed("".join(node.text or "" for node in made.word.element.body.iter() if node.tag.endswith("}t")))
    for finding in findings:
        assert finding in page
        assert finding in word

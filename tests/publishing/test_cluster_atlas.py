"""The atlas from end to end: page, PDF, Word, Excel and the record beside them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from pypdf import PdfReader

from incuanalysis.publishing.kinds import Request, check_request, find_kind
from incuanalysis.publishing.report import FILES, make_report, report_files
from tests.evaluation.atlas_making import NASTY, area, atlas_store, base


def test_the_atlas_of_a_district_comes_out_in_all_formats(project: Any, words: Any, tmp_path: Path) -> None:
    bases = [
        base(str(n), name, f"33030500{n % 3 + 1}", type=("makerspace", "incubator")[n % 2], industry=[name])
        for n, name in enumerate(NASTY)
    ]
    areas = [area(str(n), 1000.0 * (n + 1), region=f"33030500{n % 3 + 1}") for n in range(len(NASTY))]
    store = atlas_store(tmp_path, bases, areas)
    request = check_request(project, words, Request("cluster_atlas", "洞头区", "2023-09", store=store.folder))
    make_report(project, request, tmp_path / "out")
    paths = report_files(tmp_path / "out", request, FILES)
    assert all(paths[suffix].stat().st_size for suffix in ("ipynb", "html", "pdf", "json", "docx", "xlsx"))

    page = BeautifulSoup(paths["html"].read_text("utf-8"), "html.parser")
    cells = {re.sub(r"\s+", "", cell.get_text()) for cell in page.select("td, th")}
    assert NASTY[0] in cells
    assert len(page.select("figure svg, figure img")) == 4
    sheets = PdfReader(paths["pdf"]).pages
    assert "主要结论" in re.sub(r"\s", "", sheets[0].extract_text())
    assert sheets[-1].mediabox.width > sheets[-1].mediabox.height

    record = json.loads(paths["json"].read_text("utf-8"))
    assert len(record["findings"]) == 3
    table = next(one["table"] for one in record["shown"] if one.get("table", {}).get("annex"))
    at = [column["key"] for column in table["columns"]].index("free")
    values = sorted(cell["value"] for cell in table["cells"] if cell["col"] == at)
    assert values == [1000.0 * (n + 1) for n in range(len(NASTY))]
    assert {cell["unit"] for cell in table["cells"] if cell["col"] == at} == {"平方米"}


def test_the_atlas_is_for_cities_and_counties_in_both_languages(project: Any) -> None:
    declared = find_kind(project, "cluster_atlas").declaration
    assert declared.levels == ["city", "county"]
    assert declared.frequencies == ["month", "quarter", "year"]
    assert set(declared.title) == {"zh", "en"}

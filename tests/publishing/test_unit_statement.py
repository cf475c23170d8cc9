"""The statement for a unit as a report: one unit by name, and one for each unit with figures."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from incuanalysis.errors import NoDataError, UnknownNameError
from incuanalysis.project import Project
from incuanalysis.publishing.kinds import Request, check_request, every_unit
from incuanalysis.publishing.report import make_report, report_files
from incuanalysis.vocabulary.words import Vocabulary


@pytest.fixture(scope="module")
def asked(demo_store: Path) -> Request:
    return Request("unit_statement", "鹿城区", "2024Q3", store=demo_store, options=(("unit", "all"),))


@pytest.fixture(scope="module")
def requests(project: Project, words: Vocabulary, asked: Request) -> list[Request]:
    return every_unit(project, words, asked)


def test_all_asks_for_one_statement_a_unit_with_figures(requests: list[Request]) -> None:
    assert len(requests) > 1
    assert len({one.id for one in requests}) == len(requests)
    assert all(dict(one.options)["unit"] != "all" for one in requests)


def test_a_unit_is_asked_for_by_its_name_and_an_unknown_one_refused(
    project: Project, words: Vocabulary, asked: Request, requests: list[Request]
) -> None:
    id = dict(requests[0].options)["unit"]
    name = words.regions.get(id).name
    by_name = dataclasses.replace(asked, options=(("unit", name),))
    assert check_request(project, words, by_name) == requests[0]
    with pytest.raises(UnknownNameError) as refused:
        check_request(project, words, dataclasses.replace(asked, options=(("unit", f"{name[:-1]}处"),)))
    assert name in refused.value.nearest


def test_where_nobody_has_reported_all_is_refused(project: Project, words: Vocabulary, asked: Request) -> None:
    with pytest.raises(NoDataError, match="No assessed unit"):
        every_unit(project, words, dataclasses.replace(asked, period="2019Q1"))


def test_a_statement_is_made_in_all_formats_on_few_pages(
    project: Project, requests: list[Request], tmp_path: Path
) -> None:
    make_report(project, requests[0], tmp_path)
    paths = report_files(tmp_path, requests[0], ("html", "pdf", "json", "docx", "xlsx"))
    assert all(path.stat().st_size for path in paths.values())
    told = json.loads(paths["json"].read_text(encoding="utf-8"))
    assert len(told["findings"]) == 3
    assert told["demo"]
    assert len(PdfReader(paths["pdf"]).pages) <= 2

"""The evaluation of carriers as a document: every format of the internal version, names with markup, and the scheme as a parameter."""

import re

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from incuanalysis.publishing.kinds import Request, check_data, check_request, find_kind
from incuanalysis.publishing.report import make_report, report_files
from tests.evaluation.year_making import ODD, year_store

KIND = "carrier_evaluation"


@pytest.fixture(scope="module")
def made(project, words, tmp_path_factory):
    store = year_store(tmp_path_factory.mktemp("carriers"))
    folder = tmp_path_factory.mktemp("out")
    options = (("version", "internal"),)
    request = check_request(project, words, Request(KIND, "洞头区", "2023", "zh", store=store, options=options))
    check_data(project, words, request)
    make_report(project, request, folder)
    return report_files(folder, request, find_kind(project, KIND).declaration.formats)


def test_all_formats_come_out(made):
    assert set(made) >= {"ipynb", "html", "pdf", "json", "docx", "xlsx"}
    assert all(path.stat().st_size for path in made.values())


def test_the_first_page_has_title_findings_and_chart(made):
    first = re.sub(r"\s", "", PdfReader(made["pdf"]).pages[0].extract_text())
    for said in ("孵化载体绩效评价", "内部资料", "参评3家", "图1"):
        assert said in first


def test_names_with_markup_are_text_on_the_page(made):
    page = BeautifulSoup(made["html"].read_text("utf-8"), "html.parser")
    cells = {re.sub(r"\s+", " ", cell.get_text()).strip() for cell in page.select("td, th")}
    assert any(ODD in cell for cell in cells)
    assert not [tag for tag in page.find_all("b") if tag.get_text() == "众创空间"]


def test_grades_conditions_and_arithmetic_are_in_the_annexes(made):
    page = BeautifulSoup(made["html"].read_text("utf-8"), "html.parser")
    text = re.sub(r"\s", "", page.get_text())
    for said in ("6×0.5/1=3", "公示期为自印发之日起7天", "海湾孵化器：决定限期整改", "待定", "附件1"):
        assert said in text


def test_the_scheme_is_a_parameter(project):
    declared = find_kind(project, KIND).declaration
    assert declared.parameters["scheme"].default == "default_bureau"
    assert (declared.levels, declared.frequencies) == (["city", "county"], ["year"])

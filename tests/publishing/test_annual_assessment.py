"""The yearly assessment as a document: every format, and what the published one does not show."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from incuanalysis.publishing.kinds import Request, check_data, check_request, find_kind
from incuanalysis.publishing.report import make_report, report_files
from tests.evaluation.year_making import year_store

KIND = "annual_assessment"


@pytest.fixture(scope="module")
def made(project, words, tmp_path_factory):
    store = year_store(tmp_path_factory.mktemp("annual"))
    folder = tmp_path_factory.mktemp("out")
    request = check_request(project, words, Request(KIND, "洞头区", "2023", "zh", store=store))
    check_data(project, words, request)
    make_report(project, request, folder)
    return report_files(folder, request, find_kind(project, KIND).declaration.formats)


def test_all_formats_come_out(made):
    assert set(made) >= {"ipynb", "html", "pdf", "json", "docx", "xlsx"}
    assert all(path.stat().st_size for path in made.values())


def test_the_first_page_has_title_findings_and_chart(made):
    first = re.sub(r"\s", "", PdfReader(made["pdf"]).pages[0].extract_text())
    for said in ("年度考核通报", "洞头区2023年度", "2个单位参加考核排名", "拟通报批评1个单位", "图1"):
        assert said in first


def test_sections_stand_in_their_order_and_none_is_empty(made):
    page = BeautifulSoup(made["html"].read_text("utf-8"), "html.parser")
    text = re.sub(r"\s", "", page.get_text())
    names = [
        "一、考核依据和范围",
        "二、考核方法和指标",
        "三、考核结果",
        "四、目标完成情况",
        "五、主要做法",
        "六、存在问题",
        "七、结果运用",
        "八、建议",
    ]
    places = [text.rindex(name) for name in names]
    assert places == sorted(places)
    assert all(later - earlier > len(name) + 3 for earlier, later, name in zip(places, places[1:], names, strict=False))
    assert "未提供。" in text[places[7] :]


def test_the_published_document_names_no_received_file(made):
    record = json.loads(made["json"].read_text("utf-8"))
    assert record["kind"] == KIND
    page = BeautifulSoup(made["html"].read_text("utf-8"), "html.parser")
    tables = " ".join(cell.get_text() for cell in page.select("table td"))
    assert not re.search(r"东屏街道[^。]*xlsx", tables)


def test_the_kind_is_for_years_of_cities_and_counties(project):
    declared = find_kind(project, KIND).declaration
    assert (declared.levels, declared.frequencies) == (["city", "county"], ["year"])

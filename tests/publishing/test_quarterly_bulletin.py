"""The quarterly bulletin as a report: its page, PDF and numbers from a small district's returns and records."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from incuanalysis.project import Project
from incuanalysis.publishing.kinds import Request, check_request
from incuanalysis.publishing.report import make_report, report_files
from incuanalysis.vocabulary.words import Vocabulary
from tests.evaluation.quarterly_making import make_store


@pytest.fixture(scope="module")
def made(project: Project, words: Vocabulary, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("bulletin")
    request = Request("quarterly_bulletin", "洞头区", "2023Q3", "zh", store=make_store(folder))
    request = check_request(project, words, request)
    make_report(project, request, folder / "out")
    return report_files(folder / "out", request)


def test_the_page_has_its_sections_in_order_and_no_markup_of_names(made: dict[str, Path]) -> None:
    page = BeautifulSoup(made["html"].read_text("utf-8"), "html.parser")
    heads = [re.sub(r"\s", "", one.get_text()) for one in page.find_all("h2")]
    wanted = ["一、总体情况", "二、主要做法", "三、各单位进展", "四、存在问题", "五、下一步工作"]
    assert [one for one in heads if one in wanted] == wanted
    assert "<b>甲</b>*局#1$园" in page.get_text()


def test_the_first_page_of_the_pdf_has_head_findings_recipients_and_a_chart(made: dict[str, Path]) -> None:
    first = re.sub(r"\s", "", PdfReader(made["pdf"]).pages[0].extract_text())
    for said in ("洞头区科学技术局", "季度通报", "2023年第3期", "三季度", "主要结论", "各街道办事处", "图1"):
        assert said in first
    assert "一、总体情况" not in first


def test_the_record_has_the_headline_numbers(made: dict[str, Path]) -> None:
    record = json.loads(made["json"].read_text("utf-8"))
    numbers = {card["id"]: card["value"] for card in record["headline"]}
    assert set(numbers) == {"targets", "reached", "year", "behind"}
    assert numbers["targets"] == 4

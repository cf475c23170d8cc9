"""The review of a plan and the page of a scheme as reports: real data without a badge, all formats, two languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from incuanalysis.errors import BadInputError
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from incuanalysis.publishing.kinds import FORMATS, Request, check_request
from incuanalysis.publishing.report import make_report, report_files
from incuanalysis.vocabulary.words import Vocabulary


@pytest.mark.parametrize(
    ("kind", "region", "period", "said"),
    [
        ("plan_review", "青岛市", "2022", ("8项量化目标的完成情况均未公布", "半岛网", "另一种读法")),
        ("scheme_showcase", "台州湾新区", "2023", ("各项与公布得分一致", "5×35/300=0.583", "未公布，暂计0分")),
    ],
)
def test_a_report_on_real_data_says_what_is_known_and_has_no_badge(
    project: Project,
    words: Vocabulary,
    store: Store,
    tmp_path: Path,
    kind: str,
    region: str,
    period: str,
    said: tuple[str, ...],
) -> None:
    request = check_request(project, words, Request(kind, region, period, "zh", store=store.folder))
    made = make_report(project, request, tmp_path)
    paths = report_files(tmp_path, request, FORMATS)
    page = BeautifulSoup(paths["html"].read_text("utf-8"), "html.parser")
    text = re.sub(r"\s", "", page.get_text())
    pdf = re.sub(r"\s", "", "".join(sheet.extract_text() for sheet in PdfReader(paths["pdf"]).pages))
    assert not made.demo
    assert not json.loads(paths["json"].read_text("utf-8"))["demo"]
    assert "演示数据" not in [badge.get_text() for badge in page.select(".badge")]
    for one in said:
        assert one in text
    assert said[0] in pdf
    for name in ("docx", "xlsx"):
        assert paths[name].stat().st_size > 5_000


def test_the_page_of_a_scheme_is_made_for_its_own_region_only(project: Project, words: Vocabulary) -> None:
    with pytest.raises(BadInputError, match="scheme_showcase"):
        check_request(project, words, Request("scheme_showcase", "浙江", "2023"))

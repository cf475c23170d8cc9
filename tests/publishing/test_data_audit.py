"""The data audit as a report: pages of demonstration returns, of published data alone, and in English."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from incuanalysis.errors import NoDataError
from incuanalysis.intake.returns.tables import side_table
from incuanalysis.intake.store import Store
from incuanalysis.publishing.kinds import Request, check_data, check_request, find_kind
from incuanalysis.publishing.report import make_report, report_files

ROOT = Path(__file__).resolve().parents[2]
TOWNS = ("330305001", "330305002", "330305003", "330305004", "330305005", "330305006", "330305101", "330305202")
OFFICE = "洞头区科技局"


def observed(region, number, sequence=1, recorded_at="2024-01-05"):
    return {
        "region": region, "carrier": None, "indicator": "tenants", "first": 202310, "last": 202312, "period": "2023Q4",
        "basis": "stock", "series": OFFICE, "source_class": "return", "value": number, "unit": "家", "printed": str(number),
        "qualifier": "exact", "status": "reported", "sequence": sequence, "recorded_at": recorded_at, "demo": True,
        "file": f"f{sequence}", "sheet": "季报", "cell": "B2", "source": f"{OFFICE}：季报.xlsx（{recorded_at}收）", "source_en": "", "note": None,
    }  # fmt: skip


def received(sequence, name, on, *, quarantined=0):
    return {
        "sequence": sequence, "file": f"f{sequence}", "name": name, "series": OFFICE, "received_on": on, "format": "xlsx",
        "status": "partly" if quarantined else "stored", "cells": 20, "stored": 8, "quarantined": quarantined, "labels": 2, "demo": True,
    }  # fmt: skip


def returned(region, on, file):
    return {
        "region": region, "carrier": None, "register": "", "frequency": "quarter", "first": 202310, "last": 202312, "received_at": on,
        "series": OFFICE, "sequence": int(file[1:]), "file": file, "sheet": "季报", "demo": True,
    }  # fmt: skip


@pytest.fixture(scope="module")
def returns_store(tmp_path_factory):
    """A district of eight towns: one value far off, one corrected, one return late, one missing, two cells waiting."""
    store = Store(tmp_path_factory.mktemp("sample") / "store")
    rows = [observed(town, 900.0 if place == 7 else 10.0 + place) for place, town in enumerate(TOWNS)]
    rows.append(observed(TOWNS[0], 12.0, 3, "2024-02-20"))
    facts = json.dumps({"heading": "投入使用面积", "found": "14130", "expected": "平方米"}, ensure_ascii=False)
    waiting = {"file": "f1", "name": "x", "sequence": 1, "series": OFFICE, "received_on": "2024-01-05", "sheet": "季报", "printed": "14130", "code": "no_unit", "facts": facts}  # fmt: skip
    tables = {
        "files": [
            received(1, "洞头区/2023年第四季度季报（演示数据）.xlsx", "2024-01-05", quarantined=2),
            received(2, "洞头区/2023年第四季度补报（演示数据）.xlsx", "2024-01-17"),
            received(3, "洞头区/2023年第四季度更正（演示数据）.xlsx", "2024-02-20"),
        ],
        "returns": [*(returned(town, "2024-01-05", "f1") for town in TOWNS[:6]), returned(TOWNS[6], "2024-01-17", "f2"), returned(TOWNS[0], "2024-02-20", "f3")],
        "quarantine": [{**waiting, "cell": "C5"}, {**waiting, "cell": "C6"}],
    }  # fmt: skip
    store.replace(pd.DataFrame(rows), {}, tables={name: side_table(name, listed) for name, listed in tables.items()})
    duty = "{id: towns, form: quarterly, title: 季报, frequency: quarter, units: {children_of: 洞头区}, due: {day: 10}, valid_from: '2023-10'}"
    (store.folder.parent / "duties.yml").write_text(f"duties:\n  - {duty}\n", encoding="utf-8")
    return store


def published(project, words, store, folder, region, period, language="zh"):
    request = check_request(project, words, Request("data_audit", region, period, language, store=store.folder))
    check_data(project, words, request)
    made = make_report(project, request, folder)
    paths = report_files(folder, request)
    page = BeautifulSoup(paths["html"].read_text("utf-8"), "html.parser")
    pdf = re.sub(r"\s", "", "".join(sheet.extract_text() for sheet in PdfReader(paths["pdf"]).pages))
    return made, page, pdf, json.loads(paths["json"].read_text("utf-8"))


@pytest.fixture(scope="module")
def district(project, words, returns_store, tmp_path_factory):
    return published(project, words, returns_store, tmp_path_factory.mktemp("out"), "洞头区", "2023Q4")


def captions(page):
    return [re.sub(r"\s+", "", one.get_text()) for one in page.find_all(["caption", "figcaption"])]


def test_demonstration_data_are_told_on_the_page_and_in_the_pdf(district):
    made, page, pdf, record = district
    assert made.demo
    assert record["demo"]
    assert [mark.get_text() for mark in page.select(".marks span")] == ["演示数据"]
    assert pdf.startswith("演示数据洞头区孵化载体数据质量审核报告") or "演示数据" in pdf[:60]


def test_the_first_page_counts_returns_cells_and_findings(district):
    *_, record = district
    numbers = {card["id"]: card["value"] for card in record["headline"]}
    assert numbers == {
        "returns_due": 8, "returns_received": 7, "returns_missing": 1, "files": 3, "cells_received": 26, "cells_quarantined": 2,
        "errors": 2, "warnings": 0,
    }  # fmt: skip


def test_the_page_names_the_missing_the_late_the_revised_and_the_outlier(district):
    _, page, pdf, _ = district
    text = re.sub(r"\s+", "", page.get_text())
    for said in (
        "鹿西乡",
        "迟7天",
        "未写计量单位",
        "C5、C6",
        "离群值1个：鹿西（在孵企业）",
        "修订1项",
    ):
        assert said in text
    assert "离群值（共1个）" in pdf
    found = captions(page)
    assert any(
        "季报2023年第四季度至2023年第四季度应报8份：已报7份，其中迟报1份；未报1份" in caption for caption in found
    )
    assert any("修订的数据（共1项）" in caption for caption in found)


def test_every_table_has_a_caption_and_rows_and_every_figure_a_text(district):
    _, page, *_ = district
    tables, figures = page.find_all("table"), page.select("figure svg, figure img")
    assert len(tables) >= 6
    assert len(figures) == 2
    for table in tables:
        assert (
            table.find("caption")
            or table.find_parent("figure")
            or table.get("aria-label")
            or table.get("aria-labelledby")
        )
        assert table.select("tbody tr")
    cells = {cell.get_text(strip=True) for cell in page.select("main td, main th")}
    assert not cells & {"", "nan", "NaN", "None"}


def test_the_record_says_which_rows_of_which_table_were_used(district):
    *_, record = district
    tables = {query["query"]["table"] for query in record["queries"] if "table" in query["query"]}
    assert {"files", "returns", "quarantine", "findings", "checks", "registers"} <= tables
    assert record["data_date"] == "2024-02-20"
    assert any("更正" in source for source in record["sources"])


def test_the_english_page_speaks_english(project, words, returns_store, tmp_path):
    _, page, _, record = published(project, words, returns_store, tmp_path, "洞头区", "2023Q4", "en")
    assert [mark.get_text() for mark in page.select(".marks span")] == ["Demonstration data"]
    own = " ".join(
        one.get_text(" ") for one in page.select("h1, h2, .findings, caption, th") if not one.find_parent("details")
    )
    assert not re.findall(r"[\u4e00-\u9fff]+", own)
    assert record["title"] == "Data quality audit of business incubators"


def test_a_store_of_published_data_says_that_there_are_no_returns(project, words, store, tmp_path):
    made, page, _, record = published(project, words, store, tmp_path, "全国", "2023")
    text = page.get_text()
    assert not made.demo
    assert not page.select(".badge")
    assert "本期没有收到报表文件，没有待处理的数据和核查发现。" in text
    assert "未设定报送要求" in text
    assert [card["id"] for card in record["headline"]] == ["observations", "revised", "outliers"]


def test_a_period_of_which_nothing_is_held_gets_a_page_too(project, words, returns_store, tmp_path):
    _, page, _, record = published(project, words, returns_store, tmp_path, "鹿西乡", "2024-01")
    assert "本期没有应报的报表" in page.get_text() or "报送要求未涉及" in page.get_text()
    assert record["queries"]


def test_the_kind_takes_all_levels_and_needs_a_store_only(project, words, tmp_path):
    declared = find_kind(project, "data_audit").declaration
    assert declared.levels == ["nation", "province", "city", "county", "town", "zone"]
    assert declared.frequencies == ["month", "quarter", "year"]
    with pytest.raises(NoDataError):
        check_data(project, words, Request("data_audit", "000000", "2023", store=tmp_path))

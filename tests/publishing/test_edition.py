"""The pages of an edition from its ledger: what is listed where, and what is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from incuanalysis.files import sha256_bytes
from incuanalysis.project import Project
from incuanalysis.publishing.edition import write_edition_index
from incuanalysis.publishing.kinds import Request
from incuanalysis.publishing.ledger import Entry
from incuanalysis.publishing.report import report_files
from incuanalysis.publishing.site import index_page

MARK = "只在内部版"


def request(**changes: Any) -> Request:
    values = {"kind": "annual_profile", "region": "330305", "period": "2023", "language": "zh"}
    return Request(**{**values, **changes})


def made(folder: Path, one: Request, *, write: bool = True, status: str = "ok", **said: Any) -> Entry:
    """An entry of the ledger, with files as a batch leaves them."""
    internal = ("version", "internal") in one.options
    if write:
        paths = report_files(folder, one, ("html", "pdf", "json"))
        paths["pdf"].parent.mkdir(parents=True, exist_ok=True)
        for suffix in ("html", "pdf"):
            paths[suffix].write_text(f"{suffix} {one.id}")
        record = {"files": {"pdf": {"sha256": sha256_bytes(f"pdf {one.id}".encode())}}}
        paths["json"].write_text(json.dumps(record))
    summary = {"version": "internal" if internal else "published", **said} if status == "ok" else {}
    return Entry(
        one.id, one.kind, one.region, one.period, one.language, status, "i", "k" * 64, "2023-10-08", False, "", 1.0,
        error="没有数据" if status == "failed" else None, options=json.dumps(one.options), summary=json.dumps(summary),
    )  # fmt: skip


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def test_the_published_pages_never_name_an_internal_version(project: Project, tmp_path: Path) -> None:
    internal = request(options=(("version", "internal"),))
    failed = request(period="2022", options=(("version", "internal"),))
    entries = [
        made(tmp_path, request(), findings=["公开的结论。"]),
        made(tmp_path, internal, findings=[MARK]),
        made(tmp_path, failed, status="failed", write=False),
    ]
    index = write_edition_index(project, tmp_path, entries)
    for path in (index, tmp_path / "region" / "330305.html"):
        text = path.read_text(encoding="utf-8")
        assert "internal.zh" not in text
        assert MARK not in text
        assert "没有数据" not in text
        assert "internal.html" not in text
    whole = (tmp_path / "internal.html").read_text(encoding="utf-8")
    assert "annual_profile.internal.zh" in whole
    assert "没有数据" in whole
    assert MARK in (tmp_path / "internal" / "330305.html").read_text(encoding="utf-8")


def test_the_internal_pages_go_when_nothing_internal_is_left(project: Project, tmp_path: Path) -> None:
    internal = made(tmp_path, request(options=(("version", "internal"),)))
    write_edition_index(project, tmp_path, [internal])
    assert (tmp_path / "internal.html").is_file()
    write_edition_index(project, tmp_path, [made(tmp_path, request())])
    assert not (tmp_path / "internal.html").exists()
    assert list((tmp_path / "internal").glob("*")) == []


def test_pages_of_regions_without_reports_go_and_what_others_put_there_stays(project: Project, tmp_path: Path) -> None:
    entries = [made(tmp_path, request()), made(tmp_path, request(region="330483"))]
    write_edition_index(project, tmp_path, entries)
    note = tmp_path / "region" / "note.html"
    note.write_text("<p>mine</p>")
    write_edition_index(project, tmp_path, entries[:1])
    assert {path.name for path in (tmp_path / "region").iterdir()} == {"330305.html", "note.html"}


def test_a_page_that_does_not_change_is_not_written_again(project: Project, tmp_path: Path) -> None:
    entries = [made(tmp_path, request())]
    write_edition_index(project, tmp_path, entries)
    page = tmp_path / "region" / "330305.html"
    before = page.stat().st_mtime_ns, page.stat().st_ino
    write_edition_index(project, tmp_path, entries)
    assert (page.stat().st_mtime_ns, page.stat().st_ino) == before


def test_failed_and_missing_reports_are_shown_as_such(project: Project, tmp_path: Path) -> None:
    entries = [
        made(tmp_path, request(), status="failed", write=False),
        made(tmp_path, request(region="330483"), write=False),
    ]
    index = write_edition_index(project, tmp_path, entries, [request(), request(region="420700")])
    rows = {row.small.get_text(): row["class"] for row in soup(index).select("tbody tr")}
    assert rows == {"330305": ["failed"], "330483": ["missing"], "420700": ["missing"]}
    assert [tag.get_text(strip=True) for tag in soup(index).select(".counts .bad")] == ["1份未完成", "2份缺文件"]
    assert soup(tmp_path / "region" / "330305.html").select_one(".card.failed .message").get_text() == "没有数据"


def test_a_region_page_shows_the_latest_report_with_what_it_says_and_lists_the_earlier(
    project: Project, tmp_path: Path
) -> None:
    said = {
        "findings": ["结论一。"],
        "headline": [{"label": "在孵企业", "text": "96家", "change": "+12家", "value": 96, "unit": "家"}],
        "states": [{"label": "在孵企业", "text": "滞后", "tone": "warn"}],
        "state": "review",
    }
    entries = [made(tmp_path, request(period="2022"), findings=["旧结论。"]), made(tmp_path, request(), **said)]
    write_edition_index(project, tmp_path, entries)
    page = soup(tmp_path / "region" / "330305.html")
    card = page.select_one(".card")
    assert card.h3.a["href"] == "../2023/330305/annual_profile.zh.html"
    assert [li.get_text() for li in card.select(".findings li")] == ["结论一。"]
    assert card.select_one(".numbers").get_text(" ", strip=True) == "在孵企业 96家 +12家"
    assert card.select_one(".state.warn").get_text() == "在孵企业 滞后"
    assert card.select_one(".stage").get_text() == "送审稿"
    assert page.select_one("details tbody th").get_text(strip=True).startswith("2022年")
    assert "旧结论" not in page.get_text()
    for link in page.select("a[href]"):
        if not link["href"].startswith("#"):
            assert (tmp_path / "region" / link["href"]).resolve().is_file(), link


def test_the_last_report_that_was_made_stands_beside_a_newer_one_that_failed(project: Project, tmp_path: Path) -> None:
    entries = [
        made(tmp_path, request(), status="failed", write=False),
        made(tmp_path, request(period="2022"), findings=["旧结论。"]),
    ]
    write_edition_index(project, tmp_path, entries)
    cards = soup(tmp_path / "region" / "330305.html").select(".card")
    assert ["failed" in card["class"] for card in cards] == [True, False]
    assert "旧结论" in cards[1].get_text()


def test_a_region_page_leads_up_and_down(project: Project, tmp_path: Path) -> None:
    write_edition_index(
        project, tmp_path, [made(tmp_path, request()), made(tmp_path, request(region="330000", language="en"))]
    )
    above = soup(tmp_path / "region" / "330305.html").select(".path a")
    assert [link["href"] for link in above] == ["../index.html", "330000.html"]
    below = soup(tmp_path / "region" / "330000.html").select(".below a")
    assert [(link.get_text(), link["href"]) for link in below] == [("洞头区", "330305.html")]


def test_a_region_is_found_by_its_old_names_and_codes(project: Project, tmp_path: Path) -> None:
    index = write_edition_index(project, tmp_path, [made(tmp_path, request())])
    data = json.loads(soup(index).select_one("#data").string)
    region = data["regions"][data["rows"][0][0]]
    assert {"洞头县", "330322"} <= set(region[3].split())


def test_the_newest_reports_come_first_and_statements_of_many_units_are_a_list(
    project: Project, tmp_path: Path
) -> None:
    units = [made(tmp_path, request(options=(("unit", f"载体{n}"),)), unit_name=f"第{n}孵化器") for n in range(8)]
    index = write_edition_index(project, tmp_path, [made(tmp_path, request(period="2022")), *units])
    assert [td.get_text() for td in soup(index).select("td.period")][-1] == "2022年"
    page = soup(tmp_path / "region" / "330305.html")
    assert [th.get_text() for th in page.select("section > .scroll tbody th")][:1] == ["2023年　第0孵化器 中文"]
    assert len(page.select(".card")) == 0


def test_a_region_that_left_the_vocabulary_is_listed_by_its_id(project: Project, tmp_path: Path) -> None:
    index = write_edition_index(project, tmp_path, [made(tmp_path, request(region="999999"))])
    assert soup(index).select_one("tbody th a").get_text() == "999999"


def test_an_edition_of_three_thousand_regions_and_five_kinds_fits_into_two_megabytes() -> None:
    from incuanalysis.publishing.site import IndexEntry, State

    states = (State("序时进度", "快于序时", "good"),)
    entries = []
    for region in range(110000, 113000):
        for kind in (
            "monthly_monitoring",
            "quarterly_bulletin",
            "annual_assessment",
            "carrier_evaluation",
            "plan_review",
        ):
            links = {suffix: f"2023/{region}/{kind}.zh.{suffix}" for suffix in ("html", "pdf", "docx", "json", "ipynb")}
            entries.append(
                IndexEntry(
                    str(region),
                    f"某某{region}区",
                    "county",
                    kind,
                    kind,
                    "2023",
                    "2023年",
                    "zh",
                    "ok",
                    links,
                    "2023-10-08",
                    sha256_bytes(f"{region}{kind}".encode()),
                    search=f"District {region} 旧名县",
                    states=states,
                )
            )
    assert len(index_page(entries, title="t", regions="region").encode()) < 2_000_000


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "甲\u2028乙</script>"])
def test_what_a_report_says_is_text_on_the_region_page(project: Project, tmp_path: Path, name: str) -> None:
    said = {"findings": [name], "headline": [{"label": name, "text": name}], "states": [{"label": name, "text": name}]}
    write_edition_index(project, tmp_path, [made(tmp_path, request(), unit_name=name, **said)])
    page = soup(tmp_path / "region" / "330305.html")
    assert page.select("script") == []
    assert page.select_one(".findings li").get_text() == name

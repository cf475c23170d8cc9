"""The index of an edition: complete, searchable, harmless, and readable without scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from incuanalysis.errors import BadInputError
from incuanalysis.files import atomic_write
from incuanalysis.publishing.site import STATIC_ROWS, IndexEntry, index_page, write_index

EVIL = "</script><script>alert(1)</script>"


def entry(number: int = 0, **changes: object) -> IndexEntry:
    values: dict[str, object] = {
        "region": f"{330000 + number}",
        "region_name": f"浙江{number}",
        "level": "province",
        "kind": "annual_profile",
        "kind_title": "年度概况",
        "period": "2023",
        "period_label": "2023年",
        "language": "zh",
        "links": {"html": f"2023/{number}/a.zh.html", "pdf": f"2023/{number}/a.zh.pdf"},
        "data_date": "2024-11-21",
        "key": "abc",
        "search": "Zhejiang",
    }
    return IndexEntry(**{**values, **changes})  # type: ignore[arg-type]


def read(page: str) -> tuple[BeautifulSoup, dict[str, object]]:
    soup = BeautifulSoup(page, "html.parser")
    return soup, json.loads(soup.select_one("#data").string)


def test_every_entry_is_listed_with_relative_links(tmp_path: Path) -> None:
    path = write_index(tmp_path, [entry(0), entry(1)], title="报告")
    assert path == tmp_path / "index.html"
    soup, _ = read(path.read_text(encoding="utf-8"))
    links = [link["href"] for link in soup.select("td.files a")]
    assert links == ["2023/0/a.zh.html", "2023/0/a.zh.pdf", "2023/1/a.zh.html", "2023/1/a.zh.pdf"]
    assert [th["scope"] for th in soup.select("tbody th")] == ["row", "row"]
    assert not [name for name in tmp_path.iterdir() if name.name != "index.html"]


def test_a_failed_entry_stands_in_the_table_with_its_message() -> None:
    soup, _ = read(index_page([entry(), entry(1, status="failed", links={}, message="没有 2023 年的数据")], title="t"))
    failed = soup.select_one("tr.failed")
    assert failed.select_one(".message").get_text() == "没有 2023 年的数据"
    assert failed.select("a") == []
    assert soup.select_one(".counts .bad").get_text(strip=True).startswith("1")


def test_markup_in_names_and_messages_is_text_and_cannot_leave_the_embedded_json() -> None:
    evil = entry(region_name=EVIL, kind_title=EVIL, period_label=EVIL, message=EVIL, search=EVIL, status="failed")
    page = index_page([evil], title=EVIL)
    soup, data = read(page)
    assert "<script>alert" not in page
    assert len(soup.find_all("script")) == 2
    assert data["regions"][0][1] == EVIL
    assert EVIL in soup.select_one("tbody th").get_text()
    assert soup.h1.get_text() == EVIL


def test_the_index_asks_for_nothing_outside_itself() -> None:
    soup, _ = read(index_page([entry()], title="t"))
    assert [tag.get("src") for tag in soup.find_all(["script", "img"]) if tag.get("src")] == []
    assert all(str(link["href"]).startswith("data:") for link in soup.find_all("link"))
    assert all("url(" not in style.get_text() for style in soup.find_all("style"))
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert "default-src 'none'" in policy
    assert "script-src 'sha256-" in policy


def test_three_thousand_entries_are_all_in_the_data_and_the_first_also_without_scripts() -> None:
    page = index_page([entry(number) for number in range(3000)], title="t")
    soup, data = read(page)
    assert len(data["rows"]) == 3000
    assert len(soup.select("tbody tr")) == STATIC_ROWS
    assert "3000" in soup.noscript.get_text()
    assert len(page.encode()) < 500_000


def test_no_word_on_missing_rows_when_all_are_listed() -> None:
    soup, _ = read(index_page([entry(number) for number in range(STATIC_ROWS)], title="t"))
    assert soup.noscript is None


def test_filters_offer_what_occurs() -> None:
    soup, _ = read(index_page([entry(), entry(1, period="2022", period_label="2022年", language="en")], title="t"))
    choices = {menu["id"]: [option["value"] for option in menu.select("option")] for menu in soup.select("select")}
    assert choices["period"] == ["", "2023", "2022"]
    assert set(choices["language"]) == {"", "zh", "en"}
    assert set(choices) == {"kind", "period", "status", "language"}


def test_links_of_one_name_are_written_short_and_others_in_full() -> None:
    usual = {
        "html": "2023/330000/a.zh.html",
        "docx": "2023/330000/a.zh.docx",
        "phone.pdf": "2023/330000/a.zh.phone.pdf",
    }
    other = {"html": "a.html", "pdf": "b.pdf"}
    _, data = read(index_page([entry(links=usual), entry(1, links=other), entry(2, links={})], title="t"))
    formats = [name for name, _ in data["formats"]]
    bits, stem = data["rows"][0][6:8]
    assert {name for place, name in enumerate(formats) if bits & 1 << place} == set(usual)
    assert data["stems"][stem] == "a.zh"
    assert data["rows"][1][6] == other
    assert data["rows"][2][6] == 0


def test_an_english_index_says_nothing_of_its_own_in_chinese() -> None:
    one = entry(region_name="Zhejiang", kind_title="Profile", period_label="2023", language="en")
    page = index_page(
        [one, entry(1, region_name="X", kind_title="Profile", period_label="2023")], title="Reports", language="en"
    )
    assert not [character for character in page if "\u4e00" <= character <= "\u9fff"]
    assert '<html lang="en">' in page
    assert ">1</b> kind<" in page


def test_the_same_entries_give_the_same_bytes() -> None:
    assert index_page([entry()], title="t") == index_page([entry()], title="t")


def test_an_index_without_entries_says_so() -> None:
    soup, _ = read(index_page([], title="t"))
    assert soup.select_one(".none").get_text() == "还没有报告。"
    assert soup.table is None


@pytest.mark.parametrize(
    "href", ["https://example.org/a.html", "javascript:alert(1)", "/etc/passwd", "//example.org/a"]
)
def test_a_link_that_leads_out_of_the_edition_is_refused(href: str) -> None:
    with pytest.raises(BadInputError, match="relative"):
        entry(links={"html": href})


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "deep" / "index.html"
    assert atomic_write(target, "旧").read_text(encoding="utf-8") == "旧"

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        atomic_write(target, b"new")
    assert target.read_text(encoding="utf-8") == "旧"
    assert [path.name for path in target.parent.iterdir()] == ["index.html"]

"""What a reader does on the page of an office's document: sort, search, follow a number, print."""

import io
import unicodedata

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser


def column(page, number):
    """Texts of a column of the first table, the total among them."""
    cells = page.locator(f"table.data >> nth=0 >> tbody tr > :nth-child({number})")
    return ["".join(text.split()) for text in cells.all_inner_texts()]


def printed(sheet):
    """Text of a printed page; Chromium writes some characters as their look-alikes (⽰ for 示)."""
    return "".join(unicodedata.normalize("NFKC", sheet.extract_text()).split())


def test_sorting_goes_by_value_with_the_unreported_last_and_the_total_in_its_place(document, watch):
    page = watch(document.as_uri()).page
    head = page.locator("table.data >> nth=0 >> thead button", has_text="增速")
    head.click()
    falling = column(page, 3)
    assert falling[:3] == ["12.5", "9.51)", "6.5"]
    assert falling[-2:] == ["未报", "8.0"]
    head.click()
    rising = column(page, 3)
    assert rising[0] == "-5.5"
    assert rising[-2:] == ["未报", "8.0"]
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("增速")
    head.click()
    assert column(page, 1)[0] == "北岙街道"


def test_the_filter_counts_what_it_leaves_and_says_so(document, watch):
    page = watch(document.as_uri()).page
    box = page.locator(".filter >> nth=0")
    expect(box.get_by_role("status")).to_have_text("共8行")
    box.locator("input").fill("街道 滞后")
    expect(box.get_by_role("status")).to_have_text("找到2行，共8行")
    assert page.locator("table.data >> nth=0 >> tbody tr:visible").count() == 2


def test_a_number_is_followed_to_its_trace_and_back_with_the_keyboard(document, watch):
    page = watch(document.as_uri()).page
    link = page.locator("td a.trace >> nth=0")
    link.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#t1"
    expect(page.locator("#t1")).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "back"
    page.keyboard.press("Enter")
    expect(link).to_be_in_viewport()
    assert page.evaluate("location.hash") == f"#{link.get_attribute('id')}"


def test_marks_stay_in_view_wherever_one_reads(document, watch):
    page = watch(document.as_uri(), 390).page
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    expect(page.locator("aside.marks")).to_be_in_viewport()
    assert page.locator("aside.marks span").all_inner_texts() == ["送审稿", "内部资料", "演示数据"]


def test_a_wide_table_scrolls_in_its_own_box_on_a_phone(document, watch):
    page = watch(document.as_uri(), 390).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = page.locator(".landscape .scroll")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    box.focus()
    page.keyboard.press("ArrowRight")
    # the page's policy forbids the evaluation of text that waiting for a function needs
    for _ in range(50):
        if box.evaluate("box => box.scrollLeft > 0"):
            break
        page.wait_for_timeout(100)
    assert box.evaluate("box => box.scrollLeft > 0")


def test_a_print_has_a4_pages_with_the_marks_and_a_wide_annex_with_its_heads_on_every_page(document, watch):
    page = watch(document.as_uri()).page
    page.locator(".filter input").last.fill("第1孵化器")
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    texts = [printed(sheet) for sheet in sheets]
    assert all("送审稿" in text and "内部资料" in text and "演示数据" in text for text in texts)
    wide = [text for sheet, text in zip(sheets, texts, strict=True) if sheet.mediabox.width > sheet.mediabox.height]
    assert len(wide) >= 2
    assert all("指标0" in text and "投入" in text for text in wide)
    # a filter is for the screen
    assert any("第59孵化器" in text for text in wide)
    assert {round(float(sheet.mediabox.width)) for sheet in sheets} <= {594, 595, 841, 842}
    assert "在表中查找" not in "".join(texts)


def test_the_published_version_is_printed_without_its_traces(published_document, watch):
    page = watch(published_document.as_uri()).page
    text = "".join(printed(sheet) for sheet in PdfReader(io.BytesIO(page.pdf())).pages)
    assert "洞头区月报.xlsx" not in text
    assert "内部资料" not in text
    assert page.locator(".traces").is_visible()

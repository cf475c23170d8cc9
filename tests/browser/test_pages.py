"""What people open: the index, a report on a screen and on a phone, and start_here in JupyterLab."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from incuanalysis.publishing.batch import run_batch
from incuanalysis.publishing.kinds import Request

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def edition(project, store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("edition")
    kinds = [
        ("330000", "2023", "zh"),
        ("540000", "2023", "zh"),
        ("000000", "2023", "zh"),
        ("330000", "2023", "en"),
        ("330000", "2020", "zh"),
    ]
    run_batch(
        project, [Request("annual_profile", r, p, language, None, store.folder) for r, p, language in kinds], folder
    )
    return folder


def test_the_index_is_searched_and_filtered_without_asking_anything_outside(edition, watch):
    watched = watch((edition / "index.html").as_uri())
    page = watched.page
    expect(page.locator("tbody tr:visible")).to_have_count(5)
    page.locator("input[type=search]").fill("西藏")
    expect(page.locator("tbody tr:visible")).to_have_count(1)
    assert "西藏" in page.locator("tbody tr:visible").inner_text()
    page.locator("input[type=search]").fill("zhejiang")
    expect(page.locator("tbody tr:visible")).to_have_count(3)
    assert watched.outside == []
    assert watched.errors == []


def test_a_link_of_the_index_opens_the_report(edition, watch):
    watched = watch((edition / "index.html").as_uri())
    watched.page.locator("a[href='2023/330000/annual_profile.zh.html']").first.click()
    watched.page.wait_for_selector("h1")
    assert "浙江省" in watched.page.locator("h1").first.inner_text()
    assert watched.errors == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    ("region", "language"), [("330000", "zh"), ("540000", "zh"), ("000000", "zh"), ("330000", "en")]
)
def test_a_report_asks_nothing_outside_and_never_scrolls_sideways(edition, watch, region, language, width):
    watched = watch((edition / "2023" / region / f"annual_profile.{language}.html").as_uri(), width)
    page = watched.page
    assert page.locator("figure img").count() == 6
    assert page.evaluate("[...document.querySelectorAll('figure img')].every(i => i.complete && i.naturalWidth > 0)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert watched.outside == []
    assert watched.errors == []


def test_every_entry_of_the_contents_leads_to_its_heading(edition, watch):
    page = watch((edition / "2023" / "330000" / "annual_profile.zh.html").as_uri()).page
    targets = page.evaluate(
        "[...document.querySelectorAll('nav a[href^=\"#\"]')].map(a => decodeURIComponent(a.hash.slice(1)))"
    )
    assert len(targets) >= 7
    assert page.evaluate("ids => ids.every(id => document.getElementById(id) !== null)", targets)


def wait_for_kernel(page, lab):
    """Wait until the notebook's kernel is idle and the page is connected: run before that, cells are only cleared."""
    for _ in range(240):
        kernels = page.request.get(f"{lab}/api/kernels").json()
        if kernels and kernels[0]["execution_state"] == "idle" and kernels[0]["connections"] > 0:
            break
        page.wait_for_timeout(500)
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", timeout=60_000)
    page.wait_for_timeout(1000)


def test_start_here_runs_from_top_to_bottom_in_jupyterlab(lab, watch):
    # A tall window: JupyterLab draws only the cells in view.
    watched = watch(f"{lab}/lab/tree/start_here.ipynb", height=5000)
    page = watched.page
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=120_000)
    wait_for_kernel(page, lab)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    cells = json.loads((ROOT / "notebooks/start_here.ipynb").read_text(encoding="utf-8"))["cells"]
    prompts = [f"[{number}]:" for number in range(1, 1 + sum(cell["cell_type"] == "code" for cell in cells))]
    expect(page.locator(".jp-CodeCell .jp-InputPrompt")).to_have_text(prompts, timeout=180_000)
    expect(page.locator(".jp-RenderedSVG, .jp-RenderedImage")).to_have_count(2, timeout=30_000)
    assert page.locator(".jp-OutputArea [data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    assert [url for url in watched.outside if "127.0.0.1" not in url] == []

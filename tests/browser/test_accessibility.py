"""No page has anything that axe-core finds at fault, on a screen and on a phone."""

from pathlib import Path

import pytest

from incuanalysis.publishing.batch import run_batch
from incuanalysis.publishing.kinds import Request

pytestmark = pytest.mark.browser

#: Kind → what is made of it: region, period, language. A new kind of report is added here by its name.
KINDS = {
    "annual_profile": [("330000", "2023", "zh"), ("330000", "2023", "en"), ("000000", "2023", "zh")],
    "data_audit": [("330000", "2023", "zh")],
    "plan_review": [("370200", "2022", "zh"), ("370200", "2022", "en")],
    "scheme_showcase": [("331000-tzwxq", "2023", "zh")],
}
#: The same, on demonstration data.
DEMONSTRATION = {
    "monthly_monitoring": [("330302", "2024-09", "zh")],
    "quarterly_bulletin": [("330305", "2024Q3", "zh")],
    "annual_assessment": [("330305", "2024", "zh")],
    "carrier_evaluation": [("330305", "2024", "zh")],
    "cluster_atlas": [("330302", "2024-09", "zh"), ("330302", "2024-09", "en")],
}
REPORTS = [(kind, *one) for kinds in (KINDS, DEMONSTRATION) for kind, made in kinds.items() for one in made]


@pytest.fixture(scope="module")
def edition(project, store, demo_store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("edition")
    requests = [
        Request(kind, region, period, language, None, store.folder if kind in KINDS else demo_store)
        for kind, region, period, language in REPORTS
    ]
    requests.append(
        Request("unit_statement", "330305", "2024Q3", "zh", None, demo_store, options=(("unit", "330305001"),))
    )
    failing = Request("annual_profile", "540000", "1990", "zh", None, store.folder)
    result = run_batch(project, [*requests, failing], folder)
    assert list(result.failed) == [failing.id]
    return folder


@pytest.fixture(scope="session")
def axe():
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page, axe):
    """Return what axe-core finds, as sentences."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(("kind", "region", "period", "language"), REPORTS)
def test_a_report_has_no_violation(edition, watch, axe, kind, region, period, language, width):
    watched = watch((edition / period / region / f"{kind}.{language}.html").as_uri(), width)
    assert violations(watched.page, axe) == []
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
    assert watched.errors == []


@pytest.mark.parametrize("width", [1280, 390])
def test_a_statement_for_a_unit_has_no_violation(edition, watch, axe, width):
    watched = watch((edition / "2024Q3" / "330305" / "unit_statement.330305001.zh.html").as_uri(), width)
    assert violations(watched.page, axe) == []
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["index.html", "internal.html", "region/330000.html", "region/540000.html"])
def test_the_pages_of_the_edition_have_no_violation(edition, watch, axe, name, width):
    watched = watch((edition / name).as_uri(), width)
    assert violations(watched.page, axe) == []
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
    assert watched.errors == []
    assert watched.outside == []


@pytest.mark.parametrize("width", [1280, 390])
def test_a_document_with_every_item_has_no_violation(document, watch, axe, width):
    watched = watch(document.as_uri(), width)
    page = watched.page
    assert violations(page, axe) == []
    # what opens and filters is looked at in that state as well
    page.locator(".filter input").first.fill("街道")
    page.locator("details.appendix > summary").click()
    assert violations(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_what_is_wrong(watch, axe, tmp_path):
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<!DOCTYPE html><html><head><title>x</title></head><body><main><h1>x</h1><img src=''></main></body></html>"
    )
    found = "\n".join(violations(watch(bad.as_uri()).page, axe))
    assert "image-alt" in found
    assert "html-has-lang" in found

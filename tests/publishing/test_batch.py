"""A real batch of a few reports: files, guard, ledger, index, and failures that stop nothing."""

import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import nbformat
import pytest
from pypdf import PdfReader

from incuanalysis.errors import BusyError, ReportFailedError
from incuanalysis.files import exclusive
from incuanalysis.project import Project
from incuanalysis.publishing.batch import expand, run_batch
from incuanalysis.publishing.guard import check_stamps
from incuanalysis.publishing.kinds import Request
from incuanalysis.publishing.ledger import Ledger
from incuanalysis.publishing.report import report_files
from incuanalysis.settings import read_settings

ROOT = Path(__file__).resolve().parents[2]
ZHEJIANG = Request("annual_profile", "330000", "2023")
TIBET_EN = Request("annual_profile", "540000", "2016", "en")
COUNTS = (
    "incubators",
    "tenants",
    "tenant_employees",
    "resident_firms",
    "makerspaces",
    "makerspace_served",
    "makerspace_jobs",
)


def with_store(request, store):
    return Request(request.kind, request.region, request.period, request.language, request.as_of, store.folder)


@pytest.fixture(scope="module")
def edition(project, store, tmp_path_factory):
    """Two good reports and one without data, made by two workers."""
    folder = tmp_path_factory.mktemp("edition")
    wanted = [with_store(r, store) for r in (ZHEJIANG, TIBET_EN, Request("annual_profile", "330000", "2020"))]
    return folder, run_batch(project, wanted, folder, workers=2)


def pdf_text(path):
    return "".join(page.extract_text() for page in PdfReader(path).pages).replace(" ", "").replace("\n", "")


def test_a_report_without_data_fails_alone_and_never_hides(edition):
    folder, result = edition
    assert sorted(result.made) == ["2016/540000/annual_profile.en", "2023/330000/annual_profile.zh"]
    assert list(result.failed) == ["2020/330000/annual_profile.zh"]
    assert "2016–2018, 2022–2023" in result.failed["2020/330000/annual_profile.zh"]
    states = {entry.id: entry.state for entry in Ledger(folder).entries()}
    assert states["2020/330000/annual_profile.zh"] == "failed"
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert "2016–2018, 2022–2023" in index
    assert "2023/330000/annual_profile.zh.html" in index


def test_the_pdf_says_the_regions_name_and_its_counts_in_full_digits(edition, store):
    folder, _ = edition
    text = pdf_text(report_files(folder, ZHEJIANG)["pdf"])
    assert "浙江省" in text
    rows = store.select(regions=["330000"], indicators=list(COUNTS), periods=[(202301, 202312)])
    assert len(rows) >= len(COUNTS)
    for value in rows["value"]:
        assert f"{value:.0f}" in text


def test_the_pdf_is_tagged_archivable_and_embeds_its_fonts(edition):
    import pikepdf

    folder, _ = edition
    with pikepdf.open(report_files(folder, ZHEJIANG)["pdf"]) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("zh")
        metadata = str(pdf.Root.Metadata.read_bytes())
        assert "pdfuaid" in metadata
        assert "pdfaid" in metadata
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
        assert fonts
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


def test_the_html_asks_for_nothing_outside_and_is_small(edition):
    folder, _ = edition
    for request in (ZHEJIANG, TIBET_EN):
        page = report_files(folder, request)["html"].read_text(encoding="utf-8")
        assert not re.search(r"""(?:src|srcset|poster)\s*=\s*["'](?:https?:)?//""", page)
        assert not re.search(r"""<link[^>]+href\s*=\s*["'](?:https?:)?//""", page)
        assert not re.search(r"""url\(\s*["']?(?:https?:)?//""", page)
        assert len(page.encode()) < 1_500_000
        assert report_files(folder, request)["pdf"].stat().st_size < 600_000


def test_the_english_report_has_no_chinese_of_its_own(edition):
    folder, _ = edition
    nb = nbformat.read(report_files(folder, TIBET_EN)["ipynb"], as_version=4)
    shown = "\n".join(
        output.data["text/plain"] for cell in nb.cells for output in cell.get("outputs", []) if "data" in output
    )
    without_citations = re.sub(r"《[^》]*》.*", "", shown)
    assert not re.findall(r"[\u4e00-\u9fff]+", without_citations)


def test_the_json_beside_holds_parameters_headlines_sources_and_key(edition):
    folder, _ = edition
    record = json.loads(report_files(folder, ZHEJIANG)["json"].read_text(encoding="utf-8"))
    assert record["parameters"] == {"region": "330000", "period": "2023", "language": "zh"}
    headline = {number["id"]: number for number in record["headline"]}
    assert headline["tenants"]["value"] == 22842
    assert headline["tenants"]["text"] == "22842家"
    assert headline["financing"]["unit"] == "万元"
    assert any("《中国科技统计年鉴2024》" in source for source in record["sources"])
    assert re.fullmatch("[0-9a-f]{64}", record["key"])
    assert record["data_date"] == "2026-11-21"
    assert record["demo"] is False


def test_making_it_again_changes_no_byte_and_an_unchanged_one_is_not_made(edition, project, store, tmp_path):
    folder, _ = edition
    wanted = [with_store(ZHEJIANG, store)]
    unchanged = run_batch(project, wanted, folder)
    assert unchanged.unchanged == [ZHEJIANG.id]
    assert not unchanged.made
    run_batch(project, wanted, tmp_path)
    for suffix, path in report_files(folder, ZHEJIANG).items():
        assert report_files(tmp_path, ZHEJIANG)[suffix].read_bytes() == path.read_bytes(), suffix


def test_a_damaged_output_is_made_again(edition, project, store, tmp_path):
    folder, _ = edition
    shutil.copytree(folder, tmp_path / "copy")
    report_files(tmp_path / "copy", ZHEJIANG)["html"].write_text("half", encoding="utf-8")
    again = run_batch(project, [with_store(ZHEJIANG, store)], tmp_path / "copy")
    assert again.made == [ZHEJIANG.id]


def test_pdffonts_finds_every_font_embedded(edition):
    if not shutil.which("pdffonts"):
        pytest.skip("pdffonts is not installed (Debian: poppler-utils)")
    folder, _ = edition
    listing = subprocess.run(
        ["pdffonts", report_files(folder, ZHEJIANG)["pdf"]], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split() for line in listing.splitlines()[2:]]
    assert rows
    assert all(row[-5] == "yes" for row in rows)


def notebook_project(tmp_path, source):
    """A project whose only report notebook has one given cell."""
    root = tmp_path / "own"
    (root / "notebooks").mkdir(parents=True)
    shutil.copyfile(ROOT / "incu.toml", root / "incu.toml")
    nb = nbformat.read(ROOT / "notebooks" / "annual_profile.ipynb", as_version=4)
    nb.cells = [nb.cells[0], nbformat.v4.new_code_cell(source)]
    nb.metadata.incu.kind = "trial"
    nbformat.write(nb, root / "notebooks" / "trial.ipynb")
    return Project(root)


TRIAL = Request("trial", "330000", "2023")
OPEN = "from incuanalysis import open_report, show\nfrom incuanalysis.display.items import Prose, Stamp\nreport = open_report(region, period, language)\n"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("1 / 0", "Cell 2 raised ZeroDivisionError: division by zero"),
        (
            OPEN + 'show(Prose(Stamp("440000", period), "广东"))',
            "made for 440000 2023, but the report is for 330000 2023",
        ),
        (OPEN + 'show(Prose(Stamp(region, "2022"), "去年"))', "made for 330000 2022"),
        ("x = 1", "showed nothing"),
        ("import os; os._exit(3)", "kernel died"),
    ],
)
def test_a_notebook_that_goes_wrong_is_a_failed_entry_and_leaves_the_old_report(tmp_path, store, source, said):
    good = notebook_project(tmp_path / "good", OPEN + 'show(Prose(Stamp(region, period), "好"))')
    bad = notebook_project(tmp_path / "bad", source)
    folder = tmp_path / "out"
    wanted = [with_store(TRIAL, store)]
    assert run_batch(good, wanted, folder).made == [TRIAL.id]
    before = {path: path.read_bytes() for path in report_files(folder, TRIAL).values()}
    result = run_batch(bad, wanted, folder)
    assert said in result.failed[TRIAL.id]
    assert {path: path.read_bytes() for path in before} == before
    (entry,) = Ledger(folder).entries()
    assert (entry.state, entry.error) == ("failed", result.failed[TRIAL.id])
    assert "failed" in (folder / "index.html").read_text(encoding="utf-8")


def test_the_settings_expand_to_the_provinces_and_the_documents_of_five_districts(project, words):
    requests = expand(project, words, read_settings(ROOT / "incu.toml"))
    assert requests[0].region == "000000"
    kinds = Counter(request.kind for request in requests if dict(request.options) == {})
    of_districts = (
        "monthly_monitoring",
        "quarterly_bulletin",
        "annual_assessment",
        "carrier_evaluation",
        "cluster_atlas",
    )
    assert kinds == {"annual_profile": 32, "plan_review": 1, "scheme_showcase": 1} | dict.fromkeys(of_districts, 5)
    demonstration = {request.kind for request in requests if request.store is not None}
    assert demonstration == {*of_districts, "unit_statement"}


def test_two_batches_never_write_to_one_folder(project, tmp_path):
    with exclusive(tmp_path), pytest.raises(BusyError, match="Another process"):
        run_batch(project, [], tmp_path)


def test_the_guard_refuses_a_notebook_without_anything_shown():
    with pytest.raises(ReportFailedError):
        check_stamps(nbformat.v4.new_notebook(), ZHEJIANG)

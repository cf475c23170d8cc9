"""An edition under an office's names: the names, and what an export never does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from incuanalysis.cli import main
from incuanalysis.errors import BadInputError, DamagedFileError
from incuanalysis.files import sha256_bytes
from incuanalysis.project import Project
from incuanalysis.publishing.export import Exported, export_edition, export_name, safe_name
from incuanalysis.publishing.kinds import Request
from incuanalysis.publishing.ledger import Entry, Ledger
from incuanalysis.publishing.report import report_files

INTERNAL = (("version", "internal"),)


def made(folder: Path, *, content: str = "", formats: tuple[str, ...] = ("pdf", "docx"), **changes: Any) -> Entry:
    """A report of the edition with its record; ``content`` tells editions apart."""
    names = {"region_name": "洞头区", "period_label": "2023年9月", "title": "月度监测简报"}
    names |= {name: changes.pop(name) for name in (*names, "unit_name") if name in changes}
    values = {"kind": "monthly_monitoring", "region": "330305", "period": "2023-09"}
    one = Request(**{**values, **changes})
    paths = report_files(folder, one, (*formats, "json"))
    paths["json"].parent.mkdir(parents=True, exist_ok=True)
    data = {suffix: f"{suffix} {one.id} {content}" for suffix in formats}
    for suffix, text in data.items():
        paths[suffix].write_text(text)
    files = {suffix: {"sha256": sha256_bytes(text.encode())} for suffix, text in data.items()}
    paths["json"].write_text(json.dumps({**names, "files": files}))
    return Entry(
        one.id, one.kind, one.region, one.period, one.language, "ok", "i", "k", "2023-10-08", False, "", 1.0,
        options=json.dumps(one.options),
    )  # fmt: skip


def export(project: Project, tmp_path: Path, entries: list[Entry], *formats: str) -> Exported:
    return export_edition(project, tmp_path / "reports", entries, tmp_path / "out", formats or ("pdf",))


def names(tmp_path: Path) -> set[str]:
    return {path.name for path in (tmp_path / "out").iterdir() if not path.name.startswith(".")}


def test_documents_are_named_as_an_office_names_them(project: Project, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    entries = [
        made(reports),
        made(reports, options=INTERNAL),
        made(reports, kind="unit_statement", title="核对单", options=(("unit", "330305001"),), unit_name="北岙街道"),
        made(
            reports, kind="plan_review", title="Plan review", language="en", region_name="Dongtou", period_label="2025"
        ),
    ]
    export(project, tmp_path, entries, "pdf", "docx")
    stems = [
        "洞头区2023年9月月度监测简报",
        "洞头区2023年9月月度监测简报（内部）",
        "洞头区2023年9月核对单-北岙街道",
        "Dongtou 2025 Plan review",
    ]
    assert names(tmp_path) == {f"{stem}.{suffix}" for stem in stems for suffix in ("pdf", "docx")}


def test_a_unit_that_is_a_region_has_its_name(project: Project, tmp_path: Path) -> None:
    entry = made(tmp_path / "reports", kind="unit_statement", title="核对单", options=(("unit", "330302"),))
    assert export(project, tmp_path, [entry]).written == ["洞头区2023年9月核对单-鹿城区.pdf"]


def test_equal_names_get_the_region_above_and_then_a_number(project: Project, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    entries = [made(reports), made(reports, region="330302", region_name="洞头区"), made(reports, kind="other")]
    done = export(project, tmp_path, entries)
    assert len(done.written) == 3
    assert all("温州" in name for name in done.written)
    assert len([name for name in done.written if "（2）" in name]) >= 1


def test_only_the_formats_asked_for_are_copied_and_reports_without_them_are_told(
    project: Project, tmp_path: Path
) -> None:
    reports = tmp_path / "reports"
    entries = [made(reports), made(reports, kind="atlas", title="图谱", formats=("pdf",))]
    done = export(project, tmp_path, entries, "docx")
    assert done.written == ["洞头区2023年9月月度监测简报.docx"]
    assert done.without == ["2023-09/330305/atlas.zh"]
    with pytest.raises(BadInputError, match="'doc'"):
        export(project, tmp_path, entries, "doc")


def test_a_second_export_replaces_its_own_files_and_leaves_the_unchanged(project: Project, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    both = [made(reports), made(reports, kind="bulletin", title="季度通报")]
    export(project, tmp_path, both)
    done = export(project, tmp_path, [made(reports, content="new"), both[1]])
    assert done.written == ["洞头区2023年9月月度监测简报.pdf"]
    assert done.unchanged == ["洞头区2023年9月季度通报.pdf"]
    assert (tmp_path / "out" / "洞头区2023年9月月度监测简报.pdf").read_text().endswith("new")


@pytest.mark.parametrize("exported_before", [False, True])
def test_other_files_and_files_changed_by_people_are_not_overwritten(
    project: Project, tmp_path: Path, exported_before: bool
) -> None:
    reports = tmp_path / "reports"
    entries = [made(reports)]
    target = tmp_path / "out" / "洞头区2023年9月月度监测简报.pdf"
    if exported_before:
        export(project, tmp_path, entries)
    target.parent.mkdir(exist_ok=True)
    target.write_text("signed")
    with pytest.raises(BadInputError, match="Nothing was written") as caught:
        export(project, tmp_path, [*entries, made(reports, kind="bulletin", title="季度通报")])
    assert target.name in caught.value.zh
    assert target.read_text() == "signed"
    assert names(tmp_path) == {target.name}


def test_a_file_that_is_not_what_was_made_is_not_exported(project: Project, tmp_path: Path) -> None:
    entry = made(tmp_path / "reports")
    path = next((tmp_path / "reports").rglob("*.pdf"))
    path.write_text("other")
    with pytest.raises(DamagedFileError, match="Make the report again"):
        export(project, tmp_path, [entry])
    assert not (tmp_path / "out").exists()


def test_failed_reports_are_not_exported(project: Project, tmp_path: Path) -> None:
    from dataclasses import replace

    entry = replace(made(tmp_path / "reports"), state="failed")
    assert export(project, tmp_path, [entry]).without == [entry.id]


@given(st.text(max_size=300))
@example("../../etc/passwd")
@example("a\u202efdp.exe")
@example("喆堃𫟹" * 100)
def test_any_name_is_one_safe_name_of_a_file(text: str) -> None:
    name = safe_name(text)
    assert name == Path(name).name
    assert name not in ("", ".", "..")
    assert len(name.encode()) <= 230
    assert not set(name) & set('<>:"/\\|?*\n\r\t\x00\u202e')
    assert safe_name(name) == name


@given(st.text(max_size=300))
def test_the_internal_mark_is_never_cut_off(text: str) -> None:
    assert export_name(text, "2023年", "通报", unit=text, internal=True).endswith("（内部）")


def test_the_command_prints_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports = tmp_path / "reports"
    Ledger(reports).record(made(reports))
    with pytest.raises(SystemExit) as ended:
        main(["export", str(tmp_path / "out"), "--out", str(reports), "--formats", "pdf", "--json"])
    assert ended.value.code == 0
    said = json.loads(capsys.readouterr().out)
    assert said["written"] == ["洞头区2023年9月月度监测简报.pdf"]
    with pytest.raises(SystemExit) as ended:
        main(["export", str(tmp_path / "other"), "--out", str(tmp_path / "empty")])
    assert ended.value.code == 3
    assert "incu batch" in capsys.readouterr().err

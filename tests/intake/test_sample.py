"""The demonstration returns: the same bytes, an honest key, files that read back as the key says."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import os
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import msoffcrypto
import pytest
import yaml
from lxml import html
from python_calamine import CalamineWorkbook

from incuanalysis.errors import BadInputError
from incuanalysis.intake.checks.limits import open_limits
from incuanalysis.intake.findings import sentences
from incuanalysis.intake.forms.duties import Duty
from incuanalysis.intake.sample import SampleResult, make_sample
from incuanalysis.intake.sample.chance import FILE_KINDS
from incuanalysis.intake.sample.errors import KINDS
from incuanalysis.intake.sample.key import CODES, MENDED
from incuanalysis.intake.sample.locks import BUILT_IN
from incuanalysis.project import Project
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary

Grid = list[list[Any]]


@pytest.fixture(scope="module")
def sample(project: Project, tmp_path_factory: pytest.TempPathFactory) -> SampleResult:
    return make_sample(project, tmp_path_factory.mktemp("sample") / "out", small=True)


@pytest.fixture(scope="module")
def key(sample: SampleResult) -> list[dict[str, Any]]:
    lines = (sample.folder / "answer_key.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def truth(sample: SampleResult) -> list[dict[str, str]]:
    with (sample.folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def received(sample: SampleResult) -> list[dict[str, str]]:
    text = (sample.folder / "returns" / "收文登记.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def grids(sample: SampleResult, key: list[dict[str, Any]]) -> dict[str, dict[str, Grid]]:
    """File → sheet → rows, read with libraries that know nothing of the writers."""
    unreadable = {line["file"] for line in key if line["kind"] in ("password", "truncated", "empty", "picture")}
    root = sample.folder / "returns"
    return {
        path.relative_to(root).as_posix(): _open(path.name, path.read_bytes())
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.parent != root and path.relative_to(root).as_posix() not in unreadable
    }


def _open(name: str, data: bytes) -> dict[str, Grid]:
    if name.endswith(".zip"):
        found = {}
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                assert not info.flag_bits & 0x800  # the name does not say that it is UTF-8
                member = info.orig_filename.encode("cp437").decode("gbk")
                found |= {f"{member}/{sheet}": grid for sheet, grid in _open(member, archive.read(info)).items()}
        return found
    if data.startswith(b"<html"):
        return {"": _page(data)}
    if name.endswith(".docx"):
        return {"": _document(data)}
    if name.endswith(".csv"):
        return {"": list(csv.reader(io.StringIO(data.decode("gb18030"))))}
    if data.startswith(b"\xd0\xcf"):
        data = _unlocked(data)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def _unlocked(data: bytes) -> bytes:
    file = msoffcrypto.OfficeFile(io.BytesIO(data))
    if not file.is_encrypted():
        return data
    out = io.BytesIO()
    if hasattr(file, "secret_key"):
        file.load_key(password=BUILT_IN, verify_password=True)
    else:
        file.load_key(password=BUILT_IN)
    file.decrypt(out)
    return out.getvalue()


def _page(data: bytes) -> Grid:
    rows: dict[tuple[int, int], str] = {}
    taken: set[tuple[int, int]] = set()
    table = html.document_fromstring(data.decode("gb18030")).find(".//table")
    for r, row in enumerate(table.iter("tr")):
        c = 0
        for cell in row.iter("td"):
            while (r, c) in taken:
                c += 1
            rows[r, c] = cell.text or ""
            down, across = int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))
            taken |= {(r + i, c + j) for i in range(down) for j in range(across)}
    height, width = (max(place[axis] for place in taken) + 1 for axis in (0, 1))
    return [[rows.get((r, c), "") for c in range(width)] for r in range(height)]


def _document(data: bytes) -> Grid:
    document = docx.Document(io.BytesIO(data))
    above = []
    for element in document.element.body:
        if element.tag.endswith("}tbl"):
            break
        above.append(["".join(element.itertext())])
    return above + [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def _at(grid: Grid, cell: str) -> Any:
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    row = grid[int(cell[len(letters) :]) - 1]
    return row[column - 1] if column <= len(row) else ""


def _hashes(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_gives_the_same_bytes_of_every_file(sample, project, tmp_path):
    again = make_sample(project, tmp_path / "again", small=True)
    assert _hashes(again.folder) == _hashes(sample.folder)
    assert (again.files, again.cells, again.errors) == (sample.files, sample.cells, sample.errors)


def test_another_seed_gives_another_sample(sample, project, tmp_path):
    other = make_sample(project, tmp_path / "other", seed=2, small=True)
    assert (other.folder / "truth.csv").read_bytes() != (sample.folder / "truth.csv").read_bytes()


def test_every_kind_of_error_and_mess_is_planted(key):
    planted = {line["kind"] for line in key}
    assert planted >= {*KINDS, *FILE_KINDS, "firm_both", "firm_overdue"}
    assert planted >= set(MENDED)


def test_the_key_names_only_findings_that_there_are():
    assert {code for codes in CODES.values() for code in codes} <= sentences().keys()


def test_a_line_of_the_key_says_what_to_expect_and_every_error_but_a_late_one_has_a_code(key):
    for line in key:
        assert line["expect"] == ("mended" if line["kind"] in MENDED else "found")
        if line["expect"] == "found" and line["kind"] not in ("late", "missing"):
            assert line["code"], line
        if line["cell"]:
            assert line["printed"] or line["kind"] == "no_unit"


def test_cells_of_the_key_are_in_the_files_as_printed(key, grids):
    checked = Counter()
    for line in key:
        if not line["cell"] or line["kind"] in ("firm_overdue", "no_unit") or line["file"] not in grids:
            continue
        found = _at(grids[line["file"]][line["sheet"]], line["cell"])
        if line["printed"].startswith("#") and found == "":
            continue  # the library reads an error as nothing
        if isinstance(found, float):
            assert found == float(line["printed"]), line
        else:
            assert str(found).strip() == line["printed"].strip(), line
        checked[line["kind"]] += 1
    assert len(checked) >= 18


def test_every_true_value_stands_in_its_cell_unless_something_was_planted_there(truth, grids, words):
    checked = 0
    for row in truth:
        if row["planted"] or not row["value"]:
            continue
        printed = _at(grids[row["file"]][row["sheet"]], row["cell"])
        unit = words.indicators.get(row["indicator"]).unit
        factors = {"平方米": (1, 10_000), "万元": (1, 0.1)}.get(unit, (1,))
        assert any(abs(float(printed) * factor - float(row["value"])) < 1e-6 for factor in factors), row
        checked += 1
    assert checked > 4000


def test_truth_speaks_of_known_regions_indicators_and_periods(truth, words: Vocabulary):
    for region, indicator, period in {(row["region"], row["indicator"], row["period"]) for row in truth}:
        assert words.regions.get(region)
        assert indicator in words.indicators
        assert str(Period.parse(period)) == period


def test_one_key_has_one_true_value(truth):
    values: dict[tuple[str, ...], set[str]] = {}
    for row in truth:
        if row["value"]:
            where = tuple(row[name] for name in ("region", "carrier", "indicator", "period", "basis"))
            values.setdefault(where, set()).add(row["value"])
    assert all(len(found) == 1 for found in values.values())


def test_every_file_says_that_it_is_a_demonstration(sample, grids):
    root = sample.folder / "returns"
    assert all("演示数据" in path.name for path in root.rglob("*") if path.is_file() and path.parent != root)
    for sheets in grids.values():
        for grid in sheets.values():
            assert "演示数据" in "".join(str(value) for row in grid for value in row)


def test_the_list_of_documents_received_names_every_file_once_and_who_sent_it(sample, received):
    root = sample.folder / "returns"
    files = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file() and path.parent != root}
    assert Counter(row["文件"] for row in received) == Counter(files)
    assert len(files) == sample.files
    assert all(row["来文单位"] for row in received)
    days = [row["收文日期"] for row in received]
    assert days == sorted(days)


def test_late_returns_come_after_the_tenth_and_missing_ones_never(sample, key, received):
    came = {row["文件"]: dt.date.fromisoformat(row["收文日期"]) for row in received}
    late = {line["file"] for line in key if line["kind"] == "late"}
    for line in key:
        if line["kind"] == "missing":
            assert line["file"] not in came
            assert not (sample.folder / "returns" / line["file"]).exists()
        elif line["file"] in came:
            due = Period.parse(line["period"]).end if line["kind"] in FILE_KINDS else None
            if due:
                assert (came[line["file"]] > due + dt.timedelta(days=10)) == (line["file"] in late)


def test_what_is_broken_is_broken(sample, key):
    root = sample.folder / "returns"
    for line in key:
        path = root / line["file"]
        match line["kind"]:
            case "empty":
                assert path.read_bytes() == b""
            case "password":
                with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
                    _unlocked(path.read_bytes())
            case "truncated":
                with pytest.raises(Exception):  # noqa: B017, PT011 - what a library says of half a file differs
                    _open(path.name, path.read_bytes())
            case "same_file_again":
                twins = [other for other in root.rglob("*.*") if other != path and other.is_file()]
                assert any(other.read_bytes() == path.read_bytes() for other in twins)


def test_duties_and_limits_are_such_as_a_project_takes(sample, words, tmp_path):
    duties = yaml.safe_load((sample.folder / "duties.yml").read_text("utf-8"))["duties"]
    assert len({Duty.model_validate(entry).id for entry in duties}) == len(duties) == 12
    for entry in duties:
        for region in entry["units"]["regions"]:
            assert words.regions.get(region)
    place = tmp_path / "data" / "vocabulary"
    place.mkdir(parents=True)
    (place / "limits.yml").write_bytes((sample.folder / "limits.yml").read_bytes())
    assert open_limits(Project(tmp_path))


def test_a_folder_that_holds_something_is_refused(project, tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInputError, match="空的文件夹"):
        make_sample(project, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_progress_ends_with_all_returns_made(project, tmp_path):
    told: list[tuple[int, int]] = []
    make_sample(project, tmp_path / "out", small=True, progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] == len(told)


@pytest.mark.skipif(not os.environ.get("INCU_SOAK"), reason="writes a thousand files; set INCU_SOAK")
def test_the_whole_sample_is_small_enough_to_try_and_has_each_error_several_times(project, tmp_path):
    whole = make_sample(project, tmp_path / "whole")
    assert whole.files <= 1_500
    assert whole.cells > 100_000
    assert all(whole.errors[kind] >= 3 for kind in (*KINDS, *FILE_KINDS, "firm_both", "firm_overdue"))
    assert sum(whole.errors.values()) < whole.cells / 200

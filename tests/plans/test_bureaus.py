"""Who issues documents: files of offices are read strictly, and each document gets its head and end from them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from incuanalysis.cli import main
from incuanalysis.errors import DamagedFileError, UnknownNameError
from incuanalysis.plans.bureaus import document_data, list_bureaus, open_bureau, read_bureau
from incuanalysis.project import Project
from incuanalysis.vocabulary.words import open_vocabulary

ROOT = Path(__file__).resolve().parents[2]
FILE = """\
region: "330305"
issuer: 测试局<b>
short: 测试办
to: [各街道办事处、乡镇人民政府, 区级有关单位]
cc: [区政府办公室]
contact: {phone: "0577-00000000"}
objections: {working_days: 5}
kinds:
  monthly_monitoring: {cc: [], issues: {prefix: 孵化动态, since: "2022-11"}}
  quarterly_bulletin: {name: 季度工作通报, to: [各街道], issues: {first: 2}}
documents:
  - {kind: quarterly_bulletin, period: 2023Q3, state: issued, number: 测〔2023〕9号, signer: 某某, date: 2023-10-12}
  - {kind: monthly_monitoring, period: "2023-09", state: review, issue: 20}
  - {kind: unit_statement, period: "2023", unit: 北岙街道, state: review}
"""


def write(folder: Path, text: str = FILE, name: str = "330305") -> Path:
    path = folder / f"{name}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def own(tmp_path: Path) -> Project:
    shutil.copyfile(ROOT / "incu.toml", tmp_path / "incu.toml")
    write(tmp_path / "data" / "bureaus")
    return Project(tmp_path)


def refused(tmp_path: Path, text: str, name: str = "330305") -> str:
    with pytest.raises(DamagedFileError) as told:
        read_bureau(write(tmp_path, text, name), open_vocabulary(Project(ROOT)))
    return told.value.text


def test_a_document_that_is_issued_has_its_number_signer_and_date(own: Project) -> None:
    data = document_data(own, "洞头区", "quarterly_bulletin", "2023Q3")
    assert (data.state, data.number, data.signer, data.date_line) == (
        "issued",
        "测〔2023〕9号",
        "某某",
        "2023年10月12日",
    )
    assert (data.kind_name, data.salutation, data.cc) == ("季度工作通报", "各街道：", ("区政府办公室",))
    assert data.issue == "2023年第4期"
    assert "5个工作日内" in data.objection_line
    assert "0577-00000000" in data.objection_line


def test_a_document_that_is_not_listed_is_a_draft_without_number_signer_and_date(own: Project) -> None:
    data = document_data(own, "洞头区", "quarterly_bulletin", "2023Q2")
    assert (data.state, data.number, data.signer, data.date, data.date_line) == ("draft", "", "", None, "")
    assert data.issuer_line == "测试局<b>"


def test_issues_are_numbered_by_month_and_counted_through_from_the_first(own: Project) -> None:
    first = document_data(own, "330305", "monthly_monitoring", "2022-11")
    assert (first.issue, first.issue_total) == ("孵化动态2022年第11期（总第1期）", 1)
    later = document_data(own, "330305", "monthly_monitoring", "2023-09")
    assert (later.issue, later.issue_number, later.issue_total) == ("孵化动态2023年第20期（总第11期）", 20, 11)
    before = document_data(own, "330305", "monthly_monitoring", "2022-10")
    assert (before.issue, before.issue_total) == ("孵化动态2022年第10期", None)
    assert document_data(own, "330305", "annual_assessment", "2023").issue == ""


def test_an_empty_list_of_copies_is_none_and_a_missing_one_is_that_of_all_kinds(own: Project) -> None:
    assert document_data(own, "330305", "monthly_monitoring", "2023-09").cc == ()
    assert document_data(own, "330305", "monthly_monitoring", "2023-09").to == (
        "各街道办事处、乡镇人民政府",
        "区级有关单位",
    )


def test_a_statement_is_known_by_its_unit(own: Project) -> None:
    assert document_data(own, "330305", "unit_statement", "2023", "北岙街道").state == "review"
    assert document_data(own, "330305", "unit_statement", "2023", "大门镇").state == "draft"


def test_without_a_file_the_issuer_is_to_be_filled_in(own: Project) -> None:
    data = document_data(own, "浙江", "monthly_monitoring", "2023-09")
    assert (data.issuer, data.issuer_line, data.salutation, data.state) == ("", "（发文单位待填）", "", "draft")
    assert not data.told
    assert data.issue == "2023年第9期"
    assert data.objection_line == ""


def test_a_projects_file_takes_the_place_of_the_carried_one(own: Project) -> None:
    mine, carried = open_bureau("330305", own), open_bureau("330483", own)
    assert mine is not None
    assert carried is not None
    assert (mine.issuer, carried.issuer) == ("测试局<b>", "桐乡市科学技术局")


def test_a_changed_file_is_read_again(own: Project) -> None:
    assert document_data(own, "330305", "quarterly_bulletin", "2023Q3").state == "issued"
    write(own.root / "data" / "bureaus", FILE.replace("测试局<b>", "另一个局"))
    assert document_data(own, "330305", "quarterly_bulletin", "2023Q3").issuer == "另一个局"


@pytest.mark.parametrize("region", ["330302", "330305", "330483", "370200", "420700"])
def test_the_carried_files_name_office_and_recipients_and_no_person(region: str) -> None:
    (office,) = [one for one in list_bureaus(Project(ROOT)) if one.region == region]
    assert office.issuer.endswith("科学技术局")
    assert office.to
    assert office.contact.line() == ""
    assert office.documents == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ('region: "330305"', 'region: "330306"', 1, "330305"),
        ("issuer: 测试局<b>", "issuer: ''", 2, "issuer"),
        ("short:", "shot:", 3, "shot"),
        ("state: review, issue", "state: sent, issue", 13, "draft"),
        ("kind: unit_statement", "kind: unit_statment", 14, "unit_statement"),
        ("  monthly_monitoring: {cc", "  monthly_monitorin: {cc", 9, "monthly_monitoring"),
        ("period: 2023Q3", 'period: "2023-09"', 12, "2023Q3"),
        ("period: 2023Q3", 'period: "2023年"', 12, "2023Q3"),
        (", date: 2023-10-12", "", 12, "印发日期"),
        ("date: 2023-10-12", "date: 2023-06-30", 12, "2023-07"),
        ('since: "2022-11"', 'since: "2022-13"', 9, "2023-09"),
        ("{working_days: 5}", "{working_days: 0}", 7, "不小于1"),
        ('kind: monthly_monitoring, period: "2023-09"', "kind: quarterly_bulletin, period: 2023Q3", 13, "第1项已列"),
    ],
)
def test_a_slip_is_told_with_its_line_and_what_was_expected(
    tmp_path: Path, old: str, new: str, line: int, expected: str
) -> None:
    assert old in FILE
    text = refused(tmp_path, FILE.replace(old, new, 1))
    assert f"第{line}行" in text
    assert expected in text


def test_all_slips_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = refused(tmp_path, FILE.replace("period: 2023Q3", "period: 第三季度").replace("unit_statement", "statement"))
    assert "第12行" in text
    assert "第14行" in text


def test_a_file_of_another_name_or_region_is_refused(tmp_path: Path) -> None:
    assert "与文件名一致" in refused(tmp_path, FILE, "330302")
    assert "地区编号" in refused(tmp_path, FILE.replace("330305", "999999"), "999999")


def test_a_file_that_unfolds_without_end_is_refused(tmp_path: Path) -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]" for n in range(1, 12)]
    assert "反复引用" in refused(tmp_path, "\n".join(rows))


def test_a_kind_of_the_projects_own_may_be_named_where_it_has_a_notebook(own: Project) -> None:
    write(own.root / "data" / "bureaus", FILE + "  - {kind: own_report, period: '2023', number: 甲1号}\n")
    with pytest.raises(DamagedFileError, match="own_report"):
        document_data(own, "330305", "own_report", "2023")
    (own.root / "notebooks").mkdir()
    (own.root / "notebooks" / "own_report.ipynb").write_text("{}", encoding="utf-8")
    write(own.root / "data" / "bureaus", FILE + "  - {kind: own_report, period: '2023', number: 甲1号}\n# read again\n")
    assert document_data(own, "330305", "own_report", "2023").number == "甲1号"


def test_an_unknown_region_is_told(own: Project) -> None:
    with pytest.raises(UnknownNameError):
        document_data(own, "没有区", "quarterly_bulletin", "2023Q3")


def run(capsys: pytest.CaptureFixture[str], project: Project, *arguments: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["bureau", *arguments, "--project", str(project.root)])
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def test_the_command_shows_the_office_and_one_document(own: Project, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, own, "show", "洞头区")
    assert code == 0
    assert "发文单位：测试局<b>（测试办）" in out
    assert "季度工作通报：主送：各街道" in out
    document = ("show", "洞头区", "--kind", "quarterly_bulletin", "--period", "2023Q3")
    code, out, _ = run(capsys, own, *document)
    assert "文号：测〔2023〕9号" in out
    _, out, _ = run(capsys, own, *document, "--json")
    record = json.loads(out)
    assert (record["issue"], record["date"], record["told"]) == ("2023年第4期", "2023-10-12", True)
    assert run(capsys, own, "show", "洞头区", "--kind", "quarterly_bulletin")[0] == 2


def test_the_command_says_where_to_write_what_no_file_tells(own: Project, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, own, "show", "浙江")
    assert code == 3
    assert "data/bureaus/330000.yml" in err


def test_check_tells_what_is_wrong_and_ends_with_4(own: Project, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, own, "check", "--json")
    assert code == 0
    assert {one["region"] for one in json.loads(out)} >= {"330305", "420700"}
    bad = write(own.root, FILE.replace("short", "shot"))
    code, _, err = run(capsys, own, "check", str(bad))
    assert code == 4
    assert "shot" in err

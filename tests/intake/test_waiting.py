"""Quarantined cells by region, file and period; what trace says of a cell; what a person is told in Chinese."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from incuanalysis.errors import BadInputError, NoDataError, UnknownNameError
from incuanalysis.files import exclusive
from incuanalysis.intake.clean.asked import find_indicator
from incuanalysis.intake.returns.ingest import FileResult, ingest
from incuanalysis.intake.returns.listing import choose_cells, quarantined_cells
from incuanalysis.intake.returns.messages import briefly, say_cells
from incuanalysis.intake.returns.trace import say, trace, waiting_beside
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from incuanalysis.vocabulary.words import Vocabulary
from tests.intake.making import xlsx

HEADER = ["街道（乡镇）", "在孵企业（家）", "新增孵化面积（平方米）本年累计"]


class Desk:
    """A store with a folder beside it for what comes in."""

    def __init__(self, project: Project, folder: Path) -> None:
        self.project, self.folder, self.store = project, folder, Store(folder / "store")

    def take(self, name: str, rows: list[list[object]], quarter: str = "一", header: list[str] = HEADER) -> FileResult:
        title = [[f"洞头区2023年第{quarter}季度孵化载体情况表"], ["填报单位：洞头区科技局"], header]
        (self.folder / name).write_bytes(xlsx([*title, *rows]))
        (result,) = ingest(self.project, [self.folder / name], self.store, received_on="2024-01-10").files
        return result

    def cells(self, **filters: str) -> list[str]:
        return choose_cells(self.project, self.store, **filters)[0]["cell"].tolist()

    def incu(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "incuanalysis", *arguments, "--store", str(self.store.folder)]
        return subprocess.run(command, cwd=self.project.root, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture
def desk(project: Project, tmp_path: Path) -> Desk:
    return Desk(project, tmp_path)


def test_a_cell_belongs_to_the_unit_of_its_row_and_an_unknown_name_to_what_it_may_mean(desk: Desk) -> None:
    desk.take("甲.xlsx", [["北岙街道", "待定", 1500], ["霓屿街道", 7, "待定"], ["东屏街到", 3, 20]])
    assert desk.cells(region="北岙街道") == ["B4"]
    assert desk.cells(region="霓屿街道") == ["C5"]
    assert sorted(desk.cells(region="东屏街道")) == ["B6", "C6"]
    assert len(desk.cells(region="洞头区")) == len(desk.cells(region="温州市")) == len(desk.cells()) == 4
    assert desk.cells(region="鹿城区") == []


def test_in_a_table_with_units_side_by_side_a_cell_belongs_to_the_unit_of_its_column(desk: Desk) -> None:
    rows: list[list[object]] = [["在孵企业（家）", 12, "待定"], ["新增孵化面积（平方米）本年累计", 1500, 800]]
    assert desk.take("转置.xlsx", rows, header=["指标", "北岙街道", "霓屿街道"]).quarantined == 1
    assert desk.cells(region="霓屿街道") == ["C4"]
    assert desk.cells(region="北岙街道") == []


def test_the_quarantine_is_filtered_by_file_and_period(desk: Desk) -> None:
    desk.take("一季度报表.xlsx", [["北岙街道", "待定", 1500]])
    desk.take("二季度报表.xlsx", [["北岙街道", 3, "待定"]], "二")
    assert desk.cells(period="2023Q1") == ["B4"]
    assert desk.cells(period="2023-05") == ["C4"]
    assert sorted(desk.cells(period="2023")) == ["B4", "C4"]
    assert desk.cells(period="2022") == []
    assert desk.cells(file="二季度") == ["C4"]
    with pytest.raises(UnknownNameError, match="三季度报表"):
        desk.cells(file="三季度报表")


def test_cells_whose_region_or_period_nobody_knows_are_counted(desk: Desk) -> None:
    (desk.folder / "无名.xlsx").write_bytes(xlsx([["名称", "在孵企业（家）"], ["某某某", 3]]))
    ingest(desk.project, [desk.folder / "无名.xlsx"], desk.store)
    rows, undecided = choose_cells(desk.project, desk.store, period="2023Q1")
    assert (len(rows), undecided) == (0, 1)
    assert "另有1格无法确定" in desk.incu("quarantine", "--period", "2023Q1").stdout


def test_cells_of_one_sheet_and_reason_stand_in_one_line_and_all_of_them_in_the_json(desk: Desk) -> None:
    rows = [["北岙街道", "待定", 1500], ["霓屿街道", "待定", 8], ["东屏街道", "暂无", "暂无"], ["元觉街到", 1, 2]]
    desk.take("甲.xlsx", rows)
    ((file, entries),) = briefly(quarantined_cells(desk.project, desk.store))
    assert file == "甲.xlsx"
    assert sorted((say_cells(one["cells"]), len(one["nearest"]) > 0) for one in entries) == [
        ("B4–B6、C6（4格）", False),
        ("B7–C7（2格）", True),
    ]
    assert any("“在孵企业、新增孵化面积”应填数字，现填“待定、暂无”" in one["text"] for one in entries)
    done = desk.incu("quarantine")
    assert len(done.stdout.splitlines()) == 5
    listed = json.loads(desk.incu("quarantine", "--json").stdout)
    assert sorted(cell for one in listed for cell in one["cells"]) == ["B4", "B5", "B6", "B7", "C6", "C7"]


def test_names_of_cells_are_told_by_ranges() -> None:
    assert say_cells(f"{column}{row}" for column in ("Z", "AA") for row in (9, 10, 11)) == "Z9–AA11（6格）"
    assert say_cells(["B2", "D4", "D5", "F6", "H8", "J1", "L1", "N1"]) == "B2、D4–D5、F6、H8、J1、L1等（8格）"


def test_trace_lists_the_units_quarantined_cells_with_what_stands_in_them(desk: Desk) -> None:
    desk.take("甲.xlsx", [["北岙街道", "待定", -5], ["霓屿街道", "暂无", 800]])
    with pytest.raises(NoDataError) as caught:
        trace(desk.project, desk.store, "北岙街道", "tenants", "2023Q1")
    lines = caught.value.zh.splitlines()
    assert lines[0] == "北岙街道没有2023年第一季度的在孵企业。各期均没有。"
    assert lines[1] == "该单位本期另有2格待处理："
    assert "甲.xlsx Sheet1 B4：填报“待定”。“在孵企业”应填数字" in lines[2]
    assert "甲.xlsx Sheet1 C4：填报“-5”。" in lines[3]
    done = desk.incu("trace", "--region", "霓屿街道", "--indicator", "新增孵化面积", "--period", "2023Q1")
    assert "该单位本期另有1格待处理，见 incu quarantine --region 霓屿街道 --store " in done.stdout


def test_trace_lists_twenty_cells_and_the_command_for_the_others(desk: Desk) -> None:
    desk.take("甲.xlsx", [["北岙街到", number, 2 * number + 1] for number in range(15)])
    waiting = waiting_beside(desk.project, desk.store, "北岙街道", "tenants", "2023Q1")
    lines = waiting.say(every=True)
    assert waiting.count == 30
    assert len(lines) == 22
    assert lines[-1].startswith("  其余10格见 incu quarantine --region 北岙街道 --store")


def test_trace_shows_a_cell_as_it_stands_and_the_unit_apart(desk: Desk) -> None:
    desk.take("甲.xlsx", [["北岙街道", 12, "0.15万㎡"], ["霓屿街道", "约 8", 1500.5]])
    links = {
        (region, what): next(
            link for link in trace(desk.project, desk.store, region, what, "2023Q1") if link.row["status"] != "derived"
        )
        for region in ("北岙街道", "霓屿街道")
        for what in ("tenants", "new_carrier_area")
    }
    assert {key: (link.written, link.read_in) for key, link in links.items()} == {
        ("北岙街道", "tenants"): ("12", "家"),
        ("北岙街道", "new_carrier_area"): ("0.15万㎡", ""),
        ("霓屿街道", "tenants"): ("约 8", "家"),
        ("霓屿街道", "new_carrier_area"): ("1500.5", "平方米"),
    }
    assert "B4：单元格原文“12”，按“家”读取" in "\n".join(say(links["北岙街道", "tenants"]))
    assert links["北岙街道", "tenants"].as_dict()["written"] == "12"


def test_a_cell_that_can_no_longer_be_looked_up_is_not_quoted_as_if_it_were(desk: Desk) -> None:
    desk.take("甲.xlsx", [["北岙街道", 12, 1500]])
    (kept,) = (desk.store.folder / "raw").glob("??/*")
    kept.write_bytes(b"else")
    (link,) = trace(desk.project, desk.store, "北岙街道", "tenants", "2023Q1")
    assert link.written is None
    assert "原填“12家”（可能含读取时补上的计量单位）" in "\n".join(say(link))


@pytest.mark.parametrize("text", ["毕业企业", "投融资", "孵化器", "众创空间", "孵化面积", "从业人员"])
def test_a_name_that_several_indicators_may_bear_is_asked_back(words: Vocabulary, text: str) -> None:
    with pytest.raises(BadInputError) as caught:
        find_indicator(words, text)
    assert f"“{text}”可能指" in caught.value.zh
    assert any(f"{one.id}（{one.zh}，{one.unit}）" in caught.value.zh for one in words.indicators)


def test_an_indicator_is_found_by_its_id_and_full_names(words: Vocabulary) -> None:
    for one in words.indicators:
        assert find_indicator(words, one.id) is find_indicator(words, one.zh) is one


def test_a_range_is_told_with_its_cells_and_what_was_taken(desk: Desk) -> None:
    result = desk.take("甲.xlsx", [["北岙街道", "10-20家", 1500], ["霓屿街道", "5~8", "30—40"]])
    told = [message for message in result.messages if message.code == "range_taken_low"]
    assert [(one.severity, one.sheet, one.cell) for one in told] == [
        ("warning", "Sheet1", "B4…B5"),
        ("warning", "Sheet1", "C5"),
    ]
    assert told[0].text().startswith("“在孵企业”有2格填报为范围（10-20家、5~8家），均按下限读取。")
    assert trace(desk.project, desk.store, "北岙街道", "tenants", "2023Q1")[0].row["value"] == 10


def test_files_received_before_are_told_in_one_line(desk: Desk) -> None:
    desk.take("甲.xlsx", [["北岙街道", 12, 1500]])
    desk.take("乙.xlsx", [["北岙街道", 13, 1500]], "二")
    names = [str(desk.folder / name) for name in ("甲.xlsx", "乙.xlsx")]
    lines = desk.incu("ingest", *names).stdout.splitlines()
    assert lines == ["2份此前已收到，未重复入库。", "2个文件，入库0格，待处理0格。"]
    assert "  甲.xlsx" in desk.incu("ingest", *names, "--verbose").stdout.splitlines()
    assert [one["status"] for one in json.loads(desk.incu("ingest", *names, "--json").stdout)["files"]] == [
        "already",
        "already",
    ]


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["ingest", "没有.xlsx"], "没有文件或文件夹“没有.xlsx”。", "no such file"),
        (["ingest", ".", "--received", "2099-01-01"], "收文日期2099-01-01晚于今天", "future"),
        (["ingest", ".", "--received", "昨天"], "“昨天”不是日期", "is no date"),
        (["ingest", ".", "--period", "2023Q9"], "“2023Q9”不是时期", "is no period"),
        (["quarantine", "--region", "不存在"], "没有“不存在”这一地区", "Unknown region"),
        (["trace", "--region", "洞头区", "--indicator", "在浮企业", "--period", "2023"], "可能是：tenants", "Nearest"),
        (["trace", "--region", "洞头区"], "命令用法有误", "--help"),
        (["decide", "name", "甲"], "请写明类别、原文和含义", "Give what"),
        (["decide", "--list", "--undo", "1"], "请写明类别、原文和含义", "Give what"),
        (["decide", "--undo", "7"], "没有第7号有效决定", "No decision in force"),
        (["decide", "heading", "甲", "毕业企业"], "“毕业企业”可能指2个指标", "may mean"),
    ],
)
def test_an_error_is_told_in_chinese_and_then_in_english(desk: Desk, arguments: list[str], zh: str, en: str) -> None:
    desk.take("甲.xlsx", [["北岙街道", 12, 1500]])
    done = desk.incu(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert zh in done.stderr
    assert en in done.stderr
    assert "Traceback" not in done.stderr


def test_a_busy_store_is_told_in_chinese(desk: Desk) -> None:
    desk.take("甲.xlsx", [["北岙街道", 12, 1500]])
    with exclusive(desk.store.folder):
        done = desk.incu("decide", "name", "甲", "北岙街道", "--json")
    assert done.returncode == 5
    assert json.loads(done.stdout)["error"].startswith("另一个程序正在写入")


def test_what_decide_prints_names_the_decision_its_effect_and_what_it_replaces(desk: Desk) -> None:
    desk.take("甲.xlsx", [["北岙街到", 12, 1500]])
    assert "此决定目前不涉及任何来件" in (told := desk.incu("decide", "name", "北奥街到", "北岙街道").stdout)
    assert "相近的有：“北岙街到”" in told
    assert "待处理由2格变为0格" in desk.incu("decide", "name", "北岙街到", "东屏街道").stdout
    assert "代替：第3号" in (told := desk.incu("decide", "name", "北岙街到", "北岙街道").stdout)
    assert "有数据因此改变" in told
    assert "未重复记录" in desk.incu("decide", "name", "北岙街到", "北岙街道").stdout
    assert desk.incu("decide", "--list").stdout.splitlines()[-1] == "现行有效的决定共2项。"
    assert [one["number"] for one in json.loads(desk.incu("decide", "--list", "--json").stdout)] == [2, 4]
    assert "恢复有效：第3号" in desk.incu("decide", "--undo", "4").stdout

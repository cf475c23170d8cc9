"""The commands about returns: what they print, and how they end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from incuanalysis.errors import ExitCode
from tests.intake.making import xlsx

ROOT = Path(__file__).resolve().parents[1]
HEADER = ["街道（乡镇）", "在孵企业（家）", "新增孵化面积（平方米）本年累计"]


class Commands:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = folder / "store"

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "incuanalysis", *arguments, "--store", str(self.store)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)

    def file(self, name: str, rows: list[list[object]]) -> str:
        title = [["洞头区2023年第四季度孵化载体情况表"], ["填报单位：洞头区科技局"], HEADER]
        (self.folder / name).write_bytes(xlsx([*title, *rows]))
        return str(self.folder / name)


@pytest.fixture
def incu(tmp_path: Path) -> Commands:
    return Commands(tmp_path)


def test_an_ingest_says_what_was_stored_and_what_waits(incu: Commands) -> None:
    done = incu("ingest", incu.file("甲.xlsx", [["北岙街道", 12, 1500], ["霓屿街到", 7, 800]]))
    assert done.returncode == 0, done.stderr
    assert "1个文件，入库2格，待处理2格" in done.stdout
    assert "霓屿街到" in done.stdout
    assert "incu decide" in done.stdout


def test_the_chain_from_ingest_to_trace(incu: Commands) -> None:
    incu("ingest", incu.file("甲.xlsx", [["北岙街道", 12, 1500], ["霓屿街到", 7, 800]]), "--received", "2024-01-10")
    (listed,) = json.loads(incu("quarantine", "--json").stdout)
    assert listed["nearest"][0]["name"] == "霓屿街道"
    done = json.loads(incu("decide", "name", "霓屿街到", "霓屿街道", "--json").stdout)
    assert (done["before"], done["after"]) == (2, 0)
    (link,) = json.loads(
        incu("trace", "--region", "霓屿街道", "--indicator", "在孵企业", "--period", "2023Q4", "--json").stdout
    )
    assert (link["value"], link["cell"], link["file_name"], link["recorded_at"]) == (7, "B5", "甲.xlsx", "2024-01-10")
    assert Path(link["path"]).read_bytes() == (incu.folder / "甲.xlsx").read_bytes()
    assert "甲.xlsx" in incu("trace", "--region", "霓屿街道", "--indicator", "tenants", "--period", "2023Q4").stdout


def test_a_check_before_sending_ends_with_one_if_there_are_errors(incu: Commands) -> None:
    bad, good = incu.file("坏.xlsx", [["北岙街到", 12, 1500]]), incu.file("好.xlsx", [["北岙街道", 12, 1500]])
    done = incu("check", bad)
    assert done.returncode == ExitCode.FAILED
    assert "北岙街到" in done.stdout
    assert incu("check", good).returncode == ExitCode.GOOD
    assert json.loads(incu("check", good, "--json").stdout) == []


def test_whom_to_chase_is_printed(incu: Commands) -> None:
    duties = incu.folder / "duties.yml"
    duties.write_text(
        "duties:\n- {id: a, form: quarterly, title: 季度表, frequency: quarter, units: {children_of: 洞头区}, due: {day: 10}}\n",
        encoding="utf-8",
    )
    incu("ingest", incu.file("甲.xlsx", [["北岙街道", 12, 1500]]), "--received", "2024-01-10")
    done = incu("missing", "--period", "2023Q4", "--today", "2024-01-20", "--duties", str(duties))
    assert done.returncode == 0, done.stderr
    assert "应报8家，已报1家" in done.stdout
    told = json.loads(
        incu("missing", "--period", "2023Q4", "--today", "2024-01-20", "--duties", str(duties), "--json").stdout
    )
    assert (told["expected"], len(told["missing"])) == (8, 7)


def test_a_form_goes_out_and_comes_back_without_a_mapping(incu: Commands) -> None:
    import openpyxl

    incu("ingest", incu.file("三季度.xlsx", [["北岙街道", 12, 1500]]), "--period", "2023Q3", "--received", "2023-10-10")
    done = incu(
        "form", "quarterly", "--region", "洞头区", "--period", "2023Q4", "--out", str(incu.folder / "下发"), "--json"
    )
    files = json.loads(done.stdout)["files"]
    assert len(files) == 8
    file = next(file for file in files if "北岙" in file)
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    row = next(r for r in range(1, 60) if sheet.cell(r, 2).value == "在孵企业")
    assert sheet.cell(row, 5).value == 12
    sheet.cell(row, 4).value = 15
    book.save(file)
    result = json.loads(incu("ingest", file, "--json").stdout)
    assert (result["stored"], result["quarantined"]) == (1, 0)
    (link,) = json.loads(
        incu("trace", "--region", "北岙街道", "--indicator", "在孵企业", "--period", "2023Q4", "--json").stdout
    )
    assert link["value"] == 15


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["ingest", "没有.xlsx"], ExitCode.BAD_INPUT, "no such file"),
        (["trace", "--region", "北岙街道", "--indicator", "在孵企业", "--period", "2023Q4"], ExitCode.NO_DATA, "incu"),
        (["decide", "nmae", "甲", "乙"], ExitCode.BAD_INPUT, "name"),
        (["missing", "--period", "2023Q9"], ExitCode.BAD_INPUT, "2023Q9"),
        (["form", "quartely", "--region", "洞头区", "--period", "2023Q4"], ExitCode.BAD_INPUT, "quarterly"),
        (["form", "quarterly", "--region", "洞头区", "--period", "2023"], ExitCode.BAD_INPUT, "2023"),
        (["check", "--severity", "bad"], ExitCode.BAD_INPUT, "warning"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    incu: Commands, arguments: list[str], code: ExitCode, said: str
) -> None:
    done = incu(*arguments)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["ingest", "check", "quarantine", "decide", "missing", "trace", "form", "sample"])
def test_every_command_has_help_with_an_example_and_json(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "incuanalysis", command, "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "Example:" in done.stdout
    assert "--json" in done.stdout

"""``incu plans`` and ``incu form breakdown``: what they print, and how they end."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from incuanalysis.cli import main
from incuanalysis.intake.forms.style import text_width
from tests.plans.making import raw, write

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def incu(tmp_path, capsys):
    root = tmp_path / "project"
    write(root / "data" / "plans", raw())
    shutil.copyfile(ROOT / "incu.toml", root / "incu.toml")

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([*map(str, arguments), "--project", str(root)])
        out, err = capsys.readouterr()
        return ended.value.code, out, err

    run.root = root
    return run


def test_the_plans_are_listed(incu):
    code, out, _ = incu("plans", "list", "--json")
    (mine,) = [each for each in json.loads(out) if each["id"] == "mine"]
    assert (code, mine["region_name"], mine["targets"], mine["target_lines"]) == (0, "洞头区", 5, 7)
    code, out, _ = incu("plans", "list", "--region", "北岙街道", "--month", "2023-05")
    assert "测试计划" in out


def test_a_damaged_plan_is_told_and_the_others_are_listed(incu):
    write(incu.root / "data" / "plans", raw(id="broken", region="330399"), "broken")
    code, out, err = incu("plans", "list", "--json")
    ids = [each["id"] for each in json.loads(out)]
    assert code == 4
    assert "mine" in ids
    assert "broken" not in ids
    assert "broken.yml" in err
    code, out, err = incu("plans", "list", "--region", "北岙街道")
    assert (code, "测试计划" in out, "broken.yml" in err) == (4, True, True)
    assert incu("plans", "show", "mine")[0] == 0


def test_targets_as_json_have_exactly_their_fields(incu):
    _, out, _ = incu("plans", "targets", "mine", "--json")
    records = json.loads(out)
    assert set(records[0]) == {
        "id", "name", "indicator", "comparator", "line", "value", "value_high", "unit", "printed", "due", "basis", "scope",
        "section",
    }  # fmt: skip
    assert [each["value"] for each in records[:3]] == [5000, 10000, 15000]
    assert records[5]["value_high"] == 3
    assert records[0]["value_high"] is None


@pytest.mark.parametrize("command", ["list", "show", "targets", "tasks", "milestones"])
def test_lists_for_people_fit_a_terminal_and_have_json(incu, command):
    arguments = ["plans", command] if command == "list" else ["plans", command, "mine"]
    code, out, _ = incu(*arguments)
    assert code == 0
    assert out.strip()
    assert max(map(text_width, out.splitlines())) <= 100
    assert json.loads(incu(*arguments, "--json")[1])


def test_the_carried_plans_fit_a_terminal_too(incu):
    for plan in json.loads(incu("plans", "list", "--json")[1]):
        for command in ("show", "targets", "tasks", "milestones"):
            code, out, err = incu("plans", command, plan["id"])
            assert code == 0, err
            assert max(map(text_width, out.splitlines())) <= 100


def test_an_unknown_plan_ends_with_bad_input(incu):
    code, _, err = incu("plans", "show", "mien")
    assert code == 2
    assert "mine" in err


def test_a_plan_of_one_s_own_is_checked(incu, tmp_path):
    code, out, _ = incu("plans", "check", write(tmp_path, raw()))
    assert code == 0
    assert "符合要求" in out
    code, _, err = incu("plans", "check", write(tmp_path, raw(region="x")))
    assert code == 4
    assert "第2行" in err


def test_a_breakdown_goes_from_the_form_to_the_records_and_back(incu, tmp_path):
    assert incu("plans", "breakdown", "mine")[0] == 3
    form = tmp_path / "表.xlsx"
    assert incu("form", "breakdown", "--plan", "mine", "--year", 2023, "--to", form)[0] == 0
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    sheet["F3"] = dt.date(2023, 3, 1)
    sheet["D6"] = 1.5
    book.save(form)
    code, _, err = incu("plans", "breakdown", "mine", form)
    assert code == 2
    assert "少5000平方米" in err
    assert not (incu.root / "data" / "records" / "breakdown.csv").exists()
    sheet["D14"] = 0.5
    book.save(form)
    code, out, err = incu("plans", "breakdown", "mine", form, "--by", "张三", "--on", "2023-03-05")
    assert code == 0, err
    assert "新登记2条" in out
    _, out, _ = incu("plans", "breakdown", "mine", "--year", 2023)
    assert "北岙街道" in out
    assert "1.5万平方米" in out
    rows = json.loads(incu("plans", "breakdown", "mine", "--json")[1])
    assert [each["value"] for each in rows] == [15000, 5000]
    assert incu("plans", "breakdown", "mine", "--as-of", "2023-03-04")[0] == 3
    assert incu("plans", "breakdown", "mine", "--as-of", "gestern")[0] == 2


def test_a_form_whose_options_are_missing_is_refused(incu):
    code, _, err = incu("form", "breakdown", "--plan", "mine")
    assert code == 2
    assert "--year" in err
    assert incu("form", "quarterly")[0] == 2

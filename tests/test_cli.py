"""The command line: what it prints, and how it ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from incuanalysis.errors import ExitCode
from incuanalysis.intake.export import FIELDS

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def incu(store):
    """Run incu on the tests' own store; return the finished process."""

    def run(*arguments, cwd=ROOT, use_store=True):
        chosen = ["--store", str(store.folder)] if use_store else []
        command = [sys.executable, "-m", "incuanalysis", *arguments, *chosen]
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300, check=False)

    return run


def test_data_prints_records_with_all_fields_as_json(incu):
    done = incu("data", "--region", "浙江", "--indicator", "在孵企业", "--json")
    assert done.returncode == 0, done.stderr
    records = json.loads(done.stdout)
    assert [record["period"] for record in records] == ["2016", "2017", "2018", "2022", "2023"]
    last = records[-1]
    assert tuple(last) == FIELDS
    assert (last["region"], last["region_name"], last["value"], last["unit"]) == ("330000", "浙江", 22842, "家")
    assert last["carrier"] is None
    assert last["demo"] is False
    assert (
        (ROOT / last["file"])
        .read_text(encoding="utf-8")
        .splitlines()[int(last["cell"][1:]) - 1]
        .startswith("330000,2023,tenants")
    )


@pytest.mark.parametrize("name", ["浙江", "浙江省", "330000", "Zhejiang", "浙 江"])
def test_a_region_is_found_by_every_name(incu, name):
    done = incu("data", "--region", name, "--indicator", "tenants", "--period", "2023", "--json")
    assert [record["region"] for record in json.loads(done.stdout)] == ["330000"]


def test_a_blank_is_null_and_not_zero(incu):
    done = incu("data", "--region", "西藏", "--indicator", "venture_capital", "--period", "2016", "--json")
    (record,) = json.loads(done.stdout)
    assert record["value"] is None
    assert record["qualifier"] == "blank"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["data", "--region", "浙扛"], ExitCode.BAD_INPUT, "浙江"),
        (["data", "--indicator", "在浮企业"], ExitCode.BAD_INPUT, "在孵企业"),
        (["data", "--period", "2023年"], ExitCode.BAD_INPUT, "2023Q4"),
        (["data", "--as-of", "last year"], ExitCode.BAD_INPUT, "2024-03-31"),
        (
            ["data", "--region", "浙江", "--indicator", "在孵企业", "--period", "2020"],
            ExitCode.NO_DATA,
            "2016–2018, 2022–2023",
        ),
        (["data", "--as-of", "2020-01-01"], ExitCode.NO_DATA, "2020-01-01"),
        (["data", "--regoin", "浙江"], ExitCode.BAD_INPUT, "--region"),
        (["report", "annual_profil", "--region", "浙江", "--period", "2023"], ExitCode.BAD_INPUT, "annual_profile"),
        (
            ["report", "annual_profile", "--region", "浙江", "--period", "2020"],
            ExitCode.NO_DATA,
            "浙江 has 2016–2018, 2022–2023",
        ),
        (["report", "annual_profile", "--region", "浙江", "--period", "2023Q1"], ExitCode.BAD_INPUT, "per year"),
        (["report", "annual_profile", "--region", "温州市", "--period", "2023"], ExitCode.BAD_INPUT, "city"),
        (
            ["report", "annual_profile", "--region", "浙江", "--period", "2023", "--language", "fr"],
            ExitCode.BAD_INPUT,
            "zh, en",
        ),
        (["report", "annual_profile", "--region", "浙江"], ExitCode.BAD_INPUT, "--period"),
    ],
)
def test_bad_input_gets_one_clear_message_and_its_exit_code(incu, arguments, code, said):
    done = incu(*arguments)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2


def test_errors_stand_in_the_json_as_well(incu):
    done = incu("data", "--region", "浙扛", "--json")
    assert json.loads(done.stdout) == {"error": done.stderr.strip(), "exit_code": 2}


def test_a_folder_that_is_no_project_is_refused(incu, tmp_path):
    done = incu("data", "--project", str(tmp_path))
    assert done.returncode == ExitCode.BAD_INPUT
    assert "incu init" in done.stderr


@pytest.mark.parametrize("command", ["build", "data", "report", "batch", "status", "kinds", "init"])
def test_every_command_has_help_with_an_example(incu, command):
    done = incu(command, "--help", use_store=False)
    assert done.returncode == 0
    assert f"Example: incu {command}" in done.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[editoin]\ntitle = "x"\n', "Did you mean 'edition'"),
        ('[[report]]\nkind = "annual_profile"\nregion = ["浙江"]\nperiods = ["2023"]\n', "Did you mean 'regions'"),
        ('[[report]]\nkind = "annual_profile"\nregions = {levle = "province"}\nperiods = ["2023"]\n', "level"),
        ('[[report]]\nkind = "annual_profile"\nregions = ["浙扛"]\nperiods = ["2023"]\n', "浙江"),
        ('[[report]]\nkind = "annual_profile"\nregions = ["浙江"]\nperiods = []\n', "periods"),
        ("workers = 0\n", "workers"),
        ("[edition\n", "TOML"),
        ("", "[[report]]"),
    ],
)
def test_a_wrong_setting_is_named_with_the_nearest_right_one(incu, tmp_path, text, said):
    (tmp_path / "incu.toml").write_text(text, encoding="utf-8")
    done = incu("batch", "--project", str(tmp_path), use_store=False)
    assert done.returncode == ExitCode.BAD_INPUT, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_init_lays_out_a_project_once(incu, tmp_path):
    done = incu("init", str(tmp_path / "p"), "--json", use_store=False)
    assert done.returncode == 0, done.stderr
    assert {"incu.toml", "notebooks/annual_profile.ipynb"} <= set(json.loads(done.stdout)["files"])
    again = incu("init", str(tmp_path / "p"), use_store=False)
    assert again.returncode == ExitCode.BAD_INPUT
    assert "project already" in again.stderr


def test_the_table_of_exit_codes_in_the_docs_is_complete():
    page = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    for code in ExitCode:
        assert f"| {int(code)} |" in page

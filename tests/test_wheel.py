"""The wheel alone: it carries notebooks, data, fonts and templates, and lays out a project that works."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_carries_what_a_project_needs(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for needed in (
        "resources/notebooks/annual_profile.ipynb",
        "resources/data/published/csty2024-9-12-incubators.csv",
        "resources/data/published/csty2024-9-12-incubators.source.yml",
        "resources/data/vocabulary/regions.csv",
        "resources/data/vocabulary/registers.yml",
        "resources/data/vocabulary/headings.yml",
        "resources/data/vocabulary/limits.yml",
        "resources/data/forms/quarterly.yml",
        "resources/data/plans/dongtou.yml",
        "resources/data/schemes/default_bureau.yml",
        "resources/data/standards/national_general_2018.yml",
        "resources/data/bureaus/330305.yml",
        "resources/data/forms/duties.example.yml",
        "resources/fonts/NotoSansSC-Regular.ttf",
        "resources/fonts/NotoSerifSC-Regular.ttf",
        "resources/notebooks/monthly_monitoring.ipynb",
        "resources/fonts/OFL.txt",
        "resources/incu.toml",
        "resources/requirements.lock",
    ):
        assert f"incuanalysis/{needed}" in names
    assert not any("__pycache__" in name or name.startswith(("tests/", "reports/")) for name in names)


def test_a_project_laid_out_from_the_wheel_makes_a_report(wheel, tmp_path):
    site = tmp_path / "site"
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-qq",
        "--no-deps",
        "--no-index",
        "--target",
        str(site),
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True, timeout=300)
    environment = {**os.environ, "PYTHONPATH": str(site)}
    environment.pop("INCU_PROJECT", None)

    def incu(*arguments, cwd):
        command = [sys.executable, "-m", "incuanalysis", *arguments]
        return subprocess.run(
            command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False
        )

    laid_out = incu("init", "bureau", cwd=tmp_path)
    assert laid_out.returncode == 0, laid_out.stderr
    project = tmp_path / "bureau"
    built = incu("build", cwd=project)
    assert built.returncode == 0, built.stderr
    made = incu("report", "annual_profile", "--region", "浙江", "--period", "2023", cwd=project)
    assert made.returncode == 0, made.stderr
    assert (project / "reports/2023/330000/annual_profile.zh.pdf").read_bytes().startswith(b"%PDF-")


def test_environment_yml_installs_the_same_lock():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    (pip,) = [entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict)]
    assert "-r requirements.lock" in pip
    assert any(str(entry).startswith("python=3.") for entry in environment["dependencies"])


def test_the_lock_is_hashed_and_names_no_index():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = [line for line in lock.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(entries) > 100
    assert all("==" in entry and entry.endswith("\\") for entry in entries)
    assert "hatchling==" in lock
    assert "://" not in lock
    assert "--index-url" not in lock

"""Rows reach the store the same whether they fit into memory at once or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from incuanalysis.intake.returns import runs
from incuanalysis.intake.returns.ingest import ingest
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from tests.intake.making import xlsx


def test_a_delivery_in_portions_makes_the_same_store(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    towns = ["北岙街道", "东屏街道", "元觉街道", "霓屿街道", "大门镇", "鹿西乡"]
    for number in range(12):
        rows = [[town, 10 * number + place] for place, town in enumerate(towns[number % 3 :])]
        title = [f"洞头区{2020 + number // 4}年第{'一二三四'[number % 4]}季度情况表（单位{number % 2}）"]
        data = xlsx([title, [f"填报单位：单位{number % 2}"], ["街道（乡镇）", "在孵企业（家）"], *rows])
        (folder / f"{number:02d}.xlsx").write_bytes(data)
    whole = Store(tmp_path / "whole")
    stored = ingest(project, [folder], whole, received_on="2024-01-10").stored
    monkeypatch.setattr(runs, "_PORTION", 7)
    parts = Store(tmp_path / "parts")
    assert ingest(project, [folder], parts, received_on="2024-01-10").stored == stored == 60
    assert parts.digest() == whole.digest()
    assert not list(parts.folder.glob(".reading-*"))

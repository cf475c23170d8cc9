"""Rows reach the store the same whether they fit into memory at once or not."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import IncuError
from incuanalysis.intake import parts
from incuanalysis.intake.parts import Part
from incuanalysis.intake.returns import replay, runs
from incuanalysis.intake.returns.decisions import Decisions
from incuanalysis.intake.returns.ingest import ingest
from incuanalysis.intake.returns.journal import Archive
from incuanalysis.intake.returns.pool import Bench, Workers
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from tests.intake.making import xlsx

TOWNS = ["北岙街道", "东屏街道", "元觉街道", "霓屿街道", "大门镇", "鹿西乡"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of 30 returns of two senders."""
    made = tmp_path / "in"
    made.mkdir()
    for number in range(30):
        rows = [[town, 10 * number + place] for place, town in enumerate(TOWNS[number % 3 :])]
        title = [f"洞头区{2016 + number // 4}年第{'一二三四'[number % 4]}季度情况表（单位{number % 2}）"]
        data = xlsx([title, [f"填报单位：单位{number % 2}"], ["街道（乡镇）", "在孵企业（家）"], *rows])
        (made / f"{number:02d}.xlsx").write_bytes(data)
    return made


def taken(project: Project, paths: list[Path], store: Store, workers: int = 1) -> int:
    return ingest(project, paths, store, received_on="2024-01-10", workers=workers).stored


def test_a_delivery_in_portions_makes_the_same_store(
    project: Project, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Store(tmp_path / "whole")
    stored = taken(project, [folder], whole)
    monkeypatch.setattr(runs, "_PORTION", 7)
    monkeypatch.setattr(replay, "RUN_ROWS", 9)
    divided = Store(tmp_path / "parts")
    assert taken(project, [folder], divided) == stored == 150
    assert divided.digest() == whole.digest()
    assert not list(divided.folder.glob(".reading-*"))


def test_several_processes_make_the_same_store_as_one(project: Project, folder: Path, tmp_path: Path) -> None:
    alone, together = Store(tmp_path / "alone"), Store(tmp_path / "together")
    assert taken(project, [folder], alone) == taken(project, [folder], together, workers=2) == 150
    assert alone.digest() == together.digest()
    for name in ("files", "returns", "findings", "quarantine", "checks"):
        assert alone.arrow_table(name).equals(together.arrow_table(name)), name


def test_deliveries_on_top_of_one_another_make_the_same_store(
    project: Project, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, grown = Store(tmp_path / "whole"), Store(tmp_path / "grown")
    taken(project, [folder], whole)
    monkeypatch.setattr(runs, "_PORTION", 11)
    monkeypatch.setattr(runs, "MAX_ROWS", 16)
    monkeypatch.setattr(parts, "MAX_ROWS", 16)
    files = sorted(folder.iterdir())
    for start in range(0, 30, 10):
        taken(project, files[start : start + 10], grown)
    assert len(grown.catalogue()["parts"]) > 4
    assert grown.digest() == whole.digest()


@given(
    held=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3)), max_size=6),
    new=st.dictionaries(st.integers(0, 45), st.integers(1, 400_000), max_size=12),
)
def test_every_region_is_written_once_in_order_and_beside_the_part_it_belongs_to(
    held: list[tuple[int, int]], new: dict[int, int]
) -> None:
    ends = [(f"{low:02d}", f"{low + width:02d}") for low, width in sorted(held)]
    chained = [end for place, end in enumerate(ends) if not place or end[0] >= max(e[1] for e in ends[:place])]
    stood = [Part(f"parts/{n}", 10, [low], high) for n, (low, high) in enumerate(chained)]
    places = {f"{region:02d}": (0, rows) for region, rows in new.items()}
    made = list(runs.stretches(Path(), stood, [runs.Run(Path(), places)]))
    assert [part for stretch in made for part in stretch.parts] == stood
    assert [region for stretch in made for region in stretch.regions] == sorted(places)
    order = [
        x for s in made for x in sorted({*s.regions, *(p.first[0] for p in s.parts), *(p.last_region for p in s.parts)})
    ]
    assert order == sorted(order)


def _die(_: Bench, task: str) -> str:
    if task == "三.xlsx":
        os.kill(os.getpid(), signal.SIGKILL)
    return task


def test_a_process_that_dies_is_told_with_the_file_it_died_at(project: Project, tmp_path: Path) -> None:
    bench = Bench(project, Archive(tmp_path), Decisions.of([]), tmp_path)
    with Workers(bench, 2) as workers, pytest.raises(IncuError, match="died at or near"):
        list(workers.map(_die, ["一.xlsx", "二.xlsx", "三.xlsx", "四.xlsx"]))

"""Decisions: what each one changes and replaces, which are in force, and how they are taken back."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError
from incuanalysis.intake.build import build_store
from incuanalysis.intake.returns.decide import decide, decisions_made, undo
from incuanalysis.intake.returns.decisions import Decisions, in_force
from incuanalysis.intake.returns.ingest import ingest
from incuanalysis.intake.returns.journal import Archive, Decision, Undoing
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from tests.intake.making import soaking, xlsx

HEADER = ["街道（乡镇）", "在孵企业（家）", "新增孵化面积（平方米）本年累计"]
NOW = "2024-01-13T08:00:00+00:00"


def made(number: int, meaning: str, text: str = "北岙街到", sender: str = "") -> Decision:
    return Decision(number, "name", text, meaning, NOW, "张", sender)


@pytest.fixture
def store(project: Project, tmp_path: Path) -> Store:
    rows = [["洞头区2023年第一季度孵化载体情况表"], ["填报单位：洞头区科技局"], HEADER]
    rows += [["北岙街到", 12, 1500], ["霓屿街道", 7, 800]]
    (tmp_path / "甲.xlsx").write_bytes(xlsx(rows))
    kept = Store(tmp_path / "store")
    ingest(project, [tmp_path / "甲.xlsx"], kept, received_on="2023-04-10")
    return kept


def tenants(store: Store) -> dict[str, float]:
    frame = store.select(indicators=["tenants"])
    return dict(zip(frame["region"], frame["value"], strict=True))


def test_a_decision_that_concerns_no_return_says_so_and_names_what_resembles_it(project: Project, store: Store) -> None:
    done = decide(project, store, "name", "北奥街到", "北岙街道")
    assert (done["changed"], done["waiting"], done["nearest"]) == (False, 0, ["北岙街到"])
    assert decide(project, store, "name", "北岙街到", "北岙街道")["changed"]
    assert decide(project, store, "heading", "从未见过的表头", "tenants")["nearest"] == []


def test_a_decision_tells_what_it_replaces(project: Project, store: Store) -> None:
    first = decide(project, store, "name", "北岙街到", "东屏街道")
    assert first["replaced"] is None
    second = decide(project, store, "name", "北岙街到", "北岙街道")
    assert (second["replaced"]["number"], second["replaced"]["meaning_name"]) == (first["number"], "东屏街道")
    assert second["changed"]
    assert (second["before"], second["after"]) == (0, 0)
    again = decide(project, store, "name", " 北岙街到", "330305001")
    assert (again["recorded"], again["number"]) == (False, second["number"])


def test_what_is_decided_to_be_left_out_no_longer_has_its_earlier_meaning(project: Project, store: Store) -> None:
    decide(project, store, "name", "北岙街到", "北岙街道")
    done = decide(project, store, "name", "北岙街到", "-")
    assert (done["meaning_name"], done["waiting"], done["after"]) == ("不入库", 0, 2)
    assert tenants(store) == {"330305005": 7}
    undo(project, store, done["number"])
    assert tenants(store) == {"330305001": 12, "330305005": 7}


def test_an_undone_decision_gives_way_to_the_one_that_it_replaced(project: Project, store: Store) -> None:
    start = store.digest()
    first = decide(project, store, "name", "北岙街到", "东屏街道")
    middle = store.digest()
    second = decide(project, store, "name", "北岙街到", "北岙街道")
    assert [one["number"] for one in decisions_made(project, store)] == [second["number"]]
    done = undo(project, store, second["number"])
    assert done["restored"]["number"] == first["number"]
    assert store.digest() == middle
    done = undo(project, store, first["number"])
    assert (done["restored"], done["before"], done["after"]) == (None, 0, 2)
    assert store.digest() == start
    assert decisions_made(project, store) == []


def test_a_store_made_anew_honours_what_was_undone(project: Project, store: Store) -> None:
    decide(project, store, "name", "北岙街到", "北岙街道")
    undo(project, store, 2)
    before = store.digest()
    build_store(project, store, force=True)
    assert store.digest() == before
    assert tenants(store) == {"330305005": 7}


def test_only_a_decision_in_force_can_be_undone(project: Project, store: Store) -> None:
    journal = store.folder / "raw" / "journal.jsonl"
    decide(project, store, "name", "北岙街到", "东屏街道")
    decide(project, store, "name", "北岙街到", "北岙街道")
    undo(project, store, 3)
    before = journal.read_bytes()
    for number in (1, 3, 4, 99, -1):  # a file, one that is undone, an undoing, none at all
        with pytest.raises(BadInputError, match="In force: 2") as caught:
            undo(project, store, number)
        assert "现行有效的决定：2" in caught.value.zh
    assert journal.read_bytes() == before


def test_an_undoing_is_kept_in_the_journal_after_what_it_undoes(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    entries = [made(1, "330305001"), Undoing(2, 1, NOW, "李"), made(3, "330305002")]
    archive.append(entries)
    assert archive.entries() == entries
    assert [one.number for one in in_force(archive.entries())] == [3]


texts, senders, meanings = st.sampled_from("甲乙"), st.sampled_from(["", "某街道"]), st.sampled_from(["1", "2", "-"])


@given(st.lists(st.tuples(texts, senders, meanings, st.none() | st.integers(1, 12)), max_size=12))
def test_undoing_is_as_if_the_decision_had_never_been_made(
    steps: list[tuple[str, str, str, int | None]],
) -> None:
    entries = [
        made(number, meaning, text, sender) if undoes is None else Undoing(number, undoes, NOW, "张")
        for number, (text, sender, meaning, undoes) in enumerate(steps, start=1)
    ]
    undone = {one.undoes for one in entries if isinstance(one, Undoing)}
    plain = [one for one in entries if isinstance(one, Decision) and one.number not in undone]
    for sender in ("", "某街道"):
        expected = {d.text: d.meaning for d in plain if d.sender == ""}
        expected |= {d.text: d.meaning for d in plain if d.sender == sender}
        expected = {text: meaning for text, meaning in expected.items() if meaning != "-"}
        assert Decisions.of(entries).names_of(sender) == expected


KILLED = """
import sys
from pathlib import Path
from incuanalysis.intake.returns.decide import undo
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
print("ready", flush=True)
undo(Project(Path(sys.argv[1])), Store(Path(sys.argv[2])), 2)
"""


def test_a_killed_undoing_leaves_the_store_as_before_or_is_completed_by_what_comes_next(
    project: Project, store: Store
) -> None:
    start = store.digest()
    decide(project, store, "name", "北岙街到", "北岙街道")
    decided = store.digest()
    draw = random.Random(5)
    for _ in range(40 if soaking() else 4):
        command = [sys.executable, "-c", KILLED, str(project.root), str(store.folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(draw.uniform(0, 0.4))
            process.send_signal(signal.SIGKILL)
        undone = any(isinstance(entry, Undoing) for entry in Archive(store.folder / "raw").entries())
        build_store(project, store)
        assert store.digest() == (start if undone else decided)
        if undone:
            return

"""The archive keeps every file under its hash and its journal survives a torn write."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import DamagedFileError
from incuanalysis.intake.returns.decisions import Decisions
from incuanalysis.intake.returns.journal import Archive, Decision, Received


def received(number: int, sha256: str = "ab" * 32) -> Received:
    return Received(number, sha256, 3, f"甲/{number}.xlsx", "2024-01-12", "2024-01-13T08:00:00+00:00", "张", "北岙街道")


def decision(number: int, meaning: str = "330305001", sender: str = "") -> Decision:
    return Decision(number, "name", "北岙街到", meaning, "2024-01-13T08:00:00+00:00", "张", sender)


def test_content_is_kept_under_its_hash_and_read_back(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    sha256 = archive.keep(b"abc")
    assert archive.path(sha256).read_bytes() == b"abc"
    assert archive.content(sha256) == b"abc"
    assert archive.keep(b"abc") == sha256


def test_changed_content_is_refused_with_the_path(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    sha256 = archive.keep(b"abc")
    archive.path(sha256).write_bytes(b"abd")
    with pytest.raises(DamagedFileError, match="not what its name says"):
        archive.content(sha256)
    archive.path(sha256).unlink()
    with pytest.raises(DamagedFileError, match="missing"):
        archive.content(sha256)


def test_entries_come_back_in_order(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.append([received(1), decision(2)])
    archive.append([received(3, "cd" * 32)])
    assert archive.entries() == [received(1), decision(2), received(3, "cd" * 32)]
    assert archive.entries(after=2) == [received(3, "cd" * 32)]


@given(st.integers(min_value=1, max_value=200))
def test_a_torn_last_line_is_no_entry_and_is_overwritten(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    archive = Archive(tmp_path_factory.mktemp("archive"))
    archive.append([received(1)])
    whole = archive.journal_file.read_bytes()
    archive.append([received(2, "cd" * 32)])
    both = archive.journal_file.read_bytes()
    archive.journal_file.write_bytes(both[: max(len(whole), len(both) - cut)])
    assert archive.entries() == [received(1)]
    archive.append([received(2, "ef" * 32)])
    assert archive.entries() == [received(1), received(2, "ef" * 32)]


def test_a_damaged_line_and_a_missing_one_are_told_with_their_number(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.append([received(1), received(2)])
    lines = archive.journal_file.read_bytes().splitlines(keepends=True)
    archive.journal_file.write_bytes(lines[1])
    with pytest.raises(DamagedFileError, match="line 1 has the number 2"):
        archive.entries()
    archive.journal_file.write_bytes(b"{}\n" + lines[1])
    with pytest.raises(DamagedFileError, match="line 1 is not an entry"):
        archive.entries()


def test_the_last_decision_counts_and_a_senders_own_comes_before_that_for_all() -> None:
    made = Decisions.of([received(1), decision(2, "330305002"), decision(3), decision(4, "330305004", "东屏街道")])
    assert made.names_of("") == {"北岙街到": "330305001"}
    assert made.names_of("东屏街道") == {"北岙街到": "330305004"}


def test_what_is_left_out_has_no_meaning() -> None:
    assert Decisions.of([decision(1, "-")]).names_of("") == {}

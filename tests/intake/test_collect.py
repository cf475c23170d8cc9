"""What is dropped on an ingest: files, folders and the list of what was received."""

from __future__ import annotations

from pathlib import Path

import pytest

from incuanalysis.errors import BadInputError
from incuanalysis.intake.returns.collect import collect


def test_folders_give_their_files_in_order_without_locks_and_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a.csv", "~$b.xlsx", ".DS_Store", "丙/c.xls", ".git/x.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert [one.name for one in collect([tmp_path])] == ["a.csv", "b.xlsx", "丙/c.xls"]


def test_the_list_of_received_files_gives_day_and_sender(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    (tmp_path / "b.csv").write_bytes(b"y")
    (tmp_path / "收文登记.csv").write_text("文件,收文日期,来文单位\na.csv,2024-01-12,北岙街道\n", encoding="utf-8-sig")
    first, second = collect([tmp_path])
    assert (first.received_on, first.sender) == ("2024-01-12", "北岙街道")
    assert (second.received_on, second.sender) == ("", "")


def test_a_list_in_gb18030_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    (tmp_path / "收文登记.csv").write_bytes("文件,收文日期,来文单位\na.csv,2024/01/12,北岙街道\n".encode("gb18030"))
    assert collect([tmp_path])[0].sender == "北岙街道"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("文件,收文日期\na.csv,12日\n", "line 2: found the date '12日'"),
        ("名称,日期\na.csv,2024-01-12\n", "line 1: expected the columns"),
        ("文件,收文日期\nb.csv,2024-01-12\n", "1 files that are not there: b.csv"),
    ],
)
def test_a_wrong_list_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    (tmp_path / "收文登记.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError, match=message):
        collect([tmp_path])


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no such file"):
        collect([tmp_path / "没有.xlsx"])


def test_a_file_given_twice_is_taken_once(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    assert len(collect([tmp_path, tmp_path / "a.csv"])) == 1

"""What was dropped on ``incu ingest``: files, folders of files, and the register of documents received (收文登记)."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from incuanalysis.errors import BadInputError

__all__ = ["REGISTER_NAMES", "Incoming", "collect"]

#: Names of a list beside the files that says when and from whom each was received.
REGISTER_NAMES = ("收文登记.csv", "received.csv")
_COLUMNS = {"file": "文件", "received_on": "收文日期", "sender": "来文单位", "region": "地区", "period": "期间"}
_SKIPPED = ("~$", ".")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file to be taken in.

    Parameters
    ----------
    path
        Where it lies.
    name
        How it is named from now on: its path below the folder that was given.
    received_on
        ISO date; empty where no list says one.
    sender, region, period
        As the list says; empty where it doesn't.
    """

    path: Path
    name: str
    received_on: str = ""
    sender: str = ""
    region: str = ""
    period: str = ""


def collect(paths: Iterable[Path]) -> list[Incoming]:
    """Return the files to be taken in, in the order of their names; lock files and hidden files are left out.

    Raises
    ------
    BadInputError
        If a path does not exist, or a 收文登记 cannot be read; the message names the line.
    """
    found: dict[Path, Incoming] = {}
    for path in paths:
        if (path / "journal.jsonl").is_file():
            raise BadInputError(
                f"{path} is the archive of a store, not a folder of returns. Give the files as they came in.",
                f"“{path}”是数据仓的来件存档，不是报表文件夹。请指定收到的原文件。",
            )
        if path.is_dir():
            listed = _listed(path)
            for file in sorted(p for p in path.rglob("*") if p.is_file() and not _skipped(p, path)):
                if file.parent == path and file.name in REGISTER_NAMES:
                    continue
                name = file.relative_to(path).as_posix()
                found.setdefault(file.resolve(), Incoming(file, name, **listed.pop(name, {})))
            if listed:
                missing = "、".join(sorted(listed)[:5])
                raise BadInputError(
                    f"{path}: the list of received files names {len(listed)} files that are not there: {missing}. "
                    "Add them to the folder or take them out of the list.",
                    f"“{path}”的收文登记列有{len(listed)}个文件夹中没有的文件：{missing}。请补齐文件，或从登记中删去。",
                )
        elif path.is_file():
            if not path.name.startswith("~$"):
                found.setdefault(path.resolve(), Incoming(path, path.name))
        else:
            raise BadInputError(f"{path}: there is no such file or folder.", f"没有文件或文件夹“{path}”。")
    return list(found.values())


def _skipped(path: Path, root: Path) -> bool:
    return any(part.startswith(_SKIPPED) for part in path.relative_to(root).parts)


def _listed(folder: Path) -> dict[str, dict[str, str]]:
    """Read the list of received files of a folder: file → what it says."""
    file = next((folder / name for name in REGISTER_NAMES if (folder / name).is_file()), None)
    if file is None:
        return {}
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        text = file.read_bytes().decode("gb18030", errors="replace")
    rows = list(csv.reader(text.splitlines()))
    header = [cell.strip() for cell in rows[0]] if rows else []
    places = {id: header.index(name) for id, name in _COLUMNS.items() if name in header}
    if not {"file", "received_on"} <= places.keys():
        raise BadInputError(
            f"{file}: line 1: expected the columns 文件,收文日期,来文单位; found {','.join(header)}.",
            f"{file} 第1行应为表头“文件,收文日期,来文单位”，现为“{','.join(header)}”。",
        )
    listed: dict[str, dict[str, str]] = {}
    for line, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        said = {id: row[place].strip() for id, place in places.items() if place < len(row)}
        try:
            said["received_on"] = dt.date.fromisoformat(said.get("received_on", "").replace("/", "-")).isoformat()
        except ValueError:
            raise BadInputError(
                f"{file}: line {line}: found the date {said.get('received_on', '')!r}; expected one such as 2024-01-12.",
                f"{file} 第{line}行的收文日期“{said.get('received_on', '')}”不是日期，应写作2024-01-12。",
            ) from None
        listed[said.pop("file").replace("\\", "/")] = said
    return listed

"""The file of regions, read and checked row by row and as a whole."""

from __future__ import annotations

import csv
import re
from dataclasses import fields
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from incuanalysis.errors import DamagedFileError
from incuanalysis.vocabulary.region import LEVELS, Region, month_of

__all__ = ["read_regions"]

_COLUMNS = [field.name for field in fields(Region)]
_MONTH = re.compile(r"((?:19[5-9]|20\d)\d)-(0[1-9]|1[0-2])")


def read_regions(path: Path) -> list[Region]:
    """Return the dated versions in a file, in its order.

    Raises
    ------
    DamagedFileError
        If a row, or rows together, are wrong; says file, line, what was found and expected.
    """
    rows = _rows(path)
    _check(path, rows)
    return [version for _, version in rows]


def _rows(path: Path) -> list[tuple[int, Region]]:
    """Return the rows of the file with their line numbers, each checked by itself."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            if header != _COLUMNS:
                raise _damaged(path, 1, f"the columns {', '.join(header) or 'none'}", ", ".join(_COLUMNS))
            return [(reader.line_num, _region(path, reader.line_num, cells)) for cells in reader if cells]
    except csv.Error as error:
        raise _damaged(path, reader.line_num, str(error), "comma-separated values") from None
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedFileError(f"{path}: found {error}; expected a UTF-8 file of regions.") from None


def _region(path: Path, line: int, cells: list[str]) -> Region:
    if len(cells) != len(_COLUMNS):
        raise _damaged(path, line, f"{len(cells)} cells", f"{len(_COLUMNS)}")
    row = {column: cell.strip() for column, cell in zip(_COLUMNS, cells, strict=True)}
    if empty := [column for column in ("id", "name", "short", "name_en", "kind") if not row[column]]:
        raise _damaged(path, line, f"an empty {empty[0]}", "text")
    if row["level"] not in LEVELS:
        raise _damaged(path, line, f"the level {row['level']!r}", f"one of {', '.join(LEVELS)}")
    if (row["level"] == "nation") == bool(row["parent"]):
        raise _damaged(path, line, f"{row['level']} below {row['parent']!r}", "only a nation below nothing")
    months = [row.pop("valid_from"), row.pop("valid_to")]
    if wrong := [month for month in months if month and not _MONTH.fullmatch(month)]:
        raise _damaged(path, line, f"the month {wrong[0]!r}", "one such as 2015-08, or nothing")
    first, last = (month_of(month or None) for month in months)
    if first and last and last < first:
        raise _damaged(path, line, f"valid_to {last} before valid_from {first}", "the other order")
    aliases = tuple(alias.strip() for alias in row.pop("aliases").split(";") if alias.strip())
    return Region(parent=row.pop("parent") or None, valid_from=first, valid_to=last, aliases=aliases, **row)


def _check(path: Path, rows: list[tuple[int, Region]]) -> None:
    """Check what only the rows together show: parents, overlaps and circles."""
    parents: dict[str, set[str]] = {version.id: set() for _, version in rows}
    before: dict[str, Region] = {}
    for line, version in rows:
        if version.parent is not None:
            if version.parent not in parents:
                raise _damaged(path, line, f"the parent {version.parent!r}", "the id of a region in the file")
            parents[version.id].add(version.parent)
        if last := before.get(version.id):
            apart = last.valid_to and version.valid_from and last.valid_to < version.valid_from
            if not apart:
                found = f"{version.id} {version.years} after {last.years}"
                raise _damaged(path, line, found, "versions from old to new that do not overlap")
        before[version.id] = version
    try:
        TopologicalSorter(parents).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        line = next(line for line, version in rows if version.id in circle)
        raise _damaged(path, line, " in ".join(circle), "parents that lead to the nation") from None


def _damaged(path: Path, line: int, found: str, expected: str) -> DamagedFileError:
    return DamagedFileError(f"{path}, line {line}: found {found}; expected {expected}.")

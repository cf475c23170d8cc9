"""The CSV file of a kind of records: its lines read, whatever a spreadsheet program made of it, and written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from incuanalysis.errors import DamagedFileError
from incuanalysis.plans.celltypes import cell_text
from incuanalysis.plans.kinds import Column

__all__ = ["file_bytes", "read_lines"]

# What a spreadsheet program would compute; full-width signs too, and after blanks or our own mark.
_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠\t\r]")


def file_bytes(rows: Iterable[Sequence[str]], columns: Sequence[Column]) -> bytes:
    """Return the file's content: a header and the rows, whose cells stand in the order of the columns."""
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow([column.name for column in columns])
    table.writerows([_escaped(cell, column) for cell, column in zip(cells, columns, strict=True)] for cells in rows)
    return out.getvalue().encode("utf-8-sig")


def read_lines(path: Path, columns: Sequence[Column]) -> list[tuple[int, list[str]]]:
    """Return (line, cells in the order of the columns) of a file.

    Raises
    ------
    DamagedFileError
        If it is no such file, or its header is not that of the columns.
    """
    names = [column.name for column in columns]
    try:
        raw = path.read_bytes()
        # a spreadsheet program that saves a CSV file may write it in the system's own encoding
        text = raw.decode("utf-8-sig") if _is_utf8(raw) else raw.decode("gb18030")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = [name.strip() for name in next(reader, [])]
        while header and not header[-1]:
            header.pop()
        needed = [column.name for column in columns if column.required]
        missing = [name for name in needed if name not in header]
        unknown = [name for name in header if name not in names]
        if missing or unknown or len(set(header)) != len(header):
            raise _damaged(path, 1, ", ".join(header) or "—", ", ".join(names))
        rows = []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if any(cell.strip() for cell in cells[len(header) :]):
                raise _damaged(path, reader.line_num, f"{len(cells)} cells", f"{len(header)}")
            by_name = dict(zip(header, map(_unescaped, cells), strict=False))
            rows.append((reader.line_num, [cell_text(by_name.get(name)) for name in names]))
        return rows
    except csv.Error as error:
        raise _damaged(path, reader.line_num, str(error), "comma-separated values") from None
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(path, 1, str(error), "a CSV file in UTF-8") from None


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def _damaged(path: Path, line: int, found: str, expected: str) -> DamagedFileError:
    return DamagedFileError(
        f"{path}, line {line}: found {found}; expected {expected}.",
        f"{path} 第{line}行：现为{found}；要求：{expected}。",
    )


def _escaped(cell: str, column: Column) -> str:
    """Mark a text that a spreadsheet program would take for a formula; numbers stay numbers."""
    plain = column.type in ("number", "integer")
    return cell if plain or not _FORMULA.match(cell) else f"'{cell}"


def _unescaped(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell

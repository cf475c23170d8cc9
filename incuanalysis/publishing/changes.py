"""What differs between an issued document and the same one made anew: cell by cell of its tables, from the JSON beside it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from incuanalysis.errors import BadInputError, DamagedFileError, NoDataError
from incuanalysis.plans.objections import recorded_by
from incuanalysis.plans.records import open_records
from incuanalysis.project import Project

__all__ = ["Change", "changed_cells", "changes_between", "record_changes"]

_NONE = "（无）"
_SERIAL = frozenset({"序号", "No.", "位次", "Rank"})


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that reads otherwise: the table's caption, the row's label, the column's heading, before and after.

    Where a whole row came or went, ``column`` is empty and its cells stand together.
    """

    caption: str
    row: str
    column: str
    before: str
    after: str

    @property
    def item(self) -> str:
        """What was corrected, as the record of the correction names it."""
        return "，".join(part for part in (self.caption, self.row, self.column) if part)


def changes_between(issued: Path, made: Path) -> tuple[dict[str, Any], list[Change]]:
    """Compare the JSON beside an issued document with that of the one made anew.

    Returns
    -------
    (about, changes)
        ``kind``, ``region``, ``period`` and ``unit`` of the document; what changed, table by table.

    Raises
    ------
    BadInputError
        If a file is missing, or the two are not of the same document.
    DamagedFileError
        If a file is no report's JSON.
    """
    before, after = _read(issued), _read(made)
    about = [_about(one) for one in (before, after)]
    if about[0] != about[1]:
        said = [" ".join(str(part) for part in one.values() if part) for one in about]
        raise BadInputError(
            f"The two files are of different documents: {said[0]}, and {said[1]}. Compare two versions of one.",
            f"两个文件不是同一份文件：{said[0]}；{said[1]}。应为同一文件更正前后的两个JSON。",
        )
    return about[0], changed_cells(before["shown"], after["shown"])


def changed_cells(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[Change]:
    """Return which cells of the tables in two lists ``shown`` differ; tables are paired by caption, rows by their label.

    Examples
    --------
    >>> def shown(number):
    ...     columns = [{"key": "name", "label": "单位"}, {"key": "value", "label": "在孵企业", "unit": "家"}]
    ...     return [{"caption": "各单位", "table": {"columns": columns, "rows": [["甲镇", number], ["乙镇", "3"]]}}]
    >>> changed_cells(shown("26"), shown("28"))
    [Change(caption='各单位', row='甲镇', column='在孵企业（家）', before='26', after='28')]
    """
    old, new = dict(_tables(before)), dict(_tables(after))
    found: list[Change] = []
    for key in dict.fromkeys([*old, *new]):
        found += _between(key[0], old.get(key, {}), new.get(key, {}))
    return found


_Rows = dict[tuple[str, int], dict[str, str]]


def _between(caption: str, old: _Rows, new: _Rows) -> Iterator[Change]:
    for row in dict.fromkeys([*old, *new]):
        if row not in old or row not in new:
            cells = old.get(row) or new.get(row) or {}
            text = "；".join(f"{column}{cell}" for column, cell in cells.items() if cell)
            yield Change(caption, row[0], "", text if row in old else _NONE, text if row in new else _NONE)
            continue
        for column in dict.fromkeys([*old[row], *new[row]]):
            was, now = old[row].get(column, _NONE), new[row].get(column, _NONE)
            if was != now:
                yield Change(caption, row[0], column, was or _NONE, now or _NONE)


def _tables(shown: Sequence[Mapping[str, Any]]) -> Iterator[tuple[tuple[str, int], _Rows]]:
    """Yield (caption, how many of it came before) → rows by label."""
    seen: Counter[str] = Counter()
    for one in shown:
        table = one.get("table")
        if not table:
            continue
        caption = str(table.get("caption") or one.get("caption", ""))
        yield (caption, seen[caption]), _rows(table)
        seen[caption] += 1


def _rows(table: Mapping[str, Any]) -> _Rows:
    labels = [_label(column) for column in table["columns"]]
    lead = next((place for place, label in enumerate(labels) if label not in _SERIAL), 0)
    seen: Counter[str] = Counter()
    found: _Rows = {}
    for row in table["rows"]:
        name = str(row[lead])
        cells = {label: str(cell) for place, (label, cell) in enumerate(zip(labels, row, strict=True)) if place != lead}
        # a serial number changes with the order and says nothing of its own
        found[name, seen[name]] = {label: cell for label, cell in cells.items() if label not in ("序号", "No.")}
        seen[name] += 1
    return found


def _label(column: Mapping[str, Any]) -> str:
    label = str(column["label"])
    label = f"{column['group']}·{label}" if column.get("group") else label
    return f"{label}（{column['unit']}）" if column.get("unit") else label


def record_changes(
    project: Project,
    about: Mapping[str, Any],
    changes: Sequence[Change],
    said: Mapping[str, str],
    *,
    by: str = "",
    on: str = "",
    store: Path | None = None,
) -> int:
    """Record changes as one correction of a document, with the next number.

    Parameters
    ----------
    project
        The project.
    about, changes
        As :func:`changes_between` returns them.
    said
        ``reason``; where given ``objection`` (id), ``document``, ``date``, ``note``.
    by, on, store
        As for :func:`incuanalysis.plans.objections.add_objection`.

    Returns
    -------
    int
        The correction's number.

    Raises
    ------
    NoDataError
        If nothing changed.
    BadInputError
        If the reason is missing, or the objection is not on record.
    """
    if not changes:
        raise NoDataError(
            "The tables of the two documents are the same; there is nothing to correct.",
            "两份文件的各表完全一致，没有可登记的更正。",
        )
    records = open_records(project, store)
    objection = said.get("objection", "")
    if objection and objection not in set(records.read("objection")["id"]):
        raise BadInputError(
            f"There is no objection {objection!r} on record. `incu objection list` names them.",
            f"没有编号为“{objection}”的异议。incu objection list列出已登记的异议。",
        )
    who, day = recorded_by(by, on)
    known = records.read("correction")
    same = (
        (known["kind"] == about["kind"]) & (known["region"] == about["region"]) & (known["period"] == about["period"])
    )
    number = int(known.loc[same, "number"].max()) + 1 if same.any() else 1
    common = {name: text for name, text in said.items() if text}
    common |= {name: str(about[name]) for name in ("kind", "region", "period", "unit") if about[name]}
    rows = [
        common
        | {
            "number": number,
            "item": one.item,
            "before": one.before,
            "after": one.after,
            "date": said.get("date") or day,
        }
        for one in changes
    ]
    records.append("correction", rows, by=who, on=day)
    return number


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise BadInputError(f"There is no file {path}.", f"没有文件“{path}”。")
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        _about(read)
        _tables(read["shown"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise DamagedFileError(
            f"{path} is not the JSON beside a report: expected kind, region, period and the tables shown.",
            f"“{path}”不是报告的JSON文件，应有文件种类、地区、时期和各表。",
        ) from None
    return dict(read)


def _about(read: Mapping[str, Any]) -> dict[str, Any]:
    about = {name: read[name] for name in ("kind", "region", "period")}
    return about | {"unit": read.get("parameters", {}).get("unit", "")}

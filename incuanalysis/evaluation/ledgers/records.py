"""The records of people as ledgers use them: the last one by date of each entry, and what was known on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.ledgers.dates import as_day, as_month, given_day, is_blank
from incuanalysis.evaluation.ledgers.states import Label, find_state
from incuanalysis.vocabulary.matching import nearest, normalise

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Record", "Standing", "in_force", "last_said", "lines_of", "read_records", "standing", "with_entity"]


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a person.

    Parameters
    ----------
    key
        Normalised key fields.
    status
        Id of a state.
    on
        The day on which the status holds from.
    texts
        ``milestone``, ``evidence``, ``document``, ``note``, ``unit``, ``by``: what is not blank.
    due
        A new deadline, given by a record ``changed``.
    place
        Number of the row among the records, from 1.
    """

    key: tuple[str, ...]
    status: str
    on: dt.date
    texts: Mapping[str, str]
    due: str | None
    place: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an entry stands: its last record, since when the status holds, and the deadline in force."""

    last: Record
    since: dt.date
    due: str | None = None


_TEXTS = ("milestone", "evidence", "document", "note", "unit", "by")


def lines_of(frame: pd.DataFrame | None) -> list[dict[str, Any]]:
    """Return a frame's rows as mappings without what is blank."""
    if frame is None or frame.empty:
        return []
    rows: list[dict[str, Any]] = frame.to_dict("records")
    return [{str(name): value for name, value in row.items() if not is_blank(value)} for row in rows]


def last_said(last: Record | None, day: dt.date) -> dict[str, Any]:
    """Return what every ledger shows of an entry's last record: its texts, its day and how long ago that is."""
    texts = last.texts if last else {}
    return {
        **{name: texts.get(name) for name in ("milestone", "evidence", "document", "note")},
        "on": last.on.isoformat() if last else None,
        "days_since": (day - last.on).days if last else None,
    }


def with_entity(progress: pd.DataFrame) -> pd.DataFrame:
    """Return a progress frame with a column ``entity``: the carrier where there is one, else the region."""
    if "entity" in progress.columns or "region" not in progress.columns:
        return progress
    carriers = progress["carrier"] if "carrier" in progress.columns else [None] * len(progress)
    pairs = zip(progress["region"], carriers, strict=True)
    return progress.assign(entity=[region if is_blank(carrier) else carrier for region, carrier in pairs])


def read_records(
    frame: pd.DataFrame | None,
    kind: str,
    keys: tuple[str, ...],
    states: Mapping[str, Label],
    among: Iterable[str],
    *,
    on: object,
    as_of: object = None,
) -> list[Record]:
    """Read records of one kind, in the order in which they count: by date, then as recorded.

    Parameters
    ----------
    frame
        Columns: the keys, ``status`` (or ``state``), ``date`` (or ``on``) and, where there are any, ``milestone``,
        ``evidence``, ``document``, ``note``, ``unit``, ``due`` (a changed deadline), ``by``, ``recorded_at``. None and an
        empty frame are no records.
    kind
        Which records they are: stands in messages.
    keys
        Columns that name the entry.
    states, among
        States by id, and those that a record may have.
    on
        Records of a later date are left out.
    as_of
        Records that were written after this day are left out; those without ``recorded_at`` count from their date.

    Raises
    ------
    BadInputError
        If a column is missing, a status is unknown, a date is none, or a changed deadline has no document.
    """
    day = given_day(on, "on")
    known = given_day(as_of, "as_of") if as_of is not None else None
    if frame is not None:
        frame = _named(frame)
    _refuse_columns(frame, kind, (*keys, "status", "date"))
    allowed = tuple(among)
    found: list[tuple[dt.date, dt.date, int, Record]] = []
    for place, row in enumerate(lines_of(frame), start=1):
        record = _record(row, place, kind, keys, states, allowed)
        written = as_day(row.get("recorded_at")) or record.on
        if record.on <= day and (known is None or written <= known):
            found.append((record.on, written, place, record))
    return [record for *_, record in sorted(found, key=lambda entry: entry[:3])]


def standing(records: Iterable[Record]) -> dict[tuple[str, ...], Standing]:
    """Return where each entry stands after all its records.

    A ``changed`` record with a new deadline moves the deadline from then on.
    """
    histories: dict[tuple[str, ...], list[Record]] = {}
    for record in records:
        histories.setdefault(record.key, []).append(record)
    found: dict[tuple[str, ...], Standing] = {}
    for key, history in histories.items():
        last = history[-1]
        since = last.on
        for record in reversed(history):
            if record.status != last.status:
                break
            since = record.on
        due = next((record.due for record in reversed(history) if record.due), None)
        found[key] = Standing(last, since, due)
    return found


def in_force(frame: pd.DataFrame | None, on: object) -> list[dict[str, Any]]:
    """Return the rows of a dated list (``first``, ``last``: months or days, blank is open) that hold on a day."""
    day = given_day(on, "on")
    return [row for row in lines_of(frame) if _begins(row) <= day <= _ends(row)]


def _begins(row: Mapping[str, Any]) -> dt.date:
    month = as_month(row.get("first"))
    return as_day(row.get("first")) or (dt.date(month.year, month.month, 1) if month else dt.date.min)


def _ends(row: Mapping[str, Any]) -> dt.date:
    month = as_month(row.get("last"))
    return as_day(row.get("last")) or (month.last_day() if month else dt.date.max)


def _record(
    row: Mapping[str, Any],
    place: int,
    kind: str,
    keys: tuple[str, ...],
    states: Mapping[str, Label],
    among: tuple[str, ...],
) -> Record:
    where, where_zh = f"{kind}, record {place}", f"{kind}第{place}条记录"
    for name in (*keys, "status", "date"):
        if name not in row:
            raise BadInputError(f"{where}: {name!r} is blank; fill it in.", f"{where_zh}：“{name}”为空，请填写。")
    status = find_state(str(row["status"]), states, among)
    if status is None:
        names = [states[id].zh for id in among]
        raise BadInputError(
            f"{where}: found the status {str(row['status'])!r}, expected one of {', '.join(among)}.",
            f"{where_zh}：状态“{row['status']}”无法识别，应为{'、'.join(names)}之一。",
        )
    on = as_day(row["date"])
    if on is None:
        raise BadInputError(
            f"{where}: found {str(row['date'])!r} in 'date', expected a day such as 2023-09-30.",
            f"{where_zh}：日期“{row['date']}”无法识别，应写作2023-09-30。",
        )
    if status == "changed" and "document" not in row:
        raise BadInputError(
            f"{where}: status 'changed' without a document; name the document that changed it in 'document'.",
            f"{where_zh}：状态为“已调整”而未注明依据文件，请在document栏填写文号。",
        )
    due = as_month(row.get("due"))
    if "due" in row and due is None:
        raise BadInputError(
            f"{where}: found {str(row['due'])!r} in 'due', expected a month such as 2024-06.",
            f"{where_zh}：调整后时限“{row['due']}”无法识别，应写作2024-06。",
        )
    if due is not None and status != "changed":
        raise BadInputError(
            f"{where}: a new deadline ({due}) is given with the status {status!r}; only 'changed' moves a deadline.",
            f"{where_zh}：只有状态为“已调整”时才能填写调整后时限（{due}），现为“{states[status].zh}”。",
        )
    texts = {name: _text(row[name]) for name in _TEXTS if name in row}
    key = tuple(normalise(_text(row[name])) for name in keys)
    return Record(key, status, on, texts, str(due) if due else None, place)


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose columns have the names that are used here."""
    others = {"status": "state", "date": "on"}
    return frame.rename(columns={old: new for new, old in others.items() if new not in frame.columns})


def _text(value: object) -> str:
    """Return a text; a whole number that pandas made a float of is written whole."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _refuse_columns(frame: pd.DataFrame | None, kind: str, wanted: tuple[str, ...]) -> None:
    if frame is None or not len(frame.columns):
        return
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        near = nearest(missing[0], [str(name) for name in frame.columns])
        raise BadInputError(
            f"{kind}: the column {missing[0]!r} is missing; expected {', '.join(wanted)}, found"
            f" {', '.join(map(str, frame.columns))}.{f' Nearest: {near[0]}.' if near else ''}",
            f"{kind}缺少“{missing[0]}”列，应有{'、'.join(wanted)}。",
        )

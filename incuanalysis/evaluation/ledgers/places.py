"""What the ledgers of sites and of projects share: a register's entities with the states that people record."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, SupportsFloat

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.ledgers.dates import as_day, as_month, given_day
from incuanalysis.evaluation.ledgers.records import (
    Record,
    Standing,
    in_force,
    last_said,
    lines_of,
    read_records,
    standing,
)
from incuanalysis.evaluation.ledgers.states import PLACE_STATES
from incuanalysis.evaluation.ledgers.units import Unit, named, unit_list
from incuanalysis.intake.returns.register import wide
from incuanalysis.vocabulary.matching import normalise

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FINISHED", "Kind", "place_ledger", "plain_number", "states_of", "total", "unplaced_places"]

#: What is finished is not overdue.
FINISHED = {"completed", "in_use"}
_LONG = {"register", "field", "value", "record"}


@dataclass(frozen=True, slots=True)
class Kind:
    """A register as a ledger.

    Parameters
    ----------
    register, records
        Names of the register and of the kind of records about it.
    key
        The records' column that names an entity; in the ledger, its id.
    due
        The register's field of the deadline.
    states
        Ids of the states that a record can give.
    columns
        The ledger's, in their order; those that the ledgers do not share are fields of the register.
    numbers, stated
        Columns of numbers, and of choices that are ``unstated`` where the register leaves them blank.
    """

    register: str
    records: str
    key: str
    due: str
    states: tuple[str, ...]
    columns: tuple[str, ...]
    numbers: tuple[str, ...]
    stated: tuple[str, ...] = ()


def place_ledger(
    kind: Kind,
    register: pd.DataFrame,
    records: pd.DataFrame | None,
    units: pd.DataFrame | None,
    on: object,
    as_of: object,
) -> pd.DataFrame:
    """Return the ledger of a register as it stands on a day, in the register's order.

    The state is that of the last record, else the register's. The responsible unit is that of the last record that
    names one, else the town of the register.

    Raises
    ------
    BadInputError
        If a record cannot be used, or names an entity that the register has twice under one name.
    """
    import pandas as pd

    day = given_day(on, "on")
    entities = _entities(kind, register, day, as_of)
    read = read_records(records, kind.records, (kind.key,), PLACE_STATES, kind.states, on=day, as_of=as_of)
    by_id = _by_id(kind, entities, read)
    listed = unit_list(in_force(units, day))
    rows = [
        {**_own(kind, entity), **_row(kind, entity, by_id.get(str(entity["id"]), []), listed, day)}
        for entity in entities
    ]
    frame = pd.DataFrame.from_records(rows, columns=list(kind.columns))
    return frame.astype({**dict.fromkeys(kind.numbers, "float64"), "days_since": "Int64", "overdue": bool})


def unplaced_places(
    kind: Kind, register: pd.DataFrame, records: pd.DataFrame | None, on: object
) -> list[dict[str, Any]]:
    """Return the records that name nothing in the register, with ``place``, their number from 1."""
    entities = _entities(kind, register, given_day(on, "on"), None)
    known = {normalise(str(entity[name])) for entity in entities for name in ("id", "name")}
    read = read_records(records, kind.records, (kind.key,), PLACE_STATES, kind.states, on=on)
    lost = {record.place for record in read if record.key[0] not in known}
    return [{"place": place, **row} for place, row in enumerate(lines_of(records), start=1) if place in lost]


def _entities(kind: Kind, register: pd.DataFrame, day: dt.date, as_of: object) -> list[dict[str, Any]]:
    """Return the register's entities; of one in long form, those known on the day."""
    if set(register.columns) >= _LONG:
        known = given_day(as_of, "as_of") if as_of is not None else day
        kept = [(as_day(str(when)) or known) <= known for when in register["recorded_at"]]
        register = wide(register[kept], kind.register)
    if not {"id", "name"} <= set(register.columns):
        raise BadInputError(
            f"{kind.register}: found the columns {', '.join(map(str, register.columns))}; expected the side table"
            " `registers` or one register with id and name.",
            f"{kind.register}：登记表应有id、name两列，或为登记总表（registers）。",
        )
    entities = lines_of(register)
    ids = [str(entity["id"]) for entity in entities]
    if len(set(ids)) < len(ids):
        twice = next(id for id in ids if ids.count(id) > 1)
        raise BadInputError(
            f"{kind.register}: {twice!r} stands twice; expected one row an entity.",
            f"{kind.register}：编号“{twice}”重复，每个对象应只有一行。",
        )
    return entities


def _by_id(kind: Kind, entities: list[dict[str, Any]], read: list[Record]) -> dict[str, list[Record]]:
    """Return id → records; a record names its entity by id or by a name that only one has."""
    ids = {normalise(str(entity["id"])): str(entity["id"]) for entity in entities}
    names: dict[str, set[str]] = {}
    for entity in entities:
        names.setdefault(normalise(str(entity.get("name", ""))), set()).add(str(entity["id"]))
    found: dict[str, list[Record]] = {}
    for record in read:
        said = record.key[0]
        meant = {ids[said]} if said in ids else names.get(said, set())
        if len(meant) > 1:
            raise BadInputError(
                f"{kind.records}, record {record.place}: {len(meant)} entities are named {said!r}; give the id, one of"
                f" {', '.join(sorted(meant))}.",
                f"{kind.records}第{record.place}条记录：名称“{said}”对应{len(meant)}个对象，请改填编号（{'、'.join(sorted(meant))}）。",
            )
        for id in meant:
            found.setdefault(id, []).append(record)
    return found


def _own(kind: Kind, entity: Mapping[str, Any]) -> dict[str, Any]:
    """Return what only this ledger has: fields of the register as they stand there."""
    return {
        **{name: entity.get(name) for name in kind.columns},
        **{name: plain_number(entity.get(name)) for name in kind.numbers},
        **{name: str(entity.get(name, "unstated")) for name in kind.stated},
        kind.key: str(entity["id"]),
    }


def _row(
    kind: Kind, entity: Mapping[str, Any], records: list[Record], listed: dict[str, Unit], day: dt.date
) -> dict[str, Any]:
    state: Standing | None = next(iter(standing([replace(record, key=()) for record in records]).values()), None)
    last = state.last if state else None
    registered = str(entity.get("state", "unstated"))
    said = next((record.texts["unit"] for record in reversed(records) if "unit" in record.texts), entity.get("town"))
    unit = listed.get(named(str(said), listed), Unit(str(said))) if said else None
    month = as_month((state.due if state else None) or entity.get(kind.due))
    now = last.status if last else registered
    lapsed = now == "changed" and state is not None and state.due is None
    return {
        "name": entity.get("name"),
        "region": entity.get("region"),
        "town": entity.get("town"),
        "owner": entity.get("owner"),
        "unit": unit.name if unit else None,
        "kind": (unit.kind or None) if unit else None,
        "state": now,
        "registered_state": registered,
        **last_said(last, day),
        "due": str(month) if month else None,
        "overdue": bool(month and day > month.last_day() and now not in FINISHED and not lapsed),
        "at": day.isoformat(),
    }


def plain_number(value: object) -> float | None:
    """Return a register's number, None where there is none (also for a text that is no number).

    Examples
    --------
    >>> plain_number(1200), plain_number("约1200")
    (1200.0, None)
    """
    if isinstance(value, bool) or value is None:
        return None
    try:
        given = json.loads(value) if isinstance(value, str) else value
        number = float(given) if isinstance(given, str | SupportsFloat) else math.nan
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def states_of(rows: list[dict[str, Any]]) -> list[str]:
    """Return the states in their order, then what else stands in a ledger's rows."""
    return list(dict.fromkeys([*PLACE_STATES, *(str(row["state"]) for row in rows)]))


def total(rows: list[dict[str, Any]], field: str) -> float:
    """Return the sum of a field over the rows that have it; math.fsum, so that their order does not matter."""
    return math.fsum(row.get(field, 0.0) for row in rows)

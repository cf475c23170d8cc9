"""The side tables that a store keeps beside its observations, and their columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from incuanalysis.intake.store import Store

__all__ = ["SIDE_TABLES", "read_table", "side_table"]

#: Table → column → type (``text``, ``int``, ``bool``).
SIDE_TABLES: dict[str, dict[str, str]] = {
    # one row a received file
    "files": {
        "sequence": "int",
        "file": "text",
        "name": "text",
        "series": "text",
        "received_on": "text",
        "format": "text",
        "status": "text",
        "cells": "int",
        "stored": "int",
        "quarantined": "int",
        "labels": "int",
        "demo": "bool",
    },
    # one row a unit and period that a table reports
    "returns": {
        "region": "text",
        "carrier": "text",
        "register": "text",
        "frequency": "text",
        "first": "int",
        "last": "int",
        "received_at": "text",
        "series": "text",
        "sequence": "int",
        "file": "text",
        "sheet": "text",
        "demo": "bool",
    },
    # one row a value cell that could not be used
    "quarantine": {
        "file": "text",
        "name": "text",
        "sequence": "int",
        "series": "text",
        "received_on": "text",
        "sheet": "text",
        "cell": "text",
        "printed": "text",
        "code": "text",
        "facts": "text",
    },
    # what was found on reading a file
    "findings": {"file": "text", "sequence": "int", "sheet": "text", "cell": "text", "code": "text", "facts": "text"},
    # what was found by comparing a region's returns with one another; made anew for each region that changes
    "checks": {"region": "text", "file": "text", "sheet": "text", "cell": "text", "code": "text", "facts": "text"},
    # one row a field of a register's record
    "registers": {
        "register": "text",
        "id": "text",
        "name": "text",
        "region": "text",
        "record": "text",
        "field": "text",
        "value": "text",
        "recorded_at": "text",
        "sequence": "int",
        "file": "text",
        "sheet": "text",
        "cell": "text",
        "demo": "bool",
    },
    # what units wrote beside their numbers
    "texts": {
        "region": "text",
        "carrier": "text",
        "first": "int",
        "last": "int",
        "field": "text",
        "text": "text",
        "series": "text",
        "recorded_at": "text",
        "sequence": "int",
        "demo": "bool",
        "file": "text",
        "sheet": "text",
        "cell": "text",
    },
}


def side_table(name: str, rows: Iterable[Mapping[str, Any]], *before: pa.Table) -> pa.Table:
    """Return a side table of these rows, after those that were there before."""
    import pyarrow as pa

    types = {"text": pa.string(), "int": pa.int64(), "bool": pa.bool_()}
    schema = pa.schema([(column, types[kind]) for column, kind in SIDE_TABLES[name].items()])
    listed = list(rows)
    made = pa.table({column: [row[column] for row in listed] for column in schema.names}, schema=schema)
    return pa.concat_tables([*(table.select(schema.names).cast(schema) for table in before if len(table)), made])


def read_table(store: Store, name: str) -> pd.DataFrame:
    """Return a side table of a store; without rows, but with its columns, where the store has none."""
    frame = store.table(name)
    return frame if len(frame.columns) else side_table(name, []).to_pandas()

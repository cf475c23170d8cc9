"""The columns of an observation, and the one place where they are checked.

Rows are checked as Arrow columns: of a column of texts every distinct text is looked at once, so that the
check of a million rows costs little more than that of a thousand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.errors import DamagedFileError
from incuanalysis.vocabulary.basis import Basis

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

__all__ = ["COLUMNS", "KEY", "STORED", "TEXT", "check_observations", "empty"]

#: Column → pandas dtype, in the order of a reading (docs/architecture.md, "Observations").
COLUMNS: dict[str, str] = {
    "region": "str",
    "carrier": "str",
    "indicator": "str",
    "first": "int32",
    "last": "int32",
    "period": "str",
    "basis": "str",
    "series": "str",
    "source_class": "str",
    "value": "float64",
    "unit": "str",
    "printed": "str",
    "qualifier": "str",
    "status": "str",
    "revision": "int32",
    "sequence": "int64",
    "recorded_at": "str",
    "demo": "bool",
    "file": "str",
    "sheet": "str",
    "cell": "str",
    "source": "str",
    "source_en": "str",
    "note": "str",
}
#: What makes an observation one and the same across revisions.
KEY = ["region", "carrier", "indicator", "first", "last", "basis", "series"]
#: The columns that are kept; ``revision`` is numbered on reading.
STORED = [name for name in COLUMNS if name != "revision"]
#: The columns of texts, which are kept as dictionaries.
TEXT = [name for name, dtype in COLUMNS.items() if dtype == "str"]
_NULLABLE = {"carrier", "value", "sheet", "note"}
_QUALIFIERS = ["exact", "about", "over", "under", "range", "blank"]
_MONTHS = (194901, 219912)
_DATE = r"^\d{4}-\d{2}-\d{2}(?:[T ].*)?$"


def _bad(name: str, values: pa.Array) -> tuple[pa.Array | None, str]:
    """Return which values of a column (of texts: which distinct ones) do not hold, and what holds."""
    import pyarrow as pa
    import pyarrow.compute as pc

    allowed = {
        "basis": [str(basis) for basis in Basis],
        "qualifier": _QUALIFIERS,
        "status": ["reported", "derived"],
    }.get(name)
    if allowed is not None:
        return pc.invert(pc.is_in(values, pa.array(allowed))), f"one of {', '.join(allowed)}"
    match name:
        case "region" | "carrier" | "indicator":
            return pc.equal(pc.utf8_length(values), 0), "not empty"
        case "first" | "last":
            low, high = _MONTHS
            return pc.or_(pc.less(values, low), pc.greater(values, high)), f"from {low} to {high}"
        case "value":
            return pc.is_inf(values), "finite"
        case "sequence":
            return pc.less(values, 0), "0 or more"
        case "recorded_at":
            return pc.invert(pc.match_substring_regex(values, _DATE)), "a date such as 2024-01-12"
    return None, ""


def check_observations(rows: pa.Table | pd.DataFrame) -> pa.Table:
    """Check rows at the store's door and return them in the columns and types that are kept.

    Parameters
    ----------
    rows
        Observations; columns that are not kept are left out, and without ``sequence`` it is 0.

    Returns
    -------
    pyarrow.Table
        In the columns of :data:`STORED`, one chunk each, texts as dictionaries, in the order given.

    Raises
    ------
    DamagedFileError
        Says which column does not hold, with the first failing row's cell.
    """
    import numpy as np
    import pyarrow as pa

    shaped = pa.table({name: _column(rows, name) for name in STORED})
    for name in STORED:
        column = shaped[name]
        if column.null_count and name not in _NULLABLE:
            _refuse(shaped, name, "not null", None, int(np.flatnonzero(column.is_null().to_numpy())[0]))
        if len(column):
            _check_values(shaped, name)
    first, last = shaped["first"].to_numpy(), shaped["last"].to_numpy()
    if (first > last).any():
        row = int(np.argmax(first > last))
        _refuse(shaped, "last", f"not before first ({first[row]})", int(last[row]), row)
    return shaped


def _column(rows: pa.Table | pd.DataFrame, name: str) -> pa.Array:
    """Return a column as one Arrow array of its type."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if name not in (rows.column_names if isinstance(rows, pa.Table) else rows.columns):
        if name == "sequence":
            return pa.repeat(pa.scalar(0, pa.int64()), len(rows))
        raise DamagedFileError(f"Observations do not fit the store: column {name} is missing.")
    try:
        column = rows[name] if isinstance(rows, pa.Table) else pa.chunked_array([pa.Array.from_pandas(rows[name])])
        if COLUMNS[name] == "str":
            return _texts(column)
        column = _numbers(column, COLUMNS[name]).combine_chunks()
    except (pa.ArrowException, TypeError) as error:
        raise DamagedFileError(
            f"Observations do not fit the store: column {name} is to be {COLUMNS[name]}: {error}."
        ) from None
    # In a frame a missing number is NaN, in Arrow null: one of the two is kept.
    return pc.if_else(pc.is_nan(column), None, column) if COLUMNS[name] == "float64" else column


def _numbers(column: pa.ChunkedArray, dtype: str) -> pa.ChunkedArray:
    """Return numbers in the type wanted; Arrow alone would also read them out of texts."""
    import pyarrow as pa

    kind = column.type
    if not any(of(kind) for of in (pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean, pa.types.is_null)):
        message = f"found {kind}"
        raise TypeError(message)
    types = {"int32": pa.int32(), "int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}
    return column.cast(types[dtype])


def _texts(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """Return texts as one dictionary array whose dictionary holds each text once and no null."""
    import pyarrow as pa

    kind = column.type
    wanted = pa.dictionary(pa.int32(), pa.string())
    if pa.types.is_dictionary(kind) and not any(chunk.dictionary.null_count for chunk in column.chunks):
        column = column if kind == wanted else column.cast(wanted)
        if len(column.chunks) == 1 and _is_distinct(column.chunk(0).dictionary):
            return column.chunk(0)
        column = pa.chunked_array([pa.array([], wanted), *column.chunks]).unify_dictionaries()
    elif pa.types.is_dictionary(kind) or any(
        of(kind) for of in (pa.types.is_string, pa.types.is_large_string, pa.types.is_null)
    ):
        column = column.cast(pa.string()).dictionary_encode()
    else:
        message = f"found {kind}"
        raise TypeError(message)
    return column.combine_chunks() if column.num_chunks else pa.array([], wanted)


def _is_distinct(texts: pa.Array) -> bool:
    import pyarrow.compute as pc

    return int(pc.count_distinct(texts).as_py()) == len(texts)


def _check_values(rows: pa.Table, name: str) -> None:
    """Check a column: of texts each distinct one that stands in a row is looked at once."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = rows[name].chunk(0)
    coded = pa.types.is_dictionary(column.type)
    bad, expected = _bad(name, column.dictionary if coded else column)
    if bad is None or not pc.any(bad).as_py():
        return
    if coded:
        bad = bad.take(column.indices)
    if (row := pc.index(bad, value=True).as_py()) >= 0:
        _refuse(rows, name, expected, column[row].as_py(), row)


def _refuse(rows: pa.Table, name: str, check: object, found: object, row: int | None) -> None:
    where = "" if row is None else f" at {rows['file'][row].as_py()} cell {rows['cell'][row].as_py()}"
    raise DamagedFileError(f"Observations do not fit the store: column {name}: {check}, found {found!r}{where}.")


def empty() -> pd.DataFrame:
    """Return no observations, in the columns and types of a reading."""
    import pandas as pd

    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in COLUMNS.items()})

"""The columns of an observation, and the one place where they are checked.

Rows are checked as Arrow columns: of a column of texts every distinct text is looked at once, so that the
check of a million rows costs little more than that of a thousand.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from incuanalysis.errors import DamagedFileError
from incuanalysis.vocabulary.basis import Basis

if TYPE_CHECKING:
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
#: Values of a column that are remembered as good, at most.
_REMEMBERED = 100_000
_MONTH = {"ge": 194901, "le": 219912}


@cache
def _checks() -> dict[str, Any]:
    """Return column → what pandera checks of its values (of texts: of the distinct ones)."""
    import numpy as np
    import pandera.pandas as pa

    given = pa.Check.str_length(min_value=1)
    checks = {
        "region": given,
        "carrier": given,
        "indicator": given,
        "first": pa.Check.in_range(_MONTH["ge"], _MONTH["le"]),
        "last": pa.Check.in_range(_MONTH["ge"], _MONTH["le"]),
        "basis": pa.Check.isin([str(basis) for basis in Basis]),
        "value": pa.Check(lambda values: ~np.isinf(values), name="finite"),
        "qualifier": pa.Check.isin(_QUALIFIERS),
        "status": pa.Check.isin(["reported", "derived"]),
        "sequence": pa.Check.ge(0),
        "recorded_at": pa.Check.str_matches(r"^\d{4}-\d{2}-\d{2}(?:[T ].*)?$"),
    }
    return {
        name: pa.SeriesSchema(COLUMNS[name], check, nullable=name in _NULLABLE, name=name)
        for name, check in checks.items()
    }


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
        if name in _checks() and len(column):
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

    if name not in (rows.columns if isinstance(rows, pd.DataFrame) else rows.column_names):
        if name == "sequence":
            return pa.repeat(pa.scalar(0, pa.int64()), len(rows))
        raise DamagedFileError(f"Observations do not fit the store: column {name} is missing.")
    try:
        column = rows[name]
        if isinstance(column, pd.Series):
            column = pa.chunked_array([pa.Array.from_pandas(column)])
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
    """Let pandera check a column: of texts the distinct ones that stand in a row, of numbers the least and the largest."""
    import pandera.errors

    column = rows[name].chunk(0)
    passed = _passed(name)
    values = [value for value in _to_check(column) if value not in passed]
    if not values:
        return
    try:
        _checks()[name].validate(pd.Series(values, dtype=COLUMNS[name], name=name), lazy=True)
    except pandera.errors.SchemaErrors as errors:
        case = errors.failure_cases.iloc[0]
        row = None if pd.isna(case["index"]) else _row_of(column, values[int(case["index"])])
        _refuse(rows, name, case["check"], case["failure_case"], row)
    if len(passed) > _REMEMBERED:
        passed.clear()
    passed.update(values)


@cache
def _passed(_name: str) -> set[Any]:
    """Return the values of a column that have passed in this process: batches say the same words again and again."""
    return set()


def _to_check(column: pa.Array) -> list[Any]:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        used = np.zeros(len(column.dictionary), bool)
        used[column.indices.drop_null().to_numpy()] = True
        texts: list[str] = column.dictionary.filter(pa.array(used)).to_pylist()
        return texts
    return [value for value in pc.min_max(column).as_py().values() if value is not None]


def _row_of(column: pa.Array, value: Any) -> int:
    import pyarrow as pa
    import pyarrow.compute as pc

    plain = column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
    return int(pc.index(plain, value).as_py())


def _refuse(rows: pa.Table, name: str, check: object, found: object, row: int | None) -> None:
    where = "" if row is None else f" at {rows['file'][row].as_py()} cell {rows['cell'][row].as_py()}"
    raise DamagedFileError(f"Observations do not fit the store: column {name}: {check}, found {found!r}{where}.")


def empty() -> pd.DataFrame:
    """Return no observations, in the columns and types of a reading."""
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in COLUMNS.items()})

"""The columns of an observation, and the one place where they are checked."""

from __future__ import annotations

from typing import Any

import pandas as pd

from incuanalysis.errors import DamagedFileError
from incuanalysis.vocabulary.basis import Basis

__all__ = ["COLUMNS", "KEY", "check_observations", "empty"]

#: Column → pandas dtype, in the store's order (docs/architecture.md, "Observations").
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
_NULLABLE = {"carrier", "value", "sheet", "note"}
_QUALIFIERS = ["exact", "about", "over", "under", "blank"]
_MONTH = {"ge": 194901, "le": 219912}


def _schema() -> Any:
    import pandera.pandas as pa

    checks: dict[str, list[Any]] = {
        "first": [pa.Check.in_range(_MONTH["ge"], _MONTH["le"])],
        "last": [pa.Check.in_range(_MONTH["ge"], _MONTH["le"])],
        "basis": [pa.Check.isin([str(basis) for basis in Basis])],
        "qualifier": [pa.Check.isin(_QUALIFIERS)],
        "status": [pa.Check.isin(["reported", "derived"])],
        "revision": [pa.Check.ge(0)],
    }
    columns = {name: pa.Column(dtype, checks.get(name), nullable=name in _NULLABLE) for name, dtype in COLUMNS.items()}
    return pa.DataFrameSchema(columns, strict=True, ordered=True, unique=[*KEY, "revision"])


def check_observations(frame: pd.DataFrame) -> pd.DataFrame:
    """Check rows at the store's door and return them in the store's columns and types.

    Raises
    ------
    DamagedFileError
        Says which column does not hold, with the first failing rows' cells.
    """
    import pandera.errors

    shaped = frame[list(COLUMNS)].astype(COLUMNS)
    try:
        return _schema().validate(shaped, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        case = errors.failure_cases.iloc[0]
        where = ""
        if pd.notna(case["index"]):
            row = shaped.loc[case["index"]]
            where = f" at {row['file']} cell {row['cell']}"
        raise DamagedFileError(
            f"Observations do not fit the store: column {case['column']}: {case['check']}, found {case['failure_case']!r}{where}."
        ) from None


def empty() -> pd.DataFrame:
    """Return no observations, in the right columns and types."""
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in COLUMNS.items()})

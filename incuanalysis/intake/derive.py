"""Values made of reported ones: the flow of a period as the difference of two running totals."""

from __future__ import annotations

import pandas as pd

from incuanalysis.vocabulary.periods import Month, Period

__all__ = ["derive_flows"]

_SERIES = ["region", "carrier", "indicator", "series"]


def derive_flows(frame: pd.DataFrame) -> pd.DataFrame:
    """Add the flows of months and quarters that running totals of the year imply.

    The flow of a month (or quarter) is the ytd value at its end less the one at its beginning, and only where
    both are reported exactly by the same sender; January's, or the first quarter's, is the ytd value itself.
    What is reported as a flow is never replaced.

    Parameters
    ----------
    frame
        Observations in the store's columns, one revision a key.

    Returns
    -------
    DataFrame
        The rows given, then the derived ones with ``status`` ``derived``, their arithmetic in ``note``, the cells of
        both in ``cell``, and ``inputs``: the index labels of the rows that each was made of (empty for reported rows).
    """
    frame = frame.assign(inputs=[[] for _ in range(len(frame))])
    running = frame[(frame["basis"] == "ytd") & frame["value"].notna() & (frame["qualifier"] == "exact")]
    running = running[running["first"] % 100 == 1]
    if running.empty:
        return frame
    flows = frame[frame["basis"] == "period"]
    reported = set(zip(*(flows[c].fillna("") for c in [*_SERIES, "first", "last"]), strict=True))
    made = []
    for key, group in running.groupby(_SERIES, dropna=False, sort=False):
        plain = tuple("" if pd.isna(part) else part for part in key)
        by_end = {
            int(row["last"]): (label, row) for label, row in zip(group.index, group.to_dict("records"), strict=True)
        }
        for end, (label, row) in by_end.items():
            for months in (1, 3):
                last = Month.from_int(end)
                if last.month % months:
                    continue
                first = last.plus(1 - months)
                before = by_end.get(int(first.plus(-1))) if first.month > 1 else None
                if first.month > 1 and before is None:
                    continue
                if (*plain, int(first), end) in reported:
                    continue
                made.append(_derived(row, label, before, Period(first, last)))
    if not made:
        return frame
    return pd.concat(
        [
            frame,
            pd.DataFrame.from_records(made)[list(frame.columns)].astype({c: frame[c].dtype for c in frame.columns}),
        ],
        ignore_index=False,
    )


def _derived(
    row: dict[str, object], label: object, before: tuple[object, dict[str, object]] | None, period: Period
) -> dict[str, object]:
    """Return the flow of a period from the running total at its end and the one before it."""
    value = float(str(row["value"]))
    note = f"{row['period']}累计{value:.10g}"
    cell, inputs = str(row["cell"]), [label]
    if before is not None:
        other = float(str(before[1]["value"]))
        note += f" − {before[1]['period']}累计{other:.10g}"
        cell, inputs = f"{cell}; {before[1]['cell']}", [label, before[0]]
        value -= other
    return {
        **row,
        "first": int(period.first),
        "last": int(period.last),
        "period": str(period),
        "basis": "period",
        "value": value,
        "printed": "",
        "status": "derived",
        "cell": cell,
        "note": note,
        "inputs": inputs,
    }

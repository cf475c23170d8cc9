"""Rolling recognition (成熟一个、认定一个): applied, checked, then recognised or declined, each step dated with its document."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.standards.facts import require

__all__ = ["STEPS", "recognitions"]

#: Step → Chinese, English, and the steps that may come before it (empty text: none yet).
STEPS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "applied": ("已申报", "applied", ("", "declined")),
    "checked": ("已核查", "checked", ("applied",)),
    "recognised": ("已认定", "recognised", ("checked",)),
    "declined": ("未予认定", "declined", ("applied", "checked")),
}


def recognitions(steps: pd.DataFrame, on: dt.date) -> pd.DataFrame:
    """Return where each application stands on a day.

    Parameters
    ----------
    steps
        ``carrier, standard, step`` (a key of :data:`STEPS`), ``on`` (ISO date), ``by, document``. The order of rows does not
        matter; steps of one day count in the order of :data:`STEPS`.
    on
        The day; later steps are left out.

    Returns
    -------
    DataFrame
        One row a carrier and standard: ``carrier, standard, state, state_zh, state_en, on, by, document`` of the last
        step, ``round`` (how often the carrier applied), and the dates ``applied, checked, recognised, declined`` of the
        last round.

    Raises
    ------
    BadInputError
        If a step is unknown, lacks date, person or document, or cannot follow the one before.

    Examples
    --------
    >>> steps = pd.DataFrame(
    ...     [["a", "seven", "applied", "2023-03-01", "王", "甲1号"], ["a", "seven", "checked", "2023-04-01", "李", "甲2号"]],
    ...     columns=["carrier", "standard", "step", "on", "by", "document"],
    ... )
    >>> recognitions(steps, dt.date(2023, 12, 31))[["state", "applied", "checked"]].values.tolist()
    [['checked', '2023-03-01', '2023-04-01']]
    """
    columns = ["carrier", "standard", "step", "on", "by", "document"]
    require(steps, columns, "steps of recognition")
    order = list(STEPS)
    made: dict[tuple[str, str], dict[str, Any]] = {}
    rows = [_checked(row) for row in steps.to_dict("records")]
    for row in sorted(rows, key=lambda row: (row["on"], order.index(row["step"]))):
        if dt.date.fromisoformat(row["on"]) > on:
            continue
        key = (str(row["carrier"]), str(row["standard"]))
        entry = made.get(key, {"state": "", "round": 0})
        zh, en, before = STEPS[row["step"]]
        if entry["state"] not in before:
            was = STEPS[entry["state"]][0] if entry["state"] else "尚未申报"
            raise BadInputError(
                f"{key[0]}, {key[1]}: {row['step']} on {row['on']} cannot follow {entry['state'] or 'nothing'}. "
                f"Expected before it: {' or '.join(state or 'nothing' for state in before)}.",
                f"“{key[0]}”：{row['on']}的“{zh}”不能紧接“{was}”，请核对登记的步骤和日期。",
            )
        if row["step"] == "applied":
            entry = {"round": entry["round"] + 1}
        made[key] = {
            **entry, "state": row["step"], "state_zh": zh, "state_en": en, "on": row["on"], "by": row["by"],
            "document": row["document"], row["step"]: row["on"],
        }  # fmt: skip
    listed = [
        {"carrier": carrier, "standard": standard, **entry} for (carrier, standard), entry in sorted(made.items())
    ]
    return pd.DataFrame(
        listed,
        columns=["carrier", "standard", "state", "state_zh", "state_en", "on", "by", "document", "round", *STEPS],
    )


def _checked(row: dict[Any, Any]) -> dict[str, Any]:
    if row["step"] not in STEPS:
        raise BadInputError(
            f"Unknown step of recognition {row['step']!r}. Expected one of: {', '.join(STEPS)}.",
            f"没有“{row['step']}”这一步骤，应为{'、'.join(zh for zh, _, _ in STEPS.values())}之一。",
        )
    for column in ("on", "by", "document"):
        if pd.isna(row[column]) or str(row[column]) == "":
            raise BadInputError(
                f"{row['carrier']}, {row['standard']}: the step {row['step']} has no {column!r}. "
                "Each step needs a date, a person and a document.",
                f"“{row['carrier']}”的“{STEPS[row['step']][0]}”缺少“{column}”，每一步须写明日期、经办人和文件。",
            )
    day = str(row["on"])[:10]
    try:
        dt.date.fromisoformat(day)
    except ValueError:
        raise BadInputError(
            f"{row['carrier']}: {row['on']!r} is no date. Expected 2023-09-30.",
            f"“{row['on']}”不是日期，应写作2023-09-30。",
        ) from None
    return {**row, "on": day}

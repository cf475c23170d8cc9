"""Panels and histories: the two shapes that evaluation and research work on.

A *panel* is a DataFrame indexed by region id with one column per indicator, for one
period. A *history* is a Series indexed by the period's start year, for one region and
indicator; a year without a figure is absent. Missing stays missing: nothing here
fills a blank.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from incuanalysis.errors import BadInputError

__all__ = ["NATION", "Direction", "Statement", "checked_history", "checked_panel", "known", "numbers"]

NATION = "000000"
"""The nation's region id: it is the whole of the others, never one of them."""

Direction = Literal["higher", "lower", "none"]
"""Which values of an indicator are better; ``none`` where neither can be said."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A plain sentence for readers, in both languages of a report.

    Examples
    --------
    >>> Statement(zh="无上期数。", en="There is no earlier figure.").text("en")
    'There is no earlier figure.'
    """

    zh: str
    en: str

    def text(self, language: str) -> str:
        """Return the sentence in ``language``, ``zh`` or ``en``."""
        return self.en if language == "en" else self.zh


def checked_history(history: pd.Series) -> pd.Series:
    """Return a history as floats in the order of years, without its missing years.

    Raises
    ------
    BadInputError
        If the index is not of whole years, a year stands twice, or a value is no finite number.

    Examples
    --------
    >>> checked_history(pd.Series({2023: 7.0, 2022: None, 2018: 5})).to_dict()
    {2018: 5.0, 2023: 7.0}
    """
    if len(history) == 0:
        return pd.Series(dtype=float, index=pd.Index([], dtype="int64"), name=history.name)
    if not pd.api.types.is_integer_dtype(history.index.dtype) or history.index.hasnans:
        raise BadInputError(f"A history is indexed by start year (whole numbers), not by {history.index.dtype}.")
    if not history.index.is_unique:
        twice = sorted({int(year) for year in history.index[history.index.duplicated()]})
        raise BadInputError(f"The history has more than one value for {twice}; choose one series first.")
    years = history.index.astype("int64")
    return numbers(history).set_axis(years).dropna().sort_index()


def checked_panel(panel: pd.DataFrame) -> pd.DataFrame:
    """Return a panel as floats, one row per region.

    Raises
    ------
    BadInputError
        If a region or indicator stands twice, or a value is no finite number.

    Examples
    --------
    >>> checked_panel(pd.DataFrame({"tenants": [3, None]}, index=["330000", "540000"]))["tenants"].to_list()
    [3.0, nan]
    """
    for what, labels in (("region", panel.index), ("indicator", panel.columns)):
        if not labels.is_unique:
            twice = sorted({str(label) for label in labels[labels.duplicated()]})
            raise BadInputError(f"The panel has more than one {what} {', '.join(twice)}; choose one series first.")
    return pd.DataFrame({name: numbers(panel[name]) for name in panel.columns}, index=panel.index)


def numbers(values: pd.Series) -> pd.Series:
    """Return a Series as floats, NaN where missing.

    Raises
    ------
    BadInputError
        If a value is no finite number.

    Examples
    --------
    >>> numbers(pd.Series([3, None], dtype="Int64")).to_list()
    [3.0, nan]
    """
    if not pd.api.types.is_numeric_dtype(values.dtype) and any(isinstance(value, str) for value in values):
        # "1,234" and "约120" must have been read at the door; "12" as text shows that they were not.
        raise BadInputError(f"{values.name or 'The series'} should hold numbers, but holds text.")
    try:
        floats = pd.to_numeric(values).astype("float64")
    except (TypeError, ValueError) as error:
        raise BadInputError(f"{values.name or 'The series'} should hold numbers only: {error}.") from error
    if np.isinf(floats.to_numpy()).any():
        raise BadInputError(f"{values.name or 'The series'} holds an infinite value; a blank must be missing.")
    return floats


def known(value: float | None) -> float | None:
    """Return a figure as a float, None where missing.

    Raises
    ------
    BadInputError
        If it is infinite.

    Examples
    --------
    >>> known(float("nan")) is None
    True
    """
    if value is None or pd.isna(value):
        return None
    number = float(value)
    if math.isinf(number):
        raise BadInputError("A figure is infinite; a blank must be missing.")
    return number

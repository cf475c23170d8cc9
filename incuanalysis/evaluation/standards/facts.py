"""What is known of carriers: facts by carrier and month, from the store, the register and people's entries.

A frame of facts has the columns ``carrier``, ``fact`` (id of an indicator or of ``facts.yml``), ``value`` (1 and 0 for yes
and no), ``month`` (``2023-12``, the month at whose end it was so; missing where it does not age) and, where they are
known, ``unit`` (default: the fact's own) and ``source``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pandas as pd

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.standards.model import LEVELS, Fact
from incuanalysis.vocabulary.periods import Month, Period
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["FACT_COLUMNS", "FactBook", "carrier_facts", "facts_of", "require"]

FACT_COLUMNS = ["carrier", "fact", "value", "unit", "month", "source"]


class FactBook:
    """Indicators and named facts under one roof: what a condition may ask for.

    Parameters
    ----------
    facts
        The named facts.
    words
        The vocabulary.
    """

    def __init__(self, facts: tuple[Fact, ...], words: Vocabulary) -> None:
        self.words = words
        self._facts = {fact.id: fact for fact in facts}

    def __contains__(self, id: object) -> bool:
        return id in self._facts or id in self.words.indicators

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all facts, the named ones first."""
        return (*self._facts, *(indicator.id for indicator in self.words.indicators))

    def name(self, id: str, language: str = "zh") -> str:
        """Return the name of a fact or indicator."""
        fact = self._facts.get(id)
        if fact is not None:
            return fact.zh if language == "zh" else fact.en
        return self.words.indicators.get(id).name(language)

    def unit(self, id: str) -> str:
        """Return the canonical unit's id; empty for yes or no."""
        fact = self._facts.get(id)
        return fact.unit if fact is not None else self.words.indicators.get(id).unit

    def dimension(self, id: str) -> str:
        """Return what the unit measures; empty for yes or no."""
        unit = self.unit(id)
        return self.words.units.get(unit).dimension if unit else ""

    def ages(self, id: str) -> bool:
        """Return whether an old value no longer counts."""
        fact = self._facts.get(id)
        return fact.ages if fact is not None else True


def facts_of(observations: pd.DataFrame, words: Vocabulary) -> pd.DataFrame:
    """Return the facts that observations of carriers state.

    Parameters
    ----------
    observations
        What ``load()`` returned; rows without a carrier are left out, and so are rows of another basis than the
        indicator's own, and flows of another stretch than a calendar year: a standard asks for a year's number.
    words
        The vocabulary.

    Returns
    -------
    DataFrame
        In :data:`FACT_COLUMNS`.
    """
    rows = []
    for row in observations[observations["carrier"].notna()].to_dict("records"):
        indicator = words.indicators.get(str(row["indicator"]))
        period = Period.from_ints(int(row["first"]), int(row["last"]))
        if row["basis"] != indicator.basis or pd.isna(row["value"]):
            continue
        if indicator.basis == "period" and period.frequency != "year":
            continue
        source = row.get("source", "")
        rows.append([row["carrier"], indicator.id, row["value"], indicator.unit, str(period.last), source])
    return pd.DataFrame(rows, columns=FACT_COLUMNS)


def carrier_facts(carriers: pd.DataFrame, on: dt.date) -> pd.DataFrame:
    """Return the facts that the register of carriers states.

    Parameters
    ----------
    carriers
        ``wide(register, "carriers")``: ``id`` (or ``carrier``) with the fields of the register; a field that is missing
        states nothing.
    on
        The day for which years of operation are counted, in whole months.

    Returns
    -------
    DataFrame
        ``operating_years``, ``level_rank``, ``operator_named``, ``leading_industries`` and ``technical_platforms``, in
        :data:`FACT_COLUMNS`.

    Examples
    --------
    >>> register = pd.DataFrame({"id": ["a"], "founded": ["2020-03"], "level": ["municipal"]})
    >>> facts = carrier_facts(register, dt.date(2023, 3, 31))
    >>> facts[["fact", "value"]].values.tolist()
    [['operating_years', 3.0], ['level_rank', 2.0]]
    """
    rows: list[list[object]] = []
    for row in carriers.to_dict("records"):
        said = {key: value for key, value in row.items() if _given(value)}
        facts: dict[str, float] = {}
        if "founded" in said:
            founded = Month(int(str(said["founded"])[:4]), int(str(said["founded"])[5:7]))
            facts["operating_years"] = max(0, Month(on.year, on.month).ordinal - founded.ordinal) / 12
        if "level" in said:
            level = str(said["level"])
            facts["level_rank"] = float(LEVELS.index(level) + 1) if level in LEVELS else 0.0
        if "operator" in said:
            facts["operator_named"] = 1.0
        for field, fact in (("industry", "leading_industries"), ("platforms", "technical_platforms")):
            if field in said:
                facts[fact] = float(len(said[field])) if isinstance(said[field], list) else 1.0
        carrier = said.get("carrier", said.get("id"))
        rows += [[carrier, fact, value, "", None, "carriers"] for fact, value in facts.items()]
    return pd.DataFrame(rows, columns=FACT_COLUMNS)


def require(frame: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Raise BadInputError if a frame lacks a column.

    Parameters
    ----------
    frame
        What was given.
    columns
        What it must have.
    what
        What the frame is, English.
    """
    if missing := [column for column in columns if column not in frame.columns]:
        raise BadInputError(
            f"{what}: the column {missing[0]!r} is missing. Expected: {', '.join(columns)}.",
            f"数据表缺少“{missing[0]}”列，应有：{'、'.join(columns)}。",
        )


def _given(value: object) -> bool:
    if isinstance(value, list | tuple):
        return bool(value)
    return value is not None and value != "" and not pd.isna(value)

"""Published tables (``data/published/*.csv``) → observations."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pandas as pd

from incuanalysis.errors import BadInputError, DamagedFileError, IncuError, UnknownNameError
from incuanalysis.intake.cards import SourceCard, read_card
from incuanalysis.project import Project
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["COLUMNS", "NOT_OBSERVATIONS", "PublishedTable", "read_published", "read_table"]

COLUMNS = ["region", "period", "indicator", "basis", "value", "unit", "qualifier", "source", "note"]
NOT_OBSERVATIONS = "not_observations.csv"
_QUALIFIERS = {"exact", "about", "over", "under", "blank"}
_VALUE_COLUMN = "ABCDEFGHI"[COLUMNS.index("value")]


@dataclass(frozen=True)
class PublishedTable:
    """One published CSV with its card.

    Parameters
    ----------
    name
        Path as it is named to readers, ``data/published/x.csv``.
    card
        Its source card.
    rows
        Observations, with ``printed_value`` and ``printed_unit`` for the checks.
    """

    name: str
    card: SourceCard
    rows: pd.DataFrame


def read_published(project: Project, words: Vocabulary) -> list[PublishedTable]:
    """Read all published tables of a project (its own and the carried ones).

    Raises
    ------
    DamagedFileError
        Names the file, line and column, what was found and what was expected.
    """
    tables = project.find_all("data/published", "*.csv")
    return [read_table(path, words) for name, path in tables.items() if name != NOT_OBSERVATIONS]


def read_table(path: Path, words: Vocabulary) -> PublishedTable:
    """Read one published CSV and its card; see :func:`read_published`."""
    card = read_card(path.with_suffix(".source.yml"))
    name = f"data/published/{path.name}"
    records = [_observation(name, line, row, card, words) for line, row in _lines(path)]
    frame = pd.DataFrame.from_records(records)
    _refuse_duplicates(path, frame)
    return PublishedTable(name, card, frame)


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line number, row) of a CSV whose header is checked; one record stands on one line."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            if header != COLUMNS:
                raise DamagedFileError(
                    f"{path}: line 1: expected the columns {','.join(COLUMNS)}; found {','.join(header)!r}."
                )
            for line, fields in enumerate(reader, start=2):
                if len(fields) != len(COLUMNS):
                    raise DamagedFileError(f"{path}: line {line}: expected {len(COLUMNS)} fields; found {len(fields)}.")
                yield line, dict(zip(COLUMNS, fields, strict=True))
    except UnicodeDecodeError as error:
        raise DamagedFileError(f"{path}: not UTF-8 text (byte {error.start}). Save it as CSV UTF-8.") from None
    except csv.Error as error:
        raise DamagedFileError(f"{path}: not readable as CSV: {error}.") from None


def _observation(name: str, line: int, row: dict[str, str], card: SourceCard, words: Vocabulary) -> dict[str, object]:
    def bad(column: str, problem: str) -> DamagedFileError:
        return DamagedFileError(f"{name}: line {line}, column {column}: {problem}")

    try:
        indicator = words.indicators.get(row["indicator"])
        region = words.regions.get(row["region"])
        period = Period.parse(row["period"])
    except UnknownNameError as error:
        raise bad(error.what, error.message) from None
    except BadInputError as error:
        raise bad("period", error.message) from None
    if row["basis"] not in set(Basis):
        raise bad("basis", f"found {row['basis']!r}; expected one of {', '.join(Basis)}.")
    if row["qualifier"] not in _QUALIFIERS:
        raise bad("qualifier", f"found {row['qualifier']!r}; expected one of {', '.join(sorted(_QUALIFIERS))}.")
    if (row["value"] == "") != (row["qualifier"] == "blank"):
        raise bad("value", "an empty value must have the qualifier `blank`, and only an empty one.")
    if row["source"] not in card.sources:
        raise bad("source", f"{row['source']!r} is not among the sources of the card ({', '.join(card.sources)}).")
    source = card.sources[row["source"]]
    printed = _number(row["value"], bad)
    try:
        value = None if printed is None else float(words.units.convert(printed, row["unit"], indicator.unit))
    except IncuError as error:
        raise bad("unit", error.message) from None
    low, high = indicator.range or (None, None)
    if value is not None and ((low is not None and value < low) or (high is not None and value > high)):
        raise bad(
            "value",
            f"found {row['value']}{row['unit']}; plausible for {indicator.zh} is {low} to {high} {indicator.unit}.",
        )
    return {
        "region": region.id,
        "carrier": None,
        "indicator": indicator.id,
        "first": int(period.first),
        "last": int(period.last),
        "period": str(period),
        "basis": row["basis"],
        "series": row["source"],
        "source_class": source.source_class,
        "value": value,
        "unit": indicator.unit,
        "printed": f"{row['value']}{row['unit']}" if row["value"] else "",
        "qualifier": row["qualifier"],
        "status": "reported",
        "sequence": 0,
        "recorded_at": card.recorded_at.isoformat(),
        "demo": False,
        "file": name,
        "sheet": f"表{source.table}" if source.table else None,
        "cell": f"{_VALUE_COLUMN}{line}",
        "source": source.citation,
        "source_en": source.citation_en,
        "note": row["note"] or None,
        "printed_value": printed,
        "printed_unit": row["unit"],
    }


def _number(text: str, bad: Callable[[str, str], DamagedFileError]) -> Decimal | None:
    if text == "":
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise bad("value", f"found {text!r}; expected a plain number such as 1234.5.")
    return number


def _refuse_duplicates(path: Path, frame: pd.DataFrame) -> None:
    key = ["region", "indicator", "first", "last", "basis", "series"]
    twice = frame[frame.duplicated(key, keep=False)]
    if not twice.empty:
        first = twice.iloc[0]
        cells = twice[(twice[key] == first[key]).all(axis=1)]["cell"]
        raise DamagedFileError(
            f"{path}: {first.region} {first.indicator} {first.period} stands there twice for one source "
            f"(cells {', '.join(cells)}). Keep one line, or give the other its own source."
        )

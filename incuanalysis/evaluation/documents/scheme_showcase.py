"""A scheme applied to published numbers: what was printed of a carrier, and what the scheme gives for it, item by item."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from incuanalysis.errors import DamagedFileError
from incuanalysis.evaluation.questions import Inquiry
from incuanalysis.evaluation.schemes import open_scheme, score
from incuanalysis.evaluation.schemes.facts import Evidence
from incuanalysis.evaluation.schemes.model import Scheme
from incuanalysis.evaluation.schemes.outcome import ItemScore, Score
from incuanalysis.evaluation.schemes.parts import number_for
from incuanalysis.evaluation.schemes.results import Results, load_results
from incuanalysis.plans.model import Words

__all__ = ["CARRIER", "PLACES", "SCHEME", "Showcase", "evaluate"]

SCHEME = "taizhou_qidi_2023"
CARRIER = Words(zh="启迪之星（台州）孵化基地", en="TusStar (Taizhou) incubation base")
#: Decimals that the office printed.
PLACES = 3
_HALF = 0.5 * 10.0**-PLACES + 1e-9


@dataclass(frozen=True)
class Showcase:
    """What the page of a scheme says.

    Parameters
    ----------
    scheme
        The scheme.
    results
        What was published.
    score
        What the scheme gives for the published actual values.
    items
        One row a published item: ``item, name, name_en, marks, target, actual, unit, published, ours, same, lost,
        arithmetic_zh, arithmetic_en, line``; ``ours`` unrounded, ``same`` whether both agree to :data:`PLACES` decimals.
    """

    scheme: Scheme
    results: Results
    score: Score
    items: pd.DataFrame

    @property
    def published_sum(self) -> float:
        """The sum of the published item scores."""
        return round(float(self.items["published"].sum()), PLACES)

    @property
    def unexplained(self) -> float:
        """The published total less the published items: points of rows that were not seen."""
        return round(self.results.total - self.published_sum, PLACES)

    @property
    def basic(self) -> tuple[ItemScore, ...]:
        """Our scores of the published items, in their order."""
        return tuple(self.score.item(str(id)) for id in self.items["item"])

    @property
    def bonus(self) -> tuple[ItemScore, ...]:
        """The bonus items that the scheme knows of."""
        return tuple(item for item in self.score.items if item.bonus)


def evaluate(inquiry: Inquiry, scheme: str = SCHEME) -> Showcase:
    """Score the published actual values, and hold the scores against the published ones.

    Parameters
    ----------
    inquiry
        Of the report; its project and ``as_of`` count.
    scheme
        Id of the scheme.

    Raises
    ------
    NoDataError
        If no results are published.
    DamagedFileError
        If the published items are not those of the scheme, or their full marks or targets differ.
    """
    results = load_results(scheme, inquiry.project, inquiry.as_of)
    known = open_scheme(scheme, inquiry.day, project=inquiry.project)
    rows = results.items
    _compare(known, results)
    facts = {
        _fact(known, str(row["item"])): Evidence(
            float(row["actual"]), unit=str(row["unit"]), source=f"{results.file}!D{row['line']}"
        )
        for row in rows.to_dict("records")
    }
    scored = score(known, facts, on=inquiry.day, carrier=CARRIER.zh, project=inquiry.project)
    ours = [scored.item(str(id)) for id in rows["item"]]
    points = pd.Series([item.points for item in ours], dtype="float64")
    items = rows.assign(
        name=[item.name.zh for item in ours],
        name_en=[item.name.en for item in ours],
        ours=points,
        same=(points - rows["published"]).abs() <= _HALF,
        lost=rows["marks"] - points,
        arithmetic_zh=[item.arithmetic.zh for item in ours],
        arithmetic_en=[item.arithmetic.en for item in ours],
    )
    return Showcase(known, results, scored, items)


def _fact(scheme: Scheme, item: str) -> str:
    """Return the key of the number that a basic item counts."""
    source = {one.id: one for _, one in scheme.items(None)}[item].input
    return source.key if source else item


def _compare(scheme: Scheme, results: Results) -> None:
    """Refuse results of another scheme: it would be no comparison."""
    basic = {item.id: item for group, item in scheme.items(None) if group is not None}
    for row in results.items.to_dict("records"):
        item = basic.get(str(row["item"]))
        if item is None:
            raise DamagedFileError(
                f"{results.file}: line {row['line']}: {row['item']!r} is no item of {scheme.id} ({', '.join(basic)})."
            )
        target = item.rule.target if item.rule.kind == "target" else None
        for column, said in (("marks", item.marks), ("target", target)):
            wanted = None if said is None else number_for(said, None)
            if wanted is None or abs(float(wanted) - float(row[column])) > _HALF:
                raise DamagedFileError(
                    f"{results.file}: line {row['line']}, column {column}: found {row[column]:g}; {scheme.id} has {wanted}."
                )
    if missing := sorted(set(basic) - set(results.items["item"])):
        raise DamagedFileError(f"{results.file}: items of {scheme.id} are missing: {', '.join(missing)}.")

"""What a unit's statement says: its figures with their cells, its targets and place, what was found, whom it is about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import UnknownNameError
from incuanalysis.evaluation.documents.unit_statement import Statement, evaluate, figures_of
from incuanalysis.evaluation.documents.units import find_unit, own_rows_of, units_with_figures
from incuanalysis.evaluation.questions import Inquiry, open_inquiry
from incuanalysis.project import Project
from incuanalysis.vocabulary.periods import Period


def row(value: float, cell: str, basis: str = "stock", first: int = 202307, last: int = 202309) -> dict[str, Any]:
    return {
        "indicator": "tenants", "unit": "家", "value": value, "basis": basis, "first": first, "last": last,
        "file": "f1", "sheet": "季报", "cell": cell, "sequence": 1,
    }  # fmt: skip


def test_equal_values_of_several_returns_are_one_row_with_all_cells() -> None:
    found = figures_of(pd.DataFrame([row(42, "B5"), row(42, "R6", first=202309)]), Period.parse("2023Q3"))
    assert found[["value", "cells"]].to_numpy().tolist() == [[42, "f1#季报!B5; f1#季报!R6"]]


def test_values_that_differ_have_rows_of_their_own() -> None:
    found = figures_of(pd.DataFrame([row(42, "B5"), row(43, "R6", first=202309)]), Period.parse("2023Q3"))
    assert sorted(found["value"]) == [42, 43]


@pytest.mark.parametrize(("period", "value"), [("2023Q3", 4), ("2023-09", 1), ("2023", 9)])
def test_of_amounts_that_end_together_that_of_the_period_counts(period: str, value: float) -> None:
    last = int(Period.parse(period).last)
    rows = [row(1, "A1", "period", last), row(4, "A2", "period", last - 2), row(9, "A3", "period", last - 8)]
    found = figures_of(pd.DataFrame([one | {"last": last} for one in rows]), Period.parse(period))
    assert found["value"].tolist() == [value]


def test_what_was_reported_for_an_earlier_month_is_no_figure_of_the_period() -> None:
    assert figures_of(pd.DataFrame([row(42, "B5", last=202308)]), Period.parse("2023Q3")).empty


@given(
    st.lists(st.tuples(st.sampled_from(["stock", "ytd", "since_founding", "period"]), st.integers(0, 5)), max_size=9)
)
def test_no_reported_value_but_shorter_stretches_is_lost(told: list[tuple[str, int]]) -> None:
    rows = [row(float(value), f"A{place}", basis) for place, (basis, value) in enumerate(told)]
    frame = pd.DataFrame(rows, columns=list(row(0, "")))
    found = figures_of(frame, Period.parse("2023Q3"))
    cells = {cell for cells in [*found["cells"], *found["running_cells"]] for cell in cells.split("; ") if cell}
    assert cells == {f"f1#季报!A{place}" for place in range(len(told))}


@pytest.fixture(scope="module")
def inquiry(project: Project, demo_store: Path) -> Inquiry:
    return open_inquiry(project, "鹿城区", "2024Q3", store=demo_store)


@pytest.fixture(scope="module")
def reported(inquiry: Inquiry) -> Statement:
    return evaluate(inquiry, units_with_figures(inquiry)[0].name)


def test_a_statement_holds_the_units_own_figures_and_targets_only(inquiry: Inquiry, reported: Statement) -> None:
    assert len(reported.figures)
    own = own_rows_of(reported.unit, inquiry.observations)
    places = {
        f"{file}#{sheet}!{cell}" for file, sheet, cell in zip(own["file"], own["sheet"], own["cell"], strict=True)
    }
    told = {cell for cells in reported.figures["cells"] for cell in cells.split("; ") if "#" in cell}
    assert told <= places
    assert set(reported.targets["region"]) <= {reported.unit.id}
    if reported.standing is not None and reported.standing.place is not None:
        assert 1 <= reported.standing.place <= reported.standing.of


def test_every_kind_of_unit_is_found_by_name_and_by_id(inquiry: Inquiry) -> None:
    carrier = inquiry.register("carriers").iloc[0]
    assert find_unit(inquiry, carrier["name"]) == find_unit(inquiry, carrier["id"])
    for unit in units_with_figures(inquiry):
        assert find_unit(inquiry, unit.name) == find_unit(inquiry, unit.id) == unit


def test_an_unknown_unit_is_refused_with_the_nearest(inquiry: Inquiry) -> None:
    name = units_with_figures(inquiry)[0].name
    with pytest.raises(UnknownNameError) as refused:
        find_unit(inquiry, f"{name[:-1]}处")
    assert name in refused.value.nearest
    assert "单位" in refused.value.text


def test_a_unit_that_reported_nothing_has_a_statement_all_the_same(project: Project, demo_store: Path) -> None:
    asked = open_inquiry(project, "鹿城区", "2019-03", store=demo_store)
    found = evaluate(asked, asked.units["unit"].iloc[0])
    assert found.figures.empty
    assert found.targets.empty
    assert found.standing is None
    assert units_with_figures(asked) == []

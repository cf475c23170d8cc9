"""Carriers → towns → district → city: what each value is made of, and who makes up a gap."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError, UnknownNameError
from incuanalysis.evaluation.progress.history import histories
from incuanalysis.evaluation.progress.rollup import Entity, contributions, parents_of, roll_up, roll_up_indicator
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.words import Vocabulary
from tests.evaluation.plan_making import REGION, month, observations, row

CITY, DISTRICT, BEIAO, NIYU = Entity("330300"), Entity(REGION), Entity("330305001"), Entity("330305004")
ONE, TWO = Entity(BEIAO.region, "甲"), Entity(BEIAO.region, "乙")
TREE = {ONE: BEIAO, TWO: BEIAO, BEIAO: DISTRICT, NIYU: DISTRICT, DISTRICT: CITY}


def column(*values: float) -> np.ndarray:
    return np.array([[value] for value in values])


def test_values_go_up_through_all_levels() -> None:
    found = roll_up(column(3, 4, 5), [ONE, TWO, NIYU], TREE)
    table = found.table([month("2023-09")]).set_index(["region", "carrier"])
    assert table.loc[[("330300", None)], "value"].item() == 12
    assert dict(zip(found.entities, found.value[:, 0].tolist(), strict=True)) == {
        ONE: 3,
        TWO: 4,
        NIYU: 5,
        BEIAO: 7,
        DISTRICT: 12,
        CITY: 12,
    }
    assert found.made_of()[found.entities.index(BEIAO), 0] == "sum"


def test_an_own_report_counts_and_the_difference_to_the_sum_is_kept() -> None:
    found = roll_up(column(3, 4, 9), [ONE, TWO, BEIAO], TREE)
    place = found.entities.index(BEIAO)
    assert (found.value[place, 0], found.summed[place, 0], found.difference[place, 0]) == (9, 7, 2)
    assert found.made_of()[place, 0] == "own"


def test_a_child_with_a_target_that_is_missing_leaves_no_sum_and_is_named() -> None:
    found = roll_up(column(3), [ONE], TREE, [ONE, TWO])
    place = found.entities.index(BEIAO)
    assert np.isnan(found.value[place, 0])
    assert (found.reported[place, 0], found.units[place, 0]) == (1, 2)
    assert found.missing(BEIAO, 0) == (TWO,)


def test_a_child_without_a_target_is_not_waited_for_but_counts() -> None:
    place_of = roll_up(column(3), [ONE], TREE, [ONE]).entities.index(BEIAO)
    assert roll_up(column(3), [ONE], TREE, [ONE]).value[place_of, 0] == 3
    found = roll_up(column(3, 4), [ONE, TWO], TREE, [ONE])
    assert (found.value[place_of, 0], found.units[place_of, 0]) == (7, 1)


def test_a_town_without_a_target_is_needed_for_its_carriers_that_have_one() -> None:
    found = roll_up(column(3, 5), [ONE, NIYU], TREE, [ONE, TWO, NIYU])
    assert np.isnan(found.value[found.entities.index(DISTRICT), 0])


def test_where_nobody_has_a_target_there_is_no_sum() -> None:
    found = roll_up(column(3, 4), [ONE, TWO], TREE, [])
    assert np.isnan(found.value[found.entities.index(BEIAO), 0])


@pytest.mark.parametrize(
    "tree", [{BEIAO: DISTRICT, DISTRICT: BEIAO}, {BEIAO: BEIAO}, {ONE: BEIAO, BEIAO: DISTRICT, DISTRICT: ONE}]
)
def test_units_that_stand_above_each_other_in_a_circle_are_refused(tree: dict[Entity, Entity]) -> None:
    with pytest.raises(BadInputError, match="circle") as refused:
        roll_up(column(1), [BEIAO], tree)
    assert "循环" in refused.value.zh
    assert BEIAO.region in refused.value.message


@st.composite
def forests(draw: st.DrawFn) -> tuple[dict[Entity, Entity], dict[Entity, float], list[Entity]]:
    """Trees of up to 20 units under one root, and values of their leaves."""
    units = [Entity(f"u{n}") for n in range(draw(st.integers(2, 20)))]
    parents = {unit: units[draw(st.integers(0, n))] for n, unit in enumerate(units[1:])}
    leaves = [unit for unit in units if unit not in set(parents.values())]
    return parents, {leaf: float(draw(st.integers(0, 10**6))) for leaf in leaves}, units


@given(forests(), st.data())
def test_totals_are_conserved_whatever_the_tree_and_the_order(
    forest: tuple[dict[Entity, Entity], dict[Entity, float], list[Entity]], data: st.DataObject
) -> None:
    parents, values, units = forest
    order = data.draw(st.permutations(list(values)))
    found = roll_up(
        np.array([[values[leaf]] for leaf in order]), order, dict(data.draw(st.permutations(list(parents.items()))))
    )
    assert found.value[found.entities.index(units[0]), 0] == sum(values.values())
    assert not found.missing(units[0], 0)


@given(
    st.dictionaries(
        st.sampled_from([f"u{n}" for n in range(9)]),
        st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)),
        min_size=1,
    ),
    st.integers(0, 10**7),
    st.integers(0, 10**7),
)
def test_contributions_make_up_the_gap(units: dict[str, tuple[int, int]], actual: int, expected: int) -> None:
    found = contributions(
        {Entity(unit): float(a) for unit, (a, _) in units.items()},
        {Entity(unit): float(e) for unit, (_, e) in units.items()},
        float(actual),
        float(expected),
    )
    assert found["gap"].sum() == actual - expected
    assert found["share"].isna().all() if actual == expected else found["share"].sum() == pytest.approx(100, abs=1e-4)
    assert found["gap"].iloc[:-1].is_monotonic_increasing


def test_a_unit_that_has_not_reported_is_in_the_rest() -> None:
    found = contributions({BEIAO: 2.0, NIYU: float("nan")}, {BEIAO: 4.0, NIYU: 4.0}, 5.0, 8.0)
    assert found["region"].tolist() == [BEIAO.region, NIYU.region, None]
    assert found["gap"].fillna(99).tolist() == [-2, 99, -1]


def test_parents_come_from_the_register_of_regions(words: Vocabulary) -> None:
    assert parents_of([ONE, NIYU], words, REGION) == {ONE: BEIAO, BEIAO: DISTRICT, NIYU: DISTRICT}
    assert parents_of([BEIAO], words, "330300")[DISTRICT] == CITY
    assert parents_of([BEIAO], words, "330302") == {}
    with pytest.raises(UnknownNameError):
        parents_of([Entity("999999")], words)


def test_ratios_are_made_of_summed_parts(words: Vocabulary) -> None:
    ratio = next(known for known in words.indicators if known.rollup_regions == "ratio")
    assert ratio.numerator is not None
    assert ratio.denominator is not None
    rows = []
    for region, over, under in ((BEIAO.region, 1.0, 10.0), (NIYU.region, 27.0, 30.0)):
        for name, value in ((ratio.numerator, over), (ratio.denominator, under)):
            basis = words.indicators.get(name).basis
            rows.append(row(name, "2023" if basis is Basis.PERIOD else "2023-12", str(basis), value, region=region))
        rows.append(row(ratio.id, "2023-12", "share", 100 * over / under, region=region))
    history = histories(observations(*rows), [month("2023-12")], words, month("2022-01"))
    found = roll_up_indicator(history, ratio.id, Basis.SHARE, words, parents_of([BEIAO, NIYU], words, REGION))
    assert found.value[found.entities.index(DISTRICT), history.position(month("2023-12"))] == 70


def test_what_does_not_add_up_is_not_added_up(words: Vocabulary) -> None:
    other = next(known for known in words.indicators if known.rollup_regions == "none" and known.basis is Basis.STOCK)
    rows = [row(other.id, "2023-12", "stock", 1.0, region=BEIAO.region)]
    history = histories(observations(*rows), [month("2023-12")], words, month("2022-01"))
    found = roll_up_indicator(history, other.id, Basis.STOCK, words, parents_of([BEIAO], words, REGION))
    assert np.isnan(found.value[found.entities.index(DISTRICT)]).all()

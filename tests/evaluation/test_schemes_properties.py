"""What holds of every score: more never lowers it, order and unit of entry don't matter, caps hold."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.evaluation.schemes import Evidence, grade, open_scheme, score
from incuanalysis.evaluation.schemes.rules import BandsRule, PerUnitRule, TargetRule, ThresholdRule, points_of

MAKER = open_scheme("makerspace_maker_class")
TAIZHOU = open_scheme("taizhou_qidi_2023")
BUREAU = open_scheme("default_bureau")
counts = st.integers(0, 400)
amounts = st.decimals(0, 3000, places=2).map(float)


def facts_of(scheme: Any) -> st.SearchStrategy[dict[str, float | None]]:
    number = [id for id, fact in scheme.facts.items() if fact.kind == "number"]
    return st.fixed_dictionaries({id: st.none() | counts for id in number})


bureau_facts = st.fixed_dictionaries(
    {leaf.key: st.none() | counts for source in BUREAU.inputs() for leaf in source.leaves if leaf.indicator}
)


@given(facts_of(MAKER), st.data())
def test_more_of_a_good_thing_never_lowers_a_score(facts: dict[str, float | None], data: st.DataObject) -> None:
    # desks are also what occupancy is a share of, so more of them may be no better
    key = data.draw(st.sampled_from(sorted(set(facts) - {"desks"})))
    more = data.draw(counts)
    before, after = score(MAKER, facts), score(MAKER, facts | {key: (facts[key] or 0) + more})
    assert after.total >= before.total
    for old, new in zip(before.items, after.items, strict=True):
        assert (new.points or 0) >= (old.points or 0)


@given(facts_of(TAIZHOU), st.data())
def test_more_never_lowers_a_score_with_bonus_and_caps(facts: dict[str, float | None], data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(facts)))
    more = data.draw(counts)
    assert score(TAIZHOU, facts | {key: (facts[key] or 0) + more}).total >= score(TAIZHOU, facts).total


@given(facts_of(TAIZHOU), st.randoms(use_true_random=False))
def test_the_order_of_input_does_not_matter(facts: Mapping[str, float | None], random: Any) -> None:
    items = list(facts.items())
    random.shuffle(items)
    assert score(TAIZHOU, dict(items)) == score(TAIZHOU, facts)


@given(st.lists(bureau_facts, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(fields: list[dict[str, float | None]], random: Any) -> None:
    rows = [
        {"carrier": f"载体{n}", "fact": key, "value": value}
        for n, one in enumerate(fields)
        for key, value in one.items()
    ]
    shuffled = list(rows)
    random.shuffle(shuffled)
    one = score(BUREAU, pd.DataFrame(rows), "specialised")
    other = score(BUREAU, pd.DataFrame(shuffled), "specialised")
    assert one == other
    pd.testing.assert_frame_equal(grade(one, BUREAU), grade(other, BUREAU))


@given(amounts)
def test_the_unit_of_entry_does_not_matter(amount: float) -> None:
    in_thousands = float(Fraction(str(amount)) * 10)
    one = score(TAIZHOU, {"tenant_financing": Evidence(amount, "万元")})
    other = score(TAIZHOU, {"tenant_financing": Evidence(in_thousands, "千元")})
    assert one.total == other.total
    assert one.item("tenant_financing").arithmetic == other.item("tenant_financing").arithmetic
    steps = [
        score(MAKER, {"team_financing": Evidence(value, unit)}).item("team_financing").points
        for value, unit in ((amount, "万元"), (in_thousands, "千元"))
    ]
    assert steps[0] == steps[1]


@given(facts_of(TAIZHOU))
def test_caps_and_bounds_hold(facts: dict[str, float | None]) -> None:
    made = score(TAIZHOU, facts)
    for item in made.items:
        assert item.points is None or 0 <= item.points <= (item.full or 0)
        assert item.one_more is None or item.one_more >= 0
    assert 0 <= made.base <= 100
    assert 0 <= made.bonus <= 50
    assert made.max_possible is not None
    assert made.total <= made.max_possible + 1e-9
    assert (made.total_known is None) == any(item.points is None for item in made.items)


@given(facts_of(TAIZHOU), counts, st.data())
def test_what_one_more_unit_is_said_to_bring_is_what_it_brings(
    facts: dict[str, float | None], value: int, data: st.DataObject
) -> None:
    item = data.draw(
        st.sampled_from(
            [item for item in TAIZHOU.groups[0].items if item.id not in ("firms_registered", "high_end_talents")]
        )
    )
    before = score(TAIZHOU, facts | {item.id: value})
    after = score(TAIZHOU, facts | {item.id: value + 1})
    assert before.item(item.id).one_more == pytest.approx(after.total - before.total, abs=1e-9)


@given(st.dictionaries(st.sampled_from(sorted({*TAIZHOU.facts})), counts))
def test_filling_a_gap_keeps_the_score_within_what_was_possible(facts: dict[str, float]) -> None:
    now = score(TAIZHOU, facts)
    full = score(TAIZHOU, dict.fromkeys(TAIZHOU.facts, 0) | facts)
    assert now.max_possible is not None
    assert now.total - 1e-9 <= full.total <= now.max_possible + 1e-9


rules = st.one_of(
    st.builds(lambda t: TargetRule(kind="target", target={"": t}), st.integers(1, 500)),
    st.builds(
        lambda at, base, step, per, whole: ThresholdRule(
            kind="threshold", at={"": at}, base={"": base}, step=step, per=per, whole=whole
        ),
        counts, st.integers(0, 10), st.floats(0, 5), st.floats(0.1, 50), st.booleans(),
    ),
    st.builds(
        lambda points, per, above, whole: PerUnitRule(
            kind="per_unit", points=points, per=per, above={"": above}, whole=whole
        ),
        st.floats(0.01, 5), st.floats(0.1, 50), counts, st.booleans(),
    ),
    st.just(BandsRule.model_validate({"kind": "bands", "bands": [{"below": 9, "points": 1}, {"from": 9, "points": 10}]})),
)  # fmt: skip


@given(rules, amounts, amounts)
def test_every_rule_rises_and_stays_between_nothing_and_full_marks(rule: Any, one: float, other: float) -> None:
    low, high = sorted((Fraction(str(one)), Fraction(str(other))))
    full = Fraction(10)
    assert 0 <= points_of(rule, low, full) <= points_of(rule, high, full) <= full


@given(st.lists(st.integers(0, 1000).map(lambda n: n / 10), min_size=1, max_size=12))
def test_a_better_score_never_has_a_worse_grade(totals: list[float]) -> None:
    scheme = open_scheme("fuyang_2021")
    assert scheme.grading is not None
    table = pd.DataFrame({"carrier": [f"载体{n:02}" for n in range(len(totals))], "total": totals})
    found = grade(table, scheme)
    placed = [scheme.grading.place(one) for one in found["grade"]]
    assert found["total"].is_monotonic_decreasing
    assert placed == sorted(placed)

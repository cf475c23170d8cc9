"""Contests: places by league, ties, progress, unranked units, firmness and the composite."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError, DamagedFileError
from incuanalysis.evaluation.contests import composite, contest, good_rate, open_contests, read_contests
from incuanalysis.evaluation.contests.model import Contest
from incuanalysis.evaluation.standards.read import open_facts

SIX = open_contests()["six_contests"]
COLUMNS = ["entity", "league", "state", "indicator", "month", "value"]
NOW, BEFORE = "2023-09", "2023-06"


def _one(method: str = "places", **item: object) -> Contest:
    only = SIX.items[1].model_copy(update=item)
    return SIX.model_copy(update={"items": (only,), "method": method})


def _frame(
    values: dict[str, tuple[float | None, float | None]], league: str = "towns", state: str = ""
) -> pd.DataFrame:
    rows = []
    for entity, (was, now) in values.items():
        rows += [[entity, league, state, "operators_introduced", m, v] for m, v in ((BEFORE, was), (NOW, now))]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"value": "float64"})


def test_level_and_progress_are_ranked_each_and_ties_share_a_place() -> None:
    frame = _frame({"甲": (5, 6), "乙": (1, 6), "丙": (0, 3)})
    found = contest(frame, _one(), NOW, BEFORE).set_index(["kind", "entity"])
    assert found.loc["level", "place"].to_dict() == {"甲": 1, "乙": 1, "丙": 3}
    assert found.loc["progress", "place"].to_dict() == {"乙": 1, "丙": 2, "甲": 3}
    assert found.loc["level", "moved"].to_dict() == {"甲": 0, "乙": 1, "丙": 0}


def test_who_has_not_reported_stands_last_and_is_named() -> None:
    found = contest(_frame({"甲": (1, 0), "乙": (1, None), "丙": (1, None)}), _one(), NOW).set_index("entity")
    assert found["place"].to_dict() == {"甲": 1, "乙": 2, "丙": 2}
    assert found.loc["乙", "reason_zh"] == "未报"
    assert found.index[0] == "甲"


def test_a_unit_known_from_another_month_only_counts_as_not_reported() -> None:
    frame = _frame({"甲": (1, 2), "乙": (1, 2)})
    frame = frame[~((frame["entity"] == "乙") & (frame["month"] == NOW))]
    assert contest(frame, _one(), NOW).set_index("entity").loc["乙", "status"] == "not_reported"


def test_where_nobody_has_reported_nobody_has_a_place() -> None:
    found = contest(_frame({"甲": (1, None), "乙": (1, None)}), _one(), NOW)
    assert found["place"].isna().all()
    assert set(composite(found, _one())["status"]) == {"not_reported"}


@pytest.mark.parametrize(("state", "said"), [("entrusted", "托管"), ("no_task", "无任务"), ("transition", "过渡期")])
def test_units_that_do_not_compete_are_listed_without_a_place_and_with_the_reason(state: str, said: str) -> None:
    frame = pd.concat([_frame({"甲": (1, 2)}), _frame({"乙": (1, 9)}, state=state)])
    found = contest(frame, _one(), NOW, BEFORE).set_index(["kind", "entity"])
    assert pd.isna(found.loc[("level", "乙"), "place"])
    assert said in found.loc[("level", "乙"), "reason_zh"]
    assert found.loc[("level", "甲"), "of"] == 1
    total = composite(found.reset_index(), _one()).set_index("entity")
    assert total.loc["乙", "status"] == "unranked"
    assert pd.isna(total.loc["乙", "points"])


def test_without_a_value_of_the_period_before_there_is_no_place_by_progress() -> None:
    found = contest(_frame({"甲": (None, 2), "乙": (1, 2)}), _one(), NOW, BEFORE).set_index(["kind", "entity"])
    assert found.loc[("progress", "甲"), "status"] == "no_base"
    assert found.loc[("progress", "乙"), "place"] == 1


def test_where_small_is_good_the_smallest_value_comes_first() -> None:
    found = contest(_frame({"甲": (1, 2), "乙": (1, 5)}), _one(direction="lower"), NOW).set_index("entity")
    assert found.loc["甲", "place"] == 1


def test_firmness_is_off_by_default_and_tells_the_distance_to_another_place() -> None:
    frame = _frame({"甲": (1, 100), "乙": (1, 98), "丙": (1, 50), "丁": (1, 50)})
    assert "firmness" not in contest(frame, _one(), NOW)
    found = contest(frame, _one(), NOW, firmness=True).set_index("entity")
    assert found["firmness"].to_dict() == {"甲": "narrow", "乙": "narrow", "丙": "tied", "丁": "tied"}
    assert found.loc["甲", ["margin", "margin_percent"]].to_list() == [2, 2]


def test_points_by_places_run_from_100_to_0_and_not_reported_gives_0() -> None:
    frame = _frame({"甲": (1, 9), "乙": (1, 8), "丙": (1, None)})
    total = composite(contest(frame, _one(), NOW), _one()).set_index("entity")
    assert total["points"].dropna().to_dict() == {"甲": 100, "乙": 50}
    assert total.loc["丙", ["status", "place", "reason_zh"]].to_list() == ["not_reported", 3, "未报：专业团队运营"]


def test_points_by_the_best_value_are_its_per_cent() -> None:
    rules = _one("best")
    total = composite(contest(_frame({"甲": (1, 8), "乙": (1, 2)}), rules, NOW), rules).set_index("entity")
    assert total["points"].to_dict() == {"甲": 100, "乙": 25}


def test_declared_weights_decide_the_composite() -> None:
    items = (SIX.items[1].model_copy(update={"weight": 3.0}), SIX.items[2].model_copy(update={"weight": 1.0}))
    rules = SIX.model_copy(update={"items": items})
    first = _frame({"甲": (1, 9), "乙": (1, 8)})
    second = _frame({"甲": (1, 1), "乙": (1, 2)}).assign(indicator="fund_size")
    total = composite(contest(pd.concat([first, second]), rules, NOW), rules).set_index("entity")
    assert total["points"].to_dict() == {"甲": 75, "乙": 25}


@pytest.mark.parametrize(
    ("change", "said"),
    [({"state": "absent"}, "Unknown state"), ({"league": "other"}, "two leagues"), ({}, "two values")],
)
def test_contradicting_rows_are_refused(change: dict[str, str], said: str) -> None:
    frame = _frame({"甲": (1, 2)})
    more = frame.assign(**change)
    if "league" in change:
        more = more.assign(indicator="fund_size")
    with pytest.raises(BadInputError, match=said):
        contest(pd.concat([frame, more]), _one(), NOW)
    with pytest.raises(BadInputError, match="not before"):
        contest(frame, _one(), NOW, NOW)


_values = st.one_of(st.none(), st.integers(-5, 5).map(float))
_units = st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.tuples(_values, _values), min_size=1)


@settings(max_examples=60, deadline=None)
@given(_units, st.integers(0, 99))
def test_the_order_of_rows_does_not_matter_and_equal_units_get_equal_places(
    values: dict[str, tuple[float | None, float | None]], seed: int
) -> None:
    frame = _frame(values)
    found = contest(frame, _one(), NOW, BEFORE, firmness=True)
    pd.testing.assert_frame_equal(
        found, contest(frame.sample(frac=1, random_state=seed), _one(), NOW, BEFORE, firmness=True)
    )
    for _, group in found[found["kind"] == "level"].groupby(found["value"].fillna(-99)):
        assert group["place"].nunique(dropna=False) == 1
    ranked = found[(found["kind"] == "level") & (found["status"] == "ranked")]
    for _, row in ranked.iterrows():
        assert row["place"] == 1 + (ranked["value"] > row["value"]).sum()


@settings(max_examples=40, deadline=None)
@given(_units, _units)
def test_a_league_does_not_depend_on_other_leagues(
    towns: dict[str, tuple[float | None, float | None]], parks: dict[str, tuple[float | None, float | None]]
) -> None:
    own = _frame(towns)
    other = _frame({f"园区{name}": value for name, value in parks.items()}, league="parks")
    alone = contest(own, _one(), NOW, BEFORE)
    both = contest(pd.concat([own, other]), _one(), NOW, BEFORE)
    among = both[both["league"] == "towns"].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, among)
    totals = composite(both, _one())
    pd.testing.assert_frame_equal(
        composite(alone, _one()), totals[totals["league"] == "towns"].reset_index(drop=True), check_dtype=False
    )


@settings(max_examples=40, deadline=None)
@given(_units, st.sampled_from("甲乙丙丁戊己"), st.integers(1, 4))
def test_more_of_a_good_thing_never_costs_a_place_or_points(
    values: dict[str, tuple[float | None, float | None]], who: str, more: int
) -> None:
    values = values | {who: (0.0, 1.0)}
    before = contest(_frame(values), _one(), NOW, BEFORE)
    after = contest(_frame(values | {who: (0.0, 1.0 + more)}), _one(), NOW, BEFORE)
    mine = [frame[frame["entity"] == who].set_index("kind")["place"] for frame in (before, after)]
    assert (mine[1] <= mine[0]).all()
    points = [composite(frame, _one()).set_index("entity").loc[who, "points"] for frame in (before, after)]
    assert 0 <= points[0] <= points[1] <= 100


def test_both_contests_say_that_their_items_are_ours() -> None:
    assert [len(one.items) for one in open_contests().values()] == [6, 3]
    assert not any(one.stated for one in open_contests().values())


def test_the_rate_of_good_platforms_leaves_out_who_was_not_assessed() -> None:
    grades = pd.DataFrame({"entity": ["a", "b", "c", "d"], "grade": ["优秀", "良好", "合格", ""]})
    found = good_rate(grades, open_contests()["platform_contest"])
    assert (found["good"], found["assessed"], found["not_assessed"]) == (2, 3, ["d"])
    assert good_rate(grades[3:], open_contests()["platform_contest"])["rate"] is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("indicator: tenants", "indicator: tenantz", "indicator"),
        ("unit: 家", "unit: 万元", "unit"),
        ("weight: 1", "weight: 0", "weight"),
        ("weight: 1", "weight: -1", "below 0"),
        ("method: places", "method: best\n    good: []", None),
        ("method: places", "method: worst", "one of"),
    ],
)
def test_a_bad_contest_is_refused_with_its_line(tmp_path: Path, old: str, new: str, said: str | None) -> None:
    text = """contests:
  - id: mine
    name: {zh: 试, en: Trial}
    source: {document: {zh: 文, en: Doc}}
    stated: true
    method: places
    items:
      - {id: a, name: {zh: 甲, en: A}, indicator: tenants, unit: 家, weight: 1}
"""
    path = tmp_path / "contests.yml"
    path.write_text(text.replace(old, new), "utf-8")
    if said is None:
        assert read_contests(path, open_facts())["mine"].method == "best"
    else:
        with pytest.raises(DamagedFileError, match=said) as caught:
            read_contests(path, open_facts())
        assert "第" in caught.value.text

"""The ladder of firms, 双清零 and 入库联动."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError, DamagedFileError
from incuanalysis.evaluation.ladder import (
    classify,
    entry_links,
    movers,
    open_ladder,
    read_ladder,
    steps,
    transitions,
    zero_counts,
    zero_lists,
)

LADDER = open_ladder()
FLAGS = ["is_tech_sme", "is_hnte", "is_above_scale", "is_listed"]


def _roster(firms: dict[str, tuple[object, ...]]) -> pd.DataFrame:
    rows = [[id, *(flags[n] if n < len(flags) else None for n in range(4))] for id, flags in firms.items()]
    return pd.DataFrame(rows, columns=["id", *FLAGS])


def test_a_firm_is_in_the_highest_class_that_the_roster_proves() -> None:
    found = classify(
        _roster(
            {
                "a": (False, False, False, False),
                "b": (True, False, False, False),
                "c": (True, True, False, False),
                "d": (False, True, True, False),
                "e": (False, False, False, True),
                "f": (None, None, None, None),
                "g": (True, None, False, False),
            }
        ),
        LADDER,
    ).set_index("firm")
    assert found["class"].to_dict() == {
        "a": "micro", "b": "tech_sme", "c": "hnte", "d": "scale_hnte", "e": "listed", "f": "unknown", "g": "tech_sme"
    }  # fmt: skip
    assert found["certain"].to_dict() == {"a": True, "b": True, "c": True, "d": True, "e": True, "f": False, "g": False}


def test_a_field_that_is_not_collected_leaves_its_classes_out_and_names_them() -> None:
    found = classify(_roster({"a": (True, True)})[["id", "is_tech_sme", "is_hnte"]], LADDER)
    assert found["class"].to_list() == ["hnte"]
    assert found["certain"].to_list() == [True]
    assert found.attrs["not_collected"] == ["scale_hnte", "listed"]


def test_the_words_of_a_form_are_understood() -> None:
    found = classify(_roster({"a": ("是", "否", "无", "否"), "b": ("不详", "", None, None)}), LADDER)
    assert found["class"].to_list() == ["tech_sme", "unknown"]


def test_a_firm_that_stands_twice_is_refused() -> None:
    with pytest.raises(BadInputError, match="stands twice"):
        classify(pd.concat([_roster({"a": (True,)})] * 2), LADDER)


def test_steps_count_who_rose_and_not_who_came_or_left() -> None:
    before = classify(
        _roster({"a": (False, False, False, False), "b": (True, False, False, False), "c": (True, True, False, False), "x": (True, True, False, False)}),
        LADDER,
    )  # fmt: skip
    after = classify(
        _roster({"a": (True, False, False, False), "b": (True, True, False, False), "c": (True, True, True, False), "n": (True, True, False, False)}),
        LADDER,
    )  # fmt: skip
    moved = movers(before, after)
    assert moved.attrs["confidential"]
    table = transitions(moved, LADDER)
    assert (table.loc["hnte", "absent"], table.loc["absent", "hnte"]) == (1, 1)
    assert steps(table, LADDER)[["name_zh", "firms"]].values.tolist() == [["微成长", 1], ["小升高", 1], ["高壮大", 1]]


_flag = st.sampled_from([True, False, None])
_firms = st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(_flag, _flag, _flag, _flag))


@given(_firms, _firms, st.integers(0, 99))
def test_the_matrix_counts_every_firm_once_whatever_the_order(
    before: dict[str, tuple[object, ...]], after: dict[str, tuple[object, ...]], seed: int
) -> None:
    rosters = [_roster(before), _roster(after)]
    table = transitions(movers(*(classify(roster, LADDER) for roster in rosters)), LADDER)
    assert int(table.to_numpy().sum()) == len(set(before) | set(after))
    assert int(table.drop(index="absent").to_numpy().sum()) == len(before)
    mixed = [roster.sample(frac=1, random_state=seed) for roster in rosters]
    pd.testing.assert_frame_equal(table, transitions(movers(*(classify(roster, LADDER) for roster in mixed)), LADDER))


def _industrial() -> pd.DataFrame:
    return pd.DataFrame(
        [["f1", "甲厂", "北岙", True, True], ["f2", "乙厂", "北岙", False, None], ["f3", "丙厂", "霓屿", True, False], ["f4", "丁厂", "霓屿", True, True]],
        columns=["id", "name", "town", "has_rd_activity", "has_rd_body"],
    )  # fmt: skip


def test_the_lists_of_firms_to_clear_name_the_firms_and_are_confidential() -> None:
    found = zero_lists(_industrial())
    assert found[["list", "id", "state"]].values.tolist() == [
        ["activity", "f2", "none"], ["body", "f2", "unknown"], ["body", "f3", "none"]
    ]  # fmt: skip
    assert found.attrs["confidential"]


def test_the_counts_name_no_firm_and_are_cleared_only_where_that_is_known() -> None:
    found = zero_counts(_industrial()).set_index(["town", "list"])
    assert "name" not in found.columns
    assert found.loc[("霓屿", "activity"), "cleared"]
    assert found.loc[("", "activity"), ["firms", "has", "none", "unknown"]].to_list() == [4, 3, 1, 0]
    assert pd.isna(found.loc[("北岙", "body"), "cleared"])
    assert not found.loc[("", "body"), "cleared"]
    assert zero_counts(_industrial().drop(columns=["town", "name"]))["town"].to_list() == ["", ""]


def test_entry_links_count_tenants_only_and_give_a_verdict_where_a_share_is_declared() -> None:
    roster = pd.DataFrame(
        [["1", "x", "tenant", True], ["2", "x", "tenant", None], ["3", "x", "tenant", False], ["4", "x", "graduate", True], ["5", "y", "tenant", False]],
        columns=["id", "carrier", "state", "is_tech_sme"],
    )  # fmt: skip
    found = entry_links(roster, 50, {"x": "甲", "z": "丙"}).set_index("carrier")
    assert found.loc["x", ["tenants", "listed", "not_listed", "unknown"]].to_list() == [3, 1, 1, 1]
    # one of three is listed for certain, perhaps two
    assert pd.isna(found.loc["x", "holds"])
    assert not found.loc["y", "holds"]
    assert found.loc["z", "tenants"] == 0
    assert pd.isna(found.loc["z", "holds"])
    assert entry_links(roster)["holds"].isna().all()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("to: [b]", "to: [c]", "one of"),
        ("from: [a], to: [b]", "from: [b], to: [a]", "above"),
        ("all: []", "all: [is_hnte]", "lowest class"),
        ("id: b, name: {zh: 乙", "id: a, name: {zh: 乙", "stands once"),
    ],
)
def test_a_bad_ladder_is_refused_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = """id: ladder
name: {zh: 试, en: Trial}
source: {document: {zh: 文, en: Doc}}
stated: false
classes:
  - {id: a, name: {zh: 甲, en: A}, all: []}
  - {id: b, name: {zh: 乙, en: B}, all: [is_hnte]}
steps:
  - {id: up, name: {zh: 升, en: Up}, from: [a], to: [b]}
"""
    path = tmp_path / "ladder.yml"
    path.write_text(text, "utf-8")
    assert read_ladder(path).ids == ("a", "b")
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(DamagedFileError, match=said) as caught:
        read_ladder(path)
    assert "第" in caught.value.text

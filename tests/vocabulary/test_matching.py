"""Comparing names: spaces, widths and brackets do not matter, and slips find their neighbours."""

from __future__ import annotations

import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.vocabulary.matching import nearest, normalise

NAMES = [
    "温州市",
    "杭州市",
    "鹿城区",
    "洞头区",
    "内蒙古自治区",
    "黑龙江省",
    "桐乡市",
    "Zhejiang",
    "Shaanxi",
    "Shanxi",
]


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("内 蒙 古", "内蒙古"),
        ("全\u3000\u3000国", "全国"),
        ("\ufeff浙江\u200b省\r\n", "浙江省"),
        ("Inner  Mongolia", "innermongolia"),
        ("ＺＨＥＪＩＡＮＧ", "zhejiang"),
        ("３３０３０２", "330302"),
        ("鹿城经开区〈筹〉", "鹿城经开区(筹)"),
        ("鹿城经开区（筹）", "鹿城经开区(筹)"),
        ("开发区<高桥街道>", "开发区(高桥街道)"),
        ("开发区＜高桥街道＞", "开发区(高桥街道)"),
        (" \t\u3000", ""),
    ],
)
def test_spellings_of_one_name_become_the_same(printed: str, plain: str) -> None:
    assert normalise(printed) == plain


@given(st.text())
def test_a_normalised_text_is_not_changed_again(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_no_white_space_or_invisible_character_is_left(text: str) -> None:
    assert not [c for c in normalise(text) if c.isspace() or unicodedata.category(c) in {"Cc", "Cf"}]


@given(st.sampled_from(NAMES), st.lists(st.sampled_from(" \t\u3000\u00a0\u200b\n"), max_size=6), st.randoms())
def test_space_put_anywhere_into_a_name_does_not_matter(name: str, spaces: list[str], random: Random) -> None:
    padded = list(name)
    for space in spaces:
        padded.insert(random.randint(0, len(padded)), space)
    assert normalise("".join(padded)) == normalise(name)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("温洲市", "温州市"),
        ("温州", "温州市"),
        ("路城区", "鹿城区"),
        ("内蒙自治区", "内蒙古自治区"),
        ("黑龙江", "黑龙江省"),
        ("zhejang", "Zhejiang"),
        ("Shannxi", "Shaanxi"),
    ],
)
def test_a_slip_of_the_pen_finds_the_name_that_was_meant(typed: str, meant: str) -> None:
    assert nearest(typed, NAMES)[0] == meant


def test_nothing_is_suggested_for_a_name_that_is_like_none() -> None:
    assert nearest("研发费用", NAMES) == []
    assert nearest("", NAMES) == []
    assert nearest(" ", NAMES) == []
    assert nearest("温州", []) == []


def test_a_known_name_is_its_own_nearest() -> None:
    assert [nearest(name, NAMES, n=1) for name in NAMES] == [[name] for name in NAMES]


@given(st.text(max_size=30), st.lists(st.text(max_size=12), max_size=12), st.integers(0, 5))
def test_suggestions_are_distinct_known_names_and_not_too_many(text: str, known: list[str], n: int) -> None:
    found = nearest(text, known, n)
    assert len(found) <= n
    assert len(set(found)) == len(found)
    assert set(found) <= set(known)


@given(st.text(max_size=12), st.permutations(NAMES))
def test_suggestions_do_not_depend_on_the_order_of_the_names(text: str, shuffled: list[str]) -> None:
    assert nearest(text, shuffled) == nearest(text, NAMES)

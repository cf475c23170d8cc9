"""Units in headings and in lines above tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.intake.clean.units import find_units, split_unit, unit_id
from incuanalysis.vocabulary.words import Vocabulary


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("孵化面积(万平方米)", "孵化面积", "万平方米"),
        ("孵化面积（单位：万㎡）", "孵化面积", "万㎡"),
        ("孵化面积【平米】", "孵化面积", "平方米"),
        ("面积/㎡", "面积", "㎡"),
        ("面积（m²）", "面积", "㎡"),
        ("投融资额：万元", "投融资额", "万元"),
        ("投融资额 万元", "投融资额", "万元"),
        ("上缴税费万元", "上缴税费", "万元"),
        ("场地面积（平方米）（期末）", "场地面积（期末）", "平方米"),
        ("投融资额（万元，累计）", "投融资额(累计)", "万元"),
        ("(个)", "", "个"),
        ("万元", "", "万元"),
        ("完成率（％）", "完成率", "%"),
        ("在孵企业（含团队）", "在孵企业（含团队）", ""),
        ("单位", "单位", ""),
        ("专家", "专家", ""),
        ("法人", "法人", ""),
        ("R&D/GDP", "R&D/GDP", ""),
        ("综合/专业", "综合/专业", ""),
        ("年", "年", ""),
        ("", "", ""),
    ],
)
def test_a_heading_is_parted_from_its_unit(text: str, name: str, unit: str) -> None:
    assert split_unit(text) == (name, unit)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("单位：万元、家", ("万元", "家")),
        ("计量单位: 千元", ("千元",)),
        ("（单位：家、万平方米、万元）", ("家", "万平方米", "万元")),
        ("单位：万㎡/家", ("万㎡", "家")),
        ("单位：万元 填报单位：洞头区科技局", ("万元",)),
        ("填报单位：洞头区科技局", ()),
        ("单位：温州科创园", ()),
        ("万元", ()),
        ("", ()),
    ],
)
def test_the_units_of_a_line_are_found(text: str, units: tuple[str, ...]) -> None:
    assert find_units(text) == units


def test_every_unit_of_the_vocabulary_is_known(words: Vocabulary) -> None:
    for unit in words.units:
        assert unit_id(unit.id) == unit.id
        assert split_unit(f"数量（{unit.id}）") == ("数量", unit.id)
        assert find_units(f"单位：{unit.id}") == (unit.id,)


@given(st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    name, unit = split_unit(text)
    assert len(name) <= len(text)
    assert not unit or unit_id(unit) == unit
    find_units(text)

"""States, proposals and decisions in words."""

from __future__ import annotations

__all__ = ["DECISIONS", "LEVEL_NAMES", "PROPOSALS", "STATES"]

LEVEL_NAMES = {
    "district": ("区级", "district"),
    "municipal": ("市级", "municipal"),
    "provincial": ("省级", "provincial"),
    "national": ("国家级", "national"),
}

#: State of a carrier in a year → Chinese and English.
STATES = {
    "excellent": ("优秀", "excellent"),
    "good": ("良好", "good"),
    "pass": ("合格", "passed"),
    "fail": ("不合格", "failed"),
    "not_submitted": ("未提交材料", "not submitted"),
    "false_data": ("数据不实", "false data"),
    "exempt": ("免评", "exempt"),
    "rectifying": ("限期整改", "rectifying"),
    "restored": ("整改后合格", "passed after rectification"),
    "delisted": ("已摘牌", "delisted"),
}

#: Proposal → Chinese and English; 拟 until a decision is recorded.
PROPOSALS = {
    "": ("", ""),
    "praise": ("拟作为优秀载体推广经验", "proposed: to be held up as a good example"),
    "rectify": ("拟限期整改", "proposed: rectification within a time limit"),
    "recommend_rectify": (
        "拟建议{level}认定部门责令限期整改",
        "proposed: to suggest rectification to the {level} recognising body",
    ),
    "delist": ("拟摘牌", "proposed: delisting"),
    "recommend_delist": (
        "拟建议{level}认定部门取消资格",
        "proposed: to suggest delisting to the {level} recognising body",
    ),
    "bar": ("拟{years}年内不予评价或申报", "proposed: no evaluation or application for {years} years"),
    "recommend_bar": (
        "拟建议{level}认定部门{years}年内不予评价或申报",
        "proposed: to suggest to the {level} recognising body no evaluation or application for {years} years",
    ),
    "review": ("拟提请人工核定处理", "proposed: for a person to decide, the rule says nothing"),
}

#: Decision → Chinese and English.
DECISIONS = {
    "praise": ("作为优秀载体推广经验", "held up as a good example"),
    "rectify": ("限期整改", "rectification"),
    "delist": ("摘牌", "delisted"),
    "recommend_rectify": ("建议上级责令限期整改", "rectification suggested to the higher level"),
    "recommend_delist": ("建议上级取消资格", "delisting suggested to the higher level"),
    "bar": ("限期不予评价或申报", "barred"),
    "recommend_bar": ("建议上级限期不予评价或申报", "a bar suggested to the higher level"),
    "no_action": ("不作处理", "no action"),
}

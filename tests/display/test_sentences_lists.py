"""Lists, counts, missing returns, grades and dates in words."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.display.sentences import dates
from incuanalysis.display.sentences.grades import (
    decision_words,
    distribution_words,
    follow_ups,
    not_graded_words,
    proposal_words,
)
from incuanalysis.display.sentences.lists import as_markdown, by_status, counted, join, named, sentence, sorted_statuses
from incuanalysis.display.sentences.missing import complete_words, missing_words, nothing_words
from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.lifecycle.wording import PROPOSALS
from incuanalysis.evaluation.progress.status import STATUSES, status_label
from incuanalysis.publishing.typst.syntax import parse_markdown, plain_text
from incuanalysis.publishing.web.markdown import MarkdownWriter
from incuanalysis.vocabulary.periods import Month, Period

_names = st.text(st.sampled_from("甲乙丙镇园（）<b>/*_#$`[]()!&;\\|~^=+-.1a:喆𫟹 "), min_size=1, max_size=12)


@given(st.lists(st.sampled_from(STATUSES), max_size=30))
def test_counts_by_status_add_up_to_all_and_leave_out_nothing(statuses: list[str]) -> None:
    said = by_status(statuses)
    listed = {label: int(n) for label, n in re.findall(r"[，]?([^\d，]+)(\d+)项", said.split("中，", 1)[-1])}
    if len(set(statuses)) > 1:
        assert sum(listed.values()) == len(statuses)
        assert listed == {status_label(one): statuses.count(one) for one in set(statuses)}
        assert "0项，" not in re.sub(r"\d0项", "", said)
    elif statuses:
        label = status_label(statuses[0])
        assert said == f"{len(statuses)}项目标{'均' if len(statuses) > 1 else ''}{label}"
    else:
        assert said == "没有目标"


def test_an_unknown_status_or_a_negative_count_is_refused() -> None:
    with pytest.raises(BadInputError):
        sorted_statuses(["finished"])
    with pytest.raises(BadInputError):
        counted({"优秀": -1})
    with pytest.raises(BadInputError):
        join(["甲"], most=0)


@given(st.lists(_names, max_size=8), st.integers(1, 8))
def test_a_list_says_how_many_there_are_only_where_it_is_cut(names: list[str], most: int) -> None:
    said = join(names, most=most)
    assert said.endswith(f"等{len(names)}个") == (len(names) > most)
    assert named(names, "家").startswith(f"{len(names)}家")


@given(st.lists(st.sampled_from(["甲完成", "乙滞后。", "", "  ", "，丙未报；", "丁35.0%"]), max_size=6))
def test_a_sentence_has_one_full_stop_and_no_double_marks(clauses: list[str]) -> None:
    said = sentence(*clauses)
    assert said.count("。") == (1 if said else 0)
    assert not re.search(r"[，。；]{2}", said)
    assert said == "" or said.endswith("。")


@given(_names)
def test_names_come_through_markdown_as_they_are(name: str) -> None:
    text = f"甲{name}乙"
    page = MarkdownWriter().from_data(as_markdown(text), {})  # type: ignore[arg-type]
    assert html.unescape(re.sub(r"<[^>]*>", "", page)).strip() == text
    assert plain_text(parse_markdown(as_markdown(text))).strip() == text


@pytest.mark.parametrize("name", ["1. 甲", "- 甲", "# 甲", "> 甲", "+ 甲", "=1+1", r"\(x\)", "<http://a.b>", "| 甲 |"])
def test_names_at_the_beginning_of_a_line_begin_nothing_else(name: str) -> None:
    page = MarkdownWriter().from_data(as_markdown(name), {})  # type: ignore[arg-type]
    assert html.unescape(re.sub(r"<[^>]*>", "", page)).strip() == name


@given(st.integers(0, 15), st.integers(0, 15), st.integers(0, 15))
def test_who_reported_who_did_not_and_who_was_late_add_up(missing: int, late: int, rest: int) -> None:
    of = missing + late + rest
    names = [f"镇{number}" for number in range(of)]
    said = missing_words(names[:missing], of, "9月数据", late=names[missing : missing + late])
    assert not re.search(r"[，。；、：]{2}|\D0个", said)
    if 0 < missing < of:
        assert f"已报{of - missing}个" in said
        assert f"未报{missing}个" in said
    if late and missing < of:
        assert f"迟报{late}个" in said
    assert ("等" in said) == ((missing > 10 and missing < of) or (late > 10))


def test_more_missing_than_due_is_refused() -> None:
    with pytest.raises(BadInputError):
        missing_words(["甲", "乙"], 1, "9月数据")
    with pytest.raises(BadInputError):
        complete_words(3, 2)


def test_nothing_reported_is_no_zero() -> None:
    assert nothing_words("季度台账") == "本期没有收到季度台账"
    assert missing_words(["甲镇"], 1, "9月数据") == "9月数据应报1个单位，未报送"


@given(st.dictionaries(st.sampled_from(["优秀", "良好", "合格", "不合格"]), st.integers(0, 40)), st.integers(0, 5))
def test_grades_add_up_to_those_evaluated(grades: dict[str, int], left: int) -> None:
    said = distribution_words(grades, not_graded=left)
    total = sum(grades.values())
    assert said.startswith(f"参评{total}家" if total else "没有载体参评")
    assert ("未参评" in said) == (left > 0)
    assert not re.search(r"[，。；]{2}|\D0家", said)


@given(st.sampled_from([zh for zh, _ in PROPOSALS.values() if zh]), st.lists(_names, min_size=1, max_size=4))
def test_what_is_proposed_is_always_marked_as_proposed_once(proposal: str, names: list[str]) -> None:
    for given_as in (proposal, proposal.removeprefix("拟")):
        said = proposal_words(names, given_as)
        assert said.startswith("拟")
        assert not said.startswith("拟拟")


def test_a_decision_needs_a_document_and_is_no_proposal() -> None:
    with pytest.raises(BadInputError):
        decision_words("甲空间", "摘牌", " ")
    with pytest.raises(BadInputError):
        decision_words("甲空间", "拟摘牌", "某科〔2023〕10号")


def test_what_is_decided_is_no_proposal_any_more() -> None:
    rows = [
        {
            "carrier": "a",
            "proposal_zh": "拟摘牌",
            "decided_zh": "不作处理",
            "decided_on": "2023-10-10",
            "document": "甲〔2023〕1号",
        },
        {"carrier": "b", "proposal_zh": "拟摘牌", "decided_zh": "", "decided_on": None, "document": float("nan")},
        {"carrier": "c", "proposal_zh": "", "decided_zh": "", "decided_on": None, "document": None},
    ]
    assert follow_ups(rows, {"a": "甲空间", "b": "乙空间"}) == (
        "甲空间：决定不作处理（甲〔2023〕1号，2023年10月10日）",
        "拟摘牌1家：乙空间",
    )


def test_those_without_a_grade_are_named_with_their_reason() -> None:
    assert not_graded_words({"甲": "过渡期", "乙": "过渡期"}) == "未参评2家：甲、乙（过渡期）"


@pytest.mark.parametrize(
    ("period", "said", "short"),
    [
        ("2023Q1", "2023年一季度", "一季度"),
        ("2023H2", "2023年下半年", "下半年"),
        ("2023", "2023年", "全年"),
        ("2023-09", "2023年9月", "9月"),
        ("2023-01..2023-09", "2023年1—9月", "1—9月"),
        ("2022-01..2024-12", "2022—2024年", "2022—2024年"),
    ],
)
def test_periods_are_written_as_in_official_texts(period: str, said: str, short: str) -> None:
    assert dates.period(Period.parse(period)) == said
    assert dates.period(Period.parse(period), year=False) == short


@given(st.integers(2000, 2100), st.integers(1, 12))
def test_months_have_no_leading_zeros_and_no_arabic_quarters(year: int, month: int) -> None:
    when = Month(year, month)
    for said in (dates.as_of(when), dates.as_of(when, year=True), dates.running(when), dates.month(when)):
        assert not re.search(r"(?<!\d)0\d月|\d季度| ", said)
    assert dates.as_of(when).startswith("截至")


def test_publicity_runs_seven_days_with_the_first_over_new_year() -> None:
    assert dates.publicity(dt.date(2023, 12, 28)) == "公示期为2023年12月28日至2024年1月3日（7天）"
    with pytest.raises(BadInputError):
        dates.publicity(dt.date(2023, 12, 28), 0)

"""What a table says of itself."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.intake.cells import Sheet
from incuanalysis.intake.checks.rounding import plain
from incuanalysis.intake.checks.table import Verdict, check_table
from incuanalysis.intake.findings import finding, sentences
from incuanalysis.intake.heads import Context, Head, RowKind, Table
from incuanalysis.intake.returns.reading import Entries, Reading, Refusal
from incuanalysis.vocabulary.words import Vocabulary

D, T, P, L = RowKind.DATA, RowKind.TOTAL, RowKind.PART, RowKind.LABEL


def reading(
    rows: list[tuple[str, RowKind, list[Any]]],
    indicators: list[str],
    *,
    column_kinds: list[RowKind] | None = None,
    column_entities: list[str] | None = None,
    row_indicators: list[str] | None = None,
    refused: Sequence[tuple[int, int]] = (),
    scale: float = 1.0,
    unit: str = "",
    periods: list[tuple[int, int]] | None = None,
    words: Vocabulary | None = None,
) -> Reading:
    """Make a reading: names in column A, values from column B; "-" is a sign for nothing, None an empty cell."""
    kinds = column_kinds or [D] * len(rows[0][2])
    entries = Entries()
    for r, (name, kind, values) in enumerate(rows):
        for c, value in enumerate(values):
            if value is None or kind is L or (r, c + 1) in refused:
                continue
            number = None if value == "-" else float(str(value).rstrip("万"))
            factor = 10_000 if str(value).endswith("万") else scale
            indicator = row_indicators[r] if row_indicators else indicators[c]
            basis = words.indicators.get(indicator).basis.value if words else "stock"
            first, last = periods[r] if periods else (202309, 202309)
            entries.row.append(r)
            entries.column.append(c + 1)
            entries.kind.append(T if kinds[c] is T else kind)
            entries.entity.append(column_entities[c] if column_entities else name)
            entries.indicator.append(indicator)
            entries.basis.append(basis)
            entries.first.append(first)
            entries.last.append(last)
            entries.value.append(None if number is None else float(plain(number * factor)))
            entries.qualifier.append("blank" if number is None else "exact")
            entries.printed.append(f"{value}{unit}")
            entries.note.append(None)
    grid = [[name, *values] for name, _, values in rows]
    row_heads = tuple(
        Head(
            r,
            name,
            kind=kind,
            entity="" if row_indicators else name,
            indicator=row_indicators[r] if row_indicators else "",
        )
        for r, (name, kind, _) in enumerate(rows)
    )
    column_heads = tuple(
        Head(
            c + 1,
            indicator,
            kind=kinds[c],
            indicator="" if row_indicators else indicator,
            entity=column_entities[c] if column_entities else "",
        )
        for c, indicator in enumerate(indicators)
    )
    table = Table(Sheet("表1", grid), (0, 0, len(rows) - 1, len(indicators)), row_heads, column_heads, Context())
    return Reading(table, entries, refusals=[Refusal(r, c, "?", "not_a_number") for r, c in refused])


def codes(verdict: Verdict) -> dict[int, str]:
    return {i: code for i, (code, _) in verdict.refused.items()}


def told(verdict: Verdict) -> list[tuple[str, str]]:
    return [(one.code, one.cell) for one in verdict.findings]


def column(words: Vocabulary, indicator: str, *rows: tuple[str, RowKind, Any], **options: Any) -> Verdict:
    return check_table(
        reading([(name, kind, [value]) for name, kind, value in rows], [indicator], words=words, **options), words
    )


def facts(verdict: Verdict) -> dict[str, str]:
    [(_, found)] = verdict.refused.values()
    return found


def test_a_table_in_order_is_left_alone(words: Vocabulary) -> None:
    verdict = column(words, "tenants", ("甲街道", D, 12), ("乙街道", D, 30), ("合计", T, 42))
    assert verdict == Verdict((), {})


def test_a_value_beyond_the_plausible_range_is_refused_with_its_bounds(words: Vocabulary) -> None:
    verdict = column(words, "rd_gdp_ratio", ("甲", D, 2.5), ("乙", D, 250))
    assert codes(verdict) == {1: "out_of_range"}
    assert facts(verdict)["low"] == "0"
    assert facts(verdict)["high"] == "20"
    assert facts(verdict)["found"] == "250"
    assert "250%" in finding("out_of_range", **facts(verdict)).text().replace(" ", "")


def test_a_negative_count_is_refused(words: Vocabulary) -> None:
    assert codes(column(words, "new_tenants", ("甲", D, 3), ("乙", D, -1))) == {1: "negative_value"}


def test_a_share_over_100_is_refused(words: Vocabulary) -> None:
    assert codes(column(words, "private_share", ("甲", D, 35), ("乙", D, 135))) == {1: "out_of_range"}


def test_a_count_that_is_not_whole_is_told_and_kept(words: Vocabulary) -> None:
    verdict = column(words, "tenants", ("甲", D, 2685.76), ("乙", D, 3), ("丙", D, 1.5))
    assert told(verdict) == [("not_whole", "B1")]
    assert verdict.findings[0].facts["more"] == "1"
    assert not verdict.refused


def test_a_count_printed_in_ten_thousands_is_whole(words: Vocabulary) -> None:
    assert column(words, "tenants", ("甲", D, "1.2万")) == Verdict((), {})


def test_money_and_area_need_not_be_whole(words: Vocabulary) -> None:
    assert column(words, "financing", ("甲", D, 1.25)) == Verdict((), {})
    assert column(words, "carrier_area", ("甲", D, 1.25)) == Verdict((), {})


def test_a_total_of_counts_that_is_off_by_one_is_refused(words: Vocabulary) -> None:
    verdict = column(words, "tenants", ("甲", D, 12), ("乙", D, 30), ("合计", T, 43))
    assert codes(verdict) == {2: "total_mismatch"}
    assert facts(verdict)["sum"] == "42"
    assert facts(verdict)["difference"] == "1"


@pytest.mark.parametrize(
    ("values", "total", "cell", "words_of_hint"),
    [
        ([120_000, 30, 7], 49, "B1", "缩小为10000分之一"),
        ([12, 30, 7], 120_037, "B1", "扩大10000倍"),
        ([12, 300, 7], 49, "B2", "缩小为10分之一"),
        ([12, 30, 7, 7], 49, "B3", "重复填报"),
        ([12, 30], 72, "B2", "漏填一行"),
    ],
)
def test_a_total_that_fails_says_which_slip_would_explain_it(
    words: Vocabulary, values: list[int], total: int, cell: str, words_of_hint: str
) -> None:
    rows = [(f"街道{i}", D, value) for i, value in enumerate(values)]
    hint = facts(column(words, "tenants", *rows, ("合计", T, total)))["hint"]
    assert cell in hint
    assert words_of_hint in hint


def test_a_total_in_another_unit_is_recognised(words: Vocabulary) -> None:
    verdict = column(words, "financing", ("甲", D, 3_000), ("乙", D, 5_000), ("合计", T, 0.8))
    assert "合计数扩大10000倍" in facts(verdict)["hint"]


def test_rounded_money_holds_within_its_rounding_only(words: Vocabulary) -> None:
    rows = [("甲", D, 1.4), ("乙", D, 1.4), ("丙", D, 1.4)]
    held = column(words, "financing", *rows, ("合计", T, 4.3), unit="万元")
    assert told(held) == [("total_rounding", "B4")]
    assert not held.refused
    assert codes(column(words, "financing", *rows, ("合计", T, 4.6), unit="万元")) == {3: "total_mismatch"}


def test_rounding_is_that_of_the_printed_unit(words: Vocabulary) -> None:
    # 千元 in whole numbers became 万元: half a 千元 each is 0.05.
    rows = [("甲", D, 14), ("乙", D, 14)]
    assert not column(words, "financing", *rows, ("合计", T, 29), unit="千元", scale=0.1).refused
    assert codes(column(words, "financing", *rows, ("合计", T, 31), unit="千元", scale=0.1)) == {2: "total_mismatch"}


def test_counts_printed_in_ten_thousands_may_differ_by_their_rounding(words: Vocabulary) -> None:
    verdict = column(words, "tenants", ("甲", D, "1.2万"), ("乙", D, "1.3万"), ("合计", T, "2.6万"))
    assert told(verdict) == [("total_rounding", "B3")]


def test_a_total_above_its_parts_is_checked_too(words: Vocabulary) -> None:
    assert not column(words, "tenants", ("合计", T, 42), ("甲", D, 12), ("乙", D, 30)).refused
    assert codes(column(words, "tenants", ("合计", T, 41), ("甲", D, 12), ("乙", D, 30))) == {0: "total_mismatch"}


def test_subtotals_count_within_and_totals_over_all(words: Vocabulary) -> None:
    rows = [("甲", D, 1), ("乙", D, 2), ("小计", T, 3), ("丙", D, 4), ("丁", D, 5), ("小计", T, 9), ("总计", T, 12)]
    assert not column(words, "tenants", *rows).refused
    rows[5] = ("小计", T, 12)
    assert codes(column(words, "tenants", *rows)) == {5: "total_mismatch"}


def test_subtotals_above_their_parts_below_a_total_at_the_top(words: Vocabulary) -> None:
    rows = [("合计", T, 12), ("小计", T, 3), ("甲", D, 1), ("乙", D, 2), ("小计", T, 9), ("丙", D, 4), ("丁", D, 5)]
    assert not column(words, "tenants", *rows).refused


def test_totals_of_sections_under_one_word_and_one_for_all(words: Vocabulary) -> None:
    rows = [("甲", D, 1), ("合计", T, 1), ("乙", D, 2), ("丙", D, 3), ("合计", T, 5), ("合计", T, 6)]
    assert not column(words, "tenants", *rows).refused


def test_a_subtotal_may_be_that_of_its_section_only(words: Vocabulary) -> None:
    rows = [("甲", D, 1), ("二、园区", L, None), ("乙", D, 2), ("丙", D, 3), ("小计", T, 5)]
    assert not column(words, "tenants", *rows).refused


def test_parts_named_as_such_are_not_added(words: Vocabulary) -> None:
    rows = [("甲", D, 12), ("其中：国家级", P, 5), ("乙", D, 30), ("合计", T, 42), ("#国家级", P, 5)]
    assert column(words, "tenants", *rows) == Verdict((), {})


def test_a_part_greater_than_its_whole_is_told(words: Vocabulary) -> None:
    verdict = column(words, "tenants", ("甲", D, 12), ("其中：国家级", P, 15))
    assert told(verdict) == [("part_exceeds_whole", "B2")]
    assert verdict.findings[0].facts["whole_cell"] == "B1"


def test_a_part_of_another_indicator_is_compared_in_the_same_dimension_only(words: Vocabulary) -> None:
    rows = [("孵化器", D, [12]), ("#国家级", P, [15]), ("面积", D, [8_000]), ("#人员", P, [9_000])]
    kinds = ["incubators", "national_incubators", "carrier_area", "tenant_employees"]
    verdict = check_table(reading(rows, ["x"], row_indicators=kinds, words=words), words)
    assert told(verdict) == [("part_exceeds_whole", "B2")]


def test_a_sign_for_nothing_adds_nothing_to_a_total(words: Vocabulary) -> None:
    rows = [("甲", D, 12), ("乙", D, "-")]
    assert column(words, "tenants", *rows, ("合计", T, 12)) == Verdict((), {})
    assert codes(column(words, "tenants", *rows, ("合计", T, 15))) == {2: "total_mismatch"}
    assert codes(column(words, "tenants", ("甲", D, "-"), ("乙", D, "-"), ("合计", T, 0))) == {2: "total_unchecked"}


def test_a_total_holds_without_an_empty_part_and_says_which(words: Vocabulary) -> None:
    verdict = column(words, "tenants", ("甲", D, 12), ("乙", D, None), ("合计", T, 12))
    assert codes(verdict) == {}
    assert told(verdict) == [("total_blank_part", "B3")]
    assert verdict.findings[0].facts["part"] == "B2"


def test_a_total_that_an_empty_part_may_complete_is_kept_out(words: Vocabulary) -> None:
    verdict = column(words, "tenants", ("甲", D, 12), ("乙", D, None), ("合计", T, 15))
    assert codes(verdict) == {1: "total_unchecked"}
    assert "B2" in facts(verdict)["reason"]


def test_a_total_is_wrong_where_the_rows_other_empty_cells_are_nothing(words: Vocabulary) -> None:
    rows = [("甲", D, [12, 300, 40]), ("乙", D, [None, None, 8]), ("合计", T, [12, 350, 48])]
    verdict = check_table(reading(rows, ["tenants", "carrier_jobs", "mentors"], words=words), words)
    assert set(codes(verdict).values()) == {"total_mismatch"}


def test_a_row_set_aside_as_a_double_is_no_missing_part(words: Vocabulary) -> None:
    rows = [("甲", D, [12]), ("乙", D, [30]), ("乙", D, [None]), ("合计", T, [50])]
    read = reading(rows, ["tenants"], words=words)
    read.refusals.append(Refusal(2, 1, "30", "duplicate_row"))
    assert codes(check_table(read, words)) == {2: "total_mismatch"}


@pytest.mark.parametrize(
    ("used", "whole", "expected"),
    [
        (900, 1_000, []),
        (1_000, 1_000, []),
        (1_100, 1_000, [("exceeds_other", "B1")]),
        (10_000, 1_000, [("exceeds_other", "B1")]),
        (9_000_000, 1_000, []),  # either may be in another unit
    ],
)
def test_floor_in_use_is_not_more_than_the_floor_there_is(
    words: Vocabulary, used: int, whole: int, expected: list[tuple[str, str]]
) -> None:
    verdict = check_table(reading([("甲", D, [used, whole])], ["area_in_use", "carrier_area"], words=words), words)
    assert told(verdict) == expected
    for one in verdict.findings:
        assert one.facts["whole_cell"] == "C1"
        assert "{" not in one.text() + one.text("en")


def test_a_total_with_a_refused_part_is_kept_out(words: Vocabulary) -> None:
    verdict = column(words, "tenants", ("甲", D, 12), ("乙", D, "三十"), ("合计", T, 42), refused=[(1, 1)])
    assert codes(verdict) == {1: "total_unchecked"}
    outside = column(words, "tenants", ("甲", D, 12), ("乙", D, 9_000_000), ("合计", T, 9_000_012))
    assert codes(outside)[1] == "out_of_range"
    assert codes(column(words, "new_tenants", ("甲", D, 12), ("乙", D, -2), ("合计", T, 10))) == {
        1: "negative_value",
        2: "total_unchecked",
    }


def test_a_total_alone_and_a_total_of_shares_are_kept_out(words: Vocabulary) -> None:
    assert codes(column(words, "tenants", ("合计", T, 12))) == {0: "total_unchecked"}
    verdict = column(words, "private_share", ("甲", D, 30), ("乙", D, 40), ("合计", T, 35))
    assert codes(verdict) == {2: "total_unchecked"}


def test_a_blank_total_is_no_total(words: Vocabulary) -> None:
    assert column(words, "tenants", ("甲", D, 12), ("合计", T, "-")) == Verdict((), {})


def test_a_total_column_adds_up_the_columns_of_places(words: Vocabulary) -> None:
    rows = [("在孵企业", D, [1, 2, 3]), ("新增", D, [4, 5, 8])]
    options: dict[str, Any] = {
        "column_kinds": [D, D, T],
        "column_entities": ["甲", "乙", "合计"],
        "row_indicators": ["tenants", "new_tenants"],
        "words": words,
    }
    verdict = check_table(reading(rows, ["a", "b", "c"], **options), words)
    assert codes(verdict) == {5: "total_mismatch"}


def test_rows_of_periods_add_up_to_their_year(words: Vocabulary) -> None:
    rows = [(f"{q}季度", D, [10 * q]) for q in (1, 2, 3, 4)]
    periods = [(202301, 202303), (202304, 202306), (202307, 202309), (202310, 202312), (202301, 202312)]
    for total, expected in ((100, {}), (90, {4: "total_mismatch"})):
        verdict = check_table(
            reading([*rows, ("合计", T, [total])], ["new_tenants"], periods=periods, words=words), words
        )
        assert codes(verdict) == expected


def test_totals_of_several_columns_are_checked_each(words: Vocabulary) -> None:
    rows = [("甲", D, [1, 100]), ("乙", D, [2, 200]), ("合计", T, [3, 301])]
    verdict = check_table(reading(rows, ["tenants", "tenant_employees"], words=words), words)
    assert codes(verdict) == {5: "total_mismatch"}


def test_a_ratio_is_computed_again_from_its_parts(words: Vocabulary) -> None:
    names = ["tenant_rd", "tenant_revenue", "tenant_rd_intensity"]
    rows = [("甲", D, [50, 1_000, 5.0]), ("乙", D, [33, 1_000, 3.3]), ("丙", D, [50, 1_000, 6.0])]
    verdict = check_table(reading(rows, names, words=words), words)
    assert told(verdict) == [("ratio_mismatch", "D3")]
    assert verdict.findings[0].facts["expected"] == "5"


def test_a_total_of_a_ratio_is_kept_where_its_parts_make_it(words: Vocabulary) -> None:
    names = ["tenant_rd", "tenant_revenue", "tenant_rd_intensity"]
    rows = [("甲", D, [50, 1_000, 5.0]), ("乙", D, [30, 3_000, 1.0]), ("合计", T, [80, 4_000, 2.0])]
    assert check_table(reading(rows, names, words=words), words) == Verdict((), {})


def test_every_code_has_sentences_that_its_facts_fill(words: Vocabulary) -> None:
    verdicts = [
        column(words, "new_tenants", ("甲", D, -1)),
        column(words, "rd_gdp_ratio", ("甲", D, 250)),
        column(words, "tenants", ("甲", D, 12), ("其中", P, 13.5), ("合计", T, 11)),
        column(words, "tenants", ("合计", T, 11)),
    ]
    for verdict in verdicts:
        for one in [*verdict.findings, *(finding(code, **f) for code, f in verdict.refused.values())]:
            assert "{" not in one.text() + one.text("en")
            assert one.code in sentences()


@given(values=st.lists(st.integers(0, 20_000), min_size=1, max_size=40), at_top=st.booleans())
def test_totals_made_of_their_parts_always_hold(words: Vocabulary, values: list[int], at_top: bool) -> None:
    rows = [(f"街道{i}", D, value) for i, value in enumerate(values)]
    total = ("合计", T, sum(values))
    assert column(words, "tenants", *([total, *rows] if at_top else [*rows, total])) == Verdict((), {})


@given(
    values=st.lists(st.decimals(0, 100_000, places=4), min_size=2, max_size=40),
    places=st.integers(0, 3),
)
def test_totals_rounded_like_their_parts_always_hold(words: Vocabulary, values: list[Any], places: int) -> None:
    rows = [(f"街道{i}", D, plain(round(float(value), places))) for i, value in enumerate(values)]
    total = plain(round(float(sum(values)), places))
    assert not column(words, "financing", *rows, ("合计", T, total), unit="万元").refused


@given(
    values=st.lists(st.integers(1, 500), min_size=2, max_size=30),
    which=st.integers(0, 29),
    factor=st.sampled_from([10, 1_000, 10_000]),
)
def test_a_planted_slip_in_a_part_is_always_found(
    words: Vocabulary, values: list[int], which: int, factor: int
) -> None:
    total = sum(values)
    values[which % len(values)] *= factor
    rows = [(f"街道{i}", D, value) for i, value in enumerate(values)]
    verdict = column(words, "tenant_employees", *rows, ("合计", T, total))
    assert codes(verdict) == {len(values): "total_mismatch"}
    assert facts(verdict)["hint"]


def test_a_table_of_1600_cells_costs_milliseconds(words: Vocabulary) -> None:
    names = [one.id for one in words.indicators if one.rollup_regions == "sum" and one.range[1] > 5_000][:40]
    rows = [(f"街道{r}", D, [r + c for c in range(40)]) for r in range(39)]
    rows.append(("合计", T, [sum(r + c for r in range(39)) for c in range(40)]))
    made = reading(rows, names, words=words)
    best = 1.0
    for _ in range(20):
        start = time.process_time()
        verdict = check_table(made, words)
        best = min(best, time.process_time() - start)
    assert not verdict.refused
    # It takes 2 ms; a shared machine may be slower.
    assert best < 0.008

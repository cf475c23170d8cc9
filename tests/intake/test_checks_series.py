"""What a return says beside earlier ones."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.intake.checks import Located
from incuanalysis.intake.checks.revisions import check_revisions
from incuanalysis.intake.checks.series import check_series
from incuanalysis.intake.load import trusted
from incuanalysis.vocabulary.words import Vocabulary

SLIPS = ("unit_slip", "digit_slip", "jump")


def frame(words: Vocabulary, *rows: tuple[str, str, int, int, float, str], **same: Any) -> pd.DataFrame:
    """Make observations of (indicator, basis, first, last, value, file); the cells are numbered."""
    made = []
    for number, (indicator, basis, first, last, value, file) in enumerate(rows):
        made.append(
            {
                "region": "330302",
                "carrier": None,
                "indicator": indicator,
                "first": first,
                "last": last,
                "basis": basis,
                "series": "鹿城区科技局",
                "value": value,
                "unit": words.indicators.get(indicator).unit,
                "qualifier": "exact",
                "status": "reported",
                "sequence": number,
                "file": file,
                "sheet": "表1",
                "cell": f"B{number + 1}",
            }
            | same
        )
    return pd.DataFrame(made)


def quarters(
    words: Vocabulary, indicator: str, basis: str, values: list[float], start: int = 2020, **same: Any
) -> pd.DataFrame:
    rows = []
    for number, value in enumerate(values):
        year, quarter = start + number // 4, number % 4
        last = year * 100 + quarter * 3 + 3
        first = {"stock": last, "ytd": year * 100 + 1, "period": last - 2}[basis]
        rows.append((indicator, basis, first, last, value, f"{year}Q{quarter + 1}.xlsx"))
    return frame(words, *rows, **same)


def told(found: list[Located]) -> list[tuple[str, str]]:
    return [(one.finding.code, one.finding.cell) for one in found]


def test_a_steady_series_is_left_alone(words: Vocabulary) -> None:
    assert check_series(quarters(words, "tenants", "stock", [200, 210, 214, 220, 231, 229]), words) == []


def test_no_rows_have_no_findings(words: Vocabulary) -> None:
    assert check_series(frame(words, ("tenants", "stock", 202303, 202303, 1.0, "a"))[:0], words) == []


@pytest.mark.parametrize(
    ("indicator", "values", "factor", "likely"),
    [
        ("tenants", [200, 210, 2_200_000], "10000", "以“万”计"),
        ("carrier_area", [250_000, 26.0], "10000", "万平方米"),
        ("fund_size", [3_000, 3_100, 3_200_000], "1000", "千元"),
        ("fund_size", [3_000, 3_100, 32_000_000], "10000", "元和万元"),
    ],
)
def test_a_slip_of_unit_names_both_cells_and_the_units(
    words: Vocabulary, indicator: str, values: list[float], factor: str, likely: str
) -> None:
    [one] = check_series(quarters(words, indicator, "stock", values), words)
    assert one.finding.code == "unit_slip"
    assert one.finding.severity == "error"
    assert one.finding.cell == f"B{len(values)}"
    assert one.finding.facts["other_cell"] == f"B{len(values) - 1}"
    assert one.finding.facts["factor"] == factor
    assert likely in one.finding.text()
    assert "{" not in one.finding.text("en")


def test_the_value_after_an_uncorrected_slip_is_not_called_one(words: Vocabulary) -> None:
    values = [200, 210, 2_200_000, 220, 230]
    assert told(check_series(quarters(words, "tenants", "stock", values), words)) == [("unit_slip", "B3")]


def test_a_slip_in_the_first_return_is_found_with_the_second(words: Vocabulary) -> None:
    [one] = check_series(quarters(words, "tenants", "stock", [2_000_000, 210, 220, 230]), words)
    assert (one.finding.code, one.finding.cell, one.finding.facts["other_cell"]) == ("unit_slip", "B2", "B1")


def test_a_share_written_as_a_fraction_is_a_slip(words: Vocabulary) -> None:
    [one] = check_series(quarters(words, "private_share", "stock", [35, 36, 0.37]).assign(basis="share"), words)
    assert one.finding.code == "unit_slip"
    assert one.finding.facts["factor"] == "100"


def test_a_digit_too_many_is_told(words: Vocabulary) -> None:
    [one] = check_series(quarters(words, "tenants", "stock", [200, 210, 214, 2_200]), words)
    assert one.finding.code == "digit_slip"
    assert "10倍" in one.finding.text()


def test_a_jump_is_told_once(words: Vocabulary) -> None:
    values = [200, 210, 214, 220, 900, 910, 905, 920]
    assert told(check_series(quarters(words, "tenants", "stock", values), words)) == [("jump", "B5")]


def test_small_numbers_may_do_what_they_like(words: Vocabulary) -> None:
    assert check_series(quarters(words, "new_graduates", "period", [1, 9, 0, 2, 12, 1]), words) == []


def test_a_series_that_always_jumps_is_not_told_for_it(words: Vocabulary) -> None:
    values = [100, 900, 80, 1_200, 150, 1_000, 90, 1_300]
    assert "jump" not in dict(told(check_series(quarters(words, "new_tenants", "period", values), words)))


def test_a_season_that_comes_every_year_is_no_jump(words: Vocabulary) -> None:
    values = [110, 100, 105, 1_900, 115, 100, 110, 2_000]
    found = check_series(quarters(words, "new_tenants", "period", values), words)
    assert "B8" not in [one.finding.cell for one in found]


def test_the_reset_of_a_running_total_in_january_is_no_jump(words: Vocabulary) -> None:
    values = [100, 210, 320, 430, 105, 215, 330, 440]
    assert check_series(quarters(words, "new_tenants", "ytd", values), words) == []


def test_a_running_total_of_the_year_that_falls_is_told(words: Vocabulary) -> None:
    found = check_series(quarters(words, "new_tenants", "ytd", [100, 210, 190, 300, 90]), words)
    assert told(found) == [("ytd_falls", "B3")]
    assert found[0].finding.facts["other"] == "210"
    assert "2020年1—9月" in found[0].finding.text()


def test_a_running_total_over_all_time_that_falls_is_told(words: Vocabulary) -> None:
    rows = quarters(words, "graduates_cumulative", "stock", [100, 110, 104, 120]).assign(basis="since_founding")
    assert told(check_series(rows, words)) == [("total_falls", "B3")]


def test_totals_since_two_different_starts_are_not_compared(words: Vocabulary) -> None:
    rows = frame(
        words,
        ("operators_introduced", "since_start", 202201, 202312, 50, "a"),
        ("operators_introduced", "since_start", 202401, 202412, 20, "b"),
    )
    assert check_series(rows, words) == []


@pytest.mark.parametrize("carrier", [None, "c330302-1"])
@pytest.mark.parametrize(("stock", "expected"), [(215, []), (220, ["roll_forward"])])
def test_tenants_roll_forward_with_running_totals(
    words: Vocabulary, carrier: str | None, stock: int, expected: list[str]
) -> None:
    rows = frame(
        words,
        ("tenants", "stock", 202303, 202303, 200, "Q1"),
        ("new_tenants", "ytd", 202301, 202303, 10, "Q1"),
        ("tenants_left", "ytd", 202301, 202303, 2, "Q1"),
        ("new_graduates", "ytd", 202301, 202303, 3, "Q1"),
        ("tenants", "stock", 202306, 202306, stock, "Q2"),
        ("new_tenants", "ytd", 202301, 202306, 30, "Q2"),
        ("tenants_left", "ytd", 202301, 202306, 3, "Q2"),
        ("new_graduates", "ytd", 202301, 202306, 7, "Q2"),
        carrier=carrier,
    )
    found = check_series(rows, words)
    assert [one.finding.code for one in found] == expected
    if found:
        assert found[0].finding.facts["expected"] == "215"
        assert "加新增在孵企业20" in found[0].finding.text()
        assert "minus" in found[0].finding.text("en")


def test_tenants_roll_forward_over_the_turn_of_the_year_and_with_values_of_a_quarter(words: Vocabulary) -> None:
    parts = (("new_tenants", 20), ("tenants_left", 1), ("new_graduates", 4))
    for basis in ("ytd", "period"):
        flows = [(name, basis, 202401, 202403, value, "Q1") for name, value in parts]
        rows = frame(
            words,
            ("tenants", "stock", 202301, 202312, 200, "Q4"),
            ("tenants", "stock", 202403, 202403, 216, "Q1"),
            *flows,
        )
        assert told(check_series(rows, words)) == [("roll_forward", "B2")]


def test_nothing_rolls_forward_where_a_part_is_missing(words: Vocabulary) -> None:
    rows = frame(
        words,
        ("tenants", "stock", 202303, 202303, 200, "Q1"),
        ("tenants", "stock", 202306, 202306, 250, "Q2"),
        ("new_tenants", "period", 202304, 202306, 10, "Q2"),
        ("new_graduates", "period", 202304, 202306, 1, "Q2"),
    )
    assert check_series(rows, words) == []


def test_graduates_over_all_time_roll_forward(words: Vocabulary) -> None:
    rows = frame(
        words,
        ("graduates_cumulative", "since_founding", 202303, 202303, 100, "Q1"),
        ("graduates_cumulative", "since_founding", 202306, 202306, 110, "Q2"),
        ("new_graduates", "period", 202304, 202306, 8, "Q2"),
    )
    assert told(check_series(rows, words)) == [("roll_forward", "B2")]


def returns(words: Vocabulary, second: list[float]) -> pd.DataFrame:
    parts = []
    for quarter, values in ((1, [11, 22, 33, 44, 55, 66, 77, 88, 0]), (2, second)):
        last = 202300 + quarter * 3
        parts += [
            frame(words, ("tenants", "stock", last, last, v, f"Q{quarter}.xls"), carrier=f"c{i}")
            for i, v in enumerate(values)
        ]
    return pd.concat(parts, ignore_index=True)


def test_a_return_that_repeats_the_last_one_is_told_once_for_the_file(words: Vocabulary) -> None:
    [one] = check_series(returns(words, [11, 22, 33, 44, 55, 66, 77, 88, 0]), words)
    assert (one.file, one.finding.code, one.finding.cell) == ("Q2.xls", "repeats", "")
    assert one.finding.facts["other_file"] == "Q1.xls"
    assert check_series(returns(words, [11, 22, 33, 44, 55, 66, 77, 89, 0]), words) == []


def test_few_or_empty_values_are_no_repetition(words: Vocabulary) -> None:
    assert check_series(returns(words, [11, 22, 33]), words) == []
    both = returns(words, [0.0] * 9)
    both["value"] = 0.0
    assert check_series(both, words) == []


def test_a_stock_said_differently_in_two_returns_is_told(words: Vocabulary) -> None:
    rows = frame(
        words,
        ("tenants", "stock", 202312, 202312, 200, "12月.xls"),
        ("tenants", "stock", 202301, 202312, 210, "年报.xls"),
    )
    [one] = check_series(rows, words)
    assert (one.file, one.finding.code) == ("年报.xls", "stock_differs")
    assert one.finding.facts["other_file"] == "12月.xls"
    assert check_series(rows.assign(value=200.0), words) == []


def test_other_senders_and_other_carriers_are_other_series(words: Vocabulary) -> None:
    rows = quarters(words, "tenants", "stock", [200, 2_000_000])
    for column in ("series", "carrier", "region", "indicator"):
        apart = rows.copy()
        apart[column] = ["tenants", "carrier_tenants"] if column == "indicator" else ["a", "b"]
        assert check_series(apart, words) == []


def test_a_break_is_told_once_and_not_again_for_what_follows(words: Vocabulary) -> None:
    rows = []
    for quarter, tenants in enumerate([50, 52, 60, 56, 58]):
        last = 202003 + 3 * quarter if quarter < 4 else 202103
        rows.append(("tenants", "stock", last, last, float(tenants), f"{quarter}.xlsx"))
        for name, flow in (("new_tenants", 4.0), ("tenants_left", 1.0), ("new_graduates", 1.0)):
            rows.append((name, "period", last - 2, last, flow, f"{quarter}.xlsx"))
    assert told(check_series(frame(words, *rows), words)) == [("roll_forward", "B9")]


def test_a_form_sent_again_is_told_although_the_last_one_had_a_slip(words: Vocabulary) -> None:
    rows = []
    for month, file in ((202308, "8月.xlsx"), (202309, "9月.xlsx")):
        for number, name in enumerate(["new_carriers", "new_tenants", "new_graduates", "tenants_left"] * 3):
            value = 1000.0 if number == 3 and month == 202308 else 10.0 + number
            rows.append((name, "period", month, month, value, file))
    made = frame(words, *rows)
    made["region"] = [f"33030{number % 12 // 4}" for number in range(len(made))]
    found = check_series(made, words)
    assert [(one.file, one.finding.code) for one in found if not one.finding.cell] == [("9月.xlsx", "repeats")]


def test_the_higher_of_two_running_totals_may_be_the_wrong_one(words: Vocabulary) -> None:
    found = check_series(quarters(words, "new_tenants", "ytd", [15, 25, 60, 40]), words)
    assert told(found) == [("ytd_exceeds", "B3")]
    assert "{" not in found[0].finding.text() + found[0].finding.text("en")
    assert told(check_series(quarters(words, "new_tenants", "ytd", [15, 30, 20, 60]), words)) == [("ytd_falls", "B3")]


def test_a_running_total_below_january_alone_falls(words: Vocabulary) -> None:
    january = ("new_tenants", "period", 202301, 202301, 30.0, "1月.xlsx")
    february = ("new_tenants", "ytd", 202301, 202302, 20.0, "2月.xlsx")
    assert told(check_series(frame(words, january, february), words)) == [("ytd_falls", "B2")]


def test_a_carrier_is_one_series_whoever_reports_for_it(words: Vocabulary) -> None:
    made = quarters(words, "carrier_area", "stock", [12_000, 12_100, 121_000_000], carrier="c1")
    made["series"] = ["街道", "街道", "科技局"]
    assert told(check_series(made, words)) == [("unit_slip", "B3")]


def test_of_two_stocks_of_one_instant_the_odd_one_is_told(words: Vocabulary) -> None:
    made = frame(
        words,
        ("carrier_area", "stock", 202207, 202209, 23_000.0, "三季.xlsx"),
        ("carrier_area", "stock", 202210, 202212, 233_930.0, "四季.xlsx"),
        ("carrier_area", "stock", 202212, 202212, 23_930.0, "登记表.xlsx"),
    )
    assert ("stock_differs", "B2") in told(check_series(made, words))


def reports(words: Vocabulary, *values: float, indicator: str = "carrier_area") -> pd.DataFrame:
    rows = [(indicator, "stock", 202301, 202301, value, f"{n}.xlsx") for n, value in enumerate(values)]
    days = [f"2023-02-{day:02d}" for day in range(1, len(values) + 1)]
    return frame(words, *rows).assign(revision=range(len(values)), recorded_at=days)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((5000.0,), []),
        ((5000.0, 5000.0, 5000.0), []),
        ((5000.0, 50_000_000.0, 5000.0), [("report_corrected", "B2")]),
        ((5000.0, 5000.0, 50_000_000.0), [("report_differs", "B3")]),
        ((5000.0, 5010.0), [("report_corrected", "B1")]),
    ],
)
def test_one_figure_reported_several_times(
    words: Vocabulary, values: tuple[float, ...], expected: list[tuple[str, str]]
) -> None:
    found = check_revisions(reports(words, *values), words)
    assert told(found) == expected
    for one in found:
        assert "{" not in one.finding.text() + one.finding.text("en")


def test_of_two_reports_the_one_far_from_the_other_months_is_wrong(words: Vocabulary) -> None:
    near = frame(words, ("carrier_area", "stock", 202302, 202302, 5100.0, "2月.xlsx"), revision=0)
    near["cell"] = "C9"
    made = pd.concat([reports(words, 50_000_000.0, 5000.0), near], ignore_index=True)
    assert told(check_revisions(made, words)) == [("report_corrected", "B1")]


def test_a_whole_return_sent_again_with_corrections_is_not_told_figure_by_figure(words: Vocabulary) -> None:
    names = [f"{number:06d}" for number in range(330300, 330312)]
    made = pd.concat([reports(words, 5000.0, 5010.0).assign(region=name) for name in names], ignore_index=True)
    assert check_revisions(made, words) == []


def of_a_day(words: Vocabulary, *values: float, **columns: object) -> pd.DataFrame:
    return reports(words, *values).assign(recorded_at="2023-02-03", sequence=range(1, len(values) + 1), **columns)


def test_two_files_of_one_sender_and_day_that_differ_are_told_with_the_one_that_counts(words: Vocabulary) -> None:
    (one,) = check_revisions(of_a_day(words, 5000.0, 5010.0), words)
    assert (one.file, one.finding.cell, one.finding.severity) == ("1.xlsx", "B2", "warning")
    text = one.finding.text()
    assert "0.xlsx B1为5000平方米" in text
    assert "现采用5010平方米：同一填报单位同日来文，以收文登记在后的一份为准" in text
    assert "{" not in text + one.finding.text("en")
    far = check_revisions(of_a_day(words, 5000.0, 5000.0, 50_000_000.0), words)
    assert told(far) == [("report_differs", "B3")]
    assert check_revisions(of_a_day(words, 5000.0, 5000.0), words) == []


def test_two_senders_of_one_day_that_differ_are_told_with_the_one_that_counts(words: Vocabulary) -> None:
    made = of_a_day(words, 5000.0, 5010.0, series=["东屏街道", "科技局"]).assign(revision=0, source_class="return")
    (one,) = check_revisions(made, words)
    assert (one.file, one.finding.code, one.finding.cell) == ("1.xlsx", "report_same_day", "B2")
    winner = trusted(made, words)["value"].iloc[0]
    assert f"现采用{winner:g}平方米" in one.finding.text()
    assert "5010平方米（科技局）" in one.finding.text()
    rounded = made.assign(qualifier=["about", "exact"])
    assert "取准确数，不取约数" in check_revisions(rounded, words)[0].finding.text()
    assert check_revisions(made.assign(recorded_at=["2023-02-03", "2023-02-04"]), words) == []
    assert check_revisions(made.assign(value=5000.0), words) == []


def test_two_files_of_a_day_that_differ_in_much_are_told_once(words: Vocabulary) -> None:
    names = [f"{number:06d}" for number in range(330300, 330312)]
    made = pd.concat([of_a_day(words, 5000.0, 5010.0).assign(region=name) for name in names], ignore_index=True)
    (one,) = check_revisions(made, words)
    assert "共有12个数不同" in one.finding.text()


def test_only_the_files_asked_for_are_told(words: Vocabulary) -> None:
    rows = quarters(words, "tenants", "stock", [200, 205, 2_000_000, 210, 207, 212, 206, 2_100])
    assert [one.file for one in check_series(rows, words)] == ["2020Q3.xlsx", "2021Q4.xlsx"]
    assert [one.file for one in check_series(rows, words, files=["2021Q4.xlsx"])] == ["2021Q4.xlsx"]


def test_blanks_and_derived_values_are_passed_over(words: Vocabulary) -> None:
    rows = quarters(words, "tenants", "stock", [200, 2_000_000, 210])
    rows.loc[1, "status"] = "derived"
    assert check_series(rows, words) == []
    rows.loc[1, ["status", "value"]] = ["reported", None]
    assert check_series(rows, words) == []


@given(
    values=st.lists(st.integers(50, 90), min_size=2, max_size=16),
    place=st.integers(1, 15),
    basis=st.sampled_from(["stock", "period", "ytd"]),
    indicator=st.sampled_from(["tenants", "financing", "carrier_area"]),
)
def test_a_planted_factor_of_10000_is_always_found(
    words: Vocabulary, values: list[int], place: int, basis: str, indicator: str
) -> None:
    planted = 1 + (place - 1) % (len(values) - 1)
    numbers = [float(value) for value in values]
    if basis == "ytd":
        numbers = [sum(numbers[i - i % 4 : i + 1]) for i in range(len(numbers))]
    numbers[planted] *= 10_000
    found = check_series(quarters(words, indicator, basis, numbers), words)
    assert ("unit_slip", f"B{planted + 1}") in told(found)


def noisy(words: Vocabulary, entities: int, quarters_: int, noise: tuple[float, float], seed: int) -> pd.DataFrame:
    """Make quarterly returns that grow, have seasons, start anew each January, and hold no error."""
    rng = np.random.default_rng(seed)
    names = ["tenants", "new_tenants", "tenant_revenue", "financing", "incubation_area", "tenant_rd"]
    bases = np.array(["stock", "ytd", "ytd", "period", "stock", "period"])
    series = entities * len(names)
    which = np.tile(np.repeat(np.arange(len(names)), quarters_), entities)
    number = np.tile(np.arange(quarters_), series)
    year, quarter = 2010 + number // 4, number % 4
    basis = bases[which]
    last = year * 100 + quarter * 3 + 3
    first = np.where(basis == "stock", last, np.where(basis == "ytd", year * 100 + 1, last - 2))
    level = np.exp(rng.normal(5, 1.2, series)).repeat(quarters_) * np.where(which == 4, 50, 1)
    growth = np.exp(rng.normal(0.03, 0.02, series)).repeat(quarters_) ** number
    value = level * growth * np.exp(rng.normal(0, np.where(basis == "stock", noise[0], noise[1])))
    value = np.where(basis == "stock", value, value * np.array([0.6, 0.9, 1.0, 1.5])[quarter])
    years = value.reshape(-1, quarters_ // 4, 4)
    running = np.where((basis == "ytd").reshape(years.shape), years.cumsum(axis=2), years).ravel()
    units = np.array([words.indicators.get(name).unit for name in names])
    return pd.DataFrame(
        {
            "region": "330302",
            "carrier": np.char.add("c", np.repeat(np.arange(entities), len(names) * quarters_).astype(str)),
            "indicator": np.array(names)[which],
            "first": first,
            "last": last,
            "basis": basis,
            "series": "s",
            "value": np.round(running),
            "unit": units[which],
            "qualifier": "exact",
            "status": "reported",
            "sequence": number,
            "file": np.char.add("f", number.astype(str)),
            "sheet": "表1",
            "cell": np.char.add("A", np.arange(len(which)).astype(str)),
        }
    )


@pytest.mark.parametrize(("length", "seed"), [(8, 1), (16, 2), (40, 3)])
@pytest.mark.parametrize("noise", [(0.1, 0.3), (0.2, 0.4), (0.25, 0.6)])
def test_ordinary_noisy_values_give_at_most_one_false_alarm_in_2000(
    words: Vocabulary, length: int, noise: tuple[float, float], seed: int
) -> None:
    rows = noisy(words, 24_000 // length // 6, length, noise, seed)
    found = check_series(rows, words)
    assert len(found) <= len(rows) / 2_000
    assert Counter(one.finding.code for one in found).keys() <= set(SLIPS)


def test_planted_slips_in_noisy_series_are_found(words: Vocabulary) -> None:
    rows = noisy(words, 60, 16, (0.15, 0.35), 4)
    rng = np.random.default_rng(5)
    places = np.arange(len(rows)).reshape(-1, 16)
    planted = places[np.arange(len(places)), rng.integers(1, 16, len(places))]
    planted = planted[rows["value"].to_numpy()[planted] >= 20]
    for factor, least in ((10_000, 1.0), (1_000, 0.97)):
        wrong = rows.copy()
        wrong.loc[planted, "value"] *= factor
        hit = {one.finding.cell for one in check_series(wrong, words) if one.finding.code in SLIPS}
        assert np.mean([cell in hit for cell in rows["cell"].to_numpy()[planted]]) >= least


def test_a_hundred_thousand_rows_cost_a_fraction_of_a_second(words: Vocabulary) -> None:
    rows = noisy(words, 417, 40, (0.1, 0.3), 6)
    start = time.process_time()
    check_series(rows, words)
    # 0.1 s; 1.6 million rows take about 1 s.
    assert time.process_time() - start < 1.0

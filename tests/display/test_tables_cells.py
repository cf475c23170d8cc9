"""Cells: a column in one unit, the number behind the text, words where there is no number."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.display.tables.formats import (
    ABSENT,
    LIGHTS,
    column_format,
    completion_cell,
    date_cell,
    format_of,
    is_absent,
    points_format,
    rank_cell,
    status_cell,
)
from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.ledgers.states import MILESTONE_STATES, TASK_STATES
from incuanalysis.evaluation.progress.status import STATUSES, status_label
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.words import Vocabulary

_values = st.lists(st.one_of(st.none(), st.just(0.0), st.floats(-1e9, 1e9), st.just("not_reported")), max_size=8)
_units = st.sampled_from(["家", "平方米", "万元", "%", "人", "分"])


def read_as_spreadsheet(value: float, form: str) -> str:
    """Write a number as a spreadsheet does by the formats that the tables use."""
    part = form.split(";")[0 if value >= 0 else min(1, form.count(";"))]
    if value == 0:
        part = form.rsplit(";", maxsplit=1)[-1]
    bare = part.replace('"%"', "").lstrip("+-")
    places = len(bare.partition(".")[2])
    sign = "+" if part.startswith("+") and value > 0 else "−" if value < 0 else ""
    return f"{sign}{abs(value):.{places}f}{'%' if '%' in part else ''}"


@given(_values, _units)
def test_a_column_has_one_unit_one_format_and_values_that_read_as_printed(values: list[object], unit: str) -> None:
    form = column_format(values, unit)
    cells = [form.cell(value) for value in values]
    for value, cell in zip(values, cells, strict=True):
        if is_absent(value):
            assert cell.text in {zh for zh, _ in ABSENT.values()}
            assert cell.value is None
            assert cell.format == ""
            continue
        assert cell.value is not None
        assert cell.unit == form.scale.unit
        assert read_as_spreadsheet(cell.value, cell.format) == cell.text
        assert "-" not in cell.text
    assert len({cell.format for cell in cells if cell.value is not None}) <= 1


@given(st.floats(-200, 200))
def test_points_have_their_sign_and_read_as_printed(value: float) -> None:
    cell = points_format().cell(value)
    assert cell.value is not None
    assert read_as_spreadsheet(cell.value, cell.format) == cell.text
    assert cell.text.startswith("+") == (cell.value > 0)
    assert not cell.text.startswith("−0.0")


@given(st.floats(0, 3))
def test_a_completion_below_the_target_is_never_printed_as_all_of_it(share: float) -> None:
    cell = completion_cell(share)
    assert cell.value is not None
    assert (cell.value >= 100) == (share >= 1)
    assert read_as_spreadsheet(cell.value, cell.format) == cell.text


def test_areas_and_money_go_to_the_larger_unit_together() -> None:
    assert [column_format([30000.0, 5000.0, None], "平方米").cell(v).text for v in (30000.0, 5000.0)] == [
        "3.00",
        "0.50",
    ]
    assert column_format([30000.0, 12.0], "平方米").scale.unit == "平方米"
    assert column_format([3000.0], "平方米").label() == "㎡"
    assert column_format([50400.0, 100000.0], "万元").cell(50400.0).text == "5.04"
    assert column_format([], "万元").scale.unit == "万元"


def test_headings_in_english_have_the_labels_of_the_vocabulary(words: Vocabulary) -> None:
    assert column_format([30000.0], "平方米").label("en", words.units) == "10,000 m²"
    assert column_format([3.0], "家").label("en", words.units) == ""


@pytest.mark.parametrize("nothing", [None, float("nan"), np.nan, pd.NA, pd.NaT])
def test_nothing_is_a_dash_and_not_a_zero(nothing: object) -> None:
    for cell in (format_of("家").cell(nothing), rank_cell(nothing), date_cell(nothing), status_cell(nothing)):
        assert (cell.text, cell.value, cell.tone) == ("—", None, "muted")


def test_what_is_missing_says_why() -> None:
    form = format_of("家")
    assert [form.cell(why).text for why in ABSENT] == ["—", "未报", "不适用", "未到期"]
    assert form.cell("not_applicable", "en").text == "Not applicable"
    with pytest.raises(BadInputError):
        form.cell("约3家")


def test_every_status_has_a_word_a_mark_and_a_tone() -> None:
    for status in STATUSES:
        cell = status_cell(status)
        assert cell.text[0] in "●▲■○"
        assert cell.text[1:] == status_label(status)
        assert cell.tone in ("good", "warn", "bad", "muted")
    for status in (*TASK_STATES, *MILESTONE_STATES, "overdue"):
        assert status in LIGHTS
    assert status_cell("under_way").text == "○推进中"
    assert status_cell("done", "en").text == "● Done"
    with pytest.raises(BadInputError):
        status_cell("excellent")


def test_one_mark_stands_for_one_tone() -> None:
    assert len({(light.mark, light.tone) for light in LIGHTS.values()}) == len(
        {light.mark for light in LIGHTS.values()}
    )


def test_dates_and_months_are_written_in_full() -> None:
    assert date_cell(Month(2023, 9)).text == date_cell(202309).text == date_cell(np.int32(202309)).text == "2023年9月"
    assert date_cell(pd.Timestamp("2023-10-01")).text == date_cell(dt.date(2023, 10, 1)).text == "2023年10月1日"
    for wrong in ("soon", "2023/10/10", 202313):
        with pytest.raises(BadInputError):
            date_cell(wrong)

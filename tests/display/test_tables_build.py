"""Tables from frames: scales by column and by row, traces, notes, and names that are only text."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from incuanalysis.display.items import Cell, Stamp, Table
from incuanalysis.display.tables.build import ColumnSpec, build_table
from incuanalysis.errors import BadInputError
from incuanalysis.vocabulary.words import Vocabulary

STAMP = Stamp("330305", "2023-09")
FRAME = pd.DataFrame(
    {
        "name": ["在孵企业", "新增面积", "基金规模", "达标率"],
        "unit": ["家", "平方米", "万元", "%"],
        "target": [120.0, 20000.0, 100000.0, 40.0],
        "actual": [96.0, 8450.0, np.nan, 35.2],
        "completion": [0.8, 0.4225, np.nan, 0.88],
        "gap": [5.0, -20.04, np.nan, -0.04],
        "rank": pd.array([1, 2, None, 3], dtype="Int64"),
        "due": [202312, 202312, 202412, 202312],
        "status": ["on_schedule", "far_behind", "not_reported", "in_progress"],
    },
    index=[7, 7, 8, 9],
)
COLUMNS = [
    ColumnSpec("n", "序号", "serial"),
    ColumnSpec("name", "指标"),
    ColumnSpec("shown_unit", "单位", "unit", unit_key="unit"),
    ColumnSpec("target", "目标", "amount", unit_key="unit", group="进展"),
    ColumnSpec("actual", "完成数", "amount", unit_key="unit", absent_key="status", group="进展"),
    ColumnSpec("completion", "完成率", "completion", absent_key="status"),
    ColumnSpec("gap", "与序时进度之差", "points"),
    ColumnSpec("rank", "位次", "rank"),
    ColumnSpec("due", "时限", "date"),
    ColumnSpec("status", "状态", "status"),
]


def texts(table: Table) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in table.rows]


def test_rows_of_different_units_are_each_written_in_one_scale() -> None:
    table = build_table(STAMP, "进展", FRAME, COLUMNS)
    assert texts(table) == [
        ["1", "在孵企业", "家", "120", "96", "80.0%", "+5.0", "1", "2023年12月", "●达序时"],
        ["2", "新增面积", "万㎡", "2.00", "0.85", "42.3%", "−20.0", "2", "2023年12月", "■严重滞后"],
        ["3", "基金规模", "亿元", "10.00", "未报", "未报", "—", "—", "2024年12月", "○未报"],
        ["4", "达标率", "%", "40.0%", "35.2%", "88.0%", "0.0", "3", "2023年12月", "○推进中"],
    ]
    area = table.rows[1][4]
    assert isinstance(area, Cell)
    assert (area.value, area.unit, area.format) == (0.85, "万平方米", "0.00")
    assert [column.group for column in table.columns[2:6]] == ["", "进展", "进展", ""]
    assert table.columns[6].unit == "百分点"


def test_columns_that_share_a_scale_are_written_alike() -> None:
    rows = [{"a": 12000.0, "b": 900.0}, {"a": 15000.0, "b": None}]
    specs = [
        ColumnSpec("a", "目标", "indicator", unit="平方米", shared="s"),
        ColumnSpec("b", "完成", "indicator", unit="平方米", shared="s"),
    ]
    table = build_table(STAMP, "面积", rows, specs)
    assert texts(table) == [["1.20", "0.09"], ["1.50", "—"]]
    alone = build_table(STAMP, "面积", rows, [ColumnSpec("b", "完成", "indicator", unit="平方米")])
    assert (alone.columns[0].unit, texts(alone)) == ("㎡", [["900"], ["—"]])


def test_the_number_behind_each_cell_stands_in_the_spec() -> None:
    table = build_table(
        STAMP, "进展", FRAME, COLUMNS, traces={(0, "actual"): "t1", (1, "name"): "t2"}, cell_notes={(0, "target"): (1,)},
        notes=("口径见方案。",), emphasis=(1,), annex="附件1", landscape=True, sortable=True, searchable=True,
    )  # fmt: skip
    spec = table.spec()
    cells = {(cell["row"], cell["col"]): cell for cell in spec["cells"]}
    assert cells[0, 4] == {"row": 0, "col": 4, "value": 96.0, "unit": "家", "format": "0", "trace": "t1"}
    assert cells[0, 3]["note"] == [1]
    assert cells[1, 1] == {"row": 1, "col": 1, "trace": "t2"}
    assert cells[1, 9]["tone"] == "bad"
    assert (spec["annex"], spec["landscape"], spec["sortable"], spec["searchable"]) == ("附件1", True, True, True)
    json.dumps(spec, allow_nan=False)


def test_the_same_rows_make_the_same_table() -> None:
    once, again = (build_table(STAMP, "进展", FRAME, COLUMNS).spec() for _ in range(2))
    assert once == again
    assert once == build_table(STAMP, "进展", FRAME.to_dict("records"), COLUMNS).spec()


def test_an_empty_frame_makes_a_table_without_rows() -> None:
    table = build_table(STAMP, "进展", FRAME.iloc[:0], COLUMNS)
    assert table.rows == ()
    assert len(table.columns) == len(COLUMNS)
    assert build_table(STAMP, "进展", [], COLUMNS).rows == ()


@pytest.mark.parametrize("name", ["<b>甲</b>", "=1+1", "#甲$", "**乙**", "喆堃𫟹", ""])
def test_names_stay_as_they_are(name: str) -> None:
    table = build_table(STAMP, "名单", [{"name": name}], [ColumnSpec("name", "名称")])
    assert table.rows == ((name,),)
    assert "<b>甲</b>" not in table.bundle()["text/html"]


def test_missing_text_is_a_dash() -> None:
    rows = [{"name": None}, {"name": float("nan")}, {"name": pd.NA}]
    assert texts(build_table(STAMP, "名单", rows, [ColumnSpec("name", "名称")])) == [["—"], ["—"], ["—"]]


def test_english_tables_have_english_words(words: Vocabulary) -> None:
    specs = [spec for spec in COLUMNS if spec.kind != "date"]
    table = build_table(STAMP, "Progress", FRAME, specs, language="en", units=words.units)
    assert texts(table)[1][2] == "10,000 m²"
    assert texts(table)[2][4] == "Not reported"
    assert texts(table)[0][2] == ""


@pytest.mark.parametrize(
    "columns",
    [
        [ColumnSpec("name", "甲"), ColumnSpec("name", "乙")],
        [ColumnSpec("nowhere", "甲")],
        [ColumnSpec("actual", "甲", "indicator")],
        [ColumnSpec("actual", "甲", "amount")],
        [ColumnSpec("actual", "甲", "amount", unit_key="nowhere")],
        [ColumnSpec("name", "甲", "rank")],
        [ColumnSpec("name", "甲", "indicator", unit="家")],
        [ColumnSpec("name", "甲", "status")],
        [ColumnSpec("name", "甲", "share", factor=100)],
    ],
)
def test_columns_that_do_not_fit_the_rows_are_refused(columns: list[ColumnSpec]) -> None:
    with pytest.raises(BadInputError):
        build_table(STAMP, "进展", FRAME, columns)


def test_a_number_without_a_unit_is_refused() -> None:
    rows = [{"value": 3.0, "unit": None}]
    with pytest.raises(BadInputError):
        build_table(STAMP, "进展", rows, [ColumnSpec("value", "数", "amount", unit_key="unit")])
    nothing = build_table(
        STAMP, "进展", [{"value": None, "unit": None}], [ColumnSpec("value", "数", "amount", unit_key="unit")]
    )
    assert texts(nothing) == [["—"]]

"""Records: what is written is read back, as of any day, and opens in spreadsheet programs."""

from __future__ import annotations

import csv
import io
import multiprocessing

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError, DamagedFileError, UnknownNameError
from incuanalysis.plans.kinds import KINDS, Column, RecordKind
from incuanalysis.plans.records import Records, latest

ROW = {"carrier": "海创", "year": 2023, "reason": "搬迁", "date": "2024-01-05", "document": "洞科〔2024〕1号"}
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).map(str.strip).filter(bool)
tricky = st.sampled_from(
    ["=1+1", "+86", "-", "@x", "'=1", "''-1", "＝1", '"a,b"', "a\nb", "'x", "\u3000x".strip(), "00123"]
)


@pytest.fixture
def records(tmp_path):
    return Records(tmp_path / "records")


def test_a_kind_without_rows_has_its_columns(records):
    frame = records.read("exemption")
    assert frame.empty
    assert list(frame.columns)[-4:] == ["document", "recorded_at", "by", "row"]


@given(st.lists(texts | tricky, min_size=1, max_size=4))
def test_texts_come_back_as_they_were_and_none_is_a_formula(tmp_path_factory, reasons):
    records = Records(tmp_path_factory.mktemp("r"))
    records.append("exemption", [ROW | {"reason": reason} for reason in reasons], "张三", "2024-01-08")
    assert records.read("exemption")["reason"].tolist() == reasons
    raw = records.path("exemption").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")):
        assert not any(cell[:1] in "=+-@＝＋－＠\t\r" for cell in row if cell)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_come_back_to_the_last_digit(tmp_path_factory, amount):
    records = Records(tmp_path_factory.mktemp("r"))
    records.append("payment", [{"event": "e", "amount": amount, "paid_on": "2024-01-05"}], "张三", "2024-01-08")
    assert records.read("payment")["amount"].tolist() == [amount]


@given(
    st.lists(
        st.dates(min_value=pd.Timestamp("2020-01-01").date(), max_value=pd.Timestamp("2024-12-31").date()),
        min_size=1,
        max_size=6,
    ),
    st.randoms(),
)
def test_as_of_reads_the_state_of_a_day(tmp_path_factory, days, random):
    records = Records(tmp_path_factory.mktemp("r"))
    for number, day in enumerate(days):
        records.append("exemption", [ROW | {"year": 2000 + number}], "张三", day)
    day = random.choice(days)
    kept = sorted(2000 + number for number, each in enumerate(days) if each <= day)
    assert sorted(records.read("exemption", as_of=day)["year"]) == kept


def test_the_last_recorded_row_about_a_thing_counts(records):
    for state, day in (("holds", "2024-01-01"), ("fails", "2024-03-01"), ("holds", "2024-03-01")):
        row = {
            "carrier": "甲",
            "standard": "s",
            "condition": "c",
            "state": state,
            "reviewer": "乙",
            "date": "2024-01-01",
        }
        records.append("standard_judgement", [row], "张三", day)
    frame = records.read("standard_judgement")
    assert latest(frame, ["carrier", "standard", "condition"])["state"].tolist() == ["holds"]
    assert latest(records.read("standard_judgement", "2024-02-01"), ["carrier"])["state"].tolist() == ["holds"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"nonsense": 1}, "unknown column"),
        ({"reason": ""}, "a value"),
        ({"year": "2023.5"}, "whole number"),
        ({"date": "2024-02-30"}, "a date"),
        ({"reason": "长" * 40000}, "32000"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_and_nothing_is_written(records, change, message):
    with pytest.raises(BadInputError, match=message) as caught:
        records.append("exemption", [ROW, ROW | change], "张三", "2024-01-08")
    assert "第2条" in caught.value.zh
    assert not records.path("exemption").exists()


def test_who_and_when_are_needed(records):
    for by, on in (("", "2024-01-08"), ("张三", "nonsense")):
        with pytest.raises(BadInputError):
            records.append("exemption", [ROW], by, on)


def test_an_unknown_kind_is_refused_with_the_nearest(records):
    with pytest.raises(UnknownNameError, match="exemption"):
        records.read("exemptions")
    with pytest.raises(UnknownNameError):
        records.append("../x", [ROW], "张三", "2024-01-08")


def test_a_kind_is_added_by_one_entry(tmp_path):
    own = Records(tmp_path, kinds={**KINDS, "visit": RecordKind("走访", "Visits", (Column("carrier", required=True),))})
    assert own.append("visit", [{"carrier": "甲"}], "张三", "2024-01-08") == 1
    assert own.read("visit")["carrier"].tolist() == ["甲"]


def test_a_file_saved_by_a_spreadsheet_program_is_read_and_mended(records):
    records.append("exemption", [ROW], "张三", "2024-01-08")
    path = records.path("exemption")
    text = path.read_text("utf-8-sig").replace("2024-01-05", "2024/1/5").replace("2024-01-08", "2024/1/8")
    path.write_bytes(text.encode("gb18030"))
    records.append("exemption", [ROW | {"carrier": "蓝湾"}], "李四", "2024-02-01")
    frame = records.read("exemption")
    assert frame["date"].tolist() == ["2024-01-05"] * 2
    assert frame["recorded_at"].tolist() == ["2024-01-08", "2024-02-01"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "line 1"),
        ("", "line 1"),
        ("carrier,year,reason,date,note,document,recorded_at,by\n甲,二〇,x,2024-01-05,,,2024-01-08,张三\n", "line 2, column 'year'"),
        ("carrier,year,reason,date,note,document,recorded_at,by\n甲,2020,x,2024-01-05,,,2024-01-08,张三,more\n", "line 2"),
        ('carrier,year,reason,date,note,document,recorded_at,by\n"甲"x,2020\n', "line 2"),
    ],
)  # fmt: skip
def test_a_damaged_file_is_one_message_with_its_line(records, text, message):
    records.folder.mkdir(parents=True)
    records.path("exemption").write_text(text, encoding="utf-8")
    with pytest.raises(DamagedFileError, match=message):
        records.read("exemption")


def test_a_frame_that_was_read_can_be_appended_elsewhere(records, tmp_path):
    records.append("exemption", [ROW], "张三", "2024-01-08")
    other = Records(tmp_path / "other")
    other.append("exemption", records.read("exemption"), "李四", "2024-05-01")
    assert other.read("exemption").equals(records.read("exemption"))


def _append(folder, name):
    for number in range(5):
        Records(folder).append("exemption", [ROW | {"carrier": name, "year": 2000 + number}], "张三", "2024-01-08")


def test_two_writers_lose_nothing(tmp_path):
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_append, args=(tmp_path, name)) for name in "甲乙"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert len(Records(tmp_path).read("exemption")) == 10

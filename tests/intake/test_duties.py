"""Duties: who must report what by when, and who has not."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import DamagedFileError, NoDataError
from incuanalysis.intake.forms.declaration import open_form
from incuanalysis.intake.forms.duties import DUTIES_FILE, EXAMPLE_FILE, DueRule, Duty, expected, read_duties
from incuanalysis.intake.forms.missing import Arrived, missing, missing_table, say_missing
from incuanalysis.project import Project
from incuanalysis.vocabulary.periods import Month, Period

Q4 = Period.parse("2023Q4")
JANUARY = dt.date(2024, 1, 15)
CARRIERS = pd.DataFrame(
    {"id": ["c1", "c2", "c3"], "name": ["海创", "蓝湾", "别处"], "region": ["330305001", "330305101", "330302006"]}
)
months = st.builds(Month, st.integers(1950, 2198), st.integers(1, 12))


def duty(**changes):
    base = {
        "id": "d", "form": "quarterly", "title": "季度表", "frequency": "quarter",
        "units": {"children_of": "洞头区"}, "due": {"day": 10},
    }  # fmt: skip
    return Duty.model_validate(base | changes)


def received(*rows):
    columns = ["region", "carrier", "frequency", "first", "last", "received_at"]
    return pd.DataFrame([row if len(row) == 6 else (*row, None) for row in rows], columns=columns)


def town(region, day, carrier=None):
    return (region, carrier, "quarter", 202310, 202312, day)


@given(months, st.integers(1, 31), st.integers(0, 12))
def test_a_return_is_due_in_the_month_meant_on_the_day_meant_or_its_last(month, day, after):
    due = DueRule(day=day, months_after=after).on(Period(month, month))
    wanted = month.plus(after)
    assert (due.year, due.month) == (wanted.year, wanted.month)
    assert due.day == min(day, wanted.last_day().day)


@given(months, st.integers(1, 31))
def test_a_later_day_or_month_is_never_due_earlier(month, day):
    period = Period(month, month)
    days = [DueRule(day=day, months_after=after).on(period) for after in range(13)]
    assert days == sorted(days)
    assert DueRule(day=max(day - 1, 1)).on(period) <= DueRule(day=day).on(period)


def test_the_twentieth_of_the_quarter_s_last_month_lies_in_the_quarter():
    assert DueRule(day=20, months_after=0).on(Q4) == dt.date(2023, 12, 20)
    assert DueRule(day=31).on(Period.parse("2024-01")) == dt.date(2024, 2, 29)


def test_the_towns_of_a_district_are_expected_in_the_order_of_the_vocabulary(words):
    dues = expected([duty()], words, None, Q4)
    assert [due.name for due in dues][:2] == ["北岙街道", "灵昆街道"]
    assert len(dues) == 8
    assert {(due.unit_kind, due.carrier, due.date) for due in dues} == {("region", "", dt.date(2024, 1, 10))}


def test_a_district_s_towns_are_those_of_the_period(words):
    names = {due.name for due in expected([duty(units={"children_of": "330305"})], words, None, Period.parse("2014Q4"))}
    assert "灵昆街道" not in names
    assert "北岙街道" in names


def test_carriers_are_expected_for_the_region_they_lie_in(words):
    dues = expected([duty(units={"carriers_of": "洞头"})], words, CARRIERS, Q4)
    assert [(due.unit_kind, due.carrier, due.region) for due in dues] == [
        ("carrier", "c1", "330305001"),
        ("carrier", "c2", "330305101"),
    ]
    assert expected([duty(units={"carriers_of": "洞头"})], words, None, Q4) == []


def test_regions_before_carriers_and_each_return_once_with_the_earlier_day(words):
    duties = [
        duty(id="a", units={"carriers_of": "洞头区"}),
        duty(id="b"),
        duty(id="c", units={"regions": ["东屏街道"]}, due={"day": 5}),
    ]
    dues = expected(duties, words, CARRIERS, Q4)
    assert [due.unit_kind for due in dues] == ["region"] * 8 + ["carrier"] * 2
    assert {due.name: due.date.day for due in dues}["东屏街道"] == 5


def test_only_units_in_a_region_are_kept_if_one_is_given(words):
    duties = [duty(), duty(id="b", units={"children_of": "鹿城区"}), duty(id="c", units={"carriers_of": "温州"})]
    dues = expected(duties, words, CARRIERS, Q4, "330302")
    assert {due.region[:6] for due in dues} == {"330302"}
    assert "别处" in {due.name for due in dues}


@pytest.mark.parametrize(
    ("changes", "period", "holds"),
    [
        ({}, "2023Q4", True),
        ({}, "2023-12", False),
        ({"valid_from": "2023-12"}, "2023Q4", True),
        ({"valid_from": "2024-01"}, "2023Q4", False),
        ({"valid_to": "2023-12"}, "2023Q4", True),
        ({"valid_to": "2023-11"}, "2023Q4", False),
        ({"frequency": "month"}, "2023-12", True),
    ],
)
def test_a_duty_holds_for_periods_of_its_length_that_end_within_it(changes, period, holds):
    assert duty(**changes).holds_for(Period.parse(period)) is holds


def test_what_is_missing_late_or_not_yet_due_is_told_with_the_days(words):
    dues = expected([duty()], words, None, Q4)
    back = received(
        town("330305001", "2024-01-10"),
        town("330305002", "2024-01-12T08:00:00Z"),
        town("330305002", "2024-01-14"),
        town("330305003", "2024-01-16"),
        town("330305004", "2024-01-09", "c1"),
        ("330305005", None, "quarter", 202307, 202309, "2023-10-01"),
        ("330305006", None, "year", 202301, 202312, "2024-01-05"),
    )
    found = {gap.due.name: (gap.status, gap.days) for gap in missing(dues, back, JANUARY)}
    assert "北岙街道" not in found
    assert found.pop("灵昆街道") == ("late", 2)
    assert set(found.values()) == {("missing", 5)}
    assert len(found) == 6


def test_on_the_last_day_a_return_is_not_missing_yet(words):
    dues = expected([duty(units={"regions": ["北岙街道"]})], words, None, Q4)
    (gap,) = missing(dues, received(), dt.date(2024, 1, 10))
    assert (gap.status, gap.days) == ("not_yet_due", 0)
    (gap,) = missing(dues, received(), dt.date(2024, 1, 11))
    assert (gap.status, gap.days) == ("missing", 1)


def test_a_carrier_s_return_counts_wherever_it_lies_by_now(words):
    dues = expected([duty(units={"carriers_of": "洞头区"})], words, CARRIERS, Q4)
    gaps = missing(dues, received(town("330305", "2024-01-02", "c1")), JANUARY)
    assert [gap.due.carrier for gap in gaps] == ["c2"]


def test_forms_of_one_frequency_are_told_apart_where_the_return_says_which(words):
    duties = [duty(units={"regions": ["北岙街道"]}), duty(id="r", form="carriers", units={"regions": ["北岙街道"]})]
    dues = expected(duties, words, None, Q4)
    back = received(town("330305001", "2024-01-02"))
    assert missing(dues, back, JANUARY) == []
    assert [gap.due.form for gap in missing(dues, back.assign(form="quarterly"), JANUARY)] == ["carriers"]


def test_the_sentence_counts_and_names_as_an_official_writes(words):
    dues = expected([duty()], words, None, Q4)
    back = received(
        *(town(due.region, "2024-01-05") for due in dues[:4]),
        town(dues[4].region, "2024-01-12"),
        town(dues[5].region, "2024-01-08"),
    )
    gaps = missing(dues, back, JANUARY)
    assert say_missing(dues, gaps, JANUARY) == (
        "季度表（2023年第四季度）：截至2024年1月15日，应报8家，已报6家（其中迟报1家），"
        "未报2家：大门镇（逾期5天）、鹿西乡（逾期5天）。"
    )
    all_in = received(*(town(due.region, "2024-01-05") for due in dues))
    assert say_missing(dues, missing(dues, all_in, JANUARY), JANUARY).endswith("应报8家，已报8家。")
    early = dt.date(2024, 1, 2)
    said = say_missing(dues[:1], missing(dues[:1], received(), early), early)
    assert said.endswith("已报0家，未到期1家：北岙街道（2024年1月10日前）。")
    assert say_missing([], [], JANUARY) == "截至2024年1月15日，没有应报的报表。"


def test_the_table_is_aligned_and_the_dictionaries_are_plain(words):
    dues = expected([duty(units={"regions": ["北岙街道", "大门镇"]})], words, None, Q4)
    gaps = missing(dues, received(town("330305101", "2024-01-12")), JANUARY)
    assert missing_table(gaps).splitlines() == [
        "单位      报表    报告期          应报日期    状态  逾期天数",
        "北岙街道  季度表  2023年第四季度  2024-01-10  未报  5",
        "大门镇    季度表  2023年第四季度  2024-01-10  迟报  2",
    ]
    assert missing_table([]) == ""
    first, second = (gap.as_dict() for gap in gaps)
    assert (first["status"], first["days"], first["received_on"], first["period"]) == ("missing", 5, None, "2023Q4")
    assert (second["received_on"], second["date"]) == ("2024-01-12", "2024-01-10")


def test_what_came_but_could_not_be_used_is_named_with_its_file(words):
    dues = expected([duty(units={"regions": ["北岙街道", "东屏街道", "大门镇"]})], words, None, Q4)
    day = dt.date(2024, 1, 9)
    came = dict(zip(dues, [Arrived("a.xls", day, "unreadable"), Arrived("b.xls", day, "unusable")], strict=False))
    gaps = missing(dues, received(), JANUARY, came)
    assert say_missing(dues, gaps, JANUARY) == (
        "季度表（2023年第四季度）：截至2024年1月15日，应报3家，已报0家，未报1家：大门镇（逾期5天）；"
        "收到但无法读取1家：北岙街道（a.xls，2024年1月9日收到）；收到但未能入库1家：东屏街道（b.xls，2024年1月9日收到）。"
    )
    line = missing_table(gaps).splitlines()[1]
    assert line.split()[4:] == ["收到但无法读取", "5", "a.xls"]
    assert gaps[0].as_dict()["file"] == {"state": "unreadable", "name": "a.xls", "received_on": "2024-01-09"}
    early = missing(dues, received(), dt.date(2024, 1, 8), came)
    assert {(gap.status, gap.arrived) for gap in early} == {("not_yet_due", None)}
    assert "还有2天" in missing_table(early)
    assert "收到的文件" not in missing_table(early)


@given(st.lists(st.tuples(st.integers(0, 7), st.dates(dt.date(2023, 12, 1), dt.date(2024, 2, 28))), max_size=12))
def test_expected_is_in_time_late_missing_and_waiting_together(words, came):
    dues = expected([duty()], words, None, Q4)
    back = received(*(town(dues[number].region, day.isoformat()) for number, day in came))
    gaps = missing(dues, back, JANUARY)
    seen = {number for number, day in came if day <= JANUARY}
    late = {gap.due for gap in gaps if gap.status == "late"}
    assert {gap.due for gap in gaps if gap.status == "missing"} == {d for n, d in enumerate(dues) if n not in seen}
    assert all(gap.days > 0 for gap in gaps)
    assert [gap.due for gap in gaps] == [due for due in dues if due in {gap.due for gap in gaps}]
    assert len(late) <= len(seen)
    assert missing(dues, back.iloc[::-1], JANUARY) == gaps


def own_project(tmp_path, content):
    path = tmp_path / DUTIES_FILE
    path.parent.mkdir(parents=True)
    path.write_text(content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True), "utf-8")
    return Project(tmp_path)


def test_the_example_can_be_used_as_it_is(project, words, tmp_path):
    own = own_project(tmp_path, (Path(project.root) / EXAMPLE_FILE).read_text("utf-8"))
    duties = read_duties(own, words)
    assert {one.frequency for one in duties} == {"quarter", "month", "year"}
    for one in duties:
        form = open_form(project, one.form, words)
        assert form.frequency == one.frequency
        assert ("carrier" if one.units.carriers_of else "town") in form.audience
    assert expected(duties, words, CARRIERS, Q4)


def test_a_project_without_duties_is_told_where_the_example_is(tmp_path, words):
    with pytest.raises(NoDataError, match=r"duties\.example\.yml"):
        read_duties(Project(tmp_path), words)


ONE = {"id": "a", "form": "quarterly", "frequency": "quarter", "units": {"children_of": "洞头区"}, "due": {"day": 10}}


EXAMPLE = """duties:
  - id: towns
    form: quarterly
    title: 季度表
    frequency: quarter
    units: {children_of: 洞头区}
    due: {day: 10}
    valid_from: "2022-10"
"""


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("    form", "\tform", "第3行第1列", "Tab"),
        ("title: 季度表", "title：季度表", "第4行第5列", "全角“：”"),
        ("title: 季度表", "title: 季度表: 甲", "第4行第15列", "只有一个冒号"),
        ("{day: 10}", "{day: 10", "第8行", "成对的括号"),
        ("{day: 10}", "{day: 32}", "第7行第16列", "不大于31的数"),
        ("quarter\n", "季\n", "第5行第16列", "month、quarter、half、year之一"),
        ("title:", "titel:", "第4行第12列", "核对名称的拼写"),
        ("    form: quarterly\n", "", "第2行第5列", "填写此项"),
        ("洞头区", "洞头取", "第6行第5列", "洞头取"),
        ('"2022-10"', "2022-13-45", "第8行第17列", "可识别的日期"),
        ("季度表", "季度\a表", "第4行第14列", "控制字符"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_line_and_column(tmp_path, words, old, new, place, said):
    assert old in EXAMPLE
    with pytest.raises(DamagedFileError) as error:
        read_duties(own_project(tmp_path, EXAMPLE.replace(old, new, 1)), words)
    assert place in error.value.message
    assert said in error.value.message
    assert "Line " in error.value.message
    assert len(error.value.message.splitlines()) == 1


def test_a_file_that_is_not_in_utf_8_is_told_how_to_save_it(tmp_path, words):
    file = tmp_path / "duties.yml"
    file.write_bytes(EXAMPLE.encode("gb18030"))
    with pytest.raises(DamagedFileError, match="另存为UTF-8"):
        read_duties(Project(tmp_path), words, file)


@given(st.text(max_size=60) | st.binary(max_size=60))
def test_no_file_of_duties_makes_reading_fail_otherwise(tmp_path_factory, words, content):
    file = tmp_path_factory.getbasetemp() / "any.yml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))
    with pytest.raises(DamagedFileError) as error:
        read_duties(Project(file.parent), words, file)
    assert len(error.value.message.splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("duties: [", "第1行第10列"),
        ("- 1", "'duties'"),
        ({"duties": [ONE, ONE]}, "twice"),
        ({"duties": [ONE | {"due": {"day": 32}}]}, r"due\.day"),
        ({"duties": [ONE | {"due": {"day": 1, "months_after": -1}}]}, "months_after"),
        ({"duties": [ONE | {"frequency": "week"}]}, "frequency"),
        ({"duties": [ONE | {"units": {}}]}, "give one of"),
        ({"duties": [ONE | {"units": {"children_of": "洞头区", "carriers_of": "洞头区"}}]}, "give one of"),
        ({"duties": [ONE | {"units": {"regions": ["洞头镇"]}}]}, "洞头"),
        ({"duties": [ONE | {"valid_from": "2024-01", "valid_to": "2023-01"}]}, "before"),
        ({"duties": [ONE | {"valid_from": "2024年"}]}, "2022-01"),
        ({"duties": [ONE | {"colour": "red"}]}, "colour"),
        ({"duties": ["a"]}, r"duties\.1"),
    ],
)
def test_duties_that_are_wrong_are_refused_with_number_and_field(tmp_path, words, content, message):
    with pytest.raises(DamagedFileError, match=message) as error:
        read_duties(own_project(tmp_path, content), words)
    assert "duties.yml" in str(error.value)


def test_names_are_printed_with_full_width_brackets(words):
    dues = expected([duty(units={"regions": ["鹿城经开区"]})], words, None, Q4)
    assert [due.name for due in dues] == ["温州鹿城经济开发区（筹）"]

"""The audit: which files and returns belong, how the calendar stands, what is grouped, revised and far from the rest."""

import datetime as dt
import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.display.charts.calendar import shown_rows
from incuanalysis.display.context import open_report
from incuanalysis.display.data_audit.kinds import kind_name
from incuanalysis.errors import BadInputError
from incuanalysis.intake.audit import evaluate, load_audit, load_table
from incuanalysis.intake.audit.belonging import answers, returns_of
from incuanalysis.intake.audit.coverage import calendars, slots
from incuanalysis.intake.audit.issues import issues, kinds
from incuanalysis.intake.audit.spread import LIMIT, modified_z, spreads
from incuanalysis.intake.findings import sentences
from incuanalysis.intake.forms.duties import Due
from incuanalysis.intake.load import take_queries
from incuanalysis.intake.returns.tables import side_table
from incuanalysis.intake.store import Store
from incuanalysis.vocabulary.periods import Period

Q4 = Period.parse("2023Q4")
TOWNS = ("330305001", "330305002", "330305003", "330305004", "330305005", "330305006", "330305101", "330305202")
COLUMNS = ("region", "carrier", "register", "frequency", "first", "last", "received_at", "series", "sequence", "file", "sheet", "demo")  # fmt: skip


def returned(
    region, frequency, first, last, on="2024-01-05", *, carrier=None, register="", series="洞头区科技局", file="a"
):
    row = (region, carrier, register, frequency, first, last, on, series, 1, file, "表1", True)
    return dict(zip(COLUMNS, row, strict=True))


def frame(*rows):
    return pd.DataFrame(list(rows), columns=list(COLUMNS))


def value(region, number, *, indicator="tenants", first=202310, last=202312, basis="stock", carrier=None):
    return {"region": region, "carrier": carrier, "indicator": indicator, "first": first, "last": last, "basis": basis, "value": number}  # fmt: skip


def observation(region, number, sequence=1, recorded_at="2024-01-05", **more):
    return {
        **value(region, number), "period": "2023Q4", "series": "洞头区科技局", "source_class": "return", "unit": "家", "printed": f"{number}",
        "qualifier": "exact", "status": "reported", "sequence": sequence, "recorded_at": recorded_at, "demo": True, "file": f"f{sequence}",
        "sheet": "表1", "cell": "B2", "source": "洞头区科技局：表.xlsx（2024-01-05收）", "source_en": "", "note": None, **more,
    }  # fmt: skip


def received(sequence, name, on="2024-01-05", series="洞头区科技局", *, stored=2, quarantined=0, demo=True):
    status = "unreadable" if not stored and not quarantined else "stored" if not quarantined else "partly"
    return {
        "sequence": sequence, "file": f"f{sequence}", "name": name, "series": series, "received_on": on, "format": "xlsx",
        "status": status, "cells": stored + quarantined + 5, "stored": stored, "quarantined": quarantined, "labels": 5, "demo": demo,
    }  # fmt: skip


def waiting(cell, code="not_a_number", file="f1", **facts):
    return {
        "file": file, "name": "洞头区/表.xlsx", "sequence": 1, "series": "洞头区科技局", "received_on": "2024-01-05", "sheet": "表1",
        "cell": cell, "printed": "x", "code": code, "facts": json.dumps(facts or {"heading": "在孵企业", "found": cell}),
    }  # fmt: skip


def checked(region, file, code="digit_slip", **facts):
    said = {
        "name": "在孵企业",
        "period": "2023年第四季度",
        "found": "470",
        "unit": "家",
        "other_period": "2023年第三季度",
        "other": "47",
    }
    said |= {"other_file": "f0", "other_cell": "B2", "direction": "大", "factor": "10", "likely": "", **facts}
    return {"region": region, "file": file, "sheet": "表1", "cell": "B2", "code": code, "facts": json.dumps(said)}


@pytest.fixture
def own_store(tmp_path):
    """A store with two returns of the district, a correction, a file that cannot be read and one of another region."""
    store = Store(tmp_path / "sample" / "store")
    rows = [observation(town, 10.0 + number) for number, town in enumerate(TOWNS)]
    rows += [observation(TOWNS[0], 99.0, 3, "2024-02-02"), observation(TOWNS[1], 11.0, 3, "2024-02-02")]
    tables = {
        "files": [
            received(1, "洞头区/2023年第四季度表.xlsx", quarantined=3),
            received(2, "洞头区2023年12月扫描件.xlsx", "2024-03-30", stored=0),
            received(3, "更正.xlsx", "2024-02-02"),
            received(4, "洞头区2024年第一季度表.xlsx", "2024-04-06", stored=0),
            received(5, "鹿城区2023年第四季度表.xlsx", series="鹿城区科技局"),
        ],
        "returns": [
            *(returned(town, "quarter", 202310, 202312, file="f1") for town in TOWNS[:7]),
            returned(TOWNS[0], "quarter", 202310, 202312, "2024-02-02", file="f3"),
            returned("330302", "quarter", 202310, 202312, series="鹿城区科技局", file="f5"),
        ],
        "quarantine": [waiting("C5"), waiting("C6"), waiting("D5", heading="其他", found="y"), waiting("C5", file="f5")],
        "findings": [{"file": "f2", "sequence": 2, "sheet": "", "cell": "", "code": "file_empty", "facts": "{}"}],
        "checks": [checked(TOWNS[2], "f1", other_file="f3"), checked("330302", "f5")],
    }  # fmt: skip
    store.replace(pd.DataFrame(rows), {}, tables={name: side_table(name, listed) for name, listed in tables.items()})
    duty = "{id: towns, form: quarterly, title: 季报, frequency: quarter, units: {children_of: 洞头区}, due: {day: 10}, valid_from: '2023-01'}"
    (store.folder.parent / "duties.yml").write_text(f"duties:\n  - {duty}\n", encoding="utf-8")
    return store


@pytest.fixture
def audited(own_store):
    report = open_report("洞头区", "2023Q4", store=own_store.folder)
    data = load_audit(report.region.id, report.period)
    return data, evaluate(data, report.words), take_queries()


def test_only_files_of_the_region_and_period_belong(audited):
    data, audit, _ = audited
    assert data.files["file"].tolist() == [
        "f1",
        "f2",
        "f3",
    ]  # f2 by its name, though received late; f4 is the next quarter's
    assert (audit.stored, audit.quarantined, audit.received) == (4, 3, 7)
    assert set(data.quarantine["file"]) == {"f1"}
    assert data.checks["region"].tolist() == [TOWNS[2]]


def test_the_calendar_says_who_was_in_time_and_who_is_missing(audited):
    data, audit, _ = audited
    assert data.today == dt.date(2024, 4, 6)
    assert audit.states() == {"in_time": 7, "missing": 1}
    (quarters,) = audit.calendars
    assert [str(period) for period in quarters.periods] == ["2023Q1", "2023Q2", "2023Q3", "2023Q4"]
    gap = next(slot for slot in audit.slots if slot.state == "missing")
    assert (gap.due.region, gap.days) == (TOWNS[7], 87)


def test_revisions_name_the_old_value_and_leave_out_what_did_not_change(audited):
    data, audit, _ = audited
    assert audit.changed[["region", "old", "value"]].values.tolist() == [[TOWNS[0], 10.0, 99.0]]
    assert audit.repeated == 1
    assert data.since == dt.date(2023, 9, 30)


def test_revisions_before_the_last_edition_are_left_out(own_store):
    report = open_report("洞头区", "2023Q4", store=own_store.folder)
    data = load_audit(report.region.id, report.period, "2024-02-02")
    assert data.revised.empty


def test_a_date_of_the_last_edition_that_is_none_is_refused(own_store):
    report = open_report("洞头区", "2023Q4", store=own_store.folder)
    with pytest.raises(BadInputError, match="since is a date"):
        load_audit(report.region.id, report.period, "上次")


def test_everything_is_recorded_and_demonstration_data_are_told(audited):
    data, _, queries = audited
    tables = [query.query.get("table") for query in queries]
    assert {"files", "returns", "quarantine", "findings", "checks", "registers"} <= set(tables)
    by_table = {query.query.get("table"): query for query in queries if query.query.get("table") != "files"}
    assert by_table["quarantine"].demo
    assert by_table["quarantine"].rows == 3
    assert data.demo
    assert any("revisions_after" in query.query for query in queries)
    assert any("duties" in query.query for query in queries)
    assert all(len(query.digest) == 64 for query in queries)


def test_names_of_files_stand_in_place_of_the_hashes_under_which_they_are_kept(audited):
    data, _, _ = audited
    assert json.loads(data.checks["facts"][0])["other_file"] == "更正.xlsx"


def test_as_of_hides_what_came_later(own_store):
    report = open_report("洞头区", "2023Q4", as_of="2024-01-08", store=own_store.folder)
    data = load_audit(report.region.id, report.period)
    audit = evaluate(data, report.words)
    assert data.today == dt.date(2024, 1, 8)
    assert data.files["file"].tolist() == ["f1"]
    assert data.findings.empty
    assert audit.states() == {"in_time": 7, "not_yet_due": 1}
    assert audit.changed.empty


def test_a_town_is_audited_by_itself(own_store):
    report = open_report(TOWNS[7], "2023Q4", store=own_store.folder)
    audit = evaluate(load_audit(report.region.id, report.period), report.words)
    assert audit.states() == {"missing": 1}
    assert not audit.received


def test_a_store_without_returns_is_audited_as_published_data(store):
    report = open_report("全国", "2023", store=store.folder)
    data = load_audit(report.region.id, report.period)
    audit = evaluate(data, report.words)
    assert data.dues is None
    assert data.today is None
    assert not data.demo
    assert audit.slots is None
    assert not audit.issues
    assert all(len(spread.values) == 31 for spread in audit.spreads)


def test_a_side_table_is_loaded_with_a_query(own_store):
    take_queries()
    rows = load_table("returns", {"region": [TOWNS[0]]}, store=own_store.folder)
    (query,) = take_queries()
    assert len(rows) == query.rows == 2
    assert query.demo
    assert query.recorded_at == "2024-02-02"


@pytest.mark.parametrize(("name", "where"), [("nothing", {}), ("files", {"colour": ["red"]})])
def test_an_unknown_table_or_column_is_refused_with_the_known_ones(own_store, name, where):
    with pytest.raises(BadInputError, match=r"Expected.*file"):
        load_table(name, where, store=own_store.folder)


def test_running_totals_answer_for_the_month_and_quarter_that_they_end_with():
    rows = frame(
        returned("420700", "span", 202301, 202302),
        returned("420700", "quarter", 202301, 202303),
        returned("420700", "half", 202301, 202306),
        returned("330305", "quarter", 202301, 202303),
    )
    answered = answers(rows)
    own = answered[answered["region"] == "420700"]
    months = own[own["frequency"] == "month"]
    assert months["last"].tolist() == [202302, 202303, 202306]
    assert set(own.loc[own["frequency"] == "quarter", "last"]) == {202303, 202306}
    assert len(answered[answered["region"] == "330305"]) == 1  # a quarterly return is no monthly one


def test_returns_of_a_period_are_those_inside_it_and_running_totals_up_to_its_end():
    rows = frame(
        returned("330305", "month", 202311, 202311),
        returned("330305", "quarter", 202310, 202312),
        returned("330305", "year", 202301, 202312),
        returned("420700", "span", 202301, 202311),
        returned("330305", "month", 202401, 202401),
    )
    found = returns_of(rows, {"330305", "420700"}, Q4)
    assert found["frequency"].tolist() == ["month", "quarter", "span"]


def test_cells_with_the_same_problem_are_one_issue_and_kinds_count_their_cells():
    none = pd.DataFrame(columns=["file", "sheet", "cell", "code", "facts", "name"])
    table = pd.DataFrame(
        [waiting("C5"), waiting("C6"), waiting("D5", heading="其他", found="y"), waiting("C5", "no_table", a="b")]
    )
    found = issues(table, none, none)
    assert [(issue.finding.code, issue.cells) for issue in found] == [
        ("not_a_number", ("C5", "C6")), ("not_a_number", ("D5",)), ("no_table", ("C5",)),
    ]  # fmt: skip
    assert [(kind.code, kind.places, kind.files) for kind in kinds(found)] == [
        ("not_a_number", 3, 1),
        ("no_table", 1, 1),
    ]


def test_an_outlier_is_named_among_eight_units_and_none_among_seven(words):
    numbers = [10, 11, 12, 13, 14, 15, 16, 900]
    for towns, expected in ((TOWNS, [TOWNS[7]]), (TOWNS[1:], [])):
        rows = pd.DataFrame(
            [value(town, float(number)) for town, number in zip(towns, numbers[-len(towns) :], strict=True)]
        )
        (spread,) = spreads(rows, "330305", Q4, words)
        assert [outlier.unit for outlier in spread.outliers] == expected
        assert spread.judged == (len(towns) >= 8)


def test_carriers_are_shown_where_more_of_them_report_than_regions(words):
    rows = [value(TOWNS[0], 5.0), value(TOWNS[1], 6.0), value(TOWNS[2], 7.0)]
    rows += [value(TOWNS[0], float(number), carrier=f"c{number}") for number in range(1, 10)]
    (spread,) = spreads(pd.DataFrame(rows), "330305", Q4, words)
    assert set(spread.values.index) == {f"c{number}" for number in range(1, 10)}


def test_two_units_make_no_spread(words):
    assert spreads(pd.DataFrame([value(TOWNS[0], 1.0), value(TOWNS[1], 2.0)]), "330305", Q4, words) == ()


@given(st.lists(st.floats(0.01, 1e9), min_size=1, max_size=40), st.floats(0.01, 1e6))
def test_scores_do_not_depend_on_the_unit_of_measurement_of_shifted_values(numbers, shift):
    values = pd.Series(numbers)
    scores = modified_z(values)
    assert scores.notna().all()
    assert (modified_z(values * 2.0) - scores).abs().max() < 1e-6
    assert not (modified_z(pd.Series([shift] * 9)).abs() > LIMIT).any()


def due(period, unit="330305001", form="quarterly"):
    when = Period.parse(period)
    return Due("region", unit, "", unit, form, form, when, when.last.plus(1).last_day())


def test_every_expected_return_has_one_state():
    dues = [due("2023Q3"), due("2023Q4"), due("2023-12", form="monthly")]
    came = answers(frame(returned("330305001", "quarter", 202307, 202309, "2023-11-02")))
    found = slots(dues, came, dt.date(2024, 1, 20))
    assert [slot.state for slot in found] == ["late", "not_yet_due", "not_yet_due"]
    assert [calendar.frequency for calendar in calendars(found)] == ["quarter", "month"]


def test_of_too_many_rows_those_with_most_gaps_are_shown_in_their_order():
    dues = [due("2023Q4", f"unit{number:02d}") for number in range(45)]
    came = answers(frame(*(returned(f"unit{number:02d}", "quarter", 202310, 202312) for number in range(40))))
    (quarters,) = calendars(slots(dues, came, dt.date(2024, 3, 1)))
    rows, left = shown_rows(quarters)
    assert left == 5
    names = [one.region for one, _ in rows]
    assert names == sorted(names)
    assert names[-5:] == [f"unit{number}" for number in range(40, 45)]


def test_every_kind_of_finding_has_a_short_name():
    unnamed = [code for code in sentences() if kind_name(code) == kind_name("a_code_of_tomorrow")]
    assert not unnamed, "give these codes short names in incuanalysis/display/data_audit/kinds.py"

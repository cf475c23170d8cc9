"""Ledgers as workbooks: written, filled in, read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.ledgers import project_ledger, read_ledger, site_ledger, task_ledger, write_ledger
from incuanalysis.evaluation.ledgers.sentences import SENTENCES, LedgerFinding
from incuanalysis.evaluation.ledgers.tasks import WRITTEN_TASK_STATES
from incuanalysis.plans.model import Plan


def words(text: str) -> dict[str, str]:
    return {"zh": text, "en": f"({text})"}


def make_plan(id: str = "demo_plan", title: str = "编制规划") -> Plan:
    cites = [{"section": "附件"}]
    target = {
        "id": "space", "name": words("新增孵化面积"), "indicator": "area_total", "comparator": "at_least",
        "lines": {"base": {"value": 10.0}}, "unit": "万平方米", "due": "2024-12", "basis": "since_start", "cites": cites,
    }  # fmt: skip
    tasks = [
        {
            "number": 1,
            "title": words(title),
            "lead": ["区科技局"],
            "joint": ["北岙街道"],
            "due": "2022-12",
            "cites": cites,
        },
        {"number": 2, "title": words("盘活空间"), "joint": ["北岙街道", "大门镇"], "cites": cites},
    ]
    return Plan.model_validate(
        {
            "id": id, "region": "330305", "first": "2022-01", "last": "2024-12",
            "document": {"title": words("演示行动计划"), "issuer": "演示单位", "date": dt.date(2022, 5, 1)},
            "carrier_types": ["incubator"], "targets": [target], "tasks": tasks,
        }
    )  # fmt: skip


PLAN = make_plan()
ON = "2023-06-30"
BEFORE = {
    "plan": "demo_plan", "task": 1, "unit": "区科技局", "status": "under_way", "date": "2022-09-30",
    "milestone": "初稿完成", "evidence": "会议纪要", "note": "=1+1",
}  # fmt: skip
STATE, DATE, MILESTONE, EVIDENCE, DOCUMENT, DUE, NOTE = "GHIJKLM"


def ledger(records: list[dict[str, Any]] | None = None) -> pd.DataFrame:
    return task_ledger(PLAN, pd.DataFrame([BEFORE] if records is None else records), None, ON)


def fill(tmp_path: Path, cells: dict[str, Any], frame: pd.DataFrame | None = None) -> Path:
    """Write a ledger and fill in cells of its sheet."""
    path = write_ledger(ledger() if frame is None else frame, tmp_path / "ledger.xlsx", PLAN)
    book = openpyxl.load_workbook(path)
    for name, value in cells.items():
        book.worksheets[0][name] = value
    book.save(path)
    return path


def codes(findings: list[LedgerFinding]) -> list[tuple[str, str]]:
    return [(finding.code, finding.cell) for finding in findings]


def test_what_was_filled_in_comes_back_as_records(tmp_path: Path) -> None:
    path = fill(
        tmp_path,
        {
            "G4": "已完成",
            "H4": dt.date(2023, 6, 20),
            "J4": "洞科〔2023〕1号",
            "G6": "推进中",
            "H6": "2023年6月1日",
            "I6": 3,
        },
    )
    records, findings = read_ledger(path, PLAN, received="2023-07-05")
    assert findings == []
    assert records.attrs["kind"] == "task_status"
    assert records.to_dict("records") == [
        {
            "plan": "demo_plan", "task": "1", "unit": "区科技局", "status": "done", "date": "2023-06-20",
            "milestone": "初稿完成", "evidence": "洞科〔2023〕1号", "document": "", "due": "", "note": "=1+1",
        },
        {
            "plan": "demo_plan", "task": "2", "unit": "北岙街道", "status": "under_way", "date": "2023-06-01",
            "milestone": "3", "evidence": "", "document": "", "due": "", "note": "",
        },
    ]  # fmt: skip
    after = task_ledger(PLAN, pd.concat([pd.DataFrame([BEFORE]), records]), None, ON)
    assert after["status"].tolist() == ["done", "not_reported", "under_way", "not_reported"]


def test_a_workbook_is_locked_checked_and_the_same_for_the_same_ledger(tmp_path: Path) -> None:
    first = write_ledger(ledger(), tmp_path / "a.xlsx", PLAN, demo=True)
    second = write_ledger(ledger(), tmp_path / "b.xlsx", PLAN, demo=True)
    assert first.read_bytes() == second.read_bytes()
    book = openpyxl.load_workbook(first)
    sheet = book.worksheets[0]
    assert sheet["A1"].value == "演示行动计划任务进展台账（演示数据）"
    assert sheet["G2"].value == "月份：2023年6月"
    assert book.security.lockStructure
    assert sheet.protection.sheet
    assert book["_incu"].sheet_state == "veryHidden"
    assert not sheet[f"{STATE}4"].protection.locked
    assert sheet["C4"].protection.locked
    assert {rule.type for rule in sheet.data_validations.dataValidation} == {"list", "date", "textLength"}
    assert sheet[f"{DATE}4"].value.date() == dt.date(2022, 9, 30)


def test_a_text_that_looks_like_a_formula_is_written_and_read_as_a_text(tmp_path: Path) -> None:
    texts = {"milestone": "=HYPERLINK(1)", "evidence": "+86", "note": "@cmd", "document": "-1"}
    path = write_ledger(ledger([{**BEFORE, **texts}]), tmp_path / "ledger.xlsx", PLAN)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    for column in (MILESTONE, EVIDENCE, DOCUMENT, NOTE):
        assert sheet[f"{column}4"].data_type == "s"
        assert sheet[f"{column}4"].quotePrefix
    records, findings = read_ledger(path)
    assert records.empty
    assert findings == []


def test_a_formula_that_was_typed_is_refused_and_not_computed(tmp_path: Path) -> None:
    path = fill(tmp_path, {"G6": "推进中", "H6": dt.date(2023, 6, 1), "I6": "=1+1"})
    records, findings = read_ledger(path)
    assert records.empty
    assert codes(findings) == [("ledger_formula", "I6")]
    assert "=1+1" in findings[0].found


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"G6": "快好了", "H6": "2023-06-01"}, [("ledger_state_unknown", "G6")]),
        ({"H6": "2023-06-01"}, [("ledger_state_blank", "G6")]),
        ({"G4": None}, [("ledger_state_blank", "G4")]),
        ({"G6": "推进中"}, [("ledger_date_blank", "H6")]),
        ({"G6": "推进中", "H6": "六月"}, [("ledger_date_unknown", "H6")]),
        ({"G6": "推进中", "H6": "2023.6.31"}, [("ledger_date_unknown", "H6")]),
        ({"G4": "滞后", "H4": dt.date(2022, 9, 29)}, [("ledger_date_early", "H4")]),
        ({"G6": "推进中", "H6": dt.date(2023, 7, 6)}, [("ledger_date_late", "H6")]),
        ({"G4": "滞后"}, [("ledger_date_same", "H4")]),
        ({"G6": "已调整", "H6": "2023-06-01"}, [("ledger_document_blank", "K6")]),
        ({"G6": "推进中", "H6": "2023-06-01", "L6": "2024-06"}, [("ledger_due_unchanged", "L6")]),
        ({"G6": "已调整", "H6": "2023-06-01", "K6": "甲", "L6": "以后"}, [("ledger_due_unknown", "L6")]),
        ({"G6": "推进中", "H6": "2023-06-01", "M6": "长" * 501}, [("ledger_text_long", "M6")]),
        ({"C4": "别的任务"}, [("ledger_row_altered", "C4")]),
        ({"A5": "1"}, [("ledger_row_twice", "A5"), ("ledger_row_missing", "A3")]),
        ({"A5": "8", "I5": "甲"}, [("ledger_row_added", "A5"), ("ledger_row_missing", "A3")]),
    ],
)
def test_a_row_that_cannot_be_used_says_where_what_and_what_was_expected(
    tmp_path: Path, cells: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    records, findings = read_ledger(fill(tmp_path, cells), PLAN, received="2023-07-05")
    assert records.empty
    assert codes(findings) == expected
    for finding in findings:
        assert finding.sheet == "任务台账"
        assert finding.cell in finding.text()
        assert "{" not in finding.text() + finding.text("en")
        assert finding.as_dict()["text_en"] == finding.text("en")


def test_a_refused_row_does_not_stop_the_others(tmp_path: Path) -> None:
    records, findings = read_ledger(fill(tmp_path, {"G5": "推进中", "G6": "未启动", "H6": "2023-06-01"}))
    assert records["unit"].tolist() == ["北岙街道"]
    assert codes(findings) == [("ledger_date_blank", "H5")]


def test_done_without_evidence_is_taken_and_told(tmp_path: Path) -> None:
    records, findings = read_ledger(fill(tmp_path, {"G6": "已完成", "H6": "2023-06-01"}))
    assert records["status"].tolist() == ["done"]
    assert [(finding.code, finding.severity) for finding in findings] == [("ledger_no_evidence", "warning")]


def test_a_document_may_set_a_new_deadline(tmp_path: Path) -> None:
    cells = {"G6": "已调整", "H6": "2023-06-01", "K6": "洞政〔2023〕2号", "L6": dt.date(2024, 6, 1)}
    records, findings = read_ledger(fill(tmp_path, cells))
    assert findings == []
    assert records[["status", "document", "due"]].to_numpy().tolist() == [["changed", "洞政〔2023〕2号", "2024-06"]]


def test_rows_and_columns_that_were_moved_are_found(tmp_path: Path) -> None:
    path = fill(tmp_path, {"G6": "推进中", "H6": "2023-06-01"})
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(3, 7)]
    moved = book.create_sheet("另表")
    for row in [rows[0], *reversed(rows[1:])]:
        moved.append([None, *reversed(row)])
    book.remove(sheet)
    book.save(path)
    records, findings = read_ledger(path, PLAN)
    assert findings == []
    assert records[["task", "unit", "status"]].to_numpy().tolist() == [["2", "北岙街道", "under_way"]]


def damage(change: Callable[[openpyxl.Workbook], None]) -> Callable[[Path], None]:
    def apply(path: Path) -> None:
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)

    return apply


def _set(sheet: int, name: str, value: str) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        book.worksheets[sheet][name] = value

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (damage(_set(1, "B3", "other_plan")), "damaged"),
        (damage(_set(0, "G3", "情况")), "状态"),
        (damage(lambda book: book.remove(book["_incu"])), "no hidden sheet"),
        (lambda path: path.write_bytes(b"PK\x03\x04 cut short"), "ledger.xlsx"),
        (lambda path: path.write_bytes(b""), "ledger.xlsx"),
        (lambda path: path.unlink(), "cannot be read"),
    ],
)
def test_a_file_that_is_no_ledger_as_sent_out_is_one_clear_message(
    tmp_path: Path, change: Callable[[Path], None], said: str
) -> None:
    path = fill(tmp_path, {})
    change(path)
    with pytest.raises(BadInputError, match=said) as caught:
        read_ledger(path)
    assert caught.value.zh


def test_a_ledger_of_another_plan_or_of_a_task_that_is_gone_is_refused(tmp_path: Path) -> None:
    path = fill(tmp_path, {"G6": "推进中", "H6": "2023-06-01"})
    with pytest.raises(BadInputError, match="expected one of 'other'"):
        read_ledger(path, make_plan("other"))
    fewer = PLAN.model_copy(update={"tasks": PLAN.tasks[:1]})
    records, findings = read_ledger(path, fewer)
    assert records.empty
    assert codes(findings) == [("ledger_row_unknown", "A6")]


def test_a_ledger_without_rows_or_of_another_kind_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no rows"):
        write_ledger(ledger().iloc[:0], tmp_path / "a.xlsx", PLAN)
    with pytest.raises(BadInputError, match="expected a ledger"):
        write_ledger(pd.DataFrame([{"a": 1}]), tmp_path / "a.xlsx", PLAN)
    with pytest.raises(BadInputError, match="two rows have the key"):
        write_ledger(pd.concat([ledger(), ledger()]), tmp_path / "a.xlsx", PLAN)
    with pytest.raises(BadInputError, match="no month"):
        write_ledger(ledger(), tmp_path / "a.xlsx", PLAN, month="九月")
    assert list(tmp_path.iterdir()) == []


SITES = pd.DataFrame(
    [
        {"id": "s1", "name": "霓屿一号地", "region": "330305", "stage": "growth", "town": "霓屿街道", "area": 20000.5, "available": "2023-06"},
        {"id": "s2", "name": "=旧厂房", "region": "330305"},
    ]
)  # fmt: skip


def test_ledgers_of_sites_and_projects_go_the_same_way(tmp_path: Path) -> None:
    sites = site_ledger(SITES, None, None, ON)
    path = fill(tmp_path, {"G4": "竣工", "H4": "2023-06-01", "J4": "竣工备案表"}, sites)
    records, findings = read_ledger(path, PLAN)
    assert findings == []
    assert records.attrs["kind"] == "site_status"
    assert records[["site", "unit", "status"]].to_numpy().tolist() == [["s1", "霓屿街道", "completed"]]
    assert site_ledger(SITES, records, None, ON)["state"].tolist() == ["completed", "unstated"]
    register = pd.DataFrame(
        [{"id": "p1", "name": "科创园", "region": "330305", "state": "building", "investment": 12.5}]
    )
    projects = project_ledger(register, None, None, ON)
    path = fill(tmp_path, {"G4": "结顶", "H4": "2023-06-01"}, projects)
    records, findings = read_ledger(path)
    assert (records.attrs["kind"], records["status"].tolist(), findings) == ("project_status", ["topped_out"], [])
    untouched, _ = read_ledger(write_ledger(projects, tmp_path / "p.xlsx", PLAN))
    assert untouched.empty


TEXT = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    ["=1+1", "+1", "-", "@a", "'=1", "#N/A", "TRUE", "1.0", "2023-01-01", "_x0041_", "\u00a0", "a\r\nb", "1e5", "007"]
)
STATES = st.lists(
    st.fixed_dictionaries(
        {
            "task": st.integers(1, 2),
            "unit": st.sampled_from(["区科技局", "北岙街道", "大门镇"]),
            "status": st.sampled_from(WRITTEN_TASK_STATES),
            "date": st.dates(dt.date(2022, 1, 1), dt.date(2023, 6, 30)).map(str),
            "milestone": TEXT,
            "evidence": TEXT,
            "document": TEXT.map(lambda text: f"文{text}"),
            "note": TEXT,
        }
    ),
    max_size=5,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STATES, TEXT)
def test_what_was_written_and_read_back_unchanged_gives_no_new_records(
    tmp_path: Path, states: list[dict[str, Any]], title: str
) -> None:
    plan = make_plan(title=f"任务{title}")
    found = task_ledger(plan, pd.DataFrame([{"plan": plan.id, **state} for state in states]), None, ON)
    records, findings = read_ledger(write_ledger(found, tmp_path / "ledger.xlsx", plan), plan)
    assert records.empty
    assert findings == []


def test_every_sentence_is_complete_in_both_languages() -> None:
    for code, (severity, zh, en) in SENTENCES.items():
        assert severity in ("error", "warning")
        assert zh.endswith("。")
        assert en.endswith(".")
        assert LedgerFinding(code, "表", "A1").severity == severity

"""Files that came and gave no return: whose they are, as far as that is certain."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from incuanalysis.intake.forms.send import write_forms
from incuanalysis.intake.returns.chase import chase
from incuanalysis.intake.returns.ingest import ingest
from incuanalysis.intake.store import Store
from incuanalysis.vocabulary.periods import Period

DUTIES = """duties:
  - {id: t, form: quarterly, title: 季度表, frequency: quarter, units: {children_of: 洞头区}, due: {day: 10}}
"""


@pytest.fixture
def place(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "duties.yml").write_text(DUTIES, "utf-8")
    return tmp_path


def damaged():
    book = Workbook()
    book.worksheets[0]["A1"] = "表"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()[:2000]


def take(project, place, **options):
    ingest(project, [place / "in"], Store(place / "store"), received_on="2024-01-08", **options)


def gaps(project, place, period="2023Q4", today="2024-01-20"):
    found = chase(project, Store(place / "store"), period, today=today)
    assert len({gap.due.name for gap in found.gaps}) == len(found.gaps)
    return {gap.due.name: (gap.arrived.state, gap.arrived.name) for gap in found.gaps if gap.arrived}


@pytest.mark.parametrize(
    ("name", "options", "unit"),
    [
        ("北岙街道2023年四季度.xlsx", {}, "北岙街道"),
        ("洞头区-北岙街道-2023Q4-季度表.xlsx", {}, "北岙街道"),
        ("北岙2023年10—12月.xlsx", {}, "北岙街道"),
        ("北岙2023年1—12月.xlsx", {}, "北岙街道"),
        ("报表.xlsx", {"sender": "东屏街道", "period": "2023Q4"}, "东屏街道"),
        ("报表.xlsx", {"sender": "东屏街道办事处"}, "东屏街道"),
        ("报表.xlsx", {"region": "东屏街道"}, "东屏街道"),
        ("北岙街道2023年四季度.xlsx", {"sender": "洞头区科技局"}, "北岙街道"),
        ("北岙街道2023年四季度.xlsx", {"sender": "东屏街道"}, "东屏街道"),
        ("北岙街道、东屏街道2023年四季度.xlsx", {}, ""),
        ("北岙街道2023年三季度.xlsx", {}, ""),
        ("2023年四季度.xlsx", {}, ""),
    ],
)
def test_a_file_that_cannot_be_read_is_its_sender_s(project, place, name, options, unit):
    (place / "in" / name).write_bytes(damaged())
    take(project, place, **options)
    assert gaps(project, place) == ({unit: ("unreadable", name)} if unit else {})
    assert gaps(project, place, today="2024-01-07") == {}
    said = chase(project, Store(place / "store"), "2023Q4", today="2024-01-20").text
    assert ("收到但无法读取" in said) is bool(unit)


def returned(project, place, town, change, name):
    for file in write_forms(project, "quarterly", "330305", Period.parse("2023Q3"), place / "out"):
        if town in file.name:
            book = load_workbook(file)
            sheet = book.worksheets[0]
            row = next(row for row in sheet.iter_rows(max_col=4) if row[1].value == "在孵企业")
            row[3].value = 25
            change(sheet)
            book.save(place / "in" / name)


def test_a_form_with_another_title_counts_as_received_and_not_usable(project, place):
    def change(sheet):
        sheet["E3"] = "报告期：2023年四季度"

    returned(project, place, "北岙街道", change, "报送.xlsx")
    result = ingest(project, [place / "in"], Store(place / "store"), received_on="2024-01-08")
    assert (result.stored, result.quarantined) == (0, 1)
    (message,) = result.files[0].messages
    assert (message.code, message.severity) == ("form_contradicts", "error")
    assert "隐藏工作表为北岙街道2023年第三季度，表面写作2023年第四季度" in message.text()
    assert gaps(project, place) == {"北岙街道": ("unusable", "报送.xlsx")}


def test_a_form_that_came_back_empty_is_named_until_a_filled_one_comes(project, place):
    def empty(sheet):
        next(row for row in sheet.iter_rows(max_col=4) if row[1].value == "在孵企业")[3].value = None

    returned(project, place, "北岙街道", empty, "北岙街道2023年三季度.xlsx")
    take(project, place)
    assert gaps(project, place, "2023Q3") == {"北岙街道": ("blank", "北岙街道2023年三季度.xlsx")}
    returned(project, place, "北岙街道", lambda _: None, "北岙街道2023年三季度补.xlsx")
    take(project, place)
    assert gaps(project, place, "2023Q3") == {}

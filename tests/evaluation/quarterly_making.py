"""A small district for tests of the quarterly bulletin: three towns' returns of seven quarters, and records beside them."""

from __future__ import annotations

from pathlib import Path

from incuanalysis.evaluation.questions import Inquiry, open_inquiry
from incuanalysis.intake.returns.ingest import ingest
from incuanalysis.intake.store import Store
from incuanalysis.plans.records import Records
from incuanalysis.project import Project
from tests.intake.making import xlsx

ROOT = Path(__file__).resolve().parents[2]
#: Town → its id, and what the breakdown asks of it by the end of 2023, in 平方米.
TOWNS = {
    "北岙街道": ("330305001", 5_000),
    "东屏街道": ("330305003", 10_000),
    "霓屿街道": ("330305005", 40_000),
    "灵昆街道": ("330305002", 1_000),
}
#: A name that a careless document would read as markup.
NASTY = "<b>甲</b>*局#1$园"
_DOCUMENT = "洞试〔2023〕1号"


def quarter(number: int, year: int) -> bytes:
    """Return a district's return: each quarter 1,000 m² a town more; the last town sends nothing."""
    names = list(TOWNS)[:3]
    rows: list[list[object]] = [[town, number * 1000, number * 10 + at] for at, town in enumerate(names)]
    return xlsx(
        [
            [f"洞头区{year}年第{'一二三四'[number - 1]}季度孵化载体情况表"],
            ["填报单位：洞头区科技局"],
            ["街道（乡镇）", "新增孵化面积（平方米）本年累计", "在孵企业（家）"],
            *rows,
            ["合计", number * 3000, sum(number * 10 + at for at in range(3))],
        ]
    )


def make_store(folder: Path) -> Path:
    """Return a store with the quarters of 2022 and three of 2023, and, in it, the records of the district."""
    given = folder / "in"
    given.mkdir(parents=True)
    store = folder / "store"
    for year, numbers in ((2022, (1, 2, 3, 4)), (2023, (1, 2, 3))):
        for number in numbers:
            (given / f"{year}Q{number}.xlsx").write_bytes(quarter(number, year))
    found = ingest(Project(ROOT), [given], Store(store), received_on="2023-10-12")
    assert found.quarantined == 0, [message for file in found.files for message in file.messages]
    _write(Records(store / "records"))
    return store


def _write(records: Records) -> None:
    on = "2023-10-15"
    units = [
        {"unit": "鹿西乡", "kind": "town", "region": "330305", "first": "2022-01", "state": "entrusted"},
        {"unit": "区科技局", "kind": "department", "region": "330305", "first": "2022-01", "state": "ranked"},
        {"unit": "区经信局", "kind": "department", "region": "330305", "first": "2022-01", "state": "ranked"},
        {"unit": NASTY, "kind": "park", "region": "330305", "first": "2022-01", "state": "ranked"},
    ]
    records.append("assessed_units", [{**row, "document": _DOCUMENT} for row in units], "测试", on)
    parts = [
        {
            "plan": "dongtou", "unit": id, "unit_name": name, "kind": "town", "target": "area_2023",
            "indicator": "new_carrier_area", "line": "base", "year": 2023, "basis": "since_start", "value": float(value),
            "in_unit": "平方米", "printed": f"{value}平方米", "date": "2022-03-15", "document": _DOCUMENT,
        }
        for name, (id, value) in TOWNS.items()
    ]  # fmt: skip
    records.append("breakdown", parts, "测试", on)
    states = [
        {"task": 7, "unit": "区科技局", "status": "under_way", "date": "2023-06-20"},
        {"task": 7, "unit": "区科技局", "status": "done", "date": "2023-09-20"},
        {"task": 3, "unit": "区经信局", "status": "behind", "date": "2023-09-20"},
    ]
    records.append("task_status", [{"plan": "dongtou", "document": _DOCUMENT, **row} for row in states], "测试", on)
    about = {"kind": "quarterly_bulletin", "region": "330305", "period": "2023Q3", "date": on, "document": _DOCUMENT}
    texts = [
        {"section": "practices", "unit": NASTY, "text": "=1+1 建立喆堃𫟹*台账*，<i>按月</i>更新"},
        {"section": "reasons", "unit": "霓屿街道", "text": "厂房改造验收未完成。"},
    ]
    records.append("narrative", [{**about, **row} for row in texts], "测试", on)
    fix = {
        "number": 1,
        "unit": "330305001",
        "item": "在孵企业",
        "before": "29家",
        "after": "30家",
        "reason": "核对报表",
    }
    records.append("correction", [{**about, **fix}], "测试", on)


def ask(store: Path, period: str = "2023Q3", as_of: str | None = None) -> Inquiry:
    """Return an inquiry about the district."""
    return open_inquiry(Project(ROOT), "330305", period, store=store, as_of=as_of)

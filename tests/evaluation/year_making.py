"""A district's year as a store with records: towns with tasks, carriers with numbers, grades and decisions."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from incuanalysis.intake.returns.ingest import ingest
from incuanalysis.intake.store import Store
from incuanalysis.plans.records import Records
from incuanalysis.project import Project
from tests.intake.making import xlsx

ROOT = Path(__file__).resolve().parents[2]
TOWNS = ["北岙街道", "东屏街道", "霓屿街道"]
#: Town → id and what it is to add by the end of 2023; each reports 8,000 m², 大门镇 nothing.
TASKS = {"北岙街道": ("330305001", 4000), "东屏街道": ("330305003", 16000), "大门镇": ("330305101", 2000)}
ODD = "海蓝*号#1 $x$ <b>众创空间</b>"


def quarter(number: int, year: int) -> bytes:
    """Return a district's return: each quarter 1,000 m² a town more."""
    rows: list[list[object]] = [[town, number * 1000] for town in TOWNS]
    return xlsx(
        [
            [f"洞头区{year}年第{'一二三四'[number - 1]}季度孵化载体情况表"],
            ["填报单位：洞头区科技局"],
            ["街道（乡镇）", "新增孵化面积（平方米）本年累计"],
            *rows,
            ["合计", number * 3000],
        ]
    )


def register() -> bytes:
    return xlsx(
        [
            ["洞头区2023年孵化载体登记表"],
            ["填报单位：洞头区科技局"],
            ["载体名称", "载体类型", "综合或专业", "级别", "所在街道（乡镇）", "成立时间"],
            ["海蓝孵化器", "孵化器", "综合", "区级", "北岙街道", "2018-03"],
            ["海湾孵化器", "孵化器", "综合", "市级", "北岙街道", "2019-03"],
            [ODD, "众创空间", None, "未认定", "东屏街道", "2021-05"],
            ["海岛众创空间", "众创空间", None, "区级", "东屏街道", "2021-05"],
            ["海岛加速器", "加速器", None, "区级", "东屏街道", "2021-05"],
        ]
    )


def carriers() -> bytes:
    return xlsx(
        [
            ["洞头区2023年第四季度载体情况表"],
            ["填报单位：洞头区科技局"],
            ["载体名称", "在孵企业（家）", "创业导师（人）", "孵化载体面积（平方米）"],
            ["海蓝孵化器", 40, 8, 9500],
            ["海湾孵化器", 20, 1, 8000],
            [ODD, 12, 3, 800],
            ["海岛众创空间", 12, 3, 800],
        ]
    )


def year_store(folder: Path) -> Path:
    """Return a store of 2022 and 2023; its records are written by :func:`write`."""
    given = folder / "in"
    given.mkdir()
    for year in (2022, 2023):
        for number in (1, 2, 3, 4):
            (given / f"{year}Q{number}.xlsx").write_bytes(quarter(number, year))
    (given / "册.xlsx").write_bytes(register())
    (given / "载体.xlsx").write_bytes(carriers())
    result = ingest(Project(ROOT), [given], Store(folder / "store"), received_on="2024-01-12")
    assert result.quarantined == 0, [m for f in result.files for m in f.messages]
    records(folder / "store")
    return folder / "store"


def write(store: Path, kind: str, *rows: dict[str, Any], on: str = "2024-02-20") -> None:
    """Add records to a store."""
    Records(store / "records").append(kind, list(rows), by="区科技局", on=dt.date.fromisoformat(on))


def records(store: Path) -> None:
    """Write tasks of towns, states of units, grades, an exemption, decisions, texts and objections of 2023."""
    document = {"document": "洞科〔2024〕3号"}
    write(
        store,
        "breakdown",
        *(
            {
                "plan": "dongtou", "unit": id, "unit_name": town, "kind": "town", "target": "area_2023",
                "indicator": "new_carrier_area", "line": "base", "year": 2023, "basis": "since_start", "value": value,
                "in_unit": "平方米", "printed": f"{value}平方米", "date": "2022-03-15", **document,
            }
            for town, (id, value) in TASKS.items()
        ),
        on="2022-03-15",
    )  # fmt: skip
    entrusted = {
        "unit": "鹿西乡",
        "kind": "town",
        "region": "330305",
        "state": "entrusted",
        "first": "2022-01",
        **document,
    }
    write(store, "assessed_units", entrusted, on="2022-03-15")
    grades = [("海蓝孵化器", "优秀"), ("海湾孵化器", "不合格")]
    for name, grade in grades:
        row = {"carrier": name, "level": "district", "year": 2023, "grade": grade, "date": "2024-02-10", **document}
        write(store, "grade", row)
    moved = {"carrier": "海岛众创空间", "year": 2023, "reason": "当年整体搬迁", "date": "2024-01-20", **document}
    write(store, "exemption", moved)
    rectify = {"carrier": "海湾孵化器", "year": 2023, "decision": "rectify", "level": "district", "date": "2024-02-18"}
    write(store, "lifecycle_decision", {**rectify, "document": "洞科〔2024〕5号"})
    for kind in ("annual_assessment", "carrier_evaluation"):
        about = {"kind": kind, "region": "330305", "period": "2023", "date": "2024-01-10"}
        write(store, "narrative", {**about, "section": "practices", "text": "一是组织培训。\n二是<b>走访</b>载体。"})
        claim = {"unit": "东屏街道", "item": "新增面积", "claim": "少计500平方米", "grounds": "验收单"}
        write(store, "objection", {**about, **claim, "id": f"{kind}-1"})
        answer = {"objection": f"{kind}-1", "decision": "rejected", "reason": "验收单为次年出具", "date": "2024-01-30"}
        write(store, "objection_decision", {**answer, **document})

"""A small plan of the tests' own, as a mapping and as a file."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml

from incuanalysis.plans.model import Plan


def words_of(zh: str) -> dict[str, str]:
    return {"zh": zh, "en": f"en {zh}"}


def target(id: str, due: str, value: float, **changes: Any) -> dict[str, Any]:
    return {
        "id": id, "name": words_of(f"名称{id}"), "indicator": "new_carrier_area", "comparator": "at_least",
        "lines": {"base": {"value": value}}, "unit": "万平方米", "due": due, "basis": "since_start",
        "cites": [{"section": "二、（一）"}],
    } | changes  # fmt: skip


_BASE: dict[str, Any] = {
    "id": "mine",
    "region": "330305",
    "document": {"title": words_of("测试计划"), "number": "测〔2022〕1号", "issuer": "测试局", "date": "2022-09-30"},
    "first": "2022-01",
    "last": "2024-12",
    "carrier_types": ["incubator"],
    "targets": [
        target("a22", "2022-12", 1, lines={"low": {"value": 0.5}, "base": {"value": 1}, "high": {"value": 1.5}}),
        target("a23", "2023-12", 2),
        target("a24", "2024-12", 3.5),
        target("national", "2024-12", 2, indicator="new_national_incubators", unit="家",
               lines={"base": {"value": 2, "high": 3}}),
        target("share", "2024-12", 3, indicator="tenant_rd_intensity", unit="%", basis="share"),
    ],
    "milestones": [
        {"id": "m", "name": words_of("突破"), "test": words_of("自定"), "due": "2024-12", "cites": [{"section": "二"}]}
    ],
    "tasks": [
        {"number": 1, "title": words_of("任务"), "lead": ["区科技局"], "joint": ["区发改局", "各街道（乡镇）"],
         "cites": [{"section": "三"}]}
    ],
}  # fmt: skip


def raw(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(_BASE) | changes


def write(folder: Path, data: dict[str, Any], name: str = "mine") -> Path:
    path = folder / f"{name}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    path.write_text(text.replace("'2022-09-30'", "2022-09-30"), encoding="utf-8")
    return path


def plan(**changes: Any) -> Plan:
    import datetime as dt

    data = raw(**changes)
    data["document"]["date"] = dt.date(2022, 9, 30)
    return Plan.model_validate(data)

"""What the tests of the atlas share: a small store with a register of carriers and their areas."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from incuanalysis.intake.returns.tables import side_table
from incuanalysis.intake.store import Store

#: Names and texts that careless outputs would read as markup, formulas or lists.
NASTY = ("<b>甲</b>&乙孵化器", "=1+1$x_1$", "#*_~`|", "喆堃𫟹孵化器", "很长的名称" * 16, "1. 甲", "[甲](http://x.y)")


def base(id: str, name: str, region: str = "330305001", **fields: Any) -> dict[str, Any]:
    """Return a base of the register, in use as an incubator unless told otherwise."""
    said = {"type": "incubator", "status": "in_use", "industry": ["海洋装备"]} | fields
    return {"id": id, "name": name, "region": region} | {key: value for key, value in said.items() if value is not None}


def area(
    carrier: str | None,
    value: float,
    indicator: str = "free_lettable_area",
    month: int = 202309,
    region: str = "330305001",
    unit: str = "平方米",
) -> dict[str, Any]:
    """Return an observation at a month's end."""
    return {
        "region": region, "carrier": carrier, "indicator": indicator, "first": month, "last": month,
        "period": f"{month // 100}-{month % 100:02d}", "basis": "stock", "series": "区科技局", "source_class": "return",
        "value": value, "unit": unit, "printed": f"{value:g}", "qualifier": "exact", "status": "reported", "sequence": 1,
        "recorded_at": "2023-10-08", "demo": True, "file": "f1", "sheet": "月报", "cell": "B2",
        "source": "区科技局：月报.xlsx", "source_en": "", "note": None,
    }  # fmt: skip


def atlas_store(
    folder: Path,
    bases: Sequence[Mapping[str, Any]],
    areas: Sequence[Mapping[str, Any]],
    firms: Sequence[Mapping[str, Any]] = (),
) -> Store:
    """Make a store of bases, areas and firms; a cell a number of the register's entries."""
    store = Store(folder / "store")
    entries = []
    for register, held in (("carriers", bases), ("firms", firms)):
        for number, one in enumerate(held):
            for field in one.keys() - {"id", "name", "region"}:
                entries.append(
                    {
                        "register": register, "id": one["id"], "name": one["name"], "region": one["region"],
                        "record": f"{register}{number}", "field": field, "value": json.dumps(one[field], ensure_ascii=False),
                        "recorded_at": "2023-01-10", "sequence": number, "file": "f0", "sheet": "登记表", "cell": "A1", "demo": True,
                    }
                )  # fmt: skip
    entries.sort(key=lambda entry: (entry["register"], entry["sequence"], entry["field"]))
    # a store without any observation is not a store of returns: one number of another kind is always there
    rows = [*areas, area(None, 1.0, "tenants", 202309, "330305", "家")]
    store.replace(pd.DataFrame(rows), {}, tables={"registers": side_table("registers", entries)})
    return store

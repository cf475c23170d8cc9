"""A small store for the review of a plan: one district, the new area of four months, nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from incuanalysis.intake.store import Store

OFFICE = "洞头区科技局"
#: Month → area since the plan's start, m².
AREA = {202212: 9_000, 202302: 11_000, 202312: 21_000, 202412: 28_000}


def review_store(folder: Path, *, demo: bool = False) -> Path:
    """Return the folder of a store with :data:`AREA` of Dongtou as returned."""
    store = Store(folder / "store")
    rows = [_observed(month, value, number, demo=demo) for number, (month, value) in enumerate(AREA.items(), start=1)]
    store.replace(pd.DataFrame(rows), {})
    return store.folder


def _observed(month: int, value: float, number: int, *, demo: bool) -> dict[str, Any]:
    return {
        "region": "330305", "carrier": None, "indicator": "new_carrier_area", "first": 202201, "last": month,
        "period": f"2022-01..{month // 100}-{month % 100:02}", "basis": "since_start", "series": OFFICE,
        "source_class": "return", "value": float(value), "unit": "平方米", "printed": str(value), "qualifier": "exact",
        "status": "reported", "sequence": number, "recorded_at": "2025-01-05", "demo": demo, "file": f"f{number}",
        "sheet": "月报", "cell": "B2", "source": f"{OFFICE}：月报", "source_en": "", "note": None,
    }  # fmt: skip

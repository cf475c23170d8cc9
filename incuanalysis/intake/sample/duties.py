"""Who must report what by when in the demonstration, so that late and missing returns can be named."""

from __future__ import annotations

import json
from typing import Any

import yaml

from incuanalysis.intake.sample.world import District, World

__all__ = ["LIMITS", "duties_text"]

_HEAD = """\
# 演示数据：谁在什么时候报哪张表。用法见 data/forms/duties.example.yml。
# Demonstration data: who must report what by when; see data/forms/duties.example.yml.
"""

#: Limits of stay for the demonstration's roster of firms, in the shape of data/vocabulary/limits.yml.
LIMITS = """\
# 演示数据：演示企业名册适用的孵化时限，格式同 data/vocabulary/limits.yml，不是任何文件的规定。
# Demonstration data: limits for the invented firms, in the shape of data/vocabulary/limits.yml; no document says so.
limits:
  - id: stay_demonstration
    kind: stay
    months: 48
    carriers: []
    technologies: []
    region: "000000"
    valid_from: null
    valid_to: null
    use: true
    document: 演示办法
    source: Invented for the demonstration.
"""


def duties_text(world: World) -> str:
    """Return ``duties.yml``."""
    duties: list[dict[str, Any]] = []
    for district in world.districts:
        duties += _of_district(district)
    # through JSON, so that what stands twice is written twice: people read the file
    body = yaml.safe_dump({"duties": json.loads(json.dumps(duties))}, allow_unicode=True, sort_keys=False, width=120)
    return f"{_HEAD}{body}"


def _of_district(district: District) -> list[dict[str, Any]]:
    span = {"valid_from": f"{district.years[0]}-01", "valid_to": f"{district.years[-1]}-12"}
    due = {"day": 10, "months_after": 1}
    office = {"contact": district.office}
    whole = {"regions": [district.id]}
    found: list[dict[str, Any]] = [
        {"id": f"{district.id}-monthly", "form": "monthly", "title": "月报", "frequency": "month", "units": whole}
        | {"due": due} | span | office,
        {"id": f"{district.id}-quarterly", "form": "quarterly", "title": "季报", "frequency": "quarter", "units": whole}
        | {"due": due} | span | office,
    ]  # fmt: skip
    if district.id in ("330305", "330302"):
        towns = {"regions": [town.id for town in district.towns]}
        found.append(
            {"id": f"{district.id}-towns", "form": "quarterly", "title": "运行情况表", "frequency": "quarter"}
            | {"units": towns, "due": due} | span | office
        )  # fmt: skip
    return found

"""Records about the carriers of the sample's districts: points of experts, what was verified, applications."""

from __future__ import annotations

from collections.abc import Mapping

from incuanalysis.evaluation.sample.courses import SCHEME, failing, incidents, scored
from incuanalysis.evaluation.sample.district import Row, SampleDistrict, dated, numbered

__all__ = ["expert_rows", "recognition_rows"]

_REVIEWERS = ("演示专家甲", "演示专家乙", "演示专家丙")
#: Full marks of the service system by class of carrier.
_FULL = {"general": 10, "specialised": 15, "makerspace": 10}
_RETURNS = 16  # a carrier's own in a year: twelve monthly and four quarterly ones
_STANDARDS: Mapping[str, str] = {
    "330305": "dongtou_seven_ones",
    "330302": "wenzhou_municipal_general_2018",
    "330483": "jiaxing_municipal_2021",
    "420700": "ezhou_municipal",
    "370200": "qingdao_benchmark_growing_2022",
}


def expert_rows(district: SampleDistrict) -> list[Row]:
    """Return three reviews of each carrier's services, and what was verified: for the year shown most and those beside it."""
    rows = []
    for year in [year for year in district.years if year >= district.focus - 1]:
        silent, harmed = failing(district, year), incidents(district, year)
        for name, kind in scored(district):
            dice = district.dice(f"experts/{year}/{name}")
            about = {"scheme": SCHEME, "carrier": name, "year": year}
            level = dice.uniform(0.55, 0.95)
            for reviewer in _REVIEWERS:
                share = min(1, max(0, level + dice.uniform(-0.08, 0.08)))
                row = about | {
                    "item": "services_review",
                    "reviewer": reviewer,
                    "points": round(_FULL[kind] * share * 2) / 2,
                }
                rows.append(dated(row, f"{year}-12-18", district.office, numbered(district, year, 40)))
            facts = {
                "reports_due": _RETURNS,
                "reports_on_time": _RETURNS - dice.choice((0, 0, 0, 1, 2, 4)),
                "national_prizes": dice.choice((0, 0, 0, 0, 1, 2)),
                "submitted": int(name not in silent),
                "false_data": 0,
                "safety_accident": int(name in harmed),
            }
            for item, value in facts.items():
                row = about | {"item": item, "reviewer": "演示评审组", "points": value}
                rows.append(dated(row, f"{year}-12-20", district.office, numbered(district, year, 41)))
    return rows


def recognition_rows(district: SampleDistrict) -> list[Row]:
    """Return applications for a standard: recognised, declined, checked, and one that has just begun."""
    if district.id not in _STANDARDS:
        return []
    names = [name for name, kind in scored(district) if kind != "makerspace"]
    year = district.focus
    courses = (
        (("applied", f"{year - 1}-05-10"), ("checked", f"{year - 1}-07-05"), ("recognised", f"{year - 1}-09-15")),
        (("applied", f"{year}-03-20"), ("checked", f"{year}-05-12"), ("declined", f"{year}-06-08")),
        (("applied", f"{year}-06-15"), ("checked", f"{year}-08-22")),
        (("applied", f"{year}-09-08"),),
    )
    rows = []
    for name, course in zip(names, courses, strict=False):
        for number, (step, day) in enumerate(course, start=1):
            row = {"carrier": name, "standard": _STANDARDS[district.id], "step": step}
            rows.append(dated(row, day, district.office, numbered(district, int(day[:4]), 50 + number)))
    return sorted(rows, key=lambda row: (row["recorded_at"], row["carrier"]))

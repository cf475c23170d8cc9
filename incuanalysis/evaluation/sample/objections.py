"""Objections to the sample's documents, what was decided and corrected, and findings about its units."""

from __future__ import annotations

from incuanalysis.evaluation.sample.district import Row, SampleDistrict, dated, numbered

__all__ = ["correction_rows", "criticism_rows", "decided_rows", "finding_rows", "objection_rows"]

# Added by a late return in the objection that is upheld.
_LATE = 2


def _contested(district: SampleDistrict) -> tuple[str, str, str, str] | None:
    """Return town, item, and the figure before and after a correction; None where no town has reported enough."""
    rows = district.observations
    quarter = district.focus * 100 + 9
    rows = rows[(rows["indicator"] == "new_innovative_projects") & rows["carrier"].isna() & (rows["last"] == quarter)]
    rows = rows[(rows["basis"] == "ytd") & (rows["region"].isin([id for id, _ in district.towns]))]
    rows = rows.sort_values(["region", "recorded_at"]).drop_duplicates("region", keep="last")
    rows = rows[rows["value"] > _LATE]
    if rows.empty:
        return None
    value = int(rows["value"].iloc[0])
    return dict(district.towns)[rows["region"].iloc[0]], "新增入孵创新型项目", f"{value - _LATE}个", f"{value}个"


def objection_rows(district: SampleDistrict) -> list[Row]:
    """Return three objections: to a bulletin, to the assessment and to the evaluation of carriers."""
    year, contested = district.focus, _contested(district)
    town = contested[0] if contested else ""
    about = {"region": district.id}
    rows = []
    if contested:
        _, item, before, after = contested
        row = about | {
            "id": _id(district, 1),
            "kind": "quarterly_bulletin",
            "period": f"{year}Q3",
            "unit": town,
            "item": item,
        }
        row |= {"claim": f"通报数为{before}，应为{after}", "evidence": "补报的季度报表（演示）"}
        row |= {"grounds": f"有{_LATE}个项目于9月下旬签约，已在补报的报表中列明（演示）"}
        rows.append(dated(row, f"{year}-10-20", town))
    other = next((name for id, name in district.towns if id not in district.states and name != town), "")
    if other:
        row = about | {"id": _id(district, 2), "kind": "annual_assessment", "period": str(year), "unit": other}
        row |= {"item": "工作任务完成率", "claim": "一项任务应按已完成计", "grounds": "验收意见已出具（演示）"}
        rows.append(dated(row, f"{year}-12-20", other))
    if len(district.carriers):
        carrier = str(district.carriers["name"].iloc[-1])
        row = about | {"id": _id(district, 3), "kind": "carrier_evaluation", "period": str(year), "unit": carrier}
        row |= {"item": "服务体系", "claim": "要求重新评分", "grounds": "认为专家评分偏低（演示）"}
        rows.append(dated(row, f"{year}-12-22", carrier))
    return rows


def _id(district: SampleDistrict, number: int) -> str:
    return f"{district.id}-{district.focus}-{number}"


def decided_rows(district: SampleDistrict) -> list[Row]:
    """Return what was decided on the objections."""
    year = district.focus
    decided = {
        1: ("upheld", "经核对补报的报表和项目签约材料，情况属实，予以更正（演示）", f"{year}-10-25"),
        2: ("partly", "验收意见出具时间晚于截止日，任务状态不变，在备注中注明（演示）", f"{year}-12-27"),
        3: ("rejected", "评分程序符合规定，未发现计分差错，维持原评分（演示）", f"{year}-12-28"),
    }
    made = {row["id"] for row in objection_rows(district)}
    return [
        dated(
            {"objection": _id(district, number), "decision": decision, "reason": reason},
            day,
            district.office,
            numbered(district, year, 60 + number),
        )
        for number, (decision, reason, day) in decided.items()
        if _id(district, number) in made
    ]


def correction_rows(district: SampleDistrict) -> list[Row]:
    """Return the correction that follows from the objection that was upheld."""
    contested, year = _contested(district), district.focus
    if contested is None:
        return []
    town, item, before, after = contested
    row = {"kind": "quarterly_bulletin", "region": district.id, "period": f"{year}Q3", "number": 1, "unit": town}
    row |= {
        "item": item,
        "before": before,
        "after": after,
        "reason": "补报数据经核对属实（演示）",
        "objection": _id(district, 1),
    }
    return [dated(row, f"{year}-10-27", district.office, numbered(district, year, 65))]


def finding_rows(district: SampleDistrict) -> list[Row]:
    """Return one finding of poor execution of policy, about the year before the one shown most and about that one."""
    name = next(
        (name for id, name in reversed(district.towns) if id not in district.states and id not in district.zones), ""
    )
    row = {"unit": name, "finding": "连续两个季度未按要求报送报表，经提醒仍未补报（演示）"}
    years = (district.focus - 1, district.focus)
    return [
        dated(row | {"year": year}, f"{year}-12-25", district.office, numbered(district, year, 70))
        for year in years
        if name
    ]


def criticism_rows(district: SampleDistrict) -> list[Row]:
    """Return the decision on the finding of the year before; on the later one nothing is decided yet."""
    year = district.focus
    return [
        dated(
            {"unit": found["unit"], "year": found["year"], "decision": "通报批评（演示）"},
            f"{year}-02-10",
            district.office,
            numbered(district, year, 4),
        )
        for found in finding_rows(district)
        if found["year"] < year
    ]

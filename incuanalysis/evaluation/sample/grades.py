"""Grades of the sample's carriers by the scheme, and what was decided on them."""

from __future__ import annotations

from dataclasses import replace

from incuanalysis.errors import NoDataError
from incuanalysis.evaluation.questions.carriers import scores_of
from incuanalysis.evaluation.sample.courses import SCHEME, exempted, failing, graded_years, incidents, put_right, scored
from incuanalysis.evaluation.sample.district import Row, SampleDistrict, dated, numbered
from incuanalysis.vocabulary.periods import Period

__all__ = ["decision_rows", "exemption_rows", "grade_rows"]

_EXCELLENT, _PASS, _FAIL = "优秀", "合格", "不合格"
_GRADES = (_EXCELLENT, "良好", _PASS)


def grade_rows(district: SampleDistrict) -> list[Row]:
    """Return the grades of the years before the last; a re-evaluation where one was passed.

    Those of the year that is shown most are the scheme's, so that they agree with the scores that are shown; those of the
    years before are invented.
    """
    levels = dict(zip(district.carriers["name"], district.carriers["level"], strict=True))
    rows = []
    for year in graded_years(district):
        grades, harmed = _grades(district, year), incidents(district, year)
        for name, grade in grades.items():
            row = {"carrier": name, "level": levels[name] or "district", "year": year, "grade": grade, "round": 1}
            row |= {"incident": "yes" if name in harmed else "no"}
            rows.append(dated(row, f"{year + 1}-03-10", district.office, numbered(district, year + 1, 8)))
            if year == district.focus - 1 and name in put_right(district):
                again = row | {"grade": _PASS, "round": 2, "note": "整改后复评（演示）"}
                rows.append(dated(again, f"{year + 1}-10-20", district.office, numbered(district, year + 1, 30)))
    return sorted(rows, key=lambda row: (row["recorded_at"], row["carrier"]))


def _grades(district: SampleDistrict, year: int) -> dict[str, str]:
    """Return carrier → grade of a year; a pass where the scheme cannot tell for want of data."""
    names = [name for name, _ in scored(district) if (name, year) != (exempted(district), district.focus)]
    told = _by_scheme(district) if year == district.focus else {}
    found = {name: told.get(name, _PASS) if told else _invented(district, name, year) for name in names}
    return found | {name: _FAIL for name in names if name in failing(district, year)}


def _by_scheme(district: SampleDistrict) -> dict[str, str]:
    """Return carrier → grade that the scheme gives for the year shown most, where it can tell."""
    try:
        made = scores_of(replace(district.inquiry, period=Period.of_year(district.focus)), SCHEME)
    except NoDataError:
        return {}
    rows = made.grades[made.grades["settled"]]
    return {made.names[id]: str(grade) for id, grade in zip(rows["carrier"], rows["grade_zh"], strict=True)}


def _invented(district: SampleDistrict, name: str, year: int) -> str:
    usual = district.dice(f"grades/{name}").choice((0, 1, 1, 1, 2, 2))
    return _GRADES[min(2, max(0, usual + district.dice(f"grades/{name}/{year}").choice((-1, 0, 0, 0, 1))))]


def decision_rows(district: SampleDistrict) -> list[Row]:
    """Return decisions on what the grades of the years before the one shown most proposed: praise, rectification."""
    grades = district.inquiry.record("grade")
    names = {name for name, _ in scored(district)}
    rows = []
    for row in grades[grades["carrier"].isin(names)].to_dict("records"):
        if row["round"] != 1 or row["grade"] not in (_EXCELLENT, _FAIL) or row["year"] >= district.focus:
            continue
        good = row["grade"] == _EXCELLENT
        decision = {
            "carrier": row["carrier"],
            "year": row["year"],
            "decision": "praise" if good else "rectify",
            "level": "district",
            "round": 1,
            "reason": "年度评价优秀（演示）" if good else "年度评价不合格，限期六个月整改（演示）",
        }
        after = int(row["year"]) + 1
        rows.append(dated(decision, f"{after}-04-15", district.office, numbered(district, after, 12)))
    return rows


def exemption_rows(district: SampleDistrict) -> list[Row]:
    """Return one exemption, of a carrier that moved in the year that is shown most."""
    name, after = exempted(district), district.focus + 1
    if name is None or district.focus not in graded_years(district):
        return []
    row = {"carrier": name, "year": district.focus, "reason": "当年整体搬迁（演示）"}
    return [dated(row, f"{after}-02-20", district.office, numbered(district, after, 6))]

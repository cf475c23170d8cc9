"""The sheet on a district's action plan that its quarterly return carries: one row an indicator, one column a basis."""

from __future__ import annotations

from incuanalysis.intake.sample.headline import SITES, Course, rows_of
from incuanalysis.intake.sample.pages import Field, Line, Page, Spot, number, wide
from incuanalysis.intake.sample.world import District, World
from incuanalysis.vocabulary.periods import Month, Period
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["annexes"]

_NOTE = "注：本表为演示数据，所列数字均为虚构。"
_ORDER = ("stock", "share", "since_start", "ytd")


def annexes(world: World, district: District, quarter: Period, words: Vocabulary) -> list[Page]:
    """Return the sheets on a district's plan for a quarter; none where the sample has no figures for it.

    A number's column says on which basis it is: 截至2023年9月底 (``stock``), 实际值 (``share``, of the quarter), 2022年以来累计
    (``since_start``) and 2023年1—9月 (``ytd``). Parks with targets of their own stand in a second sheet.
    """
    known = [
        course
        for course in rows_of(district, quarter)
        if int(quarter.last) in world.headlines.get((course.carrier or district.id, course.indicator, course.basis), {})
    ]
    own = [course for course in known if not course.carrier]
    pages = [_of_region(world, district, quarter, own, words)] if own else []
    if parks := [course for course in known if course.carrier]:
        pages.append(_of_parks(world, district, quarter, parks, words))
    for page in pages:
        page.annex = True
    return pages


def _title(district: District, quarter: Period, of: str = "") -> str:
    return f"{district.name}{_span(district)}年行动计划{of}主要指标进展表（{quarter.label()}，演示数据）"


def _span(district: District) -> str:
    return "一二三四五"[district.years[-1] - district.plan]


def _field(district: District, quarter: Period, course: Course, words: Vocabulary) -> Field:
    """Return what a figure means, with its heading of two levels."""
    indicator = words.indicators.get(course.indicator)
    period, said = _when(district, quarter, course.basis)
    return Field(course.indicator, course.basis, period, indicator.unit, (indicator.zh, said))


def _when(district: District, quarter: Period, basis: str) -> tuple[Period, str]:
    """Return the period of a figure, and the heading of the column that says so."""
    last = quarter.last
    match basis:
        case "stock":
            return Period(last, last), f"截至{last.year}年{last.month}月底"
        case "share":
            return quarter, "实际值"
        case "since_start":
            return Period(Month(district.plan, 1), last), f"{district.plan}年以来累计"
    return quarter.year_to_date(), f"{last.year}年1—{last.month}月"


def _look(world: World, district: District, line: Line, item: Field) -> int:
    return world.headlines[line.carrier or district.id, item.indicator, item.basis][int(item.period.last)]


def _of_region(world: World, district: District, quarter: Period, courses: list[Course], words: Vocabulary) -> Page:
    bases = [basis for basis in _ORDER if any(course.basis == basis for course in courses)]
    head = ["序号", "指标名称", "计量单位", *(_when(district, quarter, basis)[1] for basis in bases)]
    blank = [None] * (len(head) - 1)
    page = Page(
        "计划进展", [[_title(district, quarter), *blank], [f"填报单位：{district.office}", *blank], head]
    )  # fmt: skip
    page.span((0, 0), (0, len(blank)))
    page.span((1, 0), (1, len(blank)))
    line = Line(district.name, district.id)
    for place, course in enumerate(courses, start=1):
        row, column = len(page.rows), 3 + bases.index(course.basis)
        item = _field(district, quarter, course, words)
        base = _look(world, district, line, item)
        page.rows.append([place, item.heading[0], item.unit, *[None] * len(bases)])
        page.set((row, column), number(base, item.unit, item.indicator))
        page.spots.append(Spot(row, column, line, item, base, None, (row, 1), (row, 2)))
    page.rows.append([_NOTE, *blank])
    page.span((len(page.rows) - 1, 0), (len(page.rows) - 1, len(blank)))
    return page


def _of_parks(world: World, district: District, quarter: Period, courses: list[Course], words: Vocabulary) -> Page:
    of = {course.indicator: course.carrier for course in courses}
    lines = [Line(name, district.id, name) for name in SITES[district.id]]
    fields = [_field(district, quarter, course, words) for course in courses]
    page = wide(
        "园区进展",
        _title(district, quarter, "重点园区"),
        lines,
        fields,
        lambda line, item: _look(world, district, line, item) if of[item.indicator] == line.carrier else None,
        label="载体名称",
        subtitle=f"填报单位：{district.office}",
        notes=[_NOTE],
    )
    page.whole_rows = False
    return page

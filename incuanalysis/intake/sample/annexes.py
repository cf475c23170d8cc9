"""The sheet on a district's action plan that its quarterly return carries: one row an indicator, one column a basis."""

from __future__ import annotations

from incuanalysis.intake.sample.headline import Course, rows_of
from incuanalysis.intake.sample.pages import Field, Line, Page, Spot, number, since_january
from incuanalysis.intake.sample.world import District, World
from incuanalysis.vocabulary.periods import Month, Period
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["annexes"]

_NOTE = "注：本表为演示数据，所列数字均为虚构。"
# 合计 at a name's end is read as the total of what stands before it.
_LABELS = {"incubators_and_makerspaces": "孵化器和众创空间数量"}
# Whose quarterly return is one of the months since January: a sheet of a single quarter in it would count as another return.
_RUNNING = frozenset(["330302"])
_ORDER = ("stock", "share", "since_start", "ytd")


def annexes(world: World, district: District, quarter: Period, words: Vocabulary) -> list[Page]:
    """Return the sheets on a district's plan for a quarter; none where the sample has no figures for it.

    A number's column says on which basis it is: 截至2023年9月底 (``stock``), 实际值 (``share``, of the title's period), 2022年以来累计
    (``since_start``) and 2023年1—9月 (``ytd``). Parks with targets of their own stand in a second sheet.
    """
    known = [
        course
        for course in rows_of(district, quarter)
        if int(quarter.last) in world.headlines.get((course.carrier or district.id, course.indicator, course.basis), {})
    ]
    pages = []
    for name, of, some in (
        ("计划进展", "", [course for course in known if not course.carrier]),
        ("园区进展", "重点园区", [course for course in known if course.carrier]),
    ):
        if some:
            title = _title(district, quarter, of)
            pages.append(_page(name, title, world, district, quarter, some, words))
    return pages


def _title(district: District, quarter: Period, of: str = "") -> str:
    three = "三年" if district.years[-1] - district.plan == 2 else ""
    when = since_january(quarter) if district.id in _RUNNING else quarter.label()
    return f"{district.name}{three}行动计划{of}主要指标进展表（{when}，演示数据）"


def _when(district: District, quarter: Period, basis: str) -> tuple[Period, str]:
    """Return the period of a figure, and the heading of the column that says so."""
    last = quarter.last
    match basis:
        case "stock":
            return Period(last, last), f"截至{last.year}年{last.month}月底"
        case "share":
            return quarter.year_to_date() if district.id in _RUNNING else quarter, "实际值"
        case "since_start":
            return Period(Month(district.plan, 1), last), f"{district.plan}年以来累计"
    return quarter.year_to_date(), since_january(quarter)


def _page(
    name: str, title: str, world: World, district: District, quarter: Period, courses: list[Course], words: Vocabulary
) -> Page:
    """Lay out one row an indicator, its number in the column of its basis; parks have their names before it."""
    parks = ["载体名称"] if courses[0].carrier else []
    bases = [basis for basis in _ORDER if any(course.basis == basis for course in courses)]
    head = ["序号", *parks, "指标名称", "计量单位", *(_when(district, quarter, basis)[1] for basis in bases)]
    blank = [None] * (len(head) - 1)
    page = Page(name, [[title, *blank], [f"填报单位：{district.office}", *blank], head], annex=True)
    first = len(head) - len(bases)
    for place, course in enumerate(courses, start=1):
        row, column = len(page.rows), first + bases.index(course.basis)
        indicator = words.indicators.get(course.indicator)
        period, said = _when(district, quarter, course.basis)
        label = _LABELS.get(indicator.id, indicator.zh)
        item = Field(indicator.id, course.basis, period, indicator.unit, (label, said))
        line = Line(course.carrier or district.name, district.id, course.carrier)
        base = world.headlines[line.entity, indicator.id, course.basis][int(quarter.last)]
        page.rows.append([place, *([course.carrier] if parks else []), label, item.unit, *[None] * len(bases)])
        page.set((row, column), number(base, item.unit, item.indicator))
        name_at = (row, 1) if parks else None
        page.spots.append(Spot(row, column, line, item, base, name_at, (row, first - 2), (row, first - 1)))
    page.rows.append([_NOTE, *blank])
    for row in (0, 1, len(page.rows) - 1):
        page.span((row, 0), (row, len(blank)))
    return page

"""What units write beside their numbers: why they are behind and what they will do, where their own figures show it."""

from __future__ import annotations

from collections.abc import Sequence

from incuanalysis.intake.sample.dice import Dice
from incuanalysis.intake.sample.pages import Field, Line, Texts
from incuanalysis.intake.sample.wordings import FIELD_OF_CAUSE, PAIRS
from incuanalysis.intake.sample.world import District, World
from incuanalysis.vocabulary.periods import Month, Period

__all__ = ["causes", "note_on_delays", "texts_beside", "written"]

#: Region → headings of the reasons and of the measures in its returns.
_HEADINGS = {
    "330305": ("滞后原因", "下步措施"),
    "330302": ("存在问题", "下一步打算"),
    "330483": ("存在困难", "整改措施"),
    "420700": ("未完成原因", "下一步措施"),
    "370200": ("进度滞后原因", "下步工作措施"),
}
#: In how many of its returns a unit writes something, if it is behind: some nearly always, some hardly ever.
_HABITS = (0.9, 0.9, 0.7, 0.4, 0.1)
#: Of the units that write, these shares write measures without reasons, and the former together with reasons and measures.
_ONLY_MEASURES, _MEASURES = 0.06, 0.85
_WELL_BELOW = 0.8  # of the mean of the months before, for counts of a few a month
_BELOW = 0.97  # for areas, which move less
_LITTLE_COMPLETED = 0.87  # of what was signed since January
_OFTEN_FREE = 0.59  # of the area in use


def texts_beside(world: World, district: District, fields: Sequence[Field], period: Period) -> Texts:
    """Return the headings of the texts in a return with these columns, and what stands there for a line.

    A total has no text, unless it is that of the only unit in the return.
    """
    shown = {item.indicator for item in fields}

    told: dict[str, tuple[str, str]] = {}

    def said(line: Line, place: int) -> str | None:
        if line.carrier or (line.total and line.region == district.id):
            return None
        if line.region not in told:
            told[line.region] = written(world, district, line.region, shown, period)
        return told[line.region][place] or None

    reasons, measures = _HEADINGS[district.id]
    return [(reasons, lambda line: said(line, 0)), (measures, lambda line: said(line, 1))]


def written(world: World, district: District, unit: str, shown: set[str], period: Period) -> tuple[str, str]:
    """Return the reasons and the measures that a unit writes for a period; each is empty where it writes none.

    In which words it speaks of a cause stays the same within a quarter.
    """
    habit = Dice(f"habit/{unit}").choice(_HABITS)
    rng = Dice(f"texts/{unit}/{period}")
    found = [cause for cause in causes(world, district, unit, period) if FIELD_OF_CAUSE[cause] in shown]
    if not found or rng.random() >= habit:
        return "", ""
    quarter = _quarter(period)
    own = Dice(f"causes/{unit}/{quarter}")
    if own.random() < 0.4:  # not everyone speaks of the worst
        taste = {cause: own.random() for cause in FIELD_OF_CAUSE}
        found.sort(key=taste.__getitem__)
    pairs = [_pair(cause, unit, quarter) for cause in found[: 2 if own.random() < 0.25 else 1]]
    alone = rng.random()
    reasons, measures = (_listed([pair[place] for pair in pairs]) for place in (0, 1))
    return ("" if alone < _ONLY_MEASURES else reasons), ("" if alone >= _MEASURES else measures)


def note_on_delays(world: World, district: District, month: Period) -> str:
    """Return the line below a table that names the units that have put less area into use than a year before."""
    late = [town.label for town in district.towns if "handover" in causes(world, district, town.id, month)]
    named = [label for label in late if Dice(f"note/{label}/{month}").random() < 0.5]
    if not named:
        return "说明：本月各单位无需要说明的事项。"
    return f"说明：{'、'.join(named)}本年累计投用面积少于上年同期，主要是验收和交付时间推迟。"


def causes(world: World, district: District, unit: str, period: Period) -> list[str]:
    """Return in what a unit is behind in a month or a quarter, the worst first."""
    if not world.has(unit, "tenants"):
        return []
    found = _in_month if period.months == 1 else _in_quarter
    degrees = {cause: degree for cause, degree in found(world, district, unit, period).items() if degree < 1}
    return sorted(degrees, key=lambda cause: (degrees[cause], cause))


def _in_month(world: World, district: District, unit: str, month: Period) -> dict[str, float]:
    """Return cause → how far the unit has come in it: 0 not at all, 1 and more far enough."""
    of_year = month.year_to_date()
    before = of_year.split("month")[:-1]

    def told(indicator: str, period: Period = month) -> int:
        return world.value(unit, indicator, period) or 0

    def to_mean(indicator: str, months: list[Period], enough: float) -> float:
        mean = sum(told(indicator, one) for one in months) / max(1, len(months))
        return told(indicator) / (mean * enough) if mean else 1.0

    degrees: dict[str, float] = {}
    number = month.last.month
    if world.value(unit, "new_carrier_area", month) is None:
        degrees["nothing_built"] = 0.5
    elif number > 3:
        if number in (7, 8):
            degrees["summer"] = to_mean("area_put_in_use", before[-3:], _BELOW)
        elif month.last.year > district.years[0]:
            was = told("area_put_in_use", of_year.year_before())
            degrees["handover"] = told("area_put_in_use", of_year) / max(1, was)
        signed = told("area_signed", of_year)
        degrees["completion"] = told("area_completed", of_year) / (signed * _LITTLE_COMPLETED)
    elif number < 3:
        degrees["winter"] = 0.9
    if len(before) > 2:
        degrees["projects"] = to_mean("new_innovative_projects", before, _WELL_BELOW)
        degrees["talent"] = to_mean("new_young_talent", before, _WELL_BELOW)
    begun = Month(max(district.plan, district.years[0]), 1)
    if month.last.ordinal - begun.ordinal >= 6:
        degrees["operators"] = 0.6 if told("operators_introduced", Period(begun, month.last)) == 0 else 1.0
    if number > 6:
        degrees["funds"] = 0.8 if told("cooperation_funds", of_year) == 0 else 1.0
    return degrees


def _in_quarter(world: World, district: District, unit: str, quarter: Period) -> dict[str, float]:
    """Return cause → how far the unit has come in it: 0 not at all, 1 and more far enough."""
    of_year = quarter.year_to_date()
    before = of_year.split("quarter")[:-1]

    def told(indicator: str, period: Period = quarter) -> int:
        return world.value(unit, indicator, period) or 0

    degrees = {"vacancy": _OFTEN_FREE * told("area_in_use") / max(1, told("free_lettable_area"))}
    if before:
        mean = sum(told("carrier_financing", one) for one in before) / len(before)
        degrees["graduates"] = 0.7 if told("new_graduates", of_year) == 0 else 1.0
        degrees["financing"] = told("carrier_financing") / mean if mean else 1.0
        degrees["events"] = told("service_events") / max(1, told("service_events", before[-1]))
    if of_year.first.year > district.years[0]:
        was = told("tenant_revenue", of_year.year_before())
        degrees["revenue"] = told("tenant_revenue", of_year) / max(1, was)
    return degrees


def _quarter(period: Period) -> Period:
    """Return the quarter that holds a period's last month."""
    last = period.last
    return Period(Month(last.year, (last.month - 1) // 3 * 3 + 1), Month(last.year, (last.month + 2) // 3 * 3))


def _pair(cause: str, unit: str, quarter: Period) -> tuple[str, str]:
    """Return a reason and its measures, to be done in the month after the quarter or the next."""
    rng = Dice(f"words/{cause}/{unit}/{quarter}")
    reason, measures = rng.choice(PAIRS[cause])
    due = quarter.last.plus(rng.randint(1, 2))
    return reason, measures.format(by=f"{due.year}年{due.month}月底")


def _listed(texts: list[str]) -> str:
    """Return one text, or 一是…；二是… of several."""
    return (
        texts[0] if len(texts) == 1 else "；".join(f"{mark}是{text}" for mark, text in zip("一二", texts, strict=True))
    )

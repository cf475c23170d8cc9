"""Words of the atlas: stages, levels, states and fields in both languages, headings, and traces of sums."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from incuanalysis.display import documents
from incuanalysis.display.numbers import amount
from incuanalysis.display.sentences import dates, lists
from incuanalysis.vocabulary.periods import Month

if TYPE_CHECKING:
    import pandas as pd

    from incuanalysis.display.context import Report
    from incuanalysis.display.documents import TraceBook
    from incuanalysis.display.items import Heading
    from incuanalysis.evaluation.documents.atlas import Atlas

__all__ = [
    "AREA_NAMES", "FIELD_NAMES", "LEVELS", "STATES", "area", "capital", "heading", "joined", "place_name", "place_word", "rate",
    "said", "stage_name", "stages_said", "states_said", "trace_base", "trace_sum",
]  # fmt: skip

_STAGES = {
    "makerspace": ("众创空间", "Makerspace"), "incubator": ("孵化器", "Incubator"),
    "accelerator": ("加速器", "Accelerator"), "park": ("科创园", "Science park"), "": ("类型未登记", "Type not on file"),
}  # fmt: skip
LEVELS = {
    "national": ("国家级", "National"), "provincial": ("省级", "Provincial"), "municipal": ("市级", "Municipal"),
    "district": ("区级", "District"), "none": ("未认定", "Not recognised"), "": ("未登记", "Not on file"),
}  # fmt: skip
STATES = {
    "in_use": ("投用", "In use"), "completed": ("竣工", "Completed"), "building": ("在建", "Under construction"),
    "signed": ("签约", "Signed"), "planned": ("规划", "Planned"), "": ("未登记", "Not on file"),
}  # fmt: skip
FIELD_NAMES = {
    "type": ("载体类型", "Type"), "level": ("级别", "Level"), "status": ("状态", "State"),
    "place": ("所在地", "Place"), "industry": ("主导产业", "Leading industry"), "operator": ("运营机构", "Operator"),
    "services": ("专业服务", "Services"), "platforms": ("公共技术平台", "Technical platforms"),
    "policies": ("扶持政策", "Policies"), "status_on": ("签约、竣工或投用时间", "Month of signing, completion or opening"),
    "area": ("载体面积（12个月内未报）", "Floor area (none within 12 months)"),
    "free": ("空置可租面积（12个月内未报）", "Free area (none within 12 months)"),
}  # fmt: skip
AREA_NAMES = {
    "carrier_area": ("载体面积", "Floor area"), "free_lettable_area": ("空置可租面积", "Free area"),
    "tenants": ("在孵企业", "Tenants"),
}  # fmt: skip
_COLUMNS = {"area": "carrier_area", "free": "free_lettable_area", "tenants": "tenants"}
_SECTIONS = ("overview", "links", "space", "industries", "gaps", "method")


def said(words: dict[str, tuple[str, str]], key: object, report: Report) -> str:
    """Return the word for a key in the report's language."""
    return report.say(*words.get(str(key), (str(key), str(key))))


def stage_name(stage: str, report: Report) -> str:
    """Return a stage's name."""
    return said(_STAGES, stage, report)


def place_word(report: Report) -> str:
    """Say what the regions below are called."""
    if report.region.level == "city":
        return report.say("县（市、区）", "County or district")
    return report.say("街道（乡镇）", "Street or town")


def place_name(place: object, name: object, report: Report) -> str:
    """Return the name of a region below; of none, that it is not on file."""
    if not place:
        return report.say("未登记", "Not on file")
    return str(name) if report.language == "zh" else report.words.regions.name(str(place), language="en")


def heading(data: Atlas, report: Report, section: str, zh: str, en: str) -> Heading:
    """Return a section's heading; without bases there are the first and the last section only."""
    held = _SECTIONS if len(data.bases) else ("overview", "method")
    return documents.heading(report, held.index(section) + 1, zh, en)


def area(value: float | None, report: Report) -> str:
    """Write an area with its unit; of none, that it was not reported."""
    return report.say("未报", "not reported") if value is None else amount(value, "平方米", report.language)


def joined(names: Iterable[object], report: Report, most: int | None = None, word: str = "个") -> str:
    """Join names in the report's language."""
    return lists.join([str(name) for name in names], most=most, word=word, language=report.language)


def stages_said(stages: Iterable[str], report: Report) -> str:
    """Join the names of stages: 加速器、科创园."""
    names = [stage_name(one, report) for one in stages]
    return joined(names if report.language == "zh" else [name.lower() for name in names], report)


def states_said(rows: pd.DataFrame, report: Report) -> str:
    """Count bases by state: 投用19家，在建3家."""
    found = {
        said(STATES, state, report) if state else report.say("状态未登记", "state not on file"): int(
            (rows["status"] == state).sum()
        )
        for state in STATES
    }
    if report.language != "zh":
        found = {name.lower(): count for name, count in found.items()}
    return lists.counted(found, "家", report.language)


def rate(rows: pd.DataFrame) -> float | None:
    """Return the free share in per cent, of the bases that reported both areas."""
    both = rows[rows["area"].notna() & rows["free"].notna()]
    whole = float(both["area"].sum())
    return 100 * float(both["free"].sum()) / whole if whole else None


def capital(text: str) -> str:
    """Begin an English sentence with a capital; Chinese stays as it is.

    >>> capital("the chain has no incubator."), capital("链条")
    ('The chain has no incubator.', '链条')
    """
    return text[:1].upper() + text[1:]


def trace_sum(data: Atlas, rows: pd.DataFrame, column: str, whose: str, report: Report, traces: TraceBook) -> str:
    """Keep how the sum of a column over bases came about; empty where nobody reported it.

    The cells are those of the bases, which the list of bases leads to; a sum does not repeat them.

    Parameters
    ----------
    data
        The atlas.
    rows
        The bases.
    column
        ``area`` or ``free``.
    whose
        What the bases are called together.
    report, traces
        Where it is kept.
    """
    value = data.total(column, rows)
    if value is None:
        return ""
    name = said(AREA_NAMES, _COLUMNS[column], report)
    label = " ".join(
        [whose, name if report.language == "zh" else name.lower(), dates.month(data.month, report.language)]
    )
    reported = int(rows[column].notna().sum())
    how = report.say(
        f"各载体月末数合计（{len(rows)}家中{reported}家已报），各载体的出处见附件1",
        f"sum of what the bases reported ({reported} of {len(rows)}); Annex 1 leads to the cells of each",
    )
    return traces.add(label, amount(value, "平方米", report.language), how)


def trace_base(data: Atlas, row: Mapping[Hashable, Any], report: Report, traces: TraceBook) -> str:
    """Keep where the numbers of a base come from, all in one; empty where it reported none."""
    held = data.observations[data.observations["carrier"] == row["carrier"]]
    if held.empty:
        return ""
    order = list(AREA_NAMES)
    cells = held.sort_values("indicator", key=lambda names: names.map(order.index), kind="stable")
    values = []
    for indicator, value, unit in cells[["indicator", "value", "unit"]].itertuples(index=False):
        name = said(AREA_NAMES, indicator, report)
        number = amount(float(value), str(unit), report.language)
        values.append(report.say(f"{name}{number}", f"{name.lower()} {number}"))
    months = sorted({Month.from_int(int(one)) for one in cells["last"]})
    label = " ".join([str(row["name"]), *(dates.month(one, report.language) for one in months)])
    how = report.say("载体自报的月末数", "as reported by the base, at the month's end")
    return traces.add_rows(label, report.say("，", ", ").join(values), how, cells)

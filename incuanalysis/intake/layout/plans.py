"""Which axis of a table says what: indicators above or beside the numbers, one row an observation, or in the title."""

from __future__ import annotations

import re
from functools import lru_cache

from incuanalysis.intake.clean.moments import find_all_said
from incuanalysis.intake.clean.names import NameBook
from incuanalysis.intake.heads import Context
from incuanalysis.intake.layout.area import Frame
from incuanalysis.intake.layout.columns import Column, holds_units
from incuanalysis.intake.layout.grid import Grid, tidy
from incuanalysis.intake.layout.headers import split_cell
from incuanalysis.intake.layout.rows import RowPlan, cell_period
from incuanalysis.intake.layout.senses import Asker, Sense
from incuanalysis.vocabulary.regions import RegionBook

__all__ = ["make_plan", "title_sense"]

_SAMPLE = 12
_MAY_SAY_WHEN = frozenset({"note", "unknown", "value", "period"})
# What stands around an indicator's name in a title.
_TITLE_TAIL = re.compile(
    r"(?:分[省市县区月季年]\S{0,3})?(?:情况|数据|统计|汇总|月度|季度|年度|监测|进展|明细|一览|对比|排名)*(?:表|汇总|统计|情况|数据|一览)?$"
)
_TITLE_HEAD = re.compile(
    r"^(?:表\s*[\d一二三四五六七八九十\-.—]+|附[件表]\s*\d*|[\d\-.]+)\s*[:：、.]?\s*|^各(?:省份?|地区?|市|县|区|街道|乡镇|镇街|[（(].*?[)）])+|^(?:按|分)(?:地区|月份?|季度?|年份?|街道)分?"
)


def make_plan(grid: Grid, frame: Frame, columns: list[Column], register: str, ask: Asker, context: Context) -> RowPlan:
    """Return which columns name entities, indicators, periods and units of the rows, and which hold values."""
    if frame.form:
        return _form_plan(grid, frame, columns, ask)
    by_role: dict[str, list[Column]] = {}
    for column in columns:
        by_role.setdefault(column.sense.role, []).append(column)
    entities = _entities(grid, frame, by_role.get("name", []), register)
    timing = _timing_column(grid, frame, columns, ask, context)
    period = next((c for c in by_role.get("period", []) if c.filled and c is not timing), None)
    unit = next((c for c in by_role.get("unit_name", []) if c.texts), None)
    others = [c for c in columns if c is not timing]
    indicators = _indicator_columns(grid, frame, others, by_role, entities, ask)
    if not entities and not indicators:
        label = _label_column(others, by_role)
        if label is not None and period is None and _is_of_periods(grid, frame, label, context):
            period = label
        elif label is not None:
            entities = [label]
    if period is None and not indicators:
        period = _untitled_period(grid, frame, columns, entities, context)
    taken = {c.index for c in (*entities, *indicators)} | {c.index for c in (period, unit, timing) if c is not None}
    values = tuple(
        c.index
        for c in columns
        if c.index not in taken and c.sense.role not in ("serial", "english", "unit_name", "name")
    )
    return RowPlan(
        tuple(c.index for c in entities),
        tuple(c.index for c in indicators),
        period.index if period else None,
        unit.index if unit else None,
        timing.index if timing else None,
        values,
        register,
    )


def _timing_column(grid: Grid, frame: Frame, columns: list[Column], ask: Asker, context: Context) -> Column | None:
    """Return the column whose texts all say of which stretch of time a row's numbers are (口径: 本月, 本年累计, 期末)."""
    for column in columns:
        if column.numbers or column.others or not column.texts or column.sense.role not in _MAY_SAY_WHEN:
            continue
        texts = {
            text for row in frame.body if row not in frame.repeats and (text := tidy(grid.text(row, column.index)))
        }
        senses = [ask.sense((text,), "", "", context.period) for text in sorted(texts)[:_SAMPLE] if len(text) <= 20]
        if len(senses) < min(len(texts), _SAMPLE) or any(sense.role != "value" for sense in senses):
            continue
        if any(sense.basis is not None or sense.period is not None for sense in senses):
            return column
    return None


def _entities(grid: Grid, frame: Frame, named: list[Column], register: str) -> list[Column]:
    """Return the columns that name a row's entity: the register's own, else those of regions, else any."""
    if len(named) > 1:
        # an English name column may stand under the same merged heading as the Chinese one
        named = [c for c in named if not _is_english(grid, frame, c)] or named
    if register:
        own = [c for c in named if c.sense.id == register] or [c for c in named if c.sense.id == "any"]
        return own[:1]
    regions = [c for c in named if c.sense.id == "regions"]
    other = [c for c in named if c.sense.id != "regions"]
    return regions + other[:1] if regions else other[:1]


def _is_english(grid: Grid, frame: Frame, column: Column) -> bool:
    cells = [text for row in frame.body[:_SAMPLE] if (text := grid.text(row, column.index))]
    return bool(cells) and all(text.isascii() for text in cells)


def _indicator_columns(
    grid: Grid,
    frame: Frame,
    columns: list[Column],
    by_role: dict[str, list[Column]],
    entities: list[Column],
    ask: Asker,
) -> list[Column]:
    """Return the columns whose cells name indicators: by their heading, else by what stands in them."""
    headed = [c for c in by_role.get("indicator_name", []) if c.texts]
    if headed:
        return _with_groups(columns, headed)
    if any(c.numbers for c in by_role.get("indicator", [])) or by_role.get("field"):
        return []
    for column in columns:
        if column.numbers > column.texts and column.sense.role != "serial":
            break
        may_name = column.sense.role in ("unknown", "total", "value", "name") or column in entities
        if may_name and column.texts and _names_indicators(grid, frame, column, ask):
            if column in entities:
                entities.remove(column)
            return _with_groups(columns, [column])
    return []


def _with_groups(columns: list[Column], named: list[Column]) -> list[Column]:
    """Add the columns of texts on the left whose headings are unknown: groups of indicators (一级指标)."""
    before = [c for c in columns if c.index < named[0].index]
    return [c for c in before if c.texts > c.numbers and c.sense.role == "unknown"] + named


def _names_indicators(grid: Grid, frame: Frame, column: Column, ask: Asker) -> bool:
    """Tell whether at least half of a column's first texts are indicators (or fields) of the vocabulary."""
    seen = hits = 0
    for row in frame.body:
        text = tidy(grid.text(row, column.index))
        if not text or row in frame.repeats:
            continue
        name, unit, _ = split_cell(text)
        seen += 1
        hits += bool(name) and len(name) <= 40 and ask.sense((name,), unit).role == "indicator"
        if seen >= _SAMPLE:
            break
    return hits > 0 and hits * 2 >= seen


def _label_column(columns: list[Column], by_role: dict[str, list[Column]]) -> Column | None:
    """Return the first column of texts whose heading says nothing, or nothing that is known."""
    if by_role.get("name"):
        return None
    for column in columns:
        if column.sense.role in ("serial", "english", "unit_name", "period", "note", "field", "text"):
            continue
        if column.sense.role in ("unknown", "total", "moment", "entity", "value") and column.texts > column.numbers:
            return column
        if column.numbers and column.heading.parts:
            return None
    return None


def _is_of_periods(grid: Grid, frame: Frame, column: Column, context: Context) -> bool:
    year = context.period.last.year if context.period else None
    cells = [value for row in frame.body[:_SAMPLE] if (value := grid.value(row, column.index)) is not None]
    return bool(cells) and sum(cell_period(value, year) is not None for value in cells) * 2 > len(cells)


def _untitled_period(
    grid: Grid, frame: Frame, columns: list[Column], entities: list[Column], context: Context
) -> Column | None:
    """Return a column without heading on the left whose cells are all years or months."""
    for column in columns[:3]:
        if column in entities or column.heading.parts or not column.filled:
            continue
        if _is_of_periods(grid, frame, column, context):
            return column
    return None


def _form_plan(grid: Grid, frame: Frame, columns: list[Column], ask: Asker) -> RowPlan:
    """Return the plan of rows of label and value; a row such as 孵化器名称 says whose form it is."""
    filled = [c for c in columns if c.filled]
    if not filled:
        return RowPlan()
    label = filled[0]
    unit = next((c for c in filled[1:] if c.texts and not c.numbers and holds_units(grid, frame, c.index)), None)
    values = tuple(c.index for c in filled[1:] if c is not unit)
    register = entity = ""
    for row in frame.body:
        sense = ask.sense((tidy(grid.text(row, label.index)),))
        if sense.role == "name" and values and (name := tidy(grid.text(row, values[0]))):
            entity = entity or name
            register = register or (sense.id if sense.id not in ("any", "regions") else "")
    return RowPlan((), (label.index,), None, unit.index if unit else None, None, values, register, entity)


def title_sense(
    columns: list[Column], titles: tuple[str, ...], ask: Asker, context: Context, names: NameBook
) -> Sense | None:
    """Return the one indicator that a title names, for a table whose columns are only periods, regions or values."""
    if not any(c.sense.role in ("moment", "value", "entity", "total") and c.filled for c in columns):
        return None
    if any(c.sense.role == "indicator" for c in columns):
        return None
    for title in titles:
        for text in _cores(_without_regions(title, names, ask.words.regions)):
            name, unit, _ = split_cell(text)
            if name:
                sense = ask.sense((name,), unit, "", context.period)
                if sense.role == "indicator":
                    return sense
    return None


def _without_regions(title: str, names: NameBook, regions: RegionBook) -> str:
    """Return a title without the names of the regions that it speaks of."""
    for id in names.regions_in(title):
        versions = regions.versions(id)
        for name in sorted({n for v in versions for n in (v.name, v.short, *v.aliases)}, key=len, reverse=True):
            if name in title:
                title = title.replace(name, "", 1)
                break
    return title


@lru_cache(maxsize=4096)
def _cores(title: str) -> tuple[str, ...]:
    """Return what may be an indicator's name in a title, the longest first.

    Examples
    --------
    >>> _cores("2023年各县（市、区）在孵企业数情况表（家）")[-1]
    '在孵企业数（家）'
    """
    plain = title
    for said in reversed(find_all_said(title)):
        plain = plain[: said.start] + plain[said.end :]
    plain = plain.strip(" 　:：")
    found = [plain]
    for _ in range(3):
        shorter = _TITLE_HEAD.sub("", plain).strip()
        bracket = ""
        if shorter.endswith((")", "）")) and "（" in shorter.replace("(", "（"):
            cut = max(shorter.rfind("("), shorter.rfind("（"))
            shorter, bracket = shorter[:cut], shorter[cut:]
        shorter = _TITLE_TAIL.sub("", shorter).strip() + bracket
        if shorter == plain:
            break
        plain = shorter
        found.append(plain)
    return tuple(dict.fromkeys(text for text in found if text))

"""The returns of each district in its own layout: what is due for a month or a quarter, as documents to be written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from incuanalysis.intake.sample.locks import BUILT_IN
from incuanalysis.intake.sample.pages import (
    Field,
    Line,
    Look,
    Page,
    lengthwise,
    matrix,
    since_january,
    transposed,
    wide,
)
from incuanalysis.intake.sample.world import AREA, MONEY, District, Town, World
from incuanalysis.vocabulary.periods import Period

__all__ = ["NOTE", "Document", "carriers_page", "monthly", "operation", "quarterly"]

NOTE = "注：本表为演示数据，所列单位和企业均为虚构。"
_SUFFIXES = {"xlsx": "xlsx", "xls": "xls", "csv": "csv", "html": "xls", "docx": "docx"}


@dataclass(slots=True)
class Document:
    """A file to be written.

    Parameters
    ----------
    form, region, period
        Which duty it answers.
    folder, stem, suffix
        Where it goes below ``returns/`` and what it is called.
    sender
        Who sends it.
    pages, format, password
        What it holds and how it is written (:func:`incuanalysis.intake.sample.formats.encode`).
    bundle
        Name of the archive in which it comes together with others; empty if it comes alone.
    """

    form: str
    region: str
    period: Period
    folder: str
    stem: str
    sender: str
    pages: list[Page]
    format: str = "xlsx"
    suffix: str = ""
    password: str = ""
    bundle: str = ""

    def __post_init__(self) -> None:
        self.suffix = self.suffix or _SUFFIXES[self.format]

    @property
    def name(self) -> str:
        """The file's name."""
        return f"{self.stem}.{self.suffix}"

    @property
    def path(self) -> str:
        """Where the file is, below ``returns/``; for a member of an archive, where the archive is."""
        return f"{self.folder}/{self.bundle or self.name}"


_FLOWS = (
    ("new_carrier_area", "新增孵化面积", ""),
    ("area_signed", "其中：签约面积", ""),
    ("area_completed", "竣工孵化面积", ""),
    ("area_put_in_use", "新增投用孵化面积", ""),
    ("new_innovative_projects", "新增入孵创新型项目", "个"),
    ("new_young_talent", "新增青年创新创业人才", "人"),
    ("cooperation_funds", "新设立或引进合作基金", "支"),
)
_STOCKS = (("carrier_area", "孵化载体面积", ""), ("area_in_use", "投入使用面积", ""))
_STATES = (
    ("tenants", "在孵企业", "家"),
    ("carrier_jobs", "孵化载体吸纳就业", "人"),
    ("valid_ip", "在孵企业及团队有效知识产权", "件"),
    ("mentors", "创业导师", "人"),
)
_MOVES = (
    ("new_tenants", "新增在孵企业", "家"),
    ("tenants_left", "退出在孵企业", "家"),
    ("new_graduates", "新增毕业企业", "家"),
    ("firms_financed", "获得投融资企业", "家"),
    ("financing_events", "投融资家次", "家次"),
    ("carrier_financing", "孵化载体企业和团队投融资", ""),
    ("service_events", "科技服务活动", "场次"),
)
_YEARLY = (("tenant_revenue", "在孵企业总收入", ""), ("tenant_rd", "在孵企业R&D投入", ""))
_FLOORS = (
    ("carrier_area", "孵化载体面积", ""),
    ("area_in_use", "投入使用面积", ""),
    ("let_area", "已出租孵化面积", ""),
    ("free_lettable_area", "空置可租孵化面积", ""),
)


def _unit(indicator: str, unit: str, area: str, money: str) -> str:
    return unit or (area if indicator in AREA else money if indicator in MONEY else "")


def _look(world: World) -> Look:
    return lambda line, item: world.value(line.entity, item.indicator, item.period)


def _lines(district: District, *, first: bool = False, label: str = "合计") -> list[Line]:
    total = [Line(label, district.id, total=True)]
    lines = [Line(f"其中：{t.label}" if t.within else t.label, t.id, within=bool(t.within)) for t in district.towns]
    return total + lines if first else lines + total


def _progress(district: District, month: Period, area: str, *, now: bool = True) -> list[Field]:
    """Return the columns of a monthly return: this month, since January, since the plan's start, at its end."""
    to_date = month.year_to_date()
    columns = []
    for indicator, name, unit in _FLOWS:
        shown = _unit(indicator, unit, area, "")
        if now:
            columns.append(Field(indicator, "period", month, shown, (name, "本月")))
            words = f"1—{month.last.month}月累计" if month.last.month > 1 and district.id == "330305" else "本年累计"
            columns.append(Field(indicator, "ytd", to_date, shown, (name, words)))
        else:  # the title says from when; in January it names the month alone
            basis = "ytd" if month.last.month > 1 else "period"
            columns.append(Field(indicator, basis, to_date, shown, (name,)))
    if district.plan <= month.last.year:
        since = Period.from_ints(district.plan * 100 + 1, int(month.last))
        name = "新招引专业运营机构"
        columns.append(Field("operators_introduced", "since_start", since, "家", (name, f"{district.plan}年以来累计")))
    columns += [Field(indicator, "stock", month, area, (name,)) for indicator, name, _ in _STOCKS]
    return columns


def monthly(world: World, district: District, month: Period) -> Document:
    """Return a district's progress in a month, town by town."""
    look, year = _look(world), month.last.year
    title = f"{district.name}{month.label()}孵化空间建设进度月报表（演示数据）"
    sender, style, format = f"填报单位：{district.office}", district.id, "xlsx"
    if style == "330302":
        fields = _progress(district, month, "万㎡")
        subtitle = f"{sender}　　单位：万㎡、个、人、支、家"
        page = wide(
            "Sheet1", title, _lines(district, first=True), fields, look,
            label="街道（镇）", subtitle=subtitle, units="line", sign="-", notes=[NOTE],
        )  # fmt: skip
    elif style == "330483":
        format = "xls"
        fields = _progress(district, month, "平方米")
        page = wide(
            "月报", title, _lines(district), fields, look, label="镇（街道）", subtitle=sender, sign="/", notes=[NOTE]
        )
    elif style == "420700":
        format = "html" if year < 2024 else "docx" if year < 2025 else "xlsx"
        title = f"{district.name}{since_january(month)}孵化载体建设进展情况表（演示数据）"
        fields = _progress(district, month, "平方米", now=False)
        page = wide(
            "进展", title, _lines(district), fields, look, label="单位名称", subtitle=sender, sign="—", notes=[NOTE]
        )
    elif style == "370200" and year != 2020:
        fields = _progress(district, month, "万平方米")
        lines = _lines(district, first=True, label="全市合计")
        page = transposed("月报", title, lines, fields, look, subtitle=sender, sign="-", notes=[NOTE])
    else:
        format = "csv" if style == "370200" else "xlsx"
        fields = _progress(district, month, "平方米")
        page = wide(
            "月报", title, _lines(district), fields, look,
            label="街道（乡镇）", subtitle=sender, units="row", sign="-" if format == "csv" else None, notes=[NOTE],
        )  # fmt: skip
    stem = f"{district.name}{month.label()}孵化空间月报（演示数据）"
    return _document("monthly_progress", district, month, stem, [page], format)


def _document(form: str, district: District, period: Period, stem: str, pages: list[Page], format: str) -> Document:
    folder = f"{district.name}/{period.last.year}"
    return Document(form, district.id, period, folder, stem, district.office, pages, format)


def operation(quarter: Period, area: str, money: str, *, floors: bool, both: bool) -> list[Field]:
    """Return the columns of a quarterly return; ``both`` adds the year to date to the quarter's flows."""
    to_date = quarter.year_to_date()
    fields = [Field(name, "stock", quarter, unit, (zh, "期末")) for name, zh, unit in _STATES]
    fields.append(Field("graduates_cumulative", "since_founding", quarter, "家", ("累计毕业企业",)))
    for name, zh, unit in _MOVES:
        shown = _unit(name, unit, area, money)
        fields.append(Field(name, "period", quarter, shown, (zh, "当季")))
        if both:
            fields.append(Field(name, "ytd", to_date, shown, (zh, "本年累计")))
    fields += [Field(name, "ytd", to_date, money, (zh, "本年累计")) for name, zh, _ in _YEARLY]
    if floors:
        fields += [Field(name, "stock", quarter, area, (zh, "期末")) for name, zh, _ in _FLOORS]
    return fields


def _side_by_side(quarter: Period) -> list[Field]:
    """Return columns as the quarterly figures of a province were printed: 总计, 当季, 当年新增, 本年累计 side by side."""
    to_date = quarter.year_to_date()
    rows = [
        ("tenants", "stock", quarter, "家", ("在孵企业", "总计")),
        ("new_tenants", "period", quarter, "家", ("在孵企业", "当季新增")),
        ("new_tenants", "ytd", to_date, "家", ("在孵企业", "当年新增")),
        ("graduates_cumulative", "since_founding", quarter, "家", ("毕业企业", "总计")),
        ("new_graduates", "period", quarter, "家", ("毕业企业", "当季新增")),
        ("new_graduates", "ytd", to_date, "家", ("毕业企业", "本年累计新增")),
        ("tenants_left", "period", quarter, "家", ("退出在孵企业", "当季")),
        ("tenants_left", "ytd", to_date, "家", ("退出在孵企业", "本年累计")),
        ("carrier_financing", "period", quarter, "万元", ("孵化载体企业和团队投融资", "当季")),
        ("carrier_financing", "ytd", to_date, "万元", ("孵化载体企业和团队投融资", "本年累计")),
        ("carrier_jobs", "stock", quarter, "人", ("孵化载体吸纳就业", "总计")),
        ("tenant_revenue", "ytd", to_date, "万元", ("在孵企业总收入", "本年累计")),
        ("tenant_rd", "ytd", to_date, "万元", ("在孵企业R&D投入", "本年累计")),
    ]
    return [Field(*row) for row in rows]


def carriers_page(
    world: World, name: str, title: str, towns: tuple[Town, ...], whole: str, fields: list[Field], *, subtitle: str
) -> Page:
    """Lay out the carriers of some towns, with their sum for the region ``whole``."""
    lines = [Line(c.name, t.id, c.name) for t in towns for c in t.carriers]
    labels = {t.id: t.label for t in towns}
    if len(lines) > 1:
        lines.append(Line("合计", whole, total=True))
    extras = [("所在街道（乡镇）", lambda line: labels.get(line.region) if line.carrier else None)]
    return wide(
        name, title, lines, fields, _look(world),
        label="载体名称", subtitle=subtitle, extras=extras if len(towns) > 1 else (), notes=[NOTE],
    )  # fmt: skip


def quarterly(world: World, district: District, quarter: Period, number: int) -> Iterator[Document]:
    """Return what a district and its towns owe for a quarter, its own return first; ``number`` counts from 0."""
    match district.id:
        case "330305":
            yield _summary(world, district, quarter)
            yield from _town_files(world, district, quarter, number)
        case "330302":
            yield _months(world, district, quarter)
            yield from _town_files(world, district, quarter, number)
        case "330483":
            yield from _thousands(world, district, quarter)
        case _:
            yield from _workbook(world, district, quarter, number)


def _summary(world: World, district: District, quarter: Period) -> Document:
    title = f"{district.name}{quarter.label()}孵化载体运行情况汇总表（演示数据）"
    page = wide(
        "季报", title, _lines(district), _side_by_side(quarter), _look(world),
        label="街道（乡镇）", subtitle=f"填报单位：{district.office}", notes=[NOTE],
    )  # fmt: skip
    stem = f"{district.name}{quarter.label()}季度汇总（演示数据）"
    return _document("quarterly_district", district, quarter, stem, [page], "xlsx")


def _months(world: World, district: District, quarter: Period) -> Document:
    to_date = quarter.year_to_date()
    months = to_date.split("month")
    rows = []
    for indicator, zh, unit in (*_FLOWS, *_STOCKS):
        shown, flow = _unit(indicator, unit, "平方米", ""), (indicator, zh, unit) in _FLOWS
        cells: list[Field | None] = [
            Field(indicator, "period" if flow else "stock", month, shown, (zh,)) for month in months
        ]
        cells.append(Field(indicator, "ytd", to_date, shown, (zh, "本年累计")) if flow else None)
        rows.append((zh, cells))
    title = f"{district.name}{since_january(quarter)}孵化空间主要指标分月情况表（演示数据）"
    columns = [*(f"{month.last.month}月" for month in months), "本年累计"]
    page = matrix(
        "分月", title, Line(district.name, district.id), columns, rows, _look(world),
        subtitle=f"填报单位：{district.office}", notes=[NOTE],
    )  # fmt: skip
    stem = f"{district.name}{quarter.label()}主要指标分月表（演示数据）"
    return _document("quarterly_district", district, quarter, stem, [page], "xlsx")


def _town_files(world: World, district: District, quarter: Period, number: int) -> Iterator[Document]:
    formats = ("xlsx",) if district.id == "330305" else ("xlsx", "csv", "xls", "html", "docx", "xlsx")
    bundled = district.id == "330302" and number % 8 == 6
    for place, town in enumerate(district.towns):
        format = "xlsx" if bundled else formats[(place + number) % len(formats)]
        fields = operation(quarter, "平方米", "万元", floors=True, both=False)
        title = f"{district.name}{town.label}{quarter.label()}孵化载体运行情况表（演示数据）"
        sender = town.label + (
            "办事处" if town.label.endswith("街道") else "人民政府" if town.label[-1] in "镇乡" else ""
        )
        page = carriers_page(world, "Sheet1", title, (town,), town.id, fields, subtitle=f"填报单位：{sender}")
        stem = f"{town.label}{quarter.label()}孵化载体运行情况表（演示数据）"
        document = _document("quarterly_carriers", district, quarter, stem, [page], format)
        document.region, document.sender = town.id, sender
        if bundled:
            document.bundle = f"{district.name}{quarter.label()}各街镇运行情况表（演示数据）.zip"
            document.sender = district.office
        yield document


def _thousands(world: World, district: District, quarter: Period) -> Iterator[Document]:
    fields = operation(quarter, "平方米", "千元", floors=False, both=True)
    title = f"{district.name}{quarter.label()}孵化载体运行情况表（演示数据）"
    page = wide(
        "季报", title, _lines(district), fields, _look(world),
        label="镇（街道）", subtitle=f"填报单位：{district.office}", notes=[NOTE],
    )  # fmt: skip
    stem = f"{district.name}{quarter.label()}季报（演示数据）"
    yield _document("quarterly_district", district, quarter, stem, [page], "xlsx")
    fields = operation(quarter, "平方米", "千元", floors=True, both=False)
    lines = [Line(c.name, t.id, c.name) for t in district.towns for c in t.carriers]
    title = f"{district.name}{quarter.label()}各载体指标导出表（演示数据）"
    page = lengthwise("导出", title, lines, fields, _look(world), label="载体名称")
    stem = f"{district.name}{quarter.label()}各载体导出（演示数据）"
    yield _document("quarterly_carriers", district, quarter, stem, [page], "csv")


def _workbook(world: World, district: District, quarter: Period, number: int) -> Iterator[Document]:
    """Districts and carriers in two sheets of one workbook, some locked with the built-in key; or two files in an archive."""
    subtitle = f"填报单位：{district.office}"
    title = f"{district.name}{quarter.label()}孵化载体运行情况表（演示数据）"
    fields = operation(quarter, "万平方米", "万元", floors=False, both=True)
    first = wide(
        "区县" if district.id == "420700" else "区市", title, _lines(district), fields, _look(world),
        label="区（市）", subtitle=subtitle, notes=[NOTE],
    )  # fmt: skip
    fields = operation(quarter, "平方米", "万元", floors=True, both=False)
    title = f"{district.name}{quarter.label()}各孵化载体运行情况表（演示数据）"
    second = carriers_page(world, "载体", title, district.towns, district.id, fields, subtitle=subtitle)
    stem = f"{district.name}{quarter.label()}季报（演示数据）"
    if district.id == "370200" and quarter.last.month == 12:
        bundle = f"{stem}.zip"
        for page, form, word in ((first, "quarterly_district", "各区市"), (second, "quarterly_carriers", "各载体")):
            document = _document(form, district, quarter, f"{word}{quarter.label()}（演示数据）", [page], "xlsx")
            document.bundle = bundle
            yield document
        return
    formats = ("xls", "xlsx", "xls", "xlsx") if district.id == "420700" else ("xlsx",)
    document = _document("quarterly_district", district, quarter, stem, [first, second], formats[number % len(formats)])
    locked = number % 4 in (2, 3) if district.id == "420700" else number % 6 == 2
    document.password = BUILT_IN if locked else ""
    yield document

"""The returns of each district in its own layout: what is due for a month or a quarter, as documents to be written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from incuanalysis.intake.sample.columns import FLOWS, STOCKS, operation, progress, side_by_side, unit_of
from incuanalysis.intake.sample.locks import BUILT_IN
from incuanalysis.intake.sample.pages import (
    Field,
    Line,
    Look,
    Page,
    Texts,
    lengthwise,
    matrix,
    since_january,
    transposed,
    wide,
)
from incuanalysis.intake.sample.texts import note_on_delays, texts_beside
from incuanalysis.intake.sample.world import District, Town, World
from incuanalysis.vocabulary.periods import Period

__all__ = ["NOTE", "Document", "carriers_page", "monthly", "quarterly"]

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


def _look(world: World) -> Look:
    return lambda line, item: world.value(line.entity, item.indicator, item.period)


def _lines(district: District, *, first: bool = False, label: str = "合计") -> list[Line]:
    total = [Line(label, district.id, total=True)]
    lines = [Line(f"其中：{t.label}" if t.within else t.label, t.id, within=bool(t.within)) for t in district.towns]
    return total + lines if first else lines + total


def monthly(world: World, district: District, month: Period) -> Document:
    """Return a district's progress in a month, town by town."""
    look, year = _look(world), month.last.year
    title = f"{district.name}{month.label()}孵化空间建设进度月报表（演示数据）"
    sender, style, format = f"填报单位：{district.office}", district.id, "xlsx"
    if style == "330302":
        fields = progress(district, month, "万㎡")
        subtitle = f"{sender}　　单位：万㎡、个、人、支、家"
        page = wide(
            "Sheet1", title, _lines(district, first=True), fields, look,
            label="街道（镇）", subtitle=subtitle, units="line", sign="-",
            texts=texts_beside(world, district, fields, month), notes=[NOTE],
        )  # fmt: skip
    elif style == "330483":
        format = "xls"
        fields = progress(district, month, "平方米")
        page = wide(
            "月报", title, _lines(district), fields, look,
            label="镇（街道）", subtitle=sender, sign="/", notes=[note_on_delays(world, district, month), NOTE],
        )  # fmt: skip
    elif style == "420700":
        format = "html" if year < 2024 else "docx" if year < 2025 else "xlsx"
        title = f"{district.name}{since_january(month)}孵化载体建设进展情况表（演示数据）"
        fields = progress(district, month, "平方米", now=False)
        page = wide(
            "进展", title, _lines(district), fields, look,
            label="单位名称", subtitle=sender, sign="—",
            texts=texts_beside(world, district, fields, month), notes=[NOTE],
        )  # fmt: skip
    elif style == "370200" and year != 2020:
        fields = progress(district, month, "万平方米")
        lines = _lines(district, first=True, label="全市合计")
        texts = texts_beside(world, district, fields, month)
        page = transposed("月报", title, lines, fields, look, subtitle=sender, sign="-", texts=texts, notes=[NOTE])
    else:
        format = "csv" if style == "370200" else "xlsx"
        fields = progress(district, month, "平方米")
        page = wide(
            "月报", title, _lines(district), fields, look,
            label="街道（乡镇）", subtitle=sender, units="row", sign="-" if format == "csv" else None,
            texts=texts_beside(world, district, fields, month), notes=[NOTE],
        )  # fmt: skip
    stem = f"{district.name}{month.label()}孵化空间月报（演示数据）"
    return _document("monthly_progress", district, month, stem, [page], format)


def _document(form: str, district: District, period: Period, stem: str, pages: list[Page], format: str) -> Document:
    folder = f"{district.name}/{period.last.year}"
    return Document(form, district.id, period, folder, stem, district.office, pages, format)


def carriers_page(
    world: World,
    name: str,
    title: str,
    towns: tuple[Town, ...],
    whole: str,
    fields: list[Field],
    *,
    subtitle: str,
    texts: Texts = (),
) -> Page:
    """Lay out the carriers of some towns, with their sum for the region ``whole`` and what that writes beside it."""
    lines = [Line(c.name, t.id, c.name) for t in towns for c in t.carriers]
    labels = {t.id: t.label for t in towns}
    if len(lines) > 1:
        lines.append(Line("合计", whole, total=True))
    extras = [("所在街道（乡镇）", lambda line: labels.get(line.region) if line.carrier else None)]
    return wide(
        name, title, lines, fields, _look(world),
        label="载体名称", subtitle=subtitle, extras=extras if len(towns) > 1 else (), texts=texts, notes=[NOTE],
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
    fields = side_by_side(quarter)
    page = wide(
        "季报", title, _lines(district), fields, _look(world),
        label="街道（乡镇）", subtitle=f"填报单位：{district.office}",
        texts=texts_beside(world, district, fields, quarter), notes=[NOTE],
    )  # fmt: skip
    stem = f"{district.name}{quarter.label()}季度汇总（演示数据）"
    return _document("quarterly_district", district, quarter, stem, [page], "xlsx")


def _months(world: World, district: District, quarter: Period) -> Document:
    to_date = quarter.year_to_date()
    months = to_date.split("month")
    rows = []
    for indicator, zh, unit in (*FLOWS, *STOCKS):
        shown, flow = unit_of(indicator, unit, "平方米", ""), (indicator, zh, unit) in FLOWS
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
        # towns of 洞头区 say it in the district's own return
        texts = texts_beside(world, district, fields, quarter) if district.id == "330302" else ()
        subtitle = f"填报单位：{sender}"
        page = carriers_page(world, "Sheet1", title, (town,), town.id, fields, subtitle=subtitle, texts=texts)
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
        label="镇（街道）", subtitle=f"填报单位：{district.office}",
        texts=texts_beside(world, district, fields, quarter), notes=[NOTE],
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
        label="区（市）", subtitle=subtitle,
        texts=texts_beside(world, district, fields, quarter), notes=[NOTE],
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

"""The regional tables of the yearbook as files: the published numbers in the layouts in which they were printed."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from tests.intake.making import locked_xls, xls, xls_book

__all__ = ["EDITIONS", "Edition", "edition_of", "exported_book", "printed_book", "printed_rows"]

PUBLISHED = Path(__file__).resolve().parents[2] / "data" / "published"

Machine = Literal["none", "top", "before", "after"]

# Short Chinese and English names in the printed order; an empty line follows the nation and each of the groups.
_GROUPS = (
    (("000000", "全国", "National Total"),),
    (
        ("110000", "北京", "Beijing"),
        ("120000", "天津", "Tianjin"),
        ("130000", "河北", "Hebei"),
        ("140000", "山西", "Shanxi"),
        ("150000", "内蒙古", "Inner Mongolia"),
    ),
    (("210000", "辽宁", "Liaoning"), ("220000", "吉林", "Jilin"), ("230000", "黑龙江", "Heilongjiang")),
    (
        ("310000", "上海", "Shanghai"),
        ("320000", "江苏", "Jiangsu"),
        ("330000", "浙江", "Zhejiang"),
        ("340000", "安徽", "Anhui"),
        ("350000", "福建", "Fujian"),
        ("360000", "江西", "Jiangxi"),
        ("370000", "山东", "Shandong"),
    ),
    (
        ("410000", "河南", "Henan"),
        ("420000", "湖北", "Hubei"),
        ("430000", "湖南", "Hunan"),
        ("440000", "广东", "Guangdong"),
        ("450000", "广西", "Guangxi"),
        ("460000", "海南", "Hainan"),
    ),
    (
        ("500000", "重庆", "Chongqing"),
        ("510000", "四川", "Sichuan"),
        ("520000", "贵州", "Guizhou"),
        ("530000", "云南", "Yunnan"),
        ("540000", "西藏", "Tibet"),
    ),
    (
        ("610000", "陕西", "Shaanxi"),
        ("620000", "甘肃", "Gansu"),
        ("630000", "青海", "Qinghai"),
        ("640000", "宁夏", "Ningxia"),
        ("650000", "新疆", "Xinjiang"),
    ),
)

# Indicator → its printed name as it is cut over two lines, and the English one over three.
_HEADINGS: dict[str, tuple[tuple[str, str], tuple[str, str, str]]] = {
    "incubators": (("在统孵化", "器数量"), ("Number of", "Incubators", "in Statistics")),
    "resident_firms": (("孵化器内", "企业总数"), ("Number of", "Enterprises in", "Incubators")),
    "tenants": (("在孵企业", ""), ("Number of", "Incubating", "Enterprises")),
    "tenant_employees": (("在孵企业", "从业人员"), ("Employees in", "Incubating", "Enterprises")),
    "venture_capital": (("当年获得", "风险投资额"), ("Venture Capital", "Obtained", "in the Year")),
    "tenant_rd": (("在孵企业", "R&D投入"), ("R&D Input of", "Incubating", "Enterprises")),
    "financing": (("当年获得", "投融资总额"), ("Investment", "and Financing", "Obtained")),
    "makerspaces": (("众创空间", "数量"), ("Number of", "Mass Makerspaces", "")),
    "makerspace_served": (("当年服务的企业", "及团队数"), ("Enterprises and", "Teams Served", "in the Year")),
    "makerspace_fiscal_subsidy": (("享受财政资金", "支持额"), ("Financial", "Support", "Received")),
    "makerspace_financed": (
        ("当年获得投融资的", "团队及企业的数量"),
        ("Teams and", "Enterprises with", "Investment"),
    ),
    "makerspace_investment": (("团队及企业当年", "获得投资总额"), ("Investment", "Obtained by", "Teams")),
    "makerspace_jobs": (("创业团队和企业", "吸纳就业人数"), ("Employment", "Absorbed", "by Teams")),
}
_ENGLISH_UNITS = {"个": "(unit)", "人": "(person)", "千元": "(1 000 yuan)", "万元": "(10 000 yuan)"}


@dataclass(frozen=True)
class Edition:
    """One published table.

    Parameters
    ----------
    file
        Stem of its file in data/published.
    number, title, english, year
        What stands above it.
    indicators
        Ids in the order of the columns, with their printed units.
    values
        (region id, indicator id) → the number as printed; without an entry where the table is blank.
    """

    file: str
    number: str
    title: str
    english: str
    year: int
    indicators: tuple[tuple[str, str], ...]
    values: dict[tuple[str, str], str] = field(repr=False)


EDITIONS = {
    "csty2017-9-16-incubators": ("9-16", 2016),
    "csty2018-9-16-incubators": ("9-16", 2017),
    "csty2019-9-14-incubators": ("9-14", 2018),
    "csty2023-9-12-incubators": ("9-12", 2022),
    "csty2023-9-14-makerspaces": ("9-14", 2022),
    "csty2024-9-12-incubators": ("9-12", 2023),
    "csty2024-9-14-makerspaces": ("9-14", 2023),
}


@cache
def edition_of(file: str) -> Edition:
    """Return a published table."""
    number, year = EDITIONS[file]
    with (PUBLISHED / f"{file}.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    kind = (
        ("众创空间", "Mass Makerspaces")
        if "makerspaces" in file
        else ("科技企业孵化器", "Technology Business Incubators")
    )
    return Edition(
        file,
        number,
        f"各地区{kind[0]}主要指标",
        f"Main Indicators of {kind[1]} by Region",
        year,
        tuple(dict.fromkeys((row["indicator"], row["unit"]) for row in rows)),
        {(row["region"], row["indicator"]): row["value"] for row in rows if row["value"]},
    )


def _padded(name: str) -> str:
    return (" " if len(name) == 3 else "    ").join(name)


def _number(text: str | None, unit: str) -> float | None:
    return None if text is None else round(float(text), 2) if unit == "千元" else float(text)


def printed_rows(
    edition: Edition, *, title: str | None = None, machine: Machine = "none", before: Sequence[str] = ()
) -> tuple[list[list[Any]], tuple[tuple[int, int, int, int], ...]]:
    """Return rows and merged cells of a table as printed until 2018.

    Parameters
    ----------
    edition
        Whose numbers.
    title
        The Chinese title; by default number, title and year as the yearbook prints them.
    machine
        Where a row of headings for machines was inserted: above all, before or after the header.
    before
        Columns that were put before the table: ``type``, ``year``.
    """
    lead: list[Any] = [None] * len(before)
    units = [unit for _, unit in edition.indicators]
    headings = [_HEADINGS[id] for id, _ in edition.indicators]
    title = f"{edition.number}  {edition.title}({edition.year}年)" if title is None else title
    titles = [[*lead, title], [], [*lead, f"{edition.english} ({edition.year})"], []]
    header = [
        [*lead, "地  区", None, *(zh[0] for zh, _ in headings)],
        [*lead, None, None, *(zh[1] or None for zh, _ in headings)],
        [*lead, None, None, *(f"({unit})" for unit in units)],
        *([*lead, "Region" if not i else None, None, *(en[i] or None for _, en in headings)] for i in range(3)),
        [*lead, None, None, *(_ENGLISH_UNITS[unit] for unit in units)],
    ]
    # The inserted row counts people with the word for things, as the copies do.
    words = ["".join(zh) + f"({unit.replace('人', '个')})" for (zh, _), unit in zip(headings, units, strict=True)]
    inserted = [[*before, "region", "region_en", *words]]
    body: list[list[Any]] = []
    for group in _GROUPS:
        for id, name, english in group:
            said = ["孵化器" if column == "type" else float(edition.year) for column in before]
            values = [_number(edition.values.get((id, indicator)), unit) for indicator, unit in edition.indicators]
            body.append([*said, _padded(name), english, *values])
        body.append([])
    body += [[], []]
    rows = {
        "none": [*titles, *header, [], *body],
        "top": [*inserted, *titles, *header, [], *body],
        "before": [*titles[:3], *inserted, *header, [], *body],
        "after": [*titles, *header, *inserted, *body],
    }[machine]
    at, left, right = rows.index(titles[0]), len(before), len(before) + 1 + len(units)
    head = rows.index(header[0])
    merged = (
        (at, left, at, right),
        (at + 2, left, at + 2, right),
        (head, left, head + 2, left + 1),
        (head + 3, left, head + 6, left + 1),
    )
    return rows, merged


def printed_book(
    edition: Edition, *, title: str | None = None, machine: Machine = "none", before: Sequence[str] = ()
) -> bytes:
    """Return such a table as a workbook of the old format."""
    rows, merged = printed_rows(edition, title=title, machine=machine, before=before)
    return xls(rows, merged, edition.number)


def exported_book(edition: Edition, *, locked: bool = True) -> bytes:
    """Return a table as exported since 2022: headers of several lines, numbers as texts, a link, the built-in lock."""
    spaced, xizang = edition.year < 2023, edition.year >= 2023
    header: list[str | None] = ["地 区\nRegion" if spaced else "地区\nRegion", None]
    for id, unit in edition.indicators:
        chinese, foreign = _HEADINGS[id]
        lines = [*chinese, f"({unit})", *foreign, _ENGLISH_UNITS[unit]]
        header.append("\n".join(line for line in lines if line))
    body: list[list[str | None]] = []
    for group in _GROUPS:
        for id, name, english in group:
            shown = " ".join(name) if spaced and len(name) == 2 else name
            written = "Xizang" if xizang and id == "540000" else english
            body.append([shown, written, *(edition.values.get((id, indicator)) for indicator, _ in edition.indicators)])
        if spaced and len(body) == 1:
            body.append([])
    title = f"{edition.number}  {edition.title}({edition.year}年)"
    width = len(header) - 1
    rows: list[list[Any]] = [[title], [f"{edition.english} ({edition.year})"], header, *body]
    link = [["https://data.example.org/yearbook/detail"]]
    merged = ((0, 0, 0, width), (1, 0, 1, width), (2, 0, 2, 1))
    made = xls_book({edition.number: rows, "CNKI": link}, {edition.number: merged})
    return locked_xls(made) if locked else made

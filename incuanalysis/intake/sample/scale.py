"""Returns of thousands of invented counties, plain and quarterly, as a project of its own: to see how far the way carries."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import StringIO
from pathlib import Path

from incuanalysis.errors import BadInputError
from incuanalysis.intake.sample.chance import Chance, Shares
from incuanalysis.intake.sample.columns import operation
from incuanalysis.intake.sample.dice import Dice
from incuanalysis.intake.sample.duties import LIMITS
from incuanalysis.intake.sample.layouts import Document, carriers_page
from incuanalysis.intake.sample.registers import carrier_register
from incuanalysis.intake.sample.world import World, make_county
from incuanalysis.intake.sample.writer import SampleResult, Step, Writer
from incuanalysis.project import Project
from incuanalysis.vocabulary.periods import Period

__all__ = ["MOST_REGIONS", "make_counties"]

#: Ids of invented counties have six digits and begin with 99.
MOST_REGIONS = 9_999
_YEARS = (2023, 2024)
_COUNTIES_A_PROVINCE = 100
_FEW = Shares(files=0.01, cells=0.05, mess=0.1, suffixes=0.002)
_SETTINGS = """\
# 演示数据：虚构县（市、区）的项目。Demonstration data: a project of invented counties.

[edition]
title = "孵化载体报告（演示数据）"
title_en = "Reports on incubators (demonstration data)"
"""
_DUTIES = """\
# 演示数据：所有虚构县（市、区）每季度报送。Demonstration data: every invented county reports each quarter.
duties:
"""


def make_counties(
    project: Project, out: Path, *, seed: int, regions: int, progress: Callable[[int, int], None] | None = None
) -> SampleResult:
    """Write a project with ``regions`` invented counties and their returns of two years.

    The truth keeps the counties' totals and whatever was planted; all else is as in the small sample.

    Raises
    ------
    BadInputError
        If the number of regions is out of range.
    """
    if not 1 <= regions <= MOST_REGIONS:
        raise BadInputError(
            f"虚构地区数应为 1 至 {MOST_REGIONS}，收到 {regions}。 Found {regions} regions; expected 1 to {MOST_REGIONS}."
        )
    counties = [(str(990_000 + n), f"演示县{n:04d}") for n in range(1, regions + 1)]
    _lay_out(project, out, counties)
    chance = Chance(Dice(f"{seed}/errors"), _FEW, Dice(f"{seed}/files"))
    numbers = [0]
    with ExitStack() as stack:
        writer = Writer(out, World(), chance, stack, brief=True)
        for done, (id, name) in enumerate(counties, start=1):
            writer.world = make_county(id, name, _YEARS, seed, numbers)
            for step in _steps(writer.world):
                writer.take(step)
            writer.forget()
            if progress:
                progress(done, regions)
        writer.finish()
    return writer.result


def _steps(world: World) -> Iterator[Step]:
    """Return a county's register and its quarters."""
    district = world.districts[0]
    yield Step([carrier_register(world, district, _YEARS[0] - 1)])
    for number in range(4 * len(_YEARS)):
        quarter = Period.parse(f"{_YEARS[0] + number // 4}Q{number % 4 + 1}")
        yield Step([_return(world, quarter)], _before(world, quarter) if number else None)


def _before(world: World, quarter: Period) -> Callable[[], list[Document]]:
    return lambda: [_return(world, quarter.previous())]


def _return(world: World, quarter: Period) -> Document:
    district = world.districts[0]
    title = f"{district.name}{quarter.label()}孵化载体运行情况表（演示数据）"
    fields = operation(quarter, "平方米", "万元", floors=True, both=False)
    subtitle = f"填报单位：{district.office}"
    page = carriers_page(world, "季报", title, district.towns, district.id, fields, subtitle=subtitle)
    stem = f"{district.name}{quarter.label()}季报（演示数据）"
    folder = f"{district.name}/{quarter.last.year}"
    return Document("quarterly_district", district.id, quarter, folder, stem, district.office, [page])


def _lay_out(project: Project, out: Path, counties: list[tuple[str, str]]) -> None:
    """Write the project's settings, its regions and its duties."""
    vocabulary, records = out / "data" / "vocabulary", out / "data" / "records"
    for folder in (vocabulary, records):
        folder.mkdir(parents=True)
    (out / "incu.toml").write_text(_SETTINGS, encoding="utf-8", newline="\n")
    carried = project.find("data/vocabulary/regions.csv").read_text(encoding="utf-8-sig")
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    note = "演示数据 (demonstration data)"
    provinces = [f"98{n:02d}00" for n in range(1, (len(counties) - 1) // _COUNTIES_A_PROVINCE + 2)]
    for n, id in enumerate(provinces, start=1):
        name = f"演示省{n:02d}"
        rows.writerow(
            [id, id, name, name, f"Demonstration Province {n:02d}", "province", "province", "000000", "", "", "", note]
        )
    for n, (id, name) in enumerate(counties):
        english, above = f"Demonstration County {n + 1:04d}", provinces[n // _COUNTIES_A_PROVINCE]
        rows.writerow([id, id, name, name, english, "county", "county", above, "", "", "", note])
    joined = carried.rstrip("\n") + "\n" + text.getvalue()
    (vocabulary / "regions.csv").write_text(joined, encoding="utf-8", newline="\n")
    (vocabulary / "limits.yml").write_text(LIMITS, encoding="utf-8", newline="\n")
    duties = "".join(
        f"  - id: {id}-quarterly\n    form: quarterly\n    title: 季报\n    frequency: quarter\n"
        f'    units: {{children_of: "{id}", levels: [county]}}\n    due: {{day: 10, months_after: 1}}\n'
        f'    valid_from: "{_YEARS[0]}-01"\n    valid_to: "{_YEARS[-1]}-12"\n'
        for id in provinces
    )
    (records / "duties.yml").write_text(_DUTIES + duties, encoding="utf-8", newline="\n")

"""The atlas in words and tables: findings with numbers, both languages, any names, any number of bases."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from incuanalysis.display import cluster_atlas as say
from incuanalysis.display import documents
from incuanalysis.display.charts.free_space import free_space
from incuanalysis.display.context import open_report
from incuanalysis.display.items import Chart, Heading, Prose, Table
from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.documents.atlas import evaluate
from tests.display.charting import check
from tests.evaluation.atlas_making import NASTY, area, atlas_store, base

STAGES = ("makerspace", "incubator", "accelerator", "park")


@pytest.fixture
def shown(project: Any, tmp_path: Path) -> Any:
    """Return the items of an atlas of 洞头区, by kind."""

    def make(
        bases: Any = (), areas: Any = (), firms: Any = (), *, language: str = "zh", version: str = "published"
    ) -> dict[str, Any]:
        store = atlas_store(tmp_path, bases, areas, firms)
        report = open_report("洞头区", "2023-09", language, version=version, project=project.root, store=store.folder)
        traces = documents.TraceBook(report)
        data = evaluate(report.inquiry, internal=report.internal)
        items = [
            *say.chart(data, report), *say.overview(data, report, traces), *say.links(data, report, traces),
            *say.space(data, report, traces), *say.industries(data, report), *say.gaps(data, report),
            *say.method(data, report, traces), *say.listing(data, report, traces), *traces.items(),
        ]  # fmt: skip
        return {
            "title": say.title(data, report),
            "head": say.head(report),
            "items": items,
            "prose": "\n".join(item.text for item in items if isinstance(item, Prose)),
            "headings": [item.text for item in items if isinstance(item, Heading)],
            "tables": [item for item in items if isinstance(item, Table)],
            "charts": [item for item in items if isinstance(item, Chart)],
        }

    return make


def several(count: int) -> tuple[list[Any], list[Any]]:
    towns = [f"33030500{n}" for n in range(1, 7)]
    bases = [
        base(str(n), f"基地{n:03}", towns[n % 6], type=STAGES[n % 4], industry=[f"产业{n % 30}"], services=["创业辅导"])
        for n in range(count)
    ]
    areas = [area(str(n), 100.0 * (n + 1), region=towns[n % 6]) for n in range(count)]
    floors = [area(str(n), 400.0 * (n + 1), "carrier_area", region=towns[n % 6]) for n in range(count)]
    return bases, [*areas, *floors]


def test_three_findings_say_size_links_and_space(shown: Any) -> None:
    made = shown([base("a", "甲"), base("b", "乙", "330305002", type="park", status="building")], [area("a", 7500.0), area("a", 15000.0, "carrier_area")])  # fmt: skip
    assert made["title"].findings == (
        "截至9月底，在册孵化载体2家（投用1家，在建1家），载体面积1.5万平方米，空置可租面积7500平方米，空置率50.0%。",
        "孵化链条缺众创空间、加速器、科创园（科创园有1家未投用）；1个主导产业均有缺环，缺得最多的是众创空间、加速器、科创园（各1个产业）。",
        "空置可租面积北岙街道最大，为7500平方米；资料缺项最多的是级别（2家中缺2家）。",
    )


def test_the_list_can_be_searched_and_is_a_landscape_annex_with_numbers(shown: Any) -> None:
    bases, areas = several(5)
    table = shown(bases, areas)["tables"][-1]
    assert table.annex == "附件1"
    assert table.searchable
    assert table.sortable
    assert table.landscape
    at = [column.key for column in table.columns].index("free")
    assert [row[at].value for row in table.rows] == [100.0, 500.0, 200.0, 300.0, 400.0]
    assert all(row[at].trace for row in table.rows)
    assert [str(row[1]) for row in table.rows] == ["众创空间", "众创空间", "孵化器", "加速器", "科创园"]


@pytest.mark.parametrize("count", [1, 200])
def test_one_base_and_two_hundred_come_out_whole(shown: Any, count: int) -> None:
    made = shown(*several(count))
    assert len(made["tables"][-1].rows) == count
    assert f"{count}家" in made["title"].findings[0]
    assert len(made["headings"]) == 6
    for chart in made["charts"]:
        check(chart)
    for table in made["tables"]:
        assert table.rows
        assert not {"nan", "None", "<NA>", ""} & {str(cell) for row in table.rows for cell in row}


def test_without_carriers_it_says_so_and_shows_no_chart_or_table(shown: Any) -> None:
    made = shown()
    assert made["title"].findings[0] == "截至2023年9月底，登记中没有洞头区的孵化载体。"
    assert made["headings"] == ["一、总体情况", "二、数据和方法"]
    assert not made["charts"]
    assert not made["tables"]


def test_names_with_markup_stay_text(shown: Any) -> None:
    bases = [
        base(str(n), name, industry=[name], services=[name], operator=name, policies=name)
        for n, name in enumerate(NASTY)
    ]
    made = shown(bases, [area(str(n), 10.0 + n) for n in range(len(NASTY))])
    assert not re.search(r"(?<!\\)<b|(?<!\\)\$x|(?<!\\)\[甲", made["prose"])
    names = {str(row[2]) for row in made["tables"][-1].rows}
    assert names == set(NASTY)
    for chart in made["charts"]:
        check(chart)


def test_tenants_are_shown_internally_only_and_firms_never_by_name(shown: Any) -> None:
    tenants = [area("a", 37.0, "tenants", unit="家"), area("a", 500.0)]
    firms = [{"id": "f", "name": "某某企业", "region": "330305", "carrier": "甲", "entered": "2022-01-01"}]
    open_version, inner = (shown([base("a", "甲")], tenants, firms, version=one) for one in ("published", "internal"))
    keys = [[column.key for column in one["tables"][-1].columns] for one in (open_version, inner)]
    assert "tenants" not in keys[0]
    assert {"tenants", "listed"} <= set(keys[1])
    written = [str(cell) for table in open_version["tables"] for row in table.rows for cell in row]
    assert not [text for text in [*written, open_version["prose"]] if "37" in text]
    assert "在孵企业合计37家" in inner["prose"]
    assert "某某企业" not in str(inner["items"])


def test_the_english_version_is_english_but_for_what_is_registered(shown: Any) -> None:
    bases, areas = several(6)
    made = shown(bases, areas, language="en")
    assert made["title"].title == "Atlas of the incubation cluster: Dongtou District"
    ours = [*made["title"].findings, *made["headings"], *(chart.caption for chart in made["charts"])]
    ours += [table.caption for table in made["tables"]]
    ours += [label for table in made["tables"] for column in table.columns for label in (column.label, column.unit, column.group)]  # fmt: skip
    ours += [note for table in made["tables"] for note in table.notes]
    assert not re.findall(r"[\u4e00-\u9fff]+", re.sub(r"产业\d+", "", " ".join(ours)))
    assert made["prose"].count("stand as registered, in Chinese") == 1


def test_free_space_needs_a_number_and_names_ties_together() -> None:
    import pandas as pd

    from tests.display.charting import report_for

    rows = pd.DataFrame({"name": ["甲", "乙", "丙"], "free": [10.0, 10.0, None], "count": [1, 1, 0]})
    made = free_space(rows, report_for())
    assert made.caption == "空置可租面积甲和乙并列最大，均为10平方米"
    assert made.note == "另有1个未报空置面积，未列。"
    check(made)
    with pytest.raises(BadInputError):
        free_space(rows.tail(1), report_for())

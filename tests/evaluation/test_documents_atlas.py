"""The atlas: which bases there are at the month's end, what they reported, which links are missing, whether sums agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from incuanalysis.evaluation.documents.atlas import Atlas, evaluate
from incuanalysis.evaluation.questions import open_inquiry
from incuanalysis.project import Project
from tests.evaluation.atlas_making import NASTY, area, atlas_store, base


@pytest.fixture
def made(project: Project, tmp_path: Path) -> Any:
    """Return an atlas of 洞头区 made of bases, areas and firms."""

    def make(
        bases: Any = (), areas: Any = (), firms: Any = (), *, period: str = "2023-09", internal: bool = False
    ) -> Atlas:
        store = atlas_store(tmp_path, bases, areas, firms)
        return evaluate(open_inquiry(project, "洞头区", period, store=store.folder), internal=internal)

    return make


def test_a_later_state_is_taken_back_to_what_it_was_at_the_months_end(made: Any) -> None:
    atlas = made(
        [
            base("a", "甲", opened="2023-12", completed="2023-05"),
            base("b", "乙", opened="2024-02", completed="2023-11", signed="2023-01"),
            base("c", "丙", signed="2023-10", status="signed"),
            base("d", "丁", status="closed"),
            base("e", "戊", opened="2020-01"),
        ]
    )
    assert dict(zip(atlas.bases["name"], atlas.bases["status"], strict=True)) == {"甲": "completed", "乙": "building", "戊": "in_use"}  # fmt: skip
    assert (atlas.closed, atlas.later) == (1, 1)
    assert list(atlas.active["name"]) == ["戊"]
    assert atlas.bases.set_index("name")["status_on"].to_dict()["甲"] == 202305


def test_only_bases_in_use_make_a_link(made: Any) -> None:
    atlas = made([base("a", "甲"), base("b", "乙", type="park", status="building"), base("c", "丙", type=None)])
    stages = atlas.stages.set_index("stage")
    assert stages["count"].to_dict() == {"makerspace": 0, "incubator": 1, "accelerator": 0, "park": 0}
    assert stages["coming"].to_dict()["park"] == 1
    assert atlas.missing == ("makerspace", "accelerator", "park")
    assert list(atlas.bases["stage"]) == ["incubator", "park", ""]


def test_a_base_with_two_industries_counts_in_both(made: Any) -> None:
    atlas = made(
        [base("a", "甲", industry=["海洋装备", "新材料"]), base("b", "乙", industry=["新材料"], type="makerspace")]
    )
    found = {one.name: (len(one.bases), one.missing) for one in atlas.industries}
    assert found == {
        "新材料": (2, ("accelerator", "park")),
        "海洋装备": (1, ("makerspace", "accelerator", "park")),
    }


def test_the_last_number_of_twelve_months_holds_and_an_older_one_does_not(made: Any) -> None:
    bases = [base("a", "甲"), base("b", "乙"), base("c", "丙")]
    areas = [
        area("a", 500.0, month=202306),
        area("a", 700.0, month=202310),
        area("b", 90.0, month=202209),
        area("c", 0.0),
    ]
    atlas = made(bases, areas)
    assert atlas.bases.set_index("name")["free_at"].dropna().to_dict() == {"甲": 202306, "丙": 202309}
    assert atlas.total("free") == 500.0
    assert atlas.gaps.set_index("field").loc["free", "names"] == ("乙",)


def test_the_sum_of_bases_is_held_against_what_the_region_reported_for_the_same_month(made: Any) -> None:
    areas = [area("a", 500.0, month=202306), area("b", 250.0, month=202306), area("a", 900.0)]
    own = area(None, 800.0, month=202306, region="330305")
    atlas = made([base("a", "甲"), base("b", "乙", "330305002")], [*areas, own])
    check = atlas.checks.set_index("indicator").loc["free_lettable_area"]
    assert (check["own"], check["bases"], check["difference"], check["own_at"]) == (800.0, 750.0, 50.0, 202306)
    assert atlas.total("free") == 1150.0


@pytest.mark.parametrize("column", ["area", "free"])
def test_stages_and_places_add_up_to_the_bases(made: Any, column: str) -> None:
    indicator = {"area": "carrier_area", "free": "free_lettable_area"}[column]
    towns = ("330305001", "330305002", "330305")
    bases = [base(str(n), f"基地{n}", towns[n % 3], type=("park", "incubator")[n % 2]) for n in range(9)]
    atlas = made(bases, [area(str(n), 10.0 + n, indicator, region=towns[n % 3]) for n in range(9)])
    whole = float(sum(10.0 + n for n in range(9)))
    assert atlas.total(column) == whole
    assert float(atlas.stages[column].sum()) == whole
    assert float(atlas.places[column].sum()) == whole
    assert "" in set(atlas.places["place"])


def test_a_town_of_the_register_places_a_base_that_the_district_registered(made: Any) -> None:
    atlas = made([base("a", "甲", "330305", town="霓屿街道"), base("b", "乙", "330305", town="别处")])
    assert dict(zip(atlas.bases["name"], atlas.bases["place_name"], strict=True)) == {"甲": "霓屿街道", "乙": ""}


def test_blank_fields_are_gaps_and_nothing_is_guessed(made: Any) -> None:
    atlas = made([base("a", "甲", operator="运营公司", policies="免租"), base("b", "乙")])
    gaps = atlas.gaps.set_index("field")
    assert gaps.loc["operator", "names"] == ("乙",)
    assert gaps.loc["platforms", "missing"] == 2
    assert "type" not in gaps.index


def test_firms_of_the_roster_are_counted_as_of_the_month_and_only_internally(made: Any) -> None:
    firms = [
        {"id": str(n), "name": f"企业{n}", "region": "330305", "carrier": "甲"} | dates
        for n, dates in enumerate(
            [
                {"entered": "2022-01-01"},
                {"entered": "2023-11-01"},
                {"entered": "2021-01-01", "graduated": "2023-12-01"},
                {"entered": "2021-01-01", "left": "2023-02-01"},
                {"entered": "2021-01-01", "state": "left"},
            ]
        )
    ]
    tenants = [area("a", 3.0, "tenants", unit="家")]
    inside = made([base("a", "甲")], tenants, firms, internal=True)
    assert list(inside.bases["listed"]) == [2]
    assert inside.total("tenants") == 3.0
    outside = made([base("a", "甲")], tenants, firms)
    assert outside.bases["listed"].isna().all()
    assert outside.total("tenants") is None


def test_a_region_without_carriers_has_an_empty_atlas(made: Any) -> None:
    atlas = made()
    assert atlas.bases.empty
    assert atlas.industries == ()
    assert atlas.gaps.empty
    assert atlas.places.empty
    assert atlas.total("free") is None
    assert atlas.register_at == ""


def test_names_stay_as_they_are(made: Any) -> None:
    atlas = made([base(str(n), name, industry=[name]) for n, name in enumerate(NASTY)])
    assert set(atlas.bases["name"]) == set(NASTY)
    assert {one.name for one in atlas.industries} == set(NASTY)

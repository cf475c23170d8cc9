"""Names of regions and carriers."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError
from incuanalysis.intake.clean.names import Match, NameBook, is_total
from incuanalysis.vocabulary.matching import normalise
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.words import Vocabulary

_CARRIERS = {"温州科创园": ("c1", "330305"), "鹿城创客空间": ("c2", "330302"), "北岙街道": ("c3", "330302")}


@pytest.fixture(scope="module")
def book(words: Vocabulary) -> NameBook:
    return NameBook(words.regions, _CARRIERS, {normalise("东平街道"): "330305003", normalise("老科创园"): "c1"})


@pytest.mark.parametrize(
    ("text", "within", "on", "id", "how"),
    [
        ("北岙街道", "330305", None, "330305001", "exact"),
        ("北岙", "330305", None, "330305001", "exact"),
        ("北 岙　街道", "330305", None, "330305001", "exact"),
        ("一、北岙街道*", "330305", None, "330305001", "exact"),
        ("北岙街道办事处", "330305", None, "330305001", "suffix"),
        ("昆鹏街道办", "330305", None, "330305006", "suffix"),
        ("大门镇人民政府", "330305", None, "330305101", "suffix"),
        ("洞头区人民政府", "", None, "330305", "suffix"),
        ("燕矶镇政府", "", None, "420704105", "suffix"),
        ("温州市洞头区北岙街道", "", None, "330305001", "exact"),
        ("浙江省温州市鹿城区滨江街道", "", None, "330302024", "exact"),
        ("北    京", "", None, "110000", "exact"),
        ("内 蒙 古", "", None, "150000", "exact"),
        ("Xizang", "", None, "540000", "exact"),
        ("洞头县", "", None, "330305", "old_name"),
        ("洞头县", "", Month(2014, 3), "330305", "exact"),
        ("洞头区", "", Month(2014, 3), "330305", "old_name"),
        ("滨江", "330302", None, "330302024", "exact"),
        ("五马街道", "330305", None, "330302006", "elsewhere"),
        ("洞头区", "330305", None, "330305", "exact"),
        ("灵昆街道", "330303", Month(2014, 1), "330305002", "exact"),
        ("灵昆街道", "330303", Month(2023, 1), "330305002", "elsewhere"),
        ("东平街道", "330305", None, "330305003", "decided"),
    ],
)
def test_regions_are_found(book: NameBook, text: str, within: str, on: Month | None, id: str, how: str) -> None:
    assert book.find(text, within, on, "region") == Match("region", id, how)


@pytest.mark.parametrize(
    "text", ["合计", "合 计", "总计", "小计", "全区合计", "全市总计", "各街道合计", "累计", "全区", "共计", "Total"]
)
def test_totals_are_no_names(book: NameBook, text: str) -> None:
    assert book.find(text, "330305").kind == "total"
    assert is_total(text)


def test_the_nation_is_a_region_and_no_total(book: NameBook) -> None:
    assert book.find("全    国") == Match("region", "000000", "exact")
    assert book.find("全国总计").id == "000000"


def test_carriers_are_found_and_told_where_they_are(book: NameBook) -> None:
    assert book.find("温州 科创园", "330305") == Match("carrier", "c1", "exact")
    assert book.find("温州科创园", "330302") == Match("carrier", "c1", "elsewhere")
    assert book.find("老科创园") == Match("carrier", "c1", "decided")
    assert book.find("温州科创园", kind="region").kind == "unknown"


def test_a_name_of_a_region_and_a_carrier_counts_where_it_belongs(book: NameBook) -> None:
    assert book.find("北岙街道", "330305").kind == "region"
    assert book.find("北岙街道", "330302").kind == "carrier"
    assert book.find("北岙街道").kind == "ambiguous"
    assert book.find("北岙街道", kind="carrier") == Match("carrier", "c3", "exact")


@pytest.mark.parametrize(
    "text", ["", "  ", "北奥街道", "北岙街", "某某镇", "街道办", "人民政府", "温州科创", "在孵企业"]
)
def test_near_names_do_not_count(book: NameBook, text: str) -> None:
    assert book.find(text, "330305") == Match("unknown")


def test_near_names_are_named_for_a_person(book: NameBook) -> None:
    assert book.nearest_names("北奥街道", "330305")[0] == ("330305001", "北岙街道")
    assert book.nearest_names("温州科仓园", kind="carrier")[0][0] == "c1"
    assert book.nearest_names("") == ()


def test_a_region_does_not_count_outside_its_time(book: NameBook) -> None:
    assert book.find("四方区") == Match("unknown", nearest=("370205-1980",))
    assert book.find("四方区", on=Month(2010, 1)).id == "370205-1980"
    assert book.find("龙港市", on=Month(2010, 1)).id == "330383", "a town then, but the same place"


def test_common_names_are_doubtful_without_the_region_above_them(book: NameBook) -> None:
    assert book.find("滨江").kind == "ambiguous"
    assert book.find("城区").kind == "ambiguous"


def test_every_region_is_found_by_its_names_where_it_lies(words: Vocabulary) -> None:
    book = NameBook(words.regions)
    for region in words.regions.all():
        on = region.valid_to
        path = words.regions.path(region.id, on)
        for name in (region.name, region.short, region.name_en, *region.aliases, region.id):
            found = book.find(name, region.parent or "", on, "region")
            alike = [one for one in words.regions.all() if one.parent == region.parent and one.id != region.id]
            names = {normalise(n) for one in alike for n in (one.name, one.short, one.name_en, *one.aliases)}
            if normalise(name) not in names and found.kind == "region":
                assert found.id in (region.id, *path), (name, found)
            elif normalise(name) not in names:
                assert region.id in found.nearest, (name, found)
        assert book.find(region.name, region.parent or "", on, "region").id == region.id


def test_every_name_means_what_the_region_book_says(words: Vocabulary) -> None:
    book = NameBook(words.regions)
    for region in words.regions.all():
        for version in words.regions.versions(region.id):
            for name in (version.name, version.short, *version.aliases):
                found = book.find(name, kind="region")
                try:
                    assert words.regions.find(name).id == found.id or found.kind == "unknown"
                except BadInputError:
                    assert not found.id, (name, found)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("温州市洞头区2023年孵化载体情况表", ["330300", "330305"]),
        ("填报单位：洞头区科技局", ["330305"]),
        ("浙江省温州市鹿城区滨江街道", ["330000", "330300", "330302", "330302024"]),
        ("鄂州市葛店开发区", ["420700", "420703400"]),
        ("北岙街道填报", ["330305001"]),
        ("全国各地区孵化器情况", ["000000"]),
        ("中国科技统计年鉴", []),
        ("大门口的孵化器", []),
        ("在孵企业情况表", []),
        ("", []),
    ],
)
def test_the_regions_of_a_title_are_found(book: NameBook, text: str, ids: list[str]) -> None:
    assert book.regions_in(text) == ids


@given(st.text(alphabet="温州市洞头区北岙街道办事处大门镇人民政府合计全国一、（）* 　abc1", max_size=30))
def test_no_text_raises(words: Vocabulary, text: str) -> None:
    book = NameBook(words.regions, _CARRIERS)
    book.find(text, "330305", Month(2023, 9))
    book.regions_in(text)


def test_known_names_cost_next_to_nothing(book: NameBook, words: Vocabulary) -> None:
    names = [region.name for region in words.regions.all()][:40]
    for name in names:
        book.find(name, "330300", Month(2023, 9))
    best = min(_seconds(book, names) for _ in range(5))
    assert best < 0.001


def _seconds(book: NameBook, names: list[str]) -> float:
    start = time.perf_counter()
    for name in names:
        book.find(name, "330300", Month(2023, 9))
    return time.perf_counter() - start

"""Regions: every code and name that a source uses leads to the right place at the right time."""

from __future__ import annotations

import contextlib
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError, DamagedFileError, UnknownNameError
from incuanalysis.vocabulary.matching import normalise
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.regions import LEVELS, Region, RegionBook

FILE = Path(__file__).parents[2] / "data" / "vocabulary" / "regions.csv"
BOOK = RegionBook.read(FILE)
VERSIONS = [version for region in BOOK.all() for version in BOOK.versions(region.id)]
TODAY = [region for region in BOOK.all() if region.valid_to is None]

# Codes and names in force: National Bureau of Statistics, 2023 (and two zones with a statistical code).
CODES_2023 = """
330000 浙江省; 370000 山东省; 420000 湖北省; 330300 温州市; 330400 嘉兴市; 370200 青岛市
420700 鄂州市; 330302 鹿城区; 330303 龙湾区; 330304 瓯海区; 330305 洞头区; 330324 永嘉县
330326 平阳县; 330327 苍南县; 330328 文成县; 330329 泰顺县; 330381 瑞安市; 330382 乐清市
330383 龙港市; 330402 南湖区; 330411 秀洲区; 330421 嘉善县; 330424 海盐县; 330481 海宁市
330482 平湖市; 330483 桐乡市; 370202 市南区; 370203 市北区; 370211 黄岛区; 370212 崂山区
370213 李沧区; 370214 城阳区; 370215 即墨区; 370281 胶州市; 370283 平度市; 370285 莱西市
420702 梁子湖区; 420703 华容区; 420704 鄂城区; 330302006 五马街道; 330302023 七都街道
330302024 滨江街道; 330302025 南汇街道; 330302026 松台街道; 330302027 双屿街道; 330302028 仰义街道
330302029 大南街道; 330302030 蒲鞋市街道; 330302031 南郊街道; 330302032 广化街道; 330302033 丰门街道
330302102 藤桥镇; 330302105 山福镇; 330305001 北岙街道; 330305002 灵昆街道; 330305003 东屏街道
330305004 元觉街道; 330305005 霓屿街道; 330305006 昆鹏街道; 330305101 大门镇; 330305202 鹿西乡
330483001 梧桐街道; 330483003 凤鸣街道; 330483004 高桥街道; 330483100 乌镇镇; 330483101 濮院镇
330483102 屠甸镇; 330483103 石门镇; 330483104 河山镇; 330483105 洲泉镇; 330483106 大麻镇
330483107 崇福镇; 420702100 太和镇; 420702101 东沟镇; 420702102 梁子镇; 420702103 涂家垴镇
420702104 沼山镇; 420702400 梧桐湖新区; 420703100 华容镇; 420703101 葛店镇; 420703102 庙岭镇
420703103 段店镇; 420703200 临江乡; 420703201 蒲团乡; 420703400 葛店开发区; 420704001 凤凰街道
420704002 古楼街道; 420704003 西山街道; 420704100 泽林镇; 420704101 杜山镇; 420704102 新庙镇
420704103 碧石镇; 420704104 汀祖镇; 420704105 燕矶镇; 420704106 杨叶镇; 420704107 花湖镇
420704108 长港镇; 420704200 沙窝乡; 420704400 鄂州经济开发区; 420704401 临空经济区
370271 青岛高新技术产业开发区; 330371 温州经济技术开发区
"""

# Codes and names of the past, the ministry's first and last table with them, and the region they are.
CODES_OF_THE_PAST = """
330301 东城区 198012 198212 330301-1980
330302 南城区 198012 198212 330302-1980
330302 城区 198312 198312 330302
330303 西城区 198012 198212 330303-1980
330321 瓯海县 198112 199112 330304
330322 洞头县 198112 201507 330305
330323 乐清县 198112 199212 330382
330325 瑞安县 198112 198612 330381
330402 城区 198312 199212 330402
330402 秀城区 199312 200412 330402
330411 郊区 198312 199812 330411
330422 平湖县 198312 199012 330482
330423 海宁县 198312 198512 330481
330425 桐乡县 198312 199212 330483
370204 台东区 198012 199312 370204-1980
370205 四方区 198012 201012 370205-1980
370206 沧口区 198012 199312 370206-1980
370221 崂山县 198012 198712 370212
370222 即墨县 198012 198812 370215
370223 胶南县 198012 198912 370223-1980
370224 胶县 198012 198612 370281
370225 莱西县 198312 198912 370285
370226 平度县 198312 198812 370283
370282 即墨市 199512 201710 370215
370284 胶南市 199512 201012 370223-1980
420703 黄州区 198412 198612 420703-1984
"""

ZONES_WITHOUT_CODE = {
    "温州高新技术产业开发区": "330300-gxq",
    "温州鹿城经济开发区(筹)": "330302-jkq",
    "桐乡经济开发区": "330483-jkq",
}


def pairs(text: str) -> list[list[str]]:
    return [pair.split() for pair in text.strip().replace("\n", "; ").split("; ")]


@pytest.mark.parametrize(("code", "name"), pairs(CODES_2023))
def test_every_code_and_name_of_2023_is_the_region_with_that_id(code: str, name: str) -> None:
    region = BOOK.get(code, on=2023)
    assert (region.code, name in (region.name, *region.aliases)) == (code, True)
    assert BOOK.find(code) == BOOK.find(code, on=202312) == region
    assert BOOK.find(name, parent=region.parent) == BOOK.find(name) == region


@pytest.mark.parametrize("line", CODES_OF_THE_PAST.split("\n")[1:-1])
def test_every_code_and_name_of_the_past_is_the_right_region_in_its_years(line: str) -> None:
    code, name, first, last, id = line.split()
    for month in (int(first), int(last)):
        for region in (BOOK.find(code, on=month), BOOK.find(name, on=month, parent=code[:4] + "00")):
            assert (region.id, region.code, region.name) == (id, code, name)


@pytest.mark.parametrize(("name", "id"), ZONES_WITHOUT_CODE.items())
def test_a_zone_without_a_code_has_an_id_of_our_own(name: str, id: str) -> None:
    assert (BOOK.find(name).id, BOOK.get(id).level, BOOK.get(id).code) == (id, "zone", "")


@pytest.mark.parametrize("region", TODAY, ids=lambda region: region.id)
def test_every_region_is_found_by_id_code_and_by_its_names_below_its_parent(region: Region) -> None:
    assert BOOK.find(region.id) == region
    assert not region.code or BOOK.find(region.code) == region
    for name in (region.name, region.short, region.name_en, *region.aliases):
        assert BOOK.find(name, parent=region.parent) == region
    if region.parent is not None:
        above = BOOK.get(region.parent)
        assert BOOK.find(above.name + region.name) == BOOK.find(above.short + region.short) == region


@given(st.sampled_from(VERSIONS), st.integers(0, 3), st.sampled_from([" ", "    ", "\u3000", "\n"]))
def test_spaces_inside_a_name_do_not_matter(version: Region, cut: int, space: str) -> None:
    on = version.valid_to or version.valid_from
    spaced = version.name[:cut] + space + version.name[cut:]
    assert BOOK.find(spaced, on=on, parent=version.parent) == version


def test_versions_never_overlap_and_no_code_belongs_to_two_regions_at_once() -> None:
    for one, two in combinations(VERSIONS, 2):
        if one.id == two.id or (one.code and one.code == two.code):
            ends = [(v.valid_from or Month(1949, 1), v.valid_to or Month(2199, 12)) for v in (one, two)]
            (_, end), (start, _) = sorted(ends)
            assert end < start, (one, two)


def test_every_chain_of_parents_ends_at_the_nation() -> None:
    for version in VERSIONS:
        path = BOOK.path(version.id, on=version.valid_from or version.valid_to)
        assert (path[0], path[-1]) == ("000000", version.id)
        assert len(path) == 1 or path[-2] == version.parent


def test_present_names_lead_to_one_region_each() -> None:
    owners: dict[str, set[str]] = {}
    for region in TODAY:
        for name in (region.name, region.short, region.name_en, *region.aliases):
            owners.setdefault(normalise(name), set()).add(region.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_rows_say_what_they_are() -> None:
    assert {version.level for version in VERSIONS} == set(LEVELS)
    assert all(version.valid_to for version in VERSIONS if version.kind == "former")
    assert all("former" not in region.kind for region in TODAY)
    assert all(len(region.id) == 9 for region in TODAY if region.level == "town")


def test_the_statistics_have_31_provinces() -> None:
    provinces = BOOK.children("000000", level="province")
    assert len(provinces) == 31
    assert [BOOK.find(p.short).id for p in provinces] == [p.code for p in provinces]
    assert BOOK.get("500000").level not in {p.level for p in BOOK.children("510000")}
    assert len(BOOK.children("000000", level="province", on="1990")) == 30
    assert BOOK.get("500000", on="1990").parent == "510000"


# What sources write, and the region that they mean.
WRITTEN = """
全    国 = 000000; China = 000000; 内 蒙 古 = 150000; 内蒙 = 150000; Tibet = 540000; XIZANG = 540000
Shaanxi = 610000; Shanxi = 140000; 330000000000 = 330000; 温州市鹿城区 = 330302
浙江省温州市鹿城区 = 330302; 浙江鹿城 = 330302; 嘉兴桐乡 = 330483; 330302006000 = 330302006
上海青浦区 = 310118; 杭州市余杭区 = 330110; 广州市黄埔区 = 440112; 鄂州葛店经开区 = 420703400
葛店经济技术开发区 = 420703400; 葛店镇 = 420703101; 西海岸新区 = 370211; 温州高新区 = 330300-gxq
鹿城经开区〈筹〉 = 330302-jkq; 开发区<高桥街道> = 330483-jkq; 长三角 = yangtze-delta
台州湾新区 = 331000-tzwxq; 洞头县 = 330305; 330322 = 330305; 339002 = 330481; 龙港镇 = 330383
苍南县龙港镇 = 330383; 330303 = 330303; 余杭市 = 330110; 胶南市 = 370223-1980; 黄岛 = 370211
嘉兴市城区 = 330402; 鹿城滨江 = 330302024
"""


@pytest.mark.parametrize("written", WRITTEN.strip().replace("\n", "; ").split("; "))
def test_what_sources_write_is_understood(written: str) -> None:
    text, id = written.split(" = ")
    assert BOOK.find(text).id == id


def test_a_code_given_out_again_depends_on_the_date() -> None:
    assert BOOK.find("330303").name == "龙湾区"
    assert BOOK.find("330303", on="1982").name == "西城区"
    assert [BOOK.find("330302", on=year).name for year in (1982, 1983, 1990)] == ["南城区", "城区", "鹿城区"]
    assert BOOK.find("420703", on=198612).id == "420703-1984"


def test_a_region_keeps_its_id_through_names_codes_and_parents() -> None:
    assert [v.name for v in BOOK.versions("330402")] == ["城区", "秀城区", "南湖区"]
    assert [v.code for v in BOOK.versions("370215")] == ["370222", "379013", "370282", "370215"]
    assert BOOK.get("330305", on="2015-07").name == "洞头县"
    assert BOOK.get("330305", on=Month(2015, 8)).name == "洞头区"
    assert BOOK.path("330305002", on=2014) == ("000000", "330000", "330300", "330303", "330305002")
    assert BOOK.path("330305002") == ("000000", "330000", "330300", "330305", "330305002")
    assert BOOK.get("330383", on=2018).parent == "330327"
    assert BOOK.find("洞头区", on=2010).name == "洞头县"


@pytest.mark.parametrize(
    ("text", "on"), [("城区", None), ("城区", "1983-12"), ("城区", 2023), ("东城区", None), ("黄州区", 2023)]
)
def test_a_doubtful_old_name_asks_for_a_date_or_the_region_above(text: str, on: str | int | None) -> None:
    with pytest.raises(BadInputError, match=r"does not say which region.*region above") as caught:
        BOOK.find(text, on=on)
    assert not isinstance(caught.value, UnknownNameError)


def test_the_candidates_of_a_doubtful_name_are_listed_with_id_and_years() -> None:
    with pytest.raises(BadInputError) as caught:
        BOOK.find("城区")
    for part in ("鹿城区 (330302)", "1983-01 to 1984-11", "南湖区 (330402)", "1983-07 to 1993-10"):
        assert part in caught.value.message
    with pytest.raises(BadInputError, match="330411"):
        BOOK.find("郊区")
    assert BOOK.find("城区", on=1990).id == BOOK.find("城区", parent="嘉兴").id == "330402"
    assert BOOK.find("郊区", on=1990).id == BOOK.find("郊区", parent="330400").id == "330411"


def test_the_short_name_of_a_street_that_is_a_county_elsewhere_needs_its_district() -> None:
    with pytest.raises(BadInputError, match="330302024"):
        BOOK.find("滨江", on=2023)
    assert BOOK.find("滨江", parent="330302").name == "滨江街道"


@pytest.mark.parametrize("text", ["开发区", "高新区", "新区", "市辖区", "合计", "香港", "33030", "", "杭州市鹿城区"])
def test_a_name_that_no_region_bears_is_unknown(text: str) -> None:
    with pytest.raises(UnknownNameError):
        BOOK.find(text)


def test_an_unknown_name_comes_with_the_nearest_ones() -> None:
    with pytest.raises(UnknownNameError) as caught:
        BOOK.find("温洲")
    assert caught.value.nearest[0] == "温州市"
    with pytest.raises(UnknownNameError) as caught:
        BOOK.find("Zhejang")
    assert caught.value.nearest[0] == "Zhejiang"
    with pytest.raises(UnknownNameError, match="330302"):
        BOOK.get("330320")


def test_a_name_of_another_level_or_place_is_said_to_be_known_there() -> None:
    with pytest.raises(UnknownNameError, match=r"鹿城区 \(330302\), county, below 330300"):
        BOOK.find("鹿城区", level="province")
    with pytest.raises(UnknownNameError, match="Asked for: below 330400"):
        BOOK.find("鹿城区", parent="嘉兴市")
    with pytest.raises(UnknownNameError, match="county"):
        BOOK.find("鹿城区", level="district")


def test_a_region_is_not_given_for_a_time_when_it_did_not_exist() -> None:
    with pytest.raises(BadInputError, match="Merged into 市北区"):
        BOOK.find("四方区", on=2023)
    with pytest.raises(BadInputError, match=r"2021-04 to today"):
        BOOK.get("330113", on="2020")
    with pytest.raises(BadInputError, match="1983-01"):
        BOOK.find("330302", on=1979)


@given(st.text(alphabet="全国浙江省温州市鹿城区嘉兴330302()", max_size=200))
def test_any_text_gets_a_region_or_a_message_quickly(text: str) -> None:
    with contextlib.suppress(BadInputError):
        assert BOOK.find(text).id


@pytest.mark.parametrize("on", ["2015-13", "15", "2015-8-1", "soon", 20150801, ""])
def test_a_date_that_is_none_is_refused(on: str | int) -> None:
    with pytest.raises(BadInputError, match=r"date|month"):
        BOOK.get("330305", on=on)


def test_names_are_given_long_and_short_in_two_languages_at_a_date() -> None:
    assert BOOK.name("330000") == "浙江省"
    assert BOOK.name("330000", short=True) == "浙江"
    assert BOOK.name("330302", "en") == "Lucheng District"
    assert BOOK.name("330302", "en", short=True) == "Lucheng"
    assert BOOK.name("000000", "en", short=True) == "China"
    assert BOOK.name("330305", on="2014") == "洞头县"
    with pytest.raises(BadInputError, match="zh or en"):
        BOOK.name("330000", "fr")


def test_children_are_direct_or_of_a_level_and_of_their_time() -> None:
    assert [r.short for r in BOOK.children("420700", level="county")] == ["梁子湖", "华容", "鄂城"]
    assert {r.level for r in BOOK.children("330300")} == {"county", "zone"}
    assert "yangtze-delta" not in {r.id for r in BOOK.children("000000", level="province")}
    assert {r.id for r in BOOK.children("330000", level="town")} >= {"330302006", "330305002", "330483004"}
    assert {r.name for r in BOOK.children("370200", level="county", on=1990)} >= {
        "四方区",
        "台东区",
        "即墨市",
        "胶南市",
    }
    assert {r.name for r in BOOK.children("370200", level="county")} & {"四方区", "台东区", "胶南市"} == set()
    assert BOOK.children("330302006") == []
    with pytest.raises(UnknownNameError):
        BOOK.children("999999")


HEAD = FILE.read_text(encoding="utf-8").splitlines()[0] + "\n"
NATION = "000000,000000,全国,全国,China,nation,nation,,,,,\n"
CITY = "330300,330300,温州市,温州,Wenzhou,city,city,000000,{},{},,\n"


@pytest.mark.parametrize(
    ("content", "line", "found"),
    [
        ("", 1, "none"),
        ("id,name\n", 1, "id, name"),
        (HEAD + NATION + "330300,330300\n", 3, "2 cells"),
        (HEAD + NATION + CITY.format("", "").replace(",温州,", ",,"), 3, "empty short"),
        (HEAD + NATION + CITY.format("", "").replace("city,city", "town hall,city"), 3, "level 'town hall'"),
        (HEAD + NATION + CITY.format("", "").replace("000000", "330000"), 3, "parent '330000'"),
        (HEAD + NATION + CITY.format("", "").replace("000000", ""), 3, "city below ''"),
        (HEAD + NATION + CITY.format("1983-13", ""), 3, "1983-13"),
        (HEAD + NATION + CITY.format("1983-07", "1981-01"), 3, "valid_to 1981-01 before valid_from 1983-07"),
        (HEAD + NATION + CITY.format("", "1983-07") + CITY.format("1983-07", ""), 4, "… to 1983-07"),
        (HEAD + NATION + CITY.format("", "") + CITY.format("1983-07", ""), 4, "… to today"),
        (HEAD + CITY.format("", "").replace("000000", "330300"), 2, "330300 in 330300"),
        (HEAD + '000000,"全国', 2, "unexpected end of data"),
    ],
)
def test_a_damaged_file_is_reported_with_line_finding_and_expectation(
    content: str, line: int, found: str, tmp_path: Path
) -> None:
    path = tmp_path / "regions.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DamagedFileError) as caught:
        RegionBook.read(path)
    assert caught.value.message.startswith(f"{path}, line {line}: found ")
    assert found in caught.value.message
    assert "; expected " in caught.value.message


def test_a_file_that_is_missing_or_in_another_encoding_is_reported(tmp_path: Path) -> None:
    with pytest.raises(DamagedFileError, match=r"none\.csv"):
        RegionBook.read(tmp_path / "none.csv")
    path = tmp_path / "regions.csv"
    path.write_bytes((HEAD + NATION).encode("gb18030"))
    with pytest.raises(DamagedFileError, match="UTF-8"):
        RegionBook.read(path)
    path.write_text(HEAD + NATION, encoding="utf-8-sig")
    assert [region.id for region in RegionBook.read(path).all()] == ["000000"]

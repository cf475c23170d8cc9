"""What headings mean."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import DamagedFileError
from incuanalysis.intake.clean.headings import Headings, Meaning, Saved
from incuanalysis.intake.clean.sentences import SENTENCES
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.matching import normalise
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.wording import Wording
from incuanalysis.vocabulary.words import Vocabulary


@pytest.fixture(scope="module")
def headings(words: Vocabulary) -> Headings:
    return Headings(words)


def _read(headings: Headings, heading: str, register: str = "", period: str = "") -> Meaning:
    return headings.read(tuple(heading.split("|")), register=register, period=Period.parse(period) if period else None)


@pytest.mark.parametrize(
    ("heading", "id", "basis", "unit"),
    [
        # the block of quarterly statistics
        ("在孵企业数|当季", "tenants", "stock", ""),
        ("在孵企业数|当年新增", "new_tenants", "ytd", ""),
        ("毕业企业|总计", "graduates_cumulative", "since_founding", ""),
        ("毕业企业|本年累计", "new_graduates", "ytd", ""),
        # yearbooks: a name over two cells, its unit, its English name; or all in one cell
        ("孵化器内|企业总数|(个)|Number of|Firms inside|Incubators|(unit)", "resident_firms", "", "个"),
        ("在统孵化器\n数量\n(个)\nNumber of\nIncubators\n(unit)", "incubators", "", "个"),
        ("当年获得投融资\n总额\n(万元)\nTotal Financing\n(10 000 yuan)", "financing", "", "万元"),
        ("当年获得|风险投资额|(千元)|Venture Capital", "venture_capital", "", "千元"),
        ("众创空间数量（个）", "makerspaces", "", "个"),
        ("创业团队和企业\n吸纳就业人数\n(人)", "makerspace_jobs", "", "人"),
        ("Tenant firms", "tenants", "", ""),
        # ways to write one thing
        ("在孵企业", "tenants", "", ""),
        ("在孵企业数（家）", "tenants", "", "家"),
        ("期末在孵企业数", "tenants", "stock", ""),
        ("在孵企业(期末)", "tenants", "stock", ""),
        ("（一）在孵企业数*", "tenants", "", ""),
        ("1.在孵企业数", "tenants", "", ""),
        ("在 孵 企 业", "tenants", "", ""),
        ("2023年末在孵企业数", "tenants", "stock", ""),
        ("企业情况|在孵企业数|期末", "tenants", "stock", ""),
        ("新增在孵企业", "new_tenants", "", ""),
        ("当季新增在孵企业数（家）", "new_tenants", "period", "家"),
        ("在孵企业|新增|本年累计", "new_tenants", "ytd", ""),
        ("新增在孵企业|三年累计", "new_tenants", "since_start", ""),
        ("退出在孵企业", "tenants_left", "", ""),
        ("毕业企业|历史累计", "graduates_cumulative", "since_founding", ""),
        ("累计毕业企业数量", "graduates_cumulative", "", ""),
        ("毕业企业累计", "graduates_cumulative", "since_founding", ""),
        ("当季毕业企业数", "new_graduates", "period", ""),
        ("毕业企业|2022年以来累计", "new_graduates", "since_start", ""),
        # area
        ("孵化面积(万平方米)", "carrier_area", "", "万平方米"),
        ("孵化面积/㎡", "carrier_area", "", "㎡"),
        ("新增孵化面积|其中：签约面积（㎡）", "area_signed", "", "㎡"),
        ("新增孵化面积|其中：投用面积（㎡）", "area_put_in_use", "", "㎡"),
        ("新增投用面积|本年累计|（万㎡）", "area_put_in_use", "ytd", "万㎡"),
        ("空置可租面积", "free_lettable_area", "", ""),
        ("孵化器场地建筑总面积（平方米）", "incubation_area", "", "平方米"),
        # a kind of carrier and its level, in either order
        ("孵化器|国家级", "national_incubators", "", ""),
        ("国家级|孵化器|数量", "national_incubators", "", ""),
        ("众创空间|国家备案", "national_makerspaces", "", ""),
        ("众创空间|国家级|新增", "new_national_makerspaces", "", ""),
        ("省级以上孵化器", "provincial_or_above_incubators", "", ""),
        # what a group says of the columns below it
        ("在孵企业|从业人员（人）", "tenant_employees", "", "人"),
        ("在孵企业|总收入（千元）", "tenant_revenue", "", "千元"),
        ("在孵企业|上缴税费", "tenant_tax", "", ""),
        ("在孵企业R&D投入(千元)", "tenant_rd", "", "千元"),
        ("在孵企业研究与试验发展经费支出", "tenant_rd", "", ""),
        ("获得天使或风险投资额", "venture_capital", "", ""),
        ("获得投融资企业数（家）", "firms_financed", "", "家"),
        ("投融资家次", "financing_events", "", ""),
        ("合作基金（支）", "cooperation_funds", "", "支"),
        ("累计获得投融资的企业数", "financed_tenants_cumulative", "", ""),
        ("孵化载体（个）", "carriers", "", "个"),
        ("孵化器自有种子资金或孵化资金额", "fund_size", "", ""),
        ("当年知识产权申请数", "tenant_patent_applications", "", ""),
    ],
)
def test_a_heading_means_an_indicator(headings: Headings, heading: str, id: str, basis: str, unit: str) -> None:
    meaning = _read(headings, heading)
    assert (meaning.role, meaning.id, meaning.basis or "", meaning.unit) == ("indicator", id, basis, unit)


@pytest.mark.parametrize(
    ("heading", "period", "id", "basis", "own"),
    [
        ("在孵企业|9月", "2023", "tenants", None, "2023-09"),
        ("在孵企业|1-9月", "2023Q3", "tenants", Basis.STOCK, "2023-09"),
        ("新增在孵企业|1-9月累计", "2023Q3", "new_tenants", Basis.YTD, "2023-01..2023-09"),
        ("新增在孵企业|1-8月", "2023-09", "new_tenants", Basis.YTD, "2023-01..2023-08"),
        ("新增在孵企业|当季", "2023-01..2023-09", "new_tenants", Basis.PERIOD, "2023Q3"),
        ("新增在孵企业|本月", "2023Q3", "new_tenants", Basis.PERIOD, "2023-09"),
        ("新增在孵企业|本月", "2023-09", "new_tenants", Basis.PERIOD, ""),
        ("新增在孵企业|2022年以来累计", "2023Q3", "new_tenants", Basis.SINCE_START, "2022-01..2023-09"),
        ("截至9月底在孵企业数", "2023Q3", "tenants", Basis.STOCK, "2023-09"),
        ("当年毕业企业数", "2023Q3", "new_graduates", Basis.YTD, ""),
        ("当年毕业企业数", "2023", "new_graduates", Basis.PERIOD, ""),
        ("当年获得投融资总额", "2023", "financing", Basis.PERIOD, ""),
        ("当年获得投融资总额", "2023-01..2023-06", "financing", Basis.YTD, ""),
        ("2023年|9月|在孵企业", "", "tenants", None, "2023-09"),
        ("2023年二季度|在孵企业", "", "tenants", None, "2023Q2"),
    ],
)
def test_a_heading_says_its_period_beside_the_tables(
    headings: Headings, heading: str, period: str, id: str, basis: Basis | None, own: str
) -> None:
    meaning = _read(headings, heading, period=period)
    assert (meaning.role, meaning.id, meaning.basis) == ("indicator", id, basis)
    assert (str(meaning.period) if meaning.period else "") == own


@pytest.mark.parametrize(
    ("heading", "role", "id"),
    [
        ("序号", "serial", ""),
        ("街道（乡镇）", "name", "regions"),
        ("地    区", "name", "regions"),
        ("县（市、区）", "name", "regions"),
        ("载体名称", "name", "carriers"),
        ("孵化器名称", "name", "carriers"),
        ("企业名称", "name", "firms"),
        ("地块名称", "name", "sites"),
        ("项目名称", "name", "projects"),
        ("孵化载体", "name", "carriers"),
        ("单位", "name", "any"),
        ("填报单位", "name", "any"),
        ("指标名称", "indicator_name", ""),
        ("计量单位", "unit_name", ""),
        ("数值", "value", ""),
        ("期末", "value", ""),
        ("本年累计", "value", ""),
        ("2023年9月", "value", ""),
        ("时间", "period", ""),
        ("合计", "total", ""),
        ("责任单位", "note", ""),
        ("备注", "text", "remarks"),
        ("滞后原因", "text", "reasons"),
        ("下一步措施", "text", "measures"),
        ("级别", "field", "level"),
        ("联系电话", "field", "phone"),
        ("成立时间", "field", "founded"),
        ("Something in English", "english", ""),
    ],
)
def test_a_heading_means_what_describes_others(headings: Headings, heading: str, role: str, id: str) -> None:
    meaning = _read(headings, heading)
    assert (meaning.role, meaning.id) == (role, id)


@pytest.mark.parametrize(
    ("heading", "register", "role", "id"),
    [
        ("成立时间", "firms", "field", "founded"),
        ("在孵企业总收入|（千元）", "firms", "field", "revenue"),
        ("在孵企业从业人员", "firms", "field", "employees"),
        ("孵化器名称", "firms", "field", "carrier"),
        ("是否毕业企业", "firms", "field", "is_graduate"),
        ("是否高新技术企业 (1是 2否)", "firms", "field", "is_hnte"),
        ("在孵企业净利润", "firms", "unknown", ""),
        ("在孵企业", "firms", "unknown", ""),
        ("建筑面积（㎡）", "sites", "field", "area"),
        ("总投资（万元）", "projects", "field", "investment"),
        ("孵化器类型 (1综合 2专业)", "carriers", "field", "focus"),
        ("在孵企业", "carriers", "indicator", "tenants"),
        ("孵化载体", "carriers", "name", "carriers"),
        ("孵化载体", "regions", "indicator", "carriers"),
        ("联系人", "carriers", "field", "contact"),
        ("高新技术企业", "carriers", "unknown", ""),
        ("高新技术企业", "regions", "indicator", "region_hnte"),
    ],
)
def test_a_register_reads_its_own_fields_first(
    headings: Headings, heading: str, register: str, role: str, id: str
) -> None:
    meaning = _read(headings, heading, register)
    assert (meaning.role, meaning.id) == (role, id)


@pytest.mark.parametrize(
    ("heading", "code", "nearest"),
    [
        ("从业人员", "ambiguous_heading", "tenant_employees"),
        ("毕业企业", "ambiguous_heading", "new_graduates"),
        ("毕业企业数", "ambiguous_heading", "graduates_cumulative"),
        ("投融资额：万元", "ambiguous_heading", "carrier_financing"),
        ("总收入", "ambiguous_heading", "tenant_revenue"),
        ("投用面积", "ambiguous_heading", "area_in_use"),
        ("孵化器", "ambiguous_heading", "incubators"),
        ("在孵企业累计", "no_start", "tenants"),
        ("新增投用面积|累计", "no_start", "area_put_in_use"),
        ("累计", "no_start", ""),
        ("在孵企业数|年度目标", "derived_heading", "tenants"),
        ("在孵企业数|同比增长(%)", "derived_heading", "tenants"),
        ("在孵企业数|完成率", "derived_heading", "tenants"),
        ("上年同期|在孵企业数", "derived_heading", "tenants"),
        ("去年在孵企业数", "derived_heading", "tenants"),
        ("在孵企业占比", "derived_heading", "tenants"),
        ("在孵企业|9月", "heading_period", ""),
        ("2023年在孵企业数|2022年在孵企业数", "heading_period", ""),
        ("国家级|在孵企业数", "unknown_heading", "tenants"),
        ("毕业企业|上缴税费", "unknown_heading", "tenant_tax"),
        ("众创空间|在孵企业数", "unknown_heading", "tenants"),
        ("女性|在孵企业数", "unknown_heading", "tenants"),
        ("在孵企业（含团队）", "unknown_heading", "tenants"),
        ("在孵企业人数", "unknown_heading", "tenants"),
        ("在孵企叶数", "unknown_heading", "tenants"),
        ("当年新增", "unknown_heading", ""),
        ("完全不是指标的表头", "unknown_heading", ""),
        ("（万元）", "unknown_heading", ""),
        ("", "unknown_heading", ""),
    ],
)
def test_a_doubtful_heading_is_left_to_a_person(headings: Headings, heading: str, code: str, nearest: str) -> None:
    meaning = _read(headings, heading)
    assert (meaning.role, meaning.code) == ("unknown", code)
    assert not nearest or nearest in meaning.nearest
    assert code in SENTENCES


def test_a_quarter_is_not_guessed_in_a_table_of_a_year(headings: Headings) -> None:
    assert _read(headings, "新增在孵企业|当季", period="2023").code == "heading_period"
    assert _read(headings, "当季", period="2023").code == "heading_period"
    assert str(_read(headings, "当季", period="2023-01..2023-09").period) == "2023Q3"


def test_the_words_of_a_value_column_are_told(headings: Headings) -> None:
    assert _read(headings, "期末").basis is Basis.STOCK
    assert _read(headings, "本年累计").basis is Basis.YTD
    assert _read(headings, "历史累计").basis is Basis.SINCE_FOUNDING
    assert _read(headings, "1-9月累计", period="2023Q3") == Meaning(
        "value", basis=Basis.YTD, period=Period.parse("2023-01..2023-09")
    )


def test_the_unit_decides_between_things_of_one_name(headings: Headings) -> None:
    assert _read(headings, "大学生创业").code == "ambiguous_heading"
    assert _read(headings, "大学生创业（人）").id == "student_founders"
    assert headings.read(("大学生创业",), unit="人").id == "student_founders"


def test_a_part_is_marked(headings: Headings) -> None:
    assert _read(headings, "其中：签约面积").part
    assert _read(headings, "# 国家级孵化器").part
    assert not _read(headings, "签约面积").part
    assert _read(headings, "其中：高新技术企业").code == "ambiguous_heading"


def test_a_name_that_may_be_a_count_says_so(headings: Headings) -> None:
    assert _read(headings, "孵化载体").nearest == ("carriers",)
    assert _read(headings, "载体名称").nearest == ()


def test_a_saved_meaning_wins(words: Vocabulary) -> None:
    saved = {
        normalise("毕业企业（家）/本季"): Saved("new_graduates", Basis.PERIOD),
        normalise("在孵企业数"): Saved("carrier_tenants", unit="个"),
        normalise("内部编号"): Saved(""),
    }
    headings = Headings(words, saved)
    assert headings.read(("毕业企业（家）", "本季")) == Meaning("indicator", "new_graduates", Basis.PERIOD, "家")
    assert headings.read(("在孵企业数\n（家）",)).unit == "个"
    assert headings.read(("在孵 企业数",)).id == "carrier_tenants"
    assert headings.read(("内部编号",)).role == "note"
    assert Headings(words).read(("在孵企业数",)).id == "tenants"


def test_every_official_name_means_its_indicator(headings: Headings, words: Vocabulary) -> None:
    for indicator in words.indicators:
        for register in ("", "regions"):
            meaning = headings.read((indicator.zh, f"（{indicator.unit}）"), register=register)
            assert (meaning.id, meaning.unit) == (indicator.id, indicator.unit), indicator.zh


def test_every_alias_means_its_indicator_or_is_asked(headings: Headings, words: Vocabulary) -> None:
    for indicator in words.indicators:
        for alias in indicator.aliases:
            meaning = headings.read((alias,), unit=indicator.unit, register="regions")
            if meaning.role == "unknown":
                assert meaning.code == "ambiguous_heading", alias
                assert indicator.id in meaning.nearest, alias
            else:
                assert meaning.id == indicator.id, alias


_MODIFIERS = st.sampled_from(
    ["期末", "当季", "本月", "当年", "新增", "本年累计", "历史累计", "累计", "总计", "三年累计", ""]
)
_THINGS = st.sampled_from(
    ["在孵企业", "毕业企业", "孵化面积", "入驻企业", "从业人员", "国家级孵化器", "上缴税费", "投用面积"]
)


@given(_THINGS, _MODIFIERS, _MODIFIERS, st.sampled_from(["2023", "2023Q3", "2023-09", "2023-01..2023-09"]))
def test_the_order_of_the_words_does_not_matter(
    words: Vocabulary, thing: str, one: str, other: str, period: str
) -> None:
    headings = Headings(words)
    ways = {
        headings.read(tuple(filter(None, parts)), period=Period.parse(period))
        for parts in ((thing, one, other), (one, thing, other), (f"{thing}{one}", other), (f"{thing}（{one}）", other))
    }
    usual = {way.id: words.indicators.get(way.id).basis for way in ways if way.role == "indicator"}
    assert len({(way.role, way.id, way.basis or usual.get(way.id), way.period) for way in ways}) == 1, ways


@given(st.lists(st.text(max_size=15), max_size=4), st.sampled_from(["", "regions", "carriers", "firms", "sites"]))
def test_no_heading_raises(words: Vocabulary, parts: list[str], register: str) -> None:
    meaning = Headings(words).read(tuple(parts), register=register, period=Period.parse("2023Q3"))
    assert (meaning.role == "unknown") == bool(meaning.code)


def test_the_sentences_name_their_facts() -> None:
    for severity, zh, en in SENTENCES.values():
        assert severity == "error"
        named = {fact.removesuffix("_zh") for fact in re.findall(r"{(\w+)}", zh)}
        assert named == set(re.findall(r"{(\w+)}", en)) <= {"heading", "nearest"}


def test_a_damaged_wording_is_refused_with_the_place(words: Vocabulary, tmp_path: Path) -> None:
    path = tmp_path / "headings.yml"
    good = (Path(__file__).parents[2] / "data" / "vocabulary" / "headings.yml").read_text("utf-8")
    for old, new, says in (
        ("flow: new_tenants", "flow: new_tennants", "new_tennants"),
        ("  plan_to_date:", "  plan:", "plan"),
        ("bare: true", "bare: perhaps", "bare"),
        ("neutral:", "neutrals:", "neutral"),
        ("modifiers:", "modifiers: [", "YAML"),
    ):
        path.write_text(good.replace(old, new, 1), "utf-8")
        with pytest.raises(DamagedFileError, match=says):
            Wording.read(path, words.indicators)

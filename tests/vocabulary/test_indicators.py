"""Indicators: one id per concept, found by every name, never chained with a look-alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from incuanalysis.errors import BadInputError, DamagedFileError, UnknownNameError
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.indicators import Indicator, IndicatorBook
from incuanalysis.vocabulary.units import UnitBook

ROOT = Path(__file__).resolve().parents[2]
BOOK = IndicatorBook.read(ROOT / "data/vocabulary/indicators.yml")
UNITS = UnitBook.read(ROOT / "data/vocabulary/units.yml")
EVERY = pytest.mark.parametrize("indicator", BOOK.all(), ids=lambda indicator: indicator.id)

ENTRY: dict[str, Any] = {
    "id": "tenants", "zh": "在孵企业", "en": "Tenants", "short_zh": "在孵", "short_en": "Tenants",
    "aliases": ["在孵企业数"], "scope": "incubator", "unit": "家", "basis": "stock", "direction": "higher",
    "rollup_regions": "sum", "rollup_time": "last", "range": [0, 10], "definition_zh": "甲", "definition_en": "A",
    "source": "B",
}  # fmt: skip


def write(path: Path, *entries: dict[str, Any]) -> Path:
    path.write_text(yaml.safe_dump({"indicators": list(entries)}, allow_unicode=True), encoding="utf-8")
    return path


@EVERY
def test_every_indicator_finds_itself_by_id_and_by_both_names(indicator: Indicator) -> None:
    assert BOOK.find(indicator.id) is indicator
    assert BOOK.find(indicator.zh) is indicator
    assert BOOK.find(indicator.en) is indicator


@EVERY
def test_every_canonical_unit_is_known_and_from_the_short_list(indicator: Indicator) -> None:
    canonical = {"people": {"人"}, "money": {"万元"}, "area": {"平方米"}, "share": {"%"}}
    unit = UNITS.get(indicator.unit)
    assert unit.id in canonical.get(unit.dimension, {unit.id})
    assert unit.factor == 1 or unit.id == "万元"


@EVERY
def test_roll_up_over_time_fits_the_basis(indicator: Indicator) -> None:
    allowed = {
        Basis.STOCK: {"last"},
        Basis.SINCE_FOUNDING: {"last"},
        Basis.SINCE_START: {"last"},
        Basis.SHARE: {"none"},
        Basis.PERIOD: {"sum", "none"},
    }
    assert indicator.rollup_time in allowed[indicator.basis]


@EVERY
def test_shares_are_never_summed_over_regions(indicator: Indicator) -> None:
    assert (indicator.unit == "%") == (indicator.basis is Basis.SHARE)
    if indicator.unit == "%":
        assert indicator.rollup_regions != "sum"


@EVERY
def test_definitions_are_one_sentence_in_each_language(indicator: Indicator) -> None:
    assert indicator.definition("zh").endswith("。")
    assert indicator.definition("zh").count("。") == 1
    assert indicator.definition("en").endswith(".")
    assert "  " not in indicator.definition("en")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("在孵企业", "tenants"),
        ("在孵企业数", "tenants"),
        ("tenants", "tenants"),
        (" 在 孵 企 业 ", "tenants"),
        ("TENANT FIRMS", "tenants"),
        ("在统孵化器数量", "incubators"),
        ("孵化器", "incubators"),
        ("孵化器备案总数", "incubators_filed"),
        ("当年获得风险投资额", "venture_capital"),
        ("当年获得投融资总额", "financing"),
        ("在孵企业Ｒ＆Ｄ投入", "tenant_rd"),
        ("众创空间", "makerspaces"),
        ("毕业企业上市(挂牌)累计", "graduates_listed"),
    ],
)
def test_names_of_tables_and_returns_are_found(text: str, wanted: str) -> None:
    assert BOOK.find(text).id == wanted


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("孵化面积", ["incubation_area", "carrier_area"]),
        ("优秀", ["grade_a_national_incubators", "local_grade_a_makerspaces"]),
        ("从业人员", ["tenant_employees", "incubator_staff"]),
    ],
)
def test_a_name_of_several_indicators_asks_which_is_meant(text: str, ids: list[str]) -> None:
    with pytest.raises(BadInputError) as caught:
        BOOK.find(text)
    assert not isinstance(caught.value, UnknownNameError)
    assert all(one in caught.value.message for one in ids)


def test_an_unknown_name_is_named_with_the_nearest_ids() -> None:
    with pytest.raises(UnknownNameError) as caught:
        BOOK.find("在孵企业个数")
    assert "tenants (在孵企业)" in caught.value.nearest
    with pytest.raises(UnknownNameError):
        BOOK.get("在孵企业")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("venture_capital", "financing"),
        ("financing", "carrier_financing"),
        ("incubators", "incubators_filed"),
        ("makerspaces", "makerspaces_filed"),
        ("grade_a_national_incubators", "local_grade_a_national_incubators"),
    ],
)
def test_look_alikes_are_never_comparable_in_either_direction(one: str, other: str) -> None:
    assert not BOOK.comparable(one, other)
    assert not BOOK.comparable(other, one)
    assert BOOK.comparable(one, one)


def test_the_definitions_of_venture_capital_and_financing_point_at_each_other() -> None:
    assert "投融资" in BOOK.get("venture_capital").definition_zh
    assert "风险投资" in BOOK.get("financing").definition_zh


def test_names_and_labels_come_in_two_languages_and_two_lengths() -> None:
    financing = BOOK.get("financing")
    assert (financing.name(), financing.name("en", short=True)) == ("当年获得投融资总额", "Financing")
    assert all(len(indicator.short_en) <= 28 for indicator in BOOK)
    assert all(len(indicator.short_zh) <= 16 for indicator in BOOK)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"basis": "weekly"}, "basis"),
        ({"direction": "up"}, "direction"),
        ({"range": [5, 5]}, "range"),
        ({"range": [5]}, "range"),
        ({"unit": 3}, "unit"),
        ({"zh": ""}, "zh"),
        ({"id": "Tenants"}, "id"),
        ({"colour": "red"}, "colour"),
        ({"numerator": "tenants"}, "denominator"),
        ({"rollup_regions": "ratio"}, "rollup_regions"),
        ({"numerator": "x", "denominator": "y", "rollup_regions": "ratio"}, "numerator"),
        ({"not_comparable_with": ["x"]}, "not_comparable_with"),
    ],
)
def test_a_damaged_entry_is_named_with_its_field(tmp_path: Path, change: dict[str, Any], field: str) -> None:
    path = write(tmp_path / "indicators.yml", ENTRY | change)
    with pytest.raises(DamagedFileError) as caught:
        IndicatorBook.read(path)
    assert str(path) in caught.value.message
    assert str((ENTRY | change)["id"]) in caught.value.message
    assert field in caught.value.message


def test_a_warning_that_is_not_mutual_is_refused(tmp_path: Path) -> None:
    other = ENTRY | {"id": "other", "zh": "别的", "en": "Other", "not_comparable_with": ["tenants"]}
    with pytest.raises(DamagedFileError, match="does not name it back"):
        IndicatorBook.read(write(tmp_path / "indicators.yml", ENTRY, other))


def test_two_indicators_with_one_official_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DamagedFileError, match="'zh' is also that of 'tenants'"):
        IndicatorBook.read(write(tmp_path / "indicators.yml", ENTRY, ENTRY | {"id": "other", "en": "Other"}))


def test_a_good_entry_reads_back_as_written(tmp_path: Path) -> None:
    (tenants,) = IndicatorBook.read(write(tmp_path / "indicators.yml", ENTRY)).all()
    assert tenants.aliases == ("在孵企业数",)
    assert tenants.range == (0, 10)
    assert tenants.basis is Basis.STOCK

"""The registers as they are read from registers.yml."""

from __future__ import annotations

from pathlib import Path

import pytest

from incuanalysis.errors import DamagedFileError, UnknownNameError
from incuanalysis.vocabulary.registers import RegisterBook
from incuanalysis.vocabulary.words import Vocabulary

_GOOD = """
registers:
  - id: carriers
    zh: 载体登记
    en: Carriers
    name_aliases: [载体名称]
    fields:
      - {id: level, zh: 级别, en: Level, type: choice, choices: {national: [国家级, 国家]}}
      - {id: area, zh: 建筑面积, en: Area, type: number, unit: 平方米, aliases: [面积]}
texts:
  - {id: remarks, zh: 备注, en: Remarks, aliases: [说明]}
"""


@pytest.fixture
def registers(words: Vocabulary) -> RegisterBook:
    return words.registers


def test_the_projects_registers_are_read(registers: RegisterBook) -> None:
    assert [register.id for register in registers] == ["carriers", "sites", "projects", "firms"]
    assert registers.get("firms").confidential
    assert not registers.get("carriers").confidential
    assert {text.id for text in registers.texts} >= {"reasons", "measures", "remarks"}


def test_personal_fields_are_marked(registers: RegisterBook) -> None:
    for register in ("carriers", "firms"):
        personal = {field.id for field in registers.get(register).fields if field.personal}
        assert personal == {"contact", "phone"}


def test_every_heading_leads_back_to_its_field(registers: RegisterBook) -> None:
    for register in registers:
        for field in register.fields:
            for heading in field.headings:
                assert registers.field(register.id, f" {heading} ") is field
        for name in register.name_aliases:
            assert register.id in registers.named_by(name)


def test_numbers_have_units_that_exist(registers: RegisterBook, words: Vocabulary) -> None:
    for register in registers:
        for field in register.fields:
            assert (field.type != "number") or field.unit in words.units


def test_a_choice_is_found_by_any_of_its_names(registers: RegisterBook) -> None:
    level = registers.get("carriers").field("level")
    assert level.choice("国 家 级") == "national"
    assert level.choice("省级") == "provincial"
    assert level.choice("特级") is None


def test_unknown_ids_are_refused_with_the_nearest(registers: RegisterBook) -> None:
    with pytest.raises(UnknownNameError, match="carriers"):
        registers.get("carrier")
    with pytest.raises(UnknownNameError, match="founded"):
        registers.get("firms").field("fonded")
    assert registers.field("firms", "没有的表头") is None
    assert registers.text("没有的表头") is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("type: number, unit: 平方米", "type: number", "unit"),
        ("type: choice, choices: {national: [国家级, 国家]}", "type: choice", "choices"),
        ("type: number", "type: nummer", "type"),
        ("aliases: [面积]", "aliases: [级别]", "stands for 'level' and 'area'"),
        ("id: area", "id: level", "'level' appears twice"),
        ("zh: 载体登记", "zh: ''", "'zh'"),
        ("name_aliases: [载体名称]", "names: [载体名称]", "name_aliases|names"),
        ("registers:", "register:", "'registers'"),
        ("texts:", "text:", "'texts'"),
        ("- id: carriers", "- ident: carriers", "no field 'id'"),
    ],
)
def test_a_damaged_file_is_refused_with_the_place(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = tmp_path / "registers.yml"
    path.write_text(_GOOD, "utf-8")
    assert RegisterBook.read(path).get("carriers").field("area").unit == "平方米"
    path.write_text(_GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(DamagedFileError, match=says) as caught:
        RegisterBook.read(path)
    assert str(path) in caught.value.message


def test_a_file_that_is_no_yaml_or_missing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.yml").write_text("registers: [", "utf-8")
    for name in ("broken.yml", "missing.yml"):
        with pytest.raises(DamagedFileError, match="cannot be read"):
            RegisterBook.read(tmp_path / name)


def test_an_id_appears_once(tmp_path: Path) -> None:
    path = tmp_path / "registers.yml"
    path.write_text(_GOOD + "  - {id: remarks, zh: 附注, en: Notes}\n", "utf-8")
    with pytest.raises(DamagedFileError, match="appears twice"):
        RegisterBook.read(path)

"""The yearbook's regional tables, sent as files in their printed layouts, give the numbers of data/published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from incuanalysis.intake.returns.ingest import FileResult, ingest
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from tests.intake import yearbooks
from tests.intake.making import xls
from tests.intake.yearbooks import EDITIONS, Edition, Machine, edition_of, exported_book, printed_book

SAYS = ["region", "indicator", "first", "last", "basis", "value", "unit", "qualifier"]
PRINTED = [name for name in EDITIONS if edition_of(name).year <= 2018]
EXPORTED = [name for name in EDITIONS if edition_of(name).year > 2018]


def take(project: Project, folder: Path, name: str, data: bytes, period: str = "") -> tuple[FileResult, pd.DataFrame]:
    """Take one file into a new store; return what became of it and the observations."""
    (folder / name).write_bytes(data)
    store = Store(folder / "store")
    (file,) = ingest(project, [folder / name], store, period=period).files
    assert file.cells == file.stored + file.quarantined + file.labels
    return file, store.select()


def as_read(rows: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Return what observations say, sorted."""
    return sorted(rows[SAYS].itertuples(index=False, name=None))


def published(store: Store, edition: Edition) -> list[tuple[Any, ...]]:
    """Return what the project's own store holds of an edition; its blanks left out."""
    rows = store.select(periods=[(edition.year * 100 + 1, edition.year * 100 + 12), (edition.year * 100 + 12,) * 2])
    rows = rows[rows["source"].notna() & rows["value"].notna() & rows["file"].str.contains(edition.file)]
    return as_read(rows)


def told(file: FileResult) -> list[tuple[str, str, str]]:
    """Return what was said of a file, without what is only for information."""
    return [(m.code, m.cell, m.text("en")) for m in file.messages if m.severity != "info"]


def assert_as_published(project: Project, store: Store, folder: Path, name: str, data: bytes, edition: Edition) -> None:
    file, rows = take(project, folder, name, data)
    expected = published(store, edition)
    assert len(expected) == len(edition.values)
    assert as_read(rows) == expected
    assert (file.status, file.stored, file.quarantined) == ("stored", len(edition.values), 0), told(file)
    assert rows["carrier"].isna().all()


@pytest.mark.parametrize("name", PRINTED)
def test_a_table_printed_until_2018_gives_every_published_number(
    project: Project, store: Store, tmp_path: Path, name: str
) -> None:
    edition = edition_of(name)
    assert_as_published(project, store, tmp_path, f"{name}.xls", printed_book(edition), edition)


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("before", [(), ("year",), ("type", "year"), ("year", "type")])
@pytest.mark.parametrize("machine", ["top", "before", "after"])
def test_an_inserted_machine_header_and_columns_before_the_table_change_nothing(
    project: Project, store: Store, tmp_path: Path, name: str, machine: Machine, before: tuple[str, ...]
) -> None:
    edition = edition_of(name)
    data = printed_book(edition, machine=machine, before=before)
    assert_as_published(project, store, tmp_path, f"{name}.xls", data, edition)


def test_an_old_workbook_under_a_new_name_is_read(project: Project, store: Store, tmp_path: Path) -> None:
    edition = edition_of("csty2018-9-16-incubators")
    assert_as_published(project, store, tmp_path, "1_2017.xlsx", printed_book(edition), edition)


@pytest.mark.parametrize("name", EXPORTED)
@pytest.mark.parametrize("locked", [True, False])
def test_a_table_exported_since_2022_gives_every_published_number(
    project: Project, store: Store, tmp_path: Path, name: str, locked: bool
) -> None:
    edition = edition_of(name)
    assert_as_published(project, store, tmp_path, f"{name}.xls", exported_book(edition, locked=locked), edition)


@pytest.mark.parametrize(
    "title",
    [
        "2016年各地区科技企业孵化器主要指标",
        "9-16 各地区科技企业孵化器情况（2016年）",
        "各地区科技企业孵化器主要指标（2016年度）",
        "9－16  各地区科技企业孵化器情况 （二〇一六年）",
    ],
)
def test_the_year_is_taken_from_the_title(project: Project, store: Store, tmp_path: Path, title: str) -> None:
    edition = edition_of("csty2017-9-16-incubators")
    rows, merged = yearbooks.printed_rows(edition, title=title)
    rows[2][0] = edition.english
    assert_as_published(project, store, tmp_path, "table.xls", xls(rows, merged), edition)


def undated(edition: Edition) -> bytes:
    """Return a table that nowhere says its year."""
    rows, merged = yearbooks.printed_rows(edition, title=f"{edition.number}  {edition.title}")
    rows[2][0] = edition.english
    return xls(rows, merged)


def test_a_year_that_nothing_states_is_taken_from_the_option(project: Project, store: Store, tmp_path: Path) -> None:
    edition = edition_of("csty2019-9-14-incubators")
    _, rows = take(project, tmp_path, "table.xls", undated(edition), period="2018")
    assert as_read(rows) == published(store, edition)


def test_without_any_year_every_number_is_quarantined(project: Project, tmp_path: Path) -> None:
    edition = edition_of("csty2019-9-14-incubators")
    file, rows = take(project, tmp_path, "table.xls", undated(edition))
    assert (file.stored, file.quarantined, len(rows)) == (0, len(edition.values), 0)
    kept = Store(tmp_path / "store").table("quarantine")
    assert set(kept["code"]) == {"no_period"}


def test_the_editions_sent_together_stand_beside_each_other(project: Project, store: Store, tmp_path: Path) -> None:
    for name in EDITIONS:
        edition = edition_of(name)
        make = printed_book if name in PRINTED else exported_book
        (tmp_path / f"{name}.xls").write_bytes(make(edition))
    own = Store(tmp_path / "store")
    result = ingest(project, [tmp_path / f"{name}.xls" for name in EDITIONS], own)
    assert {file.path: file.quarantined for file in result.files} == {f"{name}.xls": 0 for name in EDITIONS}
    expected = [row for name in EDITIONS for row in published(store, edition_of(name))]
    assert as_read(own.select()) == sorted(expected)
    # Venture capital until 2018 and financing from 2022 are two concepts and never become one series.
    money = own.select(regions=["000000"], indicators=["venture_capital", "financing"])
    assert {(row.indicator, row.first // 100) for row in money.itertuples()} == {
        *(("venture_capital", year) for year in (2016, 2017, 2018)),
        *(("financing", year) for year in (2022, 2023)),
    }


@pytest.mark.parametrize("name", EDITIONS)
def test_the_nation_is_stored_although_it_is_the_sum_of_the_provinces(
    project: Project, tmp_path: Path, name: str
) -> None:
    edition = edition_of(name)
    make = printed_book if name in PRINTED else exported_book
    _, rows = take(project, tmp_path, "table.xls", make(edition))
    nation = rows[rows["region"] == "000000"]
    assert sorted(nation["indicator"]) == sorted(id for id, _ in edition.indicators)


def test_a_blank_is_neither_stored_nor_quarantined(project: Project, tmp_path: Path) -> None:
    edition = edition_of("csty2019-9-14-incubators")
    _, rows = take(project, tmp_path, "table.xls", printed_book(edition))
    tibet = rows[rows["region"] == "540000"]
    assert "venture_capital" not in set(tibet["indicator"])
    assert len(tibet) == len(edition.indicators) - 1
    assert Store(tmp_path / "store").table("quarantine").empty


@pytest.mark.parametrize("name", ["csty2017-9-16-incubators", "csty2024-9-14-makerspaces"])
def test_a_nation_that_is_wrong_by_one_firm_is_quarantined_and_its_provinces_are_not(
    project: Project, tmp_path: Path, name: str
) -> None:
    edition = edition_of(name)
    indicator = edition.indicators[0][0]
    values = edition.values | {("000000", indicator): str(int(edition.values["000000", indicator]) + 1)}
    damaged = Edition(
        edition.file, edition.number, edition.title, edition.english, edition.year, edition.indicators, values
    )
    make = printed_book if name in PRINTED else exported_book
    file, rows = take(project, tmp_path, "table.xls", make(damaged))
    assert (file.quarantined, file.stored) == (1, len(edition.values) - 1), told(file)
    (refused,) = Store(tmp_path / "store").table("quarantine").itertuples()
    assert refused.code == "total_mismatch"
    assert float(json.loads(refused.facts)["difference"]) == 1
    assert ("000000", indicator) not in set(zip(rows["region"], rows["indicator"], strict=True))

"""Published tables: read whole, checked, and refused with the place where they are damaged."""

import pandas as pd
import pytest

from incuanalysis.errors import DamagedFileError
from incuanalysis.intake.build import build_store
from incuanalysis.intake.checks.published import check_published
from incuanalysis.intake.published import read_published
from incuanalysis.intake.store import Store
from incuanalysis.vocabulary.words import open_vocabulary

TABLE = "csty2024-9-12-incubators"


def edit(project, name, old, new):
    path = project.root / "data/published" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_every_published_table_reads_and_its_checks_hold(project, words):
    tables = read_published(project, words)
    assert len(tables) >= 10
    assert check_published(tables, words) == []


def test_every_observation_names_the_cell_it_came_from(project, words):
    for table in read_published(project, words):
        lines = (project.root / table.name).read_text(encoding="utf-8").splitlines()
        for row in table.rows.itertuples():
            assert row.cell[0] == "E"
            assert lines[int(row.cell[1:]) - 1].startswith(f"{row.region},")


def test_thousands_of_yuan_become_tens_of_thousands_exactly(store):
    row = store.select(regions=["330000"], indicators=["venture_capital"], periods=[(201601, 201612)]).iloc[0]
    assert row["printed"].endswith("千元")
    assert row["value"] == pytest.approx(float(row["printed"].removesuffix("千元")) / 10, rel=1e-15)


def test_a_blank_is_stored_as_a_blank_and_never_as_zero(store):
    rows = store.select(regions=["540000"], indicators=["venture_capital"])
    blank = rows[rows["qualifier"] == "blank"]
    assert set(blank["period"]) == {"2016", "2018"}
    assert blank["value"].isna().all()


def test_venture_capital_and_financing_never_share_a_year(store):
    rows = store.select(indicators=["venture_capital", "financing"])
    yearbook = rows[rows["source_class"] == "yearbook"]
    assert yearbook.groupby("period")["indicator"].nunique().max() == 1
    assert yearbook[yearbook["indicator"] == "venture_capital"]["last"].max() <= 201812
    assert yearbook[yearbook["indicator"] == "financing"]["first"].min() >= 202201


def test_2019_to_2021_stay_missing_in_the_regional_tables(store):
    rows = store.select(regions=["330000"], indicators=["tenants", "incubators"])
    assert set(rows["period"]) == {"2016", "2017", "2018", "2022", "2023"}


def test_tibets_contradiction_of_2016_is_kept_as_printed(store):
    rows = store.select(regions=["540000"], indicators=["tenants", "resident_firms"], periods=[(201601, 201612)])
    values = dict(zip(rows["indicator"], rows["value"], strict=True))
    assert values == {"tenants": 12, "resident_firms": 11}


def test_conflicting_sources_stand_side_by_side(store):
    rows = store.select(regions=["320000"], indicators=["incubators"])
    assert {695.0, 720.0} <= set(rows[rows["last"] == 201812]["value"])


def test_no_target_and_no_operators_figure_is_an_observation(store):
    rows = store.select()
    assert not rows["indicator"].str.contains("target", case=False).any()
    assert not rows["note"].fillna("").str.contains("高投集团").any()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("330000,2023,tenants,stock,22842", "330000,2023,tenants,stock,22843", "allowed is a difference of 0"),
        ("330000,2023,tenants,stock,22842", "330000,2023,tenants,stock,228a2", "expected a plain number"),
        ("330000,2023,tenants,stock,22842,", "330000,2023,tenants,stock,,", "qualifier `blank`"),
        ("330000,2023,tenants", "330000,2023,tenant", "Unknown indicator"),
        ("330000,2023,tenants", "339999,2023,tenants", "Unknown region"),
        ("330000,2023,tenants", "330000,2023Q9,tenants", "no period"),
        ("330000,2023,tenants,stock", "330000,2023,tenants,level", "expected one of stock"),
        ("330000,2023,tenants,stock,22842,家", "330000,2023,tenants,stock,22842,万元", "unit"),
    ],
)
def test_a_damaged_cell_is_named_with_its_file_and_the_old_store_stays(own_project, old, new, said):
    target = Store(own_project.root / "store")
    build_store(own_project, target)
    before = target.catalogue_file.read_bytes()
    path = own_project.root / "data/published" / f"{TABLE}.csv"
    text = path.read_text(encoding="utf-8")
    if old not in text:
        old, new = old.replace("家", "个"), new.replace("家", "个")
    edit(own_project, f"{TABLE}.csv", old, new)
    with pytest.raises(DamagedFileError) as caught:
        build_store(own_project, target)
    assert said in caught.value.message
    assert TABLE in caught.value.message
    assert target.catalogue_file.read_bytes() == before


def test_a_failed_sum_names_the_whole_and_the_parts(own_project):
    edit(own_project, f"{TABLE}.csv", "330000,2023,incubators,stock,652", "330000,2023,incubators,stock,653")
    words = open_vocabulary(own_project)
    (finding,) = check_published(read_published(own_project, words), words)
    assert len(finding.cells) == 32
    assert finding.cells[0] in finding.text
    assert "7016" in finding.text
    assert "7015" in finding.text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("recorded_at: 2026-11-21", "recorded_at: yesterday", "recorded_at"),
        ("licence:", "license:", "lic"),
        ("sources:", "sources: [", "YAML"),
    ],
)
def test_a_damaged_card_is_named_with_its_field(own_project, old, new, said):
    edit(own_project, f"{TABLE}.source.yml", old, new)
    with pytest.raises(DamagedFileError, match=said) as caught:
        read_published(own_project, open_vocabulary(own_project))
    assert f"{TABLE}.source.yml" in caught.value.message


def test_a_missing_card_a_wrong_header_and_a_wrong_encoding_are_each_said(own_project):
    words = open_vocabulary(own_project)
    folder = own_project.root / "data/published"
    (folder / f"{TABLE}.source.yml").rename(folder / "elsewhere.yml")
    with pytest.raises(DamagedFileError, match="needs its source card"):
        read_published(own_project, words)
    (folder / "elsewhere.yml").rename(folder / f"{TABLE}.source.yml")
    edit(own_project, f"{TABLE}.csv", "region,period", "地区,period")
    with pytest.raises(DamagedFileError, match="line 1: expected the columns"):
        read_published(own_project, words)
    table = folder / f"{TABLE}.csv"
    table.write_bytes(table.read_text(encoding="utf-8").encode("gb18030"))
    with pytest.raises(DamagedFileError, match="CSV UTF-8"):
        read_published(own_project, words)


def test_a_figure_twice_from_one_source_is_refused_with_both_cells(own_project):
    path = own_project.root / "data/published" / f"{TABLE}.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[5]]), encoding="utf-8")
    with pytest.raises(DamagedFileError, match=rf"E6, E{len(lines) + 1}"):
        read_published(own_project, open_vocabulary(own_project))


def test_the_carried_numbers_equal_a_plain_reading_of_the_files(project, store):
    rows = store.select()
    for file, group in rows.groupby("file"):
        plain = pd.read_csv(project.root / file, dtype=str, keep_default_na=False)
        assert len(group) == len(plain)
        printed = plain["value"].str.cat(plain["unit"]).where(plain["value"] != "", "")
        assert sorted(group["printed"]) == sorted(printed)

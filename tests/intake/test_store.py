"""The store: immutable parts, an atomic catalogue, revisions and as-of readings."""

import json
import subprocess
import sys
import threading

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incuanalysis.errors import DamagedFileError, NoDataError
from incuanalysis.intake.build import build_store
from incuanalysis.intake.schema import COLUMNS, check_observations, empty
from incuanalysis.intake.store import Store


def observation(**changes):
    base = {
        "region": "330305", "carrier": None, "indicator": "tenants", "first": 202301, "last": 202312, "period": "2023", "basis": "stock",
        "series": "洞头区", "source_class": "government", "value": 10.0, "unit": "家", "printed": "10家", "qualifier": "exact",
        "status": "reported", "recorded_at": "2024-01-05", "demo": False, "file": "a.xlsx", "sheet": "表1", "cell": "B2",
        "source": "洞头区上报", "source_en": "return of Dongtou", "note": None,
    }  # fmt: skip
    return base | changes


def frame(*rows):
    return pd.DataFrame([observation(**row) for row in rows])


def test_a_later_report_supersedes_within_its_series_and_erases_nothing(tmp_path):
    store = Store(tmp_path)
    store.replace(
        frame(
            {"value": 10.0, "recorded_at": "2024-01-05"},
            {"value": 12.0, "recorded_at": "2024-02-01", "cell": "B3"},
            {"value": 11.0, "series": "市统计局", "recorded_at": "2024-01-20"},
        ),
        {},
    )
    assert store.select()["value"].tolist() == [11.0, 12.0] or sorted(store.select()["value"]) == [11.0, 12.0]
    assert store.select(as_of="2024-01-31").set_index("series")["value"].to_dict() == {"洞头区": 10.0, "市统计局": 11.0}
    assert store.select(as_of="2024-01-01").empty
    assert sorted(store.select(revisions=True)["revision"]) == [0, 0, 1]


def test_a_frame_that_does_not_fit_is_refused_with_the_cell():
    with pytest.raises(DamagedFileError, match=r"basis.*a\.xlsx cell B2"):
        check_observations(frame({"cell": "B1"}, {"basis": "level"}))


def test_reading_while_a_build_runs_sees_one_state_or_the_other(tmp_path):
    store = Store(tmp_path)
    old = frame(*({"region": f"3303{i:02d}", "value": 1.0} for i in range(50)))
    new = old.assign(value=2.0)
    store.replace(old, {"v": "0"})
    stop, seen, errors = threading.Event(), set(), []

    def read():
        while not stop.is_set():
            try:
                values = set(Store(tmp_path).select()["value"])
            except DamagedFileError as error:
                errors.append(error)
                continue
            seen.add(tuple(sorted(values)))

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(20):
        store.replace(new if turn % 2 else old, {"v": str(turn)})
    stop.set()
    reader.join()
    assert not errors
    assert seen <= {(1.0,), (2.0,)}


def test_a_store_that_is_not_there_or_damaged_says_what_to_do(tmp_path):
    with pytest.raises(NoDataError, match="incu build"):
        Store(tmp_path).select()
    (tmp_path / "catalogue.json").write_text("{")
    with pytest.raises(DamagedFileError, match="incu build"):
        Store(tmp_path).select()
    store = Store(tmp_path)
    store.replace(frame({}), {})
    part = tmp_path / json.loads(store.catalogue_file.read_text())["parts"][0]["file"]
    part.write_bytes(b"PAR1 not")
    with pytest.raises(DamagedFileError, match="incu build"):
        store.select()


def test_building_again_from_the_same_files_does_nothing_and_gives_the_same_bytes(project, tmp_path):
    first, second = Store(tmp_path / "a"), Store(tmp_path / "b")
    assert build_store(project, first).built
    assert not build_store(project, first).built
    build_store(project, second)
    assert first.catalogue_file.read_bytes() == second.catalogue_file.read_bytes()
    assert {p.name for p in (first.folder / "parts").iterdir()} == {p.name for p in (second.folder / "parts").iterdir()}


def test_an_empty_store_answers_with_no_rows(tmp_path):
    store = Store(tmp_path)
    assert store.replace(empty(), {}) == 0
    assert list(store.select().columns) == list(COLUMNS)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["330302", "330305"]),
            st.sampled_from(["tenants", "incubators"]),
            st.integers(2020, 2024),
            st.integers(1, 28),
            st.integers(0, 999),
        ),
        min_size=1,
        max_size=30,
        unique_by=lambda row: row[:4],
    )
)
def test_every_row_stored_is_found_again_by_its_filters(tmp_path_factory, rows):
    records = [
        {"region": r, "indicator": i, "first": y * 100 + 1, "last": y * 100 + 12, "period": str(y), "value": float(v), "recorded_at": f"2025-01-{d:02d}"}
        for r, i, y, d, v in rows
    ]  # fmt: skip
    store = Store(tmp_path_factory.mktemp("s"))
    store.replace(frame(*records), {})
    for record in records:
        found = store.select(
            regions=[record["region"]],
            indicators=[record["indicator"]],
            periods=[(record["first"], record["last"])],
            as_of=record["recorded_at"],
        )
        assert len(found) == 1
        assert found["value"].iloc[0] == record["value"]
    assert len(store.select()) == len({(r["region"], r["indicator"], r["first"]) for r in records})
    assert len(store.select(revisions=True)) == len(records)


def test_revisions_are_numbered_by_the_date_of_record_then_the_sequence_whatever_the_order_of_rows(tmp_path):
    store = Store(tmp_path)
    store.replace(
        frame(
            {"value": 3.0, "recorded_at": "2024-03-01", "sequence": 1},
            {"value": 2.0, "recorded_at": "2024-01-01", "sequence": 7},
            {"value": 1.0, "recorded_at": "2024-01-01", "sequence": 2},
        ),
        {},
    )
    numbered = store.select(revisions=True)
    assert numbered[["revision", "sequence", "value"]].values.tolist() == [[0, 2, 1], [1, 7, 2], [2, 1, 3]]
    assert store.select()[["revision", "value"]].values.tolist() == [[2, 3]]
    assert store.select(as_of="2024-01-01")[["revision", "value"]].values.tolist() == [[1, 2]]


def test_within_one_file_the_order_of_its_rows_decides(tmp_path):
    store = Store(tmp_path)
    store.append(frame({"value": 5.0, "sequence": 3}, {"value": 4.0, "sequence": 3}))
    store.append(frame({"value": 9.0, "sequence": 3}))
    assert store.select(revisions=True)["value"].tolist() == [5.0, 4.0, 9.0]
    assert store.select()["value"].tolist() == [9.0]


def test_a_date_means_its_whole_day(tmp_path):
    store = Store(tmp_path)
    store.append(
        frame(
            {"value": 1.0, "recorded_at": "2024-01-05"},
            {"value": 2.0, "recorded_at": "2024-01-05T23:59:00+08:00"},
            {"value": 3.0, "recorded_at": "2024-01-06"},
        )
    )
    assert store.select(as_of="2024-01-05")["value"].tolist() == [2.0]
    assert store.select(as_of="2024-01-06")["value"].tolist() == [3.0]
    assert store.select(as_of="2024-01-04").empty


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"region": ""}, r"region.*a\.xlsx cell B2"),
        ({"region": None}, r"region: not null.*cell B2"),
        ({"first": 202313}, "last: not before first"),
        ({"last": 210001, "first": 20240101}, "first"),
        ({"qualifier": "circa"}, "qualifier.*circa"),
        ({"status": "guessed"}, "status"),
        ({"value": float("inf")}, "value: finite"),
        ({"value": "10"}, "value"),
        ({"recorded_at": "yesterday"}, "recorded_at.*yesterday"),
        ({"sequence": -1}, "sequence"),
        ({"period": 2023}, "period"),
    ],
)
def test_what_does_not_fit_is_refused_and_the_store_stays_as_it_was(tmp_path, changes, said):
    store = Store(tmp_path)
    store.append(frame({}), state={"journal": 1})
    before = store.catalogue_file.read_bytes()
    with pytest.raises(DamagedFileError, match=said):
        store.append(frame(changes), state={"journal": 2})
    assert store.catalogue_file.read_bytes() == before
    with pytest.raises(DamagedFileError, match="column unit is missing"):
        store.append(frame({}).drop(columns="unit"))


def test_a_text_that_only_stands_in_a_dictionary_is_not_refused():
    table = pa.Table.from_pandas(frame({}), preserve_index=False)
    basis = pa.DictionaryArray.from_arrays(pa.array([0], pa.int8()), pa.array(["stock", "level"]))
    rows = check_observations(table.set_column(table.column_names.index("basis"), "basis", basis))
    assert rows["basis"].to_pylist() == ["stock"]


def test_a_store_of_an_earlier_format_asks_for_a_build_which_makes_it_anew(project, tmp_path):
    store = Store(tmp_path)
    store.catalogue_file.write_text(json.dumps({"format": 1, "rows": 0, "parts": [], "inputs": {}}))
    for attempt in (store.select, store.digest, lambda: store.append(frame({}))):
        with pytest.raises(DamagedFileError, match=r"format 1; this version reads 2\. Run `incu build`"):
            attempt()
    assert build_store(project, store).built
    assert len(store.select())


def test_the_published_rows_have_sequence_0(store):
    assert set(store.select(revisions=True)["sequence"]) == {0}


def test_loading_brings_no_reader_of_parquet_before_it_is_needed():
    code = "import sys, incuanalysis.intake.load; sys.exit(int('pyarrow.parquet' in sys.modules))"
    subprocess.run([sys.executable, "-c", code], check=True)

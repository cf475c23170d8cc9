"""The store grows: batches in any division, side tables, state, kills and readers beside a writer."""

import json
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError, BusyError, DamagedFileError, IncuError
from incuanalysis.intake import catalogue, parts
from incuanalysis.intake.schema import COLUMNS, KEY, STORED, TEXT
from incuanalysis.intake.store import Store

BASE = {
    "region": "330305", "carrier": None, "indicator": "tenants", "first": 202301, "last": 202312, "period": "2023", "basis": "stock",
    "series": "洞头区", "source_class": "government", "value": 10.0, "unit": "家", "printed": "10家", "qualifier": "exact",
    "status": "reported", "sequence": 1, "recorded_at": "2024-01-05", "demo": False, "file": "a.xlsx", "sheet": "表1", "cell": "B2",
    "source": "洞头区上报", "source_en": "return of Dongtou", "note": None,
}  # fmt: skip


def frame(rows):
    return pd.DataFrame([BASE | row for row in rows], columns=STORED)


def coded(rows, index=None):
    """The same rows as Arrow, texts as dictionaries."""
    plain = pa.Table.from_pandas(frame(rows), preserve_index=False)
    columns = [
        plain[name].cast(pa.string()).dictionary_encode().cast(pa.dictionary(index or pa.int32(), pa.string()))
        if name in TEXT
        else plain[name].cast(pa.float64() if name == "value" else plain[name].type)
        for name in plain.column_names
    ]
    return pa.table(columns, names=plain.column_names)


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(parts, "MAX_ROWS", 12)
    monkeypatch.setattr(parts, "GROUP_ROWS", 5)
    monkeypatch.setattr(parts, "_FEW_TEXTS", 2)


row = st.fixed_dictionaries(
    {
        "region": st.sampled_from(["000000", "330302", "330305", "330305X", "yangtze-delta"]),
        "carrier": st.sampled_from([None, "c1", "c2", "𠮷园", "～园"]),
        "indicator": st.sampled_from(["tenants", "incubators"]),
        "last": st.sampled_from([202312, 202412]),
        "series": st.sampled_from(["洞头区", "市统计局", "𠮷区", "～区"]),
        "value": st.one_of(st.none(), st.integers(0, 9).map(float)),
        "recorded_at": st.sampled_from(["2024-01-05", "2024-02-01", "2024-02-01T08:00"]),
        "sequence": st.integers(0, 3),
        "note": st.sampled_from([None, "", "注"]),
    }
)


def model(rows):
    """What a reading of all revisions must be, said plainly."""
    made = frame(rows).assign(at=range(len(rows)))
    made["no_carrier"] = made["carrier"].isna()
    made["carrier"] = made["carrier"].fillna("")
    order = ["region", "no_carrier", *KEY[1:], "recorded_at", "sequence", "at"]
    made = made.sort_values(order, key=lambda c: c.map(str.encode) if c.name in TEXT else c)
    made["revision"] = made.groupby(KEY).cumcount()
    return made


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(row, max_size=50), cuts=st.lists(st.integers(0, 50), max_size=4), as_arrow=st.booleans())
@pytest.mark.usefixtures("small_parts")
def test_batches_make_the_same_store_as_one_replacement(tmp_path_factory, rows, cuts, as_arrow):
    whole, grown = (Store(tmp_path_factory.mktemp(name)) for name in ("whole", "grown"))
    whole.replace(frame(rows), {})
    edges = [0, *sorted(min(cut, len(rows)) for cut in cuts), len(rows)]
    for number, (start, stop) in enumerate(zip(edges, edges[1:], strict=False)):
        batch = rows[start:stop]
        assert grown.append(coded(batch, pa.int8()) if as_arrow else frame(batch)) == len(batch)
        assert grown.is_whole()
        assert grown.catalogue()["rows"] == stop, number
    assert grown.digest() == whole.digest()
    pd.testing.assert_frame_equal(grown.select(revisions=True), whole.select(revisions=True))
    pd.testing.assert_frame_equal(grown.select(), whole.select())
    expected = model(rows)
    read = grown.select(revisions=True)
    assert list(read.columns) == list(COLUMNS)
    assert read.dtypes.astype(str).to_dict() == COLUMNS
    for name in ("region", "revision", "sequence", "recorded_at", "series"):
        assert read[name].tolist() == expected[name].tolist()
    assert read["value"].fillna(-1).tolist() == expected["value"].astype(float).fillna(-1).tolist()
    latest = expected[~expected.duplicated(KEY, keep="last")]
    assert grown.select()["revision"].tolist() == latest["revision"].tolist()
    known = model([r for r in rows if r["recorded_at"] <= "2024-01-05"])
    assert grown.select(as_of="2024-01-05", revisions=True)["revision"].tolist() == known["revision"].tolist()
    for regions in (["330305"], ["000000", "yangtze-delta"], ["999999"], []):
        asked = latest[latest["region"].isin(regions)]
        assert grown.select(regions=regions)["sequence"].tolist() == asked["sequence"].tolist()
    asked = latest[(latest["carrier"] == "c1") & (latest["last"] == 202312) & (latest["indicator"] == "tenants")]
    found = grown.select(carriers=["c1"], indicators=["tenants"], within=(202301, 202312))
    assert found["series"].tolist() == asked["series"].tolist()


@given(rows=st.lists(row, min_size=1, max_size=30), seed=st.integers(0, 99))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("small_parts")
def test_files_make_the_same_store_in_whatever_order_they_arrive(tmp_path_factory, rows, seed):
    files = [rows[at : at + 4] for at in range(0, len(rows), 4)]
    files = [[r | {"sequence": number} for r in file] for number, file in enumerate(files)]
    in_turn, mixed = (Store(tmp_path_factory.mktemp(name)) for name in ("in_turn", "mixed"))
    for file in files:
        in_turn.append(frame(file))
    random.Random(seed).shuffle(files)
    for file in files:
        mixed.append(coded(file))
    assert in_turn.digest() == mixed.digest()


@pytest.mark.usefixtures("small_parts")
def test_only_the_parts_that_rows_belong_to_are_written_anew_and_none_grows_past_the_limit(tmp_path):
    store = Store(tmp_path)
    store.append(frame([{"region": f"33{n:04d}", "last": 202312 + m} for n in range(40) for m in range(3)]))
    before = store.catalogue()["parts"]
    assert len(before) > 8
    assert all(part["rows"] <= 12 for part in before)
    # A region is not divided where it can be helped.
    assert all(part["last_region"] < later["first"][0] for part, later in zip(before, before[1:], strict=False))
    store.append(frame([{"region": "330020", "last": 202300 + m} for m in range(1, 13)]))
    after = store.catalogue()["parts"]
    assert len({part["file"] for part in before} - {part["file"] for part in after}) == 1
    assert all(part["rows"] <= 12 for part in after)
    assert {path.name for path in (tmp_path / "parts").iterdir()} == {part["file"][6:] for part in after}
    assert len(store.select(regions=["330020"])) == 3 + 12 - 1


def test_the_same_rows_have_the_same_digest_however_they_are_given(tmp_path):
    rows = [{"region": "330302", "value": None}, {"region": "330305", "note": ""}, {"region": "330305", "sequence": 2}]
    given_as = [
        frame(rows),
        frame(rows).astype({"region": "category", "value": "float32", "sequence": "int32"}),
        coded(rows),
        coded(rows, pa.int8()),
        pa.concat_tables([coded(rows[:1]), coded(rows[1:])]),
        pa.Table.from_pandas(frame(rows), preserve_index=False),
    ]
    digests = set()
    for number, made in enumerate(given_as):
        store = Store(tmp_path / str(number))
        store.append(made)
        digests.add(store.digest())
    assert len(digests) == 1
    store.append(frame([{"region": "330305", "sequence": 3}]))
    assert store.digest() not in digests


def test_a_digest_tells_an_empty_text_from_none_and_one_column_from_the_next(tmp_path):
    digests = set()
    for number, changes in enumerate(
        ({"note": None}, {"note": ""}, {"sheet": "a", "cell": "bc"}, {"sheet": "ab", "cell": "c"}, {"value": None})
    ):
        store = Store(tmp_path / str(number))
        store.append(frame([changes]))
        digests.add(store.digest())
    assert len(digests) == 5


def test_side_tables_given_replace_those_of_their_name_and_the_others_stay(tmp_path):
    store = Store(tmp_path)
    assert store.table("returns").empty
    store.append(None, tables={"returns": pa.table({"sequence": [1], "name": ["甲.xlsx"]})}, state={"journal": 1})
    quarantine = pd.DataFrame({"cell": ["B2", None], "facts": ["{}", "{}"]})
    store.append(frame([{}]), tables={"quarantine": quarantine}, state={"unit": "区"}, inputs={"a": "0"})
    assert store.table("returns").values.tolist() == [[1, "甲.xlsx"]]
    assert store.table("quarantine")["cell"].isna().tolist() == [False, True]
    assert store.arrow_table("quarantine")["cell"].to_pylist() == ["B2", None]
    assert store.state() == {"journal": 1, "unit": "区"}
    digest = store.digest()
    store.append(frame([]), tables={"returns": pa.table({"sequence": [1, 2], "name": ["甲.xlsx", "乙.xlsx"]})})
    assert len(store.table("returns")) == 2
    assert store.digest() != digest
    assert len(list((tmp_path / "tables").iterdir())) == 2
    coded_names = pa.table({"sequence": pa.array([1], pa.int16()), "name": pa.array(["甲.xlsx"]).dictionary_encode()})
    store.append(None, tables={"returns": coded_names, "texts": pa.table({"text": pa.array([], pa.string())})})
    assert store.digest() == digest
    assert store.table("texts").columns.tolist() == ["text"]
    assert store.catalogue()["inputs"] == {"a": "0"}
    store.replace(frame([{}]), {}, tables={"findings": quarantine})
    assert sorted(store.catalogue()["tables"]) == ["findings"]
    assert store.state() == {}
    assert store.table("returns").empty
    with pytest.raises(BadInputError, match="side table"):
        store.append(None, tables={"../returns": quarantine})


@pytest.mark.usefixtures("small_parts")
def test_a_reader_beside_a_writer_sees_one_state_or_the_next(tmp_path):
    store = Store(tmp_path)
    regions = [f"33{n:04d}" for n in range(30)]
    rounds = 40 if os.environ.get("INCU_SOAK") else 12
    stop, seen, errors = threading.Event(), [], []

    def read():
        while not stop.is_set():
            try:
                rows = Store(tmp_path).select()
                seen.append((len(rows), set(rows["value"]), set(rows["revision"])))
                seen.append((30, {float(len(Store(tmp_path).table("returns")) - 1)}, None))
            except IncuError as error:
                errors.append(error)

    def write(turn):
        rows = [{"region": region, "value": float(turn), "sequence": turn} for region in regions]
        store.append(coded(rows), tables={"returns": pa.table({"sequence": list(range(turn + 1))})})

    write(0)
    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(1, rounds):
        write(turn)
    stop.set()
    reader.join()
    assert not errors
    assert seen
    for count, values, revisions in seen:
        assert count == 30
        assert len(values) == 1
        assert revisions is None or revisions == values
    states = [min(values) for _count, values, _revisions in seen]
    assert states == sorted(states)


WRITER = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import test_store_growth as t
t.parts.MAX_ROWS = 12
store = t.Store(Path(sys.argv[1]))
t.Store(Path(sys.argv[1]) / "warm").append(t.batch(0))
print("ready", flush=True)
number = store.state()["journal"] if store.exists() else 0
until = time.monotonic() + 30
while time.monotonic() < until:
    number += 1
    store.append(t.batch(number), tables=t.side(number), state={"journal": number})
"""


def batch(number):
    regions = [f"33{(number * 7 + n * 5) % 50:04d}" for n in range(9)]
    return frame([{"region": region, "value": float(number), "sequence": number} for region in regions])


def side(number):
    return {"returns": pa.table({"sequence": list(range(1, number + 1))})}


@pytest.mark.usefixtures("small_parts")
def test_a_writer_killed_at_any_moment_leaves_the_store_as_before_or_after(tmp_path):
    folder, rng = tmp_path / "store", random.Random(5)
    told, digest, progress = Store(tmp_path / "told"), "", [0]
    for _turn in range(40 if os.environ.get("INCU_SOAK") else 4):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder), str(Path(__file__).parent)], stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(rng.uniform(0.02, 0.4))
            writer.kill()
        store = Store(folder)
        if not store.exists():
            continue
        number = store.state()["journal"]
        for n in range(progress[-1] + 1, number + 1):
            told.append(batch(n), tables=side(n), state={"journal": n})
        digest = told.digest()
        assert store.is_whole()
        assert store.digest() == digest
        progress.append(number)
    assert progress == sorted(progress)
    assert progress[-1] > 0
    store.append(None)
    assert store.digest() == digest
    named = {entry["file"] for entry in (*store.catalogue()["parts"], *store.catalogue()["tables"].values())}
    there = {f"{path.parent.name}/{path.name}" for kind in ("parts", "tables") for path in (folder / kind).iterdir()}
    assert there == named
    assert not list(folder.glob(".*.part"))


def test_a_second_writer_waits_and_then_says_so(tmp_path, monkeypatch):
    pytest.importorskip("fcntl")
    store = Store(tmp_path)
    store.append(frame([{}]))
    monkeypatch.setattr(catalogue, "_PATIENCE", 0.05)
    with catalogue.writing(store.folder), pytest.raises(BusyError, match="Another process"):
        store.append(frame([{}]))
    assert store.append(frame([{}])) == 1


@pytest.mark.usefixtures("small_parts")
def test_a_part_that_is_missing_or_cut_short_is_said_and_never_read_as_fewer_rows(tmp_path):
    store = Store(tmp_path)
    store.append(frame([{"region": f"33{n:04d}"} for n in range(40)]), tables={"firms": pa.table({"a": [1]})})
    assert store.is_whole()
    path = tmp_path / store.catalogue()["parts"][1]["file"]
    whole = path.read_bytes()
    for broken in (whole[: len(whole) // 2], b""):
        path.write_bytes(broken)
        for attempt in (store.select, store.digest):
            with pytest.raises(DamagedFileError, match="incu build --force"):
                attempt()
    path.unlink()
    assert not store.is_whole()
    with pytest.raises(DamagedFileError, match="incu build --force"):
        store.select()
    (tmp_path / store.catalogue()["tables"]["firms"]["file"]).unlink()
    with pytest.raises(DamagedFileError, match="incu build --force"):
        store.table("firms")
    broken = json.loads(store.catalogue_file.read_text())
    del broken["tables"]
    store.catalogue_file.write_text(json.dumps(broken))
    with pytest.raises(DamagedFileError, match="damaged"):
        store.table("firms")


def test_units_that_reported_one_time_only_are_left_out_where_several_are_asked_for(tmp_path):
    store = Store(tmp_path)
    once = {**BASE, "region": "330302", "series": "甲", "first": 202301, "last": 202303}
    twice = {**BASE, "region": "330305", "series": "乙", "first": 202301, "last": 202303}
    later = {**twice, "first": 202304, "last": 202306}
    corrected = {**once, "region": "330303", "sequence": 1}
    again = {**corrected, "sequence": 2, "recorded_at": "2024-06-01"}
    instant = {**once, "region": "330304", "basis": "stock", "first": 202303}
    quarter = {**instant, "first": 202301}
    store.append(frame([once, twice, later, corrected, again, instant, quarter]))
    assert sorted(set(store.select(several=True)["region"])) == ["330303", "330304", "330305"]
    assert len(store.select(several=True, revisions=True)) == 6

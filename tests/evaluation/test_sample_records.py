"""The demonstration records: they fit the plans and the store, are marked as invented, and can be made again."""

from __future__ import annotations

import shutil
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.ledgers import unplaced_records
from incuanalysis.evaluation.questions import Inquiry, lifecycle_of, open_inquiry, progress_of, tasks_of
from incuanalysis.evaluation.sample import make_records
from incuanalysis.evaluation.sample.units import share_out
from incuanalysis.intake.returns.ingest import ingest
from incuanalysis.intake.sample import make_sample
from incuanalysis.intake.sample.world import DISTRICTS
from incuanalysis.intake.store import Store
from incuanalysis.plans.breakdown import check_wholes
from incuanalysis.plans.kinds import KINDS
from incuanalysis.plans.records import Records
from incuanalysis.project import Project

ROOT = Path(__file__).resolve().parents[2]
# The small sample has the last year of each district only, and few carriers.
YEARS = {id: str(last) for id, _, last in DISTRICTS}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the store of a small sample without records."""
    folder = tmp_path_factory.mktemp("sample") / "made"
    make_sample(Project(ROOT), folder, small=True)
    ingest(Project(ROOT), [folder / "returns"], Store(folder / "store"), workers=1)
    return folder / "store"


@pytest.fixture(scope="module")
def store(sample: Path) -> Path:
    make_records(Project(ROOT), sample)
    return sample


@pytest.fixture
def records(store: Path) -> Records:
    return Records(store / "records")


def ask(store: Path, region: str) -> Inquiry:
    return open_inquiry(Project(ROOT), region, YEARS[region], store=store)


def test_each_kind_that_is_written_has_rows_and_can_be_read(records: Records) -> None:
    written = {path.stem for path in records.folder.glob("*.csv")}
    assert {"assessed_units", "breakdown", "task_status", "milestone", "expert_points", "grade", "narrative"} <= written
    assert {"objection", "objection_decision", "correction", "finding", "recognition"} <= written
    assert written <= set(KINDS)
    for kind in written:
        assert not records.read(kind).empty


def test_every_row_is_marked_as_invented(records: Records) -> None:
    for path in records.folder.glob("*.csv"):
        frame = records.read(path.stem)
        assert frame["by"].str.contains("演示", regex=False).all()
        assert frame["document"].map(lambda text: not text or "演示" in text).all()
    assert records.read("narrative")["text"].str.contains("演示", regex=False).all()


def test_no_record_is_later_than_the_last_of_the_numbers(store: Path, records: Records) -> None:
    last = max(ask(store, region).observations["recorded_at"].max()[:10] for region in YEARS)
    for path in records.folder.glob("*.csv"):
        assert records.read(path.stem)["recorded_at"].max() <= last


@pytest.mark.parametrize("region", YEARS)
def test_the_parts_of_each_breakdown_make_the_plans_totals_on_every_line(store: Path, region: str) -> None:
    inquiry = ask(store, region)
    assert inquiry.breakdown is not None
    wholes = list(check_wholes(inquiry.breakdown.rows, inquiry.the_plan(), inquiry.words))
    assert wholes
    assert all(whole.total is not None and whole.difference == 0 for whole in wholes)


def test_both_lines_of_a_target_are_broken_down(store: Path) -> None:
    rows = ask(store, "330302").breakdown.rows
    assert set(rows.loc[rows["indicator"] == "new_carrier_area", "line"]) == {"low", "base", "high"}


@pytest.mark.parametrize("region", YEARS)
def test_every_status_belongs_to_a_task_and_unit_of_the_plan(store: Path, region: str) -> None:
    inquiry = ask(store, region)
    records = inquiry.record("task_status")
    assert unplaced_records(inquiry.the_plan(), records, inquiry.units, inquiry.day) == []
    ledger, _ = tasks_of(inquiry)
    assert {"done", "under_way"} <= set(ledger["status"])


def test_who_is_behind_with_a_task_says_why(records: Records) -> None:
    behind = records.read("task_status").query("status == 'behind'")
    assert not behind.empty
    assert (behind["note"] != "").all()


def test_units_can_be_held_to_their_parts_and_grades_followed(store: Path) -> None:
    found = progress_of(ask(store, "330305"))
    assert (found["region"] != "330305").any()
    assert not lifecycle_of(ask(store, "330305")).empty


def test_decisions_and_corrections_belong_to_objections(records: Records) -> None:
    ids = set(records.read("objection")["id"])
    assert set(records.read("objection_decision")["objection"]) <= ids
    assert set(records.read("correction")["objection"]) <= ids
    assert len(ids) == len(records.read("objection"))


def test_records_are_not_written_over(store: Path) -> None:
    with pytest.raises(BadInputError, match="holds records already"):
        make_records(Project(ROOT), store)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(store: Path, tmp_path: Path) -> None:
    def again(name: str, seed: int) -> dict[str, bytes]:
        shutil.copytree(store, tmp_path / name, ignore=shutil.ignore_patterns("records", "raw"))
        make_records(Project(ROOT), tmp_path / name, seed=seed)
        return {path.name: path.read_bytes() for path in sorted((tmp_path / name / "records").glob("*.csv"))}

    first = {path.name: path.read_bytes() for path in sorted((store / "records").glob("*.csv"))}
    assert again("same", 1) == first
    assert again("other", 2)["task_status.csv"] != first["task_status.csv"]


@given(
    st.integers(0, 10_000),
    st.lists(st.fractions(Fraction(1, 10), Fraction(50)), min_size=1, max_size=20),
    st.sampled_from([1, 10, 100]),
)
def test_parts_of_a_total_add_up_to_it_and_none_is_below_0(total: int, weights: list[Fraction], step: int) -> None:
    parts = share_out(Decimal(total), weights, Decimal(step))
    assert sum(parts) == total
    assert min(parts) >= 0
    assert all(part % step == 0 for part in parts[1:])

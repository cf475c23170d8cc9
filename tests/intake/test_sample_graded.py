"""The whole way on demonstration returns: every planted error is found or mended, every honest number stored right.

The small sample by default; with INCU_SOAK the full one of some nine hundred files.
"""

from __future__ import annotations

import csv
import json
import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from incuanalysis.intake.returns.chase import chase
from incuanalysis.intake.returns.ingest import IngestResult, ingest
from incuanalysis.intake.returns.trace import Link, trace
from incuanalysis.intake.sample import make_sample
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from tests.intake.answer_key import Grade, grade

FULL = bool(os.environ.get("INCU_SOAK"))
#: Warnings and errors on honest cells, a thousand of them.
MOST_FALSE_ALARMS = 1.0
#: Files of these kinds hold no return of their period, as long as they are not sent again.
UNUSABLE = frozenset(["password", "truncated", "empty", "picture", "same_file_again", "wrong_period"])
LONG_AFTER = "2031-01-01"


@dataclass(frozen=True)
class Taken:
    """A sample, the store that it was taken into, and its key."""

    folder: Path
    store: Store
    result: IngestResult
    key: list[dict[str, Any]]


@pytest.fixture(scope="module", params=[1])
def taken(request: pytest.FixtureRequest, project: Project, tmp_path_factory: pytest.TempPathFactory) -> Taken:
    folder = tmp_path_factory.mktemp("graded") / "sample"
    make_sample(project, folder, seed=request.param, small=not FULL)
    store = Store(folder / "store")
    result = ingest(project, [folder / "returns"], store, workers=1)
    key = [json.loads(line) for line in (folder / "answer_key.jsonl").read_text("utf-8").splitlines()]
    return Taken(folder, store, result, key)


@pytest.fixture(scope="module")
def gaps(taken: Taken, project: Project) -> set[tuple[str, str, str]]:
    """(region, carrier, period) of all returns that are called late or missing."""
    periods = {one["period"] for one in taken.key if one["kind"] in {"late", "missing"} | UNUSABLE}
    found = set()
    for period in sorted(periods):
        for gap in chase(project, taken.store, period, today=LONG_AFTER).gaps:
            found.add((gap.due.region, gap.due.carrier, str(gap.due.period)))
    return found


@pytest.fixture(scope="module")
def graded(taken: Taken, gaps: set[tuple[str, str, str]]) -> Grade:
    return grade(taken.folder, taken.store, taken.result, gaps)


def test_every_planted_error_is_found(graded: Grade) -> None:
    assert [(one["kind"], one["file"], one["cell"]) for one in graded.missed] == []


def test_every_honest_number_is_stored_where_it_belongs(graded: Grade) -> None:
    assert graded.clean > 4_000
    assert [(one["file"], one["cell"], one["codes"]) for one in graded.wrong] == []


def test_hardly_any_honest_cell_is_complained_of(graded: Grade) -> None:
    assert len(graded.false_alarms) <= graded.clean * MOST_FALSE_ALARMS / 1_000, graded.false_alarms


def test_every_cell_of_every_file_is_stored_quarantined_or_a_label(taken: Taken) -> None:
    lost = [f.path for f in taken.result.files if f.cells != f.stored + f.quarantined + f.labels]
    assert taken.result.files
    assert lost == []


def test_all_late_and_missing_returns_are_named_and_no_others(taken: Taken, gaps: set[tuple[str, str, str]]) -> None:
    chased = {(one["region"], "", one["period"]) for one in taken.key if one["kind"] in ("late", "missing")}
    unusable = {(one["region"], "", one["period"]) for one in taken.key if one["kind"] in UNUSABLE}
    assert chased
    assert chased <= gaps
    assert gaps - chased <= unusable


def test_a_mended_number_leads_back_to_the_cell_it_was_planted_in(taken: Taken, project: Project) -> None:
    by_kind: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in taken.key:
        if one["expect"] == "mended" and one["cell"] and one["indicator"] and one["truth"] is not None:
            by_kind[one["kind"]].append(one)
    assert len(by_kind) >= 5
    for kind, planted in sorted(by_kind.items()):
        for one in planted[:: max(1, len(planted) // 3)][:3]:
            links = trace(
                project,
                taken.store,
                one["region"],
                one["indicator"],
                one["period"],
                carrier=one["carrier"] or None,
            )
            seen = {(link.file_name, link.row["sheet"] or "", link.row["cell"]) for link in _all(links)}
            assert (one["file"], one["sheet"], one["cell"]) in seen, (kind, one["file"], one["cell"])


def test_a_mended_number_is_kept_as_it_was_printed_and_as_it_is_true(taken: Taken) -> None:
    files = taken.store.table("files")
    name = dict(zip(files["file"], files["name"], strict=True))
    rows = taken.store.select(revisions=True).to_dict("records")
    stored = {
        (name.get(row["file"], ""), row["sheet"] if isinstance(row["sheet"], str) else "", row["cell"]): row
        for row in rows
    }
    with (taken.folder / "truth.csv").open(encoding="utf-8-sig", newline="") as file:
        true = {(row["file"], row["sheet"], row["cell"]): row for row in csv.DictReader(file)}
    kinds = {"full_width", "separators", "chinese_numeral", "unit_in_cell", "number_as_text"}
    mended = [one for one in taken.key if one["kind"] in kinds]
    assert mended
    for one in mended:
        place = (one["file"], one["sheet"], one["cell"])
        if (row := stored.get(place)) is None:
            continue  # a total whose parts are in doubt
        assert row["value"] == pytest.approx(float(true[place]["value"])), place
        assert str(row["printed"]).startswith(one["printed"].strip()), place


def _all(links: list[Link]) -> list[Link]:
    return [each for link in links for each in (link, *_all(link.inputs), *_all(link.superseded))]

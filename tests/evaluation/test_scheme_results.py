"""Published results of a scheme: read with their card, recorded, and refused where they are damaged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from incuanalysis.errors import DamagedFileError, NoDataError
from incuanalysis.evaluation.documents.scheme_showcase import SCHEME, evaluate
from incuanalysis.evaluation.questions import open_inquiry
from incuanalysis.evaluation.schemes.results import FOLDER, load_results
from incuanalysis.intake.load import take_queries
from incuanalysis.intake.store import Store
from incuanalysis.project import Project

ROOT = Path(__file__).resolve().parents[2]
REGION = "331000-tzwxq"


@pytest.fixture
def own(tmp_path: Path) -> Project:
    """A project of its own with a copy of the results, to be damaged."""
    shutil.copyfile(ROOT / "incu.toml", tmp_path / "incu.toml")
    shutil.copytree(ROOT / FOLDER, tmp_path / FOLDER)
    return Project(tmp_path)


def change(project: Project, before: str, after: str) -> None:
    path = project.root / FOLDER / f"{SCHEME}.csv"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_the_results_are_those_of_the_golden_transcription() -> None:
    golden = ROOT / "tests/golden/schemes" / f"{SCHEME}.csv"
    assert (ROOT / FOLDER / f"{SCHEME}.csv").read_text("utf-8") == golden.read_text("utf-8")


def test_reading_is_recorded_with_source_and_date(project: Project) -> None:
    take_queries()
    found = load_results(SCHEME, project)
    (query,) = take_queries()
    assert (len(found.items), found.total, found.total_line) == (10, 53.46, 12)
    assert query.rows == 11
    assert query.sources == [found.source.citation]
    assert query.recorded_at == found.card.recorded_at.isoformat()
    assert not query.demo


def test_results_recorded_later_are_not_known_yet(project: Project) -> None:
    with pytest.raises(NoDataError, match="after 2025-05-01"):
        load_results(SCHEME, project, "2025-05-01")
    with pytest.raises(NoDataError, match="fuyang_2021"):
        load_results("fuyang_2021", project)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("events_held,10,15,17", "events_held,10,15,siebzehn", "line 6, column actual: found 'siebzehn'"),
        ("events_held,10,15,17", "events_held,10,15,nan", "line 6, column actual"),
        ("events_held,10,15,17,场,10", "events_held,10,15,17", "line 6: expected 6 fields"),
        ("events_held,", "ip_obtained,", "stands there twice"),
        ("total,", "sum,", "column marks"),
        ("item,marks", "id,marks", "line 1: expected the columns"),
    ],
)
def test_a_damaged_file_is_refused_with_its_line(own: Project, before: str, after: str, said: str) -> None:
    change(own, before, after)
    with pytest.raises(DamagedFileError, match=said):
        load_results(SCHEME, own)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("events_held,10,15", "events_held,10,16", "column target: found 16"),
        ("events_held,10,15", "events_held,12,15", "column marks: found 12"),
        ("events_held,", "parties_held,", "no item of"),
        ("events_held,10,15,17,场,10\n", "", "are missing: events_held"),
    ],
)
def test_results_of_another_scheme_are_no_comparison(
    own: Project, store: Store, before: str, after: str, said: str
) -> None:
    change(own, before, after)
    with pytest.raises(DamagedFileError, match=said):
        evaluate(open_inquiry(own, REGION, "2023", store=store.folder))


def test_every_item_equals_the_published_score_to_three_decimals(project: Project, store: Store) -> None:
    data = evaluate(open_inquiry(project, REGION, "2023", store=store.folder))
    assert data.items["same"].all()
    assert data.published_sum == 52.458
    assert data.score.base == pytest.approx(52.458, abs=5e-4)
    assert data.unexplained == pytest.approx(1.002)
    assert [item.id for item in data.bonus if item.points is None] == ["overseas_engineers", "leading_teams"]


def test_a_score_that_differs_is_seen(own: Project, store: Store) -> None:
    change(own, "tenant_financing,5,300,35,万元,0.583", "tenant_financing,5,300,35,万元,0.584")
    data = evaluate(open_inquiry(own, REGION, "2023", store=store.folder))
    assert data.items.loc[~data.items["same"], "item"].tolist() == ["tenant_financing"]

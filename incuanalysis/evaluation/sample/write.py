"""Writing the demonstration records of all districts beside the sample's store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.questions.inquiry import open_inquiry
from incuanalysis.evaluation.sample.carriers import expert_rows, recognition_rows
from incuanalysis.evaluation.sample.district import Row, SampleDistrict
from incuanalysis.evaluation.sample.grades import decision_rows, exemption_rows, grade_rows
from incuanalysis.evaluation.sample.objections import (
    correction_rows,
    criticism_rows,
    decided_rows,
    finding_rows,
    objection_rows,
)
from incuanalysis.evaluation.sample.tasks import milestone_rows, task_rows
from incuanalysis.evaluation.sample.texts import narrative_rows
from incuanalysis.evaluation.sample.units import breakdown_rows, unit_rows
from incuanalysis.intake.sample.world import DISTRICTS
from incuanalysis.plans.records import Records
from incuanalysis.project import Project

__all__ = ["make_records"]

_KINDS: dict[str, Callable[[SampleDistrict], list[Row]]] = {
    "assessed_units": unit_rows,
    "breakdown": breakdown_rows,
    "task_status": task_rows,
    "milestone": milestone_rows,
    "expert_points": expert_rows,
    "grade": grade_rows,
    "lifecycle_decision": decision_rows,
    "exemption": exemption_rows,
    "recognition": recognition_rows,
    "finding": finding_rows,
    "criticism": criticism_rows,
    "narrative": narrative_rows,
    "objection": objection_rows,
    "objection_decision": decided_rows,
    "correction": correction_rows,
}
_BY = "演示"


def make_records(project: Project, store: Path, *, seed: int = 1) -> dict[str, int]:
    """Write records of the sample's districts to the folder ``records`` of its store.

    Parameters
    ----------
    project
        Whose plans and vocabulary the sample was made with.
    store
        The sample's store, into which its returns were taken.
    seed
        Chance: the same seed and store give the same bytes.

    Returns
    -------
    dict
        Kind of records → rows written.

    Raises
    ------
    BadInputError
        If there are records already.
    """
    folder = store / "records"
    if folder.exists() and any(folder.iterdir()):
        raise BadInputError(
            f"{folder} holds records already; demonstration records go to a new store.",
            f"{folder}中已有记录；演示记录只写到新的数据仓。",
        )
    folder.mkdir(parents=True, exist_ok=True)
    records = Records(folder)
    districts = [SampleDistrict(open_inquiry(project, id, str(last), store=store), seed) for id, _, last in DISTRICTS]
    made = {}
    # rows of a kind may be made from those of the kinds before: tasks go to the units on record
    for kind, rows_of in _KINDS.items():
        rows = [row for one in districts for row in rows_of(one) if row["recorded_at"] <= one.last_day]
        made[kind] = records.append(kind, rows, _BY, max(one.last_day for one in districts))
    return made

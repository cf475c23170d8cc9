"""Ledgers of tasks, sites, projects and milestones, by responsible unit, and what maps and checklists need of them."""

from incuanalysis.evaluation.ledgers.maps import battle_map, checklist, grid, task_map
from incuanalysis.evaluation.ledgers.milestones import milestone_ledger
from incuanalysis.evaluation.ledgers.projects import project_ledger, projects_by_state, unplaced_project_records
from incuanalysis.evaluation.ledgers.returned import read_ledger
from incuanalysis.evaluation.ledgers.shortfalls import missed_units, missed_year
from incuanalysis.evaluation.ledgers.sites import area_by_stage, area_by_unit, site_ledger, unplaced_site_records
from incuanalysis.evaluation.ledgers.tasks import completion_by_task, completion_by_unit, task_ledger, unplaced_records
from incuanalysis.evaluation.ledgers.workbook import write_ledger

__all__ = [
    "area_by_stage",
    "area_by_unit",
    "battle_map",
    "checklist",
    "completion_by_task",
    "completion_by_unit",
    "grid",
    "milestone_ledger",
    "missed_units",
    "missed_year",
    "project_ledger",
    "projects_by_state",
    "read_ledger",
    "site_ledger",
    "task_ledger",
    "task_map",
    "unplaced_project_records",
    "unplaced_records",
    "unplaced_site_records",
    "write_ledger",
]

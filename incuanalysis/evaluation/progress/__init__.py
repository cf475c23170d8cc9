"""Progress: what was reached of a plan's targets, what is due by now, and what will probably be reached.

``history`` makes running values out of reports, ``schedule`` says what is due, ``measured`` holds one against the other,
``rollup`` adds units up, ``outlook`` and ``projection`` look ahead.
"""

from incuanalysis.evaluation.progress.history import Histories, histories
from incuanalysis.evaluation.progress.measured import progress, progress_table
from incuanalysis.evaluation.progress.outlook import outlook
from incuanalysis.evaluation.progress.rollup import contributions
from incuanalysis.evaluation.progress.status import STATUSES, status_label

__all__ = [
    "STATUSES",
    "Histories",
    "contributions",
    "histories",
    "outlook",
    "progress",
    "progress_table",
    "status_label",
]

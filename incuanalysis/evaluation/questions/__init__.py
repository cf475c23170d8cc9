"""What ``incu evaluate`` asks: a district at a month, answered from its store, its plan and the records of people."""

from incuanalysis.evaluation.questions.carriers import lifecycle_of, readiness_of, scores_of
from incuanalysis.evaluation.questions.inquiry import Inquiry, open_inquiry
from incuanalysis.evaluation.questions.units import contests_of, outlook_of, progress_of, tasks_of

__all__ = [
    "Inquiry",
    "contests_of",
    "lifecycle_of",
    "open_inquiry",
    "outlook_of",
    "progress_of",
    "readiness_of",
    "scores_of",
    "tasks_of",
]

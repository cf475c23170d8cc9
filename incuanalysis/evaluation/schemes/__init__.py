"""Scoring schemes as data: read, score, grade; every score explains itself.

>>> from incuanalysis.evaluation.schemes import open_scheme, score
>>> score(open_scheme("taizhou_qidi_2023"), {"firms_registered": 10}).item("firms_registered").arithmetic.zh
'20 × 10/10 = 20'
"""

from incuanalysis.evaluation.schemes.facts import Evidence
from incuanalysis.evaluation.schemes.grading import grade
from incuanalysis.evaluation.schemes.library import list_schemes, open_scheme
from incuanalysis.evaluation.schemes.model import Scheme
from incuanalysis.evaluation.schemes.outcome import ConditionResult, ItemScore, Score, Scores
from incuanalysis.evaluation.schemes.reading import read_scheme
from incuanalysis.evaluation.schemes.scoring import AssessmentPoints, score, to_assessment_points

__all__ = [
    "AssessmentPoints",
    "ConditionResult",
    "Evidence",
    "ItemScore",
    "Scheme",
    "Score",
    "Scores",
    "grade",
    "list_schemes",
    "open_scheme",
    "read_scheme",
    "score",
    "to_assessment_points",
]

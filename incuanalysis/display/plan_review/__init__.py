"""The review of a plan: sections as titles, sentences, tables and charts."""

from incuanalysis.display.plan_review.annexes import annexes
from incuanalysis.display.plan_review.course import courses
from incuanalysis.display.plan_review.data import gaps, open_points, published
from incuanalysis.display.plan_review.duties import milestones, tasks, texts
from incuanalysis.display.plan_review.first_page import end, first_chart, head, headlines, title
from incuanalysis.display.plan_review.results import contributions, targets

__all__ = [
    "annexes",
    "contributions",
    "courses",
    "end",
    "first_chart",
    "gaps",
    "head",
    "headlines",
    "milestones",
    "open_points",
    "published",
    "targets",
    "tasks",
    "texts",
    "title",
]

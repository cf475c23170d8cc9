"""The monthly brief: sections as titles, sentences and tables."""

from incuanalysis.display.monthly_monitoring.first_page import headlines, overview, title
from incuanalysis.display.monthly_monitoring.problems import problems, silence
from incuanalysis.display.monthly_monitoring.tables import annexes, progress_chart, targets, units

__all__ = [
    "annexes",
    "headlines",
    "overview",
    "problems",
    "progress_chart",
    "silence",
    "targets",
    "title",
    "units",
]

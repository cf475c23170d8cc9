"""The yearly evaluation of carriers: sections as titles, sentences, tables and charts."""

from incuanalysis.display.carrier_evaluation.annexes import annexes
from incuanalysis.display.carrier_evaluation.first_page import chart, opening, title
from incuanalysis.display.carrier_evaluation.follow_up import next_steps, notice, use
from incuanalysis.display.carrier_evaluation.method import method, scope
from incuanalysis.display.carrier_evaluation.results import losses, results, targets, waterfalls

__all__ = [
    "annexes",
    "chart",
    "losses",
    "method",
    "next_steps",
    "notice",
    "opening",
    "results",
    "scope",
    "targets",
    "title",
    "use",
    "waterfalls",
]

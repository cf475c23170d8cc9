"""The quarterly bulletin: sections as titles, sentences, tables and charts."""

from incuanalysis.display.quarterly_bulletin.annexes import annexes
from incuanalysis.display.quarterly_bulletin.contests import contests
from incuanalysis.display.quarterly_bulletin.first_page import progress_chart, title
from incuanalysis.display.quarterly_bulletin.leagues import leagues
from incuanalysis.display.quarterly_bulletin.next_steps import afterwards, next_steps
from incuanalysis.display.quarterly_bulletin.overview import introduction, overview
from incuanalysis.display.quarterly_bulletin.practices import practices
from incuanalysis.display.quarterly_bulletin.problems import problems

__all__ = [
    "afterwards",
    "annexes",
    "contests",
    "introduction",
    "leagues",
    "next_steps",
    "overview",
    "practices",
    "problems",
    "progress_chart",
    "title",
]

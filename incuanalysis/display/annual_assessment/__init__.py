"""The yearly assessment of units: sections as titles, sentences, tables and a chart."""

from incuanalysis.display.annual_assessment.annexes import annexes
from incuanalysis.display.annual_assessment.first_page import chart, opening, title
from incuanalysis.display.annual_assessment.follow_up import problems, use
from incuanalysis.display.annual_assessment.results import basis, method, results, targets

__all__ = ["annexes", "basis", "chart", "method", "opening", "problems", "results", "targets", "title", "use"]

"""What the data audit says: title, calendar, findings, late returns, revisions, outliers, method; in two languages."""

from incuanalysis.display.data_audit.coverage import coverage, late
from incuanalysis.display.data_audit.findings import headlines, overview, title
from incuanalysis.display.data_audit.issues import found
from incuanalysis.display.data_audit.method import heading, method
from incuanalysis.display.data_audit.revisions import revisions
from incuanalysis.display.data_audit.spread import distributions

__all__ = [
    "coverage",
    "distributions",
    "found",
    "heading",
    "headlines",
    "late",
    "method",
    "overview",
    "revisions",
    "title",
]

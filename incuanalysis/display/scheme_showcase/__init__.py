"""A scheme applied to published results: sections as titles, sentences, tables and a chart."""

from incuanalysis.display.scheme_showcase.first_page import chart, head, overview, title
from incuanalysis.display.scheme_showcase.items import comparison, one_more, steps, traces, unseen

__all__ = ["chart", "comparison", "head", "one_more", "overview", "steps", "title", "traces", "unseen"]

"""What the annual profile says: title and findings, sentences, tables, remarks; in Chinese and English."""

from incuanalysis.display.annual_profile.findings import headlines, title
from incuanalysis.display.annual_profile.remarks import method, references, remarks, sources
from incuanalysis.display.annual_profile.sentences import (
    heading,
    overview,
    place_text,
    ratio_text,
    score_text,
    trend_text,
)
from incuanalysis.display.annual_profile.tables import (
    history_table,
    main_table,
    ratio_table,
    score_table,
    trend_table,
)

__all__ = [
    "heading",
    "headlines",
    "history_table",
    "main_table",
    "method",
    "overview",
    "place_text",
    "ratio_table",
    "ratio_text",
    "references",
    "remarks",
    "score_table",
    "score_text",
    "sources",
    "title",
    "trend_table",
    "trend_text",
]

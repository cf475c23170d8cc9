"""Standards: which conditions of a level or title a carrier meets, and what is missing to the next."""

from __future__ import annotations

from incuanalysis.evaluation.standards.assess import CONDITION_COLUMNS, assess
from incuanalysis.evaluation.standards.facts import FactBook, carrier_facts, facts_of
from incuanalysis.evaluation.standards.model import Condition, Fact, Source, Standard
from incuanalysis.evaluation.standards.read import open_standards, read_facts, read_standard
from incuanalysis.evaluation.standards.ready import next_level, readiness, summarise
from incuanalysis.evaluation.standards.recognition import recognitions

__all__ = [
    "CONDITION_COLUMNS",
    "Condition",
    "Fact",
    "FactBook",
    "Source",
    "Standard",
    "assess",
    "carrier_facts",
    "facts_of",
    "next_level",
    "open_standards",
    "read_facts",
    "read_standard",
    "readiness",
    "recognitions",
    "summarise",
]

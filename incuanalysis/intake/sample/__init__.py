"""Demonstration returns with an answer key."""

from __future__ import annotations

from incuanalysis.intake.sample.write import make_sample
from incuanalysis.intake.sample.writer import SampleResult

__all__ = ["SampleResult", "make_sample"]

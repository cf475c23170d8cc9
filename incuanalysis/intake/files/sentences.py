"""Findings of this folder: code → (severity, Chinese, English)."""

from __future__ import annotations

from incuanalysis.intake.findings import Sentences

__all__ = ["SENTENCES"]

SENTENCES: Sentences = {}

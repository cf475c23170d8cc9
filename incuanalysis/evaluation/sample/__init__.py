"""Demonstration records: what people of the sample's districts would have decided and written, beside its returns."""

from __future__ import annotations

from incuanalysis.evaluation.sample.write import make_records

__all__ = ["make_records"]

"""Sheets → tables: titles, header blocks, bodies and notes, and what each row and column says."""

from __future__ import annotations

from incuanalysis.intake.layout.tables import find_no_header, read_tables, stray_cells

__all__ = ["find_no_header", "read_tables", "stray_cells"]

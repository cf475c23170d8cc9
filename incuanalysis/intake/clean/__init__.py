"""Texts → numbers, periods, units, headings and names."""

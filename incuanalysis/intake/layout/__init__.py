"""Sheets of cells → tables whose rows and columns are understood."""

"""Excel annexes: every table that a notebook showed as a sheet of real numbers, ready to print.

:mod:`exporter` finds the tables, :mod:`names` names their sheets, :mod:`sheets` writes them with the formats of
:mod:`formats`, :mod:`contents` writes the first sheet, :mod:`traces` where the numbers come from.
"""

from __future__ import annotations

from incuanalysis.publishing.excel.exporter import notebook_to_xlsx

__all__ = ["notebook_to_xlsx"]

"""Word files: what a notebook showed as a document that people go on writing in, with real styles, tables and page numbers.

The way of a notebook: :mod:`exporter` goes through its cells, :mod:`markdown`, :mod:`items`, :mod:`tables`,
:mod:`furniture` and :mod:`pictures` write into a :class:`draft.Draft`, whose styles :mod:`styles` defines and whose
pages :mod:`paper` lays out. Fonts are named and never carried.
"""

from __future__ import annotations

from incuanalysis.publishing.word.exporter import notebook_to_docx

__all__ = ["notebook_to_docx"]

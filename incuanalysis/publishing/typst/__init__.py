"""PDF by Typst: an nbconvert exporter for any notebook, ``jupyter nbconvert --to typst-pdf``.

The way of a notebook: :mod:`notebook` goes through its cells, :mod:`markdown`,
:mod:`outputs` and :mod:`items` write their blocks into a :class:`draft.Draft`,
:mod:`compiler` makes the PDF with the template ``resources/typst/report.typ``.
"""

from __future__ import annotations

from incuanalysis.publishing.typst.exporter import TypstPDFExporter

__all__ = ["TypstPDFExporter"]

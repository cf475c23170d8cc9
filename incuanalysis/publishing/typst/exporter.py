"""The exporter that nbconvert finds under the name ``typst-pdf``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import Exporter
from nbformat import NotebookNode
from traitlets import Bool, Enum, default
from traitlets.config import Config

from incuanalysis.errors import ReportFailedError
from incuanalysis.publishing.typst.compiler import RefusalError, compile_pdf
from incuanalysis.publishing.typst.draft import Draft
from incuanalysis.publishing.typst.glyphs import GlyphFilter
from incuanalysis.publishing.typst.notebook import About, about_notebook, write_notebook
from incuanalysis.publishing.typst.sheet import sheet_for
from incuanalysis.publishing.typst.words import words_in

__all__ = ["TypstPDFExporter"]

#: The document's date where the notebook's metadata has none: any fixed one will do.
_FIXED_DATE = date(2000, 1, 1)
# Each time round, at least one more character or picture is known to be refused.
_MOST_ATTEMPTS = 12


class TypstPDFExporter(Exporter):
    """Any notebook as an accessible, archivable PDF (PDF/UA-1 and PDF/A-2b), without LaTeX or a browser.

    The same notebook gives the same bytes. Results besides the PDF are left in
    the resources: ``typst_missing_glyphs``, the characters that were shown as 〓,
    and ``typst_source`` where :attr:`keep_source` asks for it.
    """

    output_mimetype = "application/pdf"
    export_from_notebook = "PDF via Typst"

    exclude_input = Bool(
        None,
        allow_none=True,
        help="Leave out the source of code cells. By default it is left out of reports, "
        "which have `incu` in the notebook's metadata, and shown in other notebooks.",
    ).tag(config=True)
    language = Enum(
        ["zh", "en"],
        default_value=None,
        allow_none=True,
        help="The document's language. By default `incu_report.language` in the notebook's metadata; "
        "else English for a notebook without a single Han character, and Chinese for all others.",
    ).tag(config=True)
    paper = Enum(
        ["a4", "phone"],
        default_value="a4",
        help="`phone` sets the same content for a telephone's screen: narrow pages, wide tables row by row.",
    ).tag(config=True)
    keep_source = Bool(False, help="Leave the Typst source in the resources, as `typst_source`.").tag(config=True)

    @default("file_extension")
    def _pdf_extension(self) -> str:
        return ".pdf"

    @default("default_preprocessors")
    def _preprocessors_that_matter(self) -> list[str]:
        """Without those that prepare LaTeX or take pictures out into files."""
        names = ["TagRemove", "RegexRemove", "ClearOutput", "Execute", "ClearMetadata"]
        return [f"nbconvert.preprocessors.{name}Preprocessor" for name in names]

    @property
    def default_config(self) -> Config:
        """The configuration before the user's: validate once, not after every preprocessor."""
        return Config({"Exporter": {"optimistic_validation": True}})

    def from_notebook_node(  # type: ignore[override] # bytes, as nbconvert's own PDF exporters return
        self, nb: NotebookNode, resources: Any | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Convert a notebook.

        Parameters
        ----------
        nb
            The notebook.
        resources
            nbconvert's resources; ``resources["metadata"]["path"]`` names the folder
            that relative pictures are looked for in.

        Returns
        -------
        tuple[bytes, dict[str, Any]]
            The PDF and the resources.

        Raises
        ------
        ReportFailedError
            If Typst cannot make a PDF of it, with Typst's message and the cell, or if an
            output is no longer what ``show()`` emitted.
        """
        _check_digests(nb)
        if any(getattr(preprocessor, "enabled", True) for preprocessor in self._preprocessors):
            prepared, resources = super().from_notebook_node(nb, resources, **kw)
        else:
            # Nothing here changes the notebook, so the copies and checks around no preprocessing can be spared.
            prepared, resources = nb, self._init_resources(resources)  # type: ignore[no-untyped-call]
        about = about_notebook(prepared, _name(resources), self.language)
        show_input = not (about.is_report if self._hide_input is None else self._hide_input)

        sheet = sheet_for(
            "phone" if self.paper == "phone" else "a4", official=about.letterhead.get("style") == "official"
        )

        refused: frozenset[str] = frozenset()
        refused_pictures: frozenset[str] = frozenset()
        for _attempt in range(_MOST_ATTEMPTS):
            draft = Draft(
                words_in(about.language), _folder(resources), GlyphFilter(refused), refused_pictures, sheet=sheet
            )
            source, first_line = write_notebook(draft, prepared, about, show_input=show_input)
            if self.keep_source:
                resources["typst_source"] = source
            try:
                pdf, warnings = compile_pdf(source, draft.pictures, _timestamp(about))
            except RefusalError as refusal:
                if refusal.characters - refused:
                    refused |= refusal.characters
                elif refusal.picture and refusal.picture not in refused_pictures:
                    self.log.warning("A picture could not be read, and its description is shown: %s", refusal.message)
                    refused_pictures |= {refusal.picture}
                else:
                    raise ReportFailedError(_explained(refusal, draft, first_line, about)) from None
            else:
                break
        else:
            raise ReportFailedError(f"{about.name}: Typst refuses too many characters or pictures of this notebook.")
        self._tell(draft, warnings, resources)
        return pdf, resources

    @property
    def _hide_input(self) -> bool | None:
        if self.exclude_input is not None:
            return bool(self.exclude_input)
        # `jupyter nbconvert --no-input` sets the option of the exporters that have templates.
        stated = self.config.get("TemplateExporter", {}).get("exclude_input")
        return stated if isinstance(stated, bool) else None

    def _tell(self, draft: Draft, warnings: list[str], resources: dict[str, Any]) -> None:
        missing = draft.glyphs.missing
        resources["typst_missing_glyphs"] = list(missing)
        if missing:
            shown = ", ".join(f"U+{ord(character):04X}" for character in list(missing)[:20])
            self.log.warning("No carried font has %d of the characters, shown as 〓: %s", len(missing), shown)
        for warning in draft.warnings:
            self.log.warning("%s", warning)
        for warning in warnings:
            self.log.warning("Typst: %s", warning)


def _check_digests(nb: NotebookNode) -> None:
    """Refuse outputs that were changed after the notebook had run, as their digest tells."""
    for number, cell in enumerate(nb.cells, start=1):
        for output in cell.get("outputs", []):
            details = (output.get("metadata") or {}).get("incu")
            if not isinstance(details, Mapping) or "digest" not in details:
                continue
            # Imported for reports only: any other notebook is converted without this package's data side.
            from incuanalysis.display.show import bundle_digest

            if bundle_digest(output.get("data") or {}) != details["digest"]:
                what = details.get("caption") or f"{details.get('kind', 'output')} {details.get('number', '')}".strip()
                raise ReportFailedError(
                    f"Cell {number}: “{what}” is not what the notebook showed when it ran. Expected the output "
                    "unchanged: correct the data and run the notebook again. No PDF was made.",
                    f"第{number}个单元格的“{what}”在运行后被改动，未生成PDF。请更正数据后重新运行，不要改动输出。",
                )


def _name(resources: dict[str, Any]) -> str:
    return str(resources.get("metadata", {}).get("name") or "Notebook")


def _folder(resources: dict[str, Any]) -> Path | None:
    """Return the notebook's folder; a notebook that came from no file has none."""
    metadata = resources.get("metadata", {})
    return Path(str(metadata["path"]) or ".") if "path" in metadata else None


def _timestamp(about: About) -> datetime:
    found = re.match(r"\d{4}-\d{2}-\d{2}", about.data_date)
    try:
        day = date.fromisoformat(found[0]) if found else _FIXED_DATE
    except ValueError:
        day = _FIXED_DATE
    return datetime.combine(day, time(), UTC)


def _explained(refusal: RefusalError, draft: Draft, first_line: int, about: About) -> str:
    place = (refusal.line or 0) - first_line
    where = f" in {draft.origins[place]}" if refusal.line and 0 <= place < len(draft.origins) else ""
    return f"{about.name}: Typst cannot make a PDF{where}: {refusal.message}"

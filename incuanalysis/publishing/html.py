"""``incu-html``: a notebook as one HTML file that asks nothing of any network.

``jupyter nbconvert --to incu-html ANY.ipynb`` works for any notebook; the project's
own reports look best, since their tables, figures and numbers come as data
(docs/architecture.md, “load() and show()”). The same notebook gives the same bytes.
"""

from __future__ import annotations

import copy
from typing import Any

from nbconvert.exporters.html import HTMLExporter
from nbformat import NotebookNode
from traitlets import default, validate
from traitlets.config import Config

from incuanalysis.project import RESOURCES
from incuanalysis.publishing.web.page import LeftOut, make_page

__all__ = ["IncuHTMLExporter"]

TEMPLATES = RESOURCES / "templates"


class IncuHTMLExporter(HTMLExporter):
    """Exports notebooks as calm, self-contained, printable HTML.

    Make one and keep it: templates and the Markdown writer are prepared once.
    ``resources["incu_pdf"]`` (a file name, or True for the same name) adds a link
    to the PDF beside the page. The language is the one of the notebook's metadata
    ``incu_report.language``, else the trait ``language_code``.
    """

    export_from_notebook = "HTML report (incu)"

    def __init__(self, config: Config | None = None, **kw: Any) -> None:
        super().__init__(config=config, **kw)  # type: ignore[no-untyped-call]

    @default("template_name")
    def _template_name_default(self) -> str:
        return "incu"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        # the working folder is nbconvert's own default: --template my/template
        return [str(TEMPLATES), "."]

    @validate("extra_template_basedirs")
    def _keep_own_templates(self, proposal: dict[str, Any]) -> list[str]:
        # somebody's own folder of templates adds to ours, so that theirs can extend it
        return [*proposal["value"], *({str(TEMPLATES)} - set(proposal["value"]))]

    @default("extra_template_paths")
    def _extra_template_paths_default(self) -> list[str]:
        # a template of one's own may say {% extends "incu/index.html.j2" %}
        return [str(TEMPLATES), str(TEMPLATES / "incu")]

    @default("language_code")
    def _language_code_default(self) -> str:
        return "zh"

    @property
    def default_config(self) -> Config:
        """Return nbconvert's, without the preprocessors whose work is done here."""
        config = Config(super().default_config)
        config.merge({"HighlightMagicsPreprocessor": {"enabled": False}})
        return config

    def _create_environment(self) -> Any:
        environment = super()._create_environment()  # type: ignore[no-untyped-call]
        environment.autoescape = True
        return environment

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert a notebook.

        Parameters
        ----------
        nb
            The notebook; it stays as it is.
        resources
            nbconvert's resources, with ``incu_pdf`` if a PDF lies beside the page.
        kw
            Passed on where another template than ours is asked for.

        Returns
        -------
        tuple
            The page and the resources.

        Raises
        ------
        ReportFailedError
            If an output that :func:`incuanalysis.display.show` emitted was changed since.
        """
        from incuanalysis.publishing.guard import check_digests

        check_digests(nb)
        if "incu" not in self.get_template_names():  # type: ignore[no-untyped-call]
            return super().from_notebook_node(nb, resources, **kw)
        resources = self._init_resources(resources)  # type: ignore[no-untyped-call]
        nb, resources = self._prepared(nb, resources)
        page = make_page(
            nb,
            resources,
            macros=self.environment.get_template("items.html.j2").module,
            static=TEMPLATES / "incu" / "static",
            language=self.language_code,
            left_out=self._left_out(),
        )
        return str(self.template.render(page=page, nb=nb, resources=resources)), resources

    def _prepared(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Run the preprocessors that would change something; without one the notebook is not even copied.

        nbconvert copies the notebook twice and validates it after each of eleven
        preprocessors, which takes longer than the whole conversion.
        """
        active = [step for step in self._preprocessors if _would_act(step)]
        if active:
            nb = copy.deepcopy(nb)
            for step in active:
                nb, resources = step(nb, resources)
        return nb, resources

    def _left_out(self) -> LeftOut:
        """Tell what nbconvert's options (``--no-input``, ``--no-markdown``, …) leave out."""
        return LeftOut(
            code=self.exclude_code_cell,
            markdown=self.exclude_markdown,
            raw=self.exclude_raw,
            input=self.exclude_input,
            output=self.exclude_output,
        )


def _would_act(preprocessor: Any) -> bool:
    """Tell whether a preprocessor has anything to do: two are enabled, but idle until they get patterns."""
    if not getattr(preprocessor, "enabled", True):
        return False
    idle_without = {
        "RegexRemovePreprocessor": ("patterns",),
        "TagRemovePreprocessor": (
            "remove_cell_tags",
            "remove_all_outputs_tags",
            "remove_single_output_tags",
            "remove_input_tags",
        ),
    }
    names = idle_without.get(type(preprocessor).__name__)
    return names is None or any(getattr(preprocessor, name, None) for name in names)

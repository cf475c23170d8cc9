"""Make one report: run, guard, convert, write."""

from __future__ import annotations

import json
import platform
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from incuanalysis.files import atomic_write, sha256_bytes
from incuanalysis.project import Project
from incuanalysis.publishing.guard import check_stamps, shown_items
from incuanalysis.publishing.keys import content_key, static_parts
from incuanalysis.publishing.kinds import Kind, Request, find_kind
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["FORMATS", "Made", "make_report", "report_files"]

FORMATS = ("ipynb", "html", "pdf", "json")
_VERSIONS = ("incuanalysis", "pandas", "matplotlib", "statsmodels", "nbconvert", "papermill", "typst")


@dataclass(frozen=True)
class Made:
    """A report that was made."""

    request: Request
    key: str
    data_date: str | None
    demo: bool
    files: dict[str, str]


def report_files(folder: Path, request: Request) -> dict[str, Path]:
    """Return format → path of a report's files below an output folder."""
    stem = f"{request.kind}.{request.language}"
    return {suffix: folder / request.period / request.region / f"{stem}.{suffix}" for suffix in FORMATS}


def make_report(project: Project, request: Request, folder: Path) -> Made:
    """Make a checked request and write its files below ``folder``.

    Nothing is written before everything is made, so an earlier edition stays whole when this one fails.

    Raises
    ------
    ReportFailedError
        If the notebook raises, shows another region, or cannot be converted.
    """
    from incuanalysis.publishing.run import run_notebook

    kind = find_kind(project, request.kind)
    words = open_vocabulary(project)
    nb = run_notebook(kind.notebook, request.parameters(), project=project.root, store=request.store or project.store)
    check_stamps(nb, request)
    record = _record(nb, request, kind, project, words)
    nb.metadata["incu_report"] = {
        name: record[name]
        for name in (
            "kind",
            "title",
            "region",
            "region_name",
            "period",
            "language",
            "data_date",
            "version",
            "key",
            "demo",
        )
    }
    files: dict[str, bytes] = {
        "ipynb": _notebook_bytes(nb),
        "html": _convert_html(nb),
        "pdf": _convert_pdf(nb),
    }
    record["files"] = {suffix: {"sha256": sha256_bytes(data), "bytes": len(data)} for suffix, data in files.items()}
    files["json"] = (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()
    paths = report_files(folder, request)
    for suffix, data in files.items():
        atomic_write(paths[suffix], data)
    return Made(request, record["key"], record["data_date"], record["demo"], {s: str(paths[s]) for s in files})


def _record(nb: NotebookNode, request: Request, kind: Kind, project: Project, words: Vocabulary) -> dict[str, Any]:
    """Gather what stands beside the report as JSON."""
    queries = [query for _cell, _output, details in shown_items(nb) for query in details.get("queries", [])]
    headline: list[Any] = []
    shown = []
    for _cell, output, details in shown_items(nb):
        headline += output.data.get("application/vnd.incu.headline+json", [])
        if "caption" in details:
            shown.append({"kind": details["kind"], "number": details["number"], "caption": details["caption"]})
    period = Period.parse(request.period)
    parts = static_parts(project, kind.notebook)
    return {
        "kind": request.kind,
        "title": kind.declaration.title[request.language],
        "region": request.region,
        "region_name": words.regions.name(request.region, language=request.language),
        "period": request.period,
        "period_label": period.label(request.language),
        "language": request.language,
        "parameters": request.parameters(),
        "headline": headline,
        "shown": shown,
        "sources": sorted({source for query in queries for source in query["sources"]}),
        "queries": queries,
        "data_date": max((query["recorded_at"] for query in queries if query["recorded_at"]), default=None),
        "demo": any(query["demo"] for query in queries),
        "version": version("incuanalysis"),
        "versions": _versions(),
        "key": content_key(parts, request.parameters(), [query["digest"] for query in queries]),
    }


@cache
def _versions() -> dict[str, str]:
    return {"python": platform.python_version(), **{name: version(name) for name in _VERSIONS}}


def _notebook_bytes(nb: NotebookNode) -> bytes:
    return (json.dumps(nb, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


@cache
def _html_exporter() -> Any:
    from incuanalysis.publishing.html import IncuHTMLExporter

    return IncuHTMLExporter()


@cache
def _pdf_exporter() -> Any:
    from incuanalysis.publishing.typst import TypstPDFExporter

    return TypstPDFExporter()  # type: ignore[no-untyped-call]


def _convert_html(nb: NotebookNode) -> bytes:
    pdf_name = f"{nb.metadata.incu_report.kind}.{nb.metadata.incu_report.language}.pdf"
    body, _resources = _html_exporter().from_notebook_node(nb, {"incu_pdf": pdf_name})
    return str(body).encode()


def _convert_pdf(nb: NotebookNode) -> bytes:
    body, _resources = _pdf_exporter().from_notebook_node(nb)
    return bytes(body)

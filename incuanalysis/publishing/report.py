"""Make one report: run, guard, convert, write."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from incuanalysis.files import atomic_write, sha256_bytes
from incuanalysis.project import Project
from incuanalysis.publishing.guard import check_digests, check_stamps, shown_items
from incuanalysis.publishing.keys import content_key, static_parts
from incuanalysis.publishing.kinds import FORMATS, Kind, Request, find_kind
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["FILES", "FORMATS", "Made", "make_report", "report_files"]

#: Everything that can lie beside one another for one report.
FILES = (*FORMATS, "phone.pdf")
# What the index says of a report.
_SUMMARY = ("title", "findings", "headline", "state", "version", "issue", "unit_name")
_VERSIONS = ("incuanalysis", "pandas", "matplotlib", "statsmodels", "nbconvert", "papermill", "typst")


@dataclass(frozen=True)
class Made:
    """A report that was made."""

    request: Request
    key: str
    data_date: str | None
    demo: bool
    files: dict[str, str]
    summary: dict[str, Any]


def report_files(folder: Path, request: Request, formats: Iterable[str] = FORMATS[:4]) -> dict[str, Path]:
    """Return format → path of a report's files below an output folder; :data:`FILES` are all that there can be."""
    place = folder / request.period / request.region
    return {suffix: place / f"{request.stem}.{suffix}" for suffix in formats}


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
    check_digests(nb)
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
            "package",
            "key",
            "demo",
        )
    }
    made = {
        "html": lambda: _convert_html(nb, request),
        "pdf": lambda: _convert_pdf(nb),
        "docx": lambda: _convert_docx(nb),
        "xlsx": lambda: _convert_xlsx(nb),
    }
    files: dict[str, bytes] = {"ipynb": _notebook_bytes(nb)}
    files |= {suffix: made[suffix]() for suffix in kind.declaration.formats if suffix in made}
    if request.phone:
        files["phone.pdf"] = _convert_pdf(nb, "phone")
    record["files"] = {suffix: {"sha256": sha256_bytes(data), "bytes": len(data)} for suffix, data in files.items()}
    files["json"] = (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()
    paths = report_files(folder, request, FILES)
    for suffix, data in files.items():
        atomic_write(paths[suffix], data)
    summary = {name: record[name] for name in _SUMMARY if record[name]}
    if kind.declaration.restricted:
        summary["version"] = "internal"
    return Made(request, record["key"], record["data_date"], record["demo"], {s: str(paths[s]) for s in files}, summary)


def _record(nb: NotebookNode, request: Request, kind: Kind, project: Project, words: Vocabulary) -> dict[str, Any]:
    """Gather what stands beside the report as JSON."""
    queries = [query for _cell, _output, details in shown_items(nb) for query in details.get("queries", [])]
    headline: list[Any] = []
    shown = []
    about: dict[str, Any] = {}
    for _cell, output, details in shown_items(nb):
        headline += output.data.get("application/vnd.incu.headline+json", [])
        about = output.data.get("application/vnd.incu.document+json", {}) | about
        if told := output.data.get("application/vnd.incu.title+json", {}).get("findings", []):
            about = {"findings": told} | about
        if "caption" in details:
            one = {"kind": details["kind"], "number": details["number"], "caption": details["caption"]}
            table = output.data.get("application/vnd.incu.table+json")
            shown.append(one | ({"table": table} if table else {"alt": details.get("alt", "")}))
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
        "version": about.get("version", "published"),
        "unit_name": about.get("unit", ""),
        "state": about.get("state", ""),
        "issue": about.get("issue", ""),
        "findings": about.get("findings", []),
        "headline": headline,
        "shown": shown,
        "sources": sorted({source for query in queries for source in query["sources"]}),
        "queries": queries,
        "data_date": max((query["recorded_at"] for query in queries if query["recorded_at"]), default=None),
        "demo": any(query["demo"] for query in queries),
        "versions": _versions(),
        "package": version("incuanalysis"),
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
def _pdf_exporter(paper: str) -> Any:
    from incuanalysis.publishing.typst import TypstPDFExporter

    return TypstPDFExporter(paper=paper) if paper != "a4" else TypstPDFExporter()  # type: ignore[no-untyped-call]


def _convert_html(nb: NotebookNode, request: Request) -> bytes:
    body, _resources = _html_exporter().from_notebook_node(nb, {"incu_pdf": f"{request.stem}.pdf"})
    return str(body).encode()


def _convert_pdf(nb: NotebookNode, paper: str = "a4") -> bytes:
    body, _resources = _pdf_exporter(paper).from_notebook_node(nb)
    return bytes(body)


def _convert_docx(nb: NotebookNode) -> bytes:
    from incuanalysis.publishing.word import notebook_to_docx

    return notebook_to_docx(nb)


def _convert_xlsx(nb: NotebookNode) -> bytes:
    from incuanalysis.publishing.excel import notebook_to_xlsx

    return notebook_to_xlsx(nb)

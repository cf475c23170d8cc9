"""``incu report``, ``incu batch``, ``incu export``, ``incu status`` and ``incu kinds``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from incuanalysis.cli.options import (
    AsOfOption,
    JsonOption,
    ProjectOption,
    StoreOption,
    app,
    fail,
    open_project,
    print_json,
)
from incuanalysis.errors import BadInputError, ExitCode, NoDataError


@app.command(epilog="Example: incu report annual_profile --region 浙江 --period 2023")
def report(
    kind: Annotated[str, typer.Argument(help="Kind of report, e.g. annual_profile.")],
    region: Annotated[str, typer.Option("--region", help="Id, name, short or old name, code, alias.")],
    period: Annotated[str, typer.Option("--period", help="2023, 2023Q4, 2023-09, …")],
    language: Annotated[str, typer.Option("--language", help="zh or en.")] = "zh",
    as_of: AsOfOption = None,
    options: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="A parameter of this kind, e.g. version=internal, unit=all; repeatable.",
        ),
    ] = None,
    paper: Annotated[str, typer.Option("--paper", help="a4; phone adds a narrow PDF.")] = "a4",
    store: StoreOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Output folder (default: reports of the project).")
    ] = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make one report as notebook, HTML, PDF and JSON; a bureau's document also as Word and Excel files."""
    from incuanalysis.publishing.batch import run_batch
    from incuanalysis.publishing.kinds import Request, check_data, every_unit
    from incuanalysis.publishing.report import FILES, report_files
    from incuanalysis.vocabulary.words import open_vocabulary

    place = open_project(project)
    words = open_vocabulary(place)
    if paper not in ("a4", "phone"):
        raise BadInputError(f"--paper is a4 or phone; found {paper!r}.", f"--paper应为a4或phone，现为“{paper}”。")
    given = Request(kind, region, period, language, as_of, store and store.resolve(), _pairs(options), paper == "phone")
    requests = every_unit(place, words, given)
    for request in requests:
        check_data(place, words, request)
    folder = out or place.reports
    result = run_batch(place, requests, folder, workers=1, force=True)
    made = {
        request.id: {s: str(path) for s, path in report_files(folder, request, FILES).items() if path.is_file()}
        for request in requests
    }
    if as_json:
        told = [
            {
                "id": id,
                "state": "failed" if id in result.failed else "ok",
                "error": result.failed.get(id),
                "seconds": result.seconds,
                "files": files,
            }
            for id, files in made.items()
        ]
        print_json(told[0] if len(told) == 1 else told)
    else:
        for id, files in made.items():
            if id not in result.failed:
                typer.echo("\n".join(path for suffix, path in files.items() if suffix not in ("ipynb", "json")))
    if result.failed:
        lines = [result.failed[request.id] for request in requests if request.id in result.failed]
        fail("" if as_json else "\n".join(lines), ExitCode.FAILED)


def _pairs(options: list[str] | None) -> tuple[tuple[str, str], ...]:
    pairs = []
    for option in options or []:
        name, sign, value = option.partition("=")
        if not (sign and name.strip() and value.strip()):
            raise BadInputError(
                f"--set is NAME=VALUE, such as version=internal; found {option!r}.",
                f"--set应写成“名称=值”，如version=internal；现为“{option}”。",
            )
        pairs.append((name.strip(), value.strip()))
    return tuple(sorted(pairs))


@app.command(epilog="Example: incu batch --workers 2")
def batch(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Output folder (default: reports of the project).")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, max=256, help="Worker processes (default: one a core).")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Make unchanged reports as well.")] = False,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make the edition that incu.toml lists, and its index page."""
    from incuanalysis.progress import show_progress
    from incuanalysis.publishing.batch import expand, run_batch
    from incuanalysis.vocabulary.words import open_vocabulary

    place = open_project(project)
    requests = expand(place, open_vocabulary(place), place.settings)
    if not requests:
        raise BadInputError("incu.toml lists no reports: add a [[report]] block (see docs/publishing.md).")
    with show_progress(len(requests)) as progress:
        result = run_batch(
            place,
            requests,
            out or place.reports,
            workers=workers or place.settings.workers,
            force=force,
            progress=progress,
        )
    if as_json:
        print_json(vars(result))
    else:
        typer.echo(
            f"{len(result.made)} made, {len(result.unchanged)} unchanged, {len(result.failed)} failed in {result.seconds:.1f} s"
        )
        typer.echo(result.index)
    if result.failed:
        lines = [f"{name}: {message}" for name, message in sorted(result.failed.items())]
        fail("" if as_json else "\n".join(lines), ExitCode.FAILED)


@app.command(epilog="Example: incu export /mnt/usb --formats pdf,docx")
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to copy the documents to.")],
    formats: Annotated[str, typer.Option("--formats", metavar="LIST", help="Endings, with commas.")] = "pdf,docx",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder of the edition (default: reports of the project)."),
    ] = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy the edition's documents under the names an office uses, such as 洞头区2023年9月月度监测简报.pdf."""
    from incuanalysis.publishing.export import export_edition
    from incuanalysis.publishing.ledger import Ledger

    place = open_project(project)
    reports = out or place.reports
    wanted = [part for part in formats.replace("，", ",").replace(" ", "").split(",") if part]
    done = export_edition(place, reports, Ledger(reports).entries(), folder, wanted)
    if not (done.written or done.unchanged):
        raise NoDataError(
            f"There is nothing to export in {reports}: no report has {' or '.join(wanted) or 'a format'}. Run incu batch first.",
            f"“{reports}”中没有可导出的{'、'.join(wanted)}文件，请先运行incu batch。",
        )
    if as_json:
        print_json(vars(done))
        return
    typer.echo(
        f"{len(done.written)} written, {len(done.unchanged)} unchanged, {len(done.without)} reports without these formats"
    )
    typer.echo(str(folder))


@app.command(epilog="Example: incu status --json")
def status(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Output folder (default: reports of the project).")
    ] = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print what the ledger says of each report."""
    from incuanalysis.publishing.ledger import Ledger

    entries = Ledger(out or open_project(project).reports).entries()
    if as_json:
        print_json([vars(entry) for entry in entries])
        return
    for entry in entries:
        typer.echo("\t".join([entry.state, entry.id, f"{entry.seconds:.1f} s", entry.error or ""]).rstrip())


@app.command(epilog="Example: incu kinds")
def kinds(project: ProjectOption = None, as_json: JsonOption = False) -> None:
    """List the kinds of reports, with the levels, periods and languages they take."""
    from incuanalysis.publishing.kinds import list_kinds

    found = [kind.declaration for kind in list_kinds(open_project(project)).values()]
    if as_json:
        print_json([kind.model_dump() for kind in found])
        return
    for kind in found:
        typer.echo(
            f"{kind.kind}\t{kind.title['zh']}\tlevels: {', '.join(kind.levels)}\tper: {', '.join(kind.frequencies)}\tlanguages: {', '.join(sorted(kind.title, reverse=True))}"
        )

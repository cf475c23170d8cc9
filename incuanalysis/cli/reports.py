"""``incu report``, ``incu batch``, ``incu status`` and ``incu kinds``."""

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
from incuanalysis.errors import BadInputError, ExitCode


@app.command(epilog="Example: incu report annual_profile --region 浙江 --period 2023")
def report(
    kind: Annotated[str, typer.Argument(help="Kind of report, e.g. annual_profile.")],
    region: Annotated[str, typer.Option("--region", help="Id, name, short or old name, code, alias.")],
    period: Annotated[str, typer.Option("--period", help="2023, 2023Q4, 2023-09, …")],
    language: Annotated[str, typer.Option("--language", help="zh or en.")] = "zh",
    as_of: AsOfOption = None,
    store: StoreOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Output folder (default: reports of the project).")
    ] = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make one report as notebook, HTML, PDF and JSON."""
    from incuanalysis.publishing.batch import run_batch
    from incuanalysis.publishing.kinds import Request, check_data, check_request
    from incuanalysis.publishing.report import report_files
    from incuanalysis.vocabulary.words import open_vocabulary

    place = open_project(project)
    words = open_vocabulary(place)
    request = check_request(place, words, Request(kind, region, period, language, as_of, store and store.resolve()))
    check_data(place, words, request)
    folder = out or place.reports
    result = run_batch(place, [request], folder, workers=1, force=True)
    files = {suffix: str(path) for suffix, path in report_files(folder, request).items()}
    if as_json:
        print_json(
            {
                "id": request.id,
                "state": "failed" if result.failed else "ok",
                "error": result.failed.get(request.id),
                "seconds": result.seconds,
                "files": files,
            }
        )
    elif not result.failed:
        typer.echo("\n".join([files["html"], files["pdf"]]))
    if result.failed:
        fail("" if as_json else result.failed[request.id], ExitCode.FAILED)


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

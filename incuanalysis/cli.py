"""The ``incu`` command: it parses, calls and prints; it holds no logic.

Imports of the package stand inside the commands, so that ``incu --help`` stays quick.
"""

from __future__ import annotations

import json
import os
import shlex
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from incuanalysis.errors import BadInputError, ExitCode, IncuError, NoDataError

app = typer.Typer(
    name="incu",
    help="Evaluate business incubators: data, reports and editions. 科技企业孵化器评价。\n\nExit codes: 0 good, 1 something failed, "
    "2 bad input, 3 no data, 4 damaged file, 5 busy, 70 internal error, 130 interrupted.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)

ProjectOption = Annotated[
    Path | None,
    typer.Option(
        "--project", metavar="DIR", help="Project folder (default: INCU_PROJECT, else the nearest incu.toml upwards)."
    ),
]
StoreOption = Annotated[
    Path | None, typer.Option("--store", metavar="DIR", help="Store folder (default: data/store of the project).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for another program.")]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="The data as recorded by this date (2024-03-31).")
]


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False))


def _project(folder: Path | None) -> Any:
    from incuanalysis.project import find_project

    return find_project(folder)


@app.command(epilog="Example: incu build")
def build(
    project: ProjectOption = None,
    store: StoreOption = None,
    force: Annotated[bool, typer.Option("--force", help="Build even when nothing changed.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Build the store from the published tables, after checking them."""
    from incuanalysis.intake.build import build_store
    from incuanalysis.intake.store import open_store

    place = _project(project)
    result = build_store(place, open_store(store or place.store), force=force)
    if as_json:
        _print_json({"store": str(result.store), "rows": result.rows, "files": result.files, "built": result.built})
    else:
        typer.echo(f"{'Built' if result.built else 'Up to date'}: {result.rows} observations in {result.store}")


@app.command(epilog="Example: incu data --region 浙江 --indicator 在孵企业 --json")
def data(
    region: Annotated[
        list[str] | None, typer.Option("--region", help="Id, name, short or old name, code, alias; repeatable.")
    ] = None,
    indicator: Annotated[list[str] | None, typer.Option("--indicator", help="Id, name or alias; repeatable.")] = None,
    period: Annotated[list[str] | None, typer.Option("--period", help="2023, 2023Q4, 2023-09, …; repeatable.")] = None,
    as_of: AsOfOption = None,
    trusted: Annotated[bool, typer.Option("--trusted", help="Only the source that a report would quote.")] = False,
    store: StoreOption = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print observations with the cell that each came from."""
    from incuanalysis.intake.export import find_records

    records = find_records(_project(project), region, indicator, period, as_of=as_of, store=store, trusted_only=trusted)
    if as_json:
        _print_json(records)
        return
    for r in records:
        value = "" if r["value"] is None else f"{r['value']:.10g}"
        cell = f"{r['file']}:{r['cell']}"
        typer.echo(
            "\t".join(
                [r["region_name"], r["period"], r["indicator"], r["basis"], value, r["unit"], r["qualifier"], cell]
            )
        )


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

    place = _project(project)
    words = open_vocabulary(place)
    request = check_request(place, words, Request(kind, region, period, language, as_of, store and store.resolve()))
    check_data(place, words, request)
    folder = out or place.reports
    result = run_batch(place, [request], folder, workers=1, force=True)
    files = {suffix: str(path) for suffix, path in report_files(folder, request).items()}
    if as_json:
        _print_json(
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
        _fail("" if as_json else result.failed[request.id], ExitCode.FAILED)


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
    from incuanalysis.publishing.batch import expand, run_batch
    from incuanalysis.publishing.progress import show_progress
    from incuanalysis.vocabulary.words import open_vocabulary

    place = _project(project)
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
        _print_json(vars(result))
    else:
        typer.echo(
            f"{len(result.made)} made, {len(result.unchanged)} unchanged, {len(result.failed)} failed in {result.seconds:.1f} s"
        )
        typer.echo(result.index)
    if result.failed:
        lines = [f"{name}: {message}" for name, message in sorted(result.failed.items())]
        _fail("" if as_json else "\n".join(lines), ExitCode.FAILED)


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

    entries = Ledger(out or _project(project).reports).entries()
    if as_json:
        _print_json([vars(entry) for entry in entries])
        return
    for entry in entries:
        typer.echo("\t".join([entry.state, entry.id, f"{entry.seconds:.1f} s", entry.error or ""]).rstrip())


@app.command(epilog="Example: incu kinds")
def kinds(project: ProjectOption = None, as_json: JsonOption = False) -> None:
    """List the kinds of reports, with the levels, periods and languages they take."""
    from incuanalysis.publishing.kinds import list_kinds

    found = [kind.declaration for kind in list_kinds(_project(project)).values()]
    if as_json:
        _print_json([kind.model_dump() for kind in found])
        return
    for kind in found:
        typer.echo(
            f"{kind.kind}\t{kind.title['zh']}\tlevels: {', '.join(kind.levels)}\tper: {', '.join(kind.frequencies)}\tlanguages: {', '.join(sorted(kind.title, reverse=True))}"
        )


@app.command(epilog="Example: incu init my-bureau")
def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder to lay the project out in; made where it is missing.")
    ],
    as_json: JsonOption = False,
) -> None:
    """Lay out a working project: settings, notebooks, folders for data and reports."""
    from incuanalysis.scaffold import lay_out

    written = lay_out(folder)
    if as_json:
        _print_json({"project": str(folder.resolve()), "files": written})
    else:
        typer.echo(
            f"{folder.resolve()}: {len(written)} files. Next: cd {shlex.quote(str(folder))} && incu build && incu batch"
        )


def _fail(message: str, code: ExitCode) -> None:
    if message:
        typer.echo(message, err=True)
    raise typer.Exit(int(code))


def main(arguments: list[str] | None = None) -> None:
    """Run the command and end the process with one of the exit codes in docs/exit-codes.md."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = app(args=given, standalone_mode=False)
    except IncuError as error:
        if "--json" in given:
            _print_json(
                []
                if isinstance(error, NoDataError) and given[:1] == ["data"]
                else {"error": error.message, "exit_code": int(error.exit_code)}
            )
        typer.echo(error.message, err=True)
        code = error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        typer.echo("Interrupted. What was already made is whole.", err=True)
        code = ExitCode.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away (`incu data | head`): nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = ExitCode.GOOD
    except Exception as error:
        if hasattr(error, "format_message") and hasattr(error, "exit_code"):  # a usage error of the command line itself
            typer.echo(f"{error.format_message()} (incu {' '.join(given[:1])} --help shows how.)", err=True)
            code = ExitCode.BAD_INPUT
        elif os.environ.get("INCU_DEBUG"):
            raise
        else:
            typer.echo(f"Internal error: {type(error).__name__}: {error}\nSet INCU_DEBUG=1 to see where.", err=True)
            code = ExitCode.INTERNAL
    sys.exit(int(code or 0))

"""``incu build``, ``incu data`` and ``incu init``."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from incuanalysis.cli.options import AsOfOption, JsonOption, ProjectOption, StoreOption, app, open_project, print_json


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

    place = open_project(project)
    result = build_store(place, open_store(store or place.store), force=force)
    if as_json:
        print_json({"store": str(result.store), "rows": result.rows, "files": result.files, "built": result.built})
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

    records = find_records(
        open_project(project), region, indicator, period, as_of=as_of, store=store, trusted_only=trusted
    )
    if as_json:
        print_json(records)
        return
    for r in records:
        value = "" if r["value"] is None else f"{r['value']:.10g}"
        cell = f"{r['file']}:{r['cell']}"
        typer.echo(
            "\t".join(
                [r["region_name"], r["period"], r["indicator"], r["basis"], value, r["unit"], r["qualifier"], cell]
            )
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
        print_json({"project": str(folder.resolve()), "files": written})
    else:
        typer.echo(
            f"{folder.resolve()}: {len(written)} files. Next: cd {shlex.quote(str(folder))} && incu build && incu batch"
        )

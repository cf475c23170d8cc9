"""``incu form`` and ``incu sample``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from incuanalysis.cli.options import JsonOption, ProjectOption, StoreOption, app, open_project, print_json


@app.command(epilog="Example: incu form quarterly --region 洞头区 --period 2023Q4 --out 下发")
def form(
    name: Annotated[str, typer.Argument(help="Form: monthly, quarterly, annual, carriers, firms, or breakdown.")],
    region: Annotated[str, typer.Option("--region", help="District that sends it out: id, name, alias.")] = "",
    period: Annotated[str, typer.Option("--period", help="Reporting period: 2023Q4, 2023-09, 2023.")] = "",
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the files.")] = Path("forms"),
    plan: Annotated[str, typer.Option("--plan", help="Of breakdown: id of the plan.")] = "",
    year: Annotated[int | None, typer.Option("--year", help="Of breakdown: a year of the plan.")] = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="Of breakdown: the xlsx file.")] = None,
    store: StoreOption = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the Excel form to send out, one file for each town and carrier, with the last period's figures.

    `incu form breakdown --plan dongtou --year 2023 --to FILE` writes the table in which a plan's targets are given to
    towns, departments and carriers.
    """
    if name == "breakdown":
        _breakdown(plan, year, to, open_project(project), store, as_json=as_json)
        return
    _need("form " + name, {"--region": region, "--period": period})
    from incuanalysis.intake.forms.send import write_forms
    from incuanalysis.intake.returns.listing import carriers_of, observations_below
    from incuanalysis.intake.store import open_store
    from incuanalysis.vocabulary.periods import Period
    from incuanalysis.vocabulary.words import open_vocabulary

    place = open_project(project)
    id = open_vocabulary(place).regions.find(region).id
    where = open_store(store or place.store)
    known = where.exists()
    rows = observations_below(place, where, id) if known else None
    files = write_forms(
        place,
        name,
        id,
        Period.parse(period),
        out,
        carriers=carriers_of(where) if known else None,
        observations=rows,
        demo=rows is not None and bool(rows["demo"].any()),
    )
    if as_json:
        print_json({"files": [str(file) for file in files]})
    else:
        typer.echo("\n".join(str(file) for file in files))


def _need(command: str, given: dict[str, object]) -> None:
    """Refuse a command whose options are missing."""
    from incuanalysis.errors import BadInputError

    if missing := [name for name, value in given.items() if not value]:
        raise BadInputError(
            f"incu {command} needs {' and '.join(missing)}. `incu form --help` shows how.",
            f"incu {command} 缺少{'、'.join(missing)}，用法见 incu form --help。",
        )


def _breakdown(plan: str, year: int | None, to: Path | None, place: Any, store: Path | None, *, as_json: bool) -> None:
    """Write the form of a plan's breakdown."""
    _need("form breakdown", {"--plan": plan, "--year": year, "--to": to})
    from incuanalysis.plans.importing import write_form_of
    from incuanalysis.plans.library import open_plan

    written = write_form_of(place, open_plan(plan, place), Path(str(to)), int(year or 0), store=store)
    if as_json:
        print_json({"files": [str(written)]})
    else:
        typer.echo(str(written))


@app.command(epilog="Example: incu sample && incu check --store data/sample/store")
def sample(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder (default: data/sample of the project).")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same bytes.")] = 1,
    regions: Annotated[
        int | None, typer.Option("--regions", min=1, metavar="N", help="Make N synthetic counties instead.")
    ] = None,
    small: Annotated[bool, typer.Option("--small", help="A small one: few towns, one year.")] = False,
    store_too: Annotated[bool, typer.Option("--ingest/--no-ingest", help="Also take the returns in.")] = True,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make demonstration returns with planted errors and an answer key, and take them into a store of their own."""
    from incuanalysis.intake.returns.ingest import ingest
    from incuanalysis.intake.sample import make_sample
    from incuanalysis.intake.store import Store
    from incuanalysis.progress import count_progress
    from incuanalysis.project import find_project

    place = open_project(project)
    folder = (out or place.root / "data" / "sample").resolve()
    with count_progress("生成演示报表") as progress:
        made = make_sample(place, folder, seed=seed, regions=regions, small=small, progress=progress)
    summary = {
        "folder": str(folder),
        "files": made.files,
        "cells": made.cells,
        "errors": made.errors,
        "mended": made.mended,
    }
    written: dict[str, int] = {}
    if store_too:
        own = find_project(folder) if regions else place
        with count_progress("读取报表") as progress:
            taken = ingest(own, [folder / "returns"], Store(folder / "store"), progress=progress)
        summary |= {"store": str(folder / "store"), "stored": taken.stored, "quarantined": taken.quarantined}
        if not regions:
            from incuanalysis.evaluation.sample import make_records

            written = make_records(place, folder / "store", seed=seed)
            summary["records"] = written
    if as_json:
        print_json(summary)
        return
    typer.echo(f"{folder}：{made.files}个文件，{made.cells}个数，含差错{sum(made.errors.values())}处（均为演示数据）。")
    if store_too:
        typer.echo(f"{folder / 'store'}：入库{summary['stored']}格，待处理{summary['quarantined']}格。")
    if written:
        typer.echo(f"{folder / 'store' / 'records'}：记录{sum(written.values())}条（均为演示数据）。")

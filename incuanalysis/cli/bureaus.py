"""``incu bureau``: who issues a region's documents, and what is known of each document."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from incuanalysis.cli.options import JsonOption, ProjectOption, app, open_project, print_json

bureau = typer.Typer(
    help="Who issues the documents: office, recipients, numbering. 发文单位、主送抄送和文件编号。",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
app.add_typer(bureau, name="bureau", epilog="Example: incu bureau show 洞头区")


@bureau.command(epilog="Example: incu bureau show 洞头区 --kind quarterly_bulletin --period 2023Q3")
def show(
    region: Annotated[str, typer.Argument(metavar="REGION", help="Id or name of a region.")],
    kind: Annotated[str, typer.Option("--kind", help="Kind of document; goes with --period.")] = "",
    period: Annotated[str, typer.Option("--period", help="2023-09, 2023Q3, 2023.")] = "",
    unit: Annotated[str, typer.Option("--unit", help="Of a statement: whose it is.")] = "",
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the office of a region; with --kind and --period, head and end of one document."""
    from incuanalysis.errors import BadInputError
    from incuanalysis.plans.bureaus.listing import bureau_lines, bureau_record, document_lines, document_record
    from incuanalysis.vocabulary.words import open_vocabulary

    place = open_project(project)
    id = open_vocabulary(place).regions.find(region).id
    if bool(kind) != bool(period) or (unit and not kind):
        raise BadInputError("--kind and --period go together.", "--kind和--period须同用。")
    if kind:
        record, lines = document_record(place, id, kind, period, unit), document_lines(place, id, kind, period, unit)
    else:
        record, lines = bureau_record(place, id), bureau_lines(place, id)
    if as_json:
        print_json(record)
    else:
        typer.echo("\n".join(lines))


@bureau.command(epilog="Example: incu bureau check data/bureaus/330305.yml")
def check(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="One file (default: all of the project).")
    ] = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check the offices' files; ends with 4 and a line for each problem if something is wrong."""
    from incuanalysis.plans.bureaus.listing import check_bureaus

    checked = check_bureaus(open_project(project), file)
    if as_json:
        print_json(checked)
        return
    for one in checked:
        typer.echo(f"{one['file']}：符合要求，{one['issuer']}，文件{one['documents']}份。")

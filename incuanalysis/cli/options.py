"""The command's application, and the options and outputs that its commands share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from incuanalysis.errors import ExitCode

__all__ = [
    "AsOfOption",
    "JsonOption",
    "ProjectOption",
    "StoreOption",
    "app",
    "fail",
    "open_project",
    "print_json",
]

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


def print_json(value: Any) -> None:
    """Print a value for another program."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False))


def open_project(folder: Path | None) -> Any:
    """Return the project that a command works on."""
    from incuanalysis.project import find_project

    return find_project(folder)


def fail(message: str, code: ExitCode) -> None:
    """Say what went wrong, if anything is left to say, and end with a code."""
    if message:
        typer.echo(message, err=True)
    raise typer.Exit(int(code))

"""The ``incu`` command: it parses, calls and prints; it holds no logic.

Each module has the commands of one topic. Imports of the package stand inside the
commands, so that ``incu --help`` stays quick.
"""

from __future__ import annotations

import _thread
import os
import sys
import threading
from typing import Any

import typer

from incuanalysis.cli import bureaus, data, evaluate, forms, objections, plans, reports, returns
from incuanalysis.cli.options import app, print_json
from incuanalysis.cli.usage import help_of, said_in_chinese
from incuanalysis.errors import ExitCode, IncuError, NoDataError

__all__ = ["app", "bureaus", "data", "evaluate", "forms", "main", "objections", "plans", "reports", "returns"]


def main(arguments: list[str] | None = None) -> None:
    """Run the command and end the process with one of the exit codes in docs/exit-codes.md."""
    given = sys.argv[1:] if arguments is None else arguments
    sys.unraisablehook = _not_lost
    try:
        code = app(args=given, standalone_mode=False)
    except IncuError as error:
        if "--json" in given:
            print_json(
                []
                if isinstance(error, NoDataError) and given[:1] == ["data"]
                else {"error": error.text, "exit_code": int(error.exit_code)}
            )
        typer.echo(error.text, err=True)
        code = error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        code = ExitCode.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away (`incu data | head`): nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = ExitCode.GOOD
    except Exception as error:
        if hasattr(error, "format_message") and hasattr(error, "exit_code"):  # a usage error of the command line itself
            said, how = error.format_message(), help_of(getattr(error, "ctx", None), given)
            zh = said_in_chinese(said)
            typer.echo(f"命令用法有误{f'：{zh}' if zh else ''}。用法见{how}。\n{said} ({how} shows how.)", err=True)
            code = ExitCode.BAD_INPUT
        elif os.environ.get("INCU_DEBUG"):
            raise
        else:
            typer.echo(
                f"程序内部错误：{type(error).__name__}: {error}。设INCU_DEBUG=1后重新运行，可查看出错位置。\n"
                f"Internal error: {type(error).__name__}: {error}\nSet INCU_DEBUG=1 to see where.",
                err=True,
            )
            code = ExitCode.INTERNAL
    if code == ExitCode.INTERRUPTED:
        typer.echo("已中断，此前完成的部分完好。Interrupted; what was already made is whole.", err=True)
    sys.exit(int(code or 0))


def _not_lost(unraisable: Any) -> None:
    """Interrupt again where Python would swallow an interrupt: in a callback of its own, as while it imports."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        again = threading.Timer(0.02, _thread.interrupt_main)
        again.daemon = True
        again.start()
    else:
        sys.__unraisablehook__(unraisable)

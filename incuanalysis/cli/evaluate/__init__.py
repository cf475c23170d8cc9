"""``incu evaluate``: progress, score, contest, readiness, lifecycle, tasks."""

from __future__ import annotations

import typer

from incuanalysis.cli.evaluate.carriers import lifecycle, readiness, score
from incuanalysis.cli.evaluate.units import contest, progress, tasks
from incuanalysis.cli.options import app

__all__ = ["evaluate_app"]

evaluate_app = typer.Typer(
    help="Evaluate a region against its plan, its carriers against schemes and standards. 评价：进度、评分、比拼、条件、动态管理、任务。",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(evaluate_app, name="evaluate")

# in the order in which `incu evaluate --help` lists them
for _command, _example in (
    (progress, "progress --region 洞头区 --period 2023Q3"),
    (score, "score --region 鹿城区 --period 2023 --scheme default_bureau"),
    (contest, "contest --region 洞头区 --period 2023Q3"),
    (readiness, "readiness --region 鹿城区 --period 2023"),
    (lifecycle, "lifecycle --region 鹿城区 --period 2023"),
    (tasks, "tasks --region 洞头区 --period 2023Q3"),
):
    evaluate_app.command(epilog=f"Example: incu evaluate {_example}")(_command)

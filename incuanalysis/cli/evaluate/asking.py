"""What the commands of ``incu evaluate`` are asked by, and how their answers begin."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from incuanalysis.cli.options import open_project

__all__ = ["PeriodOption", "PlanOption", "RegionOption", "about", "ask", "head"]

RegionOption = Annotated[str, typer.Option("--region", help="Region: id, name, old name …")]
PeriodOption = Annotated[str, typer.Option("--period", help="2023-09, 2023Q3, 2023: its last month counts.")]
PlanOption = Annotated[str, typer.Option("--plan", help="Id of a plan (default: the one that holds for the region).")]


def ask(region: str, period: str, store: Path | None, project: Path | None, plan: str, as_of: str | None) -> Any:
    """Return the inquiry that a command's options describe."""
    from incuanalysis.evaluation.questions import open_inquiry

    return open_inquiry(open_project(project), region, period, store=store, plan=plan, as_of=as_of)


def about(inquiry: Any, **more: Any) -> dict[str, Any]:
    """Return a command's answer as JSON: which region and period, then what the command adds."""
    return {"region": inquiry.region, "period": str(inquiry.period), **more}


def head(inquiry: Any, what: str, *, demo: bool = False) -> str:
    """Return the sentence above a command's table; ``demo``: it rests on demonstration data."""
    name = inquiry.words.regions.get(inquiry.region).name
    mark = "（演示数据）" if demo else ""
    return f"{name}，截至{inquiry.month.year}年{inquiry.month.month}月底，{what}{mark}"

"""``incu plans``: the action plans as data, and the breakdown of their targets."""

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

plans = typer.Typer(
    help="Action plans: targets, milestones, tasks, breakdown. 行动计划：目标、任务和分解。",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
app.add_typer(plans, name="plans", epilog="Example: incu plans targets dongtou --json")

PlanArgument = Annotated[str, typer.Argument(metavar="ID", help="Id of a plan (`incu plans list`).")]


@plans.command("list", epilog="Example: incu plans list")
def list_(
    region: Annotated[str, typer.Option("--region", help="Only plans of this region and those above it.")] = "",
    month: Annotated[str, typer.Option("--month", help="Only plans that hold in this month: 2023-09.")] = "",
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the plans. One whose file is damaged is told after the others, and the command ends with code 4."""
    from incuanalysis.errors import BadInputError
    from incuanalysis.plans.library import plans_of, sound_plans
    from incuanalysis.plans.listing import plan_record, plan_table
    from incuanalysis.vocabulary.words import open_vocabulary

    place = open_project(project)
    words = open_vocabulary(place)
    if month and not region:
        raise BadInputError("--month goes with --region.", "--month须与--region同用。")
    found, broken = sound_plans(place)
    if region:
        found = plans_of(region, month or None, place, above=True, among=found)
    if as_json:
        print_json([plan_record(plan, words) for plan in found])
    else:
        typer.echo("\n".join(plan_table(found, words)))
    if broken:
        fail("\n".join(error.text for error in broken), broken[0].exit_code)


@plans.command(epilog="Example: incu plans show dongtou")
def show(id: PlanArgument, project: ProjectOption = None, as_json: JsonOption = False) -> None:
    """Show what a plan is: document, span, what the lines mean, standards, ambiguous places. --json: the whole plan."""
    from incuanalysis.plans.library import open_plan
    from incuanalysis.plans.listing import plan_lines
    from incuanalysis.vocabulary.words import open_vocabulary

    place = open_project(project)
    plan = open_plan(id, place)
    if as_json:
        print_json(plan.model_dump(mode="json"))
    else:
        typer.echo("\n".join(plan_lines(plan, open_vocabulary(place))))


@plans.command(epilog="Example: incu plans targets dongtou --json")
def targets(id: PlanArgument, project: ProjectOption = None, as_json: JsonOption = False) -> None:
    """List the targets, one row for each line.

    --json: id, name, indicator, comparator (at_least, about, exact, at_most), line (low, base, high), value and
    value_high in unit (the indicator's own), printed, due, basis, scope, section.
    """
    from incuanalysis.plans.library import open_plan
    from incuanalysis.plans.listing import target_records, target_table
    from incuanalysis.vocabulary.words import open_vocabulary

    place = open_project(project)
    plan, words = open_plan(id, place), open_vocabulary(place)
    if as_json:
        print_json(target_records(plan, words))
    else:
        typer.echo("\n".join(target_table(plan)))


@plans.command(epilog="Example: incu plans tasks lucheng")
def tasks(id: PlanArgument, project: ProjectOption = None, as_json: JsonOption = False) -> None:
    """List the tasks with their responsible units."""
    from incuanalysis.plans.library import open_plan
    from incuanalysis.plans.listing import task_records, task_table

    plan = open_plan(id, open_project(project))
    if as_json:
        print_json(task_records(plan))
    else:
        typer.echo("\n".join(task_table(plan)))


@plans.command(epilog="Example: incu plans milestones ezhou")
def milestones(id: PlanArgument, project: ProjectOption = None, as_json: JsonOption = False) -> None:
    """List what the plan wants without a number, with the test by which it is told to be reached."""
    from incuanalysis.plans.library import open_plan
    from incuanalysis.plans.listing import milestone_records, milestone_table

    plan = open_plan(id, open_project(project))
    if as_json:
        print_json(milestone_records(plan))
    else:
        typer.echo("\n".join(milestone_table(plan)))


@plans.command(epilog="Example: incu plans check data/plans/mine.yml")
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A plan file of one's own.")],
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check a plan file (docs/writing-a-plan.md); ends with 4 and a line for each problem if something is wrong."""
    from incuanalysis.plans.listing import plan_record, target_table
    from incuanalysis.plans.reading import read_plan
    from incuanalysis.vocabulary.words import open_vocabulary

    words = open_vocabulary(open_project(project))
    plan = read_plan(file, words)
    record = plan_record(plan, words)
    if as_json:
        print_json(record)
        return
    typer.echo("\n".join(target_table(plan)))
    typer.echo(
        f"{file}：符合要求，{record['targets']}项目标、{record['milestones']}项定性目标、{record['tasks']}项任务。"
    )


@plans.command(epilog="Example: incu plans breakdown dongtou 任务分解表.xlsx --by 张三")
def breakdown(
    id: PlanArgument,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="A filled-in table to import.")] = None,
    year: Annotated[int | None, typer.Option("--year", help="Only this year.")] = None,
    by: Annotated[str, typer.Option("--by", help="Who imports it (default: the user's name).")] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Day of recording (default: today).")] = "",
    as_of: AsOfOption = None,
    store: StoreOption = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the yearly values per unit, or import a table of them after checking it against the plan's totals."""
    from incuanalysis.plans.importing import breakdown_of, import_breakdown
    from incuanalysis.plans.library import open_plan
    from incuanalysis.plans.listing import breakdown_lines

    place = open_project(project)
    plan = open_plan(id, place)
    if file is not None:
        made = import_breakdown(place, plan, file, by=by, on=on, store=store)
        if as_json:
            print_json({"file": str(file), "recorded": made.recorded, "notes": [zh for zh, _ in made.breakdown.notes]})
            return
        typer.echo("\n".join([f"{file}：新登记{made.recorded}条。", *(zh for zh, _ in made.breakdown.notes)]))
        return
    known, rows = breakdown_of(place, plan, year=year, as_of=as_of, store=store)
    if as_json:
        print_json(rows.to_dict("records"))
    else:
        typer.echo("\n".join(breakdown_lines(rows, known, plan)))

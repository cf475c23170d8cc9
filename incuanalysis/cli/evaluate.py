"""``incu evaluate``: progress, score, contest, readiness, lifecycle, tasks."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated, Any

import typer

from incuanalysis.cli.options import AsOfOption, JsonOption, ProjectOption, StoreOption, app, open_project, print_json

evaluate_app = typer.Typer(
    help="Evaluate a region against its plan, its carriers against schemes and standards. 评价：进度、评分、比拼、条件、动态管理、任务。",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(evaluate_app, name="evaluate")

RegionOption = Annotated[str, typer.Option("--region", help="Region: id, name, old name …")]
PeriodOption = Annotated[str, typer.Option("--period", help="2023-09, 2023Q3, 2023: its last month counts.")]
PlanOption = Annotated[str, typer.Option("--plan", help="Id of a plan (default: the one that holds for the region).")]


def _inquiry(region: str, period: str, store: Path | None, project: Path | None, plan: str, as_of: str | None) -> Any:
    from incuanalysis.evaluation.questions import open_inquiry

    return open_inquiry(open_project(project), region, period, store=store, plan=plan, as_of=as_of)


def _head(inquiry: Any, what: str) -> str:
    name = inquiry.words.regions.get(inquiry.region).name
    demo = "（演示数据）" if inquiry.demo else ""
    return f"{name}，截至{inquiry.month.year}年{inquiry.month.month}月底，{what}{demo}"


def _rows(frame: Any) -> list[dict[str, Any]]:
    """Return a table's rows as JSON-ready values; what is missing is null."""
    return [{key: _plain(value) for key, value in row.items()} for row in frame.to_dict("records")]


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if value is None or isinstance(value, str | bool):
        return value
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, int | float):
        return None if isinstance(value, float) and not math.isfinite(value) else value
    return None if str(value) in ("<NA>", "NaT", "nan") else str(value)


def _print(rows: list[list[str]], heads: list[str]) -> None:
    """Print a table whose columns are as wide as what stands in them; Chinese signs take two places."""
    widths = [max(_width(line[at]) for line in [heads, *rows]) for at in range(len(heads))]
    for line in [heads, *rows]:
        typer.echo(
            "  ".join(text + " " * (width - _width(text)) for text, width in zip(line, widths, strict=True)).rstrip()
        )


def _width(text: str) -> int:
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _number(value: Any, digits: int = 0) -> str:
    plain = _plain(value)
    if plain is None or plain == "":
        return "—"
    return f"{plain:,.{digits}f}" if isinstance(plain, float) and not float(plain).is_integer() else f"{plain:,.0f}"


def _range(low: Any, high: Any) -> str:
    return "—" if _plain(low) is None else f"{_number(low, 1)}—{_number(high, 1)}"


def _percent(value: Any) -> str:
    plain = _plain(value)
    return "—" if plain is None else f"{100 * plain:.1f}%"


@evaluate_app.command(epilog="Example: incu evaluate progress --region 洞头区 --period 2023Q3")
def progress(
    region: RegionOption,
    period: PeriodOption,
    plan: PlanOption = "",
    outlook: Annotated[bool, typer.Option("--outlook", help="Also where each target will probably stand.")] = False,
    store: StoreOption = None,
    project: ProjectOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """What is done of each target, what is due by now, what is behind and by how much."""
    from incuanalysis.evaluation.progress import status_label
    from incuanalysis.evaluation.questions import outlook_of, progress_of

    inquiry = _inquiry(region, period, store, project, plan, as_of)
    found = progress_of(inquiry)
    ahead = outlook_of(inquiry) if outlook else None
    if as_json:
        said: dict[str, Any] = {
            "region": inquiry.region,
            "period": str(inquiry.period),
            "plan": inquiry.the_plan().id,
            "demo": inquiry.demo,
            "targets": _rows(found),
        }
        print_json(said if ahead is None else said | {"outlook": _rows(ahead)})
        return
    held = inquiry.the_plan()
    names = {target.id: target.name.zh for target in held.targets}
    typer.echo(_head(inquiry, f"“{held.name()}”目标进度"))
    lines = {"low": "低线", "base": "", "high": "高线"}
    rows = [
        [
            names[row["target"]] + (f"（{lines[row['line']]}）" if lines[row["line"]] else ""),
            _number(row["actual"], 1),
            _number(row["target_value"], 1),
            row["unit"],
            _percent(row["completion"]),
            _percent(row["schedule"]),
            "—" if _plain(row["gap_points"]) is None else f"{row['gap_points']:+.1f}",
            status_label(row["status"]),
        ]
        for row in found[found["carrier"].isna() & (found["region"] == inquiry.region)].to_dict("records")
    ]
    _print(rows, ["目标", "实际", "目标值", "单位", "完成率", "序时进度", "差（百分点）", "状态"])
    if ahead is not None:
        typer.echo("\n预计（到期时，80%区间）")
        _print(
            [
                [
                    names[row["target"]],
                    _number(row["median"], 1),
                    _range(row["low"], row["high"]),
                    _percent(row["chance"]),
                ]
                for row in ahead[ahead["line"] == "base"].to_dict("records")
            ],
            ["目标", "中位数", "区间", "达到的可能性"],
        )


@evaluate_app.command(epilog="Example: incu evaluate score --region 鹿城区 --period 2023 --scheme default_bureau")
def score(
    region: RegionOption,
    period: PeriodOption,
    scheme: Annotated[str, typer.Option("--scheme", help="Id of a scheme in data/schemes.")] = "default_bureau",
    explain: Annotated[bool, typer.Option("--explain", help="Print every item with its arithmetic.")] = False,
    store: StoreOption = None,
    project: ProjectOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Scores and grades of the region's carriers, each item explained."""
    from incuanalysis.evaluation.questions import scores_of

    inquiry = _inquiry(region, period, store, project, "", as_of)
    made = scores_of(inquiry, scheme)
    grades = made.grades.assign(name=[made.names.get(one, one) for one in made.grades["carrier"]])
    if as_json:
        print_json(
            {
                "region": inquiry.region,
                "period": str(inquiry.period),
                "scheme": made.scheme.id,
                "ours": made.scheme.ours,
                "demo": inquiry.demo,
                "grades": _rows(grades),
                "items": _rows(made.scores.items()),
                "left_out": list(made.left_out),
            }
        )
        return
    ours = "（自定方案，分值由本软件设定）" if made.scheme.ours else ""
    typer.echo(_head(inquiry, f"按“{made.scheme.name.zh}”评分{ours}"))
    rows = [
        [
            _number(row["rank"]),
            row["name"],
            _number(row["total"], 2),
            _number(row["max_possible"], 2),
            (row["grade_zh"] or "—") + ("*" if row["open_zh"] else ""),
        ]
        for row in grades.sort_values("rank").to_dict("records")
    ]
    _print(rows, ["名次", "载体", "得分", "最高可得", "等次"])
    if any(grades["open_zh"]):
        typer.echo("* 有缺数据或未核实的项目，暂按0分计，等次未定；“最高可得”为这些项目全部得满分时的分数。")
    if made.left_out:
        typer.echo("未评分（方案不适用或没有数据）：" + "、".join(made.left_out))
    if explain:
        for one in made.scores.scores:
            typer.echo(f"\n{made.names.get(one.carrier, one.carrier)}\n{one.explain('zh')}")


@evaluate_app.command(epilog="Example: incu evaluate contest --region 洞头区 --period 2023Q3")
def contest(
    region: RegionOption,
    period: PeriodOption,
    which: Annotated[str, typer.Option("--contest", help="Id in data/standards/contests.yml.")] = "six_contests",
    firmness: Annotated[bool, typer.Option("--firmness", help="How firm each place is: for internal notes.")] = False,
    plan: PlanOption = "",
    store: StoreOption = None,
    project: ProjectOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Places of the assessed units by league, level and progress."""
    from incuanalysis.evaluation.contests import open_contests
    from incuanalysis.evaluation.questions import contests_of

    inquiry = _inquiry(region, period, store, project, plan, as_of)
    found = contests_of(inquiry, which, firmness=firmness)
    if as_json:
        print_json(
            {
                "region": inquiry.region,
                "period": str(inquiry.period),
                "contest": which,
                "demo": inquiry.demo,
                "places": _rows(found),
            }
        )
        return
    rules = open_contests(inquiry.project)[which]
    names = {item.id: item.name.zh for item in rules.items}
    ours = "" if rules.stated else "（项目为默认设置，文件未列明）"
    typer.echo(_head(inquiry, f"{rules.name.zh}{ours}"))
    kinds = {"level": "水平", "progress": "进步"}
    rows = [
        [
            row["league"],
            names.get(row["item"], row["item"]),
            kinds.get(row["kind"], row["kind"]),
            _number(row["place"]),
            row["entity"],
            _number(row["value"], 1),
        ]
        for row in found.to_dict("records")
    ]
    _print(rows, ["组别", "项目", "类别", "名次", "单位", "数值"])


@evaluate_app.command(epilog="Example: incu evaluate readiness --region 鹿城区 --period 2023")
def readiness(
    region: RegionOption,
    period: PeriodOption,
    store: StoreOption = None,
    project: ProjectOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which conditions of standards each carrier fulfils, and what it lacks for the next level."""
    from incuanalysis.evaluation.questions import readiness_of

    inquiry = _inquiry(region, period, store, project, "", as_of)
    ready = readiness_of(inquiry)
    if as_json:
        print_json(
            {
                "region": inquiry.region,
                "period": str(inquiry.period),
                "demo": inquiry.demo,
                "conditions": _rows(ready.conditions),
                "summary": _rows(ready.summary),
                "next": _rows(ready.next),
                "recognitions": _rows(ready.recognitions),
            }
        )
        return
    typer.echo(_head(inquiry, "各载体对照上一级认定条件"))
    for row in ready.next.to_dict("records"):
        name = ready.names.get(row["carrier"], row["carrier"])
        holds = _plain(row["holds"])
        said = "条件均已满足" if holds else row["missing_zh"]
        typer.echo(f"{name}（{row['standard'] or '—'}）：{said}")


@evaluate_app.command(epilog="Example: incu evaluate lifecycle --region 鹿城区 --period 2023")
def lifecycle(
    region: RegionOption,
    period: PeriodOption,
    store: StoreOption = None,
    project: ProjectOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """What follows from the grades on record, year by year; proposals (拟) until a decision is recorded."""
    from incuanalysis.evaluation.questions import lifecycle_of

    inquiry = _inquiry(region, period, store, project, "", as_of)
    found = lifecycle_of(inquiry)
    if as_json:
        print_json({"region": inquiry.region, "period": str(inquiry.period), "years": _rows(found)})
        return
    rows = [
        [
            row["name"],
            str(row["year"]),
            row["state_zh"],
            row["decided_zh"] or row["proposal_zh"] or "—",
            row["basis_zh"],
        ]
        for row in found.to_dict("records")
    ]
    _print(rows, ["载体", "年度", "状态", "处理", "依据"])


@evaluate_app.command(epilog="Example: incu evaluate tasks --region 洞头区 --period 2023Q3")
def tasks(
    region: RegionOption,
    period: PeriodOption,
    plan: PlanOption = "",
    store: StoreOption = None,
    project: ProjectOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """The plan's tasks by responsible unit, with status, evidence and date."""
    from incuanalysis.evaluation.ledgers import checklist
    from incuanalysis.evaluation.questions import tasks_of

    inquiry = _inquiry(region, period, store, project, plan, as_of)
    ledger, completion = tasks_of(inquiry)
    if as_json:
        print_json(
            {
                "region": inquiry.region,
                "period": str(inquiry.period),
                "plan": inquiry.the_plan().id,
                "tasks": _rows(ledger),
                "units": _rows(completion),
            }
        )
        return
    name = inquiry.words.regions.get(inquiry.region).name
    typer.echo(f"{name}“{inquiry.the_plan().name()}”任务清单，截至{inquiry.month.year}年{inquiry.month.month}月底")
    listed = checklist(ledger, "zh").to_dict("records")
    rows = [[str(row["number"]), row["task"], row["status"], row["progress"], row["due"]] for row in listed]
    _print(rows, ["序号", "任务", "状态", "进展", "完成时限"])

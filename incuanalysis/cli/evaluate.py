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


def _print(rows: list[list[str]], heads: list[str], flexible: list[int]) -> None:
    """Print a table; what is too long in the columns that may be narrowed goes on in the next line."""
    from incuanalysis.plans.listing import text_table

    typer.echo("\n".join(text_table(heads, rows, flexible)))


def _say(text: str) -> None:
    """Print a sentence in lines no wider than a table."""
    from incuanalysis.plans.listing import broken

    typer.echo("\n".join(broken(text)))


def _number(value: Any, digits: int = 0) -> str:
    plain = _plain(value)
    if plain is None or plain == "":
        return "—"
    return f"{plain:,.{digits}f}" if isinstance(plain, float) and not float(plain).is_integer() else f"{plain:,.0f}"


def _amount(value: Any) -> str:
    """Write an amount with up to two decimals, so that what is read can be checked against the shares beside it."""
    plain = _plain(value)
    if plain is None:
        return "—"
    digits = 2 if abs(plain) < 100 else 1
    text = f"{plain:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _signed(value: Any, digits: int = 1) -> str:
    plain = _plain(value)
    if plain is None:
        return "—"
    text = f"{plain:+,.{digits}f}"
    return text[1:] if float(text.replace(",", "")) == 0 else text


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
    _say(_head(inquiry, f"《{held.name()}》目标进度"))
    if str(inquiry.month) > held.last:
        typer.echo(f"计划期至{held.last[:4]}年{int(held.last[5:])}月，已结束。")
    lines = {"low": "低线", "base": "", "high": "高线"}
    rows = [
        [
            names[row["target"]] + (f"（{lines[row['line']]}）" if lines[row["line"]] else ""),
            _amount(row["actual"]),
            _amount(row["target_value"]),
            row["unit"],
            _percent(row["completion"]),
            _percent(row["schedule"]),
            _signed(row["gap_points"]),
            status_label(row["status"]),
        ]
        for row in found[found["carrier"].isna() & (found["region"] == inquiry.region)].to_dict("records")
    ]
    _print(rows, ["目标", "实际", "目标值", "单位", "完成率", "序时进度", "差（百分点）", "状态"], [0])
    if ahead is not None:
        own = ahead[ahead["carrier"].isna() & (ahead["region"] == inquiry.region) & (ahead["line"] == "base")]
        _print_outlook(own.to_dict("records"), names, int(inquiry.month))


def _print_outlook(rows: list[dict[Any, Any]], names: dict[str, str], month: int) -> None:
    """Print where targets will probably stand; of those without a projection, why."""
    open_rows = [row for row in rows if row["due"] > month]
    shown = [row for row in open_rows if _plain(row["median"]) is not None]
    if shown:
        typer.echo("\n到期时预计（按模型测算，仅供参考）")
        table = [
            [
                names[row["target"]],
                _likely(row["median"], row),
                "—" if _plain(row["low"]) is None else f"{_likely(row['low'], row)}—{_likely(row['high'], row)}",
                _amount(row["target_value"]),
                row["unit"],
                _chance(row),
            ]
            for row in shown
        ]
        _print(table, ["目标", "中位数", f"{100 * shown[0]['level']:.0f}%区间", "目标值", "单位", "完成的可能性"], [0])
    reasons: dict[str, list[str]] = {}
    for row in open_rows:
        if _plain(row["median"]) is None:
            reasons.setdefault(str(row["note"]).rstrip("。"), []).append(names[row["target"]])
    if over := [names[row["target"]] for row in rows if row["due"] <= month]:
        reasons["期限已到，不再预计"] = over
    typer.echo("")
    for reason, listed in reasons.items():
        _say(f"{reason}：{'、'.join(listed)}。")


def _likely(value: float, row: dict[Any, Any]) -> str:
    """Write a projected value: no finer than the target itself, for a projection knows no decimals of a firm."""
    return f"{value:,.0f}" if float(row["target_value"]).is_integer() else f"{value:,.1f}"


def _chance(row: dict[Any, Any]) -> str:
    """Write a chance; a model is never certain, and infers no pace where nothing was ever added."""
    chance = _plain(row["chance"])
    if chance is None or (row["median"] == 0 and row["high"] == 0):
        return "—"
    if chance > 0.99:
        return "99%以上"
    return "不足1%" if chance < 0.01 else f"{100 * chance:.0f}%"


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
    _say(_head(inquiry, f"按“{made.scheme.name.zh}”评分{ours}"))
    classes = grades["variant"].nunique() > 1
    rows = [
        [
            _number(row["rank"]),
            row["name"],
            *([made.scheme.variants[row["variant"]].zh] if classes else []),
            _number(row["total"], 2),
            _number(row["max_possible"], 2),
            (row["grade_zh"] or "—") if row["settled"] else "待定",
        ]
        for row in grades.sort_values(["variant", "rank"] if classes else ["rank"], kind="stable").to_dict("records")
    ]
    pending = not all(grades["settled"])
    heads = ["暂列名次" if pending else "名次", "载体", *(["类别"] if classes else []), "得分", "最高可得", "等次"]
    _print(rows, heads, [1])
    if pending:
        _say(
            "等次待定的，有缺数据或未核实的项目，暂按0分计，名次为暂列；“最高可得”为这些项目全部得满分时的分数。"
            "加--explain列出逐项情况。"
        )
    reasons: dict[str, list[str]] = {}
    for name, why in made.why.items():
        reasons.setdefault(why, []).append(name)
    for why, listed in reasons.items():
        _say(f"未评分（{why}）：{'、'.join(listed)}。")
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
    units = {item.id: item.unit for item in rules.items}
    ours = "" if rules.stated else "（项目为默认设置，文件未列明）"
    _say(_head(inquiry, f"{rules.name.zh}{ours}"))
    shown, empty = [], []
    for row in found.to_dict("records"):
        item = found[(found["league"] == row["league"]) & (found["item"] == row["item"])]
        if (item["status"] == "ranked").any():
            shown.append(row)
        elif (told := (_league(row, inquiry), names.get(row["item"], row["item"]))) not in empty:
            empty.append(told)
    firm = {"tied": "并列", "narrow": "差距小", "firm": "差距大"}
    rows = [
        [
            _league(row, inquiry),
            names.get(row["item"], row["item"]),
            "水平" if row["kind"] == "level" else "进步",
            _number(row["place"]),
            row["entity"],
            _amount(row["value"]) if row["kind"] == "level" else _signed_change(row),
            units[row["item"]],
            *([firm.get(str(row["firmness"]), "—")] if firmness else []),
            row["reason_zh"] or "",
        ]
        for row in shown
    ]
    heads = ["组别", "项目", "类别", "名次", "单位", "数值", "计量单位", *(["稳固程度"] if firmness else []), "说明"]
    if not any(row[-1] for row in rows):
        rows, heads = [row[:-1] for row in rows], heads[:-1]
    if rows:
        _print(rows, heads, [1, 4])
        typer.echo("水平比截至本期的数值，进步比较上季度末的增减。")
    for league in dict.fromkeys(one for one, _ in empty):
        _say(
            f"{league}没有单位参加排名的项目（未报或不排名）：{'、'.join(item for one, item in empty if one == league)}。"
        )


def _league(row: dict[Any, Any], inquiry: Any) -> str:
    """Name a league; where the bureau named none, its units' kind."""
    if row["league"] == "town":
        return "街道（乡镇）" if inquiry.words.regions.get(inquiry.region).level == "county" else "下辖地区"
    return {"park": "园区"}.get(row["league"], str(row["league"]))


def _signed_change(row: dict[Any, Any]) -> str:
    value, before = _plain(row["value"]), _plain(row["before"])
    if value is None or before is None:
        return "—"
    change = value - before
    return f"{'+' if change > 0 else '-' if change < 0 else ''}{_amount(abs(change))}"


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
    from incuanalysis.evaluation.standards import open_standards

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
    _say(_head(inquiry, "各载体对照上一级认定条件"))
    standards = open_standards(inquiry.project)
    rows = [
        [
            ready.names.get(row["carrier"], row["carrier"]),
            standards[row["standard"]].name.zh if row["standard"] in standards else "—",
            "条件均已满足" if _plain(row["holds"]) else row["missing_zh"],
        ]
        for row in ready.next.to_dict("records")
    ]
    _print(sorted(rows), ["载体", "对照标准", "尚缺条件"], [1, 2])


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
    _say(_head(inquiry, "各载体评价结果的运用"))
    _print(rows, ["载体", "年度", "状态", "处理", "依据"], [0, 3, 4])
    typer.echo("“拟”为建议，未作决定；决定登记到data/records/lifecycle_decision.csv。")


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
    from incuanalysis.evaluation.ledgers import checklist, unplaced_records
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
    _say(f"{name}，截至{inquiry.month.year}年{inquiry.month.month}月底，《{inquiry.the_plan().name()}》任务清单")
    listed = checklist(ledger, "zh").to_dict("records")
    rows = [[str(row["number"]), row["task"], row["status"], row["progress"], row["due"]] for row in listed]
    _print(rows, ["序号", "任务", "状态", "进展", "完成时限"], [1, 3])
    records = inquiry.record("task_status")
    for row in unplaced_records(inquiry.the_plan(), records, inquiry.units, inquiry.day):
        line = records["row"].iloc[row["place"] - 1]
        _say(
            f"data/records/task_status.csv第{line}行未计入：任务{row['task']}没有“{row['unit']}”这一责任单位，"
            f"请对照incu plans tasks {inquiry.the_plan().id}核对序号和单位。"
        )

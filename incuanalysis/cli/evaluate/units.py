"""Of a region and its units: progress towards the plan's targets, places in contests, tasks."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from incuanalysis.cli.evaluate.asking import PeriodOption, PlanOption, RegionOption, about, ask, head
from incuanalysis.cli.options import AsOfOption, JsonOption, ProjectOption, StoreOption, print_json
from incuanalysis.cli.writing import amount, json_rows, number, percent, plain, print_sentence, print_table, signed

__all__ = ["contest", "progress", "tasks"]


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

    inquiry = ask(region, period, store, project, plan, as_of)
    found = progress_of(inquiry)
    ahead = outlook_of(inquiry) if outlook else None
    if as_json:
        said = {"plan": inquiry.the_plan().id, "demo": inquiry.demo, "targets": json_rows(found)}
        print_json(about(inquiry, **said, **({} if ahead is None else {"outlook": json_rows(ahead)})))
        return
    held = inquiry.the_plan()
    names = {target.id: target.name.zh for target in held.targets}
    print_sentence(head(inquiry, f"《{held.name()}》目标进度", demo=inquiry.demo))
    if str(inquiry.month) > held.last:
        typer.echo(f"计划期至{held.last[:4]}年{int(held.last[5:])}月，已结束。")
    lines = {"low": "低线", "base": "", "high": "高线"}
    rows = [
        [
            names[row["target"]] + (f"（{lines[row['line']]}）" if lines[row["line"]] else ""),
            amount(row["actual"]),
            amount(row["target_value"]),
            row["unit"],
            percent(row["completion"]),
            percent(row["schedule"]),
            signed(row["gap_points"]),
            status_label(row["status"]),
        ]
        for row in found[found["carrier"].isna() & (found["region"] == inquiry.region)].to_dict("records")
    ]
    print_table(rows, ["目标", "实际", "目标值", "单位", "完成率", "序时进度", "差（百分点）", "状态"], [0])
    if ahead is not None:
        own = ahead[ahead["carrier"].isna() & (ahead["region"] == inquiry.region) & (ahead["line"] == "base")]
        _print_outlook(own.to_dict("records"), names, int(inquiry.month))


def _print_outlook(rows: list[dict[Any, Any]], names: dict[str, str], month: int) -> None:
    """Print where targets will probably stand; of those without a projection, why."""
    open_rows = [row for row in rows if row["due"] > month]
    shown = [row for row in open_rows if plain(row["median"]) is not None]
    if shown:
        typer.echo("\n到期时预计（按模型测算，仅供参考）")
        table = [
            [
                names[row["target"]],
                _likely(row["median"], row),
                "—" if plain(row["low"]) is None else f"{_likely(row['low'], row)}—{_likely(row['high'], row)}",
                amount(row["target_value"]),
                row["unit"],
                _chance(row),
            ]
            for row in shown
        ]
        print_table(
            table, ["目标", "中位数", f"{100 * shown[0]['level']:.0f}%区间", "目标值", "单位", "完成的可能性"], [0]
        )
    reasons: dict[str, list[str]] = {}
    for row in open_rows:
        if plain(row["median"]) is None:
            reasons.setdefault(str(row["note"]).rstrip("。"), []).append(names[row["target"]])
    if over := [names[row["target"]] for row in rows if row["due"] <= month]:
        reasons["期限已到，不再预计"] = over
    typer.echo("")
    for reason, listed in reasons.items():
        print_sentence(f"{reason}：{'、'.join(listed)}。")


def _likely(value: float, row: dict[Any, Any]) -> str:
    """Write a projected value: no finer than the target itself, for a projection knows no decimals of a firm."""
    return f"{value:,.0f}" if float(row["target_value"]).is_integer() else f"{value:,.1f}"


def _chance(row: dict[Any, Any]) -> str:
    """Write a chance; a model is never certain, and infers no pace where nothing was ever added."""
    chance = plain(row["chance"])
    if chance is None or (row["median"] == 0 and row["high"] == 0):
        return "—"
    if chance > 0.99:
        return "99%以上"
    return "不足1%" if chance < 0.01 else f"{100 * chance:.0f}%"


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

    inquiry = ask(region, period, store, project, plan, as_of)
    found = contests_of(inquiry, which, firmness=firmness)
    if as_json:
        print_json(about(inquiry, contest=which, demo=inquiry.demo, places=json_rows(found)))
        return
    rules = open_contests(inquiry.project)[which]
    names = {item.id: item.name.zh for item in rules.items}
    units = {item.id: item.unit for item in rules.items}
    ours = "" if rules.stated else "（项目为默认设置，文件未列明）"
    print_sentence(head(inquiry, f"{rules.name.zh}{ours}", demo=inquiry.demo))
    # an item that nobody of a league is ranked by is only told of
    rated = {(row["league"], row["item"]) for row in found[found["status"] == "ranked"].to_dict("records")}
    shown = []
    empty: dict[str, list[str]] = {}
    for row in found.to_dict("records"):
        if (row["league"], row["item"]) in rated:
            shown.append(row)
        else:
            empty.setdefault(_league(row, inquiry), []).append(names.get(row["item"], row["item"]))
    firm = {"tied": "并列", "narrow": "差距小", "firm": "差距大"}
    rows = [
        [
            _league(row, inquiry),
            names.get(row["item"], row["item"]),
            "水平" if row["kind"] == "level" else "进步",
            number(row["place"]),
            row["entity"],
            amount(row["value"]) if row["kind"] == "level" else _signed_change(row),
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
        print_table(rows, heads, [1, 4])
        typer.echo("水平比截至本期的数值，进步比较上季度末的增减。")
    for league, items in empty.items():
        print_sentence(f"{league}没有单位参加排名的项目（未报或不排名）：{'、'.join(dict.fromkeys(items))}。")


def _league(row: dict[Any, Any], inquiry: Any) -> str:
    """Name a league; where the bureau named none, its units' kind."""
    if row["league"] == "town":
        return "街道（乡镇）" if inquiry.words.regions.get(inquiry.region).level == "county" else "下辖地区"
    return {"park": "园区"}.get(row["league"], str(row["league"]))


def _signed_change(row: dict[Any, Any]) -> str:
    value, before = plain(row["value"]), plain(row["before"])
    if value is None or before is None:
        return "—"
    change = value - before
    return f"{'+' if change > 0 else '-' if change < 0 else ''}{amount(abs(change))}"


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

    inquiry = ask(region, period, store, project, plan, as_of)
    ledger, completion = tasks_of(inquiry)
    if as_json:
        print_json(about(inquiry, plan=inquiry.the_plan().id, tasks=json_rows(ledger), units=json_rows(completion)))
        return
    print_sentence(head(inquiry, f"《{inquiry.the_plan().name()}》任务清单"))
    listed = checklist(ledger, "zh").to_dict("records")
    rows = [[str(row["number"]), row["task"], row["status"], row["progress"], row["due"]] for row in listed]
    print_table(rows, ["序号", "任务", "状态", "进展", "完成时限"], [1, 3])
    records = inquiry.record("task_status")
    for row in unplaced_records(inquiry.the_plan(), records, inquiry.units, inquiry.day):
        line = records["row"].iloc[row["place"] - 1]
        print_sentence(
            f"data/records/task_status.csv第{line}行未计入：任务{row['task']}没有“{row['unit']}”这一责任单位，"
            f"请对照incu plans tasks {inquiry.the_plan().id}核对序号和单位。"
        )

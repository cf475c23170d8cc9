"""``incu ingest``, ``incu check``, ``incu quarantine``, ``incu decide``, ``incu missing`` and ``incu trace``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

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
from incuanalysis.errors import ExitCode

SenderOption = Annotated[str, typer.Option("--sender", help="Who sent the files, where they don't say so themselves.")]
RegionOption = Annotated[str, typer.Option("--region", help="Region that the files are about: id, name, old name …")]
_MARKS = {"error": "错误", "warning": "提醒", "info": "说明"}


@app.command(epilog="Example: incu ingest 收到的报表/ --received 2024-01-12")
def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files and folders of returns.")],
    sender: SenderOption = "",
    region: RegionOption = "",
    period: Annotated[
        str, typer.Option("--period", help="Period, where the files don't say it: 2023Q4, 2023-09 …")
    ] = "",
    received: Annotated[
        str,
        typer.Option("--received", metavar="DATE", help="Day on which they came in (default: today, or 收文登记.csv)."),
    ] = "",
    workers: Annotated[int, typer.Option("--workers", min=0, max=256, help="Processes (default: one a core).")] = 0,
    verbose: Annotated[bool, typer.Option("--verbose", help="Also name the files that were received before.")] = False,
    store: StoreOption = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take returns in: keep each file, store what is certain, quarantine the rest with its reason."""
    from incuanalysis.intake.processes import expect_workers

    expect_workers(paths, workers)
    from incuanalysis.intake.returns.ingest import ingest as take_in
    from incuanalysis.intake.store import open_store
    from incuanalysis.progress import count_progress

    place = open_project(project)
    with count_progress("读取报表") as progress:
        result = take_in(
            place,
            paths,
            open_store(store or place.store),
            sender=sender,
            region=region,
            period=period,
            received_on=received,
            workers=workers,
            progress=progress,
        )
    if as_json:
        files = [file.as_dict() for file in result.files]
        print_json({"files": files, "stored": result.stored, "quarantined": result.quarantined})
        return
    before = [file.path for file in result.files if file.status == "already"]
    for file in result.files:
        if file.status == "already":
            continue
        if file.messages or file.status != "stored":
            typer.echo(f"{file.path}：{_status(file)}")
        for message in file.messages:
            where = " ".join(part for part in (message.sheet, message.cell) if part)
            typer.echo(f"  {_MARKS[message.severity]} {where + '：' if where else ''}{message.text()}")
    if before:
        typer.echo(f"{len(before)}份此前已收到，未重复入库{'：' if verbose else '。'}")
        if verbose:
            typer.echo("\n".join(f"  {path}" for path in before))
    typer.echo(
        f"{len(result.files)}个文件，入库{result.stored}格，待处理{result.quarantined}格。"
        f"{'登记有新增，已按全部报表重新生成数据仓。' if result.replayed else ''}"
    )
    if result.quarantined:
        typer.echo("待处理的单元格见 incu quarantine；名称和表头可用 incu decide 确认。")


def _status(file: Any) -> str:
    return {
        "stored": f"入库{file.stored}格",
        "partly": f"入库{file.stored}格，待处理{file.quarantined}格",
        "quarantined": f"未入库，待处理{file.quarantined}格",
        "empty": "没有数据",
        "unreadable": "无法读取",
    }[file.status]


@app.command(epilog="Example: incu check 北岙街道2023年四季度.xlsx")
def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH…]", help="Files to check before they are taken in.")
    ] = None,
    sender: SenderOption = "",
    region: RegionOption = "",
    period: Annotated[str, typer.Option("--period", help="Period, where the files don't say it.")] = "",
    severity: Annotated[str, typer.Option("--severity", help="error, warning or info: from this one on.")] = "warning",
    store: StoreOption = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what was found in the returns of the store, or check files without taking them in.

    Ends with 1 if there are errors.
    """
    from incuanalysis.errors import UnknownNameError
    from incuanalysis.intake.returns.listing import found_in_checks
    from incuanalysis.intake.returns.preview import preview
    from incuanalysis.intake.store import open_store

    levels = ["error", "warning", "info"]
    if severity not in levels:
        raise UnknownNameError("severity", severity, levels)
    place = open_project(project)
    where = open_store(store or place.store)
    wanted = levels[: levels.index(severity) + 1]
    results = []
    if paths:
        results = preview(place, paths, where, sender=sender, region=region, period=period)
        found = [
            {"file": file.path, **message.as_dict()}
            for file in results
            for message in file.messages
            if message.severity in wanted
        ]
    else:
        found = found_in_checks(where, wanted)
    if as_json:
        print_json(found)
    else:
        for one in found:
            at = " ".join(part for part in (one["sheet"], one["cell"]) if part)
            typer.echo(f"{_MARKS[one['severity']]} {one['file']}{' ' + at if at else ''}：{one['text']}")
        for file in results:
            typer.echo(f"{file.path}：可入库{file.stored}格，待处理{file.quarantined}格。")
        errors = sum(one["severity"] == "error" for one in found)
        typer.echo(f"共{len(found)}条，其中错误{errors}条。")
    if any(one["severity"] == "error" for one in found):
        fail("", ExitCode.FAILED)


@app.command(epilog="Example: incu quarantine --region 洞头区 --period 2023Q4")
def quarantine(
    region: Annotated[str, typer.Option("--region", help="Only cells of this region and what lies below it.")] = "",
    file: Annotated[str, typer.Option("--file", help="Only files with this in their names.")] = "",
    period: Annotated[str, typer.Option("--period", help="Only returns of this period: 2023Q4, 2023 …")] = "",
    store: StoreOption = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the cells that could not be used, why, and what they may mean."""
    from incuanalysis.intake.returns.listing import choose_cells, quarantined_cells
    from incuanalysis.intake.returns.messages import briefly, say_cells
    from incuanalysis.intake.store import open_store

    place = open_project(project)
    where = open_store(store or place.store)
    rows, undecided = choose_cells(place, where, region=region, file=file, period=period)
    listed = quarantined_cells(place, where, rows)
    if as_json:
        print_json(listed)
        return
    for name, entries in briefly(listed):
        typer.echo(name)
        for one in entries:
            at = " ".join(part for part in (one["sheet"], say_cells(one["cells"])) if part)
            typer.echo(f"  {_MARKS[one['severity']]} {at}：{one['text']}")
            if one["nearest"]:
                typer.echo("    可能是：" + "；".join(f"{near['name']}（{near['id']}）" for near in one["nearest"]))
    typer.echo(f"共{len(rows)}格，{rows['file'].nunique()}个文件。")
    if undecided:
        typer.echo(f"另有{undecided}格无法确定所属地区或时期，未列出；不加 --region、--period 可列出全部。")


@app.command(epilog="Example: incu decide name 北岙街到 330305001")
def decide(
    what: Annotated[str, typer.Argument(help="name (of a region or carrier) or heading (of a column).")] = "",
    text: Annotated[str, typer.Argument(help="As printed in the return.")] = "",
    meaning: Annotated[str, typer.Argument(help="Id or name of what it means; - to leave it out.")] = "",
    sender: Annotated[str, typer.Option("--sender", help="For whose files it holds (default: all).")] = "",
    basis: Annotated[str, typer.Option("--basis", help="Of a heading: stock, period, ytd, since_start …")] = "",
    unit: Annotated[str, typer.Option("--unit", help="Of a heading: 家, 万元, 平方米 …")] = "",
    listing: Annotated[bool, typer.Option("--list", help="List the decisions in force, with their numbers.")] = False,
    undo: Annotated[int, typer.Option("--undo", metavar="N", help="Take the decision with this number back.")] = 0,
    store: StoreOption = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record what a name or a heading means; the returns that it concerns are read again."""
    from incuanalysis.errors import BadInputError
    from incuanalysis.intake.returns import decide as decisions
    from incuanalysis.intake.store import open_store

    place = open_project(project)
    where = open_store(store or place.store)
    given = bool(what) + bool(text) + bool(meaning)
    if listing + bool(undo) + bool(given) != 1 or (given and given != 3):
        raise BadInputError(
            "Give what, text and meaning, or --list, or --undo N.",
            "请写明类别、原文和含义（如 incu decide name 北岙街到 北岙街道），或只用 --list、--undo 编号。",
        )
    if listing:
        made = decisions.decisions_made(place, where)
        if as_json:
            print_json(made)
        else:
            typer.echo("\n".join([*map(_decision, made), f"现行有效的决定共{len(made)}项。"]))
        return
    if undo:
        done = decisions.undo(place, where, undo)
    else:
        done = decisions.decide(place, where, what, text, meaning, sender=sender, basis=basis, unit=unit)
    if as_json:
        print_json(done)
    else:
        typer.echo("\n".join(_undone(done) if undo else _decided(done)))


def _decision(made: dict[str, Any]) -> str:
    kind = "名称" if made["what"] == "name" else "表头"
    limits = [f"限{made['sender']}来件" if made["sender"] else "", made["basis"], made["unit"]]
    id = f"（{made['meaning']}）" if made["meaning"] not in ("-", made["meaning_name"]) else ""
    of = f"（{'，'.join(part for part in limits if part)}）" if any(limits) else ""
    by = f" {made['by']}" if made["by"] else ""
    return f"第{made['number']}号　{made['day']}{by}　{kind}“{made['text']}”→ {made['meaning_name']}{id}{of}"


def _decided(done: dict[str, Any]) -> list[str]:
    if not done["recorded"]:
        return [f"与现行有效的决定相同，未重复记录：{_decision(done)}"]
    lines = [f"已记录：{_decision(done)}"]
    if done["replaced"]:
        lines.append(f"代替：{_decision(done['replaced'])}")
    if done["changed"]:
        return [*lines, _effect(done)]
    if done["waiting"]:
        kept = (
            "留在待处理中，不入库" if done["meaning"] == "-" else "仍待处理：此决定未使其可以入库，请核对 --sender 等"
        )
        return [*lines, f"“{done['text']}”的{done['waiting']}格{kept}。"]
    lines.append("此决定目前不涉及任何来件，没有单元格因它而改变；今后的来件将照此读取。")
    if done["nearest"]:
        near = "、".join(f"“{text}”" for text in done["nearest"])
        lines.append(f"待处理中相近的有：{near}。如系笔误，可用 incu decide --undo {done['number']} 撤销后重新确认。")
    return lines


def _undone(done: dict[str, Any]) -> list[str]:
    lines = [f"已撤销：{_decision(done)}"]
    if done["restored"]:
        lines.append(f"恢复有效：{_decision(done['restored'])}")
    return [*lines, _effect(done) if done["changed"] else "没有单元格因此改变。"]


def _effect(done: dict[str, Any]) -> str:
    if (done["before"], done["stored_before"]) == (done["after"], done["stored_after"]):
        return "已按此重读全部来件，有数据因此改变；待处理和入库的格数不变。"
    return f"待处理由{done['before']}格变为{done['after']}格，入库由{done['stored_before']}格变为{done['stored_after']}格。"


@app.command(epilog="Example: incu missing --region 洞头区 --period 2023Q4")
def missing(
    period: Annotated[str, typer.Option("--period", help="2023Q4, 2023-09, 2023 …")],
    region: RegionOption = "",
    today: Annotated[str, typer.Option("--today", metavar="DATE", help="Day to judge by (default: today).")] = "",
    duties: Annotated[
        Path | None,
        typer.Option("--duties", metavar="FILE", help="Who must report (default: data/records/duties.yml)."),
    ] = None,
    store: StoreOption = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print whom to chase: who must report, who has, who was late."""
    from incuanalysis.intake.returns.chase import chase
    from incuanalysis.intake.store import open_store

    place = open_project(project)
    result = chase(place, open_store(store or place.store), period, region=region, today=today, duties=duties)
    if as_json:
        print_json(result.as_dict())
    else:
        typer.echo(result.text)


@app.command(epilog="Example: incu trace --region 洞头区 --indicator 在孵企业 --period 2023Q4")
def trace(
    region: Annotated[str, typer.Option("--region", help="Id, name, short or old name, code, alias.")],
    indicator: Annotated[str, typer.Option("--indicator", help="Id, name or alias.")],
    period: Annotated[str, typer.Option("--period", help="2023, 2023Q4, 2023-09, …")],
    carrier: Annotated[str | None, typer.Option("--carrier", help="A carrier's name or id.")] = None,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Follow a number back to the file, sheet and cell that it came from."""
    from incuanalysis.intake.returns.trace import say, waiting_beside
    from incuanalysis.intake.returns.trace import trace as follow
    from incuanalysis.intake.store import open_store

    place = open_project(project)
    where = open_store(store or place.store)
    links = follow(place, where, region, indicator, period, carrier=carrier, as_of=as_of)
    if as_json:
        print_json([link.as_dict() for link in links])
    else:
        waiting = waiting_beside(place, where, region, indicator, period, carrier=carrier)
        typer.echo("\n".join([*(line for link in links for line in say(link)), *waiting.say(every=False)]))

"""``incu objection``: objections to a document, decisions on them, and corrections that follow."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from incuanalysis.cli.options import AsOfOption, JsonOption, ProjectOption, StoreOption, app, open_project, print_json

objection = typer.Typer(
    help="Objections to documents, decisions, corrections. 对文件的异议、处理和更正。",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
app.add_typer(objection, name="objection", epilog="Example: incu objection list --region 洞头区")

ByOption = Annotated[str, typer.Option("--by", help="Who records it (default: the user's name).")]
OnOption = Annotated[str, typer.Option("--on", metavar="DATE", help="Day of recording (default: today).")]
DateOption = Annotated[
    str, typer.Option("--date", metavar="DATE", help="Day of the thing itself (default: that of recording).")
]
DocumentOption = Annotated[str, typer.Option("--document", help="Document that it rests on (文号).")]
NoteOption = Annotated[str, typer.Option("--note", help="Remark.")]


@objection.command(
    epilog="Example: incu objection add --kind quarterly_bulletin --region 洞头区 --period 2023Q3 --unit 北岙街道 "
    "--item 新增入孵创新型项目 --claim 应为28个 --grounds 补报的季度报表"
)
def add(
    kind: Annotated[str, typer.Option("--kind", help="Kind of document (incu kinds).")],
    region: Annotated[str, typer.Option("--region", help="Id or name of the document's region.")],
    period: Annotated[str, typer.Option("--period", help="2023-09, 2023Q3, 2023.")],
    unit: Annotated[str, typer.Option("--unit", help="Who objects.")],
    item: Annotated[str, typer.Option("--item", help="To what.")],
    claim: Annotated[str, typer.Option("--claim", help="What it should be.")],
    grounds: Annotated[str, typer.Option("--grounds", help="Why.")],
    evidence: Annotated[str, typer.Option("--evidence", help="What was sent with it.")] = "",
    id: Annotated[str, typer.Option("--id", help="Its id (default: region-year-number).")] = "",
    date: DateOption = "",
    document: DocumentOption = "",
    note: NoteOption = "",
    by: ByOption = "",
    on: OnOption = "",
    store: StoreOption = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record an objection to a document; prints its id."""
    from incuanalysis.plans.objections import About, add_objection

    said = {"unit": unit, "item": item, "claim": claim, "grounds": grounds, "evidence": evidence, "id": id}
    said |= {"date": date, "document": document, "note": note}
    made = add_objection(open_project(project), About(kind, region, period), said, by=by, on=on, store=store)
    if as_json:
        print_json({"id": made})
    else:
        typer.echo(f"已登记异议{made}。")


@objection.command(epilog="Example: incu objection decide 330305-2023-1 --decision upheld --reason 经核对属实")
def decide(
    id: Annotated[str, typer.Argument(metavar="ID", help="Id of an objection (`incu objection list`).")],
    decision: Annotated[str, typer.Option("--decision", help="upheld, partly or rejected.")],
    reason: Annotated[str, typer.Option("--reason", help="Why.")],
    date: DateOption = "",
    document: DocumentOption = "",
    note: NoteOption = "",
    by: ByOption = "",
    on: OnOption = "",
    store: StoreOption = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record the decision on an objection; a later one takes the place of an earlier one."""
    from incuanalysis.plans.objections import DECISIONS, decide_objection

    said = {"decision": decision, "reason": reason, "date": date, "document": document, "note": note}
    decide_objection(open_project(project), id, said, by=by, on=on, store=store)
    if as_json:
        print_json({"id": id, "decision": decision})
    else:
        typer.echo(f"已登记异议{id}的处理：{DECISIONS[decision]}。")


@objection.command("list", epilog="Example: incu objection list --region 洞头区 --open")
def list_(
    region: Annotated[str, typer.Option("--region", help="Only to documents about this region.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="Only to this kind of document.")] = "",
    period: Annotated[str, typer.Option("--period", help="Only to documents of this period.")] = "",
    only_open: Annotated[bool, typer.Option("--open", help="Only those without a decision.")] = False,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the objections with what became of them."""
    from incuanalysis.cli.writing import print_table
    from incuanalysis.plans.objections import list_objections, objection_table

    found = list_objections(
        open_project(project),
        region=region,
        kind=kind,
        period=period,
        only_open=only_open,
        as_of=as_of,
        store=store,
    )
    if as_json:
        print_json(found)
    elif found:
        print_table(objection_table(found), ["编号", "文件", "单位", "事项", "主张", "处理"], [3, 4])
    else:
        typer.echo("没有登记的异议。")


@objection.command(
    epilog="Example: incu objection correct issued/quarterly_bulletin.zh.json "
    "reports/2023Q3/330305/quarterly_bulletin.zh.json --reason 补报数据经核对属实 --objection 330305-2023-1"
)
def correct(
    issued: Annotated[Path, typer.Argument(metavar="ISSUED", help="JSON beside the issued document (a copy kept).")],
    made: Annotated[Path, typer.Argument(metavar="MADE", help="JSON beside the document made anew.")],
    reason: Annotated[str, typer.Option("--reason", help="Why it is corrected; without it nothing is recorded.")] = "",
    of: Annotated[str, typer.Option("--objection", metavar="ID", help="Objection that it follows from.")] = "",
    date: DateOption = "",
    document: DocumentOption = "",
    note: NoteOption = "",
    by: ByOption = "",
    on: OnOption = "",
    store: StoreOption = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """List which table cells of an issued document changed; with --reason, record them as its next correction."""
    from dataclasses import asdict

    from incuanalysis.publishing.changes import changes_between, record_changes

    about, changes = changes_between(issued, made)
    number = None
    if reason:
        said = {"reason": reason, "objection": of, "date": date, "document": document, "note": note}
        number = record_changes(open_project(project), about, changes, said, by=by, on=on, store=store)
    if as_json:
        print_json({**about, "number": number, "changes": [asdict(one) for one in changes]})
        return
    for one in changes:
        typer.echo(f"{one.item}：{one.before} → {one.after}")
    if number is not None:
        typer.echo(f"已登记更正第{number}号，共{len(changes)}项。")
    else:
        typer.echo(f"有变动{len(changes)}项，未登记；加--reason登记为更正。" if changes else "各表没有变动。")

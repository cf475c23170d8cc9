"""Of a region's carriers: scores, conditions of standards, what follows from grades."""

from __future__ import annotations

from typing import Annotated

import typer

from incuanalysis.cli.evaluate.asking import PeriodOption, RegionOption, about, ask, head
from incuanalysis.cli.options import AsOfOption, JsonOption, ProjectOption, StoreOption, print_json
from incuanalysis.cli.writing import json_rows, number, plain, print_sentence, print_table

__all__ = ["lifecycle", "readiness", "score"]


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

    inquiry = ask(region, period, store, project, "", as_of)
    made = scores_of(inquiry, scheme)
    grades = made.grades.assign(name=[made.names.get(one, one) for one in made.grades["carrier"]])
    if as_json:
        print_json(
            about(
                inquiry,
                scheme=made.scheme.id,
                ours=made.scheme.ours,
                demo=inquiry.demo,
                grades=json_rows(grades),
                items=json_rows(made.scores.items()),
                left_out=list(made.left_out),
            )
        )
        return
    ours = "（自定方案，分值由本软件设定）" if made.scheme.ours else ""
    print_sentence(head(inquiry, f"按“{made.scheme.name.zh}”评分{ours}", demo=inquiry.demo))
    classes = grades["variant"].nunique() > 1
    rows = [
        [
            number(row["rank"]),
            row["name"],
            *([made.scheme.variants[row["variant"]].zh] if classes else []),
            number(row["total"], 2),
            number(row["max_possible"], 2),
            (row["grade_zh"] or "—") if row["settled"] else "待定",
        ]
        for row in grades.sort_values(["variant", "rank"] if classes else ["rank"], kind="stable").to_dict("records")
    ]
    pending = not all(grades["settled"])
    heads = ["暂列名次" if pending else "名次", "载体", *(["类别"] if classes else []), "得分", "最高可得", "等次"]
    print_table(rows, heads, [1])
    if pending:
        print_sentence(
            "等次待定的，有缺数据或未核实的项目，暂按0分计，名次为暂列；“最高可得”为这些项目全部得满分时的分数。"
            "加--explain列出逐项情况。"
        )
    reasons: dict[str, list[str]] = {}
    for name, why in made.why.items():
        reasons.setdefault(why, []).append(name)
    for why, listed in reasons.items():
        print_sentence(f"未评分（{why}）：{'、'.join(listed)}。")
    if explain:
        for one in made.scores.scores:
            typer.echo(f"\n{made.names.get(one.carrier, one.carrier)}\n{one.explain('zh')}")


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

    inquiry = ask(region, period, store, project, "", as_of)
    ready = readiness_of(inquiry)
    if as_json:
        tables = ("conditions", "summary", "next", "recognitions")
        print_json(about(inquiry, demo=inquiry.demo, **{name: json_rows(getattr(ready, name)) for name in tables}))
        return
    print_sentence(head(inquiry, "各载体对照上一级认定条件", demo=inquiry.demo))
    standards = open_standards(inquiry.project)
    rows = [
        [
            ready.names.get(row["carrier"], row["carrier"]),
            standards[row["standard"]].name.zh if row["standard"] in standards else "—",
            "条件均已满足" if plain(row["holds"]) else row["missing_zh"],
        ]
        for row in ready.next.to_dict("records")
    ]
    print_table(sorted(rows), ["载体", "对照标准", "尚缺条件"], [1, 2])


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

    inquiry = ask(region, period, store, project, "", as_of)
    found = lifecycle_of(inquiry)
    if as_json:
        print_json(about(inquiry, years=json_rows(found)))
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
    print_sentence(head(inquiry, "各载体评价结果的运用", demo=inquiry.demo))
    print_table(rows, ["载体", "年度", "状态", "处理", "依据"], [0, 3, 4])
    typer.echo("“拟”为建议，未作决定；决定登记到data/records/lifecycle_decision.csv。")

"""The first page: title with three findings, one chart, headline numbers; and the document's end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from incuanalysis.display.charts.bullet import bullet
from incuanalysis.display.charts.common import stamp
from incuanalysis.display.documents import closing, letterhead
from incuanalysis.display.items import Chart, Headline, Headlines, Item, Title
from incuanalysis.display.numbers import percent
from incuanalysis.display.plan_review.words import absent_word, counts, names, span, when
from incuanalysis.display.sentences import lists
from incuanalysis.evaluation.documents.plan_review import KIND
from incuanalysis.plans.bureaus import DOCUMENT_KINDS
from incuanalysis.vocabulary.periods import Period

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.display.furniture import Letterhead
    from incuanalysis.evaluation.documents.plan_review import PlanReview

__all__ = ["end", "first_chart", "head", "headlines", "title"]

_NAMED, _DRAWN = 3, 8


def head(data: PlanReview, report: Report) -> Letterhead:
    """Return the head, in the report's language; before the plan's end it is no final review."""
    made = letterhead(report, KIND, style="plain")
    if report.language != "zh":
        return replace(made, kind_name=DOCUMENT_KINDS[KIND].en)
    return made if data.over else replace(made, kind_name=made.kind_name.replace("终期", "阶段"))


def title(data: PlanReview, report: Report) -> Title:
    """Return the title: targets reached and missed, what was missed most, milestones and tasks."""
    word = report.say("终期评估" if data.over else "阶段评估", "final review" if data.over else "interim review")
    return Title(
        stamp(report),
        report.say(f"{report.name}孵化载体行动计划{word}", f"{report.name}: {word} of the plan for incubators"),
        report.say(
            f"《{data.plan.name()}》，{when(data, report)}",
            f"{data.plan.name('en')}, {when(data, report)[0].lower()}{when(data, report)[1:]}",
        ),
        "",
        (_state(data, report), _most(data, report), _duties(data, report)),
        (report.say("演示数据", "Demonstration data"),) if report.inquiry.demo else (),
    )


def _state(data: PlanReview, report: Report) -> str:
    rows = data.due if len(data.due) else data.judged
    states, total = list(rows["status"]), len(rows)
    missing = absent_word(data, report)
    if set(states) == {"not_reported"}:
        return report.say(
            f"{when(data, report)}，{total}项量化目标的完成情况均{missing}，是否完成无法判断。",
            f"{when(data, report)}, none of the results of {total} targets was "
            f"{'reported' if data.returned else 'published'}; whether they were reached cannot be told.",
        )
    lead_zh = "到期的量化目标" if len(data.due) else "量化目标"
    lead_en = "targets that were due" if len(data.due) else "targets"
    return report.say(
        f"{when(data, report)}，{lead_zh}{total}项，{counts(data, report, states)}。",
        f"{when(data, report)}, of {total} {lead_en}: {counts(data, report, states)}.",
    )


def _most(data: PlanReview, report: Report) -> str:
    if not data.returned and data.judged["actual"].isna().all():
        return _known(data, report)
    rows = data.missed.sort_values("completion", kind="stable")
    called = names(data, report)
    if rows.empty:
        silent = int((data.due["status"] == "not_reported").sum())
        if silent:
            return report.say(
                f"有数的目标没有到期未完成的，另有{silent}项{absent_word(data, report)}，不能判断。",
                f"No target with a number was missed; {silent} {absent_word(data, report)}, which leaves them open.",
            )
        return report.say("没有到期未完成的量化目标。", "No target that was due was missed.")
    said = [
        report.say(
            f"{called[str(row['target'])]}（完成{percent(100 * row['completion'])}）",
            f"{called[str(row['target'])]} ({percent(100 * row['completion'])})",
        )
        for row in rows.head(_NAMED).to_dict("records")
    ]
    listed = lists.join(said, language=report.language)
    more = len(rows) > _NAMED
    late = len(data.late)
    after_zh = f"；其中{late}项在期限后达到" if late else ""
    after_en = f"; {late} of them met after the deadline" if late else ""
    return report.say(
        f"未按期完成{len(rows)}项，{'完成率最低的是' if more else '即'}{listed}{after_zh}。",
        f"Missed: {len(rows)}{', the furthest from it' if more else ''}: {listed}{after_en}.",
    )


def _known(data: PlanReview, report: Report) -> str:
    """Say what is known where nothing was returned."""
    inside = data.figures[data.figures["within"]]
    if data.figures.empty:
        return report.say("公开数据中未见全区域的孵化载体数据。", "No published figure of the region was found.")
    if len(inside):
        return report.say(
            f"计划期（{span(data, report)}）内见到公布数{len(inside)}项，与目标口径不同，不能替代实绩。",
            f"Within {span(data, report)} {len(inside)} figures were published; they count other things than the targets.",
        )
    last = data.figures.iloc[0]
    period = Period.from_ints(last["first"], last["last"]).label(report.language)
    return report.say(
        f"计划期（{span(data, report)}）内未见公布数；已公布的{len(data.figures)}项指标最近一次为{period}。",
        f"No figure was found for {span(data, report)}; of {len(data.figures)} indicators published before, the last is of {period}.",
    )


def _duties(data: PlanReview, report: Report) -> str:
    zh, en = [], []
    if len(data.milestones):
        states = counts(data, report, list(data.milestones["status"]), "milestone")
        zh.append(f"定性目标{len(data.milestones)}项，{states}")
        en.append(f"{len(data.milestones)} milestones: {states}")
    if len(data.tasks):
        if data.task_records:
            states = counts(data, report, list(data.tasks["status"]), "task")
            zh.append(f"重点工作{len(data.tasks)}项，{states}")
            en.append(f"{len(data.tasks)} tasks: {states}")
        else:
            zh.append(f"重点工作{len(data.tasks)}项，办理情况{absent_word(data, report)}")
            en.append(f"{len(data.tasks)} tasks: progress {absent_word(data, report)}")
    if not zh:
        zh, en = ["计划没有列出定性目标和重点工作"], ["The plan lists no milestones or tasks"]
    return report.say(lists.sentence(*zh), lists.sentence(*en, language="en"))


def first_chart(data: PlanReview, report: Report) -> tuple[Chart, ...]:
    """Return how far the last target of each series is; nothing where no target has a number."""
    rows = data.main
    if not rows["actual"].notna().any():
        return ()
    called = names(data, report)
    return (bullet(rows.assign(name=rows["target"].map(called), month=int(data.month)), report, most=_DRAWN),)


def headlines(data: PlanReview, report: Report) -> Headlines:
    """Return the headline numbers: targets, reached, missed, without a number."""
    states = list(data.judged["status"])
    silent = states.count("not_reported")
    unit, missing = report.say("项", ""), absent_word(data, report)
    # without any number neither is nought: nothing can be told
    known = silent < len(states)
    cards: tuple[tuple[str, str, int | None], ...] = (
        ("targets", report.say("量化目标", "Targets"), len(states)),
        ("reached", report.say("已完成", "Reached"), states.count("done") if known else None),
        ("missed", report.say("未按期完成", "Missed"), states.count("missed") if known else None),
        ("not_reported", missing if report.language == "zh" else missing.capitalize(), silent),
    )
    return Headlines(stamp(report), tuple(_card(id, label, number, unit, report) for id, label, number in cards))


def _card(id: str, label: str, number: int | None, unit: str, report: Report) -> Headline:
    if number is None:
        return Headline(id, label, None, unit, report.say("不能判断", "unknown"))
    return Headline(id, label, float(number), unit, f"{number}{unit}")


def end(report: Report) -> tuple[Item, ...]:
    """Return issuer and date, where an office has taken the review up; an English reading has no closing of its own."""
    return (closing(report, KIND),) if report.language == "zh" and letterhead(report, KIND, "plain").issuer else ()

"""What people's records hold: the columns of each kind of file in ``data/records/``.

A kind is added by one entry of :data:`KINDS`. All kinds also have the columns of :data:`COMMON`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["COMMON", "KINDS", "SECTIONS", "Column", "RecordKind"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a kind of records.

    Parameters
    ----------
    name
        Its heading in the file.
    type
        ``text``; ``number``; ``integer``; ``date`` (2023-09-30); ``month`` (2023-09).
    required
        Whether each row must have a value.
    choices
        Of a text: the values it may have.
    """

    name: str
    type: Literal["text", "number", "integer", "date", "month"] = "text"
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of records.

    Parameters
    ----------
    zh, en
        What it is called.
    columns
        Its own columns, in the order of the file.
    """

    zh: str
    en: str
    columns: tuple[Column, ...]


def _must(name: str, type: Literal["text", "number", "integer", "date", "month"] = "text") -> Column:
    return Column(name, type, required=True)


def _one_of(name: str, *choices: str, required: bool = True) -> Column:
    return Column(name, required=required, choices=choices)


#: At the end of every row: the document it rests on, when it was recorded and by whom.
COMMON = (Column("document"), _must("recorded_at", "date"), _must("by"))

_TASK = _one_of("status", "not_started", "under_way", "done", "behind", "changed")
_BUILT = ("planned", "signed", "building", "completed", "in_use", "changed")
_DUE = Column("due", "month")
_LEVELS = ("district", "municipal", "provincial", "national")
_NOTE = Column("note")
# the document that a text, an objection or a correction is about: its kind, region and period (2023-09, 2023Q3, 2023)
_OF_DOCUMENT = (_must("kind"), _must("region"), _must("period"))
#: Parts of a document that people write: preface, summary, what was done, reasons, next steps, remarks.
SECTIONS = ("preface", "summary", "practices", "reasons", "next_steps", "remarks")

#: File name without ``.csv`` → what it holds. Amounts are in 万元, areas in 平方米.
KINDS: dict[str, RecordKind] = {
    "task_status": RecordKind("任务进展", "Status of tasks", (
        _must("plan"), _must("task", "integer"), _must("unit"), _TASK, _DUE, Column("milestone"),
        Column("evidence"), _must("date", "date"), _NOTE,
    )),
    "milestone": RecordKind("定性目标认定", "Milestones told to be reached", (
        _must("plan"), _must("milestone"), _one_of("state", "reached", "not_reached", "withdrawn"),
        _must("date", "date"), Column("evidence"), _NOTE,
    )),
    "expert_points": RecordKind("专家评分", "Points given by experts", (
        _must("scheme"), _must("carrier"), _must("year", "integer"), _must("item"), _must("reviewer"),
        _must("points", "number"), _must("date", "date"), _NOTE,
    )),
    "recognition": RecordKind("认定情况", "Recognitions", (
        _must("carrier"), _must("standard"), _one_of("step", "applied", "checked", "recognised", "declined"),
        _must("date", "date"), _NOTE,
    )),
    "standard_judgement": RecordKind("标准条件评审", "Judgements on conditions of standards", (
        _must("carrier"), _must("standard"), _must("condition"), _one_of("state", "holds", "fails"),
        _must("reviewer"), _must("date", "date"), Column("evidence"), _NOTE,
    )),
    "grade": RecordKind("评价等次", "Grades given", (
        _must("carrier"), _one_of("level", *_LEVELS), _must("year", "integer"), _must("grade"), Column("round", "integer"),
        _one_of("incident", "yes", "no", required=False), _must("date", "date"), _NOTE,
    )),
    "lifecycle_decision": RecordKind("动态管理决定", "Decisions of dynamic management", (
        _must("carrier"), _must("year", "integer"),
        _one_of("decision", "praise", "rectify", "delist", "recommend_rectify", "recommend_delist", "bar", "recommend_bar",
                "no_action"),
        _one_of("level", *_LEVELS), Column("round", "integer"), _must("date", "date"), Column("reason"), _NOTE,
    )),
    "finding": RecordKind("执行政策不力的认定", "Findings of poor execution of policy", (
        _must("unit"), _must("year", "integer"), _must("finding"), _must("date", "date"), _NOTE,
    )),
    "criticism": RecordKind("通报批评决定", "Decisions on public criticism", (
        _must("unit"), _must("year", "integer"), _must("decision"), _must("date", "date"), _NOTE,
    )),
    "exemption": RecordKind("免予评价", "Exemptions", (
        _must("carrier"), _must("year", "integer"), _must("reason"), _must("date", "date"), _NOTE,
    )),
    "reward": RecordKind("奖补事项", "Events that entitle to a reward", (
        _must("event"), _must("rule"), _must("recipient"), _must("date", "date"), Column("count", "number"),
        Column("amount", "number"), Column("unit"), Column("outcome"), _NOTE,
    )),
    "payment": RecordKind("奖补支付", "Payments", (
        _must("event"), _must("amount", "number"), Column("unit"), _must("paid_on", "date"), _NOTE,
    )),
    "breakdown": RecordKind("任务分解", "Breakdown of targets", (
        _must("plan"), _must("unit"), _must("unit_name"),
        _one_of("kind", "town", "department", "carrier", "park", "reserve"),
        _must("target"), _must("indicator"), _one_of("line", "low", "base", "high"), _must("year", "integer"),
        _must("basis"), _must("value", "number"), _must("in_unit"), _must("printed"), _must("date", "date"),
        Column("file"), Column("sheet"), Column("cell"), _NOTE,
    )),
    "assessed_units": RecordKind("考核单位", "Assessed units", (
        _must("unit"), _one_of("kind", "town", "department", "carrier", "park"), Column("league"), Column("region"),
        Column("first", "month"), Column("last", "month"),
        _one_of("state", "ranked", "entrusted", "no_task", "transition"), _NOTE,
    )),
    "site_status": RecordKind("场地进展", "Status of sites", (
        _must("site"), Column("region"), Column("unit"), _one_of("status", *_BUILT), _DUE,
        Column("area", "number"), Column("milestone"), Column("evidence"), _must("date", "date"), _NOTE,
    )),
    "project_status": RecordKind("项目进展", "Status of projects", (
        _must("project"), Column("region"), Column("unit"), _one_of("status", *_BUILT, "topped_out"), _DUE,
        Column("investment", "number"), Column("milestone"), Column("evidence"), _must("date", "date"), _NOTE,
    )),
    "narrative": RecordKind("文字材料", "Texts that people wrote for a document", (
        *_OF_DOCUMENT, _one_of("section", *SECTIONS), Column("unit"), _must("text"), _must("date", "date"), _NOTE,
    )),
    "objection": RecordKind("异议", "Objections to a document", (
        _must("id"), *_OF_DOCUMENT, _must("unit"), _must("item"), _must("claim"), _must("grounds"), Column("evidence"),
        _must("date", "date"), _NOTE,
    )),
    "objection_decision": RecordKind("异议处理", "Decisions on objections", (
        _must("objection"), _one_of("decision", "upheld", "partly", "rejected"), _must("reason"), _must("date", "date"),
        _NOTE,
    )),
    "correction": RecordKind("更正", "Corrections of a document", (
        *_OF_DOCUMENT, _must("number", "integer"), Column("unit"), _must("item"), _must("before"), _must("after"),
        _must("reason"), Column("objection"), _must("date", "date"), _NOTE,
    )),
}  # fmt: skip

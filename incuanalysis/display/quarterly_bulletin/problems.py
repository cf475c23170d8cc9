"""What is behind, unit by unit, with the reasons as the units gave them; overdue tasks; who has not reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.items import Prose
from incuanalysis.display.monthly_monitoring.first_page import lines_of
from incuanalysis.display.quarterly_bulletin.wording import annex_labels, not_given, quarter, shown_texts, task_words
from incuanalysis.display.sentences import dates, lists
from incuanalysis.display.sentences.gaps import problem_words
from incuanalysis.display.sentences.missing import partly_missing_words
from incuanalysis.evaluation.documents.written import Text
from incuanalysis.intake.forms.naming import full_width

if TYPE_CHECKING:
    import pandas as pd

    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.quarterly import Quarterly

__all__ = ["problems"]

# Named in the text: of the region itself, and units; the annexes have the rest.
_OWN, _UNITS, _EACH, _TASKS = 6, 12, 4, 6


def problems(data: Quarterly, report: Report) -> Prose:
    """Name what is behind down to unit, indicator and difference, with reasons; then tasks and returns."""
    parts = [_behind(data, report), _tasks(data), lists.as_markdown(_silence(data, report))]
    return Prose(stamp(report), "\n\n".join(part for part in parts if part))


def _behind(data: Quarterly, report: Report) -> str:
    written = {one.unit: one for one in data.written("reasons")}
    office = shown_texts([written.pop("")]) if "" in written else ""
    if data.behind.empty:
        reported = data.targets["actual"].notna().any() or data.unit_targets["actual"].notna().any()
        said = "已报的指标和分解任务没有滞后于序时进度的。" if reported else "本季度未收到报数，滞后事项不能判断。"
        return "\n\n".join(part for part in (said, office, _others(written)) if part)
    ids = list(dict.fromkeys(data.behind["unit_id"]))
    own = [id for id in ids if id == report.region.id]
    units = [id for id in ids if id != report.region.id]
    items, silent = [], []
    for id in [*own, *units[:_UNITS]]:
        rows = data.behind[data.behind["unit_id"] == id]
        name = str(rows["unit_name"].iloc[0])
        reason = _reason(rows, written.pop(name, None))
        name = f"{name}本级" if id in own else name
        if not reason:
            silent.append(name)
        items.append(_item(rows, name, reason, _OWN if id in own else _EACH, report))
    where = annex_labels(data).get("targets", "")
    left = len(units) - _UNITS
    lead = f"{dates.as_of(data.month)}，滞后事项{len(data.behind)}项，涉及{len(ids)}个单位"
    if left > 0:
        lead += f"，列出差距较大的{len(items)}个，其余{left}个见{where}"
    notes = []
    if silent:
        notes.append(
            not_given(
                report, lists.as_markdown(lists.sentence(f"未报送原因的：{lists.join(silent)}")), "reasons", "有关单位"
            )
        )
    return "\n\n".join(
        part for part in (f"**滞后事项。**{lead}。", office, "\n".join(items), *notes, _others(written)) if part
    )


def _item(rows: pd.DataFrame, name: str, reason: str, most: int, report: Report) -> str:
    said = [problem_words(line) for line in lines_of(rows.head(most), report)]
    more = f"另有{len(rows) - most}项滞后" if len(rows) > most else ""
    told = lists.sentence(*said, more)
    return f"- **{lists.as_markdown(full_width(name))}**：{lists.as_markdown(told)}{reason}"


def _reason(rows: pd.DataFrame, text: Text | None) -> str:
    """Return what the unit itself gave as reasons and measures: its text for the bulletin, else that of its return."""
    reasons = text.text if text else next((one for one in rows["reasons"] if one), "")
    measures = next((one for one in rows["measures"] if one), "")
    said = [f"{label}：{_ended(one)}" for label, one in (("原因", reasons), ("措施", measures)) if one]
    return lists.as_markdown(f"（单位报送）{''.join(said)}") if said else ""


def _ended(text: str) -> str:
    """Return what was written on one line, as it is but for a missing full stop."""
    line = " ".join(text.split())
    return line if line.endswith(("。", "！", "？", "）")) else f"{line}。"


def _others(written: dict[str, Text]) -> str:
    """Return reasons of units that are not named above: what was written is not lost."""
    if not written:
        return ""
    return "其他单位报送的说明：\n\n" + shown_texts(written.values())


def _tasks(data: Quarterly) -> str:
    """Name the plan's tasks that are late, with the units that say so or are past the deadline."""
    if data.tasks.empty:
        return ""
    late = data.tasks[(data.tasks["status"] == "behind") | data.tasks["overdue"]]
    ledger = data.ledger
    if late.empty:
        silent = int((data.tasks["status"] == "not_reported").sum())
        if silent == len(data.tasks):
            return f"**重点任务。**{len(data.tasks)}项重点任务均未收到进展报告，是否滞后不能判断。"
        return ""
    items = []
    for row in late.head(_TASKS).to_dict("records"):
        part = ledger[ledger["task"] == row["task"]]
        behind = list(part.loc[(part["status"] == "behind") | (part["overdue"] & (part["status"] != "done")), "unit"])
        word = "逾期" if row["overdue"] else "滞后"
        who = f"，责任单位{lists.join(behind, most=4, word='个单位')}" if behind else ""
        items.append(f"- {lists.as_markdown(lists.sentence(f'{task_words(row)}{word}{who}'))}")
    where = annex_labels(data).get("tasks", "")
    more = f"，列出{_TASKS}项，其余见{where}" if len(late) > _TASKS else ""
    return f"**重点任务。**滞后或逾期的重点任务{len(late)}项{more}。\n\n" + "\n".join(items)


def _silence(data: Quarterly, report: Report) -> str:
    said = []
    due = data.unit_targets[data.unit_targets["status"] != "not_due_yet"]
    if len(due):
        absent_of = {one.name: (one.missing, one.of) for one in data.silent}
        what = f"{quarter(data, year=False)}分解任务数据"
        said.append(partly_missing_words(absent_of, due["unit_id"].nunique(), what))
    absent = data.judged.loc[data.judged["status"] == "not_reported", "name"]
    if len(absent):
        said.append(f"{report.name}本级未报{lists.named(list(absent), '项', most=6)}")
    if not said or (not data.silent and absent.empty):
        return lists.sentence(*said)
    return "数据报送：" + lists.sentence(*said, "未报的不按零计算，不判断进度")

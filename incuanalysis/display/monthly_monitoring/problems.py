"""What is behind and why, what may become so, and who has not reported."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.items import Prose
from incuanalysis.display.monthly_monitoring.first_page import lines_of
from incuanalysis.display.numbers import scale_of
from incuanalysis.display.sentences import dates, lists
from incuanalysis.display.sentences.gaps import problem_words
from incuanalysis.display.sentences.missing import partly_missing_words
from incuanalysis.vocabulary.periods import Month

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.monthly import Monthly

__all__ = ["problems", "silence"]

# Named in the text: of the region itself, of its units, and of the projections.
_OWN, _UNITS, _MOST = 3, 3, 4


def problems(data: Monthly, report: Report) -> Prose:
    """Name what is behind, with the reasons and measures that the units reported, and the early warnings."""
    parts = [_behind(data, report), _warnings(data, report)]
    return Prose(stamp(report), "\n\n".join(part for part in parts if part))


def _behind(data: Monthly, report: Report) -> str:
    if data.behind.empty:
        return "本月没有滞后于序时进度的事项。"
    own = data.behind["unit_id"] == report.region.id
    shown = pd.concat([data.behind[own].head(_OWN), data.behind[~own].head(_UNITS)])
    rows = shown.to_dict("records")
    items = []
    for line, row in zip(lines_of(shown, report), rows, strict=True):
        told = lists.sentence(f"{row['unit_name']}：{problem_words(line)}")
        items.append(f"- {lists.as_markdown(told)}{_written(row)}")
    count = len(data.behind)
    lead = f"滞后事项{count}项" + (f"，列出差距最大的{len(rows)}项" if count > len(rows) else "")
    silent = sum(not row["reasons"] for row in rows)
    note = f"（其中{silent}项所属单位未报送说明）" if silent else ""
    return f"**滞后事项。**{lead}{note}。\n\n" + "\n".join(items)


def _written(row: Mapping[Hashable, Any]) -> str:
    said = [f"{label}：{row[name]}" for name, label in (("reasons", "原因"), ("measures", "措施")) if row[name]]
    return lists.as_markdown(f"该单位报送的说明：{lists.sentence(*said)}") if said else ""


def _warnings(data: Monthly, report: Report) -> str:
    rows = data.warnings.drop_duplicates("target") if len(data.warnings) else data.warnings
    if rows.empty:
        return ""
    told = [_projected(row, report) for row in rows.head(_MOST).to_dict("records")]
    more = f"等{len(rows)}项" if len(rows) > _MOST else ""
    text = f"按已有增量推算，到期可能达不到目标的有{'、'.join(told)}{more}，供提前安排参考（推算方法为本报告自定）"
    return "**预警。**" + lists.as_markdown(lists.sentence(text))


def _projected(row: Mapping[Hashable, Any], report: Report) -> str:
    scale = scale_of([row["target_value"]], str(row["unit"]))
    due = dates.month_end(Month.from_int(int(row["due"])), year=True)
    said = f"{due}约{scale.text(row['median'])}，目标{scale.text(row['target_value'])}"
    if report.internal:
        low, high = scale.text(row["low"]), scale.text(row["high"])
        said += f"，{row['level']:.0%}区间{low}至{high}，达到目标的可能性{100 * row['chance']:.0f}%"
    return f"{row['name']}（{said}）"


def silence(data: Monthly, report: Report) -> Prose:
    """Say who has not reported for the month."""
    own = data.judged
    absent = own[own["status"] == "not_reported"]
    said = []
    if len(data.units):
        held = data.units[data.units["targets"] > 0]
        absent_of = {one.name: (one.missing, one.of) for one in data.silent}
        said.append(partly_missing_words(absent_of, len(held), f"{data.month.month}月数据"))
    if len(absent):
        said.append(
            f"{report.name}本级{dates.month(data.month, year=False)}未报{lists.named(list(absent['name']), '项', most=6)}"
        )
    if not said:
        said.append("本月指标均有数据")
    said.append("未报的不按零计算")
    return Prose(stamp(report), lists.as_markdown(lists.sentence(*said)))

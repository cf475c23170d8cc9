"""The first page: title with three findings, and the chart of progress against schedule."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from incuanalysis.display.charts.bullet import bullet
from incuanalysis.display.charts.common import stamp
from incuanalysis.display.documents.leagues import league_name, league_word
from incuanalysis.display.items import Chart, Title
from incuanalysis.display.numbers import points, rounded
from incuanalysis.display.quarterly_bulletin.wording import placed, quarter
from incuanalysis.display.sentences import dates, lists
from incuanalysis.display.sentences.ranks import first_and_last

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.quarterly import Quarterly

__all__ = ["progress_chart", "title"]

# Names in a finding, and targets in the chart: more would not fit the first page.
_NAMED = 2
_DRAWN = 4


def title(data: Quarterly, report: Report) -> Title:
    """Return the title: how the targets stand, what is behind, who ranks where."""
    return Title(
        stamp(report),
        f"关于{report.name}{quarter(data)}行动计划实施情况的通报",
        "",
        "",
        (_state(data), _late(data, report), _units(data, report)),
        ("演示数据",) if report.inquiry.demo else (),
    )


def progress_chart(data: Quarterly, report: Report) -> tuple[Chart, ...]:
    """Return the chart of the region's own targets; nothing where no target has a number."""
    return (bullet(data.targets, report, most=_DRAWN),) if data.targets["actual"].notna().any() else ()


def _state(data: Quarterly) -> str:
    rows = data.judged
    year = int((rows["completion_year"] >= 1).sum())
    open_ = int(rows["completion_year"].notna().sum())
    said = f"{dates.as_of(data.month)}，{lists.by_status(rows['status'])}"
    return lists.sentence(said, f"完成当年任务的{year}项" if open_ else "")


def _late(data: Quarterly, report: Report) -> str:
    own = data.behind[data.behind["unit_id"] == report.region.id]
    units = data.behind[data.behind["unit_id"] != report.region.id]
    if data.behind.empty:
        if data.judged["actual"].isna().all() and data.unit_targets["actual"].isna().all():
            return "本季度未收到报数，不能判断进度。"
        return "已报的指标和分解任务没有滞后于序时进度的。"
    parts = []
    if len(own):
        said = "、".join(_short(row) for row in own.head(_NAMED).to_dict("records"))
        more = f"等{len(own)}项" if len(own) > _NAMED else ""
        parts.append(
            f"{report.name}滞后的指标{len(own)}项：{said}{more}"
            if not more
            else f"{report.name}滞后的指标有{said}{more}"
        )
    if len(units):
        worst = units.iloc[0]
        bodies = units["unit_id"].nunique()
        parts.append(
            f"{bodies}个单位的{len(units)}项分解任务滞后，差距最大的是{worst['unit_name']}的{_short(worst.to_dict())}"
        )
    return lists.sentence(*parts)


def _short(row: Mapping[Hashable, Any]) -> str:
    if row["status"] == "missed":
        return f"{row['name']}到期未完成"
    return f"{row['name']}滞后{points(abs(row['gap_points']))}"


def _units(data: Quarterly, report: Report) -> str:
    clauses = []
    league = _main_league(data)
    if league:
        rows = data.units[data.units["league"] == league]
        ranked = [one for one in placed(rows) if one.place is not None]
        said = first_and_last(ranked, word=league_word(league, report))
        clauses.append(f"{league_name(league, report)}{said}" if said.startswith("居前") else said)
        up = rows[rows["place_gain"] == 1]
        if len(up) and rounded(float(up["gain"].iloc[0]), 1) > 0 and len(up) <= _NAMED and len(ranked) > 1:
            said = f"{lists.join(list(up['name']))}（{points(float(up['gain'].iloc[0]))}）"
            clauses.append(f"本季度提升最多的是{said}")
    if data.silent:
        names = [one.name for one in data.silent]
        said = lists.named(names, "个") if len(names) <= _NAMED else f"{len(names)}个"
        clauses.append(f"数据未报齐的单位{said}")
    if not clauses:
        return "目标尚未分解到单位，本期不作单位排名。"
    return lists.sentence(*clauses)


def _main_league(data: Quarterly) -> str:
    """Return the league that the first page speaks of: the towns, else the first in which somebody is ranked."""
    ranked = data.units[data.units["place"].notna()]
    found = list(dict.fromkeys(ranked["league"]))
    return "town" if "town" in found else found[0] if found else ""

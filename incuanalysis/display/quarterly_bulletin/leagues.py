"""Each league of units: who is first and last by what is done of the year and by what the quarter added, and who is not ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.charts.league import league as league_chart
from incuanalysis.display.charts.race import race
from incuanalysis.display.documents import heading
from incuanalysis.display.documents.leagues import league_name, league_word
from incuanalysis.display.items import Item, Prose
from incuanalysis.display.numbers import percent, points, rounded
from incuanalysis.display.quarterly_bulletin.wording import (
    annex_labels,
    fresh_tasks,
    placed,
    quarter_before,
    why_unranked,
)
from incuanalysis.display.sentences import lists
from incuanalysis.display.sentences.ranks import Placed, first_and_last

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.quarterly import Quarterly

__all__ = ["leagues"]

#: What a league is ranked by → its name, and how it is made, in a line.
MEASURES = {
    "targets": (
        "当年任务平均完成率",
        "按分解任务当年完成率的平均值排名（每项最高按100%计，未报的任务不计入，排名方法为本报告自定）",
    ),
    "tasks": (
        "重点任务达进度率",
        "没有分解指标，按承担的重点任务中已完成和在时限内推进的比重排名（排名方法为本报告自定）",
    ),
}
_NAMED, _UNRANKED = 4, 12


def leagues(data: Quarterly, report: Report) -> tuple[Item, ...]:
    """Return the leagues one after another: text, bars, and the race of a league with more than a quarter."""
    if data.units.empty:
        return (Prose(stamp(report), "目标尚未分解到单位，也没有登记考核单位，本期不作单位排名。"),)
    items: list[Item] = []
    names = list(dict.fromkeys(data.units["league"]))
    for number, league in enumerate(names, start=1):
        rows = data.units[data.units["league"] == league]
        items.append(heading(report, number, league_name(league, report), level=3))
        items.append(Prose(stamp(report), lists.as_markdown(_text(rows, data, league_word(league, report)))))
        items += _charts(rows, league, data, report)
    where = annex_labels(data).get("places", "")
    items.append(Prose(stamp(report), f"各单位的完成情况、位次和季度提升见{where}。"))
    return tuple(items)


def _text(rows: pd.DataFrame, data: Quarterly, word: str) -> str:
    basis = str(rows["basis"].iloc[0])
    units = placed(rows)
    ranked = [one for one in units if one.place is not None]
    if not basis:
        return lists.sentence("没有分解任务，本期不排名", _unranked(units))
    lead = f"{MEASURES[basis][1]}。"
    if not ranked:
        return lead + lists.sentence("本期没有单位可排名", _unranked(units))
    clauses = [f"按完成水平，{first_and_last(ranked, word=word)}{_range(rows, len(ranked))}"]
    if basis == "tasks" and not fresh_tasks(data):
        clauses.append("本季度没有收到任务进展报告，按此前的报告排名，不比较进步")
    else:
        clauses += [_progress(rows, word, data), _moves(rows, data)]
    clauses.append(_partly(rows))
    return lead + "".join(lists.sentence(one) for one in (*clauses, _unranked(units)))


def _unranked(units: list[Placed]) -> str:
    """Name the units without a place by reason; of many the first ones."""
    reasons: dict[str, list[str]] = {}
    for unit in units:
        if unit.place is None:
            reasons.setdefault(unit.reason or "不排名", []).append(unit.name)
    return "；".join(f"{lists.join(names, most=_UNRANKED, word='个单位')}{why}" for why, names in reasons.items())


def _range(rows: pd.DataFrame, ranked: int) -> str:
    """Say the best and the lowest score, where they differ."""
    scores = rows.loc[rows["place"].notna(), "score"]
    if ranked < 2 or rounded(scores.max() - scores.min(), 1) == 0:
        return ""
    return f"，最高{percent(scores.max())}，最低{percent(scores.min())}"


def _progress(rows: pd.DataFrame, word: str, data: Quarterly) -> str:
    """Say who moved most within the quarter."""
    units = [one for one in placed(rows, "place_gain") if one.place is not None]
    if not units:
        return f"缺{quarter_before(data)}可比数据，不排进步位次"
    gains = rows.loc[rows["place_gain"].notna(), "gain"]
    low, high = float(gains.min()), float(gains.max())
    if rounded(high, 1) <= 0:
        tail = "本季度均无提升"
    elif len(units) > 1 and rounded(low, 1) < 0:
        tail = f"最多提高{points(high)}，最多下降{points(-low)}"
    else:
        tail = f"最多提高{points(high)}"
    if len(units) > 1 and rounded(high - low, 9) == 0:
        return f"按本季度提升幅度，{len(units)}{word}相同，{tail}"
    return f"按本季度提升幅度，{first_and_last(units, word=word)}，{tail}"


def _moves(rows: pd.DataFrame, data: Quarterly) -> str:
    moved = rows[rows["moved"].notna()]
    up, down = moved[moved["moved"] > 0], moved[moved["moved"] < 0]
    if moved.empty:
        return ""
    than = quarter_before(data)
    if up.empty and down.empty:
        return f"各单位位次与{than}相同"
    parts = []
    for part, verb in ((up, "上升"), (down, "下降")):
        by_size = part.sort_values("moved", key=abs, ascending=False, kind="stable")
        said = [f"{row['name']}{abs(int(row['moved']))}位" for row in by_size.head(_NAMED).to_dict("records")]
        if said:
            parts.append(f"{verb}的有{'、'.join(said)}{'等' if len(by_size) > _NAMED else ''}")
    return f"位次较{than}{'，'.join(parts)}"


def _partly(rows: pd.DataFrame) -> str:
    """Name those that are ranked though a part of their tasks was not reported."""
    part = rows[rows["place"].notna() & (rows["not_reported"] > 0) & (rows["basis"] == "targets")]
    if part.empty:
        return ""
    said = [f"{row['name']}{row['not_reported']}项" for row in part.head(_NAMED).to_dict("records")]
    return f"参加排名的单位中有未报任务的：{'、'.join(said)}{f'等{len(part)}个单位' if len(part) > _NAMED else ''}"


def _charts(rows: pd.DataFrame, league: str, data: Quarterly, report: Report) -> list[Item]:
    ranked = rows[rows["place"].notna()]
    if len(ranked) < 2:
        return []
    basis = str(rows["basis"].iloc[0])
    name = f"{league_name(league, report)}{MEASURES[basis][0]}"
    bars = rows.assign(
        entity=rows["name"],
        value=[rounded(row["score"], 1) if pd.notna(row["place"]) else None for row in rows.to_dict("records")],
        league="",
        kind="level",
        status=["ranked" if pd.notna(place) else "unranked" for place in rows["place"]],
        reason_zh=[why_unranked(row) for row in rows.to_dict("records")],
    )
    source = "分解任务报送数据" if basis == "targets" else "重点任务台账"
    items: list[Item] = [league_chart(bars, report, name, "%", source=source)]
    history = data.places[(data.places["league"] == league) & data.places["unit"].isin(ranked["unit"])]
    kept = history[history["place"].notna()]
    # a race is worth its place only where somebody moved
    moved = kept.groupby("unit")["place"].nunique().max() if len(kept) else 1
    if kept["period"].nunique() > 1 and moved > 1:
        items.append(race(kept.assign(entity=kept["name"]), report, name, source=source))
    return items

"""The contests that the plan names: first and last by each item, and over all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.documents import heading
from incuanalysis.display.documents.leagues import league_name, league_word
from incuanalysis.display.items import Item, Prose
from incuanalysis.display.quarterly_bulletin.wording import annex_labels
from incuanalysis.display.sentences import lists
from incuanalysis.display.sentences.ranks import first_and_last, placed

if TYPE_CHECKING:
    import pandas as pd

    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.quarterly import ContestResult, Quarterly

__all__ = ["contests"]


def contests(data: Quarterly, report: Report) -> tuple[Item, ...]:
    """Return each contest under a heading of its own; nothing where the plan names none or nobody has reported."""
    first = data.units["league"].nunique() + 1
    items: list[Item] = []
    for number, one in enumerate(data.contests, start=first):
        items.append(heading(report, number, one.rules.name.zh, level=3))
        items.append(Prose(stamp(report), _text(one, data, report)))
    return tuple(items)


def _text(one: ContestResult, data: Quarterly, report: Report) -> str:
    rules = one.rules
    own = "" if rules.stated else "文件未列具体项目和权重，项目为本报告自定、权重相等；"
    lead = (
        f"{own}各项按指标数值分组排位，综合位次按各项位次折算的得分计（折算方法为本报告自定），未报的列末位，不按零计。"
    )
    items = []
    for league, rows in one.whole.groupby("league", sort=False):
        if said := _placed(rows, league_word(str(league), report), 3):
            items.append(f"- {_named(str(league), one, report)}综合位次：{said}")
    silent = []
    for item in rules.items:
        rows = one.places[(one.places["item"] == item.id) & (one.places["kind"] == "level")]
        if not (rows["status"] == "ranked").any():
            silent.append(item.name.zh)
            continue
        for league, part in rows.groupby("league", sort=False):
            if said := _placed(part, league_word(str(league), report), 1):
                items.append(f"- {item.name.zh}{_of(str(league), one, report)}：{said}")
    if silent:
        items.append(f"- 没有单位报送、不排位的项目：{lists.as_markdown(lists.join(silent))}。")
    where = annex_labels(data).get("contests", "")
    return f"{lists.as_markdown(lead)}各项数值和位次见{where}。\n\n" + "\n".join(items)


def _named(league: str, one: ContestResult, report: Report) -> str:
    return lists.as_markdown(league_name(league, report)) if one.whole["league"].nunique() > 1 else ""


def _of(league: str, one: ContestResult, report: Report) -> str:
    return f"（{lists.as_markdown(league_name(league, report))}）" if one.whole["league"].nunique() > 1 else ""


def _placed(rows: pd.DataFrame, word: str, first: int) -> str:
    held = [unit for unit in placed(rows) if unit.place is not None]
    if not held:
        return ""
    return lists.as_markdown(lists.sentence(first_and_last(held, first=first, word=word)))

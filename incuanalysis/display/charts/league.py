"""League bars: units ranked by a number within their league, the last place marked, who did not report named below."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from incuanalysis.display import theme
from incuanalysis.display.charts.common import stamp, tail
from incuanalysis.display.charts.lettering import (
    and_more,
    canvas,
    drawn,
    fit,
    known,
    scale,
    short_number,
    sourced,
    with_unit,
)
from incuanalysis.display.charts.lights import INK
from incuanalysis.display.items import Chart

if TYPE_CHECKING:
    import pandas as pd

    from incuanalysis.display.context import Report

__all__ = ["MOST_ROWS", "league"]

#: Rows of a league that fit; of more, its first and its last ones.
MOST_ROWS = 30
_MUTED = "#5B6672"


@dataclass(frozen=True)
class _Row:
    name: str
    league: str
    value: float | None
    place: int | None
    status: str
    reason: str

    @property
    def ranked(self) -> bool:
        return self.value is not None and self.place is not None


def league(
    places: pd.DataFrame,
    report: Report,
    name: str,
    unit: str = "",
    *,
    own: str = "",
    leagues: dict[str, str] | None = None,
    source: str = "",
) -> Chart:
    """Draw the units of each league as bars in the order of their places.

    Parameters
    ----------
    places
        One row a unit: ``entity``, ``value``, ``place``, and, where known, ``league``, ``kind`` (of ``progress`` the change
        on ``before`` is drawn), ``status`` (``ranked``, ``not_reported``, ``no_base``, ``unranked``), ``reason_zh`` and
        ``reason_en``. Of one item and kind of :func:`incuanalysis.evaluation.contests.contest`.
    report
        The report that the chart is made for.
    name, unit
        Of what they are ranked by; the values' unit.
    own
        A unit to bring out.
    leagues
        League id → name, where there are several.
    source
        Where the numbers are from, for the note.

    Examples
    --------
    >>> import pandas as pd
    >>> from types import SimpleNamespace
    >>> region = SimpleNamespace(id="330305")
    >>> report = SimpleNamespace(region=region, period="2023-09", language="zh", say=lambda zh, en: zh)
    >>> places = pd.DataFrame({"entity": ["甲镇", "乙镇", "丙镇"], "value": [5.0, 3.0, None], "place": [1, 2, 3]})
    >>> league(places, report, "引进运营团队", "家").caption
    '引进运营团队：甲镇居第1位（5家），丙镇未报'
    """
    rows = _rows(places, report)
    by_league: dict[str, list[_Row]] = {}
    for row in rows:
        by_league.setdefault(row.league, []).append(row)
    lines, cut = _lines(by_league, leagues or {})
    height = 0.27 * max(len(lines), 1) + 0.5
    made, axis = canvas(height, 1.75, 0.25, 0.34, 0.12)
    _bars(axis, lines, by_league, unit, own, report)
    axis.set_title(f"{fit(name, 60)}{_in(unit, rows, report)}", pad=6)
    silent = any(row.status == "not_reported" and row.place is not None for row in rows)
    note = sourced(
        [
            report.say(
                "未报的单位按规则列末位，不按0计。",
                "Units that did not report are ranked last by rule; they are not 0.",
            )
            if silent
            else "",
            report.say(f"各组居中的{cut}个单位未列出。", f"{cut} units in the middle are not shown.") if cut else "",
        ],
        source,
        report,
    )
    caption = _caption(by_league, name, unit, leagues or {}, report)
    return Chart(stamp(report), made, caption, _alt(by_league, name, unit, leagues or {}, report), note)


def _rows(places: pd.DataFrame, report: Report) -> list[_Row]:
    rows = []
    for line in places.to_dict("records"):
        value, before, place = known(line["value"]), known(line.get("before")), known(line["place"])
        if line.get("kind") == "progress" and value is not None:
            # exactly: the binary digits of 0.3 − 0.1 would show
            value = None if before is None else float(Decimal(str(value)) - Decimal(str(before)))
        status = str(line.get("status") or ("not_reported" if value is None else "ranked"))
        reason = str(line.get(report.say("reason_zh", "reason_en")) or "")
        ranked = None if place is None else int(place)
        rows.append(_Row(str(line["entity"]), str(line.get("league") or ""), value, ranked, status, reason))
    return sorted(rows, key=lambda row: (not row.ranked, row.place is None, row.place or 0))


def _lines(by_league: dict[str, list[_Row]], leagues: dict[str, str]) -> tuple[list[_Row | str], int]:
    """Return what stands in each line: a league's name where there are several, a unit, or … for those left out."""
    lines: list[_Row | str] = []
    cut = 0
    for id, rows in by_league.items():
        if len(by_league) > 1:
            lines.append(drawn(leagues.get(id, id)))
        ranked, rest = [row for row in rows if row.ranked], [row for row in rows if not row.ranked]
        if len(ranked) > MOST_ROWS:
            half = MOST_ROWS // 2
            lines += [*ranked[:half], "…", *ranked[-half:]]
            cut += len(ranked) - 2 * half
        else:
            lines += ranked
        lines += rest
    return lines, cut


def _last(rows: list[_Row]) -> int | None:
    """Return the last place of a league, None where all share one."""
    places = {row.place for row in rows if row.place is not None}
    return max(places) if len(places) > 1 else None


def _bars(
    axis: Any, lines: list[_Row | str], by_league: dict[str, list[_Row]], unit: str, own: str, report: Report
) -> None:
    axis.grid(visible=False)
    values = [row.value for rows in by_league.values() for row in rows if row.value is not None and row.ranked]
    top, low = max([0.0, *values]), min([0.0, *values])
    span = (top - low) or 1.0
    by, _ = scale(max(abs(top), abs(low)), unit, report)
    last = {id: _last(rows) for id, rows in by_league.items()}
    labels = []
    for down, line in enumerate(lines):
        if isinstance(line, str):
            labels.append(line)
            continue
        labels.append(f"{'' if line.place is None else line.place}  {fit(line.name, 20)}")
        is_last = line.place is not None and line.place == last[line.league]
        mark = report.say("末位", "last place") if is_last else ""
        if not line.ranked or line.value is None:
            words = line.reason or report.say("未报", "not reported")
            text = report.say("，", ", ").join(part for part in (words, mark) if part)
            axis.text(span * 0.012 if top else 0.0, down, text, va="center", fontsize=8.5, color=_MUTED, style="italic")
            continue
        colour = theme.ACCENT if line.name == own else theme.BLUE
        faces = {"facecolor": "#DDE4EC", "edgecolor": colour, "hatch": "////"} if is_last else {"facecolor": colour}
        axis.barh(down, line.value, height=0.58, linewidth=0.8 if is_last else 0, **faces)
        if line.value == 0:
            axis.plot([0, 0], [down - 0.29, down + 0.29], color=colour, lw=2)
        text = short_number(line.value / by) + (f"  {mark}" if mark else "")
        right = line.value >= 0
        axis.text(
            line.value + span * (0.012 if right else -0.012), down, text, va="center", ha="left" if right else "right",
            fontsize=8.5, color=INK, fontweight="bold" if is_last or line.name == own else "normal",
        )  # fmt: skip
    axis.axvline(0, color=theme.GREY, lw=0.8)
    axis.set_yticks(range(len(labels)), labels, fontsize=8.5)
    for tick, line in zip(axis.get_yticklabels(), lines, strict=True):
        if isinstance(line, str) or line.name == own:
            tick.set_fontweight("bold")
    axis.tick_params(length=0)
    axis.set_xlim(low - (span * 0.2 if low else 0), top + span * 0.22)
    axis.set_ylim(max(len(lines), 1) - 0.4, -0.6)
    axis.set_xticks([])
    axis.spines[["left", "bottom"]].set_visible(False)
    if not lines:
        axis.text(0.01, 0, report.say("没有参加排名的单位", "No units are ranked"), va="center", color=_MUTED)


def _in(unit: str, rows: list[_Row], report: Report) -> str:
    values = [abs(row.value) for row in rows if row.value is not None]
    _, name = scale(max(values, default=0.0), unit, report)
    return report.say(f"（{name}）", f" ({name})") if name else ""


def _caption(by_league: dict[str, list[_Row]], name: str, unit: str, leagues: dict[str, str], report: Report) -> str:
    clauses = []
    for id, rows in by_league.items():
        who = drawn(leagues.get(id, id)) + report.say("：", ": ") if len(by_league) > 1 else ""
        clauses.append(who + _finding(rows, unit, report))
    if not clauses:
        return report.say(f"{name}：没有参加排名的单位", f"{name}: no units are ranked")
    return f"{name}{report.say('：', ': ')}{report.say('；', '; ').join(clauses)}"


def _finding(rows: list[_Row], unit: str, report: Report) -> str:
    ranked = [row for row in rows if row.ranked]
    silent = [drawn(row.name) for row in rows if row.status == "not_reported"]
    said = report.say(f"{and_more(silent, report)}未报", f"not reported: {and_more(silent, report)}") if silent else ""
    if not ranked:
        everyone = len(silent) == len(rows) > 1
        return (
            report.say(f"{len(rows)}个单位均未报", f"none of {len(rows)} units reported")
            if everyone
            else said or report.say("没有位次", "no places")
        )
    best = [drawn(row.name) for row in ranked if row.place == ranked[0].place]
    value = with_unit(ranked[0].value, unit, report)
    tie = len(best) > 1
    if len(best) == len(ranked) and tie:
        head = report.say(
            f"{len(ranked)}个单位均为{value}，位次并列", f"{len(ranked)} units share a place, each {value}"
        )
        return head + (report.say("；", "; ") + said if said else "")
    head = report.say(
        f"{and_more(best, report)}{'并列' if tie else ''}居第{ranked[0].place}位（{value}）",
        f"{and_more(best, report)} {'share place' if tie else 'has place'} {ranked[0].place} ({value})",
    )
    last = _last(rows)
    worst = [row for row in ranked if row.place == last]
    if worst and last is not None:
        names, low = and_more([drawn(row.name) for row in worst], report), with_unit(worst[0].value, unit, report)
        both = "并列" if len(worst) > 1 else ""
        head += report.say(f"，{names}{both}居末位（{low}）", f", last: {names} ({low})")
    return head + (report.say("，", ", ") + said if said else "")


def _alt(by_league: dict[str, list[_Row]], name: str, unit: str, leagues: dict[str, str], report: Report) -> str:
    parts = []
    for id, rows in by_league.items():
        said = []
        for row in rows:
            value = (
                with_unit(row.value, unit, report) if row.ranked else row.reason or report.say("未报", "not reported")
            )
            place = "" if row.place is None else report.say(f"第{row.place}位", f"{row.place}.")
            said.append(" ".join(part for part in (place, drawn(row.name), value) if part))
        who = drawn(leagues.get(id, id)) + report.say("：", ": ") if len(by_league) > 1 else ""
        parts.append(who + report.say("、", ", ").join(said))
    head = report.say(f"条形图，{name}位次。", f"Bar chart, places by {name}. ")
    return head + (tail(report, parts) if parts else report.say("没有单位。", "No units."))

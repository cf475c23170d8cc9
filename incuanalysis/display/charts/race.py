"""赛马: the places of units over time, a few of them brought out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from incuanalysis.display import theme
from incuanalysis.display.charts.common import stamp, tail
from incuanalysis.display.charts.lettering import and_more, canvas, drawn, fit, known, say_month, sourced, width
from incuanalysis.display.items import Chart

if TYPE_CHECKING:
    import pandas as pd

    from incuanalysis.display.context import Report

__all__ = ["MOST_UNITS", "race"]

#: Units that fit a page.
MOST_UNITS = 40
_NAME_COLUMNS = 26
_STYLES = (
    (theme.ACCENT, "-", "o"), (theme.BLUE, "--", "s"), ("#3F6F6A", "-.", "^"), ("#A87A1F", ":", "D"),
    ("#7A4E7E", (0, (5, 1, 1, 1, 1, 1)), "v"),
)  # fmt: skip


@dataclass
class _Unit:
    """A unit's places, and the slots at which they are drawn: units that share a place stand below each other."""

    name: str
    places: dict[str, int]
    silent: set[str]
    slots: dict[str, int] = field(default_factory=dict)


def race(
    places: pd.DataFrame,
    report: Report,
    name: str,
    highlight: Iterable[str] | None = None,
    *,
    most: int = MOST_UNITS,
    source: str = "",
) -> Chart:
    """Draw the places of units, period by period.

    Parameters
    ----------
    places
        One row a unit and period: ``entity``, ``period`` (``2023-09``, ``2023Q3``; ``month`` will do), ``place`` (missing
        where there is none), and, where known, ``status`` (``not_reported`` is drawn hollow). Of one league, item and kind
        of :func:`incuanalysis.evaluation.contests.contest`. Periods are drawn in their order.
    report
        The report that the chart is made for.
    name
        What the units are ranked by.
    highlight
        Units to bring out, at most five; by default those that rose and fell most and the first and the last.
    most
        Units at most; of more, the first ones of the last period and those brought out.
    source
        Where the numbers are from, for the note.
    """
    column = "period" if "period" in places.columns else "month"
    periods = sorted({str(one) for one in places[column]})
    units = _units(places, column)
    chosen = list(highlight) if highlight is not None else _telling(units, periods)
    chosen = [one for one in chosen if one in {unit.name for unit in units}][: len(_STYLES)]
    shown = _shown(units, periods, chosen, most)
    _take_slots(shown, periods)
    widest = max((min(width(drawn(unit.name)), _NAME_COLUMNS) for unit in shown), default=8)
    silent = 0.75 if any(periods[-1] in unit.silent for unit in shown) else 0.0
    made, axis = canvas(0.205 * max(len(shown), 2) + 0.55, 0.55, 0.45 + 0.066 * widest + silent, 0.12, 0.36)
    _lines(axis, shown, periods, chosen, report)
    note = sourced(
        [
            report.say("竖线相连的单位位次并列。", "A vertical bar joins units that share a place.")
            if any(_tied(shown, one) for one in periods)
            else "",
            report.say("空心点为未报，按规则列末位。", "Hollow: not reported, ranked last by rule.")
            if any(unit.silent & set(unit.slots) for unit in shown)
            else "",
            report.say(f"共{len(units)}个单位，图中{len(shown)}个。", f"{len(shown)} of {len(units)} units are shown.")
            if len(shown) < len(units)
            else "",
        ],
        source,
        report,
    )
    return Chart(stamp(report), made, _caption(units, periods, name, report), _alt(shown, periods, name, report), note)


def _units(places: pd.DataFrame, column: str) -> list[_Unit]:
    units: dict[str, _Unit] = {}
    for row in places.to_dict("records"):
        unit = units.setdefault(str(row["entity"]), _Unit(str(row["entity"]), {}, set()))
        place = known(row["place"])
        if place is not None:
            unit.places[str(row[column])] = int(place)
        if row.get("status") == "not_reported":
            unit.silent.add(str(row[column]))
    return list(units.values())


def _moves(units: list[_Unit], periods: list[str]) -> dict[str, int]:
    """Return by how many places each unit moved up from the first period to the last, where it has both."""
    if len(periods) < 2:
        return {}
    first, last = periods[0], periods[-1]
    return {
        unit.name: unit.places[first] - unit.places[last]
        for unit in units
        if first in unit.places and last in unit.places
    }


def _telling(units: list[_Unit], periods: list[str]) -> list[str]:
    """Return the units that a reader asks for: the largest rise and fall, the first and the last."""
    if not periods:
        return []
    moves = _moves(units, periods)
    ranked = sorted((unit for unit in units if periods[-1] in unit.places), key=lambda unit: unit.places[periods[-1]])
    found = []
    if moves and max(moves.values()) > 0:
        found.append(max(moves, key=lambda one: moves[one]))
    if moves and min(moves.values()) < 0:
        found.append(min(moves, key=lambda one: moves[one]))
    if ranked and ranked[0].places[periods[-1]] < ranked[-1].places[periods[-1]]:
        found += [ranked[0].name, ranked[-1].name]
    return list(dict.fromkeys(found))


def _shown(units: list[_Unit], periods: list[str], chosen: list[str], most: int) -> list[_Unit]:
    if len(units) <= most:
        return units
    last = periods[-1]
    order = sorted(units, key=lambda unit: (unit.name not in chosen, last not in unit.places, unit.places.get(last, 0)))
    kept = {id(unit) for unit in order[:most]}
    return [unit for unit in units if id(unit) in kept]


def _take_slots(units: list[_Unit], periods: list[str]) -> None:
    """Give each unit a line of its own in each period; those that share a place keep the order they had before."""
    before: dict[str, int] = {}
    for one in periods:
        there = [unit for unit in units if one in unit.places]
        there.sort(key=lambda unit: (unit.places[one], before.get(unit.name, len(units))))
        for slot, unit in enumerate(there):
            unit.slots[one] = slot
            before[unit.name] = slot


def _tied(units: list[_Unit], period: str) -> list[tuple[int, int]]:
    """Return the first and last slot of each place that several share."""
    by_place: dict[int, list[int]] = {}
    for unit in units:
        if period in unit.slots:
            by_place.setdefault(unit.places[period], []).append(unit.slots[period])
    return [(min(slots), max(slots)) for slots in by_place.values() if len(slots) > 1]


def _lines(axis: Any, units: list[_Unit], periods: list[str], chosen: list[str], report: Report) -> None:
    axis.grid(visible=False)
    for across, one in enumerate(periods):
        for top, bottom in _tied(units, one):
            axis.plot([across, across], [top, bottom], color=theme.LIGHT, lw=5, solid_capstyle="round", zorder=1)
    ordered = sorted(units, key=lambda unit: unit.name in chosen)
    for unit in ordered:
        mine = unit.name in chosen
        colour, dashes, marker = _STYLES[chosen.index(unit.name)] if mine else ("#A9B4C0", "-", "o")
        at = [unit.slots.get(one) for one in periods]
        ys = [float("nan") if slot is None else slot for slot in at]
        axis.plot(range(len(periods)), ys, color=colour, ls=dashes, lw=2.0 if mine else 0.9, zorder=4 if mine else 2)
        for hollow in (False, True):
            points = [
                (across, slot)
                for across, (one, slot) in enumerate(zip(periods, at, strict=True))
                if slot is not None and (one in unit.silent) is hollow
            ]
            axis.plot(
                [x for x, _ in points], [y for _, y in points], marker, ls="", color=colour,
                markerfacecolor="white" if hollow else colour, markersize=5.5 if mine else 3, zorder=5 if mine else 3,
            )  # fmt: skip
    _names(axis, units, periods, chosen, report)
    axis.set_xlim(-0.15, max(len(periods) - 1, 0) + 0.1)
    axis.set_ylim(max(len(units), 1) - 0.4, -0.6)
    axis.set_yticks([])
    step = -(-len(periods) // 8) if periods else 1
    axis.set_xticks(range(0, len(periods), step), [_head(one, report) for one in periods[::step]], fontsize=8.5)
    axis.spines[["left", "bottom"]].set_visible(False)
    axis.tick_params(length=0)
    if not units:
        axis.text(0, 0, report.say("没有位次", "No places"), va="center", color="#5B6672")


def _head(period: str, report: Report) -> str:
    """Return a column head: the year over the part of it."""
    said = say_month(period, report).replace("年第", "年")
    return said.replace("年", "年\n") if not said.endswith("年") else said


def _names(axis: Any, units: list[_Unit], periods: list[str], chosen: list[str], report: Report) -> None:
    """Write places and names beside the last period, and places beside the first."""
    if not periods:
        return
    across = axis.get_yaxis_transform()
    first, last = periods[0], periods[-1]
    for unit in units:
        mine = unit.name in chosen
        look: dict[str, Any] = {"fontsize": 8.5, "va": "center", "transform": across}
        colour = _STYLES[chosen.index(unit.name)][0] if mine else "#5B6672"
        if last in unit.slots:
            silent = report.say("（未报）", " (not reported)") if last in unit.silent else ""
            text = f"{unit.places[last]}  {fit(unit.name, _NAME_COLUMNS)}{silent}"
            weight = "bold" if mine else "normal"
            axis.text(1.02, unit.slots[last], text, color=colour, fontweight=weight, **look)
        if first in unit.slots and len(periods) > 1:
            axis.text(-0.03, unit.slots[first], str(unit.places[first]), color=colour, ha="right", **look)


def _caption(units: list[_Unit], periods: list[str], name: str, report: Report) -> str:
    there = [unit for unit in units if periods and periods[-1] in unit.places]
    if not there:
        return report.say(f"{name}：没有位次", f"{name}: no places")
    first, last = say_month(periods[0], report), say_month(periods[-1], report)
    best = [drawn(unit.name) for unit in there if unit.places[periods[-1]] == 1]
    if len(best) == len(there) > 1:
        head = report.say(
            f"{name}：{last}{len(there)}个单位位次并列", f"{name}: in {last} all {len(there)} units share a place"
        )
    elif best:
        tie = report.say("并列" if len(best) > 1 else "", "")
        head = report.say(
            f"{name}：{last}{and_more(best, report)}{tie}居第1位", f"{name}: in {last}, {and_more(best, report)} first"
        )
    else:
        head = report.say(f"{name}：{last}位次", f"{name}: places in {last}")
    moves = _moves(units, periods)
    if not moves:
        return head
    most, least = max(moves.values()), min(moves.values())
    if most <= 0 <= least:
        return head + report.say(f"；各单位位次与{first}相同", f"; all as in {first}")
    zh, en = [], []
    if most > 0:
        up = and_more([drawn(one) for one, by in moves.items() if by == most], report)
        zh.append(f"前移最多的是{up}（{most}位）")
        en.append(f"most places up: {up} ({most})")
    if least < 0:
        down = and_more([drawn(one) for one, by in moves.items() if by == least], report)
        zh.append(f"后移最多的是{down}（{-least}位）")
        en.append(f"most places down: {down} ({-least})")
    return head + report.say(f"；与{first}相比，{'，'.join(zh)}", f"; since {first}, {', '.join(en)}")


def _alt(units: list[_Unit], periods: list[str], name: str, report: Report) -> str:
    parts = []
    for unit in sorted(units, key=lambda unit: unit.slots.get(periods[-1], len(units)) if periods else 0):
        places = report.say("、", ", ").join(str(unit.places.get(one, "—")) for one in periods)
        parts.append(f"{drawn(unit.name)} {places}")
    head = report.say(f"折线图，{name}各期位次。", f"Line chart, places by {name} in each period. ")
    return head + (tail(report, parts) if parts else report.say("没有位次。", "No places."))

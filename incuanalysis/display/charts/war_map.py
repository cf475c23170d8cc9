"""作战图: targets or tasks by month, each cell with its light."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from incuanalysis.display import theme
from incuanalysis.display.charts.common import stamp, tail
from incuanalysis.display.charts.lettering import and_more, canvas, drawn, fit, say_month, sourced
from incuanalysis.display.charts.lights import INK, LOOKS, tally_lights
from incuanalysis.display.charts.returns import heads
from incuanalysis.display.items import Chart
from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.ledgers.states import LIGHTS
from incuanalysis.vocabulary.periods import Period

if TYPE_CHECKING:
    import pandas as pd

    from incuanalysis.display.context import Report

__all__ = ["MOST_PERIODS", "MOST_ROWS", "war_map"]

#: Rows and columns that fit a page.
MOST_ROWS = 40
MOST_PERIODS = 18
_UNREPORTED = "not_reported"
# The sign of a grey cell that was not reported.
_SILENT = "."
_SEVERITY = {"green": 0, "yellow": 1, "red": 2}
_MEANINGS = {
    "targets": (
        "绿灯：已完成或达到序时；黄灯：滞后；红灯：严重滞后或到期未完成；灰灯：未报、未到期或不判定快慢的目标。",
        "Green: done or on schedule; yellow: behind; red: far behind or missed; grey: not reported, not due, or no pace judged.",
    ),
    "tasks": (
        "绿灯：已完成或在时限内推进；黄灯：责任单位自报滞后；红灯：逾期；灰灯：未报、未启动或已调整。",
        "Green: done, or under way in time; yellow: behind, as the unit says; red: overdue; grey: not reported, not started or changed.",
    ),
}


@dataclass(frozen=True)
class _Row:
    name: str
    due: str
    lights: dict[str, str]
    statuses: dict[str, str]

    def light(self, period: str) -> str:
        return self.lights.get(period, "grey")

    def unreported(self, period: str) -> bool:
        return self.statuses.get(period, _UNREPORTED) == _UNREPORTED and self.light(period) == "grey"

    def order(self, periods: list[str]) -> tuple[int, int]:
        """Order by what a reader must see: the last light, what was not reported, and how often there was trouble."""
        now = self.light(periods[-1])
        bad = sum(self.light(one) in ("red", "yellow") for one in periods)
        coloured = any(self.light(one) != "grey" for one in periods)
        place = {"red": 0, "yellow": 1}.get(
            now, 2 if bad else 3 if self.unreported(periods[-1]) else 4 if coloured else 5
        )
        return place, -bad


def war_map(
    lights: pd.DataFrame,
    report: Report,
    of: Literal["targets", "tasks"] = "targets",
    *,
    most: int = MOST_ROWS,
    source: str = "",
) -> Chart:
    """Draw the lights of targets or tasks by month or quarter.

    Parameters
    ----------
    lights
        In the columns of :func:`incuanalysis.evaluation.ledgers.maps.battle_map` or ``task_map``: ``row``, ``name``,
        ``name_en``, ``unit``, ``due``, ``month`` (``2023-09``, or ``2023Q3``), ``status``, ``light``. A cell without a row is not reported.
    report
        The report that the chart is made for.
    of
        What the rows are.
    most
        Rows at most; of more, those with the worst lights in the last period.
    source
        Where the data are from, for the note.
    """
    periods = _ordered([str(one) for one in dict.fromkeys(lights["month"])])
    rows = _rows(lights, report)
    early = periods[:-MOST_PERIODS]
    periods = periods[-MOST_PERIODS:]
    shown = _shown(rows, periods, most)
    made, axis = canvas(0.27 * max(len(shown), 1) + 0.95, 2.55, 0.1, 0.8, 0.15)
    _cells(axis, shown, periods, report)
    _legend(made, shown, periods, report)
    note = sourced(
        [
            report.say(*_MEANINGS[of]) if rows else "",
            report.say("粗框为完成时限所在期。", "A thick frame marks the period of the deadline.")
            if any(_is_due(row.due, one) for row in shown for one in periods)
            else "",
            _left_out(rows, shown, periods, report),
            report.say(f"更早的{len(early)}期未列出。", f"{len(early)} earlier periods are not shown.")
            if early
            else "",
        ],
        source,
        report,
    )
    return Chart(stamp(report), made, _caption(rows, periods, of, report), _alt(shown, periods, report), note)


def _ordered(labels: list[str]) -> list[str]:
    try:
        return sorted(labels, key=lambda one: (Period.parse(one).last, Period.parse(one).first))
    except BadInputError:
        # labels of the caller's own stand in the frame's order
        return labels


def _rows(lights: pd.DataFrame, report: Report) -> list[_Row]:
    """Return a row for each target or task and unit; the unit is named where there are several."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for line in lights.to_dict("records"):
        unit = line.get("unit")
        unit = "" if unit is None or unit != unit else str(unit)
        entry = found.setdefault((str(line["row"]), unit), {"head": line, "lights": {}, "statuses": {}})
        entry["lights"][str(line["month"])] = str(line["light"])
        entry["statuses"][str(line["month"])] = str(line.get("status", ""))
        entry["due"] = str(line.get("due") or "")
    units, items = {unit for _, unit in found}, {row for row, _ in found}
    rows = []
    for (_, unit), entry in found.items():
        head = entry["head"]
        name = str(head.get(report.say("name", "name_en")) or head["name"])
        if len(units) > 1 and unit:
            name = unit if len(items) == 1 else f"{unit}·{name}"
        rows.append(_Row(drawn(name), entry["due"], entry["lights"], entry["statuses"]))
    return rows


def _shown(rows: list[_Row], periods: list[str], most: int) -> list[_Row]:
    if len(rows) <= most:
        return rows
    kept = {id(row) for row in sorted(rows, key=lambda row: row.order(periods))[:most]}
    return [row for row in rows if id(row) in kept]


def _is_due(due: str, label: str) -> bool:
    try:
        month, period = Period.parse(due), Period.parse(label)
    except BadInputError:
        return False
    return period.first <= month.last <= period.last


def _cells(axis: Any, rows: list[_Row], periods: list[str], report: Report) -> None:
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Rectangle

    for light, look in LOOKS.items():
        at = [
            (across, down)
            for down, row in enumerate(rows)
            for across, one in enumerate(periods)
            if row.light(one) == light
        ]
        if not at:
            continue
        silent = [(x, y) for x, y in at if rows[y].unreported(periods[x])]
        axis.plot([x for x, _ in silent], [y for _, y in silent], _SILENT, ls="", color=look.ink, markersize=4)
        boxes = [Rectangle((x - 0.5, y - 0.5), 1, 1) for x, y in at]
        axis.add_collection(PatchCollection(boxes, facecolor=look.face, edgecolor="white", linewidth=1.4))
        at = [cell for cell in at if cell not in silent]
        axis.plot(
            [x for x, _ in at], [y for _, y in at], look.marker, ls="", color=look.ink, markerfacecolor="none",
            markersize=6.5, markeredgewidth=1.5,
        )  # fmt: skip
    for down, row in enumerate(rows):
        for across, one in enumerate(periods):
            if _is_due(row.due, one):
                box = Rectangle((across - 0.46, down - 0.44), 0.92, 0.88, fill=False, edgecolor=INK, linewidth=1.4)
                axis.add_patch(box)
    axis.grid(visible=False)
    axis.set_yticks(range(len(rows)), [fit(row.name, 38) for row in rows], fontsize=8.5)
    axis.set_xticks(range(len(periods)), _ticks(periods, report), fontsize=8)
    axis.xaxis.tick_top()
    axis.tick_params(length=0, pad=3)
    axis.set_xlim(-0.5, max(len(periods), 1) - 0.5)
    axis.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    for spine in axis.spines.values():
        spine.set_visible(False)
    if not rows:
        axis.text(0, 0, report.say("没有可列的事项", "Nothing to show"), ha="center", va="center", color="#5B6672")


def _ticks(labels: list[str], report: Report) -> list[str]:
    """Return the periods as column heads: the part of the year, the year above its first one."""
    try:
        periods = [Period.parse(one) for one in labels]
    except BadInputError:
        return [fit(one, 8, 2) for one in labels]
    texts, before = [], 0
    for period, head in zip(periods, heads(periods, report), strict=True):
        year = period.last.year
        part = head.split(report.say("年", "-"), 1)[-1] or head
        part = part if report.language == "zh" else part.lstrip("0") or part
        part = part.replace("季度", "季") if len(periods) > 8 else part
        texts.append(f"{year}{report.say('年', '')}\n{part}" if year != before and period.frequency != "year" else part)
        before = year
    return texts


def _legend(made: Any, rows: list[_Row], periods: list[str], report: Report) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    present = {row.light(one) for row in rows for one in periods if not row.unreported(one)}
    handles: list[Any] = []
    words = []
    for light, look in LOOKS.items():
        if light in present:
            sign = Line2D(
                [], [], ls="", marker=look.marker, color=look.ink, markerfacecolor="none", markeredgewidth=1.5
            )
            handles.append((Patch(facecolor=look.face, edgecolor=theme.LIGHT), sign))
            words.append(report.say(LIGHTS[light].zh, LIGHTS[light].en))
    if any(row.unreported(one) for row in rows for one in periods):
        face = Patch(facecolor=LOOKS["grey"].face, edgecolor=theme.LIGHT)
        handles.append((face, Line2D([], [], ls="", marker=_SILENT, color=LOOKS["grey"].ink, markersize=4)))
        words.append(report.say("灰灯（未报）", "Grey (not reported)"))
    if handles:
        made.legend(
            handles, words, loc="upper left", bbox_to_anchor=(0.0, 1.0), ncols=len(handles), borderaxespad=0.1,
            handlelength=1.6, handleheight=1.2, columnspacing=1.4,
        )  # fmt: skip


def _left_out(rows: list[_Row], shown: list[_Row], periods: list[str], report: Report) -> str:
    kept = {id(row) for row in shown}
    rest = [row.light(periods[-1]) for row in rows if id(row) not in kept]
    if not rest:
        return ""
    return report.say(
        f"共{len(rows)}项，图中为需要关注的{len(shown)}项；未列出的{len(rest)}项最近一期为{tally_lights(rest, report)}。",
        f"{len(shown)} of {len(rows)} rows; the latest lights of those not shown: {tally_lights(rest, report)}.",
    )


def _caption(rows: list[_Row], periods: list[str], of: str, report: Report) -> str:
    what = report.say("目标" if of == "targets" else "任务", of)
    if not rows:
        return report.say(f"没有可列的{what}", f"There are no {what} to show")
    now = [row.light(periods[-1]) for row in rows]
    when = say_month(periods[-1], report, end=True)
    counted = tally_lights(now, report)
    text = report.say(f"截至{when}，{len(rows)}项{what}中{counted}", f"At {when}, of {len(rows)} {what}: {counted}")
    if len(set(now)) == 1:
        light = LIGHTS[now[0]]
        text = report.say(
            f"截至{when}，{len(rows)}项{what}{'均' if len(rows) > 1 else ''}为{light.zh}",
            f"At {when}, {len(rows)} {what}, all {light.en.lower()}"
            if len(rows) > 1
            else f"At {when}: {light.en.lower()}",
        )
    silent = sum(row.unreported(periods[-1]) for row in rows)
    if silent:
        text += report.say(f"（未报{silent}项）", f" (not reported: {silent})")
    red = [row.name for row, light in zip(rows, now, strict=True) if light == "red"]
    if red and len(red) < len(rows):
        text += report.say(f"；红灯为{and_more(red, report)}", f"; red: {and_more(red, report)}")
    return text + _moved(rows, periods, report)


def _moved(rows: list[_Row], periods: list[str], report: Report) -> str:
    """Say how many lights changed on the period before, among those that had a colour both times."""
    if len(periods) < 2:
        return ""
    steps = [
        _SEVERITY[row.lights[periods[-1]]] - _SEVERITY[row.lights[periods[-2]]]
        for row in rows
        if row.lights.get(periods[-1]) in _SEVERITY and row.lights.get(periods[-2]) in _SEVERITY
    ]
    worse, better = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    if not worse and not better:
        return ""
    zh = "、".join(text for text, n in ((f"{worse}项转差", worse), (f"{better}项转好", better)) if n)
    en = ", ".join(text for text, n in ((f"{worse} worse", worse), (f"{better} better", better)) if n)
    return report.say(f"；与上期相比{zh}", f"; on the period before: {en}")


def _alt(rows: list[_Row], periods: list[str], report: Report) -> str:
    """Name each row's latest light, and the periods in which it was red or yellow before."""
    parts = []
    for row in rows:
        lights = [row.light(one) for one in periods]
        said = f"{row.name}{report.say('：', ': ')}{report.say(LIGHTS[lights[-1]].zh, LIGHTS[lights[-1]].en.lower())}"
        for light in ("red", "yellow"):
            when = [say_month(one, report) for one, was in zip(periods[:-1], lights[:-1], strict=True) if was == light]
            if when:
                name = report.say(LIGHTS[light].zh, LIGHTS[light].en.lower())
                said += report.say(f"（此前{name}{len(when)}期）", f" (before: {name} {len(when)} times)")
        parts.append(said)
    head = report.say("作战图，各行最近一期的灯。", "Grid of lights; the latest of each row. ")
    return head + (tail(report, parts) if parts else report.say("没有事项。", "Nothing."))

"""Progress against schedule with lines: a row a target, the largest shortfall first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incuanalysis.display import numbers, theme
from incuanalysis.display.charts.common import stamp, tail
from incuanalysis.display.charts.lettering import and_more, canvas, drawn, fit, known, say_month, sourced
from incuanalysis.display.charts.lights import BARS, INK, marked, tally
from incuanalysis.display.items import Chart
from incuanalysis.evaluation.ledgers.maps import TARGET_LIGHTS

if TYPE_CHECKING:
    import pandas as pd

    from incuanalysis.display.context import Report

__all__ = ["MOST_ROWS", "bullet"]

#: Rows that fit half a page; of more, those that matter are shown.
MOST_ROWS = 20
# What a reader must see first where not everything can be shown.
_MATTERS = (
    "missed", "far_behind", "behind", "not_reported", "in_progress", "on_schedule", "ahead", "done", "not_due_yet",
)  # fmt: skip
_LATE = ("missed", "far_behind", "behind")
_NO_NUMBER = ("not_reported", "not_due_yet")
_CUT = 1.2
_WIDEST = 1.6
_ROW = 0.34
_NAME_COLUMNS = 36
# Inches at the right, by language, and where its two columns begin.
_RIGHT = {"zh": 1.5, "en": 1.85}
_DONE, _STATUS = 0.55, 0.63


@dataclass(frozen=True)
class _Row:
    """A target: shares of the base line's value, and the gap in percentage points."""

    name: str
    status: str
    completion: float | None
    schedule: float | None
    gap: float | None
    low: float | None
    high: float | None

    @property
    def light(self) -> str:
        return TARGET_LIGHTS[self.status]


def bullet(
    progress: pd.DataFrame,
    report: Report,
    names: Mapping[str, str] | None = None,
    *,
    most: int = MOST_ROWS,
    source: str = "",
) -> Chart:
    """Draw how far targets are, and how far they should be.

    Parameters
    ----------
    progress
        In the columns of :func:`incuanalysis.evaluation.progress.measured.progress`: ``target``, ``line``, ``month``,
        ``comparator``, ``target_value``, ``completion``, ``schedule`` (shares), ``gap_points``, ``status``, and ``region`` and
        ``carrier`` where there are several entities. Its last month is drawn; a column ``name`` names the rows.
    report
        The report that the chart is made for.
    names
        Target id → name, where the frame has no ``name``.
    most
        Rows at most. Of more, those that are missed, behind and not reported come first.
    source
        Where the numbers are from, for the note.

    Notes
    -----
    Bar and schedule are shares of the base line's value (of the only line, where there is no base); the marks for the
    low and the high line stand at their share of it. Where less is better there are no marks.
    """
    rows = _rows(progress, names or {})
    shown = _shown(rows, most)
    made, axis = canvas(_ROW * max(len(shown), 1) + 0.78, 2.42, _RIGHT[report.language], 0.62, 0.14)
    limit = _limit(shown)
    _bars(axis, shown, limit, report)
    _margins(axis, shown, report)
    _legend(made, shown, limit, report)
    month = progress["month"].max() if len(progress) else None
    note = sourced(
        [
            report.say(
                "按完成率与序时进度之差由低到高排列；条形为完成率（实际值占目标值的比重），粗竖线为序时进度。",
                "In the order of the gap between completion (the bar, share of the target) and schedule (the thick tick).",
            )
            if shown
            else "",
            report.say(
                "“推进中”为数额较小或按年度、节点完成的目标，不判定快慢。",
                "“In progress”: small numbers and what is due once a year or by milestones, of which no pace is judged.",
            )
            if any(row.status == "in_progress" for row in shown)
            else "",
            _left_out(rows, shown, report),
        ],
        source,
        report,
    )
    return Chart(stamp(report), made, _caption(rows, month, report), _alt(shown, report), note)


def _rows(progress: pd.DataFrame, names: Mapping[str, str]) -> list[_Row]:
    """Return a row an entity and target, in the frame's order."""
    if progress.empty:
        return []
    last = progress[progress["month"] == progress["month"].max()]
    lines: dict[tuple[str, str, str], dict[str, dict[str, Any]]] = {}
    for row in last.to_dict("records"):
        key = (str(row.get("region")), str(row.get("carrier")), str(row["target"]))
        lines.setdefault(key, {})[str(row["line"])] = {str(name): value for name, value in row.items()}
    rows = []
    for (_, _, target), by_line in lines.items():
        main = by_line.get("base") or next(iter(by_line.values()))
        marks = {line: _mark(by_line.get(line), main) for line in ("low", "high")}
        name = drawn(main.get("name") or names.get(target, target))
        shares = (known(main["completion"]), known(main["schedule"]), known(main["gap_points"]))
        rows.append(_Row(name, str(main["status"]), *shares, **marks))
    return rows


def _mark(line: Mapping[str, Any] | None, main: Mapping[str, Any]) -> float | None:
    """Return where another line stands, as a share of the main one."""
    if line is None or line is main or main.get("comparator") == "at_most":
        return None
    value, base = known(line["target_value"]), known(main["target_value"])
    return None if value is None or not base or value == base else value / base


def _shown(rows: list[_Row], most: int) -> list[_Row]:
    """Return the rows that matter most, by gap; those without a number come last."""

    def by_gap(row: _Row) -> tuple[bool, bool, float]:
        return row.status == "not_due_yet", row.gap is None, row.gap or 0.0

    chosen = sorted(rows, key=lambda row: (_MATTERS.index(row.status), *by_gap(row)))[:most]
    kept = {id(row) for row in chosen}
    return sorted((row for row in rows if id(row) in kept), key=by_gap)


def _limit(rows: list[_Row]) -> float:
    """Return the share at which bars are cut: beyond 100 %, further only for a high line that asks for more."""
    marks = [row.high for row in rows if row.high is not None and row.high <= _WIDEST]
    return max([_CUT, *(mark + 0.05 for mark in marks)])


def _bars(axis: Any, rows: list[_Row], limit: float, report: Report) -> None:
    axis.grid(visible=False)
    for at in (0.0, 0.25, 0.5, 0.75, 1.0):
        axis.axvline(at, color=theme.GREY if at == 1 else theme.LIGHT, lw=1.0 if at == 1 else 0.6, zorder=0)
    for down, row in enumerate(rows):
        if row.completion is None:
            said = report.say(*_words(row.status))
            axis.text(0.015, down, said, va="center", fontsize=8.5, color="#5B6672", style="italic")
        else:
            face, hatch = BARS[row.light]
            long = row.completion > limit
            length = limit if long else max(row.completion, 0.0)
            axis.barh(down, length, height=0.46, color=face, hatch=hatch, edgecolor="white", linewidth=0, zorder=2)
            if long:
                axis.plot([limit], [down], ">", color=face, markersize=9, clip_on=False, zorder=3)
        if row.schedule is not None:
            at = min(row.schedule, limit)
            for colour, lw in (("white", 4.6), (INK, 2.4)):
                axis.plot([at, at], [down - 0.36, down + 0.36], color=colour, lw=lw, solid_capstyle="butt", zorder=4)
        for mark, shape in ((row.low, "v"), (row.high, "^")):
            if mark is not None and mark <= limit:
                place = down - 0.34 if shape == "v" else down + 0.34
                axis.plot(
                    [mark], [place], shape, markersize=5.5, markerfacecolor="white", markeredgecolor=INK, zorder=5
                )
    axis.set_xlim(0, limit)
    axis.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    axis.set_xticks([])
    axis.spines[["left", "bottom"]].set_visible(False)


def _words(status: str) -> tuple[str, str]:
    return ("未到期", "not due yet") if status == "not_due_yet" else ("未报", "not reported")


def _margins(axis: Any, rows: list[_Row], report: Report) -> None:
    """Write the names at the left, completion and status at the right."""
    axis.set_yticks(range(len(rows)), [fit(row.name, _NAME_COLUMNS, 2) for row in rows], fontsize=8.5, linespacing=1.1)
    axis.tick_params(axis="y", length=0, pad=4)
    across = axis.get_yaxis_transform()
    # the margin's inches as shares of the panel's width
    panel = theme.WIDTH * axis.get_position().width
    done, status = 1 + _DONE / panel, 1 + _STATUS / panel
    for down, row in enumerate(rows):
        if row.completion is not None:
            text = numbers.percent(100 * row.completion, places=1 if abs(row.completion) < 10 else 0)
            axis.text(done, down, text, transform=across, ha="right", va="center", fontsize=8.5)
        bold = "bold" if row.light in ("red", "yellow") else "normal"
        axis.text(
            status, down, marked(row.status, report), transform=across, va="center", fontsize=8.5, fontweight=bold,
            color=INK if row.light != "grey" else "#5B6672",
        )  # fmt: skip
    if rows:
        heads = ((done, "right", report.say("完成率", "Done")), (status, "left", report.say("状态", "Status")))
        for x, align, text in heads:
            axis.text(x, -0.62, text, transform=across, ha=align, va="bottom", fontsize=8, color="#5B6672")
        for share in (0, 0.5, 1.0):
            axis.text(share, -0.62, f"{share:.0%}", ha="center", va="bottom", fontsize=8, color="#5B6672")
    else:
        axis.text(0.02, 0, report.say("没有可列的目标", "No targets"), va="center", color="#5B6672")


def _legend(made: Any, rows: list[_Row], limit: float, report: Report) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    words = {
        "green": ("达到序时或已完成", "On schedule or done"),
        "yellow": ("滞后", "Behind"),
        "red": ("严重滞后或未完成", "Far behind or missed"),
        "grey": ("推进中", "In progress"),
    }
    handles: list[Any] = []
    for light, said in words.items():
        if any(row.light == light and row.completion is not None for row in rows):
            face, hatch = BARS[light]
            handles.append(Patch(facecolor=face, hatch=hatch, edgecolor="white", linewidth=0, label=report.say(*said)))
    if any(row.schedule is not None for row in rows):
        handles.append(
            Line2D([], [], ls="", marker="|", color=INK, ms=10, mew=2.4, label=report.say("序时进度", "Schedule"))
        )
    for shape, name, label in (("v", "low", ("低线", "Low line")), ("^", "high", ("高线", "High line"))):
        if any(getattr(row, name) is not None and getattr(row, name) <= limit for row in rows):
            look: dict[str, Any] = {
                "ls": "",
                "marker": shape,
                "markerfacecolor": "white",
                "markeredgecolor": INK,
                "ms": 5.5,
            }
            handles.append(Line2D([], [], label=report.say(*label), **look))
    if handles:
        made.legend(
            handles=handles, loc="upper left", bbox_to_anchor=(0.0, 1.0), ncols=len(handles), fontsize=8.5,
            borderaxespad=0.1, handlelength=1.1, handletextpad=0.4, columnspacing=1.1,
        )  # fmt: skip


def _left_out(rows: list[_Row], shown: list[_Row], report: Report) -> str:
    kept = {id(row) for row in shown}
    rest = [row.status for row in rows if id(row) not in kept]
    if not rest:
        return ""
    return report.say(
        f"共{len(rows)}项，图中{len(shown)}项；未列出的{len(rest)}项为：{tally(rest, report)}。",
        f"{len(shown)} of {len(rows)} are shown; not shown: {tally(rest, report)}.",
    )


def _caption(rows: list[_Row], month: object, report: Report) -> str:
    if not rows:
        return report.say("没有可评价的目标", "There are no targets to be judged")
    when, count = say_month(month, report, end=True), len(rows)
    statuses = [row.status for row in rows]
    if count == 1:
        return report.say(f"截至{when}，", f"At {when}: ") + _said(rows[0], report)
    if len(set(statuses)) == 1:
        one = tally(statuses[:1], report)
        word = one.removesuffix("1项") if report.language == "zh" else one.removeprefix("1 ")
        return report.say(f"截至{when}，{count}项目标均{word}", f"At {when}, all {count} targets are {word}")
    text = report.say(
        f"截至{when}，{count}项目标中{tally(statuses, report)}",
        f"At {when}, of {count} targets: {tally(statuses, report)}",
    )
    late = [row for row in rows if row.status in _LATE and row.gap is not None]
    if not late:
        return text
    gap = min(numbers.rounded(row.gap or 0.0, 1) for row in late)
    worst = and_more([row.name for row in late if numbers.rounded(row.gap or 0.0, 1) == gap], report)
    return text + report.say(
        f"；与序时进度差距最大的是{worst}（低{numbers.points(-gap)}）",
        f"; the largest shortfall on schedule: {worst} ({numbers.points(-gap, 'en')})",
    )


def _said(row: _Row, report: Report) -> str:
    """Say a target in a clause: 新增孵化面积完成22.2%，序时66.7%，严重滞后."""
    status = marked(row.status, report)[2:]
    if row.completion is None:
        return report.say(f"{row.name}{status}", f"{row.name} {status}")
    done = numbers.percent(100 * row.completion)
    zh, en = f"{row.name}完成{done}", f"{row.name} {done} done"
    if row.schedule is not None:
        due = numbers.percent(100 * row.schedule)
        zh, en = f"{zh}，序时进度{due}", f"{en}, schedule {due}"
    return report.say(f"{zh}，{status}", f"{en}, {status}")


def _alt(rows: list[_Row], report: Report) -> str:
    head = report.say("条形图，各目标的完成率和序时进度。", "Bar chart, completion and schedule by target. ")
    return head + (
        tail(report, [_said(row, report) for row in rows]) if rows else report.say("没有目标。", "No targets.")
    )

"""A running value against its schedule, the low and the high line, and where it will probably stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incuanalysis.display import numbers, theme
from incuanalysis.display.charts.common import stamp, tail
from incuanalysis.display.charts.lettering import (
    canvas,
    drawn,
    fit,
    known,
    say_month,
    scale,
    short_number,
    sourced,
    with_unit,
)
from incuanalysis.display.charts.lights import INK
from incuanalysis.display.items import Chart
from incuanalysis.evaluation.progress.status import status_label
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month

if TYPE_CHECKING:
    import pandas as pd

    from incuanalysis.display.context import Report

__all__ = ["trajectory"]

# Line → dashes, marker of its value, and name.
_LINES: dict[str, tuple[Any, str, tuple[str, str]]] = {
    "low": ((0, (1, 1.5)), "v", ("低线", "low line")),
    "base": ((0, (5, 2)), "D", ("序时进度", "schedule")),
    "high": ((0, (6, 1.5, 1, 1.5)), "^", ("高线", "high line")),
}


@dataclass(frozen=True)
class _Line:
    """A line of a target: what is due by month, and its value at the due month."""

    line: str
    expected: dict[int, float]
    due: int
    value: float | None


@dataclass(frozen=True)
class _Fan:
    """A projection: from the last value to the due month."""

    start: int
    current: float
    due: int
    median: float
    low: float | None
    high: float | None
    level: float
    note: str


def trajectory(
    progress: pd.DataFrame,
    report: Report,
    name: str,
    *,
    projection: Mapping[str, Any] | pd.Series | None = None,
    source: str = "",
) -> Chart:
    """Draw the running value of a target by month.

    Parameters
    ----------
    progress
        One target of one entity over months, in the columns of
        :func:`incuanalysis.evaluation.progress.measured.progress`: ``line``, ``month``, ``actual``, ``expected``, ``due``,
        ``target_value``, ``unit``, ``basis``, ``completion``, ``schedule``, ``gap_points``, ``status``. Months beyond the report's
        period draw the schedule only.
    report
        The report that the chart is made for.
    name
        Of the target.
    projection
        A row of :func:`incuanalysis.evaluation.progress.outlook.outlook` (``current``, ``current_at``, ``due``, ``median``,
        ``low``, ``high``, ``level``, ``note``, ``note_en``). Drawn only where it is given and has numbers.
    source
        Where the numbers are from, for the note.
    """
    now = int(report.period.last)
    actual = _actual(progress, now)
    lines = _lines(progress)
    fan = None if projection is None else _fan(projection, report)
    unit = str(progress["unit"].iloc[0]) if len(progress) else ""
    yearly = bool(len(progress)) and str(progress["basis"].iloc[0]) == str(Basis.PER_YEAR)
    measure = scale(_top(actual, lines, fan), unit, report)
    by, shown = measure
    made, axis = canvas(2.75, 0.62, 1.22, 0.32, 0.42)
    span = _span(actual, lines, fan)
    _draw(axis, actual, lines, fan, by, yearly=yearly)
    _ends(axis, actual, lines, fan, by, report)
    _frame(axis, span, report)
    if not actual:
        axis.text(
            0.5, 0.5, status_label(_status_without(progress, now), report.language), transform=axis.transAxes, ha="center", color="#5B6672",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 2},
        )  # fmt: skip
    axis.set_title(fit(name, 56) + (report.say(f"（{shown}）", f" ({shown})") if shown else ""), pad=6)
    note = sourced([_note(actual, progress, now, report), _fan_note(fan, unit, report)], source, report)
    caption = _caption(progress, actual, drawn(name), unit, now, report)
    return Chart(stamp(report), made, caption, _alt(actual, lines, fan, drawn(name), measure, report), note)


def _actual(progress: pd.DataFrame, now: int) -> dict[int, float]:
    found = {}
    for row in progress.to_dict("records"):
        value = known(row["actual"])
        if value is not None and int(row["month"]) <= now:
            found[int(row["month"])] = value
    return dict(sorted(found.items()))


def _lines(progress: pd.DataFrame) -> list[_Line]:
    lines = []
    for line in _LINES:
        rows = progress[progress["line"] == line].to_dict("records")
        if not rows:
            continue
        expected = {int(row["month"]): known(row["expected"]) for row in rows if int(row["month"]) <= int(row["due"])}
        told = {month: value for month, value in sorted(expected.items()) if value is not None}
        lines.append(_Line(line, told, int(rows[-1]["due"]), known(rows[-1]["target_value"])))
    # a line that asks for the same as the base is no line of its own
    base = next((one for one in lines if one.line == "base"), None)
    return [one for one in lines if one is base or base is None or one.value != base.value]


def _fan(row: Mapping[str, Any] | pd.Series, report: Report) -> _Fan | None:
    median, current, at = known(row["median"]), known(row["current"]), known(row["current_at"])
    if median is None or current is None or at is None or int(at) >= int(row["due"]):
        return None
    note = str(row[report.say("note", "note_en")])
    return _Fan(
        int(at), current, int(row["due"]), median, known(row["low"]), known(row["high"]), float(row["level"]), note
    )


def _top(actual: dict[int, float], lines: list[_Line], fan: _Fan | None) -> float:
    values = [*actual.values(), *(line.value or 0.0 for line in lines)]
    values += [] if fan is None else [fan.median, fan.high or 0.0]
    return max((abs(value) for value in values), default=0.0)


def _place(month: int) -> int:
    return Month.from_int(month).ordinal


def _span(actual: dict[int, float], lines: list[_Line], fan: _Fan | None) -> tuple[int, int]:
    months = [*actual, *(month for line in lines for month in line.expected)]
    if actual or lines:
        months += [line.due for line in lines]
    months += [] if fan is None else [fan.due]
    return (_place(min(months)), _place(max(months))) if months else (0, 1)


def _draw(
    axis: Any, actual: dict[int, float], lines: list[_Line], fan: _Fan | None, by: float, *, yearly: bool
) -> None:
    if fan is not None:
        xs = [_place(fan.start), _place(fan.due)]
        if fan.low is not None and fan.high is not None:
            axis.fill_between(
                xs, [fan.current / by, fan.low / by], [fan.current / by, fan.high / by], facecolor="#DCE6F0",
                edgecolor="#8FA9C4", linewidth=0.6, zorder=1,
            )  # fmt: skip
        axis.plot(xs, [fan.current / by, fan.median / by], color=theme.BLUE, lw=1.3, ls=(0, (2, 2)), zorder=3)
        axis.plot(xs[1:], [fan.median / by], "s", markersize=5, markerfacecolor="white", color=theme.BLUE, zorder=4)
    for line in lines:
        dashes, marker, _ = _LINES[line.line]
        colour = "#5B6672" if line.line == "base" else "#8A94A0"
        for part in _parts(line.expected, yearly=yearly):
            ys = [value / by for value in part.values()]
            axis.plot([_place(month) for month in part], ys, color=colour, ls=dashes, lw=1.3, zorder=2)
        if line.value is not None:
            axis.plot(
                [_place(line.due)], [line.value / by], marker, color=INK, markerfacecolor="white", ms=5.5, zorder=4
            )
    for part in _parts(actual, yearly=yearly):
        ys = [value / by for value in part.values()]
        axis.plot([_place(month) for month in part], ys, "-o", color=theme.BLUE, lw=2.2, markersize=4, zorder=5)


def _parts(values: dict[int, float], *, yearly: bool) -> list[dict[int, float]]:
    """Return the stretches to be drawn through: what begins anew each January is not joined over it."""
    if not yearly:
        return [values] if values else []
    years = dict.fromkeys(month // 100 for month in values)
    return [{month: value for month, value in values.items() if month // 100 == year} for year in years]


def _ends(axis: Any, actual: dict[int, float], lines: list[_Line], fan: _Fan | None, by: float, report: Report) -> None:
    """Write what the lines are at the right, apart from each other."""
    texts: list[tuple[float, str, dict[str, Any]]] = []
    for line in lines:
        if line.value is not None:
            word = report.say("目标", "target") if line.line == "base" else report.say(*_LINES[line.line][2])
            texts.append((line.value / by, f"{word} {short_number(line.value / by)}", {"color": INK}))
    if fan is not None:
        text = f"{report.say('预测中位数', 'median')} {short_number(fan.median / by)}"
        texts.append((fan.median / by, text, {"color": theme.BLUE, "style": "italic"}))
    if actual:
        month, value = list(actual.items())[-1]
        axis.annotate(
            short_number(value / by), (_place(month), value / by), xytext=(0, 6), textcoords="offset points",
            ha="center", fontsize=8.5, fontweight="bold", color=theme.BLUE, zorder=6,
        )  # fmt: skip
    values = [0.0, *(at for at, _, _ in texts), *(value / by for value in actual.values())]
    if fan is not None:
        values += [(fan.low or fan.median) / by, (fan.high or fan.median) / by]
    values += [value / by for line in lines for value in line.expected.values()]
    low, high = min(values), max(values)
    spread = (high - low) or 1.0
    axis.set_ylim(low - (0.06 * spread if low < 0 else 0), high + 0.14 * spread)
    bottom, top = axis.get_ylim()
    apart = 0.085 * (top - bottom)
    before = bottom - apart
    for at, text, look in sorted(texts, key=lambda one: one[0]):
        before = max(at, before + apart)
        axis.text(1.02, before, text, transform=axis.get_yaxis_transform(), va="center", fontsize=8.2, **look)


def _frame(axis: Any, span: tuple[int, int], report: Report) -> None:
    first, last = span
    axis.set_xlim(first - 0.4, last + 0.4 if last > first else first + 0.6)
    length = last - first
    step = 1 if length <= 12 else 3 if length <= 40 else 12
    ticks = [at for at in range(first, last + 1) if (at % 12 + 1) % step == 0]
    texts, before = [], -1
    for at in ticks:
        year, month = at // 12, at % 12 + 1
        part = report.say(f"{month}月", f"{month}")
        texts.append(f"{part}\n{year}{report.say('年', '')}" if year != before else part)
        before = year
    axis.set_xticks(ticks, texts, fontsize=8.2)
    axis.grid(axis="x", visible=False)
    axis.tick_params(length=0)
    axis.spines["left"].set_visible(False)


def _last(progress: pd.DataFrame, actual: dict[int, float]) -> dict[Any, Any] | None:
    """Return the row of the main line at the last month with a value."""
    if not actual:
        return None
    rows = progress[(progress["month"] == max(actual)) & progress["actual"].notna()]
    main = rows[rows["line"] == "base"]
    return dict((main if len(main) else rows).iloc[0])


def _status_without(progress: pd.DataFrame, now: int) -> str:
    """Return the status of a target without a value: not reported, or not due yet."""
    before = progress[progress["month"] <= now]
    return str(before["status"].iloc[-1]) if len(before) else "not_reported"


def _caption(progress: pd.DataFrame, actual: dict[int, float], name: str, unit: str, now: int, report: Report) -> str:
    row = _last(progress, actual)
    when = say_month(max(actual) if actual else now, report, end=True)
    if row is None:
        status = _status_without(progress, now)
        return report.say(
            f"截至{when}，{name}{status_label(status)}", f"At {when}, {name}: {status_label(status, 'en')}"
        )
    value = with_unit(float(row["actual"]), unit, report)
    zh, en = f"截至{when}，{name}为{value}", f"At {when}, {name}: {value}"
    done, gap = known(row["completion"]), known(row["gap_points"])
    if done is not None:
        zh = f"{zh}，完成目标的{numbers.percent(100 * done)}"
        en = f"{en}, {numbers.percent(100 * done)} of the target"
    status = str(row["status"])
    if status in ("ahead", "on_schedule", "behind", "far_behind") and gap is not None:
        size = round(gap, 1)
        zh += (
            "，与序时进度持平"
            if size == 0
            else f"，{'高于' if size > 0 else '低于'}序时进度{numbers.points(abs(size))}"
        )
        en += (
            ", even with schedule"
            if size == 0
            else f", {numbers.points(abs(size), 'en')} {'above' if size > 0 else 'below'} schedule"
        )
    elif status in ("done", "missed"):
        zh, en = f"{zh}，{status_label(status)}", f"{en}, {status_label(status, 'en')}"
    return report.say(zh, en)


def _note(actual: dict[int, float], progress: pd.DataFrame, now: int, report: Report) -> str:
    months = {int(month) for month in progress["month"] if int(month) <= now}
    silent = len([month for month in months if month not in actual and actual and month > min(actual)])
    text = report.say(
        "粗实线为实际数，虚线为各线序时进度，右端空心标记为目标值。",
        "Thick line: actual; dashes: what was due by month on each line; hollow marks: the lines' values.",
    )
    if silent:
        text += report.say(f"有{silent}个月未报，图中直接相连。", f" Months without a report, bridged: {silent}.")
    return text


def _fan_note(fan: _Fan | None, unit: str, report: Report) -> str:
    if fan is None:
        return ""
    when = say_month(fan.due, report, end=True)
    if fan.low is None or fan.high is None:
        return report.say(f"预测到{when}：{fan.note}", f"Projection to {when}: {fan.note}")
    low, high = with_unit(fan.low, unit, report), with_unit(fan.high, unit, report)
    return report.say(
        f"阴影为到{when}的{fan.level:.0%}预测区间（{low}至{high}），不是计划也不是承诺。{fan.note}",
        f"Shaded: the {fan.level:.0%} interval at {when} ({low} to {high}), neither a plan nor a promise. {fan.note}",
    )


def _alt(
    actual: dict[int, float],
    lines: list[_Line],
    fan: _Fan | None,
    name: str,
    measure: tuple[float, str],
    report: Report,
) -> str:
    by, unit = measure
    parts = []
    if actual:
        values = report.say("、", ", ").join(
            f"{say_month(month, report)} {short_number(value / by)}" for month, value in actual.items()
        )
        parts.append(report.say(f"实际数：{values}", f"actual: {values}"))
    for line in lines:
        word = report.say(*_LINES[line.line][2])
        if line.value is not None:
            due = say_month(line.due, report, end=True)
            value = short_number(line.value / by)
            label = report.say("目标", "target") if line.line == "base" else word
            parts.append(report.say(f"{due}{label}{value}", f"{label} at {due}: {value}"))
    if fan is not None:
        text = short_number(fan.median / by)
        parts.append(report.say(f"预测中位数{text}", f"projected median {text}"))
    head = report.say(
        f"折线图，{name}各月数值和序时进度{f'（{unit}）' if unit else ''}。",
        f"Line chart, {name} by month and its schedule{f' ({unit})' if unit else ''}. ",
    )
    return head + (tail(report, parts) if parts else report.say("没有数据。", "No data."))

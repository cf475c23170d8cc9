"""The course of the main targets over the plan, in small panels: what was reported, and what was due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from incuanalysis.display import theme
from incuanalysis.display.charts.common import stamp, tail
from incuanalysis.display.charts.lettering import drawn, fit, known, say_month, scale, short_number, with_unit
from incuanalysis.display.charts.lights import INK
from incuanalysis.display.items import Chart, Item, Prose
from incuanalysis.display.plan_review.words import absent_word, labels, names
from incuanalysis.display.sentences import lists
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.plan_review import PlanReview

__all__ = ["MOST_PANELS", "courses", "multiples"]

#: Panels that fit a page; of more targets, those that were missed come first.
MOST_PANELS = 8
_HIGH, _ACROSS = 1.9, 2
# Left, right, top and bottom of a panel, in inches.
_MARGINS = (0.5, 0.14, 0.42, 0.3)
_DASHES = {"low": (0, (1, 1.5)), "base": (0, (5, 2)), "high": (0, (6, 1.5, 1, 1.5))}
_FIRST_STATES = ("missed", "far_behind", "behind")


def courses(data: PlanReview, report: Report) -> tuple[Item, ...]:
    """Return the panels, and which targets have no number to draw; never a chart without data."""
    called = names(data, report)
    with_numbers = set(data.course.loc[data.course["actual"].notna(), "target"])
    ordered = list(data.gaps["target"])
    silent = [called[str(id)] for id in ordered if id not in with_numbers]
    found: list[Item] = []
    chosen = _chosen(data, [str(id) for id in ordered if id in with_numbers])
    if chosen:
        found.append(multiples(data, report, chosen))
    if silent:
        missing = absent_word(data, report)
        listed = lists.named(silent, "项", most=10, language=report.language)
        text = report.say(
            f"各期实绩{missing}、不能绘图的目标{listed}。", f"Targets without any number ({missing}): {listed}."
        )
        found.append(Prose(stamp(report), lists.as_markdown(text)))
    left = len(with_numbers) - len(chosen)
    if left > 0:
        text = report.say(
            f"另有{left}项目标未绘图，结果见目标完成情况表。", f"{left} more targets: see the table of results."
        )
        found.append(Prose(stamp(report), text))
    return tuple(found)


def _chosen(data: PlanReview, ids: list[str]) -> list[str]:
    if len(ids) <= MOST_PANELS:
        return ids
    state = dict(zip(data.judged["target"], data.judged["status"], strict=True))
    kept = set(sorted(ids, key=lambda one: state[one] not in _FIRST_STATES)[:MOST_PANELS])
    return [id for id in ids if id in kept]


def multiples(data: PlanReview, report: Report, ids: list[str]) -> Chart:
    """Draw the targets of the ids, a panel each: the thick line is what was reported, dashes what was due by month."""
    down = -(-len(ids) // _ACROSS)
    across = min(_ACROSS, len(ids))
    made, axes = _grid(across, down)
    called = names(data, report)
    state = dict(zip(data.judged["target"], data.judged["status"], strict=True))
    book = labels(data, "target")
    alts = []
    for place, axis in enumerate(axes.flat):
        if place >= len(ids):
            axis.set_visible(False)
            continue
        rows = data.course[data.course["target"] == ids[place]]
        result = book[str(state[ids[place]])].name(report.language)
        alts.append(_panel(axis, rows, called[ids[place]], result, report, across))
    done = sum(state[id] == "done" for id in ids)
    part = len(ids) < int((data.gaps["known"] > 0).sum())
    caption = report.say(
        f"{'所列' if part else ''}{len(ids)}项主要目标的各期进展{'（未完成的先列）' if part else ''}，已完成{done}项",
        f"The course of {len(ids)} main targets{', those missed first' if part else ''}; {done} were reached",
    )
    note = report.say(
        "粗实线为实际数，虚线为应达进度，空心菱形为目标值，空心三角为低线和高线；没有数的月份不连线。",
        "Thick line: actual; dashes: due by month; hollow diamond: target, triangles: low and high line. Months without a "
        "number are not bridged.",
    )
    return Chart(stamp(report), made, caption, report.say("小图组。", "Small panels. ") + tail(report, alts), note)


def _grid(across: int, down: int) -> tuple[Any, Any]:
    """Make the panels with margins in inches: a layout engine would move them a little each time it is asked."""
    high = _HIGH * down
    made, axes = theme.figure(high, across, down, squeeze=False)
    made.set_layout_engine("none")
    wide = theme.WIDTH / across
    left, right, top, bottom = _MARGINS
    for row in range(down):
        for column in range(across):
            axes[row][column].set_position(
                (
                    (column * wide + left) / theme.WIDTH,
                    (high - (row + 1) * _HIGH + bottom) / high,
                    (wide - left - right) / theme.WIDTH,
                    (_HIGH - top - bottom) / high,
                )
            )
    return made, axes


def _panel(axis: Any, rows: pd.DataFrame, name: str, result: str, report: Report, across: int) -> str:
    unit, yearly = str(rows["unit"].iloc[0]), str(rows["basis"].iloc[0]) == str(Basis.PER_YEAR)
    top = max(
        [abs(value) for key in ("actual", "expected", "target_value") for value in rows[key].dropna()], default=0.0
    )
    by, shown = scale(top, unit, report)
    base = "base" if (rows["line"] == "base").any() else str(rows["line"].iloc[0])
    first, last = _place(rows["month"].min()), _place(rows["month"].max())
    for line, part in rows.groupby("line", sort=False):
        row = part.iloc[-1]
        due, wanted = _place(row["due"]), float(row["target_value"]) / by
        told = {
            int(month): known(value)
            for month, value in zip(part["month"], part["expected"], strict=True)
            if month <= row["due"]
        }
        xs, ys = _stretch(told, by, yearly=yearly)
        axis.plot(xs, ys, color="#8A94A0", ls=_DASHES[str(line)], lw=1.1, zorder=2)
        mark = {"base": "D", "low": "v", "high": "^"}[str(line)]
        axis.plot([due], [wanted], mark, color=INK, markerfacecolor="white", ms=4.5, zorder=4, clip_on=False)
        last = max(last, due)
    main = rows[rows["line"] == base]
    values = {int(month): known(value) for month, value in zip(main["month"], main["actual"], strict=True)}
    xs, ys = _stretch(values, by, yearly=yearly)
    axis.plot(xs, ys, "-o", color=theme.BLUE, lw=1.8, ms=2.2, zorder=5)
    wide = 30 * _ACROSS // across
    axis.set_title(fit(name, wide, 2), fontsize=8.2, pad=4)
    known_at = [month for month, value in values.items() if value is not None]
    # the result is that of the due month, the line goes on
    seen = [month for month in known_at if month <= main["due"].iloc[-1]] or known_at
    end = values[seen[-1]] or 0.0
    axis.text(
        0.02, 0.94, f"{short_number(end / by)} / {short_number(float(main['target_value'].iloc[-1]) / by)} {shown}  {result}",
        transform=axis.transAxes, va="top", fontsize=7.8, color=theme.BLUE, fontweight="bold", zorder=6,
    )  # fmt: skip
    _limit(axis)
    axis.set_xlim(first - 1, last + 1)
    years = [at for at in range(first, last + 1) if at % 12 == 0]
    axis.set_xticks(years, [str(at // 12) for at in years], fontsize=7.6)
    axis.tick_params(axis="y", labelsize=7.6, length=0)
    axis.grid(axis="x", visible=False)
    axis.spines["left"].set_visible(False)
    goal = with_unit(float(main["target_value"].iloc[-1]), unit, report)
    return report.say(
        f"{drawn(name)}{say_month(seen[-1], report)}为{with_unit(end, unit, report)}，目标{goal}，{result}",
        f"{drawn(name)} {say_month(seen[-1], report)}: {with_unit(end, unit, report)}, target {goal}, {result.lower()}",
    )


def _limit(axis: Any) -> None:
    """Leave room for the result above the lines, and no ticks beyond the panel."""
    low, high = axis.dataLim.intervaly
    low = min(low, 0.0)
    spread = (high - low) or 1.0
    bottom, top = low - 0.04 * spread, high + 0.3 * spread
    axis.set_ylim(bottom, top)
    axis.set_yticks([tick for tick in axis.get_yticks() if bottom <= tick <= top])
    axis.set_ylim(bottom, top)


def _place(month: object) -> int:
    return Month.from_int(int(month)).ordinal  # type: ignore[call-overload] # a month of a frame


def _stretch(values: dict[int, float | None], by: float, *, yearly: bool) -> tuple[list[float], list[float]]:
    """Return what to draw through: gaps where there is no number, and where a year's amount begins anew."""
    xs: list[float] = []
    ys: list[float] = []
    for month, value in sorted(values.items()):
        if yearly and month % 100 == 1 and xs:
            xs.append(_place(month) - 0.5)
            ys.append(float("nan"))
        xs.append(float(_place(month)))
        ys.append(float("nan") if value is None else value / by)
    return xs, ys

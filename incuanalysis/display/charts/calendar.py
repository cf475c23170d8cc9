"""The calendar of returns: units by periods, told apart by shape as well as by colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.display import theme
from incuanalysis.display.charts.common import stamp, tail
from incuanalysis.display.charts.returns import STATES, dated, due_form, due_unit, heads
from incuanalysis.display.items import Chart

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.intake.audit.coverage import Calendar, Slot
    from incuanalysis.intake.forms.duties import Due
    from incuanalysis.vocabulary.periods import Period

__all__ = ["MOST_ROWS", "calendar", "shown_rows"]

#: Rows that fit a page.
MOST_ROWS = 40
_NONE = ("没有报送要求", "Nothing to report")
#: State → marker, face and edge.
_MARKS = {
    "in_time": ("o", theme.BLUE, theme.BLUE),
    "late": ("^", theme.SEQUENCE[3], theme.BLUE),
    "missing": ("X", theme.ACCENT, theme.ACCENT),
    "not_yet_due": ("s", "white", theme.GREY),
}
Row = tuple["Due", "dict[Period, Slot]"]


def shown_rows(one: Calendar) -> tuple[list[Row], int]:
    """Return the rows to be shown and the number left out: of too many, those with most late or missing returns."""
    rows = list(one.rows)
    if len(rows) <= MOST_ROWS:
        return rows, 0
    bad = {
        number: sum(slot.state in ("late", "missing") for slot in row[1].values()) for number, row in enumerate(rows)
    }
    worst = sorted(sorted(bad, key=lambda number: -bad[number])[:MOST_ROWS])
    return [rows[number] for number in worst], len(rows) - MOST_ROWS


def calendar(one: Calendar, name: str, report: Report) -> Chart:
    """Draw how the returns of the last periods stand.

    Parameters
    ----------
    one
        The calendar of a frequency.
    name
        What its returns are called.
    report
        The report that the chart is made for.
    """
    from matplotlib.lines import Line2D

    rows, left = shown_rows(one)
    made, axis = theme.figure(0.27 * len(rows) + 1.15)
    axis.grid(visible=False)
    for down, (_, slots) in enumerate(rows):
        axis.axhline(down, color=theme.PALE, lw=1, zorder=0)
        for across, period in enumerate(one.periods):
            slot = slots.get(period)
            if slot is None:
                axis.plot(across, down, "_", color=theme.LIGHT, markersize=7)
            else:
                shape, face, edge = _MARKS[slot.state]
                axis.plot(across, down, shape, markerfacecolor=face, markeredgecolor=edge, markersize=7.5)
    labels = [_label(due, report, with_form=len(one.forms) > 1) for due, _ in rows]
    axis.set_yticks(range(len(rows)), labels)
    axis.set_xticks(range(len(one.periods)), _ticks(one, report))
    axis.set_xlim(-0.6, len(one.periods) - 0.4)
    axis.set_ylim(len(rows) - 0.4, -0.6)
    axis.tick_params(length=0)
    for spine in axis.spines.values():
        spine.set_visible(False)
    states = [state for state in _MARKS if one.counts()[state]]
    keys = [
        Line2D([], [], ls="", marker=shape, markerfacecolor=face, markeredgecolor=edge, markersize=7.5)
        for shape, face, edge in (_MARKS[state] for state in states)
    ]
    words = [report.say(*STATES[state]) for state in states]
    if any(period not in row for _, row in rows for period in one.periods):
        keys.append(Line2D([], [], ls="", marker="_", color=theme.LIGHT, markersize=7))
        words.append(report.say(*_NONE))
    made.legend(
        keys, words, loc="outside upper left", ncols=len(keys), borderaxespad=0, handletextpad=0.3, columnspacing=1.4
    )
    note = (
        report.say(
            f"共{len(one.rows)}行，图中为迟报、缺报较多的{len(rows)}行。",
            f"{len(rows)} of {len(one.rows)} rows: those with most late or missing returns.",
        )
        if left
        else ""
    )
    return Chart(stamp(report), made, _caption(one, name, report), _alt(one, rows, name, report), note)


def _label(due: Due, report: Report, *, with_form: bool) -> str:
    unit, form = due_unit(due, report), due_form(due, report)
    return report.say(f"{unit}·{form}", f"{unit} · {form}") if with_form else unit


def _ticks(one: Calendar, report: Report) -> list[str]:
    """Return the labels below the columns: the part of the year, and the year below its first one."""
    texts = []
    before = 0
    for period, full in zip(one.periods, heads(one.periods, report), strict=True):
        year = period.last.year
        if period.frequency == "year":
            texts.append(full)
            continue
        part = full.split(report.say("年", "-"), 1)[-1]
        texts.append(f"{part}\n{year}{report.say('年', '')}" if year != before else part)
        before = year
    return texts


def _caption(one: Calendar, name: str, report: Report) -> str:
    counted = one.counts()
    came = counted["in_time"] + counted["late"]
    return report.say(
        f"{name}{dated(one.periods[0], report)}至{dated(one.periods[-1], report)}应报{sum(counted.values())}份：已报{came}份"
        + (f"，其中迟报{counted['late']}份" if counted["late"] else "")
        + "；"
        f"未报{counted['missing']}份{f'，未到期{waiting}份' if (waiting := counted['not_yet_due']) else ''}",
        f"{name}, {dated(one.periods[0], report)} to {dated(one.periods[-1], report)}: of {sum(counted.values())} due {came} came in, "
        f"{counted['late']} of them late; {counted['missing']} missing"
        f"{f', {waiting} not yet due' if (waiting := counted['not_yet_due']) else ''}",
    )


def _alt(one: Calendar, rows: list[Row], name: str, report: Report) -> str:
    """Name the units with late or missing returns; the table below has every cell."""
    parts = []
    for due, slots in rows:
        said = []
        for state in ("missing", "late"):
            when = [dated(period, report) for period in one.periods if period in slots and slots[period].state == state]
            if when:
                said.append(report.say(*STATES[state]) + report.say("：", ": ") + report.say("、", ", ").join(when))
        if said:
            who = _label(due, report, with_form=len(one.forms) > 1)
            parts.append(f"{who}{report.say('，', ', ')}{report.say('，', ', ').join(said)}")
    head = report.say(f"{name}报送日历。", f"Calendar: {name.lower()}. ")
    if not parts:
        return head + report.say("没有缺报和迟报。", "None is late or missing.")
    return head + tail(report, parts)

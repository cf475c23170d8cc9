"""A score as a waterfall: what each item earned and lost, on the way to the total; bonus, caps and vetoes beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incuanalysis.display import theme
from incuanalysis.display.charts.common import stamp, tail
from incuanalysis.display.charts.lettering import and_more, canvas, drawn, fit, short_number, sourced
from incuanalysis.display.charts.lights import INK
from incuanalysis.display.items import Chart

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.schemes.outcome import ItemScore, Score

__all__ = ["MOST_ITEMS", "waterfall"]

#: Items that fit a page; of more, those that lost least stand together in one row.
MOST_ITEMS = 28
_MUTED = "#5B6672"
_CLOSE = 5e-4


@dataclass(frozen=True)
class _Step:
    """A row: where the bar begins, by how much it goes on, and what was lost; ``open`` where data are missing."""

    name: str
    kind: str
    start: float
    points: float
    full: float | None = None
    open: bool = False

    @property
    def lost(self) -> float:
        return 0.0 if self.full is None else max(self.full - max(self.points, 0.0), 0.0)


def waterfall(score: Score, report: Report, name: str, *, grade: str = "", source: str = "") -> Chart:
    """Draw how a carrier's items add up to its total.

    Parameters
    ----------
    score
        Of :func:`incuanalysis.evaluation.schemes.score`, or one of :func:`incuanalysis.evaluation.questions.scores_of`.
    report
        The report that the chart is made for.
    name
        The carrier's name.
    grade
        The grade in words, as it is proposed or decided; the caller says which.
    source
        Where the numbers are from, and whose the scheme is, for the note.

    Notes
    -----
    A row's dark bar is what was earned, the hatched one what was lost to the item's full marks, a dotted frame what is
    open because data are missing (they count 0). Where the total is not the sum of its items, a row says by how much
    caps and rounding changed it.
    """
    steps = _steps(score, report)
    made, axis = canvas(0.285 * (len(steps) + 1) + 0.5, 2.1, 0.95, 0.4, 0.1)
    vetoes = [veto for veto in score.vetoes if veto.applies]
    unseen = [veto for veto in score.vetoes if veto.applies is None]
    _rows(axis, steps, score, report)
    _legend(made, steps, report)
    veto_names = and_more([report.say(one.name.zh, one.name.en) for one in vetoes], report)
    note = sourced(
        [
            report.say(f"适用否决或降级条款：{veto_names}。", f"Vetoes or downgrades that apply: {veto_names}.")
            if vetoes
            else "",
            report.say(f"有{len(unseen)}项否决或降级条款未核实。", f"Vetoes or downgrades not examined: {len(unseen)}.")
            if unseen
            else "",
            report.say("缺数据的项目暂计0分。", "Items without data count 0 for now.")
            if any(step.open for step in steps)
            else "",
            _ours(score, report),
        ],
        source,
        report,
    )
    caption = _caption(score, steps, drawn(name), grade, veto_names, report)
    return Chart(stamp(report), made, caption, _alt(score, steps, drawn(name), veto_names, report), note)


def _ours(score: Score, report: Report) -> str:
    """Say which rules are ours: all, or those of the items with a star."""
    ours = [item for item in score.items if not item.stated]
    if not ours:
        return ""
    if len(ours) == len(score.items):
        return report.say(
            "各项计分办法为本报告自定，非文件所列。", "The rules of all items are this report's own, no document's."
        )
    return report.say(
        "带*的项目，计分办法为本报告自定，非文件所列。", "*: the item's rule is this report's own, no document's."
    )


def _steps(score: Score, report: Report) -> list[_Step]:
    base = [item for item in score.items if not item.bonus]
    bonus = [item for item in score.items if item.bonus]
    starred = any(item.stated for item in score.items)
    steps: list[_Step] = []
    at = 0.0

    def add(name: str, kind: str, points: float, full: float | None = None, *, open: bool = False) -> None:
        nonlocal at
        steps.append(_Step(name, kind, at, points, full, open))
        at += points

    def put(items: list[ItemScore], kind: str) -> None:
        kept, rest = _split(items)
        for item in kept:
            name = report.say(item.name.zh, item.name.en) + ("*" if starred and not item.stated else "")
            add(drawn(name), kind, item.points or 0.0, item.full, open=item.points is None)
        if rest:
            full = sum(item.full or 0.0 for item in rest)
            name = report.say(f"其余{len(rest)}项", f"{len(rest)} other items")
            add(name, kind, sum(item.points or 0.0 for item in rest), full)

    put(base, "item")
    if abs(score.base - at) > _CLOSE:
        add(report.say("封顶和取整", "Caps, rounding"), "adjust", score.base - at)
    put(bonus, "bonus")
    if abs(score.base + score.bonus - at) > _CLOSE:
        add(report.say("加分封顶和取整", "Cap on bonus"), "adjust", score.base + score.bonus - at)
    if abs(score.total - at) > _CLOSE:
        add(report.say("总分封顶和取整", "Cap on total"), "adjust", score.total - at)
    return steps


def _split(items: list[ItemScore]) -> tuple[list[ItemScore], list[ItemScore]]:
    """Of too many items keep those that lost most, and put the rest together; none that lacks data."""
    if len(items) <= MOST_ITEMS:
        return items, []

    def weight(item: ItemScore) -> tuple[bool, float]:
        return item.points is not None, -((item.full or 0.0) - (item.points or 0.0))

    kept = {item.id for item in sorted(items, key=weight)[: MOST_ITEMS - 1]}
    return [item for item in items if item.id in kept], [item for item in items if item.id not in kept]


def _rows(axis: Any, steps: list[_Step], score: Score, report: Report) -> None:
    axis.grid(visible=False)
    right = max(
        [score.total, score.full_marks or 0.0, *(one.start + max(one.points, 0) + one.lost for one in steps), 1.0]
    )
    left = min([0.0, score.total, *(one.start + min(one.points, 0.0) for one in steps)])
    for down, step in enumerate(steps):
        end = step.start + step.points
        axis.plot([end, end], [down - 0.3, down + 1.3], color=theme.GREY, lw=0.7, zorder=1)
        if step.lost:
            look: dict[str, Any] = {"facecolor": "white", "edgecolor": "#A9B4C0", "linewidth": 0.7, "hatch": "////"}
            if step.open:
                look = {"facecolor": "white", "edgecolor": INK, "linewidth": 1.0, "linestyle": ":"}
            axis.barh(down, step.lost, left=max(end, step.start), height=0.56, zorder=2, **look)
        face = {"item": theme.BLUE, "bonus": "#E3B061", "adjust": theme.ACCENT}[step.kind]
        if step.points < 0:
            face = theme.ACCENT
        edge = {"edgecolor": INK, "linewidth": 0.7} if step.kind == "bonus" else {"linewidth": 0}
        axis.barh(down, step.points, left=step.start, height=0.56, color=face, zorder=3, **edge)
    axis.barh(len(steps), score.total, height=0.66, color=INK, zorder=3)
    axis.set_yticks(
        range(len(steps) + 1), [*(fit(step.name, 30) for step in steps), report.say("总分", "Total")], fontsize=8.5
    )
    axis.get_yticklabels()[-1].set_fontweight("bold")
    across = axis.get_yaxis_transform()
    for down, step in enumerate(steps):
        weak = {"color": _MUTED, "style": "italic"} if step.open else {"color": INK}
        axis.text(1.02, down, _points(step, report), transform=across, va="center", fontsize=8.5, **weak)
    total = short_number(score.total) + ("" if score.full_marks is None else f"/{short_number(score.full_marks)}")
    axis.text(1.02, len(steps), total, transform=across, va="center", fontsize=9, fontweight="bold", color=INK)
    axis.tick_params(length=0)
    axis.set_xlim(left, right * 1.01)
    axis.set_ylim(len(steps) + 0.55, -0.6)
    axis.set_xticks([])
    axis.axvline(0, color=theme.GREY, lw=0.8)
    if score.full_marks is not None:
        axis.axvline(score.full_marks, color=theme.GREY, lw=0.8, ls=":")
        said = report.say(f"满分{short_number(score.full_marks)}", f"full marks {short_number(score.full_marks)}")
        axis.text(score.full_marks, -0.62, said, ha="right", va="bottom", fontsize=8, color=_MUTED)
    axis.spines[["left", "bottom"]].set_visible(False)


def _points(step: _Step, report: Report) -> str:
    if step.open:
        none = report.say("缺数据", "no data")
        return none if step.full is None else f"{none} 0/{short_number(step.full)}"
    sign = "+" if step.points > 0 and step.kind != "item" else ""
    full = "" if step.full is None else f"/{short_number(step.full)}"
    return f"{sign}{short_number(step.points)}{full}"


def _legend(made: Any, steps: list[_Step], report: Report) -> None:
    from matplotlib.patches import Patch

    handles: list[Any] = [Patch(facecolor=theme.BLUE, label=report.say("得分", "Earned"))]
    if any(step.lost and not step.open for step in steps):
        handles.append(Patch(facecolor="white", edgecolor="#A9B4C0", hatch="////", label=report.say("失分", "Lost")))
    if any(step.open for step in steps):
        handles.append(Patch(facecolor="white", edgecolor=INK, linestyle=":", label=report.say("缺数据", "No data")))
    if any(step.kind == "bonus" and step.points for step in steps):
        handles.append(Patch(facecolor="#E3B061", edgecolor=INK, linewidth=0.7, label=report.say("加分", "Bonus")))
    if any(step.points < 0 for step in steps):
        handles.append(Patch(facecolor=theme.ACCENT, label=report.say("扣减", "Deducted")))
    made.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0.0, 1.0), ncols=len(handles), fontsize=8.5,
        borderaxespad=0.1, handlelength=1.6, columnspacing=1.3,
    )  # fmt: skip


def _caption(score: Score, steps: list[_Step], name: str, grade: str, vetoes: str, report: Report) -> str:
    of = (
        ""
        if score.full_marks is None
        else report.say(f"（满分{short_number(score.full_marks)}分）", f" of {short_number(score.full_marks)}")
    )
    total = short_number(score.total)
    zh, en = f"{name}得{total}分{of}", f"{name}: {total} points{of}"
    if grade:
        zh, en = f"{zh}，{grade}", f"{en}, {grade}"
    if vetoes:
        zh, en = f"{zh}，适用{vetoes}", f"{en}, subject to {vetoes}"
    lost = [step for step in steps if step.kind == "item" and not step.open and step.lost > _CLOSE]
    if lost:
        most = max(round(step.lost, 2) for step in lost)
        which = and_more([step.name.rstrip("*") for step in lost if round(step.lost, 2) == most], report)
        zh, en = (
            f"{zh}；失分最多的是{which}（{short_number(most)}分）",
            f"{en}; most points lost: {which} ({short_number(most)})",
        )
    open = [step for step in steps if step.open]
    if open:
        at_most = score.max_possible
        zh += f"；缺数据{len(open)}项" + ("" if at_most is None else f"，最高可能{short_number(at_most)}分")
        en += f"; no data: {len(open)}" + ("" if at_most is None else f", at most {short_number(at_most)} points")
    return report.say(zh, en)


def _alt(score: Score, steps: list[_Step], name: str, vetoes: str, report: Report) -> str:
    parts = [f"{step.name} {_points(step, report)}" for step in steps]
    parts.append(report.say(f"总分{short_number(score.total)}", f"total {short_number(score.total)}"))
    if vetoes:
        parts.append(report.say(f"适用{vetoes}", f"subject to {vetoes}"))
    return report.say(f"瀑布图，{name}各项得分/满分。", f"Waterfall, points of {name} by item/full marks. ") + tail(
        report, parts
    )

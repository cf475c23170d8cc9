"""Grades by class: a bar a class, a part for each grade, what is still open in a dotted frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from incuanalysis.display import theme
from incuanalysis.display.charts.common import stamp
from incuanalysis.display.charts.lettering import canvas, fit, sourced
from incuanalysis.display.charts.lights import INK
from incuanalysis.display.items import Chart

if TYPE_CHECKING:
    from incuanalysis.display.context import Report

__all__ = ["grades"]

# Best to worst: from dark to light, the last hatched, so that the order shows in grey too.
_FACES = ("#1F3A5F", "#5E8AB4", "#B9C6D6", "#F1D9C9")


def grades(
    counts: Mapping[str, Mapping[str, int]],
    order: Sequence[str],
    report: Report,
    *,
    unsettled: str = "",
    caption: str = "",
    source: str = "",
) -> Chart:
    """Draw how many carriers of each class have which grade.

    Parameters
    ----------
    counts
        Class → grade → how many.
    order
        Grades, best first; others follow in the order in which they occur.
    report
        The report that the chart is made for.
    unsettled
        The name under which those are counted whose grade is still open.
    caption
        The finding; by default how many carriers have the best grade.
    source
        For the note.
    """
    names = list(dict.fromkeys([*order, *(grade for row in counts.values() for grade in row if grade != unsettled)]))
    names = [grade for grade in names if any(row.get(grade) for row in counts.values())]
    if any(row.get(unsettled) for row in counts.values()):
        names.append(unsettled)
    made, axis = canvas(0.42 * max(len(counts), 1) + 0.62, 1.35, 0.7, 0.4, 0.1)
    axis.grid(visible=False)
    totals = {id: sum(row.values()) for id, row in counts.items()}
    top = max([1, *totals.values()])
    for down, (id, row) in enumerate(counts.items()):
        left = 0
        for grade in names:
            count = row.get(grade, 0)
            if not count:
                continue
            face = _face(grade, order, unsettled)
            axis.barh(down, count, left=left, height=0.62, **face)
            dark = face["facecolor"] in (_FACES[0], theme.BLUE)
            if count / top > 0.025:
                colour = "white" if dark else INK
                axis.text(left + count / 2, down, str(count), ha="center", va="center", fontsize=9, color=colour)
            left += count
        said = report.say(f"{totals[id]}家", str(totals[id]))
        axis.text(left + top * 0.012, down, said, va="center", fontsize=9, color=INK)
    axis.set_yticks(range(len(counts)), [fit(id, 16) for id in counts], fontsize=9)
    axis.set_ylim(max(len(counts), 1) - 0.45, -0.55)
    axis.set_xlim(0, top)
    axis.set_xticks([])
    axis.tick_params(length=0)
    axis.spines[["left", "bottom"]].set_visible(False)
    _legend(made, names, order, unsettled)
    total, best = sum(totals.values()), sum(row.get(order[0], 0) for row in counts.values()) if order else 0
    usual = report.say(
        f"参评{total}家，{order[0] if order else ''}{best}家", f"{total} evaluated, {best} {order[0] if order else ''}"
    )
    return Chart(stamp(report), made, caption or usual, _alt(counts, names, report), sourced([], source, report))


def _face(grade: str, order: Sequence[str], unsettled: str) -> dict[str, Any]:
    if grade == unsettled:
        return {"facecolor": "white", "edgecolor": INK, "linestyle": ":", "linewidth": 1.0}
    at = list(order).index(grade) if grade in order else len(order)
    if order and grade == order[-1] and len(order) > 1:
        return {"facecolor": _FACES[-1], "edgecolor": theme.ACCENT, "hatch": "////", "linewidth": 0.7}
    return {"facecolor": _FACES[min(at, len(_FACES) - 2)], "edgecolor": "white", "linewidth": 0.7}


def _legend(made: Any, names: Sequence[str], order: Sequence[str], unsettled: str) -> None:
    from matplotlib.patches import Patch

    handles = [Patch(label=grade, **_face(grade, order, unsettled)) for grade in names]
    if handles:
        made.legend(
            handles=handles, loc="upper left", bbox_to_anchor=(0.0, 1.0), ncols=len(handles), fontsize=9,
            borderaxespad=0.1, handlelength=1.6, columnspacing=1.3,
        )  # fmt: skip


def _alt(counts: Mapping[str, Mapping[str, int]], names: Sequence[str], report: Report) -> str:
    zh = report.language == "zh"
    parts = []
    for id, row in counts.items():
        listed = [f"{grade}{row[grade]}家" if zh else f"{grade} {row[grade]}" for grade in names if row.get(grade)]
        parts.append(f"{id}：{'、'.join(listed)}" if zh else f"{id}: {', '.join(listed)}")
    return (
        ("堆积条形图，各类载体的等次。" + "；".join(parts) + "。")
        if zh
        else "Stacked bars, grades by class. " + "; ".join(parts)
    )

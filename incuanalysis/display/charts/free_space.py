"""Free space by place or industry: bars with the area and how many bases reported it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.display import theme
from incuanalysis.display.charts.chain import with_area
from incuanalysis.display.charts.common import listed, stamp, tail
from incuanalysis.display.charts.lettering import canvas, drawn, fit, known, short_number, sourced
from incuanalysis.display.charts.lights import INK
from incuanalysis.display.items import Chart
from incuanalysis.errors import BadInputError

if TYPE_CHECKING:
    import pandas as pd

    from incuanalysis.display.context import Report

__all__ = ["MOST_ROWS", "free_space", "widest"]

#: Bars that fit half a page.
MOST_ROWS = 15


def free_space(rows: pd.DataFrame, report: Report, *, source: str = "") -> Chart:
    """Draw the free area of each place or industry, the largest first.

    Parameters
    ----------
    rows
        One row a bar: ``name``, ``free`` in 平方米 (missing where nothing was reported) and ``count``, the bases that
        reported it.
    report
        The report that the chart is made for.
    source
        Where the numbers are from, for the note.

    Raises
    ------
    BadInputError
        If nothing has a number.

    Examples
    --------
    >>> import pandas as pd
    >>> from types import SimpleNamespace
    >>> region = SimpleNamespace(id="330305", short="洞头", name_en="Dongtou District")
    >>> report = SimpleNamespace(region=region, period="2023-09", language="zh", say=lambda zh, en: zh)
    >>> rows = pd.DataFrame({"name": ["甲镇", "乙镇"], "free": [7500.0, 2500.0], "count": [3, 1]})
    >>> free_space(rows, report).caption
    '空置可租面积甲镇最大，为7500平方米，占75.0%'
    """
    told = rows[rows["free"].notna()].sort_values("free", ascending=False, kind="stable")
    if told.empty:
        raise BadInputError(
            "free_space: no row has a free area; expected one at least.", "空置面积图：没有一行有数，至少应有一行。"
        )
    shown = told.head(MOST_ROWS).to_dict("records")
    made, axis = canvas(0.3 * len(shown) + 0.16, 1.55, 1.5, 0.08, 0.08)
    axis.grid(visible=False)
    values = [float(row["free"]) for row in shown]
    top = max(values) or 1.0
    axis.barh(range(len(shown)), values, height=0.62, color=theme.SEQUENCE[2])
    for down, row in enumerate(shown):
        axis.text(values[down] + top * 0.012, down, _said(row, report), va="center", fontsize=9, color=INK)
    axis.set_yticks(range(len(shown)), [fit(row["name"], 22) for row in shown])
    axis.set_ylim(len(shown) - 0.45, -0.55)
    axis.set_xlim(0, top)
    axis.set_xticks([])
    axis.tick_params(length=0)
    for spine in axis.spines.values():
        spine.set_visible(False)
    silent, cut = len(rows) - len(told), len(told) - len(shown)
    note = sourced(
        [
            report.say(f"共{len(told)}个，图中为最大的{len(shown)}个。", f"The {len(shown)} largest of {len(told)}.") if cut else "",
            report.say(f"另有{silent}个未报空置面积，未列。", f"{silent} more did not report and are not shown.") if silent else "",
        ],
        source,
        report,
    )  # fmt: skip
    head = report.say("条形图，空置可租面积。", "Bars of free area. ")
    alt = head + tail(report, [f"{drawn(row['name'])} {_said(row, report)}" for row in shown])
    return Chart(stamp(report), made, widest(told, report), alt, note)


def widest(rows: pd.DataFrame, report: Report) -> str:
    """Say who has most free area, and what share of all; ties are named together."""
    total, most = float(rows["free"].sum()), float(rows["free"].max())
    names = [drawn(name) for name in rows.loc[rows["free"] == most, "name"]]
    if not most:
        return report.say("均没有空置可租面积", "Nobody has free area")
    area = with_area(most, report)
    if len(names) > 3:
        return report.say(
            f"空置可租面积最大的有{len(names)}个，均为{area}", f"{len(names)} have most free area, {area} each"
        )
    share = f"{100 * most / total:.1f}%"
    each = "均" if len(names) > 1 else ""
    part = f"，占{share}" if len(rows) > len(names) else ""
    return report.say(
        f"空置可租面积{listed(names, report)}{'并列' if each else ''}最大，{each}为{area}{'' if each else part}",
        f"{listed(names, report)}: most free area, {area}{' each' if each else f' ({share} of all)' if part else ''}",
    )


def _said(row: object, report: Report) -> str:
    free, count = known(row["free"]), short_number(known(row["count"]))  # type: ignore[index] # a record of the frame
    area = with_area(free or 0.0, report)
    return report.say(f"{area}（{count}家）", f"{area} ({count})")

"""The incubation chain 众创空间–孵化器–加速器–科创园: counts and areas by stage, missing links shown as such."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from incuanalysis.display import theme
from incuanalysis.display.charts.common import listed, stamp, tail
from incuanalysis.display.charts.lettering import and_more, canvas, drawn, fit, known, short_number, sourced, with_unit
from incuanalysis.display.charts.lights import INK
from incuanalysis.display.items import Chart
from incuanalysis.errors import BadInputError
from incuanalysis.plans.model import CarrierType

if TYPE_CHECKING:
    import pandas as pd

    from incuanalysis.display.context import Report

__all__ = ["MOST_ROWS", "STAGES", "chain"]

#: Stages in the order of the chain.
STAGES: tuple[str, ...] = get_args(CarrierType)
#: Chains that fit a page below each other.
MOST_ROWS = 24
_NAMES = {
    "makerspace": ("众创空间", "Makerspaces"),
    "incubator": ("孵化器", "Incubators"),
    "accelerator": ("加速器", "Accelerators"),
    "park": ("科创园", "Science parks"),
}
_FACES = ("#E3EAF2", "#C4D3E3", "#9DB5CE", "#7596B8")
_MUTED = "#5B6672"


@dataclass(frozen=True)
class _Link:
    """A stage of a chain; ``count`` None where it is not known."""

    count: float | None
    area: float | None

    @property
    def missing(self) -> bool:
        return self.count == 0


def chain(stages: pd.DataFrame, report: Report, *, most: int = MOST_ROWS, source: str = "") -> Chart:
    """Draw one chain, or several below each other.

    Parameters
    ----------
    stages
        One row a stage: ``stage`` (of :data:`STAGES`), ``count`` (missing where it is not known), ``area`` in 平方米 (missing
        where not reported) and, for several chains, ``name`` (a town, a district). A stage without a row is missing in the
        chain.
    report
        The report that the chart is made for.
    most
        Chains at most; of more, those with most missing links.
    source
        Where the numbers are from, for the note.

    Raises
    ------
    BadInputError
        For an unknown stage, or one that stands twice in a chain.

    Examples
    --------
    >>> import pandas as pd
    >>> from types import SimpleNamespace
    >>> region = SimpleNamespace(id="330305", short="洞头", name_en="Dongtou District")
    >>> report = SimpleNamespace(region=region, period="2023-09", language="zh", say=lambda zh, en: zh)
    >>> stages = pd.DataFrame({"stage": ["makerspace", "incubator", "park"], "count": [8, 3, 1], "area": [9300, 58000, None]})
    >>> chain(stages, report).caption
    '洞头孵化链条缺加速器，有众创空间8家、孵化器3家和科创园1家'
    """
    chains = _read(stages)
    shown = _shown(chains, most)
    several = "name" in stages.columns
    row = 0.62 if several else 1.05
    made, axis = canvas(row * max(len(shown), 1) + 0.32, 1.35 if several else 0.08, 0.08, 0.28, 0.04)
    _boxes(axis, shown, report, several=several)
    note = sourced(
        [
            report.say("虚线框为缺失的环节。", "A dashed box is a missing link.")
            if any(link.missing for links in shown.values() for link in links)
            else "",
            report.say(
                f"共{len(chains)}条，图中为缺环较多的{len(shown)}条。", f"{len(shown)} of {len(chains)} are shown."
            )
            if len(shown) < len(chains)
            else "",
        ],
        source,
        report,
    )
    caption = _caption(chains, report, several=several)
    return Chart(stamp(report), made, caption, _alt(shown, report, several=several), note)


def _read(stages: pd.DataFrame) -> dict[str, list[_Link]]:
    """Return name → links in the order of the chain."""
    found: dict[str, dict[str, _Link]] = {}
    for row in stages.to_dict("records"):
        stage, name = str(row["stage"]), str(row.get("name", ""))
        if stage not in STAGES:
            raise BadInputError(
                f"chain: found the stage {stage!r}; expected one of {', '.join(STAGES)}.",
                f"孵化链条：环节现为“{stage}”，应为{'、'.join(_NAMES[one][0] for one in STAGES)}（{'、'.join(STAGES)}）之一。",
            )
        links = found.setdefault(name, {})
        if stage in links:
            raise BadInputError(
                f"chain: {stage} stands twice{f' for {name!r}' if name else ''}; expected one row a stage.",
                f"孵化链条：{name}{_NAMES[stage][0]}出现两次，每个环节应只有一行。",
            )
        links[stage] = _Link(known(row["count"]), known(row.get("area")))
    return {name: [links.get(one, _Link(0.0, None)) for one in STAGES] for name, links in found.items()}


def _shown(chains: dict[str, list[_Link]], most: int) -> dict[str, list[_Link]]:
    if len(chains) <= most:
        return chains
    worst = sorted(chains, key=lambda name: -sum(link.missing for link in chains[name]))[:most]
    return {name: links for name, links in chains.items() if name in set(worst)}


def _boxes(axis: Any, chains: dict[str, list[_Link]], report: Report, *, several: bool) -> None:
    from matplotlib.patches import FancyBboxPatch

    axis.grid(visible=False)
    half = 0.34 if several else 0.4
    for down, links in enumerate(chains.values()):
        for across, link in enumerate(links):
            look: dict[str, Any] = {"facecolor": _FACES[across], "edgecolor": INK, "linewidth": 0.8}
            if link.missing:
                look = {"facecolor": "white", "edgecolor": theme.ACCENT, "linewidth": 1.4, "linestyle": (0, (4, 2.5))}
            elif link.count is None:
                look = {"facecolor": "white", "edgecolor": theme.GREY, "linewidth": 0.8, "hatch": "//"}
            shape = "round,pad=0,rounding_size=0.06"
            box = FancyBboxPatch(
                (across - 0.4, down - half), 0.8, 2 * half, boxstyle=shape, mutation_aspect=1.5, **look
            )
            axis.add_patch(box)
            _write(axis, across, down, link, report, several=several)
            if across:
                broken = link.missing or links[across - 1].missing
                axis.annotate(
                    "", xy=(across - 0.41, down), xytext=(across - 0.59, down),
                    arrowprops={
                        "arrowstyle": "-|>", "color": theme.GREY if broken else INK, "linewidth": 1.1,
                        "linestyle": ":" if broken else "-", "shrinkA": 0, "shrinkB": 0,
                    },
                )  # fmt: skip
    axis.set_xticks(range(len(STAGES)), [report.say(*_NAMES[one]) for one in STAGES], fontsize=9.5, fontweight="bold")
    axis.xaxis.tick_top()
    axis.set_yticks(range(len(chains)) if several else [], [fit(name, 18, 2) for name in chains] if several else [])
    axis.tick_params(length=0)
    axis.set_xlim(-0.45, len(STAGES) - 0.55)
    axis.set_ylim(max(len(chains), 1) - 0.5, -0.5)
    for spine in axis.spines.values():
        spine.set_visible(False)
    if not chains:
        axis.text(1.5, 0, report.say("没有载体数据", "No carriers"), ha="center", va="center", color=_MUTED)


def _write(axis: Any, across: int, down: int, link: _Link, report: Report, *, several: bool) -> None:
    """Write count and area into a box; white behind the words where the box is hatched."""
    if link.missing:
        said = report.say("缺", "none")
        axis.text(across, down, said, ha="center", va="center", fontsize=11, color=theme.ACCENT, fontweight="bold")
        return
    if link.count is None:
        said, size = report.say("未报", "not reported"), 9.0
    else:
        said, size = report.say(f"{short_number(link.count)}家", short_number(link.count)), 11.0 if several else 15.0
    up = 0.13 if several else 0.12
    unknown = {"bbox": {"facecolor": "white", "edgecolor": "none", "pad": 1.5}} if link.count is None else {}
    axis.text(across, down - up, said, ha="center", va="center", fontsize=size, fontweight="bold", color=INK, **unknown)
    area = report.say("面积未报", "area not reported") if link.area is None else with_area(link.area, report)
    size = 8.0 if several else 9.0
    axis.text(across, down + up + 0.06, area, ha="center", va="center", fontsize=size, color=INK, **unknown)


def with_area(area: float, report: Report) -> str:
    """Write a floor area: 3.2万平方米 from one 万 upwards."""
    if area >= 1e4 and report.language == "zh":
        return f"{short_number(area / 1e4)}万平方米"
    return with_unit(area, "平方米", report)


def _caption(chains: dict[str, list[_Link]], report: Report, *, several: bool) -> str:
    if not chains:
        return report.say("没有孵化载体数据", "There are no data on carriers")
    if several and len(chains) > 1:
        return _caption_of_several(chains, report)
    name, links = next(iter(chains.items()))
    where = drawn(name) if name else report.say(report.region.short, report.region.name_en)
    gaps = _named(links, report, missing=True)
    unknown = [report.say(*_NAMES[one]) for one, link in zip(STAGES, links, strict=True) if link.count is None]
    parts = listed(
        [
            report.say(
                f"{_NAMES[one][0]}{short_number(link.count)}家", f"{_NAMES[one][1].lower()} {short_number(link.count)}"
            )
            for one, link in zip(STAGES, links, strict=True)
            if link.count
        ],
        report,
    )
    if gaps:
        zh = f"{where}孵化链条缺{listed(gaps, report)}" + (f"，有{parts}" if parts else "")
        en = f"{where}: the chain has no {listed(gaps, report).lower()}" + (f"; it has: {parts}" if parts else "")
    elif unknown:
        zh, en = f"{where}孵化链条有{parts}" if parts else f"{where}孵化链条", f"{where}: {parts}"
    else:
        zh, en = f"{where}孵化链条四个环节齐备：{parts}", f"{where}: the chain has all four stages: {parts}"
    if unknown:
        zh, en = f"{zh}，{listed(unknown, report)}未报", f"{en}; not reported: {listed(unknown, report).lower()}"
    return report.say(zh, en)


def _caption_of_several(chains: dict[str, list[_Link]], report: Report) -> str:
    whole = [drawn(name) for name, links in chains.items() if all(link.count for link in links)]
    lacking = {one: sum(links[place].missing for links in chains.values()) for place, one in enumerate(STAGES)}
    count = len(chains)
    if len(whole) == count:
        return report.say(f"{count}条孵化链条均四个环节齐备", f"All {count} chains have all four stages")
    zh = f"{count}条孵化链条中，四个环节齐备的有{len(whole)}条" + (f"（{and_more(whole, report)}）" if whole else "")
    en = f"Of {count} chains, {len(whole)} have all four stages" + (f" ({and_more(whole, report)})" if whole else "")
    most = max(lacking.values())
    if most:
        which = [report.say(*_NAMES[one]) for one, n in lacking.items() if n == most]
        zh += f"；缺得最多的环节是{listed(which, report)}（{most}条）"
        en += f"; missing most often: {listed(which, report).lower()} ({most})"
    return report.say(zh, en)


def _named(links: list[_Link], report: Report, *, missing: bool) -> list[str]:
    return [report.say(*_NAMES[one]) for one, link in zip(STAGES, links, strict=True) if link.missing is missing]


def _alt(chains: dict[str, list[_Link]], report: Report, *, several: bool) -> str:
    parts = []
    for name, links in chains.items():
        said = []
        for one, link in zip(STAGES, links, strict=True):
            stage = report.say(*_NAMES[one])
            if link.missing:
                said.append(report.say(f"缺{stage}", f"no {stage.lower()}"))
            elif link.count is None:
                said.append(report.say(f"{stage}未报", f"{stage.lower()} not reported"))
            else:
                area = (
                    ""
                    if link.area is None
                    else report.say(f"（{with_area(link.area, report)}）", f" ({with_area(link.area, report)})")
                )
                number = short_number(link.count)
                said.append(report.say(f"{stage}{number}家", f"{stage.lower()} {number}") + area)
        head = f"{drawn(name)}{report.say('：', ': ')}" if several else ""
        parts.append(head + report.say("、", ", ").join(said))
    head = report.say("链条图，各环节载体数和面积。", "Chain of stages, carriers and floor area. ")
    return head + (tail(report, parts) if parts else report.say("没有数据。", "No data."))

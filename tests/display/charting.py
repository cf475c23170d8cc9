"""What the tests of charts share: a report to make them for, and what can be told from a drawing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

from matplotlib.text import Text

from incuanalysis.display.items import Chart
from incuanalysis.vocabulary.periods import Period

#: Names that a careless chart would read as formulas, break or draw as boxes.
NASTY = (
    "投入$x_1$与$y$之比", "<b>甲</b>&乙", "=1+1", "#*_~`", "喆堃𫟹孵化器", "名称" * 40, "a" * 120, "甲\n乙\t丙", "🙂众创空间",
    "\u202e倒序", " ", "%d %s {x}",
)  # fmt: skip


def report_for(language: str = "zh", period: str = "2023-09", region: str = "330305") -> Any:
    """Return what charts ask of a report."""
    named = SimpleNamespace(id=region, short="洞头", name="洞头区", name_en="Dongtou District")
    return SimpleNamespace(
        region=named, period=Period.parse(period), language=language, say=lambda zh, en: zh if language == "zh" else en
    )


def texts(chart: Chart) -> list[str]:
    """Return every text of the drawing."""
    return [text.get_text() for text in chart.figure.findobj(Text) if text.get_text() and text.get_visible()]


def drawn_text(chart: Chart) -> str:
    """Return all texts of the drawing in one, without line breaks."""
    return "|".join(texts(chart)).replace("\n", "")


def check(chart: Chart) -> None:
    """Draw the chart twice: the same bytes, well-formed, nothing beyond the page, no formulas; caption and alt said."""
    svg = chart.bundle()["image/svg+xml"]
    assert svg == chart.bundle()["image/svg+xml"]
    ET.fromstring(svg)
    assert chart.caption
    assert chart.alt
    assert not chart.caption.endswith("。")
    for said in (chart.caption, chart.alt, chart.note):
        assert "nan" not in said.lower().replace("finan", "")
        assert "None" not in said
    assert all(not text.get_parse_math() for text in chart.figure.findobj(Text))
    check_within(chart)


def check_within(chart: Chart) -> None:
    """No text lies beyond the figure's edge by more than a hair."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas = FigureCanvasAgg(chart.figure)
    canvas.draw()
    wide, high = chart.figure.bbox.width, chart.figure.bbox.height
    for text in chart.figure.findobj(Text):
        if not text.get_text().strip() or not text.get_visible():
            continue
        box = text.get_window_extent(canvas.get_renderer())
        assert min(box.x0, box.y0, wide - box.x1, high - box.y1) > -2, text.get_text()

"""How charts look: carried fonts, colours that print in grey, SVGs that are the same twice."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, Any

from incuanalysis.project import RESOURCES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["ACCENT", "BLUE", "GREY", "LIGHT", "PALE", "SEQUENCE", "figure", "to_svg", "use_theme"]

BLUE = "#1F3A5F"
ACCENT = "#C8553D"
GREY = "#8A94A0"
LIGHT = "#D5DBE2"
PALE = "#EEF1F5"
#: For parts of a whole: dark to light, so that neighbours differ in grey as well.
SEQUENCE = ("#1F3A5F", "#C8553D", "#5E8AB4", "#E3B061", "#3F6F6A", "#B9C6D6", "#7A4E7E", "#9AA66B")
#: Width of a figure in inches: the text width of an A4 page.
WIDTH = 6.4
_HASH_SALT = "incuanalysis"


@cache
def _register_fonts() -> None:
    from matplotlib import font_manager

    for file in sorted((RESOURCES / "fonts").glob("NotoSansSC-*.ttf")):
        font_manager.fontManager.addfont(str(file))


def use_theme() -> None:
    """Set seaborn's and matplotlib's defaults for reports; called before each figure, so a notebook cannot drift."""
    import matplotlib as mpl
    import seaborn as sns

    _register_fonts()
    settings: dict[str, Any] = {
        "font.family": "Noto Sans SC",
        "font.size": 9.5,
        "axes.titlesize": 10,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.labelsize": 9,
        "axes.labelcolor": "#3C4650",
        "axes.edgecolor": LIGHT,
        "axes.unicode_minus": False,
        # names with dollar signs are text, not formulas
        "text.parse_math": False,
        "xtick.color": "#3C4650",
        "ytick.color": "#3C4650",
        "xtick.labelsize": 9,
        "ytick.labelsize": 9,
        "legend.fontsize": 9,
        "legend.frameon": False,
        "grid.color": PALE,
        "figure.dpi": 100,
        "svg.fonttype": "path",
        "svg.hashsalt": _HASH_SALT,
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
    sns.set_theme(style="whitegrid", palette=list(SEQUENCE), rc=settings)
    mpl.rcParams.update(settings)  # type: ignore[arg-type]  # the stubs want literal keys


@cache
def _figure_class() -> type[Figure]:
    from matplotlib.figure import Figure

    class ThemedFigure(Figure):
        """A figure that a notebook shows as the SVG a report would hold, without asking pyplot."""

        def _repr_svg_(self) -> str:
            return to_svg(self)

    return ThemedFigure


def figure(height: float, columns: int = 1, rows: int = 1, **options: Any) -> tuple[Figure, Any]:
    """Make a themed figure of the text's width that no window manager knows (it cannot leak or be shown twice).

    Parameters
    ----------
    height
        In inches.
    columns, rows
        Panels.

    Returns
    -------
    tuple
        The figure, and its axes as ``Figure.subplots`` returns them.
    """
    use_theme()
    made = _figure_class()(figsize=(WIDTH, height), layout="constrained")
    return made, made.subplots(rows, columns, **options)


def to_svg(made: Figure) -> str:
    """Return the figure as SVG text: no date, no version, fixed ids."""
    import matplotlib as mpl

    buffer = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": _HASH_SALT}):
        made.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()

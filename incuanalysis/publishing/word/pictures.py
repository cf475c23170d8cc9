"""Pictures in Word: drawings become PNG, since Word shows SVG only in its newer versions; each has its description."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, cast

from docx.shared import Pt

from incuanalysis.errors import ReportFailedError
from incuanalysis.publishing.bundles import clean_text
from incuanalysis.publishing.word.elements import element

if TYPE_CHECKING:
    from incuanalysis.publishing.typst.images import Picture
    from incuanalysis.publishing.word.draft import Draft

__all__ = ["TALLEST", "put_picture", "rasterise"]

#: Highest that a figure may be, in points.
TALLEST = 560.0
_DOTS_PER_INCH = 200.0
_SOURCE = '#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: white)\n#image("picture.svg", width: 100%, height: 100%)\n'


def rasterise(picture: Picture, dots_per_inch: float = _DOTS_PER_INCH) -> bytes:
    """Return a picture as PNG on white, the same bytes for the same picture.

    Parameters
    ----------
    picture
        Checked already: nothing is loaded for it.
    dots_per_inch
        Of the picture at its natural size.

    Raises
    ------
    ReportFailedError
        If it cannot be drawn.
    """
    import typst

    from incuanalysis.publishing.typst.compiler import TEMPLATE_FOLDER
    from incuanalysis.publishing.typst.fonts import carried_fonts

    source = _SOURCE.format(width=f"{picture.width:.3f}", height=f"{picture.height:.3f}")
    files = {"main.typ": source.encode(), "picture.svg": picture.svg.encode()}
    try:
        compiler = typst.Compiler(root=str(TEMPLATE_FOLDER), font_paths=carried_fonts(), ignore_system_fonts=True)
        # the binding takes files in memory, which its stubs do not say
        drawn = compiler.compile(cast("bytes", files), format="png", ppi=dots_per_inch)
    except RuntimeError as error:
        raise ReportFailedError(f"A picture cannot be drawn for Word: {error}", "图片无法转换。") from None
    if not isinstance(drawn, bytes):
        raise ReportFailedError("A picture cannot be drawn for Word: Typst gave no page.", "图片无法转换。")
    return drawn


def put_picture(
    draft: Draft,
    paragraph: Any,
    picture: Picture,
    alternative: str,
    *,
    widest: float,
    highest: float = TALLEST,
    lowered: float = 0.0,
) -> None:
    """Add a picture to a paragraph, no larger than it may be, with its alternative text.

    Parameters
    ----------
    widest, highest
        Limits in points.
    lowered
        How far below the line it stands, in points.
    """
    scale = min(1.0, widest / picture.width, highest / picture.height)
    part = draft.document.part
    inline = part.new_pic_inline(io.BytesIO(rasterise(picture)), Pt(picture.width * scale), Pt(picture.height * scale))
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")  # left out, it is an eighth of an inch to some programs
    described = clean_text(alternative).strip() or draft.words.picture
    for properties in (inline.docPr, inline.graphic.graphicData.pic.nvPicPr.cNvPr):
        properties.set("descr", described)
    inline.docPr.set("name", f"{draft.words.figure.strip()} {inline.docPr.get('id')}")
    properties = element("rPr", element("position", val=round(-2 * lowered)) if lowered else None)
    drawing = element("drawing", inline)
    paragraph.append(element("r", properties, drawing))

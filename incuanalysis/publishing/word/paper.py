"""Pages: size and margins, the header with its badges, the watermark, the page's number, and pages turned on their side."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm

from incuanalysis.publishing.word.elements import element, field, run

if TYPE_CHECKING:
    from incuanalysis.publishing.bundles import Facts
    from incuanalysis.publishing.word.styles import Look

__all__ = ["break_section", "set_up_pages", "text_width_of", "turn"]

_LONG, _SHORT = 29.7, 21.0
_MARK_COLOR = "#d9d9d9"
_VML = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w10="urn:schemas-microsoft-com:office:word"'
)
# Word's own shape of text along a line, as its watermarks have it.
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
    '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" '
    'o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>'
    '<v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>'
    '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
)


def set_up_pages(document: Any, facts: Facts, look: Look) -> None:
    """Lay out the document's only section so far; those that follow take header and footer over."""
    section = document.sections[0]
    top, right, bottom, left = look.margins
    section.page_width, section.page_height = Cm(_SHORT), Cm(_LONG)
    section.top_margin, section.right_margin = Cm(top), Cm(right)
    section.bottom_margin, section.left_margin = Cm(bottom), Cm(left)
    section.header_distance, section.footer_distance = Cm(min(1.5, top / 2)), Cm(min(2.0, bottom / 2))
    for edge in (section.header, section.footer):
        edge.is_linked_to_previous = False
    head, foot = (edge.part.element for edge in (section.header, section.footer))
    badges = run("　".join(facts.badges), chinese=facts.chinese)
    _fill(head, "header", [*([_watermark(facts.state_mark)] if facts.state_mark else []), badges])
    _fill(foot, "footer", [run("— ", chinese=False), *field("PAGE", "1"), run(" —", chinese=False)])


def _fill(edge: Any, style: str, runs: list[Any]) -> None:
    for child in list(edge):
        edge.remove(child)
    edge.append(element("p", element("pPr", element("pStyle", val=style)), *runs))


def _watermark(text: str) -> Any:
    width, height = min(420, 150 * len(text)) if not text.isascii() else 380, 130
    return parse_xml(
        f"<w:r {nsdecls('w')} {_VML}><w:rPr><w:noProof/></w:rPr><w:pict>{_SHAPE_TYPE}"
        f'<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" alt="{text}" '
        f'style="position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;rotation:315;'
        "z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        'mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f" '
        f'fillcolor="{_MARK_COLOR}" stroked="f"><v:fill opacity=".5"/>'
        f'<v:textpath style="font-family:&quot;宋体&quot;;font-size:1pt" string="{text}"/></v:shape></w:pict></w:r>'
    )


def break_section(body: Any, *, landscape: bool) -> None:
    """End the section; what follows begins a page that stands upright or lies on its side."""
    last = body.sectPr
    ended = deepcopy(last)
    before = last.getprevious()
    properties = None if before is None else before.find(qn("w:pPr"))
    if properties is None or before.tag != qn("w:p") or properties.find(qn("w:sectPr")) is not None:
        # After a table there has to be a paragraph to hold the section's end; it takes next to no room.
        before = element("p", element("pPr", element("pStyle", val="Spacer")))
        last.addprevious(before)
        properties = before.find(qn("w:pPr"))
    properties.append(ended)
    for reference in [*last.findall(qn("w:headerReference")), *last.findall(qn("w:footerReference"))]:
        last.remove(reference)
    kind = last.find(qn("w:type"))
    if kind is not None:
        last.remove(kind)
    turn(last, landscape=landscape)


def turn(section: Any, *, landscape: bool) -> None:
    """Set a section upright or on its side; its margins turn with it."""
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    if (size.get(qn("w:orient")) == "landscape") == landscape:
        return
    wide, high = size.get(qn("w:w")), size.get(qn("w:h"))
    size.set(qn("w:w"), high)
    size.set(qn("w:h"), wide)
    if landscape:
        size.set(qn("w:orient"), "landscape")
    else:
        del size.attrib[qn("w:orient")]
    turned = {"top": "left", "right": "top", "bottom": "right", "left": "bottom"}
    if not landscape:
        turned = {to: of for of, to in turned.items()}
    held = {side: margins.get(qn(f"w:{side}")) for side in turned}
    for side, of in turned.items():
        margins.set(qn(f"w:{side}"), held[of])


def text_width_of(body: Any) -> float:
    """Return the width of the text in the last section, in points."""
    size, margins = body.sectPr.find(qn("w:pgSz")), body.sectPr.find(qn("w:pgMar"))
    wide, left, right = (int(n) for n in (size.get(qn("w:w")), margins.get(qn("w:left")), margins.get(qn("w:right"))))
    return (wide - left - right) / 20

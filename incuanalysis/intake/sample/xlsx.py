"""A lean writer of workbooks in the Office Open XML format: values, merged cells, errors and dates, nothing else.

It writes some twenty times as fast as a library that keeps styles and formulas, and the same bytes on every run.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from incuanalysis.intake.cells import CellError, cell_name, column_letters
from incuanalysis.intake.sample.zips import write_zip

if TYPE_CHECKING:
    from incuanalysis.intake.sample.pages import Page

__all__ = ["write_xlsx"]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = dt.date(1899, 12, 30)

_ROOT = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
).encode()
_CORE = (
    f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>演示数据</dc:title>'
    '<dcterms:created xsi:type="dcterms:W3CDTF">2024-01-01T00:00:00Z</dcterms:created></cp:coreProperties>'
).encode()
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).encode()
_FIXED = frozenset(["_rels/.rels", "docProps/core.xml", "xl/styles.xml"])
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write_xlsx(pages: Sequence[Page]) -> bytes:
    """Return a workbook with one sheet a page."""
    numbers = range(1, len(pages) + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n in numbers
    )
    content_types = (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{types}'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )
    sheets = "".join(
        f'<sheet name="{_text(page.name, quoted=True)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, page in zip(numbers, pages, strict=True)
    )
    workbook = f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    relations += f'<Relationship Id="rId{len(pages) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    return write_zip(
        [
            ("[Content_Types].xml", content_types.encode()),
            ("_rels/.rels", _ROOT),
            ("docProps/core.xml", _CORE),
            ("xl/workbook.xml", workbook.encode()),
            (
                "xl/_rels/workbook.xml.rels",
                f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'.encode(),
            ),
            ("xl/styles.xml", _STYLES),
            *((f"xl/worksheets/sheet{n}.xml", _sheet(page)) for n, page in zip(numbers, pages, strict=True)),
        ],
        fixed=_FIXED,
    )


def _sheet(page: Page) -> bytes:
    out = [_HEAD, f'<worksheet xmlns="{_MAIN}"><sheetData>']
    for number, row in enumerate(page.rows, start=1):
        cells = "".join(
            _cell(f"{column_letters(c)}{number}", value) for c, value in enumerate(row) if value is not None
        )
        if cells:
            out.append(f'<row r="{number}">{cells}</row>')
    out.append("</sheetData>")
    if page.merged:
        ranges = "".join(f'<mergeCell ref="{cell_name(a, b)}:{cell_name(c, d)}"/>' for a, b, c, d in page.merged)
        out.append(f'<mergeCells count="{len(page.merged)}">{ranges}</mergeCells>')
    out.append("</worksheet>")
    return "".join(out).encode()


def _cell(name: str, value: object) -> str:
    match value:
        case bool():
            return f'<c r="{name}" t="b"><v>{value:d}</v></c>'
        case int() | float():
            return f'<c r="{name}"><v>{value!r}</v></c>'
        case dt.date():
            return f'<c r="{name}" s="1"><v>{(value - _EPOCH).days}</v></c>'
        case CellError():
            return f'<c r="{name}" t="e"><v>{_text(value)}</v></c>'
    return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{_text(str(value))}</t></is></c>'


def _text(text: str, *, quoted: bool = False) -> str:
    return escape(_NOT_XML.sub("", text), {'"': "&quot;"} if quoted else {})

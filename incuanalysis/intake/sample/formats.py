"""The file formats in which returns arrive: each turns pages into bytes, the same on every run."""

from __future__ import annotations

import csv
import datetime as dt
import struct
import zlib
from collections.abc import Sequence
from html import escape
from io import BytesIO, StringIO
from typing import Any

from incuanalysis.intake.cells import CellError
from incuanalysis.intake.sample.locks import lock_xls, lock_xlsx
from incuanalysis.intake.sample.pages import Page
from incuanalysis.intake.sample.xlsx import write_xlsx
from incuanalysis.intake.sample.zips import write_zip

__all__ = ["encode", "printed", "scan"]

_XLS_ERRORS = {
    "#NULL!": 0x00,
    "#DIV/0!": 0x07,
    "#VALUE!": 0x0F,
    "#REF!": 0x17,
    "#NAME?": 0x1D,
    "#NUM!": 0x24,
    "#N/A": 0x2A,
}
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def encode(pages: Sequence[Page], format: str, password: str = "") -> bytes:
    """Return a file.

    Parameters
    ----------
    pages
        What it holds; formats of a single table take the first.
    format
        ``xlsx``, ``xls``, ``csv`` (GB18030), ``csv-utf8``, ``html`` (GB18030) or ``docx``.
    password
        Locks a workbook.
    """
    match format:
        case "xlsx":
            data = write_xlsx(pages)
            return lock_xlsx(data, password) if password else data
        case "xls":
            return _xls(pages, password)
        case "csv" | "csv-utf8":
            return _csv(pages[0]).encode("gb18030" if format == "csv" else "utf-8-sig")
        case "html":
            return _html(pages[0]).encode("gb18030")
        case "docx":
            return _docx(pages[0])
    raise ValueError(f"no format {format!r}")


def printed(value: Any) -> str:
    """Return a value as text: how a file without types writes it, and how the answer key quotes it.

    Examples
    --------
    >>> printed(12.5), printed(12), printed(None), printed(dt.date(2023, 9, 1))
    ('12.5', '12', '', '2023-09-01')
    """
    return "" if value is None else str(value)


def _xls(pages: Sequence[Page], password: str) -> bytes:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for page in pages:
        sheet = book.add_sheet(page.name)
        spans = {(a, b): (c, d) for a, b, c, d in page.merged}
        for r, row in enumerate(page.rows):
            for c, value in enumerate(row):
                if (r, c) in spans:
                    sheet.write_merge(r, spans[r, c][0], c, spans[r, c][1], value)
                elif isinstance(value, CellError):
                    sheet.row(r).set_cell_error(c, _XLS_ERRORS[str(value)])
                elif isinstance(value, dt.date):
                    sheet.write(r, c, value, day)
                elif value is not None:
                    sheet.write(r, c, value)
    if password:
        return lock_xls(book.get_biff_data(), password)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _csv(page: Page) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([printed(value) for value in row] for row in page.rows)
    return out.getvalue()


def _covered(page: Page) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """Return the merged ranges by first cell (rows, columns) and the cells that they hide."""
    spans = {(a, b): (c - a + 1, d - b + 1) for a, b, c, d in page.merged}
    hidden = {
        (r, c) for a, b, x, y in page.merged for r in range(a, x + 1) for c in range(b, y + 1) if (r, c) != (a, b)
    }
    return spans, hidden


def _html(page: Page) -> str:
    spans, hidden = _covered(page)
    width = max(map(len, page.rows))
    body = []
    for r, row in enumerate(page.rows):
        cells = []
        for c in range(width):
            if (r, c) in hidden:
                continue
            down, across = spans.get((r, c), (1, 1))
            size = f' rowspan="{down}"' * (down > 1) + f' colspan="{across}"' * (across > 1)
            cells.append(f"<td{size}>{escape(printed(row[c] if c < len(row) else None))}</td>")
        body.append(f"<tr>{''.join(cells)}</tr>")
    return (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>'
        f'<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>演示数据</title></head>'
        f'<body><table border="1">{"".join(body)}</table></body></html>\n'
    )


def _docx(page: Page) -> bytes:
    """Return a document: lines above and below the table are paragraphs, as a clerk types them."""
    whole = {a for a, b, c, d in page.merged if a == c and b == 0 and d == len(page.rows[a]) - 1}
    table = [r for r in range(len(page.rows)) if r not in whole]
    first, last = table[0], table[-1]
    spans, hidden = _covered(page)

    def paragraph(value: Any) -> str:
        text = escape(printed(value), quote=False)
        return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>' if text else "<w:p/>"

    width = len(page.rows[first])
    grid = '<w:gridCol w:w="900"/>' * width
    out = [paragraph(row[0]) for row in page.rows[:first]]
    out.append(f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>")
    for r in range(first, last + 1):
        out.append("<w:tr>")
        c = 0
        while c < width:
            down, across = spans.get((r, c), (1, 1))
            merge = '<w:vMerge w:val="restart"/>' if down > 1 else ""
            if (r, c) in hidden:  # below the first cell of a range; cells beside it are skipped by its width
                origin = next((a, b) for a, b, x, y in page.merged if a <= r <= x and b <= c <= y)
                across, merge = spans[origin][1], "<w:vMerge/>"
            span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
            out.append(f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{paragraph(page.rows[r][c])}</w:tc>")
            c += across
        out.append("</w:tr>")
    out.append("</w:tbl>")
    out += [paragraph(row[0]) for row in page.rows[last + 1 :]]
    return _document("".join(out))


def _document(body: str, picture: bytes = b"") -> bytes:
    types = (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        '<Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    members = [
        ("[Content_Types].xml", types.encode()),
        ("_rels/.rels", relations.encode()),
        ("word/document.xml", f'{_XML}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'.encode()),
    ]
    if picture:
        members.append(("word/media/image1.png", picture))
    return write_zip(members)


def scan(format: str, note: str) -> bytes:
    """Return a picture where a table should be: a scanned page as PNG, alone or in a document without any table."""
    width, height = 210, 297
    lines = b"".join(b"\0" + (b"\xff" if y % 18 else b"\x40") * width for y in range(height))
    chunks = [
        (b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"iTXt", b"Title\0\0\0\0\0" + note.encode()),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    ]
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body)) for kind, body in chunks
    )
    if format != "docx":
        return png
    return _document(f"<w:p><w:r><w:t>{escape(note)}（见扫描件）</w:t></w:r></w:p>", png)

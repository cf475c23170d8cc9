"""Real files for tests, written by the libraries that senders' programs resemble: rows → bytes.

Rows are lists of values, None for an empty cell; merged ranges are (first row, first column,
last row, last column) from 0, as in Sheet.merged; a merged range's value stands in its first cell.
"""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import os
import struct
import zipfile
from collections.abc import Mapping, Sequence
from hashlib import md5, sha1
from typing import Any

Rows = Sequence[Sequence[Any]]
Merged = Sequence[tuple[int, int, int, int]]
BUILT_IN_KEY = "VelvetSweatshop"


def book(sheets: Mapping[str, Rows], merged: Mapping[str, Merged] | None = None, hidden: Sequence[str] = ()) -> Any:
    """An openpyxl workbook."""
    import openpyxl

    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row, line in enumerate(rows, 1):
            for column, value in enumerate(line, 1):
                if value is not None:
                    cell = sheet.cell(row, column)
                    cell.value = value
                    if isinstance(value, str) and value.startswith("=") and len(value) == 1:
                        cell.data_type = "s"
        for top, left, bottom, right in (merged or {}).get(name, ()):
            sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
        if name in hidden:
            sheet.sheet_state = "hidden"
    return made


def xlsx_book(
    sheets: Mapping[str, Rows], merged: Mapping[str, Merged] | None = None, hidden: Sequence[str] = ()
) -> bytes:
    """An .xlsx of several sheets."""
    out = io.BytesIO()
    book(sheets, merged, hidden).save(out)
    return out.getvalue()


def xlsx(rows: Rows, merged: Merged = (), name: str = "Sheet1") -> bytes:
    """An .xlsx of one sheet."""
    return xlsx_book({name: rows}, {name: merged})


def xls_book(
    sheets: Mapping[str, Rows], merged: Mapping[str, Merged] | None = None, hidden: Sequence[str] = ()
) -> bytes:
    """A BIFF8 .xls of several sheets; a text that begins with ``=`` is written as a formula."""
    import xlwt

    made = xlwt.Workbook(encoding="utf-8")
    date, moment = xlwt.easyxf(num_format_str="yyyy-mm-dd"), xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm:ss")
    for name, rows in sheets.items():
        sheet = made.add_sheet(name, cell_overwrite_ok=True)
        areas = {area[:2]: area for area in (merged or {}).get(name, ())}
        for row, line in enumerate(rows):
            for column, value in enumerate(line):
                if (row, column) in areas:
                    _, _, bottom, right = areas[row, column]
                    sheet.write_merge(row, bottom, column, right, value)
                elif isinstance(value, str) and value.startswith("="):
                    sheet.write(row, column, xlwt.Formula(value[1:]))
                elif isinstance(value, dt.datetime):
                    sheet.write(row, column, value, moment)
                elif isinstance(value, dt.date):
                    sheet.write(row, column, value, date)
                elif value is not None:
                    sheet.write(row, column, value)
        if name in hidden:
            sheet.visibility = 1
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def xls(rows: Rows, merged: Merged = (), name: str = "Sheet1") -> bytes:
    """A BIFF8 .xls of one sheet."""
    return xls_book({name: rows}, {name: merged})


def locked_xlsx(data: bytes, key: str = BUILT_IN_KEY) -> bytes:
    """An .xlsx (or .docx) locked with a key; without one, as programs lock it without asking for a password."""
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(key, out)
    return out.getvalue()


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE container; the first stream is the largest, others are small."""
    names = list(streams)
    sectors = [streams[name].ljust(4096, b"\0") for name in names]
    sectors = [part + bytes(-len(part) % 512) for part in sectors]
    starts, at = [], 0
    for part in sectors:
        starts.append(at)
        at += len(part) // 512
    entries = [("Root Entry", 5, 1, 0xFFFFFFFF, 0xFFFFFFFE, 0)]
    for number, (name, part) in enumerate(zip(names, sectors, strict=True)):
        # A list instead of a balanced tree: every entry has the next one at its right.
        right = number + 2 if number + 1 < len(names) else 0xFFFFFFFF
        entries.append((name, 2, 0xFFFFFFFF, right, starts[number], len(part)))
    directory = b""
    for name, kind, child, right, start, size in entries:
        text = name.encode("utf-16-le")
        directory += text.ljust(64, b"\0")
        directory += struct.pack("<HBBIII", len(text) + 2, kind, 1, 0xFFFFFFFF, right, child)
        directory += bytes(36) + struct.pack("<IQ", start, size)
    directory += bytes(-len(directory) % 512)
    directory_at, count = at, len(directory) // 512
    fat_at = directory_at + count
    fats = 1
    while fats * 128 < fat_at + fats:
        fats += 1
    table = []
    for part in (*sectors, directory):
        first = len(table)
        table += [*range(first + 1, first + len(part) // 512), 0xFFFFFFFE]
    table += [0xFFFFFFFD] * fats
    table += [0xFFFFFFFF] * (fats * 128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, fats, directory_at, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    places = list(range(fat_at, fat_at + fats))
    header += struct.pack("<109I", *places, *[0xFFFFFFFF] * (109 - fats))
    return header + b"".join(sectors) + directory + struct.pack(f"<{len(table)}I", *table)


def workbook_stream(data: bytes) -> bytes:
    """The stream of records of an .xls."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as container, container.openstream("Workbook") as stream:
        return bytes(stream.read())


def rc4(key: bytes, data: bytes, skip: int = 0) -> bytes:
    """RC4, of which the first ``skip`` bytes of the key stream are thrown away."""
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out = bytearray()
    i = j = 0
    for number in range(skip + len(data)):
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        if number >= skip:
            out.append(data[number - skip] ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def locked_xls(data: bytes, key: str = BUILT_IN_KEY, *, crypto_api: bool = False) -> bytes:
    """An .xls locked with RC4 ([MS-XLS] 2.2.10, [MS-OFFCRYPTO] 2.3.6), or with the CryptoAPI kind of it (2.3.5)."""
    stream = workbook_stream(data)
    salt, verifier, text = bytes(range(16)), bytes(range(100, 116)), key.encode("utf-16-le")
    if crypto_api:
        hashed = sha1(salt + text).digest()

        def block_key(block: int) -> bytes:
            return sha1(hashed + struct.pack("<I", block)).digest()[:16]

        proof = rc4(block_key(0), verifier + sha1(verifier).digest())
        name = "Microsoft Enhanced Cryptographic Provider v1.0\0".encode("utf-16-le")
        head = struct.pack("<IIIIIIII", 4, 0, 0x6801, 0x8004, 128, 1, 0, 0) + name
        lock = struct.pack("<HHHII", 1, 4, 2, 4, len(head)) + head
        lock += struct.pack("<I", 16) + salt + proof[:16] + struct.pack("<I", 20) + proof[16:]
    else:
        inner = md5((md5(text).digest()[:5] + salt) * 16).digest()[:5]

        def block_key(block: int) -> bytes:
            return md5(inner + struct.pack("<I", block)).digest()

        proof = rc4(block_key(0), verifier + md5(verifier).digest())
        lock = struct.pack("<HHH", 1, 1, 1) + salt + proof
    record = struct.pack("<HH", 0x2F, len(lock)) + lock
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    stream = stream[:first] + record + stream[first:]
    plain = bytearray(stream)
    bare = []
    at = 0
    while at + 4 <= len(plain):
        name_, size = struct.unpack_from("<HH", plain, at)
        kept = size if name_ in (0x0809, 0x2F, 0x194, 0x195, 0xE1, 0x196, 0x138) else 4 if name_ == 0x85 else 0
        if name_ == 0x85:
            place = struct.unpack_from("<I", plain, at + 4)[0] + len(record)
            plain[at + 4 : at + 8] = struct.pack("<I", place)
        bare.append((at, at + 4 + kept))
        at += 4 + size
    locked = bytearray()
    for block in range(-(-len(plain) // 1024)):
        locked += rc4(block_key(block), bytes(plain[block * 1024 : block * 1024 + 1024]))
    for start, end in bare:
        locked[start:end] = plain[start:end]
    return ole({"Workbook": bytes(locked)})


def csv_bytes(rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """A text file; ``utf-8-sig`` and ``utf-16`` write a mark at its beginning."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([["" if value is None else value for value in row] for row in rows])
    return out.getvalue().encode(encoding)


def html_table(
    rows: Rows, merged: Merged = (), *, charset: str = "utf-8", page: bool = True, caption: str = "", tag: str = "td"
) -> bytes:
    """A saved page with one table, or the bare table."""
    areas = {area[:2]: area for area in merged}
    covered = {(r, c) for t, le, b, ri in merged for r in range(t, b + 1) for c in range(le, ri + 1)} - areas.keys()
    lines = []
    for row, line in enumerate(rows):
        cells = []
        for column, value in enumerate(line):
            if (row, column) in covered:
                continue
            top, left, bottom, right = areas.get((row, column), (row, column, row, column))
            span = f' colspan="{right - left + 1}"' if right > left else ""
            span += f' rowspan="{bottom - top + 1}"' if bottom > top else ""
            text = html.escape("" if value is None else str(value)).replace("\n", "<br>")
            cells.append(f"<{tag}{span}>{text}</{tag}>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    title = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    table = f"<table>{title}{''.join(lines)}</table>"
    if page:
        table = f'<html><head><meta charset="{charset}"><title>报表</title></head><body>{table}</body></html>'
    return table.encode({"gb2312": "gb18030", "gbk": "gb18030"}.get(charset, charset))


def docx_table(rows: Rows, merged: Merged = (), *, above: Sequence[str] = (), below: Sequence[str] = ()) -> bytes:
    """A Word document with lines, a table, and lines after it."""
    import docx

    made = docx.Document()
    for line in above:
        made.add_paragraph(line)
    width = max((len(row) for row in rows), default=0)
    if width:
        table = made.add_table(len(rows), width)
        for row, line in enumerate(rows):
            for column, value in enumerate(line):
                if value is not None:
                    table.cell(row, column).text = str(value)
        for top, left, bottom, right in merged:
            kept = table.cell(top, left).text
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    table.cell(row, column).text = ""
            table.cell(top, left).merge(table.cell(bottom, right)).text = kept
    for line in below:
        made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def zip_of(members: Mapping[str, bytes], gbk_names: bool = True, folders: Sequence[str] = ()) -> bytes:
    """An archive; with ``gbk_names`` the names are written as Chinese Windows does, without saying the encoding."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for folder in folders:
            made.writestr(zipfile.ZipInfo(folder.rstrip("/") + "/"), b"")
        for number, (name, data) in enumerate(members.items()):
            made.writestr(f"m{number:06d}" if gbk_names else name, data)
    packed = out.getvalue()
    return _renamed(packed, list(members)) if gbk_names else packed


def _renamed(packed: bytes, names: Sequence[str]) -> bytes:
    """Write the names into local headers and directory as bytes of GB18030."""
    encoded = {f"m{number:06d}".encode(): name.encode("gb18030") for number, name in enumerate(names)}
    end = packed.rfind(b"PK\x05\x06")
    count, _, start = struct.unpack_from("<HII", packed, end + 10)
    made, moved, directory = bytearray(), {}, bytearray()
    entries = []
    at = start
    for _ in range(count):
        length, extra, comment = struct.unpack_from("<HHH", packed, at + 28)
        local = struct.unpack_from("<I", packed, at + 42)[0]
        entries.append((local, packed[at : at + 46], packed[at + 46 : at + 46 + length]))
        at += 46 + length + extra + comment
    places = [entry[0] for entry in entries] + [start]
    for number, (local, _, name) in enumerate(entries):
        length, extra = struct.unpack_from("<HH", packed, local + 26)
        new = encoded.get(name, name)
        moved[local] = len(made)
        made += packed[local : local + 26] + struct.pack("<HH", len(new), 0) + new
        made += packed[local + 30 + length + extra : places[number + 1]]
    for local, head, name in entries:
        new = encoded.get(name, name)
        directory += (
            head[:28] + struct.pack("<HHH", len(new), 0, 0) + head[34:42] + struct.pack("<I", moved[local]) + new
        )
    return bytes(made + directory) + packed[end : end + 12] + struct.pack("<II", len(directory), len(made)) + b"\0\0"


def zip_parts(data: bytes) -> dict[str, bytes]:
    """The members of a zip container."""
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        return {info.filename: pack.read(info) for info in pack.infolist()}


def with_part(data: bytes, name: str, part: bytes | None) -> bytes:
    """A zip container with one part put in, exchanged or (None) left out."""
    parts = zip_parts(data) | ({name: part} if part is not None else {})
    if part is None:
        del parts[name]
    return zip_of(parts, gbk_names=False)


def with_sheet_xml(body: str, data: bytes | None = None) -> bytes:
    """An .xlsx whose first sheet has this XML as its rows."""
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    xml = (head + body + "</sheetData></worksheet>").encode()
    return with_part(data or xlsx([["x"]]), "xl/worksheets/sheet1.xml", xml)


def locked_zip(name: str, data: bytes) -> bytes:
    """An archive whose member is locked: the flag is what counts, the content need not be read."""
    packed = bytearray(zip_of({name: data}, gbk_names=False))
    start = struct.unpack_from("<I", packed, packed.rfind(b"PK\x05\x06") + 16)[0]
    packed[6] |= 1
    packed[start + 8] |= 1
    return bytes(packed)


def zip_bomb(megabytes: int = 512, name: str = "a.csv") -> bytes:
    """An archive of a few kilobytes per megabyte of zeros."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made, made.open(name, "w") as member:
        for _ in range(megabytes):
            member.write(bytes(1 << 20))
    return out.getvalue()


def spreadsheetml(rows: Rows, merged: Merged = (), name: str = "Sheet1", encoding: str = "utf-8") -> bytes:
    """A spreadsheet as one XML file, as Excel 2003 and many systems write it."""
    areas = {area[:2]: area for area in merged}
    lines = []
    for row, line in enumerate(rows, 1):
        cells = []
        for column, value in enumerate(line, 1):
            if value is None:
                continue
            kind = "Number" if isinstance(value, int | float) else "String"
            span = ""
            if (row - 1, column - 1) in areas:
                top, left, bottom, right = areas[row - 1, column - 1]
                span = f' ss:MergeAcross="{right - left}" ss:MergeDown="{bottom - top}"'
            cells.append(
                f'<Cell ss:Index="{column}"{span}><Data ss:Type="{kind}">{html.escape(str(value))}</Data></Cell>'
            )
        lines.append(f'<Row ss:Index="{row}">{"".join(cells)}</Row>')
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="{html.escape(name)}"><Table>{"".join(lines)}</Table></Worksheet></Workbook>'
    ).encode({"gb2312": "gb18030", "gbk": "gb18030"}.get(encoding, encoding))


def soaking() -> bool:
    """Whether the long tests are asked for (INCU_SOAK=1)."""
    return bool(os.environ.get("INCU_SOAK"))

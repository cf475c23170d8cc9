"""The record stream of old workbooks (.xls): its sheets, extents and error cells, before a reader gets it.

Layouts after [MS-XLS]. The reader (calamine) believes what the stream says of its size and drops
error cells; both are put right here. Works for BIFF8 (Excel 97–2003) and BIFF5.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from struct import Struct

__all__ = ["ERRORS", "BiffSheet", "Stream", "walk"]

ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
    43: "#GETTING_DATA",
}

_HEAD = Struct("<HH")
_PLACE = Struct("<HH")
_LONG = Struct("<I")
_BOF = (0x0809, 0x0409, 0x0209, 0x0009)
_EOF, _FILEPASS, _BOUNDSHEET, _SST, _CONTINUE, _SUPBOOK = 0x0A, 0x2F, 0x85, 0xFC, 0x3C, 0x1AE
_DIMENSIONS, _MERGED, _NAME = 0x200, 0xE5, 0x18
_FORMULA, _NUMBER, _BOOLERR, _MULRK, _LABELSST = 0x06, 0x203, 0x205, 0xBD, 0xFD
_A_NUMBER, _A_TEXT, _A_BOOLEAN, _AN_ERROR = -1, 0, 1, 2
_VALUES = {_FORMULA, _BOOLERR, _MULRK, _LABELSST, _NUMBER, 0x204, 0x27E, 0xD6, 0x206, 0x406}
_IGNORED = 0x0800
_MAX_SHEETS = 1000


@dataclass(slots=True)
class BiffSheet:
    """A sheet's part of the stream: how far it reaches, its errors (row, column) → text and its merged ranges."""

    rows: int = 0
    columns: int = 0
    ordered: bool = True
    kind: int = 0x10
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas: int = 0
    without_result: list[tuple[int, int]] = field(default_factory=list)
    shared: int = 0


@dataclass(slots=True)
class Stream:
    """What a walk over the records found; ``data`` is the stream with its sizes put right."""

    data: bytes
    locked: bool = False
    external: bool = False
    sound: bool = True
    longest_text: int = 0
    sheets: list[BiffSheet] = field(default_factory=list)


def walk(data: bytes) -> Stream:
    """Walk over a workbook stream.

    Parameters
    ----------
    data
        The stream ``Workbook`` or ``Book``; any bytes.

    Returns
    -------
    Stream
        ``sound`` is False where the records do not fit together; a reader is then not to be trusted with them.
    """
    made = bytearray(data)
    found = Stream(data)
    starts: list[int] = []
    texts = 0
    at = previous = count = 0
    while True:
        if at + 4 > len(data):
            found.sound = False
            break
        name, size = _HEAD.unpack_from(data, at)
        if name == _EOF:
            break
        if name == _FILEPASS:
            found.locked = True
            return found
        if name == _BOUNDSHEET and size >= 6:
            starts.append(_LONG.unpack_from(data, at + 4)[0] if at + 8 <= len(data) else 0)
        elif name == _SUPBOOK:
            # 4 bytes: the workbook itself (0x0401) or add-in functions (0x3A01); longer: another file's path.
            found.external = found.external or size > 4
        elif name == _SST or (name == _CONTINUE and previous == _SST):
            texts += size
            if name == _SST and size >= 8:
                count = _LONG.unpack_from(data, at + 8)[0] if at + 12 <= len(data) else 0
        elif name == _NAME:
            # Names for ranges hold formulas too.
            made[at : at + 2] = _IGNORED.to_bytes(2, "little")
        if name != _CONTINUE:
            previous = name
        at += 4 + size
    if texts:
        found.longest_text = min(texts, 2 * 65535)
        # A text takes three bytes at least; the reader allots as many as the stream says there are.
        found.sound = found.sound and count <= texts // 3 + 1
    walked: list[tuple[int, int]] = []
    for start in starts[:_MAX_SHEETS]:
        if any(first <= start < end for first, end in walked):
            found.sheets.clear()
            break
        sheet = BiffSheet()
        found.sheets.append(sheet)
        end = _walk_sheet(data, made, start, sheet)
        found.sound = found.sound and end > start
        walked.append((start, abs(end)))
    found.sound = found.sound and len(found.sheets) == len(starts)
    found.data = bytes(made)
    return found


def _walk_sheet(data: bytes, made: bytearray, at: int, sheet: BiffSheet) -> int:
    """Walk over a sheet's records; return where they end, negative if they do not fit together."""
    end = len(data)
    depth, first, sound, last_row = 0, True, True, 0
    while True:
        if at + 4 > end:
            return -at
        name, size = _HEAD.unpack_from(data, at)
        here, at = at + 4, at + 4 + size
        if at > end or (first and name not in _BOF):
            return -at
        if name in _BOF:
            depth += 1
            if depth == 1 and size >= 4:
                sheet.kind = _PLACE.unpack_from(data, here)[1]
        elif name == _EOF:
            depth -= 1
            if depth <= 0:
                return at if sound else -at
        elif depth == 1:
            if name in _VALUES and size >= 6:
                row, column = _PLACE.unpack_from(data, here)
                last = column
                if name == _MULRK:
                    last = _PLACE.unpack_from(data, at - 4)[1]
                    sound = sound and column <= last and size == 6 + 6 * (last - column + 1)
                sheet.ordered = sheet.ordered and row >= last_row
                last_row = row
                sheet.rows, sheet.columns = max(sheet.rows, row + 1), max(sheet.columns, last + 1)
                if name in (_BOOLERR, _FORMULA):
                    _note_value(data, made, here, size, name, (row, column), sheet)
                elif name == _LABELSST:
                    sheet.shared += 1
            elif name == _DIMENSIONS:
                # Only for allotting room in advance; what it says need not be true.
                made[here:at] = bytes(size)
            elif name == _MERGED and size >= 2:
                _note_merged(data, here, size, sheet)
        if depth > 1 or (name in _BOF and depth == 2) or (name == _EOF and depth == 1):
            # A chart lies in the sheet with a stream of its own, whose end would end the sheet.
            made[here - 4 : here - 2] = _IGNORED.to_bytes(2, "little")
        first = False


def _note_value(
    data: bytes, made: bytearray, here: int, size: int, name: int, place: tuple[int, int], sheet: BiffSheet
) -> None:
    if name == _BOOLERR and size >= 8:
        if data[here + 7] == 1:
            sheet.errors[place] = ERRORS.get(data[here + 6], "#N/A")
    elif name == _FORMULA and size >= 22:
        # The reader takes formulas apart, and some are beyond it; only their saved results are wanted.
        sheet.formulas += 1
        kind = data[here + 6] if data[here + 12 : here + 14] == b"\xff\xff" else _A_NUMBER
        if kind == _A_NUMBER:
            made[here - 4 : here - 2] = _NUMBER.to_bytes(2, "little")
        elif kind == _A_TEXT:
            made[here + 20 : here + 22] = bytes(2)
        elif kind == _A_BOOLEAN:
            made[here - 4 : here - 2] = _BOOLERR.to_bytes(2, "little")
            made[here + 6 : here + 8] = bytes((data[here + 8], 0))
        else:
            made[here - 4 : here - 2] = _IGNORED.to_bytes(2, "little")
            if kind == _AN_ERROR:
                sheet.errors[place] = ERRORS.get(data[here + 8], "#N/A")
            else:
                sheet.without_result.append(place)


def _note_merged(data: bytes, here: int, size: int, sheet: BiffSheet) -> None:
    count = min(int.from_bytes(data[here : here + 2], "little"), (size - 2) // 8)
    for number in range(count):
        start = here + 2 + 8 * number
        top, bottom, left, right = (int.from_bytes(data[start + i : start + i + 2], "little") for i in (0, 2, 4, 6))
        sheet.merged.append((top, left, bottom, right))

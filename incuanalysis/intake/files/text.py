"""Tables of text: the encoding, the separator, the cells."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from contextlib import suppress
from itertools import islice

from incuanalysis.intake.cells import CellValue, Sheet
from incuanalysis.intake.files.limits import MAX_TEXT, Budget, oversize
from incuanalysis.intake.files.opened import Opened, refuse
from incuanalysis.intake.files.values import text_or_none
from incuanalysis.intake.findings import Finding, finding

__all__ = ["decode", "open_text"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,20})|<\?xml[^>]{0,80}?encoding\s*=\s*[\"']([\w:.-]{2,20})",
    re.IGNORECASE,
)
# Chinese programs write "gb2312" and mean the encoding that has all its signs.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030"}
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f\ufffe\uffff]")
_SAMPLE = 200_000
_SEPARATORS = "\t,;|"
_SAMPLED_ROWS = 200
_STRANGE = {"Co", "Cn", "Cs"}


def decode(data: bytes, *, markup: bool = False) -> tuple[str, list[Finding]]:
    """Return the text: by its mark, else UTF-8, else what a page declares, else GB18030, else the likeliest encoding.

    Parameters
    ----------
    data
        Bytes of a text file.
    markup
        It is a web page or XML, which may declare its encoding.

    Raises
    ------
    Unreadable
        ``file_unknown_kind`` if it is no text, ``file_unknown_encoding`` if the encoding is not known.

    Examples
    --------
    >>> decode("在孵企业".encode("gbk"))[0]
    '在孵企业'
    """
    if len(data) > MAX_TEXT:
        raise oversize(len(data), MAX_TEXT, "bytes")
    tried = [encoding for mark, encoding in _MARKS if data.startswith(mark)][:1]
    if not tried:
        tried = ["utf-8"]
        if markup and (said := _DECLARED.search(data[:4096])):
            name = (said[1] or said[2]).decode("ascii", "replace").lower()
            tried.append(_WIDER.get(name, name))
        tried.append("gb18030")
    for encoding in tried:
        try:
            text = data.decode(encoding).removeprefix("\ufeff")
        except (UnicodeError, LookupError):
            continue
        if _is_text(text):
            return text, []
    if len(_CONTROLS.findall(data[:_SAMPLE].decode("latin-1"))) > _few(data[:_SAMPLE]):
        raise refuse("file_unknown_kind")
    return _guess(data)


def _guess(data: bytes) -> tuple[str, list[Finding]]:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is not None:
        try:
            text = data.decode(best.encoding).removeprefix("\ufeff")
        except (UnicodeError, LookupError):
            text = ""
        if text and _is_text(text):
            return text, [finding("file_encoding_guessed", encoding=best.encoding)]
    raise refuse("file_unknown_encoding")


def _few(sample: str | bytes) -> int:
    """Return how many control signs a text may hold by accident."""
    return max(len(sample) // 1000, 1 if len(sample) > 50 else 0)


def _is_text(text: str) -> bool:
    """Return whether it reads as text: hardly a control sign, few signs that nobody uses."""
    sample = text[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) > _few(sample):
        return False
    rare = [sign for sign in sample if sign > "\ud7ff" or "\u0100" > sign > "\x7f"]
    strange = sum(unicodedata.category(sign) in _STRANGE or "\x80" <= sign < "\xa0" for sign in rare)
    return strange <= max(len(sample) // 50, 1 if len(sample) > 2 else 0)


def open_text(text: str, budget: Budget) -> Opened:
    r"""Split a text into cells; every cell is text, kept as it stands.

    Raises
    ------
    Unreadable
        If it has too many cells.

    Examples
    --------
    >>> open_text("名称;在孵企业\n甲;12\n", Budget(100)).sheets[0].rows
    [['名称', '在孵企业'], ['甲', '12']]
    """
    said = re.match(r"sep=(.)\r?\n", text)
    separator = said[1] if said else _separator(text)
    if said:
        text = text[said.end() :]
    text = text.rstrip("\x1a")
    budget.take_grid(text.count(separator) + text.count("\n") + text.count("\r") + 1)
    rows: list[list[CellValue]] = [[text_or_none(cell) for cell in row] for row in _rows(text, separator)]
    while rows and not any(value is not None for value in rows[-1]):
        rows.pop()
    findings = () if rows else (finding("file_empty_workbook"),)
    return Opened((Sheet("", rows),), findings, "csv")


def _rows(text: str, separator: str) -> list[list[str]]:
    """Return the rows, with quotes as they are meant: correct ones, else loose ones, else as signs like others."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        # A quote that is opened and never closed would swallow the rest of the file.
        open_quote = "end of data" in str(error) or "limit" in str(error)
    try:
        return list(
            csv.reader(
                io.StringIO(text, newline=""),
                delimiter=separator,
                quoting=csv.QUOTE_NONE if open_quote else csv.QUOTE_MINIMAL,
            )
        )
    except csv.Error:
        return [line.split(separator) for line in text.splitlines()]


def _separator(text: str) -> str:
    """Return the separator with which most rows have one width."""
    sample = text[:_SAMPLE]
    best, best_share = ",", 0.0
    for separator in _SEPARATORS:
        if separator not in sample:
            continue
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
        widths: Counter[int] = Counter()
        with suppress(csv.Error):
            widths.update(len(row) for row in islice(reader, _SAMPLED_ROWS) if row)
        share = max((count for width, count in widths.items() if width > 1), default=0) / max(1, widths.total())
        if share > best_share:
            best, best_share = separator, share
    return best

"""Bytes of a received file → sheets of cells, by what the bytes are and not by what the file is called."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from incuanalysis.intake.files.archives import open_archive
from incuanalysis.intake.files.kinds import foreign, is_old_stream, is_zip, pack_kind
from incuanalysis.intake.files.limits import MAX_FILE, Budget, oversize
from incuanalysis.intake.files.ole import is_ole
from incuanalysis.intake.files.opened import KINDS, Opened, Unreadable, refuse
from incuanalysis.intake.files.packed import open_pack
from incuanalysis.intake.findings import finding

__all__ = ["open_file"]

_SUFFIXES = {
    "xlsx": {".xlsx", ".xlsm", ".xltx", ".xltm"},
    "xlsm": {".xlsm", ".xltm"},
    "xls": {".xls", ".xlt", ".et"},
    "xml": {".xml"},
    "csv": {".csv", ".tsv", ".txt", ".tab"},
    "html": {".html", ".htm", ".xhtml"},
    "docx": {".docx", ".docm", ".dotx"},
    "zip": {".zip"},
}
_KNOWN = set().union(*_SUFFIXES.values())
# An archive may hold archives, those may not.
_DEPTH = 1
_FEW_TAGS = 3


def open_file(data: bytes, name: str) -> Opened:
    r"""Open a received file.

    Parameters
    ----------
    data
        Its bytes.
    name
        Its name as received; only told of where its suffix and the content differ, never used as a path.

    Returns
    -------
    Opened
        Sheets, findings and the format.

    Raises
    ------
    Unreadable
        If it cannot be read; ``finding`` says why and what to do. Nothing else is raised for any bytes.

    Examples
    --------
    >>> open_file("名称,在孵企业\n甲,12\n".encode("gbk"), "报表.csv").sheets[0].rows
    [['名称', '在孵企业'], ['甲', '12']]
    """
    try:
        opened = _open(data, name, Budget(len(data)), _DEPTH)
    except Unreadable:
        raise
    except Exception as error:
        # Readers raise what they like for damaged files; memory and recursion limits end here too.
        raise refuse("file_unknown_kind") from error
    return opened


def _open(data: bytes, name: str, budget: Budget, depth: int) -> Opened:
    if not data:
        raise refuse("file_empty")
    if len(data) > MAX_FILE:
        raise oversize(len(data), MAX_FILE, "bytes")
    opened = _by_content(data, budget, depth)
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _KNOWN and suffix not in _SUFFIXES[opened.format]:
        kind, kind_en = KINDS[opened.format]
        told = finding("file_suffix_differs", suffix=suffix, kind=kind, kind_en=kind_en)
        opened = replace(opened, findings=(told, *opened.findings))
    return opened


def _by_content(data: bytes, budget: Budget, depth: int) -> Opened:
    if is_zip(data):
        return _open_zip(data, budget, depth)
    if is_ole(data):
        from incuanalysis.intake.files.xls import open_container

        opened = open_container(data, budget)
        if isinstance(opened, Opened):
            return opened
        opened = _open_zip(opened, budget, depth)
        return replace(opened, findings=(finding("file_builtin_key"), *opened.findings))
    if refusal := foreign(data):
        raise refusal
    if is_old_stream(data):
        from incuanalysis.intake.files.xls import open_stream

        return open_stream(data, budget)
    return _open_text(data, budget)


def _open_zip(data: bytes, budget: Budget, depth: int) -> Opened:
    beginning = data[:4096]
    pack = open_pack(data, budget, "xlsx" if b"xl/" in beginning else "docx" if b"word/" in beginning else "zip")
    mimetype = pack.names.get("mimetype")
    kind = pack_kind(set(pack.names), pack.read(mimetype) if mimetype and mimetype.file_size < 200 else b"")
    if isinstance(kind, Unreadable):
        raise kind
    pack.format = kind
    if kind == "zip":
        if depth < 0:
            raise refuse("file_archive_deep")
        return open_archive(pack, budget, partial(_open, depth=depth - 1))
    if kind == "docx":
        from incuanalysis.intake.files.documents import open_document

        return open_document(pack)
    from incuanalysis.intake.files.workbooks import open_workbook

    return open_workbook(pack)


def _open_text(data: bytes, budget: Budget) -> Opened:
    from incuanalysis.intake.files.hypertext import is_hypertext, open_hypertext
    from incuanalysis.intake.files.spreadsheetml import is_spreadsheetml, open_spreadsheetml
    from incuanalysis.intake.files.text import decode, open_text

    text, findings = decode(data, markup=data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"))
    if is_spreadsheetml(text):
        opened = open_spreadsheetml(text, budget)
    elif is_hypertext(text):
        opened = open_hypertext(text, budget)
    elif text.lstrip().startswith("<?xml"):
        raise refuse("file_other_format", kind="XML")
    elif text.count("</") > _FEW_TAGS or (text.lstrip().startswith("<") and "</" in text):
        # A page or XML file without its beginning: no table of text.
        raise refuse("file_unknown_kind")
    else:
        opened = open_text(text, budget)
    return replace(opened, findings=(*findings, *opened.findings))

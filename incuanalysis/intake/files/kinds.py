"""What the first bytes of a file say of its kind."""

from __future__ import annotations

from incuanalysis.intake.files.opened import Unreadable, refuse

__all__ = ["foreign", "is_old_stream", "is_zip", "pack_kind"]

_PICTURES = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
)
_ARCHIVES = (
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)
_HEIF = {b"heic", b"heix", b"mif1", b"avif"}
_PDF_WITHIN = 1024


def is_zip(data: bytes) -> bool:
    """Return whether the bytes begin as a zip container does."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))


def is_old_stream(data: bytes) -> bool:
    """Return whether the bytes are a workbook of before Excel 5: records without a container."""
    return len(data) > 8 and data[0] == 9 and data[1] in (0, 2, 4, 8) and data[2] in (4, 6, 8, 16) and data[3] == 0


def foreign(data: bytes) -> Unreadable | None:
    r"""Return the refusal of a file that is known and holds no readable table; None for all others.

    Examples
    --------
    >>> foreign(b"%PDF-1.7 ...").finding.code
    'file_page_print'
    >>> foreign("名称,数\n".encode()) is None
    True
    """
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return refuse("file_page_print", kind="PDF")
    kind = next((kind for magic, kind in _PICTURES if data.startswith(magic)), None)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = "WebP"
    elif data[4:8] == b"ftyp" and data[8:12] in _HEIF:
        kind = "HEIC"
    elif data[:2] == b"BM" and data[6:10] == bytes(4) and data[14:18] in (b"\x28\0\0\0", b"\x0c\0\0\0", b"\x7c\0\0\0"):
        kind = "BMP"
    if kind:
        return refuse("file_picture", kind=kind)
    archive = next((kind for magic, kind in _ARCHIVES if data.startswith(magic)), None)
    if archive or data[257:262] == b"ustar":
        return refuse("file_other_archive", kind=archive or "tar")
    if data.startswith(b"{\\rtf"):
        return refuse("file_other_format", kind="RTF")
    beginning = data[:200].lstrip().lower()
    if beginning.startswith(b"mime-version:") or b"content-type: multipart/related" in beginning:
        return refuse("file_other_format", kind="MHTML")
    return None


def pack_kind(names: set[str], mimetype: bytes) -> str | Unreadable:
    """Return what a zip container holds by its members: ``xlsx``, ``docx``, ``zip`` (files), or the refusal.

    Parameters
    ----------
    names
        Paths of its members.
    mimetype
        Content of the member ``mimetype``, if there is one.
    """
    lower = {name.lower() for name in names}
    if "xl/workbook.xml" in lower:
        return "xlsx"
    if "word/document.xml" in lower:
        return "docx"
    if "xl/workbook.bin" in lower:
        return refuse("file_other_format", kind="Excel .xlsb")
    if "ppt/presentation.xml" in lower:
        return refuse("file_other_format", kind="PowerPoint .pptx")
    if mimetype.startswith(b"application/vnd.oasis"):
        return refuse("file_other_format", kind="OpenDocument")
    if "ofd.xml" in lower:
        return refuse("file_page_print", kind="OFD")
    if "index/document.iwa" in lower:
        return refuse("file_other_format", kind="Numbers")
    # A workbook whose main part is elsewhere or missing is not an archive of files.
    if "[content_types].xml" in lower:
        return "xlsx"
    return "zip"

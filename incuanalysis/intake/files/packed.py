"""Zip containers: their members under the limits, whatever their directory claims."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable

from incuanalysis.intake.files.limits import MAX_MEMBERS, Budget, oversize
from incuanalysis.intake.files.opened import damaged, refuse

__all__ = ["Pack", "member_name", "open_pack", "pack_parts"]

_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Bytes that a member takes in the directory, at least (its name comes on top).
_ENTRY = 46
_MAX_DIRECTORY = 4 << 20
_ENCRYPTED, _UTF8 = 0x1, 0x800


class Pack:
    """An open zip container.

    Parameters
    ----------
    data
        Its bytes.
    budget
        What may be unpacked of it.
    format
        How a refusal names it.
    """

    def __init__(self, data: bytes, budget: Budget, format: str = "zip") -> None:
        self.budget, self.format, self.data = budget, format, data
        end = data.rfind(b"PK\x05\x06")
        size = int.from_bytes(data[end + 12 : end + 16], "little") if end >= 0 else 0
        if size == 0xFFFFFFFF:
            wide = data.rfind(b"PK\x06\x06")
            size = int.from_bytes(data[wide + 40 : wide + 48], "little") if wide >= 0 else 0
        if size > _MAX_DIRECTORY:
            # The directory is read in Python, entry by entry: a large one takes minutes.
            raise oversize(size // _ENTRY, MAX_MEMBERS, "files", "file_bomb")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except Exception as error:
            raise damaged(format) from error
        self.infos = [info for info in self._zip.infolist() if not info.is_dir()]
        budget.count_members(len(self.infos))
        self.names = {info.filename.replace("\\", "/"): info for info in self.infos}

    @property
    def is_plain(self) -> bool:
        """Whether every reader sees the same members in it: nothing around the container, no name twice."""
        names = {name.lower() for name in self.names}
        return (
            self.data.startswith(b"PK\x03\x04")
            and self.data[-22:-18] == b"PK\x05\x06"
            and len(names) == len(self.infos)
        )

    def read(self, info: zipfile.ZipInfo) -> bytes:
        """Return a member's bytes.

        Raises
        ------
        Unreadable
            If it is locked, damaged, too large, or compressed in a way that takes memory at its own word.
        """
        if info.flag_bits & _ENCRYPTED:
            raise refuse("file_password")
        if info.compress_type not in _READABLE:
            raise refuse("file_other_archive", kind=f"zip, {info.compress_type}")
        self.budget.unpack(info.file_size)
        try:
            # Not more than the directory claims is unpacked; a false claim fails the checksum.
            return self._zip.read(info)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise damaged(self.format) from error

    def part(self, name: str) -> bytes | None:
        """Return the bytes of the member of that name, None where there is none."""
        info = self.names.get(name)
        return None if info is None else self.read(info)


def open_pack(data: bytes, budget: Budget, format: str = "zip") -> Pack:
    """Open a zip container.

    Raises
    ------
    Unreadable
        If it is damaged or has too many members.
    """
    return Pack(data, budget, format)


def member_name(info: zipfile.ZipInfo) -> str:
    """Return a member's path as its sender saw it.

    Windows writes names in the system's code page without saying so, and zipfile reads such bytes as code page 437.
    """
    name = info.filename
    if not info.flag_bits & _UTF8 and not name.isascii():
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return _one_line(name)
        for encoding in ("utf-8", "gb18030"):
            try:
                return _one_line(raw.decode(encoding))
            except UnicodeDecodeError:
                continue
    return _one_line(name)


def _one_line(name: str) -> str:
    return "".join(sign if sign.isprintable() else "�" for sign in name.replace("\\", "/"))


def pack_parts(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip container of these parts, uncompressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, part in parts:
            made.writestr(zipfile.ZipInfo(name), part)
    return out.getvalue()

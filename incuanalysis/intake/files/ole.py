"""OLE containers: old Office files, and new ones that are locked."""

from __future__ import annotations

import io
import struct

__all__ = ["Container", "build_container", "is_ole"]

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _FREE, _FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_SECTOR = 512
_IN_HEADER = 109


def is_ole(data: bytes) -> bool:
    """Return whether the bytes begin as an OLE container does."""
    return data.startswith(_SIGNATURE)


class Container:
    """An open OLE container.

    Raises
    ------
    Exception
        Whatever olefile raises for a damaged one; the caller turns it into a refusal.
    """

    def __init__(self, data: bytes) -> None:
        from olefile import OleFileIO

        self._ole = OleFileIO(io.BytesIO(data))
        self.streams = {"/".join(path).lower(): path for path in self._ole.listdir(streams=True, storages=True)}

    def read(self, name: str) -> bytes | None:
        """Return a stream's bytes, None where there is none of that name (case does not count)."""
        path = self.streams.get(name.lower())
        if path is None:
            return None
        with self._ole.openstream(path) as stream:
            return bytes(stream.read())


def build_container(stream: bytes, name: str = "Workbook") -> bytes:
    """Return an OLE container that holds one stream.

    Readers get this instead of the received container, whose chains of sectors may run in circles.

    Examples
    --------
    >>> Container(build_container(b"text")).read("Workbook").rstrip(bytes(1))
    b'text'
    """
    # Below 4096 bytes a stream would have to lie in the container's mini stream.
    stream = stream.ljust(4096, b"\0")
    stream += bytes(-len(stream) % _SECTOR)
    body = len(stream) // _SECTOR
    # Sector numbers: the stream, one directory sector, the table of sectors, the table's continued list.
    fat_count = 1
    while True:
        more = max(0, -(-(fat_count - _IN_HEADER) // (_SECTOR // 4 - 1)))
        if fat_count * (_SECTOR // 4) >= body + 1 + fat_count + more:
            break
        fat_count += 1
    fat_at = body + 1
    more_at = fat_at + fat_count
    table = [*range(1, body), _END, _END, *[_FAT] * fat_count, *[_FAT - 1] * more]
    table += [_FREE] * (fat_count * (_SECTOR // 4) - len(table))
    fats = list(range(fat_at, fat_at + fat_count))
    header = _SIGNATURE + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, fat_count, body, 0, 4096, _END, 0, more_at if more else _END, more)
    listed, rest = fats[:_IN_HEADER], fats[_IN_HEADER:]
    header += struct.pack(f"<{_IN_HEADER}I", *listed, *[_FREE] * (_IN_HEADER - len(listed)))
    tail = b""
    for number in range(more):
        part = rest[number * 127 : number * 127 + 127]
        following = more_at + number + 1 if number + 1 < more else _END
        tail += struct.pack("<128I", *part, *[_FREE] * (127 - len(part)), following)
    directory = (
        _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _NONE, 0, len(stream)) + 2 * _entry("", 0, _NONE, 0, 0)
    )
    return b"".join((header, stream, directory, struct.pack(f"<{len(table)}I", *table), tail))


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    length = len(text) + 2 if name else 0
    entry = text.ljust(64, b"\0") + struct.pack("<HBBIII", length, kind, 1, _NONE, _NONE, child)
    return entry + bytes(36) + struct.pack("<IQ", start, size)

"""Zip archives with the same bytes on every run, and with member names in any encoding.

The library's writer stamps the clock into every member it is not told about and knows UTF-8 names only;
archives packed by Chinese Windows carry names in GBK without saying so.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache

__all__ = ["write_zip"]

_DATE = (2024 - 1980) << 9 | 1 << 5 | 1  # 1 January 2024, 00:00, in every archive
_UTF8 = 0x800


def write_zip(members: list[tuple[str, bytes]], encoding: str = "utf-8", fixed: frozenset[str] = frozenset()) -> bytes:
    """Return an archive.

    Parameters
    ----------
    members
        Names and contents, in order.
    encoding
        Of the names; other than UTF-8 it is not declared, as in archives packed by old Windows tools.
    fixed
        Names of members that many archives share: they are compressed once.
    """
    parts: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, content in members:
        raw = name.encode(encoding)
        flags = _UTF8 if encoding == "utf-8" and not raw.isascii() else 0
        packed, checksum = (_packed_once if name in fixed else _packed)(content)
        common = struct.pack("<HHHHHLLLHH", 20, flags, 8, 0, _DATE, checksum, len(packed), len(content), len(raw), 0)
        parts += (b"PK\x03\x04", common, raw, packed)
        # made by DOS: readers then take names without the flag for the system's own code page
        directory.append(
            b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHLL", 0, 0, 0, 0, offset) + raw
        )
        offset += 4 + len(common) + len(raw) + len(packed)
    listed = b"".join(directory)
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, len(members), len(members), len(listed), offset, 0)
    return b"".join((*parts, listed, end))


def _packed(content: bytes) -> tuple[bytes, int]:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush(), zlib.crc32(content)


_packed_once = lru_cache(maxsize=64)(_packed)

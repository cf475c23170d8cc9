"""The lock without a password: files that carry the format's built-in key are opened, all others refused.

Spreadsheet programs lock a workbook that is marked as final or protected in structure with
a fixed key and open it without asking; senders do not know that it is locked.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable
from hashlib import md5, sha1
from typing import Any

from incuanalysis.intake.files.opened import damaged, refuse

__all__ = ["unlock_package", "unlock_stream"]

_KEY = "VelvetSweatshop"
# Rounds of hashing a key; programs use 100 000, more would only take time.
_MAX_ROUNDS = 1_000_000
_ROUNDS = re.compile(rb'spinCount\s*=\s*["\'](\d{1,12})')
_HEAD, _BLOCK, _VOID = 4, 1024, b"\0\x08"
# Records that stay readable in a locked stream ([MS-XLS] 2.2.10).
_BARE = {0x0809, 0x2F, 0x0194, 0x0195, 0xE1, 0x0196, 0x0138}
_FILEPASS, _BOUNDSHEET = 0x2F, 0x85


def unlock_package(data: bytes, info: bytes) -> bytes:
    """Return the zip container that a locked OOXML file (.xlsx, .docx) holds.

    Parameters
    ----------
    data
        The OLE container.
    info
        Its stream EncryptionInfo.

    Raises
    ------
    Unreadable
        ``file_password`` if the built-in key does not open it, ``file_damaged`` if it is not in order.
    """
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError
    from msoffcrypto.format.ooxml import OOXMLFile

    if any(int(rounds) > _MAX_ROUNDS for rounds in _ROUNDS.findall(info)):
        raise damaged("xlsx")
    opened = io.BytesIO()
    try:
        locked = OOXMLFile(io.BytesIO(data))
        locked.load_key(password=_KEY, verify_password=True)
        locked.decrypt(opened)
    except (InvalidKeyError, DecryptionError) as error:
        raise refuse("file_password") from error
    except Exception as error:
        raise damaged("xlsx") from error
    return opened.getvalue()


def unlock_stream(stream: bytes) -> bytes:
    """Return a locked workbook stream (.xls) in the clear, its lock record made void.

    Raises
    ------
    Unreadable
        ``file_password`` if the built-in key does not open it, ``file_damaged`` if it is not in order.
    """
    try:
        return _unlocked(stream)
    except (struct.error, ValueError, IndexError) as error:
        raise damaged("xls") from error


def _unlocked(stream: bytes) -> bytes:
    bare: list[tuple[int, int]] = []
    at = 0
    lock: tuple[int, int] | None = None
    while at + _HEAD <= len(stream):
        name = int.from_bytes(stream[at : at + 2], "little")
        size = int.from_bytes(stream[at + 2 : at + 4], "little")
        # Of a sheet's record only its place in the stream is bare.
        keep = size if name in _BARE else min(4, size) if name == _BOUNDSHEET else 0
        bare.append((at, at + _HEAD + keep))
        if name == _FILEPASS and lock is None:
            lock = (at, at + _HEAD + size)
        at += _HEAD + size
    if lock is None:
        raise damaged("xls")
    made = bytearray(_decrypted(stream, stream[lock[0] + _HEAD : lock[1]]))
    for first, end in bare:
        made[first:end] = stream[first:end]
    made[lock[0] : lock[0] + 2] = _VOID
    return bytes(made[: len(stream)])


def _decrypted(stream: bytes, lock: bytes) -> bytes:
    """Return the whole stream decrypted with the built-in key, the bare parts too."""
    from msoffcrypto.method.rc4 import DocumentRC4
    from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI

    method, major, minor = struct.unpack_from("<HHH", lock)
    if method == 1 and (major, minor) == (1, 1):
        salt, verifier, digest = lock[6:22], lock[22:38], lock[38:54]
        hashed: Callable[[bytes], Any] = md5

        def decrypt(data: bytes) -> bytes:
            return bytes(DocumentRC4.decrypt(_KEY, salt, io.BytesIO(data), blocksize=_BLOCK).read())

    elif method == 1 and major in (2, 3, 4) and minor == 2:
        (length,) = struct.unpack_from("<I", lock, 10)
        (bits,) = struct.unpack_from("<I", lock, 14 + 16)
        check = lock[14 + length :]
        salt, verifier, digest = check[4:20], check[20:36], check[40:60]
        hashed = sha1
        bits = bits or 40

        def decrypt(data: bytes) -> bytes:
            return bytes(DocumentRC4CryptoAPI.decrypt(_KEY, salt, bits, io.BytesIO(data), blocksize=_BLOCK).read())

    else:
        raise refuse("file_password")
    proof = decrypt(verifier + digest)
    if hashed(proof[:16]).digest() != proof[16:]:
        raise refuse("file_password")
    return decrypt(stream)

"""Workbooks locked with a password: the built-in one that spreadsheet programs open silently, or a real one.

Both writers take all their chance from the content itself, so that the same workbook is locked into the same bytes.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from functools import lru_cache
from io import BytesIO

__all__ = ["BUILT_IN", "lock_xls", "lock_xlsx"]

#: What spreadsheet programs try by themselves before they ask for a password.
BUILT_IN = "VelvetSweatshop"

_OLD_BLOCK = 1024  # bytes after which the old format takes another key
_FILEPASS, _BOUNDSHEET, _BOF = 0x2F, 0x85, 0x809
_NEVER_LOCKED = frozenset([_BOF, _FILEPASS, 0xE1, 0x194, 0x195, 0x138, 0x196])
_SALT = hashlib.md5(b"demonstration", usedforsecurity=False).digest()
_LEAST = 4_200  # bytes of a workbook to be locked
_SPIN = 100_000  # rounds of hashing, as spreadsheet programs write it


def lock_xls(stream: bytes, password: str = BUILT_IN) -> bytes:
    """Lock a workbook of the 97-2003 format with its RC4 scheme.

    Parameters
    ----------
    stream
        The workbook stream (``xlwt.Workbook.get_biff_data()``), not the compound file around it.
    password
        Which password opens it.

    Returns
    -------
    bytes
        The compound file.
    """
    from xlwt.CompoundDoc import XlsDoc

    key = [_old_key(password, block) for block in range(len(stream) // _OLD_BLOCK + 2)]
    verifier = hashlib.md5(_SALT, usedforsecurity=False).digest()
    checked = _rc4(key[0], 32, verifier + hashlib.md5(verifier, usedforsecurity=False).digest())
    lock = struct.pack("<HHHHH", _FILEPASS, 54, 1, 1, 1) + _SALT + checked
    plain, open_bytes, at = bytearray(), bytearray(), 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + size]
        clear = size if kind in _NEVER_LOCKED else 0
        if kind == _BOUNDSHEET:  # says where the sheet begins: now later, and always readable
            body, clear = struct.pack("<L", struct.unpack_from("<L", body)[0] + len(lock)) + body[4:], 4
        plain += stream[at : at + 4] + body
        open_bytes += b"\1" * (4 + clear) + b"\0" * (size - clear)
        if at == 0:
            plain += lock
            open_bytes += b"\1" * len(lock)
        at += 4 + size
    # the compound file is padded with zeros, which readers take for empty records of four bytes: end at a multiple
    filler = -len(plain) % 4
    plain += struct.pack("<HH", 0, filler) + b"\0" * filler
    open_bytes += b"\1" * (4 + filler)
    locked = bytearray()
    for block in range(0, len(plain), _OLD_BLOCK):
        part = bytes(plain[block : block + _OLD_BLOCK])
        cipher = _rc4(key[block // _OLD_BLOCK], len(part), part)
        flags = open_bytes[block : block + _OLD_BLOCK]
        locked += bytes(a if kept else b for a, b, kept in zip(part, cipher, flags, strict=True))
    out = BytesIO()
    XlsDoc().save(out, bytes(locked))
    return out.getvalue()


@lru_cache(maxsize=256)
def _old_key(password: str, block: int) -> bytes:
    def md5(data: bytes) -> bytes:
        return hashlib.md5(data, usedforsecurity=False).digest()

    short = md5((md5(password.encode("utf-16-le"))[:5] + _SALT) * 16)[:5]
    return md5(short + struct.pack("<L", block))


@lru_cache(maxsize=256)
def _key_stream(key: bytes, length: int) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) & 255
        box[i], box[j] = box[j], box[i]
    out, j = bytearray(length), 0
    for n in range(length):
        i = (n + 1) & 255
        j = (j + box[i]) & 255
        box[i], box[j] = box[j], box[i]
        out[n] = box[(box[i] + box[j]) & 255]
    return bytes(out)


def _rc4(key: bytes, length: int, data: bytes) -> bytes:
    stream = _key_stream(key, _OLD_BLOCK)[:length]
    return (int.from_bytes(data, "big") ^ int.from_bytes(stream, "big")).to_bytes(length, "big")


def lock_xlsx(data: bytes, password: str = BUILT_IN) -> bytes:
    """Lock a workbook of the XML format with the agile scheme (AES-256, SHA-512).

    Parameters
    ----------
    data
        The workbook: an archive without a comment.
    password
        Which password opens it.

    Returns
    -------
    bytes
        The compound file around the locked workbook.
    """
    from msoffcrypto.method import ecma376_agile as agile
    from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted

    data = _long_enough(data)
    info = agile.ECMA376AgileEncryptionInfo()
    info.keyData.saltValue = info.encryptedKey.saltValue = _SALT
    seed = hashlib.sha512(data).digest()
    verifier, secret, integrity = seed[:16], seed[16:48], seed
    spun = _spun(password)

    def under(block_key: bytes, content: bytes) -> bytes:
        return _aes(hashlib.sha512(spun + block_key).digest()[:32], _SALT, content)

    info.encryptedVerifierHashInput = under(bytes(agile.blkKey_VerifierHashInput), verifier)
    info.encryptedVerifierHashValue = under(
        bytes(agile.blkKey_encryptedVerifierHashValue), hashlib.sha512(verifier).digest()
    )
    info.encryptedKeyValue = under(bytes(agile.blkKey_encryptedKeyValue), secret)
    locked = agile.ECMA376Agile.encrypt_payload(BytesIO(data), info.keyData, secret, _SALT)

    def sealed(block_key: bytes, content: bytes) -> bytes:
        return _aes(secret, hashlib.sha512(_SALT + block_key).digest()[:16], content)

    info.encryptedHmacKey = sealed(bytes(agile.blkKey_dataIntegrity1), integrity)
    mac = hmac.new(integrity, locked, hashlib.sha512).digest()
    info.encryptedHmacValue = sealed(bytes(agile.blkKey_dataIntegrity2), mac)
    described = info.getEncryptionDescriptorHeader() + info.toEncryptionDescriptor().encode()
    out = BytesIO()
    ECMA376Encrypted(locked, described).write_to(out)
    return _undated(out.getvalue())


def _long_enough(data: bytes) -> bytes:
    """Lengthen a short archive by a comment: the container's writer cuts off contents of less than 4096 bytes."""
    short = _LEAST - len(data)
    return data if short <= 0 else data[:-2] + struct.pack("<H", short) + b" " * short


def _undated(data: bytes) -> bytes:
    """Take the clock's time out of a compound file's directory."""
    out = bytearray(data)
    sector = struct.unpack_from("<l", data, 48)[0]
    chain = struct.unpack_from("<109l", data, 76)
    while sector >= 0:
        start = 512 * (sector + 1)
        for entry in range(start, start + 512, 128):
            out[entry + 100 : entry + 116] = bytes(16)
        sector = struct.unpack_from("<l", data, 512 * (chain[sector // 128] + 1) + 4 * (sector % 128))[0]
    return bytes(out)


@lru_cache(maxsize=8)
def _spun(password: str) -> bytes:
    """Return the slow hash of a password: once a password, for all files have the same salt."""
    digest = hashlib.sha512(_SALT + password.encode("utf-16-le")).digest()
    for n in range(_SPIN):
        digest = hashlib.sha512(struct.pack("<L", n) + digest).digest()
    return digest


def _aes(key: bytes, iv: bytes, content: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return encryptor.update(content) + encryptor.finalize()

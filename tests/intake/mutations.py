"""Seeded damage to files: the same seed gives the same damage."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterator

_NUMBER = re.compile(rb"[0-9]+")
_WORD = re.compile(rb"[A-Za-z]{1,12}")
_SUFFIXES = (".xlsx", ".xls", ".csv", ".html", ".docx", ".zip", ".pdf", "", ".et", ".txt")
_NUMBERS = (b"0", b"-1", b"4294967295", b"99999999999", b"1048576", b"65536", b"1e308", b"")


def mutations(data: bytes, seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Yield (what was done and a file name, damaged bytes)."""
    chance = random.Random(seed)
    for number in range(count):
        change = chance.choice(_CHANGES)
        try:
            made = change(data, chance)
        except (zipfile.BadZipFile, ValueError, IndexError):
            made = _flip(data, chance)
        yield f"{change.__name__[1:]}-{seed}-{number}{chance.choice(_SUFFIXES)}", made


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _behead(data: bytes, chance: random.Random) -> bytes:
    return data[chance.randrange(len(data) + 1) :]


def _flip(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        if made:
            made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def _extreme(data: bytes, chance: random.Random) -> bytes:
    """Write extreme numbers over fields, as damaged counts and sizes have them."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 2, 4))):
        width = chance.choice((1, 2, 4, 8))
        at = chance.randrange(max(1, len(made) - width))
        made[at : at + width] = chance.choice((b"\xff", b"\0", b"\x7f", b"\x80")) * width
    return bytes(made)


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    block = chance.choice(
        (bytes(chance.randrange(1, 600)), chance.randbytes(chance.randrange(1, 600)), data[:512], data[-512:])
    )
    return data[:at] + block + data[at:]


def _delete(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at + chance.randrange(1, 2000) :]


def _swap(data: bytes, chance: random.Random) -> bytes:
    size = chance.choice((64, 512, 1024))
    blocks = [data[i : i + size] for i in range(0, len(data), size)]
    if len(blocks) > 1:
        a, b = chance.randrange(len(blocks)), chance.randrange(len(blocks))
        blocks[a], blocks[b] = blocks[b], blocks[a]
    return b"".join(blocks)


def _repack(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return out.getvalue()


def _unpack(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        return {info.filename: pack.read(info) for info in pack.infolist()}


def _swap_parts(data: bytes, chance: random.Random) -> bytes:
    parts = _unpack(data)
    a, b = chance.choice(list(parts)), chance.choice(list(parts))
    parts[a], parts[b] = parts[b], parts[a]
    return _repack(parts)


def _drop_part(data: bytes, chance: random.Random) -> bytes:
    parts = _unpack(data)
    del parts[chance.choice(list(parts))]
    return _repack(parts)


def _damage_part(data: bytes, chance: random.Random) -> bytes:
    """Damage a part inside a container whose checksums are right again."""
    parts = _unpack(data)
    name = chance.choice(list(parts))
    parts[name] = chance.choice((_cut, _flip, _insert, _delete, _extreme, _change_text, _change_text))(
        parts[name], chance
    )
    return _repack(parts)


def _change_text(data: bytes, chance: random.Random) -> bytes:
    """Exchange numbers and words of a text."""
    for _ in range(chance.choice((1, 1, 3, 10))):
        pattern = chance.choice((_NUMBER, _WORD))
        found = list(pattern.finditer(data))
        if not found:
            break
        where = chance.choice(found)
        other = chance.choice(_NUMBERS) if pattern is _NUMBER else chance.choice(found)[0]
        data = data[: where.start()] + other + data[where.end() :]
    return data


_CHANGES = (
    _cut,
    _behead,
    _flip,
    _flip,
    _extreme,
    _extreme,
    _insert,
    _delete,
    _swap,
    _swap_parts,
    _drop_part,
    _damage_part,
    _damage_part,
    _damage_part,
    _change_text,
)

"""Pictures as data: URIs, with the size that keeps the page from jumping while it loads."""

from __future__ import annotations

import base64
import binascii
import mimetypes
import re
import struct
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Picture", "data_uri", "local_picture", "raster", "vector"]

RASTER_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")

_PROLOGUE = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)
_ROOT = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_LENGTH = re.compile(r"""\s(width|height)\s*=\s*["']\s*([0-9.]+)\s*(px|pt|mm|cm|in)?\s*["']""")
_VIEW_BOX = re.compile(r"""\sviewBox\s*=\s*["']\s*[-0-9.]+[\s,]+[-0-9.]+[\s,]+([0-9.]+)[\s,]+([0-9.]+)""")
_PIXELS = {"px": 1.0, "": 1.0, "pt": 96 / 72, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_SAFE_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml)[;,]", re.IGNORECASE)


@dataclass(frozen=True)
class Picture:
    """What an ``<img>`` needs: its source and, where known, its size in CSS pixels."""

    source: str
    width: int | None = None
    height: int | None = None


def data_uri(mime: str, data: bytes) -> str:
    """Return a ``data:`` URI; base64, so that no address inside an SVG looks like one of the page."""
    return f"data:{mime};base64,{base64.b64encode(data).decode('ascii')}"


def vector(svg: str) -> Picture:
    """Return an SVG document without the parts that nobody sees (comments, metadata, DOCTYPE)."""
    lean = _PROLOGUE.sub("", svg).strip()
    lean = re.sub(r">\s+<", "><", lean) if "<text" not in lean else lean
    root = _ROOT.search(lean)
    if root and "xmlns=" not in root[0]:
        lean = lean.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    width, height = _svg_size(root[0]) if root else (None, None)
    return Picture(data_uri("image/svg+xml", lean.encode("utf-8")), width, height)


def _svg_size(root: str) -> tuple[int | None, int | None]:
    lengths = {name: float(n) * _PIXELS[unit or ""] for name, n, unit in _LENGTH.findall(root)}
    if "width" in lengths and "height" in lengths:
        return round(lengths["width"]), round(lengths["height"])
    box = _VIEW_BOX.search(root)
    return (round(float(box[1])), round(float(box[2]))) if box else (None, None)


def raster(mime: str, encoded: str, size: dict[str, object] | None = None) -> Picture | None:
    """Return a base64 picture from an output; None if it is not base64 at all.

    Parameters
    ----------
    mime
        One of the raster types.
    encoded
        Base64 text, line breaks allowed.
    size
        The output's own metadata, which may hold ``width`` and ``height``.
    """
    try:
        data = base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    wanted = {name: _whole(value) for name, value in (size or {}).items() if name in ("width", "height")}
    width, height = wanted.get("width"), wanted.get("height")
    if mime == "image/png" and data[12:16] == b"IHDR":
        real_width, real_height = struct.unpack(">II", data[16:24])
        if width is None and height is None:
            width, height = real_width, real_height
        elif height is None and width and real_width:
            height = round(width * real_height / real_width)
    return Picture(data_uri(mime, data), width, height)


def _whole(value: object) -> int | None:
    try:
        return int(float(str(value)))
    except ValueError:
        return None


def local_picture(address: str, folder: Path | None, attachments: dict[str, dict[str, str]]) -> str | None:
    """Return a source for a picture named in a text, or None if it lies outside the page's reach.

    Parameters
    ----------
    address
        ``data:`` URIs pass, ``attachment:`` is looked up, a relative path is read.
    folder
        The notebook's folder; files outside it are not read.
    attachments
        The cell's attachments as the notebook format keeps them.
    """
    if _SAFE_DATA.match(address):
        return address
    if address.startswith("attachment:"):
        bundle = attachments.get(address.removeprefix("attachment:"), {})
        for mime in ("image/svg+xml", *RASTER_TYPES):
            if mime in bundle:
                return f"data:{mime};base64,{''.join(str(bundle[mime]).split())}"
        return None
    if folder is None or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", address):
        return None
    place, root = (folder / address.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]).resolve(), folder.resolve()
    mime = mimetypes.guess_type(place.name)[0] or ""
    if not place.is_relative_to(root) or mime not in (*RASTER_TYPES, "image/svg+xml") or not place.is_file():
        return None
    return data_uri(mime, place.read_bytes())

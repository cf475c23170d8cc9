"""Pictures for the report: checked, made harmless, and held in memory.

The compiler's files in memory must be text. An SVG is; every raster picture is
therefore wrapped into an SVG as a data URI, and comes out in the PDF as it was.
Nothing is fetched from a network, nothing is read outside the notebook's folder.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes
from xml.parsers import expat

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

__all__ = ["Picture", "from_data_uri", "from_file", "is_remote", "make_picture"]

_LARGEST_FILE = 64 * 1024 * 1024
_POINTS = {"": 0.75, "px": 0.75, "pt": 1.0, "pc": 12.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "q": 72 / 101.6}
# Everything that is not a fragment of the same file or a raster picture within it would have to be loaded.
_LOADED = re.compile(r"""href\s*=\s*(["'])(?!#|data:image/(?:png|jpe?g|gif|webp)[;,])[^"']*\1""")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?svg\b[^>]*>", re.DOTALL)
_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}


@dataclass(frozen=True)
class Picture:
    """A picture that Typst can show.

    Attributes
    ----------
    svg
        Its source.
    width, height
        Natural size in points.
    """

    svg: str
    width: float
    height: float


def make_picture(data: bytes | str, *, scale: float = 1.0) -> Picture | None:
    """Check a picture and make it ready.

    Parameters
    ----------
    data
        The file's content: SVG, PNG, JPEG, GIF, WebP or what else Pillow reads.
    scale
        Points per pixel of a raster picture are 0.75 times this.

    Returns
    -------
    Picture or None
        ``None`` where the data is no picture that can be shown.
    """
    head = data[:4096] if isinstance(data, str) else data[:4096].decode("utf-8", "replace")
    if "<svg" in head or ":svg" in head or head.lstrip("\ufeff \t\r\n").startswith(("<?xml", "<!DOCTYPE svg")):
        try:
            return _from_svg(data if isinstance(data, str) else data.decode("utf-8-sig"))
        except UnicodeDecodeError:
            return None
    return _from_raster(data.encode() if isinstance(data, str) else data, scale)


def _from_svg(source: str) -> Picture | None:
    """Take out whatever refers to other files, and read the size."""
    source = _DOCTYPE.sub("", source)
    source = re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>", "", source)
    if "<!ENTITY" in source or "<!DOCTYPE" in source:
        return None
    source = _LOADED.sub('data-left-out=""', source)
    try:
        expat.ParserCreate(encoding="utf-8").Parse(source.encode("utf-8"), True)
    except (expat.ExpatError, UnicodeEncodeError):
        return None
    root = _ROOT.search(source)
    if root is None:
        return None
    size = _svg_size(root[0])
    return Picture(source, *size) if size else None


def _svg_size(root: str) -> tuple[float, float] | None:
    attributes = dict(re.findall(r"""\s(width|height|viewBox)\s*=\s*["']([^"']*)["']""", root))
    box = [float(n) for n in re.findall(r"[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?", attributes.get("viewBox", ""))]
    wide, high = (_length(attributes.get(name, "")) for name in ("width", "height"))
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        if wide is None and high is None:
            wide, high = box[2] * 0.75, box[3] * 0.75
        elif wide is None and high is not None:
            wide = high * box[2] / box[3]
        elif high is None and wide is not None:
            high = wide * box[3] / box[2]
    if not wide or not high or not 0.1 < wide < 1e5 or not 0.1 < high < 1e5:
        return None
    return wide, high


def _length(written: str) -> float | None:
    found = re.fullmatch(r"\s*([\d.]+(?:[eE][-+]?\d+)?)\s*([a-zA-Z]*)\s*", written)
    if found is None or found[2].lower() not in _POINTS:
        return None
    try:
        return float(found[1]) * _POINTS[found[2].lower()]
    except ValueError:
        return None


def _from_raster(data: bytes, scale: float) -> Picture | None:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as opened:
                wide, high = opened.size
                mime = _TYPES.get(opened.format or "", "")
                if not mime or opened.mode == "CMYK":
                    # Without a colour profile for print, PDF/A refuses CMYK.
                    data, mime = _as_png(opened), "image/png"
                elif mime == "image/png":
                    opened.verify()
                else:
                    opened.draft("RGB", (max(1, wide // 8), max(1, high // 8)))
                    opened.load()
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    if not wide or not high:
        return None
    source = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">'
        f'<image href="data:{mime};base64,{base64.b64encode(data).decode()}" width="{wide}" height="{high}"/></svg>'
    )
    return Picture(source, wide * 0.75 * scale, high * 0.75 * scale)


def _as_png(opened: Image.Image) -> bytes:
    out = io.BytesIO()
    opened.convert("RGBA" if "A" in opened.getbands() or "transparency" in opened.info else "RGB").save(out, "PNG")
    return out.getvalue()


def is_remote(source: str) -> bool:
    """Tell whether an image's address is on a network."""
    return bool(re.match(r"\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//|\s*(?:https?|ftp):", source))


def from_data_uri(source: str) -> Picture | None:
    """Return the picture that a ``data:`` address holds."""
    header, comma, body = source.strip().partition(",")
    if not comma or not header.lower().startswith("data:image/"):
        return None
    try:
        data = base64.b64decode(unquote(body)) if header.lower().endswith(";base64") else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        return None
    return make_picture(data)


def from_file(source: str, folder: Path | None) -> Picture | None:
    """Read a picture beside the notebook.

    Parameters
    ----------
    source
        The address as written in the notebook, relative to its folder.
    folder
        The notebook's folder; without one, no file is read.
    """
    name = unquote(source.partition("#")[0].partition("?")[0]).strip()
    if folder is None or not name or "\0" in name:
        return None
    root = folder.resolve()
    try:
        path = (root / name).resolve()
        if not path.is_relative_to(root) or not path.is_file() or path.stat().st_size > _LARGEST_FILE:
            return None
        return make_picture(path.read_bytes())
    except (OSError, ValueError):
        return None

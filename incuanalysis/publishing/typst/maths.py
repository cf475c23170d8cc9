r"""LaTeX formulas as SVG pictures, set by matplotlib's mathtext: no TeX, no network.

Mathtext knows a large part of TeX's mathematics, but no Chinese and no
environments. Han within a formula is set from the carried font, and the lines
of ``align``, ``gather`` and the like are stacked. What remains unknown gives
``None``, and the caller shows the source instead.
"""

from __future__ import annotations

import logging
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from incuanalysis.publishing.typst.fonts import REGULAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from matplotlib.mathtext import VectorParse

__all__ = ["Formula", "bare_tex", "formula"]

# Glyphs are read at a large size, because mathtext rounds its boxes up to whole points.
_SCALE = 100.0
# Mathtext takes a millisecond or two for a character.
_LONGEST = 800
_HAN = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_HAN_RUN = re.compile(f"[{_HAN}]+")
_TEXT = re.compile(r"\\(?:text|textrm|textnormal|mbox|mathrm|textbf|mathbf)\s*\{([^{}]*)\}")
_DROPPED = re.compile(r"\\(?:label|tag\*?)\s*\{[^{}]*\}|\\(?:nonumber|notag|displaystyle|limits)(?![A-Za-z])")
#: What mathtext knows under another name, or does without.
_OTHERWISE = [
    (re.compile(rf"\\{name}(?![A-Za-z])"), instead)
    for name, instead in {
        "le": r"\leq", "ge": r"\geq", "lt": "<", "gt": ">", "lvert": "|", "rvert": "|", "lVert": r"\|", "rVert": r"\|",
        "tfrac": r"\frac", "stackrel": r"\overset", "land": r"\wedge", "lor": r"\vee", "lnot": r"\neg",
        "implies": r"\Rightarrow", "iff": r"\Leftrightarrow", "textbf": r"\mathbf", "textit": r"\mathit",
        "(?:big|Big|bigg|Bigg)[lrm]?": "",
    }.items()
]  # fmt: skip
_UNBRACED = re.compile(r"\\(math[a-z]+|boldsymbol|hat|bar|tilde|vec|dot)\s+([A-Za-z0-9])(?![A-Za-z])")
_CASES = re.compile(r"\\begin\{cases\}(.*?)\\end\{cases\}", re.S)
_LINES = re.compile(
    r"\\begin\{(align|aligned|alignat|gather|gathered|equation|split|multline|eqnarray)(\*?)\}(.*?)\\end\{\1\2\}", re.S
)
_DUMMY = 0xA4
_lock = threading.Lock()


@dataclass(frozen=True)
class Formula:
    """A formula as a picture; lengths in em of the surrounding text.

    Attributes
    ----------
    svg
        The picture.
    width, height
        Its size.
    depth
        How far it reaches below the line.
    """

    svg: str
    width: float
    height: float
    depth: float


def bare_tex(tex: str) -> str:
    r"""Return a formula without its delimiters.

    Examples
    --------
    >>> bare_tex("$$ x^2 $$")
    'x^2'
    """
    tex = tex.strip()
    for start, end in (("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$")):
        if tex.startswith(start) and tex.endswith(end) and len(tex) >= len(start) + len(end):
            return tex[len(start) : len(tex) - len(end)].removeprefix("\\displaystyle").strip()
    return tex


@lru_cache(maxsize=512)
def formula(tex: str, *, display: bool = False) -> Formula | None:
    """Set a formula.

    Parameters
    ----------
    tex
        The formula without delimiters; environments of several lines may be in it.
    display
        Whether it stands on a line of its own.

    Returns
    -------
    Formula or None
        ``None`` where mathtext does not know something in it.
    """
    if len(tex) > _LONGEST or not tex.strip():
        return None
    try:
        with _lock, _quiet():
            rows = [_parse(_in_display(row) if display else row) for row in _rows(tex)]
            return _picture(rows) if rows else None
    except (ValueError, RuntimeError, KeyError, IndexError, RecursionError, _UnknownGlyph):
        # Mathtext raises ValueError for what it cannot parse; the others have been seen on malformed input.
        return None


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep mathtext's messages on unknown symbols out of the log: here they are a result, not news."""
    log = logging.getLogger("matplotlib.mathtext")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before


class _UnknownGlyph(Exception):
    """A symbol that none of the fonts for mathematics has."""


def _rows(tex: str) -> list[str]:
    """Split environments of several lines, and leave out what mathtext has no use for."""
    for known, instead in _OTHERWISE:
        tex = known.sub(lambda _found, instead=instead: instead, tex)
    tex = _UNBRACED.sub(r"\\\1{\2}", tex)
    tex = _CASES.sub(_two_cases, tex)
    body = _LINES.sub(lambda found: found[3], tex)
    if "\\begin" in body:
        raise ValueError("an environment that is not known")
    body = _DROPPED.sub(" ", body)
    several = body != tex and "\\\\" in body
    rows = re.split(r"\\\\(?:\[[^\]]*\])?", body) if several else [body]
    return [_with_han(re.sub(r"(?<!\\)&", " ", row).strip()) for row in rows if row.strip()]


def _two_cases(found: re.Match[str]) -> str:
    """Write the common two-line ``cases`` as a fraction without a rule; longer ones are not known."""
    rows = [row.strip().replace("&", "\\quad ") for row in found[1].strip().removesuffix("\\\\").split("\\\\")]
    return rf"\genfrac{{\{{}}{{.}}{{0}}{{0}}{{{rows[0]}}}{{{rows[1]}}}" if len(rows) == 2 else found[0]


def _in_display(tex: str) -> str:
    """Set the outermost fractions at full size, as TeX does in display mathematics."""
    pieces, depth, end = [], 0, 0
    for found in re.finditer(r"\\[{}]|[{}]|\\frac(?![A-Za-z])", tex):
        if found[0] == "\\frac" and depth == 0:
            pieces += [tex[end : found.start()], "\\dfrac"]
            end = found.end()
        depth += {"{": 1, "}": -1}.get(found[0], 0)
    return "".join(pieces) + tex[end:]


def _with_han(tex: str) -> str:
    """Ask for the text font where there is Han, which the fonts for mathematics lack."""

    def in_text_font(words: str) -> str:
        return rf"\mathregular{{{words.strip().replace(' ', chr(92) + ' ')}}}"

    pieces: list[str] = []
    end = 0
    for found in _TEXT.finditer(tex):
        if _HAN_RUN.search(found[1]):
            pieces += [_HAN_RUN.sub(lambda run: in_text_font(run[0]), tex[end : found.start()]), in_text_font(found[1])]
            end = found.end()
    pieces.append(_HAN_RUN.sub(lambda run: in_text_font(run[0]), tex[end:]))
    return " ".join(re.sub(r"\s+", " ", piece) for piece in pieces)


def _parse(tex: str) -> VectorParse:
    from matplotlib.font_manager import FontProperties
    from matplotlib.mathtext import MathTextParser

    font = FontProperties(fname=str(REGULAR), size=_SCALE, math_fontfamily="stix")
    parsed = MathTextParser("path").parse(f"${tex}$", 72, font)
    if any(point == _DUMMY for _font, _size, point, *_ in parsed.glyphs) and chr(_DUMMY) not in tex:
        raise _UnknownGlyph
    return parsed


def _picture(rows: list[VectorParse]) -> Formula:
    gap = 0.35 * _SCALE
    width = max(float(row.width) for row in rows)
    height = sum(float(row.height) for row in rows) + gap * (len(rows) - 1)
    below = height
    paths: list[str] = []
    for row in rows:
        below -= float(row.height)
        paths += _outlines(row, below + float(row.depth))
        below -= gap
    margin = 0.04 * _SCALE
    box = f"{-margin:g} {-height - margin:g} {width + 2 * margin:g} {height + 2 * margin:g}"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" '
        f'width="{width + 2 * margin:g}" height="{height + 2 * margin:g}">'
        f'<path d="{"".join(paths)}"/></svg>'
    )
    depth = float(rows[0].depth) if len(rows) == 1 else height / 2
    return Formula(svg, (width + 2 * margin) / _SCALE, (height + 2 * margin) / _SCALE, (depth + margin) / _SCALE)


def _outlines(row: VectorParse, base: float) -> Iterable[str]:
    """Yield path data of a row's glyphs and rules; its base line is ``base`` above the last row's bottom."""
    from matplotlib.ft2font import LoadFlags

    for font, size, _point, glyph, x, y in row.glyphs:
        font.clear()
        font.set_size(_SCALE, 72)
        font.load_glyph(glyph, flags=LoadFlags.NO_HINTING)
        vertices, codes = font.get_path()
        yield _path(vertices * (size / _SCALE) + [x, y + base], codes)
    for x, y, wide, high in row.rects:
        yield f"M{x:.2f} {-(y + base):.2f}h{wide:.2f}v{-high:.2f}h{-wide:.2f}Z"


def _path(vertices: Iterable[Iterable[float]], codes: Iterable[int]) -> str:
    """Write matplotlib's path codes (1 move, 2 line, 3 quadratic, 4 cubic, 79 close) as SVG."""
    written: list[str] = []
    held: list[str] = []
    for (x, y), code in zip(vertices, codes, strict=True):
        if code == 79:
            written.append("Z")
            continue
        held.append(f"{x:.2f} {-y:.2f}")
        if len(held) == {1: 1, 2: 1, 3: 2, 4: 3}[int(code)]:
            written.append("MLQC"[int(code) - 1] + " ".join(held))
            held.clear()
    return "".join(written)

r"""TeX formulas as small SVG pictures, drawn by matplotlib's mathtext without any TeX.

The glyph outlines are written as one path, so the picture needs no font, no salt
for ids and no date: the same formula always gives the same bytes. What mathtext
does not know (matrices, ``\cases``, ``\underbrace``) gives ``None``, and the caller
shows the TeX source instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

__all__ = ["MathPicture", "draw", "tex_to_svg"]

POINTS = 12.0
"""Font size that the SVG's own width and height stand for."""
DISPLAY_SCALE = 1.12
_ROW_GAP = 60.0
_EM = 100.0  # mathtext's paths are drawn at a font size of 100 units

_CJK = r"\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_CJK_RUN = re.compile(f"[{_CJK}]+")
_WORDS = re.compile(r"\\(?:text|textrm|textnormal|mathrm|mbox|operatorname)\s*\{([^{}]*)\}")
_ALIGNED = re.compile(
    r"^\\begin\{(aligned|align|gathered|gather|split|equation|eqnarray)(\*?)\}(.*)\\end\{\1\2\}$", re.DOTALL
)
_BOOKKEEPING = re.compile(
    r"\\(?:nonumber|notag|displaystyle|nolimits|limits|[bB]igg?[lrm]?)(?![A-Za-z])|\\(?:label|tag)\*?\{[^{}]*\}"
)
_SHORT_FRACTION = re.compile(r"\\([dt]?frac)\s*([0-9A-Za-z])\s*([0-9A-Za-z])")
_SPELLINGS = (
    r"le=\leq ge=\geq land=\wedge lor=\vee lnot=\neg gets=\leftarrow iff=\Leftrightarrow implies=\Rightarrow"
    r" dots=\ldots coloneqq=:= tfrac=\frac lvert=| rvert=| lVert=\| rVert=\| stackrel=\overset bm=\boldsymbol"
    r" textbf=\mathbf textit=\mathit argmax=\mathrm{arg\,max} argmin=\mathrm{arg\,min}"
)
_SAME_AS = dict(pair.split("=", 1) for pair in _SPELLINGS.split())
_SPELLED = re.compile(rf"\\({'|'.join(_SAME_AS)})(?![A-Za-z])")
# what mathtext raises on a formula beyond it: ValueError, and now and then worse
_UNDRAWABLE = (ValueError, KeyError, IndexError, TypeError, RuntimeError, AttributeError, RecursionError)


@dataclass(frozen=True)
class MathPicture:
    """A drawn formula; the measures are in ems of the text around it.

    ``depth`` is how far the picture goes below the baseline.
    """

    svg: str
    width: float
    height: float
    depth: float


@dataclass(frozen=True)
class _Drawing:
    """One piece of a formula: an SVG path in units of 1/100 em, y upwards from the baseline."""

    points: tuple[tuple[str, tuple[float, ...]], ...]
    width: float
    height: float
    depth: float


def tex_to_svg(tex: str, display: bool) -> str | None:
    """Draw a formula.

    Parameters
    ----------
    tex
        The formula without its dollar signs; ``aligned`` and its relatives are understood.
    display
        Whether it stands on a line of its own (larger, fractions at full size).

    Returns
    -------
    str or None
        A complete SVG document, or None where mathtext cannot draw the formula.
    """
    picture = draw(tex, display)
    return picture.svg if picture else None


@lru_cache(maxsize=1024)
def draw(tex: str, display: bool) -> MathPicture | None:
    """Draw a formula and tell its measures; see :func:`tex_to_svg`."""
    try:
        rows = [[_piece(cell, display) for cell in row] for row in _rows(tex)]
    except _UNDRAWABLE:
        return None
    if not any(piece.points for row in rows for piece in row):
        return None
    return _picture(rows, DISPLAY_SCALE if display else 1.0)


def _rows(tex: str) -> list[list[str]]:
    r"""Split an aligned formula at ``\\`` and ``&``; anything else is one row of one cell."""
    body = tex.strip()
    aligned = _ALIGNED.match(body)
    if aligned:
        body = aligned[3]
        inner = _ALIGNED.match(body.strip())
        if inner:
            body = inner[3]
    body = _BOOKKEEPING.sub("", body).strip()
    if "\\begin" in body:
        raise ValueError("a nested environment is beyond mathtext")
    if not aligned:
        return [[body]]
    return [[cell.strip() for cell in re.split(r"(?<!\\)&", row)] for row in re.split(r"\\\\", body) if row.strip()]


def _piece(tex: str, display: bool) -> _Drawing:
    """Let mathtext draw one cell."""
    from matplotlib.textpath import text_to_path

    if not tex:
        return _Drawing((), 0.0, 0.0, 0.0)
    source = f"${_speak_mathtext(tex, display)}$"
    font = _font()
    vertices, codes = text_to_path.get_text_path(font, source, ismath=True)
    width, height, depth, *_ = text_to_path.mathtext_parser.parse(source, 72, font)
    return _Drawing(tuple(_segments(vertices, codes)), float(width), float(height), float(depth))


def _speak_mathtext(tex: str, display: bool) -> str:
    """Rewrite what mathtext spells differently, and set Chinese words in the packaged font."""
    line = " ".join(tex.split())
    line = _SHORT_FRACTION.sub(r"\\\1{\2}{\3}", line)
    line = _SPELLED.sub(lambda found: _SAME_AS[found[1]] + " ", line)
    if _CJK_RUN.search(line):
        # mathtext's own fonts have no Chinese; \mathregular is the font of the surrounding text
        line = _WORDS.sub(_chinese_words, line)
        line = re.sub(rf"\\mathregular\{{[^{{}}]*\}}|[{_CJK}]+", _wrap_bare, line)
    return _full_size_fractions(line) if display else line


def _chinese_words(match: re.Match[str]) -> str:
    if not _CJK_RUN.search(match[1]):
        return match[0]
    pieces = re.split(f"([{_CJK}]+)", match[1])
    return "".join(
        rf"\mathregular{{{piece}}}" if _CJK_RUN.fullmatch(piece) else rf"\text{{{piece}}}" for piece in pieces if piece
    )


def _wrap_bare(match: re.Match[str]) -> str:
    return match[0] if match[0].startswith("\\") else rf"\mathregular{{{match[0]}}}"


def _full_size_fractions(tex: str) -> str:
    """Fractions that stand in no other braces get full size, as TeX's display style does."""
    depth, out, at = 0, [], 0
    while at < len(tex):
        if tex.startswith("\\frac", at) and not tex[at + 5 : at + 6].isalpha():
            out.append("\\dfrac" if depth == 0 else "\\frac")
            at += 5
            continue
        if tex[at] == "\\":
            out.append(tex[at : at + 2])
            at += 2
            continue
        depth += {"{": 1, "}": -1}.get(tex[at], 0)
        out.append(tex[at])
        at += 1
    return "".join(out)


def _segments(vertices: Any, codes: Any) -> list[tuple[str, tuple[float, ...]]]:
    """Matplotlib's path codes as SVG commands (1 move, 2 line, 3 and 4 curves, 79 close)."""
    letter, size = {1: "M", 2: "L", 3: "Q", 4: "C"}, {1: 1, 2: 1, 3: 2, 4: 3}
    out: list[tuple[str, tuple[float, ...]]] = []
    at = 0
    while at < len(codes):
        code = int(codes[at])
        if code == 79:
            out.append(("Z", ()))
            at += 1
        elif code in letter:
            flat = tuple(float(number) for pair in vertices[at : at + size[code]] for number in pair)
            out.append((letter[code], flat))
            at += size[code]
        else:
            at += 1
    return out


def _picture(rows: list[list[_Drawing]], scale: float) -> MathPicture:
    """Put rows under each other; of aligned cells the odd ones end and the even ones begin at the edge."""
    columns = max(len(row) for row in rows)
    widths = [max((row[i].width for row in rows if i < len(row)), default=0.0) for i in range(columns)]
    heights = [max((cell.height - cell.depth for cell in row), default=0.0) for row in rows]
    depths = [max((cell.depth for cell in row), default=0.0) for row in rows]
    total_width = sum(widths)
    total_height = sum(heights) + sum(depths) + _ROW_GAP * (len(rows) - 1)
    path: list[str] = []
    top = 0.0
    for row, height, depth in zip(rows, heights, depths, strict=True):
        left, baseline = 0.0, top + height
        for index, cell in enumerate(row):
            shift = widths[index] - cell.width if columns > 1 and index % 2 == 0 else 0.0
            path.append(_path(cell, left + shift, baseline))
            left += widths[index]
        top = baseline + depth + _ROW_GAP
    em = scale / _EM
    middle = depths[0] if len(rows) == 1 else total_height / 2 - 25.0
    wide, high = _number(total_width), _number(total_height)
    size = f'width="{_number(total_width * em * POINTS)}pt" height="{_number(total_height * em * POINTS)}pt"'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {wide} {high}">'
        f'<path fill="#1b2733" d="{"".join(path)}"/></svg>'
    )
    return MathPicture(svg, round(total_width * em, 3), round(total_height * em, 3), round(middle * em, 3))


def _path(cell: _Drawing, left: float, baseline: float) -> str:
    parts = []
    for command, numbers in cell.points:
        turned = [left + n if i % 2 == 0 else baseline - n for i, n in enumerate(numbers)]
        parts.append(command + " ".join(_number(n) for n in turned))
    return "".join(parts)


def _number(value: float) -> str:
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text


@lru_cache(maxsize=1)
def _font() -> FontProperties:
    """STIX for the mathematics, the packaged Noto Sans SC for Chinese words where it is there."""
    from matplotlib.font_manager import FontProperties

    resource = files("incuanalysis") / "resources" / "fonts" / "NotoSansSC-Regular.ttf"
    if resource.is_file():
        with as_file(resource) as path:
            return FontProperties(fname=str(path), math_fontfamily="stix", size=_EM)
    return FontProperties(math_fontfamily="stix", size=_EM)

"""The fonts that a report is set in: those the package carries and Typst's own, never the system's.

Reports are set in the sans; documents of an office have their running text in the serif (Song). What the
serif lacks falls back to the sans, so that :func:`coverage` is the same for both.
"""

from __future__ import annotations

import threading
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import typst

from incuanalysis.errors import ReportFailedError
from incuanalysis.project import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from matplotlib.ft2font import FT2Font

__all__ = ["FONT_FOLDER", "MONO_ADVANCE", "REGULAR", "carried_fonts", "coverage", "text_width"]

FONT_FOLDER = RESOURCES / "fonts"
REGULAR = FONT_FOLDER / "NotoSansSC-Regular.ttf"
BOLD = FONT_FOLDER / "NotoSansSC-Bold.ttf"
SERIF_REGULAR = FONT_FOLDER / "NotoSerifSC-Regular.ttf"
SERIF_BOLD = FONT_FOLDER / "NotoSerifSC-Bold.ttf"
#: Width of a character of the font for code, in em.
MONO_ADVANCE = 0.602
_lock = threading.Lock()


@cache
def _read_fonts() -> typst.Fonts:
    # Only the tables of names and characters are read here; a face that nothing is set in costs some milliseconds.
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONT_FOLDER)])


def carried_fonts() -> typst.Fonts:
    """Return the fonts for the compiler, scanned once per process.

    Raises
    ------
    ReportFailedError
        If a font file is missing.
    """
    for path in (REGULAR, BOLD, SERIF_REGULAR, SERIF_BOLD):
        if not path.is_file():
            raise ReportFailedError(
                f"The font {path.name} is missing from {FONT_FOLDER}. Reinstall the package.",
                f"字体文件 {path.name} 缺失（{FONT_FOLDER}），请重新安装本软件。",
            )
    with _lock:
        return _read_fonts()


def _mono(name: str) -> Path:
    # Typst embeds DejaVu Sans Mono but does not say what it covers; matplotlib carries the same font.
    from matplotlib import get_data_path

    return Path(get_data_path(), "fonts", "ttf", name)


@cache
def coverage() -> AbstractSet[int]:
    """Return the code points that text and code can show, in regular and in bold."""
    from matplotlib.ft2font import FT2Font

    body, code = (
        frozenset.intersection(*(frozenset(FT2Font(str(path)).get_charmap()) for path in pair))
        for pair in ((REGULAR, BOLD), (_mono("DejaVuSansMono.ttf"), _mono("DejaVuSansMono-Bold.ttf")))
    )
    return body | code


@cache
def _face(path: Path) -> FT2Font:
    # Imported here and above: an exporter that is only listed need not pay for matplotlib.
    from matplotlib.ft2font import FT2Font

    return FT2Font(str(path))


@lru_cache(maxsize=32768)
def _advance(character: str, bold: bool, serif: bool) -> float:
    from matplotlib.ft2font import LoadFlags

    face = _face((SERIF_BOLD if bold else SERIF_REGULAR) if serif else (BOLD if bold else REGULAR))
    with _lock:
        glyph = face.get_char_index(ord(character))
        if glyph:
            return float(face.load_glyph(glyph, flags=LoadFlags.NO_SCALE).horiAdvance) / face.units_per_EM
    if serif:
        return _advance(character, bold, False)
    return 0.0 if unicodedata.combining(character) else MONO_ADVANCE


def text_width(text: str, *, bold: bool = False, serif: bool = False) -> float:
    """Return the width of a line of text in em, with the space that is set between Han and Latin.

    Examples
    --------
    >>> round(text_width("孵化器"), 1)
    3.0
    """
    width, was_wide = 0.0, None
    for character in text:
        width += _advance(character, bold, serif)
        wide = unicodedata.east_asian_width(character) in "WF" if character.isalnum() else None
        if wide is not None and was_wide is not None and wide != was_wide:
            width += 0.25
        was_wide = wide
    return width

r"""LaTeX formulas for the PDF: what is asked of mathtext, and what is not.

The drawing itself is :mod:`incuanalysis.publishing.mathtext`, shared with the
HTML page. Here formulas lose their delimiters, and those are turned away that
would take long, or come out with a stand-in for a character.
"""

from __future__ import annotations

import logging
import re
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from incuanalysis.publishing.mathtext import draw
from incuanalysis.publishing.typst.fonts import coverage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incuanalysis.publishing.mathtext import MathPicture

__all__ = ["bare_tex", "formula"]

# Mathtext takes a millisecond or two for a character.
_LONGEST = 800
_DELIMITERS = (("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$"))
_CASES = re.compile(r"\\begin\{cases\}(.*?)\\end\{cases\}", re.DOTALL)
# Mathtext's parser is one object for the whole process, and not meant for several threads.
_lock = threading.Lock()


def bare_tex(tex: str) -> str:
    r"""Return a formula without its delimiters.

    Examples
    --------
    >>> bare_tex("$$ x^2 $$")
    'x^2'
    """
    tex = tex.strip()
    for start, end in _DELIMITERS:
        if tex.startswith(start) and tex.endswith(end) and len(tex) >= len(start) + len(end):
            return tex[len(start) : len(tex) - len(end)].strip().removeprefix("\\displaystyle").strip()
    return tex


def formula(tex: str, *, display: bool = False) -> MathPicture | None:
    """Set a formula as a picture, measured in em of the text around it.

    Parameters
    ----------
    tex
        The formula without delimiters; environments of several lines may be in it.
    display
        Whether it stands on a line of its own.

    Returns
    -------
    MathPicture or None
        ``None`` where mathtext does not know something in it; the caller shows the source instead.
    """
    if len(tex) > _LONGEST or not all(ord(character) in coverage() for character in tex if not character.isascii()):
        return None
    with _lock, _quiet():
        return draw(_CASES.sub(_two_cases, tex), display)


def _two_cases(found: re.Match[str]) -> str:
    """Write the common two-line ``cases`` as a fraction without a rule; longer ones are not known."""
    rows = [row.strip().replace("&", r"\quad ") for row in found[1].strip().removesuffix(r"\\").split(r"\\")]
    return rf"\genfrac{{\{{}}{{.}}{{0}}{{0}}{{{rows[0]}}}{{{rows[1]}}}" if len(rows) == 2 else found[0]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep mathtext's messages on unknown symbols out of the log: here they are a result, not news."""
    log = logging.getLogger("matplotlib.mathtext")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before

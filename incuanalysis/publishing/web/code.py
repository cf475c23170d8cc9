"""Code in colours; the class names are Pygments' own, their colours stand in ``page.css``."""

from __future__ import annotations

from functools import lru_cache

from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
from pygments.util import ClassNotFound  # type: ignore[import-untyped]

__all__ = ["highlighted"]


@lru_cache(maxsize=512)
def highlighted(source: str, language: str) -> str:
    """Return code as HTML; cached, since the reports of one kind share their code.

    Parameters
    ----------
    source
        The code.
    language
        A lexer's name from the notebook's metadata; Python is read as IPython, unknown names as text.
    """
    name = "ipython3" if language in ("ipython", "python", "python3") else language
    try:
        lexer = get_lexer_by_name(name)
    except ClassNotFound:
        lexer = get_lexer_by_name("text")
    return str(highlight(source, lexer, HtmlFormatter()))

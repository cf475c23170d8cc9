"""Typst's compiler: one call, and its errors in our terms."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

import typst

from incuanalysis.errors import ReportFailedError
from incuanalysis.project import RESOURCES
from incuanalysis.publishing.typst.fonts import carried_fonts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

__all__ = ["RefusalError", "compile_pdf"]

TEMPLATE_FOLDER = RESOURCES / "typst"
TEMPLATES = ("report.typ", "document.typ", "theme.typ")
#: Archival and accessible at once.
STANDARDS: list[typst.PDFStandard] = ["a-2b", "ua-1"]

_GLYPH = re.compile(r"(?:the text|disallowed codepoint) `\"(.+?)\"`", re.DOTALL)
_PLACE = re.compile(r"main\.typ:(\d+):\d+")
_PICTURE = re.compile(r"(picture-\d+\.svg)")
_compiled_in: set[int] = set()


@dataclass(frozen=True)
class RefusalError(Exception):
    """What Typst refused.

    Attributes
    ----------
    message
        In Typst's words.
    characters
        Characters that no font can show.
    picture
        File name of a picture that could not be read.
    line
        Line of the source, from 1, where Typst told it.
    """

    message: str
    characters: frozenset[str] = frozenset()
    picture: str = ""
    line: int | None = None


@cache
def _templates() -> dict[str, bytes]:
    try:
        return {name: (TEMPLATE_FOLDER / name).read_bytes() for name in TEMPLATES}
    except OSError as error:
        raise ReportFailedError(
            f"The template {error.filename} cannot be read: {error.strerror}. Reinstall the package.",
            f"模板文件 {error.filename} 无法读取，请重新安装本软件。",
        ) from None


def compile_pdf(source: str, pictures: Mapping[str, str], timestamp: datetime) -> tuple[bytes, list[str]]:
    """Compile a report.

    Parameters
    ----------
    source
        Typst source that imports ``report.typ``.
    pictures
        File name → SVG.
    timestamp
        The document's date; nothing else makes the bytes depend on time.

    Returns
    -------
    tuple[bytes, list[str]]
        The PDF, and Typst's warnings.

    Raises
    ------
    RefusalError
        If Typst refuses the source.
    ReportFailedError
        If the process was forked after Typst had run in its parent.
    """
    _refuse_fork()
    files = {"main.typ": source.encode(), **_templates()}
    files |= {name: svg.encode() for name, svg in pictures.items()}
    try:
        # The root is a folder with nothing but the template in it: nothing else can be read.
        compiler = typst.Compiler(root=str(TEMPLATE_FOLDER), font_paths=carried_fonts(), ignore_system_fonts=True)
        pdf, warnings = compiler.compile_with_warnings(
            cast("bytes", files),  # the binding takes files in memory, which its stubs do not say
            format="pdf",
            pdf_standards=STANDARDS,
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        raise _refusal(error) from None
    except RuntimeError as error:
        raise RefusalError(str(error)) from None
    if not isinstance(pdf, bytes):
        raise RefusalError("Typst gave no PDF")
    return pdf, [warning.message for warning in warnings]


def _refuse_fork() -> None:
    """Say so instead of waiting for ever: Typst's threads do not survive a fork."""
    if _compiled_in and os.getpid() not in _compiled_in:
        raise ReportFailedError(
            "This process was forked from one that had already made a PDF, and Typst cannot run in it. "
            "Start worker processes before the first PDF is made, or with the spawn method."
        )
    _compiled_in.add(os.getpid())


def _refusal(error: typst.TypstError) -> RefusalError:
    told = "\n".join([error.message, error.diagnostic, *error.trace])
    glyph = _GLYPH.search(error.message)
    characters = (
        frozenset(c for c in _unescaped(glyph[1]) if not c.isascii() or not c.isprintable()) if glyph else frozenset()
    )
    place = _PLACE.search(told)
    picture = _PICTURE.search(error.diagnostic) if place is None or "svg" in error.message.lower() else None
    hints = f" ({'; '.join(error.hints)})" if error.hints else ""
    return RefusalError(
        error.message + hints, characters, picture[1] if picture else "", int(place[1]) if place else None
    )


def _unescaped(quoted: str) -> str:
    """Undo Rust's way of writing characters in messages."""
    text = re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda found: chr(int(found[1], 16)), quoted)
    return text.replace('\\"', '"').replace("\\\\", "\\")

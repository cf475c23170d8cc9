"""Writing Typst: Python values become literals, and text can never become code.

Everything is written in Typst's code mode, with all text in string literals:
there no character is markup, so names and notes with ``#``, ``*`` or ``$`` in
them need no further escaping. Only :class:`Code` is written as it stands; a
plain ``str`` always becomes a literal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__ = ["EMPTY", "Code", "Value", "call", "literal", "points", "sequence", "string"]


class Code(str):
    """Typst source in code mode; every operation on it but a deliberate ``Code(...)`` gives plain text."""

    __slots__ = ()


#: What :func:`literal` can write: text, code, numbers, booleans, ``None``, sequences and mappings of these.
Value = object

#: Content without anything in it.
EMPTY = Code("[]")

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def string(text: str) -> Code:
    r"""Return a Typst string literal on one line.

    Examples
    --------
    >>> print(string('a "b" #c'))
    "a \"b\" #c"
    """
    return Code(f'"{text.translate(_ESCAPES)}"')


def literal(value: Value) -> Code:
    """Return any supported Python value as Typst source.

    Parameters
    ----------
    value
        :class:`Code` as it stands, text as a string literal, numbers, booleans,
        ``None``, sequences as arrays and mappings as dictionaries.

    Examples
    --------
    >>> literal(["a", 1, True, None])
    '("a", 1, true, none,)'
    """
    if isinstance(value, Code):
        return value
    if isinstance(value, str):
        return string(value)
    if value is None:
        return Code("none")
    if isinstance(value, bool):
        return Code("true" if value else "false")
    if isinstance(value, int | float):
        return Code(f"{value:.6g}" if isinstance(value, float) else str(value))
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{string(str(key))}: {literal(item)}" for key, item in value.items())
        return Code(f"({pairs})" if pairs else "(:)")
    if isinstance(value, Iterable):
        items = "".join(f"{literal(item)}, " for item in value)
        return Code(f"({items.rstrip(' ')})")
    raise TypeError(f"{type(value).__name__} cannot be written as Typst")


def call(function: str, *arguments: Value, **named: Value) -> Code:
    """Return a call of a Typst function; ``_`` in names is written ``-``.

    Examples
    --------
    >>> call("text", "x", first_line=1)
    'text("x", first-line: 1)'
    """
    parts = [literal(argument) for argument in arguments]
    parts += [Code(f"{name.replace('_', '-')}: {literal(value)}") for name, value in named.items()]
    return Code(f"{function}({', '.join(parts)})")


def sequence(parts: Iterable[str]) -> Code:
    """Join texts and code into one piece of content.

    Examples
    --------
    >>> sequence(["a", call("strong", "b")])
    '{"a"; strong("b")}'
    """
    written = [literal(part) for part in parts if part]
    if not written:
        return EMPTY
    return written[0] if len(written) == 1 else Code("{" + "; ".join(written) + "}")


def points(length: float) -> Code:
    """Return a length in points."""
    return Code(f"{length:.2f}pt")

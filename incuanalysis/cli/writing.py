"""How a command writes numbers, tables and sentences: on the screen, and as JSON for another program."""

from __future__ import annotations

import math
from typing import Any

import typer

__all__ = ["amount", "json_rows", "number", "percent", "plain", "print_sentence", "print_table", "signed"]

_NOTHING = "—"


def plain(value: Any) -> Any:
    """Return a value as JSON has it; what is missing or no finite number is None.

    Examples
    --------
    >>> plain({"a": (1.0, float("nan"))})
    {'a': [1.0, None]}
    """
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if value is None or isinstance(value, str | bool):
        return value
    if hasattr(value, "item"):  # a number of numpy
        value = value.item()
    if isinstance(value, int | float):
        return None if isinstance(value, float) and not math.isfinite(value) else value
    return None if str(value) in ("<NA>", "NaT", "nan") else str(value)


def json_rows(frame: Any) -> list[dict[str, Any]]:
    """Return a table's rows as JSON-ready values; what is missing is null."""
    return [{key: plain(value) for key, value in row.items()} for row in frame.to_dict("records")]


def print_table(rows: list[list[str]], heads: list[str], flexible: list[int]) -> None:
    """Print a table; what is too long in the columns that may be narrowed goes on in the next line."""
    from incuanalysis.plans.listing import text_table

    typer.echo("\n".join(text_table(heads, rows, flexible)))


def print_sentence(text: str) -> None:
    """Print a sentence in lines no wider than a table."""
    from incuanalysis.plans.listing import broken

    typer.echo("\n".join(broken(text)))


def number(value: Any, digits: int = 0) -> str:
    """Write a number, a fraction with so many decimals.

    Examples
    --------
    >>> number(3.0, 2), number(1234.5, 2), number(None)
    ('3', '1,234.50', '—')
    """
    given = plain(value)
    if given is None or given == "":
        return _NOTHING
    whole = not isinstance(given, float) or given.is_integer()
    return f"{given:,.0f}" if whole else f"{given:,.{digits}f}"


def amount(value: Any) -> str:
    """Write an amount with up to two decimals, so that what is read can be checked against the shares beside it.

    Examples
    --------
    >>> amount(2.5), amount(1234.56), amount(None)
    ('2.5', '1,234.6', '—')
    """
    given = plain(value)
    if given is None:
        return _NOTHING
    text = f"{given:,.{2 if abs(given) < 100 else 1}f}"
    return text.rstrip("0").rstrip(".")


def signed(value: Any, digits: int = 1) -> str:
    """Write a difference with its sign; what rounds to nothing has none.

    Examples
    --------
    >>> signed(2.25), signed(-0.04), signed(None)
    ('+2.2', '0.0', '—')
    """
    given = plain(value)
    if given is None:
        return _NOTHING
    text = f"{given:+,.{digits}f}"
    return text[1:] if float(text.replace(",", "")) == 0 else text


def percent(value: Any) -> str:
    """Write a share in per cent.

    Examples
    --------
    >>> percent(0.125), percent(None)
    ('12.5%', '—')
    """
    given = plain(value)
    return _NOTHING if given is None else f"{100 * given:.1f}%"

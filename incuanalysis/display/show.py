"""``show()``: the one door through which figures, tables and sentences leave a notebook."""

from __future__ import annotations

from collections import Counter
from typing import Any

from incuanalysis.display.items import Item
from incuanalysis.errors import BadInputError
from incuanalysis.intake.load import take_queries

__all__ = ["show", "start_numbering"]

_numbers: Counter[str] = Counter()


def start_numbering() -> None:
    """Start figures and tables at 1 again; a report does this when it is opened."""
    _numbers.clear()


def show(*items: Item) -> None:
    """Show items, stamped with region and period, with the queries they rest on.

    Parameters
    ----------
    items
        Charts, tables, headings, sentences: see :mod:`incuanalysis.display.items`.

    Raises
    ------
    BadInputError
        If something else is shown: only items know what they were made for.
    """
    from IPython.display import publish_display_data

    for item in items:
        if not isinstance(item, Item):
            raise BadInputError(
                f"show() takes display items; found {type(item).__name__}. "
                "Make a Chart, Table or Prose of it (incuanalysis.display)."
            )
        _numbers[item.kind] += 1
        publish_display_data(item.bundle(), {"incu": _metadata(item)})  # type: ignore[no-untyped-call]


def _metadata(item: Item) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "region": item.stamp.region,
        "period": item.stamp.period,
        "number": _numbers[item.kind],
        "queries": [query.as_dict() for query in take_queries()],
        **item.details(),
    }

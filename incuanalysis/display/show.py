"""``show()``: the one door through which figures, tables and sentences leave a notebook."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from incuanalysis.display.items import Item
from incuanalysis.errors import BadInputError
from incuanalysis.intake.load import take_queries

__all__ = ["bundle_digest", "show", "start_numbering"]

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
        bundle = item.bundle()
        publish_display_data(bundle, {"incu": _metadata(item, bundle)})  # type: ignore[no-untyped-call]


def bundle_digest(bundle: Mapping[str, Any]) -> str:
    r"""Return the SHA-256 of a MIME bundle, as the metadata of what is shown has it.

    A notebook file splits long texts into lines; they count as one text.

    Examples
    --------
    >>> bundle_digest({"text/plain": "96\n家"}) == bundle_digest({"text/plain": ["96\n", "家"]})
    True
    >>> bundle_digest({"text/plain": "96家"}) == bundle_digest({"text/plain": "97家"})
    False
    """
    whole = {
        mime: "".join(content) if isinstance(content, list) and not mime.endswith("json") else content
        for mime, content in bundle.items()
    }
    return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _metadata(item: Item, bundle: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "region": item.stamp.region,
        "period": item.stamp.period,
        "number": _numbers[item.kind],
        "digest": bundle_digest(bundle),
        "queries": [query.as_dict() for query in take_queries()],
        **item.details(),
    }

"""A workbook as bytes that are the same for the same content: no clock, no order of a hash."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["pack"]

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP file knows
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def pack(book: Workbook, day: dt.date) -> bytes:
    """Return a workbook's file with one day as the time of all that has a time.

    Parameters
    ----------
    book
        The workbook.
    day
        Stands as the day of making in the file's properties.
    """
    first = io.BytesIO()
    book.save(first)
    stamp = f"{day.isoformat()}T00:00:00Z".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(first) as written, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in written.namelist():
            content = written.read(name)
            if name == "docProps/core.xml":
                content = _TIMES.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0  # else it tells the system it was made on
            packed.writestr(member, content)
    return out.getvalue()

"""Any table reads back equal, and no bytes whatever make opening raise anything but its refusal."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incuanalysis.intake.files import Unreadable, open_file
from incuanalysis.intake.findings import Finding
from tests.intake import making
from tests.intake.mutations import mutations

_SIGNS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), include_characters="\n")
_WORDS = st.text(_SIGNS, min_size=1, max_size=12).filter(lambda text: not text.isspace())
_NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12),
    st.floats(-1e12, 1e12, allow_nan=False).map(lambda value: round(value, 4)),
)
_PLAIN = _WORDS.filter(lambda text: not text.startswith(("=", "#")))


def _tables(cells, least: int = 1):
    return st.integers(least, 6).flatmap(
        lambda width: st.lists(st.lists(st.none() | cells, min_size=width, max_size=width), min_size=1, max_size=6)
    )


def _trimmed(rows):
    """Without the empty rows and columns at the end, all rows of one width."""
    filled = [(r, c) for r, row in enumerate(rows) for c, value in enumerate(row) if value is not None]
    height, width = max((r for r, _ in filled), default=-1) + 1, max((c for _, c in filled), default=-1) + 1
    return [[*row[:width], *[None] * (width - len(row))] for row in rows[:height]]


def _read(data: bytes, name: str):
    return _trimmed(open_file(data, name).sheets[0].rows)


@given(_tables(_PLAIN | _NUMBERS | st.booleans() | st.dates().filter(lambda day: day.year > 1900)))
def test_any_table_written_as_xlsx_reads_back_equal(rows):
    read = _read(making.xlsx(rows), "a.xlsx")
    assert read == _trimmed(rows)
    for made, given_ in zip(read, _trimmed(rows), strict=True):
        for a, b in zip(made, given_, strict=True):
            assert type(a) is type(b) or (isinstance(b, float) and b.is_integer())


@given(_tables(_PLAIN | _NUMBERS | st.booleans()))
def test_any_table_written_as_xls_reads_back_equal(rows):
    assert _read(making.xls(rows), "a.xls") == _trimmed(rows)


@given(_tables(_WORDS | _NUMBERS, least=2), st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
def test_any_table_written_as_text_reads_back_equal(rows, encoding):
    # The encoding of a few signs is not certain, and the separator only where rows have one width.
    rows = [["名称", *["指标值"] * (len(rows[0]) - 1)], *rows]
    data = making.csv_bytes(rows, encoding)
    assert _read(data, "a.csv") == _trimmed([[None if v is None else str(v) for v in row] for row in rows])


def _seen(value):
    """A text as a page shows it."""
    if value is None:
        return None
    lines = (" ".join(part for part in line.split(" ") if part) for line in str(value).split("\n"))
    return "\n".join(line for line in lines if line).strip() or None


@given(_tables(_WORDS | _NUMBERS), st.sampled_from(["utf-8", "gbk"]), st.booleans())
def test_any_table_written_as_a_page_reads_back_equal(rows, charset, page):
    data = making.html_table(rows, charset=charset, page=page or charset == "gbk")
    expected = _trimmed([[_seen(value) for value in row] for row in rows])
    opened = open_file(data, "a.html")
    assert (_trimmed(opened.sheets[0].rows) if opened.sheets else []) == expected


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    _tried(data, "a.xlsx")


@given(
    st.binary(max_size=200),
    st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x09\x08\x10\0", b"<html>", b"<?xml "]),
)
def test_any_bytes_after_a_known_beginning_are_read_or_refused(data, beginning):
    _tried(beginning + data, "a.xlsx")


@given(st.text(max_size=300), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_text_is_read_or_refused(text, encoding):
    _tried(text.encode(encoding, "replace"), "a.csv")


@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "</table>",
                "<tr>",
                "<td>",
                "<td colspan=3>",
                "<td rowspan=2>",
                "</td>",
                "x",
                "<br>",
                "<p>",
                "<caption>",
                "<!--",
                "-->",
                "<tbody>",
                "&nbsp;",
                "<script>",
            ]
        ),
        max_size=60,
    )
)
def test_any_soup_of_tags_is_read_or_refused(tags):
    _tried(("<html>" + "".join(tags)).encode(), "a.html")


_ROWS = [["名称", "在孵企业", "收入"], ["甲", 12, 0.5], ["乙", 3, "=1+1"], ["丙", None, "注：x"]]
_FILES = {
    "xlsx": lambda: making.xlsx(_ROWS, [(0, 1, 0, 2)]),
    "xls": lambda: making.xls(_ROWS, [(0, 1, 0, 2)]),
    "locked xlsx": lambda: making.locked_xlsx(making.xlsx(_ROWS)),
    "locked xls": lambda: making.locked_xls(making.xls(_ROWS)),
    "csv": lambda: making.csv_bytes(_ROWS),
    "gbk": lambda: making.csv_bytes(_ROWS, "gbk"),
    "utf-16": lambda: making.csv_bytes(_ROWS, "utf-16"),
    "html": lambda: making.html_table(_ROWS, [(0, 1, 0, 2)], charset="gbk"),
    "docx": lambda: making.docx_table(_ROWS, [(0, 1, 0, 2), (1, 0, 2, 0)], above=["表1"]),
    "xml": lambda: making.spreadsheetml(_ROWS, [(0, 1, 0, 2)]),
    "zip": lambda: making.zip_of(
        {"甲.xlsx": making.xlsx(_ROWS), "b.zip": making.zip_of({"c.csv": making.csv_bytes(_ROWS)})}
    ),
}


@pytest.mark.parametrize("kind", _FILES)
def test_damaged_files_are_read_or_refused_in_time(kind):
    locked = kind == "locked xlsx"
    count = (1000 if locked else 4000) if making.soaking() else (6 if locked else 60)
    for name, data in mutations(_FILES[kind](), seed=20231, count=count):
        _tried(data, name)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["xlsx", "xls", "docx", "html", "xml"]), st.integers(0, 2**32), st.data())
def test_every_place_of_a_file_can_be_damaged(kind, at, chance):
    data = bytearray(_MADE[kind])
    at %= len(data)
    block = chance.draw(st.binary(min_size=1, max_size=8))
    data[at : at + len(block)] = block
    _tried(bytes(data), "a.xlsx")


_MADE = {kind: _FILES[kind]() for kind in ("xlsx", "xls", "docx", "html", "xml")}


def _tried(data: bytes, name: str) -> None:
    started = time.process_time()
    findings: tuple[Finding, ...]
    try:
        findings = open_file(data, name).findings
    except Unreadable as error:
        findings = (error.finding,)
    assert time.process_time() - started < 10
    assert all(found.text() and found.text("en") for found in findings)

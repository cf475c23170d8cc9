"""The few words that the exporter itself puts on a page, in the report's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["ENGLISH", "Language", "Words", "words_in"]

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Words:
    """Words and patterns of one language.

    Attributes
    ----------
    region
        Region of the language tag.
    page
        What stands before, between and after the page number and the number of pages.
    figure, table
        What captions begin with.
    separator
        What stands between a caption's number and its text.
    continued
        Added to the number of a table's later parts.
    """

    region: str
    page: tuple[str, str, str]
    figure: str
    table: str
    separator: str
    continued: str
    colon: str
    notes: str
    picture: str
    picture_missing: str
    formula: str
    demo: str
    untitled: str
    lines_left_out: str
    rows_left_out: str
    findings: str


CHINESE = Words(
    region="CN",
    page=("第 ", " 页 共 ", " 页"),
    figure="图",
    table="表",
    separator="\u3000",
    continued="（续）",
    colon="：",
    notes="注：",
    picture="图片，没有文字说明。",
    picture_missing="图片无法显示",
    formula="公式",
    demo="演示数据",
    untitled="未命名",
    lines_left_out="……（此处省略 {} 行）……",
    rows_left_out="（其余 {} 行从略）",
    findings="主要结论",
)

ENGLISH = Words(
    region="GB",
    page=("Page ", " of ", ""),
    figure="Figure ",
    table="Table ",
    separator="  ",
    continued=" (continued)",
    colon=": ",
    notes="Note: ",
    picture="Picture without a description.",
    picture_missing="Picture not shown",
    formula="Formula",
    demo="Demonstration data",
    untitled="Untitled",
    lines_left_out="… ({} lines left out) …",
    rows_left_out="({} more rows left out)",
    findings="Main findings",
)


def words_in(language: str) -> Words:
    """Return the words of a language; whatever is not English is set as Chinese."""
    return ENGLISH if language == "en" else CHINESE

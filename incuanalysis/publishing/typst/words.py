"""The few words that the exporter itself puts on a page, in the report's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    states
        State of a document → what is printed across its pages.
    copies
        What stands before, between and after those who get a copy.
    contact
        What stands around the line that says whom to ask.
    trace_columns
        Headings of the list of where numbers come from.
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
    internal: str
    states: Mapping[str, str]
    signer: str
    copies: tuple[str, str, str]
    contact: tuple[str, str]
    trace_columns: tuple[str, str, str, str]
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
    internal="内部资料",
    states={"draft": "草稿", "review": "送审稿"},
    signer="签发人：",
    copies=("抄送：", "，", "。"),
    contact=("（", "）"),
    trace_columns=("编号", "数据", "数值", "来源和步骤"),
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
    internal="Internal",
    states={"draft": "Draft", "review": "For review"},
    signer="Signed by: ",
    copies=("Copies to: ", ", ", ""),
    contact=("(", ")"),
    trace_columns=("No.", "Figure", "Value", "Source and steps"),
    untitled="Untitled",
    lines_left_out="… ({} lines left out) …",
    rows_left_out="({} more rows left out)",
    findings="Main findings",
)


def words_in(language: str) -> Words:
    """Return the words of a language; whatever is not English is set as Chinese."""
    return ENGLISH if language == "en" else CHINESE

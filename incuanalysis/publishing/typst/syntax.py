r"""Markdown as Jupyter understands it, parsed by mistune into tokens.

On top of CommonMark: tables, footnotes, task lists, strikethrough, headings
without a space after ``#``, addresses that stand bare in the text, and
mathematics in ``$…$``, ``$$…$$``, ``\\(…\\)``, ``\\[…\\]`` and LaTeX environments.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import mistune
from mistune.block_parser import BlockParser
from mistune.core import BlockState, InlineState
from mistune.inline_parser import InlineParser
from mistune.plugins import import_plugin

__all__ = ["Token", "parse_markdown", "plain_text"]

#: One of mistune's tokens: ``type``, and ``raw`` or ``children``, and ``attrs``.
Token = dict[str, Any]

# Mathematics never runs over a blank line, so that a stray dollar sign spoils a paragraph at most.
_SOME = r"(?:(?!\n[ \t]*\n)[\s\S])+?"
_BLOCK = (
    rf"^ {{0,3}}(?:\$\$(?P<math_dollars>{_SOME})\$\$"
    rf"|\\\\\[(?P<math_brackets>{_SOME})\\\\\]"
    rf"|(?P<math_block_env>\\begin\{{(?P<math_block_name>[a-z]+\*?)\}}{_SOME}\\end\{{(?P=math_block_name)\}}))"
    r"[ \t]*(?:\n|$)"
)
_DISPLAY = (
    rf"\$\$(?P<display_dollars>{_SOME})\$\$"
    rf"|\\\\\[(?P<display_brackets>{_SOME})\\\\\]"
    rf"|(?P<math_env>\\begin\{{(?P<math_name>[a-z]+\*?)\}}{_SOME}\\end\{{(?P=math_name)\}})"
)
_INLINE = (
    r"\$(?![\s$])(?P<math_dollar>(?:[^$\\\n]|\\.|\n(?![ \t]*\n))+?)(?<!\s)\$(?![\d$])"
    rf"|\\\\\((?P<math_bracket>{_SOME})\\\\\)"
)
_ADDRESS = r"https?://[A-Za-z0-9\-._~:/?#@!$&'*+,;=%]*[A-Za-z0-9/=#&_~\-]"


class _JupyterBlocks(BlockParser):
    """Mistune's blocks, with headings that lack the space after ``#``, which Jupyter accepts too."""

    SPECIFICATION = {  # noqa: RUF012 - mistune's own way of declaring it
        **BlockParser.SPECIFICATION,
        "atx_heading": r"^ {0,3}(?P<atx_1>#{1,6})(?!#+)(?P<atx_2>[ \t]*(.*?)?)$",
    }


def _first(found: re.Match[str], *names: str) -> str:
    return next((found[name] for name in names if found[name] is not None), "")


def _block_math(_parser: BlockParser, found: re.Match[str], state: BlockState) -> int:
    tex = _first(found, "math_dollars", "math_brackets", "math_block_env")
    state.append_token({"type": "block_math", "raw": tex.strip()})
    return found.end()


def _display_math(_parser: InlineParser, found: re.Match[str], state: InlineState) -> int:
    tex = _first(found, "display_dollars", "display_brackets", "math_env")
    state.append_token({"type": "block_math", "raw": tex.strip()})
    return found.end()


def _inline_math(_parser: InlineParser, found: re.Match[str], state: InlineState) -> int:
    state.append_token({"type": "inline_math", "raw": _first(found, "math_dollar", "math_bracket").strip()})
    return found.end()


def _bare_address(_parser: InlineParser, found: re.Match[str], state: InlineState) -> int:
    address = found[0]
    if state.in_link:
        state.append_token({"type": "text", "raw": address})
    else:
        text = [{"type": "text", "raw": address}]
        state.append_token({"type": "link", "children": text, "attrs": {"url": address}})
    return found.end()


def _jupyter(md: mistune.Markdown) -> None:
    """Add what Jupyter has over mistune's plugins."""
    md.block.register("jupyter_math", _BLOCK, _block_math, before="fenced_code")
    for rules in (md.block.list_rules, md.block.block_quote_rules):
        md.block.insert_rule(rules, "jupyter_math", before="fenced_code")
    # Before the escapes, since \\( begins with one.
    md.inline.register("jupyter_display", _DISPLAY, _display_math, before="escape")
    md.inline.register("jupyter_inline", _INLINE, _inline_math, before="escape")
    md.inline.register("bare_address", _ADDRESS, _bare_address, before="escape")


@cache
def _parser() -> mistune.Markdown:
    plugins = [
        "strikethrough",
        "table",
        "mistune.plugins.table.table_in_quote",
        "mistune.plugins.table.table_in_list",
        "task_lists",
        "footnotes",
    ]
    return mistune.Markdown(
        block=_JupyterBlocks(),
        plugins=[*(import_plugin(name) for name in plugins), _jupyter],
    )


def parse_markdown(source: str) -> list[Token]:
    """Return the tokens of some Markdown."""
    tokens = _parser()(source)
    return tokens if isinstance(tokens, list) else []


def plain_text(tokens: list[Token]) -> str:
    """Return the text of tokens, without any markup."""
    parts: list[str] = []
    for token in tokens:
        kind = token["type"]
        if kind in ("softbreak", "linebreak"):
            parts.append(" ")
        elif kind == "inline_html":
            continue
        elif "children" in token:
            parts.append(plain_text(token["children"]))
        else:
            parts.append(str(token.get("raw", "")))
    return "".join(parts)

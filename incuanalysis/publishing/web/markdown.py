"""Markdown as HTML: with formulas as pictures and without anything from outside the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from mistune import InlineParser, InlineState, Markdown
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from incuanalysis.publishing import mathtext
from incuanalysis.publishing.web.labels import Words
from incuanalysis.publishing.web.pictures import data_uri, local_picture
from incuanalysis.publishing.web.sanitise import sanitise

__all__ = ["MarkdownWriter", "formula"]

_WIDE = "\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_BREAK_IN_CHINESE = re.compile(f"(?<=[{_WIDE}])\n(?=[{_WIDE}])")
_SENTENCE = re.compile("[，。；！？、]")


def formula(tex: str, display: bool) -> str:
    """One formula: a picture with its TeX as alternative text, or the TeX itself."""
    picture = mathtext.draw(tex.strip(), display)
    source = escape(" ".join(tex.split()))
    if picture is None:
        plain = f'<code class="tex">{source}</code>'
        return f'<span class="formula">{plain}</span>' if display else plain
    size = f"width:{picture.width}em;height:{picture.height}em"
    uri = data_uri("image/svg+xml", picture.svg.encode("ascii"))
    if display:
        return f'<span class="formula"><img class="tex" alt="{source}" style="{size}" src="{uri}"></span>'
    return f'<img class="tex" alt="{source}" style="{size};vertical-align:-{picture.depth}em" src="{uri}">'


# CommonMark leaves **重点。**后文 unmarked, since it looks for a space after the full stop
_STRONG = r"\*\*(?![\s*])(?P<strong_text>[^*\n]+?)(?<!\s)\*\*(?!\*)"


def _strong_without_spaces(writer: Markdown) -> None:
    """Let (as a mistune plugin) two stars mark strong text also where Chinese puts no spaces."""

    def parse(inline: InlineParser, match: re.Match[str], state: InlineState) -> int:
        inner = state.copy()
        inner.src = match["strong_text"]
        state.append_token({"type": "strong", "children": inline.render(inner)})
        return match.end()

    writer.inline.register("plain_strong", _STRONG, parse, before="emphasis")


class _Renderer(IPythonRenderer):
    """nbconvert's renderer with formulas drawn, pictures kept inside and raw HTML noticed."""

    def __init__(self, escape: bool) -> None:
        super().__init__(escape=escape, allow_harmful_protocols=False, exclude_anchor_links=True)
        self.words: Words | None = None
        self.folder: Path | None = None
        self.saw_html = False

    def block_html(self, html: str) -> str:
        self.saw_html = True
        return self.escape_raw(html) if not self.escape_enabled else f"<p>{escape(html.strip())}</p>\n"

    def inline_html(self, html: str) -> str:
        self.saw_html = True
        return self.escape_raw(html)

    def block_math(self, body: str) -> str:
        return formula(body, display=True)

    def inline_math(self, body: str) -> str:
        # two prices in one Chinese sentence are no formula: 每股 $3，共 $5
        if _SENTENCE.search(body) and not re.search(r"[\\^_{}=]", body):
            return f"${escape(body)}$"
        return formula(body, display=False)

    def latex_environment(self, name: str, body: str) -> str:
        return formula(rf"\begin{{{name}}}{body}\end{{{name}}}", display=True)

    def block_mermaidjs(self, code: str) -> str:
        return f"<pre>{escape(code.strip())}</pre>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        # the renderer gets the alternative text already escaped for HTML
        alt = re.sub(r"<[^>]*>", "", text).replace('"', "&quot;")
        source = local_picture(url, self.folder, self.attachments)
        if source is None:
            say = self.words["omitted_picture"] if self.words else "{}"
            return f'<span class="omitted">{escape(say).format(alt or escape(url))}</span>'
        about = f' title="{escape(title)}"' if title else ""
        return f'<img src="{source}" alt="{alt}"{about}>'

    def paragraph(self, text: str) -> str:
        # a line break in the source of Chinese text is no space between two words
        text = _BREAK_IN_CHINESE.sub("", text)
        if text.startswith('<span class="formula">') and text.endswith("</span>") and text.count("<span") == 1:
            return f'<div class="formula">{text[22:-7]}</div>\n'
        return f"<p>{text}</p>\n"

    def table(self, text: str) -> str:
        return f'<div class="scroll" tabindex="0"><table class="plain">\n{text}</table></div>\n'


class MarkdownWriter:
    """Turns Markdown into HTML; made once and used for many pages."""

    def __init__(self) -> None:
        self._escaping, self._open = _Renderer(escape=True), _Renderer(escape=False)
        self._write_escaped = MarkdownWithMath(renderer=self._escaping)
        self._write_open = MarkdownWithMath(renderer=self._open)
        _strong_without_spaces(self._write_escaped)
        _strong_without_spaces(self._write_open)

    def from_data(self, text: str, words: Words) -> str:
        """Markdown that carries names and numbers from data: any HTML in it is shown as text."""
        self._escaping.words, self._escaping.folder, self._escaping.attachments = words, None, {}
        return self._write_escaped.render(text)

    def from_author(
        self,
        text: str,
        words: Words,
        *,
        folder: Path | None,
        attachments: dict[str, Any],
        claim: Callable[[str], str | None],
    ) -> str:
        """Markdown of a cell or a foreign output: HTML in it stays as far as it is harmless."""
        renderer = self._open
        renderer.words, renderer.folder, renderer.attachments = words, folder, attachments
        renderer.saw_html = False
        html = self._write_open.render(text)
        if not renderer.saw_html:
            return html
        return sanitise(
            html,
            picture=lambda address: local_picture(address, folder, attachments),
            claim=claim,
            omitted=words["omitted_picture"],
        )

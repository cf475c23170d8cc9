"""One output of a cell as HTML: from its MIME bundle, the richest harmless type first."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from nbconvert.filters import ansi2html, strip_ansi

from incuanalysis.publishing.web.documents import (
    CLOSING,
    LETTERHEAD,
    OPINION,
    SALUTATION,
    TRACES,
    ClosingView,
    LetterheadView,
    OpinionView,
    TraceBook,
)
from incuanalysis.publishing.web.items import HEADLINE, TITLE, Card, TitleView
from incuanalysis.publishing.web.labels import Words
from incuanalysis.publishing.web.markdown import MarkdownWriter, formula
from incuanalysis.publishing.web.outline import Outline, plain_text
from incuanalysis.publishing.web.pictures import RASTER_TYPES, Picture, local_picture, raster, vector
from incuanalysis.publishing.web.sanitise import sanitise
from incuanalysis.publishing.web.tables import TABLE, TableView

__all__ = ["OutputWriter", "joined", "merge_streams"]

_HEADLESS = re.compile(r"<(/?)h[1-6]\b[^>]*>")
_OVERWRITTEN = re.compile(r"[^\n]*\r(?!\n)(?=[^\n])")
# a figure's vector drawing may grow a little to fill the column
_STRETCH = 1.22
_OWN_TEXT = frozenset({"prose", "heading", "remark"})


def joined(text: Any) -> str:
    """Return a multi-line string of the notebook format as one string."""
    return "".join(text) if isinstance(text, list) else str(text)


def merge_streams(outputs: list[Any]) -> list[Any]:
    """Put pieces of the same stream together and keep the last state of progress bars."""
    merged: list[Any] = []
    for output in outputs:
        if output["output_type"] != "stream":
            merged.append(output)
            continue
        text = joined(output["text"])
        if merged and merged[-1]["output_type"] == "stream" and merged[-1]["name"] == output["name"]:
            text = merged.pop()["text"] + text
        merged.append({"output_type": "stream", "name": output["name"], "text": text})
    for output in merged:
        if output["output_type"] == "stream":
            output["text"] = _OVERWRITTEN.sub("", output["text"])
    return merged


def _coloured(text: str) -> str:
    """Escape text and turn a terminal's colours into classes."""
    return str(ansi2html(text))  # type: ignore[no-untyped-call]


def _bare(text: object) -> str:
    return str(strip_ansi(str(text)))  # type: ignore[no-untyped-call]


@dataclass
class OutputWriter:
    """Writes the outputs of one page.

    Parameters
    ----------
    words
        The page's language.
    markdown
        The exporter's Markdown writer.
    outline
        Collects the page's headings.
    macros
        The module of ``items.html.j2``: ``table``, ``figure``, ``headline``, ``closing``, ….
    folder
        The notebook's folder, for pictures that lie beside it.
    """

    words: Words
    markdown: MarkdownWriter
    outline: Outline
    macros: Any
    folder: Path | None
    title: TitleView | None = None
    letterhead: LetterheadView | None = None
    traces: TraceBook = field(default_factory=TraceBook)

    def write(self, output: Any, cell_number: int) -> str:
        """Return the HTML of one output; empty where there is nothing for readers in it."""
        kind = output["output_type"]
        if kind == "stream":
            return self._stream(output)
        if kind == "error":
            return self._error(output)
        return self._bundle(output.get("data", {}), output.get("metadata", {}), cell_number)

    def _bundle(self, data: dict[str, Any], metadata: dict[str, Any], cell_number: int) -> str:
        incu = metadata.get("incu")
        incu = incu if isinstance(incu, dict) else {}
        own = self._own_item(data, incu)
        if own is not None:
            return own
        attempts: list[tuple[str, Callable[[str], str]]] = [
            ("text/html", self._html),
            ("text/markdown", self._markdown),
            ("image/svg+xml", lambda svg: self._figure(vector(svg), incu, cell_number, stretch=True)),
            *[(mime, self._raster_attempt(mime, metadata, incu, cell_number)) for mime in RASTER_TYPES],
            ("text/latex", self._latex),
            ("text/plain", self._plain),
        ]
        for mime, attempt in attempts:
            if mime in data:
                html = attempt(joined(data[mime]))
                if html:
                    return html
        if "application/json" in data:
            return self._plain(json.dumps(data["application/json"], ensure_ascii=False, indent=2))
        names = ", ".join(sorted(data))
        return f'<p class="omitted">{escape(self.words["omitted_output"].format(names))}</p>' if names else ""

    def _own_item(self, data: dict[str, Any], incu: dict[str, Any]) -> str | None:
        """Write what :func:`incuanalysis.display.show` emitted; None for anything else."""
        if isinstance(data.get(TITLE), dict) and self.title is None:
            self.title = TitleView.from_spec(data[TITLE])
            return ""
        if isinstance(data.get(LETTERHEAD), dict) and self.letterhead is None:
            self.letterhead = LetterheadView.from_spec(data[LETTERHEAD])
            return ""
        if isinstance(data.get(HEADLINE), list):
            cards = [Card.from_spec(card) for card in data[HEADLINE] if isinstance(card, dict)]
            return str(self.macros.headline(cards, self.words))
        if isinstance(data.get(TABLE), dict):
            return self._table(TableView.from_spec(data[TABLE], self.traces.link), incu)
        return self._furniture(data) or self._own_text(data, incu)

    def _table(self, view: TableView, incu: dict[str, Any]) -> str:
        # an annex is called by its own label
        number = "" if view.annex else incu.get("number")
        label, caption = self.words.numbered("table", number, view.caption)
        anchor = self.outline.unique(f"table-{incu.get('number') or 'x'}")
        official = self.letterhead is not None and self.letterhead.official
        sortable = view.sortable or not official
        return str(self.macros.table(view, label, caption, anchor, self.words, sortable))

    def _furniture(self, data: dict[str, Any]) -> str:
        """Write what stands around the text of an office's document; empty for anything else."""
        if isinstance(data.get(SALUTATION), dict):
            return f'<p class="salutation">{escape(str(data[SALUTATION].get("text") or ""))}</p>'
        if isinstance(data.get(CLOSING), dict):
            return str(self.macros.closing(ClosingView.from_spec(data[CLOSING]), self.words))
        if isinstance(data.get(OPINION), dict):
            return str(self.macros.opinion(OpinionView.from_spec(data[OPINION]), self.words))
        if isinstance(data.get(TRACES), dict):
            heading = self.outline.register(
                f"<h2>{escape(str(data[TRACES].get('title') or self.words['traces']))}</h2>"
            )
            return str(self.macros.traces(heading, self.traces.views(data[TRACES]), self.words))
        return ""

    def _own_text(self, data: dict[str, Any], incu: dict[str, Any]) -> str | None:
        kind = incu.get("kind")
        if kind in _OWN_TEXT and "text/markdown" in data:
            html = self.markdown.from_data(joined(data["text/markdown"]), self.words)
            if kind == "heading" and "<h" not in html:
                html = f"<h2>{plain_text(html)}</h2>"
            return f'<div class="{kind}">{self.outline.register(html)}</div>'
        return None

    def _figure(self, picture: Picture, incu: dict[str, Any], cell_number: int, *, stretch: bool) -> str:
        label, caption = self.words.numbered("figure", incu.get("number"), str(incu.get("caption") or ""))
        alt = incu.get("alt") or caption or self.words["picture"].format(cell_number)
        widest = round(picture.width * (_STRETCH if stretch else 1.0)) if picture.width else None
        view = SimpleNamespace(
            picture=picture,
            widest=widest,
            stretch=stretch,
            alt=str(alt),
            label=label,
            caption=caption,
            note=str(incu.get("note") or ""),
            anchor=self.outline.unique(f"figure-{incu['number']}") if label else "",
        )
        return str(self.macros.figure(view, self.words))

    def _raster_attempt(
        self, mime: str, metadata: dict[str, Any], incu: dict[str, Any], cell_number: int
    ) -> Callable[[str], str]:
        def attempt(encoded: str) -> str:
            size = metadata.get(mime)
            picture = raster(mime, encoded, size if isinstance(size, dict) else metadata)
            return self._figure(picture, incu, cell_number, stretch=False) if picture else ""

        return attempt

    def _html(self, html: str) -> str:
        clean = sanitise(
            html,
            picture=lambda address: local_picture(address, self.folder, {}),
            claim=self.outline.claim,
            omitted=self.words["omitted_picture"],
        )
        # headings inside an output are not the page's headings
        clean = _HEADLESS.sub(lambda m: "</p>" if m[1] else '<p class="subhead">', clean)
        seen = plain_text(re.sub(r"<style.*?</style>", "", clean, flags=re.DOTALL))
        return f'<div class="html">{clean}</div>' if seen or "<img" in clean or "<hr" in clean else ""

    def _markdown(self, text: str) -> str:
        html = self.markdown.from_author(text, self.words, folder=self.folder, attachments={}, claim=self.outline.claim)
        return f'<div class="prose">{self.outline.register(html)}</div>'

    def _latex(self, text: str) -> str:
        body = text.strip()
        while len(body) > 1 and body.startswith("$") and body.endswith("$"):
            body = body[1:-1]
        body = body.removeprefix(r"\displaystyle").strip()
        return f"<p>{formula(body, display=True)}</p>"

    def _plain(self, text: str) -> str:
        return f'<pre class="result" tabindex="0">{_coloured(text)}</pre>' if text.strip() else ""

    def _stream(self, output: Any) -> str:
        if not output["text"].strip():
            return ""
        name = "stderr" if output["name"] == "stderr" else "output"
        return (
            f'<pre class="stream {name}" tabindex="0" aria-label="{escape(self.words[name])}">'
            f"{_coloured(output['text'].rstrip())}</pre>"
        )

    def _error(self, output: Any) -> str:
        name, value = _bare(output.get("ename", "")), _bare(output.get("evalue", ""))
        traceback = "\n".join(joined(line) for line in output.get("traceback", []))
        colon = "：" if self.words.language == "zh" else ": "
        says = f"<strong>{escape(self.words['error'])}</strong> {escape(name)}{colon}{escape(value)}"
        full = f'<pre tabindex="0">{_coloured(traceback)}</pre>' if traceback.strip() else ""
        return f'<div class="error"><p>{says}</p>{full}</div>'

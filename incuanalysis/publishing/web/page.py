"""One page: the notebook's cells in order, then headings, title, appendix and footer."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from markupsafe import escape
from nbformat import NotebookNode

from incuanalysis.publishing.web.code import highlighted
from incuanalysis.publishing.web.items import TitleView
from incuanalysis.publishing.web.labels import Words, words
from incuanalysis.publishing.web.markdown import MarkdownWriter
from incuanalysis.publishing.web.outline import Outline, plain_text
from incuanalysis.publishing.web.outputs import OutputWriter, joined, merge_streams
from incuanalysis.publishing.web.pictures import local_picture
from incuanalysis.publishing.web.sanitise import sanitise

__all__ = ["LeftOut", "make_page"]

_DESCRIPTION_LENGTH = 160
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


@dataclass(frozen=True)
class LeftOut:
    """What the user of nbconvert wants left out."""

    code: bool = False
    markdown: bool = False
    raw: bool = False
    input: bool = False
    output: bool = False


def make_page(
    nb: NotebookNode,
    resources: dict[str, Any],
    *,
    macros: Any,
    static: Path,
    language: str = "zh",
    left_out: LeftOut | None = None,
) -> SimpleNamespace:
    """Prepare what ``index.html.j2`` shows.

    Parameters
    ----------
    nb
        The notebook; it is only read.
    resources
        nbconvert's resources: the notebook's ``name`` and ``path``, and ``incu_pdf``.
    macros
        The module of ``items.html.j2``.
    static
        The folder with ``page.css`` and ``page.js``.
    language
        For notebooks that do not say theirs.
    left_out
        What is left out; nothing if not given.

    Returns
    -------
    SimpleNamespace
        The template's ``page``.
    """
    return _PageMaker(nb, resources, macros, language, left_out or LeftOut()).page(static)


class _PageMaker:
    """Makes one page: renders the cells in order, then settles headings, title and facts."""

    def __init__(
        self, nb: NotebookNode, resources: dict[str, Any], macros: Any, language: str, left_out: LeftOut
    ) -> None:
        self.nb, self.resources, self.left_out = nb, resources, left_out
        self.report: dict[str, Any] = nb.metadata.get("incu_report") or {}
        self.ours = bool(self.report) or "incu" in nb.metadata
        self.words: Words = words(self.report.get("language") or language)
        self.outline = Outline()
        path = (resources.get("metadata") or {}).get("path")
        self.folder = Path(path or ".") if path is not None else None
        self.outputs = OutputWriter(self.words, _markdown(), self.outline, macros, self.folder)
        wanted = (
            [] if self.left_out.output else [output for _, cell in self._cells() for output in cell.get("outputs", [])]
        )
        self.outputs.traces.scan([output.get("data", {}) for output in wanted], self.outline)
        self.appendix: list[str] = []
        info = nb.metadata.get("language_info", {})
        self.lexer = str(info.get("pygments_lexer") or info.get("name") or "ipython3")

    def page(self, static: Path) -> SimpleNamespace:
        """Return everything that ``index.html.j2`` shows."""
        blocks = [block for cell in self._cells() for block in self._cell(*cell) if block]
        title = self.outputs.title
        if title is None and blocks:
            blocks[0], first = self.outline.take_title(blocks[0])
            title = TitleView(first or self._file_title())
        title = title or TitleView(self._file_title())
        letterhead = self.outputs.letterhead
        marks = self._marks(title)
        title = replace(title, badges=tuple(badge for badge in title.badges if badge not in marks))
        self.outline.settle()
        script = _read(static / "page.js")
        return SimpleNamespace(
            words=self.words,
            ours=self.ours,
            title=title,
            letterhead=letterhead,
            official=letterhead is not None and letterhead.official,
            internal=self._internal(),
            marks=marks,
            margin_style=_margin_style(marks),
            watermark=self.words[letterhead.state] if letterhead and letterhead.state else "",
            head_title=" · ".join(
                part for part in (title.title, letterhead.issuer if letterhead else title.issuer) if part
            ),
            description=self._description(title, blocks),
            entries=self.outline.entries,
            blocks=[self.outline.finish(block) for block in blocks],
            appendix=self.appendix,
            facts=self._facts(),
            pdf=self._pdf(),
            css=_read(static / "page.css"),
            script=script,
            script_hash=_hash(script),
        )

    def _cells(self) -> list[tuple[int, NotebookNode]]:
        """Return the cells that are wanted, each with the number of its code cell."""
        count, out = 0, []
        for cell in self.nb.cells:
            count += cell.cell_type == "code"
            if not getattr(self.left_out, cell.cell_type, True):
                out.append((count, cell))
        return out

    def _cell(self, number: int, cell: NotebookNode) -> list[str]:
        source = joined(cell.source)
        if cell.cell_type == "markdown":
            html = _markdown().from_author(
                source,
                self.words,
                folder=self.folder,
                attachments=cell.get("attachments") or {},
                claim=self.outline.claim,
            )
            return [f'<div class="prose">{self.outline.register(html)}</div>'] if html.strip() else []
        if cell.cell_type == "raw":
            return [self._raw(source, str(cell.metadata.get("raw_mimetype") or cell.metadata.get("format") or ""))]
        if cell.cell_type != "code":
            return []
        written = [self._code(cell, source)]
        if not self.left_out.output:
            written += [self.outputs.write(output, number) for output in merge_streams(cell.get("outputs", []))]
        return written

    def _code(self, cell: NotebookNode, source: str) -> str:
        """Fold the code of a foreign cell; the code of our reports goes to the appendix instead."""
        # nbconvert's TagRemovePreprocessor marks inputs to hide so
        hidden = (cell.get("transient") or cell.metadata.get("transient") or {}).get("remove_source")
        if self.left_out.input or hidden or not source.strip():
            return ""
        html = highlighted(source, self.lexer)
        if self.ours:
            self.appendix.append(html)
            return ""
        count = cell.get("execution_count")
        name = self.words["code_of"].format(count) if count else self.words["code"]
        return f'<details class="code"><summary>{name}</summary>{html}</details>'

    def _raw(self, source: str, mime: str) -> str:
        if not source.strip() or mime not in ("", "text/html", "text/markdown", "text/plain"):
            return ""
        if mime != "text/html":
            return f'<pre class="raw">{escape(source)}</pre>'
        html = sanitise(
            source,
            picture=lambda address: local_picture(address, self.folder, {}),
            claim=self.outline.claim,
            omitted=self.words["omitted_picture"],
        )
        return f'<div class="html">{self.outline.register(html)}</div>'

    def _file_title(self) -> str:
        """Find a title for a notebook that shows none."""
        name = (self.resources.get("metadata") or {}).get("name")
        title = self.report.get("title") or self.nb.metadata.get("title") or name
        return str(title or self.words["untitled"])

    def _internal(self) -> bool:
        letterhead = self.outputs.letterhead
        return self.report.get("version") == "internal" or (letterhead is not None and letterhead.internal)

    def _marks(self, title: TitleView) -> list[str]:
        """Say what no page may hide: that it is no final version, not for everybody, or of made-up numbers."""
        letterhead = self.outputs.letterhead
        marks = [self.words[letterhead.state]] if letterhead and letterhead.state else []
        if self._internal():
            marks.append(self.words["internal"])
        if self.report.get("demo") or (letterhead and letterhead.demo):
            # in the notebook's own words, should it say so itself
            own = [badge for badge in title.badges if re.search("演示|demo", badge, re.IGNORECASE)]
            marks.append(own[0] if own else self.words["demo"])
        return marks

    def _description(self, title: TitleView, blocks: list[str]) -> str:
        parts = [title.subtitle, *title.findings[:2]]
        if not any(parts):
            first = next((found[1] for block in blocks if (found := _PARAGRAPH.search(block))), "")
            parts = [plain_text(first)]
        return " ".join(part for part in parts if part)[:_DESCRIPTION_LENGTH]

    def _facts(self) -> list[tuple[str, str]]:
        """Fill the footer: what the numbers are of and what made the page, never the clock."""
        made_by = self.report.get("package") or _own_version()
        if isinstance(made_by, dict):
            made_by = ", ".join(f"{name} {number}" for name, number in sorted(made_by.items()))
        elif re.match(r"v?\d", str(made_by)):
            made_by = f"incuanalysis {made_by}"
        facts = [
            (self.words["data_date"], self.report.get("data_date")),
            (self.words["made_by"], made_by),
            (self.words["key"], self.report.get("key")),
        ]
        return [(label, str(value)) for label, value in facts if value]

    def _pdf(self) -> str:
        wanted = self.resources.get("incu_pdf")
        if not wanted:
            return ""
        name = str(wanted) if isinstance(wanted, str) else f"{self.resources['metadata']['name']}.pdf"
        return Path(name).name


def _margin_style(marks: list[str]) -> str:
    """Write the marks into the margin of every printed page; letters and digits as CSS escapes, so that nothing ends the text."""
    if not marks:
        return ""
    text = "".join(f"\\{ord(character):x} " for character in "　".join(marks))
    return f'@page {{ @top-right {{ content: "{text}"; }} }}'


@lru_cache(maxsize=1)
def _markdown() -> MarkdownWriter:
    """Return the one Markdown writer of the process; building its parser takes longer than a page."""
    return MarkdownWriter()


@lru_cache(maxsize=8)
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=8)
def _hash(script: str) -> str:
    """Name the page's own script in its security policy, so that no other one can run."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")


@lru_cache(maxsize=1)
def _own_version() -> str:
    try:
        return version("incuanalysis")
    except PackageNotFoundError:
        return ""

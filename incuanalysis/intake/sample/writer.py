"""Writes returns with their errors, and beside them the answer key, the truth and the register of documents received."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import IO

from incuanalysis.intake.sample.chance import (
    Chance,
    copy_last_period,
    receipt,
    same_shape,
    spoil_roster,
    wrong_title,
)
from incuanalysis.intake.sample.errors import Lost
from incuanalysis.intake.sample.formats import encode, scan
from incuanalysis.intake.sample.key import MENDED, Planted, key_line, truth_row
from incuanalysis.intake.sample.layouts import Document
from incuanalysis.intake.sample.mess import told_of_file
from incuanalysis.intake.sample.world import World
from incuanalysis.intake.sample.zips import write_zip

__all__ = ["REGISTER", "TRUTH_COLUMNS", "SampleResult", "Step", "Writer"]

#: The list of documents received, below ``returns/``.
REGISTER = "收文登记.csv"
TRUTH_COLUMNS = ("region", "carrier", "indicator", "period", "basis", "value", "file", "sheet", "cell", "planted")
_UNREADABLE = {"password", "truncated", "empty", "picture"}
_OPENED_WITH = "yanshi-2024"  # not the built-in one: no program opens the file without asking
_NO_FIGURES = {"carrier_register", "firm_roster"}


@dataclass(slots=True)
class SampleResult:
    """What was written.

    Parameters
    ----------
    folder
        Where.
    files
        Files below ``returns/``, the register of documents received not counted.
    cells
        Value cells in files that can be read.
    errors
        Planted errors by kind: one a cell, row, heading or file.
    mended
        Cells, names and files that a reader mends without asking, by kind.
    """

    folder: Path
    files: int = 0
    cells: int = 0
    errors: dict[str, int] = field(default_factory=dict)
    mended: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Step:
    """The returns of one district for one month, quarter or year; ``before`` makes those of the period before."""

    documents: list[Document]
    before: Callable[[], list[Document]] | None = None


class Writer:
    """Writes documents one by one, so that memory does not grow with their number.

    Parameters
    ----------
    out
        The sample's folder.
    world
        What is true; may be exchanged for another one between two steps.
    chance
        Which return gets which error.
    stack
        Closes the key and the truth.
    annexes
        Which error the sheets on the plan get; none without it.
    brief
        Keep of the truth only totals and what was planted: for samples of many regions.
    """

    def __init__(
        self,
        out: Path,
        world: World,
        chance: Chance,
        stack: ExitStack,
        *,
        annexes: Chance | None = None,
        brief: bool = False,
    ) -> None:
        self._annexes = annexes
        self.result = SampleResult(out)
        self.world, self._chance, self._out, self._brief = world, chance, out, brief
        (out / "returns").mkdir(parents=True)
        self._key: IO[str] = stack.enter_context((out / "answer_key.jsonl").open("w", encoding="utf-8", newline="\n"))
        truth: IO[str] = stack.enter_context((out / "truth.csv").open("w", encoding="utf-8", newline=""))
        self._truth = csv.writer(truth, lineterminator="\n")
        self._truth.writerow(TRUTH_COLUMNS)
        self._received: list[tuple[dt.date, str, str]] = []
        self._sent: dict[tuple[str, str, int], bytes] = {}
        self._lost: dict[tuple[str, str, int], Lost] = {}

    def take(self, step: Step) -> None:
        """Write the returns of a period; those that come together go into one archive."""
        bundled: list[tuple[str, bytes]] = []
        for place, document in enumerate(step.documents):
            stream = (document.form, document.region, place)
            data = self._make(step, place, self._sent.pop(stream, b""))
            if data is None:
                continue
            if document.bundle:
                bundled.append((document.name, data))
            else:
                self._sent[stream] = data
                self._put(document.path, data)
        if bundled:
            self._put(step.documents[-1].path, write_zip(bundled, encoding="gbk"))

    def _make(self, step: Step, place: int, sent: bytes) -> bytes | None:
        """Return a return's bytes with its errors, noted in key, truth and register; None if it never comes."""
        document, rng = step.documents[place], self._chance.files
        figures = document.form not in _NO_FIGURES
        stream = (document.form, document.region, place)
        lost = self._lost.get(stream, frozenset())
        kind = ""
        before = None
        if figures and not document.bundle and rng.random() < self._chance.shares.files:
            before = self._before(step, place)
            alone = sum(other.region == document.region for other in step.documents) == 1
            if lost is None:
                before = None  # nobody can see that a return repeats one that never came or could not be read
            again = bool(sent and before and before.format == document.format)
            kind = self._chance.file_error(document, before, sent_before=again, alone=alone, clean=not lost)
        self._lost[stream] = None
        if kind == "missing":
            self._note(document, [Planted("missing")])
            return None
        planted = self._spoil(document, kind, before, lost)
        if kind in ("", "late"):
            self._lost[stream] = _lost(document)
        if kind == "same_file_again":
            data = sent
        elif kind == "empty":
            data = b""
        elif kind == "picture":
            document.suffix = "docx" if document.format == "docx" else "png"
            data = scan(document.format, document.stem)
        else:
            data = encode(document.pages, document.format, _OPENED_WITH if kind == "password" else document.password)
        if kind == "truncated":
            data = data[: len(data) * 3 // 5]
        self._note(document, planted)
        if kind not in _UNREADABLE and kind != "same_file_again":
            self._tell(document)
        if not document.bundle or place == len(step.documents) - 1:
            day = receipt(document, rng, late=kind == "late")
            self._received.append((day, document.path, document.sender))
        return data

    def _before(self, step: Step, place: int) -> Document | None:
        """Return the return of the period before, if it has the same cells."""
        document = step.documents[place]
        before = step.before() if step.before else []
        if len(before) != len(step.documents) or not same_shape(document, before[place]):
            return None
        return before[place]

    def _spoil(self, document: Document, kind: str, before: Document | None, lost: Lost) -> list[Planted]:
        """Put errors and mess into a document."""
        rng = self._chance.rng
        match kind:
            case "last_period_again" if before:
                return copy_last_period(document, before) + told_of_file(document)
            case "wrong_period" if before:
                return wrong_title(document, before) + told_of_file(document)
            case "same_file_again" | "password" | "truncated" | "empty" | "picture":
                return [Planted(kind)]
            case _:
                planted = [Planted(kind)] if kind else []
        if document.form == "firm_roster":
            share = 1.0 if self._chance.shares.files > 0.2 else 0.5
            return planted + spoil_roster(document.pages[0], document.period.last.year, rng, share)
        if document.form == "carrier_register":
            return planted
        planted += self._chance.spoil(document, self.world, lost) + self._chance.mess_up(document)
        return planted + (self._annexes.spoil_annexes(document, self.world) if self._annexes else [])

    def _note(self, document: Document, planted: list[Planted]) -> None:
        for one in planted:
            self._key.write(key_line(document, one) + "\n")
            count = self.result.mended if one.kind in MENDED else self.result.errors
            count[one.kind] = count.get(one.kind, 0) + 1

    def _tell(self, document: Document) -> None:
        for page in document.pages:
            spots = sorted(page.spots, key=lambda spot: (spot.row, spot.column))
            self.result.cells += len(spots)
            told = [spot for spot in spots if spot.line.total or spot.planted] if self._brief else spots
            self._truth.writerows(truth_row(document, page, spot) for spot in told)

    def _put(self, path: str, data: bytes) -> None:
        file = self._out / "returns" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        self.result.files += 1

    def forget(self) -> None:
        """Forget what was sent before: the next returns are another region's."""
        self._sent.clear()
        self._lost.clear()

    def finish(self) -> None:
        """Write the register of documents received, in the order in which they came."""
        text = StringIO()
        table = csv.writer(text, lineterminator="\r\n")
        table.writerow(["文件", "收文日期", "来文单位"])
        table.writerows([path, day.isoformat(), sender] for day, path, sender in sorted(self._received))
        (self._out / "returns" / REGISTER).write_bytes(text.getvalue().encode("utf-8-sig"))


def _lost(document: Document) -> Lost:
    """Return the figures that a return does not give, or not exactly."""
    return frozenset(
        (spot.line.entity, spot.field.indicator)
        for page in document.pages
        for spot in page.spots
        if spot.planted and (spot.planted not in MENDED or spot.planted == "approximate")
    )

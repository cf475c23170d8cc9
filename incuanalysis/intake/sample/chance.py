"""Which return gets which error: every kind in turn, as seldom as in real life."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from incuanalysis.intake.sample import errors, mess
from incuanalysis.intake.sample.dice import Dice
from incuanalysis.intake.sample.key import Planted
from incuanalysis.intake.sample.layouts import Document
from incuanalysis.intake.sample.pages import Page
from incuanalysis.intake.sample.world import World

__all__ = [
    "ANNEX_KINDS",
    "FILE_KINDS",
    "Chance",
    "Shares",
    "copy_last_period",
    "for_annexes",
    "receipt",
    "same_shape",
    "spoil_roster",
    "wrong_title",
]

#: Errors of whole files.
FILE_KINDS = (
    "late",
    "missing",
    "password",
    "truncated",
    "empty",
    "picture",
    "last_period_again",
    "same_file_again",
    "wrong_period",
)
#: Errors in the sheets on the plan: such as show in one sheet alone, whatever came before it.
ANNEX_KINDS = ("unknown_heading", "no_unit", "text_for_number", "out_of_range", "error_cell")
_LOCKABLE = {"xlsx", "xls"}


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of returns with an error of the whole file, with an error in cells, with mess in cells, with a wrong suffix."""

    files: float = 0.045
    cells: float = 0.25
    mess: float = 0.3
    suffixes: float = 0.01


def for_annexes(rng: Dice, shares: Shares) -> Chance:
    """Return the chance of the sheets on the plan: one of its own, so that it moves nothing in the returns beside them."""
    return Chance(rng, shares, rng, cell_kinds=list(ANNEX_KINDS), mess_kinds=list(mess.VALUE_KINDS))


@dataclass
class Chance:
    """Chance, and the queues from which the next kind is taken.

    ``files`` decides of whole files apart from ``rng``, which depends on what their cells hold: another world must not
    decide which returns are late or lost.
    """

    rng: Dice
    shares: Shares
    files: Dice
    file_kinds: list[str] = field(default_factory=lambda: list(FILE_KINDS))
    cell_kinds: list[str] = field(default_factory=lambda: list(errors.KINDS))
    mess_kinds: list[str] = field(default_factory=lambda: list(mess.KINDS))

    def file_error(
        self, document: Document, before: Document | None, *, sent_before: bool, alone: bool, clean: bool = True
    ) -> str:
        """Return the error of a whole file.

        Parameters
        ----------
        document
            The return.
        before
            The return of the period before, if it has the same cells.
        sent_before
            Its bytes are at hand and of the same format.
        alone
            It is the only one of its sender for the period, so that it can be missed.
        clean
            Nothing was wrong with the return before: one under its title would put its errors right unseen.
        """
        fits = {
            "late": alone,
            "missing": alone,
            "password": document.format in _LOCKABLE and not document.password,
            "truncated": document.format in {"xlsx", "xls", "docx"} and not document.password,
            "last_period_again": before is not None,
            "same_file_again": sent_before,
            "wrong_period": before is not None and clean,
        }
        kind = next(kind for kind in self.file_kinds if fits.get(kind, True))
        _to_the_end(self.file_kinds, kind)
        return kind

    def spoil(self, document: Document, world: World, lost: errors.Lost = frozenset()) -> list[Planted]:
        """Plant an error or two in a return's cells, mostly none; return them. ``lost`` is as for ``errors.plant``."""
        found: list[Planted] = []
        if not any(page.spots for page in document.pages):
            return found
        for _ in range(self._times(self.shares.cells)):
            found += self._next(self.cell_kinds, lambda kind: errors.plant(kind, document, world, self.rng, lost))
        return found

    def mess_up(self, document: Document) -> list[Planted]:
        """Write some cells or the suffix in a clerk's way; return what."""
        found = mess.told_of_file(document)
        if document.format in _LOCKABLE and not document.bundle and self.files.random() < self.shares.suffixes:
            document.suffix = "xls" if document.format == "xlsx" else "xlsx"
            found.append(Planted("wrong_suffix"))
        for _ in range(self._times(self.shares.mess)):
            found += self._next(self.mess_kinds, lambda kind: mess.mess_up(document, kind, self.rng))
        return found

    def spoil_annexes(self, document: Document, world: World) -> list[Planted]:
        """Plant errors and mess in the sheets on the plan, mostly none; return them."""
        found: list[Planted] = []
        if not any(page.annex for page in document.pages):
            return found
        # the figures that a plan's year is judged by are looked at twice before they are sent
        share = 0.0 if document.period.last.month == 12 else self.shares.cells
        for _ in range(self._times(share)):
            found += self._next(self.cell_kinds, lambda kind: errors.plant(kind, document, world, self.rng, annex=True))
        for _ in range(self._times(self.shares.mess)):
            found += self._next(self.mess_kinds, lambda kind: mess.mess_up(document, kind, self.rng, annex=True))
        return found

    def _times(self, share: float) -> int:
        return (self.rng.random() < share) + (self.rng.random() < share / 4)

    def _next(self, queue: list[str], attempt: Callable[[str], list[Planted]]) -> list[Planted]:
        """Try the kinds in turn until one fits."""
        for kind in list(queue):
            if found := attempt(kind):
                _to_the_end(queue, kind)
                return found
        return []


def _to_the_end(queue: list[str], kind: str) -> None:
    queue.remove(kind)
    queue.append(kind)


def same_shape(one: Document, other: Document) -> bool:
    """Whether the two returns have the same cells."""
    return [[len(row) for row in page.rows] for page in one.pages] == [
        [len(row) for row in page.rows] for page in other.pages
    ] and [len(page.spots) for page in one.pages] == [len(page.spots) for page in other.pages]


def copy_last_period(document: Document, before: Document) -> list[Planted]:
    """Put the numbers of the period before under this period's title, as a clerk who changed the title only."""
    for page, old in zip(document.pages, before.pages, strict=True):
        for spot, was in zip(page.spots, old.spots, strict=True):
            page.set((spot.row, spot.column), old.at((was.row, was.column)))
            spot.planted = "last_period_again"
    return [Planted("last_period_again")]


def wrong_title(document: Document, before: Document) -> list[Planted]:
    """Leave the title of the period before above this period's numbers."""
    for page, old in zip(document.pages, before.pages, strict=True):
        page.set((0, 0), old.at((0, 0)))
        for spot in page.spots:
            spot.planted = "wrong_period"
    page = document.pages[0]
    return [Planted("wrong_period", page, (0, 0), None, str(page.at((0, 0))))]


def spoil_roster(page: Page, year: int, rng: Dice, share: float) -> list[Planted]:
    """Make a firm both tenant and graduate, or let one stay too long; mostly neither."""
    found = []
    head = page.rows[2]
    state, graduated, entered, founded = (
        head.index(text) for text in ("孵化状态", "毕业时间", "企业入驻时间", "企业成立时间")
    )
    tenants = [row for row in range(3, len(page.rows)) if page.rows[row][state] == "在孵"]
    both, late = rng.sample([row for row in tenants if page.rows[row][entered].year < year], 2)
    if rng.random() < share:
        when = dt.date(year - 6, rng.randint(1, 12), rng.randint(1, 28))
        page.rows[late][entered], page.rows[late][founded] = when, dt.date(when.year - 1, when.month, when.day)
        found.append(_of_firm("firm_overdue", page, late, entered))
    if rng.random() < share:
        page.rows.append(list(page.rows[both]))
        last = len(page.rows) - 1
        page.rows[last][state], page.rows[last][graduated] = "毕业", dt.date(year, 6, 15)
        found.append(_of_firm("firm_both", page, last, state, (both, state)))
    return found


def _of_firm(kind: str, page: Page, row: int, column: int, *others: tuple[int, int]) -> Planted:
    return Planted(kind, page, (row, column), carrier=str(page.rows[row][2]), cells=others)


def receipt(document: Document, rng: Dice, *, late: bool) -> dt.date:
    """Return the day on which a return comes in: some days after its period, or well after it was due."""
    days = rng.randint(12, 45) if late else rng.randint(3, 9)
    return document.period.end + dt.timedelta(days=days)

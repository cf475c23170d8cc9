"""Files that came in and gave no return: whose they are and for when, so that nobody is told to send what was sent."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from incuanalysis.intake.clean.names import NameBook
from incuanalysis.intake.forms.missing import Arrived, Unused
from incuanalysis.intake.forms.shown import PERIOD, UNIT, written_period
from incuanalysis.intake.returns.journal import Received
from incuanalysis.intake.returns.register import Carriers
from incuanalysis.intake.returns.resolve import UNSIGNED
from incuanalysis.intake.returns.tables import read_table
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.matching import normalise

if TYPE_CHECKING:
    from incuanalysis.intake.forms.duties import Due
    from incuanalysis.intake.store import Store
    from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["arrived"]

_OFFICE = re.compile(r"(?:科学技术局|科技局|人民政府|办事处)$")
_UNUSED: dict[str, Unused] = {"unreadable": "unreadable", "quarantined": "unusable", "empty": "blank"}
#: A return is sent from half a month before its period ends.
_EARLY = dt.timedelta(days=15)
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class _Names:
    """Names of units, normalised, and the units that bear them: ids of regions and carriers."""

    words: Vocabulary
    regions: NameBook
    carriers: dict[str, tuple[str, str]]  # name → id and region
    short: dict[str, str]
    places: dict[str, str] = field(default_factory=dict)

    def path(self, unit: str) -> tuple[str, ...]:
        """Return a unit and the regions that it lies in."""
        if unit in self.places:
            return (*self.words.regions.path(self.places[unit]), unit)
        return self.words.regions.path(unit)

    def within(self, text: str) -> str:
        """Return the one unit that a text names, the smallest of those that contain each other; empty if none."""
        plain = normalise(text)
        known = {name: id for name, (id, _) in self.carriers.items() if name in plain}
        known |= {name: id for name, id in self.short.items() if name in plain}
        names = [name for name in known if not any(name in other and name != other for other in known)]
        units = {known[name] for name in names}
        if not any(unit in self.places for unit in units):
            units |= set(self.regions.regions_in(text))
        above = {id for unit in units for id in self.path(unit)[:-1]}
        least = units - above
        return least.pop() if len(least) == 1 else ""

    def sender(self, text: str) -> str:
        """Return the unit that sent something, by its name; empty if it is none of those known."""
        plain = _OFFICE.sub("", text.strip())
        if not plain or text == UNSIGNED:
            return ""
        if known := self.carriers.get(normalise(plain)):
            return known[0]
        found = self.regions.find(plain, kind="region")
        return found.id if found.kind == "region" else self.within(text)


def arrived(store: Store, entries: Iterable[Any], dues: Sequence[Due], words: Vocabulary) -> dict[Due, Arrived]:
    """Return the files that gave no return, by the expected return that each was to be.

    The unit is what the file's name says if it lies within the sender's region, else the sender; the period what was
    stated on receipt, else what the file's name says, else that in whose time it came in. A file that may be of several
    units is nobody's.

    Parameters
    ----------
    store
        Whose files are looked through.
    entries
        Of the journal.
    dues
        The returns that are expected.
    words
        The vocabulary.
    """
    files = read_table(store, "files")
    quarantine = read_table(store, "quarantine")
    contradicted = quarantine[quarantine["code"] == "form_contradicts"].drop_duplicates(["sequence", "facts"])
    gave = set(read_table(store, "returns")["sequence"])
    idle = files[files["status"].isin(list(_UNUSED)) & ~files["sequence"].isin(gave)]
    if not dues or (idle.empty and contradicted.empty):
        return {}
    received = {entry.number: entry for entry in entries if isinstance(entry, Received)}
    names = _names(store, dues, words)
    found: dict[Due, Arrived] = {}
    meant: dict[int, list[str]] = {}
    for sequence, facts in zip(contradicted["sequence"], contradicted["facts"], strict=True):
        meant.setdefault(int(sequence), []).extend(json.loads(facts).get("nearest", "").split("、"))
    listed = {int(row["sequence"]): row for row in idle.to_dict("records")}
    whole = {int(row["sequence"]): row for row in files[files["sequence"].isin(list(meant))].to_dict("records")}
    for number, row in sorted({**listed, **whole}.items()):
        entry = received.get(number)
        if entry is None:
            continue
        state = "unusable" if number in meant else _UNUSED[str(row["status"])]
        day = dt.date.fromisoformat(entry.received_on[:10])
        base = entry.name.rpartition("/")[2]
        for due in _for(entry, str(row["series"]), day, meant.get(number, ()), dues, names):
            # the last one says what is to be done now
            found[due] = Arrived(base, day, state)
    return found


def _names(store: Store, dues: Sequence[Due], words: Vocabulary) -> _Names:
    known = Carriers.of(read_table(store, "registers"), words.regions).known
    carriers = {normalise(name): unit for within in known.values() for name, unit in within.items()}
    short: dict[str, str] = {}
    for due in dues:
        if due.carrier:
            carriers.setdefault(normalise(due.name), (due.carrier, due.region))
            continue
        place = words.regions.get(due.region, due.period.last)
        for name in (place.name, place.short, *place.aliases):
            if len(plain := normalise(name)) >= _SHORTEST:
                short[plain] = due.region if short.get(plain, due.region) == due.region else ""
    short = {name: id for name, id in short.items() if id}
    return _Names(words, NameBook(words.regions), carriers, short, dict(carriers.values()))


def _for(
    entry: Received, series: str, day: dt.date, meant: Sequence[str], dues: Sequence[Due], names: _Names
) -> list[Due]:
    """Return the expected returns that a file was to be."""
    base = entry.name.rpartition("/")[2]
    units = {text.removeprefix(UNIT) for text in meant if text.startswith(UNIT)} or {_unit(entry, series, base, names)}
    periods = {text.removeprefix(PERIOD) for text in meant if text.startswith(PERIOD)}
    if entry.period:
        periods = {entry.period}
    own = [due for due in dues if (due.carrier or due.region) in units and _about(due, periods, base, entry.name, day)]
    plain = normalise(entry.name)
    named = [due for due in own if normalise(due.title) in plain]
    return named or own


def _unit(entry: Received, series: str, base: str, names: _Names) -> str:
    sender = names.sender(entry.sender or series) or entry.region
    said = names.within(base)
    if sender:
        return said if said and sender in names.path(said) else sender
    return said or names.within(entry.name)


def _about(due: Due, periods: set[str], base: str, name: str, day: dt.date) -> bool:
    """Tell whether a file is about the period of an expected return."""
    if periods:
        return str(due.period) in periods
    if (written := written_period(base) or written_period(name)) is not None:
        period, basis = written
        running = basis is Basis.YTD and period.last == due.period.last
        return period == due.period or running
    last = due.period.last
    months = (int(due.period.last) // 100 - int(due.period.first) // 100) * 12 + last.month - due.period.first.month + 1
    return last.last_day() - _EARLY < day <= last.plus(months).last_day() - _EARLY

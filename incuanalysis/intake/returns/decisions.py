"""What people decided: the meaning of headings and names that the vocabulary does not know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from incuanalysis.intake.clean.headings import Saved
from incuanalysis.intake.clean.units import split_unit
from incuanalysis.intake.returns.journal import Decision, Entry, Undoing
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.matching import normalise

__all__ = ["LEAVE_OUT", "Decisions", "in_force", "same_subject"]

#: The meaning of a heading or name that is to be left out: its cells stay quarantined.
LEAVE_OUT = "-"


def same_subject(one: Decision) -> tuple[str, str, str]:
    """Return what a decision is about: two of the same are an earlier one and the one that replaces it."""
    return one.what, one.sender, normalise(one.text)


def in_force(entries: Iterable[Entry]) -> list[Decision]:
    """Return the decisions that hold, in the order of their numbers: the last one of each subject that was not undone."""
    every = list(entries)
    undone = {entry.undoes for entry in every if isinstance(entry, Undoing)}
    last = {same_subject(e): e for e in every if isinstance(e, Decision) and e.number not in undone}
    return sorted(last.values(), key=lambda decision: decision.number)


@dataclass(frozen=True)
class Decisions:
    """Decisions in force by sender (empty: for all); None where a text is to be left out."""

    headings: dict[str, dict[str, Saved | None]] = field(default_factory=dict)
    names: dict[str, dict[str, str | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Decisions:
        """Return the decisions among the entries of a journal."""
        made = cls()
        for one in in_force(entries):
            text = normalise(one.text)
            left_out = one.meaning == LEAVE_OUT
            if one.what == "heading":
                saved = None if left_out else Saved(one.meaning, Basis(one.basis) if one.basis else None, one.unit)
                # A heading is asked for with and without the unit in its brackets.
                bare = normalise("/".join(split_unit(part)[0] for part in one.text.split("/")))
                made.headings.setdefault(one.sender, {}).update({text: saved, bare: saved})
            else:
                made.names.setdefault(one.sender, {})[text] = None if left_out else one.meaning
        return made

    def headings_of(self, sender: str) -> dict[str, Saved]:
        """Return normalised heading → meaning for a sender: its own before those for all."""
        both = {**self.headings.get("", {}), **self.headings.get(sender, {})}
        return {text: saved for text, saved in both.items() if saved is not None}

    def names_of(self, sender: str) -> dict[str, str]:
        """Return normalised name → id for a sender: its own before those for all."""
        both = {**self.names.get("", {}), **self.names.get(sender, {})}
        return {text: id for text, id in both.items() if id is not None}

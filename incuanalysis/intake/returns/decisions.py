"""What people decided: the meaning of headings and names that the vocabulary does not know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from incuanalysis.intake.clean.headings import Saved
from incuanalysis.intake.clean.units import split_unit
from incuanalysis.intake.returns.journal import Decision, Received
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.matching import normalise

__all__ = ["LEAVE_OUT", "Decisions"]

#: The meaning of a heading or name that is to be left out: its cells stay quarantined.
LEAVE_OUT = "-"


@dataclass(frozen=True)
class Decisions:
    """Decisions by sender (empty: for all), the last one of a text counts."""

    headings: dict[str, dict[str, Saved]] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Received | Decision]) -> Decisions:
        """Return the decisions among the entries of a journal."""
        made = cls()
        for entry in entries:
            if isinstance(entry, Decision):
                if entry.meaning == LEAVE_OUT:
                    continue
                text = normalise(entry.text)
                if entry.what == "heading":
                    saved = Saved(entry.meaning, Basis(entry.basis) if entry.basis else None, entry.unit)
                    # A heading is asked for with and without the unit in its brackets.
                    bare = normalise("/".join(split_unit(part)[0] for part in entry.text.split("/")))
                    made.headings.setdefault(entry.sender, {}).update({text: saved, bare: saved})
                else:
                    made.names.setdefault(entry.sender, {})[text] = entry.meaning
        return made

    def headings_of(self, sender: str) -> dict[str, Saved]:
        """Return normalised heading → meaning for a sender: its own before those for all."""
        return {**self.headings.get("", {}), **self.headings.get(sender, {})}

    def names_of(self, sender: str) -> dict[str, str]:
        """Return normalised name → id for a sender: its own before those for all."""
        return {**self.names.get("", {}), **self.names.get(sender, {})}

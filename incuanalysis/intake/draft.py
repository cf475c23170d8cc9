"""A store being changed in several steps: readers see nothing of it until it is committed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from incuanalysis.intake.catalogue import parts_of, writing
from incuanalysis.intake.store import Store

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from incuanalysis.intake.parts import Part

__all__ = ["Draft", "open_draft"]


@dataclass(frozen=True)
class Draft(Store):
    """A store whose catalogue is held in memory; its parts are written, but no reader knows of them yet.

    It reads and appends as a store does, and is left without a trace by not committing it: the next writer removes
    its parts.
    """

    held: dict[str, Any] = field(default_factory=dict)

    def exists(self) -> bool:
        """A draft always has a catalogue, if an empty one."""
        return True

    def catalogue(self) -> dict[str, Any]:
        """Return the catalogue as it would be committed."""
        return self.held

    def parts(self) -> list[Part]:
        """Return its parts in canonical order."""
        return parts_of(self.held)

    def adopt(self, parts: Sequence[Part], recorded_at: str | None) -> None:
        """Take parts that were written in its folder in place of its own.

        Parameters
        ----------
        parts
            All of them, in canonical order.
        recorded_at
            The latest date of record of what they add, None if they add nothing.
        """
        days = [day for day in (self.held["recorded_at"], recorded_at) if day]
        self.held.update(parts=[part.as_dict() for part in parts], recorded_at=max(days, default=None))

    def commit(
        self, *, tables: Mapping[str, pa.Table | pd.DataFrame], state: Mapping[str, Any], inputs: Mapping[str, str]
    ) -> None:
        """Make the draft the store's content, at once.

        Parameters
        ----------
        tables
            Side tables that replace the ones of their names.
        state, inputs
            As for :meth:`incuanalysis.intake.store.Store.replace`.
        """
        from incuanalysis.intake.parts import Part

        with writing(self.folder):
            written = {**self.held["tables"], **self._write_tables(tables)}
            parts = [Part(**part) for part in self.held["parts"]]
            super()._publish(parts, self.held["recorded_at"], inputs, written, dict(state))

    def _publish(
        self,
        parts: list[Part],
        recorded_at: str | None,
        inputs: Mapping[str, str],
        tables: dict[str, Any],
        state: dict[str, Any],
    ) -> None:
        """Hold the catalogue back."""
        self.held.update(
            parts=[part.as_dict() for part in parts],
            recorded_at=recorded_at,
            inputs=dict(inputs),
            tables=tables,
            state=state,
        )


def open_draft(store: Store, *, empty: bool = False) -> Draft:
    """Return a draft of a store's present content, or of an empty store."""
    held = store.catalogue() if store.exists() and not empty else {}
    start: dict[str, Any] = {"parts": [], "recorded_at": None, "inputs": {}, "tables": {}, "state": {}}
    return Draft(store.folder, {**start, **held})

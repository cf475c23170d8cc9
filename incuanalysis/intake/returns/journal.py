"""The archive of a store: every received file under its hash, and the journal of what was received and decided.

The journal is a text file of JSON lines. A line counts when its line break is on
the disk; a torn last line, as a power cut leaves it, is not an entry and is cut
off before the next one is written. Nothing in it is ever changed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from incuanalysis.errors import DamagedFileError
from incuanalysis.files import atomic_write, flush_files, sha256_bytes

__all__ = ["Archive", "Decision", "Entry", "Received", "Undoing"]


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was received.

    Parameters
    ----------
    number
        Of the entry, from 1.
    sha256, size
        Of the content.
    name
        Under which it came, with the folder it lay in; never used as a path.
    received_on
        ISO date on which it came in.
    recorded_at
        ISO instant (UTC) at which it was taken into the archive.
    by
        Who took it in.
    sender, region, period
        What was stated with it; empty where nothing was.
    """

    number: int
    sha256: str
    size: int
    name: str
    received_on: str
    recorded_at: str
    by: str
    sender: str = ""
    region: str = ""
    period: str = ""

    @property
    def file(self) -> str:
        """Where the content is kept, relative to the folder above the archive: what the store says of a cell's file."""
        return f"raw/{self.sha256[:2]}/{self.sha256}"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided: what a heading or a name means.

    Parameters
    ----------
    what
        ``name`` (of a region or carrier) or ``heading``.
    text
        As printed.
    meaning
        A region's or carrier's id, or an indicator's id; ``-`` for "leave it out".
    sender
        For whose files it holds; empty for all.
    basis, unit
        Of a heading, where it does not say them itself.
    """

    number: int
    what: Literal["name", "heading"]
    text: str
    meaning: str
    recorded_at: str
    by: str
    sender: str = ""
    basis: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Undoing:
    """A decision taken back: the returns are read as if it had never been made, so what it replaced holds again.

    Parameters
    ----------
    undoes
        Number of the decision.
    """

    number: int
    undoes: int
    recorded_at: str
    by: str


Entry = Received | Decision | Undoing
_KINDS: dict[str, type[Entry]] = {"file": Received, "decision": Decision, "undoing": Undoing}


@dataclass(frozen=True)
class Archive:
    """Received files and the journal in a folder.

    Parameters
    ----------
    folder
        Holds ``journal.jsonl`` and the files as ``<two digits>/<sha-256>``.
    """

    folder: Path

    @property
    def journal_file(self) -> Path:
        """The journal."""
        return self.folder / "journal.jsonl"

    def path(self, sha256: str) -> Path:
        """Return where the content with a hash is kept."""
        return self.folder / sha256[:2] / sha256

    def keep(self, data: bytes) -> str:
        """Keep some content under its hash, which is returned; what is already there is left alone.

        The content is sure to be on the disk once an entry that names it is appended.
        """
        sha256 = sha256_bytes(data)
        path = self.path(sha256)
        if not path.is_file() or path.stat().st_size != len(data):
            atomic_write(path, data, flush=False)
        return sha256

    def content(self, sha256: str) -> bytes:
        """Return the content with a hash.

        Raises
        ------
        DamagedFileError
            If it is missing or was changed.
        """
        try:
            data = self.path(sha256).read_bytes()
        except OSError as error:
            raise DamagedFileError(
                f"{self.path(sha256)}: a received file is missing ({error.strerror}). Restore it from a copy of {self.folder}."
            ) from None
        if sha256_bytes(data) != sha256:
            raise DamagedFileError(
                f"{self.path(sha256)}: the content is not what its name says. Restore it from a copy of {self.folder}."
            )
        return data

    def entries(self, after: int = 0) -> list[Entry]:
        """Return the entries with a number above ``after``, in order.

        Raises
        ------
        DamagedFileError
            If a line other than a torn last one is not an entry, or numbers are missing.
        """
        return [entry for entry in self._read() if entry.number > after]

    def append(self, entries: Sequence[Entry]) -> None:
        """Write entries and flush them to the disk; they count together or, after a power cut, the first ones of them."""
        if not entries:
            return
        flush_files([path for e in entries if isinstance(e, Received) and (path := self.path(e.sha256)).is_file()])
        self.folder.mkdir(parents=True, exist_ok=True)
        lines = "".join(json.dumps(_plain(entry), ensure_ascii=False) + "\n" for entry in entries).encode()
        with self.journal_file.open("a+b") as file:
            file.truncate(_whole(self.journal_file))
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())

    def _read(self) -> Iterator[Entry]:
        if not self.journal_file.is_file():
            return
        data = self.journal_file.read_bytes()[: _whole(self.journal_file)]
        for number, line in enumerate(data.splitlines(), start=1):
            try:
                raw = json.loads(line)
                entry = _KINDS[raw.pop("kind")](**raw)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise DamagedFileError(
                    f"{self.journal_file}: line {number} is not an entry ({error}). Restore the journal from a copy."
                ) from None
            if entry.number != number:
                raise DamagedFileError(
                    f"{self.journal_file}: line {number} has the number {entry.number}; a line is missing or was moved. "
                    "Restore the journal from a copy."
                )
            yield entry


def _plain(entry: Entry) -> dict[str, Any]:
    kind = next(name for name, made in _KINDS.items() if isinstance(entry, made))
    return {"kind": kind, **{name: value for name, value in asdict(entry).items() if value != ""}}


def _whole(path: Path) -> int:
    """Return how many bytes end with a line break: what follows is a torn line."""
    if not path.is_file():
        return 0
    return path.read_bytes().rfind(b"\n") + 1

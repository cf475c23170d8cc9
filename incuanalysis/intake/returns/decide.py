"""``incu decide``: what a person says a name or a heading means, kept in the journal and applied to all returns."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from pathlib import Path
from typing import Any, Literal, cast

from incuanalysis.errors import BadInputError, UnknownNameError
from incuanalysis.files import exclusive
from incuanalysis.intake.returns.decisions import LEAVE_OUT
from incuanalysis.intake.returns.ingest import user_name
from incuanalysis.intake.returns.journal import Decision
from incuanalysis.intake.returns.listing import find_carrier
from incuanalysis.intake.returns.replay import archive_of, bring_up_to_date, replay
from incuanalysis.intake.returns.tables import read_table
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

__all__ = ["decide"]

_WHAT = ("name", "heading")


def decide(
    project: Project,
    store: Store,
    what: str,
    text: str,
    meaning: str,
    *,
    sender: str = "",
    basis: str = "",
    unit: str = "",
    by: str = "",
) -> dict[str, Any]:
    """Record a decision and read the returns again with it.

    Parameters
    ----------
    what
        ``name`` or ``heading``.
    text
        As printed.
    meaning
        A region's, carrier's or indicator's id or name; ``-`` to leave it out.
    sender
        For whose files it holds; empty for all.
    basis, unit
        Of a heading.

    Returns
    -------
    dict
        ``text``, ``meaning`` (id), ``meaning_name``, the quarantined cells ``before`` and ``after``, and the stored ones
        ``stored_before`` and ``stored_after``.

    Raises
    ------
    UnknownNameError
        If nothing is known by that meaning.
    """
    words = open_vocabulary(project)
    if what not in _WHAT:
        raise UnknownNameError("kind of decision", what, list(_WHAT))
    if not text.strip():
        raise BadInputError("The text to be decided is empty. Give it as it is printed in the return.")
    if basis and basis not in set(Basis):
        raise UnknownNameError("basis", basis, [str(one) for one in Basis])
    if unit:
        words.units.get(unit)
    archive = archive_of(project, store)
    with exclusive(store.folder):
        bring_up_to_date(project, store, archive)
        id, name = _meaning(project, store, what, meaning, words)
        if unit and id in words.indicators:
            words.units.convert("1", unit, words.indicators.get(id).unit)
        before, stored = len(read_table(store, "quarantine")), _stored(store)
        number = max((entry.number for entry in archive.entries()), default=0) + 1
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        kind = cast("Literal['name', 'heading']", what)
        archive.append([Decision(number, kind, text, id, now, by or user_name(), sender, basis, unit)])
        spill = Path(tempfile.mkdtemp(prefix=".reading-", dir=store.folder))
        try:
            replay(project, store, archive, spill)
        finally:
            shutil.rmtree(spill, ignore_errors=True)
        after = len(read_table(store, "quarantine"))
    return {
        "what": what,
        "text": text,
        "meaning": id,
        "meaning_name": name,
        "before": before,
        "after": after,
        "stored_before": stored,
        "stored_after": _stored(store),
    }


def _stored(store: Store) -> int:
    return int(read_table(store, "files")["stored"].sum())


def _meaning(project: Project, store: Store, what: str, meaning: str, words: Vocabulary) -> tuple[str, str]:
    if meaning == LEAVE_OUT:
        return LEAVE_OUT, "不入库"
    if what == "heading":
        indicator = words.indicators.find(meaning)
        return indicator.id, indicator.zh
    try:
        region = words.regions.find(meaning)
    except UnknownNameError as unknown:
        try:
            return find_carrier(project, store, meaning, "", words), meaning
        except UnknownNameError as neither:
            near = [*unknown.nearest, *neither.nearest][:4]
            raise UnknownNameError("region or carrier", meaning, near) from None
    return region.id, region.name

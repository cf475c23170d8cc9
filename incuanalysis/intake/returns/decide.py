"""``incu decide``: what a person says a name or a heading means, kept in the journal and applied to all returns."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any, Literal, cast

from incuanalysis.errors import BadInputError, UnknownNameError
from incuanalysis.files import exclusive
from incuanalysis.intake.clean.asked import find_indicator
from incuanalysis.intake.returns.decisions import LEAVE_OUT, in_force, same_subject
from incuanalysis.intake.returns.ingest import user_name
from incuanalysis.intake.returns.journal import Archive, Decision, Entry, Undoing
from incuanalysis.intake.returns.listing import carriers_of, find_carrier
from incuanalysis.intake.returns.replay import archive_of, bring_up_to_date, replay
from incuanalysis.intake.returns.tables import read_table
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.matching import nearest, normalise
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

__all__ = ["decide", "decisions_made", "undo"]

_WHAT = ("name", "heading")
#: Reasons for which a cell waits that a decision may remove, and the fact that holds its text.
_ASKED = {
    "name": ("name", ("unknown_name", "ambiguous_name")),
    "heading": ("heading", ("unknown_heading", "ambiguous_heading", "derived_heading", "heading_period", "no_start")),
}


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
    """Record a decision and read the returns again with it; one that is in force already is not recorded again.

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
        The decision as :func:`decisions_made` lists it; ``recorded``; ``replaced`` (the decision that it replaces, or
        None); ``changed``, whether any cell is read otherwise now; ``waiting``, the quarantined cells that bore the text;
        ``nearest``, where it concerns no return, the texts in quarantine that resemble it; the quarantined cells
        ``before`` and ``after``, and the stored ones ``stored_before`` and ``stored_after``.

    Raises
    ------
    UnknownNameError
        If nothing is known by that meaning.
    """
    words = open_vocabulary(project)
    if what not in _WHAT:
        raise UnknownNameError("kind of decision", what, list(_WHAT))
    if not text.strip():
        raise BadInputError(
            "The text to be decided is empty. Give it as it is printed in the return.",
            "未写明要确认的文字。请按报表中的原样填写。",
        )
    if basis and basis not in set(Basis):
        raise UnknownNameError("basis", basis, [str(one) for one in Basis])
    if unit:
        words.units.get(unit)
    archive = archive_of(project, store)
    with exclusive(store.folder):
        bring_up_to_date(project, store, archive)
        id = _meaning(project, store, what, meaning, words)
        if unit and id in words.indicators:
            words.units.convert("1", unit, words.indicators.get(id).unit)
        entries = archive.entries()
        kind = cast("Literal['name', 'heading']", what)
        made = Decision(_next(entries), kind, text, id, _now(), by or user_name(), sender, basis, unit)
        held = {same_subject(one): one for one in in_force(entries)}.get(same_subject(made))
        names = _names(store, words)
        if held is not None and (held.meaning, held.basis, held.unit) == (id, basis, unit):
            counts = _counts(store)
            told: dict[str, Any] = {"recorded": False, "replaced": None, "changed": False, **_told(counts, counts)}
            made = held
        else:
            asked = _asked(store, what)
            told = {"recorded": True, "replaced": _said(held, names) if held else None}
            told |= _apply(project, store, archive, made)
            told["waiting"] = sum(
                cells for asked_text, cells in asked.items() if normalise(asked_text) == normalise(text)
            )
            if not told["changed"] and not told["waiting"]:
                told["nearest"] = nearest(text, asked)
    return {**_said(made, names), "waiting": 0, "nearest": [], **told}


def undo(project: Project, store: Store, number: int, *, by: str = "") -> dict[str, Any]:
    """Take a decision back and read the returns again: what it replaced holds again.

    Returns
    -------
    dict
        The decision as :func:`decisions_made` lists it; ``restored`` (the one that holds again, or None); ``changed``,
        ``before``, ``after``, ``stored_before`` and ``stored_after`` as of :func:`decide`.

    Raises
    ------
    BadInputError
        If no decision in force has the number.
    """
    words = open_vocabulary(project)
    archive = archive_of(project, store)
    with exclusive(store.folder):
        bring_up_to_date(project, store, archive)
        entries = archive.entries()
        held = {one.number: one for one in in_force(entries)}
        if number not in held:
            known = [str(one) for one in held]
            raise BadInputError(
                f"No decision in force has the number {number}. In force: {', '.join(known) or 'none'}.",
                f"没有第{number}号有效决定。现行有效的决定：{'、'.join(known) or '无'}（见 incu decide --list）。",
            )
        taken_back = Undoing(_next(entries), number, _now(), by or user_name())
        subject = same_subject(held[number])
        again = next((one for one in in_force([*entries, taken_back]) if same_subject(one) == subject), None)
        names = _names(store, words)
        told = _apply(project, store, archive, taken_back)
    return {**_said(held[number], names), "restored": _said(again, names) if again else None, **told}


def decisions_made(project: Project, store: Store) -> list[dict[str, Any]]:
    """Return the decisions in force.

    Returns
    -------
    list of dict
        ``number`` (of the journal's entry), ``day``, ``by``, ``what``, ``text``, ``meaning`` (id), ``meaning_name``,
        ``sender``, ``basis`` and ``unit``.
    """
    names = _names(store, open_vocabulary(project))
    return [_said(one, names) for one in in_force(archive_of(project, store).entries())]


def _apply(project: Project, store: Store, archive: Archive, entry: Entry) -> dict[str, Any]:
    """Append an entry to the journal, make the store anew, and tell what that changed."""
    before, content = _counts(store), store.digest()
    archive.append([entry])
    spill = Path(tempfile.mkdtemp(prefix=".reading-", dir=store.folder))
    try:
        replay(project, store, archive, spill)
    finally:
        shutil.rmtree(spill, ignore_errors=True)
    return {"changed": store.digest() != content, **_told(before, _counts(store))}


def _counts(store: Store) -> tuple[int, int]:
    return len(read_table(store, "quarantine")), int(read_table(store, "files")["stored"].sum())


def _told(before: tuple[int, int], after: tuple[int, int]) -> dict[str, int]:
    return {"before": before[0], "after": after[0], "stored_before": before[1], "stored_after": after[1]}


def _asked(store: Store, what: str) -> dict[str, int]:
    """Return the names or headings that wait in quarantine for a decision, and how many cells each keeps there."""
    fact, codes = _ASKED[what]
    found: dict[str, int] = {}
    rows = read_table(store, "quarantine")
    for facts in rows.loc[rows["code"].isin(codes), "facts"]:
        text = json.loads(facts).get(fact, "")
        found[text] = found.get(text, 0) + 1
    return found


def _next(entries: list[Entry]) -> int:
    return max((entry.number for entry in entries), default=0) + 1


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _names(store: Store, words: Vocabulary) -> dict[str, str]:
    """Return id → name of all that a decision may mean."""
    carriers = carriers_of(store)
    names = dict(zip(carriers["id"], carriers["name"], strict=True)) if len(carriers) else {}
    names |= {region.id: region.name for region in words.regions.all()}
    return {**names, **{indicator.id: indicator.zh for indicator in words.indicators}, LEAVE_OUT: "不入库"}


def _said(one: Decision, names: dict[str, str]) -> dict[str, Any]:
    return {
        "number": one.number,
        "day": dt.datetime.fromisoformat(one.recorded_at).astimezone().date().isoformat(),
        "by": one.by,
        "what": one.what,
        "text": one.text,
        "meaning": one.meaning,
        "meaning_name": names.get(one.meaning, one.meaning),
        "sender": one.sender,
        "basis": one.basis,
        "unit": one.unit,
    }


def _meaning(project: Project, store: Store, what: str, meaning: str, words: Vocabulary) -> str:
    if meaning == LEAVE_OUT:
        return LEAVE_OUT
    if what == "heading":
        return find_indicator(words, meaning).id
    try:
        return words.regions.find(meaning).id
    except UnknownNameError as unknown:
        try:
            return find_carrier(project, store, meaning, "", words)
        except UnknownNameError as neither:
            near = [*unknown.nearest, *neither.nearest][:4]
            raise UnknownNameError("region or carrier", meaning, near) from None

"""Archives (.zip) of files, each opened as if it had come alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from incuanalysis.intake.cells import Sheet
from incuanalysis.intake.files.limits import Budget
from incuanalysis.intake.files.opened import Opened, Unreadable, refuse
from incuanalysis.intake.files.packed import Pack, member_name
from incuanalysis.intake.findings import Finding, finding

__all__ = ["is_clutter", "open_archive"]

_CLUTTER = {".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db"}


def is_clutter(path: str) -> bool:
    """Return whether a member is of the system or the program, not of the sender.

    Examples
    --------
    >>> is_clutter("报表/~$汇总.xlsx"), is_clutter("__MACOSX/报表/._汇总.xlsx"), is_clutter("报表/汇总.xlsx")
    (True, True, False)
    """
    folders, _, name = path.rpartition("/")
    return "__MACOSX" in folders.split("/") or name.lower() in _CLUTTER or name.startswith(("~$", "._", ".~"))


def open_archive(pack: Pack, budget: Budget, open_member: Callable[[bytes, str, Budget], Opened]) -> Opened:
    """Open an archive's members; one that cannot be read is a finding beside the others.

    Parameters
    ----------
    pack
        The archive.
    budget
        What may be unpacked in all.
    open_member
        Opens a member's bytes.

    Raises
    ------
    Unreadable
        If there is no member, if the only one cannot be read, or if the limits for the whole archive are reached.
    """
    sheets: list[Sheet] = []
    findings: list[Finding] = []
    refused: list[Unreadable] = []
    read = 0
    for info in pack.infos:
        path = member_name(info)
        if is_clutter(path):
            findings.append(finding("file_member_skipped", member=path))
            continue
        try:
            opened = open_member(pack.read(info), path, budget)
        except Unreadable as error:
            if error.finding.code == "file_bomb":
                raise
            refused.append(error)
            findings.append(replace(error.finding, sheet=path))
            continue
        read += 1
        for sheet in opened.sheets:
            sheets.append(replace(sheet, member=f"{path}/{sheet.member}" if sheet.member else path))
        findings += [replace(found, sheet=f"{path}/{found.sheet}".rstrip("/")) for found in opened.findings]
    if not read and not refused:
        raise refuse("file_archive_empty")
    if not read and len(refused) == 1:
        raise refused[0]
    return Opened(tuple(sheets), tuple(findings), "zip")

"""An edition under the names that an office gives its documents: 洞头区2023年9月月度监测简报.pdf."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from incuanalysis.errors import BadInputError, DamagedFileError
from incuanalysis.files import atomic_write, flush_files, sha256_file
from incuanalysis.project import Project
from incuanalysis.publishing.edition import entry_request, unit_name
from incuanalysis.publishing.ledger import Entry
from incuanalysis.publishing.report import FILES, report_files
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

__all__ = ["EXPORTED", "Exported", "export_edition", "export_name", "safe_name"]

#: What is copied unless other formats are asked for.
EXPORTED = ("pdf", "docx")
#: Where an export keeps which files are its own, so that the next one may replace these and no others.
_LIST = ".incu-export.json"
_UNSAFE = re.compile(r"""[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+""")
# names that Windows keeps for devices
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
# most file systems take 255 bytes; room is left for the ending and for a number
_LONGEST = 220


@dataclass
class Exported:
    """What an export did; names are relative to the folder."""

    folder: str
    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    """Reports that have none of the formats asked for, or failed."""


@dataclass(frozen=True)
class _Document:
    """One report with its name and the files to copy."""

    id: str
    name: str
    longer: str
    files: dict[str, Path]
    hashes: dict[str, str]


def export_edition(
    project: Project, reports: Path, entries: Iterable[Entry], folder: Path, formats: Sequence[str] = EXPORTED
) -> Exported:
    """Copy the reports of an edition to a folder under the names that an office uses.

    Internal versions have （内部） in their names, statements of a unit the unit's name. Where two reports would have the
    same name, the name of the region above is put before it.

    Parameters
    ----------
    project
        For the names of regions.
    reports
        The edition's folder.
    entries
        The ledger's.
    folder
        Where to; made where it is missing.
    formats
        Endings to be copied, such as ``pdf`` and ``docx``.

    Raises
    ------
    BadInputError
        For an unknown format, or if a file of that name is there that no export has written, or that was changed since.
        Nothing is written then.
    DamagedFileError
        If a report's file is not what was made.
    """
    if unknown := [name for name in formats if name not in FILES]:
        raise BadInputError(
            f"Formats are {', '.join(FILES)}; found {unknown[0]!r}.", f"格式为{'、'.join(FILES)}，没有“{unknown[0]}”。"
        )
    words = open_vocabulary(project)
    result = Exported(str(folder))
    documents = []
    for entry in entries:
        document = _document(words, reports, entry, formats) if entry.state == "ok" else None
        if document is None:
            result.without.append(entry.id)
        else:
            documents.append(document)
    wanted = {
        f"{name}.{suffix}": (path, _digest(path, document.hashes.get(suffix)))
        for name, document in _named(documents)
        for suffix, path in document.files.items()
    }
    digests = {name: digest for name, (_, digest) in wanted.items()}
    known = _read_list(folder)
    there = _refuse_foreign(folder, digests, known)
    if not wanted:
        return result
    for name, (path, digest) in sorted(wanted.items()):
        if there.get(name) == digest:
            result.unchanged.append(name)
        else:
            atomic_write(folder / name, path.read_bytes(), flush=False)
            result.written.append(name)
    flush_files([folder / name for name in result.written])
    listed = json.dumps(known | digests, ensure_ascii=False, indent=1, sort_keys=True)
    atomic_write(folder / _LIST, listed + "\n")
    return result


def _digest(path: Path, expected: str | None) -> str:
    """Return a file's hash, if it is the one with which it was made."""
    digest = sha256_file(path)
    if expected and digest != expected:
        raise DamagedFileError(
            f"{path} is not what was made for this report. Make the report again.",
            f"文件“{path}”与制作时不一致，请重新制作该报告。",
        )
    return digest


def export_name(
    region: str,
    period: str,
    title: str,
    *,
    language: str = "zh",
    unit: str = "",
    internal: bool = False,
    more: str = "",
) -> str:
    """Return a document's name without its ending.

    Parameters
    ----------
    region, period, title
        As printed.
    language
        In English the parts are set apart.
    unit
        Name of the unit that the document is about.
    internal
        Whether it is for the office's own use.
    more
        Values of other parameters.

    Examples
    --------
    >>> export_name("洞头区", "2023年9月", "月度监测简报")
    '洞头区2023年9月月度监测简报'
    >>> export_name("洞头区", "2023年9月", "核对单", unit="北岙街道", internal=True)
    '洞头区2023年9月核对单-北岙街道（内部）'
    >>> export_name("Dongtou District", "2025", "Plan review", language="en")
    'Dongtou District 2025 Plan review'
    """
    joint = "" if language == "zh" else " "
    name = joint.join((region, period, title))
    name += "".join(f"-{part}" for part in (unit, more) if part)
    # behind the name is made short enough, so that the mark is never cut off
    mark = "（内部）" if language == "zh" else " (internal)"
    return safe_name(name) + (mark if internal else "")


def safe_name(name: str) -> str:
    r"""Return a name that every file system takes: no signs with a meaning of their own, not too long.

    Examples
    --------
    >>> safe_name("甲/乙:\n丙<b>*?. ")
    '甲-乙-丙-b'
    >>> safe_name("CON"), safe_name("..")
    ('_CON', '_')
    """
    clean = _UNSAFE.sub("-", name).strip(" .-\u3000")
    clean = clean.encode()[:_LONGEST].decode(errors="ignore").strip(" .-\u3000")
    return f"_{clean}" if not clean or _DEVICE.fullmatch(clean) else clean


def _document(words: Vocabulary, reports: Path, entry: Entry, formats: Sequence[str]) -> _Document | None:
    """Return a report's name and files; None where it has none of the formats."""
    request = entry_request(entry)
    paths = report_files(reports, request, FILES)
    files = {suffix: paths[suffix] for suffix in dict.fromkeys(formats) if paths[suffix].is_file()}
    if not files:
        return None
    record = _record(paths["json"])
    options = dict(request.options)
    unit = str(record.get("unit_name") or unit_name(words, options.get("unit", ""), request.language))
    more = "-".join(value for name, value in sorted(options.items()) if name not in ("unit", "version"))
    joint = "" if request.language == "zh" else " "
    above = [words.regions.name(id, request.language, short=True) for id in words.regions.path(request.region)[1:-1]]
    region = str(record["region_name"])
    name, longer = (
        export_name(
            place,
            str(record["period_label"]),
            str(record["title"]),
            language=request.language,
            unit=unit,
            internal="internal" in (options.get("version"), record.get("version")),
            more=more,
        )
        for place in (region, joint.join((*above, region)))
    )
    hashes = {suffix: file["sha256"] for suffix, file in record["files"].items()}
    return _Document(entry.id, name, longer, files, hashes)


def _record(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if all(name in record for name in ("region_name", "period_label", "title", "files")):
            return dict(record)
    except (OSError, ValueError, TypeError):
        pass
    raise DamagedFileError(
        f"{path} is missing or is not the record of a report. Make the report again.",
        f"报告的记录“{path}”缺失或无法读取，请重新制作该报告。",
    )


def _named(documents: list[_Document]) -> list[tuple[str, _Document]]:
    """Give each document a name of its own."""
    # systems that do not tell A from a are common
    counts = Counter(document.name.casefold() for document in documents)
    names = [one.longer if counts[one.name.casefold()] > 1 else one.name for one in documents]
    taken: set[str] = set()
    out = []
    for wanted, document in zip(names, documents, strict=True):
        name, count = wanted, 1
        while name.casefold() in taken:
            count += 1
            name = f"{wanted}（{count}）"
        taken.add(name.casefold())
        out.append((name, document))
    return out


def _read_list(folder: Path) -> dict[str, str]:
    path = folder / _LIST
    if not path.is_file():
        return {}
    try:
        return {str(name): str(digest) for name, digest in json.loads(path.read_text(encoding="utf-8")).items()}
    except (ValueError, AttributeError):
        raise DamagedFileError(
            f"{path} is not readable. Move it away; files of the same names are then not replaced.",
            f"导出清单“{path}”无法读取。请移走它；移走后不会覆盖同名文件。",
        ) from None


def _refuse_foreign(folder: Path, digests: dict[str, str], known: dict[str, str]) -> dict[str, str]:
    """Return the hashes of the files that are there; refuse to replace one that is not an export's or was changed since."""
    foreign, there = [], {}
    for name, digest in sorted(digests.items()):
        path = folder / name
        if path.is_file():
            there[name] = sha256_file(path)
            if there[name] not in (known.get(name), digest):
                foreign.append(name)
        elif path.exists():
            foreign.append(name)
    if foreign:
        more = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
        more_zh = f"等{len(foreign)}个" if len(foreign) > 1 else ""
        raise BadInputError(
            f"{folder} has a file {foreign[0]}{more} that was not exported from here or was changed since. "
            "Nothing was written. Move it away, or choose another folder.",
            f"文件夹“{folder}”中的“{foreign[0]}”{more_zh}文件不是由本程序导出，或导出后已被改动，未写入任何文件。请移走后再试，或另选文件夹。",
        )
    return there

"""Offices and their documents as lines for a terminal and as records for another program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from incuanalysis.errors import NoDataError
from incuanalysis.plans.bureaus.data import DocumentData, document_data
from incuanalysis.plans.bureaus.kinds import DOCUMENT_KINDS
from incuanalysis.plans.bureaus.library import FOLDER, bureau_file, document_kinds, open_bureau
from incuanalysis.plans.bureaus.model import Bureau
from incuanalysis.plans.bureaus.reading import read_bureau
from incuanalysis.project import Project
from incuanalysis.vocabulary.words import open_vocabulary

__all__ = ["STATE_NAMES", "bureau_lines", "bureau_record", "check_bureaus", "document_lines", "document_record"]

#: State → Chinese and English.
STATE_NAMES = {"draft": ("草稿", "draft"), "review": ("送审稿", "for signature"), "issued": ("已印发", "issued")}


def bureau_record(project: Project, region: str) -> dict[str, Any]:
    """Return a region's office as JSON: the fields of its file, and the file.

    Raises
    ------
    NoDataError
        If no file tells it.
    """
    office, path = _open(project, region)
    return {"file": str(path), **office.model_dump(mode="json")}


def bureau_lines(project: Project, region: str) -> list[str]:
    """Return a region's office as lines; errors are those of :func:`bureau_record`."""
    office, path = _open(project, region)
    lines = [
        f"发文单位：{office.issuer}{f'（{office.short}）' if office.short else ''}",
        f"主送：{'，'.join(office.to) or '—'}",
        f"抄送：{'，'.join(office.cc) or '—'}",
        f"联系方式：{office.contact.line() or '—'}",
        f"异议受理：{office.objections.office or office.issuer}",
    ]
    for kind, own in office.kinds.items():
        name = own.name or (DOCUMENT_KINDS[kind].zh if kind in DOCUMENT_KINDS else kind)
        said = [
            f"{what}：{'，'.join(who) or '无'}" for what, who in (("主送", own.to), ("抄送", own.cc)) if who is not None
        ]
        lines.append(f"{name}：{'；'.join(said) or '同上'}")
    for one in office.documents:
        name = DOCUMENT_KINDS[one.kind].zh if one.kind in DOCUMENT_KINDS else one.kind
        details = [STATE_NAMES[one.state][0], one.number, one.signer, one.date.isoformat() if one.date else ""]
        lines.append(f"{name} {one.period}{' ' + one.unit if one.unit else ''}：{'，'.join(filter(None, details))}")
    return [*lines, f"来源：{path}"]


def document_record(project: Project, region: str, kind: str, period: str, unit: str = "") -> dict[str, Any]:
    """Return head and end of a document as JSON: the fields of :class:`~incuanalysis.plans.bureaus.data.DocumentData`."""
    data = document_data(project, region, kind, period, unit)
    return {
        "region": data.region, "kind": data.kind, "period": str(data.period), "unit": data.unit, "kind_name": data.kind_name,
        "issuer": data.issuer, "short": data.short, "to": list(data.to), "cc": list(data.cc),
        "contact": data.contact.model_dump(), "objection_office": data.objection_office,
        "objection_contact": data.objection_contact.model_dump(), "objection_days": data.objection_days, "issue": data.issue,
        "issue_number": data.issue_number, "issue_total": data.issue_total, "number": data.number, "signer": data.signer,
        "date": data.date.isoformat() if data.date else None, "state": data.state, "told": data.told,
    }  # fmt: skip


def document_lines(project: Project, region: str, kind: str, period: str, unit: str = "") -> list[str]:
    """Return head and end of a document as lines."""
    data = document_data(project, region, kind, period, unit)
    return [f"{label}：{text or '—'}" for label, text in _told(data)]


def _told(data: DocumentData) -> list[tuple[str, str]]:
    return [
        ("文种", data.kind_name or data.kind),
        ("发文单位", data.issuer_line),
        ("期号", data.issue),
        ("文号", data.number),
        ("签发人", data.signer),
        ("印发日期", data.date_line),
        ("状态", STATE_NAMES[data.state][0]),
        ("主送", "，".join(data.to)),
        ("抄送", "，".join(data.cc)),
        ("联系方式", data.contact.line()),
        ("异议", data.objection_line),
    ]


def check_bureaus(project: Project, file: Path | None = None) -> list[dict[str, Any]]:
    """Check one file, or all that the project uses; return what each is.

    Raises
    ------
    DamagedFileError
        If something is wrong in a file.
    """
    words, kinds = open_vocabulary(project), document_kinds(project)
    paths = [file] if file is not None else list(project.find_all(FOLDER, "*.yml").values())
    checked = []
    for path in paths:
        office = read_bureau(path, words, kinds)
        checked.append(
            {"file": str(path), "region": office.region, "issuer": office.issuer, "documents": len(office.documents)}
        )
    return checked


def _open(project: Project, region: str) -> tuple[Bureau, Path]:
    office, path = open_bureau(region, project), bureau_file(region, project)
    if office is None or path is None:
        name = open_vocabulary(project).regions.get(region).name
        raise NoDataError(
            f"No file tells the office of {name}. Write {FOLDER}/{region}.yml (docs/documents.md).",
            f"没有{name}发文单位的资料，请写到{FOLDER}/{region}.yml（写法见docs/documents.md）。",
        )
    return office, path

"""Head and closing of a document, from the bureau's file: who issues it, to whom, in which state and version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.furniture import Closing, Letterhead, Salutation
from incuanalysis.plans.bureaus import DocumentData, document_data

if TYPE_CHECKING:
    from incuanalysis.display.context import Report

__all__ = ["closing", "letterhead", "objections", "salutation"]


def letterhead(report: Report, kind: str, style: Literal["official", "plain"] = "official") -> Letterhead:
    """Return the head of a document.

    Parameters
    ----------
    report
        The report that is made.
    kind
        The notebook's kind, under which the bureau's file has its data.
    style
        ``official`` or ``plain``.
    """
    said = _data(report, kind)
    # An analysis that no office has taken up in its file is nobody's draft, and nobody's document.
    own = style == "plain" and said.state == "draft" and not said.number and said.date is None
    return Letterhead(
        stamp(report),
        "" if own else said.issuer_line,
        said.kind_name,
        style,
        said.issue,
        said.number,
        said.signer,
        said.date_line,
        "issued" if own else said.state,
        "internal" if report.internal else "published",
        said.to,
        said.cc,
        said.contact.line(),
        report.inquiry.demo,
        report.unit_name,
    )


def salutation(report: Report, kind: str) -> Salutation:
    """Return the line of the main recipients."""
    return Salutation(stamp(report), _data(report, kind).salutation or "（主送单位待填）：")


def closing(report: Report, kind: str) -> Closing:
    """Return issuer and date at the end, and who gets copies."""
    said = _data(report, kind)
    return Closing(stamp(report), said.issuer_line, said.date_line or "（印发日期待填）", said.cc, said.contact.line())


def objections(report: Report, kind: str) -> str:
    """Return where and by when to object, as one sentence; empty where the bureau's file names nobody."""
    return _data(report, kind).objection_line


def _data(report: Report, kind: str) -> DocumentData:
    return document_data(report.project, report.region.id, kind, report.period, report.unit or "")

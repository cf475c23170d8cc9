"""What a document's head and end say: issuer, recipients, issue, number, signer, date, state."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from incuanalysis.plans.bureaus.kinds import DOCUMENT_KINDS, Every, issue_number
from incuanalysis.plans.bureaus.library import open_bureau
from incuanalysis.plans.bureaus.model import Bureau, Contact, IssuedDocument, Issues, KindData, State
from incuanalysis.project import Project, find_project
from incuanalysis.vocabulary.periods import Month, Period
from incuanalysis.vocabulary.words import open_vocabulary

__all__ = ["NO_ISSUER", "DocumentData", "document_data"]

#: What stands in the place of the issuer where no file tells it.
NO_ISSUER = "（发文单位待填）"


@dataclass(frozen=True, slots=True)
class DocumentData:
    """Head and end of one document.

    Parameters
    ----------
    region, kind, period, unit
        Which document.
    kind_name
        What it is called: 季度通报.
    issuer, short
        Full name of the office, empty where no file tells it; and what texts call it.
    to, cc
        主送 and 抄送; groups of one kind stand in one entry.
    contact
        Whom to ask.
    objection_office, objection_contact, objection_days
        Who receives objections, how to reach it, and within how many working days (None: nothing laid down).
    issue, issue_number, issue_total
        As printed (2023年第9期, empty for what has no issues), the number within the year, and counted through.
    number, signer
        文号 and 签发人; empty until given.
    date
        Day of issue; None until given.
    state
        ``draft``, ``review`` or ``issued``.
    told
        Whether a file tells the office.
    """

    region: str
    kind: str
    period: Period
    unit: str
    kind_name: str
    issuer: str
    short: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    contact: Contact
    objection_office: str
    objection_contact: Contact
    objection_days: int | None
    issue: str
    issue_number: int | None
    issue_total: int | None
    number: str
    signer: str
    date: dt.date | None
    state: State
    told: bool

    @property
    def issuer_line(self) -> str:
        """The issuer as a document prints it: a blank to be filled in where it is not known."""
        return self.issuer or NO_ISSUER

    @property
    def salutation(self) -> str:
        """The line of the main recipients; empty without any."""
        return f"{'，'.join(self.to)}：" if self.to else ""

    @property
    def date_line(self) -> str:
        """The day of issue as printed, empty until given."""
        return f"{self.date.year}年{self.date.month}月{self.date.day}日" if self.date else ""

    @property
    def objection_line(self) -> str:
        """Where and by when to object, as one sentence; empty where nobody is named."""
        if not self.objection_office:
            return ""
        days = f"自印发之日起{self.objection_days}个工作日内" if self.objection_days else ""
        how = self.objection_contact.line()
        return f"对数据有异议的，请{days}向{self.objection_office}书面提出{f'（{how}）' if how else ''}。"


def document_data(
    project: Project | None, region: str, kind: str, period: str | Period, unit: str = ""
) -> DocumentData:
    """Return what is known of a document's head and end.

    Parameters
    ----------
    project
        The project; None for the one that is found.
    region
        Id or name of a region.
    kind
        Kind of document: one of ``DOCUMENT_KINDS``, or the name of a notebook.
    period
        Which one.
    unit
        Of a statement: whose it is.

    Returns
    -------
    DocumentData
        Without a file of the region: no issuer, no recipients, a draft.

    Raises
    ------
    UnknownNameError
        If the region is unknown.
    DamagedFileError
        If something is wrong in the region's file.

    Examples
    --------
    >>> data = document_data(None, "洞头区", "monthly_monitoring", "2023-09")
    >>> data.issuer_line, data.issue, data.state
    ('洞头区科学技术局', '2023年第9期', 'draft')
    >>> document_data(None, "浙江", "quarterly_bulletin", "2023Q3").issuer_line
    '（发文单位待填）'
    """
    place = project or find_project()
    when = period if isinstance(period, Period) else Period.parse(period)
    id = open_vocabulary(place).regions.find(region).id
    bureau = open_bureau(id, place)
    usual = DOCUMENT_KINDS.get(kind)
    own = (bureau.kinds.get(kind) if bureau else None) or KindData()
    known = _known(bureau, kind, when, unit)
    number, total, issue = _issue(own.issues, usual.every if usual else "any", when, known)
    return DocumentData(
        region=id,
        kind=kind,
        period=when,
        unit=unit,
        kind_name=own.name or (usual.zh if usual else ""),
        issuer=bureau.issuer if bureau else "",
        short=(bureau.short or bureau.issuer) if bureau else "",
        to=(own.to if own.to is not None else bureau.to) if bureau else (),
        cc=(own.cc if own.cc is not None else bureau.cc) if bureau else (),
        contact=bureau.contact if bureau else Contact(),
        objection_office=(bureau.objections.office or bureau.issuer) if bureau else "",
        objection_contact=_reached(bureau) if bureau else Contact(),
        objection_days=bureau.objections.working_days if bureau else None,
        issue=issue,
        issue_number=number,
        issue_total=total,
        number=known.number if known else "",
        signer=known.signer if known else "",
        date=known.date if known else None,
        state=known.state if known else "draft",
        told=bureau is not None,
    )


def _known(bureau: Bureau | None, kind: str, period: Period, unit: str) -> IssuedDocument | None:
    listed = bureau.documents if bureau else ()
    return next(
        (one for one in listed if one.kind == kind and Period.parse(one.period) == period and one.unit == unit), None
    )


def _reached(bureau: Bureau) -> Contact:
    """Return how to reach who receives objections: what is not given there is the office's own, if it is the office."""
    own = bureau.objections.contact
    if bureau.objections.office and bureau.objections.office != bureau.issuer:
        return own
    return Contact(**{name: text or getattr(bureau.contact, name) for name, text in own.model_dump().items()})


def _issue(
    issues: Issues, every: Every, period: Period, known: IssuedDocument | None
) -> tuple[int | None, int | None, str]:
    """Return an issue's number within the year, counted through, and as printed."""
    usual = issue_number(every, period)
    number = known.issue if known and known.issue else None if usual is None else usual + issues.first - 1
    if number is None:
        return None, None, ""
    total = None
    if issues.since and usual is not None:
        first = Month(int(issues.since[:4]), int(issues.since[5:]))
        step = 3 if every == "quarter" else 1
        past = period.last.ordinal // step - first.ordinal // step
        total = past + 1 if past >= 0 else None
    through = f"（总第{total}期）" if total else ""
    return number, total, f"{issues.prefix}{period.last.year}年第{number}期{through}"

"""The nouns of an office's file (``data/bureaus/<region id>.yml``)."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from incuanalysis.vocabulary.part import ID, Part

__all__ = ["Bureau", "Contact", "IssuedDocument", "Issues", "KindData", "Objections", "State"]

#: ``draft`` 草稿, ``review`` 送审稿, ``issued`` 已印发.
State = Literal["draft", "review", "issued"]


class Contact(Part):
    """Whom to ask; each part may be empty."""

    name: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""

    def line(self) -> str:
        """Return what is given as one line.

        Examples
        --------
        >>> Contact(phone="0577-00000000", address="演示路1号").line()
        '联系电话：0577-00000000；地址：演示路1号'
        """
        named = (("联系人", self.name), ("联系电话", self.phone), ("地址", self.address), ("电子邮箱", self.email))
        return "；".join(f"{label}：{text}" for label, text in named if text)


class Objections(Part):
    """Where and by when units object to what a document says.

    Parameters
    ----------
    office
        Who receives objections; empty for the issuer.
    contact
        How to reach it; what is empty there is the office's.
    working_days
        Working days from the day of issue; None where nothing is laid down.
    """

    office: str = ""
    contact: Contact = Contact()
    working_days: int | None = Field(default=None, ge=1, le=90)


class Issues(Part):
    """How the issues of a kind are numbered.

    Parameters
    ----------
    prefix
        Stands before the number: 孵化载体工作动态.
    first
        Number of the year's first issue: the month's or quarter's own number is counted on from it.
    since
        Month of the very first issue (2022-10), from which issues are also counted through: 总第12期.
    """

    prefix: str = ""
    first: int = Field(default=1, ge=1)
    since: str | None = Field(default=None, pattern=r"^\d{4}-(0[1-9]|1[0-2])$")


class KindData(Part):
    """What holds for all documents of one kind; None: as for all kinds."""

    name: str = ""
    to: tuple[str, ...] | None = Field(default=None, strict=False)
    cc: tuple[str, ...] | None = Field(default=None, strict=False)
    issues: Issues = Issues()


class IssuedDocument(Part):
    """What is known of one document.

    Parameters
    ----------
    kind, period
        Which one; the period as on the command line: 2023-09, 2023Q3, 2023.
    unit
        Of a statement: id of the unit that it is about (the name of a department).
    state
        ``draft`` until it goes up for signature (``review``) or is issued.
    issue
        Its number within the year, where it is not the usual one.
    number, signer
        文号 and 签发人.
    date
        Day of issue; an issued document has one.
    """

    kind: str = ID
    period: str = Field(min_length=4)
    unit: str = ""
    state: State = "draft"
    issue: int | None = Field(default=None, ge=1)
    number: str = ""
    signer: str = ""
    date: dt.date | None = None


class Bureau(Part):
    """An office that issues documents about a region.

    Parameters
    ----------
    region
        Region id; also the name of the file.
    issuer, short
        Its full name as the letterhead prints it, and what other texts call it.
    to, cc
        Main recipients and copies of all documents whose kind says nothing else; groups of one kind stand in one entry.
    contact, objections
        Whom to ask and where to object.
    kinds
        Kind of document → what holds for it.
    documents
        What is known of single documents.
    """

    region: str = Field(min_length=1)
    issuer: str = Field(min_length=1)
    short: str = ""
    to: tuple[str, ...] = Field(default=(), strict=False)
    cc: tuple[str, ...] = Field(default=(), strict=False)
    contact: Contact = Contact()
    objections: Objections = Objections()
    kinds: dict[str, KindData] = Field(default_factory=dict)
    documents: tuple[IssuedDocument, ...] = Field(default=(), strict=False)

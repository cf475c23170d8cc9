"""Who issues a district's documents: office, recipients, contact, numbering, and what is known of each document."""

from __future__ import annotations

from incuanalysis.plans.bureaus.data import DocumentData, document_data
from incuanalysis.plans.bureaus.kinds import DOCUMENT_KINDS, DocumentKind
from incuanalysis.plans.bureaus.library import list_bureaus, open_bureau
from incuanalysis.plans.bureaus.model import Bureau, Contact, IssuedDocument
from incuanalysis.plans.bureaus.reading import read_bureau

__all__ = [
    "DOCUMENT_KINDS",
    "Bureau",
    "Contact",
    "DocumentData",
    "DocumentKind",
    "IssuedDocument",
    "document_data",
    "list_bureaus",
    "open_bureau",
    "read_bureau",
]

"""What a Word file says of itself, and the library's template without what is not ours."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from incuanalysis.publishing.word.elements import element
from incuanalysis.publishing.word.styles import font_table

if TYPE_CHECKING:
    from incuanalysis.publishing.bundles import Facts

__all__ = ["describe", "strip_template"]

_DROPPED = ("/thumbnail", "/stylesWithEffects", "/customXml", "/webSettings", "/fontTable", "/extended-properties")
_APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion></Properties>"
)
_LONGEST = 255


def strip_template(document: Any, facts: Facts) -> None:
    """Leave out the template's thumbnail, sample data and effects, and set the file's language and Word's version."""
    package = document.part.package
    for holder in (package, document.part):
        for id, relation in list(holder.rels.items()):
            if any(relation.reltype.endswith(name) for name in _DROPPED):
                del holder.rels[id]
    for holder, kind, name, content_type, content in (
        (document.part, RELATIONSHIP_TYPE.FONT_TABLE, "/word/fontTable.xml", CONTENT_TYPE.WML_FONT_TABLE, font_table()),
        (package, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES, "/docProps/app.xml", CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, _APPLICATION),
    ):  # fmt: skip
        holder.relate_to(Part(PackURI(name), content_type, content, package), kind)
    language = "zh-CN" if facts.chinese else "en-GB"
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    version = element("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    for setting in (
        element("zoom", percent=100),
        element("defaultTabStop", val=420),
        element("characterSpacingControl", val="compressPunctuation"),
        element("compat", version),
        element("themeFontLang", val=language, eastAsia="zh-CN"),
    ):
        settings.append(setting)


def describe(document: Any, facts: Facts, untitled: str) -> None:
    """Set the file's title, author, subject and days; all that is a time is the day of the newest data."""
    properties = document.core_properties
    day = dt.datetime.combine(facts.day, dt.time(), dt.UTC).replace(tzinfo=None)
    title = f"{facts.title}{facts.subtitle}" if facts.subtitle.startswith(("（", "(")) else facts.title
    properties.title = (title or untitled)[:_LONGEST]
    properties.author = properties.last_modified_by = facts.issuer[:_LONGEST]
    properties.subject = " ".join(text for text in (facts.region_name, facts.period, facts.kind_name) if text)[
        :_LONGEST
    ]
    properties.keywords = " ".join(text for text in (facts.region_name, facts.period, *facts.badges) if text)[:_LONGEST]
    properties.comments, properties.category = "", ""
    properties.language = "zh-CN" if facts.chinese else "en-GB"
    properties.created = properties.modified = day
    properties.revision = 1

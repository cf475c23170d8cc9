"""Foreign HTML made harmless: tables and plain markup stay, scripts and outside pictures go.

The rule is a list of what may stay. What is not on it is unwrapped (its text stays)
or, where its content is no text for readers, removed. The page's own
Content-Security-Policy is the second lock on the same door.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import PreformattedString

__all__ = ["sanitise"]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_KEEP = _names(
    "a abbr b blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption"
    " figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p pre q rp rt ruby s samp section small span"
    " strike strong style sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr"
)
_REMOVE = _names(
    "script iframe frame frameset object embed applet noscript template svg math link meta base head title"
    " select textarea button video audio source track canvas map xmp plaintext noembed noframes"
)
_ATTRIBUTES = _names(
    "class style title lang dir colspan rowspan span scope align valign start reversed value open href src"
    " alt width height datetime type checked disabled id role aria-label"
)
_PROPERTIES = re.compile(
    r"(?:color|background|background-color|font(?:-[a-z-]+)?|text-(?:align|decoration|indent|transform)"
    r"|vertical-align|(?:border|padding|margin|outline)(?:-[a-z-]+)?|(?:min-|max-)?(?:width|height)"
    r"|white-space|word-break|overflow-wrap|display|line-height|letter-spacing|list-style(?:-type)?|opacity)"
)
_BAD_VALUE = re.compile(r"url\s*\(|expression\s*\(|image|javascript|[\\@<>{}]|/\*", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_LINKS = frozenset({"http", "https", "mailto", "tel", "ftp"})


def sanitise(
    html: str,
    *,
    picture: Callable[[str], str | None],
    claim: Callable[[str], str | None],
    omitted: str,
) -> str:
    """Keep what is text, table or picture of a piece of foreign HTML.

    Parameters
    ----------
    html
        Any HTML, of an output or from a Markdown cell.
    picture
        Gives the ``data:`` URI for the source of an ``<img>``, or None if it must go.
    claim
        Takes an id for the page; None if the id is taken.
    omitted
        Text for a removed picture, ``{}`` is its alternative text or address.

    Returns
    -------
    str
        HTML without any script, event handler, form or outside request.
    """
    soup = BeautifulSoup(html, "html.parser")
    for string in soup.find_all(string=lambda s: isinstance(s, Comment | PreformattedString)):
        string.extract()
    for tag in soup.find_all(sorted(_REMOVE)):
        tag.decompose()
    for tag in soup.find_all(True):
        if tag.name == "style":
            _keep_own_rules(tag)
        elif tag.name not in _KEEP or (tag.name == "input" and tag.get("type") != "checkbox"):
            tag.unwrap()
        else:
            _clean(tag, claim)
            if tag.name == "img":
                _settle_picture(soup, tag, picture, omitted)
            elif tag.name == "table":
                _settle_table(soup, tag)
    return str(soup)


def _clean(tag: Tag, claim: Callable[[str], str | None]) -> None:
    """Drop attributes that are not known to be harmless."""
    for name in list(tag.attrs):
        if name not in _ATTRIBUTES:
            del tag[name]
    if "style" in tag.attrs:
        style = safe_style(str(tag["style"]))
        if style:
            tag["style"] = style
        else:
            del tag["style"]
    if "id" in tag.attrs and claim(str(tag["id"])) is None:
        del tag["id"]
    if "href" in tag.attrs and (tag.name != "a" or not _safe_link(str(tag["href"]))):
        del tag["href"]
    if "src" in tag.attrs and tag.name != "img":
        del tag["src"]
    if tag.name == "input":
        tag["disabled"] = ""


def safe_style(style: str) -> str:
    """Keep the declarations of a ``style`` attribute that only change how text and boxes look."""
    kept = []
    for declaration in style.split(";"):
        name, _, value = declaration.partition(":")
        if _PROPERTIES.fullmatch(name.strip().lower()) and value.strip() and not _BAD_VALUE.search(value):
            kept.append(f"{name.strip().lower()}: {value.strip()}")
    return "; ".join(kept)


def _keep_own_rules(tag: Tag) -> None:
    """Keep a style sheet's rules for single ids (pandas' Styler writes such), drop all that reach further."""
    kept = []
    for selectors, body in _RULE.findall(re.sub(r"/\*.*?\*/", "", tag.get_text(), flags=re.DOTALL)):
        parts = [part.strip() for part in selectors.split(",")]
        if all(re.fullmatch(r"#[\w-]+[\w\s.#:()>+~*-]*", part) for part in parts):
            style = safe_style(body)
            if style:
                kept.append(f"{', '.join(parts)} {{{style}}}")
    if kept:
        tag.attrs = {}
        tag.string = "\n".join(kept)
    else:
        tag.decompose()


def _safe_link(address: str) -> bool:
    """Tell whether a link may stay: the known schemes, and addresses without one."""
    bare = re.sub(r"[\x00-\x20]", "", unquote(address))
    scheme = _SCHEME.match(bare)
    return scheme is None or scheme[1].lower() in _LINKS


def _settle_picture(soup: BeautifulSoup, tag: Tag, picture: Callable[[str], str | None], omitted: str) -> None:
    address, alt = str(tag.get("src") or ""), str(tag.get("alt") or "")
    source = picture(address) if address else None
    if source:
        tag["src"] = source
        tag["alt"] = alt
        return
    gone = soup.new_tag("span", attrs={"class": "omitted"})
    gone.string = omitted.format(alt or address or "?")
    tag.replace_with(gone)


def _settle_table(soup: BeautifulSoup, tag: Tag) -> None:
    """Let a wide table scroll by itself, and say what its header cells belong to."""
    if tag.find_parent("table") is not None:
        return
    for cell in tag.select("thead th:not([scope])"):
        cell["scope"] = "col"
    for cell in tag.select("tbody th:not([scope])"):
        cell["scope"] = "row"
    names = [str(name) for name in tag.get_attribute_list("class") if name]
    tag["class"] = " ".join(dict.fromkeys([*names, "plain"]))
    parent = tag.parent
    if parent is not None and "scroll" in parent.get_attribute_list("class"):
        parent["tabindex"] = "0"
        return
    tag.wrap(soup.new_tag("div", attrs={"class": "scroll", "tabindex": "0"}))

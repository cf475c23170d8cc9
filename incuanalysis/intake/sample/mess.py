"""Mess that a reader mends without asking: how clerks write numbers, names and files."""

from __future__ import annotations

from collections.abc import Callable

from incuanalysis.intake.sample.dice import Dice
from incuanalysis.intake.sample.errors import with_totals
from incuanalysis.intake.sample.key import Planted
from incuanalysis.intake.sample.layouts import Document
from incuanalysis.intake.sample.locks import BUILT_IN
from incuanalysis.intake.sample.pages import Page, Spot
from incuanalysis.intake.sample.world import AREA

__all__ = ["KINDS", "VALUE_KINDS", "mess_up", "told_of_file"]

_DIGITS = "零一二三四五六七八九"
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
# Names that clerks still use, or that a zone and a district share.
_OLD = {"370211": "青岛西海岸新区", "370215": "即墨市", "330302023": "七都岛", "330305": "洞头县"}


def told_of_file(document: Document) -> list[Planted]:
    """Return what a reader has to see through before it finds a table."""
    found = []
    if document.format == "csv":
        found.append(Planted("gbk_csv"))
    if document.format == "html":
        found.append(Planted("web_page_as_xls"))
    if document.bundle:
        found.append(Planted("gbk_zip"))
    if document.password == BUILT_IN:
        found.append(Planted("locked_built_in"))
    for page in document.pages:
        empty = next((spot for spot in page.spots if spot.base is None and not spot.planted), None)
        if empty:  # one of the many
            found.append(Planted("nothing_sign", page, (empty.row, empty.column), empty))
    return found


def _whole(page: Page, spot: Spot) -> int | None:
    value = page.at((spot.row, spot.column))
    return value if isinstance(value, int) and value > 0 else None


def _chinese(n: int) -> str:
    tens, ones = divmod(n, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def _full_width(page: Page, spot: Spot, _: Dice) -> str | None:
    return str(page.at((spot.row, spot.column))).translate(_WIDE)


def _separators(page: Page, spot: Spot, _: Dice) -> str | None:
    value = page.at((spot.row, spot.column))
    return f"{value:,}" if value >= 1000 else None


def _as_text(page: Page, spot: Spot, rng: Dice) -> str | None:
    return rng.choice(("{}", " {}", "{} ", "'{}")[:3]).format(page.at((spot.row, spot.column)))


def _numeral(page: Page, spot: Spot, _: Dice) -> str | None:
    value = _whole(page, spot)
    return _chinese(value) if value and value < 100 else None


def _approximate(page: Page, spot: Spot, rng: Dice) -> str | None:
    value = _whole(page, spot)
    return f"{rng.choice(('约', '超', '近'))}{value}" if value and value >= 50 else None


def _unit_in_cell(page: Page, spot: Spot, _: Dice) -> str | None:
    value = page.at((spot.row, spot.column))
    if spot.field.indicator in AREA and spot.field.unit == "平方米" and spot.base and spot.base >= 10_000:
        return f"{spot.base / 10_000}万㎡"
    return f"{value}{spot.field.unit}"


_VALUES: dict[str, Callable[[Page, Spot, Dice], str | None]] = {
    "full_width": _full_width,
    "separators": _separators,
    "number_as_text": _as_text,
    "chinese_numeral": _numeral,
    "approximate": _approximate,
    "unit_in_cell": _unit_in_cell,
}


def _rename(kind: str, label: str, region: str) -> str | None:
    """Return a name as it is also written; None where it does not come in that shape."""
    bare = label.removeprefix("其中：")
    match kind:
        case "name_spaces":
            return " ".join(bare) if len(bare) <= 5 and bare == label else None
        case "suffix_name":
            if bare.endswith("街道"):
                return label + "办事处"
            return label + "人民政府" if bare[-1] in "镇乡" else None
        case "short_name":
            if bare.endswith("街道") and len(bare) >= 4:
                return label[:-2]
            return label[:-1] if bare[-1] in "镇乡" and len(bare) >= 3 and bare[0] not in "华葛" else None
    return _OLD.get(region)


#: Kinds of mess in numbers.
VALUE_KINDS = tuple(_VALUES)
_NAMES = ("name_spaces", "suffix_name", "short_name", "old_name")
#: Kinds of mess in cells.
KINDS = (*_VALUES, *_NAMES, "old_name_in_title")


def mess_up(document: Document, kind: str, rng: Dice, *, annex: bool = False) -> list[Planted]:
    """Write some cells of a document as a clerk might; return which, nothing if the kind does not fit it.

    With ``annex`` cells of the sheets on the plan, else of the return itself.
    """
    page = rng.choice([page for page in document.pages if page.annex == annex])
    if kind == "old_name_in_title":
        return _old_title(document, page)
    if kind in _NAMES:
        return _names(page, kind, rng)
    if kind == "number_as_text" and document.format not in ("xlsx", "xls"):
        return []
    fit = [
        spot
        for spot in page.spots
        if not spot.planted and spot.base is not None and isinstance(page.at((spot.row, spot.column)), int | float)
    ]
    if kind == "approximate":  # a wrong total of inexact parts cannot be told from a right one
        wrong = {spot.field for spot in page.spots if spot.planted == "total_off"}
        fit = [spot for spot in fit if spot.field not in wrong]
    found = []
    for spot in rng.sample(fit, min(len(fit), rng.randint(3, 12))):
        if text := _VALUES[kind](page, spot, rng):
            page.set((spot.row, spot.column), text)
            spot.planted = kind
            found.append(Planted(kind, page, (spot.row, spot.column), spot))
    # an inexact part leaves its total unchecked; every other number is mended whole
    return with_totals(page, kind, found) if kind == "approximate" else found


def _names(page: Page, kind: str, rng: Dice) -> list[Planted]:
    places = {
        s.name_at: s for s in page.spots if s.name_at and not s.line.carrier and not s.line.total and not s.planted
    }
    fit = []
    for cell, spot in places.items():
        label = page.at(cell)
        if label == spot.line.label and (text := _rename(kind, label, spot.line.region)):
            fit.append((cell, spot, text))
    found = []
    for cell, spot, text in rng.sample(fit, min(len(fit), 3)):
        page.set(cell, text)
        found.append(Planted(kind, page, cell, None, text, spot.line.region))
    return found


def _old_title(document: Document, page: Page) -> list[Planted]:
    if "洞头区" not in str(page.rows[0][0]):
        return []
    page.rows[0][0] = page.rows[0][0].replace("洞头区", "洞头县")
    return [Planted("old_name", page, (0, 0), None, page.rows[0][0], document.region)]

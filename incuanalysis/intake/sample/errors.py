"""Errors that a reader must find: each planter changes cells of a page and says which, or nothing if it does not fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from incuanalysis.intake.cells import CellError
from incuanalysis.intake.sample.dice import Dice
from incuanalysis.intake.sample.formats import printed
from incuanalysis.intake.sample.key import Planted
from incuanalysis.intake.sample.layouts import Document
from incuanalysis.intake.sample.pages import Page, Spot, number
from incuanalysis.intake.sample.world import AREA, MONEY, World
from incuanalysis.vocabulary.periods import Period

__all__ = ["KINDS", "Lost", "plant", "with_totals"]

# Figures that move so little from one return to the next that a slip stands out.
_SMOOTH = frozenset(
    [
        "new_carrier_area",
        "area_signed",
        "area_completed",
        "area_put_in_use",
        "carrier_area",
        "area_in_use",
        "let_area",
        "tenant_revenue",
        "tenant_rd",
    ]
)
_COUNTED = frozenset(
    ["carrier_area", "area_in_use", "let_area", "carrier_jobs", "tenants", "valid_ip", "tenant_revenue"]
)
# Below so many square metres or thousand yuan a slip is not worth a check's attention, and cannot be told from chance.
_LARGE = (6_000, 12_000)
# Rates of growth may be negative.
_SIGNED = frozenset(["industrial_rd_growth", "fiscal_science_growth"])
_SLIPS = (
    ("街道", "街到"),
    ("镇", "真"),
    ("乡", "香"),
    ("空间", "空问"),
    ("孵化器", "孵化气"),
    ("加速器", "加速气"),
    ("创园", "创圆"),
    ("区", "曲"),
    ("市", "巿"),
)
_UNKNOWN = ("亩均贡献指数", "孵化活跃指数", "综合服务满意度", "要素保障得分")
_NO_NUMBERS = ("暂无", "待统计", "统计中", "未报", "待核实")
#: (entity, indicator) of figures that a return does not give; None for all.
Lost = frozenset[tuple[str, str]] | None
_ERRORS = ("#REF!", "#DIV/0!", "#VALUE!", "#N/A")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an error is to be planted, and what decides the cell."""

    page: Page
    document: Document
    world: World
    rng: Dice
    lost: Lost


def plant(
    kind: str, document: Document, world: World, rng: Dice, lost: Lost = frozenset(), *, annex: bool = False
) -> list[Planted]:
    """Plant one error of a kind in a document; return its cells, nothing if the kind does not fit.

    ``lost`` are the figures that the return of the period before does not give: a slip that only they would show is
    not planted. With ``annex`` it goes into the sheets on the plan, else into the return itself.
    """
    pages = [page for page in document.pages if page.annex == annex]
    for page in rng.sample(pages, len(pages)):
        if found := KINDS[kind](_Place(page, document, world, rng, lost)):
            return mark(page, kind, found) if kind == "row_twice_same" else with_totals(page, kind, found)
    return []


def mark(page: Page, kind: str, found: list[Planted]) -> list[Planted]:
    """Mark the value cells that something was planted in or is made unusable by it."""
    touched = {cell for planted in found for cell in (planted.cell, *planted.cells)}
    for spot in page.spots:
        if (spot.row, spot.column) in touched:
            spot.planted = kind
    return found


def with_totals(page: Page, kind: str, found: list[Planted]) -> list[Planted]:
    """Mark them, and add the totals that they are parts of: a total whose part is wrong is in doubt with it."""
    mark(page, kind, found)
    spots = {(spot.row, spot.column): spot for spot in page.spots}
    totals = {spot.field: cell for cell, spot in spots.items() if spot.line.total and not spot.planted}
    told = []
    for planted in found:
        hit = [spots[cell] for cell in (planted.cell, *planted.cells) if cell in spots]
        doubtful = dict.fromkeys(totals[spot.field] for spot in hit if spot.field in totals and not spot.line.total)
        told.append(replace(planted, cells=(*planted.cells, *doubtful)))
    return mark(page, kind, told)


def _numbers(page: Page, *, totals: bool = False) -> list[Spot]:
    """Return value cells with a number to which nothing has been done yet."""
    return [
        spot
        for spot in page.spots
        if spot.base and not spot.planted and spot.line.total == totals
        and isinstance(page.at((spot.row, spot.column)), int | float)
    ]  # fmt: skip


def _write(page: Page, spot: Spot, value: object, kind: str) -> Planted:
    cell = (spot.row, spot.column)
    page.set(cell, value)
    return Planted(kind, page, cell, spot, printed(value))


def _has_past(document: Document, world: World, months: int = 6) -> bool:
    """Whether earlier returns are there to compare with."""
    district = next(d for d in world.districts if document.region.startswith(d.id[:4]) and d.name in document.folder)
    return document.period.first.ordinal - district.years[0] * 12 >= months


def _unit_slip(at: _Place) -> list[Planted]:
    fit = [
        s
        for s in _numbers(at.page)
        if s.field.indicator in _SMOOTH and (s.base or 0) >= _LARGE[s.field.indicator in MONEY]
    ]
    if not fit or not _has_past(at.document, at.world):
        return []
    spot = at.rng.choice(fit)
    value = at.page.at((spot.row, spot.column))
    # square metres are slipped for ten thousands, what is in ten thousands for ones
    larger = spot.field.unit != "平方米"
    slipped = round(value * 10_000) if larger else value / 10_000
    return [_write(at.page, spot, slipped, "unit_slip")]


def _digit_twice(at: _Place) -> list[Planted]:
    fit = [
        s for s in _numbers(at.page)
        if s.field.indicator in _COUNTED and at.page.at((s.row, s.column)) >= 10
        and (s.base or 0) >= (30 if s.field.indicator not in AREA | MONEY else _LARGE[s.field.indicator in MONEY])
    ]  # fmt: skip
    if not fit or not _has_past(at.document, at.world):
        return []
    spot = at.rng.choice(fit)
    value = at.page.at((spot.row, spot.column))
    whole, point, rest = str(value).partition(".")
    place = at.rng.randrange(len(whole))
    text = whole[: place + 1] + whole[place:] + point + rest
    return [_write(at.page, spot, float(text) if point else int(text), "digit_twice")]


def _plain_rows(page: Page) -> dict[int, list[Spot]]:
    """Return the rows that are one unit's, of an untouched page: what is in the key must not move any more."""
    if any(spot.planted for spot in page.spots):
        return {}
    rows: dict[int, list[Spot]] = {}
    for spot in page.spots:
        rows.setdefault(spot.row, []).append(spot)
    nested = {row for row, spots in rows.items() if spots[0].line.within}
    return {
        row: spots
        for row, spots in rows.items()
        if page.whole_rows and row not in nested and row + 1 not in nested
        and not any(s.planted or s.line.total for s in spots) and len(_numbers_of(page, spots)) >= 4
    }  # fmt: skip


def _numbers_of(page: Page, spots: list[Spot]) -> list[Spot]:
    return [s for s in spots if s.base and isinstance(page.at((s.row, s.column)), int | float)]


def _row_twice(at: _Place, *, same: bool) -> list[Planted]:
    rows = _plain_rows(at.page)
    if not rows:
        return []
    kind = "row_twice_same" if same else "row_twice_differing"
    row = at.rng.choice(sorted(rows))
    copies = at.page.repeat_row(row)
    if not same:
        for spot in at.rng.sample(_numbers_of(at.page, copies), 2):
            value = at.page.at((spot.row, spot.column))
            at.page.set(
                (spot.row, spot.column),
                value + max(1, value // 9) if isinstance(value, int) else round(value * 1.125, 3),
            )
    cells = tuple((spot.row, spot.column) for spot in (*rows[row], *copies))
    line = copies[0].line
    return [Planted(kind, at.page, copies[0].name_at, None, at.page.rows[row][0], line.region, line.carrier, cells)]


def _row_twice_same(at: _Place) -> list[Planted]:
    return _row_twice(at, same=True)


def _row_twice_differing(at: _Place) -> list[Planted]:
    return _row_twice(at, same=False)


def _total_off(at: _Place) -> list[Planted]:
    fit = [s for s in _numbers(at.page, totals=True) if (s.base or 0) >= 20]
    if not fit:
        return []
    spot = at.rng.choice(fit)
    base = (spot.base or 0) + max(10, (spot.base or 0) // 150 * 10)
    return [_write(at.page, spot, number(base, spot.field.unit, spot.field.indicator), "total_off")]


def _misspelt(at: _Place) -> list[Planted]:
    cells = sorted(
        {s.name_at for s in at.page.spots if s.name_at and not s.line.total and not s.line.within and not s.planted}
    )
    fit = [
        (cell, old, new)
        for cell in cells
        for old, new in _SLIPS
        if isinstance(text := at.page.at(cell), str) and text.endswith(old)
    ]
    if not fit:
        return []
    cell, old, new = at.rng.choice(fit)
    named = [s for s in at.page.spots if s.name_at == cell]
    at.page.set(cell, at.page.at(cell).removesuffix(old) + new)
    hit = tuple((spot.row, spot.column) for spot in named)
    line = named[0].line
    return [Planted("misspelt_name", at.page, cell, None, at.page.at(cell), line.region, line.carrier, hit)]


def _unknown_heading(at: _Place) -> list[Planted]:
    cells = sorted({s.head_at for s in at.page.spots if s.head_at})
    heads = [cell for cell in cells if not any(s.planted for s in at.page.spots if s.head_at == cell)]
    if not heads:
        return []
    cell = at.rng.choice(heads)
    _, bracket, unit = str(at.page.at(cell)).partition("（")
    at.page.set(cell, at.rng.choice(_UNKNOWN) + bracket + unit)
    return [
        Planted(
            "unknown_heading", at.page, cell, cells=tuple((s.row, s.column) for s in at.page.spots if s.head_at == cell)
        )
    ]


def _no_unit(at: _Place) -> list[Planted]:
    measured = [s for s in at.page.spots if s.unit_at and s.field.indicator in AREA | MONEY]
    cells = sorted({s.unit_at for s in measured if s.unit_at})
    clear = [cell for cell in cells if not any(s.planted for s in measured if s.unit_at == cell)]
    if not clear:
        return []
    cell = at.rng.choice(clear)
    text = str(at.page.at(cell))
    unit = next(s.field.unit for s in measured if s.unit_at == cell)
    if "单位：" in text:  # the line of units goes as a whole; the sender's line stays
        text = text.rpartition("　　单位：")[0]
    else:
        text = text.replace(f"（{unit}）", "").replace(unit, "")
    at.page.set(cell, text or None)
    hit = tuple((s.row, s.column) for s in measured if s.unit_at == cell)
    return [Planted("no_unit", at.page, cell, None, text or unit, cells=hit)]


def _text_for_number(at: _Place) -> list[Planted]:
    fit = _numbers(at.page)
    return [_write(at.page, at.rng.choice(fit), at.rng.choice(_NO_NUMBERS), "text_for_number")] if fit else []


def _out_of_range(at: _Place) -> list[Planted]:
    fit = [spot for spot in _numbers(at.page) if spot.field.indicator not in _SIGNED]
    if not fit:
        return []
    spot = at.rng.choice(fit)
    value = at.page.at((spot.row, spot.column))
    huge = at.rng.random() < 0.3 and isinstance(value, int)
    return [_write(at.page, spot, value * 10**9 if huge else -value, "out_of_range")]


def _ytd_falls(at: _Place) -> list[Planted]:
    fit = []
    for spot in _numbers(at.page):
        before = spot.field.period.last.plus(-at.document.period.months)
        if spot.field.basis != "ytd" or before.year != at.document.period.last.year:
            continue
        if at.lost is None or (spot.line.entity, spot.field.indicator) in at.lost:
            continue
        to_date = Period.from_ints(before.year * 100 + 1, int(before))
        was = at.world.value(spot.line.entity, spot.field.indicator, to_date)
        if was and was >= 20:
            fit.append((spot, was))
    if not fit:
        return []
    spot, was = at.rng.choice(fit)
    step = 10 if spot.field.indicator in AREA | MONEY else 1
    fallen = was * at.rng.randint(60, 90) // 100 // step * step
    return [_write(at.page, spot, number(fallen, spot.field.unit, spot.field.indicator), "ytd_falls")]


def _no_roll_forward(at: _Place) -> list[Planted]:
    told = {s.field.indicator for s in at.page.spots}
    needed = {"tenants", "new_tenants", "tenants_left", "new_graduates"}
    gone = {entity for entity, indicator in at.lost or () if indicator in needed}
    fit = [
        s for s in _numbers(at.page)
        if s.field.indicator == "tenants" and (s.base or 0) >= 8 and at.lost is not None and s.line.entity not in gone
    ]  # fmt: skip
    if not fit or not {"new_tenants", "tenants_left", "new_graduates"} <= told or not _has_past(at.document, at.world):
        return []
    spot = at.rng.choice(fit)
    return [_write(at.page, spot, (spot.base or 0) + at.rng.choice((-5, -4, -3, 3, 4, 5, 6)), "no_roll_forward")]


def _error_cell(at: _Place) -> list[Planted]:
    fit = _numbers(at.page)
    return [_write(at.page, at.rng.choice(fit), CellError(at.rng.choice(_ERRORS)), "error_cell")] if fit else []


_Planter = Callable[[_Place], list[Planted]]
#: Kind → planter, for returns of figures.
KINDS: dict[str, _Planter] = {
    "unit_slip": _unit_slip,
    "digit_twice": _digit_twice,
    "row_twice_same": _row_twice_same,
    "row_twice_differing": _row_twice_differing,
    "total_off": _total_off,
    "misspelt_name": _misspelt,
    "unknown_heading": _unknown_heading,
    "no_unit": _no_unit,
    "text_for_number": _text_for_number,
    "out_of_range": _out_of_range,
    "ytd_falls": _ytd_falls,
    "no_roll_forward": _no_roll_forward,
    "error_cell": _error_cell,
}

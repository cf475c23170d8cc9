"""Reading the table of a breakdown: one row per unit, indicator, year, line and date; its parts must make the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from incuanalysis.errors import BadInputError
from incuanalysis.files import sha256_bytes
from incuanalysis.intake.cells import Sheet
from incuanalysis.intake.files import open_file
from incuanalysis.plans.breakdown import (
    COLUMNS,
    KEY,
    LINE_NAMES,
    SAME,
    Breakdown,
    Whole,
    check_wholes,
    merge,
    notes_on,
    plain,
)
from incuanalysis.plans.model import Plan
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.words import Vocabulary

if TYPE_CHECKING:
    import pandas as pd

from incuanalysis.plans.breakdown_rows import HEADINGS, BreakdownTable, TableRow, find_head

__all__ = ["OWN_MARK", "OWN_SHEET", "read_breakdown"]

OWN_SHEET, OWN_MARK = "_plan", "incu_breakdown"
_MOST_TOLD = 20


def read_breakdown(
    path: Path, plan: Plan, words: Vocabulary, units: pd.DataFrame | None = None, earlier: pd.DataFrame | None = None
) -> Breakdown:
    """Read the table of a breakdown and check it against the plan's totals.

    Parameters
    ----------
    path
        A workbook (or another table that returns are read from) with the columns 单位, 指标, 年份, 目标值, 单位（计量）
        and, where they are needed, 线, 口径 (累计 or 当年, of running totals), 下达日期, 文号, 备注. 下达日期 and 文号 may
        stand once above the header. A row without a value sets no target; of several rows of one unit, indicator,
        line and year the last issued counts; rows 合计 are checked; 待分配 or 统筹 is what no unit has yet.
    plan, words
        The plan and the vocabulary.
    units
        ``assessed_units`` as :meth:`Records.read` returned them: departments, carriers, parks.
    earlier
        Rows recorded before, as :meth:`Records.read` returned them: a table of adjustments alone need not be whole.

    Returns
    -------
    Breakdown
        The rows of this table and the earlier ones of the plan.

    Raises
    ------
    BadInputError
        If the file cannot be read, or something in it is wrong; the message has a line for each cell. Parts that
        don't make the plan's total are wrong: with their cells and the difference.
    """
    import pandas as pd

    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInputError(f"{path}: cannot be read ({error.strerror}).", f"{path}：无法读取。") from None
    sheets = open_file(data, path.name).sheets
    _refuse_other_plan(path, sheets, plan)
    found = [sheet for sheet in sheets if sheet.name != OWN_SHEET and find_head(sheet) is not None]
    if not found:
        heads = "、".join(HEADINGS.values())
        raise BadInputError(
            f"{path}: no table of a breakdown. Expected a row with the headings {heads}. "
            "`incu form breakdown` writes one to fill in.",
            f"{path}：没有任务分解表。应有一行列名：{heads}。可用 incu form breakdown 生成空表。",
        )
    file = f"{path.name} {sha256_bytes(data)[:12]}"
    tables = [BreakdownTable(sheet, file, plan, words, units) for sheet in found]
    rows: list[TableRow] = []
    for table in tables:
        mine = table.read()
        _tell_doubles(table, mine)
        _tell_bases(table, mine)
        rows += mine
    problems = [(f"{t.sheet.name} {cell}".strip(), zh, en) for t in tables for cell, zh, en in t.problems]
    if problems:
        raise _refusal(path, problems)
    parts, twice = _once([row.cells for row in rows if not row.whole])
    fresh = pd.DataFrame(parts, columns=list(COLUMNS)).astype({"year": "int64"})
    if fresh.empty:
        raise BadInputError(
            f"{path}: no value is filled in. Expected at least one in the column 目标值.",
            f"{path}：没有填写任何目标值。",
        )
    if earlier is not None and not earlier.empty:
        mine = (earlier["plan"] == plan.id) & earlier["target"].isin([target.id for target in plan.targets])
        earlier = earlier[mine]
    both = merge(earlier, fresh).sort_values("date", kind="stable", ignore_index=True)
    wholes = list(check_wholes(both, plan, words))
    problems = [*_totals_differ(rows, words, plan), *_not_whole(wholes, fresh, words)]
    if problems:
        raise _refusal(path, problems)
    return Breakdown(plan.id, both, (*twice, *notes_on(wholes, words)))


def _refuse_other_plan(path: Path, sheets: Sequence[Sheet], plan: Plan) -> None:
    """Refuse a form of ours that was written for another plan."""
    for sheet in sheets:
        texts = {str(row[0]): str(row[1]) for row in sheet.rows if len(row) > 1 and row[0] is not None}
        if sheet.name == OWN_SHEET and OWN_MARK in texts and texts.get("plan") != plan.id:
            raise BadInputError(
                f"{path} is a form for the plan {texts.get('plan')!r}, not for {plan.id!r}. Name the plan it is for.",
                f"{path}是计划“{texts.get('plan')}”的任务分解表，不是“{plan.id}”的，请核对计划编号。",
            )


def _tell_doubles(table: BreakdownTable, rows: Sequence[TableRow]) -> None:
    """Tell rows that say two values of one thing on one day."""
    seen: dict[tuple[Any, ...], TableRow] = {}
    for row in rows:
        cells = row.cells
        key = (*(cells.get(name) for name in KEY), cells["date"], row.whole)
        if (first := seen.setdefault(key, row)) is not row and first.exact != row.exact:
            there = first.cells["cell"]
            zh = f"与{there}重复（同一单位、指标、年份、线和日期），数值不同"
            en = f"the same unit, indicator, year, line and date as {there} with another value; keep one"
            table.tell(row.row, "value", zh, en)


def _tell_bases(table: BreakdownTable, rows: Sequence[TableRow]) -> None:
    """Tell 累计 beside 当年 of one total: the cells of the fewer rows, where both are as many those of the later ones."""
    groups: dict[tuple[Any, ...], list[TableRow]] = {}
    for row in rows:
        cells = row.cells
        groups.setdefault((cells["target"], cells["line"], cells["year"], row.whole), []).append(row)
    for group in groups.values():
        usual, times = Counter(row.cells["basis"] for row in group).most_common(1)[0]
        meant = _basis_word(usual)
        for row in group:
            if row.cells["basis"] != usual:
                mine = _basis_word(row.cells["basis"])
                zh = f"口径为“{mine}”，同一指标、年份和线的另外{times}行为“{meant}”，只用一种口径"
                en = f"the basis is {mine}, that of {times} other rows of the same total {meant}; use one for a total"
                table.tell(row.row, "basis", zh, en)


def _basis_word(basis: str) -> str:
    """Return what stands under 口径 for a basis, of a running total."""
    return "当年" if basis == Basis.PERIOD else "累计"


def _once(rows: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """Return rows without what is given twice alike, and a note of each that was left out."""
    first: dict[tuple[Any, ...], dict[str, Any]] = {}
    notes = []
    for row in rows:
        kept = first.setdefault(tuple(row[name] for name in SAME), row)
        if kept is not row:
            here, there = (f"{one['sheet']} {one['cell']}".strip() for one in (row, kept))
            zh = f"{here}与{there}为同一行（单位、指标、年份、线、数值、日期、文号均相同），只登记一次。"
            notes.append((zh, f"{here} is the same row as {there}; it is recorded once."))
    return list(first.values()), notes


def _totals_differ(rows: Sequence[TableRow], words: Vocabulary, plan: Plan) -> list[tuple[str, str, str]]:
    """Tell rows 合计 that are not the plan's total."""
    told = []
    for row in (row for row in rows if row.whole):
        given = row.series.total(row.cells["year"], row.cells["line"], words)
        if given is None:
            continue
        own = row.cells["basis"] == Basis.PERIOD and row.series.basis is not Basis.PERIOD
        total = given.year_value if own else given.value
        high = total if own or given.high is None else given.high
        if total is not None and high is not None and not total <= row.exact <= high:
            unit = row.cells["in_unit"]
            zh = f"合计{plain(row.exact)}{unit}，计划总数{plain(total)}{unit}"
            en = f"a total of {plain(row.exact)} {unit}; the plan ({plan.id}) has {plain(total)} {unit}"
            told.append((row.cells["cell"], zh, en))
    return told


def _not_whole(wholes: Sequence[Whole], fresh: pd.DataFrame, words: Vocabulary) -> list[tuple[str, str, str]]:
    """Tell the sums that don't make the plan's total after all that was issued."""
    last = {(w.series.label, w.year, w.line): w for w in wholes}
    touched = set(fresh[["target", "year", "line"]].itertuples(index=False, name=None))
    told = []
    for (label, year, line), whole in last.items():
        target = whole.series.target_for(year)
        if whole.total is None or whole.fits or target is None or (target.id, year, line) not in touched:
            continue
        unit = words.indicators.get(whole.series.indicator).unit
        less, gap = whole.difference < 0, f"{plain(abs(whole.difference))}{unit}"
        mine = whole.rows[whole.rows["file"] == fresh["file"].iloc[0]]
        cells = "、".join(mine["cell"].tolist()[:12]) + ("…" if len(mine) > 12 else "")
        hint, hint_en = "", ""
        if whole.year_value == whole.sums["all"]:
            meant = "累计" if "period" in set(whole.rows["basis"]) else "当年"
            hint = f"；合计恰为另一口径的总数，如是，口径写“{meant}”"
            hint_en = f"; the sum is the total of the other basis: if it is meant, write {meant} under 口径"
        upper = f"—{plain(whole.high)}" if whole.high is not None else ""
        zh = (
            f"{year}年{label}（{LINE_NAMES[line]}）：各单位合计{plain(whole.sums['all'])}{unit}，"
            f"计划总数{plain(whole.total)}{upper}{unit}，{'少' if less else '多'}{gap}；"
            f"请核对，未落实到单位的另列“待分配”一行{hint}"
        )
        en = (
            f"{whole.series.indicator} {year} ({line}): the parts make {plain(whole.sums['all'])} {unit}, the plan's "
            f"total is {plain(whole.total)}{upper} {unit}, {gap} {'less' if less else 'more'}; correct it, or put what "
            f"no unit has yet in a row 待分配{hint_en}"
        )
        told.append((cells, zh, en))
    return told


def _refusal(path: Path, problems: Sequence[tuple[str, str, str]]) -> BadInputError:
    shown, more = problems[:_MOST_TOLD], len(problems) - _MOST_TOLD
    zh = [f"{path}：有{len(problems)}处不合要求，未导入：", *(f"  {cell}：{text}。" for cell, text, _ in shown)]
    en = [
        f"{path}: {len(problems)} problems; nothing was taken in:",
        *(f"  {cell}: {text}." for cell, _, text in shown),
    ]
    if more > 0:
        zh.append(f"  另有{more}处，改正以上各处后再导入。")
        en.append(f"  and {more} more: correct these first.")
    return BadInputError("\n".join(en), "\n".join(zh))

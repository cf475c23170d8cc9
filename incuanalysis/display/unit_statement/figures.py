"""The unit's own figures, each with the cells that they were read from."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.items import Column, Item, Prose, Table
from incuanalysis.display.numbers import Scale
from incuanalysis.display.sentences import dates, lists
from incuanalysis.display.tables.formats import Format, unit_label
from incuanalysis.display.unit_statement.exact import exact_scale
from incuanalysis.display.unit_statement.first_page import figure_words
from incuanalysis.intake.forms.naming import full_width
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Period

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.display.documents import TraceBook
    from incuanalysis.evaluation.documents.unit_statement import Statement

__all__ = ["figures", "file_marks"]

# ① to ⑳
_CIRCLED = 20


def figures(data: Statement, report: Report, traces: TraceBook) -> tuple[Item, ...]:
    """Return the table of what the unit reported; or that nothing came in."""
    if data.figures.empty:
        return (Prose(stamp(report), lists.as_markdown(figure_words(data))),)
    numbers = {file: number for number, file in enumerate(_files(data.figures), start=1)}
    ids = _traces(data.figures, data, traces)
    rows = []
    for number, row in enumerate(data.figures.to_dict("records")):
        form = Format(_scale(row))
        value, running = (
            form.cell(row[column], trace=ids.get((number, column), "")) for column in ("value", "running")
        )
        said = "；".join(words for words in (_words(row, ""), _words(row, "running_")) if words)
        rows.append((str(row["name"]), unit_label(str(row["unit"])), value, running, said, _places(row, numbers)))
    columns = (
        Column("name", "指标"),
        Column("measured_in", "单位", "center"),
        Column("value", "期末/当期数", "decimal"),
        Column("running", "累计数", "decimal"),
        Column("said", "口径"),
        Column("place", "出处"),
    )
    caption = f"{full_width(data.unit.name)}{dates.period(data.period)}报送数据"
    files = [_file_words(number, file, data) for file, number in numbers.items()]
    notes = (f"出处的报表：{'；'.join(files)}。",)
    return (Table(stamp(report), caption, columns, tuple(rows), notes=notes),)


def _scale(row: Mapping[Hashable, Any]) -> Scale:
    return exact_scale([row["value"], row["running"]], str(row["unit"]))


def _words(row: Mapping[Hashable, Any], which: str) -> str:
    """Say what stretch of time a figure stands for: 期末, 三季度, 1—9月, 历史累计."""
    if not row[f"{which}basis"]:
        return ""
    basis, period = Basis(row[f"{which}basis"]), Period.parse(row[f"{which}period"])
    if basis is Basis.STOCK:
        return "期末"
    if basis in (Basis.PERIOD, Basis.YTD):
        return dates.period(period, year=period.frequency == "year")
    return basis.label()


def _files(rows: pd.DataFrame) -> list[str]:
    cells = "; ".join(part for part in [*rows["cells"], *rows["running_cells"]] if part)
    return list(dict.fromkeys(cell.partition("#")[0].partition("!")[0] for cell in cells.split("; ")))


def _file_words(number: int, file: str, data: Statement) -> str:
    name, on = data.files.get(file, (file, ""))
    said = f"{_circled(number)}{name.rpartition('/')[2]}"
    return f"{said}（{on}收到）" if on else said


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= _CIRCLED else f"（{number}）"


def file_marks(data: Statement) -> dict[str, str]:
    """Return the name of each file below the table of figures → its mark there."""
    listed = enumerate(_files(data.figures), start=1) if len(data.figures) else ()
    return {data.files.get(file, (file, ""))[0].rpartition("/")[2]: _circled(number) for number, file in listed}


def _places(row: Mapping[Hashable, Any], numbers: Mapping[str, int]) -> str:
    """Name the cells of a row: ①月报 F6、G6."""
    said: dict[str, list[str]] = {}
    for place in [*row["cells"].split("; "), *row["running_cells"].split("; ")]:
        if not place:
            continue
        where, _, cell = place.partition("!")
        file, _, sheet = where.partition("#")
        lead = f"{_circled(numbers[file])}{sheet}"
        said.setdefault(lead, []).append(cell)
    return "；".join(f"{lead} {'、'.join(filter(None, cells))}".strip() for lead, cells in said.items())


def _traces(rows: pd.DataFrame, data: Statement, traces: TraceBook) -> dict[tuple[int, str], str]:
    found = {}
    for number, row in enumerate(rows.to_dict("records")):
        for column, which in (("value", ""), ("running", "running_")):
            if math.isnan(row[column]):
                continue
            label = f"{full_width(data.unit.name)} {row['name']} {dates.period(data.period)}"
            printed = _scale(row).text(row[column])
            if id := traces.add(label, printed, _words(row, which), str(row[f"{which}cells"])):
                found[number, column] = id
    return found

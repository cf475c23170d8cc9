"""Grades what an ingest made of a sample against the sample's answer key and its true values."""

from __future__ import annotations

import csv
import json
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from incuanalysis.intake.findings import sentences
from incuanalysis.intake.returns.ingest import IngestResult
from incuanalysis.intake.store import Store

Cell = tuple[str, str, str]


@dataclass
class Grade:
    """What was missed, mended wrongly, stored wrongly or complained of without reason."""

    missed: list[dict[str, Any]] = field(default_factory=list)
    not_mended: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[dict[str, Any]] = field(default_factory=list)
    false_alarms: list[dict[str, Any]] = field(default_factory=list)
    clean: int = 0

    def summary(self) -> str:
        return (
            f"{self.clean} clean cells; missed {Counter(k['kind'] for k in self.missed)}; "
            f"not mended {Counter(k['kind'] for k in self.not_mended)}; "
            f"wrong {len(self.wrong)}; false alarms {Counter(k['code'] for k in self.false_alarms)}"
        )


def grade(sample: Path, store: Store, result: IngestResult, missing: set[tuple[str, str, str]]) -> Grade:
    """Compare a store with the key of the sample that was taken into it.

    ``missing`` has (region, carrier, period) of the returns that ``incu missing`` calls missing or late.
    """
    graded = Grade()
    names = dict(zip(store.table("files")["file"], store.table("files")["name"], strict=True))
    told: dict[Cell, set[str]] = defaultdict(set)
    about_file: dict[str, set[str]] = defaultdict(set)
    for row in store.table("quarantine").to_dict("records"):
        told[row["name"], row["sheet"] or "", row["cell"]].add(row["code"])
        about_file[row["name"]].add(row["code"])
    for table in ("findings", "checks"):
        for row in store.table(table).to_dict("records"):
            name = names.get(row["file"], row["file"])
            told[name, row["sheet"] or "", row["cell"]].add(row["code"])
            about_file[name].add(row["code"])
    for file in result.files:
        about_file[file.path] |= {message.code for message in file.messages}
    stored = {
        (names.get(row["file"], row["file"]), _sheet(row["sheet"]), row["cell"]): row
        for row in store.select(revisions=True).to_dict("records")
    }
    by_file: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for (file, _, _), row in stored.items():
        by_file[file].append(row)
    key = [json.loads(line) for line in (sample / "answer_key.jsonl").read_text("utf-8").splitlines()]
    for one in key:
        if one["expect"] == "found" and not _found(one, told, about_file, missing):
            graded.missed.append(one)
    planted = {(one["file"], one["sheet"], cell) for one in key for cell in (one["cell"], *one["cells"]) if cell}
    # A total cannot be checked, or does not hold, where one of its parts is wrong: keeping it out is no false alarm.
    spoilt = {(file, sheet, _letters(cell)) for file, sheet, cell in planted}
    mends = [one for one in key if one["expect"] == "mended"]
    mended_files = {one["file"]: one for one in mends}
    with (sample / "truth.csv").open(encoding="utf-8-sig", newline="") as file:
        for true in csv.DictReader(file):
            cell = (true["file"], true["sheet"], true["cell"])
            row = stored.get(cell)
            right = row is not None and _same(row, true)
            if row is None and told.get(cell) == {"same_elsewhere"}:
                # kept once, at another cell of this file
                right = any(_same(other, true) for other in by_file[true["file"]])
            if true["planted"] or (cell in planted and row is None):
                continue
            if told.get(cell, set()) & _TOTALS and (*cell[:2], _letters(cell[2])) in spoilt:
                continue
            graded.clean += 1
            if not right:
                codes = sorted(told.get(cell, {"not stored"} if row is None else {"wrong"}))
                graded.wrong.append({**true, "codes": codes, "row": row})
                if true["file"] in mended_files:
                    graded.not_mended.append({**mended_files[true["file"]], "at": cell, "codes": codes})
            for code in told.get(cell, ()):
                if sentences().get(code, ("error",))[0] != "info" and cell not in planted:
                    graded.false_alarms.append({"code": code, "cell": cell})
    return graded


_TOTALS = {"total_mismatch", "total_unchecked", "part_exceeds_whole"}


def _letters(cell: str) -> str:
    return cell.rstrip("0123456789")


def _sheet(sheet: object) -> str:
    return sheet if isinstance(sheet, str) else ""


def _found(
    one: dict[str, Any], told: dict[Cell, set[str]], about: dict[str, set[str]], missing: set[tuple[str, str, str]]
) -> bool:
    if one["kind"] in ("late", "missing"):
        return (one["region"], one["carrier"] or "", one["period"]) in missing
    codes = set(one["code"])
    if not one["cell"]:
        return bool(codes & about[one["file"]])
    cells = [one["cell"], *one["cells"]]
    return any(codes & told.get((one["file"], one["sheet"], cell), set()) for cell in cells) or (
        one["kind"] in ("wrong_period", "unknown_heading", "misspelt_name", "no_unit")
        and bool(codes & about[one["file"]])
    )


def _same(row: dict[str, Any], true: dict[str, str]) -> bool:
    carrier = row["carrier"] if isinstance(row["carrier"], str) else ""
    value = float(row["value"])
    if true["value"] == "" or math.isnan(value):
        equal = true["value"] == "" and math.isnan(value)
    else:
        equal = math.isclose(value, float(true["value"]), rel_tol=1e-9, abs_tol=1e-9)
    return (
        equal
        and row["region"] == true["region"]
        and bool(carrier) == bool(true["carrier"])
        and row["indicator"] == true["indicator"]
        and row["basis"] == true["basis"]
        and row["period"] == true["period"]
    )

"""``incu objection``: recording, deciding, listing, and corrections from two versions of a document."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from incuanalysis.cli import main
from incuanalysis.plans.records import Records
from incuanalysis.publishing.changes import Change, changed_cells

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., tuple[int, str, str]]
ADD = (
    "objection", "add", "--kind", "quarterly_bulletin", "--region", "洞头区", "--period", "2023Q3", "--unit", "北岙街道",
    "--item", "在孵企业", "--claim", "应为28家", "--grounds", "=补报", "--by", "某", "--on", "2023-10-23",
)  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copyfile(ROOT / "incu.toml", tmp_path / "incu.toml")
    return tmp_path


@pytest.fixture
def incu(root: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([*map(str, arguments), "--project", str(root)])
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run


def test_objections_are_numbered_decided_and_listed(incu: Run) -> None:
    assert [json.loads(incu(*ADD, "--json")[1])["id"] for _ in "12"] == ["330305-2023-1", "330305-2023-2"]
    code, out, _ = incu(
        "objection", "decide", "330305-2023-1", "--decision", "upheld", "--reason", "属实", "--on", "2023-10-25"
    )
    assert (code, out.strip()) == (0, "已登记异议330305-2023-1的处理：予以采纳。")
    listed = json.loads(incu("objection", "list", "--region", "洞头区", "--json")[1])
    assert [(one["id"], one["decision"], one["grounds"]) for one in listed] == [
        ("330305-2023-1", "upheld", "=补报"),
        ("330305-2023-2", "", "=补报"),
    ]
    left = json.loads(incu("objection", "list", "--open", "--json")[1])
    assert [one["id"] for one in left] == ["330305-2023-2"]
    assert "待处理" in incu("objection", "list", "--open")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("objection", "decide", "330305-2023-9", "--decision", "upheld", "--reason", "属实"), "没有编号为"),
        ((*ADD[:3], "quarterly_bulletins", *ADD[4:]), "quarterly_bulletin"),
        ((*ADD[:5], "洞头曲", *ADD[6:]), "洞头区"),
    ],
)
def test_what_is_not_known_is_refused_and_nothing_recorded(incu: Run, root: Path, arguments: Any, said: str) -> None:
    code, _, err = incu(*arguments)
    assert code == 2
    assert said in err
    assert Records(root / "data" / "records").read("objection").empty


def test_a_decision_must_be_one_of_three(incu: Run) -> None:
    incu(*ADD)
    code, _, err = incu("objection", "decide", "330305-2023-1", "--decision", "maybe", "--reason", "属实")
    assert code == 2
    assert "upheld" in err


def shown(*rows: list[str], caption: str = "各单位进展") -> list[dict[str, Any]]:
    columns = [{"label": "序号"}, {"label": "单位"}, {"label": "在孵企业", "unit": "家"}]
    return [{"caption": caption, "table": {"columns": columns, "rows": list(rows)}}]


def test_rows_are_paired_by_their_label_wherever_they_stand() -> None:
    found = changed_cells(shown(["1", "甲", "26"], ["2", "乙", "3"]), shown(["1", "乙", "3"], ["2", "甲", "28"]))
    assert found == [Change("各单位进展", "甲", "在孵企业（家）", "26", "28")]


def test_a_row_that_came_and_one_that_went_are_told_whole() -> None:
    found = changed_cells(shown(["1", "甲", "26"]), shown(["1", "乙", "3"]))
    assert [(one.row, one.before, one.after) for one in found] == [
        ("甲", "在孵企业（家）26", "（无）"),
        ("乙", "（无）", "在孵企业（家）3"),
    ]


def test_a_correction_is_recorded_from_two_versions_with_the_next_number(incu: Run, root: Path) -> None:
    about = {"kind": "quarterly_bulletin", "region": "330305", "period": "2023Q3", "parameters": {}}
    for name, number in (("issued", "26"), ("made", "28")):
        said = json.dumps(about | {"shown": shown(["1", "甲", number])}, ensure_ascii=False)
        (root / f"{name}.json").write_text(said, encoding="utf-8")
    compare = ("objection", "correct", root / "issued.json", root / "made.json")
    code, out, _ = incu(*compare)
    assert (code, out.splitlines()[0]) == (0, "各单位进展，甲，在孵企业（家）：26 → 28")
    assert Records(root / "data" / "records").read("correction").empty
    for number in (1, 2):
        told = json.loads(incu(*compare, "--reason", "补报属实", "--json")[1])
        assert (told["number"], len(told["changes"])) == (number, 1)
    rows = Records(root / "data" / "records").read("correction")
    assert rows[["number", "item", "before", "after"]].to_numpy().tolist()[0] == [
        1,
        "各单位进展，甲，在孵企业（家）",
        "26",
        "28",
    ]
    assert incu("objection", "correct", root / "made.json", root / "made.json", "--reason", "无")[0] == 3
    (root / "made.json").write_text(json.dumps(about | {"period": "2023Q2", "shown": []}), encoding="utf-8")
    assert incu(*compare)[0] == 2

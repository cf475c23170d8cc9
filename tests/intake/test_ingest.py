"""Taking returns in: conservation, revisions, decisions, replay, and what a person is told."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from incuanalysis.errors import BadInputError, BusyError, DamagedFileError, NoDataError, UnknownNameError
from incuanalysis.files import exclusive
from incuanalysis.intake.build import build_store
from incuanalysis.intake.returns.chase import chase
from incuanalysis.intake.returns.decide import decide
from incuanalysis.intake.returns.ingest import IngestResult, ingest
from incuanalysis.intake.returns.journal import Archive
from incuanalysis.intake.returns.listing import carriers_of, found_in_checks, quarantined_cells
from incuanalysis.intake.returns.preview import preview
from incuanalysis.intake.returns.trace import say, trace
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from tests.intake.making import csv_bytes, xlsx, zip_of

TITLE = "洞头区2023年第{quarter}季度孵化载体情况表"
HEADER = ["街道（乡镇）", "在孵企业（家）", "新增孵化面积（平方米）本年累计", "孵化载体企业和团队投融资（万元）本季度"]
ROWS = [["北岙街道", 12, 1500, 80.5], ["霓屿街道", 7, 800, 0]]


def table(rows: list[list[object]] = ROWS, quarter: str = "一", sender: str = "洞头区科技局") -> list[list[object]]:
    return [[TITLE.format(quarter=quarter)], [f"填报单位：{sender}"], HEADER, *rows]


def take(project: Project, folder: Path, files: dict[str, bytes], store: Store, **options: str) -> IngestResult:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    result = ingest(project, [folder], store, **options)
    for file in result.files:
        assert file.cells == file.stored + file.quarantined + file.labels, file.path
    return result


@pytest.fixture
def place(tmp_path: Path) -> Store:
    return Store(tmp_path / "kept")


def values(store: Store) -> dict[tuple[str, str, str, str], float]:
    frame = store.select()
    keys = zip(frame["region"], frame["indicator"], frame["basis"], frame["period"], strict=True)
    return dict(zip(keys, frame["value"].tolist(), strict=True))


def test_a_plain_return_is_stored_with_region_basis_period_unit_and_cell(
    project: Project, tmp_path: Path, place: Store
) -> None:
    result = take(project, tmp_path / "in", {"一季度.xlsx": xlsx(table())}, place, received_on="2023-04-10")
    assert (result.stored, result.quarantined) == (6, 0)
    assert values(place) == {
        ("330305001", "tenants", "stock", "2023Q1"): 12,
        ("330305001", "new_carrier_area", "ytd", "2023Q1"): 1500,
        ("330305001", "carrier_financing", "period", "2023Q1"): 80.5,
        ("330305005", "tenants", "stock", "2023Q1"): 7,
        ("330305005", "new_carrier_area", "ytd", "2023Q1"): 800,
        ("330305005", "carrier_financing", "period", "2023Q1"): 0,
    }
    row = place.select(regions=["330305001"], indicators=["tenants"]).iloc[0]
    assert (row["cell"], row["series"], row["recorded_at"], row["printed"]) == (
        "B4",
        "洞头区科技局",
        "2023-04-10",
        "12家",
    )


def test_the_same_content_is_taken_once(project: Project, tmp_path: Path, place: Store) -> None:
    data = xlsx(table())
    take(project, tmp_path / "a", {"甲.xlsx": data}, place)
    again = take(project, tmp_path / "b", {"乙.xlsx": data}, place)
    assert [file.status for file in again.files] == ["already"]
    assert again.stored == 0
    assert place.select(revisions=True)["revision"].max() == 0


def test_a_later_return_of_the_same_sender_supersedes_and_erases_nothing(
    project: Project, tmp_path: Path, place: Store
) -> None:
    take(project, tmp_path / "a", {"甲.xlsx": xlsx(table())}, place, received_on="2023-04-10")
    later = [["北岙街道", 15, 1500, 80.5], ["霓屿街道", 7, 800, 0]]
    take(project, tmp_path / "b", {"甲更正.xlsx": xlsx(table(later))}, place, received_on="2023-05-02")
    assert values(place)["330305001", "tenants", "stock", "2023Q1"] == 15
    before = place.select(regions=["330305001"], indicators=["tenants"], as_of="2023-04-30")
    assert before["value"].tolist() == [12]
    first = trace(project, place, "北岙街道", "在孵企业", "2023Q1")[0]
    assert [old.row["value"] for old in first.superseded] == [12]
    assert "甲更正.xlsx" in "\n".join(say(first))


def test_other_senders_stand_side_by_side(project: Project, tmp_path: Path, place: Store) -> None:
    take(project, tmp_path / "a", {"甲.xlsx": xlsx(table())}, place)
    town = [["洞头区北岙街道2023年第一季度情况表"], ["填报单位：北岙街道办事处"], HEADER, ["北岙街道", 11, 1500, 80]]
    take(project, tmp_path / "b", {"乙.xlsx": xlsx(town)}, place)
    both = place.select(regions=["330305001"], indicators=["tenants"])
    assert dict(zip(both["series"], both["value"], strict=True)) == {"洞头区科技局": 12, "北岙街道": 11}


def test_a_misspelt_name_waits_until_a_person_decides(project: Project, tmp_path: Path, place: Store) -> None:
    rows = [["北岙街到", 12, 1500, 80.5], ["霓屿街道", 7, 800, 0]]
    result = take(project, tmp_path / "a", {"甲.xlsx": xlsx(table(rows))}, place)
    assert (result.stored, result.quarantined) == (3, 3)
    (listed,) = quarantined_cells(project, place)
    assert listed["cells"] == ["B4", "C4", "D4"]
    assert listed["nearest"][0] == {"id": "330305001", "name": "北岙街道"}
    done = decide(project, place, "name", "北岙街到", "北岙街道")
    assert (done["before"], done["after"]) == (3, 0)
    assert values(place)["330305001", "tenants", "stock", "2023Q1"] == 12


def test_an_unknown_heading_is_mapped_by_a_decision(project: Project, tmp_path: Path, place: Store) -> None:
    head = ["街道（乡镇）", "在孵的小微主体（家）", *HEADER[2:]]
    data = xlsx([[TITLE.format(quarter="一")], head, *ROWS])
    assert take(project, tmp_path / "a", {"甲.xlsx": data}, place).quarantined == 2
    with pytest.raises(UnknownNameError):
        decide(project, place, "heading", "在孵的小微主体", "没有的指标")
    done = decide(project, place, "heading", "在孵的小微主体（家）", "tenants")
    assert done["after"] == 0
    assert values(place)["330305001", "tenants", "stock", "2023Q1"] == 12


def test_a_row_typed_twice_is_stored_once_and_two_that_differ_not_at_all(
    project: Project, tmp_path: Path, place: Store
) -> None:
    rows = [*ROWS, ["北岙街道", 12, 1600, 80.5]]
    result = take(project, tmp_path / "a", {"甲.xlsx": xlsx(table(rows))}, place)
    stored = values(place)
    assert ("330305001", "new_carrier_area", "ytd", "2023Q1") not in stored
    assert stored["330305001", "tenants", "stock", "2023Q1"] == 12
    codes = {message.code for message in result.files[0].messages}
    assert codes >= {"duplicate_row", "conflicting_rows"}


def test_carriers_wait_for_their_register_and_come_in_with_it(project: Project, tmp_path: Path, place: Store) -> None:
    numbers = xlsx([["洞头区2023年第四季度载体情况表"], ["载体名称", "在孵企业（家）"], ["海蓝众创空间", 9]])
    register = xlsx(
        [
            ["洞头区2023年孵化载体登记表"],
            ["载体名称", "载体类型", "所在街道（乡镇）", "运营机构", "联系电话"],
            ["海蓝众创空间", "众创空间", "北岙街道", "海蓝公司", "13800000000"],
        ]
    )
    first = take(project, tmp_path / "a", {"数.xlsx": numbers}, place, received_on="2024-01-10")
    assert (first.stored, first.quarantined) == (0, 1)
    second = take(project, tmp_path / "b", {"册.xlsx": register}, place, received_on="2024-01-12")
    assert second.replayed
    (row,) = place.select().to_dict("records")
    assert (row["region"], row["value"]) == ("330305001", 9)
    (carrier,) = carriers_of(place).to_dict("records")
    assert (carrier["id"], carrier["type"], carrier["operator"]) == (row["carrier"], "makerspace", "海蓝公司")
    assert "13800000000" not in place.table("registers").to_string()


def test_order_and_number_of_deliveries_make_no_difference(project: Project, tmp_path: Path) -> None:
    files = {
        "数.xlsx": xlsx([["洞头区2023年第四季度载体情况表"], ["载体名称", "在孵企业（家）"], ["海蓝众创空间", 9]]),
        "册.xlsx": xlsx(
            [
                ["洞头区2023年孵化载体登记表"],
                ["载体名称", "载体类型", "所在街道（乡镇）"],
                ["海蓝众创空间", "众创空间", "北岙街道"],
            ]
        ),
        "甲.xlsx": xlsx(table()),
    }
    one, many = Store(tmp_path / "one"), Store(tmp_path / "many")
    take(project, tmp_path / "all", files, one, received_on="2024-01-10")
    for number, name in enumerate(sorted(files)):
        take(project, tmp_path / f"part{number}", {name: files[name]}, many, received_on="2024-01-10")
    assert one.digest() == many.digest()


def test_a_store_made_anew_from_its_journal_is_the_same(project: Project, tmp_path: Path, place: Store) -> None:
    take(
        project,
        tmp_path / "a",
        {"甲.xlsx": xlsx(table()), "坏.xlsx": b"PK\x03\x04", "乙.csv": csv_bytes(table())},
        place,
    )
    decide(project, place, "name", "北岙街到", "北岙街道")
    digest = place.digest()
    for kind in ("parts", "tables"):
        for file in (place.folder / kind).iterdir():
            file.unlink()
    place.catalogue_file.unlink()
    assert build_store(project, place).built
    assert place.digest() == digest
    assert not build_store(project, place).built


def test_a_store_of_its_own_holds_only_what_was_ingested_there(project: Project, tmp_path: Path, place: Store) -> None:
    take(project, tmp_path / "a", {"甲.xlsx": xlsx(table())}, place)
    assert set(place.select()["source_class"]) == {"return"}
    assert (place.folder / "raw" / "journal.jsonl").is_file()


def test_demonstration_data_is_refused_by_the_projects_own_store(own_project: Project, tmp_path: Path) -> None:
    shown = [[TITLE.format(quarter="一") + "（演示数据）"], HEADER, *ROWS]
    result = take(own_project, tmp_path / "a", {"演示.xlsx": xlsx(shown)}, Store(own_project.store))
    assert (result.stored, result.quarantined) == (0, 6)
    assert {message.code for message in result.files[0].messages} == {"demo_mixed"}
    elsewhere = Store(tmp_path / "demo")
    assert take(own_project, tmp_path / "a", {}, elsewhere).stored == 6
    assert elsewhere.select()["demo"].all()


def test_returns_and_published_tables_share_the_projects_store(own_project: Project, tmp_path: Path) -> None:
    store = Store(own_project.store)
    build_store(own_project, store)
    published = len(store.select())
    take(own_project, tmp_path / "a", {"甲.xlsx": xlsx(table())}, store)
    assert len(store.select()) == published + 6
    assert not build_store(own_project, store).built
    assert build_store(own_project, store, force=True).built
    assert len(store.select()) == published + 6


def test_unreadable_files_get_one_line_and_stop_no_other(project: Project, tmp_path: Path, place: Store) -> None:
    files = {"空.xlsx": b"", "图.xlsx": b"\x89PNG\r\n\x1a\n" + b"0" * 50, "甲.xlsx": xlsx(table())}
    result = take(project, tmp_path / "a", files, place)
    statuses = {file.path: file.status for file in result.files}
    assert statuses == {"图.xlsx": "unreadable", "甲.xlsx": "stored", "空.xlsx": "unreadable"}
    for file in result.files:
        if file.status == "unreadable":
            assert len(file.messages) == 1
            assert "\n" not in file.messages[0].text()


def test_members_of_an_archive_are_read_with_their_own_names(project: Project, tmp_path: Path, place: Store) -> None:
    packed = zip_of({"一/甲.xlsx": xlsx(table()), "二/乙.csv": csv_bytes(table(quarter="二"))})
    assert take(project, tmp_path / "a", {"包.zip": packed}, place).stored == 12
    assert set(place.select(indicators=["tenants"])["period"]) == {"2023Q1", "2023Q2"}
    assert {sheet.split("/")[0] for sheet in place.select()["sheet"]} == {"一", "二"}


def test_a_preview_says_the_same_and_keeps_nothing(project: Project, tmp_path: Path, place: Store) -> None:
    take(project, tmp_path / "a", {"甲.xlsx": xlsx(table())}, place)
    digest, journal = place.digest(), (place.folder / "raw" / "journal.jsonl").read_bytes()
    file = tmp_path / "新.xlsx"
    file.write_bytes(xlsx(table([["北岙街到", 12, 1500, 80.5]], quarter="二")))
    (result,) = preview(project, [file], place)
    assert (result.stored, result.quarantined) == (0, 3)
    assert place.digest() == digest
    assert (place.folder / "raw" / "journal.jsonl").read_bytes() == journal
    assert len(list((place.folder / "raw").glob("??/*"))) == 1


def test_a_running_total_gives_the_flow_of_the_quarter_only_where_both_ends_are_there(
    project: Project, tmp_path: Path, place: Store
) -> None:
    first, third = xlsx(table()), xlsx(table([["北岙街道", 14, 2600, 90]], quarter="三"))
    take(project, tmp_path / "a", {"一.xlsx": first, "三.xlsx": third}, place)
    (link,) = [x for x in trace(project, place, "北岙街道", "新增孵化面积", "2023Q1") if x.row["basis"] == "period"]
    assert link.row["value"] == 1500
    with pytest.raises(NoDataError):
        trace(project, place, "北岙街道", "新增孵化面积", "2023Q2")
    take(project, tmp_path / "b", {"二.xlsx": xlsx(table([["北岙街道", 13, 2000, 70]], quarter="二"))}, place)
    flows = {
        quarter: next(
            x for x in trace(project, place, "北岙街道", "新增孵化面积", quarter) if x.row["basis"] == "period"
        )
        for quarter in ("2023Q2", "2023Q3")
    }
    assert {quarter: link.row["value"] for quarter, link in flows.items()} == {"2023Q2": 500, "2023Q3": 600}
    assert [part.row["cell"] for part in flows["2023Q3"].inputs] == ["C4", "C4"]
    assert "推算" in "\n".join(say(flows["2023Q3"]))


def test_whom_to_chase_is_told_from_what_came_in(project: Project, tmp_path: Path, place: Store) -> None:
    duties = tmp_path / "duties.yml"
    duties.write_text(
        "duties:\n- {id: a, form: quarterly, frequency: quarter, units: {children_of: 洞头区}, due: {day: 10, months_after: 1}}\n",
        encoding="utf-8",
    )
    take(project, tmp_path / "a", {"甲.xlsx": xlsx(table())}, place, received_on="2023-04-12")
    told = chase(project, place, "2023Q1", region="洞头区", today="2023-04-20", duties=duties)
    states = {gap.due.name: gap.status for gap in told.gaps}
    assert states["北岙街道"] == states["霓屿街道"] == "late"
    assert states["东屏街道"] == "missing"
    assert "未报" in told.text


def test_findings_beside_earlier_returns_are_told_with_their_cell(
    project: Project, tmp_path: Path, place: Store
) -> None:
    for number, quarter in enumerate("一二三四"):
        rows = [["北岙街道", 12 + number, 1500 + 500 * number, 80 + number]]
        take(project, tmp_path / quarter, {f"{quarter}.xlsx": xlsx(table(rows, quarter))}, place)
    slip = [
        [TITLE.format(quarter="一").replace("2023", "2024")],
        ["填报单位：洞头区科技局"],
        HEADER,
        ["北岙街道", 160000, 300, 80],
    ]
    take(project, tmp_path / "slip", {"slip.xlsx": xlsx(slip)}, place)
    found = [one for one in found_in_checks(place) if one["code"] == "unit_slip"]
    assert [(one["file"], one["cell"]) for one in found] == [("slip.xlsx", "B4")]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"region": "没有的区"}, "没有的区"),
        ({"period": "2023Q5"}, "2023Q5"),
        ({"received_on": "昨天"}, "day of receipt"),
    ],
)
def test_wrong_options_are_refused_before_anything_is_kept(
    project: Project, tmp_path: Path, place: Store, options: dict[str, str], message: str
) -> None:
    (tmp_path / "a.xlsx").write_bytes(xlsx(table()))
    with pytest.raises(BadInputError, match=message):
        ingest(project, [tmp_path / "a.xlsx"], place, **options)
    assert not place.folder.exists()


def test_two_at_a_time_are_refused(project: Project, tmp_path: Path, place: Store) -> None:
    (tmp_path / "a.xlsx").write_bytes(xlsx(table()))
    with exclusive(place.folder), pytest.raises(BusyError):
        ingest(project, [tmp_path / "a.xlsx"], place)


def test_a_received_file_that_was_changed_is_told_on_replay(project: Project, tmp_path: Path, place: Store) -> None:
    take(project, tmp_path / "a", {"甲.xlsx": xlsx(table())}, place)
    archive = Archive(place.folder / "raw")
    (entry,) = archive.entries()
    archive.path(entry.sha256).write_bytes(b"else")
    with pytest.raises(DamagedFileError, match="not what its name says"):
        build_store(project, place, force=True)


KILLED = """
import sys
from pathlib import Path
from incuanalysis.intake.returns.ingest import ingest
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
print("ready", flush=True)
ingest(Project(Path(sys.argv[1])), [Path(sys.argv[2])], Store(Path(sys.argv[3])), received_on="2024-01-10")
"""


def test_a_killed_ingest_leaves_the_store_as_before_or_after(project: Project, tmp_path: Path) -> None:
    rounds = 100 if os.environ.get("INCU_SOAK") else 6
    draw = random.Random(7)
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, quarter in ((old, "一"), (new, "二")):
        folder.mkdir()
        for number in range(8):
            rows = [["北岙街道", 12 + number, 1500, 80.5], ["霓屿街道", 7, 800 + number, 0]]
            (folder / f"{number}.xlsx").write_bytes(xlsx(table(rows, quarter, sender=f"单位{number}")))
    whole = Store(tmp_path / "whole")
    ingest(project, [old], whole, received_on="2024-01-10")
    before = whole.digest()
    start = time.perf_counter()
    ingest(project, [new], whole, received_on="2024-01-10")
    usual = time.perf_counter() - start
    after = whole.digest()
    ended = []
    for number in range(rounds):
        store = Store(tmp_path / f"store{number}")
        ingest(project, [old], store, received_on="2024-01-10")
        command = [sys.executable, "-c", KILLED, str(project.root), str(new), str(store.folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(draw.uniform(0, usual * 1.5))
            process.send_signal(signal.SIGKILL)
        assert store.digest() in (before, after)
        ended.append(store.digest() == after)
        ingest(project, [new], store, received_on="2024-01-10")
        assert store.digest() == after
    assert not all(ended), "every round was killed too late to test anything"


def test_the_json_of_the_command_has_the_promised_shape(project: Project, tmp_path: Path) -> None:
    (tmp_path / "甲.xlsx").write_bytes(xlsx(table([["北岙街到", 12, 1500, 80.5]])))
    command = [
        sys.executable,
        "-m",
        "incuanalysis",
        "ingest",
        str(tmp_path / "甲.xlsx"),
        "--store",
        str(tmp_path / "s"),
        "--json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=project.root)
    printed = json.loads(done.stdout)
    assert set(printed) == {"files", "stored", "quarantined"}
    (file,) = printed["files"]
    assert set(file) >= {"path", "status", "cells", "stored", "quarantined", "messages"}
    assert all(set(message) >= {"severity", "sheet", "cell", "text"} for message in file["messages"])
    assert (printed["stored"], printed["quarantined"], file["path"]) == (0, 3, "甲.xlsx")

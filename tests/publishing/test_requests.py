"""Requests with parameters of a kind's own, their file names, and the ledger that keeps them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError, DamagedFileError, UnknownNameError
from incuanalysis.project import Project
from incuanalysis.publishing.batch import expand
from incuanalysis.publishing.kinds import Request, check_request, find_kind
from incuanalysis.publishing.ledger import Entry, Ledger
from incuanalysis.publishing.report import FILES, report_files
from incuanalysis.settings import read_settings
from incuanalysis.vocabulary.words import Vocabulary


def brief(**options: str) -> Request:
    return Request("monthly_monitoring", "洞头区", "2023-09", options=tuple(sorted(options.items())))


def test_a_parameter_with_its_default_does_not_mark_the_name(project: Project, words: Vocabulary) -> None:
    assert check_request(project, words, brief(version="published")).id == "2023-09/330305/monthly_monitoring.zh"
    internal = check_request(project, words, brief(version="internal"))
    assert internal.id == "2023-09/330305/monthly_monitoring.internal.zh"
    assert internal.parameters()["version"] == "internal"


def test_an_unknown_parameter_or_choice_is_refused_with_what_is_offered(project: Project, words: Vocabulary) -> None:
    with pytest.raises(UnknownNameError, match="version"):
        check_request(project, words, brief(versoin="internal"))
    with pytest.raises(BadInputError, match="published, internal"):
        check_request(project, words, brief(version="secret"))


def test_a_kind_without_parameters_of_its_own_takes_none(project: Project, words: Vocabulary) -> None:
    given_one = Request("annual_profile", "浙江", "2023", options=(("version", "internal"),))
    with pytest.raises(UnknownNameError, match="takes none"):
        check_request(project, words, given_one)


@given(st.text(min_size=1, max_size=30))
def test_a_value_can_never_lead_a_file_elsewhere(value: str) -> None:
    request = Request("unit_statement", "330305", "2023-09", options=(("unit", value),))
    for path in report_files(Path("out"), request, FILES).values():
        assert path.parent == Path("out/2023-09/330305")
        assert ".." not in path.name
        assert not set(path.name) & set('/\\:*?"<>|\0')


def test_each_combination_of_a_blocks_options_is_a_report(tmp_path: Path, project: Project, words: Vocabulary) -> None:
    text = """
[[report]]
kind = "monthly_monitoring"
regions = ["洞头区"]
periods = ["2023-08", "2023-09"]
options = { version = ["published", "internal"] }
"""
    (tmp_path / "incu.toml").write_text(text, encoding="utf-8")
    made = [request.id for request in expand(project, words, read_settings(tmp_path / "incu.toml"))]
    assert made == [
        f"{month}/330305/monthly_monitoring.{mark}zh" for month in ("2023-08", "2023-09") for mark in ("", "internal.")
    ]


def test_the_kind_says_which_files_it_has(project: Project) -> None:
    assert find_kind(project, "monthly_monitoring").declaration.formats[-2:] == ["docx", "xlsx"]
    assert find_kind(project, "annual_profile").declaration.formats == ["ipynb", "html", "pdf", "json"]


def entry(**more: str) -> Entry:
    return Entry("a", "k", "r", "2023", "zh", "ok", "i", "k", None, False, "2024-01-01", 1.0, **more)


def test_the_ledger_keeps_options_and_summary(tmp_path: Path) -> None:
    Ledger(tmp_path).record(entry(options='[["unit", "甲"]]', summary='{"state": "draft"}'))
    (kept,) = Ledger(tmp_path).entries()
    assert json.loads(kept.options) == [["unit", "甲"]]
    assert json.loads(kept.summary) == {"state": "draft"}


def test_a_ledger_of_an_earlier_version_gets_the_columns_it_lacks(tmp_path: Path) -> None:
    Ledger(tmp_path).record(entry())
    with sqlite3.connect(tmp_path / "ledger.sqlite") as connection:
        connection.execute("alter table report drop column options")
        connection.execute("alter table report drop column summary")
    connection.close()
    assert Ledger(tmp_path).entries()[0].options == "[]"


def test_a_file_that_is_no_ledger_is_told(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"no ledger" * 400)
    with pytest.raises(DamagedFileError, match="Move it away"):
        Ledger(tmp_path).entries()

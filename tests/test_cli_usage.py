"""A slip on the command line is told in Chinese first, with the call that shows how it is done."""

from __future__ import annotations

import pytest

from incuanalysis.cli import main


@pytest.mark.parametrize(
    ("arguments", "zh", "how"),
    [
        ("evaluate progress --regio x", "没有选项“--regio”，可能是", "incu evaluate progress --help"),
        ("evaluate progress", "缺少必填选项“--region”", "incu evaluate progress --help"),
        ("evaluate progres", "没有命令“progres”，可能是progress", "incu evaluate --help"),
        ("evaluat", "没有命令“evaluat”，可能是evaluate", "incu --help"),
        ("plans show", "缺少必填参数“ID”", "incu plans show --help"),
        ("plans show a b", "多出参数“b”", "incu plans show --help"),
        ("plans list --json=3", "选项“--json”后不应带值", "incu plans list --help"),
        ("plans list --region", "选项“--region”后缺少值", "incu plans list --help"),
        ("plans breakdown dongtou --year x", "“--year”应为整数", "incu plans breakdown --help"),
    ],
)
def test_a_slip_is_told_in_both_languages(
    capsys: pytest.CaptureFixture[str], arguments: str, zh: str, how: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments.split())
    first, second = capsys.readouterr().err.splitlines()
    assert ended.value.code == 2
    assert first.startswith(f"命令用法有误：{zh}")
    assert first.endswith(f"用法见{how}。")
    assert second.endswith(f"({how} shows how.)")

"""What is wrong in a command line, in Chinese: the library that parses it has its messages in English only."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Any

__all__ = ["help_of", "said_in_chinese"]

#: The library's message → ours; what it names is put in for {0}, {1}.
_MESSAGES = (
    (r"No such option: (\S+?)(?: \(Possible options?: (.+)\)| Did you mean (.+)\?)?", "没有选项{0}"),
    (r"No such command '(.+?)'\.(?: Did you mean (.+)\?)?", "没有命令{0}"),
    (r"Missing option '(.+?)'.*", "缺少必填选项{0}"),
    (r"Missing argument '(.+?)'.*", "缺少必填参数{0}"),
    (r"Missing command\.", "缺少子命令"),
    (r"Option '(.+?)' does not take a value\.", "选项{0}后不应带值"),
    (r"Option '(.+?)' requires an argument\.", "选项{0}后缺少值"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)", "多出参数{0}"),
    (r"Invalid value for '(.+?)': .*valid integer.*", "{0}应为整数"),
    (r"Invalid value for '(.+?)': .*valid (?:float|number).*", "{0}应为数字"),
    (r"Invalid value for '(.+?)': .*", "{0}的值有误"),
)


def said_in_chinese(message: str) -> str:
    """Return a message of the parser in Chinese; empty where it is none of the known ones.

    Examples
    --------
    >>> said_in_chinese("No such option: --regio (Possible options: --period, --region)")
    '没有选项“--regio”，可能是--period、--region'
    >>> said_in_chinese("Missing argument 'ID'."), said_in_chinese("Something else.")
    ('缺少必填参数“ID”', '')
    """
    for pattern, ours in _MESSAGES:
        if found := re.fullmatch(pattern, message.strip(), re.DOTALL):
            named, *near = [part for part in found.groups() if part] or [""]
            names = "、".join(name.strip(" '") for name in re.split(r",| or ", near[0])) if near else ""
            return ours.format(f"“{named}”") + (f"，可能是{names}" if names else "")
    return ""


def help_of(context: Any, given: list[str]) -> str:
    """Return the call that shows how a command is used, from the parser's context, else from what was typed.

    Examples
    --------
    >>> help_of(None, ["plans", "list", "--jsn"])
    'incu plans list --help'
    """
    names: list[str] = []
    if context is None:
        names = list(takewhile(lambda word: not word.startswith("-"), given))
    while context is not None and context.parent is not None:
        names.insert(0, str(context.info_name))
        context = context.parent
    return " ".join(["incu", *names, "--help"])

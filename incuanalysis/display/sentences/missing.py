"""Who has not reported, and what is said where nothing has come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from incuanalysis.display.sentences.lists import join, named
from incuanalysis.errors import BadInputError

__all__ = ["complete_words", "missing_words", "nothing_words", "partly_missing_words"]

_MOST = 10


def missing_words(
    missing: Sequence[str],
    of: int,
    what: str,
    word: str = "个单位",
    language: str = "zh",
    *,
    late: Sequence[str] = (),
    most: int = _MOST,
) -> str:
    """Say how many of those due have reported, and name those that have not.

    Parameters
    ----------
    missing
        Who has not reported.
    of
        How many had to.
    what
        What was due: 9月数据; in English ``the data of September``.
    word
        Counting word with its noun; in English the plural, ``units`` by default.
    language
        ``zh`` or ``en``.
    late
        Who has reported late; they count as reported.
    most
        How many names are listed at most.

    Raises
    ------
    BadInputError
        If more are missing or late than had to report.

    Examples
    --------
    >>> missing_words(["甲镇", "乙镇"], 12, "9月数据")
    '9月数据应报12个单位，已报10个，未报2个：甲镇、乙镇'
    >>> missing_words([], 12, "9月数据"), missing_words([], 0, "9月数据")
    ('9月数据应报12个单位，均已报送', '9月数据没有应报单位')
    >>> missing_words(["甲镇", "乙镇"], 2, "9月数据"), missing_words([], 3, "9月数据", late=["丙镇"])
    ('9月数据应报2个单位，均未报送', '9月数据应报3个单位，均已报送，其中迟报1个：丙镇')
    >>> missing_words(["A"], 12, "the data of September", language="en")
    'the data of September: 11 of 12 units have reported, 1 has not: A'
    """
    if len(missing) + len(late) > of:
        raise BadInputError(
            f"{len(missing)} missing and {len(late)} late of {of} that had to report.",
            f"应报{of}{word}，未报{len(missing)}个、迟报{len(late)}个，数目不符。",
        )
    counter = word[:1]
    if language != "zh":
        return _english(missing, of, what, "units" if word == "个单位" else word, late, most)
    if of == 0:
        return f"{what}没有应报{word[1:]}"
    if len(missing) == of:
        return f"{what}应报{of}{word}，{'均' if of > 1 else ''}未报送"
    if not missing:
        said = f"{what}应报{of}{word}，{'均' if of > 1 else ''}已报送"
        return f"{said}，其中迟报{_named(late, counter, most)}" if late else said
    came = f"已报{of - len(missing)}{counter}"
    if late:
        came += f"（其中迟报{len(late)}{counter}：{_list(late, most)}）"
    return f"{what}应报{of}{word}，{came}，未报{_named(missing, counter, most)}"


def _english(missing: Sequence[str], of: int, what: str, word: str, late: Sequence[str], most: int) -> str:
    if of == 0:
        return f"{what}: no {word} had to report"
    if len(missing) == of:
        return f"{what}: none of {of} {word} has reported"
    if missing:
        have = "has" if len(missing) == 1 else "have"
        names = join(missing, most=most, language="en")
        said = f"{what}: {of - len(missing)} of {of} {word} have reported, {len(missing)} {have} not: {names}"
    else:
        said = f"{what}: all {of} {word} have reported"
    return f"{said}; late: {join(late, most=most, language='en')}" if late else said


def partly_missing_words(absent: Mapping[str, tuple[int, int]], of: int, what: str, *, most: int = _MOST) -> str:
    """Say in Chinese who has reported all, a part, or nothing of what was due.

    Parameters
    ----------
    absent
        Unit → how many items are missing, and how many were due.
    of
        How many units had to report.
    what
        What was due: 9月数据.
    most
        How many names are listed at most, in each group.

    Examples
    --------
    >>> partly_missing_words({"甲镇": (2, 3), "乙镇": (1, 1)}, 12, "9月数据")
    '9月数据应报12个单位，报齐10个；部分未报1个（甲镇2项）；全部未报1个（乙镇）'
    >>> partly_missing_words({}, 12, "9月数据")
    '9月数据应报12个单位，均已报齐'
    """
    if not absent:
        return missing_words([], of, what).replace("均已报送", "均已报齐")
    part = [f"{name}{missing}项" for name, (missing, due) in absent.items() if missing < due]
    none = [name for name, (missing, due) in absent.items() if missing >= due]
    said = [f"{what}应报{of}个单位，报齐{of - len(absent)}个"]
    said += [f"部分未报{named(part, '个', most=most)}"] if part else []
    said += [f"全部未报{named(none, '个', most=most)}"] if none else []
    return "；".join(said)


def complete_words(reported: int, of: int, language: str = "zh") -> str:
    """Say how many parts a sum is made of; empty where it has no parts.

    Examples
    --------
    >>> complete_words(12, 12), complete_words(10, 12), complete_words(0, 0), complete_words(10, 12, "en")
    ('12个单位合计', '12个单位中10个已报，合计不全', '', 'sum of 10 of 12 units, incomplete')
    """
    if not 0 <= reported <= of:
        raise BadInputError(f"{reported} of {of} units reported.", f"{of}个单位中有{reported}个已报，数目不符。")
    if of == 0:
        return ""
    if reported == of:
        return f"{of}个单位合计" if language == "zh" else f"sum of {of} units"
    if language == "zh":
        return f"{of}个单位中{reported}个已报，合计不全"
    return f"sum of {reported} of {of} units, incomplete"


def nothing_words(what: str, language: str = "zh") -> str:
    """Say that nothing is held of something, which is no zero.

    >>> nothing_words("任务台账"), nothing_words("records of tasks", "en")
    ('本期没有收到任务台账', 'No records of tasks have come in')
    """
    return f"本期没有收到{what}" if language == "zh" else f"No {what} have come in"


def _named(names: Sequence[str], counter: str, most: int) -> str:
    return f"{len(names)}{counter}：{_list(names, most)}"


def _list(names: Sequence[str], most: int) -> str:
    return f"{join(names[:most])}等" if len(names) > most else join(names)

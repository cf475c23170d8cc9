"""Lists of names, counts by status, and clauses joined into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.progress.status import STATUSES, status_label
from incuanalysis.intake.forms.naming import full_width

__all__ = ["as_markdown", "by_status", "counted", "join", "named", "sentence", "sorted_statuses"]

_ENDS = "。，；、：,;. "
# ( and ) after a backslash would begin a formula, and : makes addresses into links that swallow what follows.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#$|~&!^():])")
# At the beginning of a line these would begin a list, a heading or a quotation.
_LEADING = re.compile(r"^(\s*)(\d+)(\.)|^(\s*)([-+=])", re.MULTILINE)


def as_markdown(text: str) -> str:
    r"""Return a plain text so that Markdown shows it as it is: names with ``*``, ``<b>``, ``$`` or ``#`` stay text.

    Examples
    --------
    >>> print(as_markdown("<b>甲</b>*号#1$园"))
    \<b\>甲\</b\>\*号\#1\$园
    >>> print(as_markdown("1. 甲"))
    1\. 甲
    """
    escaped = _SPECIAL.sub(r"\\\1", text)
    return _LEADING.sub(
        lambda found: f"{found[1]}{found[2]}\\{found[3]}" if found[2] is not None else f"{found[4] or ''}\\{found[5]}",
        escaped,
    )


def sentence(*clauses: str, language: str = "zh", between: str = "；") -> str:
    """Join clauses into one sentence with one full stop; empty clauses are left out.

    Parameters
    ----------
    clauses
        Clauses, with or without a mark at their ends.
    language
        ``zh`` or ``en``; English joins with ``; ``.
    between
        What stands between the clauses in Chinese.

    Examples
    --------
    >>> sentence("甲镇完成目标", "", "乙镇滞后。"), sentence("a", "b", language="en"), sentence("", "")
    ('甲镇完成目标；乙镇滞后。', 'a; b.', '')
    """
    said = [clause.strip().rstrip(_ENDS).lstrip("，；、。,; ") for clause in clauses]
    said = [clause for clause in said if clause]
    if not said:
        return ""
    return f"{between.join(said)}。" if language == "zh" else f"{'; '.join(said)}."


def join(names: Sequence[str], *, most: int | None = None, word: str = "个", language: str = "zh") -> str:
    """Join names by 、; a list that is cut ends in 等N个.

    Parameters
    ----------
    names
        The names in their order.
    most
        How many are named at most; a list that is cut says how many there are.
    word
        Counting word, with the noun if it is wanted: 个, 家, 个街道（乡镇）.
    language
        ``zh`` or ``en``.

    Examples
    --------
    >>> join(["甲镇", "乙镇"]), join(["甲镇", "乙镇", "丙镇", "丁镇"], most=3, word="个镇"), join([])
    ('甲镇、乙镇', '甲镇、乙镇、丙镇等4个镇', '')
    >>> join(["A", "B", "C"], language="en"), join(["A", "B", "C"], most=2, language="en")
    ('A, B and C', 'A, B and 1 other')
    """
    if most is not None and most < 1:
        raise BadInputError("A list must name at least one.", "名单至少应列出一个。")
    shown = list(names if most is None else names[:most])
    left = len(names) - len(shown)
    if language == "zh":
        text = "、".join(full_width(name) for name in shown)
        return f"{text}等{len(names)}{word}" if left else text
    if left:
        return f"{', '.join(shown)} and {left} other{'' if left == 1 else 's'}"
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown)


def named(names: Sequence[str], word: str = "家", *, most: int | None = None, language: str = "zh") -> str:
    """Give a count with its names in brackets; a cut list ends in 等, for the count is said already.

    >>> named(["甲镇", "乙镇"], "个"), named(["甲", "乙", "丙"], most=2), named([], "个")
    ('2个（甲镇、乙镇）', '3家（甲、乙等）', '0个')
    >>> named(["A", "B"], language="en")
    '2 (A and B)'
    """
    if language != "zh":
        return f"{len(names)} ({join(names, most=most, language='en')})" if names else "0"
    if not names:
        return f"0{word}"
    shown = join(names if most is None else names[:most])
    return f"{len(names)}{word}（{shown}{'等' if most is not None and len(names) > most else ''}）"


def counted(groups: Mapping[str, int], word: str = "项", language: str = "zh") -> str:
    """List counts by label in the order given; groups without any are left out.

    >>> counted({"优秀": 3, "良好": 0, "合格": 5}, "家"), counted({}, "家"), counted({"good": 2, "fail": 1}, language="en")
    ('优秀3家，合格5家', '', '2 good, 1 fail')
    """
    for label, count in groups.items():
        if count < 0:
            raise BadInputError(f"{label}: a count of {count}.", f"“{label}”的个数不能为{count}。")
    kept = {label: count for label, count in groups.items() if count}
    if language == "zh":
        return "，".join(f"{label}{count}{word}" for label, count in kept.items())
    return ", ".join(f"{count} {label}" for label, count in kept.items())


#: The order in which statuses are listed: what is settled, then from fast to slow, then what cannot be judged.
_ORDER = (
    "done", "ahead", "on_schedule", "in_progress", "behind", "far_behind", "missed", "not_reported", "not_due_yet",
)  # fmt: skip


def sorted_statuses(statuses: Iterable[str]) -> dict[str, int]:
    """Count statuses in the order in which they are listed; those that do not occur are left out.

    Raises
    ------
    BadInputError
        If a status is none of :data:`incuanalysis.evaluation.progress.status.STATUSES`.

    Examples
    --------
    >>> sorted_statuses(["behind", "done", "done"])
    {'done': 2, 'behind': 1}
    """
    given = list(statuses)
    if unknown := sorted(set(given) - set(STATUSES)):
        raise BadInputError(
            f"Unknown status {unknown[0]!r}. Expected one of: {', '.join(STATUSES)}.",
            f"没有“{unknown[0]}”这一状态，应为{'、'.join(STATUSES)}之一。",
        )
    return {status: given.count(status) for status in _ORDER if status in given}


def by_status(statuses: Iterable[str], word: str = "项", *, what: str = "目标", language: str = "zh") -> str:
    """Say how many targets have which status.

    Parameters
    ----------
    statuses
        Of every target.
    word, what
        Counting word and noun: 13项目标. Without a noun the counts stand alone.
    language
        ``zh`` or ``en``; ``what`` is then the English plural.

    Examples
    --------
    >>> by_status(["done"] * 5 + ["on_schedule"] * 3 + ["behind", "behind", "not_reported"])
    '11项目标中，已完成5项，达序时3项，滞后2项，未报1项'
    >>> by_status(["done", "done"]), by_status(["behind"]), by_status([])
    ('2项目标均已完成', '1项目标滞后', '没有目标')
    >>> by_status(["done", "behind"], what="")
    '已完成1项，滞后1项'
    >>> by_status(["done", "behind"], what="targets", language="en")
    'Of 2 targets 1 done, 1 behind'
    """
    counts = sorted_statuses(statuses)
    total = sum(counts.values())
    if language != "zh":
        noun = "targets" if what == "目标" else what
        if not counts:
            return f"No {noun}"
        if len(counts) == 1:
            return f"All {total} {noun}: {status_label(next(iter(counts)), 'en')}"
        return f"Of {total} {noun} " + counted({status_label(one, "en"): n for one, n in counts.items()}, language="en")
    listed = counted({status_label(one): n for one, n in counts.items()}, word)
    if not what:
        return listed
    if not counts:
        return f"没有{what}"
    if len(counts) == 1:
        return f"{total}{word}{what}{'均' if total > 1 else ''}{status_label(next(iter(counts)))}"
    return f"{total}{word}{what}中，{listed}"

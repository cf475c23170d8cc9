"""Where a target stands: value, completion, pace, and what holds where there is none of these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from incuanalysis.display.numbers import digits, percent, points, rounded, scale_of
from incuanalysis.display.sentences import dates
from incuanalysis.display.sentences.target import TargetLine, after_name, difference_words, target_words
from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.progress.lines import ABOUT
from incuanalysis.evaluation.progress.status import status_label

__all__ = ["completion_percent", "completion_words", "lines_words", "pace_words", "progress_words", "value_words"]

_PACED = frozenset({"ahead", "on_schedule", "behind", "far_behind"})


def completion_words(completion: float, language: str = "zh") -> str:
    """Write a share of a target; what falls short of it is never written as 100.0%.

    Examples
    --------
    >>> completion_words(0.8), completion_words(1.05), completion_words(0.9996), completion_words(0.999999)
    ('80.0%', '105.0%', '99.96%', '99.99%')
    """
    value, places = completion_percent(completion)
    return percent(value, language, places)


def completion_percent(completion: float) -> tuple[float, int]:
    """Return a share of a target in per cent, and with how many decimals to write it.

    Examples
    --------
    >>> completion_percent(0.8), completion_percent(0.9996)[1], completion_percent(0.999999)
    ((80.0, 1), 2, (99.99, 2))
    """
    value = 100 * completion
    if completion >= 1 or rounded(value, 1) < 100:
        return value, 1
    return min(value, 99.99), 2


def pace_words(gap_points: float, status: str = "", language: str = "zh") -> str:
    """Say completion against schedule; ``gap_points`` is negative where it is behind.

    滞后 is said of what has that status; less than that is 慢于, so that the words agree with the status.

    Examples
    --------
    >>> pace_words(5.0), pace_words(-5.12, "behind"), pace_words(-20, "far_behind"), pace_words(-3, "on_schedule")
    ('快于序时进度5.0个百分点', '滞后序时进度5.1个百分点', '滞后序时进度20.0个百分点（严重滞后）', '慢于序时进度3.0个百分点')
    >>> pace_words(0.0), pace_words(0.04), pace_words(-3, "", "en")
    ('与序时进度持平', '与序时进度基本持平', '3.0 percentage points behind schedule')
    """
    zh = language == "zh"
    size = points(abs(gap_points), language)
    if rounded(gap_points, 1) == 0:
        if rounded(gap_points, 9) == 0:
            return "与序时进度持平" if zh else "on schedule"
        return "与序时进度基本持平" if zh else "almost on schedule"
    if gap_points > 0:
        return f"快于序时进度{size}" if zh else f"{size} ahead of schedule"
    if not zh:
        return f"{size} behind schedule{' (far behind)' if status == 'far_behind' else ''}"
    if status == "on_schedule":
        return f"慢于序时进度{size}"
    return f"滞后序时进度{size}{'（严重滞后）' if status == 'far_behind' else ''}"


def value_words(one: TargetLine, language: str = "zh", *, lead: bool = True, year: bool = False) -> str:
    """Say the value with its time: 截至9月底，在孵企业96家; 1—9月，新增在孵企业30家.

    Parameters
    ----------
    one
        A line with a value.
    language
        ``zh`` or ``en``.
    lead
        Say the time; without it an amount of the year is marked 本年累计.
    year
        Say the year with the time.

    Raises
    ------
    BadInputError
        If there is no value.
    """
    if one.actual is None:
        raise BadInputError(f"{one.name} has no value to write.", f"“{one.name}”没有数，不能成句。")
    value, at = one.scale.text(one.actual, language), one.seen_at
    other_year = at.year != one.month.year
    running = ""
    if one.total and not one.name.startswith("累计"):
        running = "累计"
    elif one.yearly and not lead:
        running = f"{at.year}年累计" if other_year else "本年累计"
    elif other_year and not lead:
        running = f"{dates.month_end(at, year=True)}为"
    when = (dates.running if one.yearly else dates.as_of)(at, language, year=year or other_year)
    if language == "zh":
        return f"{f'{when}，' if lead else ''}{after_name(one.name, f'{running}{value}')}"
    return f"{f'{when}: ' if lead else ''}{one.name} {value}"


def progress_words(one: TargetLine, language: str = "zh", *, lead: bool = True, year: bool = False) -> str:
    """Say where a target line stands, in one clause.

    Parameters
    ----------
    one
        The line.
    language
        ``zh`` or ``en``.
    lead, year
        Begin with the time (截至9月底); with its year.

    Examples
    --------
    >>> from incuanalysis.vocabulary.periods import Month
    >>> month, due = Month(2023, 9), Month(2023, 12)
    >>> one = TargetLine("在孵企业", "家", "stock", month, due, 120, "on_schedule", 96, 90, 0.8, 5.0)
    >>> progress_words(one)
    '截至9月底，在孵企业96家，完成年度目标（120家）的80.0%，快于序时进度5.0个百分点'
    >>> progress_words(one, "en")
    'By the end of September: 在孵企业 96, 80.0% of the 2023 target (120), 5.0 percentage points ahead of schedule'
    >>> one = TargetLine("在孵企业", "家", "stock", month, due, 120, "not_reported", latest=95, latest_at=Month(2023, 8))
    >>> progress_words(one)
    '在孵企业9月数据未报，最近一次为8月的95家'
    """
    if one.status == "not_due_yet":
        target = target_words(one, language)
        return (
            f"{after_name(one.name, target, link='的')}{status_label('not_due_yet')}"
            if language == "zh"
            else f"{one.name}: {target} not due yet"
        )
    if one.status == "not_reported" or one.actual is None:
        return _not_reported(one, language)
    said = value_words(one, language, lead=lead, year=year)
    tail = _limit(one, language) if one.lower else _share(one, language) if one.share else _counted(one, language)
    return f"{said}，{tail}" if language == "zh" else f"{said}, {tail}"


def lines_words(lines: Sequence[TargetLine], language: str = "zh", *, lead: bool = True, year: bool = False) -> str:
    """Say where a target with a low and a high line stands: which line is met, and what the next one lacks.

    Parameters
    ----------
    lines
        One to three lines of one target at one month.
    language, lead, year
        As in :func:`progress_words`.

    Raises
    ------
    BadInputError
        If there is no line, or they are not of one target.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from incuanalysis.vocabulary.periods import Month
    >>> month, due = Month(2023, 9), Month(2023, 12)
    >>> low = TargetLine("在孵企业", "家", "stock", month, due, 90, "done", 96, 67.5, 96 / 90, 31.7, line="low")
    >>> high = replace(low, target=120, status="on_schedule", expected=90, completion=0.8, gap_points=5.0, line="high")
    >>> lines_words([high, low])
    '截至9月底，在孵企业96家，完成年度低线目标（90家），距年度高线目标（120家）差24家'
    """
    if not lines or len({(one.name, one.month, one.due, one.actual, one.lower) for one in lines}) != 1:
        raise BadInputError("Give the lines of one target at one month.", "应给出同一目标、同一月份的各条线。")
    ordered = sorted(lines, key=lambda one: one.target, reverse=lines[0].lower)
    one = ordered[0]
    if len(ordered) == 1 or one.actual is None or one.status in ("not_reported", "not_due_yet"):
        return progress_words(one, language, lead=lead, year=year)
    zh = language == "zh"
    scale = scale_of(
        [one.actual, *(number for line in ordered for number in (line.target, line.target - one.actual))], one.unit
    )
    ordered = [replace(line, within=scale) for line in ordered]
    met = [line for line in ordered if line.status == "done"]
    open_ = [line for line in ordered if line.status != "done"]
    parts = [value_words(ordered[0], language, lead=lead, year=year)]
    if met:
        parts.append(f"{'完成' if zh else 'reaches '}{target_words(met[-1], language)}")
    if open_:
        short = _short(open_[0], language)
        target = target_words(open_[0], language)
        if met:
            verb = "超出" if open_[0].lower else "差"
            parts.append(f"距{target}{verb}{short}" if zh else f"{short} from {target}")
        else:
            parts.append(f"未达{target}，差{short}" if zh else f"{short} from {target}")
            if (pace := _pace(open_[0], language)) and not open_[0].lower:
                parts.append(pace)
        if open_[0].status == "missed":
            parts.append("到期未完成" if zh else "missed")
    return ("，" if zh else ", ").join(parts)


def _between(one: TargetLine) -> tuple[float, float]:
    """Return target and value, the larger one first."""
    actual = one.actual if one.actual is not None else one.target
    return max(one.target, actual), min(one.target, actual)


def _not_reported(one: TargetLine, language: str) -> str:
    at = min(one.month, one.due) if one.over else one.month
    last = one.latest_at
    if language != "zh":
        text = f"{one.name}: {dates.month(at, 'en')} not reported"
        if one.latest is None or last is None:
            return f"{text}, nor any month before"
        return f"{text}; last reported for {dates.month(last, 'en')}: {one.scale.text(one.latest, 'en')}"
    text = after_name(one.name, f"{dates.month(at, year=at.year != one.month.year)}数据未报", link="的")
    if one.latest is None or last is None:
        return f"{text}，此前也未报过"
    known = replace(one, actual=one.latest).scale
    return f"{text}，最近一次为{dates.month(last, year=last.year != at.year)}的{known.text(one.latest)}"


def _short(one: TargetLine, language: str) -> str:
    """Write what lies between value and target."""
    return difference_words(one.scale, one.scale.gap(*_between(one)), language)


def _pace(one: TargetLine, language: str) -> str:
    if one.status not in _PACED or one.gap_points is None:
        return ""
    return pace_words(one.gap_points, one.status, language)


def _when_met(one: TargetLine, language: str, verb: str = "完成") -> str:
    """Say by how many months a target was met before (or after) it was due."""
    if one.met_at is None:
        return ""
    early = dates.months_between(one.met_at, one.due)
    if language != "zh":
        if early == 0:
            return ", on time"
        return f", {abs(early)} month{'' if abs(early) == 1 else 's'} {'early' if early > 0 else 'late'}"
    if early > 0:
        return f"，提前{early}个月{verb}"
    return f"，按期{verb}" if early == 0 else f"，晚于时限{-early}个月{verb}"


def _done_below(one: TargetLine, language: str) -> str:
    """Say why a line counts as met though the value is short of it: 约, or it was met when it was due."""
    zh = language == "zh"
    if one.comparator == "about" and one.completion is not None and one.completion >= 1 - ABOUT - 1e-12:
        slack = digits(100 * ABOUT)
        if zh:
            return f"在约数允许的{slack}%（本报告自定）以内，按已完成计"
        return f"within the {slack}% that we allow for “about”, counted as done"
    return "到期时已完成，现有回落" if zh else "met when it was due, less now"


def _counted(one: TargetLine, language: str) -> str:
    zh = language == "zh"
    target = target_words(one, language)
    share = "" if one.completion is None else completion_words(one.completion, language)
    done = (f"完成{target}的{share}" if zh else f"{share} of {target}") if share else target
    comma = "，" if zh else ", "
    match one.status:
        case "done" if one.missing is not None:
            return f"{done}{comma}{_done_below(one, language)}"
        case "done":
            return f"{done}{_when_met(one, language)}"
        case "missed":
            short = _short(one, language)
            return f"{done}，到期未完成，差{short}" if zh else f"{done}, missed by {short}"
        case "in_progress":
            short = _short(one, language)
            return f"{target}推进中，还差{short}" if zh else f"{target} in progress, {short} to go"
    pace = _pace(one, language)
    return f"{done}{comma}{pace}" if pace else done


def _share(one: TargetLine, language: str) -> str:
    """Say where a rate stands: differences are percentage points, never a share of a share."""
    zh = language == "zh"
    target, short, comma = target_words(one, language), _short(one, language), "，" if zh else ", "
    if one.missing is None:
        equal = one.scale.gap(*_between(one)) == 0
        if zh:
            said = f"达到{target}" if equal else f"高于{target}{short}"
        else:
            said = f"reaching {target}" if equal else f"{short} above {target}"
        return said + (_when_met(one, language, "达到") if one.status == "done" else "")
    said = f"低于{target}{short}" if zh else f"{short} below {target}"
    if one.status == "done":
        return f"{said}{comma}{_done_below(one, language)}"
    if one.status == "missed":
        return f"{said}，到期未完成" if zh else f"{said}, missed"
    return said + _rate_pace(one, language)


def _rate_pace(one: TargetLine, language: str) -> str:
    zh, comma = language == "zh", "，" if language == "zh" else ", "
    label = status_label(one.status, language)
    if one.expected is None or one.actual is None or one.status not in _PACED:
        return f"{comma}{label}"
    due = one.scale.text(one.expected, language)
    ahead = one.actual - one.expected
    size = difference_words(
        one.scale, one.scale.gap(max(one.actual, one.expected), min(one.actual, one.expected)), language
    )
    if rounded(ahead, 9) == 0:
        return f"，与序时应达数（{due}）持平，{label}" if zh else f", equal to what was due ({due}), {label}"
    if zh:
        return f"，比序时应达数（{due}）{'高' if ahead > 0 else '低'}{size}，{label}"
    return f", {size} {'above' if ahead > 0 else 'below'} what was due ({due}), {label}"


def _limit(one: TargetLine, language: str) -> str:
    """Say where a target stands of which less is better."""
    zh = language == "zh"
    target = target_words(one, language)
    if one.missing is None:
        return f"控制在{target}以内" if zh else f"within {target}"
    short = _short(one, language)
    said = f"超出{target}{short}" if zh else f"{short} over {target}"
    if one.status == "done":
        return f"{said}{'，' if zh else ', '}{_done_below(one, language)}"
    if one.status == "missed":
        return f"{said}，到期未完成" if zh else f"{said}, missed"
    return f"{said}{'，' if zh else ', '}{status_label(one.status, language)}"

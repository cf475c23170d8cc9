"""What is missing to a target, what it takes a month, and problems named down to unit, indicator and difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from incuanalysis.display.numbers import Scale, rounded, scale_of
from incuanalysis.display.sentences import dates
from incuanalysis.display.sentences.progress import pace_words
from incuanalysis.display.sentences.target import TargetLine, after_name, difference_words, target_words
from incuanalysis.evaluation.progress.status import status_label
from incuanalysis.intake.forms.naming import full_width
from incuanalysis.vocabulary.basis import Basis

__all__ = ["gap_words", "monthly_words", "problem_words", "problems_by_unit", "short_words"]

#: Units of what is counted one by one: there is no third of it.
_COUNTED = frozenset(
    ["家", "个", "项", "件", "场", "场次", "只", "支", "间", "次", "人", "名", "位", "人次", "家次", "笔"]
)
#: From here on an average of them has no decimals.
_MANY = 100


def short_words(one: TargetLine, language: str = "zh") -> str:
    """Say what is missing to the target: 差24家; where less is better what is too much; empty where nothing is.

    Examples
    --------
    >>> from incuanalysis.vocabulary.periods import Month
    >>> short_words(TargetLine("在孵企业", "家", "stock", Month(2023, 9), Month(2023, 12), 120, "behind", 96))
    '差24家'
    """
    if one.missing is None:
        return ""
    size = difference_words(one.scale, one.missing, language)
    if one.lower:
        return f"超出{size}" if language == "zh" else f"{size} too much"
    return f"差{size}" if language == "zh" else f"{size} short"


def monthly_words(short: float, months: int, unit: str, language: str = "zh", *, stock: bool = False) -> str:
    """Say what has to be added a month to reach a target.

    Parameters
    ----------
    short
        What is missing, in the canonical unit ``unit``.
    months
        Whole months left.
    language
        ``zh`` or ``en``.
    stock
        Whether it is a state: then what is added must exceed what leaves (净增).

    Returns
    -------
    str
        Empty where nothing is missing or no month is left. Less than one of what is counted one by one is no amount a
        month; then what is still to come is said as a whole.

    Examples
    --------
    >>> monthly_words(9, 3, "家"), monthly_words(25, 3, "家", stock=True), monthly_words(1, 3, "家")
    ('需月均新增3家', '需月均净增8.3家', '3个月内需再增1家')
    >>> monthly_words(12000, 4, "平方米"), monthly_words(1.8, 3, "%"), monthly_words(5, 0, "家")
    ('需月均新增3000平方米', '需月均提高0.6个百分点', '')
    >>> monthly_words(9, 3, "家", "en")
    '3 a month needed'
    """
    if short <= 0 or months <= 0:
        return ""
    each = short / months
    zh = language == "zh"
    verb = "提高" if unit == "%" else "净增" if stock else "新增"
    if unit in _COUNTED and rounded(each, 1) < 1:
        whole = scale_of([short], unit)
        said = difference_words(whole, whole.printed(short), language)
        if zh:
            return f"{f'{months}个月' if months > 1 else '下月'}内需再增{said}"
        return f"{said} more needed within {months} month{'' if months == 1 else 's'}"
    scale = scale_of([each], unit)
    if unit in _COUNTED and each >= _MANY:
        scale = Scale(unit)
    elif unit == "%":
        scale = Scale(unit, places=1)
        if scale.printed(each) == 0:
            return ""
    said = difference_words(scale, scale.printed(each), language)
    return f"需月均{verb}{said}" if zh else f"{said} a month needed"


def gap_words(one: TargetLine, language: str = "zh", *, from_target: bool = False) -> str:
    """Say what is missing and what it takes a month: 差24家，需月均净增8家; empty where nothing is missing.

    Parameters
    ----------
    one
        A line with a value.
    language
        ``zh`` or ``en``.
    from_target
        Name the target: 距年度目标（120家）差24家.

    Examples
    --------
    >>> from incuanalysis.vocabulary.periods import Month
    >>> one = TargetLine("在孵企业", "家", "stock", Month(2023, 9), Month(2023, 12), 120, "behind", 96)
    >>> gap_words(one), gap_words(one, from_target=True), gap_words(one, "en")
    ('差24家，需月均净增8家', '距年度目标（120家）差24家，需月均净增8家', '24 short, 8 a month needed')
    """
    short = short_words(one, language)
    if not short or one.actual is None:
        return ""
    if from_target and not one.lower:
        target = target_words(one, language)
        short = f"距{target}{short}" if language == "zh" else f"{short} of {target}"
    # of what has no pace nothing can be asked by the month
    left = 0 if one.lower or one.status == "in_progress" else dates.months_between(one.month, one.due)
    stock = one.basis in (Basis.STOCK, Basis.SHARE)
    monthly = monthly_words(one.target - one.actual, left, one.unit, language, stock=stock)
    return ("，" if language == "zh" else ", ").join(part for part in (short, monthly) if part)


def problem_words(one: TargetLine, language: str = "zh") -> str:
    """Name a problem: indicator, difference, and how far behind; empty where there is none to name.

    A target not reported is a problem of its own; one that is done, not due, in progress or on schedule is none.

    Examples
    --------
    >>> from incuanalysis.vocabulary.periods import Month
    >>> problem_words(TargetLine("在孵企业", "家", "stock", Month(2023, 9), Month(2023, 12), 120, "behind", 78, 90, 0.65, -10.0))
    '在孵企业78家，距年度目标（120家）差42家，滞后序时进度10.0个百分点'
    """
    zh = language == "zh"
    if one.status == "not_reported":
        return (
            after_name(one.name, status_label("not_reported"))
            if zh
            else f"{one.name} {status_label('not_reported', 'en')}"
        )
    if one.status not in ("behind", "far_behind", "missed") or one.actual is None:
        return ""
    value = one.scale.text(one.actual, language)
    own = after_name(one.name, value) if zh else f"{one.name} {value}"
    short, target = short_words(one, language), target_words(one, language)
    if one.lower:
        size = short.removeprefix("超出")
        said = f"{own}，超出{target}{size}" if zh else f"{own}, {short} ({target})"
    else:
        said = f"{own}，距{target}{short}" if zh else f"{own}, {short} of {target}"
    if not short:
        said = own
    if one.status == "missed":
        return f"{said}，到期未完成" if zh else f"{said}, missed"
    if one.share or one.lower or one.gap_points is None:
        label = status_label(one.status, language)
    else:
        label = pace_words(one.gap_points, one.status, language)
    return f"{said}{'，' if zh else ', '}{label}"


def problems_by_unit(lines: Mapping[str, Iterable[TargetLine]] | Sequence[tuple[str, TargetLine]]) -> tuple[str, ...]:
    """Name the problems of each unit, one clause a unit, in the order given; units without any are left out.

    Parameters
    ----------
    lines
        Unit → its target lines, or pairs of unit and line.

    Examples
    --------
    >>> from incuanalysis.vocabulary.periods import Month
    >>> one = TargetLine("在孵企业", "家", "stock", Month(2023, 9), Month(2023, 12), 12, "far_behind", 3, 9, 0.25, -50.0)
    >>> problems_by_unit({"甲镇": [one], "乙镇": []})
    ('甲镇：在孵企业3家，距年度目标（12家）差9家，滞后序时进度50.0个百分点（严重滞后）',)
    """
    pairs = [(unit, one) for unit, own in lines.items() for one in own] if isinstance(lines, Mapping) else list(lines)
    found: dict[str, list[str]] = {}
    for unit, one in pairs:
        if said := problem_words(one):
            found.setdefault(unit, []).append(said)
    return tuple(f"{full_width(unit)}：{'；'.join(said)}" for unit, said in found.items())
